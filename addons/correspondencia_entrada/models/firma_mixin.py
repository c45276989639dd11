from odoo import api, fields, models

from odoo.addons.mensajeria.nucleo.tools import pdf

from ..tools.archivos import examinar
from ..tools.firma.campos import Campo

#: the page of signatures, in millimetres: letter, with the margins of the letterhead (``papel.css``)
ALTO, MARGEN_SUPERIOR, MARGEN_IZQUIERDO = 279.4, 39, 25
#: its boxes (``documentos.css``): size, where the first begins under the margin, from one to the next, how many
ANCHO_CAJA, ALTO_CAJA, PRIMERA_CAJA, PASO_CAJA, CAJAS = 168, 60, 16, 64, 3
MM = 72 / 25.4


class FirmaMixin(models.AbstractModel):
    """What can be signed. A ``firma.documento`` is one frozen version of it and calls these."""

    _name = "firma.mixin"
    _description = "Record That Is Signed"

    def _firma_datos(self):
        """``name, asunto, contraparte, company_id`` of its documents to sign. To implement."""
        raise NotImplementedError

    def _firma_abrir_tarea(self, user):
        """Ask ``user`` for the next signature. To implement."""
        raise NotImplementedError

    def _firma_cerrar_tareas(self, resultado, state="hecha"):
        """Close what :meth:`_firma_abrir_tarea` opened. To implement."""
        raise NotImplementedError

    def _firma_reporte(self):
        """External id of the report whose last pages are those of the signatures. To implement."""
        raise NotImplementedError

    def _firma_motivo(self):
        """Why it is signed, as PDF readers show it. To implement."""
        raise NotImplementedError

    def _firma_url(self):
        """Address at which the user reads what this answers, or an empty text. To implement."""
        raise NotImplementedError

    def _firma_bloquear(self):
        """Lock what moves when this is signed, before its ``firma.documento``. To implement."""
        raise NotImplementedError

    def _firma_exigir_vigente(self):
        """Refuse when what asked for the signature is over. To implement."""
        raise NotImplementedError

    def _firma_al_completar(self, documento):
        """Called in sudo when the last signature of the route is in ``documento``. To implement."""
        raise NotImplementedError

    def _firma_al_negar(self, documento, motivo):
        """Called in sudo when ``documento`` was rejected or cancelled. To implement."""
        raise NotImplementedError

    def _firma_avisar(self, users, asunto, texto):
        """Tell ``users`` something about the signature. To implement."""
        raise NotImplementedError

    # The paper

    def _firma_congelar(self, firmantes, contenido=None):
        """Keep this record with room for the signatures of ``firmantes`` and ask for the first.

        :param contenido: what :meth:`_firma_dibujar` gave, when it was drawn before
        :returns: the ``firma.documento``
        """
        contenido = contenido or self._firma_dibujar(firmantes)
        campos = self._firma_campos(contenido, len(firmantes))
        return self.env["firma.documento"]._congelar(self, firmantes, contenido, campos)

    def _firma_dibujar(self, firmantes):
        """The PDF of this record with room for the signatures of ``firmantes``."""
        self.ensure_one()
        datos = {
            "firmantes": firmantes,
            "ahora": fields.Datetime.now(),
            "cajas": CAJAS,
            "primera_caja": PRIMERA_CAJA,
            "paso_caja": PASO_CAJA,
        }
        company = self.env["res.company"].browse(self._firma_datos()["company_id"])
        reporte = self._firma_en_idioma(self.env["ir.actions.report"].sudo(), company)
        return reporte._render_qweb_pdf(self._firma_reporte(), self.ids, data=datos)[0]

    def _firma_campos(self, contenido, cuantos):
        """The boxes of the last pages of ``contenido``, one for each signature."""
        hojas = -(-cuantos // CAJAS)
        primera = examinar("base.pdf", contenido) - hojas
        campos = []
        for n in range(cuantos):
            arriba = ALTO - MARGEN_SUPERIOR - PRIMERA_CAJA - PASO_CAJA * (n % CAJAS)
            caja = (MARGEN_IZQUIERDO, arriba - ALTO_CAJA, MARGEN_IZQUIERDO + ANCHO_CAJA, arriba)
            campos.append(Campo(f"Firma{n + 1}", primera + n // CAJAS, tuple(round(lado * MM, 2) for lado in caja)))
        return campos

    @api.model
    def _firma_en_idioma(self, modelo, company):
        """``modelo`` in the language in which ``company`` prints, whoever prints."""
        return modelo.with_context(lang=company.sudo().partner_id.lang or self.env.lang)

    def _firma_estampa(self, documento, datos):
        """The visible part of a signature: a PDF of the size of its box."""
        qweb = self._firma_en_idioma(self.env["ir.qweb"], documento.company_id)
        html = qweb._render(
            "correspondencia_entrada.estampa_firma",
            {
                "documento": documento,
                "verificacion": documento._url_verificacion(),
                "qr_data_uri": pdf.qr_data_uri,
                **datos,
            },
        )
        return pdf.render_pdf(
            [str(html)],
            base_url=self.get_base_url(),
            leer_recurso=self.env["ir.actions.report"]._leer_recurso,
            css=f"@page {{ size: {ANCHO_CAJA}mm {ALTO_CAJA}mm !important; margin: 0 !important }}",
        )
