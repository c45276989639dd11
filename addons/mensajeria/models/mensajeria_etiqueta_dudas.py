import logging

from odoo import fields, models
from odoo.exceptions import UserError

from ..nucleo.models import motivos
from ..nucleo.tools.aviso import aviso
from .mensajeria_etiqueta import EN_DUDA
from .mensajeria_proveedor_integracion import SinRespuestaError

_logger = logging.getLogger(__name__)


class MensajeriaEtiqueta(models.Model):
    """Labels that have to be cancelled at their carrier, and those of which only a person can find out what happened."""

    _inherit = "mensajeria.etiqueta"

    se_puede_preguntar = fields.Boolean(compute="_compute_se_puede_preguntar")

    def _compute_se_puede_preguntar(self):
        """Whether the carrier's service can clear it up."""
        for etiqueta in self:
            operacion = {"dudosa": "buscar_envio", "por_cancelar": "cancelar", "no_cancelada": "cancelar"}.get(
                etiqueta.state
            )
            etiqueta.se_puede_preguntar = bool(operacion and etiqueta.sudo().proveedor_id._operacion(operacion))

    def write(self, vals):
        res = super().write(vals)
        if vals.keys() & {"state", "problema"}:
            self.flush_recordset(["state"])  # before another label is asked for
            self._revisar_tarea()
        return res

    # Cancelling

    def _pedir_cancelacion(self):
        """Nobody needs these labels: their carrier has to annul them, by its service or asked by a person."""
        for etiqueta in self:
            if etiqueta.proveedor_id._operacion("cancelar"):
                etiqueta.write({"state": "por_cancelar", "problema": False})
                self.env.ref("mensajeria.ir_cron_etiqueta")._trigger()
            else:
                etiqueta.write(
                    {
                        "state": "no_cancelada",
                        "problema": self.env._("Ask the carrier to cancel label %s.", etiqueta.folio),
                    }
                )

    def _llamar_cancelar(self):
        """Ask the carrier to annul this label. Without an answer it is asked again: that does no harm."""
        self.ensure_one()
        try:
            self.proveedor_id._operacion("cancelar")(self.folio, self.referencia)
        except UserError as error:
            self.write({"state": "no_cancelada", "problema": str(error)})
        except SinRespuestaError as error:
            self.problema = str(error) or self.env._("The carrier did not answer.")
        except Exception:
            _logger.exception("Label %s: the carrier's service failed to cancel it", self.referencia)
            self.problema = self.env._("The carrier's service failed.")
        else:
            self.write({"state": "cancelada", "problema": False})

    def _no_se_hizo(self, motivo):
        self.write({"state": "rechazada", "problema": motivo})

    # By hand

    def _exigir_operador(self, *estados):
        """``self`` in sudo and locked, when the user dispatches its piece and it is in one of ``estados``."""
        self.ensure_one()
        self.check_access("read")
        self.envio_id._exigir_operador()
        etiqueta = self.sudo()
        etiqueta._bloquear()
        if etiqueta.state not in estados:
            raise UserError(self.env._("The label of %s has moved on. Reload the page.", etiqueta.envio_id.name))
        return etiqueta

    def action_preguntar(self):
        """Ask the carrier again, in the background."""
        etiqueta = self._exigir_operador("dudosa", "por_cancelar", "no_cancelada")
        if not etiqueta.se_puede_preguntar:
            raise UserError(self.env._("The service of %s cannot tell: call them.", etiqueta.proveedor_id.name))
        if etiqueta.state == "no_cancelada":
            etiqueta.write({"state": "por_cancelar", "problema": False})
        self.env.ref("mensajeria.ir_cron_etiqueta")._trigger()
        return aviso(self.env._("The carrier is asked. Reload the page in a moment."), "info")

    def action_hecha(self, folio=None):
        """The carrier said that it made the label.

        :param folio: its number
        """
        etiqueta = self._exigir_operador("dudosa", "hecha")
        folio = (folio or "").strip()
        if not folio:
            raise UserError(self.env._("Write the number of the label."))
        if etiqueta.guia_id:
            raise UserError(self.env._("The label of %s has moved on. Reload the page.", etiqueta.envio_id.name))
        if etiqueta._hace_falta():
            etiqueta._dar_guia({"folio": folio}, self.env.user)
        else:
            etiqueta.folio = folio
            etiqueta._pedir_cancelacion()
        return True

    def action_no_hecha(self, motivo=None):
        """The carrier said that it made no label: another one may be asked for.

        :param motivo: who said so, and when; mandatory
        """
        self._exigir_operador("dudosa")._no_se_hizo(motivos.exigido(self.env, motivo))
        return True

    def action_cancelada(self, motivo=None):
        """The carrier said that it annulled the label, or that it does not charge for it.

        :param motivo: who said so, and when; mandatory
        """
        etiqueta = self._exigir_operador("por_cancelar", "no_cancelada")
        etiqueta.write({"state": "cancelada", "problema": motivos.exigido(self.env, motivo)})
        return True

    # Tasks

    def _revisar_tarea(self):
        """Somebody has to look into what the carrier's service left open."""
        for etiqueta in self:
            abierta = etiqueta.state in ("dudosa", "no_cancelada") or (
                bool(etiqueta.problema) and etiqueta.state in ("hecha", "por_cancelar")
            )
            envio = etiqueta.envio_id
            grupo = self.env.ref(f"mensajeria.group_{etiqueta.proveedor_id.tipo}")
            etiqueta._llevar_tarea("msj_etiqueta", abierta, grupo=grupo, area=envio.oficialia_id)

    def _tarea_vals(self):
        envio = self.envio_id
        return super()._tarea_vals() | {
            "folio": envio.name,
            "asunto": self.problema or self.referencia,
            "contraparte": self.proveedor_id.name,
            "busqueda": " ".join(filter(None, (envio.name, self.referencia, self.folio, self.proveedor_id.name))),
            "company_id": self.company_id.id,
        }


