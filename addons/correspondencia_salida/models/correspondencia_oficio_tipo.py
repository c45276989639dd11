from odoo import api, fields, models
from odoo.exceptions import UserError, ValidationError

from odoo.addons.mensajeria.nucleo.tools.folio import formatear


class CorrespondenciaOficioTipo(models.Model):
    """A kind of outgoing document: how it is numbered, signed and sent."""

    _name = "correspondencia.oficio.tipo"
    _description = "Kind of Outgoing Document"
    _order = "sequence, name"

    name = fields.Char(required=True, translate=True)
    clave = fields.Char("Key", required=True, size=12, help="Names its series of numbers, and may stand in them.")
    sequence = fields.Integer(default=10)
    active = fields.Boolean(default=True)
    patron = fields.Char(
        "Number",
        required=True,
        default="{siglas}/{tipo}/{numero:04d}/{anio}",
        help="Of the series made from now on. Placeholders: {siglas} of the unit, {tipo}, {anio} and {numero:04d}.",
    )
    interno = fields.Boolean("Internal", help="It is written to units of the institution.")
    con_lectura = fields.Boolean(
        "Read Tracking", help="Internal addressees read it in their trays, and who did is known."
    )
    acuse_lectura = fields.Boolean("Ask for Confirmation", help="Each reader confirms that they have read it.")
    modo_firma = fields.Selection(
        [("electronica", "Electronic"), ("autografa", "By Hand")], "Signature", default="electronica", required=True
    )

    _clave_uniq = models.UniqueIndex("(upper(clave))", "Another kind already has this key.")

    @api.constrains("patron", "clave")
    def _check_patron(self):
        for tipo in self:
            try:
                formatear(tipo.patron, siglas="DGA", tipo=tipo.clave, anio=2000, numero=1)
            except ValueError as error:
                raise ValidationError(
                    self.env._(
                        "The pattern «%s» is not valid. Use {siglas}, {tipo}, {anio} and {numero:04d}; {anio} and {numero} are required.",
                        tipo.patron,
                    )
                ) from error

    def write(self, vals):
        if "clave" in vals and self.env["correspondencia.numero"].sudo().search_count(
            [("tipo_id", "in", self.ids)], limit=1
        ):
            raise UserError(self.env._("There are numbers of this kind: its key stays."))
        return super().write(vals)
