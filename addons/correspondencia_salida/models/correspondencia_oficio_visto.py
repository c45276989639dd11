from odoo import api, fields, models
from odoo.exceptions import AccessError, UserError
from odoo.fields import Command

from odoo.addons.mensajeria.nucleo.models import motivos
from odoo.addons.mensajeria.nucleo.tools.ciclo import Ciclo

#: what a drafter proposes; all the rest is kept by the system
CAMPOS_PROPUESTA = frozenset(("oficio_id", "sequence", "user_id"))
DECIDIDOS = ("aprobado", "devuelto", "retirado")


class CorrespondenciaOficioVisto(models.Model):
    """One step of the review of a document: who reads it, and what they decided.

    A step that was decided never changes: when the text comes back, a copy of it waits in the new round.
    """

    _name = "correspondencia.oficio.visto"
    _description = "Review of an Outgoing Document"
    _inherit = ["nucleo.ciclo.mixin"]
    _order = "oficio_id, ronda desc, sequence, id"
    _rec_name = "user_id"

    _ciclo = Ciclo(
        ("pendiente", "en_turno", "llamar"),
        ("en_turno", "aprobado", "aprobar"),
        ("en_turno", "devuelto", "devolver", True),
        ("en_turno", "retirado", "retirar", True),
    )

    oficio_id = fields.Many2one("correspondencia.oficio", "Document", required=True, index=True, ondelete="cascade")
    company_id = fields.Many2one(related="oficio_id.company_id", store=True)
    sequence = fields.Integer("Order", required=True, default=1, help="Those with the same number review at once.")
    user_id = fields.Many2one(
        "res.users", "Reviewer", required=True, ondelete="restrict", domain=[("share", "=", False)]
    )
    suplente_de_id = fields.Many2one(
        "res.users", "On Behalf Of", readonly=True, index="btree_not_null", ondelete="restrict"
    )
    ronda = fields.Integer("Round", readonly=True, default=1, aggregator=None)
    vigente = fields.Boolean(readonly=True, default=True, help="Of the present round.")
    version = fields.Integer("Version", readonly=True, aggregator=None, help="The text that was read.")
    comentario = fields.Text("Comment", readonly=True)
    fecha = fields.Datetime("On", readonly=True)
    state = fields.Selection(
        [
            ("pendiente", "Waiting"),
            ("en_turno", "In Review"),
            ("aprobado", "Approved"),
            ("devuelto", "Returned"),
            ("retirado", "Withdrawn"),
        ],
        "Status",
        default="pendiente",
        required=True,
        readonly=True,
        copy=False,
    )

    # the rule of reviewers, and what waits for one
    _revisor_idx = models.Index("(user_id, state, oficio_id) WHERE vigente IS TRUE")
    _uniq = models.UniqueIndex(
        "(oficio_id, user_id) WHERE vigente AND suplente_de_id IS NULL", "Nobody reviews the same text twice."
    )

    @api.depends("user_id", "oficio_id")
    def _compute_display_name(self):
        for paso in self:
            paso.display_name = self.env._("Review by %(user)s", user=(paso.suplente_de_id or paso.user_id).sudo().name)

    # What stays

    @api.model_create_multi
    def create(self, vals_list):
        if not self.env.su:
            vals_list = [{campo: vals[campo] for campo in CAMPOS_PROPUESTA & vals.keys()} for vals in vals_list]
        # explicit: beats default_* in the context
        fijos = {
            "ronda": 1,
            "vigente": True,
            "version": 0,
            "comentario": False,
            "fecha": False,
            "suplente_de_id": False,
        }
        pasos = super().create([{**fijos, **vals} for vals in vals_list])
        if not self.env.su:
            pasos.oficio_id._exigir_borrador()
        return pasos

    def write(self, vals):
        if not self.env.su:
            self.check_access("write")  # before a refusal, which names the document
            if vals.keys() - CAMPOS_PROPUESTA:
                raise UserError(self.env._("These data are kept by the system."))
            self.oficio_id._exigir_borrador()
        if vals.keys() - {"vigente"} and any(paso.state in DECIDIDOS for paso in self.sudo()):
            raise UserError(self.env._("What a reviewer decided stays as it is."))
        res = super().write(vals)
        if "oficio_id" in vals and not self.env.su:
            self.oficio_id._exigir_borrador()  # not moved to one that is in review
        return res

    @api.ondelete(at_uninstall=False)
    def _unlink_except_decidido(self):
        if any(paso.state != "pendiente" for paso in self.sudo()):
            raise UserError(self.env._("What a reviewer decided stays as it is."))
        self.oficio_id._exigir_borrador()

    # Decisions: any reviewer in turn

    def action_aprobar(self, comentario=None):
        """Approve the text: the next reviewers are called, and after the last one it goes on to be numbered.

        :param comentario: a remark for the drafter, if any
        """
        pasos = self._exigir_en_turno()
        pasos._decidir("aprobado", comentario)
        for oficio in pasos.oficio_id:
            oficio._avisar_visto(pasos.filtered(lambda p, o=oficio: p.oficio_id == o))
            oficio._avanzar_revision()
        return True

    def action_devolver(self, motivo=None, destino_id=None):
        """Return the text: to its drafter, or to somebody who already approved it.

        :param motivo: why; mandatory
        :param destino_id: id of the earlier step that reviews again; the drafter when empty
        """
        paso = self._exigir_en_turno()
        paso.ensure_one()
        oficio = paso.oficio_id
        destino = oficio.visto_ids.filtered(lambda p: p.id == destino_id)
        if destino_id and not (destino.state == "aprobado" and destino.sequence < paso.sequence):
            raise UserError(self.env._("It is returned to the drafter, or to somebody who reviewed it before."))
        motivo = motivos.exigido(self.env, motivo)
        paso._decidir("devuelto", motivo)
        oficio._avisar_visto(paso)
        if destino:
            oficio._repetir_desde(destino, motivo)
        else:
            oficio._volver_a_borrador(motivo)
        return True

    def _exigir_en_turno(self):
        """``self`` in sudo and held with its round, when each waits for the user's decision."""
        self.check_access("read")
        pasos = self.sudo()
        pasos.oficio_id._bloquear()
        pasos.oficio_id.visto_ids._bloquear()
        pasos._exigir_estado("en_turno")
        for paso in pasos:
            if paso.user_id != self.env.user:
                raise AccessError(self.env._("%s reviews it, not you.", paso.user_id.name))
            if paso.user_id in paso.oficio_id._autores_vedados():
                raise AccessError(self.env._("You wrote this text: somebody else reviews it."))
        return pasos

    def _decidir(self, state, comentario):
        """Leave the decision in these steps, and take them out of the tray."""
        comentario = motivos.limpio(comentario)
        self.write({"comentario": comentario, "fecha": fields.Datetime.now()})
        self._transitar(state, comentario)
        self._cerrar_tareas(dict(self._fields["state"]._description_selection(self.env))[state])

    def _cerrar_tareas(self, resultado, state="hecha"):
        """Close the tasks of those for whom nothing of the document waits any more."""
        for oficio in self.oficio_id:
            siguen = oficio.visto_ids.filtered(lambda p: p.state == "en_turno").user_id
            tareas = oficio._tareas_abiertas("oficio_revisar")
            tareas.filtered(lambda t, s=siguen: t.user_id not in s)._cerrar(resultado, state=state)

    # Whose turn it is

    @api.model
    def _exigir_revisores(self, users, company):
        """Refuse people who could not review documents of ``company``."""
        for user in users.sudo():
            if not (user.active and user.has_group("mensajeria.group_usuario") and company in user.company_ids):
                raise UserError(
                    self.env._(
                        "%(user)s cannot review documents of %(company)s.", user=user.name, company=company.sudo().name
                    )
                )

    @api.model
    def _de_revisores(self, users):
        """The steps in turn of ``users``, also those that others do on their behalf."""
        return self.search(
            [
                ("vigente", "=", True),
                ("state", "=", "en_turno"),
                "|",
                ("user_id", "in", users.ids),
                ("suplente_de_id", "in", users.ids),
            ]
        )

    def _quien_revisa(self, excepto=None):
        """Who decides this step today: its reviewer, whom they named for an absence, or the head of the unit of who left.

        :param excepto: people who are leaving
        """
        self.ensure_one()
        titular = self.suplente_de_id or self.user_id
        se_van = excepto or self.env["res.users"]
        vedados = self.oficio_id._autores_vedados()
        persona, vistos = titular, self.env["res.users"]
        while persona and persona not in vistos:
            vistos |= persona
            delegado = self.env["correspondencia.visto.delegacion"]._delegado_de(persona, self.company_id)
            if delegado and delegado not in se_van:
                persona = delegado
            elif not persona.active or persona in se_van or (persona in vedados and persona != titular):
                persona = persona._suplente(excepto=se_van | vedados)
            else:
                return persona
        return titular

    def _llamar(self):
        """It is the turn of these steps: each in the tray of who reviews today."""
        for paso in self:
            persona = paso._quien_revisa()
            if not persona.active:
                raise UserError(
                    self.env._(
                        "%(user)s left, and no head of unit reviews instead. Name the head of «%(area)s».",
                        user=persona.name,
                        area=persona.area_id.name or "-",
                    )
                )
            paso._asignar(persona)
        self._transitar("en_turno")
        for paso in self:
            paso.version = paso.oficio_id.version
            paso._abrir_su_tarea()

    def _asignar(self, persona):
        titular = self.suplente_de_id or self.user_id
        self.write({"user_id": persona.id, "suplente_de_id": titular.id if persona != titular else False})

    def _abrir_su_tarea(self):
        oficio, user = self.oficio_id, self.user_id
        if user not in oficio._tareas_abiertas("oficio_revisar").user_id:
            oficio._abrir_tarea("oficio_revisar", user=user, area=user.area_id)

    def _repartir(self, excepto=None):
        """Pass steps in turn to who reviews today: absences began or ended, or people leave."""
        self.oficio_id._bloquear()
        self._bloquear()
        for paso in self:
            persona = paso._quien_revisa(excepto)
            if persona == paso.user_id:
                continue
            paso._asignar(persona)
            paso._cerrar_tareas(self.env._("Passed to %s", persona.name), state="cancelada")
            paso._abrir_su_tarea()
            paso.oficio_id._soltar_seguidores()

    def _copias(self):
        """Values of the steps that review again what these reviewed: by those who were asked, not by who replaced them."""
        return [
            Command.create(
                {
                    "sequence": paso.sequence,
                    "user_id": (paso.suplente_de_id or paso.user_id).id,
                    "ronda": paso.ronda + 1,
                }
            )
            for paso in self
        ]
