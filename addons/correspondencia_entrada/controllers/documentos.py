from tempfile import TemporaryFile

from werkzeug.utils import send_file

from odoo import http
from odoo.http import Response, request

XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"


class Documentos(http.Controller):
    """Files too big for an action: written into a temporary file and sent from it piece by piece."""

    @http.route(
        "/correspondencia/paquete/<int(min=1, max=2147483647):asunto_id>",
        type="http",
        auth="user",
        methods=["GET"],
        readonly=False,
    )
    def paquete(self, asunto_id, **_otros):
        asunto = request.env["correspondencia.asunto"].browse(asunto_id)
        asunto.check_access("read")
        return self._enviar(asunto._empacar, "application/zip", f"{(asunto.name or '').replace('/', '-')}.zip")

    @http.route(
        "/correspondencia/libro/<int(min=1, max=2147483647):libro_id>",
        type="http",
        auth="user",
        methods=["GET"],
        readonly=False,
    )
    def libro(self, libro_id, **_otros):
        libro = request.env["correspondencia.libro"].browse(libro_id)
        libro._exigir_acceso()
        return self._enviar(libro._escribir_xlsx, XLSX, f"{libro._nombre_archivo()}.xlsx")

    def _enviar(self, escribir, mimetype, nombre):
        """Send what the function ``escribir`` writes into a binary file."""
        archivo = TemporaryFile()  # noqa: SIM115 closed, and so deleted, when it has been sent
        try:
            escribir(archivo)
        except Exception:
            archivo.close()
            raise
        largo = archivo.seek(0, 2)
        archivo.seek(0)
        respuesta = send_file(
            archivo,
            request.httprequest.environ,
            mimetype=mimetype,
            as_attachment=True,
            download_name=nombre,
            etag=False,
            conditional=False,
            response_class=Response,
        )
        respuesta.content_length = largo
        respuesta.headers.update({"Cache-Control": "no-store", "X-Content-Type-Options": "nosniff"})
        return respuesta
