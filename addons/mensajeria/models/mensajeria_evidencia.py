import base64

from odoo import fields, models

from ..tools import movil


class MensajeriaEvidencia(models.Model):
    """A signature or a photo that proves an event. The phone announces it by its SHA-256 together with the event; its
    bytes may come later. Nobody edits it: what came is evidence, fixed as the kernel does.
    """

    _name = "mensajeria.evidencia"
    _description = "Proof of an Event"
    _order = "evento_id desc, tipo, id"
    _rec_name = "tipo"
    _allow_sudo_commands = False

    evento_id = fields.Many2one("mensajeria.evento", "Event", required=True, readonly=True, ondelete="restrict")
    envio_id = fields.Many2one(
        "mensajeria.envio", "Piece", required=True, readonly=True, index=True, ondelete="restrict"
    )
    company_id = fields.Many2one("res.company", "Company", required=True, readonly=True, ondelete="restrict")
    tipo = fields.Selection([("firma", "Signature"), ("foto", "Photo")], "Kind", required=True, readonly=True)
    sha256 = fields.Char("SHA-256", size=64, required=True, readonly=True)
    attachment_id = fields.Many2one("ir.attachment", "File", readonly=True, index="btree_not_null", ondelete="restrict")
    fecha = fields.Datetime("Received On", readonly=True, help="Empty while the phone still has it.")

    # also serves the proofs of an event
    _sha_uniq = models.UniqueIndex("(evento_id, sha256)", "This event already has that proof.")
    # those that a phone has announced and not yet sent
    _falta_idx = models.Index("(company_id, id) WHERE attachment_id IS NULL")

    def _recibir(self, contenido):
        """Keep the bytes of this proof, whose SHA-256 was checked, as evidence."""
        self.ensure_one()
        mimetype, extension = movil.formato(contenido)
        adjunto = self.env["ir.attachment"].create(
            {
                "name": f"{self.envio_id.name.replace('/', '-')}-{self.tipo}-{self.sha256[:8]}.{extension}",
                "datas": base64.b64encode(contenido),
                "mimetype": mimetype,
                "res_model": self._name,
                "res_id": self.id,
                "company_id": self.company_id.id,
            }
        )
        adjunto._fijar_evidencia()
        self.write({"attachment_id": adjunto.id, "fecha": fields.Datetime.now()})
        if self.tipo == "foto":
            self.env["mensajeria.intento"].search([("evento_id", "=", self.evento_id.id)]).foto_ids |= adjunto
