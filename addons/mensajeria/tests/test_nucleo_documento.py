import base64
import hashlib
import io
import json
from datetime import datetime, timedelta

from freezegun import freeze_time
from PIL import Image, ImageDraw

from odoo.exceptions import AccessError, UserError
from odoo.fields import Command
from odoo.http import Request
from odoo.tests import HttpCase, JsonRpcException, tagged
from odoo.tools import mute_logger

from .common import NucleoCommon

CONTENIDO = b"%PDF-1.4\nel oficio tal como lleg\xc3\xb3\n%%EOF"

#: every field of the evidence that the issue calls content, name, owner record or mark, with another value
CAMBIOS = {
    "raw": b"otra cosa",
    "datas": base64.b64encode(b"otra cosa"),
    "db_datas": base64.b64encode(b"otra cosa"),
    "store_fname": "aa/bb",
    "checksum": "0" * 40,
    "file_size": 1,
    "name": "otro.pdf",
    "type": "url",
    "url": "https://example.com/otro",
    "mimetype": "text/html",
    "res_model": "res.company",
    "res_id": 999999999,
    "res_field": "image",
    "company_id": False,
    "public": True,
    "clase": "anexo",
    "paginas": 99,
    "evidencia": False,
    "evidencia_fecha": "2020-01-01 00:00:00",
    "evidencia_user_id": False,
    "sha256": "0" * 64,
    "create_uid": 2,
    "create_date": "2020-01-01 00:00:00",
}


def escaneo():
    """A letter-size page at 300 dpi, as JPEG: Odoo would shrink it to 1920 px if it could."""
    imagen = Image.new("L", (2550, 3300), "white")
    trazo = ImageDraw.Draw(imagen)
    for renglon in range(150, 3200, 60):
        trazo.line((200, renglon, 2350, renglon), fill=60, width=6)
    salida = io.BytesIO()
    imagen.save(salida, "JPEG", quality=92, dpi=(300, 300))
    return salida.getvalue()


class DocumentoCommon(NucleoCommon):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.portal = cls._persona("prueba_portal", "base.group_portal")
        cls.documento = cls._documento()
        cls.adjunto = cls._adjunto()
        with freeze_time("2026-03-02 15:00:00"):
            cls.adjunto.with_user(cls.empleada)._fijar_evidencia()

    @classmethod
    def _adjunto(cls, **vals):
        return cls.env["ir.attachment"].create(
            {
                "name": "oficio ñandú.pdf",
                "raw": CONTENIDO,
                "res_model": "nucleo.prueba",
                "res_id": cls.documento.id,
                "company_id": cls.company.id,
                "clase": "principal",
                "paginas": 3,
                **vals,
            }
        )

    def assertIntacto(self):
        self.env.flush_all()
        self.adjunto.invalidate_recordset()
        self.assertRecordValues(
            self.adjunto,
            [
                {
                    "name": "oficio ñandú.pdf",
                    "raw": CONTENIDO,
                    "file_size": len(CONTENIDO),
                    "mimetype": "application/pdf",
                    "type": "binary",
                    "url": False,
                    "res_model": "nucleo.prueba",
                    "res_id": self.documento.id,
                    "res_field": False,
                    "company_id": self.company.id,
                    "public": False,
                    "clase": "principal",
                    "paginas": 3,
                    "evidencia": True,
                    "sha256": hashlib.sha256(CONTENIDO).hexdigest(),
                    "evidencia_fecha": datetime(2026, 3, 2, 15),
                    "evidencia_user_id": self.empleada.id,
                }
            ],
        )
        self.assertFalse(self.adjunto._verificar_evidencia())


