"""A letter, played in the browser by those who live it: from the paper that arrived at the counter to the validated acuse.

One thread: who registers, scans and turns what came in; who answers, who drafts, two who review, who signs a folder and
rejects one letter of it, the office that dispatches, the messenger on the street and the addressee at a page of their
own. The screens are in Spanish; what has no words is found by its name.
"""

from historia import Historia

from odoo.exceptions import UserError
from odoo.fields import Command
from odoo.tests import tagged

from odoo.addons.correspondencia_entrada.tests.firma_entidad import FirmaDatos
from odoo.addons.correspondencia_entrada.tests.firma_navegador_comun import CONTRASENA
from odoo.addons.correspondencia_entrada.tests.firma_servicios import pki_de_prueba
from odoo.addons.correspondencia_salida.tests.salida_comun import SalidaDatos
from odoo.addons.mensajeria.tests.lector_pdf import textos
from odoo.addons.mensajeria.tests.mensajeria_comun import MensajeriaDatos
from odoo.addons.mensajeria.tests.navegador import Navegador
from odoo.addons.mensajeria.tests.papeles import hoja, pdf

#: that of the tours of the counter
ASUNTO = "Solicita informe sobre el puente de la avenida Juárez"
DESCRIPCION = "Se remite informe"
DIALOGO = ".modal:not(.o_inactive_modal)"
#: letters in the folder beside that of the story
OTRAS = 9


class HistoriaSalida(FirmaDatos, SalidaDatos, MensajeriaDatos, Historia):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls._crear_institucion()
        cls._crear_salida()
        cls._crear_firma(pki_de_prueba())
        cls.addClassCleanup(cls.servicios.cerrar)
        cls.finanzas.titular_id = cls.revisor
        cls._crear_reparto()
        cls._hablar("prueba")
        cls.repartidor.lang = "es_MX"
        cls.Oficio = cls.Oficio.with_context(lang="es_MX")

    @classmethod
    def _crear_reparto(cls):
        cls.ventanilla.group_ids = [Command.link(cls.env.ref("mensajeria.group_local").id)]
        cls.repartidor, cls.repartidora = (
            cls._persona(login, "mensajeria.group_mensajero") for login in ("repartidor", "repartidora")
        )
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

    def setUp(self):
        super().setUp()
        self.puestos = {}

    def ante(self, user, tamano="1400x900"):
        """``user`` before their own screen, at what waits for them."""
        if user in self.puestos:
            self.puestos[user].ir()
        else:
            self.puestos[user] = self.sentar(user, tamano)
        return self.puestos[user]

    def confirmar(self, persona):
        persona.pulsar_nodo(f"{DIALOGO} .modal-footer .btn-primary")

    def cerrado(self, persona):
        """Wait until the dialog has gone, with what it did."""
        persona.hacer("await quieta(); await hasta(() => !$('.modal'))")

    def llenar(self, persona, **campos):
        """Write into fields of the dialog, found by their names."""
        for campo, texto in campos.items():
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

    def pendientes(self, oficio):
        self.releer()
        return {(t.user_id.login or t.group_id.name, t.paso_id.codigo) for t in oficio._tareas_abiertas()}

    def assertEspera(self, oficio, user, paso):
        """``oficio`` waits for ``user`` alone."""
        self.assertEqual(self.pendientes(oficio), {(user.login, paso)})

    def assertLineas(self, *estados):
        """Where the addressees are, in their order."""
        self.releer()
        self.assertEqual(self.carta.destinatario_ids.sorted("id").mapped("state"), list(estados))


