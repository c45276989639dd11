"""Whom the entity trusts: authorities as data, each with its role and the window in which it counts.

An issuer of signatures is trusted by itself, not through its root: SAT's authorities expire years before the
documents that their certificates signed (specification, §0 fact 8). Its chain is checked once, when it is registered.
"""

from base64 import b64decode, b64encode
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime

from asn1crypto import x509
from cryptography.exceptions import InvalidSignature
from cryptography.x509 import load_der_x509_certificate

from .asn1 import ERRORES_DE_LECTURA
from .errores import FirmaError

#: root, issuer of signatures, OCSP responder, time-stamping authority, provider of constancies
ROLES = frozenset(("raiz", "ac", "ocsp", "tsa", "psc"))
#: certificates from a signer to whom the entity trusts, both counted
LARGO_CAMINO = 4


@dataclass(frozen=True, slots=True)
class Autoridad:
    """An authority that the entity trusts.

    - ``rol``: one of :data:`ROLES`.
    - ``desde``, ``hasta``: when it counts, with time zone; at most the validity of the certificate.
    - ``ocsp_url``: where its certificates are asked about; SAT's say nothing of it.
    - ``sha1_hasta``: its OCSP answers signed with SHA-1 count if they were produced until then; None, never.
    - ``respondedores``: OCSP responders accepted though the authority did not issue them, or do not travel in answers.
    """

    cert: x509.Certificate
    rol: str
    desde: datetime
    hasta: datetime
    ocsp_url: str | None = None
    sha1_hasta: datetime | None = None
    respondedores: tuple[x509.Certificate, ...] = ()

    def __post_init__(self):
        if self.rol not in ROLES:
            raise LookupError(self.rol)

    def vigente(self, en: datetime) -> bool:
        """Whether it counts at an instant."""
        return self.desde <= en <= self.hasta and vigente(self.cert, en)

    def a_json(self) -> dict:
        return {
            "cert": _a_texto(self.cert),
            "rol": self.rol,
            "desde": self.desde.isoformat(),
            "hasta": self.hasta.isoformat(),
            "ocsp_url": self.ocsp_url,
            "sha1_hasta": self.sha1_hasta.isoformat() if self.sha1_hasta else None,
            "respondedores": [_a_texto(cert) for cert in self.respondedores],
        }

    @classmethod
    def de_json(cls, datos: dict) -> "Autoridad":
        sha1_hasta = datos["sha1_hasta"]
        return cls(
            cert=_de_texto(datos["cert"]),
            rol=datos["rol"],
            desde=datetime.fromisoformat(datos["desde"]),
            hasta=datetime.fromisoformat(datos["hasta"]),
            ocsp_url=datos["ocsp_url"],
            sha1_hasta=datetime.fromisoformat(sha1_hasta) if sha1_hasta else None,
            respondedores=tuple(_de_texto(texto) for texto in datos["respondedores"]),
        )


class Confianza:
    """The authorities of an entity, asked by certificate."""

    def __init__(self, autoridades: Iterable[Autoridad]):
        self.autoridades = tuple(autoridades)

    def de_rol(self, rol: str) -> tuple[Autoridad, ...]:
        return tuple(autoridad for autoridad in self.autoridades if autoridad.rol == rol)

    @property
    def ac(self) -> tuple[Autoridad, ...]:
        """Issuers of signatures."""
        return self.de_rol("ac")

    @property
    def tsa(self) -> tuple[Autoridad, ...]:
        """Time-stamping authorities, or the authorities that issue their certificates."""
        return self.de_rol("tsa")

    @property
    def psc(self) -> tuple[Autoridad, ...]:
        """Providers of constancies, or the authorities that issue their certificates."""
        return self.de_rol("psc")

    def emisor_de(self, cert: x509.Certificate, *, en: datetime | None = None) -> Autoridad:
        """The issuer of signatures that signed a certificate: its signature counts, a name alone does not.

        :param en: instant at which the authority has to count; None leaves that question to the caller
        :raises FirmaError: UNTRUSTED
        """
        for autoridad in self.ac:
            if emitido_por(cert, autoridad.cert) and (en is None or autoridad.vigente(en)):
                return autoridad
        raise FirmaError("UNTRUSTED", "no authority of the entity issued the certificate")

    def camino(
        self, cert: x509.Certificate, rol: str, *, en: datetime, otros: Sequence[x509.Certificate] = ()
    ) -> list[x509.Certificate]:
        """Certificates from ``cert`` to an authority of that role, all of them valid at an instant.

        :param cert: of an authority of the role, or issued under one
        :param otros: certificates that may lie between, untrusted
        :raises FirmaError: UNTRUSTED
        """
        anclas = [autoridad.cert for autoridad in self.de_rol(rol) if autoridad.vigente(en)]
        huellas = {ancla.dump() for ancla in anclas}
        camino = [cert]
        while vigente(camino[-1], en):
            if camino[-1].dump() in huellas:
                return camino
            if len(camino) == LARGO_CAMINO:
                break
            emisor = _emisor(camino, [*anclas, *otros])
            if emisor is None:
                break
            camino.append(emisor)
        raise FirmaError("UNTRUSTED", f"no {rol} of the entity answers for the certificate")

    def certificados_de(self, cert: x509.Certificate) -> list[x509.Certificate]:
        """The certificate, its issuer and the issuer's roots, as many as are registered, to put beside a signature."""
        cadena = [cert]
        conocidos = [autoridad.cert for autoridad in self.autoridades]
        while len(cadena) < LARGO_CAMINO and (emisor := _emisor(cadena, conocidos)):
            cadena.append(emisor)
        return cadena

    def a_json(self) -> dict:
        """Plain data for another process."""
        return {"autoridades": [autoridad.a_json() for autoridad in self.autoridades]}

    @classmethod
    def de_json(cls, datos: dict) -> "Confianza":
        return cls(Autoridad.de_json(autoridad) for autoridad in datos["autoridades"])


def vigente(cert: x509.Certificate, en: datetime) -> bool:
    """Whether an instant lies in the validity of a certificate."""
    return cert.not_valid_before <= en <= cert.not_valid_after


def emitido_por(cert: x509.Certificate, emisor: x509.Certificate) -> bool:
    """Whether ``emisor`` is an authority, has the name of the issuer of ``cert`` and signed it."""
    try:
        if cert.issuer.dump() != emisor.subject.dump() or not emisor.ca:
            return False
        if emisor.key_usage_value and "key_cert_sign" not in emisor.key_usage_value.native:
            return False
        load_der_x509_certificate(cert.dump()).verify_directly_issued_by(load_der_x509_certificate(emisor.dump()))
    except (InvalidSignature, *ERRORES_DE_LECTURA):
        return False
    return True


def _emisor(camino: list[x509.Certificate], candidatos: Iterable[x509.Certificate]) -> x509.Certificate | None:
    """Who issued the last of a path, is not in it yet, and may stand that far from its first."""
    presentes = {cert.dump() for cert in camino}
    intermedios = len(camino) - 1
    for candidato in candidatos:
        if candidato.dump() in presentes or not emitido_por(camino[-1], candidato):
            continue
        if candidato.max_path_length is None or candidato.max_path_length >= intermedios:
            return candidato
    return None


def _a_texto(cert: x509.Certificate) -> str:
    return b64encode(cert.dump()).decode("ascii")


def _de_texto(texto: str) -> x509.Certificate:
    return x509.Certificate.load(b64decode(texto))
