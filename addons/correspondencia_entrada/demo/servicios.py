"""Serve the demo authority beside a demo Odoo: ``servicios.py FOLDER``. PRUEBA SIN VALIDEZ.

Makes in ``FOLDER/firma`` what is missing of the authority and of the e.firmas, and serves OCSP, time-stamps and
constancies on 127.0.0.1, on the port of the last time unless somebody took it. When it is ready it writes one line of
JSON: ``script``, the lines for Odoo's shell that let the database trust and ask it, and ``notes`` for the user. It ends
when its standard input does, so it cannot outlive whoever started it.

A program of its own, started by its path: Odoo is not importable here and not needed.
"""

import base64
import json
import os
import sys
from datetime import datetime, timezone
from pathlib import Path
from types import ModuleType
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from .pki import Pki
    from .servidor import Servicios


def cargar_paquete() -> None:
    """Make the addon importable as ``addon`` without running its ``__init__``, which wants Odoo."""
    carpeta = Path(__file__).resolve().parents[1]
    for nombre, lugar in (("addon", carpeta), ("addon.demo", carpeta / "demo")):
        paquete = ModuleType(nombre)
        paquete.__path__ = [str(lugar)]
        sys.modules[nombre] = paquete


def servir(pki: "Pki", archivo: Path) -> "Servicios":
    """The services on the port that ``archivo`` holds, or on a free one, which it holds then."""
    from addon.demo.servidor import Servicios

    for perezoso in ("tsa", "psc"):
        getattr(pki, perezoso)  # made now, not by the first who ask
    try:
        servicios = Servicios(pki, puerto=int(archivo.read_text()))
    except (OSError, ValueError, OverflowError):  # none yet, or taken
        servicios = Servicios(pki)
        archivo.write_text(str(servicios.puerto))
    return servicios


def certificados(pki: "Pki") -> dict[str, str]:
    """Base64 of the certificates that the demo institute trusts, by role, each after its issuer."""
    pares = {"raiz": pki.raiz, "ac": pki.ac, "ocsp": pki.ocsp_sat, "tsa": pki.raiz_se, "psc": pki.raiz_se}
    return {rol: base64.b64encode(par.cer).decode() for rol, par in pares.items()}


def notas(carpeta: Path) -> list[str]:
    from addon.demo.efirmas import CONTRASENA, EFIRMAS

    return [
        "e.firma de prueba, SIN VALIDEZ (.cer y .key):",
        *(f"  {login.ljust(max(map(len, EFIRMAS)))}  {os.path.relpath(carpeta / login)}" for login in EFIRMAS),
        f"  contraseña de la clave privada: {CONTRASENA}",
    ]


def main(carpeta: Path) -> None:
    cargar_paquete()
    from addon.demo.efirmas import entregar
    from addon.demo.pki import Pki

    os.umask(0o077)
    carpeta.mkdir(parents=True, exist_ok=True)
    carpeta.chmod(0o700)
    pki = Pki(datetime.now(timezone.utc).replace(microsecond=0), carpeta / "autoridad")
    entregar(pki, carpeta)
    servicios = servir(pki, carpeta / "puerto")
    script = f"env['correspondencia.demo']._conectar({servicios.url!r}, {certificados(pki)!r})"
    json.dump({"script": script, "notes": notas(carpeta)}, sys.stdout)
    sys.stdout.write("\n")
    sys.stdout.flush()
    sys.stdin.read()
    servicios.cerrar()


if __name__ == "__main__":
    main(Path(sys.argv[1]).resolve() / "firma")
