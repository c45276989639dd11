from . import acuse
from . import documentos
from . import firma_mesa
