from datetime import timedelta

from odoo import api, models
from odoo.fields import Domain


class MensajeriaEnvio(models.Model):
    """Failed attempts, what follows from them, and the hold at the counter."""

    _inherit = "mensajeria.envio"

    def _anotar_intento(self, evento, datos):
        """The failed attempt of ``evento``: its number, its remarks, when to come back; and the hold after the last one."""
        self.ensure_one()
        motivo, proveedor = evento.motivo_id, self.proveedor_id
        numero = self.intentos + 1
        agotado = numero >= max(proveedor.intentos_max, 1) or (motivo and not motivo.reintentable)
        local = self._en_local(evento.fecha_dispositivo).replace(tzinfo=None)
        proximo = (
            None if agotado else self.company_id._a_utc(proveedor._regla_de_intentos().siguiente(local, self._es_habil))
        )
        self.env["mensajeria.intento"].sudo().create(
            {
                "envio_id": self.id,
                "company_id": self.company_id.id,
                "evento_id": evento.id,
                "numero": numero,
                "fecha": evento.fecha_dispositivo,
                "motivo_id": motivo.id,
                "mensajero_id": datos.get("mensajero_id") or self.mensajero_id.id,
                "aviso_dejado": datos.get("aviso_dejado"),
                "foto_ids": datos.get("foto_ids") or [],
                "siguiente": proximo,
                "reparo": self._reparo(local),
            }
        )
        self.intentos = numero
        if self.state == "intento_fallido" and agotado:
            self._resolver_agotado(motivo)

    def _resolver_agotado(self, motivo):
        """No attempt is left: back to the sender at once where the reason says so, else on hold for some days."""
        if motivo.devolver:
            self._registrar_evento("en_devolucion", origen="sistema", motivo=motivo.name)
            return
        self._registrar_evento("en_resguardo", origen="sistema")
        hoy = self.company_id._hoy()
        self.resguardo_hasta = self._area_de_plazos()._sumar_dias_habiles(hoy, max(self.proveedor_id.dias_resguardo, 1))

    def _reparo(self, local):
        """What the rule of attempts says against one at ``local``, in words."""
        anterior = self.env["mensajeria.intento"].sudo().search(
            [("envio_id", "=", self.id)], order="numero desc", limit=1
        )  # fmt: skip
        if not anterior:
            return False
        antes = self._en_local(anterior.fecha).replace(tzinfo=None)
        habiles = sum(
            self._es_habil(antes.date() + timedelta(days=n)) for n in range(1, (local.date() - antes.date()).days + 1)
        )
        regla = self.proveedor_id._regla_de_intentos()
        textos = {
            "misma_franja": self.env._("At the same half of the day as the one before"),
            "muy_pronto": self.env._("Too soon after the one before (less than %g h)", regla.horas),
            "muy_tarde": self.env._("Too late after the one before (working days allowed: %s)", regla.dias),
        }
        return "; ".join(textos[r] for r in regla.reparos(antes, local, habiles)) or False

    def _es_habil(self, dia):
        """Whether who delivers this piece works on the date ``dia``."""
        if self.mensajero_id:
            return self.mensajero_id.sudo()._disponible(dia)
        return self._area_de_plazos()._sumar_dias_habiles(dia - timedelta(days=1), 1) == dia

    @api.model
    def _cron_resguardo(self, lote=200):
        """What nobody fetched in time goes back to its sender."""
        vencidos = Domain("state", "=", "en_resguardo") & self.env["res.company"]._dominio_de_hoy(
            "resguardo_hasta", "<"
        )
        self.env["ir.cron"]._commit_progress(remaining=self.search_count(vencidos))
        motivo = self.env._("The hold expired")
        self.search(vencidos, order="resguardo_hasta", limit=lote)._uno_por_uno(
            lambda envio: envio._registrar_evento("en_devolucion", origen="sistema", motivo=motivo)
        )
