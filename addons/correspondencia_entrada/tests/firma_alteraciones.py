"""What a forger does to a signed PDF. Each function takes the bytes of a document and gives others."""

import io

from pyhanko.pdf_utils import generic
from pyhanko.pdf_utils.generic import pdf_name, pdf_string
from pyhanko.pdf_utils.incremental_writer import IncrementalPdfFileWriter
from pyhanko.pdf_utils.reader import PdfFileReader

from .firma_comun import hoja_pdf


def lector(pdf: bytes) -> PdfFileReader:
    return PdfFileReader(io.BytesIO(pdf))


def _actualizar(pdf: bytes, cambio) -> bytes:
    """Append a revision in which ``cambio(writer)`` did something."""
    escritor = IncrementalPdfFileWriter(io.BytesIO(pdf))
    cambio(escritor)
    archivo = io.BytesIO()
    escritor.write(archivo)
    return archivo.getvalue()


def _pagina(escritor) -> generic.DictionaryObject:
    return escritor.find_page_for_modification(0)[0].get_object()


def contenido_cambiado(pdf: bytes) -> bytes:
    """The page says something else."""

    def cambio(escritor):
        pagina = _pagina(escritor)
        flujo = generic.StreamObject(stream_data=b"BT /F1 12 Tf 20 400 Td (Se concede todo) Tj ET")
        pagina[pdf_name("/Contents")] = escritor.add_object(flujo)
        escritor.update_container(pagina)

    return _actualizar(pdf, cambio)


def nota_encima(pdf: bytes) -> bytes:
    """A FreeText annotation covers the text."""

    def cambio(escritor):
        pagina = _pagina(escritor)
        nota = {
            "/Type": pdf_name("/Annot"),
            "/Subtype": pdf_name("/FreeText"),
            "/Rect": generic.ArrayObject([generic.FloatObject(n) for n in (0, 300, 600, 500)]),
            "/Contents": pdf_string("Se concede todo"),
            "/DA": pdf_string("/Helv 12 Tf"),
            "/F": generic.NumberObject(4),
        }
        nota = generic.DictionaryObject({pdf_name(clave): valor for clave, valor in nota.items()})
        pagina["/Annots"].append(escritor.add_object(nota))
        escritor.update_container(pagina["/Annots"])

    return _actualizar(pdf, cambio)


def pagina_de_mas(pdf: bytes) -> bytes:
    def cambio(escritor):
        paginas = escritor.root["/Pages"]
        nueva = escritor.import_object(lector(hoja_pdf()).root["/Pages"]["/Kids"][0].get_object().raw_get("/Contents"))
        hoja = generic.DictionaryObject(
            {
                pdf_name("/Type"): pdf_name("/Page"),
                pdf_name("/Parent"): escritor.root.raw_get("/Pages"),
                pdf_name("/MediaBox"): generic.ArrayObject([generic.NumberObject(n) for n in (0, 0, 612, 792)]),
                pdf_name("/Contents"): nueva,
            }
        )
        paginas["/Kids"].append(escritor.add_object(hoja))
        paginas[pdf_name("/Count")] = generic.NumberObject(int(paginas["/Count"]) + 1)
        escritor.update_container(paginas)

    return _actualizar(pdf, cambio)


def estampa_cambiada(pdf: bytes, campo: int = 0) -> bytes:
    """The visible signature shows another name; or an empty field looks signed."""

    def cambio(escritor):
        campo_pdf = escritor.root["/AcroForm"]["/Fields"][campo].get_object()
        flujo = generic.StreamObject(
            {
                pdf_name("/Type"): pdf_name("/XObject"),
                pdf_name("/Subtype"): pdf_name("/Form"),
                pdf_name("/BBox"): generic.ArrayObject([generic.NumberObject(n) for n in (0, 0, 200, 70)]),
            },
            stream_data=b"0 0 200 70 re f",
        )
        campo_pdf["/AP"] = generic.DictionaryObject({pdf_name("/N"): escritor.add_object(flujo)})
        escritor.update_container(campo_pdf)

    return _actualizar(pdf, cambio)


def campo_que_parece_firmado(pdf: bytes) -> bytes:
    """The field of the second signer, still empty, shows a signature."""
    return estampa_cambiada(pdf, 1)


def guion_al_abrir(pdf: bytes) -> bytes:
    """JavaScript runs when the document is opened."""

    def cambio(escritor):
        accion = {pdf_name("/S"): pdf_name("/JavaScript"), pdf_name("/JS"): pdf_string("app.alert(1)")}
        escritor.root[pdf_name("/OpenAction")] = generic.DictionaryObject(accion)
        escritor.update_root()

    return _actualizar(pdf, cambio)


def titulo_cambiado(pdf: bytes) -> bytes:
    """Metadata only: nothing that is read on the page."""

    def cambio(escritor):
        informacion = escritor.trailer["/Info"]
        informacion[pdf_name("/Title")] = pdf_string("Otro título")
        escritor.update_container(informacion)

    return _actualizar(pdf, cambio)


def firma_clonada(pdf: bytes) -> bytes:
    """A new field shows the signature of another."""

    def cambio(escritor):
        campos = escritor.root["/AcroForm"]["/Fields"]
        original = campos[0].get_object()
        copia = generic.DictionaryObject(original)
        copia[pdf_name("/T")] = pdf_string("Copia")
        referencia = escritor.add_object(copia)
        campos.append(referencia)
        escritor.update_container(campos)
        pagina = _pagina(escritor)
        pagina["/Annots"].append(referencia)
        escritor.update_container(pagina["/Annots"])

    return _actualizar(pdf, cambio)


def hueco(pdf: bytes, firma: int = 0) -> tuple[int, int]:
    """Offsets of the gap of a signature, ``<`` and ``>`` included."""
    rango = lector(pdf).embedded_signatures[firma].byte_range
    return int(rango[1]), int(rango[2])


def con_hueco(pdf: bytes, contenido: bytes, firma: int = 0) -> bytes:
    """Something else in the gap of a signature, of the same length."""
    desde, hasta = hueco(pdf, firma)
    if len(contenido) != hasta - desde:
        raise ValueError("another length")
    return pdf[:desde] + contenido + pdf[hasta:]


def cambiado(pdf: bytes, viejo: bytes, nuevo: bytes, desde: int = 0) -> bytes:
    """Replace the first appearance after an offset by something of the same length."""
    lugar = pdf.index(viejo, desde)
    if len(viejo) != len(nuevo):
        raise ValueError("another length")
    return pdf[:lugar] + nuevo + pdf[lugar + len(viejo) :]


def volteado(pdf: bytes, lugar: int, bit: int = 0) -> bytes:
    """One bit flipped."""
    return pdf[:lugar] + bytes([pdf[lugar] ^ 1 << bit]) + pdf[lugar + 1 :]


def otro_digito(pdf: bytes, lugar: int) -> bytes:
    """One hexadecimal digit is another."""
    return pdf[:lugar] + (b"1" if pdf[lugar : lugar + 1] == b"0" else b"0") + pdf[lugar + 1 :]


def revisiones(pdf: bytes) -> list[int]:
    """Where each revision ends."""
    finales, lugar = [], 0
    while (lugar := pdf.find(b"%%EOF", lugar)) >= 0:
        lugar += len(b"%%EOF")
        finales.append(lugar + 1 if pdf[lugar : lugar + 1] == b"\n" else lugar)
    return finales