@tagged("post_install", "-at_install")
class TestHistoriaSalida(HistoriaSalida):
    def test_from_the_paper_that_arrived_to_the_validated_acuse(self):
        otras = self.otras_por_firmar()
        self.llega()
        self.responde()
        self.redacta()
        self.revisan()
        self.numera()
        self.firma(otras)
        self.se_corrige_la_rechazada(otras[2])
        self.despacha()
        self.entrega()
        self.recibe_en_el_portal()
        self.ve_adentro()
        self.valida_el_acuse()
        self.concluye()
        self.assertTodoEnEspañol()

    def otras_por_firmar(self):
        """What waits in the folder of the signer already."""
        oficios = self.Oficio.union(
            *(
                self.numerado(
                    modo_firma="electronica",
                    descripcion=f"Convoca a la sesión {n}",
                    despedida="Atentamente",
                    destinatarios=[self.destinatario(dest_nombre=f"Integrante {n}")],
                )
                for n in range(1, OTRAS + 1)
            )
        )
        return oficios.sudo().with_env(self.env)

    def llega(self):
        """Registered at the counter, scanned, discharged, turned to the legal unit; the others have nothing to add."""
        self._entra_y_juega("registrar_externo")
        for user, tour in (
            (self.digitalizadora, "digitalizar"),
            (self.ventanilla, "descargar"),
            (self.directora, "turnar_a_juridica"),
            (self.contadora, "concluir_sin_respuesta"),
            (self.revisor, "marcar_visto"),
        ):
            self._juega(user, tour)
        self.releer()
        self.asunto = self.Asunto.search([("descripcion", "=", ASUNTO), ("company_id", "=", self.company.id)])
        self.assertEqual((self.asunto.state, self.asunto.registro_user_id), ("en_atencion", self.ventanilla))
        self.assertEqual(self.pasos(self.juridica, self.asunto), ["atender"])
        encargo = self.asunto.turno_ids.filtered(lambda t: t.user_id == self.juridica)
        encargo.instruccion_id = self.env["correspondencia.instruccion"].create(
            {"name": "Contestar con oficio", "oficio_concluye": "acuse"}
        )

    def responde(self):
        """Answered with one click, and handed over; two have to review it, one after the other."""
        self.env["correspondencia.visto.regla"].create(
            {
                "company_id": self.company.id,
                "area_id": self.juridico.id,
                "paso_ids": [
                    Command.create({"sequence": n, "quien": "persona", "user_id": user.id, "obligatorio": False})
                    for n, user in enumerate((self.contadora, self.directora), 1)
                ],
            }
        )
        responsable = self.ante(self.juridica)
        responsable.pulsar_en(ASUNTO)
        responsable.pulsar("Responder con oficio")
        responsable.pulsar_nodo("button.o_encargar")
        self.escoger(responsable, "user_id", "Redactora")
        self.llenar(responsable, nota="Con copia a Finanzas")
        self.confirmar(responsable)
        self.cerrado(responsable)
        self.releer()
        self.carta = self.asunto.oficio_ids
        self.assertRecordValues(
            self.carta,
            [{"state": "borrador", "descripcion": ASUNTO, "referencia": "SOP/214/2026", "area_id": self.juridico.id}],
        )
        self.assertEspera(self.carta, self.redactora, "oficio_redactar")

    def redacta(self):
        """Written from a template for four: by messenger, at the portal, a copy inside and another by messenger."""
        self.env["correspondencia.plantilla"].create(
            {
                "name": "Remite informe",
                "company_id": self.company.id,
                "descripcion": DESCRIPCION,
                "cuerpo": "<p>{{destinatario.nombre}}: se remite el informe que pidió.</p>",
            }
        )
        domicilio = {
            "dest_calle": "Hidalgo",
            "dest_cp": "06000",
            "dest_municipio": "Cuauhtémoc",
            "dest_estado": "Ciudad de México",
        }
        redactora = self.ante(self.redactora)
        redactora.pulsar_en("Con copia a Finanzas")
        redactora.elegir("Plantilla", "Remite informe")
        redactora.pulsar_en(self.remitente.name)
        self.llenar(redactora, **domicilio)
        guardar = f"{DIALOGO} .o_form_button_save"
        redactora.pulsar_nodo(guardar)
        agregar = ".o_oficio_destinatarios .o_field_x2many_list_row_add a"
        redactora.pulsar_nodo(agregar)
        self.llenar(redactora, dest_nombre="Contraloría del Estado")
        self.escoger(redactora, "medio", "Portal", teclear=False)
        self.llenar(redactora, email="contraloria@estado.example")
        redactora.pulsar_nodo(guardar)
        redactora.pulsar_nodo(f"{agregar} + a")
        redactora.pulsar_nodo(f"{DIALOGO} [name=clase] input[data-value=interno]")
        self.escoger(redactora, "area_id", "Finanzas")
        redactora.pulsar_nodo(f"{DIALOGO} [name=requiere_acuse] input")
        redactora.pulsar_nodo(guardar)
        redactora.pulsar_nodo(f"{agregar} + a")
        self.llenar(redactora, dest_nombre="Archivo Municipal")
        self.escoger(redactora, "medio", "Mensajero propio", teclear=False)
        self.llenar(redactora, **domicilio)
        redactora.pulsar_nodo(guardar)

    def revisan(self):
        """The first reviewer, on the phone, returns it and approves it corrected; then the second has it."""
        redactora = self.puestos[self.redactora]
        redactora.pulsar("Enviar a revisión")
        redactora.ver("Retirar de revisión")
        self.assertEspera(self.carta, self.contadora, "oficio_revisar")
        self.assertRecordValues(
            self.carta.destinatario_ids.sorted("id"),
            [
                {"dest_nombre": self.remitente.name, "tipo": "para", "medio": "local", "requiere_acuse": True},
                {"dest_nombre": "Contraloría del Estado", "tipo": "para", "medio": "portal", "requiere_acuse": True},
                {"dest_nombre": "Revisor", "tipo": "ccp", "medio": "interno", "requiere_acuse": True},
                {"dest_nombre": "Archivo Municipal", "tipo": "ccp", "medio": "local", "requiere_acuse": False},
            ],
        )
        telefono = self.ante(self.contadora, "390x844")
        telefono.pulsar_en(DESCRIPCION)
        telefono.pulsar_nodo(".o_statusbar_buttons .dropdown-toggle")
        telefono.pulsar_nodo(".o_devolver")
        self.llenar(telefono, texto="Falta el fundamento")
        telefono.pulsar_nodo(f"{DIALOGO} button[name=action_confirmar]")
        self.cerrado(telefono)
        self.assertEspera(self.carta, self.redactora, "oficio_redactar")

        redactora.ir()
        redactora.pulsar_en("Falta el fundamento")
        redactora.ver("Falta el fundamento")
        redactora.pulsar_nodo(".o_oficio_cuerpo .odoo-editor-editable p")
        redactora.teclear(" Con fundamento en el artículo 8. ")
        redactora.pulsar("Enviar a revisión")
        redactora.ver("Retirar de revisión")
        self.assertEspera(self.carta, self.contadora, "oficio_revisar")

        telefono.ir()
        telefono.pulsar_en(DESCRIPCION)
        telefono.hacer("await hasta(() => $('.o_diferencia ins')?.innerText.includes('artículo 8'))")
        self.aprueba(telefono)
        self.assertEspera(self.carta, self.directora, "oficio_revisar")
        segunda = self.ante(self.directora)
        segunda.pulsar_en(DESCRIPCION)
        self.aprueba(segunda)
        self.assertEspera(self.carta, self.redactora, "oficio_numerar")

    def aprueba(self, persona):
        persona.pulsar("Aprobar")
        self.confirmar(persona)
        self.cerrado(persona)

    def numera(self):
        """The next number of the unit, inside the file that is to be signed; nobody changes the text any more."""
        redactora = self.ante(self.redactora)
        redactora.pulsar_en(DESCRIPCION)
        redactora.pulsar_nodo("button[name=action_numerar]")
        self.confirmar(redactora)
        redactora.ver(f"JUT/{OTRAS + 1:04d}/")
        self.assertFalse(redactora.hacer("return $$('.o_oficio_cuerpo [contenteditable=true]').some(seVe)"))
        self.assertEspera(self.carta, self.juridica, "oficio_firmar")
        self.assertIn("artículo 8", self.carta.cuerpo)
        self.assertIn(f"{self.remitente.name}: se remite", self.carta.cuerpo)
        self.assertIn(self.carta.name, " ".join(textos(self.carta.firma_id.base_id.raw)))
        for nadie in (self.carta, self.carta.with_user(self.redactora)):
            with self.assertRaises(UserError), self.cr.savepoint():
                nadie.cuerpo = "<p>Otra cosa.</p>"

    def firma(self, otras):
        """The signer opens the folder, rejects one letter with a reason and signs the others with one unlocking."""
        par = self._par("firmante1")
        rechazada, oficios = otras[2], otras | self.carta
        numero = rechazada.numero_id
        firmante = self.ante(self.juridica)
        firmante.menu("Correspondencia", "Entrada", "Carpeta de firma")
        firmante.pulsar_nodo("thead .o_list_record_selector input")
        firmante.pulsar("Leer y firmar")
        firmante.hacer("await hasta(() => $('.hoja canvas'))")
        firmante.pulsar(numero.name)
        firmante.hacer("await hasta(() => $('#lector [data-folio]').textContent === folio)", folio=numero.name)
        firmante.pulsar("Rechazar…")
        firmante.escribir("Motivo, para el autor", "Falta el anexo")
        firmante.pulsar("Rechazar")
        firmante.ver(f"{OTRAS} de {OTRAS} elegidos")
        archivos = ("mi.cer", par.cer), ("mi.key", par.archivo_key(CONTRASENA))
        firmante.adjuntar("#entrada-cer", *archivos)
        firmante.escribir("Contraseña de la llave privada", CONTRASENA)
        firmante.pulsar(f"Firmar {OTRAS} documentos")
        firmante.ver(f"{OTRAS} documentos firmados")
        self.releer()
        firmados = oficios - rechazada
        self.assertEqual(set(firmados.mapped("state")), {"firmado"})
        self.assertEqual(set(firmados.firma_id.mapped("nivel")), {"B-LTA"})
        self.assertEqual(firmados.mapped("name"), firmados.numero_id.mapped("name"))
        self.assertEqual((rechazada.state, rechazada.name, rechazada.motivo), ("borrador", False, "Falta el anexo"))
        self.assertEqual((numero.state, numero.motivo), ("anulado", "Falta el anexo"))
        self.assertEspera(rechazada, self.redactora, "oficio_redactar")

    def se_corrige_la_rechazada(self, rechazada):
        """Its drafter reads why, has it signed by hand under another number, and uploads the paper."""
        redactora = self.ante(self.redactora)
        redactora.pulsar_en("Falta el anexo")
        redactora.ver("Falta el anexo")
        redactora.pulsar("Datos")
        redactora.elegir("Firma", "Autógrafa")
        redactora.pulsar_nodo("button[name=action_numerar]")
        self.confirmar(redactora)
        redactora.ver(f"JUT/{OTRAS + 2:04d}/")
        redactora.pulsar_nodo(".o_subir_firmado")
        redactora.adjuntar(f"{DIALOGO} input[type=file]", ("firmado.pdf", pdf(hoja("FIRMADO"))))
        redactora.pulsar_nodo(f"{DIALOGO} button[name=action_subir]")
        redactora.ver("Por despachar")
        self.releer()
        self.assertEqual(rechazada.state, "firmado")
        self.assertTrue(rechazada.escaneo_id.evidencia)

    def despacha(self):
        """By all its means at once; the messenger leaves with the two pieces."""
        oficina = self.ante(self.ventanilla)
        oficina.pulsar_en(self.carta.name)
        oficina.pulsar_nodo("thead .o_list_record_selector input")
        oficina.pulsar_nodo("button[name=action_despachar]")
        oficina.pulsar_nodo(f"{DIALOGO} button[name=action_despachar]")
        self.cerrado(oficina)
        self.assertLineas("en_despacho", "en_despacho", "despachado", "en_despacho")
        self.carta.destinatario_ids.filtered(
            lambda d: d.medio == "portal"
        )._mensaje_entregado()  # the mail server took it
        self.assertLineas("en_despacho", "despachado", "despachado", "en_despacho")
        self.assertEqual(self.carta.state, "firmado")
        self.piezas = self.carta.destinatario_ids.sorted("id").envio_id
        relacion = self.piezas.relacion_id
        oficina.ir(f"/odoo/relaciones/{relacion.id}")
        oficina.pulsar("Cargar y salir", "Marcar todas", "Salir")
        self.cerrado(oficina)
        oficina.ver("Cerrar")
        self.assertLineas(*["despachado"] * 4)
        self.assertEqual((relacion.state, set(self.piezas.mapped("state"))), ("en_ruta", {"en_reparto"}))
        self.assertEqual((self.carta.state, self.asunto.state), ("despachado", "en_atencion"))

    def entrega(self):
        """Both delivered on the street: the copy, which needs no acuse, is closed by it; the other waits for its paper."""
        telefono = self.telefono(self.repartidor)
        telefono.ir()
        for nombre in self.piezas.mapped("dest_nombre"):
            telefono.pulsar_en(nombre)
            telefono.pulsar_nodo("[name=entregado]")
            telefono.pulsar("Destinatario")
            telefono.escribir("Nombre completo", nombre)
            telefono.trazar("canvas")
            telefono.pulsar("Guardar la entrega")
            telefono.hacer("await hasta(async () => $('.o_ruta[data-vista=lista]') && !(await esperan()).length)")
        self.assertLineas("despachado", "despachado", "despachado", "acusado")
        self.assertEqual(set(self.piezas.mapped("state")), {"entregado"})

    def recibe_en_el_portal(self):
        """The addressee opens the link, confirms with their name and takes what was signed with them."""
        linea = self.carta.destinatario_ids.filtered(lambda d: d.medio == "portal")
        destinataria = Navegador(self, self.ajeno.login, "390x844")
        self.addCleanup(self._apagar, destinataria)
        self.gente.append(destinataria)
        destinataria.pedir("Network.clearBrowserCookies")
        destinataria.pedir("Network.setExtraHTTPHeaders", headers={"Accept-Language": "es-MX"})
        destinataria.ir(f"/o/{linea.token}")
        destinataria.ver(self.carta.name, linea.dest_nombre)
        self.assertLineas("despachado", "despachado", "despachado", "acusado")
        destinataria.pulsar_nodo("#nombre")
        destinataria.teclear("Rosa Cuevas")
        destinataria.pulsar_nodo("form button[type=submit]")
        destinataria.ver("Rosa Cuevas")
        with destinataria.descargando() as archivos:
            destinataria.pulsar_nodo("a.boton.segundo")
        self.assertEqual(archivos, [self.carta.pdf_id.raw])
        self.assertLineas("despachado", "acusado", "despachado", "acusado")
        self.assertEqual(linea.receptor, "Rosa Cuevas")

    def ve_adentro(self):
        """The copy inside is a matter in the tray of who receives it, without paper."""
        adentro = self.ante(self.revisor)
        adentro.pulsar_en(DESCRIPCION)
        adentro.pulsar_nodo("button[name=action_marcar_visto]")
        adentro.hacer("await quieta(); await hasta(() => !$('button[name=action_marcar_visto]'))")
        self.assertLineas("despachado", "acusado", "acusado", "acusado")
        self.assertEqual(self.carta.state, "despachado")

    def valida_el_acuse(self):
        """Scanned at the station, read and validated: it closes the line, and with it the letter and the matter."""
        pieza = self.piezas[0]
        oficina = self.ante(self.ventanilla)
        oficina.menu("Mensajería", "Acuses", "Estación de lectura")
        oficina.pulsar("Recibir acuses")
        oficina.leer_codigo(pieza.name)
        oficina.ver("Acuse recibido")
        oficina.pulsar("Terminar")
        self.assertLineas("despachado", "acusado", "acusado", "acusado")
        oficina.menu("Correspondencia")
        oficina.pulsar_en("Digitalizar y validar")
        oficina.adjuntar(".o_form_view input[type=file]", ("acuse.pdf", pdf(hoja(pieza.name))))
        oficina.pulsar("Digitalizado", "Validar", "De acuerdo")
        self.cerrado(oficina)
        self.assertLineas(*["acusado"] * 4)
        self.assertTrue(pieza.destinatario_ids.acuse_ids.evidencia)

    def concluye(self):
        """Everybody sees that it is over: who drafted was told, and the case file of the matter has it all."""
        self.assertEqual((self.carta.state, self.asunto.state), ("acusado", "concluido"))
        self.assertEqual(self.pendientes(self.carta), set())
        avisos = self.env["mail.message"].search([("model", "=", self.carta._name), ("res_id", "=", self.carta.id)])
        suyos = avisos.filtered(lambda m: self.redactora.partner_id in m.notified_partner_ids)
        self.assertIn(f"Acuse de {self.carta.name}", suyos.mapped("subject"))
        redactora = self.ante(self.redactora)
        redactora.ir(f"/odoo/oficios/{self.carta.id}")
        redactora.ver("Acusado", "Rosa Cuevas")
        responsable = self.ante(self.juridica)
        responsable.ir(f"/odoo/asuntos/{self.asunto.id}")
        responsable.ver("Concluido", self.carta.name)
        responsable.pulsar("Expediente")
        responsable.ver("acuse.pdf")
        fases = responsable.hacer("return $$('.o_expediente_renglon').map((n) => n.dataset.fase)")
        orden = ["entrada", "turno", "oficio", "revision", "despacho", "acuse"]
        self.assertEqual(sorted(orden, key=fases.index), orden)
        for contado in (self.carta, self.asunto):
            self.assertFalse(self.env["nucleo.bitacora"]._verificar(contado._name, contado.ids))
