# Imported with the addon because Odoo's demo files are only XML and CSV: one of them calls the model below.
from . import correspondencia_salida_demo
