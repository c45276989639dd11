"""The services of the demo authority over HTTP, on this machine only. PRUEBA SIN VALIDEZ.

Knows nothing of Odoo: :mod:`.servicios` is the program that runs it, and tests put faults into it.
"""

import threading
from collections.abc import Callable
from contextlib import suppress
from datetime import datetime, timezone
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

from asn1crypto import ocsp

from .pki import Pki
from .pki_formatos import Par
from .respondedores import Proveedora, Selladora, error_ocsp, respuesta_ocsp

TIPOS = {
    "ocsp": "application/ocsp-response",
    "tsa": "application/timestamp-reply",
    "psc": "application/timestamp-reply",
}
#: bytes of a request; the largest known has three hundred
LARGO_PETICION = 65_536


class Manejador(BaseHTTPRequestHandler):
    """One request: ``POST /SERVICE``."""

    server_version = "PRUEBA-SIN-VALIDEZ"
    servicios: "Servicios"

    def log_message(self, *args):
        """Nobody reads it."""

    def do_POST(self):
        cuerpo = self.rfile.read(min(int(self.headers["Content-Length"]), LARGO_PETICION))
        respuesta = self.servicios.responder(self.path.lstrip("/"), cuerpo)
        with suppress(ConnectionError):  # the client did not wait
            self.contestar(*respuesta)

    def contestar(self, estado: int, tipo: str, cuerpo: bytes):
        self.send_response(estado)
        self.send_header("Content-Type", tipo)
        self.send_header("Content-Length", str(len(cuerpo)))
        self.end_headers()
        self.escribir(cuerpo)

    def escribir(self, cuerpo: bytes):
        self.wfile.write(cuerpo)


class Servicios:
    """HTTP server with ``/ocsp``, ``/tsa`` and ``/psc`` of one hierarchy; close it with :meth:`cerrar`.

    :param reloj: gives the time of the answers
    :param puerto: 0 takes any that is free
    :raises OSError: somebody else listens on the port
    """

    manejador = Manejador

    def __init__(self, pki: Pki, *, reloj: Callable[[], datetime] | None = None, puerto: int = 0):
        self.pki = pki
        self.reloj = reloj or (lambda: datetime.now(timezone.utc))
        manejador = type(self.manejador.__name__, (self.manejador,), {"servicios": self})
        self._servidor = ThreadingHTTPServer(("127.0.0.1", puerto), manejador)
        self._hilo = threading.Thread(target=self._servidor.serve_forever, kwargs={"poll_interval": 0.05}, daemon=True)
        self._hilo.start()
        self.puerto = self._servidor.server_address[1]
        self.url = f"http://127.0.0.1:{self.puerto}"
        self.ocsp_url, self.tsa_url, self.psc_url = (f"{self.url}/{servicio}" for servicio in TIPOS)

    def cerrar(self):
        """Stop listening; may be called twice."""
        self._servidor.shutdown()
        self._servidor.server_close()
        self._hilo.join()

    def responder(self, servicio: str, cuerpo: bytes) -> tuple[int, str, bytes]:
        """(HTTP status, content type, body) for one request."""
        if servicio not in TIPOS:
            return 404, "text/plain", b""
        try:
            return 200, TIPOS[servicio], getattr(self, servicio)(cuerpo)
        except (TypeError, ValueError):  # asn1crypto's way to say that it is none
            return 400, "text/plain", b""

    # What each answers

    def ocsp(self, cuerpo: bytes) -> bytes:
        """OCSP: of those whom :attr:`Pki.ac` issued, as SAT's responder does."""
        peticion = ocsp.OCSPRequest.load(cuerpo)
        cert_id = peticion["tbs_request"]["request_list"][0]["req_cert"]
        if cert_id["issuer_key_hash"].native != self.pki.ac.cert.public_key.sha1:
            return error_ocsp("try_later")
        estado, revocado_en = self.estado_de(cert_id["serial_number"].native)
        respondedor, algoritmo = self.respondedor()
        return respuesta_ocsp(
            cert_id,
            respondedor,
            ahora=self.reloj(),
            estado=estado,
            revocado_en=revocado_en,
            algoritmo=algoritmo,
            nonce=peticion.nonce_value.native if peticion.nonce_value else None,
        )

    def estado_de(self, numero: int) -> tuple[str, datetime | None]:
        """``good``, ``unknown``, or ``revoked`` and since when, of a serial number."""
        return "good", None

    def respondedor(self) -> tuple[Par, str]:
        """Who signs the OCSP answers, and with which digest."""
        return self.pki.ocsp_sat, "sha1"

    def tsa(self, cuerpo: bytes) -> bytes:
        """RFC 3161."""
        return Selladora(self.pki.tsa, reloj=self.reloj).responder(cuerpo)

    def psc(self, cuerpo: bytes) -> bytes:
        """Constancies of NOM-151."""
        return Proveedora(self.pki.psc, reloj=self.reloj).responder(cuerpo)
