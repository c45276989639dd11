from contextlib import contextmanager
from types import SimpleNamespace

from odoo import fields, models

from ..tools.firma.constancia import PscHttp
from ..tools.firma.errores import FirmaError
from ..tools.firma.sello_tiempo import SelladorHttp


class ResCompany(models.Model):
    _inherit = "res.company"

    firma_en_servidor = fields.Boolean(
        "Signing on the Server",
        help="Signers may send their key to the server, which uses it in memory and forgets it. Off, the key never leaves their browser.",
    )
    firma_sin_servicio = fields.Selection(
        [("bloquear", "Refuse to sign"), ("pendiente", "Sign, and complete the proof later")],
        "When a Service Is Down",
        default="bloquear",
        required=True,
    )
    firma_tsa_url = fields.Char("Time-Stamping Service", groups="base.group_system")
    firma_tsa_usuario = fields.Char("User of the Service", groups="base.group_system")
    firma_tsa_clave = fields.Char("Password of the Service", groups="base.group_system")
    firma_psc_url = fields.Char("Provider of Constancies", groups="base.group_system")
    firma_psc_usuario = fields.Char("User of the Provider", groups="base.group_system")
    firma_psc_clave = fields.Char("Password of the Provider", groups="base.group_system")
    firma_psc_politicas = fields.Char(
        "Policies of the Provider",
        groups="base.group_system",
        help="Object identifiers of the policies under which its constancies count, separated by spaces.",
    )
    firma_leyenda = fields.Text(
        "Legal Basis of the Signature",
        translate=True,
        help="Printed on the page of signatures: the law by which an electronic signature has effect here.",
    )

    def _firma_sellador(self, confianza):
        """The time-stamping client of the company.

        :param confianza: knows whose stamps count
        :raises FirmaError: TSA_UNAVAILABLE when none is set up
        """
        company = self.sudo()
        if not company.firma_tsa_url:
            raise FirmaError("TSA_UNAVAILABLE", "no time-stamping service is set up")
        return SelladorHttp(
            company.firma_tsa_url,
            confianza,
            usuario=company.firma_tsa_usuario or None,
            clave=company.firma_tsa_clave or None,
        )

    def _firma_politicas(self):
        """Policies under which a constancy counts."""
        return (self.sudo().firma_psc_politicas or "").replace(",", " ").split()

    def _firma_psc(self, confianza):
        """The client of the provider of constancies.

        :param confianza: knows whose constancies count
        """
        company = self.sudo()
        return PscHttp(
            company.firma_psc_url or "",
            confianza,
            company._firma_politicas(),
            usuario=company.firma_psc_usuario or None,
            clave=company.firma_psc_clave or None,
        )

    @contextmanager
    def _firma_sin_servicio(self, codigo):
        """Run the block; where the company goes on without that service, a refusal ``codigo`` only sets ``falta``.

        Only silence is forgiven: a service that lies is refused always.
        """
        resultado = SimpleNamespace(falta=False)
        try:
            yield resultado
        except FirmaError as error:
            if error.codigo != codigo or self.firma_sin_servicio != "pendiente":
                raise
            resultado.falta = True
