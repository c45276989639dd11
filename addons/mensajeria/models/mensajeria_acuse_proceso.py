from datetime import datetime, time

from odoo import fields, models
from odoo.exceptions import AccessError, UserError

from ..nucleo.tools.aviso import aviso
from ..tools.acuses import ENTREGABLES, OBSERVACIONES, PENDIENTES
from ..tools.envios import FUERA
from .argumentos import valor


class MensajeriaAcuse(models.Model):
    """The steps of an acuse. Every public method checks who calls it and when."""

    _inherit = "mensajeria.acuse"

    # Who may

    def _exigir_operador(self):
        """``self`` in sudo and locked, when the user dispatches each of these pieces."""
        self.check_access("read")
        for acuse in self:
            if not acuse.puede_operar:
                raise AccessError(self.env._("You do not take part in the acuse of %s.", acuse.sudo().display_name))
        acuses = self.sudo()
        acuses._bloquear()
        return acuses

    def _sujeto(self):
        return self.env._("The acuse of %s", self.envio_id.name)

    def _con_papel(self):
        """These acuses with all that the same paper covers: what is done to the paper is done to each of them."""
        principales = self.conjunto_id | self.filtered(lambda a: not a.conjunto_id)
        principales = principales.with_prefetch(self._prefetch_ids)
        return principales | principales.cubiertos_ids

    def _estado_en_camino(self):
        """Where the paper is while it has not come back."""
        self.ensure_one()
        return "en_mensajero" if self.proveedor_tipo == "local" else "en_proveedor"

    def _en_camino(self, motivo=None):
        """Back to where the paper is awaited."""
        for acuse in self:
            if acuse.state not in PENDIENTES:
                acuse._transitar(acuse._estado_en_camino(), motivo)

    # Its return

    def action_recibir(self, fecha_entrega=None, caracter=None, receptor_nombre=None):
        """The signed paper is back in the office. It also tells that the piece was delivered, if nobody had.

        :param fecha_entrega: the date written on it, if it is read now
        :param caracter: in which capacity it was signed
        :param receptor_nombre: who signed
        """
        acuses = self._exigir_operador()._con_papel()
        acuses._exigir_estado(*PENDIENTES, "irregular", "extraviado", "no_entregado")
        for acuse in acuses:
            if acuse.fecha_recepcion:
                raise UserError(self.env._("The acuse of %s was already received.", acuse.envio_id.name))
        dicho = {"fecha_entrega": fecha_entrega, "caracter": caracter, "receptor_nombre": receptor_nombre}
        acuses._recibir({campo: valor(self.browse(), campo, dato) for campo, dato in dicho.items()})
        return True

    def _recibir(self, datos, origen="manual"):
        """These papers came back.

        :param datos: what is already known of them: ``fecha_entrega``, ``caracter``, ``receptor_nombre``
        """
        datos = {campo: valor for campo, valor in datos.items() if valor}
        for acuse in self:
            evento = acuse._anotar_en_pieza(datos, origen)
            propios = {} if acuse.conjunto_id else datos
            acuse.with_context(mail_notrack=True).write(  # the log of the reception has them
                {
                    **propios,
                    "fecha_recepcion": fields.Datetime.now(),
                    "recibe_user_id": self.env.uid,
                    "evento_id": evento.id,
                    "fecha_persecucion": False,
                }
            )
            if acuse._ciclo.buscar(acuse.state, "recibido") and acuse.state != "irregular":
                acuse._transitar("recibido", datos={campo: str(valor) for campo, valor in propios.items()})
        self._revisar_regularidad()

    def _anotar_en_pieza(self, datos, origen):
        """Tell on the timeline of the piece that its acuse came back: by it, the piece may be known to be delivered."""
        self.ensure_one()
        envio = self.envio_id
        if envio.state in FUERA:
            cuando = self._mediodia(datos.get("fecha_entrega"))
            return envio._registrar_evento(
                "entregado",
                origen=origen,
                acuse=self.id,
                receptor_nombre=datos.get("receptor_nombre") or self.receptor_nombre or False,
                caracter=datos.get("caracter") or self.caracter or False,
                **({"fecha_dispositivo": cuando} if cuando else {}),
            )
        if envio.state in ("en_devolucion", "devuelto"):
            self.sobre_devuelto = True
        return envio._registrar_evento("acuse", origen=origen, motivo=self.env._("The acuse came back"), acuse=self.id)

    def _mediodia(self, fecha):
        """Noon of a date (by the clock of the institution) in UTC, but neither later than now nor before the piece left."""
        fecha = fields.Date.to_date(fecha)
        if not fecha:
            return None
        envio = self.envio_id
        momento = envio.company_id._a_utc(datetime.combine(fecha, time(12)))
        if envio.fecha_deposito and fecha == envio._en_local(envio.fecha_deposito).date():
            momento = max(momento, envio.fecha_deposito)
        return min(momento, fields.Datetime.now())

    # Reading it

    def action_digitalizar(self):
        """The signed paper is attached: its files become evidence, and it waits to be validated."""
        acuses = self._exigir_operador()
        acuses._exigir_estado("recibido", "irregular")
        for acuse in acuses:
            acuse._digitalizar()
        return True

    def _digitalizar(self):
        self.ensure_one()
        if not self.archivo_ids:
            raise UserError(self.env._("Attach the signed acuse of %s.", self.envio_id.name))
        self.archivo_ids._fijar_en(self)
        for acuse in self._con_papel():
            if acuse.state == "recibido":
                acuse._transitar("digitalizado", datos={"archivos": self.archivo_ids.mapped("sha256")})
            else:
                acuse._anotar("digitalizar", {"archivos": self.archivo_ids.mapped("sha256")})

    def action_validar(self):
        """What the acuse says was compared with the paper: from now on it does not change. Several at once: those that
        cannot be validated are told, and stay as they are.
        """
        acuses = self._exigir_operador()
        problemas = {acuse: acuse._reparos() for acuse in acuses}
        if len(acuses) == 1 and problemas[acuses]:
            raise UserError(problemas[acuses])
        buenos = acuses.filtered(lambda a: not problemas[a])
        for acuse in buenos:
            acuse._validar("validado")
        return self._avisar(len(buenos), [texto for texto in problemas.values() if texto])

    def _reparos(self):
        """Why this acuse cannot be validated, in a sentence; None when it can."""
        self.ensure_one()
        pieza = self.envio_id.name
        if self.conjunto_id:
            return self.env._(
                "%(piece)s was signed on the acuse of %(other)s: validate that one.",
                piece=pieza,
                other=self.conjunto_id.envio_id.name,
            )
        if self.state != "digitalizado":
            if self.state == "recibido":
                return self.env._("Digitize the acuse of %s first.", pieza)
            etiquetas = dict(self._fields["state"]._description_selection(self.env))
            return self.env._(
                "The acuse of %(piece)s is «%(state)s»: it cannot be validated.",
                piece=pieza,
                state=etiquetas[self.state],
            )
        return self._datos_que_faltan()

    def _datos_que_faltan(self):
        faltan = [
            self._fields[campo]._description_string(self.env)
            for campo in ("fecha_entrega", "receptor_nombre", "caracter")
            if not self[campo]
        ]
        if faltan:
            return self.env._(
                "Acuse of %(piece)s: write «%(fields)s» as on the paper. If the paper does not say it, mark it as irregular.",
                piece=self.envio_id.name,
                fields="», «".join(faltan),
            )
        return None

    def _validar(self, estado, motivo=None):
        """Fix for good what this acuse, and those on the same paper, say."""
        self.ensure_one()
        (self.archivo_ids | self.certificacion_ids)._fijar_en(self)  # what was attached since, too
        papel = self._con_papel()
        if cubiertos := papel - self:
            dicho = ("fecha_entrega", "receptor_nombre", "receptor_cargo", "caracter", "identificacion_tipo",
                     "identificacion_folio", "con_sello", "con_firma")  # fmt: skip
            cubiertos.write({campo: self[campo] for campo in dicho})
        papel._transitar(estado, motivo)
        papel.write({"fecha_validacion": fields.Datetime.now(), "valida_user_id": self.env.uid})
        papel.flush_recordset()

    def _avisar(self, hechos, problemas):
        if not problemas:
            return True
        return aviso(
            "\n".join(problemas[:10]),
            "warning",
            title=self.env._("%(done)s done, %(left)s not", done=hechos, left=len(problemas)),
            sticky=True,
            next={"type": "ir.actions.client", "tag": "soft_reload"},
        )

    # What is wrong with it

    def action_observar(self, observacion=None, motivo=None):
        """The paper proves nothing: it is irregular.

        :param observacion: ``sin_fecha``, ``sin_firma``, ``ilegible``, ``otra_pieza`` or ``otra``; what stands in the
            field when absent
        :param motivo: words about it; mandatory for ``otra``
        """
        acuses = self._exigir_operador()
        acuses._exigir_estado("recibido", "digitalizado", "irregular")
        for acuse in acuses:
            cual, nota = observacion or acuse.observacion, (motivo or acuse.observacion_nota or "").strip()
            if cual not in dict(OBSERVACIONES):
                raise UserError(self.env._("Say in «Remark» what is wrong with the acuse of %s.", acuse.envio_id.name))
            if cual == "otra" and not nota:
                raise UserError(self.env._("Write the reason."))
            acuse.write({"observacion": cual, "observacion_nota": nota})
        return True

    def _revisar_regularidad(self):
        """Follow what the rules say: irregular by itself, and no longer so once what was wrong is corrected."""
        for acuse in self:
            papel = acuse._con_papel()
            mala = papel.filtered("irregularidad")[:1].irregularidad
            for otro in papel:
                if mala and otro.state != "irregular" and otro._ciclo.buscar(otro.state, "irregular"):
                    otro._transitar("irregular", datos={"irregularidad": mala})
                elif not mala and otro.state == "irregular":
                    otro._regularizar()
            acuse._llevar_fecha_a_pieza()

    def _regularizar(self):
        if not self.fecha_recepcion and self.envio_id.state == "devuelto":
            self._transitar("no_entregado")
        elif not self.fecha_recepcion:
            self._en_camino()
        elif self._con_papel().archivo_ids.filtered("evidencia"):
            self._transitar("digitalizado")
        else:
            self._transitar("recibido")

    def _llevar_fecha_a_pieza(self):
        """A piece known to be delivered by its acuse was delivered on the date that the acuse says, not when it was read."""
        for acuse in self._con_papel():
            fecha = (acuse.conjunto_id or acuse).fecha_entrega
            if acuse.evento_id.tipo == "entregado" and fecha and acuse.envio_id.state == "entregado":
                cuando = acuse._mediodia(fecha)
                if acuse.envio_id.fecha_entrega != cuando:
                    acuse.envio_id.write({"fecha_entrega": cuando})

    def action_extraviar(self, motivo=None):
        """The paper is lost: the provider has to certify the delivery, or the acuse is claimed.

        :param motivo: why; mandatory
        """
        acuses = self._exigir_operador()
        acuses._exigir_estado(*PENDIENTES)
        acuses._con_papel()._transitar("extraviado", motivo)
        return True

    def action_sustituir(self):
        """The attached certification of the provider takes the place of the paper. It does not change any more."""
        acuses = self._exigir_operador()
        acuses._exigir_estado("extraviado", "irregular")
        for acuse in acuses:
            if not acuse.certificacion_ids:
                raise UserError(
                    self.env._("Attach the certification that replaces the acuse of %s.", acuse.envio_id.name)
                )
            if problema := acuse._datos_que_faltan():
                raise UserError(problema)
            if acuse.irregularidad and not acuse.observacion:
                raise UserError(
                    self.env._(
                        "%s was delivered to somebody who may not receive it, or too early: a certification does not mend that.",
                        acuse.envio_id.name,
                    )
                )
            acuse._validar("sustituido")
        return True

    def action_dispensar(self, motivo=None):
        """This acuse is not needed after all.

        :param motivo: why; mandatory
        """
        acuses = self._exigir_operador()._con_papel()
        acuses._exigir_estado(*PENDIENTES)
        acuses._transitar("no_requerido", motivo)
        return True

    # To the unit that sent it

    def action_entregar(self, recibe=None, fecha=None):
        """Hand over to the unit: its proof, or what is known of its piece.

        :param recibe: who received it there
        :param fecha: when (UTC); now when absent
        """
        acuses = self._exigir_operador()._con_papel()
        acuses._exigir_estado(*ENTREGABLES)
        acuses._entregar(recibe, fecha)
        return True

    def _entregar(self, recibe=None, fecha=None):
        """These papers are with their units.

        :param recibe: who received them
        :param fecha: when (UTC); now when absent
        """
        recibe, cuando = (recibe or "").strip(), fields.Datetime.to_datetime(fecha or fields.Datetime.now())
        if cuando > fields.Datetime.now():
            raise UserError(self.env._("That date has not come yet: correct it."))
        for acuse in self:
            if acuse.fecha_validacion and acuse._dia(cuando) < acuse._dia(acuse.fecha_validacion):
                raise UserError(
                    self.env._("The acuse of %s was not validated yet on that date: correct it.", acuse.envio_id.name)
                )
        self._transitar("entregado_solicitante", datos={"recibe": recibe} if recibe else None)
        self.write({"fecha_entrega_solicitante": cuando, "recibe_solicitante": recibe or False})

    def _dia(self, momento):
        """Date of ``momento`` (UTC) by the clock of the institution."""
        return self.envio_id._en_local(momento).date()

    def action_archivar(self):
        """The unit filed it."""
        acuses = self._exigir_operador()._con_papel()
        acuses._exigir_estado("entregado_solicitante")
        acuses._transitar("archivado")
        return True
