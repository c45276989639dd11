from odoo import api, fields, models
from odoo.exceptions import AccessError, UserError
from odoo.fields import Domain

from odoo.addons.mensajeria.nucleo.models import motivos
from odoo.addons.mensajeria.nucleo.tools.ciclo import Ciclo

CAMPOS_FIJOS = frozenset("name area_id tipo_id company_id oficio_id fecha user_id motivo reservado_para".split())
AUTORIZADO = object()


class CorrespondenciaNumero(models.Model):
    """One number of the register of outgoing documents: it is used, reserved or void, and never comes back."""

    _name = "correspondencia.numero"
    _description = "Number of an Outgoing Document"
    _inherit = ["nucleo.ciclo.mixin", "nucleo.folio.mixin"]
    _order = "folio_anio desc, folio_serie_id, folio_numero desc"
    _check_company_auto = True

    _ciclo = Ciclo(
        ("reservado", "usado", "usar"),
        ("reservado", "anulado", "anular", True),
        ("usado", "anulado", "anular", True),
    )

    name = fields.Char("Number", readonly=True, index="trigram")
    company_id = fields.Many2one("res.company", "Company", required=True, readonly=True)
    area_id = fields.Many2one(
        "hr.department", "Unit", required=True, readonly=True, index=True, ondelete="restrict", check_company=True
    )
    tipo_id = fields.Many2one(
        "correspondencia.oficio.tipo", "Kind", required=True, readonly=True, index=True, ondelete="restrict"
    )
    state = fields.Selection(
        [("reservado", "Reserved"), ("usado", "Used"), ("anulado", "Void")],
        "Status",
        default="reservado",
        required=True,
        readonly=True,
    )
    oficio_id = fields.Many2one(
        "correspondencia.oficio", "Document", readonly=True, index="btree_not_null", ondelete="restrict"
    )
    fecha = fields.Date("Taken On", required=True, readonly=True)
    user_id = fields.Many2one("res.users", "Taken By", required=True, readonly=True, ondelete="restrict")
    reservado_para = fields.Char("Reserved For", readonly=True)
    motivo = fields.Text("Why It Is Void", readonly=True)
    para = fields.Char("To", compute="_compute_carta")
    asunto = fields.Text("Subject", compute="_compute_carta")
    sustituido = fields.Boolean("Substituted", compute="_compute_sustituido", search="_search_sustituido")

    # the register of a company, in its order
    _orden_idx = models.Index("(company_id, folio_anio DESC, folio_serie_id, folio_numero DESC)")
    # those of some days
    _registro_idx = models.Index("(company_id, fecha, id)")
    # the printed register: a unit and its kinds, in order
    _libro_idx = models.Index("(area_id, tipo_id, folio_anio, folio_numero)")

    @api.depends_context("uid")
    @api.depends("oficio_id.para", "oficio_id.descripcion", "reservado_para")
    def _compute_carta(self):
        """To whom and about what its document is: of those that the user may not read, nothing."""
        legibles = self.sudo().oficio_id.sudo(False)._filtered_access("read")
        for numero in self:
            oficio = numero.sudo().oficio_id
            oficio = oficio if oficio in legibles.sudo() else oficio.browse()
            numero.para = oficio.para
            numero.asunto = " ".join((oficio.descripcion or "").split()) or numero.reservado_para

    @api.depends("state", "oficio_id.state")
    def _compute_sustituido(self):
        for numero in self:
            numero.sustituido = numero.state == "usado" and numero.sudo().oficio_id.state == "sustituido"

    def _search_sustituido(self, operator, value):
        if operator != "in":
            return NotImplemented
        return Domain("state", "=", "usado") & Domain("oficio_id.state", "=", "sustituido")

    @api.model
    def _patron_de_folio(self, tipo):
        return self.env["correspondencia.oficio.tipo"].sudo().with_context(active_test=False).search(
            [("clave", "=", tipo)]
        ).patron  # fmt: skip

    @api.model
    def _tipos_de_folio(self):
        return [(tipo.clave, tipo.name) for tipo in self.env["correspondencia.oficio.tipo"].search([])]

    @api.model_create_multi
    def create(self, vals_list):
        if not self.env.su:
            raise AccessError(self.env._("Numbers are taken by the documents, or reserved by «Reserve a Number»."))
        return super().create(vals_list)

    def write(self, vals):
        if vals.keys() & CAMPOS_FIJOS and self.env.context.get("correspondencia_numero") is not AUTORIZADO:
            raise UserError(self.env._("The register of numbers is kept by the system and cannot be edited."))
        return super().write(vals)

    @api.model
    def _tomar(self, area, tipo, **vals):
        """The next number of ``area`` for documents of ``tipo``: gap-free, waits for rivals.

        :raises UserError: when the unit has no acronym
        """
        numero = self._abrir(area, tipo, **vals)
        numero._fijar(name=numero._emitir_folio(area, tipo.clave))
        return numero

    @api.model
    def _prever(self, area, tipo, antes):
        """The number that :meth:`_tomar` will give after ``antes`` others, unless a rival takes it; to be rolled back."""
        numero = self._abrir(area, tipo)
        numero._fijar(name=self._prever_folio(area, tipo.clave, antes))
        return numero

    @api.model
    def _abrir(self, area, tipo, **vals):
        """The row of a number of today, without its number."""
        if not (area.siglas or "").strip():
            raise UserError(self.env._("Give «%s» an acronym: it begins its numbers.", area.name))
        ahora = fields.Datetime.context_timestamp(
            self.with_context(tz=self._folio_zona_horaria(area)), fields.Datetime.now()
        )
        return self.sudo().create(
            {
                "area_id": area.id,
                "tipo_id": tipo.id,
                "company_id": area.company_id.id,
                "user_id": self.env.uid,
                "fecha": ahora.date(),
                **vals,
            }
        )

    def _fijar(self, **vals):
        self.with_context(correspondencia_numero=AUTORIZADO).write(vals)

    def _usar(self, oficio):
        """Give this reserved number to ``oficio``."""
        self._exigir_estado("reservado")
        self._fijar(oficio_id=oficio.id)
        self._transitar("usado", datos={"oficio": oficio.id})

    def _anular(self, motivo):
        """Void these numbers: they stay in the register, crossed out, and are never given again.

        The register is read by more people than a confidential document, which keeps the reason to itself.
        """
        confidenciales = self.filtered(lambda n: n.oficio_id.confidencialidad == "confidencial")
        publico = self.env._("Confidential: the document tells its readers why.")
        for numeros, dicho in ((self - confidenciales, motivo), (confidenciales, publico)):
            numeros._transitar("anulado", dicho)
            numeros._fijar(motivo=dicho)

    @api.model
    def reservar(self, area_id, tipo_id, para):
        """Reserve the next number for a paper that is late.

        :param area_id: id of the unit; the user writes for it
        :param tipo_id: id of the kind
        :param para: what it is reserved for; mandatory
        :return: id of the number
        """
        Oficio = self.env["correspondencia.oficio"]
        area = Oficio._areas_propias().filtered(lambda a: a.id == area_id)
        Oficio._exigir_redactor(area)
        tipo = (
            self.env["correspondencia.oficio.tipo"].search([("active", "=", True)]).filtered(lambda t: t.id == tipo_id)
        )
        if not tipo:
            raise UserError(self.env._("Choose the kind of document."))
        para = motivos.limpio(para)
        if not para:
            raise UserError(self.env._("Write what the number is reserved for."))
        return self._tomar(area, tipo, reservado_para=para).id

    def action_abrir(self):
        """Open the document of this number, if it has one."""
        self.ensure_one()
        self.check_access("read")
        self.oficio_id.check_access("read")
        return bool(self.oficio_id) and self.oficio_id.get_formview_action()

    def action_anular(self, motivo=None):
        """Void reserved numbers that will not be used.

        :param motivo: why; mandatory
        """
        self.check_access("read")
        for area in self.area_id:
            self.env["correspondencia.oficio"]._exigir_redactor(area)
        numeros = self.sudo()
        if usado := numeros.filtered(lambda n: n.state == "usado")[:1]:
            raise UserError(
                self.env._("%s is the number of a document: cancel the document, and its number is void.", usado.name)
            )
        numeros._exigir_estado("reservado")
        numeros._anular(motivos.exigido(self.env, motivo))
        return True
