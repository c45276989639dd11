from odoo import fields, models


class ResCompany(models.Model):
    _name = "res.company"
    _inherit = ["res.company", "correspondencia.membrete.mixin"]

    salida_plazo_local = fields.Integer("Acuse by Own Messenger", default=5)
    salida_plazo_sepomex = fields.Integer("Acuse by SEPOMEX", default=20)
    salida_plazo_foranea = fields.Integer("Acuse by Courier", default=10)
    salida_plazo_correo = fields.Integer("Acuse by E-mail", default=5)
    salida_plazo_portal = fields.Integer("Acuse by Portal", default=5)
    salida_plazo_interno = fields.Integer("Internal Acuse", default=3)
    salida_dias_enlace = fields.Integer("Links Open During", default=90)
    salida_dias_ventanilla = fields.Integer("Wait at the Counter", default=5)

    _salida_plazos = models.Constraint(
        "CHECK (LEAST(salida_plazo_local, salida_plazo_sepomex, salida_plazo_foranea, salida_plazo_correo,"
        " salida_plazo_portal, salida_plazo_interno) >= 1)",
        "The terms of the acuses are 1 working day or more.",
    )
    _salida_dias_enlace = models.Constraint(
        "CHECK (salida_dias_enlace BETWEEN 1 AND 3650)", "A link opens its document from 1 day to 10 years."
    )
    _salida_dias_ventanilla = models.Constraint(
        "CHECK (salida_dias_ventanilla >= 1)", "Letters wait at the counter 1 working day or more."
    )

    def _plazo_de_acuse(self, medio):
        """Working days after dispatch within which the acuse of what is sent by ``medio`` is expected."""
        return self[f"salida_plazo_{medio}"]
