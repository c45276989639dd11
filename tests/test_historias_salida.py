"""A letter, played in the browser by those who live it: who answers, who drafts, two who review, who numbers and signs,
the office that dispatches, the messenger on the street and the addressee at a page of their own.

What came in is registered and turned without a screen: that has its own stories. The screens are in Spanish; what has no
words is found by its name.
"""

import base64
import logging

from odoo.fields import Command
from odoo.tests import tagged

from odoo.addons.correspondencia_salida.tests.salida_comun import SalidaDatos
from odoo.addons.mensajeria.tests.mensajeria_comun import MensajeriaDatos
from odoo.addons.mensajeria.tests.movil_navegador import Navegadores
from odoo.addons.mensajeria.tests.navegador import Navegador
from odoo.addons.mensajeria.tests.papeles import hoja, pdf

_logger = logging.getLogger(__name__)

ASUNTO = "Solicita informe sobre el puente"
DIALOGO = ".modal:not(.o_inactive_modal)"


class HistoriaSalida(SalidaDatos, MensajeriaDatos, Navegadores):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls._crear_institucion()
        cls._crear_salida()
        cls.env["res.lang"]._activate_lang("es_MX")
        cls.env["res.users"].search([("login", "=like", "prueba_%")]).lang = "es_MX"
        cls.company.partner_id.lang = "es_MX"
        cls.finanzas.titular_id = cls.revisor
        cls.tipo.modo_firma = "autografa"
        paquete = cls.env["ir.qweb"]._get_asset_bundle("web.assets_web")  # once: each story would build it again
        paquete.js()
        paquete.css()

    def setUp(self):
        super().setUp()
        self.gente = []

    def sentar(self, user, tamano="1400x900"):
        """``user`` before a screen, at what waits for them."""
        persona = Navegador(self, user.login, tamano)
        self.addCleanup(self._apagar, persona)
        self.gente.append(persona)
        persona.ir()
        return persona

    def a_la_bandeja(self, persona, tarea):
        """Open what waits for ``persona`` and says ``tarea``."""
        persona.ir()
        persona.pulsar_en(tarea)

    def confirmar(self, persona):
        persona.pulsar_nodo(f"{DIALOGO} .modal-footer .btn-primary")

    def llenar(self, persona, campo, texto):
        """Write into a field of the dialog, found by its name."""
        persona.pulsar_nodo(f"{DIALOGO} [name={campo}] :is(input, textarea)")
        persona.teclear(texto)

    def escoger(self, persona, campo, opcion, teclear=True):
        """Choose in a field of the dialog, found by its name; what is typed has found it before it is clicked."""
        persona.pulsar_nodo(f"{DIALOGO} [name={campo}] input")
        if teclear:
            persona.teclear(opcion)
            persona.hacer(
                "const propias = () => $$('.o-autocomplete--dropdown-item').filter((n) =>"
                " !n.outerHTML.includes('o_m2o_dropdown_option'));"
                "await hasta(() => propias().length && propias().every((n) => n.innerText.includes(opcion)))",
                opcion=opcion,
            )
        persona._escoger(opcion, None)

    def cuentas(self):
        for persona in self.gente:
            _logger.info("%s: %s clicks, %s keystrokes", persona.login, persona.clics, persona.teclas)

    def pendientes(self, oficio):
        self.releer()
        return {(t.user_id.login or t.group_id.name, t.paso_id.codigo) for t in oficio._tareas_abiertas()}


