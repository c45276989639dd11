"""The e.firmas of those who sign in the demo data, as SAT hands them over. PRUEBA SIN VALIDEZ."""

import shutil
from pathlib import Path

from .pki import MARCA, Hoja, Pki

#: invented people by login; their RFC and CURP are also in ``res_users_demo.xml``
EFIRMAS = {
    "direccion": Hoja("00001000000712000101", "AURORA CASTAÑÓN VILLEGAS", "CAVA710412DE1", "CAVA710412MNESLR05"),
    "juridico": Hoja("00001000000712000102", "BERNARDO SALCEDO IRIARTE", "SAIB680923DE2", "SAIB680923HNELRR09"),
}
CONTRASENA = "prueba-sin-validez"
LEEME = f"""{MARCA}

Autoridad certificadora, e.firmas, sellos de tiempo y constancias de demostración, hechos en este equipo.
No los emitió el SAT ni autoridad alguna: lo que se firme con ellos no tiene efecto jurídico.

Cada carpeta lleva el nombre de un usuario de la demostración y contiene lo que pide la página de firma:
el certificado (.cer), la clave privada (.key) y la contraseña (contrasena.txt).
La carpeta «autoridad» guarda las claves de la autoridad de demostración.
"""


def entregar(pki: Pki, carpeta: Path) -> None:
    """Write ``LOGIN/`` with .cer, .key and password of everybody who signs. What is there already stays."""
    (carpeta / "LEEME.txt").write_text(LEEME, encoding="utf-8")
    for login, hoja in EFIRMAS.items():
        par, destino = pki.emitir(hoja), carpeta / login
        cer = destino / f"{hoja.numero}.cer"
        if cer.exists() and cer.read_bytes() == par.cer:
            continue
        shutil.rmtree(destino, ignore_errors=True)
        destino.mkdir(mode=0o700)
        fecha = par.cert.not_valid_before.strftime("%Y%m%d_%H%M%S")
        (destino / f"Claveprivada_FIEL_{hoja.rfc}_{fecha}.key").write_bytes(par.archivo_key(CONTRASENA))
        (destino / "contrasena.txt").write_text(f"{CONTRASENA}\n", encoding="utf-8")
        cer.write_bytes(par.cer)  # the last: where it is, all is
