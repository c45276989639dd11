from . import test_cc
from . import test_descarga
from . import test_digitalizacion
from . import test_duplicados
from . import test_prorroga
from . import test_registro
from . import test_respuesta
from . import test_turnado
