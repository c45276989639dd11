from datetime import timedelta

from odoo import fields, models
from odoo.exceptions import UserError
from odoo.tools import SQL

from ..nucleo.models import motivos
from ..tools.acuses import FIRMES, PENDIENTES

#: what is told of the receiver at the door, and where the acuse keeps it
DATOS_DEL_RECEPTOR = {
    "receptor_nombre": "receptor_nombre",
    "caracter": "caracter",
    "receptor_cargo": "receptor_cargo",
    "identificacion_tipo": "identificacion_tipo",
    "identificacion_folio": "identificacion_folio",
}


class MensajeriaEnvio(models.Model):
    """The acuse of a piece follows what happens to it."""

    _inherit = "mensajeria.envio"

    acuse_ids = fields.One2many("mensajeria.acuse", "envio_id", "Acuse", readonly=True, copy=False)
    acuse_state = fields.Selection(related="acuse_ids.state", string="Status of the Acuse")
    contradicho = fields.Boolean(
        compute="_compute_contradicho", help="Somebody tells from afar what contradicts what is known of it."
    )

    # what a scanner reads at a station, of any state
    _name_idx = models.Index("(name)")

    def _compute_contradicho(self):
        con_tarea = self._con_tarea("msj_conflicto")
        for envio in self:
            envio.contradicho = envio._origin in con_tarea

    def action_ver_acuse(self):
        """The acuse of this piece."""
        self.ensure_one()
        self.check_access("read")
        acuse = self.acuse_ids
        acuse.check_access("read")
        return {
            "type": "ir.actions.act_window",
            "name": self.env._("Acuse"),
            "res_model": "mensajeria.acuse",
            "res_id": acuse.id,
            "views": [(False, "form")],
        }

    def _al_salir(self):
        super()._al_salir()
        self._abrir_acuse()

    def _abrir_acuse(self):
        """From now on the acuse of these pieces is awaited, where their service needs one."""
        vals_list = []
        for envio in self.filtered(lambda e: e.servicio_id.requiere_acuse and not e.acuse_ids):
            salida = envio._en_local(envio.fecha_deposito).date()
            plazo = salida + timedelta(days=envio.proveedor_id.plazo_acuse_dias)
            vals_list.append(
                {
                    "envio_id": envio.id,
                    "company_id": envio.company_id.id,
                    "fecha_salida": salida,
                    "plazo": plazo,
                    "fecha_persecucion": plazo + timedelta(days=1),
                }
            )
        acuses = self.env["mensajeria.acuse"].sudo().with_context(mail_create_nolog=True).create(vals_list)
        for estado, grupo in acuses.grouped(lambda a: a._estado_en_camino()).items():
            grupo._transitar(estado)

    def _al_entregar(self, datos):
        super()._al_entregar(datos)
        if "acuse" in datos:  # its paper told it, and tells the rest
            return
        for acuse in self.acuse_ids.with_context(mail_notrack=True):  # the event of the delivery has them
            vals = {campo: datos[clave] for clave, campo in DATOS_DEL_RECEPTOR.items() if datos.get(clave)}
            acuse.write({**vals, "fecha_entrega": self._en_local(acuse.envio_id.fecha_entrega).date()})

    def _al_devolver(self):
        super()._al_devolver()
        acuses = self.acuse_ids
        acuses.filtered(lambda a: a.state not in FIRMES).write({"sobre_devuelto": True})
        pendientes = acuses.filtered(lambda a: a.state in (*PENDIENTES, "extraviado"))
        pendientes.filtered(lambda a: a.state == "extraviado")._en_camino(self.env._("The piece came back"))
        pendientes._transitar("no_entregado")

    def _al_corregir(self, evento):
        super()._al_corregir(evento)
        for acuse in self.acuse_ids:
            if evento.tipo == "entregado":
                acuse._exigir_sin_papel()
                acuse._olvidar_entrega()
            elif evento.tipo == "devuelto" and acuse.state not in FIRMES:
                acuse.sobre_devuelto = False
            if acuse.state in ("no_entregado", "extraviado"):
                acuse._en_camino(evento.motivo or self.env._("Correction"))

    def _despues_de(self, tipo, datos, eventos, movidos, salen):
        super()._despues_de(tipo, datos, eventos, movidos, salen)
        if tipo == "extraviado" and movidos:
            perdidos = movidos.acuse_ids.filtered(lambda a: a.state in PENDIENTES)
            perdidos._transitar("extraviado", datos.get("motivo") or self.env._("The piece was lost"))
        eventos.filtered("conflicto").envio_id._alertar_conflicto()

    # What somebody tells from afar and contradicts what is known

    def _alertar_conflicto(self):
        """Somebody has to look: one task for each piece, however often it is contradicted."""
        self._abrir_tarea_de("msj_conflicto", prioridad="1")

    def action_aclarar(self, motivo=None):
        """The contradiction about these pieces was looked into: they stay as they are.

        :param motivo: what was found out; mandatory
        """
        envios = self._exigir_operador()
        motivo = motivos.exigido(self.env, motivo)
        if sin_tarea := envios - envios._con_tarea("msj_conflicto"):
            raise UserError(self.env._("Nothing contradicts what is known of %s.", sin_tarea[0].name))
        envios._registrar_evento("nota", motivo=motivo)
        envios._tareas_abiertas("msj_conflicto")._cerrar(motivo)
        return True

    # What somebody scans

    def _de_codigo(self, codigo):
        """The piece of the user's companies whose reference, guía or tracking code is ``codigo``, whoever dispatches it.

        :param codigo: normalised by :func:`..tools.lecturas.normalizar`
        :return: ``(pieza in sudo, guia in sudo, problema)``; ``problema`` is a sentence when it is a misread number
        """
        companies = self.env.companies.ids
        envio = self.sudo().search([("name", "=", codigo), ("company_id", "in", companies)], limit=1)
        Guia = self.env["mensajeria.guia"]
        if envio:
            return envio, envio.guia_id, None
        guia, _serie, _serial, problema = Guia._identificar(codigo)
        if not guia:
            guia = self._guia_de_codigo(codigo)
        return guia.envio_id, guia, None if guia else problema

    def _guia_de_codigo(self, codigo):
        """The guía in use whose printed number or tracking code is ``codigo``, of whatever kind of provider."""
        companies = tuple(self.env.companies.ids)
        filas = self.env.execute_query(
            SQL(
                """SELECT id FROM mensajeria_guia WHERE company_id IN %(companies)s AND vigente IS TRUE AND codigo_rastreo = %(codigo)s
                   UNION ALL
                   SELECT g.id FROM mensajeria_proveedor p JOIN mensajeria_guia g
                     ON g.proveedor_id = p.id AND g.name = %(codigo)s AND g.vigente IS TRUE AND g.company_id IN %(companies)s
                   LIMIT 1""",
                companies=companies,
                codigo=codigo,
            )
        )
        return self.env["mensajeria.guia"].sudo().browse([fila[0] for fila in filas])


class MensajeriaAcuse(models.Model):
    _inherit = "mensajeria.acuse"

    def _exigir_sin_papel(self):
        """The delivery of this piece cannot be unsaid while its signed paper lies here."""
        self.ensure_one()
        if self.fecha_validacion:
            raise UserError(
                self.env._("The acuse of %s was validated: it does not change any more.", self.envio_id.name)
            )
        if self.fecha_recepcion:
            raise UserError(
                self.env._("The signed acuse of %s is here: take back its reception first.", self.envio_id.name)
            )
