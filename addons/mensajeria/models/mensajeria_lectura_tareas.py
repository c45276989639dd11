from odoo import api, models


class MensajeriaLectura(models.Model):
    """What a session leaves for somebody to do: papers that nobody knows, and guías that were not in the drawer."""

    _inherit = "mensajeria.lectura"

    def cerrar(self):
        res = super().cerrar()
        self.sudo()._al_terminar_inventario()
        return res

    def _revisar_cuarentena(self):
        """Whoever set papers apart has a task until it is known what became of each."""
        for lectura in self:
            hay = self.env["mensajeria.lectura.linea"].sudo().search_count(
                [("lectura_id", "=", lectura.id), ("cuarentena", "=", True)], limit=1
            )  # fmt: skip
            lectura._llevar_tarea("msj_cuarentena", hay, **lectura._quien_sigue())

    def _al_terminar_inventario(self):
        """A new inventory takes the place of the ones before, of the same person and series."""
        self.ensure_one()
        if self.modo != "inventario" or not self.serie_id:
            return
        anteriores = self.search(
            [("user_id", "=", self.user_id.id), ("modo", "=", "inventario"), ("serie_id", "=", self.serie_id.id),
             ("id", "!=", self.id), ("tarea_ids", "any", [("state", "=", "pendiente")])]
        )  # fmt: skip
        anteriores._tareas_abiertas("msj_inventario")._cerrar(self.name)
        self._revisar_inventario()

    def _revisar_inventario(self):
        """Whoever counted has a task while guías that should lie in the drawer are neither read, used nor voided."""
        for lectura in self:
            lectura._llevar_tarea("msj_inventario", lectura._faltantes(), **lectura._quien_sigue())

    def _faltantes(self):
        """How many guías were not found, for who counted."""
        suya = self.with_user(self.user_id).with_context(allowed_company_ids=self.company_id.ids)
        return suya.env["mensajeria.guia"].search_count(suya.sudo()._dominio_faltantes())

    def _quien_sigue(self):
        """Whose task it is: of who read, and of the pool of their office when they leave."""
        return {
            "user": self.user_id,
            "grupo": self.env.ref("mensajeria.group_operador"),
            "area": self.user_id.oficialia_ids[:1],
        }

    def _tarea_vals(self):
        return super()._tarea_vals() | {
            "folio": self.name,
            "asunto": self._asunto_de_tarea(),
            "contraparte": self.user_id.name,
            "busqueda": f"{self.name} {self.user_id.name}",
            "company_id": self.company_id.id,
        }

    def _asunto_de_tarea(self):
        if self.modo == "inventario":
            return self.env._(
                "%(count)s guías of «%(series)s» not found", count=self._faltantes(), series=self.serie_id.name
            )
        codigos = self.linea_ids.filtered("cuarentena").sorted("id").mapped("crudo")
        return self.env._("Papers of unknown pieces: %s", ", ".join(codigos[:5]) + ("…" if codigos[5:] else ""))

    def _accion_de_tarea(self, tarea):
        if tarea.paso_id.codigo == "msj_inventario":
            return self.action_ver_faltantes() if self.user_id == self.env.user else super()._accion_de_tarea(tarea)
        return self.env["ir.actions.act_window"]._for_xml_id("mensajeria.mensajeria_cuarentena_action")


class MensajeriaLecturaLinea(models.Model):
    _inherit = "mensajeria.lectura.linea"

    @api.model_create_multi
    def create(self, vals_list):
        lineas = super().create(vals_list)
        lineas.filtered("cuarentena").lectura_id._revisar_cuarentena()
        return lineas

    def action_resolver(self, motivo=None):
        res = super().action_resolver(motivo)
        self.sudo().lectura_id._revisar_cuarentena()
        return res


class MensajeriaSerie(models.Model):
    _inherit = "mensajeria.serie"

    def _revisar_existencias(self):
        """Guías that an inventory did not find may have been voided or used since."""
        super()._revisar_existencias()
        inventarios = self.env["mensajeria.lectura"].sudo().search(
            [("serie_id", "in", self.ids), ("modo", "=", "inventario"), ("tarea_ids", "any", [("state", "=", "pendiente")])]
        )  # fmt: skip
        inventarios._revisar_inventario()
