import hashlib
import io
import json
import zipfile
from datetime import datetime
from unittest import TestCase
from unittest.mock import patch
from urllib.parse import quote

from odoo.exceptions import AccessError
from odoo.fields import Command
from odoo.tests import HttpCase, tagged
from odoo.tools import mute_logger

from odoo.addons.mensajeria.nucleo.tools.cadena import GENESIS, huella

from ..models import correspondencia_asunto_paquete
from ..tools.paquete import ContenidoAlterado, Paquete
from .common import EntradaCommon, EntradaDatos, pdf


class TestPaqueteZip(TestCase):
    """Without database: names and hashes."""

    def rutas(self, *nombres, carpeta="d"):
        with Paquete(io.BytesIO(), datetime(2026, 3, 2)) as paquete:
            return [paquete.agregar(carpeta, nombre, b"x") for nombre in nombres]

    def test_names(self):
        casos = {
            "../../etc/passwd": "d/passwd",
            "..\\..\\win.ini": "d/win.ini",
            "/abs/oluto.pdf": "d/oluto.pdf",
            "C:\\a\\b.txt": "d/b.txt",
            "..": "d/documento",
            "": "d/documento",
            "ñandú & Cía.PDF": "d/ñandú & Cía.pdf",
            "a\x00b\n.txt": "d/ab.txt",
            "con.pdf": "d/_con.pdf",
            "COM1": "d/_COM1",
            "sin extension": "d/sin extension",
            '<i>:"|?*.png': "d/_i______.png",
        }
        for nombre, ruta in casos.items():
            with self.subTest(nombre):
                self.assertEqual(self.rutas(nombre), [ruta])
        self.assertLessEqual(len(self.rutas("á" * 500 + ".pdf")[0]), 210)

    def test_duplicates(self):
        self.assertEqual(
            self.rutas("a.pdf", "a.pdf", "A.PDF", "x/a.pdf", "b", "b"),
            ["d/a.pdf", "d/a (2).pdf", "d/A (3).pdf", "d/a (4).pdf", "d/b", "d/b (2)"],
        )
        self.assertEqual(self.rutas("a.pdf", carpeta=""), ["a.pdf"])

    def test_hash(self):
        suma = hashlib.sha256(b"x").hexdigest()
        with Paquete(io.BytesIO(), datetime(2026, 3, 2)) as paquete:
            paquete.agregar("d", "a", b"x", suma)
            with self.assertRaises(ContenidoAlterado):
                paquete.agregar("d", "b", b"y", suma)

    def test_index_says_what_names_are_and_runs_nothing(self):
        destino = io.BytesIO()
        with Paquete(destino, datetime(2026, 3, 2)) as paquete:
            paquete.agregar("d", "<b>ñ &.txt", b"x")
            paquete.agregar_indice("indice.html", "<Título>", ["a < b"], ("Archivo", "Bytes", "SHA-256"))
        indice = zipfile.ZipFile(destino).read("indice.html").decode()
        self.assertIn('href="d/_b_%C3%B1%20%26.txt">d/_b_ñ &amp;.txt</a>', indice)
        self.assertIn("&lt;Título&gt;", indice)
        self.assertIn("a &lt; b", indice)

    def test_same_files_same_bytes(self):
        def bytes_de():
            destino = io.BytesIO()
            with Paquete(destino, datetime(2026, 3, 2)) as paquete:
                paquete.agregar("d", "a.txt", b"x" * 1000)
                paquete.agregar_datos("m.json", {"b": 1, "a": "ñ"})
            return destino.getvalue()

        self.assertEqual(bytes_de(), bytes_de())
        self.assertEqual(len(json.loads(zipfile.ZipFile(io.BytesIO(bytes_de())).read("m.json"))["archivos"]), 1)


class PaqueteMixin:
    def alterar(self, documento):
        """What somebody does who has the disk or the database, and not the application."""
        documento = documento.sudo()
        malo = self.env["ir.attachment"].create({"name": "malo", "raw": b"%PDF-otro"})
        self.env.flush_all()
        self.env.cr.execute(
            "UPDATE ir_attachment SET store_fname = %s, db_datas = %s WHERE id = %s",
            [malo.store_fname or None, malo.db_datas or None, documento.id],
        )
        self.env.invalidate_all()


