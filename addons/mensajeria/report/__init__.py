from . import report_arqueo
from . import report_vale
from . import report_relacion
from . import report_etiqueta
from . import report_tablero
from . import report_expediente
from . import report_reclamacion
