from odoo import api, models

from ..tools.acuses import PENDIENTES

#: what somebody has to do with an acuse at each state
PASO_DE = {
    "recibido": "msj_acuse_revisar",
    "digitalizado": "msj_acuse_revisar",
    "irregular": "msj_acuse_resolver",
    "extraviado": "msj_acuse_resolver",
    "validado": "msj_acuse_entregar",
    "sustituido": "msj_acuse_entregar",
    "no_entregado": "msj_acuse_entregar",
}


class MensajeriaAcuse(models.Model):
    """The tasks of an acuse follow its state: one for each paper."""

    _inherit = "mensajeria.acuse"

    def _transitar(self, nuevo, motivo=None, datos=None):
        super()._transitar(nuevo, motivo, datos)
        self._llevar_tareas()

    def _llevar_tareas(self):
        """Close what was done and open what is to be done: one task for each paper."""
        for estado, acuses in self.filtered(lambda a: not a.conjunto_id).grouped("state").items():
            paso = PASO_DE.get(estado)
            abiertas = acuses._tareas_abiertas()
            conservan = abiertas.filtered(
                lambda t, paso=paso, estado=estado: (
                    t.paso_id.codigo == paso or (estado in PENDIENTES and t.paso_id.codigo == "msj_acuse_perseguir")
                )
            )
            (abiertas - conservan)._cerrar(estado)
            if paso:
                con_tarea = set(conservan.mapped("res_id"))
                acuses.filtered(lambda a, con=con_tarea: a.id not in con)._abrir_tarea_de(paso)

    def _abrir_tarea_de(self, codigo, **vals):
        """Open the task of a step in the pool of who dispatches these pieces."""
        for (tipo, oficialia), acuses in self.grouped(lambda a: (a.proveedor_tipo, a.oficialia_id)).items():
            grupo = self.env.ref(f"mensajeria.group_{tipo}" if tipo else "mensajeria.group_operador")
            acuses._abrir_tarea(codigo, grupo=grupo, area=oficialia, **vals)

    def _tarea_vals(self):
        envio = self.envio_id
        return super()._tarea_vals() | {
            "folio": envio.name,
            "asunto": envio.documento or envio.dest_direccion or False,
            "contraparte": envio.dest_nombre,
            "busqueda": " ".join(
                filter(None, (envio.name, envio.dest_nombre, envio.documento, envio._folio_de_guia()))
            ),
            "prioridad": envio.solicitud_id.urgencia or "0",
            "fecha_limite": self.plazo or False,
            "company_id": self.company_id.id,
        }

    @api.model
    def _accion(self, acuses, nombre):
        """Action that lists ``acuses``."""
        return self.env["ir.actions.act_window"]._for_xml_id("mensajeria.mensajeria_acuse_action") | {
            "name": nombre,
            "domain": [("id", "in", acuses.ids)],
            "context": {},
        }
