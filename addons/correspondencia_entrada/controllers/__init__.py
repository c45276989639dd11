from . import acuse
from . import documentos
