from odoo import api, fields, models
from odoo.exceptions import UserError

from ..tools.relaciones import RESULTADOS, TIPOS

#: what the draft says
CAMPOS_BORRADOR = frozenset(("relacion_id", "envio_id", "acuse_id", "orden"))


class MensajeriaRelacionLinea(models.Model):
    """A piece on a list: its place, whether it was loaded, and what became of it."""

    _name = "mensajeria.relacion.linea"
    _description = "Piece on a List"
    _order = "relacion_id, orden, id"
    _rec_name = "envio_id"
    _check_company_auto = True

    relacion_id = fields.Many2one("mensajeria.relacion", "Piece List", required=True, index=True, ondelete="cascade")
    company_id = fields.Many2one(related="relacion_id.company_id", store=True, precompute=True)
    relacion_state = fields.Selection(related="relacion_id.state", string="Status of the List")
    envio_id = fields.Many2one(
        "mensajeria.envio",
        "Piece",
        compute="_compute_envio_id",
        store=True,
        readonly=False,
        precompute=True,
        required=True,
        index=True,
        ondelete="restrict",
        check_company=True,
    )
    acuse_id = fields.Many2one(
        "mensajeria.acuse",
        "Acuse",
        index="btree_not_null",
        ondelete="restrict",
        check_company=True,
        help="The paper that a handover list brings to its unit; without it, the piece itself travels.",
    )
    orden = fields.Integer("Stop No.", default=1000, aggregator=None)
    cargado = fields.Boolean("Loaded", readonly=True, copy=False)
    resultado = fields.Selection(RESULTADOS, "Result", readonly=True, copy=False)
    abierta = fields.Boolean("Open", default=True, readonly=True, copy=False)
    nota = fields.Char("Remark", readonly=True, copy=False)

    dest_nombre = fields.Char(related="envio_id.dest_nombre")
    dest_direccion = fields.Char(related="envio_id.dest_direccion")
    dest_colonia = fields.Char(related="envio_id.dest_colonia")
    dest_cp = fields.Char(related="envio_id.dest_cp")
    zona_id = fields.Many2one(related="envio_id.zona_id")
    servicio_id = fields.Many2one(related="envio_id.servicio_id")
    folio_guia = fields.Char(related="envio_id.folio_guia")
    peso = fields.Integer(related="envio_id.peso", aggregator=None)
    envio_state = fields.Selection(related="envio_id.state", string="Status of the Piece")
    area_id = fields.Many2one(related="envio_id.area_id", string="Sender", related_sudo=True)
    acuse_state = fields.Selection(related="acuse_id.state", string="Status of the Acuse")

    _una_abierta = models.UniqueIndex(
        "(envio_id) WHERE abierta IS TRUE AND acuse_id IS NULL", "The piece already stands on another open list."
    )
    _un_acuse_abierto = models.UniqueIndex(
        "(acuse_id) WHERE abierta IS TRUE AND acuse_id IS NOT NULL", "The acuse already stands on another open list."
    )

    @api.depends("acuse_id")
    def _compute_envio_id(self):
        for linea in self.filtered("acuse_id"):
            linea.envio_id = linea.acuse_id.envio_id

    @api.model_create_multi
    def create(self, vals_list):
        for campo, modelo in (("envio_id", "mensajeria.envio"), ("acuse_id", "mensajeria.acuse")):
            self.env[modelo].browse(v[campo] for v in vals_list if v.get(campo)).check_access("read")
        # explicit: beats default_* in the context
        sistema = {"cargado": False, "resultado": False, "abierta": True, "nota": False}
        lineas = super().create([{**vals, **sistema} for vals in vals_list])
        lineas._exigir_borrador()
        lineas._exigir_admisibles()
        lineas._reservar()
        return lineas

    def write(self, vals):
        self.check_access("write")  # before a refusal, which names the list
        if vals.keys() & CAMPOS_BORRADOR:
            self._exigir_borrador()
        if not self.env.su and vals.keys() & {"cargado", "resultado", "abierta", "nota"}:
            raise UserError(self.env._("These data are kept by the system."))
        if "relacion_id" in vals:
            raise UserError(self.env._("Take the piece off one list and put it on the other."))
        antes = self.sudo().envio_id if vals.keys() & {"envio_id", "acuse_id"} else self.env["mensajeria.envio"]
        res = super().write(vals)
        if vals.keys() & {"envio_id", "acuse_id"}:
            self._exigir_admisibles()
        if vals.keys() & {"envio_id", "acuse_id", "orden", "abierta"}:
            self._reservar(antes)
        return res

    def unlink(self):
        self.check_access("unlink")
        self._exigir_borrador()
        envios = self.sudo()._con_pieza().envio_id
        res = super().unlink()
        envios.filtered("relacion_id").write({"relacion_id": False, "orden": False})
        return res

    def _con_pieza(self):
        """Those of ``self`` on which the piece itself travels."""
        return self.filtered(lambda linea: not linea.acuse_id)

    def _exigir_borrador(self):
        """Whoever writes them: the lines of an issued list are frozen."""
        for relacion in self.sudo().relacion_id:
            if relacion.state != "borrador":
                raise UserError(self.env._("%s was issued: it does not change any more.", relacion.name))

    def _exigir_admisibles(self):
        """Refuse pieces that do not belong on their list, or are none of the user's."""
        if not self.env.su:
            self.envio_id._exigir_operador()
        for linea in self.sudo():
            linea._exigir_admisible()
            envio, relacion = linea.envio_id, linea.relacion_id
            if envio.company_id != relacion.company_id or (envio.oficialia_id or relacion.oficialia_id) != (
                relacion.oficialia_id
            ):
                raise UserError(self.env._("%s belongs to another office.", envio.display_name))

    def _exigir_admisible(self):
        """Refuse a piece that does not travel on this kind of list."""
        self.ensure_one()
        envio, relacion = self.envio_id, self.relacion_id
        if envio.state not in TIPOS[relacion.tipo].entran:
            raise UserError(
                self.env._(
                    "%(piece)s is «%(state)s» and cannot stand on this list.",
                    piece=envio.display_name,
                    state=dict(envio._fields["state"]._description_selection(self.env))[envio.state],
                )
            )
        if relacion.proveedor_id and envio.proveedor_id != relacion.proveedor_id:
            raise UserError(
                self.env._(
                    "%(piece)s goes with %(provider)s, not with this one.",
                    piece=envio.display_name,
                    provider=envio.proveedor_id.name or "-",
                )
            )

    def _reservar(self, antes=None):
        """Let the pieces know on which open list they stand, and at which stop."""
        lineas = self.sudo()._con_pieza()
        if antes and (sueltos := antes - lineas.envio_id):
            sueltos.write({"relacion_id": False, "orden": False})
        for linea in lineas:
            vals = {"relacion_id": linea.relacion_id.id, "orden": linea.orden} if linea.abierta else {
                "relacion_id": False, "orden": False}  # fmt: skip
            envio = linea.envio_id
            if (envio.relacion_id.id, envio.orden) != (vals["relacion_id"], vals["orden"] or 0):
                envio.write(vals)

    def _cerrar(self):
        """These pieces are free for another list."""
        self.write({"abierta": False})
        self.flush_recordset(["abierta"])  # before another list takes them
        self._con_pieza().envio_id._revisar_reintento()
