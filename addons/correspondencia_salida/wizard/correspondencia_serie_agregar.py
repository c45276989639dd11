from odoo import api, fields, models
from odoo.exceptions import UserError

from odoo.addons.mensajeria.tools import archivo_transportista

from ..models import serie_lista as lista
from ..models.serie_lista import RENGLONES_MAX


class CorrespondenciaSerieAgregar(models.TransientModel):
    """Adds addressees to a series: contacts one by one, those of a tag, or the rows of a file."""

    _name = "correspondencia.serie.agregar"
    _description = "Add Addressees to a Series"
    _inherit = ["mensajeria.asistente", "mensajeria.lista.mixin"]
    _exige_legibles = "correspondencia."

    serie_id = fields.Many2one("correspondencia.serie", "Series", required=True, ondelete="cascade")
    origen = fields.Selection(
        [
            ("archivo", "A List (CSV, Excel or Copied Cells)"),
            ("etiqueta", "The Contacts of a Tag"),
            ("contactos", "Contacts"),
        ],
        "From",
        default="archivo",
        required=True,
    )
    partner_ids = fields.Many2many("res.partner", string="Contacts")
    category_id = fields.Many2one("res.partner.category", "Tag")

    def action_agregar(self):
        """Add them at the end of the list; nothing is added when they are too many."""
        self.ensure_one()
        serie = self.serie_id
        serie._exigir_de_mi_area()
        filas = getattr(self, f"_de_{self.origen}")()
        if len(filas) > RENGLONES_MAX:
            raise UserError(
                self.env._(
                    "A series has %(limit)s addressees at most, and this one would have %(count)s: split the list.",
                    limit=RENGLONES_MAX,
                    count=len(filas) + len(serie.renglon_ids),
                )
            )
        self.env["correspondencia.serie.renglon"].create([{**fila, "serie_id": serie.id} for fila in filas])
        return {"type": "ir.actions.act_window_close"}

    # Contacts

    def _de_contactos(self):
        if not self.partner_ids:
            raise UserError(self.env._("Choose the contacts."))
        return self._de_partners(self.partner_ids)

    def _de_etiqueta(self):
        if not self.category_id:
            raise UserError(self.env._("Choose the tag."))
        partners = self.env["res.partner"].search(
            [("category_id", "child_of", self.category_id.ids)], order="name, id", limit=RENGLONES_MAX + 1
        )
        if not partners:
            raise UserError(self.env._("No contact has the tag «%s».", self.category_id.name))
        return self._de_partners(partners)

    @api.model
    def _de_partners(self, partners):
        Renglon = self.env["correspondencia.serie.renglon"]
        return [
            {**Renglon._destinatario_de(partner), "partner_id": partner.id, "email": partner.email}
            for partner in partners
        ]

    # A file

    def _de_archivo(self):
        tabla = self._leer_lista()
        columnas = lista.columnas(tabla.encabezados)
        self._exigir_nombre(tabla, [clave for tipo, clave in columnas if tipo == "campo"])
        areas = self._areas()
        return [self._fila(celdas, columnas, areas) for _numero, celdas in tabla.filas]

    def _areas(self):
        """Units of the institution, by their acronym and by their name."""
        areas = self.env["hr.department"].search([("company_id", "=", self.serie_id.company_id.id)])
        return {lista.plano(area.name): area.id for area in areas} | {
            lista.plano(area.siglas): area.id for area in areas if area.siglas
        }

    def _fila(self, celdas, columnas, areas):
        """Values of a row; what of it means nothing here is kept as it was written, to be put right when it is checked."""
        vals, datos = {}, {}
        for lugar, (tipo, clave) in enumerate(columnas):
            texto = archivo_transportista.texto(archivo_transportista.celda(celdas, lugar))
            if tipo == "campo":
                vals[clave] = texto
            elif tipo == "dato":
                datos[clave] = texto
        if medio := vals.pop("medio", ""):
            vals["medio"] = lista.medio(medio)
            vals["medio_escrito"] = not vals["medio"] and medio
        if area := vals.pop("area", ""):
            vals["area_id"] = areas.get(lista.plano(area))
            vals["area_escrita"] = not vals["area_id"] and area
        return {**vals, "datos": datos or False}
