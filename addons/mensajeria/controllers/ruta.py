from urllib.parse import urlencode

from odoo import http
from odoo.http import request
from odoo.tools import file_open

PAGINA = "/mensajeria/ruta"
#: what the page needs to know of the session; it stays on the phone, so nothing else is given
CAMPOS_SESION = (
    "uid db registry_hash name username partner_id is_internal_user user_context user_companies server_version_info"
    " test_mode bundle_params"
).split()


class Ruta(http.Controller):
    @http.route(PAGINA, type="http", auth="user", methods=["GET"], readonly=True)
    def pagina(self):
        """The messenger's route as a page of its own, which the phone installs and keeps."""
        if not request.env.user.has_group("mensajeria.group_mensajero"):
            return request.redirect("/odoo")
        sesion = request.env["ir.http"].session_info()
        response = request.render(
            "mensajeria.mensajeria_ruta_pagina",
            {
                "sesion": {campo: sesion[campo] for campo in CAMPOS_SESION if campo in sesion},
                "idioma": (request.env.lang or "en_US").replace("_", "-"),
                "icono": "/scoped_app_icon_png?app_id=mensajeria",
                "manifiesto": "/web/manifest.scoped_app_manifest?"
                + urlencode({"app_id": "mensajeria", "path": PAGINA, "app_name": request.env._("My Route")}),
            },
        )
        response.headers["Cache-Control"] = "no-store"
        response.headers["X-Frame-Options"] = "DENY"
        return response

    @http.route(f"{PAGINA}/trabajador.js", type="http", auth="public", methods=["GET"], readonly=True)
    def trabajador(self):
        """The service worker that keeps the page on the phone."""
        with file_open("mensajeria/static/trabajador/trabajador.js") as archivo:
            cuerpo = archivo.read()
        return request.make_response(
            cuerpo,
            [("Content-Type", "text/javascript"), ("Service-Worker-Allowed", PAGINA), ("Cache-Control", "no-cache")],
        )
