from odoo.tests import tagged

from .common import EntradaCommon


@tagged("post_install", "-at_install")
class TestCopias(EntradaCommon):
    """Recibir Asunto CC: both ways of arrival, and it never blocks anybody."""

    def test_from_the_counter(self):
        asunto = self.descargado(self.juridica, cc=[self.revisor])
        self.assertEqual(self.pasos(self.revisor), ["recibir_cc"])
        suyo = asunto.with_user(self.revisor)
        self.assertEqual((suyo.mi_turno_tipo, suyo.mi_turno_state), ("informacion", "pendiente"))
        self.assertEqual(suyo.documento_ids.raw[:4], b"%PDF", "the reviewer reads the documents")
        suyo.message_post(body="Enterado")
        suyo.action_marcar_visto()
        self.assertEqual(self.turno(asunto, self.revisor, "informacion").state, "visto")
        self.assertEqual(self.pasos(self.revisor), [])
        self.assertEqual(asunto.state, "en_atencion")
        self.assertTrue(suyo.descripcion, "it stays readable")

    def test_from_a_holder(self):
        asunto = self.descargado(self.juridica)
        copia = self.turnar(asunto, self.juridica, cc=[self.revisor])
        self.assertEqual(copia.parent_id, self.turno(asunto, self.juridica).sudo())
        self.assertEqual(self.pasos(self.revisor), ["recibir_cc"])
        self.assertEqual(self.pasos(self.juridica), ["atender"], "marking a copy is not passing it on")
        asunto.with_user(self.revisor).action_marcar_visto()
        self.assertEqual(copia.state, "visto")

    def test_a_copy_never_blocks(self):
        asunto = self.descargado(self.juridica, cc=[self.revisor])
        self.turnar(asunto, self.juridica, self.abogado, cc=[self.contadora])
        self.responder(asunto, self.abogado)
        self.assertEqual(asunto.state, "concluido")
        self.assertEqual(self.pasos(self.revisor) + self.pasos(self.contadora), ["recibir_cc"] * 2)
        asunto.with_user(self.contadora).action_marcar_visto()
        self.assertEqual(asunto.state, "concluido")

    def test_a_copy_is_not_attended_to(self):
        asunto = self.descargado(self.juridica, cc=[self.revisor])
        copia = self.turno(asunto, self.revisor, "informacion")
        for metodo, args in [
            ("action_concluir", ["x"]),
            ("action_devolver", ["x"]),
            ("action_turnar", []),
            ("action_responder", []),
        ]:
            with self.subTest(metodo):
                self.assertRechaza("", getattr(copia, metodo), *args, registros=asunto)
        self.assertRechaza("", self.turno(asunto, self.juridica).action_marcar_visto, registros=asunto)

    def test_seen_once(self):
        asunto = self.descargado(self.juridica, cc=[self.revisor])
        copia = self.turno(asunto, self.revisor, "informacion")
        copia.action_marcar_visto()
        self.assertRechaza("Seen", copia.action_marcar_visto, registros=asunto)
        self.assertRechaza("no open turno", asunto.with_user(self.revisor).action_marcar_visto, registros=asunto)

    def test_attention_and_copy_of_the_same_matter(self):
        """Who has both attends first; the copy waits behind."""
        asunto = self.descargado(self.juridica, cc=[self.juridica])
        self.assertEqual(sorted(self.pasos(self.juridica)), ["atender", "recibir_cc"])
        self.assertEqual(asunto.with_user(self.juridica).mi_turno_tipo, "atencion")
        self.responder(asunto, self.juridica)
        self.assertEqual(asunto.with_user(self.juridica).mi_turno_tipo, "informacion")