@tagged("post_install", "-at_install")
class TestHistoriaEscribir(HistoriaSalida):
    def test_from_the_matter_to_the_signed_letter(self):
        """Answered with one click, handed over, written from a template, returned, corrected, approved, numbered, signed."""
        self.env["correspondencia.plantilla"].create(
            {
                "name": "Remite informe",
                "company_id": self.company.id,
                "descripcion": "Se remite informe",
                "cuerpo": "<p>{{destinatario.nombre}}: se remite el informe que pidió.</p>",
            }
        )
        self.env["correspondencia.visto.regla"].create(
            {
                "company_id": self.company.id,
                "area_id": self.juridico.id,
                "paso_ids": [
                    Command.create({"sequence": n, "quien": "persona", "user_id": user.id})
                    for n, user in enumerate((self.contadora, self.directora), 1)
                ],
            }
        )
        asunto = self.descargado(self.juridica, descripcion=ASUNTO, numero_oficio="SOP/214/2026").with_env(self.env)

        responsable = self.sentar(self.juridica)
        responsable.pulsar_en(ASUNTO)
        responsable.pulsar("Responder con oficio")
        responsable.pulsar_nodo("button.o_encargar")
        self.escoger(responsable, "user_id", "Redactora")
        self.llenar(responsable, "nota", "Con copia a Finanzas")
        self.confirmar(responsable)
        responsable.hacer("await quieta(); await hasta(() => !$('.modal'))")
        oficio = asunto.oficio_ids
        self.assertEqual(self.pendientes(oficio), {(self.redactora.login, "oficio_redactar")})

        redactora = self.sentar(self.redactora)
        redactora.pulsar_en("Con copia a Finanzas")
        redactora.elegir("Plantilla", "Remite informe")
        redactora.pulsar_en(self.remitente.name)
        for campo, texto in {
            "dest_calle": "Hidalgo",
            "dest_cp": "06000",
            "dest_municipio": "Cuauhtémoc",
            "dest_estado": "Ciudad de México",
        }.items():
            self.llenar(redactora, campo, texto)
        redactora.pulsar_nodo(f"{DIALOGO} .o_form_button_save")
        agregar = ".o_oficio_destinatarios .o_field_x2many_list_row_add a"
        redactora.pulsar_nodo(agregar)
        self.llenar(redactora, "dest_nombre", "Contraloría del Estado")
        self.escoger(redactora, "medio", "Portal", teclear=False)
        self.llenar(redactora, "email", "contraloria@estado.example")
        redactora.pulsar_nodo(f"{DIALOGO} .o_form_button_save")
        redactora.pulsar_nodo(f"{agregar} + a")
        redactora.pulsar_nodo(f"{DIALOGO} [name=clase] input[data-value=interno]")
        self.escoger(redactora, "area_id", "Finanzas")
        redactora.pulsar_nodo(f"{DIALOGO} .o_form_button_save")
        redactora.pulsar("Enviar a revisión")
        redactora.ver("Retirar de revisión")
        self.assertEqual(self.pendientes(oficio), {(self.contadora.login, "oficio_revisar")})
        self.assertRecordValues(
            oficio.destinatario_ids,
            [
                {"dest_nombre": self.remitente.name, "tipo": "para", "medio": "local", "dest_cp": "06000"},
                {"dest_nombre": "Contraloría del Estado", "tipo": "para", "medio": "portal", "dest_cp": False},
                {"dest_nombre": "Revisor", "tipo": "ccp", "medio": "interno", "dest_cp": False},
            ],
        )

        telefono = self.sentar(self.contadora, "390x844")
        telefono.pulsar_en("Se remite informe")
        telefono.pulsar_nodo(".o_statusbar_buttons .dropdown-toggle")
        telefono.pulsar_nodo(".o_devolver")
        self.llenar(telefono, "texto", "Falta el fundamento")
        telefono.pulsar_nodo(f"{DIALOGO} button[name=action_confirmar]")
        telefono.hacer("await hasta(() => !$('.modal'))")
        self.assertEqual(self.pendientes(oficio), {(self.redactora.login, "oficio_redactar")})

        self.a_la_bandeja(redactora, "Falta el fundamento")
        redactora.ver("Falta el fundamento")
        redactora.pulsar_nodo(".o_oficio_cuerpo .odoo-editor-editable p")
        redactora.teclear(" Con fundamento en el artículo 8. ")
        redactora.pulsar("Enviar a revisión")
        redactora.ver("Retirar de revisión")
        self.releer()
        self.assertIn("artículo 8", oficio.cuerpo)

        self.a_la_bandeja(telefono, "Se remite informe")
        telefono.hacer("await hasta(() => $('.o_diferencia ins')?.innerText.includes('artículo 8'))")
        telefono.pulsar("Aprobar")
        self.confirmar(telefono)
        telefono.hacer("await hasta(() => !$('.modal'))")
        segunda = self.sentar(self.directora)
        segunda.pulsar_en("Se remite informe")
        segunda.pulsar("Aprobar")
        self.confirmar(segunda)
        segunda.hacer("await hasta(() => !$('.modal'))")
        self.assertEqual(self.pendientes(oficio), {(self.redactora.login, "oficio_numerar")})

        self.a_la_bandeja(redactora, "Se remite informe")
        redactora.pulsar_nodo("button[name=action_numerar]")
        self.confirmar(redactora)
        redactora.ver("JUT/0001/")
        self.assertEqual(oficio.modo_firma, "autografa")
        redactora.pulsar_nodo(".o_subir_firmado")
        redactora.adjuntar(f"{DIALOGO} input[type=file]", ("firmado.pdf", pdf(hoja("FIRMADO"))))
        redactora.pulsar_nodo(f"{DIALOGO} button[name=action_subir]")
        redactora.ver("Por despachar")
        self.releer()
        self.assertEqual(oficio.state, "firmado")
        self.assertTrue(oficio.escaneo_id.evidencia)
        self.assertIn("Juana Pérez Ñúñez: ", oficio.cuerpo)
        self.assertEqual(asunto.state, "en_atencion")

        responsable.ir(f"/odoo/asuntos/{asunto.id}")
        responsable.ver(oficio.name, "Por despachar")
        self.assertFalse(self.env["nucleo.bitacora"]._verificar(oficio._name, oficio.ids))
        self.cuentas()


