from odoo import api, fields, models
from odoo.exceptions import UserError

from ..nucleo.models import motivos
from ..tools.lecturas import RESULTADOS


class MensajeriaLecturaLinea(models.Model):
    """One code that was read: as it came, what it was taken for, and the answer. Only the station writes them."""

    _name = "mensajeria.lectura.linea"
    _description = "Reading"
    _order = "id desc"
    _rec_name = "crudo"

    lectura_id = fields.Many2one("mensajeria.lectura", "Session", required=True, readonly=True, ondelete="cascade")
    company_id = fields.Many2one(related="lectura_id.company_id", store=True, precompute=True)
    user_id = fields.Many2one(related="lectura_id.user_id", store=True, precompute=True)
    modo = fields.Selection(related="lectura_id.modo")
    numero = fields.Integer("No.", readonly=True, aggregator=None)
    fecha = fields.Datetime("When", required=True, readonly=True, default=fields.Datetime.now)
    crudo = fields.Char("Code", readonly=True)
    normalizado = fields.Char("Taken For", readonly=True)
    resultado = fields.Selection(RESULTADOS, "Result", required=True, readonly=True)
    mensaje = fields.Char("Message", readonly=True)
    clave = fields.Char("Key", readonly=True, help="What was read: twice in a session is once.")
    alerta = fields.Boolean("Alert", readonly=True, help="Somebody has to look at it.")
    anulada = fields.Boolean("Undone", readonly=True)
    envio_id = fields.Many2one("mensajeria.envio", "Piece", readonly=True, ondelete="restrict", index="btree_not_null")
    acuse_id = fields.Many2one("mensajeria.acuse", "Acuse", readonly=True, ondelete="restrict")
    guia_id = fields.Many2one("mensajeria.guia", "Guía", readonly=True, ondelete="restrict")
    destinatario = fields.Char(related="envio_id.dest_nombre", string="Addressee")
    datos = fields.Json("Data", readonly=True)

    cuarentena = fields.Boolean("In Quarantine", readonly=True, help="A paper of which nobody knows the piece.")
    cuarentena_nota = fields.Char("What Became of It", readonly=True)

    # what is done counts once in a session
    _clave_uniq = models.UniqueIndex(
        "(lectura_id, clave) WHERE clave IS NOT NULL", "This code was already read in this session."
    )
    # running counters, and the last lines of a session
    _sesion_idx = models.Index("(lectura_id, resultado, anulada)")
    _ultimas_idx = models.Index("(lectura_id, id DESC)")
    # papers that wait for somebody who knows them
    _cuarentena_idx = models.Index("(company_id, id) WHERE cuarentena IS TRUE OR cuarentena_nota IS NOT NULL")

    def _para_estacion(self):
        """This line, as the station shows it."""
        self.ensure_one()
        return {
            "id": self.id,
            "numero": self.numero,
            "codigo": self.crudo or "",
            "resultado": self.resultado,
            "etiqueta": dict(self._fields["resultado"]._description_selection(self.env))[self.resultado],
            "mensaje": self.mensaje or "",
            "pieza": self.envio_id.name or "",
            "destinatario": self.envio_id.dest_nombre or "",
            "alerta": self.alerta,
            "anulada": self.anulada,
        }

    def action_resolver(self, motivo=None):
        """It is known now what became of a paper in quarantine: it was received as that of a piece, or is none of ours.

        :param motivo: what became of it; mandatory
        """
        lineas = self._exigir_en_cuarentena()
        motivo = motivos.exigido(self.env, motivo)
        lineas.write({"cuarentena": False, "cuarentena_nota": motivo})
        return True

    def _exigir_en_cuarentena(self):
        """``self`` in sudo, when each is a paper that the user may deal with."""
        self.env["mensajeria.lectura"]._exigir_lector()
        self.check_access("read")
        lineas = self.sudo()
        if not all(linea.cuarentena for linea in lineas):
            raise UserError(self.env._("This paper is not in quarantine any more."))
        return lineas

    @api.ondelete(at_uninstall=False)
    def _unlink_except_leida(self):
        raise UserError(self.env._("What was read stays on record."))
