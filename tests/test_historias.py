"""The life of a matter, played in the browser by those who live it, each at their own screen.

Between two people's parts the database is asked what the last one changed. The screens are in
Spanish; the tours find everything by name.
"""

from historia import EnCastellano

from odoo.tests import tagged

from odoo.addons.correspondencia_entrada.tests.common import EntradaDatos

ASUNTO = "Solicita informe sobre el puente de la avenida Juárez"


class HistoriaCommon(EntradaDatos, EnCastellano):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls._crear_institucion()
        cls._hablar("prueba")

    def _asunto(self):
        return self.Asunto.search([("descripcion", "=", ASUNTO), ("company_id", "=", self.company.id)])

    def assertSituacion(self, asunto, state, turnos, pendientes):
        """Where the matter is: its state, the state of each person's turno, and who has which step to do."""
        self.env.invalidate_all()
        reales = {(t.user_id, t.tipo): t.state for t in asunto.turno_ids.sorted("id")}
        nombres = {(u.login, t): s for (u, t), s in reales.items()}
        self.assertEqual(asunto.state, state)
        self.assertEqual(nombres, {(u.login, t): s for (u, t), s in turnos.items()})
        gente = (self.ventanilla | self.digitalizadora | self.directora | self.juridica | self.abogado) + (
            self.contadora | self.revisor
        )
        pasos = {user.login: self.pasos(user, asunto) for user in gente}
        self.assertEqual(
            {login: codigos for login, codigos in pasos.items() if codigos},
            {user.login: [codigo] for user, codigo in pendientes.items()},
        )


