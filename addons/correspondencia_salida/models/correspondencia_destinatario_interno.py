from odoo import fields, models
from odoo.fields import Command


class CorrespondenciaDestinatario(models.Model):
    """Internal: the letter becomes a matter in the trays of those who receive it, without paper."""

    _inherit = "correspondencia.destinatario"

    turno_interno_id = fields.Many2one(
        "correspondencia.turno",
        "Internal Turno",
        readonly=True,
        copy=False,
        index="btree_not_null",
        ondelete="restrict",
    )

    def _reparo(self):
        if (reparo := super()._reparo()) or self.medio != "interno":
            return reparo
        if not self._recibe_adentro():
            return self.env._("«%s» has no head, and no person is named: say who receives it.", self.area_id.name)
        return None

    def _recibe_adentro(self):
        """Who gets it."""
        return self._persona_adentro()

    def _persona_adentro(self):
        """The person named, while they work here; else the head of the unit."""
        return self.user_id.filtered("active") or self.area_id.titular_id.filtered("active")

    def _despachar_interno(self):
        for oficio, lineas in self.grouped("oficio_id").items():
            asunto = lineas._registrar_adentro(oficio)
            turnos = asunto.turno_ids.grouped("user_id")
            for linea in lineas:
                linea.turno_interno_id = turnos[linea._recibe_adentro()]
        self._salio()

    def _registrar_adentro(self, oficio):
        """The matter of these lines, registered and turned at once: for attention, or for information to copies."""
        original = oficio.escaneo_id or oficio.pdf_id
        documentos = self.env["ir.attachment"].create(
            [
                {"name": adjunto.name, "raw": adjunto._con_bytes().raw, "mimetype": adjunto.mimetype, "clase": clase}
                for adjunto, clase in [(original, "principal"), *((anexo, "anexo") for anexo in oficio.anexo_ids)]
            ]
        )
        destinos = {}
        for linea in self.sorted(lambda d: d.tipo != "para"):
            destinos.setdefault(linea._recibe_adentro(), "atencion" if linea.tipo == "para" else "informacion")
        asunto = self.env["correspondencia.asunto"].create(
            {
                "company_id": oficio.company_id.id,
                "oficialia_id": oficio.oficialia_id.id,
                "origen": "interno",
                "medio": "interno",
                "numero_oficio": oficio.name,
                "descripcion": oficio.descripcion,
                "area_remitente_id": oficio.area_id.id,
                "fecha_elaboracion": oficio.fecha,
                "prioridad": oficio.prioridad,
                "confidencialidad": oficio.confidencialidad,
                "turnado_directo": True,
                "documento_ids": [Command.set(documentos.ids)],
                "turno_ids": [Command.create({"user_id": user.id, "tipo": tipo}) for user, tipo in destinos.items()],
            }
        )
        asunto._revisar_registro()
        asunto._registrar()
        return asunto

    def _olvidar_envio(self, motivo):
        super()._olvidar_envio(motivo)
        self.turno_interno_id = False


class CorrespondenciaTurno(models.Model):
    _inherit = "correspondencia.turno"

    def write(self, vals):
        """Who closes the turno of an internal letter, or passes it on, has received it; so has who got it instead."""
        res = super().write(vals)
        if vals.get("state") in ("turnado", "concluido", "visto"):
            for turno in self.sudo().filtered(lambda t: t.asunto_id.origen == "interno"):
                for linea in turno._lineas_que_recibe():
                    linea.turno_interno_id = turno
                    linea._acuso(turno.user_id.name)
        return res

    def _lineas_que_recibe(self):
        """The lines of internal letters that are out with this turno: its own; else those whose turno came back, when
        it was given to another from the counter.
        """
        Linea = self.env["correspondencia.destinatario"].sudo()
        propias = Linea.search([("turno_interno_id", "=", self.id)])
        if propias or self.parent_id:
            return propias.filtered(lambda d: d.state == "despachado")
        cerrados = self.asunto_id.turno_ids.filtered(lambda t: t.state in ("devuelto", "retirado"))
        return Linea.search([("turno_interno_id", "in", cerrados.ids), ("state", "=", "despachado")])
