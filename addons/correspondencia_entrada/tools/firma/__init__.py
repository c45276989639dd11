"""Electronic signature with Mexican certificates: pure Python, usable without Odoo."""
