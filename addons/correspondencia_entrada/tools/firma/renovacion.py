"""When the proof in a document needs to be renewed."""

from datetime import datetime

from .documento import Documento, abierto, leer, legible


def vencimiento_del_sello(pdf: Documento) -> datetime | None:
    """End of the validity of the certificate behind the newest archive time-stamp; None when there is no such stamp.

    :raises FirmaError: ``PDF_ENCRYPTED``, ``PDF_MALFORMED``
    """
    with abierto(pdf) as flujo:
        lector = leer(flujo)
        with legible():
            sellos = lector.embedded_timestamp_signatures
            return sellos[-1].signer_cert.not_valid_after if sellos else None
