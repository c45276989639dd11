from odoo import api, fields, models
from odoo.exceptions import UserError

from odoo.addons.mensajeria.models.mensajeria_destino_mixin import CAMPOS_DESTINATARIO
from odoo.addons.mensajeria.nucleo.models import motivos

from ..models.correspondencia_destinatario import CAMPOS_CARTA
from ..tools.medios import MEDIOS

#: what may be put right before it is sent again: how it goes, not to whom
CAMPOS = [campo for campo in (*CAMPOS_DESTINATARIO, "medio", "email", "user_id") if campo not in CAMPOS_CARTA]


class CorrespondenciaDevuelto(models.TransientModel):
    """A letter that came back, or cannot leave: it is sent by another means or to the right address, or it is left."""

    _name = "correspondencia.devuelto"
    _description = "Returned Document"
    _exige_legibles = "correspondencia."
    _inherit = ["mensajeria.asistente", "mensajeria.destino.mixin"]

    destinatario_id = fields.Many2one(
        "correspondencia.destinatario",
        "Sent To",
        required=True,
        readonly=True,
        ondelete="cascade",
    )
    clase = fields.Selection(related="destinatario_id.clase")
    estado = fields.Selection(related="destinatario_id.state")
    reparo = fields.Text(related="destinatario_id.reparo")
    motivo_devuelto = fields.Text(related="destinatario_id.motivo", string="Why It Came Back")
    decision = fields.Selection(
        [("reenviar", "Send it again"), ("cancelar", "Do not send it any more")],
        "What to Do",
        default="reenviar",
        required=True,
    )
    medio = fields.Selection(MEDIOS, "Means", required=True, default="correo")
    email = fields.Char("E-mail")
    user_id = fields.Many2one("res.users", "Person", domain=[("share", "=", False)])
    motivo = fields.Text("Reason")

    @api.model
    def _abrir(self, linea):
        """Action that opens the window on ``linea``, with how it was sent, to be put right."""
        asistente = self.create(
            {
                "destinatario_id": linea.id,
                **{campo: linea[campo].id if self._fields[campo].relational else linea[campo] for campo in CAMPOS},
            }
        )
        return {
            "type": "ir.actions.act_window",
            "name": self.env._("Correct or Cancel"),
            "res_model": self._name,
            "res_id": asistente.id,
            "views": [(False, "form")],
            "target": "new",
        }

    def action_decidir(self):
        """Do what was decided."""
        self.ensure_one()
        self.check_access("read")
        linea = self.destinatario_id
        if self.decision == "cancelar":
            linea.action_cancelar(motivo=self.motivo)
            return {"type": "ir.actions.act_window_close"}
        corregida = linea._exigir_quien_decide()
        corregida._exigir_estado("pendiente", "devuelto", "en_despacho")
        if corregida.state == "en_despacho":
            self._dejar_de_esperar(corregida)
        if (self.medio == "interno") != (linea.clase == "interno"):
            raise UserError(self.env._("Only what is internal goes inside, and only inside."))
        corregida.write({campo: self[campo].id if self._fields[campo].relational else self[campo] for campo in CAMPOS})
        if corregida.falta:
            raise UserError(
                self.env._("To reach %(who)s, complete: %(fields)s.", who=linea.dest_nombre, fields=corregida.falta)
            )
        if corregida.state == "devuelto":
            linea.action_reintentar(motivo=self.motivo)
        else:
            corregida.reparo = False
            corregida._anotar("corregir_envio", motivo=motivos.exigido(self.env, self.motivo))
        return {"type": "ir.actions.act_window_close"}

    def _dejar_de_esperar(self, linea):
        """Nobody comes for it at the counter: it goes another way."""
        linea._exigir_en_ventanilla()
        if self.medio == "personal":
            raise UserError(self.env._("It waits at the counter already: choose another means."))
        linea._quedo_pendiente(motivos.exigido(self.env, self.motivo))
        linea.oficio_id._revisar_tareas_de_lineas()
