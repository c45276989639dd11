from odoo import api, fields, models
from odoo.fields import Domain

from ..tools.direccion import normalizar_cp


class MensajeriaCp(models.Model):
    """A neighbourhood with its postal code, as SEPOMEX publishes them; the same for every company.

    Nothing hangs from these rows: pieces keep a copy of their address, and zones work without them.
    """

    _name = "mensajeria.cp"
    _description = "Postal Code"
    _order = "name, colonia, id"

    name = fields.Char("Postal Code", size=5, required=True, index=True)
    colonia = fields.Char("Neighborhood", required=True, index="trigram")
    tipo_asentamiento = fields.Char("Kind of Settlement")
    municipio = fields.Char("Municipality", required=True)
    estado = fields.Char("State", required=True)
    ciudad = fields.Char("City")
    clave = fields.Char("SEPOMEX Key", readonly=True, copy=False, help="State, municipality and settlement.")
    active = fields.Boolean(default=True)

    _clave_uniq = models.UniqueIndex("(clave)", "Another neighborhood already has this key.")
    _name_format = models.Constraint("CHECK (name ~ '^[0-9]{5}$')", "A postal code has five digits.")

    @api.depends("name", "colonia", "municipio")
    def _compute_display_name(self):
        for cp in self:
            cp.display_name = " ".join(filter(None, (cp.name, cp.colonia))) + (
                f", {cp.municipio}" if cp.municipio else ""
            )

    @api.model
    def _search_display_name(self, operator, value):
        """Digits look for postal codes, words for neighborhoods."""
        if operator in ("ilike", "=ilike", "like") and isinstance(value, str) and value.strip():
            partes = value.replace(",", " ").split()
            return Domain.AND(
                Domain("name", "=like", f"{parte}%") if parte.isdigit() else Domain("colonia", operator, parte)
                for parte in partes
            )
        return super()._search_display_name(operator, value)

    @api.model
    def _municipios(self, codigos):
        """``{postal code: (municipality, state)}`` of those that the catalog knows.

        :param codigos: postal codes as somebody wrote them
        """
        codigos = {cp for cp in map(normalizar_cp, codigos) if cp}
        filas = codigos and self.sudo()._read_group([("name", "in", codigos)], ["name", "municipio", "estado"])
        return {cp: (municipio, estado) for cp, municipio, estado in filas or ()}
