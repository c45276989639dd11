"""Constancies of conservation (NOM-151-SCFI-2016): ask a provider for one and prove one.

A constancy is a time-stamp token over the hash of a document, with a policy of the provider and two extensions
(annex A.7), signed by a certificate that Secretaría de Economía's root vouches for. Providers charge each one: whoever
asks makes sure not to ask twice for one document.
"""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime, timedelta, timezone
from typing import Protocol

from asn1crypto import cms, core

from .asn1 import ERRORES_DE_LECTURA
from .confianza import Confianza
from .errores import FirmaError
from .red import LARGO_RESPUESTA, ErrorDeRed
from .sello_tiempo import exigir_hora
from .tst import Sello, TokenInvalido, pedir, verificar

PLAZO = 30.0
HOLGURA = timedelta(minutes=2)
_NUMERO = "2.5.4.5"
_INICIO = "2.16.484.101.10.316.20.37.1117"


@dataclass(frozen=True, slots=True)
class Constancia:
    """What a good constancy says.

    - ``folio``: the provider's number, as printed on its certificates of constancy.
    - ``momento``: instant of issue; ``inicio``: of the start of conservation, if stated. With time zone.
    - ``politica``: OID under which it was issued.
    - ``proveedor``: common name of who signed it.
    - ``sha256``: hash of the document, in hexadecimal.
    """

    folio: str
    momento: datetime
    inicio: datetime | None
    politica: str
    proveedor: str
    sha256: str


class Psc(Protocol):
    """A provider of constancies, whatever it speaks."""

    def constancia(self, digest: bytes) -> bytes:
        """Token (DER) over a SHA-256 digest of 32 bytes.

        :raises FirmaError: PSC_UNAVAILABLE, CONSTANCY_INVALID, CLOCK_SKEW
        """
        ...


class PscHttp:
    """A provider that speaks RFC 3161 over HTTP. ``llamadas`` counts the constancies asked for.

    :param url: ``https://``
    :param confianza: knows whose constancies count (role ``psc``)
    :param politicas: OIDs that the entity accepts
    :param usuario: for basic authentication, with ``clave``
    :param plazo: seconds for one constancy
    """

    def __init__(
        self,
        url: str,
        confianza: Confianza,
        politicas: Collection[str],
        *,
        usuario: str | None = None,
        clave: str | None = None,
        plazo: float = PLAZO,
    ):
        self.url = url
        self.llamadas = 0
        self._confianza = confianza
        self._politicas = frozenset(politicas)
        self._acceso = (usuario, clave or "") if usuario else None
        self._plazo = plazo

    def constancia(self, digest: bytes) -> bytes:
        """As :meth:`Psc.constancia`; the token is proved."""
        self.llamadas += 1
        antes = datetime.now(timezone.utc)
        try:
            token, nonce = pedir(self.url, digest, algoritmo="sha256", plazo=self._plazo, acceso=self._acceso)
        except ErrorDeRed as error:
            raise FirmaError("PSC_UNAVAILABLE", str(error)) from None
        except TokenInvalido as error:
            raise FirmaError("CONSTANCY_INVALID", str(error)) from None
        probada = _probar(token, digest, self._confianza, self._politicas, nonce)
        exigir_hora(probada.momento, antes, HOLGURA)
        return token.dump()


def verificar_constancia(token: bytes, digest: bytes, confianza: Confianza, politicas: Collection[str]) -> Constancia:
    """What a constancy says, once it is proved that a provider issued it over that digest.

    :param token: DER
    :param digest: SHA-256 of the document, 32 bytes
    :param politicas: OIDs that the entity accepts
    :raises FirmaError: CONSTANCY_INVALID
    """
    if len(token) > LARGO_RESPUESTA:
        raise FirmaError("CONSTANCY_INVALID", f"{len(token)} bytes")
    try:
        leido = cms.ContentInfo.load(token, strict=True)
    except ERRORES_DE_LECTURA as error:
        raise FirmaError("CONSTANCY_INVALID", type(error).__name__) from None
    return _probar(leido, digest, confianza, politicas, None)


def _probar(
    token: cms.ContentInfo, digest: bytes, confianza: Confianza, politicas: Collection[str], nonce: int | None
) -> Constancia:
    try:
        sello = verificar(token, digest, algoritmo="sha256", confianza=confianza, rol="psc", nonce=nonce)
        folio, inicio = _folio(sello), _inicio(sello)
    except (TokenInvalido, *ERRORES_DE_LECTURA) as error:
        raise FirmaError("CONSTANCY_INVALID", str(error)) from None
    if sello.politica not in politicas:
        raise FirmaError("CONSTANCY_INVALID", f"policy {sello.politica}")
    return Constancia(
        folio=folio,
        momento=sello.momento,
        inicio=inicio,
        politica=sello.politica,
        proveedor=str(sello.firmante.subject.native.get("common_name", "")),
        sha256=digest.hex(),
    )


def _folio(sello: Sello) -> str:
    """The X.520 serial number that annex A.7 asks for, or else the token's own in hexadecimal."""
    if _NUMERO in sello.extensiones:
        return str(core.load(sello.extensiones[_NUMERO], strict=True).native)
    return f"{sello.numero:X}"


def _inicio(sello: Sello) -> datetime | None:
    if _INICIO not in sello.extensiones:
        return None
    return core.GeneralizedTime.load(sello.extensiones[_INICIO], strict=True).native
