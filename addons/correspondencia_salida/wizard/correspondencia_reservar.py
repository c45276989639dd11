from odoo import fields, models

from odoo.addons.mensajeria.nucleo.tools.aviso import aviso


class CorrespondenciaReservar(models.TransientModel):
    """Reserves the next number of a unit for a paper that is late."""

    _name = "correspondencia.reservar"
    _description = "Reservation of a Number"

    area_id = fields.Many2one(
        "hr.department",
        "Unit",
        required=True,
        default=lambda self: self.env.user.area_id,
        domain=lambda self: [("id", "in", self.env["correspondencia.oficio"]._areas_propias().ids)],
        ondelete="cascade",
    )
    tipo_id = fields.Many2one(
        "correspondencia.oficio.tipo",
        "Kind",
        required=True,
        default=lambda self: self.env["correspondencia.oficio.tipo"].search([], limit=1),
        ondelete="cascade",
    )
    reservado_para = fields.Char("Reserved For", required=True)

    def action_reservar(self):
        """Take the number, and tell which it is."""
        self.ensure_one()
        self.check_access("read")
        Numero = self.env["correspondencia.numero"]
        numero = Numero.browse(Numero.reservar(self.area_id.id, self.tipo_id.id, self.reservado_para))
        return aviso(
            numero.reservado_para,
            title=self.env._("Reserved: %s", numero.name),
            sticky=True,
            next={"type": "ir.actions.act_window_close"},
        )
