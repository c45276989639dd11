import base64

from odoo import fields, models
from odoo.exceptions import UserError

from odoo.addons.correspondencia_entrada.models.firma_errores import rechazo
from odoo.addons.correspondencia_entrada.tools.archivos import nombre_seguro
from odoo.addons.mensajeria.nucleo.models import motivos

from .correspondencia_oficio import AUTORIZADO


class CorrespondenciaOficio(models.Model):
    """A document is signed electronically by everybody in its route, or on paper, whose scan is kept beside it."""

    _name = "correspondencia.oficio"
    _inherit = ["correspondencia.oficio", "firma.mixin"]

    firma_id = fields.Many2one("firma.documento", "Signed Document", readonly=True, copy=False, ondelete="restrict")
    firma_state = fields.Selection(related="firma_id.state", string="State of the Signature")
    firma_me_toca = fields.Boolean(related="firma_id.me_toca")
    firma_espera_a_id = fields.Many2one(related="firma_id.turno_de_id", string="Waits For")
    escaneo_id = fields.Many2one(
        "ir.attachment",
        "Signed Scan",
        readonly=True,
        copy=False,
        ondelete="restrict",
        help="Of the paper signed by hand.",
    )

    def _firmantes(self):
        return self.firmante_ids.sorted(lambda f: (f.sequence, f.id)).user_id

    def _pedir_firmas(self, papel=None):
        """Keep the numbered document and ask for its signatures, or for its scan when it is signed by hand.

        :param papel: as it was drawn before it had its number; it is drawn anew when a rival took that number
        """
        acertado = papel and (papel.numero, papel.fecha) == (self.name, self.fecha)
        contenido = papel.contenido if acertado else self._dibujar()
        if self.modo_firma == "electronica":
            self.firma_id = self._firma_congelar(self._firmantes(), contenido)
        else:
            self.pdf_id = self._guardar_papel(contenido)
            self._abrir_tarea("oficio_firmado", user=self._responsable() or self.redactor_id, area=self.area_id)

    def _dibujar(self):
        """The PDF of the document, with room for its signatures when they are electronic."""
        oficio = self.with_context(oficio_por_fijar=AUTORIZADO)  # what was frozen of an earlier number is another paper
        if oficio.modo_firma != "electronica":
            return oficio._imprimir()
        for firmante in oficio._firmantes():
            oficio._exigir_firmante(firmante)
        return oficio._firma_dibujar(oficio._firmantes())

    def _exigir_firmante(self, user):
        datos = user.sudo()
        if not (datos.active and datos.firmante and datos.firma_rfc and datos.firma_curp and not datos.share):
            raise UserError(
                self.env._(
                    "%s cannot sign yet: the administrator has to mark them as signer, with RFC and CURP.", datos.name
                )
            )
        if self.company_id not in datos.company_ids:
            raise UserError(
                self.env._("%(user)s does not work for %(company)s.", user=datos.name, company=self.company_id.name)
            )

    def action_firmar(self):
        """Open the page where the document is signed."""
        self.check_access("read")
        return self.firma_id.action_firmar()

    def action_subir_firmado(self, nombre, datos):
        """Keep the scan of the paper that was signed by hand: the document may leave.

        :param nombre: name of the file
        :param datos: its bytes, in base64
        """
        oficio = self._exigir_de_mi_area()
        oficio.ensure_one()
        oficio._exigir_estado("numerado")
        if oficio.modo_firma != "autografa":
            raise UserError(self.env._("%s is signed electronically.", oficio.display_name))
        escaneo = oficio._archivo_subido(nombre, datos, ("pdf",))
        if escaneo.paginas < oficio.pdf_id.paginas:
            raise UserError(
                self.env._(
                    "%(document)s was printed on %(printed)s pages and the scan has %(scanned)s: scan all of them.",
                    document=oficio.name,
                    printed=oficio.pdf_id.paginas,
                    scanned=escaneo.paginas,
                )
            )
        escaneo._fijar_evidencia()
        oficio.escaneo_id = escaneo
        oficio._tareas_abiertas()._cerrar("firmado")
        oficio._queda_firmado({"sha256": escaneo.sha256})
        return True

    def _archivo_subido(self, nombre, datos, extensiones):
        """A scan of this document, or of its acuse, that a client sent.

        :param datos: its bytes, in base64
        :param extensiones: kinds of file that are taken
        :raises UserError: they are no file, or cannot be read
        """
        try:
            contenido = base64.b64decode(datos or b"", validate=True)
        except (TypeError, ValueError) as error:
            raise UserError(self.env._("The file did not arrive whole: attach it again.")) from error
        archivo = self.env["ir.attachment"].sudo().create(
            {
                "name": nombre_seguro(motivos.limpio(nombre)),
                "raw": contenido,
                "res_model": self._name,
                "res_id": self.id,
                "clase": "principal",
            }
        )  # fmt: skip
        archivo._revisar_papel(extensiones)
        return archivo

    def _queda_firmado(self, datos):
        self.fecha_firma = fields.Datetime.now()
        self._transitar("firmado", datos=datos)

    def _retirar_de_firma(self, motivo):
        """Nobody signs these documents any more."""
        self.firma_id.filtered(lambda d: d.state in ("por_firmar", "sello_pendiente"))._cancelar(motivo)

    def action_recuperar(self, motivo=None):
        """Take documents back before their last signature: they are drafts again, and their numbers void.

        :param motivo: why; mandatory
        """
        oficios = self._exigir_de_mi_area()
        oficios.firma_id._bloquear()
        oficios._exigir_estado("numerado")
        motivo = motivos.exigido(self.env, motivo)
        for oficio in oficios:
            if oficio.modo_firma == "electronica" and oficio.firma_id:
                if oficio.firma_id.state != "por_firmar":
                    raise UserError(self.env._("It does not wait for signatures any more. Reload the page."))
                oficio.firma_id._cancelar(motivo)
            else:
                oficio._negar_firma(motivo)
        return True

    def _negar_firma(self, motivo):
        """The document is a draft again: its number is void, what was printed stays in its history."""
        self._tareas_abiertas()._cerrar(motivo, state="cancelada")
        self._transitar("borrador", motivo)
        self._soltar_numero(motivo)
        self._soltar_texto()
        self.motivo = motivo

    # firma.mixin

    def _firma_datos(self):
        return {
            "name": self.name,
            "asunto": self.descripcion,
            "contraparte": self.para,
            "company_id": self.company_id.id,
        }

    def _firma_abrir_tarea(self, user):
        self._abrir_tarea("oficio_firmar", user=user, area=user.area_id)

    def _firma_cerrar_tareas(self, resultado, state="hecha"):
        self._tareas_abiertas("oficio_firmar")._cerrar(resultado, state=state)

    def _firma_reporte(self):
        return "correspondencia_salida.action_report_oficio"

    def _firma_motivo(self):
        return f"{self._como_papel().tipo_id.name} {self.name}"

    def _firma_url(self):
        oficio = self.sudo(False)
        return f"/odoo/oficios/{oficio.id}" if oficio.has_access("read") else ""

    def _firma_bloquear(self):
        self.sudo()._bloquear()

    def _firma_exigir_vigente(self):
        if self.sudo().state != "numerado":
            raise rechazo(self.env, "SESSION")

    def _firma_publica(self):
        return self.confidencialidad == "publico"

    def _firma_aviso(self):
        """A letter that was signed well may have been cancelled or substituted since."""
        if self.state == "cancelado":
            return self.env._("The institution cancelled it after it was signed: it does not count.")
        if self.state == "sustituido":
            return self.env._(
                "Another document, %s, took its place: it does not count any more.", self._sustituto().name
            )
        return super()._firma_aviso()

    def _firma_al_completar(self, documento):
        logins = documento.firmante_ids.firmo_id.mapped("login")
        self.pdf_id = documento.pdf_id
        self._queda_firmado({"firmantes": logins, "sha256": documento.sha256})

    def _firma_al_negar(self, documento, motivo):
        if self.state == "cancelado":
            return
        self._negar_firma(motivo)
        if self.redactor_id != self.env.user:
            self._firma_avisar(self.redactor_id, self.env._("%s was not signed", documento.name), motivo)

    def _firma_avisar(self, users, asunto, texto):
        self.message_notify(partner_ids=users.partner_id.ids, subject=asunto, body=texto)
