from odoo import api, fields, models
from odoo.exceptions import UserError, ValidationError

from ..tools import folio_guia
from ..tools.folio_guia import FolioInvalidoError, Formato

#: what the numbers of a series are made of; fixed once numbers exist
CAMPOS_FORMATO = frozenset(("proveedor_id", "company_id", "prefijo", "sufijo", "ancho", "algoritmo"))
#: what is wrong with a number that nearly is of a series: prefix and suffix are right; the nearest first
CASI_SUYO = ("digito", "letra", "ceros", "largo", "cifras", "vacio")


class MensajeriaSerie(models.Model):
    """How a provider numbers its guías: prefix, width, check digit, and what a scanner reads."""

    _name = "mensajeria.serie"
    _description = "Series of Guías"
    _inherit = ["mail.thread", "mail.activity.mixin", "nucleo.tarea.mixin"]
    _order = "proveedor_id, name, id"
    _rec_names_search = ["name", "proveedor_id.name"]
    _check_company_auto = True

    name = fields.Char(required=True, tracking=True)
    active = fields.Boolean(default=True, tracking=True)
    company_id = fields.Many2one(
        "res.company", "Company", required=True, default=lambda self: self.env.company, index=True
    )
    proveedor_id = fields.Many2one(
        "mensajeria.proveedor",
        "Provider",
        required=True,
        index=True,
        ondelete="restrict",
        check_company=True,
        tracking=True,
    )
    servicio_id = fields.Many2one(
        "mensajeria.servicio",
        "Only for Service",
        index="btree_not_null",
        ondelete="restrict",
        check_company=True,
        domain="[('proveedor_id', '=', proveedor_id)]",
        tracking=True,
        help="Its numbers serve this service only; every service of the provider when empty.",
    )
    prefijo = fields.Char("Prefix", help="What every number begins with.", tracking=True)
    sufijo = fields.Char("Suffix", help="What every number ends with.", tracking=True)
    ancho = fields.Integer(
        "Digits",
        default=8,
        aggregator=None,
        tracking=True,
        help="Digits of the consecutive number, with zeros on the left and without check digit. 0 when they vary.",
    )
    algoritmo = fields.Selection(
        [
            ("ninguno", "None"),
            ("s10", "UPU S10 (postal service)"),
            ("mod7", "Modulo 7 (DHL)"),
            ("mod10", "Modulo 10 (GS1)"),
            ("fedex11", "Modulo 11 (FedEx)"),
        ],
        "Check Digit",
        required=True,
        default="ninguno",
        tracking=True,
    )
    regex_escaneo = fields.Char(
        "Scanning Pattern",
        tracking=True,
        help="Regular expression that a scanned code must match, without spaces and in capital letters. "
        "A group (?P<folio>…) takes the number out of a longer code.",
    )
    folios_externos = fields.Selection(
        [("rechazar", "Refuse them"), ("registrar", "Register them as external")],
        "Numbers Outside the Stock",
        required=True,
        default="rechazar",
        tracking=True,
        help="What happens when somebody assigns a number that was never bought.",
    )
    umbral_oficina = fields.Integer(
        "Low Stock in an Office",
        aggregator=None,
        help="With this many free guías or fewer, an office that received some is to get more. 0 does not watch.",
    )
    ejemplo = fields.Char("Example", compute="_compute_ejemplo")
    rango_ids = fields.One2many("mensajeria.rango", "serie_id", "Ranges")
    con_folios = fields.Boolean(compute="_compute_con_folios")

    _name_uniq = models.UniqueIndex(
        "(proveedor_id, company_id, lower(name)) WHERE active", "This provider already has a series of that name."
    )

    @api.depends("prefijo", "sufijo", "ancho", "algoritmo")
    def _compute_ejemplo(self):
        for serie in self:
            try:
                formato = serie._formato()
                folio_guia.revisar(formato)
                serie.ejemplo = folio_guia.formatear(formato, 1)
            except FolioInvalidoError:
                serie.ejemplo = False

    @api.depends("rango_ids")
    def _compute_con_folios(self):
        usadas = self.env["mensajeria.guia"].sudo()
        for serie in self:
            serie.con_folios = bool(
                serie.sudo().rango_ids or usadas.search_count([("serie_id", "=", serie._origin.id)], limit=1)
            )

    @api.depends("name", "proveedor_id.name")
    def _compute_display_name(self):
        for serie in self:
            serie.display_name = " · ".join(filter(None, (serie.proveedor_id.name, serie.name)))

    @api.constrains("prefijo", "sufijo", "ancho", "algoritmo", "regex_escaneo")
    def _check_formato(self):
        for serie in self:
            try:
                folio_guia.revisar(serie._formato())
            except FolioInvalidoError as error:
                raise ValidationError(serie._mensaje(error)) from error

    @api.constrains("servicio_id", "proveedor_id")
    def _check_servicio_id(self):
        for serie in self:
            if serie.servicio_id and serie.servicio_id.proveedor_id != serie.proveedor_id:
                raise ValidationError(
                    self.env._("The service «%s» is of another provider.", serie.servicio_id.display_name)
                )

    @api.model_create_multi
    def create(self, vals_list):
        return super().create([self._normalizados(vals) for vals in vals_list])

    def write(self, vals):
        vals = self._normalizados(vals)
        if CAMPOS_FORMATO & vals.keys():
            for serie in self.filtered("con_folios"):
                if any(
                    serie._fields[c].convert_to_write(serie[c], serie) != vals[c] for c in CAMPOS_FORMATO & vals.keys()
                ):
                    raise UserError(
                        self.env._("«%s» already has numbers: archive it and make a new series.", serie.display_name)
                    )
        return super().write(vals)

    @staticmethod
    def _normalizados(vals):
        return vals | {c: folio_guia.normalizar(vals[c]) or False for c in ("prefijo", "sufijo") if c in vals}

    # Text of the numbers

    def _formato(self):
        self.ensure_one()
        return Formato(
            self.prefijo or "", self.sufijo or "", self.ancho, self.algoritmo or "ninguno", self.regex_escaneo or ""
        )

    def _parse(self, texto):
        """The serial of the number in ``texto``.

        :raises UserError: one sentence that says what is wrong; of a check digit, which it is and which it must be
        """
        try:
            return folio_guia.parse(self._formato(), texto)
        except FolioInvalidoError as error:
            raise UserError(self._mensaje(error)) from error

    def _formatear(self, serial):
        """The number ``serial`` as printed."""
        return folio_guia.formatear(self._formato(), serial)

    def _reconocer(self, texto):
        """Of ``self``, the series to which the number in ``texto`` belongs; and the error of the nearest one when none.

        :return: ``(serie, serial, error)``; the series is empty when none takes it
        """
        errores = {}
        for serie in self:
            try:
                return serie, folio_guia.parse(serie._formato(), texto), None
            except FolioInvalidoError as error:
                errores.setdefault(error.codigo, (serie, error))
        for codigo in CASI_SUYO:
            if codigo in errores:
                serie, error = errores[codigo]
                return self.browse(), None, serie._mensaje(error)
        if len(self) == 1:
            return self.browse(), None, self._mensaje(next(iter(errores.values()))[1])
        return self.browse(), None, self and self.env._("«%s» belongs to no series of guías.", texto)

    def _mensaje(self, error):
        """The sentence that tells the user what :class:`FolioInvalidoError` found."""
        datos = error.datos
        sentences = {
            "vacio": self.env._("Scan or write a number."),
            "patron": self.env._("«%s» does not match the scanning pattern.", datos.get("texto")),
            "prefijo": self.env._("The number begins with «%(es)s» and must begin with «%(debe)s».", **_partes(datos)),
            "sufijo": self.env._("The number ends with «%(es)s» and must end with «%(debe)s».", **_partes(datos)),
            "cifras": self.env._("«%s» must be digits only.", datos.get("es")),
            "ceros": self.env._("«%s» begins with zeros: tell the series how many digits it has.", datos.get("es")),
            "letra": self.env._("«%(es)s» has a letter where a digit goes. Is it %(debe)s?", **_partes(datos)),
            "digito": self.env._(
                "Check digit of %(folio)s: it is %(es)s and must be %(debe)s.",
                folio=datos.get("folio"),
                **_partes(datos),
            ),
            "largo": self.env._("The number has %(es)s characters and must have %(debe)s.", **_partes(datos)),
            "ancho": self.env._(
                "This check digit takes numbers of %(debe)s digits, and these have %(es)s.", **_partes(datos)
            ),
            "agotada": self.env._("The series ends at number %s: that many do not fit.", datos.get("ultimo")),
            "orden": self.env._(
                "The last number (%(ultimo)s) precedes the first (%(primero)s).",
                primero=datos.get("primero"),
                ultimo=datos.get("ultimo"),
            ),
            "cantidad": self.env._("Write how many guías there are: a whole number from 1."),
            "maximo": self.env._(
                "These are %(es)s guías and one purchase takes %(debe)s: enter it in parts.", **_partes(datos)
            ),
        }
        frase = sentences[error.codigo]
        extremos = {"primero": self.env._("First number: %s", frase), "ultimo": self.env._("Last number: %s", frase)}
        return extremos.get(datos.get("cual"), frase)


def _partes(datos):
    return {"es": datos.get("es"), "debe": datos.get("debe")}
