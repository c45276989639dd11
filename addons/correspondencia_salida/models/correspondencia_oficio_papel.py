from odoo import fields, models
from odoo.tools import format_date, html_sanitize


class CorrespondenciaOficio(models.Model):
    """The letter as it is printed: in the language of the institution, whoever prints it."""

    _inherit = "correspondencia.oficio"

    def _como_papel(self):
        self.ensure_one()
        idioma = self.company_id.sudo().partner_id.lang or self.env.lang
        zona = self.env["correspondencia.numero"]._folio_zona_horaria(self.area_id.sudo())
        return self.with_context(lang=idioma, tz=zona)

    def _fecha_en_palabras(self):
        """``2 de marzo de 2026`` in the language of the paper; of today while it has no number."""
        fecha = self.fecha or fields.Date.context_today(self)
        return format_date(
            self.env,
            fecha,
            lang_code=self.env.lang,
            date_format="d 'de' MMMM 'de' y" if (self.env.lang or "").startswith("es") else "long",
        )

    def _cuerpo_de_papel(self):
        """The text as it is printed: its author decides neither where it stands on the page nor how a signature looks."""
        return html_sanitize(self.cuerpo or "", sanitize_style=True, strip_classes=True)

    def _iniciales(self):
        """Initials of who drafted it, as they stand at the foot."""
        return "".join(palabra[0] for palabra in self.redactor_id.sudo().name.split() if palabra[:1].isalpha()).lower()

    def _imprimir(self):
        """The PDF of the numbered document, which becomes evidence."""
        reporte = self._firma_en_idioma(self.env["ir.actions.report"].sudo(), self.company_id)
        contenido, _tipo = reporte._render_qweb_pdf(self._firma_reporte(), self.ids)
        adjunto = self.env["ir.attachment"].sudo().create(
            {
                "name": f"{self.name.replace('/', '-')}.pdf",
                "raw": contenido,
                "mimetype": "application/pdf",
                "res_model": self._name,
                "res_id": self.id,
                "clase": "principal",
            }
        )  # fmt: skip
        adjunto.paginas = adjunto._contar_paginas()
        adjunto._fijar_evidencia()
        return adjunto