@tagged("post_install", "-at_install")
class TestHistorias(HistoriaCommon):
    def test_external_letter_from_counter_to_conclusion(self):
        """Registered at the counter, scanned later, turned to two and a copy, re-turned two levels deep, answered."""
        directora, juridica, abogado = [(u, "atencion") for u in (self.directora, self.juridica, self.abogado)]
        contadora, copia = (self.contadora, "atencion"), (self.revisor, "informacion")

        self._entra_y_juega("registrar_externo")
        asunto = self._asunto()
        propuestos = dict.fromkeys([directora, contadora, copia], "propuesto")
        self.assertSituacion(asunto, "por_digitalizar", propuestos, {self.digitalizadora: "digitalizar"})
        self.assertTrue(asunto.name)
        self.assertEqual(asunto.registro_user_id, self.ventanilla)
        self.assertFalse(asunto.documento_ids)

        self._juega(self.digitalizadora, "digitalizar")
        self.assertSituacion(asunto, "por_descargar", propuestos, {self.ventanilla: "descargar"})
        oficio = asunto.documento_ids
        self.assertRecordValues(
            oficio, [{"name": "Oficio Núm. 214.pdf", "clase": "principal", "paginas": 2, "evidencia": True}]
        )

        self._juega(self.ventanilla, "descargar")
        turnos = dict.fromkeys([directora, contadora, copia], "pendiente")
        pendientes = {self.directora: "atender", self.contadora: "atender", self.revisor: "recibir_cc"}
        self.assertSituacion(asunto, "en_atencion", turnos, pendientes)
        self.assertEqual(asunto.original_entregado_a, "Mensajero de la Dirección General")

        self._juega(self.directora, "turnar_a_juridica")
        turnos |= {directora: "turnado", juridica: "pendiente"}
        del pendientes[self.directora]
        pendientes[self.juridica] = "atender"
        self.assertSituacion(asunto, "en_atencion", turnos, pendientes)

        self._juega(self.juridica, "turnar_a_abogado")
        turnos |= {juridica: "turnado", abogado: "pendiente"}
        del pendientes[self.juridica]
        pendientes[self.abogado] = "atender"
        self.assertSituacion(asunto, "en_atencion", turnos, pendientes)
        self.assertEqual(self.turno(asunto, self.abogado).sudo().parent_id.parent_id.user_id, self.directora)

        self._juega(self.abogado, "responder_con_archivo")
        turnos |= dict.fromkeys([directora, juridica, abogado], "concluido")
        del pendientes[self.abogado]
        self.assertSituacion(asunto, "en_atencion", turnos, pendientes)
        self.assertRecordValues(asunto.respuesta_ids, [{"state": "enviada", "user_id": self.abogado.id}])
        self.assertIn("Se remite el informe solicitado", asunto.respuesta_ids.cuerpo)
        self.assertEqual(asunto.respuesta_ids.documento_ids.sha256, oficio.sha256)

        self._juega(self.contadora, "concluir_sin_respuesta")
        turnos |= {contadora: "concluido"}
        self.assertSituacion(asunto, "concluido", turnos, {self.revisor: "recibir_cc"})
        self.assertTrue(asunto.fecha_conclusion)

        self._juega(self.revisor, "marcar_visto")
        self.assertSituacion(asunto, "concluido", turnos | {copia: "visto"}, {})

        self._juega(self.ventanilla, "ver_concluido")
        self.assertFalse(self.env["nucleo.bitacora"]._verificar(asunto._name, asunto.ids))

    def test_internal_matter_turned_at_once(self):
        """No scan and no discharge to wait for; a holder marks the copy and the answer of the last concludes all."""
        juridica, abogado, copia = (
            (self.juridica, "atencion"),
            (self.abogado, "atencion"),
            (self.revisor, "informacion"),
        )

        self._juega(self.ventanilla, "registrar_interno")
        asunto = self._asunto()
        self.assertSituacion(asunto, "en_atencion", {juridica: "pendiente"}, {self.juridica: "atender"})
        self.assertRecordValues(asunto, [{"origen": "interno", "area_remitente_id": self.finanzas.id}])

        self._juega(self.juridica, "turnar_a_abogado_con_copia")
        turnos = {juridica: "turnado", abogado: "pendiente", copia: "pendiente"}
        self.assertSituacion(asunto, "en_atencion", turnos, {self.abogado: "atender", self.revisor: "recibir_cc"})

        self._juega(self.revisor, "marcar_visto")
        turnos |= {copia: "visto"}
        self.assertSituacion(asunto, "en_atencion", turnos, {self.abogado: "atender"})

        self._juega(self.abogado, "responder_con_archivo")
        turnos |= {juridica: "concluido", abogado: "concluido"}
        self.assertSituacion(asunto, "concluido", turnos, {})

    def test_everything_goes_wrong(self):
        """The scan is rejected, a turno comes back, the data were wrong and at last the matter is cancelled."""
        directora, contadora = (self.directora, "atencion"), (self.contadora, "atencion")
        juridica, copia = (self.juridica, "atencion"), (self.revisor, "informacion")
        turnos = dict.fromkeys([directora, contadora, copia], "propuesto")

        self._entra_y_juega("registrar_externo")
        asunto = self._asunto()
        folio = asunto.name

        self._juega(self.digitalizadora, "rechazar_digitalizacion")
        self.assertSituacion(asunto, "por_corregir", turnos, {self.ventanilla: "corregir"})
        self._juega(self.ventanilla, "corregir")
        self.assertSituacion(asunto, "por_digitalizar", turnos, {self.digitalizadora: "digitalizar"})
        self._juega(self.digitalizadora, "terminar_digitalizacion")
        self._juega(self.ventanilla, "descargar")

        self._juega(self.directora, "devolver")
        turnos |= {directora: "devuelto", contadora: "pendiente", copia: "pendiente"}
        pendientes = {self.ventanilla: "reasignar", self.contadora: "atender", self.revisor: "recibir_cc"}
        self.assertSituacion(asunto, "en_atencion", turnos, pendientes)

        self._juega(self.ventanilla, "rectificar_y_turnar")
        turnos |= {juridica: "pendiente"}
        pendientes = {self.juridica: "atender", self.contadora: "atender", self.revisor: "recibir_cc"}
        self.assertSituacion(asunto, "en_atencion", turnos, pendientes)
        self.assertEqual(asunto.numero_oficio, "SOP/215/2026")
        rectificacion = asunto.bitacora_ids.filtered(lambda e: e.evento == "rectificar")
        self.assertEqual(rectificacion.motivo, "Se capturó mal el número")

        self._juega(self.ventanilla, "cancelar")
        turnos |= dict.fromkeys([contadora, juridica, copia], "retirado")
        self.assertSituacion(asunto, "cancelado", turnos, {})
        self.assertEqual(asunto.name, folio, "a cancelled matter keeps its folio")


@tagged("post_install", "-at_install")
class TestHistoriaTelefono(HistoriaCommon):
    browser_size = "390x844"
    touch_enabled = True

    def test_recipients_on_the_phone(self):
        """Turned, answered and seen, with nothing but a phone."""
        directora, abogado, copia = (
            (self.directora, "atencion"),
            (self.abogado, "atencion"),
            (self.revisor, "informacion"),
        )
        asunto = self.descargado(self.directora, cc=[self.revisor], descripcion=ASUNTO).with_env(self.env)

        self._entra_y_juega("telefono_turnar")
        turnos = {directora: "turnado", abogado: "pendiente", copia: "pendiente"}
        self.assertSituacion(asunto, "en_atencion", turnos, {self.abogado: "atender", self.revisor: "recibir_cc"})

        self._juega(self.abogado, "telefono_responder")
        turnos |= {directora: "concluido", abogado: "concluido"}
        self.assertSituacion(asunto, "concluido", turnos, {self.revisor: "recibir_cc"})
        self.assertEqual(asunto.respuesta_ids.documento_ids.name, "Oficio Núm. 214.pdf")

        self._juega(self.revisor, "telefono_marcar_visto")
        self.assertSituacion(asunto, "concluido", turnos | {copia: "visto"}, {})
