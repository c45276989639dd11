"""What holds lists of millions together: searches that take an index, and rules that read one table."""

from unittest.mock import patch

from odoo.sql_db import Cursor
from odoo.tests import tagged
from odoo.tools import SQL

from .envios_comun import EnviosCommon
from .indices import Indices


@tagged("post_install", "-at_install")
class TestMasa(Indices, EnviosCommon):
    def test_a_text_of_a_catalogue_is_looked_up_first(self):
        pieza = self.asignada()
        Envio = self.como(self.Envio, self.op_local)
        for dominio, hallada in (
            ([("zona_id", "ilike", self.zona_centro.name.lower())], True),
            ([("zona_id", "ilike", "no hay tal zona")], False),
            ([("proveedor_id", "ilike", self.local.name), ("servicio_id", "ilike", "no hay tal")], False),
            (["|", ("mensajero_id", "ilike", self.mensajero.name), ("zona_id", "ilike", "no hay")], True),
            (["!", ("zona_id", "ilike", self.zona_centro.name)], False),
            ([("zona_id", "not ilike", "no hay tal zona")], True),
        ):
            with self.subTest(dominio):
                consulta = Envio._search([("id", "=", pieza.id), *dominio])
                self.assertEqual(bool(consulta.get_result_ids()), hallada)
                if "!" not in dominio and "not ilike" not in str(dominio):
                    self.assertNotIn("ilike", consulta.select().code.lower())
        self.zona_centro.active = False
        self.assertTrue(Envio.search([("zona_id", "ilike", self.zona_centro.name)]))

    def test_the_rule_of_operators_reads_pieces_only(self):
        for modelo in (self.Envio, self.env["mensajeria.informe"]):
            consulta = self.como(modelo, self.op_sepomex)._search([])
            self.assertNotIn("mensajeria_solicitud", consulta.select().code)

    def test_the_office_sees_a_piece_once_its_request_was_sent(self):
        solicitud = self.enviada(2)
        piezas = solicitud.envio_ids
        suyas = self.como(self.Envio, self.op_local)

        def ve():
            return suyas.search([("id", "in", piezas.ids)])

        self.assertEqual(ve().ids, piezas.sorted("id", reverse=True).ids)
        self.como(solicitud, self.op_local).action_rechazar(motivo="Falta el anexo")
        self.assertFalse(ve())
        solicitud.action_corregir()
        self.assertFalse(ve())
        solicitud.action_enviar()
        self.assertEqual(len(ve()), 2)
        self.como(solicitud, self.op_local).action_aceptar()
        self.assertEqual((len(ve()), set(piezas.mapped("por_aceptar"))), (2, {False}))

    def test_partial_indexes_match_what_is_asked(self):
        bajas = ("cancelada", "extraviada", "danada", "devuelta_proveedor")
        for indice, modelo, dominio in (
            ("mensajeria_evento_conflicto_idx", "mensajeria.evento", [("conflicto", "=", True)]),
            ("mensajeria_lectura_linea_cuarentena_idx", "mensajeria.lectura.linea", [("cuarentena", "=", True)]),
            ("mensajeria_lectura_linea_cuarentena_idx", "mensajeria.lectura.linea", [
                "|", ("cuarentena", "=", True), ("cuarentena_nota", "!=", False)]),
            ("mensajeria_envio_zona_idx", "mensajeria.envio", [("zona_id", "=", False)]),
            ("mensajeria_envio_de_area_idx", "mensajeria.envio", [("area_id", "=", 1)]),
            ("mensajeria_envio_mensajero_idx", "mensajeria.envio", [("mensajero_id", "=", 1)]),
            ("mensajeria_guia_bajas_idx", "mensajeria.guia", [("state", "in", bajas)]),
            ("mensajeria_guia_en_proceso", "mensajeria.guia", [("state", "in", ("reservada", "asignada"))]),
            ("mensajeria_solicitud_urgente_idx", "mensajeria.solicitud", [("urgencia", "in", ("1", "2"))]),
            ("mensajeria_evidencia_falta_idx", "mensajeria.evidencia", [("attachment_id", "=", False)]),
            ("mensajeria_envio_cp_idx", "mensajeria.envio", [("dest_cp", "=like", "060%")]),
        ):  # fmt: skip
            with self.subTest(indice):
                self.assertIndice(indice, modelo, dominio)

    def test_a_code_that_nobody_knows_reads_no_table(self):
        """At the station each code is looked for by an index, found or not."""
        self.cr.execute(
            "CREATE TEMP TABLE mensajeria_guia (LIKE public.mensajeria_guia INCLUDING INDEXES); SET LOCAL enable_seqscan = off"
        )
        self.addCleanup(self.cr.execute, "DROP TABLE pg_temp.mensajeria_guia")
        with patch.object(Cursor, "execute", autospec=True, side_effect=Cursor.execute) as execute:
            self.assertFalse(self.como(self.Envio, self.op_sepomex)._guia_de_codigo("NADIE"))
        for llamada in execute.call_args_list:
            consulta = llamada.args[1]
            if isinstance(consulta, SQL) and "mensajeria_guia" in consulta.code:
                self.cr.execute(SQL("EXPLAIN %s", consulta))
                self.assertNotIn("Seq Scan on mensajeria_guia", str(self.cr.fetchall()))
                break
        else:
            self.fail("It was not looked for.")
