from odoo import api, fields, models
from odoo.exceptions import UserError

from .correspondencia_serie_renglon import DEL_RENGLON


class CorrespondenciaOficio(models.Model):
    """A document of a series, or the text from which one is made."""

    _inherit = "correspondencia.oficio"

    serie_id = fields.Many2one(
        "correspondencia.serie", "Series", readonly=True, copy=False, index="btree_not_null", ondelete="restrict"
    )
    series_ids = fields.One2many(
        "correspondencia.serie",
        "modelo_id",
        "Text of the Series",
        readonly=True,
        copy=False,
        domain=[("state", "!=", "cancelada")],
    )
    renglon_ids = fields.One2many("correspondencia.serie.renglon", "oficio_id", "Row of the Series", readonly=True)

    es_modelo = fields.Boolean("Text of a Series", compute="_compute_es_modelo", compute_sudo=True)

    @api.depends("series_ids")
    def _compute_es_modelo(self):
        for oficio in self:
            oficio.es_modelo = bool(oficio.series_ids)

    def action_serie(self):
        """Write the text of this draft to many: a series whose model it is, or the one that it has."""
        self.ensure_one()
        oficio = self._exigir_de_mi_area()
        serie = oficio.series_ids[:1] or oficio.serie_id
        if not serie:
            oficio._exigir_estado("borrador", "en_revision", "aprobado")
            serie = self.env["correspondencia.serie"].create(
                {"name": (oficio.descripcion or "")[:80], "modelo_id": oficio.id}
            )
        return {
            "type": "ir.actions.act_window",
            "res_model": serie._name,
            "res_id": serie.id,
            "views": [(False, "form")],
        }

    # The text of a series is approved as any other, and never sent itself

    def _exigir_destinatarios(self):
        if not self.es_modelo:
            super()._exigir_destinatarios()

    def _se_sabra(self, nombre):
        return super()._se_sabra(nombre) or (nombre.startswith(DEL_RENGLON) and self.es_modelo)

    def _asuntos_del_texto(self):
        """Each document of a series names the matters that its model answers."""
        modelo = self.sudo().serie_id.modelo_id
        return modelo.asunto_ids.with_env(self.env) or super()._asuntos_del_texto()

    def _revisar_despacho(self):
        super()._revisar_despacho()
        self.serie_id._revisar_respuesta()

    def _valores_marcadores(self):
        return super()._valores_marcadores() | (self.sudo().renglon_ids.datos or {})

    def action_numerar(self):
        """Give these documents their numbers: the text is frozen, printed with its number, and waits for its signatures."""
        for oficio in self._exigir_de_mi_area():
            if oficio.es_modelo:
                raise UserError(
                    self.env._("%s is the text of a series: its documents are numbered there.", oficio.display_name)
                )
        return super().action_numerar()

    def action_corregir(self, motivo=None):
        """Take a document back to its draft before it has a number.

        :param motivo: why; mandatory
        """
        self._exigir_de_mi_area()._exigir_sin_serie_comenzada()
        return super().action_corregir(motivo)

    def action_cancelar(self, motivo=None):
        """Cancel documents that have not left; their numbers stay in the register, void. The series of a text ends with it.

        :param motivo: why; mandatory
        """
        oficios = self._exigir_de_mi_area()
        oficios._exigir_sin_serie_comenzada()
        for serie in oficios.series_ids:
            serie._transitar("cancelada", motivo)
        return super().action_cancelar(motivo)

    def _exigir_sin_serie_comenzada(self):
        """Refuse to touch a text with which documents are being made."""
        series = self.series_ids
        series._bloquear()
        for serie in series:
            if serie.state != "borrador":
                raise UserError(self.env._("The series «%s» began with this text: it stays as it is.", serie.name))

    def _anexos_por_examinar(self):
        """Those that its series copied were examined when it began, and are evidence since then."""
        examinados = self.serie_id.modelo_id.anexo_ids.filtered("evidencia").mapped("checksum")
        return super()._anexos_por_examinar().filtered(lambda a: a.checksum not in examinados)

    def _cerrar_modelo(self):
        """The series of these texts are over."""
        for oficio in self.sudo().filtered(lambda o: o.state == "aprobado"):
            oficio._transitar("archivado")
            oficio._tareas_abiertas()._cerrar("archivado")

    def _accion_de_tarea(self, tarea):
        """To number the text of a series is to generate the series."""
        if self.es_modelo and tarea.paso_id.codigo == "oficio_numerar":
            return self.action_serie()
        return super()._accion_de_tarea(tarea)
