from odoo import models

from ..nucleo.tools.pdf import Adjunto

#: pictures that are printed; every file is also embedded as it is
IMPRIMIBLES = ("image/jpeg", "image/png", "image/webp", "image/gif")


class MensajeriaEnvio(models.Model):
    """The file of a piece: everything that happened to it, with its proofs, as one document."""

    _inherit = "mensajeria.envio"

    def _para_expediente(self):
        """What the file says, as far as the user may know it."""
        self.ensure_one()
        operador = self._puede_operar()
        eventos = self.evento_ids.sorted(lambda e: (e.fecha_dispositivo, e.id))
        corregidos = eventos.anula_id
        return {
            "pieza": self,
            "operador": operador,
            "eventos": [self._renglon_de_evento(evento, evento in corregidos, operador) for evento in eventos],
            "intentos": self.intento_ids.sorted("numero"),
            "relaciones": self.sudo().linea_ids.relacion_id.filtered("hash").sorted("fecha_emision"),
            "evidencias": self._evidencias() if operador else [],
        }

    def _renglon_de_evento(self, evento, corregido, operador):
        tipos, origenes = (dict(evento._fields[c]._description_selection(self.env)) for c in ("tipo", "origen"))
        lugar = ""
        if operador and (evento.latitud or evento.longitud):
            lugar = f"{evento.latitud:.5f}, {evento.longitud:.5f}"
            lugar += f" ± {evento.precision:.0f} m" if evento.precision else ""
        tarde = (evento.fecha_servidor - evento.fecha_dispositivo).total_seconds() >= 60
        return {
            "cuando": evento.fecha_dispositivo,
            "registrado": tarde and evento.fecha_servidor,
            "que": tipos[evento.tipo],
            "detalle": " · ".join(filter(None, (evento.motivo_id.name, evento.motivo))),
            "quien": evento.sudo().user_id.name,
            "origen": origenes[evento.origen],
            "codigo": evento.codigo_upu,
            "lugar": lugar,
            "negada": operador and evento.geo_negada,
            "conflicto": evento.conflicto,
            "corregido": corregido,
        }

    def _evidencias(self):
        """``[(attachment, what it proves)]``, each once, in sudo. To extend. Only for those who operate the piece."""
        self.ensure_one()
        envio, halladas = self.sudo(), {}
        pruebas = envio.evidencia_ids.filtered("attachment_id").sorted(lambda p: (p.evento_id.id, p.id))
        tipos = dict(pruebas._fields["tipo"]._description_selection(self.env))
        for prueba in pruebas:
            evento = dict(prueba.evento_id._fields["tipo"]._description_selection(self.env))[prueba.evento_id.tipo]
            halladas.setdefault(prueba.attachment_id, f"{tipos[prueba.tipo]}: {evento}")
        for intento in envio.intento_ids.sorted("numero"):
            for adjunto in intento.foto_ids:
                halladas.setdefault(adjunto, self.env._("Attempt %s", intento.numero))
        for relacion in envio.linea_ids.relacion_id.sorted("id"):
            for adjunto in relacion.evidencia_ids:
                halladas.setdefault(adjunto, self.env._("Stamped copy of %s", relacion.name))
        for acuse in envio.acuse_ids:
            for adjunto in acuse.archivo_ids:
                halladas.setdefault(adjunto, self.env._("Signed acuse"))
            for adjunto in acuse.certificacion_ids:
                halladas.setdefault(adjunto, self.env._("Certification of the provider"))
        return list(halladas.items())

    def _imagen_en_papel(self, adjunto):
        """Whether ``adjunto`` is a picture that can be printed."""
        return adjunto.mimetype in IMPRIMIBLES and bool(adjunto.raw)


class IrActionsReport(models.Model):
    _inherit = "ir.actions.report"

    def _get_adjuntos_pdf(self, record):
        adjuntos = super()._get_adjuntos_pdf(record)
        if self.report_name == "mensajeria.report_expediente" and record._puede_operar():
            adjuntos += [
                Adjunto(f"{numero:02d}-{adjunto.name}", adjunto.raw, adjunto.create_date, que)
                for numero, (adjunto, que) in enumerate(record._evidencias(), 1)
                if adjunto.raw
            ]
        return adjuntos
