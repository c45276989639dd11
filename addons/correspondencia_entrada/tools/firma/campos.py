"""The signature fields of a document, all of them drawn before anybody signs."""

from collections.abc import Sequence
from dataclasses import dataclass

from pyhanko.pdf_utils.reader import PdfFileReader
from pyhanko.sign.fields import SigFieldSpec, append_signature_field, enumerate_sig_fields

from .documento import Documento, Revision, extendido, leer, legible
from .errores import FirmaError


@dataclass(frozen=True, slots=True)
class Campo:
    """Where a signature goes.

    ``nombre``: unique in the document, no dots. ``pagina``: from 0. ``caja``: (x1, y1, x2, y2) in points from the
    lower left corner of the page.
    """

    nombre: str
    pagina: int
    caja: tuple[float, float, float, float]

    def __post_init__(self):
        x1, y1, x2, y2 = self.caja
        if not self.nombre or "." in self.nombre or self.pagina < 0 or x1 >= x2 or y1 >= y2:
            raise ValueError(f"not a place to sign: {self}")


def crear_campos(pdf: Documento, campos: Sequence[Campo]) -> Documento:
    """Add empty signature fields, one per signer.

    The first signature certifies the document; a field that appeared after it would break it (ISO 32000-2, 12.8.2.2).

    :raises FirmaError: ``PDF_ENCRYPTED``, ``PDF_MALFORMED``, ``FIELD_TAKEN`` (a name in use, or a document that
        somebody already signed), ``FIELD_MISSING`` (a page that does not exist)
    """
    with extendido(pdf) as extension:
        lector = leer(extension.flujo)
        with legible():
            existentes = {nombre: valor is not None for nombre, valor, _campo in enumerate_sig_fields(lector)}
            if any(existentes.values()):
                raise FirmaError("FIELD_TAKEN", "the document is already signed")
            revision = Revision.from_reader(lector)
            for campo in campos:
                if campo.nombre in existentes:
                    raise FirmaError("FIELD_TAKEN", campo.nombre)
                if campo.pagina >= lector.root["/Pages"]["/Count"]:
                    raise FirmaError("FIELD_MISSING", f"no page {campo.pagina}")
                existentes[campo.nombre] = False
                append_signature_field(revision, SigFieldSpec(campo.nombre, on_page=campo.pagina, box=campo.caja))
            revision.write_in_place()
        return extension.resultado


def comprobar_libre(lector: PdfFileReader, nombre: str) -> bool:
    """Check that a field waits for its signature.

    :returns: whether nobody has signed the document yet
    :raises FirmaError: ``FIELD_MISSING``, ``FIELD_TAKEN``
    """
    llenos = {clave: valor is not None for clave, valor, _campo in enumerate_sig_fields(lector)}
    if nombre not in llenos:
        raise FirmaError("FIELD_MISSING", nombre)
    if llenos[nombre]:
        raise FirmaError("FIELD_TAKEN", nombre)
    return not any(llenos.values())
