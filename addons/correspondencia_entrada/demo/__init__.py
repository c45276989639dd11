# Imported with the addon because Odoo's demo files are only XML and CSV: one of them calls the model below.
from . import correspondencia_demo
from . import correspondencia_demo_firma
