from odoo import api, fields, models
from odoo.exceptions import UserError

from ..tools.acuses import ENTREGABLES
from ..tools.relaciones import TIPOS


class MensajeriaRelacion(models.Model):
    """A list on which signed acuses go back to the units that sent the pieces: papers travel, not pieces."""

    _inherit = "mensajeria.relacion"

    def action_registrar_entregas(self, lineas=None, resultado=None, recibe=None, fecha=None, nota=None):
        """Tell what became of acuses on a handover list that left.

        :param lineas: ids of its lines
        :param resultado: ``entregado`` or ``no_entregado``
        :param recibe: who received them; mandatory for ``entregado``
        :param fecha: when (UTC); now when absent
        :param nota: why they came back; mandatory for ``no_entregado``
        """
        self.ensure_one()
        relacion = self._exigir_operador()
        relacion._exigir_estado("en_ruta")
        propias = relacion.linea_ids.filtered(lambda linea: linea.abierta and linea.id in set(lineas or ()))
        if not propias.acuse_id or resultado not in TIPOS["entrega_acuses"].resultados:
            raise UserError(self.env._("Say which acuses of the list were handed over, and which were not."))
        palabras = ((recibe if resultado == "entregado" else nota) or "").strip()
        if not palabras:
            frase = (
                self.env._("Write who received the acuse of %s.", propias[0].envio_id.name)
                if resultado == "entregado"
                else self.env._("Write why the acuse of %s was not handed over.", propias[0].envio_id.name)
            )
            raise UserError(frase)
        if resultado == "entregado":
            papeles = propias.acuse_id._con_papel()
            papeles._exigir_estado(*ENTREGABLES)
            papeles._entregar(palabras, fecha)
        else:
            propias.write({"resultado": resultado, "nota": palabras})
        return True

    def _linea_para(self, envio):
        """Values of a line with ``envio``, or with the paper of its acuse where that is what travels."""
        self.ensure_one()
        vals = {"relacion_id": self.id, "orden": 1000 + len(self.linea_ids)}
        if self.tipo != "entrega_acuses":
            return vals | {"envio_id": envio.id}
        if not envio.acuse_ids:
            raise UserError(self.env._("%s has no acuse.", envio.name))
        return vals | {"acuse_id": (envio.acuse_ids.conjunto_id or envio.acuse_ids).id}

    def _lineas_de(self, envio):
        """The lines of this list on which ``envio`` stands, or the paper that covers it."""
        papel = envio.acuse_ids.conjunto_id or envio.acuse_ids
        return self.linea_ids.filtered(lambda v: v.acuse_id == papel if v.acuse_id else v.envio_id == envio)


class MensajeriaRelacionLinea(models.Model):
    _inherit = "mensajeria.relacion.linea"

    def _exigir_admisible(self):
        if self.relacion_id.tipo == "entrega_acuses":
            self._exigir_acuse_entregable()
        elif self.acuse_id:
            raise UserError(self.env._("Acuses travel on handover lists only."))
        else:
            super()._exigir_admisible()

    def _exigir_acuse_entregable(self):
        """Refuse an acuse that is not ready for its unit, or is no paper of its own."""
        acuse = self.acuse_id
        if not acuse:
            raise UserError(self.env._("Choose the acuse to hand over."))
        if acuse.conjunto_id:
            raise UserError(
                self.env._(
                    "%(piece)s was signed on the acuse of %(other)s: put that one on the list.",
                    piece=acuse.envio_id.name,
                    other=acuse.conjunto_id.envio_id.name,
                )
            )
        if self.envio_id != acuse.envio_id:
            raise UserError(self.env._("The acuse of %s belongs to another piece.", acuse.envio_id.name))
        acuse._exigir_estado(*ENTREGABLES)

    def _contenido(self):
        contenido = super()._contenido()
        if acuse := self.acuse_id:
            contenido |= {
                "area": self.area_id.name or "",
                "acuse": acuse.state,
                "entrega": fields.Date.to_string(acuse.fecha_entrega) if acuse.fecha_entrega else "",
                "cubre": ", ".join(acuse.cubiertos_ids.envio_id.mapped("name")),
            }
        return contenido


class MensajeriaAcuse(models.Model):
    """An acuse on its way to its unit knows its list, and the list what became of it."""

    _inherit = "mensajeria.acuse"

    linea_ids = fields.One2many("mensajeria.relacion.linea", "acuse_id", "Handover Lists", readonly=True)
    relacion_id = fields.Many2one("mensajeria.relacion", "On List", compute="_compute_relacion_id", compute_sudo=True)

    @api.depends("linea_ids.abierta", "linea_ids.resultado", "conjunto_id")
    def _compute_relacion_id(self):
        """The list with which it goes, or went."""
        for acuse in self:
            lineas = (acuse.conjunto_id or acuse).linea_ids.filtered(
                lambda linea: linea.abierta or linea.resultado == "entregado"
            )
            acuse.relacion_id = lineas.relacion_id.sorted("id")[-1:]

    def _lineas_abiertas(self):
        return self.linea_ids.filtered("abierta")

    def _exigir_sin_lista(self):
        """What stands on a list that has not left is handed over with it, or taken off it first."""
        for linea in self._lineas_abiertas():
            if linea.relacion_id.state in ("borrador", "emitida"):
                raise UserError(
                    self.env._(
                        "The acuse of %(piece)s stands on %(list)s, which has not left yet.",
                        piece=linea.envio_id.name,
                        list=linea.relacion_id.display_name,
                    )
                )

    def _entregar(self, recibe=None, fecha=None):
        self._exigir_sin_lista()
        super()._entregar(recibe, fecha)
        self._lineas_abiertas().write({"resultado": "entregado", "nota": (recibe or "").strip() or False})

    def _deshacer(self, motivo):
        entregado = self.state == "entregado_solicitante"
        super()._deshacer(motivo)
        if entregado:
            self._lineas_abiertas().write({"resultado": False, "nota": False})
