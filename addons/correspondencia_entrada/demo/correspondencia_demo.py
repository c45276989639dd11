from datetime import datetime, time, timedelta

import pytz

from odoo import api, fields, models

from odoo.addons.mensajeria.nucleo.tools.reloj import reloj

from .actores import FIRMAN, Actor
from .pasos import en_orden, leer_guion

ZONA = pytz.timezone("America/Mexico_City")
#: working days ago, the institute stopped signing by hand
FIRMA_DESDE = 15


class CorrespondenciaDemo(models.AbstractModel):
    """Lives through the last three months of an invented institute, step by step and as its own people.

    Every act goes through the methods that the screens call, so folios, tasks and the audit log are true. The clock
    stands at the hour of each act, by the library that Odoo itself requires for that. Only the demo data call this.
    """

    _name = "correspondencia.demo"
    _description = "Demo Data of Incoming Correspondence"

    @api.model
    def _cargar(self):
        """Play the script, unless the institute already has matters."""
        company = self.env.ref("mensajeria.demo_company")
        if self.env["correspondencia.asunto"].search_count([("company_id", "=", company.id)], limit=1):
            return
        # Odoo loads the translations of a module after its demo data, but messages keep the labels of their moment.
        self.env.ref("base.module_correspondencia_entrada")._update_translations()
        casos = leer_guion()
        pasos = en_orden(casos)
        dias = self._dias_habiles(max(paso.dia for _numero, paso in pasos))
        firmantes = self.env["res.users"].search([("company_id", "=", company.id), ("login", "in", FIRMAN)])
        asuntos = {}
        with reloj(self.env.cr) as poner:
            for numero, paso in pasos:
                poner(self._momento(dias[-paso.dia], paso.minuto, numero))
                if paso.dia <= FIRMA_DESDE:
                    firmantes.filtered(lambda user: not user.firmante).firmante = True
                actor = Actor(self.env, paso.actor, casos[numero], numero, asuntos.get(numero))
                asuntos[numero] = getattr(actor, paso.verbo)(*paso.datos) or asuntos[numero]
        self._leer_avisos(company, dias[-2])

    @api.model
    def _leer_avisos(self, company, desde):
        """Everybody has read the notices of before the day ``desde``."""
        partners = self.env["res.users"].search([("company_id", "=", company.id)]).partner_id
        self.env["mail.notification"].search(
            [("res_partner_id", "in", partners.ids), ("mail_message_id.date", "<", self._momento(desde, 0, 0))]
        ).is_read = True

    @api.model
    def _dias_habiles(self, cuantos):
        """The last ``cuantos`` working days of the institute before today."""
        fin = ZONA.localize(datetime.combine(fields.Date.context_today(self.with_context(tz=ZONA.zone)), time()))
        calendario = self.env.ref("mensajeria.demo_calendario")
        jornadas = calendario._work_intervals_batch(fin - timedelta(days=2 * cuantos + 30), fin)[False]
        return sorted({inicio.astimezone(ZONA).date() for inicio, _fin, _calendario in jornadas})[-cuantos:]

    @api.model
    def _momento(self, dia, minuto, segundo):
        """UTC of the minute ``minuto`` of the day ``dia`` in Mexico."""
        local = datetime.combine(dia, time()) + timedelta(minutes=minuto, seconds=segundo % 60)
        return ZONA.localize(local).astimezone(pytz.utc).replace(tzinfo=None)
