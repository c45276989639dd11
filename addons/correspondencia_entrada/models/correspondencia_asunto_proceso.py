import secrets

from odoo import api, fields, models
from odoo.exceptions import AccessError, UserError
from odoo.fields import Domain


class CorrespondenciaAsunto(models.Model):
    """The steps of a matter. Every public method checks role and state: anyone may call it."""

    _inherit = "correspondencia.asunto"

    mi_turno_id = fields.Many2one("correspondencia.turno", "My Turno", compute="_compute_mi_papel")
    mi_turno_tipo = fields.Char("My Turno's Kind", compute="_compute_mi_papel")
    mi_turno_state = fields.Char("My Turno's Status", compute="_compute_mi_papel")
    mi_turno_instruccion_id = fields.Many2one(
        "correspondencia.instruccion", "My Instruction", compute="_compute_mi_papel"
    )
    mi_turno_fecha_limite = fields.Date("My Deadline", compute="_compute_mi_papel")
    mi_turno_nota = fields.Text("Note for Me", compute="_compute_mi_papel")
    mi_turno_de_id = fields.Many2one("res.users", "Turned By", compute="_compute_mi_papel")
    mi_turno_fecha = fields.Datetime("Turned On", compute="_compute_mi_papel")
    motivo_regreso = fields.Text("Why It Came Back", compute="_compute_motivo_regreso")
    soy_oficialia = fields.Boolean(compute="_compute_mi_papel")
    soy_digitalizador = fields.Boolean(compute="_compute_mi_papel")

    @api.depends("state", "turno_ids.state", "turno_ids.user_id", "oficialia_id")
    @api.depends_context("uid")
    def _compute_mi_papel(self):
        """What the current user is to each matter, for the buttons of the form."""
        user = self.env.user
        Turno = self.env["correspondencia.turno"].sudo()
        propios = Turno.search(
            [("asunto_id", "in", self.ids), ("user_id", "=", user.id), ("state", "in", ("pendiente", "turnado"))]
        )
        # what waits for me comes before what I passed on, attention before copies
        orden = {"pendiente": 0, "turnado": 2}
        for asunto in self:
            mios = propios.filtered(lambda t, a=asunto: t.asunto_id == a)
            turno = mios.sorted(lambda t: (orden[t.state] + (t.tipo == "informacion"), t.id))[:1]
            asunto.mi_turno_id = turno
            asunto.mi_turno_tipo = turno.tipo
            asunto.mi_turno_state = turno.state
            asunto.mi_turno_instruccion_id = turno.instruccion_id or (
                turno.tipo == "atencion" and asunto.instruccion_id
            )
            asunto.mi_turno_fecha_limite = turno.fecha_limite or (turno.tipo == "atencion" and asunto.fecha_requerida)
            asunto.mi_turno_nota = turno.nota
            asunto.mi_turno_de_id = turno.turnado_por_id
            asunto.mi_turno_fecha = turno.fecha_turno
            asunto.soy_oficialia = asunto._es_oficialia()
            asunto.soy_digitalizador = asunto._es_del_grupo("correspondencia_entrada.group_digitalizador")

    @api.depends("state")
    def _compute_motivo_regreso(self):
        """The reason for which counter and digitizer see the matter again."""
        devueltos = self.filtered(lambda a: a.state in ("por_corregir", "por_digitalizar"))
        eventos = ("rechazar_digitalizacion", "devolver_a_digitalizacion", "corregir")
        for asunto in self:
            ultimo = (
                asunto.bitacora_ids.filtered(lambda e: e.evento in eventos)[:1]
                if asunto in devueltos
                else asunto.bitacora_ids.browse()
            )
            asunto.motivo_regreso = ultimo.motivo

    # Who may

    def _es_del_grupo(self, grupo):
        """Whether the user has the role ``grupo`` in the office of this matter."""
        user = self.env.user
        if user.has_group("mensajeria.group_administrador"):
            return True
        return user.has_group(grupo) and self.sudo().oficialia_id in user.sudo().oficialia_ids

    def _es_oficialia(self):
        return self._es_del_grupo("correspondencia_entrada.group_oficialia")

    def _exigir(self, grupo):
        """Refuse when the user cannot read these matters or lacks the role in their offices."""
        self.check_access("read")
        for asunto in self:
            if not asunto._es_del_grupo(grupo):
                raise AccessError(
                    self.env._(
                        "Only the staff of %s with the proper role can do this.", asunto.sudo().oficialia_id.name
                    )
                )

    def _exigir_oficialia(self):
        self._exigir("correspondencia_entrada.group_oficialia")

    def _exigir_digitalizador(self):
        self._exigir("correspondencia_entrada.group_digitalizador")

    def _exigir_estado(self, *estados):
        """Lock the matters and refuse when one has moved on."""
        self._bloquear()
        etiquetas = dict(self._fields["state"]._description_selection(self.env))
        for asunto in self:
            if asunto.state not in estados:
                raise UserError(
                    self.env._(
                        "%(folio)s is now «%(state)s». Reload the page.",
                        folio=asunto.display_name,
                        state=etiquetas[asunto.state],
                    )
                )

    def _bloquear(self):
        """Wait for whoever is moving these matters, then hold them."""
        if not self:
            return
        self.flush_recordset()
        self.env.cr.execute(
            "SELECT id FROM correspondencia_asunto WHERE id IN %s ORDER BY id FOR NO KEY UPDATE", [tuple(self.ids)]
        )
        self.invalidate_recordset(["state"])

    # Registrar Asunto

    def action_registrar(self):
        """Issue the folio and lock data and documents; ask first when the matter seems to be there already."""
        self._exigir_oficialia()
        self._exigir_estado("borrador")
        self.check_access("write")
        for asunto in self:
            asunto._revisar_registro()
            if not asunto.relacion_tipo and (anteriores := asunto._buscar_duplicados()):
                if len(self) == 1:
                    return self.env["correspondencia.duplicado"]._abrir(asunto, anteriores)
                raise UserError(
                    self.env._("«%s» seems to be registered already: register it by itself.", asunto.descripcion[:100])
                )
        for asunto in self:
            asunto.sudo()._registrar()
        return self._accion_acuse() if len(self) == 1 else True

    def action_registrar_otro(self):
        """Register, then open a new form that keeps the common fields."""
        self.ensure_one()
        resultado = self.action_registrar()
        if self.state == "borrador":  # stopped by the duplicate guard
            return resultado
        return self._accion_acuse(self._accion_registrar_otro())

    def _accion_registrar_otro(self):
        conservados = (
            "oficialia_id",
            "origen",
            "medio",
            "tipo_documento_id",
            "instruccion_id",
            "remitente_id",
            "area_remitente_id",
        )
        accion = self.env["ir.actions.act_window"]._for_xml_id(
            "correspondencia_entrada.correspondencia_asunto_action_registrar"
        )
        accion["context"] = {
            f"default_{campo}": self[campo].id if self._fields[campo].relational else self[campo]
            for campo in conservados
            if self[campo]
        }
        accion["target"] = "main"  # a hundred letters leave no hundred breadcrumbs
        return accion

    def _revisar_registro(self):
        """Refuse to register incomplete or impossible data, with one sentence."""
        self.ensure_one()
        if not (self.descripcion or "").strip():
            raise UserError(self.env._("Describe the subject of the matter."))
        if not (self.remitente_id or (self.origen == "interno" and self.area_remitente_id)):
            raise UserError(self.env._("Say who sends the matter."))
        self._revisar_remitente(self.remitente_id)
        self._revisar_remitente(self.area_remitente_id)
        if self.env.user in self.turno_ids.user_id:
            raise UserError(self.env._("You cannot turn a matter to yourself."))
        for documento in self.documento_ids:
            documento._revisar_documento()
        self.turno_ids._revisar_destinatarios()

    def _revisar_remitente(self, remitente):
        if remitente and not remitente.active:
            raise UserError(
                self.env._("«%s» is archived: choose another sender or restore it.", remitente.display_name)
            )

    def _buscar_duplicados(self, limite=5):
        """Registered matters with the same sender and official number, or with one of these files.

        Searched over the whole company: the guard tells folio and date even of what the clerk cannot open.
        """
        self.ensure_one()
        Asunto = self.sudo()
        base = (
            Domain("id", "!=", self.id)
            & Domain("state", "not in", ("borrador", "cancelado"))
            & Domain("company_id", "=", self.company_id.id)
        )
        encontrados = Asunto.browse()
        if self.numero_normalizado:
            campo = "remitente_id" if self.remitente_id else "area_remitente_id"
            encontrados = Asunto.search(
                base & Domain("numero_normalizado", "=", self.numero_normalizado) & Domain(campo, "=", self[campo].id),
                limit=limite,
            )
        if sumas := [s for s in self.documento_ids.sudo().mapped("checksum") if s]:
            iguales = (
                self.env["ir.attachment"]
                .sudo()
                .search(
                    [
                        ("checksum", "in", sumas),
                        ("res_model", "=", self._name),
                        ("evidencia", "=", True),
                        ("res_id", "!=", self.id),
                    ],
                    limit=50,
                )
            )
            encontrados |= Asunto.search(base & Domain("id", "in", iguales.mapped("res_id")), limit=limite)
        return encontrados[:limite]

    def _registrar(self):
        self.ensure_one()
        remitente = self.remitente_id
        self._completar_remitente()
        self._fijar_documentos()
        omitir = self.oficialia_id.omitir_digitalizacion and bool(self.documento_ids)
        para_atencion = any(t.tipo == "atencion" for t in self.turno_ids)
        if self.origen == "interno" and self.turnado_directo and self.documento_ids and para_atencion:
            destino = "en_atencion"
        else:
            destino = "por_descargar" if omitir else "por_digitalizar"
        self._registro().write(
            {
                "remitente_nombre": remitente.name
                or self.area_remitente_id.titular_id.name
                or self.area_remitente_id.name,
                "remitente_institucion": self.institucion_id.name
                or remitente.company_name
                or self.area_remitente_id.name,
                "registro_fecha": fields.Datetime.now(),
                "registro_user_id": self.env.uid,
                "acuse_token": secrets.token_urlsafe(16),
            }
        )
        folio = self._emitir_folio(self.oficialia_id)
        self._registro().name = folio
        self._transitar(destino, datos=self._datos_de_registro())
        if self.turnado_directo:
            self.turno_ids._hacer_efectivos()
        self._abrir_tarea_del_estado()

    def _completar_remitente(self):
        """Fill in what the sender's card lacks; what it already says is only changed on the card."""
        remitente = self.remitente_id
        if remitente.is_company:
            return
        if self.remitente_cargo and not remitente.function:
            remitente.function = self.remitente_cargo
        if self.institucion_id and not remitente.parent_id:
            remitente.parent_id = self.institucion_id

    def _datos_de_registro(self):
        """What the bitácora keeps of a registration: the data received and the hashes of the files."""
        return {
            "folio": self.name,
            "numero_oficio": self.numero_oficio or "",
            "remitente": self.remitente_nombre or "",
            "descripcion": self.descripcion,
            "recepcion": fields.Datetime.to_string(self.fecha_recepcion),
            "documentos": self._datos_de_documentos(),
        }

    def _datos_de_documentos(self):
        return [
            {"nombre": d.name, "sha256": d.sha256, "bytes": d.file_size, "paginas": d.paginas}
            for d in self.documento_ids
        ]

    def _fijar_documentos(self):
        """Count pages, tell the main document from the annexes and turn the files into evidence."""
        nuevos = self.documento_ids.filtered(lambda d: not d.evidencia)
        if nuevos and not any(d.clase == "principal" for d in self.documento_ids):
            (nuevos.filtered(lambda d: not d.clase) or nuevos).sorted("id")[0].clase = "principal"
        for documento in nuevos:
            documento.clase = documento.clase or "anexo"
            documento.paginas = documento.paginas or documento._contar_paginas()
        nuevos._fijar_evidencia()

    def _abrir_tarea_del_estado(self):
        """Put the matter in the tray of whoever does its present step."""
        oficialia = self.env.ref("correspondencia_entrada.group_oficialia")
        digitalizador = self.env.ref("correspondencia_entrada.group_digitalizador")
        pasos = {
            "por_digitalizar": ("digitalizar", digitalizador),
            "por_corregir": ("corregir", oficialia),
            "por_descargar": ("descargar", oficialia),
        }
        if self.state in pasos:
            codigo, grupo = pasos[self.state]
            self._abrir_tarea(codigo, grupo=grupo, area=self.oficialia_id)

    # Digitalizar Documentación

    def action_terminar_digitalizacion(self):
        """The scans are attached and legible: fix them and pass the matter on."""
        self._exigir_digitalizador()
        self._exigir_estado("por_digitalizar")
        for asunto in self.sudo():
            tarea = asunto._exigir_tarea_libre("digitalizar")
            if not asunto.documento_ids:
                raise UserError(self.env._("Attach the scan of %s before finishing.", asunto.name))
            for documento in asunto.documento_ids:
                documento._revisar_documento()
            asunto._fijar_documentos()
            asunto._transitar("por_descargar", datos={"documentos": asunto._datos_de_documentos()})
            tarea._cerrar()
            asunto._abrir_tarea_del_estado()
        return True

    def action_rechazar_digitalizacion(self, motivo=None):
        """Send the matter back to the counter.

        :param motivo: what is wrong ("illegible", "annexes missing"); mandatory
        """
        self._exigir_digitalizador()
        self._exigir_estado("por_digitalizar")
        return self.sudo()._mover("digitalizar", "por_corregir", motivo)

    def action_corregido(self):
        """The counter mended what the digitizer refused."""
        self._exigir_oficialia()
        self._exigir_estado("por_corregir")
        return self.sudo()._mover("corregir", "por_digitalizar")

    def action_devolver_a_digitalizacion(self, motivo=None):
        """The scan does not match the paper: back to the digitizer.

        :param motivo: what is wrong; mandatory
        """
        self._exigir_oficialia()
        self._exigir_estado("por_descargar")
        return self.sudo()._mover("descargar", "por_digitalizar", motivo)

    def _mover(self, codigo, destino, motivo=None):
        """Close the task of step ``codigo``, change the state and open the next task."""
        for asunto in self:
            tarea = asunto._exigir_tarea_libre(codigo)
            asunto._transitar(destino, motivo)
            tarea._cerrar(motivo)
            asunto._abrir_tarea_del_estado()
        return True

    # Descargar Asunto

    def action_descargar(self, original_entregado_a=None):
        """Data and scans are checked, the paper is handed over: the turnos take effect.

        :param original_entregado_a: who received the paper original, if anyone
        """
        self._exigir_oficialia()
        self._exigir_estado("por_descargar")
        for asunto in self.sudo():
            tarea = asunto._exigir_tarea_libre("descargar")
            vigentes = asunto.turno_ids.filtered(lambda t: t.state not in ("retirado", "devuelto"))
            atencion = vigentes.filtered(lambda t: t.tipo == "atencion")
            if devueltos := not atencion and asunto.turno_ids.filtered(
                lambda t: t.state == "devuelto" and not t.parent_id
            ):
                nombres = ", ".join(devueltos.user_id.mapped("name"))
                raise UserError(
                    self.env._(
                        "%(user)s returned %(folio)s: turn it to somebody else for attention.",
                        user=nombres,
                        folio=asunto.name,
                    )
                )
            if not vigentes:
                raise UserError(
                    self.env._(
                        "Turn %s to somebody, for attention or for information, before discharging it.", asunto.name
                    )
                )
            if original_entregado_a:
                asunto._registro().write(
                    {"original_entregado_a": original_entregado_a, "original_fecha": fields.Datetime.now()}
                )
            pendientes = atencion.filtered(lambda t: t.state != "concluido")
            destino = "en_atencion" if pendientes else "concluido"
            asunto._transitar(destino, datos={"original_entregado_a": original_entregado_a or ""})
            if destino == "concluido":
                asunto._registro().fecha_conclusion = fields.Datetime.now()
            tarea._cerrar()
            asunto.turno_ids.filtered(lambda t: t.state == "propuesto")._hacer_efectivos()
        return True

    # End, and back

    def _concluir_si_procede(self):
        """Conclude the discharged matters whose attention turnos have all concluded."""
        for asunto in self.filtered(lambda a: a.state == "en_atencion"):
            atencion = asunto.turno_ids.filtered(lambda t: t.tipo == "atencion")
            vivos = atencion.filtered(lambda t: t.state in ("propuesto", "pendiente", "turnado"))
            if not vivos and any(t.state == "concluido" for t in atencion) and not asunto._tareas_abiertas("reasignar"):
                asunto._transitar("concluido")
                asunto._registro().fecha_conclusion = fields.Datetime.now()

    def action_reabrir(self, motivo=None):
        """Take up a concluded matter again.

        :param motivo: why; mandatory
        """
        self._exigir_oficialia()
        self._exigir_estado("concluido")
        for asunto in self.sudo():
            raices = asunto.turno_ids.filtered(
                lambda t: t.tipo == "atencion" and not t.parent_id and t.state == "concluido"
            )
            asunto._transitar("en_atencion" if raices else "por_descargar", motivo)
            asunto._registro().fecha_conclusion = False
            raices._reabrir(motivo)
            asunto._abrir_tarea_del_estado()
        return True

    def action_cancelar(self, motivo=None):
        """Cancel a registered matter: it keeps its folio and everything in it.

        :param motivo: why; mandatory
        """
        self._exigir_oficialia()
        self._exigir_estado("por_digitalizar", "por_corregir", "por_descargar", "en_atencion")
        for asunto in self.sudo():
            asunto._transitar("cancelado", motivo)
            asunto.turno_ids._cancelar_con_asunto(motivo)
            asunto._tareas_abiertas()._cerrar(motivo, state="cancelada")
        return True

    def _rectificar(self, cambios, motivo):
        """Change registered data, keeping old and new values in the bitácora.

        :param cambios: ``{field: new value}`` as ``write`` takes them
        :param motivo: why; mandatory
        """
        self.ensure_one()
        if not (motivo or "").strip():
            raise UserError(self.env._("Write the reason of the rectification."))
        if "remitente_id" in cambios:
            self._revisar_remitente(self.env["res.partner"].browse(cambios["remitente_id"]))
        # what the topic proposes is not touched behind the person's back
        cambios = {"prioridad": self.prioridad, "fecha_requerida": self.fecha_requerida} | cambios
        antes = {campo: self._legible(campo) for campo in cambios}
        self._registro().write(cambios)
        despues = {campo: self._legible(campo) for campo in cambios}
        cambiados = {c: {"antes": antes[c], "despues": despues[c]} for c in cambios if antes[c] != despues[c]}
        if not cambiados:
            raise UserError(self.env._("Nothing was changed."))
        self._anotar("rectificar", {"cambios": cambiados}, motivo)
        self._refrescar_tareas()
        if "fecha_requerida" in cambiados:
            sin_plazo_propio = self._tareas_abiertas().filtered(
                lambda t: not t.turno_id.fecha_limite and t.turno_id.tipo != "informacion"
            )
            sin_plazo_propio.write({"fecha_limite": self.fecha_requerida})
        if "confidencialidad" in cambiados:  # of the closed tasks too, whose titles others still see
            self.env["seguimiento.tarea"].search([("asunto_id", "=", self.id)]).confidencial = (
                self.confidencialidad == "confidencial"
            )
        return cambiados

    # The tray, and what the form's buttons call for the user's own turno

    def _accion_de_tarea(self, tarea):
        accion = super()._accion_de_tarea(tarea)
        if tarea.paso_id.codigo == "resolver_prorroga":
            prorroga = tarea.turno_id.sudo().prorroga_ids.filtered(lambda p: p.state == "solicitada")[:1]
            if prorroga:
                accion.update(res_model="correspondencia.prorroga", res_id=prorroga.id, target="new")
        return accion

    def action_responder(self):
        """Answer: open the draft for my turno."""
        return self._mi_turno().action_responder()

    def action_turnar(self):
        """Turn the matter: from my turno when I hold it, else from the counter."""
        self.ensure_one()
        if self.mi_turno_id.tipo == "atencion":
            return self.mi_turno_id.action_turnar()
        self._exigir_oficialia()
        self._exigir_estado("por_digitalizar", "por_corregir", "por_descargar", "en_atencion")
        return self.env["correspondencia.turnar"]._accion(self, self.env["correspondencia.turno"])

    def action_marcar_visto(self):
        """Mark my copy as seen."""
        return self._mi_turno().action_marcar_visto()

    def _mi_turno(self):
        self.ensure_one()
        self.check_access("read")
        if not self.mi_turno_id:
            raise UserError(self.env._("You have no open turno of %s. Reload the page.", self.display_name))
        return self.mi_turno_id

    def _legible(self, campo):
        """Value of ``campo`` as a person reads it, for the bitácora."""
        valor = self[campo]
        return (valor.display_name if isinstance(valor, models.BaseModel) else str(valor or "")) or ""
