import logging
import mimetypes
from datetime import timedelta

from odoo import Command, api, fields, models
from odoo.exceptions import UserError
from odoo.tools.mimetypes import guess_mimetype

from ..nucleo.tools.aviso import aviso
from ..tools import lectura_codigos
from ..tools.acuses import PENDIENTES

_logger = logging.getLogger(__name__)

#: hours until the next question; each one without an answer doubles them
ESPERA_MINIMA, ESPERA_MAXIMA = 2, 48


class MensajeriaAcuse(models.Model):
    """The proof of delivery of a carrier that gives it by its service: fetched once the piece is delivered.

    It takes the place of the paper until somebody validates it, as a scan would.
    """

    _inherit = "mensajeria.acuse"

    prueba_siguiente = fields.Datetime("Next Question to the Carrier", readonly=True)
    prueba_espera = fields.Integer(readonly=True, aggregator=None)
    prueba_problema = fields.Char("Answer of the Carrier", readonly=True)
    pide_prueba = fields.Boolean(compute="_compute_pide_prueba")

    _prueba_idx = models.Index("(prueba_siguiente) WHERE prueba_siguiente IS NOT NULL")

    @api.depends("state", "envio_id.state", "envio_id.guia_id")
    def _compute_pide_prueba(self):
        """Whether the carrier can be asked for the proof of this delivery."""
        for acuse in self:
            envio = acuse.envio_id.sudo()
            acuse.pide_prueba = (
                acuse.state in PENDIENTES
                and envio.state == "entregado"
                and bool(envio.guia_id and acuse.proveedor_id.sudo()._operacion("prueba_entrega"))
            )

    def action_pedir_prueba(self):
        """Ask the carrier for the proof of these deliveries, in the background."""
        acuses = self._exigir_operador()
        for acuse in acuses:
            if not acuse.pide_prueba:
                raise UserError(
                    self.env._("The carrier cannot be asked for the proof of delivery of %s.", acuse.envio_id.name)
                )
        acuses._pedir_prueba()
        return aviso(self.env._("The carrier is asked. Reload the page in a moment."), "info")

    def _pedir_prueba(self):
        self.write({"prueba_siguiente": fields.Datetime.now(), "prueba_espera": 0, "prueba_problema": False})
        self.env.ref("mensajeria.ir_cron_prueba")._trigger()

    @api.model
    def _cron_pruebas(self):
        """Ask the carriers for the proofs of what they delivered, one by one, each less often while there is none."""
        cron = self.env["ir.cron"]
        por_pedir = self.search([("prueba_siguiente", "<=", fields.Datetime.now())], order="prueba_siguiente, id")
        cron._commit_progress(remaining=len(por_pedir))
        for acuse in por_pedir:
            if acuse.try_lock_for_update():
                acuse._traer_prueba()
            if not cron._commit_progress(1):
                return

    def _traer_prueba(self):
        """One question about this delivery; what fails stays with it, in a sentence."""
        self.ensure_one()
        if not self.pide_prueba:  # its paper came back, or the delivery was taken back
            self.prueba_siguiente = False
            return
        contenido = None
        try:
            with self.env.cr.savepoint():
                contenido = self.proveedor_id._operacion("prueba_entrega")(self.envio_id.guia_id)
                if contenido:
                    self._guardar_prueba(contenido)
                    self.env.flush_all()
            problema = False if contenido else self.env._("The carrier has no proof of delivery yet.")
        except UserError as error:
            problema = str(error)
        except Exception as error:  # whatever a carrier's library raises: it is asked again later
            _logger.warning("Proof of delivery of %s failed", self.envio_id.name, exc_info=True)
            problema = str(error)[:300] or self.env._("The carrier did not answer.")
        if problema:
            self.env.invalidate_all()
            espera = min(max(self.prueba_espera * 2, ESPERA_MINIMA), ESPERA_MAXIMA)
            siguiente = fields.Datetime.now() + timedelta(hours=espera)
            self.write({"prueba_problema": problema, "prueba_espera": espera, "prueba_siguiente": siguiente})

    def _guardar_prueba(self, contenido):
        """What the carrier sent is the signed acuse: received and digitized, it waits to be validated."""
        if lectura_codigos.tipo(contenido) not in ("pdf", "imagen"):
            raise UserError(self.env._("The carrier sent a proof of delivery that is neither a PDF nor a picture."))
        nombre = self.envio_id.name.replace("/", "-")
        archivo = self.env["ir.attachment"].sudo().create(
            {
                "name": f"{nombre}{mimetypes.guess_extension(guess_mimetype(contenido)) or ''}",
                "raw": contenido,
                "res_model": self._name,
                "res_id": self.id,
            }
        )  # fmt: skip
        self.write({"prueba_siguiente": False, "prueba_problema": False})
        self._con_papel()._recibir({}, origen="api")
        self.write({"archivo_ids": [Command.link(archivo.id)]})
        self._digitalizar()


class MensajeriaEnvio(models.Model):
    _inherit = "mensajeria.envio"

    def _al_entregar(self, datos):
        super()._al_entregar(datos)
        if por_pedir := self.acuse_ids.filtered(lambda a: a.pide_prueba and not a.conjunto_id):
            por_pedir._pedir_prueba()
