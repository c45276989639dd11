from odoo.exceptions import AccessError
from odoo.tests import Form, tagged

from .common import EntradaCommon


@tagged("post_install", "-at_install")
class TestTurnado(EntradaCommon):
    """The tree of turnos: who holds the matter, and when each branch closes."""

    def estados(self, asunto):
        return [(t.user_id, t.state) for t in asunto.sudo().turno_ids.sorted("id")]

    def test_turning_from_the_counter_waits_for_the_discharge(self):
        asunto = self.digitalizado()
        turnos = self.turnar(asunto, self.ventanilla, self.juridica, self.contadora, cc=[self.revisor], nota="Urge")
        self.assertEqual(set(turnos.mapped("state")), {"propuesto"})
        self.assertEqual(self.pasos(self.juridica), [])
        asunto.action_descargar()
        self.assertEqual(set(turnos.mapped("state")), {"pendiente"})
        self.assertRecordValues(
            turnos[0],
            [{"turnado_por_id": self.ventanilla.id, "area_id": self.juridico.id, "nota": "Urge", "parent_id": False}],
        )
        self.assertEqual(self.pasos(self.juridica), ["atender"])
        self.assertEqual(self.pasos(self.revisor), ["recibir_cc"])

    def test_each_recipient_has_their_own_deadline(self):
        asunto = self.digitalizado(fecha_requerida="2026-03-20")
        propio = self.turnar(asunto, self.ventanilla, self.juridica, fecha_limite="2026-03-10")
        comun = self.turnar(asunto, self.ventanilla, self.contadora, cc=[self.revisor])
        asunto.action_descargar()
        plazos = {t.turno_id: str(t.fecha_limite or "") for t in asunto.sudo().tarea_ids.filtered("turno_id")}
        self.assertEqual(plazos, {propio: "2026-03-10", comun[0]: "2026-03-20", comun[1]: ""})

    def test_a_turno_passed_on_waits_for_the_others(self):
        asunto = self.descargado(self.juridica)
        hijo = self.turnar(asunto, self.juridica, self.abogado)
        self.assertEqual(self.estados(asunto), [(self.juridica, "turnado"), (self.abogado, "pendiente")])
        self.assertEqual(hijo.parent_id, self.turno(asunto, self.juridica).sudo())
        self.assertEqual((self.pasos(self.juridica), self.pasos(self.abogado)), ([], ["atender"]))
        self.assertRechaza("Turned On", self.turno(asunto, self.juridica).action_concluir, "ya", registros=asunto)

    def test_conclusion_cascades_three_levels(self):
        asunto = self.descargado(self.directora)
        self.turnar(asunto, self.directora, self.juridica)
        self.turnar(asunto, self.juridica, self.abogado, self.contadora)
        self.turno(asunto, self.abogado).action_concluir("Ya se contestó por otra vía")
        self.assertEqual([e for _u, e in self.estados(asunto)], ["turnado", "turnado", "concluido", "pendiente"])
        self.responder(asunto, self.contadora)
        self.assertEqual({e for _u, e in self.estados(asunto)}, {"concluido"})
        self.assertRecordValues(asunto, [{"state": "concluido", "fecha_conclusion": asunto.fecha_conclusion}])
        self.assertTrue(asunto.fecha_conclusion)
        self.assertFalse(asunto.sudo()._tareas_abiertas())

    def test_come_back_for_review(self):
        asunto = self.descargado(self.juridica)
        self.turnar(asunto, self.juridica, self.abogado, al_concluir="revisar")
        self.responder(asunto, self.abogado)
        self.assertEqual(self.estados(asunto), [(self.juridica, "pendiente"), (self.abogado, "concluido")])
        self.assertEqual(self.pasos(self.juridica), ["atender"])
        self.assertEqual(asunto.state, "en_atencion")
        self.turno(asunto, self.juridica).action_concluir("Revisado")
        self.assertEqual(asunto.state, "concluido")

    def test_the_matter_waits_for_all_who_attend(self):
        asunto = self.descargado(self.juridica, self.contadora)
        self.responder(asunto, self.juridica)
        self.assertEqual(asunto.state, "en_atencion")
        self.responder(asunto, self.contadora)
        self.assertEqual(asunto.state, "concluido")

    def test_a_child_returns_the_matter_to_the_holder(self):
        asunto = self.descargado(self.juridica)
        self.turnar(asunto, self.juridica, self.abogado, self.contadora)
        for motivo in (None, " "):
            self.assertRechaza("reason", self.turno(asunto, self.abogado).action_devolver, motivo, registros=asunto)
        self.turno(asunto, self.abogado).action_devolver("No es de Litigio")
        self.assertEqual(self.pasos(self.juridica), ["atender"])
        self.assertRechaza(
            "Contadora still has it", self.turno(asunto, self.juridica).action_concluir, "ya", registros=asunto
        )
        self.responder(asunto, self.contadora)
        self.assertEqual(asunto.state, "en_atencion", "the holder, who has it again, decides")
        self.responder(asunto, self.juridica)
        self.assertEqual(asunto.state, "concluido")

    def test_a_first_recipient_returns_the_matter_to_the_counter(self):
        asunto = self.descargado(self.juridica, self.contadora)
        self.turno(asunto, self.juridica).action_devolver("No es competencia de Jurídico")
        self.assertEqual(self.pasos(self.ventanilla, asunto), ["reasignar"])
        self.assertEqual(self.pasos(self.juridica, asunto), [])
        self.responder(asunto, self.contadora)
        self.assertEqual(asunto.state, "en_atencion", "what was returned waits for somebody")
        self.turnar(asunto, self.ventanilla, cc=[self.revisor])
        self.assertEqual(self.pasos(self.ventanilla, asunto), ["reasignar"], "a copy attends to nothing")
        self.turnar(asunto, self.ventanilla, self.abogado)
        self.assertEqual((self.pasos(self.ventanilla, asunto), self.pasos(self.abogado)), ([], ["atender"]))
        self.responder(asunto, self.abogado)
        self.assertEqual(asunto.state, "concluido")

    def test_who_returned_it_can_get_it_again(self):
        asunto = self.descargado(self.juridica)
        self.turno(asunto, self.juridica).action_devolver("Falta el anexo 2")
        self.turnar(asunto, self.ventanilla, self.juridica)
        self.assertEqual(self.estados(asunto), [(self.juridica, "devuelto"), (self.juridica, "pendiente")])

    def test_withdrawing_a_branch(self):
        asunto = self.descargado(self.directora)
        self.turnar(asunto, self.directora, self.juridica)
        self.turnar(asunto, self.juridica, self.abogado, cc=[self.revisor])
        rama = self.turno(asunto, self.juridica)
        for ajeno in (self.juridica, self.abogado, self.ventanilla):
            self.assertRechaza(
                "Only who turned", rama.with_user(ajeno).action_retirar, "no", registros=asunto, error=AccessError
            )
        self.assertRechaza("reason", rama.with_user(self.directora).action_retirar, registros=asunto)
        rama.with_user(self.directora).action_retirar("La atenderé yo")
        self.assertEqual([e for _u, e in self.estados(asunto)], ["pendiente", "retirado", "retirado", "retirado"])
        self.assertEqual(self.pasos(self.directora), ["atender"])
        self.assertFalse(self.pasos(self.abogado) + self.pasos(self.revisor) + self.pasos(self.juridica))
        cerradas = asunto.sudo().tarea_ids.filtered(lambda t: t.user_id in (self.abogado | self.revisor))
        self.assertEqual(cerradas.mapped("state"), ["cancelada", "cancelada"], "nobody did what was withdrawn")
        self.assertRechaza(
            "already closed", rama.with_user(self.directora).action_retirar, "otra vez", registros=asunto
        )

    def test_withdrawing_the_last_open_branch_concludes_what_the_others_concluded(self):
        asunto = self.descargado(self.directora)
        self.turnar(asunto, self.directora, self.juridica, self.contadora)
        self.responder(asunto, self.contadora)
        self.turno(asunto, self.juridica).with_user(self.directora).action_retirar("Ya no hace falta")
        self.assertEqual(asunto.state, "concluido")

    def test_withdrawing_all_gives_the_matter_back_to_the_counter(self):
        asunto = self.descargado(self.juridica, cc=[self.revisor])
        self.turno(asunto, self.juridica).with_user(self.ventanilla).action_retirar("Era para Finanzas")
        self.assertEqual(self.pasos(self.ventanilla, asunto), ["reasignar"])
        self.assertEqual(asunto.state, "en_atencion")

    def test_a_proposed_recipient_who_is_withdrawn_never_sees_the_matter(self):
        asunto = self.digitalizado(self.juridica, self.ajeno)
        self.turno(asunto, self.ajeno).with_user(self.ventanilla).action_retirar()
        asunto.action_descargar()
        self.assertFalse(asunto.with_user(self.ajeno).has_access("read"))
        self.assertTrue(asunto.with_user(self.juridica).has_access("read"))

    def test_reopening(self):
        asunto = self.descargado(self.juridica, cc=[self.revisor])
        self.turnar(asunto, self.juridica, self.abogado)
        self.responder(asunto, self.abogado)
        self.assertRechaza("reason", asunto.action_reabrir, registros=asunto)
        asunto.action_reabrir("El remitente insiste")
        self.assertRecordValues(asunto, [{"state": "en_atencion", "fecha_conclusion": False}])
        self.assertEqual((self.pasos(self.juridica), self.pasos(self.abogado)), (["atender"], []))
        self.responder(asunto, self.juridica, "<p>Se insiste</p>")
        self.assertEqual(asunto.state, "concluido")

    def test_reopening_what_was_only_for_information(self):
        asunto = self.descargado(cc=[self.revisor])
        self.assertEqual(asunto.state, "concluido", "a discharge with copies only concludes the matter")
        asunto.action_reabrir("Requiere respuesta")
        self.assertEqual(asunto.state, "por_descargar")
        self.assertEqual(self.pasos(self.ventanilla, asunto), ["descargar"])

    def test_reopening_after_the_holder_left(self):
        asunto = self.descargado(self.abogado)
        self.responder(asunto, self.abogado)
        self.abogado.active = False
        asunto.action_reabrir("El remitente insiste")
        self.assertEqual(self.pasos(self.juridica, asunto), ["atender"])

    def test_cancelling_ends_every_turno(self):
        asunto = self.descargado(self.juridica)
        self.turnar(asunto, self.juridica, self.abogado, cc=[self.revisor])
        self.responder(asunto, self.abogado)
        asunto.action_reabrir("Falta")
        self.assertEqual(self.turno(asunto, self.revisor, "informacion").state, "pendiente")
        asunto.action_cancelar("Desistimiento")
        self.assertFalse([e for _u, e in self.estados(asunto) if e in ("propuesto", "pendiente", "turnado")])
        self.assertFalse(asunto.sudo()._tareas_abiertas())

    # Who is no recipient

    def test_bad_recipients(self):
        inactivo = self._persona("inactivo", "destinatario")
        inactivo.active = False
        sin_rol = self._persona("sin_rol", "base.group_user")
        asunto = self.descargado(self.juridica, cc=[self.revisor])
        for de, destinatarios, mensaje in [
            (self.ventanilla, [self.ventanilla], "to yourself"),
            (self.juridica, [self.juridica], "to yourself"),
            (self.juridica, [self.abogado, self.abogado], "appears twice"),
            (self.ventanilla, [self.juridica], "already has this matter"),
            (self.juridica, [inactivo], "no longer active"),
            (self.juridica, [sin_rol], "no role"),
            (self.juridica, [self.ventanilla_b], "does not belong"),
            (self.juridica, [], "at least one"),
            (self.abogado, [self.contadora], ""),
        ]:
            with self.subTest(mensaje, de=de.login):
                self.assertRechaza(mensaje, self.turnar, asunto, de, *destinatarios, registros=asunto)
        self.turnar(asunto, self.juridica, self.revisor)  # attention besides the copy is another purpose
        with self.subTest("back to a holder"):
            self.assertRechaza("already has this", self.turnar, asunto, self.revisor, self.juridica, registros=asunto)

    def test_one_bad_recipient_spoils_the_whole_turn(self):
        asunto = self.descargado(self.juridica)
        self.assertRechaza(
            "already has", self.turnar, asunto, self.ventanilla, self.abogado, self.juridica, registros=asunto
        )

    def test_impossible_deadlines(self):
        asunto = self.descargado(self.juridica)
        for fecha, mensaje in [
            ("2026-02-27", "before the reception"),
            ("1026-03-10", "before"),
            ("2206-03-10", "Check the year"),
        ]:
            with self.subTest(fecha):
                self.assertRechaza(
                    mensaje, self.turnar, asunto, self.juridica, self.abogado, fecha_limite=fecha, registros=asunto
                )

    # Turned at once

    def test_turned_directly_the_discharge_completes_it(self):
        asunto = self.registrado(self.juridica, cc=[self.revisor], turnado_directo=True)
        self.assertEqual((self.pasos(self.juridica), self.pasos(self.revisor)), (["atender"], ["recibir_cc"]))
        self.responder(asunto, self.juridica)
        self.assertEqual(asunto.state, "por_digitalizar", "the paper is still to be scanned")
        self.archivo(user=self.digitalizadora, asunto=asunto)
        asunto.with_user(self.digitalizadora).action_terminar_digitalizacion()
        asunto.action_descargar("Archivo")
        self.assertEqual(asunto.state, "concluido")

    def test_turned_directly_and_returned_before_the_discharge(self):
        asunto = self.digitalizado(self.juridica, cc=[self.revisor], turnado_directo=True)
        self.turno(asunto, self.juridica).action_devolver("No es mío")
        self.assertRechaza("turn it to somebody else", asunto.action_descargar, registros=asunto)
        self.turnar(asunto, self.ventanilla, self.contadora)
        self.assertEqual(self.pasos(self.contadora), ["atender"], "directly, as the first time")
        asunto.action_descargar()
        self.assertEqual(asunto.state, "en_atencion")

    def test_an_internal_matter_turned_directly_needs_neither_scan_nor_discharge(self):
        interno = {"origen": "interno", "area_remitente_id": self.finanzas.id, "turnado_directo": True}
        asunto = self.registrado(self.juridica, documento_ids=self.archivo().ids, **interno)
        self.assertEqual(asunto.state, "en_atencion")
        self.assertEqual(self.pasos(self.juridica), ["atender"])
        self.responder(asunto, self.juridica)
        self.assertEqual(asunto.state, "concluido")
        for caso in ({"cc": [self.revisor], "documento_ids": self.archivo(contenido=b"%PDF").ids[:0]}, {}):
            with self.subTest(caso):
                self.assertEqual(self.registrado(**interno | caso).state, "por_digitalizar", "nobody would conclude it")

    def test_the_wizard_shows_who_is_loaded(self):
        self.descargado(self.abogado, fecha_requerida="2026-03-02")
        vencido = self.descargado(self.abogado, fecha_recepcion="2026-02-02 18:00:00", fecha_requerida="2026-02-20")
        self.digitalizadora.group_ids += self.env.ref("mensajeria.group_confidencial")
        self.descargado(self.abogado, confidencialidad="confidencial")
        self.assertTrue(vencido)
        asunto = self.descargado(self.juridica)
        accion = asunto.with_user(self.juridica).action_turnar()
        wizard = self.env["correspondencia.turnar"].with_user(self.juridica).with_context(**accion["context"])
        with Form(wizard) as form, form.linea_ids.new() as linea:
            linea.area_id = self.litigio
            linea.user_id = self.abogado
            self.assertEqual((linea.abiertas, linea.vencidas), (2, 1), "the confidential one is not told")
        self.assertEqual(self.abogado._carga_de_trabajo(), {self.abogado.id: (3, 1)})
