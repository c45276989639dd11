import ipaddress
import os
import ssl
import threading
from datetime import timedelta
from http.server import BaseHTTPRequestHandler, HTTPServer
from pathlib import Path
from tempfile import TemporaryDirectory
from unittest.mock import patch

from cryptography import x509 as cx
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.serialization import Encoding, NoEncryption, PrivateFormat

from odoo.tests import tagged

from ..demo.pki_formatos import clave_nueva
from ..tools.firma.red import ErrorDeRed, publicar
from .firma_casos import FirmaCase, FirmaServiciosCase

#: RFC 2409's second group: the 1024 bits that old servers still offer
DH_1024 = """-----BEGIN DH PARAMETERS-----
MIGHAoGBAP//////////yQ/aoiFowjTExmKLgNwc0SkCTgiKZ8x0Agu+pjsTmyJR
Sgh5jjQE3e+VGbPNOkMbMCsKbfJfFDdP4TVtbVHCReSFtXZiXn7G9ExC6aY37WsL
/1y29Aa37e44a/taiZ+lrp8kEXxLH+ZJKGZR7OZTgf//////////AgEC
-----END DH PARAMETERS-----
"""


@tagged("post_install", "-at_install")
class TestPublicar(FirmaServiciosCase):
    def publicar(self, url=None, **datos):
        return publicar(url or self.servicios.tsa_url, b"x", tipo="text/plain", plazo=10, **datos)

    def rechazada(self, comienzo, *args, **datos):
        with self.assertRaisesRegex(ErrorDeRed, f"^{comienzo}") as visto:
            self.publicar(*args, **datos)
        return str(visto.exception)

    def test_answer(self):
        self.servicios.falla["tsa"] = "basura"
        respuesta = self.publicar()
        self.assertEqual(
            (respuesta.tipo, respuesta.cuerpo), ("application/timestamp-reply", b"<html>Bienvenido</html>")
        )

    def test_content_type_without_parameters(self):
        self.servicios.responder = lambda servicio, cuerpo: (200, "Application/Timestamp-Reply; charset=utf-8", b"")
        self.assertEqual(self.publicar().tipo, "application/timestamp-reply")

    def test_size(self):
        for largo in (65_536, 65_537):
            self.servicios.responder = lambda servicio, cuerpo, largo=largo: (200, "text/plain", bytes(largo))
            if largo == 65_536:
                self.assertEqual(len(self.publicar().cuerpo), largo)
            else:
                self.rechazada("answer too large")

    def test_addresses(self):
        for url in ("file:///etc/passwd", "ftp://prueba.invalid", "prueba.invalid", ""):
            with self.subTest(url), self.assertRaises(ErrorDeRed):
                publicar(url, b"", tipo="text/plain", plazo=10)

    def test_credentials_only_where_nobody_listens(self):
        """Refused before anything is sent."""
        with patch("requests.Session.send") as enviar:
            texto = self.rechazada("credentials", "http://tsa.prueba.invalid/", acceso=("usuario", "secreta"))
        enviar.assert_not_called()
        self.assertNotIn("secreta", texto)

    def test_credentials(self):
        self.servicios.falla["tsa"] = "vacia"
        self.servicios.acceso = ("usuario", "señal")
        self.rechazada("status 401")
        self.rechazada("status 401", acceso=("usuario", "otra"))
        self.assertTrue(self.publicar(acceso=("usuario", "señal")))


class ServidorViejo:
    """HTTPS as SAT's: TLS 1.2, prefers Diffie-Hellman of 1024 bits, also has elliptic curves."""

    def __init__(self, carpeta: Path, desde):
        clave, nombre = clave_nueva(), cx.Name([cx.NameAttribute(cx.NameOID.COMMON_NAME, "127.0.0.1")])
        cert = (
            cx.CertificateBuilder()
            .subject_name(nombre)
            .issuer_name(nombre)
            .public_key(clave.public_key())
            .serial_number(1)
            .not_valid_before(desde - timedelta(days=1))
            .not_valid_after(desde + timedelta(days=1))
            .add_extension(cx.SubjectAlternativeName([cx.IPAddress(ipaddress.ip_address("127.0.0.1"))]), False)
            .add_extension(cx.BasicConstraints(True, None), True)
            .sign(clave, hashes.SHA256())
        )
        self.cert = carpeta / "cert.pem"
        self.cert.write_bytes(cert.public_bytes(Encoding.PEM))
        privada = carpeta / "clave.pem"
        privada.write_bytes(clave.private_bytes(Encoding.PEM, PrivateFormat.PKCS8, NoEncryption()))
        (carpeta / "dh.pem").write_text(DH_1024)
        contexto = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
        contexto.maximum_version = ssl.TLSVersion.TLSv1_2
        contexto.set_ciphers("DHE-RSA-AES256-GCM-SHA384:ECDHE-RSA-AES256-GCM-SHA384:@SECLEVEL=0")
        contexto.options |= ssl.OP_CIPHER_SERVER_PREFERENCE
        contexto.load_dh_params(carpeta / "dh.pem")
        contexto.load_cert_chain(self.cert, privada)
        self.http = HTTPServer(("127.0.0.1", 0), _Eco)
        self.http.handle_error = lambda *args: None
        self.http.socket = contexto.wrap_socket(self.http.socket, server_side=True)
        self.url = f"https://127.0.0.1:{self.http.server_address[1]}/"
        self.hilo = threading.Thread(target=self.http.serve_forever, kwargs={"poll_interval": 0.05}, daemon=True)
        self.hilo.start()

    def cerrar(self):
        self.http.shutdown()
        self.http.server_close()
        self.hilo.join()


class _Eco(BaseHTTPRequestHandler):
    def log_message(self, *args):
        """Tests do not talk."""

    def do_POST(self):
        cuerpo = self.rfile.read(int(self.headers["Content-Length"]))
        self.send_response(200)
        self.send_header("Content-Length", str(len(cuerpo)))
        self.end_headers()
        self.wfile.write(cuerpo)


@tagged("post_install", "-at_install")
class TestTls(FirmaCase):
    def setUp(self):
        super().setUp()
        carpeta = TemporaryDirectory()
        self.addCleanup(carpeta.cleanup)
        self.servidor = ServidorViejo(Path(carpeta.name), self.ahora)
        self.addCleanup(self.servidor.cerrar)

    def publicar(self):
        return publicar(self.servidor.url, b"hola", tipo="text/plain", plazo=5)

    def test_server_that_offers_weak_keys(self):
        with patch.dict(os.environ, {"REQUESTS_CA_BUNDLE": str(self.servidor.cert)}):
            self.assertEqual(self.publicar().cuerpo, b"hola")
            with patch("odoo.addons.correspondencia_entrada.tools.firma.red.CIFRADOS", "DEFAULT"):
                with self.assertRaisesRegex(ErrorDeRed, "SSLError"):
                    self.publicar()

    def test_server_that_nobody_vouches_for(self):
        with self.assertRaisesRegex(ErrorDeRed, "SSLError"):
            self.publicar()
