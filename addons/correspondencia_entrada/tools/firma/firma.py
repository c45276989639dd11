"""Signing in two phases: the server prepares and finishes, the key signs in between, wherever it is.

Phase 1, :func:`preparar`, writes the document with a gap and says what has to be signed. Phase 2, :func:`terminar`,
puts the signature into the gap; it may run days later in another process. Both modes of signing go this way: in the
browser's mode the key never comes here, in the server's mode :func:`firmar` does the three steps in one.
"""

import base64
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from asn1crypto import x509
from cryptography.hazmat.primitives.asymmetric.padding import PKCS1v15
from cryptography.hazmat.primitives.hashes import SHA256
from pyhanko.sign.fields import MDPPerm, SigSeedSubFilter
from pyhanko.sign.general import SigningError
from pyhanko.sign.signers.cms_embedder import PdfCMSEmbedder, SigIOSetup, SigMDPSetup, SigObjSetup
from pyhanko.sign.signers.constants import ESIC_EXTENSION_1
from pyhanko.sign.signers.pdf_byterange import PreparedByteRangeDigest, SignatureObject
from pyhanko.sign.timestamps import TimeStamper
from pyhanko.sign.validation import read_certification_data

from .campos import comprobar_libre
from .cms import atributos_firmados, envolver, verificar_valor
from .confianza import Confianza
from .credencial import Credencial, leer_certificado
from .documento import TROZO, Documento, Revision, abierto, extendido, leer, legible, recortado_si_falla, sha256_salvo
from .errores import FirmaError
from .estampa import estampar

#: hexadecimal digits kept for a signature: 16 kB of DER. Certificate and AC take 4, a time-stamp with its chain 3 to 8
RESERVA = 32768


@dataclass(frozen=True, slots=True)
class Preparada:
    """A document that waits for its signature; survives a restart as JSON.

    ``pdf``: bytes with the gap, or the path where they are. ``certificado``: DER. ``digest``: SHA-256 of the document
    without the gap ``[inicio, fin)`` (offsets of ``<`` and past ``>``). ``largo``: bytes of the document.
    ``atributos``: DER of the signed attributes, what the key has to sign.
    """

    pdf: Documento
    campo: str
    certificado: bytes
    digest: bytes
    inicio: int
    fin: int
    largo: int
    atributos: bytes

    @property
    def rango(self) -> tuple[int, int, int, int]:
        """The ``/ByteRange``: offset and length of what is before the gap, and of what is after."""
        return 0, self.inicio, self.fin, self.largo - self.fin

    def a_json(self) -> dict:
        """Base64 text for bytes; ``ruta`` instead of ``pdf`` for a file."""
        documento = {"ruta": str(self.pdf)} if isinstance(self.pdf, Path) else {"pdf": _texto(self.pdf)}
        return documento | {
            "campo": self.campo,
            "certificado": _texto(self.certificado),
            "digest": _texto(self.digest),
            "inicio": self.inicio,
            "fin": self.fin,
            "largo": self.largo,
            "atributos": _texto(self.atributos),
        }

    @classmethod
    def de_json(cls, datos: dict) -> "Preparada":
        """:raises FirmaError: ``STATE_TAMPERED`` when it is not what :meth:`a_json` gave"""
        try:
            return cls(
                pdf=Path(datos["ruta"]) if "ruta" in datos else _bytes(datos["pdf"]),
                campo=str(datos["campo"]),
                certificado=_bytes(datos["certificado"]),
                digest=_bytes(datos["digest"]),
                inicio=int(datos["inicio"]),
                fin=int(datos["fin"]),
                largo=int(datos["largo"]),
                atributos=_bytes(datos["atributos"]),
            )
        except (KeyError, TypeError, ValueError) as error:
            raise FirmaError("STATE_TAMPERED", type(error).__name__) from error


def _texto(valor: bytes) -> str:
    return base64.b64encode(valor).decode()


def _bytes(valor: str) -> bytes:
    return base64.b64decode(valor, validate=True)


def preparar(
    pdf: Documento,
    campo: str,
    cert: x509.Certificate,
    *,
    estampa: bytes | None,
    motivo: str,
    lugar: str,
    en: datetime,
) -> Preparada:
    """Phase 1: fill a field and leave the gap.

    The first signature of a document certifies it: afterwards only the remaining fields may be filled. The later ones
    approve.

    :param pdf: bytes, or the path of a file that grows in place
    :param campo: name of an empty field, see :func:`~.campos.crear_campos`
    :param estampa: one-page PDF of the size of the field; None leaves the field blank
    :param en: aware; when the signer says to sign (``/M``). It proves nothing, time-stamps do
    :raises FirmaError: ``PDF_ENCRYPTED``, ``PDF_MALFORMED``, ``FIELD_MISSING``, ``FIELD_TAKEN``
    """
    with extendido(pdf) as extension:
        lector = leer(extension.flujo)
        with legible():
            primera = comprobar_libre(lector, campo)
            certificacion = read_certification_data(lector)
            if certificacion and certificacion.permission == MDPPerm.NO_CHANGES:
                raise FirmaError("FIELD_TAKEN", "a signature closed the document")
            revision = Revision.from_reader(lector)
            revision.ensure_output_version((1, 7))
            if revision.output_version < (2, 0):
                revision.register_extension(ESIC_EXTENSION_1)
            hueco, largo = _abrir_hueco(revision, campo, primera, estampa=estampa, motivo=motivo, lugar=lugar, en=en)
        return Preparada(
            pdf=extension.resultado,
            campo=campo,
            certificado=cert.dump(),
            digest=hueco.document_digest,
            inicio=hueco.reserved_region_start,
            fin=hueco.reserved_region_end,
            largo=largo,
            atributos=atributos_firmados(hueco.document_digest, cert),
        )


