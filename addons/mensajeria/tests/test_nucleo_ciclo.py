from odoo.exceptions import UserError
from odoo.tests import tagged

from odoo.addons.mensajeria.nucleo.tools.ciclo import Ciclo

from .common import NucleoCommon, NucleoPrueba


@tagged("post_install", "-at_install")
class TestCiclo(NucleoCommon):
    def _en_estado(self, estado):
        """A document in ``estado``, put there by SQL so that every state can be reached."""
        documento = self._documento()
        documento.flush_recordset()
        self.cr.execute("UPDATE nucleo_prueba SET state = %s WHERE id = %s", [estado, documento.id])
        documento.invalidate_recordset()
        return documento

    def test_every_pair_of_the_table_passes_and_every_other_is_refused(self):
        estados = [clave for clave, _etiqueta in NucleoPrueba.state._args__["selection"]]
        permitidas = {(t.origen, t.destino): t.verbo for t in NucleoPrueba._ciclo}
        self.assertEqual(len(permitidas), 5)
        for origen in estados:
            for destino in [*estados, "inexistente"]:
                with self.subTest(origen=origen, destino=destino):
                    documento = self._en_estado(origen)
                    if (origen, destino) in permitidas:
                        documento._transitar(destino, motivo="Porque sí")
                        self.assertEqual(documento.state, destino)
                        self.assertEqual(documento.bitacora_ids.evento, permitidas[origen, destino])
                        continue
                    with self.assertRaises(UserError):
                        documento._transitar(destino, motivo="Porque sí")
                    documento.invalidate_recordset()
                    self.assertEqual(documento.state, origen)
                    self.assertFalse(documento.bitacora_ids)

    def test_state_is_written_by_nobody_else(self):
        documento = self._documento()
        for env in (self.env, self.env(user=self.empleada), self.env(user=self.empleada, su=True)):
            for contexto in ({}, {"nucleo_transicion": True}, {"nucleo_transicion": "_AUTORIZADO"}):
                registro = documento.with_env(env(context={**env.context, **contexto}))
                with self.subTest(uid=env.uid, su=env.su, **contexto):
                    with self.assertRaises(UserError):
                        registro.write({"name": "otro", "state": "registrado"})
                    with self.assertRaises(UserError):
                        registro.state = "registrado"
                    with self.assertRaises(UserError):
                        registro.create({"name": "nuevo", "state": "registrado"})
        documento.invalidate_recordset()
        self.assertRecordValues(documento, [{"name": "P/2026/00001", "state": "borrador"}])

    def test_state_cannot_be_born_from_the_context(self):
        documento = self.Prueba.with_context(default_state="concluido").create({"name": "P/2026/00002"})
        self.assertEqual(documento.state, "borrador")

    def test_a_copy_starts_again(self):
        documento = self._documento()
        documento._transitar("registrado")
        copia = documento.copy()
        self.assertRecordValues(copia, [{"state": "borrador", "bitacora_numero": 0, "bitacora_hash": False}])

    def test_reason_is_demanded_where_the_table_says_so(self):
        for motivo in (None, "", "  \n", "\0", 7, True, ["x"], {}):
            documento = self._documento()
            with self.assertRaisesRegex(UserError, "reason"):
                documento._transitar("cancelado", motivo=motivo)
        self.flush_tracking()
        documento._transitar("cancelado", motivo="  Duplicado <script>alert(1)</script> ")
        evento = documento.bitacora_ids
        self.assertRecordValues(
            evento, [{"evento": "cancelar", "motivo": "Duplicado <script>alert(1)</script>", "user_id": self.env.uid}]
        )
        self.flush_tracking()
        mensaje = documento.message_ids[0]
        self.assertIn("Duplicado", mensaje.body)
        self.assertNotIn("<script>", mensaje.body)
        self.assertEqual(mensaje.tracking_value_ids.field_id.name, "state")

    def test_the_refusal_names_record_and_states(self):
        documento = self._documento()
        with self.assertRaisesRegex(UserError, r"P/2026/00001.*«Draft».*«Concluded».*reload"):
            documento._transitar("concluido")

    def test_many_records_of_different_states_move_together(self):
        uno, dos = self._documento(), self._documento(name="P/2026/00002")
        uno._transitar("registrado")
        (uno | dos)._transitar("cancelado", motivo="Cierre", datos={"oficio": "A-1"})
        self.assertRecordValues(
            uno | dos, [{"state": "cancelado", "bitacora_numero": 2}, {"state": "cancelado", "bitacora_numero": 1}]
        )
        self.assertEqual((uno | dos).bitacora_ids.filtered("datos").mapped("datos"), ['{"oficio":"A-1"}'] * 2)

    def test_one_refused_record_stops_the_batch(self):
        uno, dos = self._documento(), self._documento(name="P/2026/00002")
        uno._transitar("registrado")
        with self.assertRaises(UserError), self.cr.savepoint():
            (uno | dos)._transitar("concluido")
        (uno | dos).invalidate_recordset()
        self.assertEqual((uno | dos).mapped("state"), ["registrado", "borrador"])

    def test_a_table_does_not_repeat_a_pair(self):
        with self.assertRaises(ValueError):
            Ciclo(("a", "b", "ir"), ("a", "b", "volver"))

    def test_states_in_order_of_appearance(self):
        self.assertEqual(NucleoPrueba._ciclo.estados(), ["borrador", "registrado", "concluido", "cancelado"])
        self.assertEqual(self.Prueba._estado_inicial(), "borrador")

    def flush_tracking(self):
        """Let the chatter post what it tracked, as it does before each commit."""
        self.env.flush_all()
        self.cr.precommit.run()
