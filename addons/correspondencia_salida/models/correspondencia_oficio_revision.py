from markupsafe import Markup

from odoo import api, fields, models
from odoo.exceptions import UserError
from odoo.fields import Command

from odoo.addons.mensajeria.nucleo.models import motivos


class CorrespondenciaOficio(models.Model):
    """The visto bueno: who reviews a document before it is numbered, one after another or at once."""

    _inherit = "correspondencia.oficio"

    visto_ids = fields.One2many(
        "correspondencia.oficio.visto",
        "oficio_id",
        "Reviewers",
        compute="_compute_visto_ids",
        store=True,
        readonly=False,
        copy=False,
        domain=[("vigente", "=", True)],
        help="Proposed by the rules of the unit. Those with the same number review at once.",
    )
    visto_previo_ids = fields.One2many(
        "correspondencia.oficio.visto",
        "oficio_id",
        "Earlier Reviews",
        readonly=True,
        copy=False,
        domain=[("vigente", "=", False)],
    )
    mi_visto_id = fields.Many2one("correspondencia.oficio.visto", compute="_compute_mi_visto_id")
    diferencia = fields.Html("Changes", compute="_compute_diferencia", sanitize=False)

    @api.depends("area_id", "tipo_id")
    def _compute_visto_ids(self):
        Regla = self.env["correspondencia.visto.regla"]
        for oficio in self:
            # who reviews in another company is told to nobody here
            area = oficio.area_id if oficio.area_id.sudo().company_id == oficio.company_id else oficio.area_id.browse()
            regla = Regla._de(area, oficio.tipo_id)
            propuesta = regla._proponer(oficio.area_id.sudo(), oficio._autores())
            oficio.visto_ids = [
                Command.clear(),
                *(Command.create({c: v[c] for c in ("sequence", "user_id")}) for v in propuesta),
            ]

    @api.depends_context("uid")
    @api.depends("visto_ids.state", "visto_ids.user_id")
    def _compute_mi_visto_id(self):
        for oficio in self:
            oficio.mi_visto_id = oficio.visto_ids.filtered(
                lambda p: p.state == "en_turno" and p.user_id == self.env.user
            )[:1]

    @api.depends("version_ids")
    def _compute_diferencia(self):
        for oficio in self:
            versiones = oficio.version_ids.sorted("numero", reverse=True)
            oficio.diferencia = versiones[0]._diferencia_con(versiones[1]) if len(versiones) > 1 else False

    # Who wrote it does not review it

    def _autores(self):
        """Who wrote the text: its drafter, and who sent it."""
        oficio = self.sudo()
        return oficio.redactor_id | oficio.version_ids.sorted("numero")[-1:].user_id

    def _autores_vedados(self):
        """The authors who may not review it: all, unless the rule says otherwise."""
        regla = self.env["correspondencia.visto.regla"]._de(self.area_id, self.tipo_id)
        return self.env["res.users"] if regla.propio else self._autores()

    # Start

    def action_enviar_a_revision(self):
        """Send drafts to their reviewers; those without any go on to be numbered."""
        oficios = self._exigir_de_mi_area()
        oficios._exigir_estado("borrador")
        oficios._exigir_completo()
        con_visto = oficios.filtered("visto_ids")
        for oficio in con_visto:
            oficio._guardar_version()
            oficio._exigir_revision()
            oficio.motivo = False
            oficio._transitar("en_revision", datos={"version": oficio.version})
            oficio._avanzar_revision()
        if sin_visto := oficios - con_visto:
            sin_visto.sudo(False).action_terminar()
        return True

    def action_terminar(self):
        """The draft is ready: it goes on to be numbered. Refused when somebody has to review it."""
        for oficio in self._exigir_de_mi_area():
            if oficio.visto_ids:
                raise UserError(self.env._("%s has reviewers: send it for review.", oficio.display_name))
            oficio._exigir_obligatorios(oficio.redactor_id | self.env.user)
        return super().action_terminar()

    def _exigir_revision(self):
        """Refuse a round in which somebody would review their own text, could not review, or is missing."""
        self.env["correspondencia.oficio.visto"]._exigir_revisores(
            self.visto_ids.user_id.filtered("active"), self.company_id
        )
        if propios := self.visto_ids.user_id & self._autores_vedados():
            raise UserError(self.env._("%s wrote this text: somebody else reviews it.", propios[0].name))
        self._exigir_obligatorios(self._autores())

    def _exigir_obligatorios(self, autores):
        regla = self.env["correspondencia.visto.regla"]._de(self.area_id, self.tipo_id)
        for paso in regla._proponer(self.area_id, autores):
            if paso["obligatorio"] and paso["user_id"] not in self.visto_ids.user_id.ids:
                user = self.env["res.users"].browse(paso["user_id"])
                raise UserError(
                    self.env._(
                        "%(user)s has to review %(document)s: add them.", user=user.name, document=self.display_name
                    )
                )

    # Its course

    def _avanzar_revision(self):
        """Call the next reviewers once nobody is in turn; when there are none left, the text is approved."""
        self.ensure_one()
        if self.visto_ids.filtered(lambda p: p.state == "en_turno"):
            return
        faltan = self.visto_ids.filtered(lambda p: p.state == "pendiente")
        if faltan:
            orden = min(faltan.mapped("sequence"))
            faltan.filtered(lambda p: p.sequence == orden)._llamar()
        else:
            self._queda_aprobado()

    def _avisar_visto(self, pasos):
        """What was decided stands in the chatter, under the name of who decided it."""
        etiquetas = dict(pasos._fields["state"]._description_selection(self.env))
        for paso in pasos:
            titulo = self.env._("Review: %s", etiquetas[paso.state])
            if paso.suplente_de_id:
                titulo = self.env._("%(title)s, on behalf of %(user)s", title=titulo, user=paso.suplente_de_id.name)
            self.message_post(
                body=Markup("<strong>%s</strong><br/>%s") % (titulo, paso.comentario or ""),
                subtype_xmlid="mail.mt_note",
            )

    def _repetir_desde(self, destino, motivo):
        """Those from ``destino`` on who were called review again."""
        repiten = self.visto_ids.filtered(lambda p: p.sequence >= destino.sequence and p.state != "pendiente")
        # parallel to the one that starts again, and approved: it stands
        repiten -= repiten.filtered(lambda p: p.sequence == destino.sequence and p != destino)
        self._retirar_turnos(motivo)
        self._nueva_ronda(repiten)
        self._avanzar_revision()

    def _nueva_ronda(self, pasos):
        copias = pasos._copias()
        pasos.vigente = False
        pasos.flush_recordset(["vigente"])  # the copies stand for the same people
        self.invalidate_recordset(["visto_ids", "visto_previo_ids"])  # their domains follow no change
        self.write({"visto_ids": copias})
        self._soltar_seguidores()

    def _retirar_turnos(self, motivo):
        """Nobody reviews it now."""
        self.visto_ids._bloquear()
        en_turno = self.visto_ids.filtered(lambda p: p.state == "en_turno")
        en_turno.fecha = fields.Datetime.now()
        en_turno._transitar("retirado", motivo)
        self._tareas_abiertas("oficio_revisar")._cerrar(motivo, state="cancelada")
        self._soltar_seguidores()

    def _soltar_seguidores(self):
        """Who does not read these documents any more is told no more of them."""
        for oficio in self.sudo():
            personas = oficio.message_partner_ids.with_context(active_test=False).user_ids
            fuera = personas.filtered(lambda u, o=oficio: not o._legible_para(u))
            oficio.message_unsubscribe(fuera.partner_id.ids)

    def _legible_para(self, user):
        company = self.company_id & user.company_ids
        propio = self.with_user(user).with_context(allowed_company_ids=company.ids)
        return bool(user.active and company and propio.has_access("read"))

    def _volver_a_borrador(self, motivo):
        self._transitar("borrador", motivo)
        self.motivo = motivo
        if self.redactor_id != self.env.user:
            self.message_notify(
                partner_ids=self.redactor_id.partner_id.ids,
                subject=self.env._("%s was returned", self.display_name),
                body=motivo,
            )

    def action_aprobar_visto(self):
        """Approve the step that the page shows (``visto_id`` in the context): one that is out of date is refused."""
        self.check_access("read")
        visto_id = self.env.context.get("visto_id")
        paso = (self.visto_ids | self.visto_previo_ids).filtered(lambda p: p.id == visto_id)
        if not paso:
            raise UserError(self.env._("Nothing here waits for your review. Reload the page."))
        return paso.action_aprobar()

    def action_retirar(self, motivo=None):
        """Take documents back from their reviewers: they are drafts again.

        :param motivo: why; mandatory
        """
        oficios = self._exigir_de_mi_area()
        oficios._exigir_estado("en_revision")
        motivo = motivos.exigido(self.env, motivo)
        for oficio in oficios:
            oficio._volver_a_borrador(motivo)
        return True

    def _transitar(self, nuevo, motivo=None, datos=None):
        """A document that is a draft again, or cancelled, leaves its reviewers; a draft has all of them before it."""
        if any(oficio.state == "borrador" for oficio in self):
            self._tareas_abiertas("oficio_redactar")._cerrar(self._etiquetas_estado()[nuevo])
        super()._transitar(nuevo, motivo, datos)
        if nuevo not in ("borrador", "cancelado"):
            return
        for oficio in self:
            oficio._retirar_turnos(motivo)
            if nuevo == "borrador":
                oficio._nueva_ronda(oficio.visto_ids.filtered(lambda p: p.state != "pendiente"))
                oficio._pedir_correccion(motivo)

    def _pedir_correccion(self, motivo):
        """What others sent back waits in the tray of its drafter, who reads there why."""
        redactor = self._responsable()
        if redactor and redactor != self.env.user:
            asunto = self.env._("Returned: %(reason)s · %(subject)s", reason=motivo, subject=self.descripcion)
            self._abrir_tarea("oficio_redactar", user=redactor, area=self.area_id, asunto=asunto)
