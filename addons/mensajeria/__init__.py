from . import nucleo
from . import models
from . import controllers
from . import wizard
from . import report
from . import demo
