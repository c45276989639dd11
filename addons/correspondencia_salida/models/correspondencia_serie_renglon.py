import logging

from psycopg2 import OperationalError

from odoo import api, fields, models
from odoo.exceptions import UserError
from odoo.fields import Command
from odoo.tools import email_normalize

from odoo.addons.mensajeria.models.mensajeria_destino_mixin import CAMPOS_DESTINATARIO
from odoo.addons.mensajeria.tools.direccion import normalizar_cp

from ..tools.medios import CON_MENSAJERIA, MEDIOS, NECESARIOS
from .serie_lista import MEDIOS_DE_LISTA, plano

_logger = logging.getLogger(__name__)

#: results that keep the series from being generated
POR_CORREGIR = ("falta", "duplicado", "inactivo", "correo", "dato", "lista")
#: placeholders whose values each row brings
DEL_RENGLON = ("dato.", "destinatario.")
CAMPOS_SISTEMA = frozenset("resultado problema oficio_id".split())


class CorrespondenciaSerieRenglon(models.Model):
    """One addressee of a series, who gets a document of their own."""

    _name = "correspondencia.serie.renglon"
    _description = "Addressee of a Series"
    _inherit = ["mensajeria.destino.mixin"]
    _order = "serie_id desc, numero, id"
    _rec_name = "dest_nombre"
    _check_company_auto = True

    serie_id = fields.Many2one(
        "correspondencia.serie", "Series", required=True, readonly=True, index=True, ondelete="cascade"
    )
    company_id = fields.Many2one(related="serie_id.company_id", store=True, precompute=True)
    numero = fields.Integer("Row", readonly=True, aggregator=None)
    email = fields.Char("E-mail")
    medio = fields.Selection(MEDIOS, "Means", help="That of the series when empty.")
    area_id = fields.Many2one("hr.department", "Unit", index="btree_not_null", ondelete="restrict", check_company=True)
    # kept until somebody chooses what they stand for
    medio_escrito = fields.Char("Means in the List", readonly=True, help="When it is none.")
    area_escrita = fields.Char("Unit in the List", readonly=True, help="When there is none of that name.")
    datos = fields.Json("Data of Its Own", help="What the list tells of this addressee in other columns.")
    datos_texto = fields.Char("Data", compute="_compute_datos_texto")
    resultado = fields.Selection(
        [
            ("por_verificar", "Not Checked"),
            ("ok", "Ready"),
            ("falta", "Data Missing"),
            ("duplicado", "Repeated"),
            ("inactivo", "Archived Contact"),
            ("correo", "Bad E-mail"),
            ("dato", "Data Missing"),
            ("lista", "Not Understood"),
            ("excluido", "Left Out"),
            ("generado", "Made"),
            ("fallo", "Failed"),
        ],
        "Result",
        required=True,
        readonly=True,
        default="por_verificar",
    )
    problema = fields.Char("What to Do", readonly=True)
    oficio_id = fields.Many2one("correspondencia.oficio", "Document", readonly=True, ondelete="restrict")
    serie_state = fields.Selection(related="serie_id.state", string="Status of the Series")

    _numero_uniq = models.UniqueIndex("(serie_id, numero)")
    _oficio_uniq = models.UniqueIndex("(oficio_id) WHERE oficio_id IS NOT NULL")
    # what comes next, and the counters
    _resultado_idx = models.Index("(serie_id, resultado, numero)")

    @api.depends("datos")
    def _compute_datos_texto(self):
        for renglon in self:
            renglon.datos_texto = " · ".join(
                f"{clave.removeprefix('dato.')}: {valor}" for clave, valor in (renglon.datos or {}).items()
            )

    def _check_dest_cp(self):
        """A wrong postal code is told when the rows are checked: it keeps nobody from loading a list."""

    @api.onchange("partner_id")
    def _onchange_partner_id(self):
        super()._onchange_partner_id()
        if self.partner_id:
            self.email = self.partner_id.email

    # What stays

    @api.model_create_multi
    def create(self, vals_list):
        series = self.env["correspondencia.serie"].browse({vals.get("serie_id") for vals in vals_list} - {None, False})
        series._exigir_de_mi_area()
        series._exigir_abierta()
        siguientes = dict(self.sudo()._read_group([("serie_id", "in", series.ids)], ["serie_id"], ["numero:max"]))
        siguientes = {serie.id: numero for serie, numero in siguientes.items()}
        for vals in vals_list:
            serie = vals.get("serie_id")
            siguientes[serie] = siguientes.get(serie, 0) + 1
            vals.update(numero=siguientes[serie], resultado="por_verificar", problema=False, oficio_id=False)
        renglones = super().create(vals_list)
        series._exigir_cabida()
        return renglones

    def write(self, vals):
        if not self.env.su:
            if vals.keys() & (CAMPOS_SISTEMA | {"serie_id", "numero"}):
                raise UserError(self.env._("These data are kept by the system."))
            self._exigir_corregibles()
            vals = {**vals, "resultado": "por_verificar", "problema": False}
        return super().write(vals)

    @api.ondelete(at_uninstall=False)
    def _unlink_except_generado(self):
        self._exigir_corregibles()

    def unlink(self):
        series = self.sudo().serie_id
        res = super().unlink()
        series._revisar_cierre()
        return res

    def _exigir_corregibles(self):
        self.serie_id._exigir_de_mi_area()
        renglones = self.sudo()
        renglones.serie_id._apartar()
        for renglon in renglones:
            if renglon.oficio_id:
                raise UserError(
                    self.env._(
                        "Row %(row)s already has its document: %(document)s.",
                        row=renglon.numero,
                        document=renglon.oficio_id.display_name,
                    )
                )
        # once it is generated, only what failed is corrected
        renglones.filtered(
            lambda r: r.serie_id.state != "hecha" or r.resultado not in (*POR_CORREGIR, "por_verificar", "fallo")
        ).serie_id._exigir_abierta()

    def _resultar(self, resultado, problema=False):
        self.sudo().write({"resultado": resultado, "problema": problema})

    def _por_verificar(self):
        self.filtered(lambda r: not r.oficio_id and r.resultado != "excluido")._resultar("por_verificar")

    def action_excluir(self):
        """Leave these rows out: nobody writes to them."""
        self._exigir_corregibles()
        self._resultar("excluido")
        self.sudo().serie_id._revisar_cierre()
        return True

    def action_incluir(self):
        """Take rows that were left out back in."""
        self._exigir_corregibles()
        self.filtered(lambda r: r.resultado == "excluido")._resultar("por_verificar")
        return True

    # Checked

    def _medio(self):
        return self.medio or self.serie_id.medio

    def _valor(self, campo):
        return self[campo].id if self._fields[campo].relational else self[campo]

    def _huella(self):
        """What makes two rows the same addressee."""
        medio = self._medio()
        if medio == "interno":
            return (medio, self.area_id.id, plano(self.dest_nombre))
        donde = ("dest_calle", "dest_numero", "dest_cp") if medio in CON_MENSAJERIA else ("email",)
        if medio == "personal":
            donde = ("dest_institucion",)
        return (plano(self.dest_nombre), *(plano(self[campo]) for campo in donde))

    def _examinar(self, nombres, vistos):
        """``(result, sentence)`` of this row.

        :param nombres: placeholders of the text
        :param vistos: numbers of the rows already seen, by what makes them the same; this one is added
        """
        if reparo := self._reparo_de_lista() or self._reparo_de_datos(nombres) or self._reparo_de_medio():
            return reparo
        repetido = vistos.setdefault(self._huella(), self.numero)
        if repetido != self.numero:
            return "duplicado", self.env._("The same addressee stands in row %s.", repetido)
        return "ok", False

    def _reparo_de_lista(self):
        if self.medio_escrito and not self.medio:
            return "lista", self.env._(
                "«%(means)s» is no means of delivery: choose one. There are: %(list)s.",
                means=self.medio_escrito,
                list=", ".join(MEDIOS_DE_LISTA),
            )
        if self.area_escrita and not self.area_id and self._medio() == "interno":
            return "lista", self.env._("There is no unit «%s»: choose one.", self.area_escrita)
        return None

    def _reparo_de_datos(self, nombres):
        if self.partner_id and not self.partner_id.active:
            return "inactivo", self.env._(
                "%s is an archived contact: choose another one, or leave the row out.", self.dest_nombre
            )
        if not (self.dest_nombre or "").strip():
            return "dato", self.env._("Write the name.")
        valores = self._valores()
        sin_valor = [n for n in nombres if n.startswith(DEL_RENGLON) and not valores.get(n)]
        if sin_valor:
            return "dato", self.env._("There is no value for: %s.", ", ".join(f"{{{{{n}}}}}" for n in sin_valor))
        return None

    def _reparo_de_medio(self):
        medio = self._medio()
        faltan = [campo for campo in NECESARIOS[medio] if not self[campo]]
        if faltan:
            return "falta", self.env._(
                "To reach %(who)s by «%(means)s», complete: %(fields)s.",
                who=self.dest_nombre,
                means=dict(self._fields["medio"]._description_selection(self.env))[medio],
                fields=", ".join(d["string"] for d in self.fields_get(faltan, ["string"]).values()),
            )
        if "email" in NECESARIOS[medio] and not email_normalize(self.email):
            return "correo", self.env._("«%s» is no e-mail address: it looks like name@domain.mx.", self.email)
        if medio in CON_MENSAJERIA and self.dest_pais_id.code == "MX" and not normalizar_cp(self.dest_cp):
            return "falta", self.env._(
                "«%s» is no postal code of Mexico: it has five digits, like 06700.", self.dest_cp
            )
        return None

    def _valores(self):
        """Values of the placeholders that each row brings."""
        return {
            "destinatario.nombre": self.dest_nombre,
            "destinatario.cargo": self.dest_cargo,
            "destinatario.institucion": self.dest_institucion,
            **(self.datos or {}),
        }

    # Made, in the background

    def _avanzar(self):
        """The next step of this row: its document with its number, then its page. Whatever goes wrong stays with it.

        :return: 1 when the row is over, 0 when a step is left
        """
        self.ensure_one()
        try:
            with self.env.cr.savepoint():
                if self.oficio_id:
                    self._imprimir_oficio()
                    self._resultar("generado")
                    return 1
                self._hacer_oficio()
                return 0
        except UserError as error:
            self._resultar("fallo", str(error))
        except OperationalError:  # somebody else was there first: this step is made again
            raise
        except Exception:
            _logger.exception("Row %s of the series %s failed", self.numero, self.serie_id.id)
            self._resultar(
                "fallo",
                self.env._("It could not be made. Try again; if it fails again, the log of the server says why."),
            )
        return 1

    def _hacer_oficio(self):
        """The document of this row, frozen with its number."""
        serie = self.serie_id._como_quien_genera()
        datos = serie._datos_de_oficio()
        destinatario = Command.create(self._destinatario())
        oficio = serie.env["correspondencia.oficio"].with_context(mail_create_nolog=True).create(
            {**datos, "destinatario_ids": [destinatario, *datos["destinatario_ids"]]}
        ).sudo()  # fmt: skip
        oficio.serie_id = serie
        self.sudo().oficio_id = oficio
        oficio._exigir_completo()
        oficio._guardar_version()
        oficio._transitar("aprobado", datos={"serie": serie.id, "renglon": self.numero})
        oficio._tomar_numero()

    def _imprimir_oficio(self):
        """Its page, and who signs it; unless somebody has taken it another way meanwhile."""
        oficio = self.oficio_id.with_user(self.serie_id.user_id).sudo()
        oficio._bloquear()
        if oficio.state == "numerado" and not (oficio.firma_id or oficio.pdf_id):
            oficio.with_context(**self.serie_id._como_quien_genera().env.context)._pedir_firmas()

    def _destinatario(self):
        """Values of the addressee of the document of this row."""
        medio = self._medio()
        copiados = (*CAMPOS_DESTINATARIO, "partner_id", "area_id", "email", "latitud", "longitud")
        return {campo: self._valor(campo) for campo in copiados} | {
            "tipo": "para",
            "clase": "interno" if medio == "interno" else "externo",
            "medio": medio,
            "requiere_acuse": self.serie_id.requiere_acuse,
            "user_id": self.area_id.sudo().titular_id.id if medio == "interno" else False,
        }
