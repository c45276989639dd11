import json

import babel.dates

from odoo import fields, models
from odoo.exceptions import UserError
from odoo.tools.misc import babel_locale_parse

#: registered data that the acknowledgement shows, in the order of the paper
CAMPOS_DEL_ACUSE = (
    "fecha_recepcion",
    "remitente_nombre",
    "remitente_cargo",
    "remitente_institucion",
    "tipo_documento_id",
    "numero_oficio",
    "fecha_elaboracion",
    "referencia",
    "descripcion",
)


class CorrespondenciaAsunto(models.Model):
    """The papers of a matter: acknowledgement of receipt, routing slips and the package with everything."""

    _inherit = "correspondencia.asunto"

    # What the buttons call

    def action_imprimir_acuse(self):
        """Print the acknowledgement of receipt of these registered matters."""
        self._exigir_registrados()
        return self.env.ref("correspondencia_entrada.action_report_acuse").report_action(self)

    def action_imprimir_volante(self):
        """Print the routing slips of all recipients of these matters."""
        self._turnos_del_volante()
        return self.env.ref("correspondencia_entrada.action_report_volante").report_action(self)

    def action_descargar_paquete(self):
        """Download one ZIP with documents, acknowledgement, slips, answers and data of the matter."""
        self.ensure_one()
        self._exigir_registrados()
        self._exigir_tamano()
        self._exigir_evidencia_intacta()  # here the refusal is a dialog, in the download a bare page
        return {
            "type": "ir.actions.act_url",
            "url": f"/correspondencia/paquete/{self.id}",
            "target": "download",
        }

    def _accion_acuse(self, siguiente=None):
        """What the clerk sees after registering: the folio, with a button that opens its acknowledgement.

        :param siguiente: the screen behind it; by default the same record, now with its folio
        """
        self.ensure_one()
        return {
            "type": "ir.actions.client",
            "tag": "correspondencia_entrada.acuse_emitido",
            "params": {
                "folio": self.name,
                "url": f"/report/pdf/correspondencia_entrada.report_acuse/{self.id}",
                "next": siguiente or {"type": "ir.actions.client", "tag": "soft_reload"},
            },
        }

    # Checks

    def _exigir_registrados(self):
        """Refuse matters that the user cannot read or that have no folio yet."""
        self.check_access("read")
        if self.filtered(lambda a: a.state == "borrador"):
            raise UserError(self.env._("Register the matter first: a draft has no folio and nothing to print."))

    def _exigir_evidencia_intacta(self):
        """Refuse when the stored bytes of a document are no longer those that were registered."""
        if alterados := self._documentos_del_paquete()._verificar_evidencia():
            raise UserError(self._mensaje_alterado(alterados[0]))

    def _mensaje_alterado(self, documento):
        return self.env._(
            "«%(document)s» of %(folio)s was altered in the storage: its SHA-256 is not the registered one. Nothing was"
            " packed. Ask the administrator to restore it from a backup.",
            document=documento.name,
            folio=self.name,
        )

    # Data of the papers

    def _documentos_fijos(self):
        """The documents that are evidence, the main one first."""
        return self.documento_ids.filtered("evidencia").sorted(lambda d: (d.clase != "principal", d.id))

    def _respuestas_enviadas(self):
        """The sent answers that the user can read, oldest first."""
        return self.env["correspondencia.respuesta"].search(
            [("asunto_id", "in", self.ids), ("state", "=", "enviada")], order="fecha_envio, id"
        )

    def _eventos_con_datos(self, evento):
        """``(event, its data)`` of the log, oldest first, whoever reads the matter."""
        eventos = self.sudo().bitacora_ids.filtered(lambda e: e.evento == evento).sorted("numero")
        return [(e, json.loads(e.datos) if e.datos else {}) for e in eventos]

    def _documentos_al_registrar(self):
        """Hashes of the documents that came with the registration; later ones were digitized."""
        self.ensure_one()
        return {d["sha256"] for _e, datos in self._eventos_con_datos("registrar") for d in datos.get("documentos", ())}

    def _rectificaciones_del_acuse(self):
        """What was rectified of the data that the acknowledgement shows, oldest first.

        :returns: list of ``{"fecha", "cambios": [{"campo", "etiqueta", "antes"}]}``; instants naive in UTC, the rest as text
        """
        self.ensure_one()
        rectificaciones = []
        for evento, datos in self._eventos_con_datos("rectificar"):
            cambiados = datos.get("cambios", {})
            cambios = [
                {
                    "campo": c,
                    "etiqueta": self._fields[c]._description_string(self.env),
                    "antes": self._de_bitacora(c, cambiados[c]["antes"]),
                }
                for c in CAMPOS_DEL_ACUSE
                if c in cambiados
            ]
            if cambios:
                rectificaciones.append({"fecha": evento.fecha, "cambios": cambios})
        return rectificaciones

    def _recepciones_anteriores(self):
        """Dates of reception that earlier prints of the acknowledgement show, oldest first; naive in UTC."""
        return [
            cambio["antes"]
            for rectificacion in self._rectificaciones_del_acuse()
            for cambio in rectificacion["cambios"]
            if cambio["campo"] == "fecha_recepcion"
        ]

    def _de_bitacora(self, campo, texto):
        """A value that :meth:`_legible` wrote into the log; only instants are more than their text."""
        return fields.Datetime.to_datetime(texto) if self._fields[campo].type == "datetime" else texto

    def _url_acuse(self):
        """Address of the public page that confirms the acknowledgement; who reads the matter may know it."""
        self.ensure_one()
        self.check_access("read")
        return f"{self.get_base_url()}/acuse/{self.sudo().acuse_token}"

    def _zona_horaria(self):
        return self._folio_zona_horaria(self.sudo().oficialia_id)

    def _nombre_huso(self):
        """The office's time zone in words, in the language of the context."""
        locale = babel_locale_parse(self.env.lang)
        return babel.dates.get_timezone_name(babel.dates.get_timezone(self._zona_horaria()), locale=locale)

    def _turnos_del_volante(self):
        """The turnos that stand, for which slips are printed."""
        self._exigir_registrados()
        turnos = self.turno_ids.filtered(lambda t: t.state not in ("retirado", "devuelto"))
        turnos = turnos.sorted(lambda t: [int(n) for n in t.parent_path.split("/") if n])  # each branch after its root
        if sin_turnos := self - turnos.asunto_id:
            raise UserError(
                self.env._("%s is not turned to anybody yet: there is no slip to print.", sin_turnos[0].name)
            )
        return turnos

    def _idioma_de_papel(self):
        """Language in which the institution prints, whoever prints."""
        return self.sudo().company_id.partner_id.lang or self.env.lang or "en_US"

    def _como_papel(self):
        """``self`` in the language and time zone of the institution: the same paper for everybody."""
        self.ensure_one()
        return self.with_context(lang=self._idioma_de_papel(), tz=self._zona_horaria())