@tagged("post_install", "-at_install")
class TestDocumento(DocumentoCommon):
    def test_evidence_carries_hash_size_who_and_when(self):
        self.assertIntacto()

    def test_nothing_of_it_changes_not_even_with_sudo(self):
        for adjunto in (
            self.adjunto.with_user(self.empleada),
            self.adjunto.with_user(self.administrador),
            self.adjunto.with_user(self.empleada).sudo(),
            self.adjunto.with_context(nucleo_evidencia=True),
        ):
            for campo, valor in CAMBIOS.items():
                with self.subTest(campo=campo, uid=adjunto.env.uid, su=adjunto.env.su):
                    with self.assertRaises(UserError), self.cr.savepoint():
                        adjunto.write({"description": "de paso", campo: valor})
                    with self.assertRaises(UserError), self.cr.savepoint():
                        adjunto[campo] = valor
                    self.assertIntacto()
        self.assertFalse(self.adjunto.description)

    def test_who_may_not_write_it_does_not_learn_its_name(self):
        for operacion in (lambda a: a.write({"name": "x"}), lambda a: a.unlink()):
            with self.assertRaises(AccessError) as negado, self.cr.savepoint():
                operacion(self.adjunto.with_user(self.portal))
            self.assertNotIn("ñandú", str(negado.exception))

    def test_content_sent_as_text_is_refused_with_a_sentence(self):
        with self.assertRaisesRegex(UserError, "registered document"):
            self.adjunto.write({"raw": "texto"})

    def test_writing_what_it_already_says_is_no_change(self):
        """Odoo rewrites some values when a message is posted or the store is moved."""
        self.adjunto.write({"res_model": "nucleo.prueba", "res_id": self.documento.id, "name": "oficio ñandú.pdf"})
        self.env["ir.config_parameter"].set_param("ir_attachment.location", "db")
        self.adjunto.write({"raw": self.adjunto.raw, "mimetype": self.adjunto.mimetype})
        self.assertTrue(self.adjunto.db_datas)
        self.assertIntacto()

    def test_one_evidence_protects_the_whole_batch(self):
        libre = self._adjunto(name="libre.pdf")
        with self.assertRaises(UserError), self.cr.savepoint():
            (libre | self.adjunto).write({"name": "otro.pdf"})
        with self.assertRaises(UserError), self.cr.savepoint():
            (libre | self.adjunto).unlink()
        self.assertEqual(libre.exists().name, "libre.pdf")
        libre.name = "otro.pdf"
        libre.unlink()

    def test_it_is_not_deleted(self):
        for adjunto in (
            self.adjunto.with_user(self.administrador),
            self.adjunto.sudo(),
            self.adjunto.with_context(_force_unlink=True),
        ):
            with self.assertRaisesRegex(UserError, "cannot be deleted"), self.cr.savepoint():
                adjunto.unlink()
        with self.assertRaises(UserError), self.cr.savepoint():  # it goes with its owner no more than alone
            self.documento.unlink()
        with self.assertRaises(UserError), self.cr.savepoint():
            self.documento.message_ids.unlink()
            self.adjunto._delete_and_notify()
        self.assertIntacto()

    def test_the_chatter_posts_it_and_does_not_move_it(self):
        mensaje = self.documento.with_user(self.empleada).message_post(
            body="Va el oficio", attachment_ids=self.adjunto.ids
        )
        self.assertEqual(mensaje.attachment_ids, self.adjunto)
        otro = self._documento(name="otro")
        otro.with_user(self.empleada).message_post(body="También aquí", attachment_ids=self.adjunto.ids)
        self.assertIntacto()
        with self.assertRaises(UserError), self.cr.savepoint():
            self.documento._message_update_content(mensaje, body="", attachment_ids=[])
        mensaje.unlink()
        self.assertIntacto()

    def test_nobody_makes_evidence_by_hand(self):
        falso = {
            "evidencia": True,
            "sha256": "0" * 64,
            "evidencia_fecha": "2020-01-01 00:00:00",
            "evidencia_user_id": self.ajeno.id,
        }
        porcontexto = {f"default_{campo}": valor for campo, valor in falso.items()}
        for nuevo in (self._adjunto(**falso), self.adjunto.with_context(**porcontexto).create({"name": "x"})):
            self.assertRecordValues(nuevo, [dict.fromkeys(falso, False)])
        copia = self.adjunto.copy()
        self.assertRecordValues(copia, [{"raw": CONTENIDO, "evidencia": False, "sha256": False, "clase": False}])

    def test_fixing_twice_keeps_the_first_time(self):
        with freeze_time("2026-05-05 05:05:05"):
            self.adjunto._fijar_evidencia()
        self.assertIntacto()

    def test_a_client_that_asks_for_sizes_does_not_change_the_hash(self):
        for contexto in ({"bin_size": True}, {"bin_size_raw": True}):
            adjunto = self._adjunto().with_context(**contexto)
            adjunto.invalidate_recordset()
            adjunto._fijar_evidencia()
            self.assertEqual(adjunto.sha256, hashlib.sha256(CONTENIDO).hexdigest())
            self.assertFalse(adjunto._verificar_evidencia())

    def test_a_public_attachment_becomes_private(self):
        publico = self._adjunto(public=True)
        publico._fijar_evidencia()
        self.assertFalse(publico.public)

    def test_no_public_link_opens_it(self):
        conocido = self._adjunto()
        conocido.generate_access_token()
        conocido._fijar_evidencia()
        self.assertFalse(conocido.access_token)
        for user in (self.empleada, self.administrador):
            with self.subTest(user.login), self.assertRaisesRegex(UserError, "public link"):
                self.adjunto.with_user(user).generate_access_token()
        self.assertFalse(self.adjunto.access_token)

    def test_a_link_is_no_evidence(self):
        enlace = self._adjunto(raw=False, type="url", url="https://example.com/oficio.pdf")
        with self.assertRaisesRegex(UserError, "link"):
            enlace._fijar_evidencia()

    def test_a_change_behind_the_back_of_odoo_is_found(self):
        self.env["ir.config_parameter"].set_param("ir_attachment.location", "db")
        adjunto = self._adjunto()
        adjunto._fijar_evidencia()
        self.assertFalse(adjunto._verificar_evidencia())
        self.env.flush_all()
        self.cr.execute("UPDATE ir_attachment SET db_datas = 'otra cosa' WHERE id = %s", [adjunto.id])
        adjunto.invalidate_recordset()
        self.assertEqual((adjunto | self.adjunto)._verificar_evidencia(), adjunto)


