from . import mensajeria_importar_cp
