"""PostgreSQL takes an index of few rows only when the search says its condition in the same words."""

from odoo.tools import SQL


class Indices:
    """For test cases."""

    def assertIndice(self, indice, modelo, dominio):
        """``indice`` serves the search of ``dominio``: on a table with nothing but that index."""
        tabla = self.env[modelo]._table
        with self.cr.savepoint() as punto:
            self.cr.execute("SELECT indexdef FROM pg_indexes WHERE indexname = %s", [indice])
            definicion = self.cr.fetchone()[0].replace(f"public.{tabla}", f"pg_temp.{tabla}")
            consulta = self.env[modelo].sudo()._search(dominio, order="id")
            nombre = SQL.identifier(tabla)
            self.cr.execute(
                SQL("CREATE TEMP TABLE %s (LIKE public.%s); SET LOCAL enable_seqscan = off", nombre, nombre)
            )
            self.cr.execute(definicion)
            self.cr.execute(SQL("EXPLAIN %s", consulta.select()))
            self.assertIn(indice, str(self.cr.fetchall()))
            punto.rollback()
