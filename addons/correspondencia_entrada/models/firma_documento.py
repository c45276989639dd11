import secrets
from datetime import timezone

from odoo import api, fields, models
from odoo.exceptions import UserError
from odoo.fields import Command, Domain

from odoo.addons.mensajeria.nucleo.tools.ciclo import Ciclo

from ..tools.firma.campos import crear_campos
from ..tools.firma.dictamen import NIVELES
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
        ("sello_pendiente", "cancelado", "cancelar_firma", True),
        ("sello_pendiente", "impugnado", "impugnar", True),
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
    turno_de_id = fields.Many2one("res.users", "Waits For", compute="_compute_turno_de_id")
    me_toca = fields.Boolean(
        "Waits for Me",
        compute="_compute_me_toca",
        search="_search_me_toca",
        help="The next signature is the user's to make, in person or by an authorization in force.",
    )

    _token_uniq = models.UniqueIndex("(token)")
    _registro_idx = models.Index("(res_model, res_id)")

    @api.depends("firmante_ids.en_turno", "state")
    def _compute_turno_de_id(self):
        for documento in self:
            documento.turno_de_id = documento.state == "por_firmar" and documento._siguiente().user_id

    @api.depends("firmante_ids.en_turno", "state")
    @api.depends_context("uid")
    def _compute_me_toca(self):
        propios = self.sudo().filtered_domain(self._dominio_de_turno(self.env.user))
        for documento in self:
            documento.me_toca = documento.id in propios._ids

    def _search_me_toca(self, operator, value):
        if operator != "in":
            return NotImplemented
        return self._dominio_de_turno(self.env.user)

    @api.model
    def _dominio_de_turno(self, user):
        """Domain of the documents whose next signature is ``user``'s, in person or by an authorization in force."""
        user = user.sudo()
        if not (user.active and user.firmante):
            return Domain.FALSE
        propios = Domain("firmante_ids", "any", [("en_turno", "=", True), ("user_id", "=", user.id)])
        ajenos = Domain.OR(
            Domain("company_id", "=", autorizacion.company_id.id)
            & Domain("firmante_ids", "any", [("en_turno", "=", True), ("user_id", "=", autorizacion.titular_id.id)])
            for autorizacion in self.env["firma.autorizacion"]._de_suplente(user)
        )
        de_su_institucion = Domain("company_id", "in", user.company_ids.ids)
        return Domain("state", "=", "por_firmar") & de_su_institucion & (propios | ajenos)

    def _siguiente(self):
        """The line of the route whose signature is next."""
        return self.firmante_ids.filtered("en_turno")[:1]

    def _registro(self):
        return self.env[self.res_model].browse(self.res_id)

    @api.model
    def _confianza(self):
        return self.env["firma.autoridad"]._confianza()

    # Freezing

    @api.model
    def _congelar(self, registro, firmantes, pdf, campos):
        """The document to sign of ``registro``: fields for the whole route, a task for the first signer.

        :param registro: inherits ``firma.mixin``
        :param firmantes: ``res.users`` in the order in which they sign
        :param pdf: bytes of the document, with room for each signature
        :param campos: one :class:`~..tools.firma.campos.Campo` for each signer
        """
        with traducido(self.env):
            base = crear_campos(pdf, campos)
        documento = self.sudo().create(
            {
                **registro._firma_datos(),
                "res_model": registro._name,
                "res_id": registro.id,
                "token": secrets.token_urlsafe(16),
                "firmante_ids": [
                    Command.create({"user_id": user.id, "campo": campo.nombre, "sequence": n, "en_turno": n == 0})
                    for n, (user, campo) in enumerate(zip(firmantes, campos, strict=True))
                ],
            }
        )
        adjunto = documento._guardar(base, documento)
        documento.write({"base_id": adjunto.id, "sha256_base": adjunto.sha256})
        documento._pedir_firma()
        return documento

    def _guardar(self, pdf, registro):
        """A new revision of the document, which becomes evidence.

        :param registro: who reads it, reads this file: the signed record from the last signature on, this one before
        """
        self.ensure_one()
        adjunto = (
            self.env["ir.attachment"]
            .with_context(sin_indice=True)
            .create(
                {
                    "name": f"{self._registro()._firma_motivo().replace('/', '-')}.pdf",
                    "raw": pdf,
                    "mimetype": "application/pdf",
                    "res_model": registro._name,
                    "res_id": registro.id,
                    "clase": "principal",
                }
            )
        )
        adjunto.paginas = self.paginas or adjunto._contar_paginas()  # no signature adds a page
        adjunto._fijar_evidencia()
        self.pdf_id = adjunto
        return adjunto

    def _bytes(self):
        """The present revision. Refuses when the storage gives something else than what was fixed."""
        self.ensure_one()
        if self.sudo().pdf_id._verificar_evidencia():
            raise rechazo(self.env, "STATE_TAMPERED")
        return self.sudo().pdf_id._con_bytes().raw

    def _fijar_json(self, nombre, datos):
        """Keep a JSON file of this document as evidence; who reads the document reads it.

        :param datos: bytes of the file
        """
        self.ensure_one()
        adjunto = self.env["ir.attachment"].create(
            {
                "name": f"{nombre}-{self.name.replace('/', '-')}.json",
                "raw": datos,
                "mimetype": "application/json",
                "res_model": self._name,
                "res_id": self.id,
            }
        )
        adjunto._fijar_evidencia()
        return adjunto

    def _pedir_firma(self):
        """Put the document in the tray of whoever signs next."""
        self._registro().sudo()._firma_abrir_tarea(self._siguiente().user_id)

    # Who may, and when

    def _puede_firmar(self, user):
        """Whether the next signature is ``user``'s to make, in person or by authorization."""
        self.ensure_one()
        return bool(self.sudo().filtered_domain(self._dominio_de_turno(user)))

    def _autorizacion_de(self, user):
        """The authorization by which ``user`` makes the next signature; empty when it is their own."""
        titular = self._siguiente().user_id
        autorizaciones = self.env["firma.autorizacion"]
        if titular == user:
            return autorizaciones
        return autorizaciones._de_suplente(user).filtered(
            lambda a: a.titular_id == titular and a.company_id == self.company_id
        )[:1]

    def _exigir_turno(self):
        """``self`` in sudo and locked, when the user may sign it now.

        :raises ErrorFirma: SESSION
        """
        documento = self.sudo().exists()
        if len(documento) != 1:
            raise rechazo(self.env, "SESSION")
        documento._bloquear()
        if not documento._puede_firmar(self.env.user):
            raise rechazo(self.env, "SESSION")
        documento._registro()._firma_exigir_vigente()
        return documento

    def _bloquear(self):
        """Lock these documents, and before them what moves with them: always in this order."""
        for modelo, documentos in self.grouped("res_model").items():
            self.env[modelo].browse(documentos.mapped("res_id"))._firma_bloquear()
        self.flush_recordset()
        self.env.cr.execute("SELECT 1 FROM firma_documento WHERE id = ANY(%s) ORDER BY id FOR UPDATE", [self.ids])
        self.invalidate_recordset()
        self.firmante_ids.invalidate_recordset()

    # Not signing

    def rechazar(self, motivo=None):
        """The signer does not sign: the document goes back to its author.

        :param motivo: why; mandatory
        """
        documento = self._exigir_turno()
        documento._siguiente().state = "rechazado"
        documento._terminar_sin_firma("rechazado", motivo)
        return True

    def _cancelar(self, motivo):
        """The record goes on without these signatures: nobody can sign this version any more."""
        documentos = self.sudo()
        documentos._bloquear()
        for documento in documentos.filtered(lambda d: d.state in ("por_firmar", "sello_pendiente")):
            documento._terminar_sin_firma("cancelado", motivo)

    @api.model
    def _cancelar_por_ausencia(self, users):
        """Those who leave, or sign no more, sign nothing: what waits for them goes back to its author."""
        documentos = self.sudo().search(
            [
                ("state", "=", "por_firmar"),
                ("firmante_ids", "any", [("state", "=", "pendiente"), ("user_id", "in", users.ids)]),
            ]
        )
        documentos._bloquear()
        for documento in documentos:
            nombres = ", ".join((documento.firmante_ids.user_id & users).mapped("name"))
            documento._cancelar(self.env._("%s does not sign any more.", nombres))

    def _terminar_sin_firma(self, estado, motivo):
        self._transitar(estado, motivo)
        self.motivo = motivo
        self.firmante_ids.en_turno = False
        self._registro().sudo()._firma_cerrar_tareas(motivo, state="cancelada")
        self._registro().sudo()._firma_al_negar(self, motivo)

    # After a signature

    def _asentar(self, firmante, pdf, *, completo):
        """Keep the signed revision and go on: next signer, end, or wait for the proof that is missing.

        :param completo: whether time-stamps and revocation proof are in the file
        """
        firmante.write({"state": "firmado", "en_turno": False, "fecha": fields.Datetime.now()})
        self._registro().sudo()._firma_cerrar_tareas("firmado")
        if completo:
            self._seguir(pdf)
        else:
            self._guardar(pdf, self)
            self._transitar("sello_pendiente", datos={"sha256": self.sha256, **firmante._datos_bitacora()})

    def _seguir(self, pdf):
        """Keep a revision whose signatures are proved; then the next signer, or the end of the route."""
        pendiente = self._pendientes()[:1]
        self._guardar(pdf, self if pendiente else self._registro())
        datos = {"sha256": self.sha256, **self._ultimo_firmado()._datos_bitacora()}
        if not pendiente:
            self._transitar("firmado", datos=datos)
            self.fecha_firma = fields.Datetime.now()
            self._registro().sudo()._firma_al_completar(self)
            return
        if self.state == "sello_pendiente":
            self._transitar("por_firmar", datos=datos)
        else:
            self._anotar("firmar_parcial", datos)
        pendiente.en_turno = True
        if pendiente.user_id.active and pendiente.user_id.firmante:
            self._pedir_firma()
        else:  # left while the time-stamp was pending
            self._cancelar_por_ausencia(pendiente.user_id)

    def _pendientes(self):
        """The lines of the route without signature, in order."""
        return self.firmante_ids.filtered(lambda f: f.state == "pendiente")

    def _ultimo_firmado(self):
        return self.firmante_ids.filtered(lambda f: f.state == "firmado")[-1:]

    def _anotar_nivel(self, dictamen):
        """The level of the document is that of the least proved of its signatures."""
        self.nivel = min((firma.nivel for firma in dictamen.firmas), key=NIVELES.index)

    # Papers

    def action_firmar(self):
        """Open the page where these documents are read and signed."""
        self.check_access("read")
        propios = self.filtered("me_toca")
        if not propios:
            raise UserError(self.env._("None of these documents waits for your signature. Reload the page."))
        ids = ",".join(map(str, propios.ids))
        return {"type": "ir.actions.act_url", "url": f"/firma/mesa?documentos={ids}", "target": "self"}

    def action_verificar(self):
        """Open the public page that verifies this document."""
        self.ensure_one()
        self.check_access("read")
        return {"type": "ir.actions.act_url", "url": self._url_verificacion(), "target": "new"}

    def action_hoja_de_evidencia(self):
        """Print everything that proves these signatures."""
        self.check_access("read")
        return self.env.ref("correspondencia_entrada.action_report_evidencia").report_action(self)

    def _url_verificacion(self):
        self.ensure_one()
        return f"{self.get_base_url()}/v/{self.sudo().token}"


def ahora_utc():
    """The present instant, aware, as the core wants it."""
    return fields.Datetime.now().replace(tzinfo=timezone.utc)
