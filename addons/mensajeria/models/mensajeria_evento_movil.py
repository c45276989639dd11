import logging

from psycopg2 import DataError

from odoo import api, fields, models
from odoo.exceptions import AccessError, UserError

from ..tools import movil
from ..tools.catalogos import CARACTERES, PRUEBAS
from ..tools.movil import ItemError

_logger = logging.getLogger(__name__)


class MensajeriaEvento(models.Model):
    """What the messenger's phone tells, with or without network in between."""

    _inherit = "mensajeria.evento"

    evidencia_ids = fields.One2many(
        "mensajeria.evidencia", "evento_id", "Proofs", readonly=True, groups="mensajeria.group_operador"
    )
    detalle = fields.Char("Details", compute="_compute_detalle", groups="mensajeria.group_operador")

    @api.depends("datos")
    def _compute_detalle(self):
        """What the phone told besides, in words."""
        for evento in self:
            evento.detalle = " · ".join(filter(None, evento._detalles(evento.datos or {})))

    def _detalles(self, datos):
        caracteres = dict(self.env["mensajeria.envio"]._fields["receptor_caracter"]._description_selection(self.env))
        yield datos.get("receptor_nombre")
        yield caracteres.get(datos.get("caracter"))
        if datos.get("identificacion_tipo"):
            yield f"{self._nombre_identificacion(datos['identificacion_tipo'])} {datos.get('identificacion_folio') or ''}".strip()
        if datos.get("faltante"):
            yield self.env._("Missing: %s", datos["faltante"])
        if datos.get("pruebas_faltantes"):
            nombres = {
                "firma": self.env._("signature"),
                "foto": self.env._("photo"),
                "identificacion": self.env._("identification"),
            }
            yield self.env._("Without: %s", ", ".join(nombres[p] for p in datos["pruebas_faltantes"]))
        if datos.get("desfase"):
            minutos = max(round(abs(datos["desfase"]) / 60), 1)
            yield (
                self.env._("The phone's clock was %s min behind", minutos)
                if datos["desfase"] > 0
                else self.env._("The phone's clock was %s min ahead", minutos)
            )

    @api.model
    def _nombre_identificacion(self, clave):
        return {
            "ine": self.env._("Voter card"),
            "pasaporte": self.env._("Passport"),
            "cedula": self.env._("Professional license"),
            "licencia": self.env._("Driver's license"),
            "gafete": self.env._("Employee badge"),
            "otra": self.env._("Other"),
        }[clave]

    @api.model
    def registrar_movil(self, items):
        """Register what a messenger did on their route. Sent twice, it counts once; each item is answered on its own.

        :param items: list of ``{uuid, envio, tipo: entregado | intento_fallido, fecha, enviado, usuario, latitud,
            longitud, precision, …}``. Of a delivery: ``receptor_nombre, caracter, identificacion_tipo,
            identificacion_folio, faltante``; of a failed attempt: ``motivo`` (key), ``aviso_dejado, siguiente``; of
            both: ``nota``, ``firma`` and ``fotos``, each ``{sha256, datos}``, where ``datos`` (base64) may be left for a
            later call with the same ``uuid``. Dates are those of the phone, ISO 8601 with their zone; ``enviado`` is
            its clock when it sends.
        :return: list of ``{uuid, resultado, mensaje, confirmadas, faltan}``; ``resultado`` is ``ok``, ``duplicado``
            (it was known), ``conflicto`` (kept with its proofs, but another one came first) or ``rechazado`` (why is
            in ``mensaje``). ``confirmadas`` and ``faltan`` are the SHA-256 of the proofs that are kept, and of those
            that have to be sent again: an item may be forgotten only when ``faltan`` is empty.
        """
        if not self.env.user.has_group("mensajeria.group_mensajero"):
            raise AccessError(self.env._("Only messengers register from the street."))
        if not isinstance(items, list) or len(items) > movil.MAX_ITEMS:
            raise UserError(self.env._("Send up to %s actions at a time.", movil.MAX_ITEMS))
        todas = self.with_context(allowed_company_ids=self.env.user.company_ids.ids)
        return [todas._registrar_uno(item) for item in items]

    def _registrar_uno(self, item):
        """Answer to one item. What cannot be kept is told in a sentence, and leaves no trace."""
        uuid = item.get("uuid") if isinstance(item, dict) else None
        try:
            with self.env.cr.savepoint():
                return {"uuid": uuid, **self._recibir_item(item)}
        except (ItemError, UserError, ValueError, TypeError, DataError) as error:
            mensaje = self._por_que_no(error)
            return {"uuid": uuid, "resultado": "rechazado", "mensaje": mensaje, "confirmadas": [], "faltan": []}

    def _por_que_no(self, error):
        """Why an item cannot be kept, for the messenger."""
        if isinstance(error, ItemError):
            return self._frase(error.args[0])
        if isinstance(error, UserError):
            return str(error)
        _logger.error("What a phone sent cannot be kept", exc_info=error)
        return self.env._("The server cannot keep this action. Show it to the office.")

    def _recibir_item(self, item):
        uuid, pruebas = movil.uuid_de(item), movil.pruebas(item)
        if item.get("usuario") not in (None, self.env.uid):  # whoever opened the session meanwhile
            raise ItemError("usuario")
        evento = self.sudo().search([("uuid_cliente", "=", uuid)])
        if evento and evento.user_id != self.env.user:
            raise ItemError("uuid")
        resultado = "duplicado"
        if not evento:
            evento, resultado = self._registrar_item(uuid, item, pruebas), "ok"
        evento._recibir_pruebas(pruebas)
        return {
            "resultado": "conflicto" if evento.conflicto else resultado,
            "mensaje": evento._mensaje_de_conflicto() if evento.conflicto else "",
            "confirmadas": evento.evidencia_ids.filtered("attachment_id").mapped("sha256"),
            "faltan": evento.evidencia_ids.filtered(lambda e: not e.attachment_id).mapped("sha256"),
        }

    def _registrar_item(self, uuid, item, pruebas):
        """The event of a new item, with its proofs announced."""
        envio = self.env["mensajeria.envio"].browse(movil.entero(item, "envio")).sudo()
        mensajero, ajena = envio._quien_entrega(self.env.user)
        tipo = item.get("tipo")
        if tipo not in movil.TIPOS_MOVIL:
            raise ItemError("tipo")
        relato = self._relato_entrega if tipo == "entregado" else self._relato_intento
        evento = envio._registrar_evento(
            tipo,
            **relato(envio, item, pruebas),
            **movil.posicion(item),
            fecha_dispositivo=movil.fecha(item.get("fecha")),
            desfase=movil.desfase(item.get("enviado") or item.get("fecha"), fields.Datetime.now()),
            motivo=movil.texto(item, "nota", 500) or False,
            conflicto=ajena,
            mensajero_id=mensajero.id,
            origen="movil",
            uuid_cliente=uuid,
        )
        self.env["mensajeria.evidencia"].sudo().create(
            [
                {
                    "evento_id": evento.id,
                    "envio_id": envio.id,
                    "company_id": envio.company_id.id,
                    "tipo": prueba.tipo,
                    "sha256": prueba.sha256,
                }
                for prueba in pruebas
            ]
        )
        return evento

    def _relato_entrega(self, envio, item, pruebas):
        """Who received, and what the service asks for that is missing: the piece was delivered all the same."""
        nombre, caracter = movil.texto(item, "receptor_nombre"), movil.texto(item, "caracter")
        if not nombre or caracter not in dict(CARACTERES):
            raise ItemError("receptor")
        identificacion_tipo, identificacion_folio = (
            item.get("identificacion_tipo"),
            movil.texto(item, "identificacion_folio", 60),
        )
        identificacion_tipo = identificacion_tipo if identificacion_tipo in movil.IDENTIFICACIONES else False
        tiene = {
            "firma": any(prueba.tipo == "firma" for prueba in pruebas),
            "foto": any(prueba.tipo == "foto" for prueba in pruebas),
            "identificacion": bool(identificacion_tipo and identificacion_folio),
        }
        pedidas = envio.servicio_id._pruebas(caracter) if envio.servicio_id else {}
        relato = {
            "receptor_nombre": nombre,
            "caracter": caracter,
            "identificacion_tipo": identificacion_tipo,
            "identificacion_folio": identificacion_folio,
            "faltante": movil.texto(item, "faltante"),
            "pruebas_faltantes": [p for p in PRUEBAS if pedidas.get(p) == "obligatorio" and not tiene[p]],
        }
        return {clave: valor for clave, valor in relato.items() if valor}

    def _relato_intento(self, envio, item, pruebas):
        """Why it was not delivered, and what was agreed at the door."""
        motivo = self.env["mensajeria.motivo"].sudo().with_context(active_test=False).search(
            [("clave", "=", movil.texto(item, "motivo"))]
        )  # fmt: skip
        if not motivo:
            raise ItemError("motivo")
        relato = {"motivo_id": motivo.id, "aviso_dejado": item.get("aviso_dejado") is True}
        if item.get("siguiente"):
            relato["siguiente"] = fields.Datetime.to_string(movil.fecha(item["siguiente"]))
        return relato

    def _recibir_pruebas(self, pruebas):
        """Keep the bytes that came of the proofs that this event announced. To others it is closed."""
        pendientes = {e.sha256: e for e in self.evidencia_ids if not e.attachment_id}
        for prueba in pruebas:
            if prueba.contenido and prueba.sha256 in pendientes:
                pendientes.pop(prueba.sha256)._recibir(prueba.contenido)

    def _mensaje_de_conflicto(self):
        return self.env._(
            "%s was already told otherwise. What you sent was kept, and the office will look at it.",
            self.envio_id.name,
        )

    def _frase(self, codigo):
        return {
            "uuid": self.env._("This action has no valid identifier: register it again."),
            "usuario": self.env._("Sign in as who did this, so that it is registered under their name."),
            "fecha": self.env._("The date of the phone cannot be read: check its clock."),
            "tipo": self.env._("Tell whether the piece was delivered or not."),
            "receptor": self.env._("Write who received it, and in what capacity."),
            "motivo": self.env._("Choose the reason of non-delivery."),
            "evidencias": self.env._("The photos cannot be read: take them again, %s at most.", movil.MAX_EVIDENCIAS),
            "imagen": self.env._("Photos and signatures are JPEG or PNG images: take them again."),
        }[codigo]
