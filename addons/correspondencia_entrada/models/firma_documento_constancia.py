import logging
from datetime import timezone

from odoo import api, fields, models
from odoo.exceptions import AccessError, UserError
from odoo.fields import Domain

from ..tools.firma.constancia import verificar_constancia
from ..tools.firma.errores import FirmaError

_logger = logging.getLogger(__name__)

#: times that a provider who does not answer is asked
INTENTOS = 5


class FirmaDocumento(models.Model):
    """The constancy of conservation (NOM-151) over the signed document. Providers charge each: none is asked for twice.

    Before the provider is asked, the hash is written down and committed. Who finds it written, and no constancy, does
    not know whether it was charged, and only a person decides to ask again.
    """

    _inherit = "firma.documento"

    constancia_state = fields.Selection(
        [
            ("pidiendo", "Asked, Not Answered Yet"),
            ("emitida", "Issued"),
            ("sin_respuesta", "No Answer"),
            ("rechazada", "Refused"),
        ],
        "Constancy (NOM-151)",
        readonly=True,
    )
    constancia_sha256 = fields.Char("SHA-256 of the Constancy", readonly=True, help="Of the document that it is about.")
    constancia_intentos = fields.Integer("Times Asked", readonly=True, aggregator=None)
    constancia_intento = fields.Datetime("Last Asked", readonly=True)
    constancia_id = fields.Many2one("ir.attachment", "Constancy", readonly=True, ondelete="restrict")
    constancia_folio = fields.Char("Number of the Constancy", readonly=True)
    constancia_proveedor = fields.Char("Provider", readonly=True)
    constancia_momento = fields.Datetime("Conserved Since", readonly=True)

    _constancia_idx = models.Index("(id) WHERE state = 'firmado' AND constancia_id IS NULL")

    @api.model
    def _cron_constancias(self):
        """Ask for the constancies that are missing where a provider is set up."""
        companies = self.env["res.company"].sudo().search([("firma_psc_url", "!=", False)])
        hace_una_hora = fields.Datetime.subtract(fields.Datetime.now(), hours=1)
        documentos = self.sudo().search(
            Domain("state", "=", "firmado")
            & Domain("constancia_id", "=", False)
            & Domain("company_id", "in", companies.ids)
            & (
                Domain("constancia_state", "=", False)
                | Domain("constancia_state", "=", "sin_respuesta")
                & Domain("constancia_intentos", "<", INTENTOS)
                & Domain("constancia_intento", "<=", hace_una_hora)
            ),
            order="id",
            limit=500,
        )
        cron = self.env["ir.cron"]
        cron._commit_progress(remaining=len(documentos))
        for documento in documentos:
            documento._en_su_idioma()._pedir_constancia()
            if not cron._commit_progress(1):
                break

    def _pedir_constancia(self):
        """Ask once. What happens is written down; nothing is raised for what the provider does."""
        if not self._anotar_peticion():
            return
        self.env["ir.cron"]._commit_progress()  # whatever happens now, it is known that it was asked for
        digest = bytes.fromhex(self.constancia_sha256)
        confianza = self._confianza()
        try:
            token = self.company_id._firma_psc(confianza).constancia(digest)
            constancia = verificar_constancia(token, digest, confianza, self.company_id._firma_politicas())
        except FirmaError as error:
            _logger.info("constancy of %s: %s", self.id, error)
            self.constancia_state = "sin_respuesta" if error.codigo == "PSC_UNAVAILABLE" else "rechazada"
            if self.constancia_state == "rechazada" or self.constancia_intentos >= INTENTOS:
                self._avisar(
                    self._administradores(),
                    self.env._("The constancy of %s was not obtained", self.name),
                    self.env._("See its attempts in the signed document."),
                )
            return
        self._guardar_constancia(token, constancia)

    def _anotar_peticion(self):
        """Write down that the constancy is asked for; whether it is this transaction's to ask."""
        if not self.try_lock_for_update():
            return False
        self.invalidate_recordset()
        if self.constancia_state in ("pidiendo", "emitida", "rechazada"):
            return False
        self.write(
            {
                "constancia_state": "pidiendo",
                "constancia_sha256": self.sha256,
                "constancia_intentos": self.constancia_intentos + 1,
                "constancia_intento": fields.Datetime.now(),
            }
        )
        return True

    def _guardar_constancia(self, token, constancia):
        registro = self._registro()
        adjunto = self.env["ir.attachment"].create(
            {
                "name": f"constancia-{constancia.folio}.der",
                "raw": token,
                "mimetype": "application/timestamp-reply",
                "res_model": registro._name,
                "res_id": registro.id,
            }
        )
        adjunto._fijar_evidencia()
        self.write(
            {
                "constancia_state": "emitida",
                "constancia_id": adjunto.id,
                "constancia_folio": constancia.folio,
                "constancia_proveedor": constancia.proveedor,
                "constancia_momento": constancia.momento.astimezone(timezone.utc).replace(tzinfo=None),
            }
        )
        self._anotar(
            "constancia",
            {"folio": constancia.folio, "sha256": constancia.sha256, "constancia_sha256": adjunto.sha256},
        )

    def _constancia_publica(self):
        if not self.constancia_id:
            return super()._constancia_publica()
        return {
            "folio": self.constancia_folio,
            "proveedor": self.constancia_proveedor,
            "momento": self.constancia_momento.replace(tzinfo=timezone.utc),
        }

    def action_pedir_constancia(self):
        """Have a constancy that failed asked for again: the provider may charge it again."""
        self.check_access("read")
        if not self.env.user.has_group("mensajeria.group_administrador"):
            raise AccessError(self.env._("Only an administrator asks for a constancy again."))
        for documento in self.sudo():
            if documento.state != "firmado" or documento.constancia_state not in (
                "pidiendo",
                "sin_respuesta",
                "rechazada",
            ):
                raise UserError(self.env._("The constancy of %s is not missing.", documento.name))
            documento._anotar("pedir_constancia")
            documento.write({"constancia_state": False, "constancia_intentos": 0})
        return True
