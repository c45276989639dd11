import base64
import io
from collections import Counter
from datetime import date, datetime, timedelta, timezone

from cryptography.hazmat.primitives.asymmetric.padding import PKCS1v15
from cryptography.hazmat.primitives.hashes import SHA256
from pypdf import PdfReader

from odoo import fields
from odoo.modules import Manifest
from odoo.tests import TransactionCase, tagged
from odoo.tools import convert_file

from odoo.addons.correspondencia_entrada.demo.actores import FIRMAN
from odoo.addons.correspondencia_entrada.demo.cartas import (
    PARRAFOS,
    Carta,
    carta_pdf,
    escaneo_pdf,
    escaneo_png,
    tabla_xlsx,
)
from odoo.addons.correspondencia_entrada.demo.efirmas import EFIRMAS
from odoo.addons.correspondencia_entrada.demo.pasos import Caso, en_orden, leer_guion
from odoo.addons.correspondencia_entrada.demo.pki import Pki
from odoo.addons.correspondencia_entrada.demo.servicios import certificados
from odoo.addons.correspondencia_entrada.demo.servidor import Servicios


def carta(**valores):
    base = {
        "semilla": 7, "texto": "agua", "asunto": "Fuga en la calle Nogal.", "numero": "A/1/2026", "fecha": date(2026, 3, 5),
        "remitente": "Noelia Zendejas", "cargo": "Directora", "institucion": "Ayuntamiento de Puerto Sereno",
        "destinatario": "Aurora Castañón", "destinatario_cargo": "Directora General", "destinatario_institucion": "Instituto",
    }  # fmt: skip
    return Carta(**base | valores)


@tagged("post_install", "-at_install")
class TestDemoGuion(TransactionCase):
    """The script and the letters, by themselves."""

    def test_the_script_is_past_and_in_order(self):
        casos = leer_guion()
        self.assertEqual(len(casos), 60)
        for caso in casos:
            pasos = list(caso.pasos())
            momentos = [(-paso.dia, paso.minuto) for paso in pasos]
            self.assertEqual(momentos, sorted(momentos), caso.descripcion)
            self.assertGreaterEqual(min(paso.dia for paso in pasos), 1, caso.descripcion)
            self.assertIn(caso.texto, PARRAFOS)
        dias = [paso.dia for _numero, paso in en_orden(casos)]
        self.assertEqual(dias, sorted(dias, reverse=True))

    def test_the_office_goes_as_far_as_the_script_says(self):
        verbos = {
            hasta: [
                paso.verbo
                for paso in Caso(dia=2, hora="09:00", descripcion="x", texto="agua", tema="agua", hasta=hasta).pasos()
            ]
            for hasta in ("borrador", "registrado", "digitalizado", "descargado")
        }
        self.assertEqual(verbos["borrador"], ["capturar"])
        self.assertEqual(verbos["descargado"], ["capturar", "registrar", "digitalizar", "descargar"])
        self.assertEqual([len(v) for v in verbos.values()], [1, 2, 3, 4])

    def test_a_letter_has_its_pages_and_is_always_the_same(self):
        for hojas, institucion in ((1, ""), (3, "Auditoría Superior")):
            pdf = carta_pdf(carta(paginas=hojas, institucion=institucion))
            self.assertEqual(len(PdfReader(io.BytesIO(pdf)).pages), hojas)
            self.assertEqual(pdf, carta_pdf(carta(paginas=hojas, institucion=institucion)))

    def test_scans_are_images_and_tables_are_sheets(self):
        pdf = carta_pdf(carta(paginas=2))
        self.assertTrue(escaneo_png(pdf, 3).startswith(b"\x89PNG"))
        escaneo = PdfReader(io.BytesIO(escaneo_pdf(pdf, 3)))
        self.assertEqual([page.extract_text() for page in escaneo.pages], ["", ""])
        self.assertTrue(tabla_xlsx("obra", 3).startswith(b"PK"))