def _abrir_hueco(
    revision: Revision, campo: str, primera: bool, *, estampa: bytes | None, motivo: str, lugar: str, en: datetime
) -> tuple[PreparedByteRangeDigest, int]:
    """Write the signature dictionary with an empty ``/Contents``; gap and length of the document."""
    pasos = PdfCMSEmbedder().write_cms(campo, revision, existing_fields_only=True)
    referencia = next(pasos)
    if estampa is not None:
        estampar(revision, referencia.get_object(), estampa)
    pasos.send(
        SigObjSetup(
            sig_placeholder=SignatureObject(
                timestamp=en,
                subfilter=SigSeedSubFilter.PADES,
                location=lugar,
                reason=motivo,
                bytes_reserved=RESERVA,
            ),
            mdp_setup=SigMDPSetup(
                md_algorithm="sha256", certify=primera, docmdp_perms=MDPPerm.FILL_FORMS if primera else None
            ),
        )
    )
    hueco, flujo = pasos.send(SigIOSetup(md_algorithm="sha256", in_place=True, chunk_size=TROZO))
    return hueco, flujo.seek(0, 2)


def terminar(
    preparada: Preparada, valor: bytes, *, confianza: Confianza, sellador: TimeStamper | None = None
) -> Documento:
    """Phase 2: check the signature value and write it into the gap.

    :param valor: RSASSA-PKCS1-v1_5 with SHA-256 over ``preparada.atributos``
    :param confianza: gives the chain that travels with the signature
    :param sellador: with it the result is B-T (one call); without it B-B, which proves no time
    :returns: the signed document: bytes, or the same path
    :raises FirmaError: ``BAD_SIGNATURE``, ``STATE_TAMPERED``, ``TSA_INVALID`` (also a token too big for the gap),
        ``TSA_UNAVAILABLE``, ``CLOCK_SKEW``; nothing is written then
    """
    cert = leer_certificado(preparada.certificado)
    verificar_valor(cert, preparada.atributos, valor)
    with abierto(preparada.pdf) as flujo:
        _comprobar_estado(preparada, cert, flujo)
    return _rellenar(preparada, cert, valor, confianza, sellador)


def _comprobar_estado(preparada: Preparada, cert: x509.Certificate, flujo) -> None:
    """The document of phase 2 is that of phase 1, and the attributes are its own."""
    flujo.seek(0, 2)
    if flujo.tell() != preparada.largo or not 0 < preparada.inicio < preparada.fin < preparada.largo:
        raise FirmaError("STATE_TAMPERED", "length")
    flujo.seek(preparada.inicio)
    hueco = flujo.read(preparada.fin - preparada.inicio)
    if hueco[:1] != b"<" or hueco[-1:] != b">" or hueco.strip(b"<>").strip(b"0"):
        raise FirmaError("STATE_TAMPERED", "the gap is not empty")
    if sha256_salvo(flujo, preparada.inicio, preparada.fin) != preparada.digest:
        raise FirmaError("STATE_TAMPERED", "hash of the document")
    if atributos_firmados(preparada.digest, cert) != preparada.atributos:
        raise FirmaError("STATE_TAMPERED", "signed attributes")


def _rellenar(
    preparada: Preparada,
    cert: x509.Certificate,
    valor: bytes,
    confianza: Confianza,
    sellador: TimeStamper | None,
) -> Documento:
    contenido = envolver(cert, confianza.certificados_de(cert), preparada.atributos, valor, sellador)
    hueco = PreparedByteRangeDigest(preparada.digest, preparada.inicio, preparada.fin)
    with extendido(preparada.pdf) as extension:
        try:
            hueco.fill_with_cms(extension.flujo, contenido)
        except SigningError as error:
            raise FirmaError("TSA_INVALID", "the time-stamp does not fit into the gap") from error
        return extension.resultado


def firmar(
    pdf: Documento,
    campo: str,
    credencial: Credencial,
    *,
    confianza: Confianza,
    sellador: TimeStamper | None = None,
    estampa: bytes | None = None,
    motivo: str,
    lugar: str,
    en: datetime,
) -> Documento:
    """Both phases with the key in hand; parameters, result and errors as :func:`preparar` and :func:`terminar`."""
    with recortado_si_falla(pdf):
        preparada = preparar(pdf, campo, credencial.cert, estampa=estampa, motivo=motivo, lugar=lugar, en=en)
        valor = credencial.clave.sign(preparada.atributos, PKCS1v15(), SHA256())
        return _rellenar(preparada, credencial.cert, valor, confianza, sellador)
