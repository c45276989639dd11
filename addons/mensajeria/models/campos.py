"""Fields that core does not have."""

from odoo import fields


class BigInteger(fields.Integer):
    """An integer of 64 bits: the numbers of carriers exceed 2^31. Clients get it as a float, so views show the folio."""

    _column_type = ("int8", "int8")
