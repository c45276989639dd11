from . import test_nucleo_area
from . import test_nucleo_bitacora
from . import test_nucleo_ciclo
from . import test_nucleo_documento
from . import test_nucleo_folio
from . import test_nucleo_pdf
from . import test_nucleo_reporte
from . import test_nucleo_tarea
