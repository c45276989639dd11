"""What a client gets at without its part: by fields, forms, wizards and methods of what is not its own."""

import base64
from functools import partial

from odoo.exceptions import AccessError, UserError
from odoo.fields import Command
from odoo.tests import tagged
from odoo.tools import mute_logger

from odoo.addons.correspondencia_entrada.tests.common import pdf
from odoo.addons.mensajeria.tests.ajenos import Ajenos

from .test_acuse_oficio import ACUSE
from .test_despacho import DespachoCommon
from .test_mostrador import DATOS as ENTREGA
from .test_visto import VistoCommon

#: what a JSON body may bring instead of a text
MALOS = (None, 5, ["x"], {"x": 1}, "\0", "\ud83d", " ", True)


@tagged("post_install", "-at_install")
class TestSeguridad(Ajenos, DespachoCommon, VistoCommon):
    modulos = "odoo.addons.correspondencia_salida."
    valores = {"motivo": "x", "comentario": "x", "receptor": "x", "nombre": "x", "datos": "eA=="}
    sin_registro = {"reservar"}

    def registros(self):
        """One record of each model that has steps, all of Jurídico."""
        oficio = self.en_revision(self.directora)
        otro = self.firmado()
        serie = self.como(self.env["correspondencia.serie"], self.redactora).create(
            {"name": "Serie", "modelo_id": self.oficio().id}
        )
        linea = otro.sudo().destinatario_ids
        lectura = {"oficio_id": otro.id, "destinatario_id": linea.id, "user_id": self.redactora.id}
        return {
            "correspondencia.serie": serie,
            "correspondencia.serie.renglon": serie.renglon_ids.create({"serie_id": serie.id, "dest_nombre": "X"}),
            "correspondencia.lectura": self.env["correspondencia.lectura"].create(lectura),
            "correspondencia.oficio": oficio,
            "correspondencia.oficio.visto": oficio.visto_ids,
            "correspondencia.destinatario": otro.destinatario_ids,
            "correspondencia.numero": otro.sudo().numero_id,
            "correspondencia.oficio.informe": self.env["correspondencia.oficio.informe"].browse(
                otro.destinatario_ids.id
            ),
            **self.asistentes(otro),
        }

    def asistentes(self, oficio):
        """The windows of the office on a letter, as the system opened them."""
        linea = {"destinatario_id": oficio.destinatario_ids.id}
        return {
            f"correspondencia.{nombre}": self.env[f"correspondencia.{nombre}"].create(vals)
            for nombre, vals in {
                "entrega": {"destinatario_ids": oficio.destinatario_ids.ids, "identificacion_folio": "x"},
                "acusar": linea,
                "devuelto": {**linea, "medio": "correo", "motivo": "x"},
                "subir.firmado": {"oficio_id": oficio.id, "archivo": "eA=="},
            }.items()
        }

    # Methods

    @mute_logger("odoo.addons.base.models.ir_rule", "odoo.addons.base.models.ir_model")
    def test_every_public_method_for_who_has_no_part(self):
        registros = self.registros()
        # those of others that only gained something here are tried where they belong
        self.assertEqual(
            self.con_metodos() - registros.keys(),
            {"correspondencia.asunto", "mensajeria.solicitud", "mensajeria.acuse", "mensajeria.envio"}
            & (self.con_metodos() - registros.keys()),
        )
        portal = self._persona("portal", "base.group_portal")
        interno = self._persona("interno", "base.group_user")
        ajenos = (self.ajeno, self.contadora, self.ventanilla_x, self.digitalizadora, self.redactor_b)
        self.assertNadaPara(registros, (portal, interno, *ajenos, self.administrador_b))

    @mute_logger("odoo.addons.base.models.ir_rule", "odoo.addons.base.models.ir_model")
    def test_who_only_reads_moves_nothing(self):
        """The reviewer of a text does not send it, its drafter does not approve it, the office does not cancel it."""
        revisado, despachable = self.en_revision(self.directora), self.firmado()
        paso = self.paso(revisado, self.directora)
        for registro, user, metodos in (
            (revisado, self.directora, "action_retirar action_cancelar action_enviar_a_revision action_numerar"),
            (paso, self.redactora, "action_aprobar action_devolver"),
            (paso, self.administradora, "action_aprobar action_devolver"),
            (despachable, self.ventanilla, "action_cancelar action_sustituir action_archivar action_recuperar"),
            (despachable.destinatario_ids, self.redactora, "action_despachar action_entregar action_revocar"),
        ):
            for metodo in metodos.split():
                with self.subTest(metodo, user=user.login):
                    suyo = self.como(registro, user)
                    argumentos = ["x"] if metodo in ("action_retirar", "action_cancelar", "action_sustituir") else []
                    self.assertTrue(suyo.has_access("read"))
                    self.assertRechaza("", getattr(suyo, metodo), *argumentos, error=AccessError, registros=registro)

    def test_arguments_of_any_type(self):
        """One sentence, and nothing changed, whatever a client sends."""
        borrador, aprobado, numerado = self.oficio(), self.aprobado(), self.numerado()
        revision, firmado = self.en_revision(self.directora), self.firmado(self.destinatario(medio="personal"))
        paso, linea = self.paso(revision, self.directora), self.lineas(firmado)
        numeros = self.como(self.Numero, self.redactora)
        reservado = numeros.browse(numeros.reservar(self.juridico.id, self.tipo.id, "Algo"))
        despachada = self.lineas(self.firmado())
        despachada.action_despachar()
        reservar, ver = numeros.reservar, self.como(self.Oficio, self.redactora)
        for llamada in (
            *(
                partial(metodo, malo)
                for malo in MALOS
                for metodo in (
                    aprobado.action_corregir,
                    aprobado.action_cancelar,
                    numerado.action_recuperar,
                    revision.action_retirar,
                    firmado.action_sustituir,
                    paso.action_devolver,
                    reservado.action_anular,
                    linea.action_entregar,
                    despachada.action_acusar,
                    partial(reservar, self.juridico.id, self.tipo.id),
                )
            ),
            *(partial(paso.action_devolver, "x", malo) for malo in ("x", [paso.id], -1, 2**70)),
            *(partial(reservar, malo, self.tipo.id, "x") for malo in (None, "x", [1, 2], {}, -1, 2**70)),
            *(partial(reservar, self.juridico.id, malo, "x") for malo in (None, "x", [1, 2], {}, -1, 2**70)),
            *(partial(numerado.action_subir_firmado, "a.pdf", malo) for malo in (5, "ñ", ["x"], None, "eA=", {})),
            *(
                partial(linea.action_entregar, "Ana", **ENTREGA | {campo: malo})
                for campo in ("receptor_caracter", "identificacion_tipo", "firma", "foto")
                for malo in (5, "ñ", ["x"], {"x": 1})
            ),
            *(partial(despachada.action_acusar, "Ana", [["a.pdf", malo]]) for malo in (5, "ñ", ["x"])),
            *(partial(despachada.action_acusar, "Ana", malo) for malo in (5, "ñ", ["x"], [["a.pdf"]])),
            *(partial(despachada.action_acusar, "Ana", ACUSE, malo) for malo in (["x"], "ayer", {"x": 1})),
            *(partial(borrador.action_encargar, malo) for malo in (None, "x", -1, 2**70, ["x"], {}, True)),
            *(partial(ver.previsualizar, malo) for malo in (5, "x", [1], {"destinatario_ids": [5]})),
            partial(ver.previsualizar, {"area_id": self.juridico.id, "destinatario_ids": [[0]]}),
        ):
            with self.subTest(str(llamada)):
                self.assertRechaza("", llamada)
        paso.action_aprobar("\0Bien\ud83d")
        self.assertEqual(paso.comentario, "Bien")
        self.assertEqual((aprobado.state, numerado.state, firmado.state), ("aprobado", "numerado", "firmado"))
        self.assertEqual((linea.state, despachada.state, reservado.state), ("pendiente", "despachado", "reservado"))
        self.assertRechaza("", self.como(self.Oficio, self.ajeno).previsualizar, {}, error=AccessError)

    # Fields

    def test_whose_it_is_and_what_it_concludes_is_not_chosen(self):
        """Who names another drafter reviews their own text; who names a turno concludes that of others."""
        asunto = self.descargado(self.contadora)
        turno = self.turno(asunto, self.contadora)
        oficio = self.oficio(redactor_id=self.contadora.id, turno_ids=[Command.link(turno.id)])
        self.assertEqual((oficio.redactor_id, oficio.turno_ids), (self.redactora, oficio.turno_ids.browse()))
        con_contexto = self.oficio_con({"default_turno_ids": turno.ids, "default_redactor_id": self.contadora.id})
        self.assertEqual((con_contexto.redactor_id, len(con_contexto.sudo().turno_ids)), (self.redactora, 0))
        for vals in ({"redactor_id": self.contadora.id}, {"turno_ids": [Command.link(turno.id)]}):
            with self.subTest(vals):
                self.assertRechaza("kept by the system", oficio.write, vals, registros=oficio)

    def oficio_con(self, contexto):
        return self.como(self.Oficio, self.redactora).with_context(**contexto).create({"descripcion": "X"})

    @mute_logger("odoo.addons.base.models.ir_rule")
    def test_a_letter_names_only_what_its_drafter_reads(self):
        asunto = self.descargado(self.contadora)
        numeros = self.como(self.Numero, self.contadora)
        ajeno = numeros.reservar(self.finanzas.id, self.tipo.id, "De otros")
        oficio = self.oficio()
        for vals in ({"asunto_ids": [Command.link(asunto.id)]}, {"numero_reservado_id": ajeno}):
            with self.subTest(vals):
                self.assertRechaza("", oficio.write, vals, error=AccessError, registros=oficio)
                self.assertRechaza("", partial(self.oficio, **vals), error=AccessError)
        # what a colleague linked stays, whoever goes on
        oficio.sudo().asunto_ids = asunto
        suyo = self.descargado(self.redactora)
        oficio.write({"asunto_ids": [Command.link(suyo.id)]})
        self.assertEqual(oficio.sudo().asunto_ids, asunto | suyo)

    def test_the_register_does_not_tell_what_is_confidential(self):
        oficio = self.numerado(confidencialidad="confidencial", descripcion="Denuncia de Ana")
        numero = oficio.sudo().numero_id
        oficio.action_recuperar("Hay un error")
        for user in (self.ventanilla, self.abogado):
            with self.subTest(user.login):
                self.assertFalse(self.como(oficio, user).has_access("read"))
        [visto] = self.como(numero, self.ventanilla).web_read({"oficio_id": {"fields": {"display_name": {}}}})
        self.assertEqual(visto["oficio_id"]["display_name"], "Confidential draft")

        # nor does it tell why it is void: its own history does
        self.assertNotIn("error", self.como(numero, self.ventanilla).motivo)
        self.assertNotIn("error", str(numero.bitacora_ids.mapped("motivo")))
        self.assertEqual(oficio.motivo, "Hay un error")

    def test_the_papers_of_a_courier_do_not_tell_what_is_confidential(self):
        for nivel, dicho in (("publico", "Dictamen de Ana.pdf"), ("confidencial", "1")):
            oficio = self.aprobado(confidencialidad=nivel, destinatarios=[self.por_mensajero()])
            oficio.action_corregir("Falta")
            oficio.anexo_ids = self.archivo("Dictamen de Ana.pdf", pdf(), user=self.redactora)
            oficio.action_numerar()
            self.subir(oficio)
            linea = self.como(oficio.sudo().destinatario_ids, self.administradora)
            linea.action_despachar()
            self.assertEqual(linea.sudo().envio_id.anexos, dicho)

    @mute_logger("odoo.addons.base.models.ir_rule")
    def test_a_refusal_does_not_name_what_one_cannot_read(self):
        oficio = self.aprobado(descripcion="Denuncia de Ana")
        for linea in (oficio.destinatario_ids, oficio.firmante_ids):
            for vals in ({"sequence": 3}, {"oficio_id": oficio.id}):
                with self.subTest(linea._name), self.assertRaises(AccessError) as rechazo:
                    self.como(linea, self.contadora).write(vals)
                self.assertNotIn("Denuncia", str(rechazo.exception))

    def test_nothing_of_a_draft_is_moved_to_a_letter_that_others_hold(self):
        revision, aprobado = self.en_revision(self.directora), self.aprobado()
        borrador = self.con_revisores(self.contadora)
        for linea in (borrador.visto_ids, borrador.firmante_ids, borrador.destinatario_ids):
            for destino in (revision, aprobado):
                with self.subTest(linea._name, a=destino.state):
                    self.assertRechaza("is no draft any more", linea.write, {"oficio_id": destino.id}, registros=linea)

    # Forms and wizards

    @mute_logger("odoo.addons.base.models.ir_rule")
    def test_a_form_does_not_tell_of_what_one_cannot_read(self):
        oficio = self.aprobado(confidencialidad="confidencial")
        paso = self.en_revision(self.directora).visto_ids
        for modelo, vals, secretos in (
            ("correspondencia.destinatario", {"oficio_id": oficio.id}, ["oficio_state"]),
            ("correspondencia.oficio", {"destinatario_ids": [[4, oficio.destinatario_ids.id]]}, ["para"]),
            ("correspondencia.comparar.versiones", {"oficio_id": oficio.id}, ["antes_id", "diferencia"]),
            ("correspondencia.visto.decision", {"visto_id": paso.id}, ["previo_ids"]),
        ):
            spec = {campo: {} for campo in (*vals, *secretos)}
            with self.subTest(modelo):
                Modelo = self.como(self.env[modelo], self.contadora)
                self.assertRechaza("", Modelo.onchange, vals, list(vals), spec, error=AccessError)

    def test_who_reviews_in_another_company_is_not_proposed(self):
        area = self.redactor_b.area_id
        area.titular_id = self.redactor_b
        self.regla({}, company_id=self.otra_company.id)
        nuevo = self.como(self.Oficio, self.redactora).new({"area_id": area.id})
        self.assertFalse(nuevo.visto_ids)
        self.regla({})
        nuevo.area_id = self.juridico
        self.assertEqual(nuevo.visto_ids.user_id, self.juridica)

    def test_a_window_does_not_name_what_one_cannot_read(self):
        oficio = self.aprobado()
        serie = self.como(self.env["correspondencia.serie"], self.redactora).create(
            {"name": "Reservado", "modelo_id": self.oficio(destinatarios=[]).id}
        )
        version = oficio.version_ids.id
        for modelo, vals in (
            ("correspondencia.encargar", {"oficio_id": oficio.id, "user_id": self.contadora.id}),
            ("correspondencia.subir.firmado", {"oficio_id": oficio.id, "archivo": "eA=="}),
            (
                "correspondencia.comparar.versiones",
                {"oficio_id": oficio.id, "antes_id": version, "despues_id": version},
            ),
            ("correspondencia.serie.agregar", {"serie_id": serie.id}),
        ):
            with self.subTest(modelo):
                Modelo = self.como(self.env[modelo], self.contadora)
                self.assertRechaza("", Modelo.create, vals, error=AccessError)
                self.assertTrue(self.como(Modelo, self.redactora).create(vals))

    def test_every_wizard_is_of_whoever_opened_it(self):
        asistentes = [
            modelo
            for modelo, clase in self.registry.items()
            if clase._original_module == "correspondencia_salida" and clase._transient and not clase._abstract
        ]
        self.assertIn("correspondencia.reservar", asistentes)
        for modelo in asistentes:
            with self.subTest(modelo):
                dominio = self.env["ir.rule"].with_user(self.redactora)._compute_domain(modelo)
                self.assertIn(("create_uid", "in", [self.redactora.id]), list(dominio))

    # Who is told

    def test_who_does_not_read_it_any_more_does_not_follow_it(self):
        oficio = self.en_revision(self.contadora)
        siguen = partial(getattr, oficio.sudo(), "message_partner_ids")
        self.paso(oficio, self.contadora).action_devolver("Falta el monto")
        self.assertNotIn(self.contadora.partner_id, siguen())
        self.assertIn(self.redactora.partner_id, siguen())
        oficio.action_enviar_a_revision()
        oficio.sudo().message_subscribe(self.contadora.partner_id.ids)
        self.Delegacion.create(
            {
                "company_id": self.company.id,
                "user_id": self.contadora.id,
                "delegado_id": self.revisor.id,
                "desde": "2026-03-01",
                "hasta": "2026-03-05",
            }
        )
        self.assertTrue(self.paso(oficio, self.revisor))
        self.assertNotIn(self.contadora.partner_id, siguen())
        oficio.sudo().message_subscribe(self.revisor.partner_id.ids)
        oficio.action_retirar("Cambia")
        self.assertEqual(siguen(), self.redactora.partner_id)

    def test_who_follows_a_draft_that_becomes_confidential_is_told_no_more(self):
        oficio = self.oficio()
        colega = self._persona("colega", "correspondencia_salida.group_redactor", self.juridico)
        oficio.message_subscribe(colega.partner_id.ids)
        oficio.prioridad = "1"
        self.assertIn(colega.partner_id, oficio.message_partner_ids)
        oficio.confidencialidad = "confidencial"
        self.assertEqual(oficio.message_partner_ids, self.redactora.partner_id)

    def test_who_reads_it_writes_beside_it_and_changes_nothing(self):
        oficio = self.firmado()
        suyo = self.como(oficio, self.ventanilla)
        mensaje = suyo.message_post(body="¿Cuál domicilio?", message_type="comment")
        self.assertEqual(mensaje.author_id, self.ventanilla.partner_id)
        with mute_logger("odoo.addons.base.models.ir_rule"):
            for user in (self.contadora, self.ventanilla_x, self.redactor_b):
                with self.subTest(user.login), self.assertRaises(AccessError):
                    self.como(oficio, user).message_post(body="x")
        self.assertRechaza("", suyo.write, {"prioridad": "1"}, error=AccessError, registros=oficio)

    # What was sent before

    def test_a_letter_that_is_cancelled_takes_its_pieces_back(self):
        oficio = self.firmado(self.por_mensajero())
        linea = self.lineas(oficio)
        linea.action_despachar()
        envio = linea.sudo().envio_id
        oficio.action_cancelar("Error en el monto")
        self.assertEqual((oficio.state, linea.state, envio.state), ("cancelado", "cancelado", "cancelado"))

    def test_annexes_of_others_are_not_read_by_a_letter(self):
        ajeno = self.env["ir.attachment"].create(
            {"name": "x", "raw": b"x", "res_model": "res.partner", "res_id": self.remitente.id}
        )
        oficio = self.oficio()
        self.assertRechaza("", oficio.write, {"anexo_ids": [Command.link(ajeno.id)]}, registros=oficio)
        propio = self.archivo(user=self.redactora)
        oficio.anexo_ids = propio
        self.assertEqual((propio.res_model, propio.res_id), (oficio._name, oficio.id))
        oficio.action_terminar()
        oficio.action_numerar()
        self.assertTrue(propio.evidencia)
        for quien in (propio, propio.sudo()):
            with self.assertRaises(UserError), self.cr.savepoint():
                quien.write({"raw": base64.b64encode(b"y")})
