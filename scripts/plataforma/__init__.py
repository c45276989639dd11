"""Bring up Odoo, PostgreSQL and the test bench of this project; standard library only, no knowledge of the domain."""
