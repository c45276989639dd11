from odoo import api, fields, models
from odoo.exceptions import AccessError, UserError

from ..nucleo.models import motivos
from ..tools.envios import EN_OFICINA, FINALES
from .argumentos import registros, valor


class MensajeriaEnvio(models.Model):
    """The steps of a piece. Every public method checks who calls it: anyone may."""

    _inherit = "mensajeria.envio"

    # Who may

    def _puede_operar(self):
        """Whether the user dispatches this piece: its kind of provider (or none yet), in one of their offices."""
        self.ensure_one()
        user, envio = self.env.user, self.sudo()
        if user.has_group("mensajeria.group_administrador"):
            return envio.company_id in self.env.companies
        return (
            user.has_group("mensajeria.group_operador")
            and (not envio.proveedor_tipo or envio.proveedor_tipo in user._tipos_de_mensajeria())
            and (not envio.oficialia_id or envio.oficialia_id in user.sudo().oficialia_ids)
        )

    def _exigir_operador(self):
        """``self`` in sudo, when the user dispatches each of these pieces."""
        self.check_access("read")
        for envio in self:
            if not envio._puede_operar():
                raise AccessError(self.env._("You do not take part in the dispatch of %s.", envio.sudo().name))
        return self.sudo()

    # Where and when

    def _en_local(self, momento):
        """``momento`` (naive, UTC) by the clock of the institution."""
        zona = (self[:1].company_id or self.env.company)._zona_horaria()
        return fields.Datetime.context_timestamp(self.with_context(tz=zona.zone), momento)

    def _area_de_plazos(self):
        """Unit whose calendar counts the working days of these pieces; the company's by default."""
        envio = self[:1]
        return (
            envio.oficialia_id
            or envio.area_id
            or self.env["hr.department"].new({"name": envio.company_id.name, "company_id": envio.company_id.id})
        )

    # Accepting

    def _recibir_directos(self):
        """The office's own pieces wait to be assigned from the beginning."""
        if not self:
            return
        self._registrar_evento("aceptado")
        self._proponer()
        self._abrir_tarea_de_despacho()

    def _proponer(self):
        """Choose what can be known by rule for the pieces without provider: the zone's service, or the only one there is."""
        pendientes = self.filtered(lambda e: not e.proveedor_id)
        unicos = {}
        for envio in pendientes:
            zona = envio.zona_id
            servicio = self._servicio_por_regla(envio.company_id, zona, envio.solicitud_id.tipo_sugerido, unicos)
            if servicio:
                envio.write(
                    {
                        "proveedor_id": servicio.proveedor_id.id,
                        "servicio_id": servicio.id,
                        "mensajero_id": zona.mensajero_id.filtered("active").id
                        if servicio.proveedor_tipo == "local"
                        else False,
                    }
                )

    @api.model
    def _servicio_por_regla(self, company, zona, tipo, unicos):
        """The service by which a piece for ``zona`` goes when nobody chooses another; none where a person has to.

        :param tipo: kind of provider that is asked for, if any
        :param unicos: a dict, kept between pieces: what was looked up before
        """
        servicio = zona.servicio_id.filtered(lambda s: s.active and s.proveedor_id.active)
        if servicio and (not tipo or servicio.proveedor_tipo == tipo):
            return servicio
        clave = (company, tipo or "")
        if clave not in unicos:
            unicos[clave] = self._servicio_unico(*clave)
        return unicos[clave]

    def _servicio_unico(self, company, tipo):
        """The one service of ``company`` for what is suggested; none where a person has to choose."""
        dominio = [("company_id", "in", [company.id, False]), ("proveedor_id.active", "=", True)]
        if tipo:
            dominio.append(("proveedor_tipo", "=", tipo))
        servicios = self.env["mensajeria.servicio"].sudo().search(dominio, limit=2)
        return servicios if len(servicios) == 1 else servicios.browse()

    # Assigning

    def action_asignar(self):
        """Fix provider and service, and give each piece its guía where the service needs one: all of them, or none."""
        envios = self._exigir_operador()
        envios._bloquear()
        envios._exigir_asignables()
        envios._dar_guias(self)
        for servicio, grupo in envios.grouped("servicio_id").items():
            grupo._registrar_evento("asignado", servicio=servicio.display_name)
        return True

    def _exigir_asignables(self):
        for envio in self:
            if envio.state != "por_asignar":
                raise UserError(envio._mensaje_evento("asignado"))
            if not envio.servicio_id:
                raise UserError(self.env._("Choose provider and service of %s.", envio.display_name))
            if not (envio.dest_nombre or "").strip() or not (envio.dest_calle or envio.dest_referencias):
                raise UserError(self.env._("Complete addressee and address of %s.", envio.name))

    def _dar_guias(self, como_usuario):
        """Give these pieces their guías.

        :param como_usuario: the same pieces as the user, whose stock it is
        """

    def _soltar_guias(self, motivo):
        """These pieces will not go with their guías."""

    def _exigir_guias(self):
        """Refuse to send pieces without the guía that their service needs."""

    def _responde_a(self, texto):
        """Whether ``texto``, as it was scanned or typed, names this piece: by its reference, or by its guía."""
        self.ensure_one()
        codigo = (texto or "").strip().upper()
        return bool(codigo) and codigo in (self.name.upper(), (self._folio_de_guia() or self.name).upper())

    def action_reasignar(self, servicio_id=None, mensajero_id=None, motivo=None):
        """Send assigned pieces by another service or messenger. What was printed for the former service is void.

        :param servicio_id: id of the service; the same when absent
        :param mensajero_id: id of the messenger, for a local one; the same when absent
        :param motivo: why; mandatory
        """
        envios = self._exigir_operador()
        motivo = motivos.exigido(self.env, motivo)
        servicio = registros(self.env["mensajeria.servicio"], servicio_id)[:1]
        mensajero = registros(self.env["mensajeria.mensajero"], mensajero_id)[:1]
        if servicio and servicio.proveedor_tipo not in self.env.user._tipos_de_mensajeria():
            raise AccessError(self.env._("You do not take part in the dispatches of %s.", servicio.proveedor_id.name))
        envios._bloquear()
        for envio in envios:
            if envio.state != "asignado" or envio.relacion_id:
                raise UserError(envio._mensaje_evento("reasignado"))
        antes = {envio: envio._como_va() for envio in envios}
        if servicio:
            envios.write({"proveedor_id": servicio.proveedor_id.id, "servicio_id": servicio.id})
        if servicio and servicio.proveedor_tipo != "local":
            envios.mensajero_id = False
        elif mensajero:
            envios.mensajero_id = mensajero
        envios._dar_guias(self)
        for envio in envios:
            envio._registrar_evento("reasignado", motivo=motivo, antes=antes[envio], despues=envio._como_va())
        envios._avisar_reasignacion(antes)
        return True

    def _como_va(self):
        """Words that tell how this piece goes."""
        self.ensure_one()
        partes = (self.servicio_id.display_name, self._folio_de_guia(), self.mensajero_id.name)
        return " · ".join(parte for parte in partes if parte)

    def _folio_de_guia(self):
        """Number under which the carrier knows this piece, if it has one."""
        return ""

    def _avisar_reasignacion(self, antes):
        """Whoever asked for these pieces knew another number: tell them the new one."""
        for solicitud, envios in self.filtered("solicitud_id").grouped("solicitud_id").items():
            lineas = [
                self.env._("%(piece)s: %(before)s → %(after)s", piece=e.name, before=antes[e], after=e._como_va())
                for e in envios
            ]
            solicitud.message_post(
                body=self.env._("Sent another way: %s", "; ".join(lineas)),
                partner_ids=solicitud.solicitante_id.partner_id.ids,
                subtype_xmlid="mail.mt_comment",
            )

    def action_desasignar(self, motivo=None):
        """Take back an assignment: the guía returns to the stock, or is void if it was printed.

        :param motivo: why; mandatory
        """
        envios = self._exigir_operador()
        envios._exigir_fuera_de_relacion()
        envios._soltar_guias(motivo)
        envios._registrar_evento("desasignado", motivo=motivo)
        envios._abrir_tarea_de_despacho()
        return True

    def action_cancelar(self, motivo=None):
        """Cancel pieces that have not left.

        :param motivo: why; mandatory
        """
        envios = self._exigir_operador()
        motivo = motivos.exigido(self.env, motivo)
        envios._cancelar(motivo)
        return True

    def _cancelar(self, motivo):
        self._bloquear()
        self._exigir_fuera_de_relacion()
        for envio in self:
            if envio.state not in EN_OFICINA:
                raise UserError(envio._mensaje_evento("cancelado"))
        self._soltar_guias(motivo)
        self._registrar_evento("cancelado", motivo=motivo)

    def _exigir_fuera_de_relacion(self):
        for envio in self:
            if envio.relacion_id:
                raise UserError(
                    self.env._(
                        "%(piece)s stands on %(list)s: take it off first.",
                        piece=envio.name,
                        list=envio.relacion_id.display_name,
                    )
                )

    # What is told by hand

    def action_registrar(self, tipo=None, motivo=None, **datos):
        """Register by hand what happened to pieces that are out.

        :param tipo: ``en_transito``, ``en_reparto``, ``intento_fallido``, ``en_resguardo``, ``entregado``,
            ``en_devolucion``, ``devuelto``, ``extraviado`` or ``nota``
        :param motivo: words about it; mandatory for a loss and for a note
        :param datos: ``fecha`` (UTC), ``motivo_id``, ``aviso_dejado``, ``receptor_nombre``, ``caracter``
        """
        envios = self._exigir_operador()
        if tipo not in ("nota", "en_transito", "en_reparto", "intento_fallido", "en_resguardo", "entregado",
                        "en_devolucion", "devuelto", "extraviado"):  # fmt: skip
            raise UserError(self.env._("Choose what happened."))
        permitidos = {"fecha", "motivo_id", "aviso_dejado", "receptor_nombre", "caracter"}
        if datos.keys() - permitidos:
            raise UserError(self.env._("These data are kept by the system."))
        datos = self._leer_relato(datos)
        envios._exigir_relato(tipo, motivo, datos)
        if fecha := datos.pop("fecha", None):
            datos["fecha_dispositivo"] = fields.Datetime.to_datetime(fecha)
        envios._registrar_evento(tipo, motivo=motivos.limpio(motivo) or False, **datos)
        return True

    def _leer_relato(self, datos):
        """What is told by hand, each as its field keeps it."""
        Evento, Intento = self.env["mensajeria.evento"], self.env["mensajeria.intento"]
        campos = {
            "fecha": (Evento, "fecha_dispositivo"),
            "motivo_id": (Evento, "motivo_id"),
            "aviso_dejado": (Intento, "aviso_dejado"),
            "receptor_nombre": (self.browse(), "receptor_nombre"),
            "caracter": (self.browse(), "receptor_caracter"),
        }
        leidos = {clave: valor(*campos[clave], dato) for clave, dato in datos.items()}
        registros(self.env["mensajeria.motivo"], leidos.get("motivo_id"))
        return leidos

    def _exigir_relato(self, tipo, motivo, datos):
        """Refuse what is told without the words that it needs, or of a day that cannot be."""
        if tipo in ("nota", "extraviado"):
            motivos.exigido(self.env, motivo)
        if tipo == "intento_fallido" and not datos.get("motivo_id"):
            raise UserError(self.env._("Choose the reason of non-delivery."))
        if tipo == "entregado" and not (datos.get("receptor_nombre") and datos.get("caracter")):
            raise UserError(self.env._("Write who received it, and in what capacity."))
        fecha = fields.Datetime.to_datetime(datos.get("fecha"))
        for envio in self if fecha and tipo != "nota" else ():
            if fecha > fields.Datetime.now():
                raise UserError(self.env._("That date has not come yet: correct it."))
            if envio.fecha_deposito and fecha < envio.fecha_deposito:
                raise UserError(self.env._("%s had not left yet on that date: correct it.", envio.name))

    def action_corregir(self, motivo=None):
        """The last movement of these pieces was a mistake: put them back where they were. Both events remain.

        :param motivo: why; mandatory
        """
        envios = self._exigir_operador()
        motivo = motivos.exigido(self.env, motivo)
        envios._bloquear()
        for envio in envios:
            envio._corregir(motivo)
        return True

    def _corregir(self, motivo):
        self.ensure_one()
        evento = self._ultimo_movimiento()
        if not evento or not self._ciclo.buscar(self.state, evento.estado_anterior) or self.state in EN_OFICINA:
            raise UserError(self.env._("There is nothing to correct in %s.", self.name))
        correccion = self._registrar_evento(
            "correccion", motivo=motivo, anula_id=evento.id, estado_nuevo=evento.estado_anterior
        )
        if self.state in FINALES:
            self.write({"fecha_entrega": False, "receptor_nombre": False, "receptor_caracter": False})
        self._transitar(evento.estado_anterior, motivo, datos={"anula": evento.id, "por": correccion.id})
        self._al_corregir(evento)
        self.relacion_id._al_corregir_pieza(self)
        self.solicitud_id._revisar_avance()

    def _ultimo_movimiento(self):
        """The last event that moved this piece and was not corrected."""
        Evento = self.env["mensajeria.evento"].sudo()
        return Evento.search(
            [
                ("envio_id", "=", self.id),
                ("estado_nuevo", "=", self.state),
                ("tipo", "!=", "correccion"),
                ("id", "not in", Evento._search([("envio_id", "=", self.id), ("anula_id", "!=", False)]).subselect("anula_id")),
            ],
            order="id desc",
            limit=1,
        )  # fmt: skip

    # Tasks

    def _tarea_vals(self):
        return super()._tarea_vals() | {
            "folio": self.name,
            "asunto": self.documento or self.dest_direccion or False,
            "contraparte": self.dest_nombre,
            "busqueda": " ".join(filter(None, (self.name, self.dest_nombre, self.documento, self._folio_de_guia()))),
            "prioridad": self.solicitud_id.urgencia or "0",
            "fecha_limite": self.fecha_limite or False,
            "company_id": self.company_id.id,
        }

    def _grupo_operador(self):
        """Role that dispatches these pieces."""
        tipo = self[:1].proveedor_tipo
        return self.env.ref(f"mensajeria.group_{tipo}" if tipo else "mensajeria.group_operador")

    def _abrir_tarea_de_despacho(self):
        """Somebody has to dispatch these pieces: one task for each request, or for each piece without one."""
        solicitudes = self.solicitud_id
        for solicitud in solicitudes - solicitudes._con_tarea("msj_despachar"):
            solicitud._abrir_tarea("msj_despachar", grupo=solicitud._grupo_operador(), area=solicitud.oficialia_id)
        self.filtered(lambda e: not e.solicitud_id)._abrir_tarea_de("msj_despachar")

    def _abrir_tarea_de(self, codigo, **vals):
        """Open the task of a step in the pool of who dispatches these pieces, where it is not open yet."""
        faltan = self - self._con_tarea(codigo)
        for (grupo, oficialia), envios in faltan.grouped(lambda e: (e._grupo_operador(), e.oficialia_id)).items():
            envios._abrir_tarea(codigo, grupo=grupo, area=oficialia, **vals)

    def _con_tarea(self, codigo):
        """Those of ``self`` that already have an open task of that step."""
        return self.browse(self._tareas_abiertas(codigo).mapped("res_id"))

    def _llevar_tareas(self, tipo):
        """Close and open the tasks of these pieces after the event ``tipo``."""
        if tipo in ("relacionado", "depositado", "recolectado", "en_transito", "en_reparto", "cancelado"):
            self.filtered(lambda e: not e.solicitud_id)._tareas_abiertas("msj_despachar")._cerrar(tipo)
        if tipo == "no_cargado":
            self._abrir_tarea_de_despacho()
        if tipo == "en_devolucion":
            self._abrir_tarea_de("msj_devolver")
        elif tipo in FINALES:
            self._tareas_abiertas("msj_devolver")._cerrar(tipo)
        self._revisar_reintento()

    def _revisar_reintento(self):
        """Own pieces that were not delivered, and stand on no list, wait for somebody to send them again or fetch them."""
        propias = self.filtered(lambda e: e.proveedor_tipo == "local")
        esperan = propias.filtered(lambda e: e.state in ("intento_fallido", "en_resguardo") and not e.relacion_id)
        (propias - esperan)._tareas_abiertas("msj_reintentar")._cerrar()
        for limite, envios in esperan.grouped(lambda e: e._limite_de_reintento()).items():
            envios._abrir_tarea_de("msj_reintentar", **({"fecha_limite": limite} if limite else {}))

    def _limite_de_reintento(self):
        """The day until which this piece is held, or else that of its next attempt; False when there is neither."""
        proximo = self.intento_ids.sorted("numero")[-1:].siguiente
        return self.resguardo_hasta or (proximo and self._en_local(proximo).date())

    @api.model
    def _accion(self, envios, nombre):
        """Action that lists ``envios``."""
        return self.env["ir.actions.act_window"]._for_xml_id("mensajeria.mensajeria_envio_action") | {
            "name": nombre,
            "domain": [("id", "in", envios.ids)],
            "context": {},
        }
