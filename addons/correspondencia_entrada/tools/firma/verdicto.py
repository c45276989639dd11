"""Is a document signed, by whom, when, and does that still hold?

pyHanko checks the cryptography, the certification path and what was added after each signature. What it does not do
is done here: the time at which to judge, SAT's kind of certificate, revocation (SAT's certificates do not say where to
ask, so pyHanko never asks), signatures copied into another field, and bytes hidden in the gap of a signature.
"""

import logging
from collections.abc import Iterable
from datetime import datetime
from pathlib import Path

from pyhanko.pdf_utils.reader import PdfFileReader

from .confianza import Confianza
from .dictamen import CIFRADO, FIRMADO, INVALIDA, MALFORMADO, SIN_FIRMA, VALIDA, Dictamen, DictamenFirma
from .documento import Documento, abierto, leer, legible
from .errores import FirmaError
from .incrustadas import Incrustadas, clonadas, hueco_limpio, ocsps_de, recoger, restos
from .marcas_tiempo import recorrer
from .peritaje import Expediente, dictaminar_firma

# What the libraries remark on a bad file is told in the verdict; the server's log is not the place.
for _nombre in ("pyhanko", "pyhanko_certvalidator"):
    logging.getLogger(_nombre).setLevel(logging.CRITICAL)

#: bytes of the biggest document that is judged
LIMITE = 150 * 1024 * 1024


def dictaminar(
    pdf: Documento,
    confianza: Confianza,
    *,
    ahora: datetime,
    ocsps: Iterable[bytes] = (),
    limite: int = LIMITE,
) -> Dictamen:
    """Judge every signature of a document.

    Without network: what counts is in the file, in ``confianza`` and in ``ocsps``. A file of a stranger belongs into a
    process of its own, see :mod:`~.proceso`.

    :param pdf: bytes, or the path of a big file, which is read in pieces
    :param ahora: aware; the present of this judgement
    :param ocsps: OCSP responses (DER) kept elsewhere, for instance later ones that tell of a revocation
    :param limite: bytes
    :raises FirmaError: ``PDF_TOO_BIG``; anything else that is wrong with the file is said in the verdict
    """
    tamano = pdf.stat().st_size if isinstance(pdf, Path) else len(pdf)
    if tamano > limite:
        raise FirmaError("PDF_TOO_BIG", f"{tamano} bytes")
    with abierto(pdf) as flujo:
        try:
            lector = leer(flujo)
            encontradas = recoger(lector)
        except FirmaError as error:
            documento = CIFRADO if error.codigo == "PDF_ENCRYPTED" else MALFORMADO
            return Dictamen(documento, ahora, detalle=error.detalle)
        return _juzgar(lector, encontradas, confianza, ahora, frozenset(ocsps))


def _juzgar(
    lector: PdfFileReader, encontradas: Incrustadas, confianza: Confianza, ahora: datetime, ocsps: frozenset[bytes]
) -> Dictamen:
    if not encontradas.todas:
        return Dictamen(FIRMADO if encontradas.ilegibles else SIN_FIRMA, ahora, tuple(_ilegibles(encontradas)))
    sellos, marcas = recorrer(encontradas.sellos, confianza, ahora)
    expediente = Expediente(
        confianza=confianza,
        ahora=ahora,
        marcas=tuple(marcas),
        clonadas=frozenset(clonadas(encontradas.todas)),
        ocsps=ocsps,
        ocsps_incrustadas=frozenset(ocsps_de(lector)),
        ocsps_archivadas=_archivadas(lector, marcas),
        avisos=_avisos(lector, encontradas, sellos),
    )
    firmas = [dictaminar_firma(firma, expediente) for firma in encontradas.firmas]
    firmas += _ilegibles(encontradas)
    return Dictamen(FIRMADO if firmas else SIN_FIRMA, ahora, tuple(firmas), tuple(sellos))


def _archivadas(lector: PdfFileReader, marcas: list) -> frozenset[bytes]:
    """OCSP responses that an archive time-stamp protects."""
    if not marcas:
        return frozenset()
    ultima = max(marca.revision for marca in marcas)
    try:
        with legible():
            return frozenset(ocsps_de(lector.get_historical_resolver(ultima)))
    except FirmaError:
        return frozenset()


def _avisos(lector: PdfFileReader, encontradas: Incrustadas, sellos: list) -> tuple[str, ...]:
    """What makes the whole document doubtful."""
    avisos = []
    if any(sello.veredicto != VALIDA for sello in sellos):
        avisos.append("ARCHIVE_TIMESTAMP_INVALID")
    try:
        with legible():
            limpios = all(map(hueco_limpio, encontradas.firmas))
            sobra = restos(lector)
    except FirmaError:
        limpios, sobra = False, False
    if not limpios:
        avisos.append("GAP_TAMPERED")
    if sobra:
        avisos.append("TRAILING_DATA")
    return tuple(avisos)


def _ilegibles(encontradas: Incrustadas) -> list[DictamenFirma]:
    return [
        DictamenFirma(
            campo=campo,
            veredicto=INVALIDA,
            nivel="B-B",
            identidad=None,
            momento=None,
            declarado=None,
            revocacion="desconocido",
            autoridad="",
            cobertura="parcial",
            problemas=(codigo,),
            avisos=(),
        )
        for campo, codigo in encontradas.ilegibles.items()
    ]