@tagged("post_install", "-at_install")
class TestPaquete(PaqueteMixin, EntradaCommon):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.env["res.lang"]._activate_lang("en_US")
        cls.company.partner_id.lang = "en_US"  # that of its papers

    def empacar(self, asunto, user=None):
        destino = io.BytesIO()
        self.como(asunto, user or self.ventanilla)._empacar(destino)
        paquete = zipfile.ZipFile(destino)
        self.assertIsNone(paquete.testzip())
        return paquete, json.loads(paquete.read("metadatos.json"))

    def asunto_completo(self):
        oficio = self.archivo("oficio.pdf", pdf("Oficio", paginas=2))
        anexo = self.archivo("Oficio.pdf", pdf("Anexo"), clase="anexo")
        asunto = self.descargado(self.juridica, cc=[self.revisor], documento_ids=[Command.set([oficio.id, anexo.id])])
        self.turnar(asunto, self.juridica, self.abogado)
        self.responder(
            asunto, self.abogado, "<p>Se <b>atiende</b></p>", self.archivo("respuesta.txt", b"anexo", self.abogado)
        )
        return asunto

    def test_what_is_in_it(self):
        asunto = self.asunto_completo()
        paquete, datos = self.empacar(asunto)
        folio = asunto.name.replace("/", "-")
        self.assertEqual(
            paquete.namelist(),
            [
                "01-documentos/oficio.pdf",
                "01-documentos/Oficio (2).pdf",
                f"01-documentos/escaneo {asunto.id}.pdf",
                f"Acknowledgement {folio}.pdf",
                f"Routing slips {folio}.pdf",
                "02-respuestas/01/answer.txt",
                "02-respuestas/01/respuesta.txt",
                "indice.html",
                "metadatos.json",
            ],
        )
        self.assertEqual({m.date_time for m in paquete.infolist()}, {(2026, 3, 2, 12, 0, 0)})
        self.assertIn("atiende", paquete.read("02-respuestas/01/answer.txt").decode())
        for archivo in datos["archivos"]:
            contenido = paquete.read(archivo["ruta"])
            self.assertEqual(
                (len(contenido), hashlib.sha256(contenido).hexdigest()), (archivo["bytes"], archivo["sha256"])
            )
        indice = paquete.read("indice.html").decode()
        for archivo in datos["archivos"]:
            self.assertIn(archivo["sha256"], indice)
            self.assertIn(f'href="{quote(archivo["ruta"])}"', indice)
        for documento in datos["documentos"]:
            self.assertEqual(hashlib.sha256(paquete.read(documento["ruta"])).hexdigest(), documento["sha256"])

    def test_machine_readable_data(self):
        asunto = self.asunto_completo()
        _paquete, datos = self.empacar(asunto)
        self.assertEqual(
            (datos["formato"], datos["folio"], datos["recepcion"]),
            ("correspondencia.paquete/1", asunto.name, "2026-03-02T18:00:00Z"),
        )
        self.assertEqual(
            datos["remitente"],
            {"nombre": "Juana Pérez Ñúñez", "cargo": "Directora de Obras", "institucion": "Municipio de Prueba"},
        )
        juridica, revisor = datos["turnos"]
        self.assertEqual(
            (juridica["destinatario"], juridica["tipo"], revisor["tipo"]), ("Juridica", "atencion", "informacion")
        )
        self.assertEqual([t["destinatario"] for t in juridica["turnos"]], ["Abogado"])
        respuesta = datos["respuestas"][0]
        self.assertEqual((respuesta["autor"], respuesta["turno"]), ("Abogado", juridica["turnos"][0]["id"]))
        enviada = next(json.loads(e["datos"]) for e in self._bitacora_de_respuesta(asunto))
        self.assertEqual(hashlib.sha256(respuesta["texto_html"].encode()).hexdigest(), enviada["texto_sha256"])

    def _bitacora_de_respuesta(self, asunto):
        eventos = asunto.sudo().respuesta_ids.bitacora_ids.filtered(lambda e: e.evento == "responder")
        return [{"datos": e.datos} for e in eventos]

    def test_the_chain_can_be_verified_outside(self):
        asunto = self.asunto_completo()
        _paquete, datos = self.empacar(asunto)
        previo = GENESIS
        for evento in datos["bitacora"]:
            fila = {
                **evento,
                "res_model": datos["modelo"],
                "res_id": datos["id"],
                "user_id": evento["usuario_id"],
                "fecha": datetime.strptime(evento["fecha"], "%Y-%m-%dT%H:%M:%SZ"),
            }
            self.assertEqual((evento["hash_previo"], evento["hash"]), (previo, huella(previo, fila)))
            previo = evento["hash"]
        self.assertEqual(len(datos["bitacora"]), len(self.eventos(asunto)) - 1, "all but this download")

    def test_the_download_is_in_the_log(self):
        asunto = self.descargado(self.juridica)
        self.empacar(asunto, self.juridica)
        evento = asunto.sudo().bitacora_ids.sorted("numero")[-1]
        self.assertEqual((evento.evento, evento.user_id), ("descargar_paquete", self.juridica))
        self.assertIn("Package downloaded", evento.relato)
        self.assertFalse(self.env["nucleo.bitacora"]._verificar("correspondencia.asunto", asunto.ids))

    def test_altered_evidence_is_never_packed(self):
        asunto = self.asunto_completo()
        for documento in (asunto.documento_ids[0], asunto.sudo().respuesta_ids.documento_ids):
            with self.subTest(documento.name), self.cr.savepoint() as punto:
                self.alterar(documento)
                for metodo in (asunto.action_descargar_paquete, lambda: asunto._empacar(io.BytesIO())):
                    self.assertRechaza(f"«{documento.name}» of {asunto.name} was altered", metodo, registros=asunto)
                punto.rollback()
                self.env.invalidate_all()

    def test_only_what_the_user_may_read(self):
        asunto = self.descargado(self.juridica, self.contadora)
        borrador = asunto.with_user(self.juridica).action_responder()
        self.env["correspondencia.respuesta"].browse(borrador["res_id"]).sudo().cuerpo = "<p>Aún no</p>"
        paquete, datos = self.empacar(asunto, self.contadora)
        self.assertEqual(datos["respuestas"], [])
        self.assertFalse([n for n in paquete.namelist() if n.startswith("02-respuestas")])
        for user in (self.ajeno, self.ventanilla_x, self.ventanilla_b):
            self.assertRechaza("", self.como(asunto, user).action_descargar_paquete, error=AccessError)
            self.assertRechaza("", self.como(asunto, user)._empacar, io.BytesIO(), error=AccessError)
        self.assertRechaza("Register the matter first", self.borrador().action_descargar_paquete)

    def test_too_large_a_package(self):
        asunto = self.digitalizado()
        with patch.object(correspondencia_asunto_paquete, "MAXIMO_BYTES", 10):
            for metodo in (asunto.action_descargar_paquete, lambda: asunto._empacar(io.BytesIO())):
                self.assertRechaza("download them one by one", metodo)

    def test_without_documents_nor_recipients(self):
        asunto = self.registrado()
        paquete, datos = self.empacar(asunto)
        self.assertEqual(len(paquete.namelist()), 3)
        self.assertEqual((datos["documentos"], datos["turnos"]), ([], []))


