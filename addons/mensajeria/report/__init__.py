from . import report_arqueo
from . import report_vale
