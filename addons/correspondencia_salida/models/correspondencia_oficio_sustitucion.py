from odoo import api, fields, models
from odoo.exceptions import UserError

from odoo.addons.mensajeria.nucleo.models import motivos


class CorrespondenciaOficio(models.Model):
    """What was signed is not corrected: another document substitutes it, and the register shows both."""

    _inherit = "correspondencia.oficio"

    motivo_sustitucion = fields.Text("Why It Substitutes", readonly=True, copy=False)
    sustituto_id = fields.Many2one("correspondencia.oficio", "In Its Place", compute="_compute_sustituto_id")

    _sustituye_uniq = models.UniqueIndex(
        "(sustituye_id) WHERE sustituye_id IS NOT NULL AND state <> 'cancelado'",
        "Somebody else has just begun the document that substitutes this one. Reload the page.",
    )

    @api.depends("sustituto_ids.state")
    def _compute_sustituto_id(self):
        for oficio in self:
            oficio.sustituto_id = oficio.sustituto_ids.filtered(lambda o: o.state != "cancelado")[:1]

    def action_sustituir(self, motivo=None):
        """Write a document that substitutes this one, once it is signed.

        :param motivo: what is wrong; mandatory
        :return: action that opens the new draft
        """
        oficio = self._exigir_de_mi_area()
        oficio.ensure_one()
        oficio._exigir_estado("firmado", "despachado", "acusado", "archivado")
        motivo = motivos.exigido(self.env, motivo)
        if oficio.sustituto_id:
            raise UserError(self.env._("%s already substitutes it.", oficio.sustituto_id.display_name))
        nuevo = oficio.copy(
            {"redactor_id": self.env.uid, "asunto_ids": oficio.asunto_ids.ids, "referencia": oficio.name}
        )
        nuevo.write({"sustituye_id": oficio.id, "motivo_sustitucion": motivo})
        return nuevo._accion_abrir()

    def _sustituto(self):
        """The signed document that took the place of this one."""
        return self.sustituto_ids.filtered(lambda o: o.state in ("firmado", "despachado", "acusado", "archivado"))[:1]

    def _queda_firmado(self, datos):
        super()._queda_firmado(datos)
        for oficio in self.filtered("sustituye_id"):
            anterior = oficio.sustituye_id
            anterior._bloquear()
            if anterior.state in ("firmado", "despachado", "acusado", "archivado"):  # filed while this one was written
                anterior._quedar_sustituido(oficio.motivo_sustitucion)

    def _quedar_sustituido(self, motivo):
        """Another document is signed in place of this one: what has not left stays here, links open nothing."""
        self._transitar("sustituido", motivo)
        self.motivo = motivo
        self._tareas_abiertas()._cerrar(motivo, state="cancelada")
        lineas = self.destinatario_ids
        lineas.fecha_persecucion = False  # nobody asks for the acuses of what does not count
        for asunto in lineas.turno_interno_id.asunto_id:
            atienden = asunto.turno_ids.filtered(lambda t: t.state in ("pendiente", "turnado")).user_id
            asunto.message_post(
                body=self.env._("%s does not count any more: another document takes its place.", self.name),
                partner_ids=atienden.partner_id.ids,
            )
        lineas.filtered(lambda d: d.state in ("pendiente", "en_despacho", "devuelto"))._quedar_sin_despacho(motivo)
