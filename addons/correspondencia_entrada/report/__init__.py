from . import report_acuse
from . import report_volante
from . import report_libro