@tagged("post_install", "-at_install")
class TestHistoriaDespachar(HistoriaSalida):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.ventanilla.group_ids = [Command.link(cls.env.ref("mensajeria.group_local").id)]
        cls.repartidor, cls.repartidora = (
            cls._persona(login, "mensajeria.group_mensajero") for login in ("repartidor", "repartidora")
        )
        cls.repartidor.lang = "es_MX"
        cls.local = cls.env["mensajeria.proveedor"].create({"name": "Mensajería Propia", "tipo": "local"})
        cls.en_mano = cls.env["mensajeria.servicio"].create(
            {
                "name": "En mano",
                "proveedor_id": cls.local.id,
                "ambito": "local",
                "requiere_guia": False,
                "sla_dias": 2,
            }
        )
        cls._crear_rutas()
        (cls.mensajero | cls.suplente).write({"sat": True, "sun": True})
        paquete = cls.env["ir.qweb"]._get_asset_bundle("mensajeria.assets_ruta")
        paquete.js()
        paquete.css()

    def firmado(self, asunto):
        """The answer of ``asunto``, signed: for a messenger, the portal, and a unit of the house."""
        accion = asunto.with_user(self.juridica).action_oficio()
        oficio = self.Oficio.with_user(self.juridica).browse(accion["res_id"])
        domicilio = {"dest_calle": "Hidalgo", "dest_cp": "06000", "dest_municipio": "Cuauhtémoc", "dest_estado": "CDMX"}
        portal = {"dest_nombre": "Contraloría", "medio": "portal", "email": "contraloria@estado.example"}
        interno = {
            "dest_nombre": "Revisor",
            "tipo": "ccp",
            "clase": "interno",
            "medio": "interno",
            "requiere_acuse": True,
        }
        oficio.write(
            {
                "cuerpo": "<p>Se remite el informe.</p>",
                "destinatario_ids": [
                    Command.update(oficio.destinatario_ids.id, domicilio),
                    Command.create(portal),
                    Command.create({**interno, "area_id": self.finanzas.id}),
                ],
            }
        )
        oficio.action_numerar()
        oficio.action_subir_firmado("firmado.pdf", base64.b64encode(pdf(hoja("FIRMADO"))))
        return oficio.with_env(self.env)

    def assertLineas(self, oficio, **estados):
        self.releer()
        self.assertEqual({d.medio: d.state for d in oficio.destinatario_ids}, estados)

    def test_from_the_tray_to_the_last_acuse(self):
        """Dispatched by three means at once; delivered on the street, opened at the portal, seen inside: all is closed."""
        asunto = self.descargado(self.juridica, descripcion=ASUNTO, numero_oficio="SOP/214/2026").with_env(self.env)
        asunto.instruccion_id.oficio_concluye = "acuse"
        oficio = self.firmado(asunto)

        oficina = self.sentar(self.ventanilla)
        oficina.ir("/odoo/por-despachar")
        oficina.pulsar_nodo("thead .o_list_record_selector input")
        oficina.pulsar_nodo("button[name=action_despachar]")
        oficina.pulsar_nodo(f"{DIALOGO} button[name=action_despachar]")
        oficina.hacer("await quieta(); await hasta(() => !$('.modal'))")
        self.assertLineas(oficio, local="en_despacho", portal="en_despacho", interno="despachado")
        linea = oficio.destinatario_ids.filtered(lambda d: d.medio == "portal")
        linea._mensaje_entregado()  # the mail server has taken the message with the link
        self.assertLineas(oficio, local="en_despacho", portal="despachado", interno="despachado")
        pieza = oficio.destinatario_ids.envio_id
        relacion = pieza.relacion_id
        oficina.ir(f"/odoo/relaciones/{relacion.id}")
        oficina.pulsar("Cargar y salir", "Marcar todas", "Salir")
        oficina.hacer("await quieta(); await hasta(() => !$('.modal'))")
        oficina.ver("Cerrar")
        self.releer()
        self.assertEqual((relacion.state, pieza.state), ("en_ruta", "en_reparto"))
        self.assertLineas(oficio, local="despachado", portal="despachado", interno="despachado")
        self.assertEqual((oficio.state, asunto.state), ("despachado", "en_atencion"))

        telefono = self.telefono(self.repartidor)
        telefono.ir()
        telefono.pulsar_en(self.remitente.name)
        telefono.pulsar_nodo("[name=entregado]")
        telefono.pulsar("Destinatario")
        telefono.escribir("Nombre completo", self.remitente.name)
        telefono.trazar("canvas")
        telefono.pulsar("Guardar la entrega")
        telefono.hacer("await hasta(async () => $('.o_ruta[data-vista=lista]') && !(await esperan()).length)")

        destinataria = Navegador(self, self.ajeno.login, "390x844")
        self.addCleanup(self._apagar, destinataria)
        destinataria.pedir("Network.clearBrowserCookies")
        destinataria.ir(f"/o/{linea.token}")
        destinataria.ver(oficio.name, linea.dest_nombre)
        destinataria.pulsar_nodo("#nombre")
        destinataria.teclear("Rosa Cuevas")
        destinataria.pulsar_nodo("form button[type=submit]")
        destinataria.ver("Rosa Cuevas")
        with destinataria.descargando() as archivos:
            destinataria.pulsar_nodo("a.boton.segundo")
        self.assertEqual(archivos, [oficio.escaneo_id.raw])
        self.releer()
        self.assertEqual((linea.state, linea.receptor), ("acusado", "Rosa Cuevas"))

        adentro = self.sentar(self.revisor)
        adentro.pulsar_en(ASUNTO)
        adentro.pulsar_nodo("button[name=action_marcar_visto]")
        adentro.hacer("await quieta(); await hasta(() => !$('button[name=action_marcar_visto]'))")

        oficina.menu("Mensajería", "Acuses", "Estación de lectura")
        oficina.pulsar("Recibir acuses")
        oficina.leer_codigo(pieza.name)
        oficina.ver("Acuse recibido")
        oficina.pulsar("Terminar")
        oficina.menu("Correspondencia")
        oficina.pulsar_en("Digitalizar y validar")
        oficina.adjuntar(".o_form_view input[type=file]", ("acuse.pdf", pdf(hoja(pieza.name))))
        oficina.pulsar("Digitalizado", "Validar", "De acuerdo")
        oficina.hacer("await quieta(); await hasta(() => !$('.modal'))")
        self.assertLineas(oficio, local="acusado", portal="acusado", interno="acusado")
        self.assertEqual((oficio.state, asunto.state), ("acusado", "concluido"))

        responsable = self.sentar(self.juridica)
        responsable.ir(f"/odoo/asuntos/{asunto.id}")
        responsable.ver("Concluido", oficio.name, "Con acuse")
        self.assertFalse(self.env["nucleo.bitacora"]._verificar(oficio._name, oficio.ids))
        self.cuentas()
