import base64
import binascii
import io
import logging
import mimetypes
import re
from collections import OrderedDict
from urllib.parse import unquote, urlsplit

from odoo import api, fields, models
from odoo.exceptions import AccessError, MissingError, UserError
from odoo.tools.mimetypes import guess_mimetype
from odoo.tools.misc import file_open

from ..tools import pdf

_logger = logging.getLogger(__name__)

# What a report may take from the static folder of an addon.
_ESTATICOS = (".css", ".gif", ".jpeg", ".jpg", ".otf", ".png", ".svg", ".ttf", ".webp", ".woff", ".woff2")
_RUTA_ESTATICA = re.compile(r"/(?P<archivo>\w+/static/(?:(?!\.\.?/)[^/\\\0]+/)*(?!\.\.?$)[^/\\\0]+)$")
_RUTA_IMAGEN = re.compile(
    r"/web/image/(?:(?P<modelo>[a-z_][\w.]*)/(?P<res_id>\d+)/(?P<campo>\w+)|(?P<adjunto>\d+)(?:-[^/]*)?"
    r"|(?P<xmlid>\w+\.[\w.-]+))(?:/|$)"
)


class IrActionsReport(models.Model):
    """PDF reports rendered by WeasyPrint: letterhead and page numbers on every page, PDF/A-3b, no network.

    Everything else stays Odoo's own: the QWeb template, ``/report/pdf``, the download from the web client,
    attachments and their reuse, mail templates and access rights.
    """

    _inherit = "ir.actions.report"

    motor_pdf = fields.Selection(
        [("wkhtmltopdf", "wkhtmltopdf"), ("weasyprint", "WeasyPrint")],
        "PDF Engine",
        default="wkhtmltopdf",
        required=True,
        help="WeasyPrint prints templates made with mensajeria.papel: letterhead and page numbers on every page, PDF/A."
        " Without a paper format it prints on letter size.",
    )

    def _get_readable_fields(self):
        return super()._get_readable_fields() | {"motor_pdf"}

    def report_action(self, docids, data=None, config=True):
        con_weasyprint = self.sudo().motor_pdf == "weasyprint"
        # Odoo's assistant for its own document layout has nothing to say about ours.
        action = super().report_action(docids, data=data, config=config and not con_weasyprint)
        if con_weasyprint:
            action["motor_pdf"] = "weasyprint"
        return action

    def _get_rendering_context(self, report, docids, data):
        values = super()._get_rendering_context(report, docids, data)
        values["qr_data_uri"] = pdf.qr_data_uri
        return values

    # ------------------------------------------------------------------
    # Rendering
    # ------------------------------------------------------------------

    def _pre_render_qweb_pdf(self, report_ref, res_ids=None, data=None):
        # Tests get HTML from Odoo because wkhtmltopdf calls the server back; this engine does not.
        if self._get_report(report_ref).motor_pdf == "weasyprint":
            self = self.with_context(force_report_rendering=True)
        return super()._pre_render_qweb_pdf(report_ref, res_ids=res_ids, data=data)

    def _render_qweb_pdf_prepare_streams(self, report_ref, data, res_ids=None):
        report = self._get_report(report_ref)
        if report.motor_pdf != "weasyprint":
            return super()._render_qweb_pdf_prepare_streams(report_ref, data, res_ids=res_ids)
        res_ids = res_ids or []
        sin_repetir = len(res_ids) == len(set(res_ids))
        guardar = report.attachment and sin_repetir and not self.env.context.get("report_pdf_no_attachment")
        streams = self._streams_guardados(report, res_ids) if guardar else OrderedDict()
        faltan = [res_id for res_id in res_ids if not streams.get(res_id, {}).get("stream")]
        if res_ids and not faltan:
            return streams

        data = {**(data or {}), "report_type": "pdf", "debug": False}
        html = self._render_qweb_html(report_ref, faltan, data=data)[0]
        articulos = pdf.separar_articulos(html, report.model)
        if len(faltan) == 1:
            partes = {faltan[0]: articulos}
        elif guardar:
            partes = self._articulos_por_registro(report, faltan, articulos)
        else:
            partes = {False: articulos}
        for res_id, propios in partes.items():
            contenido = self._render_articulos(report, propios, res_id)
            streams.setdefault(res_id, {"attachment": None})["stream"] = io.BytesIO(contenido)
        return streams

    def _streams_guardados(self, report, res_ids):
        """Streams by record with its saved attachment; the stream is empty when it has to be rendered."""
        streams = OrderedDict()
        for record in self.env[report.model].browse(res_ids):
            attachment = report.retrieve_attachment(record)
            usable = attachment and report.attachment_use and attachment.mimetype == "application/pdf"
            streams[record.id] = {"stream": io.BytesIO(attachment.raw) if usable else None, "attachment": attachment}
        return streams

    def _articulos_por_registro(self, report, res_ids, articulos):
        partes = {res_id: [a for a in articulos if a.res_id == res_id] for res_id in res_ids}
        if not all(partes.values()) or len(articulos) != sum(map(len, partes.values())):
            raise UserError(
                self.env._(
                    "The template of the report «%s» must call mensajeria.papel_membretado once for each record, with"
                    " the record as «o»: otherwise its PDFs cannot be saved separately.",
                    report.name,
                )
            )
        return partes

    def _render_articulos(self, report, articulos, res_id):
        """One PDF of these articles: those of the record ``res_id``, or of several when it is False."""
        adjuntos = report._get_adjuntos_pdf(self.env[report.model].browse(res_id)) if res_id else []
        try:
            return pdf.render_pdf(
                [articulo.html for articulo in articulos],
                base_url=report.get_base_url(),
                leer_recurso=self._leer_recurso,
                css=report._css_papel(),
                titulo="" if len(articulos) == 1 else report.name,
                adjuntos=adjuntos,
            )
        except pdf.MotorNoDisponible as error:
            _logger.warning("WeasyPrint cannot be loaded: %s", error)
            raise UserError(
                self.env._(
                    "PDFs cannot be made on this server because WeasyPrint is missing. Ask your administrator to"
                    " install it, with its Pango libraries."
                )
            ) from error
        except pdf.PdfError as error:
            _logger.exception("Report %s cannot be rendered", report.report_name)
            raise UserError(
                self.env._("The report «%(name)s» cannot be printed: %(reason)s", name=report.name, reason=error)
            ) from error

    def _get_adjuntos_pdf(self, record):
        """Hook: the :class:`~..tools.pdf.Adjunto` files to embed in the PDF of ``record``."""
        return []

    def _css_papel(self):
        """Size and margins of the report's paper format; without one those of the template hold."""
        formato = self.paperformat_id
        ancho, alto = formato.print_page_width, formato.print_page_height
        if not (ancho and alto):
            return ""
        margenes = (formato.margin_top, formato.margin_right, formato.margin_bottom, formato.margin_left)
        margen = " ".join(f"{milimetros}mm" for milimetros in margenes)
        return f"@page {{ size: {ancho}mm {alto}mm !important; margin: {margen} !important }}"

    # ------------------------------------------------------------------
    # What a template may load
    # ------------------------------------------------------------------

    @api.model
    def _leer_recurso(self, ruta):
        """Content and MIME type of a resource of this site, as the current user may read it, without HTTP.

        :raises pdf.RecursoRechazado: for anything but addons' static files and images
        """
        # Never as superuser: whoever wrote the HTML would read every image of the database.
        self = self.sudo(False)
        camino = unquote(urlsplit(ruta).path)
        for patron, leer in ((_RUTA_IMAGEN, self._leer_imagen), (_RUTA_ESTATICA, self._leer_estatico)):
            if coincide := patron.match(camino):
                return leer(**coincide.groupdict())
        raise pdf.RecursoRechazado("only static files of addons and /web/image are loaded.")

    def _leer_estatico(self, archivo):
        try:
            with file_open(archivo, "rb", filter_ext=_ESTATICOS) as abierto:
                return abierto.read(), mimetypes.guess_type(archivo)[0] or "application/octet-stream"
        except (OSError, ValueError) as error:
            raise pdf.RecursoRechazado("no addon has such a static file.") from error

    def _leer_imagen(self, modelo, res_id, campo, adjunto, xmlid):
        campo = campo or "raw"
        try:
            record = self.env["ir.binary"]._find_record(xmlid, modelo or "ir.attachment", int(res_id or adjunto or 0))
            field = record._fields.get(campo)
            if not field or field.type != "binary":
                raise pdf.RecursoRechazado("it is not an image.")
            record._check_field_access(field, "read")
            valor = record.with_context(bin_size=False)[campo] or b""
            contenido = valor if campo == "raw" else base64.b64decode(valor)
        except (AccessError, MissingError, binascii.Error) as error:
            raise pdf.RecursoRechazado("it does not exist or the user may not read it.") from error
        tipo = guess_mimetype(contenido, default="")
        if not tipo.startswith("image/"):
            raise pdf.RecursoRechazado("it is not an image.")
        return contenido, tipo
