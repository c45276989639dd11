"""The file of a piece: all that happened to it, and to whom its proofs are shown."""

import hashlib
from base64 import b64encode

from freezegun import freeze_time

from odoo.exceptions import AccessError
from odoo.tests import tagged

from .envios_comun import EnviosCommon
from .lector_pdf import imagenes, leer, png, textos


@tagged("post_install", "-at_install")
class TestExpediente(EnviosCommon):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.company.partner_id.write({"lang": "en_US", "tz": "America/Mexico_City"})

    def expediente(self, piezas, user):
        Report = self.como(self.env["ir.actions.report"], user)
        return Report._render_qweb_pdf("mensajeria.report_expediente", piezas.ids)[0]

    def adjunto(self, nombre, contenido):
        adjunto = self.env["ir.attachment"].create({"name": nombre, "datas": b64encode(contenido)})
        adjunto._fijar_evidencia()
        return adjunto

    def con_historia(self):
        """A piece that was tried once, with a photo, told late by the phone, and then delivered."""
        relacion = self.en_ruta()
        pieza = relacion.linea_ids.envio_id
        self.foto = self.adjunto("puerta.png", png("blue", 40))
        with freeze_time("2026-03-03 18:00:00"):
            pieza._registrar_evento(
                "intento_fallido", origen="movil", uuid_cliente="u1", fecha_dispositivo="2026-03-03 16:00:00",
                motivo_id=self.ausente.id, foto_ids=[self.foto.id], latitud=19.43261, longitud=-99.13321, precision=12,
            )  # fmt: skip
        with freeze_time("2026-03-04 18:00:00"):
            self.como(pieza, self.op_local).action_registrar("en_reparto")
            self.entregar(pieza)
        self.sello = self.adjunto("sello.pdf", b"%PDF-1.4\n%%EOF")
        relacion.sudo().evidencia_ids = self.sello
        return pieza

    def test_tells_everything_in_order(self):
        pieza = self.con_historia()
        texto = " ".join(textos(self.expediente(pieza, self.op_local)))
        for dato in (pieza.name, "Destinatario 1", "Quien Recibe", "19.43261, -99.13321 ± 12 m"):
            self.assertIn(dato, texto)
        lugares = [
            texto.index(que) for que in ("Accepted", "Assigned", "Attempt Failed", "Delivered EMI", "Failed attempts")
        ]
        self.assertEqual(lugares, sorted(lugares))
        self.assertIn("03/03/2026 10:00", texto)  # when it happened, by the clock of the institution
        self.assertIn("known 03/03/2026 12:00", texto)

    def test_proofs_are_printed_and_embedded(self):
        pieza = self.con_historia()
        contenido = self.expediente(pieza, self.op_local)
        self.assertTrue(imagenes(contenido))
        incluidos = {nombre: partes[0] for nombre, partes in leer(contenido).attachments.items()}
        self.assertEqual(incluidos, {"01-puerta.png": png("blue", 40), "02-sello.pdf": b"%PDF-1.4\n%%EOF"})
        texto = " ".join(textos(contenido)).replace(" ", "")
        self.assertIn(hashlib.sha256(png("blue", 40)).hexdigest(), texto)

    def test_proofs_of_the_phone(self):
        """The signature and the photos that the phone sent, each once."""
        pieza = self.con_historia()
        evento = pieza.evento_ids.filtered(lambda e: e.tipo == "entregado")
        firma = png("black", 30)
        prueba = self.env["mensajeria.evidencia"].sudo().create(
            {
                "evento_id": evento.id,
                "envio_id": pieza.id,
                "company_id": self.company.id,
                "tipo": "firma",
                "sha256": hashlib.sha256(firma).hexdigest(),
            }
        )  # fmt: skip
        self.assertEqual(len(pieza._evidencias()), 2)  # announced, and still on the phone
        prueba._recibir(firma)
        contenido = self.expediente(pieza, self.op_local)
        self.assertIn("Signature: Delivered", " ".join(textos(contenido)))
        self.assertEqual(len(leer(contenido).attachments), 3)

    def test_who_asked_sees_what_happened_but_no_proofs_nor_positions(self):
        pieza = self.con_historia()
        contenido = self.expediente(pieza, self.solicitante)
        texto = " ".join(textos(contenido))
        self.assertIn("Attempt Failed", texto)
        for secreto in ("19.43261", "puerta.png", "SHA-256"):
            self.assertNotIn(secreto, texto)
        self.assertFalse(leer(contenido).attachments)

    def test_nobody_else_sees_it(self):
        pieza = self.con_historia()
        self.mensajero.suplente_id = False  # who substitutes may have to take the route
        for user in (self.op_sepomex, self.repartidora, self.administrador_b):
            with self.subTest(user=user.login), self.assertRaises(AccessError):
                self.expediente(pieza, user)

    def test_what_was_corrected_stays_visible(self):
        pieza = self.con_historia()
        self.como(pieza, self.op_local).action_corregir("Se entregó otra")
        texto = " ".join(textos(self.expediente(pieza, self.op_local)))
        self.assertIn("Corrected later", texto)
        self.assertIn("Se entregó otra", texto)
