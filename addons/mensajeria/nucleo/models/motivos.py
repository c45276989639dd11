"""The reason of a decision, as whoever takes it writes it."""

from odoo.exceptions import UserError


def limpio(motivo):
    """``motivo`` as it is kept: without the spaces around it; an empty text for nothing, and for what is no text."""
    return motivo.replace("\0", "").strip() if isinstance(motivo, str) else ""


def exigido(env, motivo):
    """``motivo`` as it is kept.

    :raises UserError: when nothing is written
    """
    if motivo := limpio(motivo):
        return motivo
    raise UserError(env._("Write the reason."))
