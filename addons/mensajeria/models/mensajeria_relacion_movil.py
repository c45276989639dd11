from odoo import api, fields, models
from odoo.exceptions import AccessError

from ..tools.catalogos import CARACTERES
from ..tools.movil import IDENTIFICACIONES

#: reasons of non-delivery that a phone offers, at most
MOTIVOS = 100


class MensajeriaRelacion(models.Model):
    """The route as the messenger's phone keeps it."""

    _inherit = "mensajeria.relacion"

    portador_ids = fields.Many2many(
        "mensajeria.mensajero",
        "mensajeria_relacion_portador_rel",
        "relacion_id",
        "mensajero_id",
        "Carried By",
        readonly=True,
        copy=False,
        help="Everybody who has had it in hand since it left: their phones may still have something to tell.",
    )

    def write(self, vals):
        """Whoever gets a route that has left becomes one of those who carried it."""
        res = super().write(vals)
        if vals.keys() & {"mensajero_id", "state"}:
            for relacion in self.sudo().filtered(lambda r: r.state == "en_ruta"):
                if relacion.mensajero_id - relacion.portador_ids:
                    relacion.portador_ids |= relacion.mensajero_id
        return res

    def _como_lo_lleva(self, user):
        """As which messenger ``user`` carries this route, or carried it: as themselves, or as the substitute."""
        self.ensure_one()
        relacion = self.sudo()
        mensajeros = relacion.mensajero_id | relacion.mensajero_id.suplente_id | relacion.portador_ids
        return mensajeros.filtered(lambda m: m.user_id == user)[:1]

    def _exigir_quien_lleva(self):
        """``self`` in sudo, also for the substitute of who carries it."""
        self.check_access("read")
        ajenas = self.filtered(lambda r: self.env.user not in r.sudo().mensajero_id.suplente_id.user_id)
        if ajenas:
            super(MensajeriaRelacion, ajenas)._exigir_quien_lleva()
        return self.sudo()

    @api.model
    def ruta_movil(self):
        """Everything the messenger's phone needs for the day, to work on without network.

        :return: ``{mensajero, paradas, servicios, motivos, caracteres, identificaciones, foto_lado}``
        """
        user = self.env.user
        if not user.has_group("mensajeria.group_mensajero"):
            raise AccessError(self.env._("Only messengers have a route."))
        todas = self.with_context(allowed_company_ids=user.company_ids.ids)
        rutas = todas._rutas_de_hoy()
        return {
            "mensajero": user.name,
            "rutas": [ruta._movil_ruta() for ruta in rutas],
            "paradas": [linea._movil_parada() for ruta in rutas for linea in ruta.linea_ids.filtered("abierta")],
            "servicios": {s.id: s._movil_servicio() for s in rutas.linea_ids.envio_id.sudo().servicio_id},
            "motivos": todas.env["mensajeria.motivo"].search([], limit=MOTIVOS).mapped(
                lambda m: {"clave": m.clave, "nombre": m.name, "reintentable": m.reintentable}
            ),
            "caracteres": todas._opciones("mensajeria.envio", "receptor_caracter", CARACTERES),
            "identificaciones": [[clave, self.env["mensajeria.evento"]._nombre_identificacion(clave)] for clave in IDENTIFICACIONES],
            "foto_lado": self._foto_lado(),
        }  # fmt: skip

    def _rutas_de_hoy(self):
        """Routes that the user carries: their own, and of others those that fall to them as substitute today."""
        hoy = self.env.company._hoy()
        rutas = self.search(
            [("tipo", "=", "hoja_ruta"), ("state", "in", ("emitida", "en_ruta")), ("fecha", "<=", hoy)],
            order="fecha, id",
        )
        return rutas.filtered(lambda r: self.env.user in r._quienes_hoy(hoy))

    def _quienes_hoy(self, hoy):
        mensajero = self.sudo().mensajero_id
        return mensajero.user_id | mensajero._efectivo(hoy).user_id

    def _movil_ruta(self):
        return {"id": self.id, "nombre": self.name, "fecha": fields.Date.to_string(self.fecha), "estado": self.state}

    @api.model
    def _opciones(self, modelo, campo, claves):
        etiquetas = dict(self.env[modelo]._fields[campo]._description_selection(self.env))
        return [[clave, etiquetas[clave]] for clave, _etiqueta in claves]

    @api.model
    def _foto_lado(self):
        """Longest side of a photo in pixels; 0 keeps it as the camera made it."""
        lado = self.env["ir.config_parameter"].sudo().get_param("mensajeria.foto_lado", "2000")
        return int(lado) if lado.isdigit() else 2000


class MensajeriaRelacionLinea(models.Model):
    _inherit = "mensajeria.relacion.linea"

    def _movil_parada(self):
        """One stop: what to read at the door, and the codes that name the piece."""
        self.ensure_one()
        envio = self.envio_id
        folio = envio.sudo()._folio_de_guia()
        return {
            "envio": envio.id,
            "ruta": self.relacion_id.id,
            "orden": self.orden,
            "pieza": envio.name,
            "folio": folio,
            "estado": envio.state,
            "resultado": self.resultado or "",
            "cargado": self.cargado,
            "nombre": envio.dest_nombre,
            "cargo": " · ".join(filter(None, (envio.dest_cargo, envio.dest_institucion))),
            "moral": envio.dest_persona_moral,
            "direccion": envio.dest_direccion or "",
            "referencias": envio.dest_referencias or "",
            "telefono": envio.dest_telefono or "",
            "latitud": envio.latitud,
            "longitud": envio.longitud,
            "documento": envio.documento or "",
            "anexos": envio.anexos or "",
            "copias": envio.copias,
            "servicio": envio.sudo().servicio_id.id,
            "limite": fields.Date.to_string(envio.fecha_limite) if envio.fecha_limite else "",
            "intentos": envio.intentos,
        }


class MensajeriaServicio(models.Model):
    _inherit = "mensajeria.servicio"

    def _movil_servicio(self):
        """What this service asks for at the door."""
        self.ensure_one()
        return {
            "nombre": self.name,
            "personal": self.entrega_personal,
            "pruebas": {caracter: self._pruebas(caracter) for caracter, _etiqueta in CARACTERES},
        }
