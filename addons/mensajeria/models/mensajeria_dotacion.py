from contextlib import suppress

from odoo import api, fields, models
from odoo.exceptions import AccessError, UserError, ValidationError
from odoo.tools import SQL

from ..nucleo.tools.ciclo import Ciclo
from ..tools import folio_guia
from ..tools.folio_guia import FolioInvalidoError
from .campos import BigInteger

#: what nobody writes
CAMPOS_SISTEMA = frozenset("name inicio fin entrega_user_id fecha_entrega recibe_user_id fecha_recepcion".split())
#: fields of the draft; what was handed over does not change
CAMPOS_BORRADOR = frozenset("rango_id area_id mensajero_id folio_inicial cantidad".split())


class MensajeriaDotacion(models.Model):
    """A block of a range that is handed over to an office or a messenger, with its receipt."""

    _name = "mensajeria.dotacion"
    _description = "Allotment of Guías"
    _inherit = ["nucleo.ciclo.mixin", "nucleo.tarea.mixin", "mail.thread", "mail.activity.mixin"]
    _order = "id desc"
    _rec_names_search = ["name", "folio_inicial", "folio_final"]
    _check_company_auto = True

    _ciclo = Ciclo(
        ("borrador", "entregada", "entregar"),
        ("entregada", "recibida", "recibir"),
        ("entregada", "devuelta", "devolver", True),
        ("recibida", "devuelta", "devolver", True),
        ("borrador", "cancelada", "cancelar", True),
    )

    name = fields.Char("Receipt", readonly=True, copy=False, index="trigram")
    rango_id = fields.Many2one(
        "mensajeria.rango",
        "Range",
        required=True,
        index=True,
        ondelete="restrict",
        check_company=True,
        domain="[('state', '=', 'activo')]",
    )
    serie_id = fields.Many2one(related="rango_id.serie_id", store=True, index=True)
    proveedor_id = fields.Many2one(related="rango_id.proveedor_id", store=True, index=True)
    company_id = fields.Many2one(related="rango_id.company_id", store=True, index=True)
    area_id = fields.Many2one(
        "hr.department", "Office", index="btree_not_null", ondelete="restrict", check_company=True, tracking=True
    )
    mensajero_id = fields.Many2one(
        "mensajeria.mensajero",
        "Messenger",
        index="btree_not_null",
        ondelete="restrict",
        check_company=True,
        tracking=True,
        help="Who carries them. They are then used by scan only, never drawn.",
    )
    folio_inicial = fields.Char(
        "First Number",
        compute="_compute_folio_inicial",
        store=True,
        readonly=False,
        required=True,
        precompute=True,
        help="The first free one of the range, unless another is written.",
    )
    cantidad = fields.Integer("Guías", required=True, default=100, tracking=True)
    folio_final = fields.Char("Last Number", compute="_compute_folio_final", store=True)
    inicio = BigInteger(readonly=True, aggregator=None, copy=False)
    fin = BigInteger(readonly=True, aggregator=None, copy=False)
    problema = fields.Char(compute="_compute_problema")
    state = fields.Selection(
        [
            ("borrador", "Draft"),
            ("entregada", "Handed Over"),
            ("recibida", "Received"),
            ("devuelta", "Returned"),
            ("cancelada", "Discarded"),
        ],
        "Status",
        default="borrador",
        required=True,
        readonly=True,
        tracking=True,
        copy=False,
    )
    entrega_user_id = fields.Many2one("res.users", "Handed Over By", readonly=True, copy=False, ondelete="restrict")
    fecha_entrega = fields.Datetime("Handed Over On", readonly=True, copy=False)
    recibe_user_id = fields.Many2one("res.users", "Received By", readonly=True, copy=False, ondelete="restrict")
    fecha_recepcion = fields.Datetime("Received On", readonly=True, copy=False)
    disponibles = fields.Integer("Guías Available", compute="_compute_disponibles")
    puede_recibir = fields.Boolean(compute="_compute_puede_recibir")

    _destino = models.Constraint(
        "CHECK (area_id IS NOT NULL OR mensajero_id IS NOT NULL)", "Say to which office or messenger they go."
    )
    _cantidad = models.Constraint("CHECK (cantidad BETWEEN 1 AND 100000)", "Hand over from 1 to 100,000 guías.")

    @api.depends("name")
    def _compute_display_name(self):
        for dotacion in self:
            dotacion.display_name = dotacion.name or self.env._("Allotment in Draft")

    @api.depends("rango_id")
    def _compute_folio_inicial(self):
        for dotacion in self:
            libre = self.env["mensajeria.guia"].sudo().search(
                [
                    ("rango_id", "=", dotacion.rango_id.id),
                    ("state", "=", "disponible"),
                    ("area_id", "=", False),
                    ("mensajero_id", "=", False),
                ],
                order="serial",
                limit=1,
            )  # fmt: skip
            dotacion.folio_inicial = libre.name

    @api.depends("folio_inicial", "cantidad", "rango_id")
    def _compute_folio_final(self):
        for dotacion in self:
            dotacion.folio_final = False
            if dotacion.rango_id and dotacion.folio_inicial:
                with suppress(UserError):
                    dotacion.folio_final = dotacion.rango_id.sudo().serie_id._formatear(dotacion._limites()[1])

    @api.depends("folio_inicial", "cantidad", "rango_id")
    def _compute_problema(self):
        for dotacion in self:
            dotacion.problema = False
            if dotacion.rango_id and dotacion.folio_inicial:
                try:
                    dotacion._limites()
                except UserError as error:
                    dotacion.problema = str(error)

    def _limites(self):
        """First and last serial of the block.

        :raises UserError: when they do not lie in the range
        """
        self.ensure_one()
        rango = self.rango_id.sudo()
        try:
            inicio, fin = folio_guia.limites(rango.serie_id._formato(), self.folio_inicial, cantidad=self.cantidad)
        except FolioInvalidoError as error:
            raise UserError(rango.serie_id._mensaje(error)) from error
        if inicio < rango.inicio or fin > rango.fin:
            raise UserError(
                self.env._(
                    "The block ends at %(last)s and must lie within %(range)s.",
                    last=rango.serie_id._formatear(fin),
                    range=rango.display_name,
                )
            )
        return inicio, fin

    def _compute_disponibles(self):
        libres = dict(
            self.env["mensajeria.guia"]
            .sudo()
            ._read_group([("dotacion_id", "in", self.ids), ("state", "=", "disponible")], ["dotacion_id"], ["__count"])
        )
        for dotacion in self:
            dotacion.disponibles = libres.get(dotacion._origin, 0)

    @api.depends_context("uid")
    @api.depends("state", "area_id", "mensajero_id")
    def _compute_puede_recibir(self):
        for dotacion in self:
            dotacion.puede_recibir = dotacion.state == "entregada" and dotacion._es_quien_recibe()

    @api.constrains("rango_id", "folio_inicial", "cantidad")
    def _check_bloque(self):
        for dotacion in self:
            try:
                dotacion._limites()
            except UserError as error:
                raise ValidationError(str(error)) from error

    @api.model_create_multi
    def create(self, vals_list):
        dotaciones = super().create([{**vals, **dict.fromkeys(CAMPOS_SISTEMA, False)} for vals in vals_list])
        dotaciones._exigir_quien_entrega()
        return dotaciones

    def write(self, vals):
        if CAMPOS_SISTEMA & vals.keys() and not self.env.su:
            raise UserError(self.env._("These data are kept by the system."))
        if CAMPOS_BORRADOR & vals.keys():
            if any(dotacion.state != "borrador" for dotacion in self):
                raise UserError(self.env._("What was handed over does not change: return it and make another receipt."))
            self._exigir_quien_entrega()
        res = super().write(vals)
        if CAMPOS_BORRADOR & vals.keys():
            self._exigir_quien_entrega()
        return res

    # Who may

    def _exigir_quien_entrega(self):
        """The buyer, or an operator of that kind of provider."""
        for dotacion in self.sudo():
            if not dotacion.proveedor_id._es_comprador():
                dotacion.proveedor_id._exigir_operador()

    def _es_quien_recibe(self):
        """Whether the user takes part in the office that gets them, or is the messenger."""
        self.ensure_one()
        dotacion = self.sudo()
        if self.env.user.has_group("mensajeria.group_administrador"):
            return True
        if dotacion.mensajero_id:
            return dotacion.mensajero_id.user_id == self.env.user
        return dotacion.area_id in self.env["mensajeria.guia"]._areas_propias()

    # Steps

    def action_entregar(self):
        """Hand the block over: all its guías change hands, or none."""
        self.check_access("read")
        self._exigir_quien_entrega()
        for dotacion in self.sudo():
            inicio, fin = dotacion._limites()
            dotacion._transitar("entregada", datos={"desde": dotacion.folio_inicial, "cantidad": dotacion.cantidad})
            dotacion._mover_guias(inicio, fin)
            dotacion.write(
                {
                    "name": self.env["ir.sequence"]
                    .with_company(dotacion.company_id)
                    .next_by_code("mensajeria.dotacion"),
                    "inicio": inicio,
                    "fin": fin,
                    "entrega_user_id": self.env.uid,
                    "fecha_entrega": fields.Datetime.now(),
                }
            )
            dotacion._abrir_tarea_de_recepcion()
            dotacion.serie_id._revisar_existencias()
        return True

    def _mover_guias(self, inicio, fin):
        """Put the guías of the block in the hands of the office; refuse when one of them is not free."""
        origen = [0, *self.env["mensajeria.guia"]._areas_propias().ids]
        movidas = self._cambiar_guias(
            SQL(
                """rango_id = %s AND serial BETWEEN %s AND %s AND state = 'disponible'
                   AND mensajero_id IS NULL AND coalesce(area_id, 0) = ANY(%s)""",
                self.rango_id.id, inicio, fin, origen,
            ),
            self.area_id.id or None,
            self.mensajero_id.id or None,
            self.id,
        )  # fmt: skip
        if movidas != self.cantidad:
            raise UserError(
                self.env._(
                    "%(count)s guías of the block are not free to hand over: they were assigned, voided or handed to others.",
                    count=self.cantidad - movidas,
                )
            )

    def _cambiar_guias(self, condicion, area_id, mensajero_id, dotacion_id):
        """Change who holds the guías of ``condicion``, and return how many there were."""
        Guia = self.env["mensajeria.guia"]
        Guia.flush_model()
        filas = self.env.execute_query(
            SQL(
                """WITH movidas AS (
                       UPDATE mensajeria_guia
                          SET area_id = %s, mensajero_id = %s, dotacion_id = %s, write_uid = %s, write_date = %s
                        WHERE %s RETURNING 1)
                   SELECT count(*) FROM movidas""",
                area_id,
                mensajero_id,
                dotacion_id,
                self.env.uid,
                fields.Datetime.now(),
                condicion,
            )
        )
        Guia.invalidate_model(["area_id", "mensajero_id", "dotacion_id"])
        return filas[0][0]

    def _abrir_tarea_de_recepcion(self):
        """To the messenger, or to the staff of the office."""
        user = self.mensajero_id.user_id
        if not user and self.area_id.es_oficialia:
            grupo = self.env.ref("mensajeria.group_operador")
            self._abrir_tarea("guias_recibir", grupo=grupo, area=self.area_id)
        elif user := user or self.area_id.titular_id:
            self._abrir_tarea("guias_recibir", user=user, area=self.area_id)

    def action_recibir(self):
        """Whoever gets them counted them and has them."""
        self.check_access("read")
        for dotacion in self:
            if not dotacion._es_quien_recibe():
                raise AccessError(
                    self.env._(
                        "%s has to confirm that they got them.",
                        dotacion.sudo().mensajero_id.name or dotacion.sudo().area_id.name,
                    )
                )
        for dotacion in self.sudo():
            dotacion._transitar("recibida")
            dotacion.write({"recibe_user_id": self.env.uid, "fecha_recepcion": fields.Datetime.now()})
            dotacion._tareas_abiertas("guias_recibir")._cerrar()
        return True

    def action_devolver(self, motivo=None):
        """What is left of the block goes back to the common stock.

        :param motivo: why; mandatory
        """
        self.check_access("read")
        for dotacion in self:
            if not dotacion._es_quien_recibe():
                dotacion._exigir_quien_entrega()
        for dotacion in self.sudo():
            devueltas = dotacion._cambiar_guias(
                SQL("dotacion_id = %s AND state = 'disponible'", dotacion.id), None, None, None
            )
            dotacion._transitar("devuelta", motivo, datos={"devueltas": devueltas})
            dotacion._tareas_abiertas("guias_recibir")._cerrar(motivo, state="cancelada")
            dotacion.serie_id._revisar_existencias()
        return True

    def action_cancelar(self, motivo=None):
        """Discard a draft.

        :param motivo: why; mandatory
        """
        self.check_access("read")
        self._exigir_quien_entrega()
        self.sudo()._transitar("cancelada", motivo)
        return True

    def action_imprimir(self):
        """Print the receipt that is signed by who gets the guías."""
        self.check_access("read")
        return self.env.ref("mensajeria.action_report_vale").report_action(self)

    def action_ver_guias(self):
        """The guías of this block that are still in the same hands."""
        self.ensure_one()
        self.check_access("read")
        return self.env["ir.actions.act_window"]._for_xml_id("mensajeria.mensajeria_guia_action") | {
            "name": self.display_name,
            "domain": [("dotacion_id", "=", self.id)],
            "context": {},
        }

    def _tarea_vals(self):
        return super()._tarea_vals() | {
            "folio": self.display_name,
            "asunto": self.env._("%(count)s guías of %(series)s", count=self.cantidad, series=self.serie_id.name),
            "contraparte": self.entrega_user_id.name,
            "busqueda": f"{self.display_name} {self.folio_inicial} {self.folio_final}",
            "company_id": self.company_id.id,
            "fecha_limite": False,
        }
