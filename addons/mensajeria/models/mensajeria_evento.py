from odoo import api, fields, models

from ..tools.envios import ESTADOS_ENVIO, ORIGENES, TIPOS_EVENTO


class MensajeriaEvento(models.Model):
    """One thing that happened to a piece. PostgreSQL itself refuses to change or remove it: a mistake is corrected by
    another event that points to it. Only ``mensajeria.envio._registrar_evento`` makes them.
    """

    _name = "mensajeria.evento"
    _description = "Event of a Piece"
    _order = "fecha_dispositivo desc, id desc"
    _rec_name = "tipo"
    _log_access = False
    _allow_sudo_commands = False

    envio_id = fields.Many2one("mensajeria.envio", "Piece", required=True, readonly=True, ondelete="restrict")
    company_id = fields.Many2one("res.company", "Company", required=True, readonly=True, ondelete="restrict")
    tipo = fields.Selection(TIPOS_EVENTO, "What Happened", required=True, readonly=True)
    codigo_upu = fields.Char("UPU Code", size=3, readonly=True, help="EMSEVT code for exchange with posts.")
    fecha_dispositivo = fields.Datetime(
        "When", required=True, readonly=True, help="By the clock of who tells it. Events are ordered by it."
    )
    fecha_servidor = fields.Datetime("Registered On", required=True, readonly=True)
    estado_anterior = fields.Selection(ESTADOS_ENVIO, "Status Before", readonly=True)
    estado_nuevo = fields.Selection(ESTADOS_ENVIO, "Status After", readonly=True, help="None when it moved nothing.")
    user_id = fields.Many2one("res.users", "User", required=True, readonly=True, ondelete="restrict")
    origen = fields.Selection(ORIGENES, "Source", required=True, readonly=True)
    motivo = fields.Text("Explanation", readonly=True)
    motivo_id = fields.Many2one("mensajeria.motivo", "Reason", readonly=True, ondelete="restrict")
    anula_id = fields.Many2one("mensajeria.evento", "Corrects", readonly=True, ondelete="restrict")
    conflicto = fields.Boolean(
        "Conflict", readonly=True, help="It contradicts what was known of the piece, which stays as it was."
    )
    uuid_cliente = fields.Char("Id of the Device", readonly=True, help="Sent twice, it counts once.")
    latitud = fields.Float(
        "Latitude", digits=(9, 6), readonly=True, aggregator=None, groups="mensajeria.group_operador"
    )
    longitud = fields.Float(
        "Longitude", digits=(9, 6), readonly=True, aggregator=None, groups="mensajeria.group_operador"
    )
    precision = fields.Float(
        "Accuracy (m)", digits=(9, 1), readonly=True, aggregator=None, groups="mensajeria.group_operador"
    )
    geo_negada = fields.Boolean("Position Denied", readonly=True, groups="mensajeria.group_operador")
    datos = fields.Json("Data", readonly=True, groups="mensajeria.group_operador")

    # the timeline of a piece, in the order in which things happened
    _linea_idx = models.Index("(envio_id, fecha_dispositivo DESC, id DESC)")
    _uuid_uniq = models.UniqueIndex(
        "(uuid_cliente) WHERE uuid_cliente IS NOT NULL", "This event of the device was already registered."
    )
    _anula_uniq = models.UniqueIndex("(anula_id) WHERE anula_id IS NOT NULL", "This event was already corrected.")
    _conflicto_idx = models.Index("(company_id, fecha_dispositivo DESC, id DESC) WHERE conflicto IS TRUE")

    @api.depends("tipo", "envio_id.name")
    def _compute_display_name(self):
        etiquetas = dict(self._fields["tipo"]._description_selection(self.env))
        for evento in self:
            evento.display_name = f"{evento.envio_id.name} · {etiquetas.get(evento.tipo, '')}"

    def init(self):
        """Install the triggers that make the table append-only, for every database role."""
        super().init()
        self.env.cr.execute("""
            CREATE OR REPLACE FUNCTION mensajeria_evento_inmutable() RETURNS trigger LANGUAGE plpgsql AS $$
            BEGIN
                RAISE EXCEPTION 'mensajeria_evento is append-only: % refused', TG_OP USING ERRCODE = 'insufficient_privilege';
            END $$;
            DROP TRIGGER IF EXISTS mensajeria_evento_fila ON mensajeria_evento;
            CREATE TRIGGER mensajeria_evento_fila BEFORE UPDATE OR DELETE ON mensajeria_evento
                FOR EACH ROW EXECUTE FUNCTION mensajeria_evento_inmutable();
            DROP TRIGGER IF EXISTS mensajeria_evento_tabla ON mensajeria_evento;
            CREATE TRIGGER mensajeria_evento_tabla BEFORE TRUNCATE ON mensajeria_evento
                FOR EACH STATEMENT EXECUTE FUNCTION mensajeria_evento_inmutable();
        """)
