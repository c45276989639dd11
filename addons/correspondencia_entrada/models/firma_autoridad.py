import base64
import binascii
from datetime import timezone

from odoo import api, fields, models
from odoo.exceptions import AccessError, UserError

from odoo.addons.mensajeria.nucleo.tools.ciclo import Ciclo

from ..tools.firma.confianza import Autoridad, Confianza, emitido_por
from ..tools.firma.credencial import identidad, leer_certificado
from ..tools.firma.errores import FirmaError
from .firma_errores import traducido

#: what two people agree upon; of the rest, which the system writes, nobody writes anything
CAMPOS_ACORDADOS = frozenset("name rol certificado ocsp_url sha1_hasta".split())


class FirmaAutoridad(models.Model):
    """An authority that the institution trusts, with the window in which it counts.

    One person proposes it and another approves it; its certificate has to come from an approved root. Nothing is ever
    downloaded: the institution uploads the certificate files that it got from their source.
    """

    _name = "firma.autoridad"
    _description = "Signature Authority"
    _inherit = ["nucleo.ciclo.mixin"]
    _order = "rol, hasta desc, id"

    _ciclo = Ciclo(
        ("propuesta", "aprobada", "aprobar"),
        ("aprobada", "retirada", "retirar", True),
    )

    name = fields.Char(required=True)
    rol = fields.Selection(
        [
            ("raiz", "Root"),
            ("ac", "Issuer of e.firmas"),
            ("ocsp", "OCSP responder"),
            ("tsa", "Time-stamping authority"),
            ("psc", "Provider of constancies (NOM-151)"),
        ],
        "Role",
        required=True,
    )
    state = fields.Selection(
        [("propuesta", "Proposal"), ("aprobada", "Approved"), ("retirada", "No Longer Trusted")],
        "Status",
        default="propuesta",
        required=True,
        readonly=True,
        copy=False,
    )
    certificado = fields.Binary("Certificate (.cer)", required=True, attachment=False)
    ocsp_url = fields.Char("OCSP Address", help="Where the certificates it issues are asked about.")
    sha1_hasta = fields.Datetime("SHA-1 Until", help="Until when its OCSP answers signed with SHA-1 are accepted.")
    sujeto = fields.Char("Certificate Holder", readonly=True)
    emisor = fields.Char("Issuer", readonly=True)
    no_certificado = fields.Char("Certificate No.", readonly=True)
    sha256 = fields.Char("SHA-256", readonly=True)
    desde = fields.Datetime("Valid From", readonly=True)
    hasta = fields.Datetime("Valid Until", readonly=True)
    retirada_el = fields.Datetime("Withdrawn On", readonly=True, copy=False)
    padre_id = fields.Many2one("firma.autoridad", "Issued By", readonly=True, ondelete="restrict")
    propuesta_por_id = fields.Many2one("res.users", "Proposed By", readonly=True, copy=False, ondelete="restrict")
    aprobada_por_id = fields.Many2one("res.users", "Approved By", readonly=True, copy=False, ondelete="restrict")

    _sha256_uniq = models.UniqueIndex(
        "(sha256, rol) WHERE state != 'retirada'", "This certificate is already there with the same role."
    )

    @api.model_create_multi
    def create(self, vals_list):
        return super().create(
            [
                {
                    **{campo: valor for campo, valor in vals.items() if campo in CAMPOS_ACORDADOS},
                    **self._datos_del_certificado(vals.get("certificado")),
                    "propuesta_por_id": self.env.uid,
                }
                for vals in vals_list
            ]
        )

    def write(self, vals):
        if not self.env.su:
            if self.filtered(lambda a: a.state != "propuesta"):
                raise UserError(self.env._("Two people approved this authority: withdraw it and propose another."))
            if vals.keys() - CAMPOS_ACORDADOS:
                raise UserError(self.env._("What the certificate says and who approved it is kept by the system."))
            # whoever changes a proposal makes it theirs, and cannot approve it
            vals = {**vals, "propuesta_por_id": self.env.uid}
        if "certificado" in vals:
            vals = {**vals, **self._datos_del_certificado(vals["certificado"])}
        return super().write(vals)

    @api.ondelete(at_uninstall=False)
    def _unlink_except_aprobada(self):
        if self.filtered(lambda a: a.state != "propuesta"):
            raise UserError(
                self.env._("An authority that was approved is withdrawn, never deleted: old signatures need it.")
            )

    @api.model
    def _datos_del_certificado(self, certificado):
        """What the form shows of a certificate, given as the field stores it."""
        with traducido(self.env):
            try:
                der = base64.b64decode(certificado or b"")
            except binascii.Error:
                raise FirmaError("CER_FORMAT", "not base64") from None
            cert = leer_certificado(der)
            quien = identidad(cert)
        return {
            "sujeto": quien.nombre or cert.subject.human_friendly,
            "emisor": quien.emisor or cert.issuer.human_friendly,
            "no_certificado": quien.no_certificado,
            "sha256": quien.sha256,
            "desde": _naive(quien.desde),
            "hasta": _naive(quien.hasta),
            "aprobada_por_id": False,
            "retirada_el": False,
            "padre_id": False,
        }

    def _cert(self):
        return leer_certificado(base64.b64decode(self.with_context(bin_size=False).certificado))

    # Two people

    def action_aprobar(self):
        """Trust these authorities: whoever proposed them cannot do it, and their chain has to end at an approved root."""
        self._exigir_administrador()
        for autoridad in self:
            if autoridad.propuesta_por_id == self.env.user:
                raise UserError(self.env._("You proposed «%s»: somebody else has to approve it.", autoridad.name))
            autoridad.sudo()._aprobar()
        return True

    def _aprobar(self):
        cert = self._cert()
        padre = self.search([("state", "=", "aprobada"), ("rol", "in", ("raiz", "ac"))]).filtered(
            lambda a: a.id != self.id and emitido_por(cert, a._cert())
        )[:1]
        if self.rol in ("ac", "ocsp") and not padre:
            raise UserError(
                self.env._("No approved authority issued «%s». Approve its root first, or check the file.", self.name)
            )
        if self.rol == "raiz" and not emitido_por(cert, cert):
            raise UserError(self.env._("«%s» is not a root: somebody else issued its certificate.", self.name))
        self._transitar("aprobada", datos={"sha256": self.sha256, "rol": self.rol})
        self.write({"aprobada_por_id": self.env.uid, "padre_id": padre.id})

    def action_retirar(self, motivo=None):
        """Trust these authorities no longer from now on; what they vouched for until now stays.

        :param motivo: why; mandatory
        """
        self._exigir_administrador()
        self.sudo()._transitar("retirada", motivo)
        self.sudo().write({"retirada_el": fields.Datetime.now()})
        return True

    def _exigir_administrador(self):
        self.check_access("read")
        if not self.env.user.has_group("mensajeria.group_administrador"):
            raise AccessError(self.env._("Only an administrator decides whom the institution trusts."))

    # What the core asks

    @api.model
    def _confianza(self):
        """The :class:`Confianza` of the institution: approved authorities, and withdrawn ones until they were.

        An approved row comes before withdrawn ones of the same certificate. OCSP responders count while approved.
        """
        autoridades = self.sudo().search([("state", "!=", "propuesta")], order="state, retirada_el desc, id")
        respondedores = autoridades.filtered(lambda a: a.rol == "ocsp" and a.state == "aprobada")
        return Confianza(
            Autoridad(
                cert=autoridad._cert(),
                rol=autoridad.rol,
                desde=_aware(autoridad.desde),
                hasta=_aware(min(filter(None, (autoridad.hasta, autoridad.retirada_el)))),
                ocsp_url=autoridad.ocsp_url or None,
                sha1_hasta=_aware(autoridad.sha1_hasta) if autoridad.sha1_hasta else None,
                # issued by the authority itself, or by the root of both
                respondedores=tuple(r._cert() for r in respondedores if r.padre_id in (autoridad, autoridad.padre_id)),
            )
            for autoridad in autoridades
        )


def _naive(momento):
    return momento.astimezone(timezone.utc).replace(tzinfo=None)


def _aware(momento):
    return momento.replace(tzinfo=timezone.utc)
