from odoo import api, fields, models
from odoo.exceptions import UserError

from odoo.addons.correspondencia_entrada.tools.archivos import ArchivoInvalido, examinar, extension
from odoo.addons.mensajeria.models.argumentos import valor
from odoo.addons.mensajeria.nucleo.models import motivos
from odoo.addons.mensajeria.tools.acuses import PENDIENTES
from odoo.addons.mensajeria.tools.lectura_codigos import TAMANO_MAX

#: what the scan or the photo of a paper may be
PAPELES = ("pdf", "jpg", "jpeg", "png", "tif", "tiff")


class CorrespondenciaDestinatario(models.Model):
    """A line is closed by its acuse, whichever way it comes; one that comes back is open again."""

    _inherit = "correspondencia.destinatario"

    plazo = fields.Date("Acuse Due", readonly=True, copy=False)
    receptor = fields.Char("Received By", readonly=True, copy=False)
    acuse_ids = fields.Many2many(
        "ir.attachment",
        "correspondencia_destinatario_acuse_rel",
        "destinatario_id",
        "attachment_id",
        "Acuse",
        readonly=True,
        copy=False,
        bypass_search_access=True,
    )
    vencido = fields.Boolean("Overdue", compute="_compute_vencido", search="_search_vencido")
    dias = fields.Integer("Days", compute="_compute_vencido", help="Natural days since it left.")

    puede_acusar = fields.Boolean("May Acknowledge", compute="_compute_puede_acusar")

    # the tray of missing acuses
    _por_acusar_idx = models.Index("(company_id, plazo) WHERE requiere_acuse IS TRUE AND state = 'despachado'")

    @api.depends_context("uid", "tz")
    @api.depends("state", "plazo", "requiere_acuse", "fecha_despacho", "fecha_acuse", "oficio_id.state")
    def _compute_vencido(self):
        hoy = fields.Date.context_today(self)
        for linea in self:
            linea.vencido = bool(linea._espera_acuse() and linea.plazo and linea.plazo < hoy)
            salio = linea.fecha_despacho and fields.Datetime.context_timestamp(self, linea.fecha_despacho).date()
            llego = linea.fecha_acuse and fields.Datetime.context_timestamp(self, linea.fecha_acuse).date()
            linea.dias = max(((llego or hoy) - salio).days, 0) if salio else 0

    def _espera_acuse(self):
        """Whether an acuse is missing: none is asked for of what does not count any more."""
        return self.state == "despachado" and self.requiere_acuse and not self._sin_efecto()

    @api.depends("state", "puede_despachar", "envio_id.acuse_ids.state")
    def _compute_puede_acusar(self):
        """That of a courier's piece is received with the piece."""
        for linea in self:
            fuera = linea.state in ("despachado", "devuelto")
            linea.puede_acusar = fuera and linea.puede_despachar and not linea._acuses_por_volver()

    def _acuses_por_volver(self):
        """The acuses that a courier is to bring back for this line, in sudo."""
        return self.sudo().envio_id.acuse_ids.filtered(lambda a: a.state in PENDIENTES)

    def _search_vencido(self, operator, value):
        if operator != "in":
            return NotImplemented
        hoy = fields.Date.context_today(self)
        return [
            ("state", "=", "despachado"),
            ("requiere_acuse", "=", True),
            ("plazo", "<", hoy),
            ("oficio_id.state", "!=", "sustituido"),
        ]

    # It came, or it came back

    def _acuso(self, receptor=None, cuando=None, archivos=None, datos=None):
        """These lines were received: it is known by whom and when, and perhaps proved by files."""
        cuando = cuando or fields.Datetime.now()
        for linea in self:
            linea._guardar_acuse(archivos)
            linea.write(
                {
                    "fecha_acuse": cuando,
                    "fecha_despacho": linea.fecha_despacho or cuando,
                    "fecha_persecucion": False,
                    "receptor": receptor or linea.receptor,
                    "motivo": False,
                }
            )
        self._transitar("acusado", datos={"receptor": receptor or "", **(datos or {})})
        abiertos = self.oficio_id.filtered(lambda o: o.state != "acusado")
        self.oficio_id._revisar_despacho()
        for oficio, lineas in self.grouped("oficio_id").items():
            oficio._avisar_acuse(lineas, cierra=oficio in abiertos and oficio.state == "acusado")

    def _guardar_acuse(self, archivos):
        """``archivos`` prove for good that this line was received."""
        if archivos:
            archivos._fijar_evidencia()
            self.acuse_ids |= archivos

    def _volvio(self, motivo):
        """These lines came back without having been received."""
        self._transitar("devuelto", motivo)
        self.write({"motivo": motivo, "fecha_persecucion": False})
        self.oficio_id._revisar_despacho()

    def _desacusar(self, motivo):
        """What was told of the reception was a mistake."""
        self._transitar("despachado", motivo)
        self.write({"fecha_acuse": False, "receptor": False, "motivo": motivo})
        for linea in self.filtered("plazo"):
            linea._esperar_acuse(linea.plazo)
        self.oficio_id._revisar_despacho()

    # By hand

    def action_acusar(self, receptor=None, archivos=None, fecha=None):
        """The acuse came by another way: its scan is kept and the line closed.

        :param receptor: who received it; mandatory
        :param archivos: ``[[name, bytes in base64], …]``; mandatory where the line needs an acuse
        :param fecha: the moment (UTC) that stands on it; now when absent
        """
        destinatario = self._exigir_despachador()
        destinatario.ensure_one()
        destinatario._exigir_estado("despachado", "devuelto")
        if destinatario._acuses_por_volver():
            raise UserError(
                self.env._(
                    "%(who)s gets it by courier: its acuse is received with that of the piece %(piece)s.",
                    who=destinatario.dest_nombre,
                    piece=destinatario.envio_id.name,
                )
            )
        receptor = self._exigir_receptor(receptor)
        if not archivos and destinatario.requiere_acuse:
            raise UserError(self.env._("Attach the signed acuse."))
        cuando = destinatario._momento_de_acuse(fecha)
        papeles = self.env["ir.attachment"].sudo()
        for nombre, datos in self._leer_archivos(archivos):
            papeles |= destinatario.oficio_id._archivo_subido(nombre, datos, PAPELES)
        destinatario._acuso(receptor, cuando, papeles)
        return True

    def _leer_archivos(self, archivos):
        """The pairs of ``archivos``, as a client sends them."""
        try:
            return [(nombre, datos) for nombre, datos in archivos or ()]
        except (TypeError, ValueError) as error:
            raise UserError(self.env._("The file did not arrive whole: attach it again.")) from error

    def _exigir_receptor(self, receptor):
        if receptor := motivos.limpio(receptor):
            return receptor
        raise UserError(self.env._("Write who received it."))

    def _momento_de_acuse(self, fecha):
        """``fecha`` (UTC) when it can be that of the acuse; now when there is none."""
        ahora = fields.Datetime.now()
        cuando = valor(self.browse(), "fecha_acuse", fecha) or ahora
        if cuando > ahora:
            raise UserError(self.env._("That date has not come yet: correct it."))
        zona = self.env["correspondencia.numero"]._folio_zona_horaria(self.oficio_id.area_id)
        local = self.with_context(tz=zona)
        if self.fecha_despacho and (
            fields.Datetime.context_timestamp(local, cuando).date()
            < fields.Datetime.context_timestamp(local, self.fecha_despacho).date()
        ):
            raise UserError(self.env._("It had not left yet on that date: correct it."))
        return cuando

    def _copiar_papeles(self, archivos):
        """The scans of a courier's acuse, for those who read the document."""
        return self.env["ir.attachment"].create(
            [
                {
                    "name": archivo.name,
                    "raw": archivo._con_bytes().raw,
                    "mimetype": archivo.mimetype,
                    "res_model": self.oficio_id._name,
                    "res_id": self.oficio_id.id,
                    "clase": "principal",
                    "paginas": archivo.paginas,
                }
                for archivo in archivos
                if archivo.sha256 not in self.acuse_ids.mapped("sha256")
            ]
        )


