from . import test_numero
from . import test_oficio
from . import test_oficio_firma
