from . import nucleo
from . import models
from . import wizard
from . import report
