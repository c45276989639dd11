from odoo import api, models

from odoo.addons.mensajeria.nucleo.tools.reloj import reloj

from .cartas import Despacho
from .pasos import DESPACHO, RESERVAS, leer_guion

#: minutes of the day at which the courier's offices take what the letters brought, and what leaves goes
SALIDA = DESPACHO + 120


class CorrespondenciaSalidaDemo(models.AbstractModel):
    """Lives through the last weeks of the letters that an invented institute sends, step by step and as its own people.

    Every act goes through the methods that the screens call, so numbers, tasks, pieces and the audit log are true. Only the
    demo data call this.
    """

    _name = "correspondencia.salida.demo"
    _description = "Demo Data of Outgoing Correspondence"

    @api.model
    def _cargar(self):
        """Play the script, unless the institute already wrote letters."""
        company = self.env.ref("mensajeria.demo_company")
        if self.env["correspondencia.oficio"].search_count([("company_id", "=", company.id)], limit=1):
            return
        # Odoo loads the translations of a module after its demo data, but messages keep the labels of their moment.
        self.env.ref("base.module_correspondencia_salida")._update_translations()
        entrada = self.env["correspondencia.demo"]
        cartas = leer_guion()
        dias = entrada._dias_habiles(max(carta.dia for carta in cartas))
        despacho = Despacho(self.env, cartas)
        with reloj(self.env.cr) as poner:
            for dia, minuto, acto, *datos in sorted(
                self._actos(despacho, cartas), key=lambda paso: (-paso[0], paso[1])
            ):
                poner(entrada._momento(dias[-dia], minuto, 0))
                acto(*datos)
        entrada._leer_avisos(company, dias[-2])

    @api.model
    def _actos(self, despacho, cartas):
        """(day, minute, function, arguments) of everything that happens."""
        for numero, carta in enumerate(cartas):
            for paso in carta.pasos():
                yield paso.dia, paso.minuto, despacho.dar, numero, paso
        for dia, redactor, tipo, para, motivo in RESERVAS:
            yield dia, DESPACHO - 90, despacho.reservar, redactor, tipo, para
            if motivo:
                yield dia - 5, DESPACHO - 60, despacho.anular, redactor, para, motivo
        for dia in range(2, max(carta.dia for carta in cartas)):  # what is asked for on the last day still waits
            yield dia, SALIDA, despacho.sacar_piezas
