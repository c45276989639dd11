from datetime import datetime
from typing import NamedTuple

from odoo import fields, models
from odoo.fields import Domain

#: phase of each log; its icon and colour on the screen
FASES = {
    "correspondencia.asunto": "entrada",
    "correspondencia.respuesta": "respuesta",
    "firma.documento": "firma",
    "correspondencia.oficio": "oficio",
    "correspondencia.oficio.visto": "revision",
    "correspondencia.serie": "oficio",
    "correspondencia.destinatario": "despacho",
    "correspondencia.lectura": "acuse",
    "mensajeria.acuse": "acuse",
}
#: of these logs only what is part of the story; of the others, everything but `OMITIDOS`
RELATADOS = {
    "correspondencia.respuesta": ("responder", "responder_firmada"),
    "correspondencia.oficio.visto": ("aprobar", "devolver"),
    "correspondencia.serie": ("generar", "detener", "reanudar", "cancelar"),
    "correspondencia.lectura": ("leer", "confirmar_lectura"),
    "firma.documento": ("firmar_parcial", "sellar_y_seguir"),
}
OMITIDOS = ("descargar_paquete", "descargar_expediente", "salir", "archivar", "regularizar")
#: events that close a phase well
FINALES = ("concluir", "acusar", "entregar", "validar")


class Renglon(NamedTuple):
    """One line of the story of a matter, as far as its reader may know it.

    :param cuando: instant, naive in UTC
    :param orden: among those of the same second
    :param registro: what it is about, to be opened; empty when it is the matter itself
    :param documentos: attachments in sudo, all of which the reader may read
    """

    cuando: datetime
    orden: tuple
    fase: str
    titulo: str
    quien: str
    detalle: str
    motivo: str
    registro: models.Model
    documentos: models.Model


