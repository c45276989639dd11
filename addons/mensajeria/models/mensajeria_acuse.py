from odoo import api, fields, models
from odoo.exceptions import UserError, ValidationError

from ..nucleo.tools.ciclo import Ciclo
from ..tools import acuses
from ..tools.acuses import ESTADOS_ACUSE, FIRMES, IDENTIFICACIONES, IRREGULARIDADES, OBSERVACIONES, PENDIENTES
from ..tools.catalogos import CARACTERES

#: what the paper says; its readers write it until it is validated
CAMPOS_PAPEL = frozenset(
    "fecha_entrega receptor_nombre receptor_cargo caracter identificacion_tipo identificacion_folio con_sello con_firma"
    " observacion observacion_nota archivo_ids certificacion_ids".split()
)
#: what only the steps write
CAMPOS_SISTEMA = frozenset(
    "envio_id company_id plazo fecha_salida fecha_recepcion recibe_user_id fecha_validacion valida_user_id"
    " fecha_entrega_solicitante recibe_solicitante fecha_persecucion nivel conjunto_id sobre_devuelto evento_id"
    " prueba_siguiente prueba_espera prueba_problema".split()
)


class MensajeriaAcuse(models.Model):
    """The signed proof that a piece arrived: from the day the piece left to the file of the unit that sent it.

    It has three dates: the one written on it, the one on which it came back, and that of its validation. Validated,
    PostgreSQL itself refuses to change what it says.
    """

    _name = "mensajeria.acuse"
    _description = "Acuse"
    _inherit = [
        "mensajeria.masa.mixin",
        "nucleo.ciclo.mixin",
        "nucleo.tarea.mixin",
        "mail.thread",
        "mail.activity.mixin",
    ]
    _order = "fecha_salida, id"
    _rec_name = "envio_id"
    _rec_names_search = ["envio_id.name", "envio_id.folio_guia", "envio_id.dest_nombre"]
    _check_company_auto = True
    _mail_post_access = "read"

    # the audit log tells the changes of state, of hundreds of papers in a session: state is not tracked
    _ciclo = Ciclo(
        ("requerido", "en_mensajero", "salir"),
        ("requerido", "en_proveedor", "salir"),
        *((estado, "recibido", "recibir") for estado in (*PENDIENTES, "extraviado")),
        *((estado, "irregular", "observar") for estado in (*PENDIENTES, "recibido", "digitalizado", "no_entregado")),
        *((estado, "no_entregado", "devolver") for estado in PENDIENTES),
        *((estado, "extraviado", "extraviar", True) for estado in PENDIENTES),
        *((estado, "no_requerido", "dispensar", True) for estado in PENDIENTES),
        ("recibido", "digitalizado", "digitalizar"),
        ("digitalizado", "validado", "validar"),
        ("extraviado", "sustituido", "sustituir"),
        ("irregular", "sustituido", "sustituir"),
        *(
            (estado, "entregado_solicitante", "entregar")
            for estado in ("validado", "sustituido", "no_entregado", "irregular")
        ),
        ("entregado_solicitante", "archivado", "archivar"),
        # until it is validated, what was told of it may be taken back
        *(
            (estado, antes, "deshacer", True)
            for estado in ("recibido", "digitalizado", "no_entregado", "extraviado")
            for antes in PENDIENTES
        ),
        ("digitalizado", "recibido", "deshacer", True),
        *(("irregular", antes, "regularizar") for antes in (*PENDIENTES, "recibido", "digitalizado", "no_entregado")),
        ("entregado_solicitante", "validado", "deshacer", True),
        ("entregado_solicitante", "sustituido", "deshacer", True),
        ("entregado_solicitante", "no_entregado", "deshacer", True),
        ("entregado_solicitante", "irregular", "deshacer", True),
    )  # fmt: skip

    envio_id = fields.Many2one(
        "mensajeria.envio", "Piece", required=True, readonly=True, ondelete="restrict", check_company=True
    )
    company_id = fields.Many2one("res.company", "Company", required=True, readonly=True)
    state = fields.Selection(ESTADOS_ACUSE, "Status", default="requerido", required=True, readonly=True, copy=False)
    # of its piece, which does not change them once it left
    proveedor_id = fields.Many2one(
        related="envio_id.proveedor_id", store=True, precompute=True, index=True, string="Provider"
    )
    proveedor_tipo = fields.Selection(related="envio_id.proveedor_tipo", store=True, precompute=True)
    area_id = fields.Many2one(related="envio_id.area_id", store=True, precompute=True, string="Sender")
    oficialia_id = fields.Many2one(related="envio_id.oficialia_id", store=True, precompute=True)
    mensajero_id = fields.Many2one(related="envio_id.mensajero_id", string="Messenger")
    folio_guia = fields.Char(related="envio_id.folio_guia")
    dest_nombre = fields.Char(related="envio_id.dest_nombre")
    documento = fields.Char(related="envio_id.documento")
    envio_state = fields.Selection(related="envio_id.state", string="Status of the Piece")

    # The three dates, and the others
    fecha_salida = fields.Date("Left On", required=True, readonly=True)
    plazo = fields.Date("Due Back", readonly=True, help="Day by which the signed acuse has to be back.")
    fecha_entrega = fields.Date("Delivered On", tracking=True, help="The date written on the acuse.")
    fecha_recepcion = fields.Datetime("Back On", readonly=True)
    recibe_user_id = fields.Many2one("res.users", "Received By", readonly=True, ondelete="restrict")
    fecha_validacion = fields.Datetime("Validated On", readonly=True)
    valida_user_id = fields.Many2one("res.users", "Validated By", readonly=True, ondelete="restrict")
    fecha_entrega_solicitante = fields.Datetime("Handed Over to the Unit On", readonly=True)
    recibe_solicitante = fields.Char("Handed Over To", readonly=True, help="Who received it in its unit.")
    fecha_efectos = fields.Date(
        "Terms Count From",
        compute="_compute_fecha_efectos",
        help="Date of the delivery once the acuse is validated. An irregular one starts no term.",
    )

    # Who signed
    receptor_nombre = fields.Char("Receiver", tracking=True)
    receptor_cargo = fields.Char("Receiver's Position", groups="mensajeria.group_operador")
    caracter = fields.Selection(CARACTERES, "In the Capacity of", tracking=True)
    identificacion_tipo = fields.Selection(IDENTIFICACIONES, "Identification", groups="mensajeria.group_operador")
    identificacion_folio = fields.Char("Identification Number", groups="mensajeria.group_operador")
    con_sello = fields.Boolean("Stamped")
    con_firma = fields.Boolean("Signed", default=True)
    sobre_devuelto = fields.Boolean("Envelope Came Back", readonly=True)

    # What is wrong with it
    observacion = fields.Selection(OBSERVACIONES, "Remark", help="What whoever reads it sees on the paper.")
    observacion_nota = fields.Char("Explanation")
    irregularidad = fields.Selection(IRREGULARIDADES, "Irregularity", compute="_compute_irregularidad", store=True)

    archivo_ids = fields.Many2many(
        "ir.attachment", "mensajeria_acuse_archivo_rel", "acuse_id", "attachment_id", "Signed Acuse", copy=False
    )
    certificacion_ids = fields.Many2many(
        "ir.attachment",
        "mensajeria_acuse_certificacion_rel",
        "acuse_id",
        "attachment_id",
        "Certification",
        copy=False,
        help="Document of the provider that takes the place of the lost acuse.",
    )
    conjunto_id = fields.Many2one(
        "mensajeria.acuse", "Signed On", readonly=True, index="btree_not_null", ondelete="restrict",
        help="The acuse whose paper also covers this piece.",
    )  # fmt: skip
    cubiertos_ids = fields.One2many("mensajeria.acuse", "conjunto_id", "Also Covers", readonly=True)
    evento_id = fields.Many2one("mensajeria.evento", "Event of Its Return", readonly=True, ondelete="restrict")
    reclamacion_ids = fields.Many2many("mensajeria.reclamacion", compute="_compute_reclamacion_ids", string="Claims")

    nivel = fields.Integer("Level of the Chase", readonly=True, aggregator=None)
    fecha_persecucion = fields.Date("Next Chase", readonly=True)
    puede_operar = fields.Boolean(compute="_compute_puede_operar")

    _envio_uniq = models.UniqueIndex("(envio_id)", "The piece already has its acuse.")
    # the tray, its counters by age, and those of a unit, a kind or a provider in it
    _pendientes_idx = models.Index(
        "(company_id, proveedor_tipo, fecha_salida) WHERE state IN ('requerido', 'en_mensajero', 'en_proveedor')"
    )
    # what waits to be read, validated, handed over
    _estado_idx = models.Index("(company_id, state, proveedor_tipo, fecha_salida)")
    # all of them, by age
    _salida_idx = models.Index("(company_id, fecha_salida, id)")
    # the requester's rule, and their list
    _area_idx = models.Index("(area_id, state, fecha_salida) WHERE area_id IS NOT NULL")
    # the chase
    _persecucion_idx = models.Index(
        "(fecha_persecucion) WHERE state IN ('requerido', 'en_mensajero', 'en_proveedor') AND fecha_persecucion IS NOT NULL"
    )

    def init(self):
        """What a validated acuse says is frozen for every database role."""
        super().init()
        self.env.cr.execute("""
            CREATE OR REPLACE FUNCTION mensajeria_acuse_firme() RETURNS trigger LANGUAGE plpgsql AS $$
            BEGIN
                IF TG_OP = 'DELETE'
                    OR NEW.state NOT IN ('validado', 'sustituido', 'entregado_solicitante', 'archivado')
                    OR (NEW.envio_id, NEW.fecha_entrega, NEW.fecha_recepcion, NEW.fecha_validacion, NEW.valida_user_id,
                        NEW.receptor_nombre, NEW.receptor_cargo, NEW.caracter, NEW.identificacion_tipo,
                        NEW.identificacion_folio, NEW.con_sello, NEW.con_firma, NEW.observacion, NEW.irregularidad)
                    IS DISTINCT FROM
                       (OLD.envio_id, OLD.fecha_entrega, OLD.fecha_recepcion, OLD.fecha_validacion, OLD.valida_user_id,
                        OLD.receptor_nombre, OLD.receptor_cargo, OLD.caracter, OLD.identificacion_tipo,
                        OLD.identificacion_folio, OLD.con_sello, OLD.con_firma, OLD.observacion, OLD.irregularidad)
                THEN
                    RAISE EXCEPTION 'mensajeria_acuse % is validated: % refused', OLD.id, TG_OP
                        USING ERRCODE = 'insufficient_privilege';
                END IF;
                RETURN NEW;
            END $$;
            DROP TRIGGER IF EXISTS mensajeria_acuse_fila ON mensajeria_acuse;
            CREATE TRIGGER mensajeria_acuse_fila BEFORE UPDATE OR DELETE ON mensajeria_acuse
                FOR EACH ROW WHEN (OLD.fecha_validacion IS NOT NULL) EXECUTE FUNCTION mensajeria_acuse_firme();
        """)

    @api.depends("state", "fecha_entrega", "fecha_validacion")
    def _compute_fecha_efectos(self):
        for acuse in self:
            acuse.fecha_efectos = acuse.fecha_entrega if acuse.fecha_validacion else False

    @api.depends(
        "caracter", "fecha_entrega", "fecha_recepcion", "observacion", "sobre_devuelto",
        "envio_id.servicio_id.entrega_personal", "envio_id.dest_persona_moral", "envio_id.fecha_deposito",
    )  # fmt: skip
    def _compute_irregularidad(self):
        for acuse in self:
            if not acuse.fecha_validacion:  # later changes of the service do not reach what was validated
                acuse.irregularidad = acuses.irregularidad(acuse._entrega()) or acuse.observacion

    def _entrega(self):
        """What the rules of :mod:`..tools.acuses` judge."""
        self.ensure_one()
        envio = self.envio_id
        return acuses.Entrega(
            self.caracter or None,
            envio.servicio_id.entrega_personal,
            envio.dest_persona_moral,
            self.fecha_entrega or None,
            envio._en_local(envio.fecha_deposito).date() if envio.fecha_deposito else None,
            bool(self.fecha_recepcion),
            self.sobre_devuelto,
        )

    def _compute_reclamacion_ids(self):
        for acuse in self:
            acuse.reclamacion_ids = self.env["mensajeria.reclamacion"].search([("envio_ids", "=", acuse.envio_id.id)])

    @api.depends_context("uid")
    @api.depends("envio_id")
    def _compute_puede_operar(self):
        for acuse in self:
            acuse.puede_operar = acuse.envio_id.sudo().with_env(self.env)._puede_operar() if acuse.envio_id else False

    @api.depends("envio_id.name", "envio_id.dest_nombre")
    def _compute_display_name(self):
        for acuse in self:
            acuse.display_name = acuse.envio_id.display_name

    @api.constrains("fecha_entrega")
    def _check_fecha_entrega(self):
        for acuse in self:
            hoy = acuse.envio_id._en_local(fields.Datetime.now()).date()
            if acuse.fecha_entrega and acuse.fecha_entrega > hoy:
                raise ValidationError(self.env._("The date written on the acuse has not come yet: correct it."))

    def write(self, vals):
        if not self.env.su and vals.keys() & CAMPOS_SISTEMA:
            raise UserError(self.env._("These data are kept by the system."))
        if vals.keys() & CAMPOS_PAPEL:
            self._exigir_abierto()
        digitalizados = self.sudo().filtered(lambda a: "archivo_ids" in vals and a.state == "digitalizado")
        papeles = {acuse: acuse.archivo_ids for acuse in digitalizados}
        res = super().write(vals)
        for acuse, antes in papeles.items():
            if perdidos := antes - acuse.archivo_ids:
                raise UserError(
                    self.env._(
                        "«%s» is part of a registered document and cannot change. Add a new file instead.",
                        perdidos[0].name,
                    )
                )
        if vals.keys() & CAMPOS_PAPEL:
            self.sudo()._revisar_regularidad()
        return res

    def _exigir_abierto(self):
        """Whoever writes, in sudo too: what was validated does not change."""
        for acuse in self.sudo():
            if acuse.state in FIRMES or acuse.fecha_validacion:
                raise UserError(
                    self.env._("The acuse of %s was validated: it does not change any more.", acuse.envio_id.name)
                )
            if acuse.conjunto_id and not self.env.su:
                raise UserError(
                    self.env._(
                        "%(piece)s was signed on the acuse of %(other)s: write there.",
                        piece=acuse.envio_id.name,
                        other=acuse.conjunto_id.envio_id.name,
                    )
                )

    @api.ondelete(at_uninstall=True)  # any client can send the flag of uninstallation; that one drops the tables
    def _unlink_except_acuse(self):
        raise UserError(self.env._("An acuse is excused with a reason, never deleted."))
