"""The reason of a decision, as whoever takes it writes it."""

from odoo.exceptions import UserError


def limpio(motivo):
    """``motivo`` as it is kept: without the spaces around it, nor what PostgreSQL does not keep (NUL, half an emoji);
    an empty text for nothing, and for what is no text.
    """
    if not isinstance(motivo, str):
        return ""
    return motivo.encode("utf-8", "ignore").decode().replace("\0", "").strip()


def exigido(env, motivo):
    """``motivo`` as it is kept.

    :raises UserError: when nothing is written
    """
    if motivo := limpio(motivo):
        return motivo
    raise UserError(env._("Write the reason."))