@tagged("post_install", "-at_install", "datos_demo")
class TestDemo(TransactionCase):
    """The demo data, loaded here whether or not the database has them."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        ahora = fields.Datetime.now()
        # what the floor below has is bought and dispatched once
        ya = cls.env.ref("mensajeria.demo_company", raise_if_not_found=False)
        for addon in ("mensajeria", "correspondencia_entrada")[bool(ya) :]:
            for archivo in Manifest.for_addon(addon)["demo"]:
                convert_file(cls.env, addon, archivo, {}, "init", noupdate=True)
        assert fields.Datetime.now() - ahora < timedelta(minutes=10), "the clock is right again"
        cls.company = cls.env.ref("mensajeria.demo_company")
        cls.asuntos = cls.env["correspondencia.asunto"].search([("company_id", "=", cls.company.id)])

    def test_every_state_is_there(self):
        estados = Counter(self.asuntos.mapped("state"))
        self.assertEqual(set(estados), set(dict(self.asuntos._fields["state"].selection)))
        self.assertGreaterEqual(estados.total(), 60)
        turnos = set(self.asuntos.turno_ids.mapped("state"))
        self.assertLessEqual({"propuesto", "pendiente", "turnado", "concluido", "visto", "devuelto"}, turnos)
        self.assertEqual(set(self.asuntos.mapped("prioridad")), {"0", "1", "2"})
        self.assertEqual(set(self.asuntos.mapped("relacion_tipo")), {False, "alcance", "duplicado"})

    def test_folios_follow_time_and_the_log_holds(self):
        for asuntos in self.asuntos.filtered("name").grouped("folio_serie_id").values():
            por_folio = asuntos.sorted(lambda a: (a.folio_anio, a.folio_numero))
            self.assertEqual(por_folio, asuntos.sorted("registro_fecha"))
        self.assertFalse(self.env["nucleo.bitacora"]._verificar())

    def test_everybody_has_something_to_do(self):
        Tarea = self.env["seguimiento.tarea"]
        suyos = [("module", "=", "correspondencia_entrada"), ("model", "=", "res.users")]
        gente = self.env["res.users"].browse(self.env["ir.model.data"].search(suyos).mapped("res_id"))
        self.assertEqual(len(gente), 16)
        for user in gente.filtered(lambda u: u.login != "administrador"):  # who has no step of their own
            self.assertTrue(Tarea.with_user(user).search_count(Tarea.with_user(user)._dominio_mias()), user.login)
        semaforos = Counter(
            Tarea.search([("company_id", "=", self.company.id), ("state", "=", "pendiente")]).mapped("semaforo")
        )
        self.assertEqual(set(semaforos), {"rojo", "ambar", "verde", "gris"})

    def test_some_answers_wait_for_their_signature(self):
        documentos = self._por_firmar()
        self.assertEqual(set(documentos.mapped("state")), {"por_firmar"})
        rutas = Counter(tuple(documento.firmante_ids.user_id.mapped("login")) for documento in documentos)
        self.assertEqual(rutas, {("juridico",): 2, ("juridico", "direccion"): 1, ("direccion",): 1})
        for documento in documentos:
            respuesta = self.env["correspondencia.respuesta"].browse(documento.res_id)
            self.assertEqual((respuesta.state, respuesta.asunto_id.state), ("por_firmar", "en_atencion"))
            self.assertTrue(documento.base_id.evidencia)
            tareas = respuesta.turno_id._tareas_abiertas()
            self.assertEqual((tareas.paso_id.codigo, tareas.user_id), ("firmar", documento.turno_de_id))
        firmantes = self.env["res.users"].search([("company_id", "=", self.company.id), ("firmante", "=", True)])
        self.assertEqual(set(firmantes.mapped("login")), {"direccion", "juridico"})

    def test_signers_and_their_demo_efirmas_are_the_same_people(self):
        for login, hoja in EFIRMAS.items():
            user = self.env.ref(f"correspondencia_entrada.demo_user_{login}")
            self.assertEqual((user.name.upper(), user.firma_rfc, user.firma_curp), (hoja.nombre, hoja.rfc, hoja.curp))
        self.assertEqual(set(EFIRMAS), set(FIRMAN))

    def test_the_demo_authority_is_trusted_and_they_sign_with_it(self):
        pki = Pki(datetime.now(timezone.utc).replace(microsecond=0))
        servicios = Servicios(pki)
        self.addCleanup(servicios.cerrar)
        self._conectar(servicios.url, pki)
        documentos = self._por_firmar()
        documento = documentos.filtered(lambda d: len(d.firmante_ids) == 1)[0]
        par = pki.emitir(EFIRMAS[documento.turno_de_id.login])
        Sesion = self.env["firma.sesion"].with_user(documento.turno_de_id)
        datos = Sesion.abrir(documento.id, par.cer)
        sesion = Sesion._de_token(datos["sesion"])
        preparada = sesion.preparar(self._valor(par, datos["cadena"].encode()))
        sesion.terminar(self._valor(par, base64.b64decode(preparada["atributos"])))
        self.assertEqual((documento.state, documento.nivel), ("firmado", "B-LTA"))

    def test_the_demo_authority_moves_and_is_replaced(self):
        Autoridad = self.env["firma.autoridad"]
        primera, segunda = Pki(datetime.now(timezone.utc)), Pki(datetime.now(timezone.utc))
        suyas = self._conectar("http://127.0.0.1:5001", primera)
        self.assertEqual(Counter(suyas.mapped("state")), {"aprobada": 5})
        self.assertEqual(self.company.firma_tsa_url, "http://127.0.0.1:5001/tsa")
        self.assertTrue(all("PRUEBA SIN VALIDEZ" in autoridad.name for autoridad in suyas))
        self.assertFalse(suyas.create_uid & suyas.aprobada_por_id)
        self.assertEqual(self._conectar("http://127.0.0.1:5002", primera), suyas)
        self.assertEqual(suyas.filtered("ocsp_url").mapped("ocsp_url"), ["http://127.0.0.1:5002/ocsp"])
        self.assertEqual(self.company.firma_tsa_url, "http://127.0.0.1:5002/tsa")
        self.company.firma_tsa_url = "https://tsa.example.org"
        todas = self._conectar("http://127.0.0.1:5002", segunda)
        self.assertEqual(set(suyas.mapped("state")), {"retirada"})
        self.assertEqual(Counter((todas - suyas).mapped("state")), {"aprobada": 5})
        self.assertEqual(self.company.firma_tsa_url, "https://tsa.example.org", "somebody set up another")
        self.assertEqual(len(Autoridad.search([("state", "=", "aprobada")])), 5)

    def _por_firmar(self):
        """Answers that wait; an addon above may have others."""
        return self.env["firma.documento"].search(
            [("company_id", "=", self.company.id), ("res_model", "=", "correspondencia.respuesta")]
        )

    def _conectar(self, url, pki):
        """The demo authorities, once the institute knows of them."""
        self.env["correspondencia.demo"]._conectar(url, certificados(pki))
        return self.env["firma.autoridad"].search([("create_uid.login", "=", "administrador")])

    def _valor(self, par, datos):
        return par.clave.sign(datos, PKCS1v15(), SHA256())

    def test_before_that_answers_were_signed_by_hand(self):
        respuestas = self.asuntos.respuesta_ids.filtered(lambda r: r.user_id.firmante and r.state == "enviada")
        self.assertGreater(len(respuestas), 3)
        self.assertTrue(all(respuesta.documento_ids and not respuesta.firma_id for respuesta in respuestas))

    def test_it_is_not_loaded_twice(self):
        self.env["correspondencia.demo"]._cargar()
        self.assertEqual(
            self.env["correspondencia.asunto"].search([("company_id", "=", self.company.id)]), self.asuntos
        )
