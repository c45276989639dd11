from . import test_asunto_oficio
from . import test_despacho
from . import test_numero
from . import test_oficio
from . import test_oficio_firma
from . import test_portal
from . import test_diferencia
from . import test_visto