@tagged("post_install", "-at_install")
class TestDescargas(PaqueteMixin, EntradaDatos, HttpCase):
    """The routes, as the browser asks them."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls._crear_institucion()
        cls.env["res.lang"]._activate_lang("en_US")

    def test_package(self):
        asunto = self.registrado()
        accion = asunto.action_descargar_paquete()
        self.assertEqual((accion["type"], accion["target"]), ("ir.actions.act_url", "download"))
        self.authenticate("prueba_ventanilla", "prueba_ventanilla")
        respuesta = self.url_open(accion["url"])
        self.assertEqual((respuesta.status_code, respuesta.headers["Content-Type"]), (200, "application/zip"))
        self.assertIn(
            f"filename={asunto.name.replace('/', '-')}.zip", respuesta.headers["Content-Disposition"].replace('"', "")
        )
        self.assertEqual(int(respuesta.headers["Content-Length"]), len(respuesta.content))
        self.assertIn("metadatos.json", zipfile.ZipFile(io.BytesIO(respuesta.content)).namelist())
        self.env.invalidate_all()
        self.assertEqual(self.eventos(asunto)[-1], "descargar_paquete")

    @mute_logger("odoo.http")
    def test_package_refused(self):
        asunto = self.descargado(self.juridica)
        self.assertIn("/web/login", self.url_open(f"/correspondencia/paquete/{asunto.id}").url)
        self.authenticate("prueba_ajeno", "prueba_ajeno")
        ruta = "/correspondencia/paquete/"
        self.assertEqual(self.url_open(f"{ruta}{asunto.id}").status_code, 403)
        for ausente in ("999999999", "99999999999999999999", "0", "-1", "x"):
            self.assertIn(self.url_open(ruta + ausente).status_code, (403, 404), ausente)
        self.authenticate("prueba_ventanilla", "prueba_ventanilla")
        self.alterar(asunto.documento_ids[0])
        respuesta = self.url_open(f"{ruta}{asunto.id}")
        self.assertEqual(respuesta.status_code, 422)
        self.assertIn("was altered in the storage", respuesta.text)
        self.assertNotIn("Traceback", respuesta.text)

    def test_book(self):
        asunto = self.registrado()
        libro = self.como(self.env["correspondencia.libro"], self.ventanilla).create({})
        self.authenticate("prueba_ventanilla", "prueba_ventanilla")
        respuesta = self.url_open(libro.action_xlsx()["url"])
        self.assertEqual(respuesta.status_code, 200)
        self.assertIn("xlsx", respuesta.headers["Content-Disposition"])
        self.assertIn(
            asunto.name, zipfile.ZipFile(io.BytesIO(respuesta.content)).read("xl/worksheets/sheet1.xml").decode()
        )
        self.authenticate("prueba_ventanilla_x", "prueba_ventanilla_x")
        with mute_logger("odoo.http"):
            self.assertEqual(self.url_open(f"/correspondencia/libro/{libro.id}").status_code, 403)
