from . import mensajeria_importar_cp
from . import mensajeria_decision
from . import mensajeria_comprar_rango
from . import mensajeria_asignar_guia
from . import mensajeria_baja_guia
from . import mensajeria_arqueo
from . import mensajeria_probar_zona
