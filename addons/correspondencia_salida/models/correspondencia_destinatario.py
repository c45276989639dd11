from odoo import api, fields, models
from odoo.exceptions import UserError

from odoo.addons.mensajeria.models.mensajeria_destino_mixin import CAMPOS_DESTINATARIO
from odoo.addons.mensajeria.nucleo.tools.ciclo import Ciclo

from ..tools.medios import MEDIOS, NECESARIOS

#: who is written to and how it is sent: fixed with the letter, but for the means and what it needs
CAMPOS_CARTA = frozenset(
    "oficio_id tipo clase alcance partner_id area_id dest_nombre dest_cargo dest_institucion".split()
)
#: how it is sent: until it leaves
CAMPOS_ENVIO = frozenset([*CAMPOS_DESTINATARIO, *"medio email requiere_acuse user_id".split()]) - CAMPOS_CARTA
CAMPOS_SISTEMA = frozenset(
    "fecha_despacho fecha_acuse plazo receptor motivo solicitud_id envio_id message_id token token_vence turno_interno_id"
    " acuse_ids reparo nivel fecha_persecucion recordado receptor_caracter identificacion_tipo identificacion_folio firma foto".split()
)
#: those of them that only some may write, even to nothing
CAMPOS_RESERVADOS = frozenset("token identificacion_tipo identificacion_folio firma foto".split())


