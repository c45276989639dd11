from odoo import api, fields, models


class CorrespondenciaDestinatario(models.Model):
    """At the counter: what nobody comes for within the term of the institution is a task of the office.

    ``nivel`` of a line that waits there is 1 from that day on, until it is handed over, sent another way or left waiting.
    """

    _inherit = "correspondencia.destinatario"

    sin_recoger = fields.Boolean("Nobody Came", compute="_compute_sin_recoger", search="_search_sin_recoger")

    @api.depends("medio", "state", "nivel")
    def _compute_sin_recoger(self):
        for linea in self:
            linea.sin_recoger = linea.medio == "personal" and linea.state == "en_despacho" and linea.nivel > 0

    def _search_sin_recoger(self, operator, value):
        if operator != "in":
            return NotImplemented
        return [("medio", "=", "personal"), ("state", "=", "en_despacho"), ("nivel", ">", 0)]

    def _despachar_personal(self):
        super()._despachar_personal()
        self._esperar_en_ventanilla()

    def _esperar_en_ventanilla(self):
        """Count the term of these lines from today."""
        for (area, company), lineas in self.grouped(lambda d: (d.oficio_id.area_id, d.company_id)).items():
            vence = area._sumar_dias_habiles(company._hoy(), company.salida_dias_ventanilla)
            lineas.write({"fecha_persecucion": vence, "nivel": 0})

    def _perseguir(self, hoy):
        if self.state == "despachado":
            super()._perseguir(hoy)
            return
        self.write({"nivel": 1, "fecha_persecucion": False})
        self._anotar("esperar_de_mas")
        self.oficio_id._avisar_sin_recoger()

    def action_esperar(self):
        """Nobody came for these documents: they wait at the counter for another term."""
        destinatarios = self._exigir_despachador()
        destinatarios._exigir_en_ventanilla()
        destinatarios._esperar_en_ventanilla()
        for linea in destinatarios:
            linea._anotar("esperar")
        destinatarios.oficio_id._revisar_tareas_de_lineas()
        return True

    def _exigir_en_ventanilla(self):
        """Refuse lines that do not wait at the counter."""
        self._exigir_estado("en_despacho")
        for linea in self:
            linea._exigir_personal()


class CorrespondenciaOficio(models.Model):
    _inherit = "correspondencia.oficio"

    def _avisar_sin_recoger(self):
        """The office decides what to do with what nobody came for: one task for each document."""
        if not self._tareas_abiertas("oficio_sin_recoger"):
            self._abrir_tarea(
                "oficio_sin_recoger",
                grupo=self.env.ref("correspondencia_entrada.group_oficialia"),
                area=self.oficialia_id,
            )

    def _revisar_tareas_de_lineas(self):
        super()._revisar_tareas_de_lineas()
        esperan = self.filtered(lambda o: any(d.sin_recoger for d in o.destinatario_ids))
        (self - esperan)._tareas_abiertas("oficio_sin_recoger")._cerrar()

    def _accion_de_tarea(self, tarea):
        """One document is decided on in its own screen, where everything that can be done with it is a button."""
        if tarea.paso_id.codigo != "oficio_sin_recoger":
            return super()._accion_de_tarea(tarea)
        lineas = self.destinatario_ids.filtered("sin_recoger")
        if len(lineas) != 1:
            return self.action_ver_lineas()
        vista = self.env.ref("correspondencia_salida.correspondencia_destinatario_view_form_despacho")
        return {
            "type": "ir.actions.act_window",
            "res_model": lineas._name,
            "res_id": lineas.id,
            "views": [(vista.id, "form")],
        }