class IrAttachment(models.Model):
    _inherit = "ir.attachment"

    def _revisar_papel(self, extensiones):
        """Refuse what is no readable scan: of another kind, too large, empty, damaged or with a password.

        :param extensiones: the kinds that are taken
        """
        self.ensure_one()
        if extension(self.name) not in extensiones:
            raise UserError(
                self.env._(
                    "«%(file)s» is none of: %(kinds)s.", file=self.name, kinds=", ".join(e.upper() for e in extensiones)
                )
            )
        contenido = self._con_bytes().raw or b""
        if len(contenido) > TAMANO_MAX:
            raise UserError(
                self.env._("«%(file)s» is larger than %(size)s MB.", file=self.name, size=TAMANO_MAX // 2**20)
            )
        try:
            self.paginas = examinar(self.name, contenido)
        except ArchivoInvalido as error:
            raise UserError(self._mensaje_de_papel(error.codigo)) from error

    def _mensaje_de_papel(self, codigo):
        return {
            "vacio": self.env._("«%s» is empty. Attach it again.", self.name),
            "extension": self.env._("«%s» is not what its extension says: scan it again.", self.name),
            "pdf_cifrado": self.env._("«%s» asks for a password: save it without one.", self.name),
            "pdf_danado": self.env._("«%s» is damaged and cannot be opened: scan it again.", self.name),
        }[codigo]