class CorrespondenciaDestinatario(models.Model):
    """One addressee of a document, and how the document gets there: each its own means and its own acuse."""

    _name = "correspondencia.destinatario"
    _description = "Addressee of an Outgoing Document"
    _inherit = ["nucleo.ciclo.mixin", "mensajeria.destino.mixin"]
    _order = "oficio_id, tipo desc, sequence, id"
    _rec_name = "dest_nombre"
    _check_company_auto = True

    _ciclo = Ciclo(
        ("pendiente", "en_despacho", "solicitar"),
        ("pendiente", "despachado", "despachar"),
        ("en_despacho", "despachado", "despachar"),
        ("en_despacho", "pendiente", "retirar", True),
        ("pendiente", "acusado", "entregar"),
        ("en_despacho", "acusado", "acusar"),
        ("despachado", "acusado", "acusar"),
        ("despachado", "devuelto", "devolver", True),
        ("acusado", "despachado", "corregir", True),
        ("devuelto", "pendiente", "reintentar", True),
        ("devuelto", "despachado", "corregir", True),
        ("devuelto", "acusado", "acusar"),
        *((estado, "cancelado", "cancelar", True) for estado in ("pendiente", "en_despacho", "devuelto")),
    )

    oficio_id = fields.Many2one(
        "correspondencia.oficio", "Document", required=True, index=True, ondelete="cascade", check_company=True
    )
    company_id = fields.Many2one(related="oficio_id.company_id", store=True)
    sequence = fields.Integer(default=10)
    tipo = fields.Selection([("para", "To"), ("ccp", "Copy To")], "As", default="para", required=True)
    clase = fields.Selection(
        [("externo", "Outside"), ("interno", "Inside")],
        "Who",
        compute="_compute_clase",
        store=True,
        readonly=False,
        precompute=True,
        required=True,
    )
    area_id = fields.Many2one("hr.department", "Unit", index="btree_not_null", ondelete="restrict", check_company=True)
    user_id = fields.Many2one(
        "res.users", "Person", index="btree_not_null", ondelete="restrict", domain=[("share", "=", False)]
    )
    email = fields.Char("E-mail")
    medio = fields.Selection(
        MEDIOS, "Means", compute="_compute_medio", store=True, readonly=False, precompute=True, required=True
    )
    dest_institucion = fields.Char(index="trigram")
    requiere_acuse = fields.Boolean(
        "Needs Acuse", compute="_compute_requiere_acuse", store=True, readonly=False, precompute=True
    )
    falta = fields.Char("Missing", compute="_compute_falta")
    fecha_despacho = fields.Datetime("Dispatched On", readonly=True, copy=False)
    fecha_acuse = fields.Datetime("Acknowledged On", readonly=True, copy=False)
    motivo = fields.Text("Reason", readonly=True, copy=False)
    state = fields.Selection(
        [
            ("pendiente", "To Dispatch"),
            ("en_despacho", "Being Dispatched"),
            ("despachado", "Dispatched"),
            ("acusado", "Acknowledged"),
            ("devuelto", "Returned"),
            ("cancelado", "Cancelled"),
        ],
        "Status",
        default="pendiente",
        required=True,
        readonly=True,
        copy=False,
    )

    # the tray of what is to leave, and that of missing acuses
    _pendientes_idx = models.Index("(company_id, state, medio, id)")

    @api.depends("oficio_id.tipo_id.interno")
    def _compute_clase(self):
        for destinatario in self:
            destinatario.clase = "interno" if destinatario.oficio_id.tipo_id.interno else "externo"

    @api.depends("clase")
    def _compute_medio(self):
        for destinatario in self:
            if destinatario.clase == "interno":
                destinatario.medio = "interno"
            elif destinatario.medio in (False, "interno"):
                destinatario.medio = "local"

    @api.depends("tipo")
    def _compute_requiere_acuse(self):
        for destinatario in self:
            destinatario.requiere_acuse = destinatario.tipo == "para"

    @api.depends("medio", "email", "area_id", "alcance", *CAMPOS_DESTINATARIO)
    def _compute_falta(self):
        """The names of the fields without which the means cannot be used."""
        for destinatario in self:
            faltan = [c for c in destinatario._necesarios() if not destinatario[c]]
            nombres = destinatario.fields_get(faltan, ["string"]) if faltan else {}
            destinatario.falta = ", ".join(nombres[campo]["string"] for campo in faltan)

    def _necesarios(self):
        """Names of the fields without which the means cannot be used. To extend."""
        return NECESARIOS.get(self.medio, ())

    @api.onchange("partner_id")
    def _onchange_partner_id(self):
        super()._onchange_partner_id()
        if self.partner_id:
            self.email = self.partner_id.email

    @api.onchange("area_id")
    def _onchange_area_id(self):
        """An internal addressee is the head of the unit."""
        if self.clase == "interno" and self.area_id:
            self.update(self._titular_de(self.area_id.sudo()))

    @api.model
    def _titular_de(self, area):
        titular = area.titular_id
        return {
            "user_id": titular.id,
            "dest_nombre": titular.name or area.name,
            "dest_cargo": titular.partner_id.function,
            "dest_institucion": area.name,
        }

    @api.model
    def _de_asunto(self, asunto):
        """Values of the addressee to whom an answer to ``asunto`` goes: who sent it, as it was registered."""
        if asunto.area_remitente_id:
            area = asunto.area_remitente_id.sudo()
            return {"clase": "interno", "medio": "interno", "area_id": area.id, **self._titular_de(area)}
        return {
            **self._destinatario_de(asunto.remitente_id),
            "partner_id": asunto.remitente_id.id,
            "dest_nombre": asunto.remitente_nombre or asunto.remitente_id.name,
            "dest_cargo": asunto.remitente_cargo,
            "dest_institucion": asunto.remitente_institucion,
            "email": asunto.remitente_id.email,
        }

    @api.model_create_multi
    def create(self, vals_list):
        sistema = dict.fromkeys(CAMPOS_SISTEMA - CAMPOS_RESERVADOS, False)  # explicit: beats default_* in the context
        destinatarios = super().create([{**vals, **sistema} for vals in vals_list])
        destinatarios.oficio_id._exigir_borrador()
        return destinatarios

    def write(self, vals):
        self.check_access("write")  # before a refusal, which names the document
        if not self.env.su and vals.keys() & CAMPOS_SISTEMA:
            raise UserError(self.env._("These data are kept by the system."))
        if vals.keys() & CAMPOS_CARTA:
            self.oficio_id._exigir_borrador()
        if vals.keys() & CAMPOS_ENVIO and any(d.state not in ("pendiente", "devuelto") for d in self.sudo()):
            raise UserError(self.env._("It is on its way: its address does not change any more."))
        res = super().write(vals)
        if "oficio_id" in vals:
            self.oficio_id._exigir_borrador()  # not moved to one that is frozen
        return res

    @api.ondelete(at_uninstall=False)
    def _unlink_except_fijo(self):
        self.oficio_id._exigir_borrador()
