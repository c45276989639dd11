from . import expediente
from . import portal
