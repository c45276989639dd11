import secrets
from datetime import timezone

from odoo import api, fields, models
from odoo.exceptions import AccessError, UserError

from odoo.addons.mensajeria.nucleo.tools.ciclo import Ciclo

from ..tools.firma.campos import crear_campos
from .firma_errores import rechazo, traducido

class FirmaDocumento(models.Model):
    """One frozen version of a document with its route of signers. What is signed is never written again.

    The record that is signed inherits ``firma.mixin`` and learns from here how it ended.
    """

    _name = "firma.documento"
    _description = "Document to Sign"
    _inherit = ["nucleo.ciclo.mixin"]
    _order = "id desc"

    _ciclo = Ciclo(
        ("por_firmar", "sello_pendiente", "firmar_sin_sello"),
        ("por_firmar", "firmado", "firmar"),
        ("por_firmar", "rechazado", "rechazar_firma", True),
        ("por_firmar", "cancelado", "cancelar_firma", True),
        ("sello_pendiente", "por_firmar", "sellar_y_seguir"),
        ("sello_pendiente", "firmado", "sellar"),
        ("firmado", "impugnado", "impugnar", True),
    )

    name = fields.Char("Folio", required=True, readonly=True)
    asunto = fields.Text("Subject", readonly=True)
    contraparte = fields.Char("Addressee", readonly=True)
    company_id = fields.Many2one("res.company", "Company", required=True, readonly=True, index=True)
    res_model = fields.Char(required=True, readonly=True)
    res_id = fields.Many2oneReference("Record", model_field="res_model", required=True, readonly=True)
    state = fields.Selection(
        [
            ("por_firmar", "To Sign"),
            ("sello_pendiente", "Signed, Time-Stamp Pending"),
            ("firmado", "Signed"),
            ("rechazado", "Rejected"),
            ("cancelado", "Cancelled"),
            ("impugnado", "Challenged"),
        ],
        "Status",
        default="por_firmar",
        required=True,
        readonly=True,
        copy=False,
    )
    token = fields.Char(readonly=True, copy=False, groups="base.group_system")
    firmante_ids = fields.One2many("firma.firmante", "documento_id", "Signers", readonly=True)
    base_id = fields.Many2one("ir.attachment", "As Frozen", readonly=True, ondelete="restrict")
    pdf_id = fields.Many2one("ir.attachment", "Document", readonly=True, ondelete="restrict")
    sha256_base = fields.Char("SHA-256 as Frozen", readonly=True)
    sha256 = fields.Char("SHA-256", related="pdf_id.sha256")
    paginas = fields.Integer("Pages", related="base_id.paginas")
    nivel = fields.Char("Level", readonly=True, help="PAdES: B-B, B-T, B-LT or B-LTA.")
    fecha_firma = fields.Datetime("Signed On", readonly=True)
    motivo = fields.Text("Reason", readonly=True)
    revocacion_revisada = fields.Boolean("Revocation Checked Again", readonly=True)
    resellar_el = fields.Date("Stamp Again On", readonly=True)
    turno_de_id = fields.Many2one("res.users", "Waits For", compute="_compute_turno_de_id", search="_search_turno_de_id")

    _token_uniq = models.UniqueIndex("(token)")
    _registro_idx = models.Index("(res_model, res_id)")
    _pendientes_idx = models.Index("(id) WHERE state = 'sello_pendiente'")
    _revisar_idx = models.Index("(fecha_firma) WHERE state = 'firmado' AND NOT revocacion_revisada")
    _resellar_idx = models.Index("(resellar_el) WHERE state = 'firmado'")

    @api.depends("firmante_ids.state", "state")
    def _compute_turno_de_id(self):
        for documento in self:
            documento.turno_de_id = documento.state == "por_firmar" and documento._siguiente().user_id

    def _search_turno_de_id(self, operator, value):
        if operator not in ("in", "="):
            return NotImplemented
        return [("state", "=", "por_firmar"), ("firmante_ids", "any", [("en_turno", "=", True), ("user_id", operator, value)])]

    @api.depends("name", "state")
    def _compute_display_name(self):
        for documento in self:
            documento.display_name = documento.name

    def _siguiente(self):
        """The line of the route whose signature is next."""
        return self.firmante_ids.filtered("en_turno")[:1]

    # Freezing

    @api.model
    def _congelar(self, registro, firmantes, pdf, campos, token):
        """The document to sign of ``registro``: fields for the whole route, a task for the first signer.

        :param registro: inherits ``firma.mixin``
        :param firmantes: ``res.users`` in the order in which they sign
        :param pdf: bytes of the document, with room for each signature
        :param campos: one :class:`~..tools.firma.campos.Campo` for each signer
        :param token: 128 random bits, as text; printed in the document
        """
        with traducido(self.env):
            base = crear_campos(pdf, campos)
        datos = registro._firma_datos()
        documento = self.sudo().create(
            {
                **datos,
                "res_model": registro._name,
                "res_id": registro.id,
                "token": token,
                "firmante_ids": [
                    fields.Command.create({"user_id": user.id, "campo": campo.nombre, "sequence": n, "en_turno": n == 0})
                    for n, (user, campo) in enumerate(zip(firmantes, campos, strict=True))
                ],
            }
        )
        documento._guardar(base)
        documento.write({"base_id": documento.pdf_id.id, "sha256_base": documento.pdf_id.sha256})
        documento._pedir_firma()
        return documento

    @api.model
    def _nuevo_token(self):
        return secrets.token_urlsafe(16)

    def _guardar(self, pdf):
        """A new revision of the document, which becomes evidence."""
        self.ensure_one()
        adjunto = self.env["ir.attachment"].create(
            {
                "name": f"{self.name.replace('/', '-')}.pdf",
                "raw": pdf,
                "mimetype": "application/pdf",
                "res_model": self.res_model,  # who reads the record reads its document
                "res_id": self.res_id,
                "clase": "principal",
            }
        )
        adjunto.paginas = adjunto._contar_paginas()
        adjunto._fijar_evidencia()
        self.pdf_id = adjunto

    def _bytes(self):
        """The present revision. Refuses when the storage gives something else than what was fixed."""
        self.ensure_one()
        if self.sudo().pdf_id._verificar_evidencia():
            raise rechazo(self.env, "STATE_TAMPERED")
        return self.sudo().pdf_id._con_bytes().raw

    @api.model
    def _confianza(self):
        return self.env["firma.autoridad"]._confianza()

    def _registro(self):
        return self.env[self.res_model].browse(self.res_id)

    def _pedir_firma(self):
        """Put the document in the tray of whoever signs next."""
        self._registro().sudo()._firma_abrir_tarea(self._siguiente().user_id)

    # Signing and rejecting

    def action_firmar(self):
        """Open the page where these documents are read and signed."""
        self.check_access("read")
        propios = self.filtered(lambda d: d._puede_firmar(self.env.user))
        if not propios:
            raise UserError(self.env._("None of these documents waits for your signature. Reload the page."))
        ids = ",".join(map(str, propios.ids))
        return {"type": "ir.actions.act_url", "url": f"/firma/mesa?documentos={ids}", "target": "self"}

    def _puede_firmar(self, user):
        """Whether the next signature is ``user``'s to make, in person or by authorization."""
        self.ensure_one()
        firmante = self.sudo()._siguiente()
        return self.state == "por_firmar" and bool(
            firmante.user_id == user
            or self.env["firma.autorizacion"]._vigente(firmante.user_id, user, self.company_id)
        )

    def _exigir_turno(self):
        """``self`` in sudo and locked, when the user may sign it now.

        :raises ErrorFirma: SESSION
        """
        self.ensure_one()
        if not self.exists():
            raise rechazo(self.env, "SESSION")
        documento = self.sudo()
        documento._bloquear()
        if not self.env.user.firmante or not documento._puede_firmar(self.env.user):
            raise rechazo(self.env, "SESSION")
        documento._registro()._firma_exigir_vigente()
        return documento

    def _bloquear(self):
        """Lock these documents, and before them what moves with them: always in this order."""
        for documento in self:
            documento._registro()._firma_bloquear()
        self.flush_recordset()
        self.env.cr.execute("SELECT 1 FROM firma_documento WHERE id = ANY(%s) ORDER BY id FOR UPDATE", [self.ids])
        self.invalidate_recordset(["state"])
        self.sudo().firmante_ids.invalidate_recordset()

    def rechazar(self, motivo=None):
        """The signer does not sign: the document goes back to its author.

        :param motivo: why; mandatory
        """
        documento = self._exigir_turno()
        documento._siguiente().write({"state": "rechazado", "en_turno": False})
        documento._terminar_sin_firma("rechazado", motivo)
        return True

    def _cancelar(self, motivo):
        """The record goes on without signature: nobody can sign this version any more."""
        documentos = self.sudo()
        documentos._bloquear()
        for documento in documentos.filtered(lambda d: d.state == "por_firmar"):
            documento._terminar_sin_firma("cancelado", motivo)

    def _terminar_sin_firma(self, estado, motivo):
        self._transitar(estado, motivo)
        self.motivo = motivo
        self._registro().sudo()._firma_cerrar_tareas(motivo, state="cancelada")
        self._registro().sudo()._firma_al_negar(self, motivo)

    # Papers

    def action_verificar(self):
        """Open the public page that verifies this document."""
        self.ensure_one()
        self.check_access("read")
        return {"type": "ir.actions.act_url", "url": self._url_verificacion(), "target": "new"}

    def action_hoja_de_evidencia(self):
        """Print everything that proves these signatures."""
        self.check_access("read")
        return self.env.ref("correspondencia_entrada.action_report_evidencia").report_action(self)

    # What the signing page shows

    @api.model
    def _datos_de_mesa(self, ids):
        """Documents of the signing page, in the order asked for; those that the user cannot sign now are left out.

        :param ids: None for all that wait for the user, the oldest first, fifty at most
        :returns: list of ``{id, folio, asunto, remitente, paginas, sha256, asunto_url}``
        """
        if ids is None:
            documentos = self.search([("turno_de_id", "=", self.env.uid)], order="id", limit=50)
        else:
            documentos = self.browse(ids).exists()._filtered_access("read")
        return [
            {
                "id": documento.id,
                "folio": documento.name,
                "asunto": documento.asunto or "",
                "remitente": documento.contraparte or "",
                "paginas": documento.sudo().paginas,
                "sha256": documento.sudo().pdf_id.sha256,
                "asunto_url": documento._registro().sudo()._firma_url(),
            }
            for documento in documentos
            if documento._puede_firmar(self.env.user)
        ]

    @api.model
    def _ajustes_de_mesa(self):
        """What the signing page shows beside the documents, and where it goes back to."""
        return {
            "persona": {"nombre": self.env.user.name, "rfc": self.env.user.sudo().firma_rfc or ""},
            "modo_servidor": self.env.company.sudo().firma_en_servidor,
            "url_volver": "/odoo/seguimiento",
        }

    def _pdf_base(self):
        """Bytes of the document for who may sign it now.

        :raises ErrorFirma: SESSION
        """
        self.ensure_one()
        if not self.exists() or not self.has_access("read") or not self._puede_firmar(self.env.user):
            raise rechazo(self.env, "SESSION")
        return self._bytes()

    def _url_verificacion(self):
        self.ensure_one()
        return f"{self.get_base_url()}/v/{self.sudo().token}"

    # After a signature

    def _asentar(self, firmante, pdf, *, completo):
        """Keep the signed revision and go on: next signer, end, or wait for the proof that is missing.

        :param completo: whether time-stamps and revocation proof are in the file
        """
        self._guardar(pdf)
        firmante.write({"state": "firmado", "en_turno": False, "fecha": fields.Datetime.now()})
        self._registro().sudo()._firma_cerrar_tareas("firmado")
        if completo:
            self._seguir()
        else:
            self._transitar("sello_pendiente", datos=firmante._datos_bitacora())

    def _seguir(self):
        """The next signer, or the end of the route."""
        pendiente = self.firmante_ids.filtered(lambda f: f.state == "pendiente")[:1]
        if pendiente:
            if self.state == "sello_pendiente":
                self._transitar("por_firmar")
            else:
                self._anotar("firmar_parcial", self.firmante_ids.filtered("evidencia_id")[-1:]._datos_bitacora())
            pendiente.en_turno = True
            self._pedir_firma()
            return
        self._transitar("firmado", datos={"sha256": self.sha256, **self.firmante_ids[-1:]._datos_bitacora()})
        self.write({"fecha_firma": fields.Datetime.now()})
        self._registro().sudo()._firma_al_completar(self)

    def _ultima_pendiente(self):
        """Whether the signature in turn is the last of the route."""
        return len(self.firmante_ids.filtered(lambda f: f.state == "pendiente")) == 1


def ahora_utc():
    """The instant of the transaction's clock, aware, as the core wants it."""
    return fields.Datetime.now().replace(tzinfo=timezone.utc)


