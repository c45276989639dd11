from odoo import fields, models

from odoo.addons.mensajeria.tools.acuses import FIRMES


class MensajeriaEnvio(models.Model):
    """What happens to a piece that carries an official letter happens to the line of its addressee."""

    _inherit = "mensajeria.envio"

    destinatario_ids = fields.One2many("correspondencia.destinatario", "envio_id", "Lines of Letters", readonly=True)

    def _con_oficio(self):
        """Those of these pieces that carry letters."""
        return self.filtered(lambda e: e.sudo().destinatario_ids)

    def _lineas_en(self, *estados):
        return self.sudo().destinatario_ids.filtered(lambda d: d.state in estados)

    def _despues_de(self, tipo, datos, eventos, movidos, salen):
        super()._despues_de(tipo, datos, eventos, movidos, salen)
        if tipo == "cancelado" and movidos:
            motivo = datos.get("motivo") or self.env._("The piece was cancelled")
            movidos._lineas_en("en_despacho")._quedo_pendiente(motivo)
        elif tipo == "extraviado" and movidos:
            movidos._lineas_en("despachado")._volvio(datos.get("motivo") or self.env._("The piece was lost"))

    def _al_salir(self):
        super()._al_salir()
        for envio in self._con_oficio():
            envio._lineas_en("en_despacho")._salio(envio.fecha_deposito)
        self.sudo().destinatario_ids.oficio_id._revisar_despacho()

    def _al_entregar(self, datos):
        """Delivered is received, unless its signed acuse is still to come."""
        super()._al_entregar(datos)
        for envio in self._con_oficio():
            sin_papel = envio._lineas_en("despachado", "devuelto").filtered(
                lambda d: not (d.requiere_acuse and d.envio_id.acuse_ids)
            )
            sin_papel._acuso(envio.receptor_nombre, envio.fecha_entrega, datos={"pieza": envio.name})

    def _al_devolver(self):
        super()._al_devolver()
        self._lineas_en("despachado", "acusado").filtered(lambda d: d.state == "acusado")._desacusar(
            self.env._("The piece came back")
        )
        self._lineas_en("despachado")._volvio(self.env._("The piece came back"))

    def _al_corregir(self, evento):
        super()._al_corregir(evento)
        motivo = evento.motivo or self.env._("Correction")
        if evento.tipo == "entregado":
            self._lineas_en("acusado")._desacusar(motivo)
        elif evento.tipo in ("devuelto", "extraviado"):
            for linea in self._lineas_en("devuelto"):
                linea._transitar("despachado", motivo)
            self.sudo().destinatario_ids.oficio_id._revisar_despacho()


class MensajeriaAcuse(models.Model):
    _inherit = "mensajeria.acuse"

    def _papeles_sin_carta(self):
        """The files (sudo) of these acuses, but for those that stand with the letter they prove."""
        acuses = self.sudo()
        con_carta = set(acuses.envio_id.destinatario_ids.acuse_ids.mapped("sha256"))
        papeles = acuses.archivo_ids | acuses.certificacion_ids
        return papeles.filtered(lambda a: not a.sha256 or a.sha256 not in con_carta)

    def _validar(self, estado, motivo=None):
        """The validated acuse of a piece closes the line of its letter, and stays with it for those who read the letter."""
        super()._validar(estado, motivo)
        for acuse in self._con_papel().filtered(lambda a: a.state in FIRMES):
            papeles = acuse._con_papel()
            for linea in acuse.envio_id._lineas_en("despachado", "devuelto", "acusado"):
                copias = linea._copiar_papeles(papeles.archivo_ids | papeles.certificacion_ids)
                if linea.state == "acusado":
                    linea._guardar_acuse(copias)
                    continue
                linea._acuso(
                    acuse.receptor_nombre,
                    acuse.envio_id.fecha_entrega or fields.Datetime.now(),
                    copias,
                    {"pieza": acuse.envio_id.name, "acuse": estado},
                )


class MensajeriaSolicitud(models.Model):
    _inherit = "mensajeria.solicitud"

    def action_rechazar(self, motivo=None):
        """A rejected request of the office itself is over: its lines wait in the tray again."""
        res = super().action_rechazar(motivo=motivo)
        solicitudes = self.sudo()
        lineas = self.env["correspondencia.destinatario"].sudo().search([("solicitud_id", "in", solicitudes.ids)])
        for solicitud in lineas.solicitud_id:
            solicitud.envio_ids.filtered(lambda e: e.state != "cancelado")._cancelar(motivo)
        return res
