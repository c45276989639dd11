from odoo import fields, models
from odoo.exceptions import UserError
from odoo.fields import Domain

from odoo.addons.correspondencia_entrada.tools import libro_xlsx

#: numbers read at a time; memory stays flat whatever the year
LOTE = 1000
#: numbers that a PDF takes: its layout costs about 6 ms of processor each; a spreadsheet 0.1 ms
MAXIMO_PDF = 1500


class CorrespondenciaRegistro(models.TransientModel):
    """The register of numbers of a year, to be printed: each unit and kind in order, none missing, voids crossed through."""

    _name = "correspondencia.registro"
    _description = "Printed Register of Numbers"

    area_id = fields.Many2one(
        "hr.department",
        "Unit",
        default=lambda self: self.env.user.area_id,
        domain=lambda self: [("company_id", "in", self.env.companies.ids)],
        ondelete="cascade",
        help="When empty, all those whose register you may read.",
    )
    tipo_id = fields.Many2one("correspondencia.oficio.tipo", "Kind", ondelete="cascade", help="When empty, every kind.")
    anio = fields.Integer("Year", required=True, default=lambda self: fields.Date.context_today(self).year)

    def action_imprimir(self):
        """Print the register."""
        self._exigir_imprimible()
        return self.env.ref("correspondencia_salida.action_report_registro").report_action(self)

    def action_xlsx(self):
        """Download the register as a spreadsheet."""
        self._exigir_numeros(libro_xlsx.MAXIMO_FILAS)
        return {"type": "ir.actions.act_url", "url": f"/correspondencia/registro/{self.id}", "target": "download"}

    def _exigir_numeros(self, maximo):
        """Refuse a register that is empty.

        :return: how many numbers it has, or one more than ``maximo``
        """
        self.ensure_one()
        self.check_access("read")
        total = self.env["correspondencia.numero"].search_count(self._dominio(), limit=maximo + 1)
        if not total:
            raise UserError(self.env._("No number was taken here in %s.", self.anio))
        return total

    def _exigir_imprimible(self):
        """Refuse a register that is empty, or longer than one PDF."""
        if self._exigir_numeros(MAXIMO_PDF) > MAXIMO_PDF:
            raise UserError(
                self.env._(
                    "A PDF takes %s numbers and this register has more: choose one unit or one kind, or download the"
                    " spreadsheet.",
                    MAXIMO_PDF,
                )
            )

    def _dominio(self):
        """The numbers of the register; the rules say which of them the user may read."""
        dominio = Domain("folio_anio", "=", self.anio) & Domain("company_id", "in", self.env.companies.ids)
        if self.area_id:
            dominio &= Domain("area_id", "=", self.area_id.id)
        if self.tipo_id:
            dominio &= Domain("tipo_id", "=", self.tipo_id.id)
        return dominio

    def _libros(self):
        """``(unit, kind, rows)`` of each book, in order; the rows are read as they are asked for.

        Every number is there; of a letter that the user may not read, only its number, date and state.
        """
        grupos = self.env["correspondencia.numero"]._read_group(self._dominio(), ["area_id", "tipo_id"])
        for area, tipo in sorted(grupos, key=lambda g: (g[0].sudo().siglas or "", g[1].sequence, g[1].id)):
            yield area, tipo, self._renglones(area, tipo)

    def _renglones(self, area, tipo):
        dominio = self._dominio() & Domain("area_id", "=", area.id) & Domain("tipo_id", "=", tipo.id)
        Numero = self.env["correspondencia.numero"]
        ids = Numero.search(dominio, order="folio_numero, id").ids
        for inicio in range(0, len(ids), LOTE):
            numeros = Numero.sudo().browse(ids[inicio : inicio + LOTE])
            oficios = numeros.oficio_id
            legibles = oficios.sudo(False)._filtered_access("read")
            oficios.fetch(["descripcion", "para", "state", "name"])
            sustitutos = {o.sustituye_id.id: o for o in oficios.sustituto_ids if o.state != "cancelado" and o.name}
            for numero in numeros:
                yield self._renglon(numero, numero.oficio_id.id in legibles._ids, sustitutos)
            self.env.invalidate_all()

    def _renglon(self, numero, legible, sustitutos):
        oficio = numero.oficio_id
        sustituto = sustitutos.get(oficio.id) if oficio.state == "sustituido" else None
        return {
            "numero": numero.name,
            "fecha": numero.fecha,
            "quien": numero.user_id.name,
            "estado": numero._etiquetas_estado()[numero.state],
            "anulado": numero.state == "anulado",
            "reservado": numero.state == "reservado" and numero.reservado_para,
            "sustituido": oficio.state == "sustituido" and numero.state == "usado",
            "sustituto": sustituto.name if sustituto else "",
            "reservada": bool(oficio) and not legible,
            "para": oficio.para if legible else "",
            "asunto": " ".join((oficio.descripcion or "").split()) if legible else "",
            "motivo": numero.motivo if legible or not oficio else "",
        }

    def _titulo(self):
        return self.env._("Register of Numbers %s", self.anio)

    # As a spreadsheet

    def _escribir_xlsx(self, destino):
        """Write the register as a spreadsheet into the binary file ``destino``."""
        total = self._exigir_numeros(libro_xlsx.MAXIMO_FILAS)
        if total > libro_xlsx.MAXIMO_FILAS:
            raise UserError(self.env._("This register has more numbers than a spreadsheet takes: choose one unit."))
        libro_xlsx.escribir(
            destino,
            titulo=self._titulo(),
            lineas=[(self.area_id.sudo().company_id or self.env.company).name],
            columnas=[
                (self.env._("Number"), 26),
                (self.env._("Date"), 12),
                (self.env._("Unit"), 30),
                (self.env._("Kind"), 18),
                (self.env._("Addressee"), 40),
                (self.env._("Subject"), 60),
                (self.env._("Taken by"), 30),
                (self.env._("Status"), 16),
                (self.env._("Remarks"), 40),
            ],
            filas=self._filas_xlsx(),
            totales=[(self.env._("Numbers"), total)],
            hoja=self.env._("Register"),
            pie="&R" + self.env._("Page") + " &P / &N",
        )

    def _filas_xlsx(self):
        for area, tipo, renglones in self._libros():
            unidad, clase = area.sudo().name, tipo.name
            for r in renglones:
                datos = [r["para"] or "", r["asunto"]]
                if r["reservada"]:
                    datos = ["", self.env._("Confidential")]
                estado = self.env._("Substituted") if r["sustituido"] else r["estado"]
                celdas = [r["numero"], r["fecha"], unidad, clase, *datos, r["quien"], estado, self._nota(r)]
                yield r["anulado"] or r["sustituido"], celdas

    def _nota(self, renglon):
        if renglon["reservado"]:
            return self.env._("Reserved for: %s", renglon["reservado"])
        if renglon["sustituto"]:
            return self.env._("Substituted by %s", renglon["sustituto"])
        return renglon["motivo"] or ""
