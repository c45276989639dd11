"""Let pyHanko read the gap of a signature at once. Import before any PDF is read.

A signature lies in a hexadecimal string of thirty thousand digits, which pyHanko 0.38 reads digit by digit, again for
every revision: more than half of the time of a verdict. What is not hexadecimal digits and nothing else (blanks, an
odd digit, a string that never ends) is still pyHanko's to judge.
"""

import binascii
from typing import BinaryIO

from pyhanko.pdf_utils import generic

#: bytes read at a time, and where a string is too long to be one of ours
_TROZO, _TOPE = 1 << 13, 1 << 20
_despacio = generic.read_hex_string_from_stream


def leer_hexadecimal(stream: BinaryIO) -> generic.PdfObject:
    """The hexadecimal string that starts at ``<``; the stream is left after ``>``."""
    inicio = stream.tell()
    leido = stream.read(_TROZO)
    while b">" not in leido and len(leido) < _TOPE and (trozo := stream.read(_TROZO)):
        leido += trozo
    cierre = leido.find(b">")
    try:
        valor = binascii.unhexlify(leido[1:cierre]) if cierre > 0 else None
    except binascii.Error:
        valor = None
    if valor is None:
        stream.seek(inicio)
        return _despacio(stream)
    stream.seek(inicio + cierre + 1)
    return generic.pdf_string(valor)


generic.read_hex_string_from_stream = leer_hexadecimal
