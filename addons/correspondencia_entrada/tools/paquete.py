"""One ZIP with the files of a matter: safe names, each file checked against its SHA-256."""

import hashlib
import html
import json
import zipfile
from datetime import date, datetime
from typing import BinaryIO
from urllib.parse import quote

from .archivos import extension, nombre_seguro

#: already compressed; packing them again only costs time
COMPRIMIDOS = frozenset("pdf png jpg jpeg gif webp zip docx xlsx pptx odt ods 7z gz rar mp3 mp4".split())
#: names that Windows takes for devices
_DISPOSITIVOS = frozenset("con prn aux nul".split()) | {f"{d}{n}" for d in ("com", "lpt") for n in range(1, 10)}


_ESTILO = (
    "body{font:15px/1.5 sans-serif;margin:2rem auto;max-width:70rem;padding:0 1rem}table{border-collapse:collapse;width:100%}"
    "th,td{border-bottom:1px solid #ccc;padding:.4rem .6rem;text-align:left;vertical-align:top;overflow-wrap:anywhere}"
    "td:nth-child(2){text-align:right}code{font-size:.8em}"
)


class ContenidoAlterado(ValueError):
    """The bytes of a file are not those of its SHA-256. ``ruta``: the file."""

    def __init__(self, ruta: str):
        super().__init__(ruta)
        self.ruta = ruta


class Paquete:
    """A ZIP that is being written, in a ``with``. The same files give the same bytes.

    :param destino: seekable file, opened for writing in binary
    :param fecha: date of all its members
    """

    def __init__(self, destino: BinaryIO, fecha: datetime):
        self._zip = zipfile.ZipFile(destino, "w", allowZip64=True)
        self._fecha = (max(fecha.year, 1980), *fecha.timetuple()[1:6])
        self._usados: set[str] = set()
        #: ``{"ruta", "bytes", "sha256"}`` of each member so far
        self.indice: list[dict] = []

    def __enter__(self):
        return self

    def __exit__(self, *_error):
        self._zip.close()

    def agregar(self, carpeta: str, nombre: str, contenido: bytes, sha256: str | None = None) -> str:
        """Add a file and return its path in the ZIP.

        :param carpeta: folder, of our own making; empty for the root
        :param nombre: whatever somebody called it
        :param sha256: that it must have
        :raises ContenidoAlterado: it has another
        """
        suma = hashlib.sha256(contenido).hexdigest()
        ruta = self._ruta_libre(carpeta, nombre)
        if sha256 and suma != sha256:
            raise ContenidoAlterado(nombre)
        self._escribir(ruta, contenido)
        self.indice.append({"ruta": ruta, "bytes": len(contenido), "sha256": suma})
        return ruta

    def agregar_datos(self, nombre: str, datos: dict) -> None:
        """Add ``datos`` as JSON, with the index of all files so far."""
        texto = json.dumps(datos | {"archivos": self.indice}, ensure_ascii=False, indent=2, sort_keys=True)
        self._escribir(nombre, texto.encode())

    def agregar_indice(self, nombre: str, titulo: str, lineas: list[str], columnas: tuple[str, str, str]) -> None:
        """Add a page, to be read in any browser, that leads to every file so far and tells its SHA-256.

        :param lineas: what is said of the whole, under its title
        :param columnas: heads of the table: file, bytes and SHA-256
        """
        filas = "".join(
            f'<tr><td><a href="{quote(a["ruta"])}">{html.escape(a["ruta"])}</a></td><td>{a["bytes"]:,}</td>'
            f"<td><code>{a['sha256']}</code></td></tr>"
            for a in self.indice
        )
        cabezas = "".join(f"<th>{html.escape(columna)}</th>" for columna in columnas)
        dichos = "".join(f"<p>{html.escape(linea)}</p>" for linea in lineas)
        pagina = (
            f'<!DOCTYPE html><html><head><meta charset="utf-8"><title>{html.escape(titulo)}</title><style>{_ESTILO}</style>'
            f"</head><body><h1>{html.escape(titulo)}</h1>{dichos}<table><thead><tr>{cabezas}</tr></thead>"
            f"<tbody>{filas}</tbody></table></body></html>"
        )
        self._escribir(nombre, pagina.encode())

    def _ruta_libre(self, carpeta, nombre):
        """A path that no member has, not even in other case: Windows and macOS would overwrite one with the other."""
        seguro = nombre_seguro(nombre)
        ext = extension(seguro)
        tronco = seguro[: -len(ext) - 1] if ext else seguro
        if tronco.partition(".")[0].strip().lower() in _DISPOSITIVOS:
            tronco = f"_{tronco}"
        punto = f".{ext}" if ext else ""
        prefijo = f"{carpeta}/" if carpeta else ""
        ruta, vez = f"{prefijo}{tronco}{punto}", 1
        while ruta.casefold() in self._usados:
            vez += 1
            ruta = f"{prefijo}{tronco} ({vez}){punto}"
        self._usados.add(ruta.casefold())
        return ruta

    def _escribir(self, ruta, contenido):
        miembro = zipfile.ZipInfo(ruta, self._fecha)
        miembro.external_attr = 0o100644 << 16
        miembro.compress_type = zipfile.ZIP_STORED if extension(ruta) in COMPRIMIDOS else zipfile.ZIP_DEFLATED
        self._zip.writestr(miembro, contenido)


def utc(momento: datetime | None) -> str | None:
    """An instant, naive in UTC, as JSON tells it."""
    return momento.strftime("%Y-%m-%dT%H:%M:%SZ") if momento else None


def dia(fecha: date | None) -> str | None:
    """A day as JSON tells it."""
    return fecha.isoformat() if fecha else None
