from . import correspondencia_visto_decision
from . import correspondencia_comparar_versiones
from . import mensajeria_decision
from . import correspondencia_reservar
from . import correspondencia_subir_firmado
from . import correspondencia_encargar
from . import correspondencia_registro
