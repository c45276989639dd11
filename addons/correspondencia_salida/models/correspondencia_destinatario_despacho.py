from odoo import api, fields, models
from odoo.exceptions import AccessError, UserError

from odoo.addons.mensajeria.nucleo.models import motivos

from ..tools.medios import CON_MENSAJERIA

#: states of the document in which its lines are dispatched
DESPACHABLES = ("firmado", "despachado", "acusado")


class CorrespondenciaDestinatario(models.Model):
    """The office that dispatches sends each line by its means."""

    _inherit = "correspondencia.destinatario"

    oficio_state = fields.Selection(related="oficio_id.state", string="Status of the Document")
    prioridad = fields.Selection(related="oficio_id.prioridad")
    descripcion = fields.Text(related="oficio_id.descripcion")
    puede_despachar = fields.Boolean(compute="_compute_puede_despachar")
    puede_decidir = fields.Boolean(compute="_compute_puede_despachar")
    fecha_firma = fields.Datetime(related="oficio_id.fecha_firma")
    reparo = fields.Text("Why It Did Not Leave", readonly=True, copy=False)

    @api.depends_context("uid")
    @api.depends("oficio_id.oficialia_id")
    def _compute_puede_despachar(self):
        for destinatario in self:
            destinatario.puede_despachar = destinatario._puede_despachar()
            destinatario.puede_decidir = destinatario.puede_despachar or destinatario._puede_redactar()

    # Who may

    def _puede_despachar(self):
        user = self.env.user
        if user.has_group("mensajeria.group_administrador"):
            return True
        oficialia = self.sudo().oficio_id.oficialia_id
        return user.has_group("correspondencia_entrada.group_oficialia") and oficialia in user.sudo().oficialia_ids

    def _puede_redactar(self):
        oficio = self.oficio_id
        return oficio.has_access("read") and oficio._puede_redactar()

    def _exigir_despachador(self):
        """``self`` in sudo and locked with its documents, when the user dispatches each of these lines."""
        self.check_access("read")
        for destinatario in self:
            if not destinatario._puede_despachar():
                raise AccessError(
                    self.env._("%s dispatches this document.", destinatario.sudo().oficio_id.oficialia_id.name or "-")
                )
        return self._tomar()

    def _exigir_quien_decide(self):
        """``self`` in sudo and locked with its documents, when the user writes or dispatches each of them."""
        self.check_access("read")
        for destinatario in self:
            if not (destinatario._puede_despachar() or destinatario._puede_redactar()):
                raise AccessError(self.env._("You do not write for %s.", destinatario.sudo().oficio_id.area_id.name))
        return self._tomar()

    def _tomar(self):
        destinatarios = self.sudo()
        destinatarios.oficio_id._bloquear()
        destinatarios._bloquear()
        return destinatarios

    # Sending

    def action_despachar(self):
        """Send these lines, each by its means. What cannot be sent is told, and the others are.

        :return: the window that assigns the pieces of couriers, when there are any; what was not sent; or True
        """
        destinatarios = self._exigir_despachador()
        reparos = {linea: reparo for linea in destinatarios if (reparo := linea._reparo())}
        if len(self) == 1 and reparos:
            raise UserError(reparos[destinatarios])
        listos = destinatarios - destinatarios.browse(linea.id for linea in reparos)
        for medio, lineas in listos.grouped(lambda d: "mensajeria" if d.medio in CON_MENSAJERIA else d.medio).items():
            reparos |= lineas._intentar(medio)
        listos -= destinatarios.browse(linea.id for linea in reparos)
        listos.filtered("reparo").write({"reparo": False})
        for linea, reparo in reparos.items():
            if linea.state == "pendiente":
                linea.reparo = reparo
        listos.oficio_id._revisar_despacho()
        return self._siguiente(listos, list(reparos.values()))

    def _intentar(self, medio):
        """Send these lines together; those that refuse stay, and hold up no other.

        :return: ``{line: why it did not leave}``
        """
        try:
            with self.env.cr.savepoint():
                getattr(self, f"_despachar_{medio}")()
        except UserError as error:
            if len(self) == 1:
                return {self: self.env._("%(who)s: %(problem)s", who=self.dest_nombre, problem=error)}
            mitad = len(self) // 2
            return self[:mitad]._intentar(medio) | self[mitad:]._intentar(medio)
        return {}

    def _siguiente(self, listos, reparos):
        """What the user sees after a dispatch: the next step, and before it whatever did not leave."""
        aviso = self.env["mensajeria.acuse"]._avisar(len(listos), reparos)
        asignar = listos._accion_asignar()
        if not reparos or not asignar:
            return asignar or aviso
        aviso["params"]["next"] = asignar
        return aviso

    def _reparo(self):
        """Why this line cannot be sent now, in a sentence; None when it can."""
        self.ensure_one()
        quien = self.dest_nombre
        if self.oficio_id.state not in DESPACHABLES:
            estado = self.oficio_id._etiquetas_estado()[self.oficio_id.state]
            return self.env._(
                "%(document)s is «%(state)s»: it is not sent.", document=self.oficio_id.display_name, state=estado
            )
        if self.state != "pendiente":
            return self.env._("%(who)s is «%(state)s» already.", who=quien, state=self._etiquetas_estado()[self.state])
        if self.falta:
            return self.env._("To reach %(who)s, complete: %(fields)s.", who=quien, fields=self.falta)
        return None

    def _salio(self, cuando=None):
        """These lines are out: their acuses are awaited from now on."""
        ahora = cuando or fields.Datetime.now()
        for (area, company, medio), lineas in self.grouped(
            lambda d: (d.oficio_id.area_id, d.company_id, d.medio)
        ).items():
            zona = self.env["correspondencia.numero"]._folio_zona_horaria(area)
            hoy = fields.Datetime.context_timestamp(self.with_context(tz=zona), ahora).date()
            lineas.write({"fecha_despacho": ahora, "motivo": False})
            con_acuse = lineas.filtered("requiere_acuse")
            if con_acuse:
                plazo = area._sumar_dias_habiles(hoy, company._plazo_de_acuse(medio))
                con_acuse._esperar_acuse(plazo)
            lineas._transitar("despachado", datos={"medio": medio})

    # Taken back, and tried again

    def action_retirar(self, motivo=None):
        """Lines that have not left yet are not sent for now.

        :param motivo: why; mandatory
        """
        destinatarios = self._exigir_despachador()
        destinatarios._exigir_estado("en_despacho")
        destinatarios._retirar_pieza(motivos.exigido(self.env, motivo))
        destinatarios.oficio_id._revisar_tareas_de_lineas()
        return True

    def action_reintentar(self, motivo=None):
        """Lines that came back are to be sent again, by the same means or another. The unit that wrote decides, or the office.

        :param motivo: why; mandatory
        """
        destinatarios = self._exigir_quien_decide()
        destinatarios._exigir_estado("devuelto")
        motivo = motivos.exigido(self.env, motivo)
        destinatarios._transitar("pendiente", motivo)
        destinatarios._olvidar_envio(motivo)
        destinatarios.oficio_id._revisar_despacho()
        return True

    def action_decidir(self):
        """The window in which it is decided what to do with a line that came back, or cannot leave."""
        self.ensure_one()
        self.check_access("read")
        return self.env["correspondencia.devuelto"]._abrir(self)

    def _olvidar_envio(self, motivo):
        self.write({"fecha_despacho": False, "plazo": False, "fecha_persecucion": False, "nivel": 0, "motivo": motivo})

    def action_cancelar(self, motivo=None):
        """Lines that are not to be sent any more. The unit that wrote decides, or the office.

        :param motivo: why; mandatory
        """
        destinatarios = self._exigir_quien_decide()
        destinatarios._exigir_estado("pendiente", "en_despacho", "devuelto")
        motivo = motivos.exigido(self.env, motivo)
        for oficio, lineas in destinatarios.grouped("oficio_id").items():
            if oficio.state not in DESPACHABLES:
                raise UserError(lineas[:1]._reparo())
            if not (oficio.destinatario_ids - lineas).filtered(lambda d: d.tipo == "para" and d.state != "cancelado"):
                raise UserError(
                    self.env._("Nobody else gets %s: cancel or substitute the document instead.", oficio.display_name)
                )
        destinatarios.filtered(lambda d: d.state == "en_despacho")._retirar_pieza(motivo)
        destinatarios._transitar("cancelado", motivo)
        destinatarios.motivo = motivo
        destinatarios.oficio_id._revisar_despacho()
        return True
