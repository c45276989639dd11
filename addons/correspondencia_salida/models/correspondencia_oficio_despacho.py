from odoo import fields, models
from odoo.exceptions import UserError

#: states of a line in which the letter is out
FUERA = ("despachado", "acusado", "devuelto")


class CorrespondenciaOficio(models.Model):
    """A document is dispatched when each of its addressees is, and acknowledged with the last acuse."""

    _inherit = "correspondencia.oficio"

    fecha_despacho = fields.Datetime("Dispatched On", readonly=True, copy=False)
    fecha_acuse = fields.Datetime("Acknowledged On", readonly=True, copy=False)
    por_acusar = fields.Integer("Missing Acuses", compute="_compute_por_acusar")

    def _compute_por_acusar(self):
        cuentas = dict(
            self.env["correspondencia.destinatario"]._read_group(
                [
                    ("oficio_id", "in", self.ids),
                    ("requiere_acuse", "=", True),
                    ("state", "in", ("despachado", "devuelto")),
                ],
                ["oficio_id"],
                ["__count"],
            )
        )
        for oficio in self:
            oficio.por_acusar = cuentas.get(oficio._origin, 0)

    def _queda_firmado(self, datos):
        super()._queda_firmado(datos)
        self._abrir_despacho()

    def _revisar_despacho(self):
        """Move these documents to where their lines are."""
        self.sudo()._apartar()  # two addressees at once: the last one counts
        for oficio in self.sudo():
            vivas = oficio.destinatario_ids.filtered(lambda d: d.state != "cancelado")
            if not vivas:
                continue
            fuera = all(d.state in FUERA for d in vivas)
            acusado = fuera and all(d.state == "acusado" or not d.requiere_acuse for d in vivas)
            if oficio.state == "firmado" and fuera:
                oficio._tareas_abiertas("oficio_despachar")._cerrar("despachado")
                oficio.fecha_despacho = fields.Datetime.now()
                oficio._transitar("despachado")
            elif oficio.state == "despachado" and not fuera:
                oficio._transitar("firmado", self.env._("An addressee is to be dispatched again"))
                oficio.fecha_despacho = False
                oficio._abrir_despacho()
            elif oficio.state == "acusado" and not acusado:
                oficio._transitar("despachado", self.env._("An acuse was taken back"))
                oficio.fecha_acuse = False
            if oficio.state == "despachado" and acusado:
                oficio.fecha_acuse = fields.Datetime.now()
                oficio._transitar("acusado")
                oficio._avisar_acuses()

    def _abrir_despacho(self):
        """It waits in the tray of the office that dispatches."""
        self._abrir_tarea(
            "oficio_despachar",
            grupo=self.env.ref("correspondencia_entrada.group_oficialia"),
            area=self.oficialia_id,
        )

    def _avisar_acuses(self):
        """Tell the drafter that everybody has it."""
        if self.redactor_id != self.env.user:
            self.message_notify(
                partner_ids=self.redactor_id.partner_id.ids,
                subject=self.env._("%s was acknowledged by all its addressees", self.name),
                body=self.env._("%s was acknowledged by all its addressees", self.name),
            )

    def action_archivar(self):
        """File documents whose story is over."""
        oficios = self._exigir_de_mi_area()
        oficios._exigir_estado("despachado", "acusado")
        if pendiente := oficios.filtered("por_acusar")[:1]:
            raise UserError(self.env._("Acuses of %s are missing.", pendiente.display_name))
        oficios._transitar("archivado")
        return True
