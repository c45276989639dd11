"""What does not leave as an annex: programs, and compressed files that whoever receives them could not open."""

import io
import zipfile

#: programs, by what their names and their first bytes say
PROGRAMAS = frozenset(
    "apk app bat cmd com cpl dll exe hta jar js jse lnk msc msi msp ps1 reg scr sh so vb vbe vbs wsf".split()
)
CABEZAS = (b"MZ", b"\x7fELF", b"#!", b"\xcf\xfa\xed\xfe", b"\xca\xfe\xba\xbe")
COMPRIMIDOS = frozenset(("zip", "docx", "xlsx", "pptx", "odt", "ods", "odp"))


def problema(nombre: str, contenido: bytes) -> str | None:
    """``ejecutable``, ``cifrado`` or ``danado``; None for what may leave, as far as this goes."""
    if _extension(nombre) in PROGRAMAS or contenido.startswith(CABEZAS):
        return "ejecutable"
    if _extension(nombre) not in COMPRIMIDOS or not contenido:
        return None
    try:
        with zipfile.ZipFile(io.BytesIO(contenido)) as archivo:
            dentro = archivo.infolist()
    except (zipfile.BadZipFile, ValueError, OSError):
        return "danado"
    if any(entrada.flag_bits & 1 for entrada in dentro):
        return "cifrado"
    return "ejecutable" if any(_extension(entrada.filename) in PROGRAMAS for entrada in dentro) else None


def _extension(nombre):
    return nombre.rpartition(".")[2].lower() if "." in nombre else ""
