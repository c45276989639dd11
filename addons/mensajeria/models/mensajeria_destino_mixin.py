from odoo import api, fields, models
from odoo.exceptions import ValidationError

from ..tools.direccion import normalizar_cp

#: the snapshot of the addressee: what is copied of a contact, and frozen with its document
CAMPOS_DESTINATARIO = (
    "dest_nombre dest_cargo dest_institucion dest_persona_moral dest_calle dest_numero dest_colonia dest_cp"
    " dest_municipio dest_estado dest_pais_id dest_referencias dest_telefono"
).split()


class MensajeriaDestinoMixin(models.AbstractModel):
    """An addressee as it was then: a copy of a contact, which later changes of the contact do not reach."""

    _name = "mensajeria.destino.mixin"
    _description = "Addressee"

    partner_id = fields.Many2one(
        "res.partner",
        "Contact",
        index="btree_not_null",
        ondelete="set null",
        help="Fills in the address. Later changes of the contact do not reach it.",
    )
    dest_nombre = fields.Char("Addressee", index="trigram")
    dest_cargo = fields.Char("Position")
    dest_institucion = fields.Char("Institution")
    dest_persona_moral = fields.Boolean("Legal Person", help="A correspondence office may receive it with its stamp.")
    dest_calle = fields.Char("Street")
    dest_numero = fields.Char("Number")
    dest_colonia = fields.Char("Neighborhood")
    dest_cp = fields.Char("Postal Code", size=10)
    dest_municipio = fields.Char("Municipality")
    dest_estado = fields.Char("State")
    dest_pais_id = fields.Many2one(
        "res.country", "Country", default=lambda self: self.env["ir.model.data"]._xmlid_to_res_id("base.mx")
    )
    dest_referencias = fields.Char("Directions", help="How to find it: between which streets, which door.")
    dest_telefono = fields.Char("Phone")
    dest_direccion = fields.Char("Address", compute="_compute_dest_direccion")
    latitud = fields.Float("Latitude", digits=(9, 6), aggregator=None, copy=False)
    longitud = fields.Float("Longitude", digits=(9, 6), aggregator=None, copy=False)

    @api.depends(*CAMPOS_DESTINATARIO)
    def _compute_dest_direccion(self):
        for registro in self:
            calle = " ".join(filter(None, (registro.dest_calle, registro.dest_numero)))
            cp = registro.dest_cp and f"C.P. {registro.dest_cp}"
            pais = registro.dest_pais_id.code != "MX" and registro.dest_pais_id.name
            registro.dest_direccion = ", ".join(
                filter(None, (calle, registro.dest_colonia, cp, registro.dest_municipio, registro.dest_estado, pais))
            )

    @api.model_create_multi
    def create(self, vals_list):
        return super().create([self._con_cp(vals) for vals in vals_list])

    def write(self, vals):
        return super().write(self._con_cp(vals))

    @api.model
    def _con_cp(self, vals):
        """``vals`` with the postal code as it is written: 1000 is 01000."""
        if vals.get("dest_cp"):
            vals = {**vals, "dest_cp": normalizar_cp(vals["dest_cp"]) or str(vals["dest_cp"]).strip()}
        return vals

    @api.onchange("partner_id")
    def _onchange_partner_id(self):
        if self.partner_id:
            self.update(self._destinatario_de(self.partner_id))

    @api.constrains("dest_cp", "dest_pais_id")
    def _check_dest_cp(self):
        for registro in self:
            if registro.dest_cp and registro.dest_pais_id.code == "MX" and not normalizar_cp(registro.dest_cp):
                raise ValidationError(
                    self.env._("«%s» is no postal code of Mexico: it has five digits, like 06700.", registro.dest_cp)
                )

    @api.model
    def _destinatario_de(self, partner):
        """The snapshot of a contact, as values of its copy."""
        partner.ensure_one()
        return {
            "dest_nombre": partner.name or partner.commercial_company_name,
            "dest_cargo": partner.function,
            "dest_institucion": partner.commercial_company_name if not partner.is_company else False,
            "dest_persona_moral": partner.commercial_partner_id.is_company,
            "dest_calle": partner.street,
            "dest_numero": False,
            "dest_colonia": partner.street2,
            "dest_cp": partner.zip,
            "dest_municipio": partner.city,
            "dest_estado": partner.state_id.name,
            "dest_pais_id": partner.country_id.id or self.env.ref("base.mx").id,
            "dest_telefono": partner.phone,
            "latitud": partner.partner_latitude,
            "longitud": partner.partner_longitude,
        }

    def _direccion(self):
        self.ensure_one()
        return {
            "cp": self.dest_cp,
            "colonia": self.dest_colonia,
            "municipio": self.dest_municipio,
            "estado": self.dest_estado,
        }
