import logging

from odoo import api, fields, models
from odoo.exceptions import UserError

from .mensajeria_proveedor_integracion import SinRespuestaError

_logger = logging.getLogger(__name__)

#: the carrier may have made a label, and nobody knows
EN_DUDA = ("pedida", "dudosa")
#: no label is left of these: another one may be asked for
MUERTAS = ("rechazada", "por_cancelar", "no_cancelada", "cancelada")


class MensajeriaEtiqueta(models.Model):
    """A label asked of a carrier. It costs money and cannot be taken back, so it is asked for once.

    The request is written and committed before the carrier is called. When it does not answer, or the server falls in
    the middle, the request is in doubt: from then on the carrier is only asked whether the label exists, by its
    reference; a second one is made only when it says that there is none.

    A label whose guía is voided is cancelled at the carrier too: that is asked for as often as it takes, since to cancel
    twice does no harm. What only a person can find out is their task.
    """

    _name = "mensajeria.etiqueta"
    _description = "Label of a Carrier"
    _inherit = ["nucleo.bloqueo.mixin", "nucleo.tarea.mixin", "mail.thread", "mail.activity.mixin"]
    _order = "id desc"
    _rec_name = "referencia"

    envio_id = fields.Many2one(
        "mensajeria.envio", "Piece", required=True, readonly=True, index=True, ondelete="restrict"
    )
    company_id = fields.Many2one(related="envio_id.company_id", store=True, precompute=True)
    proveedor_id = fields.Many2one(
        "mensajeria.proveedor", "Provider", required=True, readonly=True, ondelete="restrict"
    )
    user_id = fields.Many2one("res.users", "Asked By", required=True, readonly=True, ondelete="restrict")
    guia_id = fields.Many2one("mensajeria.guia", "Guía", readonly=True, index="btree_not_null", ondelete="restrict")
    folio = fields.Char("Number", readonly=True, help="That the carrier gave it.")
    referencia = fields.Char("Reference", required=True, readonly=True, help="By which the carrier knows the request.")
    state = fields.Selection(
        [
            ("por_pedir", "To Be Asked For"),
            ("pedida", "Asked For"),
            ("dudosa", "In Doubt"),
            ("hecha", "Made"),
            ("rechazada", "Not Made"),
            ("por_cancelar", "To Be Cancelled"),
            ("no_cancelada", "Not Cancelled"),
            ("cancelada", "Cancelled"),
        ],
        "Status",
        required=True,
        readonly=True,
        default="por_pedir",
        tracking=True,
    )
    problema = fields.Char("What Happened", readonly=True, tracking=True)

    _viva_uniq = models.UniqueIndex(
        "(envio_id) WHERE state NOT IN ('rechazada', 'por_cancelar', 'no_cancelada', 'cancelada')",
        "A label was already asked for this piece.",
    )
    _referencia_uniq = models.UniqueIndex("(proveedor_id, referencia)", "This reference was already used.")
    _pendientes_idx = models.Index("(id) WHERE state IN ('por_pedir', 'pedida', 'dudosa', 'por_cancelar')")
    # the list, and what has to be looked into in it
    _estado_idx = models.Index("(company_id, state)")

    @api.model
    def _cron_pedir(self):
        """Ask the carriers for the labels that wait, and to cancel those that nobody needs, one by one."""
        cron = self.env["ir.cron"]
        abiertas = self.search([("state", "in", ("por_pedir", "pedida", "dudosa", "por_cancelar"))], order="id")
        cron._commit_progress(remaining=len(abiertas))
        for etiqueta in abiertas:
            if not etiqueta.try_lock_for_update():
                continue
            if etiqueta.state == "por_cancelar":
                etiqueta._llamar_cancelar()
            elif etiqueta.state == "por_pedir" and not etiqueta._hace_falta():
                etiqueta._no_se_hizo(self.env._("The piece did not wait for it any more."))
            elif etiqueta.state == "por_pedir":
                etiqueta.state = "pedida"
                cron._commit_progress()  # whatever happens now, it is known that it was asked for
                etiqueta._llamar("crear_envio")
            else:  # asked for, and no answer was kept
                etiqueta._llamar("buscar_envio")
            if not cron._commit_progress(1):
                return

    def _llamar(self, operacion):
        """Ask the carrier to make this label, or whether it made it, and keep what it answers."""
        self.ensure_one()
        metodo = self.proveedor_id._operacion(operacion)
        if not metodo:
            self.write({"state": "dudosa", "problema": self.env._("Ask the carrier whether it made the label.")})
            return
        try:
            respuesta = (
                metodo(self.envio_id, self.referencia) if operacion == "crear_envio" else metodo(self.referencia)
            )
        except SinRespuestaError as error:
            self.write({"state": "dudosa", "problema": str(error) or self.env._("The carrier did not answer.")})
            return
        except UserError as error:
            if operacion == "crear_envio":
                self.write({"state": "rechazada", "problema": str(error)})
            return
        except Exception:
            _logger.exception("Label %s: the carrier's service failed", self.referencia)
            self.write({"state": "dudosa", "problema": self.env._("The carrier's service failed.")})
            return
        if respuesta:
            self._guardar(respuesta)
        else:  # it certainly does not exist: it may be asked for
            self.write({"state": "por_pedir", "problema": False})

    def _hace_falta(self):
        """Whether the piece still waits for a label."""
        return self.envio_id.state == "por_asignar" and not self.envio_id.guia_id

    def _guardar(self, respuesta):
        """The label exists, and was paid for: its paper is kept whatever happens.

        The piece gets its guía; one that does not wait for it any more, none: the label is cancelled.
        """
        if respuesta.get("etiqueta"):
            self.env["ir.attachment"].create(
                {
                    "name": f"{respuesta['folio']}.pdf",
                    "raw": respuesta["etiqueta"],
                    "res_model": self.envio_id._name,
                    "res_id": self.envio_id.id,
                }
            )
        self.write({"state": "hecha", "folio": respuesta["folio"], "problema": False})
        if not self._hace_falta():
            self._pedir_cancelacion()
            return
        try:
            with self.env.cr.savepoint():
                self._dar_guia(respuesta, self.user_id)
                self.env.flush_all()
        except UserError as error:
            self.env.invalidate_all()
            self.problema = f"{respuesta['folio']}: {error}"

    def _dar_guia(self, respuesta, user):
        """The piece gets the guía of this label, from the stock of ``user``."""
        Guia = self.env["mensajeria.guia"].with_user(user).with_context(allowed_company_ids=self.company_id.ids)
        guia = Guia._asignar_folio(self.envio_id, respuesta["folio"]).sudo()
        if respuesta.get("codigo_rastreo"):
            guia.codigo_rastreo = respuesta["codigo_rastreo"]
        guia._marcar_impresas()
        self.write({"state": "hecha", "guia_id": guia.id, "folio": guia.name, "problema": False})


