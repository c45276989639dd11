import hashlib

from odoo import api, fields, models
from odoo.exceptions import UserError

#: what only the system writes
CAMPOS_EVIDENCIA = frozenset(("evidencia", "sha256", "evidencia_fecha", "evidencia_user_id"))
#: what may never change once an attachment is evidence
CAMPOS_FIJOS = CAMPOS_EVIDENCIA | frozenset(
    "raw datas db_datas store_fname checksum file_size name type url res_model res_id res_field mimetype company_id "
    "public clase paginas create_uid create_date".split()
)
_AUTORIZADO = object()


class IrAttachment(models.Model):
    """Evidence: an attachment fixed by its SHA-256, which nobody can overwrite, move or delete."""

    _inherit = "ir.attachment"

    clase = fields.Selection([("principal", "Main document"), ("anexo", "Annex")], "Class", copy=False)
    paginas = fields.Integer("Pages", copy=False, aggregator=None)
    evidencia = fields.Boolean("Evidence", readonly=True, copy=False)
    sha256 = fields.Char("SHA-256", size=64, readonly=True, copy=False, index="btree_not_null")
    evidencia_fecha = fields.Datetime("Fixed On", readonly=True, copy=False)
    evidencia_user_id = fields.Many2one("res.users", "Fixed By", readonly=True, copy=False)

    @api.model_create_multi
    def create(self, vals_list):
        sin_fijar = dict.fromkeys(CAMPOS_EVIDENCIA, False)  # explicit: beats default_* in the context
        return super().create([{**vals, **sin_fijar} for vals in vals_list])

    def write(self, vals):
        if self.env.context.get("nucleo_evidencia") is not _AUTORIZADO:
            if vals.keys() & CAMPOS_EVIDENCIA:
                raise UserError(self.env._("Evidence is fixed by the system and cannot be edited."))
            if vals.keys() & CAMPOS_FIJOS:
                self.check_access("write")  # before the refusal, which tells the name
                self.sudo().filtered("evidencia")._rechazar_cambio(vals)
            if vals.get("access_token") and not self.env.su:
                self._exigir_sin_evidencia()
        return super().write(vals)

    def _index(self, bin_data, file_type, checksum=None):
        """Of papers that the system makes itself nobody seeks the words in the file: those of their records are sought.
        To read them again costs about as much as the rest of keeping a letter.
        """
        if self.env.context.get("sin_indice"):
            return False
        return super()._index(bin_data, file_type, checksum=checksum)

    def _exigir_sin_evidencia(self):
        """Refuse to open evidence to whoever has a link."""
        self.check_access("write")  # before the refusal, which tells the name
        if fijos := self.sudo().filtered("evidencia"):
            raise UserError(
                self.env._("«%s» is part of a registered document: nobody opens it by a public link.", fijos[0].name)
            )

    def _rechazar_cambio(self, vals):
        for adjunto in self:
            for campo in vals.keys() & CAMPOS_FIJOS:
                if not adjunto._mismo_valor(campo, vals[campo]):
                    raise UserError(
                        self.env._(
                            "«%s» is part of a registered document and cannot change. Add a new file instead.",
                            adjunto.name,
                        )
                    )

    def _mismo_valor(self, campo, valor):
        """Whether writing ``valor`` would leave the evidence as it is (moving the store is allowed)."""
        if campo == "raw":
            valor = valor.encode() if isinstance(valor, str) else valor
            return hashlib.sha256(valor or b"").hexdigest() == self.sha256
        campo_def = self._fields[campo]
        return campo not in ("datas", "db_datas") and campo_def.convert_to_cache(
            valor, self
        ) == campo_def.convert_to_cache(self[campo], self)

    @api.ondelete(at_uninstall=True)  # any client can send the flag of uninstallation; that one drops the tables
    def _unlink_except_evidencia(self):
        for adjunto in self.sudo():
            if adjunto.evidencia:
                raise UserError(
                    self.env._("«%s» is part of a registered document and cannot be deleted.", adjunto.name)
                )

    def _con_bytes(self):
        """``self`` in sudo, with the content even where the client asked for sizes only."""
        return self.sudo().with_context(bin_size=False, bin_size_raw=False)

    def _fijar_evidencia(self):
        """Turn these attachments into evidence; those that already are stay as they are."""
        ahora = fields.Datetime.now()
        for adjunto in self._con_bytes().filtered(lambda a: not a.evidencia):
            if adjunto.type == "url":
                raise UserError(self.env._("«%s» is a link, not a file. Attach the file itself.", adjunto.name))
            adjunto.with_context(nucleo_evidencia=_AUTORIZADO).write(
                {
                    "evidencia": True,
                    "sha256": hashlib.sha256(adjunto.raw or b"").hexdigest(),
                    "evidencia_fecha": ahora,
                    "evidencia_user_id": self.env.uid,
                    "public": False,
                    "access_token": False,
                }
            )

    def _verificar_evidencia(self):
        """Those of ``self`` whose stored bytes no longer match their SHA-256."""
        return self._con_bytes().filtered(
            lambda a: a.evidencia and hashlib.sha256(a.raw or b"").hexdigest() != a.sha256
        )
