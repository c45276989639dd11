from odoo import http
from odoo.http import content_disposition, request


class LecturaOficio(http.Controller):
    """Annexes of a circular, for its reader: they may not open the document to which the files belong."""

    @http.route("/lectura/<int:lectura_id>/<int:anexo_id>", type="http", auth="user", methods=["GET"], readonly=True)
    def anexo(self, lectura_id, anexo_id):
        """One annex of what the user has opened."""
        lectura = request.env["correspondencia.lectura"].search([("id", "=", lectura_id)])
        anexo = lectura._anexos().filtered(lambda a: a.id == anexo_id)
        if not anexo:
            raise request.not_found()
        cabeceras = {
            "Content-Type": anexo.mimetype or "application/octet-stream",
            "Content-Disposition": content_disposition(anexo.name),
            "X-Content-Type-Options": "nosniff",
            "Cache-Control": "private, no-store",
        }
        return request.make_response(anexo._con_bytes().raw, headers=list(cabeceras.items()))
