from markupsafe import Markup

from odoo import api, fields, models
from odoo.exceptions import AccessError, UserError

from odoo.addons.mensajeria.nucleo.tools.aviso import aviso
from odoo.addons.mensajeria.nucleo.tools.ciclo import Ciclo

#: what is recorded once
CAMPOS_FIJOS = frozenset(
    "oficio_id destinatario_id user_id suplente_de_id fecha_envio fecha_lectura fecha_acuse recordatorios recordada".split()
)
AUTORIZADO = object()
ABIERTAS = ("por_leer", "leida")


class CorrespondenciaLectura(models.Model):
    """One person to whom a circular or memorandum goes: when they got it, opened it and confirmed it, each once."""

    _name = "correspondencia.lectura"
    _description = "Reading of a Document"
    _inherit = ["mail.thread", "mail.activity.mixin", "nucleo.ciclo.mixin", "nucleo.tarea.mixin"]
    _order = "oficio_id desc, state desc, id"
    _rec_name = "folio"
    _allow_sudo_commands = False

    _ciclo = Ciclo(
        ("por_leer", "leida", "leer"),
        ("leida", "confirmada", "confirmar_lectura"),
        ("por_leer", "retirada", "retirar", True),
        ("leida", "retirada", "retirar", True),
    )

    oficio_id = fields.Many2one(
        "correspondencia.oficio", "Document", required=True, readonly=True, index=True, ondelete="restrict"
    )
    destinatario_id = fields.Many2one(
        "correspondencia.destinatario", "Line", required=True, readonly=True, ondelete="restrict"
    )
    user_id = fields.Many2one("res.users", "Reader", required=True, readonly=True, ondelete="restrict")
    suplente_de_id = fields.Many2one(
        "res.users", "On Behalf Of", readonly=True, index="btree_not_null", ondelete="restrict"
    )
    company_id = fields.Many2one(related="oficio_id.company_id", store=True, precompute=True)
    area_id = fields.Many2one(related="oficio_id.area_id", store=True, precompute=True, string="Issuing Unit")
    lector_area_id = fields.Many2one(related="user_id.area_id", string="Unit of the Reader")
    # what the reader sees of a document that they may not open
    folio = fields.Char(related="oficio_id.name", string="Number")
    tipo_id = fields.Many2one(related="oficio_id.tipo_id", string="Kind")
    asunto = fields.Text(related="oficio_id.descripcion", string="Subject")
    fecha = fields.Date(related="oficio_id.fecha", string="Date")
    exige_acuse = fields.Boolean(related="oficio_id.acuse_lectura", string="Ask for Confirmation")
    documento = fields.Binary("Document File", compute="_compute_documento")
    anexos = fields.Html("Annexes", compute="_compute_anexos", sanitize=False)
    fecha_envio = fields.Datetime("Sent On", required=True, readonly=True, default=fields.Datetime.now)
    fecha_lectura = fields.Datetime("Read On", readonly=True, copy=False)
    fecha_acuse = fields.Datetime("Confirmed On", readonly=True, copy=False)
    dias = fields.Integer("Days", compute="_compute_dias", help="Since it was sent, while it is not read.")
    recordatorios = fields.Integer("Reminders", readonly=True, copy=False, aggregator=None)
    recordada = fields.Date("Reminded On", readonly=True, copy=False)
    es_mia = fields.Boolean("Mine", compute="_compute_es_mia")
    state = fields.Selection(
        [("por_leer", "Not Read"), ("leida", "Read"), ("confirmada", "Confirmed"), ("retirada", "Withdrawn")],
        "Status",
        default="por_leer",
        required=True,
        readonly=True,
        copy=False,
    )

    _uniq = models.UniqueIndex("(oficio_id, user_id) WHERE state <> 'retirada'", "They already have this document.")
    # what I have to read, and what I read
    _lector_idx = models.Index("(user_id, state, id)")
    # the lines and documents whose readings are counted
    _linea_idx = models.Index("(destinatario_id, state)")
    # the unit's rule and list
    _area_idx = models.Index("(area_id, state, id)")

    # The file: for its reader, once they open it

    @api.depends_context("uid")
    @api.depends("state")
    def _compute_documento(self):
        for lectura in self:
            oficio = lectura.sudo().oficio_id
            lectura.documento = lectura._abierta() and (oficio.escaneo_id or oficio.pdf_id).datas

    @api.depends_context("uid")
    @api.depends("state")
    def _compute_anexos(self):
        for lectura in self:
            enlaces = [
                Markup('<li><a href="/lectura/%s/%s" target="_blank">%s</a></li>') % (lectura.id, anexo.id, anexo.name)
                for anexo in lectura._anexos()
            ]
            lectura.anexos = enlaces and Markup("<ul>%s</ul>") % Markup("").join(enlaces)

    def _abierta(self):
        """Whether the user is its reader, and has opened it."""
        return self.user_id == self.env.user and self.state in ("leida", "confirmada")

    def _anexos(self):
        """The annexes (sudo) of those of ``self`` that the user has opened."""
        return self.filtered(lambda lec: lec._abierta()).sudo().oficio_id.anexo_ids

    @api.depends("fecha_envio", "state")
    def _compute_dias(self):
        ahora = fields.Datetime.now()
        for lectura in self:
            lectura.dias = (ahora - lectura.fecha_envio).days if lectura.state == "por_leer" else 0

    @api.depends_context("uid")
    @api.depends("user_id")
    def _compute_es_mia(self):
        for lectura in self:
            lectura.es_mia = lectura.user_id == self.env.user

    # What stays

    @api.model_create_multi
    def create(self, vals_list):
        if not self.env.su:
            raise AccessError(self.env._("Readings begin when their document is dispatched."))
        lecturas = super().create(vals_list)
        # one message for all of them instead of one for each activity
        en_silencio = lecturas.with_context(mail_activity_quick_update=True)
        en_silencio._abrir_tareas("oficio_leer", lambda lectura: lectura.user_id)
        lecturas._avisar_lectores()
        return lecturas

    def write(self, vals):
        if vals.keys() & CAMPOS_FIJOS and self.env.context.get("correspondencia_lectura") is not AUTORIZADO:
            raise UserError(self.env._("Who read it and when is recorded once."))
        return super().write(vals)

    @api.ondelete(at_uninstall=False)
    def _unlink_except_siempre(self):
        raise UserError(self.env._("Who read it and when is recorded once."))

    def _fijar(self, **vals):
        self.with_context(correspondencia_lectura=AUTORIZADO).write(vals)

    # Reading

    def _exigir_mia(self):
        """``self`` in sudo and locked, when the user is its reader and it was not withdrawn."""
        self.ensure_one()
        self.check_access("read")
        if self.user_id != self.env.user:
            raise AccessError(self.env._("%s reads it, not you.", self.sudo().user_id.name))
        lectura = self.sudo()
        lectura._exigir_estado("por_leer", "leida", "confirmada")
        return lectura

    def action_leer(self):
        """Show the document: the first time is recorded."""
        lectura = self._exigir_mia()
        if lectura.state == "por_leer":
            lectura._fijar(fecha_lectura=fields.Datetime.now())
            lectura._transitar("leida")
            lectura._revisar()
        return True

    def action_confirmar(self):
        """Confirm that it was read, where the document asks for it."""
        lectura = self._exigir_mia()
        lectura._exigir_estado("leida")
        lectura._fijar(fecha_acuse=fields.Datetime.now())
        lectura._transitar("confirmada")
        lectura._revisar()
        return True

    def _pendientes(self):
        """Those of ``self`` that their reader still owes."""
        return self.filtered(lambda lec: lec.state == "por_leer" or (lec.state == "leida" and lec.exige_acuse))

    def _revisar(self):
        """What was read leaves the tray; the last reader of a line acknowledges it."""
        for lectura in self - self._pendientes():
            lectura._tareas_abiertas("oficio_leer")._cerrar(self._etiquetas_estado()[lectura.state])
        self.destinatario_id._revisar_lecturas()
        # and those whose people all got it by another line
        self.oficio_id.destinatario_ids.filtered(lambda d: d.alcance != "persona")._revisar_lecturas()

    def _retirar(self, motivo):
        """Nobody has to read these any more; what was read stays so."""
        abiertas = self._pendientes()
        abiertas._transitar("retirada", motivo)
        for lectura in abiertas:
            lectura._tareas_abiertas("oficio_leer")._cerrar(motivo, state="cancelada")

    # Those who leave

    @api.model
    def _al_irse(self, users):
        """What people who leave have not read is withdrawn; what was for one person, or the head of a unit, goes to who
        takes their place. The drafters are told.
        """
        lecturas = self.search([("user_id", "in", users.ids), ("state", "in", ABIERTAS)])._pendientes()
        for oficio, suyas in lecturas.grouped("oficio_id").items():
            nombres = ", ".join(suyas.user_id.mapped("name"))
            motivo = self.env._("No longer works here: %s", nombres)
            suyas._retirar(motivo)
            for lectura in suyas.filtered(lambda lec: lec.destinatario_id.alcance == "persona"):
                suplente = lectura.user_id._suplente(excepto=users)
                lectura.destinatario_id._abrir_lecturas({suplente: lectura.user_id} if suplente else {})
            suyas.destinatario_id._revisar_lecturas()
            oficio._avisar(oficio.redactor_id, self.env._("%s was not read by everybody", oficio.name), motivo)

    # Reminders

    def action_recordar(self):
        """Remind who has not read these documents: once a day each."""
        self.check_access("read")
        self.sudo().oficio_id.with_env(self.env)._exigir_de_mi_area()
        hoy = fields.Date.context_today(self)
        pendientes = self.sudo()._pendientes()
        if not pendientes:
            raise UserError(self.env._("Nobody is left to remind."))
        lecturas = pendientes.filtered(lambda lec: lec.recordada != hoy)
        if not lecturas:
            raise UserError(self.env._("They were reminded today: wait until tomorrow."))
        lecturas._avisar_lectores()
        for cuantos, suyas in lecturas.grouped("recordatorios").items():
            suyas._fijar(recordada=hoy, recordatorios=cuantos + 1)
        return aviso(self.env._("Reminded: %s", len(lecturas)))

    def _avisar_lectores(self):
        """Tell these readers that a document waits for them: one message for all those of a language, from the queue."""
        for (oficio, idioma), suyas in self.grouped(lambda lec: (lec.oficio_id, lec.user_id.lang)).items():
            env = self.with_context(lang=idioma).env
            texto = env._(
                "«%(subject)s», of %(unit)s, waits for you.", subject=oficio.descripcion, unit=oficio.area_id.name
            )
            self.env["mail.thread"].sudo().message_notify(
                partner_ids=suyas.user_id.partner_id.ids,
                subject=env._("To read: %s", oficio.name),
                body=Markup('<p>%s</p><p><a href="/odoo/por-leer">%s</a></p>') % (texto, env._("Read it")),
                force_send=False,
            )

    # nucleo.tarea.mixin

    def _tarea_vals(self):
        return self.oficio_id._tarea_vals() | {
            "contraparte": self.area_id.name,
            "area_id": self.user_id.area_id.id,
            "fecha_limite": self.destinatario_id.plazo,
        }

    def _accion_de_tarea(self, tarea):
        """To open its task is to open the document."""
        if self.es_mia and self.state == "por_leer":
            self.action_leer()
        return super()._accion_de_tarea(tarea)
