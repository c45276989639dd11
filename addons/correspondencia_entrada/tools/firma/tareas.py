"""What a process of its own is asked to do. Plain data in, plain data out; bytes as base64 text."""

from base64 import b64decode, b64encode
from datetime import datetime
from pathlib import Path

from cryptography.hazmat.primitives.asymmetric.padding import PKCS1v15
from cryptography.hazmat.primitives.hashes import SHA256

from .cadena import es_cadena, firmar_cadena
from .credencial import Credencial, abrir_efirma, abrir_pkcs12
from .errores import FirmaError


def dictaminar(datos: dict) -> dict:
    """Judge a document, see :func:`~.verdicto.dictaminar`.

    ``datos``: ``pdf`` or ``ruta``; ``confianza`` and ``ahora`` (ISO 8601); perhaps ``ocsps`` and ``limite``.

    :returns: :meth:`~.dictamen.Dictamen.a_json`
    """
    from .confianza import Confianza
    from .verdicto import LIMITE
    from .verdicto import dictaminar as juzgar

    return juzgar(
        Path(datos["ruta"]) if "ruta" in datos else b64decode(datos["pdf"]),
        Confianza.de_json(datos["confianza"]),
        ahora=datetime.fromisoformat(datos["ahora"]),
        ocsps=[b64decode(der) for der in datos.get("ocsps", ())],
        limite=datos.get("limite", LIMITE),
    ).a_json()


def firmar(datos: dict) -> dict:
    """Open a key once and sign with it; the part of signing that the browser does in its own mode.

    ``datos``: ``password``; ``cer`` and ``key``, or ``p12``; ``en`` (ISO 8601); perhaps ``rfc`` and ``curp`` that the
    certificate must have; ``cadenas``: cadenas originales; ``atributos``: signed attributes (DER) of prepared
    documents. No document is opened in the process that holds the key, and nothing else is signed with it.

    :returns: ``certificado``; ``sellos`` of the cadenas and ``valores`` of the attributes, in the same order
    :raises FirmaError: as :func:`~.credencial.abrir_efirma`; ``STATE_TAMPERED`` for what is no cadena and no attributes
    """
    credencial = _abrir(datos)
    cadenas, atributos = datos.get("cadenas", ()), [b64decode(der) for der in datos.get("atributos", ())]
    if not all(es_cadena(cadena) for cadena in cadenas):
        raise FirmaError("STATE_TAMPERED", "not a cadena original")
    for der in atributos:
        _comprobar_atributos(der, credencial)
    return {
        "certificado": _texto(credencial.cert.dump()),
        "sellos": [_texto(firmar_cadena(credencial.clave, cadena)) for cadena in cadenas],
        "valores": [_texto(credencial.clave.sign(der, PKCS1v15(), SHA256())) for der in atributos],
    }


def _abrir(datos: dict) -> Credencial:
    exigido = {
        "en": datetime.fromisoformat(datos["en"]),
        "rfc": datos.get("rfc"),
        "curp": datos.get("curp"),
    }
    if "p12" in datos:
        return abrir_pkcs12(b64decode(datos["p12"]), datos["password"], **exigido)
    return abrir_efirma(b64decode(datos["cer"]), b64decode(datos["key"]), datos["password"], **exigido)


def _comprobar_atributos(der: bytes, credencial: Credencial) -> None:
    """The attributes are those of a document to be signed with this certificate, not a message of somebody else."""
    from .cms import atributos_firmados, digest_de

    if atributos_firmados(digest_de(der), credencial.cert) != der:
        raise FirmaError("STATE_TAMPERED", "not the signed attributes of a document")


def _texto(valor: bytes) -> str:
    return b64encode(valor).decode()


TAREAS = {"dictaminar": dictaminar, "firmar": firmar}