class MensajeriaEnvio(models.Model):
    _inherit = "mensajeria.envio"

    aviso_etiqueta = fields.Char(compute="_compute_aviso_etiqueta", groups="mensajeria.group_operador")

    def _compute_aviso_etiqueta(self):
        """What a person has to find out of a label of this piece."""
        for envio in self:
            etiquetas = envio.sudo().etiqueta_ids
            abiertas = etiquetas.browse(etiquetas._tareas_abiertas("msj_etiqueta").mapped("res_id"))
            envio.aviso_etiqueta = abiertas[:1].problema

    def _exigir_asignables(self):
        for envio in self:
            if envio.sudo().etiqueta_ids.filtered(lambda e: e.state in EN_DUDA):
                raise UserError(
                    self.env._("A label of %s is in doubt: find out first whether the carrier made it.", envio.name)
                )
        super()._exigir_asignables()

    def _soltar_guias(self, motivo):
        super()._soltar_guias(motivo)
        por_pedir = self.sudo().etiqueta_ids.filtered(lambda e: e.state == "por_pedir")
        if por_pedir:
            por_pedir._bloquear()
            por_pedir._no_se_hizo(motivo)

    def action_ver_etiquetas(self):
        """The labels asked of the carrier for this piece."""
        self._exigir_operador()
        return self.env["ir.actions.act_window"]._for_xml_id("mensajeria.mensajeria_etiqueta_action") | {
            "domain": [("envio_id", "in", self.ids)],
            "context": {},
        }


class MensajeriaGuia(models.Model):
    _inherit = "mensajeria.guia"

    def _etiquetas(self):
        return self.env["mensajeria.etiqueta"].sudo().search([("guia_id", "in", self.ids)])

    def _dar_de_baja(self, tipo, motivo):
        super()._dar_de_baja(tipo, motivo)
        self._etiquetas().filtered(lambda e: e.state == "hecha")._pedir_cancelacion()

    def action_revertir(self, motivo=None):
        if anuladas := self._etiquetas().filtered(lambda e: e.state in ("por_cancelar", "no_cancelada", "cancelada")):
            self._exigir_operador()
            raise UserError(self.env._("The label of guía %s is cancelled at its carrier.", anuladas[0].folio))
        return super().action_revertir(motivo)
