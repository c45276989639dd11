from odoo import fields, models
from odoo.exceptions import UserError
from odoo.fields import Domain

#: numbers that one PDF takes
MAXIMO = 5000


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
        self.ensure_one()
        self.check_access("read")
        self._exigir_imprimible()
        return self.env.ref("correspondencia_salida.action_report_registro").report_action(self)

    def _exigir_imprimible(self):
        """Refuse a register that is empty, or longer than one PDF."""
        total = self.env["correspondencia.numero"].search_count(self._dominio(), limit=MAXIMO + 1)
        if not total:
            raise UserError(self.env._("No number was taken here in %s.", self.anio))
        if total > MAXIMO:
            raise UserError(self.env._("This register has more than %s numbers: choose one unit or one kind.", MAXIMO))

    def _dominio(self):
        """The numbers of the register; the rules say which of them the user may read."""
        dominio = Domain("folio_anio", "=", self.anio) & Domain("company_id", "in", self.env.companies.ids)
        if self.area_id:
            dominio &= Domain("area_id", "=", self.area_id.id)
        if self.tipo_id:
            dominio &= Domain("tipo_id", "=", self.tipo_id.id)
        return dominio

    def _libros(self):
        """``[(unit, kind, rows)]`` in order; a number of queries that does not depend on how many numbers there are.

        Every number is there; of a letter that the user may not read, only its number, date and state.
        """
        numeros = self.env["correspondencia.numero"].search(self._dominio(), order="folio_numero, id")
        legibles = numeros.sudo().oficio_id.sudo(False)._filtered_access("read")
        numeros = numeros.sudo()
        numeros.oficio_id.fetch(["descripcion", "para", "state", "name"])
        sustitutos = {
            o.sustituye_id.id: o for o in numeros.oficio_id.sustituto_ids if o.state != "cancelado" and o.name
        }
        libros = numeros.grouped(lambda n: (n.area_id, n.tipo_id))
        return [
            (area, tipo, [self._renglon(n, n.oficio_id in legibles.sudo(), sustitutos) for n in propios])
            for (area, tipo), propios in sorted(
                libros.items(), key=lambda libro: (libro[0][0].siglas or "", libro[0][1].sequence, libro[0][1].id)
            )
        ]

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
