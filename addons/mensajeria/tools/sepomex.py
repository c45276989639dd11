"""The catalog of postal codes as SEPOMEX publishes it: ``CPdescarga.txt``, alone or inside its ZIP."""

import io
import zipfile
from typing import NamedTuple

from .direccion import normalizar_cp

#: what is read of the fifteen columns, in the order of :class:`Asentamiento`
COLUMNAS = ("d_codigo", "d_asenta", "d_tipo_asenta", "d_mnpio", "d_estado", "d_ciudad")
#: what tells one settlement from another for good, whatever its name
COLUMNAS_CLAVE = ("c_estado", "c_mnpio", "id_asenta_cpcons")
#: the whole country takes 15 MB
TAMANO_MAX = 100 * 1024 * 1024
_PRIMERAS_LINEAS = 5


class ArchivoInvalidoError(ValueError):
    """The file cannot be read. ``args[0]`` says why: vacio, zip, tamano, ajeno, columnas or fila.

    ``detalle`` is the column that is missing, or the number of the line.
    """

    def __init__(self, codigo, detalle=""):
        super().__init__(codigo, detalle)
        self.codigo = codigo
        self.detalle = detalle


class Asentamiento(NamedTuple):
    clave: str
    cp: str
    colonia: str
    tipo: str
    municipio: str
    estado: str
    ciudad: str


def leer(contenido):
    """The settlements of a file, each key once; the licence line and the header are skipped.

    :param contenido: bytes of the text file, or of the ZIP that holds it
    :return: list of :class:`Asentamiento`
    :raises ArchivoInvalidoError: when something of it cannot be read
    """
    contenido = _descomprimir(contenido)
    lineas = _decodificar(contenido).splitlines()
    encabezado = next((n for n, linea in enumerate(lineas[:_PRIMERAS_LINEAS]) if _es_encabezado(linea)), None)
    if encabezado is None or b"\0" in contenido:
        raise ArchivoInvalidoError("ajeno")
    nombres = [nombre.strip().casefold() for nombre in lineas[encabezado].split("|")]
    faltan = [columna for columna in COLUMNAS + COLUMNAS_CLAVE if columna not in nombres]
    if faltan:
        raise ArchivoInvalidoError("columnas", faltan[0])
    datos = [nombres.index(columna) for columna in COLUMNAS]
    clave = [nombres.index(columna) for columna in COLUMNAS_CLAVE]
    hallados = {}
    for numero, linea in enumerate(lineas[encabezado + 1 :], encabezado + 2):
        if linea.strip():
            asentamiento = _leer_linea(linea, len(nombres), datos, clave)
            if not asentamiento:
                raise ArchivoInvalidoError("fila", numero)
            hallados[asentamiento.clave] = asentamiento
    if not hallados:
        raise ArchivoInvalidoError("vacio")
    return list(hallados.values())


def _leer_linea(linea, ancho, datos, clave):
    """The settlement on one line, or None when it is broken."""
    celdas = linea.split("|")
    if len(celdas) != ancho:
        return None
    cp, *resto = [celdas[n].strip() for n in datos]
    partes = [celdas[n].strip() for n in clave]
    cp, (colonia, _tipo, municipio, estado, _ciudad) = normalizar_cp(cp), resto
    if not (cp and colonia and municipio and estado and all(parte.isdigit() for parte in partes)):
        return None
    return Asentamiento("{:0>2}{:0>3}{:0>4}".format(*partes), cp, *resto)


def _es_encabezado(linea):
    return linea.strip().casefold().startswith("d_codigo|")


def _descomprimir(contenido):
    if not contenido:
        raise ArchivoInvalidoError("vacio")
    if contenido.startswith(b"PK"):
        try:
            with zipfile.ZipFile(io.BytesIO(contenido)) as paquete:
                contenido = paquete.read(_texto_de(paquete))
        except ArchivoInvalidoError:
            raise
        except Exception as error:  # a broken archive breaks the parser in any way
            raise ArchivoInvalidoError("zip") from error
    if len(contenido) > TAMANO_MAX:
        raise ArchivoInvalidoError("tamano")
    return contenido


def _texto_de(paquete):
    """The one text file that a ZIP holds."""
    textos = [info for info in paquete.infolist() if info.filename.casefold().endswith(".txt")]
    if len(textos) != 1:
        raise ArchivoInvalidoError("zip")
    if textos[0].file_size > TAMANO_MAX:
        raise ArchivoInvalidoError("tamano")
    return textos[0]


def _decodificar(contenido):
    """SEPOMEX writes Latin-1; who opened and saved it again may have made it UTF-8."""
    try:
        return contenido.decode("utf-8-sig")
    except UnicodeDecodeError:
        return contenido.decode("latin-1")
