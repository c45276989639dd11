"""The visible part of a signature: a page drawn elsewhere becomes the appearance of the field."""

import io

from pyhanko.pdf_utils import generic
from pyhanko.pdf_utils.form_tools import get_single_field_annot
from pyhanko.pdf_utils.generic import pdf_name
from pyhanko.pdf_utils.rw_common import find_inherited_value_in_tree

from .documento import Revision, leer, legible
from .errores import FirmaError

#: points by which a stamp may differ from its box; renderers round
TOLERANCIA = 1.0


def _medidas(rectangulo) -> tuple[float, float]:
    x1, y1, x2, y2 = (float(valor) for valor in rectangulo)
    return abs(x2 - x1), abs(y2 - y1)


def estampar(revision: Revision, campo: generic.DictionaryObject, estampa: bytes) -> None:
    """Show a one-page PDF in a signature field.

    The page becomes a form XObject, whose BBox clips: nothing of it is seen outside the box, whatever it draws. Its
    fonts and images come along; links, scripts and form fields stay behind.

    :param estampa: PDF of one page, of the size of the box, unrotated
    :raises FirmaError: ``PDF_MALFORMED``, ``PDF_ENCRYPTED``
    """
    with legible():
        lector = leer(io.BytesIO(estampa))
        if lector.root["/Pages"]["/Count"] != 1:
            raise FirmaError("PDF_MALFORMED", "the stamp has more than one page")
        referencia, _recursos = lector.find_page_for_modification(0)
        pagina = referencia.get_object()
        ancho, alto = _medidas(find_inherited_value_in_tree(pagina, "/MediaBox", "/Parent"))
        anotacion = get_single_field_annot(campo)
        ancho_caja, alto_caja = _medidas(anotacion["/Rect"])
        if find_inherited_value_in_tree(pagina, "/Rotate", "/Parent"):
            raise FirmaError("PDF_MALFORMED", "the stamp is rotated")
        if abs(ancho - ancho_caja) > TOLERANCIA or abs(alto - alto_caja) > TOLERANCIA:
            raise FirmaError(
                "PDF_MALFORMED", f"the stamp measures {ancho:g} x {alto:g}, its box {ancho_caja:g} x {alto_caja:g}"
            )
        apariencia = revision.import_page_as_xobject(lector)
        anotacion[pdf_name("/AP")] = generic.DictionaryObject({pdf_name("/N"): apariencia})
        revision.update_container(anotacion)
