from odoo import http
from odoo.http import request

from odoo.addons.correspondencia_entrada.controllers.documentos import XLSX, Documentos


class Registro(Documentos):
    """The register of numbers as a spreadsheet."""

    @http.route(
        "/correspondencia/registro/<int(min=1, max=2147483647):registro_id>",
        type="http",
        auth="user",
        methods=["GET"],
        readonly=False,
    )
    def registro(self, registro_id, **_otros):
        registro = request.env["correspondencia.registro"].browse(registro_id)
        registro.check_access("read")
        return self._enviar(registro._escribir_xlsx, XLSX, f"{registro._titulo()}.xlsx")
