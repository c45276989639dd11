"""Client of a time-stamping authority for pyHanko, stricter than pyHanko's own.

pyHanko's takes any answer with the right nonce: it looks neither at the imprint nor at the signature, the clock or
who signs, and puts the token in the document all the same.
"""

from datetime import datetime, timedelta, timezone

from asn1crypto import cms
from pyhanko.sign.timestamps import TimeStamper

from . import asn1  # noqa: F401 (teaches asn1crypto to read the names)
from .confianza import Confianza
from .errores import FirmaError
from .red import ErrorDeRed
from .tst import TokenInvalido, pedir, verificar

PLAZO = 10.0
HOLGURA = timedelta(minutes=2)


class SelladorHttp(TimeStamper):
    """A time-stamping authority over HTTP (RFC 3161).

    :param url: ``https://``, or ``http://`` where the authority asks for no password
    :param confianza: knows whose stamps count (role ``tsa``)
    :param usuario: for basic authentication, with ``clave``
    :param plazo: seconds for one stamp
    :param holgura: by how much the authority's clock and this one may differ

    ``llamadas`` counts the stamps asked for: authorities charge each one.
    """

    def __init__(
        self,
        url: str,
        confianza: Confianza,
        *,
        usuario: str | None = None,
        clave: str | None = None,
        plazo: float = PLAZO,
        holgura: timedelta = HOLGURA,
    ):
        super().__init__()
        self.url = url
        self.llamadas = 0
        self._confianza = confianza
        self._acceso = (usuario, clave or "") if usuario else None
        self._plazo = plazo
        self._holgura = holgura

    async def async_timestamp(self, message_digest: bytes, md_algorithm: str) -> cms.ContentInfo:
        """Called by pyHanko. Blocks its loop, in which nothing else runs."""
        return self.sellar(message_digest, md_algorithm)

    def sellar(self, digest: bytes, algoritmo: str = "sha256") -> cms.ContentInfo:
        """A proved token over a digest.

        :param algoritmo: of the digest: sha256, sha384 or sha512
        :raises FirmaError: TSA_UNAVAILABLE, TSA_INVALID, CLOCK_SKEW
        """
        self.llamadas += 1
        antes = datetime.now(timezone.utc)
        try:
            token, nonce = pedir(self.url, digest, algoritmo=algoritmo, plazo=self._plazo, acceso=self._acceso)
            der = token.dump()
            sello = verificar(token, digest, algoritmo=algoritmo, confianza=self._confianza, rol="tsa", nonce=nonce)
        except ErrorDeRed as error:
            raise FirmaError("TSA_UNAVAILABLE", str(error)) from None
        except TokenInvalido as error:
            raise FirmaError("TSA_INVALID", str(error)) from None
        exigir_hora(sello.momento, antes, self._holgura)
        # unread: asn1crypto writes anew whatever was read of a token, which pyHanko asks it for dozens of times
        return cms.ContentInfo.load(der)


def exigir_hora(momento: datetime, antes: datetime, holgura: timedelta) -> None:
    """Refuse a token whose time is not that of the request, which was made at ``antes`` and is answered now.

    :raises FirmaError: CLOCK_SKEW
    """
    if not antes - holgura <= momento <= datetime.now(timezone.utc) + holgura:
        raise FirmaError("CLOCK_SKEW", f"{(momento - antes).total_seconds():.0f} seconds")
