"""Services of the demo authority on a loopback port, with the faults that the real ones have."""

import base64
import threading
from collections import Counter
from collections.abc import Callable
from datetime import datetime, timedelta, timezone
from functools import cache

from asn1crypto import core, ocsp, tsp

from ..demo.pki import Pki
from ..demo.pki_formatos import Par
from ..demo.respondedores import Proveedora, Selladora, error_ocsp
from ..demo.servidor import TIPOS, Manejador
from ..demo.servidor import Servicios as ServiciosDemo

ENORME = 3_000_000
#: TimeStampResp with a status and no token (asn1crypto wants one always)
RECHAZO = core.SequenceOf(
    [tsp.PKIStatusInfo({"status": "rejection", "status_string": ["sin saldo"]})], spec=tsp.PKIStatusInfo
).dump()


@cache
def pki_de_prueba() -> Pki:
    """The hierarchy that all the tests of one process share."""
    return Pki(datetime.now(timezone.utc).replace(microsecond=0))


class ManejadorConFallas(Manejador):
    """Asks for credentials, redirects, and answers drop by drop."""

    def do_POST(self):
        if self.path == "/ocsp" or self.servicios.deja_pasar(self.headers.get("Authorization")):
            super().do_POST()
        else:
            self.rfile.read(int(self.headers["Content-Length"]))
            self.contestar(401, "text/plain", b"")

    def end_headers(self):
        if self.falla() == "redirige":
            self.send_header("Location", self.path)
        super().end_headers()

    def escribir(self, cuerpo: bytes):
        if self.falla() != "gotea":
            super().escribir(cuerpo)
            return
        for inicio in range(0, len(cuerpo), 10):
            super().escribir(cuerpo[inicio : inicio + 10])
            self.servicios.cierre.wait(0.1)

    def falla(self) -> str | None:
        return self.servicios.falla.get(self.path.lstrip("/"))


class Servicios(ServiciosDemo):
    """The demo's own, which also can

    - ``llamadas``: tell how often each was asked;
    - ``falla[service]``: fail in one of the ways of :attr:`FALLAS` until it is taken out;
    - ``revocados``: know the instant of revocation by serial number, and ``desconocidos``: not know serial numbers;
    - ``perfil``: be ``sat`` (SHA-1, no *nocheck*, one minute) or ``conforme``;
    - ``acceso``: ask for (user, password) at ``/tsa`` and ``/psc``; None asks for nothing.
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
    manejador = ManejadorConFallas

    def __init__(self, pki: Pki, *, reloj: Callable[[], datetime] | None = None):
        self.llamadas = Counter()
        self.falla: dict[str, str] = {}
        self.revocados: dict[int, datetime] = {}
        self.desconocidos: set[int] = set()
        self.perfil = "sat"
        self.acceso: tuple[str, str] | None = None
        self.cierre = threading.Event()
        super().__init__(pki, reloj=reloj)

    def cerrar(self):
        """Let slow answers go and stop listening; may be called twice."""
        self.cierre.set()
        super().cerrar()

    def deja_pasar(self, autorizacion: str | None) -> bool:
        """Whether the Authorization header is the one that ``acceso`` wants."""
        if self.acceso is None:
            return True
        esperado = base64.b64encode(":".join(self.acceso).encode()).decode()
        return autorizacion == f"Basic {esperado}"

    def responder(self, servicio: str, cuerpo: bytes) -> tuple[int, str, bytes]:
        self.llamadas[servicio] += 1
        falla = self.falla.get(servicio)
        if falla == "caida":
            return 503, "text/plain", b"Service Unavailable"
        if falla == "redirige":
            return 302, "text/plain", b""
        if falla == "lenta":
            self.cierre.wait(12)
        tipo = "application/timestamp-response" if falla == "tipo" else TIPOS[servicio]
        comunes = {"enorme": b"\x30" * ENORME, "basura": b"<html>Bienvenido</html>", "vacia": b""}
        if falla in comunes:
            return 200, tipo, comunes[falla]
        estado, _tipo, respuesta = super().responder(servicio, cuerpo)
        return estado, tipo, respuesta

    def ocsp(self, cuerpo: bytes) -> bytes:
        falla = self.falla.get("ocsp")
        if falla == "try_later":
            return error_ocsp("try_later")
        if falla == "otro":
            peticion = ocsp.OCSPRequest.load(cuerpo)
            cert_id = peticion["tbs_request"]["request_list"][0]["req_cert"]
            cert_id["serial_number"] = cert_id["serial_number"].native + 1
            cuerpo = peticion.dump(force=True)
        return super().ocsp(cuerpo)

    def estado_de(self, numero: int) -> tuple[str, datetime | None]:
        if numero in self.revocados:
            return "revoked", self.revocados[numero]
        return "unknown" if numero in self.desconocidos else "good", None

    def respondedor(self) -> tuple[Par, str]:
        return super().respondedor() if self.perfil == "sat" else (self.pki.ocsp_conforme, "sha256")

    def tsa(self, cuerpo: bytes) -> bytes:
        return self._sello(Selladora, self.pki.tsa, cuerpo, self.falla.get("tsa"))

    def psc(self, cuerpo: bytes) -> bytes:
        return self._sello(Proveedora, self.pki.psc, cuerpo, self.falla.get("psc"))

    def _sello(self, clase: type[Selladora], par: Par, cuerpo: bytes, falla: str | None) -> bytes:
        if falla == "rechazo":
            return RECHAZO
        peticion = tsp.TimeStampReq.load(cuerpo)
        if falla == "nonce":
            peticion["nonce"] = peticion["nonce"].native + 1
        if falla == "huella":
            huella = peticion["message_imprint"]["hashed_message"].native
            peticion["message_imprint"]["hashed_message"] = bytes(len(huella))
        adelanto = timedelta(minutes=5) if falla == "reloj" else timedelta()
        if falla == "ajena":
            par = self.pki.tsa_ajena
        return clase(par, reloj=lambda: self.reloj() + adelanto).responder(peticion.dump(force=True))
