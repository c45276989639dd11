from . import nucleo
