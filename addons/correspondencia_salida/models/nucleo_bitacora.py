from odoo import api, models


class Bitacora(models.Model):
    """How the log of an outgoing document and of its addressees reads."""

    _inherit = "nucleo.bitacora"

    @api.model
    def _etiquetas_de_eventos(self):
        oficio = {
            "enviar_a_revision": self.env._("Sent for review"),
            "terminar": self.env._("Ready to number"),
            "aprobar": self.env._("Approved"),
            "devolver": self.env._("Back to draft"),
            "corregir": self.env._("Back to draft"),
            "numerar": self.env._("Numbered"),
            "negar_firma": self.env._("Back without signature, its number is void"),
            "despachar": self.env._("Dispatched to all its addressees"),
            "acusar": self.env._("No acuse is missing"),
            "deshacer_despacho": self.env._("To dispatch again"),
            "reabrir": self.env._("An acuse is missing again"),
            "archivar": self.env._("Filed"),
            "terminar_serie": self.env._("Its letters were made, one for each addressee"),
            "sustituir": self.env._("Substituted by another"),
        }
        destinatario = {
            "solicitar": self.env._("Dispatch begun"),
            "despachar": self.env._("Dispatched"),
            "retirar": self.env._("Not sent for now"),
            "entregar": self.env._("Handed over"),
            "acusar": self.env._("Acknowledged"),
            "devolver": self.env._("Came back"),
            "corregir": self.env._("Reception taken back"),
            "reintentar": self.env._("To be sent again"),
            "revocar_enlace": self.env._("Link revoked"),
            "recordar": self.env._("Reminded by hand"),
            "renovar_enlace": self.env._("Another link sent"),
            "perseguir": self.env._("Acuse asked for"),
            "esperar_de_mas": self.env._("Nobody came for it"),
            "esperar": self.env._("Left waiting at the counter"),
        }
        acuse = {
            "recibir": self.env._("Acuse back in the office"),
            "digitalizar": self.env._("Acuse digitized"),
            "validar": self.env._("Acuse validated"),
            "observar": self.env._("Irregular acuse"),
            "extraviar": self.env._("Acuse lost"),
            "sustituir": self.env._("Acuse replaced"),
            "dispensar": self.env._("Acuse not required any more"),
            "entregar": self.env._("Acuse handed over to the unit"),
            "deshacer": self.env._("What was told of the acuse is taken back"),
        }
        visto = {
            "aprobar": self.env._("Reviewed and approved"),
            "devolver": self.env._("Returned by a reviewer"),
        }
        serie = {
            "generar": self.env._("Its letters began to be made, one for each addressee"),
            "detener": self.env._("The making of its letters was stopped"),
            "reanudar": self.env._("The making of its letters goes on"),
            "cancelar": self.env._("No more letters are made of it"),
        }
        lectura = {
            "leer": self.env._("Read"),
            "confirmar_lectura": self.env._("Reading confirmed"),
        }
        return {
            **super()._etiquetas_de_eventos(),
            "descargar_expediente": self.env._("File downloaded as PDF"),
            **{f"correspondencia.oficio:{evento}": titulo for evento, titulo in oficio.items()},
            **{f"correspondencia.destinatario:{evento}": titulo for evento, titulo in destinatario.items()},
            **{f"mensajeria.acuse:{evento}": titulo for evento, titulo in acuse.items()},
            **{f"correspondencia.oficio.visto:{evento}": titulo for evento, titulo in visto.items()},
            **{f"correspondencia.serie:{evento}": titulo for evento, titulo in serie.items()},
            **{f"correspondencia.lectura:{evento}": titulo for evento, titulo in lectura.items()},
        }

    def _detalle(self, datos, nombres):
        if self.res_model == "correspondencia.destinatario":
            medios = dict(self.env["correspondencia.destinatario"]._fields["medio"]._description_selection(self.env))
            return " · ".join(filter(None, (medios.get(datos.get("medio")), datos.get("pieza"), datos.get("receptor"))))
        if self.evento == "descargar_expediente":  # tells how many, not which
            return self.env._(
                "%(documents)s documents, %(pages)s pages", documents=datos["documentos"], pages=datos["paginas"]
            )
        return super()._detalle(datos, nombres) or datos.get("numero") or ""
