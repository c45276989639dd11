import base64
import hashlib
import io
import json
import zipfile

from odoo.exceptions import AccessError
from odoo.fields import Command
from odoo.tests import tagged

from odoo.addons.correspondencia_entrada.tests.common import pdf

from .test_despacho import DespachoCommon


class ExpedienteCommon(DespachoCommon):
    def contestado(self, cuantos=1):
        """A matter of the legal unit with ``cuantos`` signed letters to a messenger's addressee and to one by e-mail."""
        asunto = self.descargado(self.juridica, cc=[self.contadora], numero_oficio=f"SOBSE/{cuantos}/2026")
        oficios = self.Oficio
        for _n in range(cuantos):
            oficio = self.firmado(
                self.por_mensajero(),
                self.destinatario(dest_nombre="Por correo"),
                user=self.juridica,
                asunto_ids=[Command.link(asunto.id)],
            )
            linea = self.lineas(oficio)[:1]
            linea.action_despachar()
            self.en_camino(linea, self.simple)
            oficios |= oficio
        return asunto, oficios

    def renglones(self, asunto, user):
        self.env.invalidate_all()
        return self.como(asunto, user).expediente()


@tagged("post_install", "-at_install")
class TestExpediente(ExpedienteCommon):
    """The story of a matter, as each reader may know it."""

    def test_the_whole_story_in_order(self):
        asunto, oficio = self.contestado()
        linea = self.lineas(oficio)[:1]
        linea.sudo().envio_id._registrar_evento("entregado", receptor_nombre="Portero")
        renglones = self.renglones(asunto, self.juridica)
        titulos = [r["titulo"] for r in renglones]
        orden = [
            "Registered",
            "Digitized",
            "Discharged",
            "Turned",
            "Ready to number",
            "Numbered",
            "Signed",
            "Dispatch begun",
            "Dispatched",
            "Acknowledged",
        ]
        self.assertEqual([t for t in titulos if t in orden], orden)
        self.assertLess(titulos.index("Draft begun"), titulos.index("Numbered"))
        por_titulo = {r["titulo"]: r for r in renglones}
        self.assertEqual(
            por_titulo["Registered"],
            {
                "cuando": "2026-03-02 18:00:00",
                "fase": "entrada",
                "titulo": "Registered",
                "quien": "Ventanilla",
                "detalle": "Juana Pérez Ñúñez · Municipio de Prueba · SOBSE/1/2026",
                "motivo": "",
                "registro": False,
                "documentos": [],
            },
        )
        self.assertEqual(
            por_titulo["Numbered"]["registro"],
            {"modelo": "correspondencia.oficio", "id": oficio.id, "nombre": oficio.name},
        )
        self.assertIn("Portero", por_titulo["Acknowledged"]["detalle"])
        self.assertIn("Juana Pérez Ñúñez", por_titulo["Acknowledged"]["detalle"])

    def test_each_document_stands_once_where_it_was_made(self):
        asunto, oficio = self.contestado()
        renglones = self.renglones(asunto, self.juridica)
        documentos = {d["id"]: r["titulo"] for r in renglones for d in r["documentos"]}
        self.assertEqual(sum(len(r["documentos"]) for r in renglones), len(documentos))
        self.assertEqual(
            documentos,
            {
                **dict.fromkeys(asunto.sudo().documento_ids.ids, "Digitized"),
                oficio.sudo().pdf_id.id: "Numbered",
                oficio.sudo().escaneo_id.id: "Signed",
            },
        )

    def test_an_answer_and_its_files(self):
        asunto = self.descargado(self.juridica)
        self.responder(asunto, self.juridica, archivos=self.archivo("a.pdf", pdf("A"), self.juridica))
        renglon = next(r for r in self.renglones(asunto, self.juridica) if r["titulo"] == "Answered")
        self.assertEqual(
            (renglon["registro"]["modelo"], [d["name"] for d in renglon["documentos"]]),
            ("correspondencia.respuesta", ["a.pdf"]),
        )

    def test_every_step_has_a_name(self):
        etiquetas = self.env["nucleo.bitacora"]._etiquetas_de_eventos()
        for modelo in ("correspondencia.oficio", "correspondencia.destinatario"):
            for paso in self.env[modelo]._ciclo:
                self.assertTrue({f"{modelo}:{paso.verbo}", paso.verbo} & etiquetas.keys(), (modelo, paso.verbo))

    def test_letters_one_may_not_read_are_not_there(self):
        asunto, oficio = self.contestado()
        ajenos = self.renglones(asunto, self.contadora)  # has a copy of the matter, writes for another unit
        self.assertTrue(ajenos)
        self.assertNotIn(oficio.name, str(ajenos))
        self.assertFalse([r for r in ajenos if r["fase"] in ("oficio", "despacho", "envio", "acuse")])
        de_oficialia = self.renglones(asunto, self.ventanilla)
        self.assertTrue([r for r in de_oficialia if r["fase"] == "despacho"])
        self.assertIn("Out for Delivery", [r["titulo"] for r in de_oficialia if r["fase"] == "envio"])
        for user in (self.ajeno, self.redactora, self.ventanilla_b):
            with self.subTest(user.login), self.assertRaises(AccessError):
                self.renglones(asunto, user)

    def test_a_confidential_letter_is_for_its_people(self):
        asunto, oficio = self.contestado()
        oficio.sudo()._escribir_texto({"confidencialidad": "confidencial"})
        self.assertNotIn(oficio.name, str(self.renglones(asunto, self.ventanilla)))
        self.assertIn(oficio.name, str(self.renglones(asunto, self.juridica)))

    def test_the_number_of_queries_does_not_grow(self):
        corto, _oficio = self.contestado()
        largo, _oficios = self.contestado(4)
        consultas = []
        for asunto in (corto, largo):
            self.renglones(asunto, self.ventanilla)  # rules and groups in the cache
            antes = self.cr.sql_log_count
            self.renglones(asunto, self.ventanilla)
            consultas.append(self.cr.sql_log_count - antes)
        self.assertEqual(consultas[0], consultas[1])
        with self.assertQueryCount(45):
            self.renglones(largo, self.ventanilla)

    def test_who_read_it_inside_and_the_series_made_of_it(self):
        asunto = self.descargado(self.juridica)
        vals = {"user": self.juridica, "asunto_ids": [Command.link(asunto.id)]}
        persona = {"clase": "interno", "medio": "interno", "area_id": self.finanzas.id, "user_id": self.contadora.id}
        memo = self.firmado(self.destinatario(**persona), con_lectura=True, acuse_lectura=True, **vals)
        self.lineas(memo).action_despachar()
        lectura = self.como(memo.sudo().lectura_ids, self.contadora)
        lectura.action_leer()
        lectura.action_confirmar()
        modelo = self.oficio(**vals)
        serie = self.como(self.env["correspondencia.serie"], self.juridica).browse(modelo.action_serie()["res_id"])
        self.como(self.env["correspondencia.serie.renglon"], self.juridica).create(
            {"serie_id": serie.id, "dest_nombre": "Ana", "email": "ana@municipio.example"}
        )
        modelo.action_terminar()
        serie.action_generar()
        renglones = {r["titulo"]: r for r in self.renglones(asunto, self.juridica)}
        leida, confirmada = renglones["Read"], renglones["Reading confirmed"]
        self.assertEqual((leida["quien"], leida["fase"]), (self.contadora.name, "acuse"))
        self.assertEqual(confirmada["registro"]["id"], memo.id)
        hecha = renglones["Its letters began to be made, one for each addressee"]
        self.assertEqual((hecha["registro"]["modelo"], hecha["registro"]["id"]), (serie._name, serie.id))
        self.assertNotIn("Read", [r["titulo"] for r in self.renglones(asunto, self.ventanilla)])

    def test_the_package_holds_the_letters_with_their_acuses(self):
        asunto, oficio = self.contestado()
        self.lineas(oficio)[:1].action_acusar("Portero", [["../firmado.pdf", base64.b64encode(pdf("Acuse")).decode()]])
        for user, se_lee in ((self.juridica, True), (self.contadora, False)):
            destino = io.BytesIO()
            self.como(asunto, user)._empacar(destino)
            paquete = zipfile.ZipFile(destino)
            datos = json.loads(paquete.read("metadatos.json"))
            for archivo in datos["archivos"]:
                self.assertEqual(hashlib.sha256(paquete.read(archivo["ruta"])).hexdigest(), archivo["sha256"])
            carpeta = f"03-oficios/01-{oficio.name.replace('/', '-')}"
            suyos = [n for n in paquete.namelist() if n.startswith("03")]
            esperados = [f"{oficio.name.replace('/', '-')}.pdf", "firmado.pdf", "acuses/firmado.pdf"]
            self.assertEqual(suyos, [f"{carpeta}/{n}" for n in esperados] if se_lee else [])
            self.assertEqual(oficio.name in str(datos["oficios"]), se_lee)
            self.assertEqual(len(datos["oficios"]), int(se_lee))
