from . import expediente
from . import portal
from . import lectura
from . import registro
