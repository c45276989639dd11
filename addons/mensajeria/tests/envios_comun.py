"""What the tests of requests, pieces and lists share."""

from odoo.fields import Command

from .guias_comun import GuiasCommon


class EnviosCommon(GuiasCommon):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.Envio = cls.env["mensajeria.envio"]
        cls.Relacion = cls.env["mensajeria.relacion"]
        cls.Evento = cls.env["mensajeria.evento"]
        cls.ausente = cls.env.ref("mensajeria.motivo_ausente")
        cls.alta(1, 500)

    @classmethod
    def pieza_vals(cls, n=1, **vals):
        return {
            "dest_nombre": f"Destinatario {n}",
            "dest_calle": "Calle de Tacuba",
            "dest_numero": str(n),
            "dest_colonia": "Centro",
            "dest_cp": "06000",
            "dest_municipio": "Cuauhtémoc",
            "dest_estado": "Ciudad de México",
            "documento": f"JUM/2026/{n:05d}",
            "peso": 100,
            **vals,
        }

    def solicitud(self, cuantas=1, user=None, pieza=None, **vals):
        """A draft request of ``cuantas`` pieces."""
        return self.como(self.env["mensajeria.solicitud"], user or self.solicitante).create(
            {
                "oficialia_id": self.oficialia.id,
                "envio_ids": [Command.create(self.pieza_vals(n, **(pieza or {}))) for n in range(1, cuantas + 1)],
                **vals,
            }
        )

    def enviada(self, cuantas=1, **kwargs):
        solicitud = self.solicitud(cuantas, **kwargs)
        solicitud.action_enviar()
        return solicitud

    def aceptada(self, cuantas=1, user=None, **kwargs):
        """Pieces of an accepted request, as the operator ``user``."""
        solicitud = self.enviada(cuantas, **kwargs)
        self.como(solicitud, user or self.op_local).action_aceptar()
        return self.como(solicitud.envio_ids, user or self.op_local)

    def asignada(self, cuantas=1, user=None, servicio=None, **kwargs):
        """Pieces ready to go by ``servicio``, as ``user``."""
        piezas = self.aceptada(cuantas, user, **kwargs)
        if servicio:
            piezas.write({"proveedor_id": servicio.proveedor_id.id, "servicio_id": servicio.id})
        piezas.action_asignar()
        return piezas

    def por_sepomex(self, cuantas=1, **kwargs):
        return self.asignada(
            cuantas, self.op_sepomex, self.registrado, **{"tipo_sugerido": "sepomex", **kwargs}
        )  # fmt: skip

    def relacion(self, piezas, tipo="hoja_ruta", user=None, **vals):
        """A draft list with ``piezas``."""
        user = user or {"deposito_sepomex": self.op_sepomex, "recoleccion_foranea": self.op_foranea}.get(
            tipo, self.op_local
        )
        if tipo == "hoja_ruta":
            vals = {"mensajero_id": self.mensajero.id, **vals}
        return self.como(self.Relacion, user).create(
            {
                "tipo": tipo,
                "oficialia_id": self.oficialia.id,
                "proveedor_id": piezas[:1].sudo().proveedor_id.id,
                "linea_ids": [Command.create({"envio_id": p.id, "orden": n}) for n, p in enumerate(piezas, 1)],
                **vals,
            }
        )

    def emitida(self, piezas, *args, **kwargs):
        relacion = self.relacion(piezas, *args, **kwargs)
        relacion.action_emitir()
        return relacion

    def en_ruta(self, cuantas=1, **kwargs):
        """A route that left, with all its pieces."""
        relacion = self.emitida(self.asignada(cuantas, **kwargs))
        relacion.action_salir(relacion.linea_ids.ids)
        return relacion

    def entregar(self, piezas, user=None, **datos):
        datos = {"receptor_nombre": "Quien Recibe", "caracter": "destinatario", **datos}
        self.como(piezas, user or self.op_local).action_registrar("entregado", **datos)
