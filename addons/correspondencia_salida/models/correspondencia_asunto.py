from odoo import api, fields, models
from odoo.exceptions import UserError


class CorrespondenciaInstruccion(models.Model):
    _inherit = "correspondencia.instruccion"

    oficio_concluye = fields.Selection(
        [("despacho", "When it is dispatched"), ("acuse", "When all its acuses are in"), ("no", "Never by itself")],
        "An Answer by Letter Concludes the Matter",
        default="despacho",
        required=True,
    )


class CorrespondenciaAsunto(models.Model):
    """A matter is answered with official letters: n to m."""

    _inherit = "correspondencia.asunto"

    oficio_ids = fields.Many2many(
        "correspondencia.oficio",
        "correspondencia_oficio_asunto_rel",
        "asunto_id",
        "oficio_id",
        "Outgoing Documents",
        readonly=True,
        copy=False,
    )
    oficios = fields.Integer("Letters", compute="_compute_oficios")

    @api.depends("oficio_ids")
    def _compute_oficios(self):
        for asunto in self:
            asunto.oficios = len(asunto.oficio_ids)

    def action_oficio(self):
        """Answer with one letter: a draft with who wrote, subject, references and deadline carried over."""
        turnos = self.env["correspondencia.turno"].union(*(asunto._mi_turno() for asunto in self))
        turnos._exigir_tenedor("atencion", "pendiente")
        if len(self.company_id) > 1:
            raise UserError(self.env._("Matters of several companies are not answered with one letter."))
        Oficio = self.env["correspondencia.oficio"]
        valores = Oficio._de_asuntos(self)
        area = turnos[:1].area_id
        oficio = Oficio.create(
            {
                **valores,
                "fecha_limite": min(
                    filter(None, (valores["fecha_limite"], *turnos.mapped("fecha_limite"))), default=False
                ),
                "area_id": (area if area in Oficio._areas_propias() else self.env.user.area_id).id,
                "company_id": self.company_id.id,
                "oficialia_id": self[:1].oficialia_id.id,
            }
        )
        return oficio._accion_abrir()

    def action_ver_oficios(self):
        """The letters of this matter that the user reads."""
        self.ensure_one()
        self.check_access("read")
        accion = self.env["ir.actions.act_window"]._for_xml_id("correspondencia_salida.correspondencia_oficio_action")
        return {**accion, "domain": [("asunto_ids", "in", self.ids)], "context": {"create": False}}


class CorrespondenciaTurno(models.Model):
    _inherit = "correspondencia.turno"

    def _oficio_concluye(self):
        """When a letter concludes it: as its own instruction says, or else that of the matter; when it leaves, if none does."""
        return (self.instruccion_id or self.asunto_id.instruccion_id).oficio_concluye or "despacho"


class CorrespondenciaOficio(models.Model):
    _inherit = "correspondencia.oficio"

    turno_ids = fields.Many2many(
        "correspondencia.turno",
        "correspondencia_oficio_turno_rel",
        "oficio_id",
        "turno_id",
        "Concludes",
        readonly=True,
        copy=False,
        help="The turnos that conclude with this document.",
    )
    que_concluye = fields.Text("What It Concludes", compute="_compute_que_concluye")

    @api.depends("asunto_ids", "turno_ids.state")
    @api.depends_context("uid", "lang")
    def _compute_que_concluye(self):
        """What becomes of each open matter that it answers: who writes may hold only a copy of it."""
        textos = {
            "despacho": self.env._("The turno of %s concludes when the letter leaves."),
            "acuse": self.env._("The turno of %s concludes when all acuses of the letter are in."),
            "no": self.env._("The turno of %s stays open: its instruction asks that you conclude it yourself."),
            "ajeno": self.env._("%s stays open: whoever attends to it concludes it."),
        }
        for oficio in self:
            leidos = oficio._origin.asunto_ids._filtered_access("read")
            abiertos = leidos.filtered(lambda a: a.state not in ("concluido", "cancelado"))
            suyos = oficio._origin.sudo().turno_ids.filtered(lambda t: t.state == "pendiente")
            suerte = {turno.asunto_id.id: turno._oficio_concluye() for turno in suyos}
            oficio.que_concluye = "\n".join(textos[suerte.get(a.id, "ajeno")] % a.name for a in abiertos)

    @api.model_create_multi
    def create(self, vals_list):
        oficios = super().create(vals_list)
        oficios._concluir_lo_mio()
        return oficios

    def write(self, vals):
        res = super().write(vals)
        if "asunto_ids" in vals:
            self._concluir_lo_mio()
        return res

    def _concluir_lo_mio(self):
        """What the user holds of the matters that these drafts answer concludes with them."""
        for oficio in self.filtered("asunto_ids") | self.filtered("turno_ids"):
            suyos = self.env["correspondencia.turno"].sudo().search(
                [
                    ("asunto_id", "in", oficio.asunto_ids.ids),
                    ("user_id", "=", self.env.uid),
                    ("tipo", "=", "atencion"),
                    ("state", "=", "pendiente"),
                ]
            )  # fmt: skip
            anteriores = oficio.sudo().turno_ids
            oficio.sudo().turno_ids = anteriores.filtered(lambda t, o=oficio: t.asunto_id in o.asunto_ids) | suyos

    def _accion_abrir(self):
        return {
            "type": "ir.actions.act_window",
            "res_model": self._name,
            "res_id": self.id,
            "views": [(False, "form")],
        }

    def _revisar_despacho(self):
        """A letter that is out, or acknowledged, concludes what it answers."""
        super()._revisar_despacho()
        for oficio in self.sudo().filtered("turno_ids"):
            if oficio.state == "acusado" or (oficio.state == "despachado" and not oficio.por_acusar):
                oficio._concluir_turnos("despacho", "acuse")
            elif oficio.state == "despachado":
                oficio._concluir_turnos("despacho")

    def _concluir_turnos(self, *cuando, con=None):
        """What these documents answer concludes, where its instruction asks for no more than ``cuando``.

        :param con: what it was answered with; each document when empty
        """
        for oficio in self:
            reservado = oficio.confidencialidad == "confidencial"  # not even its number is told to who reads the matter
            motivo = self.env._("Answered") if reservado else self.env._("Answered with %s", con or oficio.name)
            oficio.turno_ids.filtered(lambda t: t.state == "pendiente" and t._oficio_concluye() in cuando)._concluir(
                motivo
            )
