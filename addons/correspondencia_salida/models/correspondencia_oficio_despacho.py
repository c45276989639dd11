from odoo import fields, models
from odoo.exceptions import UserError

#: states of a line in which the letter is out
FUERA = ("despachado", "acusado", "devuelto")
#: states of a document in which something is still to be decided on its lines
CON_LINEAS_VIVAS = ("firmado", "despachado", "acusado")


class CorrespondenciaOficio(models.Model):
    """A document is dispatched when each of its addressees is, and acknowledged with the last acuse."""

    _inherit = "correspondencia.oficio"

    fecha_despacho = fields.Datetime("Dispatched On", readonly=True, copy=False)
    fecha_acuse = fields.Datetime("Acknowledged On", readonly=True, copy=False)
    por_acusar = fields.Integer("Missing Acuses", compute="_compute_por_acusar")

    def _compute_por_acusar(self):
        cuentas = dict(
            self.env["correspondencia.destinatario"]._read_group(
                [
                    ("oficio_id", "in", self.ids),
                    ("oficio_id.state", "!=", "sustituido"),
                    ("requiere_acuse", "=", True),
                    ("state", "in", ("despachado", "devuelto")),
                ],
                ["oficio_id"],
                ["__count"],
            )
        )
        for oficio in self:
            oficio.por_acusar = cuentas.get(oficio._origin, 0)

    def _queda_firmado(self, datos):
        super()._queda_firmado(datos)
        self._abrir_despacho()

    def _revisar_despacho(self):
        """Move these documents to where their lines are."""
        oficios = self.sudo()
        oficios._apartar()  # two addressees at once: the last one counts
        salen, vuelven, cierran, reabren = (oficios.browse() for _destino in range(4))
        for oficio in oficios:
            vivas = oficio.destinatario_ids.filtered(lambda d: d.state != "cancelado")
            if not vivas:
                continue
            fuera = all(d.state in FUERA for d in vivas)
            acusado = fuera and any(d.state == "acusado" for d in vivas)
            acusado = acusado and all(d.state == "acusado" or not d.requiere_acuse for d in vivas)
            if oficio.state == "firmado" and fuera:
                salen |= oficio
            if (oficio.state == "acusado" and not acusado) or (
                oficio.state == "archivado" and any(d.state == "devuelto" for d in vivas)
            ):
                reabren |= oficio
            if oficio.state in ("despachado", "acusado") and not fuera:
                vuelven |= oficio
            if oficio.state in ("firmado", "despachado") and acusado:
                cierran |= oficio
        salen._salieron()
        reabren._transitar("despachado", self.env._("An acuse was taken back"))
        reabren.fecha_acuse = False
        vuelven._transitar("firmado", self.env._("An addressee is to be dispatched again"))
        vuelven.fecha_despacho = False
        vuelven._abrir_despacho()
        cierran._transitar("acusado")
        cierran.fecha_acuse = fields.Datetime.now()
        oficios._revisar_tareas_de_lineas()

    def _salieron(self):
        self._tareas_abiertas("oficio_despachar")._cerrar("despachado")
        self.fecha_despacho = fields.Datetime.now()
        self._transitar("despachado")

    def _abrir_despacho(self):
        """They wait in the tray of the office that dispatches."""
        grupo = self.env.ref("correspondencia_entrada.group_oficialia")
        for oficialia, oficios in self.grouped("oficialia_id").items():
            oficios._abrir_tarea("oficio_despachar", grupo=grupo, area=oficialia)

    def _revisar_tareas_de_lineas(self):
        """Whoever wrote decides on what came back; the office asks no more for what arrived."""
        devueltos = self.filtered(
            lambda o: o.state in CON_LINEAS_VIVAS and any(d.state == "devuelto" for d in o.destinatario_ids)
        )
        abiertas = self._tareas_abiertas("oficio_devuelto")
        abiertas.filtered(lambda t: t.res_id not in devueltos.ids)._cerrar()
        for oficio in devueltos - self.browse(abiertas.mapped("res_id")):
            quien = oficio._responsable()
            if quien:
                oficio._abrir_tarea("oficio_devuelto", user=quien, area=oficio.area_id)
            else:
                oficio._abrir_tarea(
                    "oficio_devuelto",
                    grupo=self.env.ref("correspondencia_entrada.group_oficialia"),
                    area=oficio.oficialia_id,
                )
        perseguidos = self.filtered(lambda o: any(d.nivel and d.state == "despachado" for d in o.destinatario_ids))
        (self - perseguidos)._tareas_abiertas("oficio_acusar")._cerrar()

    def _accion_de_tarea(self, tarea):
        """What came back is decided in its window, also on the phone; missing acuses are looked at in their tray."""
        lineas = self.destinatario_ids.filtered(lambda d: d.state == "devuelto")
        if tarea.paso_id.codigo == "oficio_devuelto" and len(lineas) == 1:
            return lineas.action_decidir()
        if tarea.paso_id.codigo in ("oficio_devuelto", "oficio_acusar", "oficio_despachar"):
            return self.action_ver_lineas()
        return super()._accion_de_tarea(tarea)

    def action_ver_lineas(self):
        """The addressees of this document, and where each of them is."""
        self.ensure_one()
        self.check_access("read")
        accion = self.env["ir.actions.act_window"]._for_xml_id(
            "correspondencia_salida.correspondencia_destinatario_action_todas"
        )
        return {**accion, "name": self.display_name, "domain": [("oficio_id", "=", self.id)], "context": {}}

    # Telling

    def _avisar(self, users, asunto, texto=None):
        """Tell these people, but not whoever does it."""
        if partners := (users - self.env.user).filtered("active").partner_id:
            self.message_notify(partner_ids=partners.ids, subject=asunto, body=texto or asunto)

    def _avisar_acuse(self, lineas, cierra):
        """Acuses came: it stands in the history of the document, and its drafter knows. With the last of them (``cierra``),
        it stands in the history of what it answers too, unless the document is confidential.
        """
        self.ensure_one()
        quienes = ", ".join(
            self.env._("%(who)s (received by %(receiver)s)", who=d.dest_nombre, receiver=d.receptor)
            if d.receptor and d.receptor != d.dest_nombre
            else d.dest_nombre
            for d in lineas[:20]
        )
        texto = self.env._("Acknowledged: %s", quienes)
        self.message_post(body=texto)
        if cierra:
            if all(d.state in ("acusado", "cancelado") for d in self.destinatario_ids):
                texto = self.env._("%s was acknowledged by all its addressees", self.name)
            else:
                texto = self.env._("%s: the acuses that were asked for are all in", self.name)
            if self.confidencialidad != "confidencial":
                for asunto in self.asunto_ids:
                    asunto.message_post(body=texto)
        self._avisar(self.redactor_id, self.env._("Acuse of %s", self.name), texto)

    def action_archivar(self):
        """File documents whose story is over."""
        oficios = self._exigir_de_mi_area()
        oficios._exigir_estado("despachado", "acusado")
        if pendiente := oficios.filtered("por_acusar")[:1]:
            raise UserError(self.env._("Acuses of %s are missing.", pendiente.display_name))
        oficios._transitar("archivado")
        return True
