from . import ruta
