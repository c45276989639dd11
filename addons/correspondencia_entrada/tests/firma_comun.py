"""Signed documents to try the verifier on. Knows nothing of Odoo: processes of their own import it too."""

import io
from datetime import datetime, timedelta
from functools import cache
from pathlib import Path

from reportlab.pdfgen.canvas import Canvas

from ..demo.pki import ANIO, Par
from ..demo.respondedores import Selladora, identificador, respuesta_ocsp
from ..tools.firma.campos import Campo, crear_campos
from ..tools.firma.confianza import Autoridad, Confianza
from ..tools.firma.credencial import Credencial, identidad
from ..tools.firma.dictamen import Dictamen
from ..tools.firma.firma import firmar
from ..tools.firma.pruebas import archivar, incrustar_pruebas
from ..tools.firma.verdicto import dictaminar
from .firma_servicios import pki_de_prueba

PKI = pki_de_prueba()
#: when the documents of the tests are signed, and when they are first judged
AHORA = PKI.ahora
DESPUES = AHORA + timedelta(minutes=1)
CAMPOS = (Campo("Firma1", 0, (50, 50, 250, 120)), Campo("Firma2", 0, (300, 50, 500, 120)))
PALABRAS = {"motivo": "Respuesta de asunto", "lugar": "Ciudad de México"}


def autoridad(par: Par, rol: str, **datos) -> Autoridad:
    """Trusted as long as its certificate is valid, its SHA-1 answers too."""
    vigencia = {"desde": par.cert.not_valid_before, "hasta": par.cert.not_valid_after}
    return Autoridad(par.cert, rol, **vigencia | {"sha1_hasta": AHORA + 20 * ANIO} | datos)


@cache
def confianza() -> Confianza:
    return Confianza([autoridad(PKI.raiz, "raiz"), autoridad(PKI.ac, "ac"), autoridad(PKI.raiz_se, "tsa")])


@cache
def credencial(personaje: str = "firmante1") -> Credencial:
    """A pair that nobody judged: some of these may not sign."""
    par = PKI.hoja(personaje)
    return Credencial(par.cert, par.clave, identidad(par.cert))


def hoja_pdf(paginas: int = 1, tamano=(612, 792), dibujo=None) -> bytes:
    """A PDF as small as they come. ``dibujo(canvas)`` draws more on each page."""
    archivo = io.BytesIO()
    lienzo = Canvas(archivo, pagesize=tamano, invariant=True)
    for pagina in range(paginas):
        lienzo.drawString(20, tamano[1] / 2, f"Oficio de prueba {pagina + 1}")
        if dibujo:
            dibujo(lienzo)
        lienzo.showPage()
    lienzo.save()
    return archivo.getvalue()


@cache
def base(paginas: int = 1) -> bytes:
    """A document with its two fields, unsigned."""
    return crear_campos(hoja_pdf(paginas), CAMPOS)


def sellador(en: datetime = AHORA, par: Par | None = None) -> Selladora:
    return Selladora(par or PKI.tsa, reloj=lambda: en)


def ocsp_de(personaje: str = "firmante1", en: datetime = AHORA, **respuesta) -> bytes:
    """What SAT's responder says of somebody at an instant."""
    par = PKI.hoja(personaje)
    return respuesta_ocsp(identificador(par.cert, PKI.ac.cert), PKI.ocsp_sat, ahora=en, algoritmo="sha1", **respuesta)


def firmado(
    nivel: str = "B-LTA",
    *,
    pdf: bytes | Path | None = None,
    personaje: str = "firmante1",
    campo: str = "Firma1",
    en: datetime = AHORA,
    tsa: Selladora | None = None,
    estampa: bytes | None = None,
) -> bytes | Path:
    """A document signed up to a level; on a path, that file."""
    tsa = tsa or sellador(en)
    pdf = firmar(
        base() if pdf is None else pdf,
        campo,
        credencial(personaje),
        confianza=confianza(),
        sellador=tsa if nivel != "B-B" else None,
        estampa=estampa,
        en=en,
        **PALABRAS,
    )
    if nivel in {"B-LT", "B-LTA"}:
        pdf = incrustar_pruebas(pdf, [ocsp_de(personaje, en)], confianza())
    return archivar(pdf, tsa, confianza()) if nivel == "B-LTA" else pdf


@cache
def una_firma(nivel: str = "B-LTA") -> bytes:
    """:func:`firmado` by the first signer, made once."""
    return firmado(nivel)


@cache
def dos_firmas() -> bytes:
    """Both signers, B-LTA each."""
    return firmado(pdf=una_firma(), personaje="firmante2", campo="Firma2")


def juzgado(pdf: bytes | Path, ahora: datetime = DESPUES, **mas) -> Dictamen:
    return dictaminar(pdf, confianza(), ahora=ahora, **mas)


def resumen(dictamen: Dictamen) -> str:
    """Short text to compare: ``MALFORMADO``, ``SIN_FIRMA``, or the verdict of each signature."""
    return " ".join(firma.veredicto for firma in dictamen.firmas) or dictamen.documento