class CorrespondenciaAsunto(models.Model):
    """The file of a matter: its whole story, from the paper that came in to the signed acuse of the answer.

    It is drawn from the logs, so it cannot tell what did not happen. Of the letters, lines and pieces that the reader may not
    read it says nothing, not even that they are; that the matter was answered is told by its own turnos.
    """

    _inherit = "correspondencia.asunto"

    def expediente(self):
        """The story of the matter for the screen, oldest first.

        :return: list of ``{"cuando", "fase", "titulo", "quien", "detalle", "motivo", "registro", "documentos"}``;
            instants in UTC
        """
        self.ensure_one()
        self.check_access("read")
        return [
            {
                "cuando": fields.Datetime.to_string(r.cuando),
                "fase": r.fase,
                "titulo": r.titulo,
                "quien": r.quien,
                "detalle": r.detalle,
                "motivo": r.motivo,
                "registro": {"modelo": r.registro._name, "id": r.registro.id, "nombre": r.registro.display_name}
                if r.registro
                else False,
                "documentos": [
                    {"id": d.id, "name": d.name, "mimetype": d.mimetype, "paginas": d.paginas} for d in r.documentos
                ],
            }
            for r in self._renglones_expediente()
        ]

    def _renglones_expediente(self):
        """The lines of the story; a number of queries that does not depend on its length."""
        self.ensure_one()
        fuentes = self._fuentes_expediente()
        renglones = self._renglones_de_bitacora(fuentes)
        renglones += self._renglones_de_borradores(fuentes["correspondencia.oficio"], renglones)
        renglones += self._renglones_de_piezas(fuentes["mensajeria.envio"])
        return sorted(renglones, key=lambda r: (r.cuando, r.orden))

    def _fuentes_expediente(self):
        """``{model: records that the reader may read}``."""

        def legibles(modelo, campo, registros):
            Modelo = self.env[modelo]
            if not registros or not Modelo.has_access("read"):
                return Modelo
            return Modelo.search([(campo, "in", registros.ids)])

        respuestas = legibles("correspondencia.respuesta", "asunto_id", self)
        oficios = legibles("correspondencia.oficio", "asunto_ids", self)
        lineas = legibles("correspondencia.destinatario", "oficio_id", oficios)
        envios = lineas.envio_id._filtered_access("read")
        return {
            self._name: self,
            respuestas._name: respuestas,
            oficios._name: oficios,
            "correspondencia.oficio.visto": legibles("correspondencia.oficio.visto", "oficio_id", oficios),
            "correspondencia.serie": legibles("correspondencia.serie", "modelo_id", oficios),
            # of a circular to everybody, the acuse of its line is enough
            "correspondencia.lectura": legibles(
                "correspondencia.lectura", "destinatario_id", lineas.filtered(lambda d: d.alcance == "persona")
            ),
            "firma.documento": (respuestas.sudo().firma_id | oficios.sudo().firma_id),
            lineas._name: lineas,
            envios._name: envios,
            "mensajeria.acuse": legibles("mensajeria.acuse", "envio_id", envios),
        }

    # From the logs

    def _renglones_de_bitacora(self, fuentes):
        eventos = self._eventos_expediente(fuentes)
        etiquetas, nombres = eventos._etiquetas_de_eventos(), eventos._nombres_de_logins()
        documentos = self._documentos_por_evento(fuentes, eventos)
        registros = {(modelo, r.id): r for modelo, propios in fuentes.items() for r in propios}
        firmados = {
            r.firma_id.id: r for m in ("correspondencia.respuesta", "correspondencia.oficio") for r in fuentes[m].sudo()
        }
        renglones = []
        for evento in eventos:
            registro = registros[evento.res_model, evento.res_id]
            propios = documentos.get(evento.id, self.env["ir.attachment"])
            datos = evento._datos()
            if propios:
                datos.pop("documentos", None)
            detalle = evento._detalle(datos, nombres)
            if registro == self and evento.evento == "registrar":
                detalle = " · ".join(
                    filter(None, (self.remitente_nombre, self.remitente_institucion, self.numero_oficio))
                )
            elif registro._name == "correspondencia.destinatario":
                detalle = " · ".join(filter(None, (registro.dest_nombre, registro.dest_institucion, detalle)))
            abre = self._registro_de(registro, firmados)
            renglones.append(
                Renglon(
                    evento.fecha,
                    (1, evento.id),
                    self._fase_de(evento),
                    evento._titulo(etiquetas),
                    self._quien(evento.user_id),
                    "" if abre and detalle == abre.display_name else detalle,
                    evento.motivo or "",
                    abre,
                    propios,
                )
            )
        return renglones

    def _eventos_expediente(self, fuentes):
        """The events of logs whose records the reader reads, in sudo: one query, by the index of the chains."""
        return (
            self.env["nucleo.bitacora"]
            .sudo()
            .search(
                Domain.OR(
                    Domain("res_model", "=", modelo)
                    & Domain("res_id", "in", fuentes[modelo].ids)
                    & (
                        Domain("evento", "in", RELATADOS[modelo])
                        if modelo in RELATADOS
                        else Domain("evento", "not in", OMITIDOS)
                    )
                    for modelo in FASES
                    if fuentes[modelo]
                ),
                order="id",
            )
        )

    def _fase_de(self, evento):
        if evento.evento in FINALES and evento.res_model != "correspondencia.oficio.visto":
            return "acuse" if evento.res_model != self._name else "final"
        if evento.evento.startswith("turno_"):
            return "turno"
        if evento.evento in ("firmar", "enviar_a_firma"):
            return "firma"
        return FASES[evento.res_model]

    @staticmethod
    def _registro_de(registro, firmados):
        """What a line opens."""
        if registro._name == "correspondencia.asunto":
            return registro.browse()
        if registro._name == "firma.documento":
            return firmados[registro.id].sudo(False)
        if registro._name in (
            "correspondencia.destinatario",
            "correspondencia.oficio.visto",
            "correspondencia.lectura",
        ):
            return registro.oficio_id._filtered_access("read")
        return registro.envio_id if registro._name == "mensajeria.acuse" else registro

    @staticmethod
    def _quien(user):
        """Name of a person of the house; nobody for the system and for visitors."""
        return "" if user._is_superuser() or user.share else user.name

    # Documents

    def _documentos_por_evento(self, fuentes, eventos):
        """``{event id: attachments in sudo}``: each document stands once, at the event that made it what it is."""
        de_registro = {}
        for modelo, registros in fuentes.items():
            for registro in registros.sudo():
                for verbos, documentos in self._documentos_de(registro):
                    for verbo in verbos:
                        de_registro[modelo, registro.id, verbo] = documentos
        por_evento = {}
        for evento in reversed(eventos):  # the last event of its kind holds them
            if documentos := de_registro.get((evento.res_model, evento.res_id, evento.evento)):
                por_evento[evento.id] = documentos
                for clave in [c for c, d in de_registro.items() if d is documentos]:
                    del de_registro[clave]
        por_evento |= self._documentos_recibidos(eventos)
        todos = self.env["ir.attachment"].union(*por_evento.values())
        permitidos = todos.sudo(False)._filtered_access("read")
        return {id_: (d & permitidos).with_prefetch(todos._ids) for id_, d in por_evento.items()}

    def _documentos_recibidos(self, eventos):
        """The documents that came in, each at the first event that tells of it."""
        faltan = {d.sha256: d for d in self._documentos_fijos().sudo()}
        hallados = {}
        for evento in eventos.filtered(lambda e: e.res_model == self._name):
            suyos = [faltan.pop(d["sha256"], None) for d in evento._datos().get("documentos", ())]
            if documentos := [d for d in suyos if d]:
                hallados[evento.id] = self.env["ir.attachment"].sudo().union(*documentos)
        return hallados

    @staticmethod
    def _documentos_de(registro):
        """``(events at which they may stand, attachments)`` of one record in sudo."""
        if registro._name == "correspondencia.respuesta":
            firmado = registro.firma_id.pdf_id if registro.state == "enviada" else registro.documento_ids.browse()
            return [(("responder", "responder_firmada"), firmado | registro.documento_ids)]
        if registro._name == "correspondencia.oficio":
            electronica = registro.modo_firma == "electronica"
            impreso = registro.pdf_id.browse() if electronica else registro.pdf_id
            return [
                (("numerar",), impreso | registro.anexo_ids),
                (("firmar",), registro.pdf_id if electronica else registro.escaneo_id),
            ]
        if registro._name == "correspondencia.destinatario":
            return [(("acusar", "entregar"), registro.acuse_ids)]
        if registro._name == "mensajeria.acuse":
            return [(("validar", "digitalizar", "recibir"), registro._papeles_sin_carta())]
        return []

    # What no log tells

    def _renglones_de_borradores(self, oficios, renglones):
        primeros = {r.registro: r.cuando for r in sorted(renglones, key=lambda r: r.orden, reverse=True)}
        return [
            Renglon(
                min(oficio.create_date, primeros.get(oficio, oficio.create_date)),
                (0, oficio.id),
                "oficio",
                self.env._("Draft begun"),
                self._quien(oficio.sudo().redactor_id),
                oficio.descripcion or "",
                "",
                oficio,
                self.env["ir.attachment"],
            )
            for oficio in oficios
        ]

    def _renglones_de_piezas(self, envios):
        """What happened on the way to the pieces that carry the letters."""
        Evento = self.env["mensajeria.evento"]
        if not envios or not Evento.has_access("read"):
            return []
        eventos = Evento.search([("envio_id", "in", envios.ids)])
        tipos = dict(Evento._fields["tipo"]._description_selection(self.env))
        return [
            Renglon(
                evento.fecha_dispositivo,
                (2, evento.id),
                "envio",
                tipos[evento.tipo],
                self._quien(evento.sudo().user_id),
                " · ".join(filter(None, (evento.envio_id.dest_nombre, evento.motivo_id.name))),
                evento.motivo or "",
                evento.envio_id,
                self.env["ir.attachment"],
            )
            for evento in eventos
        ]
