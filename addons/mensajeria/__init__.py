from . import nucleo
from . import models
