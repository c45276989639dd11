"""What the verifier answers. Plain data: :meth:`Dictamen.a_json` crosses processes, pages and the evidence of a signature."""

from dataclasses import asdict, dataclass
from datetime import datetime
from importlib.metadata import version

from .credencial import Identidad

VALIDA, INVALIDA, INDETERMINADA = "VALIDA", "INVALIDA", "INDETERMINADA"
FIRMADO, SIN_FIRMA, CIFRADO, MALFORMADO = "FIRMADO", "SIN_FIRMA", "CIFRADO", "MALFORMADO"
NIVELES = ("B-B", "B-T", "B-LT", "B-LTA")

#: each makes a signature or a time-stamp INVALIDA; GAP_TAMPERED does so only to a time-stamp
PROBLEMAS = frozenset(
    (
        "MALFORMED_SIGNATURE",
        "UNSUPPORTED_SIGNATURE",
        "HASH_MISMATCH",
        "BAD_SIGNATURE",
        "WEAK_ALGORITHM",
        "PARTIAL_COVERAGE",
        "MODIFIED_AFTER_SIGNING",
        "CLONED_SIGNATURE",
        "NOT_FIEL",
        "UNTRUSTED",
        "NOT_YET_VALID",
        "EXPIRED",
        "AC_NOT_VALID",
        "REVOKED",
        "TIMESTAMP_INVALID",
        "GAP_TAMPERED",
    )
)
#: each leaves a signature without problems INDETERMINADA
AVISOS = frozenset(
    ("NO_TIMESTAMP", "NO_REVOCATION_PROOF", "ARCHIVE_TIMESTAMP_INVALID", "GAP_TAMPERED", "TRAILING_DATA")
)


@dataclass(frozen=True, slots=True)
class DictamenSello:
    """One archive time-stamp (``/DocTimeStamp``).

    ``momento``: what it proves, None when it proves nothing. ``autoridad``: common name of the TSA.
    """

    campo: str
    veredicto: str
    momento: datetime | None
    autoridad: str
    problemas: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class DictamenFirma:
    """One signature.

    - ``veredicto``: VALIDA, INVALIDA (there are ``problemas``) or INDETERMINADA (there are ``avisos``).
    - ``nivel``: one of :data:`NIVELES`, what the file itself proves.
    - ``identidad``: whom the certificate names, believable only when VALIDA; None when there is no certificate.
    - ``momento``: the earliest trusted time at which the signature existed; ``declarado``: what the file claims.
    - ``revocacion``: ``vigente``, ``revocado`` or ``desconocido`` at ``momento``.
    - ``autoridad``: SHA-256 (hexadecimal) of the trusted certificate behind the signer's.
    - ``cobertura``: ``archivo`` (to its last byte), ``revision`` (permitted additions follow) or ``parcial``.
    """

    campo: str
    veredicto: str
    nivel: str
    identidad: Identidad | None
    momento: datetime | None
    declarado: datetime | None
    revocacion: str
    autoridad: str
    cobertura: str
    problemas: tuple[str, ...]
    avisos: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Dictamen:
    """The whole document: FIRMADO, SIN_FIRMA, CIFRADO or MALFORMADO, judged at ``ahora``."""

    documento: str
    ahora: datetime
    firmas: tuple[DictamenFirma, ...] = ()
    sellos: tuple[DictamenSello, ...] = ()
    detalle: str = ""

    @property
    def valido(self) -> bool:
        """There is a signature, and every one is VALIDA."""
        return bool(self.firmas) and all(firma.veredicto == VALIDA for firma in self.firmas)

    def a_json(self) -> dict:
        """Dates in ISO 8601, tuples as lists, ``valido``, and the versions of what judged."""
        return _plano(asdict(self)) | {
            "valido": self.valido,
            "motor": {nombre: version(nombre) for nombre in ("pyhanko", "cryptography")},
        }


def _plano(valor):
    if isinstance(valor, dict):
        return {clave: _plano(uno) for clave, uno in valor.items()}
    if isinstance(valor, list | tuple):
        return [_plano(uno) for uno in valor]
    return valor.isoformat() if isinstance(valor, datetime) else valor
