import math

from odoo import fields, models
from odoo.tools import format_date, html_sanitize

from odoo.addons.mensajeria.nucleo.tools.pdf import RecursoRechazado

from .correspondencia_plantilla import CAMPOS_PLANTILLA


class CorrespondenciaOficio(models.Model):
    """The letter as it is printed: in the language of the institution, whoever prints it."""

    _inherit = "correspondencia.oficio"

    def _como_papel(self):
        self.ensure_one()
        idioma = self.company_id.sudo().partner_id.lang or self.env.lang
        zona = self.env["correspondencia.numero"]._folio_zona_horaria(self.area_id.sudo())
        return self.with_context(lang=idioma, tz=zona)

    def _fecha_en_palabras(self):
        """The day of the letter; today while it has no number."""
        return self._en_palabras(self.fecha or fields.Date.context_today(self))

    def _en_palabras(self, fecha):
        return format_date(
            self.env,
            fecha,
            lang_code=self.env.lang,
            date_format="d 'de' MMMM 'de' y" if (self.env.lang or "").startswith("es") else "long",
        )

    def _lugar_y_fecha(self):
        """``Ciudad de México, a 2 de marzo de 2026``."""
        if not self.lugar:
            return self._fecha_en_palabras()
        nexo = ", a " if (self.env.lang or "").startswith("es") else ", "
        return f"{self.lugar}{nexo}{self._fecha_en_palabras()}"

    def _textos_de_papel(self):
        """Subject, text and closing as they are printed. A draft shows the values it has, and what it lacks.

        The author of the text decides neither where it stands on the page nor how a signature looks.
        """
        if self.name:
            textos = {campo: self[campo] for campo in CAMPOS_PLANTILLA}
        else:
            valores = self._valores_marcadores()
            textos = self._textos_llenos(lambda nombre: str(valores.get(nombre) or f"[{nombre}]"))
        return textos | {"cuerpo": html_sanitize(textos["cuerpo"] or "", sanitize_style=True, strip_classes=True)}

    def _imagenes_perdidas(self):
        """Those of the images that the user may not print."""
        return [ruta for ruta in self._imagenes() if not self._se_imprime(ruta)]

    def _se_imprime(self, ruta):
        try:
            self.env["ir.actions.report"]._leer_recurso(ruta)
        except RecursoRechazado:
            return False
        return ruta.startswith("/") and not ruta.startswith("//")

    def _iniciales(self):
        """Initials of who signs and of who drafted it, as they stand at the foot: ``JPN/rdg``."""
        firmantes = self._firmantes_en_orden().user_id.sudo().mapped("name")
        return "/".join([*map(_iniciales, firmantes), _iniciales(self.redactor_id.sudo().name).lower()])

    def _firmantes_en_orden(self):
        return self.firmante_ids.sorted(lambda f: (f.sequence, f._origin.id or math.inf))

    def action_imprimir(self):
        """The letter to be printed: a draft with its mark, or the very file that was numbered and signed."""
        self.ensure_one()
        self.check_access("read")
        fijo = self.pdf_id if self.name else False
        if fijo:
            return {"type": "ir.actions.act_url", "url": f"/web/content/{fijo.id}?download=true", "target": "download"}
        return self.env.ref(self._firma_reporte()).report_action(self)

    def _imprimir(self):
        """The PDF of the document that is signed by hand."""
        reporte = self._firma_en_idioma(self.env["ir.actions.report"].sudo(), self.company_id)
        return reporte._render_qweb_pdf(self._firma_reporte(), self.ids)[0]

    def _guardar_papel(self, contenido):
        """The PDF of the numbered document, as evidence."""
        adjunto = self.env["ir.attachment"].sudo().with_context(sin_indice=True).create(
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


def _iniciales(nombre):
    return "".join(palabra[0] for palabra in (nombre or "").split() if palabra[0].isalpha()).upper()
