from . import report_oficio
