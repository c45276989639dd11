import base64
import hashlib
from collections import Counter
from datetime import datetime

from odoo import api, fields, models
from odoo.exceptions import UserError

from ..tools import archivo_transportista
from ..tools.rastreo import POR_REVISAR, RESULTADOS, Lectura

#: rows that are applied while the user waits; more of them go to the background
DE_INMEDIATO = 100
LOTE = 100


class MensajeriaArchivo(models.Model):
    """A file in which a carrier tells how far its pieces are. Each row has its own result; read again, it adds nothing."""

    _name = "mensajeria.archivo"
    _description = "Carrier's File"
    _inherit = ["mensajeria.archivo.mixin"]
    _order = "id desc"
    _check_company_auto = True
    _USO = "estados"
    _CAMPOS_SISTEMA = frozenset("state sha256 total procesados linea_ids user_id fecha_aplicacion".split())
    _CAMPOS_LEIDOS = frozenset({"archivo", "formato_id"})

    name = fields.Char("File Name", compute="_compute_name", store=True, precompute=True)
    company_id = fields.Many2one(index=True)
    proveedor_id = fields.Many2one(index=True)
    sha256 = fields.Char(index="btree_not_null")
    user_id = fields.Many2one(string="Read By")
    fecha_aplicacion = fields.Datetime("Read On", readonly=True, copy=False)
    state = fields.Selection(
        [("borrador", "Draft"), ("aplicando", "Reading"), ("hecho", "Completely Read")],
        "Status",
        default="borrador",
        required=True,
        readonly=True,
        copy=False,
    )
    total = fields.Integer("Rows", readonly=True, copy=False)
    procesados = fields.Integer("Rows Read", readonly=True, copy=False)
    linea_ids = fields.One2many("mensajeria.archivo.linea", "archivo_id", "Rows of the File", readonly=True, copy=False)
    resumen = fields.Char("Result", compute="_compute_resumen")
    por_revisar = fields.Integer("To Check", compute="_compute_resumen")
    repetido = fields.Char(compute="_compute_repetido")

    @api.depends("archivo_nombre")
    def _compute_name(self):
        for archivo in self:
            archivo.name = archivo.archivo_nombre or archivo.name or self.env._("Carrier's file")

    @api.depends("linea_ids.resultado", "linea_ids.atendida")
    def _compute_resumen(self):
        cuentas, revisar = {}, Counter()
        Linea = self.env["mensajeria.archivo.linea"]
        for archivo, resultado, atendida, cuantas in Linea._read_group(
            [("archivo_id", "in", self.ids)], ["archivo_id", "resultado", "atendida"], ["__count"]
        ):
            cuenta = cuentas.setdefault(archivo.id, Counter())
            cuenta[resultado] += cuantas
            if resultado in POR_REVISAR and not atendida:
                revisar[archivo.id] += cuantas
        etiquetas = Linea._fields["resultado"]._description_selection(self.env)
        for archivo in self:
            cuenta = cuentas.get(archivo._origin.id, {})
            archivo.resumen = " · ".join(f"{nombre}: {cuenta[r]}" for r, nombre in etiquetas if cuenta.get(r)) or False
            archivo.por_revisar = revisar.get(archivo._origin.id, 0)

    @api.depends("sha256")
    def _compute_repetido(self):
        for archivo in self:
            otro = archivo.sha256 and self.search(
                [("sha256", "=", archivo.sha256), ("id", "<", archivo._origin.id)], limit=1
            )
            archivo.repetido = otro.display_name if otro else False

    def _exigir_que_cambia(self):
        if any(archivo.state == "aplicando" for archivo in self.sudo()):
            raise UserError(self.env._("The file is being read: wait until it is done."))

    @api.ondelete(at_uninstall=False)
    def _unlink_except_leido(self):
        if any(archivo.state != "borrador" for archivo in self):
            raise UserError(self.env._("A file that was read stays, with what it told."))

    def action_aplicar(self):
        """Read the file and register what it tells. Again, after its layout was corrected: what is known stays."""
        self.ensure_one()
        archivo = self._exigir_operador()
        archivo._exigir_que_cambia()
        contenido = base64.b64decode(archivo.with_context(bin_size=False).archivo or b"")
        filas = archivo.formato_id._leer(contenido)
        vistas = {linea._huella() for linea in archivo.linea_ids if linea.atendida}
        archivo.linea_ids.unlink()
        lineas = self.env["mensajeria.archivo.linea"].sudo().create(archivo._lineas(filas))
        lineas.filtered(lambda linea: linea._huella() in vistas).atendida = True
        archivo.write(
            {
                "sha256": hashlib.sha256(contenido).hexdigest(),
                "user_id": self.env.uid,
                "fecha_aplicacion": fields.Datetime.now(),
                "total": len(filas),
                "procesados": 0,
                "state": "aplicando",
            }
        )
        archivo._aplicar(DE_INMEDIATO)
        if archivo.state == "aplicando":
            self.env.ref("mensajeria.ir_cron_archivo")._trigger()
        return True

    def _lineas(self, filas):
        tipos = self.formato_id._tipos()
        guias = self.env["mensajeria.guia"]._de_archivo(
            self.proveedor_id, self.company_id, [fila.folio for fila in filas if fila.folio]
        )
        return [
            {
                "archivo_id": self.id,
                "numero": fila.numero,
                "folio": fila.folio,
                "texto": fila.estado,
                "tipo": tipos.get(archivo_transportista.clave(fila.estado)),
                "fecha": fila.fecha and fila.fecha.isoformat(" ", "seconds"),
                "receptor": fila.receptor,
                "detalle": fila.detalle,
                "envio_id": guias[fila.folio].envio_id.id if fila.folio in guias else False,
                "resultado": "error" if fila.problema else "pendiente" if fila.folio in guias else "ajena",
                "problema": fila.problema,
            }
            for fila in filas
        ]

    def _aplicar(self, cuantas):
        """Apply the next rows, the oldest first, in the name of who asked for it.

        :return: how many
        """
        self.ensure_one()
        como = self.with_user(self.user_id).with_context(
            allowed_company_ids=self.company_id.ids, lang=self.user_id.lang
        )
        Linea = como.env["mensajeria.archivo.linea"].sudo()
        pendientes = [("archivo_id", "=", self.id), ("resultado", "=", "pendiente")]
        lineas = Linea.search(pendientes, order="fecha, numero, id", limit=cuantas)
        for linea in lineas:
            linea._aplicar()
        faltan = Linea.search_count(pendientes)
        self.sudo().write({"procesados": self.total - faltan, "state": "aplicando" if faltan else "hecho"})
        if not faltan:
            self._revisar_tarea()
        return len(lineas)

    # Tasks

    def _revisar_tarea(self):
        """Whoever dispatches by the carrier has a task while a row of its file says what nobody can use."""
        for archivo in self.sudo():
            archivo.invalidate_recordset(["por_revisar", "resumen"])
            grupo = self.env.ref(f"mensajeria.group_{archivo.proveedor_id.tipo}")
            archivo._llevar_tarea("msj_archivo_revisar", archivo.por_revisar, grupo=grupo)

    def _tarea_vals(self):
        return super()._tarea_vals() | {
            "folio": self.name,
            "asunto": self.env._("%(count)s of %(total)s rows to look at", count=self.por_revisar, total=self.total),
            "contraparte": self.proveedor_id.name,
            "busqueda": f"{self.name} {self.proveedor_id.name}",
            "company_id": self.company_id.id,
        }

    def _cron_aplicar(self):
        """Go on with the files that are being read, some rows at a time."""
        Linea, cron = self.env["mensajeria.archivo.linea"], self.env["ir.cron"]
        pendientes = [("archivo_id.state", "=", "aplicando"), ("resultado", "=", "pendiente")]
        cron._commit_progress(remaining=Linea.search_count(pendientes))
        for archivo in self.search([("state", "=", "aplicando")], order="id"):
            while archivo.state == "aplicando" and archivo.try_lock_for_update():
                if not cron._commit_progress(archivo._aplicar(LOTE)):
                    return

    def action_ver_pendientes(self):
        """The rows that somebody has to look at."""
        self.ensure_one()
        self.check_access("read")
        return self.env["ir.actions.act_window"]._for_xml_id("mensajeria.mensajeria_archivo_linea_action") | {
            "domain": [("archivo_id", "=", self.id)],
            "context": {"search_default_por_revisar": 1},
        }


