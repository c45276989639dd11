"""What a client passes to a public method, as the method needs it; one sentence when it is anything else."""

from odoo.exceptions import UserError


def valor(registro, campo, dato):
    """``dato`` as the field ``campo`` of ``registro`` keeps it; False for nothing.

    :raises UserError: it is no value of that field
    """
    definicion = registro._fields[campo]
    try:
        if definicion.type in ("char", "text"):
            return "".join(c for c in dato or "" if c.isprintable() or c in "\n\t").strip() or False
        return definicion.convert_to_write(definicion.convert_to_cache(dato or False, registro), registro)
    except (TypeError, ValueError) as error:
        nombre = definicion._description_string(registro.env)
        raise UserError(
            registro.env._("«%(value)s» is no value of «%(field)s».", value=str(dato)[:80], field=nombre)
        ) from error


def registros(modelo, ids):
    """The records of ``modelo`` with these ids, or this id; none for nothing.

    :raises UserError: they are no ids, or not there
    :raises AccessError: the user may not read one of them
    """
    ids = ids if isinstance(ids, (list, tuple)) else [ids] if ids else []
    hallados = modelo.browse(id_ for id_ in ids if type(id_) is int and 0 < id_ < 2**31)
    hallados.check_access("read")
    if len(hallados) != len(ids) or hallados.exists() != hallados:
        raise UserError(modelo.env._("These records do not exist. Reload the page."))
    return hallados