class MensajeriaEnvio(models.Model):
    _inherit = "mensajeria.envio"

    etiqueta_ids = fields.One2many(
        "mensajeria.etiqueta", "envio_id", "Carrier's Labels", readonly=True, copy=False,
        groups="mensajeria.group_operador",
    )  # fmt: skip
    hace_etiquetas = fields.Boolean(related="proveedor_id.hace_etiquetas", related_sudo=True)

    def action_pedir_etiqueta(self):
        """Ask the carrier for the labels of these pieces, in the background; each at most once."""
        envios = self._exigir_operador()
        envios._bloquear()
        for envio in envios:
            if not envio.hace_etiquetas:
                raise UserError(self.env._("%s makes no labels by itself.", envio.proveedor_id.name or envio.name))
            if envio.state != "por_asignar" or envio.guia_id:
                raise UserError(self.env._("%s already has its guía, or is past that.", envio.name))
            if envio.etiqueta_ids.filtered(lambda e: e.state not in MUERTAS):
                raise UserError(self.env._("A label was already asked for %s.", envio.name))
        self.env["mensajeria.etiqueta"].sudo().create(
            [
                {
                    "envio_id": envio.id,
                    "proveedor_id": envio.proveedor_id.id,
                    "user_id": self.env.uid,
                    "referencia": f"{envio.name}-{len(envio.etiqueta_ids) + 1}",
                }
                for envio in envios
            ]
        )
        self.env.ref("mensajeria.ir_cron_etiqueta")._trigger()
        return True
