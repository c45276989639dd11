import base64
import hashlib

from odoo import api, models

from .pki import MARCA

#: where the services of the demo authority are; another address was set by somebody
LOCAL = "http://127.0.0.1:"


class CorrespondenciaDemo(models.AbstractModel):
    _inherit = "correspondencia.demo"

    @api.model
    def _conectar(self, url, certificados):
        """Let the demo institute trust the demo authority and ask it; nothing happens where there is no such institute.

        Called when the demo authority serves beside Odoo (:mod:`.servicios`), with the same or with news: another port,
        other keys.

        :param url: of its services
        :param certificados: base64 of the certificate (DER) of each role, issuers first
        """
        company = self.env.ref("mensajeria.demo_company", raise_if_not_found=False)
        if not company:
            return
        autoridades = self.env["firma.autoridad"].union(
            *(self._confiar(rol, certificado, url) for rol, certificado in certificados.items())
        )
        self._desconfiar(autoridades)
        if (company.firma_tsa_url or LOCAL).startswith(LOCAL):
            company.firma_tsa_url = f"{url}/tsa"

    @api.model
    def _confiar(self, rol, certificado, url):
        """The authority of that role, proposed by one administrator and approved by another."""
        ocsp_url = rol == "ac" and f"{url}/ocsp"
        sha256 = hashlib.sha256(base64.b64decode(certificado)).hexdigest()
        autoridad = self._autoridades().search([("rol", "=", rol), ("sha256", "=", sha256)])
        if not autoridad:
            autoridad = (
                self.env["firma.autoridad"]
                .with_user(self.env.ref("correspondencia_entrada.demo_user_administrador"))
                .create({"name": f"{rol} {MARCA}", "rol": rol, "certificado": certificado, "ocsp_url": ocsp_url})
            )
            autoridad.write({"name": autoridad.sujeto, "sha1_hasta": ocsp_url and autoridad.hasta})
            autoridad.with_user(self.env.ref("base.user_admin")).action_aprobar()
        elif autoridad.ocsp_url != ocsp_url:
            # the two agreed on the demo authority, not on the port that was free
            models.BaseModel.write(autoridad, {"ocsp_url": ocsp_url})
        return autoridad.with_env(self.env)

    @api.model
    def _desconfiar(self, vigentes):
        """Withdraw the demo authorities whose keys are gone."""
        otras = self._autoridades().search(
            [("state", "=", "aprobada"), ("name", "like", MARCA), ("id", "not in", vigentes.ids)]
        )
        otras.action_retirar(self.env._("Its keys are gone; another demo authority took its place."))

    @api.model
    def _autoridades(self):
        return self.env["firma.autoridad"].with_context(active_test=False)
