from . import report_oficio
from . import report_expediente
