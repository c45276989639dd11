"""Teach asn1crypto to read SAT's certificates. Import before any certificate is touched.

X.520 says that ``2.5.4.45`` (x500UniqueIdentifier) is a BIT STRING. SAT writes the RFC there as a PrintableString,
and asn1crypto 1.5 then fails on the whole name. The type below takes either, so that certificates that follow
the standard stay legible.
"""

from asn1crypto import core, x509
from cryptography.exceptions import UnsupportedAlgorithm


class IdentificadorUnico(core.Choice):
    """BIT STRING as the standard says, or any kind of text. ``native`` is text: bits are given in hexadecimal."""

    _alternatives = [("bit_string", core.OctetBitString), *x509.DirectoryString._alternatives]

    @property
    def native(self):
        valor = self.chosen.native
        return valor.hex() if isinstance(valor, bytes) else valor


x509.NameTypeAndValue._oid_specs["unique_identifier"] = IdentificadorUnico

#: what the parsers raise on bytes that are not what they should be
ERRORES_DE_LECTURA = (
    ValueError,
    TypeError,
    KeyError,
    IndexError,
    AttributeError,
    OverflowError,
    RecursionError,
    UnsupportedAlgorithm,
)
