import base64

from odoo import models
from odoo.exceptions import AccessError, UserError

from odoo.addons.mensajeria.nucleo.tools import pdf

#: what the form may send unsaved; annexes are not: their names would be printed of files of others
CAMPOS_VISTA = frozenset(
    "area_id tipo_id modo_firma descripcion cuerpo despedida referencia lugar destinatario_ids firmante_ids asunto_ids".split()
)


class CorrespondenciaOficio(models.Model):
    """The letter as it will be, beside its text while it is written. Nothing is saved."""

    _inherit = "correspondencia.oficio"

    def previsualizar(self, valores=None):
        """Print this letter as it is, or a draft as it is being written.

        :param valores: what the form of a draft has not saved, as it would be written
        :returns: ``pdf`` in base64, and ``faltas``: what keeps the text from being frozen
        """
        self.check_access("read")
        if self.name and (papel := self._papel_fijo()):  # one of a series is drawn after it has its number
            return {"pdf": base64.b64encode(papel).decode(), "faltas": []}
        oficio = self._con_valores(valores or {})
        return {"pdf": base64.b64encode(oficio._imprimir_borrador()).decode(), "faltas": oficio._faltas_del_texto()}

    def _papel_fijo(self):
        """The numbered document as it is signed, or as it waits for it."""
        oficio = self.sudo()
        return (
            (oficio.escaneo_id or oficio.pdf_id or oficio.firma_id.pdf_id or oficio.firma_id.base_id)._con_bytes().raw
        )

    def _con_valores(self, valores):
        """This draft, or a new one, with ``valores`` in memory.

        :raises AccessError: they name what the user may not read or write for
        """
        propio = not self or (self.state == "borrador" and self._puede_redactar())
        nuevo = self.new({} if self else {"redactor_id": self.env.uid, "company_id": self.env.company.id}, origin=self)
        if not self:
            nuevo.tipo_id = nuevo.tipo_id or self._fields["tipo_id"].default(self)
        if not propio:
            return nuevo
        try:
            nuevo._update_cache({campo: valor for campo, valor in valores.items() if campo in CAMPOS_VISTA})
        except (AttributeError, IndexError, TypeError, ValueError) as error:
            raise UserError(self.env._("What the form sent cannot be read. Reload the page.")) from error
        if not self or nuevo.area_id != self.area_id:
            self._exigir_redactor(nuevo.area_id)
        for campo in ("destinatario_ids", "firmante_ids"):
            if nuevo[campo]._origin - self[campo]:  # lines of another letter
                raise AccessError(self.env._("You do not write for %s.", nuevo.area_id.sudo().name))
        nuevo.firmante_ids.user_id.check_access("read")
        nuevo.asunto_ids._origin.check_access("read")
        return nuevo

    def _imprimir_borrador(self):
        self.ensure_one()
        reporte = self._firma_en_idioma(self.env.ref(self._firma_reporte()).sudo(), self.company_id)
        valores = reporte._get_rendering_context(reporte, [], {"lang": reporte.env.lang})
        html = reporte._render_template(reporte.report_name, {**valores, "docs": [self._como_papel()]})
        return reporte._render_articulos(reporte, pdf.separar_articulos(html), False)
