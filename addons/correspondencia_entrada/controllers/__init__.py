from . import acuse
from . import documentos
from . import firma_mesa
from . import firma_verificacion
