import copy

from odoo import fields, models
from odoo.fields import Command

#: rows that one series advances before the next one does
LOTE = 20


class CorrespondenciaSerie(models.Model):
    """The work in the background. Each row takes two transactions: in the first its document takes its number, in the
    second it is printed and asks for its signatures. So nobody who numbers waits while a page is drawn, and after a
    power cut each row goes on where it was.
    """

    _inherit = "correspondencia.serie"

    def _cron_generar(self):
        """Go on with the series that are being generated, in turns."""
        cron = self.env["ir.cron"]
        pendientes = self.search([("state", "=", "generando")], order="id")
        cron._commit_progress(remaining=sum(serie.total - serie.procesados for serie in pendientes))
        while pendientes:
            for serie in pendientes:
                for _vez in range(LOTE):
                    # held, or stopped, by somebody: it goes on when they trigger it again
                    if not serie.try_lock_for_update(allow_referencing=True) or serie.state != "generando":
                        pendientes -= serie
                        break
                    if not cron._commit_progress(serie._siguiente_paso()):
                        return

    def _siguiente_paso(self):
        """Do one transaction's work.

        :return: how many rows it finished
        """
        renglon = self.env["correspondencia.serie.renglon"].search(
            [("serie_id", "=", self.id), ("resultado", "=", "ok")], order="numero", limit=1
        )
        if renglon:
            return renglon._avanzar()
        self._terminar()
        return 0

    def _terminar(self):
        """Every row was made, or failed: tell who asked for it."""
        self.fecha_fin = fields.Datetime.now()
        self._transitar("hecha", datos={"generados": self.generados, "fallidos": self.fallidos})
        self._revisar_cierre()
        titulo = self.env._("%s is generated", self.name)
        self.message_notify(
            partner_ids=self.user_id.partner_id.ids,
            subject=titulo,
            body=self.env._(
                "Documents: %(made)s. Rows that failed: %(failed)s.", made=self.generados, failed=self.fallidos
            ),
        )

    def _como_quien_genera(self):
        """``self`` with the rights of who asked for it."""
        return self.with_user(self.user_id).with_context(
            allowed_company_ids=self.company_id.ids, lang=self.user_id.lang, tz=self.user_id.tz
        )

    def _datos_de_oficio(self):
        """Values of each document: the text as it was approved, its signers, its annexes and its copies."""
        modelo = self.modelo_id
        datos = modelo.copy_data()[0]
        sobran = ("destinatario_ids", "visto_ids")
        return {clave: copy.copy(valor) for clave, valor in datos.items() if clave not in sobran} | {
            "referencia": modelo.referencia,
            "fecha_limite": modelo.fecha_limite,
            "visto_ids": [Command.clear()],  # the text was reviewed
            "destinatario_ids": [
                orden for orden in datos.get("destinatario_ids", ()) if orden[2].get("tipo", "para") == "ccp"
            ],
            "anexo_ids": [Command.set(self._copias_de_anexos().ids)],
        }

    def _copias_de_anexos(self):
        return (
            self.env["ir.attachment"]
            .with_context(sin_indice=True)
            .create(
                [
                    {
                        "name": anexo.name,
                        "raw": anexo.raw,
                        "mimetype": anexo.mimetype,
                        "clase": "anexo",
                        "paginas": anexo.paginas,
                    }
                    for anexo in self.modelo_id.anexo_ids._con_bytes()
                ]
            )
        )
