from odoo import http
from odoo.http import request

from odoo.addons.correspondencia_entrada.controllers.documentos import Documentos


class Expediente(Documentos):
    """The file of a matter as one PDF."""

    @http.route(
        "/correspondencia/expediente/<int(min=1, max=2147483647):asunto_id>",
        type="http",
        auth="user",
        methods=["GET"],
        readonly=False,
    )
    def expediente(self, asunto_id, **_otros):
        asunto = request.env["correspondencia.asunto"].browse(asunto_id)
        asunto.check_access("read")
        nombre = f"{asunto._titulo_expediente()}.pdf".replace("/", "-")
        return self._enviar(asunto._escribir_expediente, "application/pdf", nombre)
