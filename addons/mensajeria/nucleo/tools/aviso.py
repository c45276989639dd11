"""What a button answers when all it has to say fits in one sentence."""


def aviso(mensaje, tipo="success", **mas):
    """The client action that shows ``mensaje`` for a moment.

    :param tipo: ``info``, ``success``, ``warning`` or ``danger``
    :param mas: other parameters of Odoo's ``display_notification``: ``title``, ``sticky``, ``next``
    """
    return {
        "type": "ir.actions.client",
        "tag": "display_notification",
        "params": {"message": mensaje, "type": tipo, **mas},
    }
