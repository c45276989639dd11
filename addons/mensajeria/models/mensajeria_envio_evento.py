from psycopg2.errors import UniqueViolation

from odoo import fields, models
from odoo.exceptions import ConcurrencyError, UserError
from odoo.tools import mute_logger

from ..tools.envios import EVENTOS, FINALES, FUERA, ORIGENES_AJENOS, SALIDAS

#: what an event keeps in columns of its own; the rest goes to its data
CAMPOS_EVENTO = frozenset(
    "fecha_dispositivo codigo_upu latitud longitud precision geo_negada origen uuid_cliente motivo motivo_id anula_id"
    " user_id estado_nuevo".split()
)
#: and what is told apart: it makes the attempt, or describes who received
CAMPOS_INTENTO = frozenset(("aviso_dejado", "foto_ids", "mensajero_id"))
#: and what only decides: the piece is in other hands meanwhile, so what is told from afar contradicts it
CAMPOS_DECISION = frozenset(("conflicto",))


class MensajeriaEnvio(models.Model):
    """What happens to a piece: one way in, for people, phones, files and carriers alike."""

    _inherit = "mensajeria.envio"

    def _registrar_evento(self, tipo, **datos):
        """Register that ``tipo`` happened to each of these pieces, and move those that it moves. The only way.

        The caller has checked who may. What is told from afar (phone, file, carrier) and contradicts the piece is kept
        as a conflict and moves nothing; what a person tells here is refused. An ``uuid_cliente`` that is already there
        is the same event: it is returned and nothing happens.

        :param tipo: key of :data:`~odoo.addons.mensajeria.tools.envios.EVENTOS`
        :param datos: columns of ``mensajeria.evento`` (``fecha_dispositivo``, ``origen``, ``uuid_cliente``, ``motivo``,
            ``motivo_id``, ``latitud``…); ``receptor_nombre`` and ``caracter`` of a delivery; ``aviso_dejado``,
            ``foto_ids`` and ``mensajero_id`` of an attempt; ``conflicto`` when that is known beforehand; anything else
            (JSON-able) is kept as the event's data
        :return: events in sudo, in the order of the pieces
        :raises UserError: when the table of states does not allow it, or a reason is missing
        """
        if tipo not in EVENTOS:
            raise ValueError(f"Unknown event {tipo!r}")
        envios, Evento = self.sudo(), self.env["mensajeria.evento"].sudo()
        envios._bloquear()
        if datos.get("uuid_cliente"):
            self.ensure_one()
            if repetido := Evento.search([("uuid_cliente", "=", datos["uuid_cliente"])]):
                return repetido
        destino = EVENTOS[tipo].destino
        origen = datos.get("origen") or "manual"
        mueve = envios.filtered(lambda e: not datos.get("conflicto") and e._puede_pasar_a(destino))
        if origen not in ORIGENES_AJENOS and destino:
            negados = (envios - mueve).filtered(lambda e: e.state != destino or destino not in FUERA)
            if negados:
                raise UserError(negados[0]._mensaje_evento(tipo))
        ahora = fields.Datetime.now()
        salen = mueve.filtered(lambda e: tipo in SALIDAS and not e.fecha_deposito)
        eventos = self._insertar_eventos(
            [envio._vals_de_evento(tipo, datos, origen, ahora, envio in mueve) for envio in envios]
        )
        if mueve:
            mueve._mover(tipo, destino, datos, ahora)
            salen._poner_en_camino(datos, ahora)
        self._despues_de(tipo, datos, eventos, mueve, salen)
        return eventos

    def _puede_pasar_a(self, destino):
        """Whether an event moves this piece to ``destino``; what only a correction undoes, none does."""
        paso = destino and self._ciclo.buscar(self.state, destino)
        return bool(paso) and paso.verbo != "corregir"

    def _insertar_eventos(self, vals_list):
        Evento = self.env["mensajeria.evento"].sudo()
        try:
            with mute_logger("odoo.sql_db"), self.env.cr.savepoint():
                return Evento.create(vals_list)
        except UniqueViolation as error:  # the same message, just committed out of our sight: Odoo tries again
            raise ConcurrencyError("Event registered by another transaction") from error

    def _vals_de_evento(self, tipo, datos, origen, ahora, mueve):
        self.ensure_one()
        destino = EVENTOS[tipo].destino
        resto = {k: v for k, v in datos.items() if k not in CAMPOS_EVENTO | CAMPOS_INTENTO | CAMPOS_DECISION}
        cuando = fields.Datetime.to_datetime(datos.get("fecha_dispositivo")) or ahora
        return {
            **{k: v for k, v in datos.items() if k in CAMPOS_EVENTO},
            "envio_id": self.id,
            "company_id": self.company_id.id,
            "tipo": tipo,
            "codigo_upu": datos.get("codigo_upu") or EVENTOS[tipo].upu,
            "fecha_dispositivo": cuando,
            "fecha_servidor": ahora,
            "estado_anterior": self.state,
            "estado_nuevo": destino if mueve else datos.get("estado_nuevo"),
            "user_id": datos.get("user_id") or self.env.uid,
            "origen": origen,
            "conflicto": bool(destino) and not mueve and (datos.get("conflicto") or self._contradice(destino, cuando)),
            "datos": resto or False,
        }

    def _contradice(self, destino, cuando):
        """Whether it is a conflict that the piece be said to be ``destino``, which it cannot become.

        What only arrives late (the phone was without network) is no conflict: it happened before what is known.
        """
        if destino == self.state and destino not in FINALES:
            return False
        ultimo = self.env["mensajeria.evento"].sudo().search(
            [("envio_id", "=", self.id), ("estado_nuevo", "!=", False)], limit=1
        )  # fmt: skip
        return destino in FINALES or not ultimo or cuando >= ultimo.fecha_dispositivo

    def _mensaje_evento(self, tipo):
        nombres = dict(self.env["mensajeria.evento"]._fields["tipo"]._description_selection(self.env))
        estados = dict(self._fields["state"]._description_selection(self.env))
        return self.env._(
            "%(piece)s is «%(state)s»: «%(event)s» does not apply to it now. Somebody may have moved it on: reload the page.",
            piece=self.name,
            state=estados[self.state],
            event=nombres[tipo],
        )

    def _mover(self, tipo, destino, datos, ahora):
        """Change the state of these pieces, with the dates that belong to it."""
        cuando = self._momento(datos, ahora)
        self._transitar(destino, datos.get("motivo") or self._motivo_de(tipo, datos))
        if tipo == "aceptado":
            self.write({"fecha_aceptacion": cuando})
        elif tipo == "entregado":
            self.write(
                {
                    "fecha_entrega": cuando,
                    "receptor_nombre": datos.get("receptor_nombre"),
                    "receptor_caracter": datos.get("caracter"),
                }
            )
        if destino != "en_resguardo" and (guardados := self.filtered("resguardo_hasta")):
            guardados.write({"resguardo_hasta": False})

    def _momento(self, datos, ahora):
        """When it happened: by the clock of who tells it, but never later than now."""
        return min(fields.Datetime.to_datetime(datos.get("fecha_dispositivo")) or ahora, ahora)

    def _poner_en_camino(self, datos, ahora):
        """These pieces leave for the first time: from today on the days of their service count."""
        cuando = self._momento(datos, ahora)
        self.write({"fecha_deposito": cuando})
        grupos = self.filtered("servicio_id").grouped(
            lambda e: (e.oficialia_id or e.area_id, e.company_id, e.servicio_id.sla_dias)
        )
        for (_area, _company, dias), grupo in grupos.items():
            dia = grupo._en_local(cuando).date()
            grupo.write({"fecha_compromiso": grupo._area_de_plazos()._sumar_dias_habiles(dia, dias)})

    def _motivo_de(self, tipo, datos):
        """The words kept where the table demands a reason and the source gave only its code."""
        if datos.get("motivo_id"):
            return self.env["mensajeria.motivo"].browse(datos["motivo_id"]).name
        if datos.get("origen") in ORIGENES_AJENOS:
            return dict(self.env["mensajeria.evento"]._fields["tipo"]._description_selection(self.env))[tipo]
        return None

    def _despues_de(self, tipo, datos, eventos, movidos, salen):
        """What follows from an event."""
        if tipo == "intento_fallido":
            for evento in eventos.filtered(lambda v: not v.conflicto):
                evento.envio_id._anotar_intento(evento, datos)
        if salen:
            salen._al_salir()
        if tipo == "entregado" and movidos:
            movidos._al_entregar(datos)
        elif tipo == "devuelto" and movidos:
            movidos._al_devolver()
        if movidos:
            movidos._llevar_tareas(tipo)
            movidos.relacion_id._al_mover_piezas(movidos, tipo, datos)
            movidos.solicitud_id._revisar_avance()

    # Hooks. To extend

    def _al_salir(self):
        """These pieces have just left the house for the first time."""

    def _al_entregar(self, datos):
        """These pieces have just been delivered.

        :param datos: what came with the event (``receptor_nombre``, ``caracter``, ``fecha_dispositivo``…)
        """

    def _al_devolver(self):
        """These pieces are back in the office."""

    def _al_corregir(self, evento):
        """``evento`` was wrong; the piece is again where it was before.

        :param evento: the event that was corrected
        """
