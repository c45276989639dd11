"""Services of the demo authority on a loopback port, with the faults that the real ones have."""

import base64
import threading
from collections import Counter
from collections.abc import Callable
from contextlib import suppress
from datetime import datetime, timedelta, timezone
from functools import cache
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

from asn1crypto import core, ocsp, tsp

from ..demo.pki import Pki
from ..demo.respondedores import Proveedora, Selladora, error_ocsp, respuesta_ocsp

TIPOS = {
    "ocsp": "application/ocsp-response",
    "tsa": "application/timestamp-reply",
    "psc": "application/timestamp-reply",
}
ENORME = 3_000_000
#: TimeStampResp with a status and no token (asn1crypto wants one always)
RECHAZO = core.SequenceOf(
    [tsp.PKIStatusInfo({"status": "rejection", "status_string": ["sin saldo"]})], spec=tsp.PKIStatusInfo
).dump()


@cache
def pki_de_prueba() -> Pki:
    """The hierarchy that all the tests of one process share."""
    return Pki(datetime.now(timezone.utc).replace(microsecond=0))


class Servicios:
    """HTTP server with ``/ocsp``, ``/tsa`` and ``/psc``; close it with :meth:`cerrar`.

    - ``llamadas``: how often each was asked.
    - ``falla[service]``: one of :attr:`FALLAS` until it is taken out.
    - ``revocados``: instant of revocation by serial number; ``desconocidos``: serial numbers.
    - ``perfil``: ``sat`` (SHA-1, no *nocheck*, one minute) or ``conforme``.
    - ``acceso``: (user, password) that ``/tsa`` and ``/psc`` ask for; None asks for nothing.
    - ``reloj``: gives the time of the answers.
    """

    FALLAS = {
        "*": {
            "caida": "503",
            "tipo": "another content type",
            "lenta": "no answer until the server closes, or twelve seconds",
            "enorme": "three megabytes",
            "basura": "not ASN.1",
            "vacia": "no body",
            "gotea": "ten bytes every tenth of a second",
            "redirige": "302 to itself",
        },
        "ocsp": {"try_later": "SAT's answer to what it does not understand", "otro": "about another certificate"},
        "tsa": {
            "rechazo": "status rejection",
            "nonce": "another nonce",
            "huella": "another imprint",
            "reloj": "five minutes ahead",
            "ajena": "signed by a TSA that nobody trusts",
        },
    }

    def __init__(self, pki: Pki, *, reloj: Callable[[], datetime] | None = None):
        self.pki = pki
        self.reloj = reloj or (lambda: datetime.now(timezone.utc))
        self.llamadas = Counter()
        self.falla: dict[str, str] = {}
        self.revocados: dict[int, datetime] = {}
        self.desconocidos: set[int] = set()
        self.perfil = "sat"
        self.acceso: tuple[str, str] | None = None
        self.cierre = threading.Event()
        self._servidor = ThreadingHTTPServer(("127.0.0.1", 0), self._manejador())
        self._hilo = threading.Thread(target=self._servidor.serve_forever, kwargs={"poll_interval": 0.05}, daemon=True)
        self._hilo.start()
        base = f"http://127.0.0.1:{self._servidor.server_address[1]}"
        self.ocsp_url, self.tsa_url, self.psc_url = f"{base}/ocsp", f"{base}/tsa", f"{base}/psc"

    def cerrar(self):
        """Let slow answers go and stop listening; may be called twice."""
        self.cierre.set()
        self._servidor.shutdown()
        self._servidor.server_close()
        self._hilo.join()

    def responder(self, servicio: str, cuerpo: bytes) -> tuple[int, str, bytes]:
        """(HTTP status, content type, body) for one request."""
        self.llamadas[servicio] += 1
        falla = self.falla.get(servicio)
        if falla == "caida":
            return 503, "text/plain", b"Service Unavailable"
        if falla == "redirige":
            return 302, "text/plain", b""
        if falla == "lenta":
            self.cierre.wait(12)
        comunes = {"enorme": b"\x30" * ENORME, "basura": b"<html>Bienvenido</html>", "vacia": b""}
        tipo = "application/timestamp-response" if falla == "tipo" else TIPOS[servicio]
        if falla in comunes:
            return 200, tipo, comunes[falla]
        respuesta = self._ocsp(cuerpo, falla) if servicio == "ocsp" else self._sello(servicio, cuerpo, falla)
        return 200, tipo, respuesta

    def _ocsp(self, cuerpo: bytes, falla: str | None) -> bytes:
        peticion = ocsp.OCSPRequest.load(cuerpo)
        cert_id = peticion["tbs_request"]["request_list"][0]["req_cert"]
        if falla == "try_later" or cert_id["issuer_key_hash"].native != self.pki.ac.cert.public_key.sha1:
            return error_ocsp("try_later")
        numero = cert_id["serial_number"].native
        if falla == "otro":
            cert_id = cert_id.copy()
            cert_id["serial_number"] = numero + 1
        estado = "revoked" if numero in self.revocados else "unknown" if numero in self.desconocidos else "good"
        return respuesta_ocsp(
            cert_id,
            self.pki.ocsp_sat if self.perfil == "sat" else self.pki.ocsp_conforme,
            ahora=self.reloj(),
            estado=estado,
            revocado_en=self.revocados.get(numero),
            algoritmo="sha1" if self.perfil == "sat" else "sha256",
            nonce=peticion.nonce_value.native if peticion.nonce_value else None,
        )

    def _sello(self, servicio: str, cuerpo: bytes, falla: str | None) -> bytes:
        if falla == "rechazo":
            return RECHAZO
        peticion = tsp.TimeStampReq.load(cuerpo)
        if falla == "nonce":
            peticion["nonce"] = peticion["nonce"].native + 1
        if falla == "huella":
            huella = peticion["message_imprint"]["hashed_message"].native
            peticion["message_imprint"]["hashed_message"] = bytes(len(huella))
        adelanto = timedelta(minutes=5) if falla == "reloj" else timedelta()
        clase = Proveedora if servicio == "psc" else Selladora
        par = self.pki.tsa_ajena if falla == "ajena" else self.pki.psc if servicio == "psc" else self.pki.tsa
        return clase(par, reloj=lambda: self.reloj() + adelanto).responder(peticion.dump(force=True))

    def _manejador(self) -> type[BaseHTTPRequestHandler]:
        servicios = self

        class Manejador(BaseHTTPRequestHandler):
            def log_message(self, *args):
                """Tests do not talk."""

            def do_POST(self):
                cuerpo = self.rfile.read(int(self.headers["Content-Length"]))
                servicio = self.path.lstrip("/")
                if servicio != "ocsp" and not servicios.deja_pasar(self.headers.get("Authorization")):
                    estado, tipo, respuesta = 401, "text/plain", b""
                else:
                    estado, tipo, respuesta = servicios.responder(servicio, cuerpo)
                with suppress(ConnectionError):  # the client did not wait
                    self.contestar(estado, tipo, respuesta, servicios.falla.get(servicio) == "gotea")

            def contestar(self, estado: int, tipo: str, respuesta: bytes, gota_a_gota: bool):
                self.send_response(estado)
                self.send_header("Content-Type", tipo)
                self.send_header("Content-Length", str(len(respuesta)))
                if estado == 302:
                    self.send_header("Location", self.path)
                self.end_headers()
                if not gota_a_gota:
                    self.wfile.write(respuesta)
                    return
                for inicio in range(0, len(respuesta), 10):
                    self.wfile.write(respuesta[inicio : inicio + 10])
                    servicios.cierre.wait(0.1)

        return Manejador

    def deja_pasar(self, autorizacion: str | None) -> bool:
        """Whether the Authorization header is the one that ``acceso`` wants."""
        if self.acceso is None:
            return True
        esperado = base64.b64encode(":".join(self.acceso).encode()).decode()
        return autorizacion == f"Basic {esperado}"
