from . import report_oficio
from . import report_expediente
from . import report_registro
