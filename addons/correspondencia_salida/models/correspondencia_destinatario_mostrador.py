import base64

from odoo import fields, models
from odoo.exceptions import UserError
from odoo.fields import Command

from odoo.addons.mensajeria.models.argumentos import valor
from odoo.addons.mensajeria.tools.acuses import IDENTIFICACIONES
from odoo.addons.mensajeria.tools.catalogos import CARACTERES
from odoo.addons.mensajeria.tools.movil import formato

from .correspondencia_destinatario_despacho import DESPACHABLES

#: what is known of whoever fetches a letter, besides their name
CAMPOS_DE_ENTREGA = ("receptor_caracter", "identificacion_tipo", "identificacion_folio", "firma", "foto")
#: personal data of who receives: only for those who hand over
SOLO_OFICIALIA = "correspondencia_entrada.group_oficialia"


class CorrespondenciaDestinatario(models.Model):
    """At the counter: who comes for the letter identifies themselves and signs on the glass."""

    _inherit = "correspondencia.destinatario"

    receptor_caracter = fields.Selection(CARACTERES, "In the Capacity of", readonly=True, copy=False)
    identificacion_tipo = fields.Selection(
        IDENTIFICACIONES, "Identification", readonly=True, copy=False, groups=SOLO_OFICIALIA
    )
    identificacion_folio = fields.Char("Identification Number", readonly=True, copy=False, groups=SOLO_OFICIALIA)
    firma = fields.Binary("Signature on Glass", readonly=True, copy=False, attachment=True, groups=SOLO_OFICIALIA)
    foto = fields.Binary("Photo", readonly=True, copy=False, attachment=True, groups=SOLO_OFICIALIA)

    def _despachar_personal(self):
        """Nothing leaves: it waits at the counter for who comes."""
        self._transitar("en_despacho", datos={"medio": "personal"})

    def action_entregar(self, receptor=None, **datos):
        """Hand these documents over at the counter to one person, who signs once for all of them.

        :param receptor: who receives them; mandatory
        :param datos: ``receptor_caracter``, ``identificacion_tipo``, ``identificacion_folio``, ``firma`` (PNG drawn on
            the screen) and ``foto`` (JPEG or PNG), both in base64
        :return: True
        """
        destinatarios = self._exigir_despachador()
        destinatarios._exigir_estado("pendiente", "en_despacho")
        if datos.keys() - set(CAMPOS_DE_ENTREGA):
            raise UserError(self.env._("These data are kept by the system."))
        datos = {campo: self._leer_de_entrega(campo, dato) for campo, dato in datos.items() if dato}
        receptor = self._exigir_receptor(receptor)
        for linea in destinatarios:
            linea._exigir_entregable(receptor, datos)
        for linea in destinatarios:
            linea._entregar(receptor, datos)
        destinatarios._acuso(receptor, datos={"medio": "personal", "caracter": datos.get("receptor_caracter") or ""})
        return True

    def _leer_de_entrega(self, campo, dato):
        """``dato`` as ``campo`` keeps it; a picture is one, whatever its name says."""
        if self._fields[campo].type != "binary":
            return valor(self.browse(), campo, dato)
        try:
            contenido = base64.b64decode(dato, validate=True)
        except (TypeError, ValueError):
            contenido = b""
        if not formato(contenido):
            raise UserError(self.env._("The signature and the photo are pictures (PNG or JPEG)."))
        return base64.b64encode(contenido)

    def _exigir_personal(self):
        if self.medio != "personal":
            raise UserError(self.env._("%s does not come to the counter.", self.dest_nombre))

    def _exigir_entregable(self, receptor, datos):
        """Refuse to hand over without what proves it later."""
        self._exigir_personal()
        if self.oficio_id.state not in DESPACHABLES:
            raise UserError(self._reparo())
        caracter = datos.get("receptor_caracter")
        if not caracter:
            raise UserError(self.env._("Say in which capacity %s receives.", receptor))
        if caracter == "oficina_sello" and not self.dest_persona_moral:
            raise UserError(self.env._("%s is no institution: no office receives for them.", self.dest_nombre))
        if not (datos.get("identificacion_tipo") and datos.get("identificacion_folio")):
            raise UserError(self.env._("Ask for an identification: write its kind and its number."))
        if not datos.get("firma") and self.requiere_acuse:
            raise UserError(self.env._("Ask for the signature: this addressee needs an acuse."))

    def _entregar(self, receptor, datos):
        """Keep what was shown and drawn, and print the receipt: it is the acuse of this line."""
        self.write({"receptor": receptor, "fecha_acuse": fields.Datetime.now(), **datos})
        imagenes = self.env["ir.attachment"].sudo().search(
            [("res_model", "=", self._name), ("res_id", "=", self.id), ("res_field", "in", ("firma", "foto"))]
        )  # fmt: skip
        imagenes._fijar_evidencia()
        recibo = self.env["ir.attachment"].sudo().create(
            {
                "name": f"{self.oficio_id.name.replace('/', '-')}-{self.id}-recibo.pdf",
                "raw": self._imprimir_recibo(),
                "mimetype": "application/pdf",
                "res_model": self.oficio_id._name,
                "res_id": self.oficio_id.id,
                "clase": "principal",
            }
        )  # fmt: skip
        recibo._fijar_evidencia()
        self.acuse_ids = [Command.link(recibo.id)]

    def _imprimir_recibo(self):
        """The receipt as PDF, in the language of the institution."""
        reporte = self.env["ir.actions.report"].sudo()
        contenido, _tipo = reporte.with_context(**self.oficio_id._como_papel().env.context)._render_qweb_pdf(
            "correspondencia_salida.action_report_recibo", self.ids
        )
        return contenido

    def _en_palabras(self, campo):
        """A choice as the receipt says it."""
        return dict(self._fields[campo]._description_selection(self.env)).get(self[campo], "")

    def action_imprimir_recibo(self):
        """Download the receipt that was signed at the counter."""
        self.ensure_one()
        self.check_access("read")
        recibo = self.sudo().acuse_ids.sorted("id")[-1:]
        if self.medio != "personal" or not recibo:
            raise UserError(self.env._("It was not handed over at the counter."))
        return {"type": "ir.actions.act_url", "url": f"/web/content/{recibo.id}?download=true", "target": "download"}
