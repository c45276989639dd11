from odoo import api, models


class Base(models.AbstractModel):
    _inherit = "base"

    def onchange(self, values, field_names, fields_spec):
        """A form points only to what its user may read: the related and computed fields of a record that was never saved
        would show the rest as the system reads it.
        """
        if self._name.startswith(self._prefijos_vigilados()):
            self._exigir_legibles_en(values)
        return super().onchange(values, field_names, fields_spec)

    @api.model
    def _prefijos_vigilados(self):
        """How the names of the models begin whose forms, and whose records in them, are held to that. To extend."""
        return ("mensajeria.",)

    def _exigir_legibles_en(self, valores):
        """Refuse values of a form that name records of ours which the user cannot read."""
        for nombre, valor in valores.items():
            campo = self._fields.get(nombre)
            if campo is None or not valor or not (campo.comodel_name or "").startswith(self._prefijos_vigilados()):
                continue
            comodelo = self.env[campo.comodel_name]
            if campo.type == "many2one":
                ids = [valor.get("id") if isinstance(valor, dict) else valor]
            else:
                ids = []
                for orden, lugar, *resto in valor:
                    if orden in (0, 1):
                        comodelo._exigir_legibles_en(resto[0])
                    ids += resto[0] if orden == 6 else [lugar]
            comodelo.browse(id_ for id_ in ids if isinstance(id_, int) and id_).exists().check_access("read")