class MensajeriaArchivoLinea(models.Model):
    _name = "mensajeria.archivo.linea"
    _description = "Row of a Carrier's File"
    _order = "archivo_id desc, numero, id"
    _rec_name = "folio"

    archivo_id = fields.Many2one(
        "mensajeria.archivo", "Carrier's File", required=True, readonly=True, ondelete="cascade"
    )
    company_id = fields.Many2one(related="archivo_id.company_id", store=True, precompute=True)
    proveedor_id = fields.Many2one(related="archivo_id.proveedor_id", store=True, precompute=True)
    numero = fields.Integer("Line", readonly=True, aggregator=None)
    folio = fields.Char("Guía", readonly=True)
    texto = fields.Char("Status in the File", readonly=True)
    tipo = fields.Char(readonly=True)
    fecha = fields.Char("Date in the File", readonly=True, help="By the clock of the carrier.")
    receptor = fields.Char("Received By", readonly=True, groups="mensajeria.group_operador")
    detalle = fields.Char("Remarks", readonly=True)
    envio_id = fields.Many2one("mensajeria.envio", "Piece", readonly=True, ondelete="set null", index="btree_not_null")
    evento_id = fields.Many2one("mensajeria.evento", "Event", readonly=True, ondelete="set null")
    resultado = fields.Selection(RESULTADOS, "Result", required=True, readonly=True, default="pendiente")
    problema = fields.Char("What to Do", readonly=True)

    atendida = fields.Boolean("Looked Into", readonly=True, help="Somebody saw it: nothing is left to do about it.")

    _archivo_idx = models.Index("(archivo_id, resultado)")

    def action_atender(self):
        """Somebody looked into these rows: nothing is left to do about them."""
        self.check_access("read")
        archivos = self.archivo_id._exigir_operador()
        if any(archivo.state != "hecho" for archivo in archivos):
            raise UserError(self.env._("The file is being read: wait until it is done."))
        self.sudo().filtered(lambda linea: linea.resultado in POR_REVISAR).atendida = True
        archivos._revisar_tarea()
        return True

    def _huella(self):
        """What makes a row the same when its file is read again."""
        return (self.folio, self.texto, self.fecha)

    def _aplicar(self):
        """Register what this row tells of its piece; whatever goes wrong stays with this row."""
        self.ensure_one()
        envio = self.envio_id
        if not envio:
            self.write({"resultado": "ajena", "problema": self.env._("The guía is not on any piece.")})
            return
        if not envio.with_env(self.env(su=False))._puede_operar():
            self.write({"resultado": "ajena", "problema": self.env._("Another office dispatches this piece.")})
            return
        lectura = Lectura(
            self.folio,
            self.tipo or None,
            self.texto or "",
            datetime.fromisoformat(self.fecha) if self.fecha else None,
            self.receptor or "",
            self.detalle or "",
        )
        try:
            with self.env.cr.savepoint():
                resultado, evento = envio.with_env(self.env)._registrar_rastreo(lectura, "archivo")
                self.env.flush_all()
        except UserError as error:
            self.env.invalidate_all()
            self.write({"resultado": "error", "problema": str(error)})
            return
        self.write({"resultado": resultado, "evento_id": evento.id, "problema": self._consejo(resultado, envio)})

    def _consejo(self, resultado, envio):
        estados = dict(envio._fields["state"]._description_selection(self.env))
        if resultado == "desconocido":
            return self.env._("Tell the layout what «%s» means, and read the file again.", self.texto or "")
        if resultado == "conflicto":
            return self.env._("The piece is «%s» and stays so: look into it.", estados[envio.state])
        return False
