import re

import lxml.html

from odoo import api, fields, models

_IMAGEN = re.compile(r"/web/image/(\d+)\b")


class CorrespondenciaOficio(models.Model):
    """The files of a document: its annexes and the images of its text are fixed with it."""

    _inherit = "correspondencia.oficio"

    papel_ids = fields.Many2many("ir.attachment", compute="_compute_papel_ids", string="Signed Files")

    @api.depends("pdf_id", "escaneo_id")
    @api.depends_context("uid")
    def _compute_papel_ids(self):
        """The document as it left, for who may read it: the scan of what was signed by hand, and what was printed for it."""
        for oficio in self:
            papeles = oficio.sudo().escaneo_id | oficio.sudo().pdf_id
            oficio.papel_ids = papeles.with_env(self.env)._filtered_access("read")

    def _reclamar_anexos(self):
        super()._reclamar_anexos()
        for oficio in self:
            nuevos = oficio.anexo_ids.filtered(lambda a: a.clase != "anexo").sudo()
            nuevos._exigir_enviable()
            nuevos.clase = "anexo"
            oficio._reclamar_imagenes()

    def _reclamar_imagenes(self):
        """Images put in the text before it was saved are of the letter: whoever reads it reads them, without any token."""
        self._adjuntos_del_texto().filtered(
            lambda a: a.res_model in (False, self._name) and not a.res_id and a.create_uid == self.env.user
        ).write({"res_model": self._name, "res_id": self.id})
        if "access_token=" in (self.cuerpo or ""):
            self.cuerpo = re.sub(r'(src="[^"]*?)[?&](?:amp;)?access_token=[0-9a-f-]+', r"\1", str(self.cuerpo))

    def _imagenes(self):
        """Addresses of the images of the text."""
        rutas = lxml.html.fragment_fromstring(self.cuerpo or "", create_parent="div").xpath("//img/@src")
        return [ruta.removeprefix(self.get_base_url()) for ruta in rutas if not ruta.startswith("data:")]

    def _adjuntos_del_texto(self):
        """The attachments (sudo) that are images of the text."""
        ids = [int(hallado[1]) for ruta in self._imagenes() if (hallado := _IMAGEN.match(ruta))]
        return self.env["ir.attachment"].sudo().browse(ids).exists()

    def _anexos_por_examinar(self):
        """The annexes of which nobody knows yet whether they can be opened. To extend."""
        return self.anexo_ids.filtered(lambda a: not a.evidencia)

    def _fijar_anexos(self):
        """The annexes and the images of the text become evidence; refuse those that could not be opened."""
        self._anexos_por_examinar()._exigir_enviable()
        propias = self._adjuntos_del_texto().filtered(lambda a: (a.res_model, a.res_id) == (self._name, self.id))
        (self.anexo_ids | propias)._fijar_evidencia()
