from odoo import api, fields, models
from odoo.exceptions import AccessError, UserError

from ..nucleo.models import motivos
from ..tools.relaciones import RESULTADO_DE, TIPOS
from ..tools.ruta import Parada, ordenar
from .argumentos import registros


class MensajeriaRelacion(models.Model):
    """The steps of a list. Every public method checks who calls it and when."""

    _inherit = "mensajeria.relacion"

    # Who may

    def _puede_operar(self):
        """Whether the user issues and closes this list: of their kind of provider, in one of their offices."""
        self.ensure_one()
        user, relacion = self.env.user, self.sudo()
        if user.has_group("mensajeria.group_administrador"):
            return relacion.company_id in self.env.companies
        tipo = TIPOS[relacion.tipo].proveedor_tipo
        return (
            user.has_group("mensajeria.group_operador")
            and (not tipo or tipo in user._tipos_de_mensajeria())
            and relacion.oficialia_id in user.sudo().oficialia_ids
        )

    def _exigir_operador(self):
        """``self`` in sudo, when the user operates each of these lists."""
        self.check_access("read")
        for relacion in self:
            if not relacion._puede_operar():
                raise AccessError(self.env._("You do not take part in the lists of %s.", relacion.sudo().display_name))
        return self.sudo()

    # Drawing it up

    def action_ordenar(self):
        """Put the stops of draft lists in the order of the shortest way: by zones, then near to near."""
        relaciones = self._exigir_operador()
        relaciones._exigir_estado("borrador")
        for relacion in relaciones:
            relacion._ordenar_paradas()
        return True

    def _ordenar_paradas(self):
        """Order of the stops. The hook for another way to do it."""
        self.ensure_one()
        origen = self.company_id.partner_id
        inicio = (origen.partner_latitude, origen.partner_longitude)
        lineas = ordenar([linea._parada() for linea in self.linea_ids], inicio if any(inicio) else None)
        for numero, linea in enumerate(lineas, 1):
            if linea.orden != numero:
                linea.orden = numero

    # Issuing

    def action_emitir(self):
        """Issue lists: each gets its folio and does not change any more."""
        relaciones = self._exigir_operador()
        relaciones._exigir_estado("borrador")
        for relacion in relaciones:
            relacion._emitir()
        return True

    def _emitir(self):
        self.ensure_one()
        self._exigir_emitible()
        self._numerar_lineas()
        envios = self.linea_ids.envio_id
        self.name = self._emitir_folio(self.oficialia_id, self.tipo)
        self.write({"fecha_emision": fields.Datetime.now(), "emite_user_id": self.env.uid})
        if self.mensajero_id and self.tipo == "hoja_ruta":
            envios.filtered(lambda e: e.mensajero_id != self.mensajero_id).mensajero_id = self.mensajero_id
        self._congelar()
        self._transitar("emitida", datos={"piezas": len(envios), "hash": self.hash})
        if TIPOS[self.tipo].salida:
            envios._registrar_evento("relacionado", relacion=self.name)
        self._abrir_tarea_de_salida()

    def _exigir_emitible(self):
        """Refuse a list that could not leave."""
        tipo, lineas = TIPOS[self.tipo], self.linea_ids
        if not lineas:
            raise UserError(self.env._("Put at least one piece on the list."))
        if tipo.proveedor_tipo and self.proveedor_id.tipo != tipo.proveedor_tipo:
            raise UserError(self.env._("Choose the provider of this kind of list."))
        if self.tipo == "hoja_ruta":
            if not self.mensajero_id:
                raise UserError(self.env._("Choose the messenger."))
            if not self.mensajero_id._disponible(self.fecha):
                raise UserError(self._reparo_al_mensajero())
        lineas.envio_id._bloquear()
        lineas._exigir_admisibles()
        if tipo.salida:
            lineas.envio_id._exigir_guias()

    def _numerar_lineas(self):
        """Stops 1, 2, 3… in the order in which they stand; deposits, in that of their printed numbers; acuses, by unit."""
        lineas = self.linea_ids.sorted(lambda linea: (linea.orden, linea.id))
        if self.tipo in ("deposito_sepomex", "recoleccion_foranea"):
            lineas = lineas.sorted(lambda linea: (linea.envio_id._folio_de_guia() or linea.envio_id.name, linea.id))
        elif self.tipo == "entrega_acuses":
            lineas = lineas.sorted(lambda linea: (linea.area_id.name or "", linea.area_id.id, linea.envio_id.name))
        for numero, linea in enumerate(lineas, 1):
            if linea.orden != numero:
                linea.orden = numero

    # Leaving

    def action_salir(self, lineas=None, motivo=None):
        """The list leaves: on the road, or over the counter of the provider. What was not loaded stays behind.

        :param lineas: ids of the lines that leave; those marked as loaded when absent
        :param motivo: why the others stay, if somebody says so
        """
        self.ensure_one()
        relacion = self._exigir_operador()
        relacion._exigir_estado("emitida")
        todas = relacion.linea_ids
        salen = (
            todas.filtered("cargado") if lineas is None else todas & registros(self.linea_ids.browse(), lineas).sudo()
        )
        if not salen:
            raise UserError(self.env._("Nothing is loaded. Load at least one piece, or cancel the list."))
        relacion._salir(salen, motivos.limpio(motivo))
        return True

    def _salir(self, salen, motivo=""):
        """Leave with ``salen``; the rest goes back to be assigned."""
        tipo, quedan = TIPOS[self.tipo], self.linea_ids - salen
        (salen - salen.filtered("cargado")).write({"cargado": True})
        self._transitar(tipo.estado_salida, datos={"salen": len(salen), "quedan": len(quedan)})
        self.fecha_salida = fields.Datetime.now()
        self._tareas_abiertas()._cerrar(tipo.estado_salida)
        self._dejar(quedan, motivo or self.env._("Not loaded on %s", self.name))
        if tipo.salida:
            salen.envio_id._registrar_evento(tipo.salida, relacion=self.name)
        self._abrir_tarea_de_cierre()

    def _dejar(self, lineas, motivo):
        """These pieces did not leave: a new one goes back to be assigned, one of before stays where it was."""
        lineas.write({"resultado": "no_cargado", "nota": motivo})
        nuevas = lineas.envio_id.filtered(lambda e: e.state == "en_relacion") if TIPOS[self.tipo].salida else None
        lineas._cerrar()
        if nuevas:
            nuevas._registrar_evento("no_cargado", motivo=motivo, relacion=self.name)

    def registrar_carga(self, texto):
        """Mark as loaded the piece of a scanned code: that of the piece, or of its guía.

        :param texto: what the scanner read
        :return: ``{"linea", "pieza", "resultado"}``, where ``resultado`` is ``ok``, ``repetido`` or ``ajeno``
        """
        self.ensure_one()
        relacion = self._exigir_quien_lleva()
        relacion._exigir_estado("emitida")
        linea = relacion.linea_ids.filtered(lambda linea: linea.envio_id._responde_a(texto))[:1]
        if not linea:
            return {"linea": False, "pieza": (texto or "").strip(), "resultado": "ajeno"}
        resultado = "repetido" if linea.cargado else "ok"
        linea.cargado = True
        return {"linea": linea.id, "pieza": linea.envio_id.name, "resultado": resultado}

    def _exigir_quien_lleva(self):
        """``self`` in sudo, for its operators and for the messenger who carries it."""
        self.check_access("read")
        for relacion in self:
            if relacion.sudo().mensajero_id.user_id != self.env.user:
                relacion._exigir_operador()
        return self.sudo()

    # Relief

    def action_relevar(self, mensajero_id=None, motivo=None):
        """Give the rest of a route to another messenger; what was delivered remains of the former one.

        :param mensajero_id: id of who takes it over
        :param motivo: why; mandatory
        """
        self.ensure_one()
        relacion = self._exigir_operador()
        relacion._exigir_estado("emitida", "en_ruta")
        motivo = motivos.exigido(self.env, motivo)
        nuevo = registros(self.env["mensajeria.mensajero"], mensajero_id)[:1]
        if relacion.tipo != "hoja_ruta" or not nuevo or nuevo == relacion.mensajero_id:
            raise UserError(self.env._("Choose another messenger."))
        if not nuevo.sudo()._disponible(relacion.company_id._hoy()):
            raise UserError(self.env._("%s does not work today.", nuevo.name))
        relacion._relevar(nuevo.sudo(), motivo)
        return True

    def _relevar(self, nuevo, motivo):
        anterior = self.mensajero_id
        quedan = self.linea_ids.filtered(lambda linea: linea.abierta and linea.resultado in (False, "no_entregado"))
        self._track_set_log_message(motivo)
        self.mensajero_id = nuevo
        self._anotar("relevar", {"de": anterior.name, "a": nuevo.name, "piezas": len(quedan)}, motivo)
        quedan.envio_id.mensajero_id = nuevo
        quedan.envio_id._registrar_evento("reasignado", motivo=motivo, antes=anterior.name, despues=nuevo.name)
        tareas = self._tareas_abiertas()
        codigos = tareas.mapped("paso_id.codigo")
        tareas._cerrar(motivo, state="cancelada")
        for codigo in codigos:
            self._abrir_tarea_de(codigo)

    # Closing

    def action_cerrar(self):
        """Close lists of which every piece has its result, and every deposit its stamped copy."""
        relaciones = self._exigir_operador()
        relaciones._exigir_estado("en_ruta", "depositada")
        for relacion in relaciones:
            relacion._cerrar()
        return True

    def _cerrar(self):
        if faltan := self.linea_ids.filtered(lambda linea: not linea.resultado):
            raise UserError(
                self.env._(
                    "%(list)s: %(count)s pieces without result, the first is %(piece)s.",
                    list=self.name,
                    count=len(faltan),
                    piece=faltan[0].envio_id.display_name,
                )
            )
        if self.state == "depositada" and not self.evidencia_ids:
            raise UserError(self.env._("Attach the copy of %s with the stamp of the provider.", self.name))
        self.evidencia_ids._fijar_en(self)
        self._transitar("cerrada", datos={"evidencias": self.evidencia_ids.mapped("sha256")})
        self.fecha_cierre = fields.Datetime.now()
        self.linea_ids.filtered("abierta")._cerrar()
        self._tareas_abiertas()._cerrar("cerrar")

    def action_cancelar(self, motivo=None):
        """Cancel lists that have not left: their pieces are free for another one.

        :param motivo: why; mandatory
        """
        relaciones = self._exigir_operador()
        relaciones._exigir_estado("borrador", "emitida")
        for relacion in relaciones:
            relacion._transitar("cancelada", motivo)
            relacion._tareas_abiertas()._cerrar(motivo, state="cancelada")
            piezas = relacion.linea_ids.envio_id.filtered(lambda e: e.state == "en_relacion")
            relacion.linea_ids._cerrar()
            if piezas:
                piezas._registrar_evento("retirado", motivo=motivo, relacion=relacion.name)
                piezas._abrir_tarea_de_despacho()
        return True

    # What happens to its pieces

    def _al_mover_piezas(self, envios, tipo, datos):
        """An event moved ``envios``: tell it on the lines where they stand."""
        for relacion in self:
            resultado = RESULTADO_DE.get(tipo) if relacion.tipo == "hoja_ruta" else None
            if not TIPOS[relacion.tipo].salida:
                continue
            if tipo == TIPOS[relacion.tipo].salida and relacion.tipo != "hoja_ruta":
                resultado = "aceptado"
            lineas = relacion.linea_ids.filtered(lambda linea: linea.abierta and linea.envio_id in envios)
            if resultado and lineas:
                motivo = self.env["mensajeria.motivo"].browse(datos.get("motivo_id") or []).name
                lineas.write({"resultado": resultado, "nota": motivo or datos.get("receptor_nombre") or False})
                relacion._revisar_cierre()

    def _al_corregir_pieza(self, envio):
        """The result of ``envio`` was a mistake."""
        for relacion in self.filtered(lambda r: r.tipo == "hoja_ruta" and r.state == "en_ruta"):
            resultado = RESULTADO_DE.get(envio.state, False)
            relacion.linea_ids.filtered(lambda linea: linea.envio_id == envio).write({"resultado": resultado})
            relacion._revisar_cierre()

    def _revisar_cierre(self):
        """Whether the list waits for the messenger or, with all results told, for the office."""
        if self.state != "en_ruta" or not TIPOS[self.tipo].salida:
            return
        completa = all(linea.resultado for linea in self.linea_ids)
        repartir, cerrar = self._tareas_abiertas("msj_repartir"), self._tareas_abiertas("msj_cerrar")
        if completa and not cerrar:
            repartir._cerrar("completa")
            self._abrir_tarea_de("msj_cerrar")
        elif not completa and not repartir:
            cerrar._cerrar("incompleta", state="cancelada")
            self._abrir_tarea_de("msj_repartir")

    # Tasks

    def _grupo_operador(self):
        tipo = TIPOS[self.tipo].proveedor_tipo
        return self.env.ref(f"mensajeria.group_{tipo}" if tipo else "mensajeria.group_operador")

    def _abrir_tarea_de(self, codigo):
        """Open the task of a step: for the messenger who carries the list, else for the pool of the office.

        What a messenger owes also has its pool: it returns there when they leave.
        """
        user = self.mensajero_id.user_id if codigo == "msj_repartir" else None
        self._abrir_tarea(codigo, user=user, grupo=self._grupo_operador(), area=self.oficialia_id)

    def _abrir_tarea_de_salida(self):
        self._abrir_tarea_de("msj_cargar" if self.tipo in ("hoja_ruta", "entrega_acuses") else "msj_depositar")

    def _abrir_tarea_de_cierre(self):
        self._abrir_tarea_de("msj_repartir" if self.tipo == "hoja_ruta" else "msj_cerrar")

    def _tarea_vals(self):
        etiqueta = dict(self._fields["tipo"]._description_selection(self.env))[self.tipo]
        quien = self.mensajero_id.name or self.proveedor_id.name
        return super()._tarea_vals() | {
            "folio": self.name,
            "asunto": self.env._("%(kind)s of %(count)s pieces", kind=etiqueta, count=len(self.linea_ids)),
            "contraparte": quien,
            "busqueda": " ".join(filter(None, (self.name, quien))),
            "fecha_limite": self.fecha,
            "company_id": self.company_id.id,
        }

    def _accion_lista(self):
        """Action that shows these lists."""
        accion = self.env["ir.actions.act_window"]._for_xml_id("mensajeria.mensajeria_relacion_action")
        if len(self) == 1:
            return accion | {"views": [(False, "form")], "res_id": self.id, "context": {}}
        return accion | {"domain": [("id", "in", self.ids)], "context": {}}

    def action_ver_piezas(self):
        """The pieces of this list."""
        self.ensure_one()
        self.check_access("read")
        if self.tipo == "entrega_acuses":
            return self.env["mensajeria.acuse"]._accion(self.linea_ids.acuse_id, self.display_name)
        return self.env["mensajeria.envio"]._accion(self.linea_ids.envio_id, self.display_name)


class MensajeriaRelacionLinea(models.Model):
    _inherit = "mensajeria.relacion.linea"

    def _parada(self):
        """This piece as a stop of a route."""
        self.ensure_one()
        envio = self.envio_id
        return Parada(
            self,
            envio.zona_id.clave or envio.zona_id.name or "",
            envio.dest_cp or "",
            envio.dest_colonia or "",
            envio.dest_calle or "",
            envio.dest_numero or "",
            envio.latitud,
            envio.longitud,
        )


class MensajeriaMensajero(models.Model):
    _inherit = "mensajeria.mensajero"

    @api.constrains("active", "user_id")
    def _check_rutas(self):
        """Nobody leaves with pieces in the bag."""
        for mensajero in self.filtered(lambda m: not m.active):
            ruta = self.env["mensajeria.relacion"].sudo().search(
                [("mensajero_id", "=", mensajero.id), ("state", "in", ("emitida", "en_ruta"))], limit=1
            )  # fmt: skip
            if ruta:
                raise UserError(
                    self.env._(
                        "%(messenger)s still carries %(list)s: relieve them first.",
                        messenger=mensajero.name,
                        list=ruta.name,
                    )
                )
