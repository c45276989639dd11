import secrets

from odoo import api, fields, models
from odoo.exceptions import UserError, ValidationError
from odoo.fields import Domain

from odoo.addons.mensajeria.nucleo.models import motivos


class CorrespondenciaAsunto(models.Model):
    """Registration of a matter, and the rectification of what it locks."""

    _inherit = "correspondencia.asunto"

    @api.constrains("fecha_recepcion", "fecha_elaboracion", "fecha_requerida")
    def _check_fechas(self):
        for asunto in self:
            recepcion = asunto._dia_recepcion()
            if not asunto._recepcion_posible():
                raise ValidationError(self.env._("Check the date of reception: %s is not possible.", recepcion))
            if asunto.fecha_elaboracion and asunto.fecha_elaboracion > recepcion:
                raise ValidationError(
                    self.env._(
                        "The letter cannot be written (%(w)s) after it was received (%(r)s).",
                        w=asunto.fecha_elaboracion,
                        r=recepcion,
                    )
                )
            if asunto.fecha_elaboracion and asunto.fecha_elaboracion.year < 1950:
                raise ValidationError(
                    self.env._("Check the year in which the letter was written: %s.", asunto.fecha_elaboracion.year)
                )
            if asunto.fecha_requerida and asunto.fecha_requerida < recepcion:
                raise ValidationError(
                    self.env._(
                        "The answer cannot be required (%(d)s) before the letter was received (%(r)s).",
                        d=asunto.fecha_requerida,
                        r=recepcion,
                    )
                )
            if asunto.fecha_requerida and asunto.fecha_requerida.year > recepcion.year + 20:
                raise ValidationError(
                    self.env._("Check the year by which the answer is required: %s.", asunto.fecha_requerida.year)
                )

    @api.constrains("descripcion", "numero_oficio", "referencia")
    def _check_largos(self):
        limites = {"descripcion": 4000, "numero_oficio": 100, "referencia": 250}
        for asunto in self:
            for campo, largo in limites.items():
                if len(asunto[campo] or "") > largo:
                    raise ValidationError(
                        self.env._(
                            "«%(field)s» takes at most %(max)s characters and has %(n)s. Put the rest in a document.",
                            field=self._fields[campo]._description_string(self.env),
                            max=largo,
                            n=len(asunto[campo]),
                        )
                    )

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
        if self.origen == "interno" and self.turnado_directo and self.documento_ids and self.turno_ids:
            destino = "en_atencion" if para_atencion else "concluido"  # nobody has to attend to a copy
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
        if destino == "concluido":
            self._registro().fecha_conclusion = fields.Datetime.now()
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

    def _rectificar(self, cambios, motivo):
        """Change registered data, keeping old and new values in the bitácora.

        :param cambios: ``{field: new value}`` as ``write`` takes them
        :param motivo: why; mandatory
        """
        self.ensure_one()
        if not motivos.limpio(motivo):
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

    def _legible(self, campo):
        """Value of ``campo`` as a person reads it, for the bitácora."""
        valor = self[campo]
        return (valor.display_name if isinstance(valor, models.BaseModel) else str(valor or "")) or ""