@tagged("post_install", "-at_install")
class TestDocumentoHttp(DocumentoCommon, HttpCase):
    """The same through every door of the web server, as a person who may write the document."""

    def setUp(self):
        super().setUp()
        self.authenticate("prueba_empleada", "prueba_empleada")

    def _json2(self, modelo, metodo, **cuerpo):
        clave = (
            self.env["res.users.apikeys"]
            .with_user(self.empleada)
            ._generate(
                "rpc",
                "prueba",
                datetime.now() + timedelta(hours=1),  # noqa: DTZ005
            )
        )
        with mute_logger("odoo.http"):
            return self.url_open(
                f"/json/2/{modelo}/{metodo}",
                data=json.dumps(cuerpo),
                headers={"Content-Type": "application/json", "Authorization": f"Bearer {clave}"},
            )

    def _rpc(self, ruta, **params):
        with mute_logger("odoo.http"):
            return self.make_jsonrpc_request(ruta, params)

    def _call_kw(self, metodo, *args, **kwargs):
        return self._rpc(
            f"/web/dataset/call_kw/ir.attachment/{metodo}",
            model="ir.attachment",
            method=metodo,
            args=[self.adjunto.ids, *args],
            kwargs=kwargs,
        )

    def assertNegado(self, respuesta):
        self.assertEqual(respuesta.status_code, 422, respuesta.text)
        self.assertIn("registered document", respuesta.json()["message"])

    def test_the_doors_are_open_for_what_is_no_evidence(self):
        """Else the refusals below would prove nothing."""
        libre = self._adjunto(name="libre.pdf")
        self.assertEqual(self._json2("ir.attachment", "write", ids=libre.ids, vals={"name": "1.pdf"}).status_code, 200)
        libre.invalidate_recordset()
        self.assertEqual(libre.name, "1.pdf")
        self._rpc("/mail/attachment/delete", attachment_id=libre.id)
        self.assertFalse(libre.exists())

    def test_json_2(self):
        for campo in ("raw", "datas", "name", "res_model", "res_id", "mimetype", "public"):
            valor = CAMBIOS[campo]
            valor = valor.decode() if isinstance(valor, bytes) else valor
            self.assertNegado(self._json2("ir.attachment", "write", ids=self.adjunto.ids, vals={campo: valor}))
        for contexto in ({"nucleo_evidencia": True}, {"nucleo_evidencia": {}}, {"_force_unlink": True}):
            self.assertNegado(
                self._json2("ir.attachment", "write", ids=self.adjunto.ids, vals={"name": "x"}, context=contexto)
            )
            self.assertNegado(self._json2("ir.attachment", "unlink", ids=self.adjunto.ids, context=contexto))
        for metodo in ("_fijar_evidencia", "_delete_and_notify", "_rechazar_cambio"):
            self.assertEqual(self._json2("ir.attachment", metodo, ids=self.adjunto.ids).status_code, 403)
        self.assertIntacto()

    def test_json_2_through_the_owner(self):
        orden = [Command.update(self.adjunto.id, {"name": "otro.pdf"})]
        respuesta = self._json2(
            "nucleo.prueba",
            "write",
            ids=self.documento.ids,
            vals={"message_ids": [Command.create({"attachment_ids": orden, "body": "x"})]},
        )
        self.assertNotEqual(respuesta.status_code, 200)
        self.assertNotEqual(self._json2("nucleo.prueba", "unlink", ids=self.documento.ids).status_code, 200)
        self.assertIntacto()

    def test_web_client(self):
        for metodo, args in [
            ("write", [{"name": "otro.pdf"}]),
            ("web_save", [{"datas": base64.b64encode(b"otra").decode()}, {}]),
            ("unlink", []),
        ]:
            with self.assertRaisesRegex(JsonRpcException, "UserError"):
                self._call_kw(metodo, *args)
            self.assertIntacto()

    def test_chatter(self):
        with self.assertRaisesRegex(JsonRpcException, "UserError"):
            self._rpc("/mail/attachment/delete", attachment_id=self.adjunto.id)
        mensaje = self.documento.with_user(self.empleada).message_post(
            body="Va el oficio", attachment_ids=self.adjunto.ids
        )
        with self.assertRaisesRegex(JsonRpcException, "UserError"):
            self._rpc(
                "/mail/message/update_content", message_id=mensaje.id, update_data={"body": "", "attachment_ids": []}
            )
        self.assertIntacto()

    def test_a_300_dpi_scan_comes_back_bit_for_bit(self):
        original = escaneo()
        campos = {
            "csrf_token": Request.csrf_token(self),
            "thread_id": self.documento.id,
            "thread_model": "nucleo.prueba",
        }
        por_chatter = self.url_open(
            "/mail/attachment/upload", data=campos, files={"ufile": ("oficio.jpg", original, "image/jpeg")}
        ).json()["data"]["attachment_id"]
        campos = {"csrf_token": Request.csrf_token(self), "model": "nucleo.prueba", "id": self.documento.id}
        por_formulario = self.url_open(
            "/web/binary/upload_attachment", data=campos, files={"ufile": ("oficio.jpg", original, "image/jpeg")}
        ).json()[0]["id"]
        por_rpc = self._rpc(
            "/web/dataset/call_kw/ir.attachment/create",
            model="ir.attachment",
            method="create",
            args=[
                {
                    "name": "oficio.jpg",
                    "datas": base64.b64encode(original).decode(),
                    "res_model": "nucleo.prueba",
                    "res_id": self.documento.id,
                }
            ],
            kwargs={},
        )
        for adjunto in self.env["ir.attachment"].browse([por_chatter, por_formulario, por_rpc]):
            adjunto._fijar_evidencia()
            self.assertEqual(adjunto.sha256, hashlib.sha256(original).hexdigest())
            for descarga in ("", "?download=true"):
                recibido = self.url_open(f"/web/content/{adjunto.id}{descarga}").content
                self.assertTrue(recibido == original, f"{len(recibido)} bytes instead of {len(original)}")
