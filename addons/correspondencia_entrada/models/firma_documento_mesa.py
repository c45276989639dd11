from odoo import api, models

from .firma_errores import rechazo

#: documents that are signed at a time
LOTE = 50


class FirmaDocumento(models.Model):
    """What the signing page shows."""

    _inherit = "firma.documento"

    @api.model
    def _datos_de_mesa(self, ids):
        """Documents of the signing page, in the order asked for; those that the user cannot sign now are left out.

        :param ids: None for all that wait for the user, the oldest first, fifty at most
        :returns: list of ``{id, folio, asunto, remitente, paginas, sha256, asunto_url}``
        """
        if ids is None:
            documentos = self.search([("me_toca", "=", True)], order="id", limit=LOTE)
        else:
            documentos = self.browse(ids).exists()._filtered_access("read").filtered("me_toca")
        return [
            {
                "id": documento.id,
                "folio": documento.name,
                "asunto": documento.asunto or "",
                "remitente": documento.contraparte or "",
                "paginas": documento.paginas,
                "sha256": documento.sha256,
                "asunto_url": documento._registro().sudo()._firma_url(),
            }
            for documento in documentos
        ]

    @api.model
    def _ajustes_de_mesa(self):
        """What the signing page shows beside the documents, and where it goes back to."""
        return {
            "persona": {"nombre": self.env.user.name, "rfc": self.env.user.sudo().firma_rfc or ""},
            "modo_servidor": self.env.company.firma_en_servidor,
            "url_volver": "/odoo/seguimiento",
        }

    def _pdf_base(self):
        """Bytes of the document for who may sign it now.

        :raises ErrorFirma: SESSION
        """
        if len(self.exists()) != 1 or not self._puede_firmar(self.env.user):
            raise rechazo(self.env, "SESSION")
        return self._bytes()
