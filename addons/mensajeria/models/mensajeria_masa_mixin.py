from odoo import api, models
from odoo.fields import Domain

#: models of few records, to which those of millions point
CATALOGOS = frozenset(
    f"mensajeria.{modelo}" for modelo in ("proveedor", "servicio", "zona", "mensajero", "serie", "rango", "motivo")
)


class MensajeriaMasaMixin(models.AbstractModel):
    """A model with millions of records. A text that is searched in one of its catalogues is looked up there first:
    PostgreSQL, told which few records are meant (or that none is), takes their index. Asked both at once it cannot know,
    and reads everything from the newest on.
    """

    _name = "mensajeria.masa.mixin"
    _description = "Model of Millions"

    @api.model
    def _search(self, domain, offset=0, limit=None, order=None, *, active_test=True, bypass_access=False):
        return super()._search(
            Domain(domain).map_conditions(self._con_catalogo),
            offset,
            limit,
            order,
            active_test=active_test,
            bypass_access=bypass_access,
        )

    def _con_catalogo(self, condicion):
        """``condicion``; with ids, when it looks for a text in a catalogue."""
        campo = self._fields.get(condicion.field_expr)
        if (
            campo is None
            or campo.type != "many2one"
            or campo.comodel_name not in CATALOGOS
            or condicion.operator != "ilike"
        ):
            return condicion
        catalogo = self.env[campo.comodel_name].with_context(active_test=False)
        return Domain(campo.name, "in", catalogo.search([("display_name", "ilike", condicion.value)]).ids)
