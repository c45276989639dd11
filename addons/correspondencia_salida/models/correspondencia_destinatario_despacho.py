from odoo import api, fields, models
from odoo.exceptions import AccessError, UserError

from odoo.addons.mensajeria.nucleo.models import motivos

from ..tools.medios import CON_MENSAJERIA

#: states of the document in which its lines are dispatched
DESPACHABLES = ("firmado", "despachado", "acusado")


class CorrespondenciaDestinatario(models.Model):
    """The office that dispatches sends each line by its means, and closes it with its acuse."""

    _inherit = "correspondencia.destinatario"

    plazo = fields.Date("Acuse Due", readonly=True, copy=False)
    receptor = fields.Char("Received By", readonly=True, copy=False)
    acuse_ids = fields.Many2many(
        "ir.attachment",
        "correspondencia_destinatario_acuse_rel",
        "destinatario_id",
        "attachment_id",
        "Acuse",
        readonly=True,
        copy=False,
        bypass_search_access=True,
    )
    oficio_state = fields.Selection(related="oficio_id.state", string="Status of the Document")
    puede_despachar = fields.Boolean(compute="_compute_puede_despachar")
    vencido = fields.Boolean("Overdue", compute="_compute_vencido", search="_search_vencido")

    # the tray of missing acuses
    _por_acusar_idx = models.Index("(company_id, plazo) WHERE requiere_acuse AND state = 'despachado'")

    @api.depends_context("uid")
    @api.depends("oficio_id.oficialia_id")
    def _compute_puede_despachar(self):
        for destinatario in self:
            destinatario.puede_despachar = destinatario._puede_despachar()

    def _compute_vencido(self):
        hoy = fields.Date.context_today(self)
        for destinatario in self:
            destinatario.vencido = bool(
                destinatario.state == "despachado"
                and destinatario.requiere_acuse
                and destinatario.plazo
                and destinatario.plazo < hoy
            )

    def _search_vencido(self, operator, value):
        if operator != "in":
            return NotImplemented
        hoy = fields.Date.context_today(self)
        return [("state", "=", "despachado"), ("requiere_acuse", "=", True), ("plazo", "<", hoy)]

    # Who may

    def _puede_despachar(self):
        user = self.env.user
        if user.has_group("mensajeria.group_administrador"):
            return True
        oficialia = self.sudo().oficio_id.oficialia_id
        return user.has_group("correspondencia_entrada.group_oficialia") and oficialia in user.sudo().oficialia_ids

    def _exigir_despachador(self):
        """``self`` in sudo and locked with its documents, when the user dispatches each of these lines."""
        self.check_access("read")
        for destinatario in self:
            if not destinatario._puede_despachar():
                raise AccessError(
                    self.env._("%s dispatches this document.", destinatario.sudo().oficio_id.oficialia_id.name or "-")
                )
        destinatarios = self.sudo()
        destinatarios.oficio_id._bloquear()
        destinatarios._bloquear()
        return destinatarios

    # Sending

    def action_despachar(self):
        """Send these lines, each by its means. What cannot be sent is told, and the others are.

        :return: action that tells what was not sent, or True
        """
        destinatarios = self._exigir_despachador()
        problemas = []
        listos = destinatarios.browse()
        for destinatario in destinatarios:
            if reparo := destinatario._reparo():
                problemas.append(reparo)
            else:
                listos |= destinatario
        if len(self) == 1 and problemas:
            raise UserError(problemas[0])
        por_medio = listos.grouped(lambda d: "mensajeria" if d.medio in CON_MENSAJERIA else d.medio)
        for medio, lineas in por_medio.items():
            getattr(lineas, f"_despachar_{medio}")()
        listos.oficio_id._revisar_despacho()
        return self.env["mensajeria.acuse"]._avisar(len(listos), problemas)

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
        for linea in self:
            area = linea.oficio_id.area_id
            zona = self.env["correspondencia.numero"]._folio_zona_horaria(area)
            hoy = fields.Datetime.context_timestamp(linea.with_context(tz=zona), ahora).date()
            dias = linea.company_id.salida_plazo_acuse
            linea.write({"fecha_despacho": ahora, "motivo": False, "plazo": area._sumar_dias_habiles(hoy, dias)})
            linea._transitar("despachado", datos={"medio": linea.medio})

    def _acuso(self, receptor=None, cuando=None, archivos=None, datos=None):
        """These lines were received: it is known by whom and when, and perhaps proved by files."""
        for linea in self:
            if archivos:
                archivos._fijar_evidencia()
                linea.acuse_ids |= archivos
            linea.write(
                {
                    "fecha_acuse": cuando or fields.Datetime.now(),
                    "fecha_despacho": linea.fecha_despacho or cuando or fields.Datetime.now(),
                    "receptor": receptor or linea.receptor,
                }
            )
            linea._transitar("acusado", datos={"receptor": receptor or "", **(datos or {})})
        self.oficio_id._revisar_despacho()

    def _volvio(self, motivo):
        """These lines came back without having been received."""
        for linea in self:
            linea._transitar("devuelto", motivo)
            linea.motivo = motivo
        self.oficio_id._revisar_despacho()

    def _desacusar(self, motivo):
        """What was told of the reception was a mistake."""
        for linea in self:
            linea._transitar("despachado", motivo)
            linea.write({"fecha_acuse": False, "receptor": False, "motivo": motivo})
        self.oficio_id._revisar_despacho()

    # Taken back, and tried again

    def action_retirar(self, motivo=None):
        """Lines that have not left yet are not sent for now.

        :param motivo: why; mandatory
        """
        destinatarios = self._exigir_despachador()
        destinatarios._exigir_estado("en_despacho")
        destinatarios._retirar_pieza(motivos.exigido(self.env, motivo))
        return True

    def action_reintentar(self, motivo=None):
        """Lines that came back are to be sent again, by the same means or another.

        :param motivo: why; mandatory
        """
        destinatarios = self._exigir_despachador()
        destinatarios._exigir_estado("devuelto")
        motivo = motivos.exigido(self.env, motivo)
        destinatarios._transitar("pendiente", motivo)
        destinatarios._olvidar_envio(motivo)
        destinatarios.oficio_id._revisar_despacho()
        return True

    def _olvidar_envio(self, motivo):
        self.write({"fecha_despacho": False, "plazo": False, "motivo": motivo})

    # At the counter, and by hand

    def _despachar_personal(self):
        """Nothing leaves: it waits at the counter for who comes."""
        for linea in self:
            linea._transitar("en_despacho", datos={"medio": linea.medio})

    def action_entregar(self, receptor=None, firma=None):
        """Hand the document over at the counter.

        :param receptor: who receives it; mandatory
        :param firma: picture (PNG, base64) of the signature drawn on the screen
        """
        destinatario = self._exigir_despachador()
        destinatario.ensure_one()
        if destinatario.medio != "personal":
            raise UserError(self.env._("%s does not come to the counter.", destinatario.dest_nombre))
        destinatario._exigir_estado("pendiente", "en_despacho")
        if destinatario.oficio_id.state not in DESPACHABLES:
            raise UserError(destinatario._reparo())
        receptor = self._exigir_receptor(receptor)
        if not firma and destinatario.requiere_acuse:
            raise UserError(self.env._("Ask for the signature: this addressee needs an acuse."))
        archivos = destinatario._archivo_de_acuse("firma.png", firma) if firma else None
        destinatario._acuso(receptor, archivos=archivos)
        return True

    def action_acusar(self, receptor=None, nombre=None, datos=None):
        """The acuse came by another way: its scan is kept and the line closed.

        :param receptor: who received it; mandatory
        :param nombre: name of the file
        :param datos: its bytes, in base64; mandatory where the line needs an acuse
        """
        destinatario = self._exigir_despachador()
        destinatario.ensure_one()
        destinatario._exigir_estado("despachado", "devuelto")
        receptor = self._exigir_receptor(receptor)
        if not datos and destinatario.requiere_acuse:
            raise UserError(self.env._("Attach the signed acuse."))
        archivos = destinatario._archivo_de_acuse(nombre or "acuse.pdf", datos) if datos else None
        destinatario._acuso(receptor, archivos=archivos)
        return True

    def _exigir_receptor(self, receptor):
        if receptor := motivos.limpio(receptor):
            return receptor
        raise UserError(self.env._("Write who received it."))

    def _archivo_de_acuse(self, nombre, datos):
        return self.oficio_id._archivo_subido(nombre, datos, "anexo")
