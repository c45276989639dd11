import hashlib
import re

import lxml.html

from odoo import api, fields, models
from odoo.exceptions import UserError

from ..tools import marcadores
from .correspondencia_plantilla import CAMPOS_PLANTILLA, texto_de_error


class CorrespondenciaOficio(models.Model):
    """A draft copies its text from a template; placeholders get their values when it takes its number."""

    _inherit = "correspondencia.oficio"

    plantilla_id = fields.Many2one(
        "correspondencia.plantilla",
        "Template",
        copy=False,
        index="btree_not_null",
        ondelete="set null",
        check_company=True,
        domain="[('area_id', 'in', (False, area_id)), ('tipo_id', 'in', (False, tipo_id))]",
    )
    plantilla_version = fields.Integer(
        "Version of the Template", copy=False, aggregator=None, help="The one that was copied; 0 when it was not."
    )
    plantilla_huella = fields.Char("Text of the Template", copy=False, help="Tells whether somebody wrote over it.")
    plantilla_aviso = fields.Selection(
        [("conservado", "What was typed stayed"), ("cambio", "The template changed")],
        "Notice on the Template",
        compute="_compute_plantilla_aviso",
    )

    @api.depends("plantilla_id.version", "plantilla_version", "state")
    def _compute_plantilla_aviso(self):
        for oficio in self:
            plantilla, copiada = oficio.plantilla_id.sudo(), oficio.plantilla_version
            if oficio.state != "borrador" or not plantilla or copiada == plantilla.version:
                oficio.plantilla_aviso = False
            else:
                oficio.plantilla_aviso = "cambio" if copiada else "conservado"

    @api.onchange("plantilla_id")
    def _onchange_plantilla_id(self):
        """Copy the texts of the template, but never over what somebody typed: that is asked."""
        if self.plantilla_id:
            self._copiar_plantilla(sobrescribir=self.plantilla_huella == self._huella_del_texto())

    def _copiar_plantilla(self, sobrescribir):
        plantilla, completa = self.plantilla_id, True
        for campo in CAMPOS_PLANTILLA:
            if not plantilla[campo] or _texto(plantilla[campo]) == _texto(self[campo]):
                continue
            if sobrescribir or self._sin_escribir(campo):
                self[campo] = plantilla[campo]
            else:
                completa = False
        self.plantilla_version = plantilla.version if completa else 0
        self.plantilla_huella = completa and self._huella_del_texto()

    def _sin_escribir(self, campo):
        """Whether nobody wrote anything in ``campo``: what a matter brought was not written."""
        iniciales = [self.default_get([campo]).get(campo)]
        if campo == "descripcion" and self._origin:
            asuntos = self.env["correspondencia.asunto"].sudo().search([("oficio_ids", "in", self._origin.ids)])
            iniciales += asuntos.mapped("descripcion")
        return _texto(self[campo]) in ("", *map(_texto, iniciales))

    def _huella_del_texto(self):
        return hashlib.sha256("\0".join(_texto(self[campo]) for campo in CAMPOS_PLANTILLA).encode()).hexdigest()

    def action_usar_plantilla(self):
        """Replace the texts of these drafts by those of their templates, as they are now."""
        oficios = self._exigir_de_mi_area()
        oficios._exigir_estado("borrador")
        for oficio in oficios.filtered("plantilla_id"):
            oficio._copiar_plantilla(sobrescribir=True)
        return True

    def action_conservar_texto(self):
        """Keep the texts of these drafts as they are, whatever their templates say."""
        oficios = self._exigir_de_mi_area()
        oficios._exigir_estado("borrador")
        for oficio in oficios:
            oficio.plantilla_version = oficio.plantilla_id.version
        return True

    # Placeholders

    def _marcadores(self):
        """Names of the placeholders of this letter.

        :raises MarcadorError: one is unknown or not whole
        """
        nombres = marcadores.hallar(self.descripcion) + marcadores.hallar_html(self.cuerpo)
        return list(dict.fromkeys(nombres + marcadores.hallar(self.despedida)))

    def _valores_marcadores(self):
        """The value of every placeholder, in the language of the paper."""
        o = self._como_papel()
        destinatario = o.destinatario_ids.filtered(lambda d: d.tipo == "para")[:1]
        firmante = o._firmantes_en_orden()[:1]
        area = o.area_id.sudo()
        # never of a matter that the user may not read
        asunto = o.sudo(False)._asuntos_del_texto()._filtered_access("read")[:1]
        return {
            "destinatario.nombre": destinatario.dest_nombre,
            "destinatario.cargo": destinatario.dest_cargo,
            "destinatario.institucion": destinatario.dest_institucion,
            "asunto.folio": asunto.name,
            "asunto.numero_oficio": asunto.numero_oficio,
            "asunto.fecha": asunto.fecha_elaboracion and o._en_palabras(asunto.fecha_elaboracion),
            "asunto.descripcion": asunto.descripcion,
            "numero": o.name,
            "fecha": o.fecha and o._fecha_en_palabras(),
            "lugar": o.lugar,
            "referencia": o.referencia,
            "firmante.nombre": firmante.user_id.sudo().name,
            "firmante.cargo": firmante.cargo,
            "area.nombre": area.name,
            "area.siglas": area.siglas,
            "redactor.nombre": o.redactor_id.sudo().name,
            "institucion.nombre": o.company_id.sudo().name,
        }

    def _asuntos_del_texto(self):
        """The matters that the text names. To extend."""
        return self.asunto_ids._origin

    def _faltas_del_texto(self):
        """What keeps the text of this letter from being frozen, in sentences."""
        try:
            nombres = self._marcadores()
        except marcadores.MarcadorError as error:
            return [texto_de_error(self.env, error)]
        valores = self._valores_marcadores()
        faltan = [n for n in nombres if not valores.get(n) and not self._se_sabra(n)]
        faltas = []
        if faltan:
            faltas.append(self.env._("There is no value for: %s.", ", ".join(f"{{{{{n}}}}}" for n in faltan)))
        if self._imagenes_perdidas():
            faltas.append(
                self.env._("An image of the text cannot be printed: you may not read it, or it is of another site.")
            )
        return faltas

    def _se_sabra(self, nombre):
        """Whether the placeholder ``nombre`` gets its value later. To extend."""
        return nombre in marcadores.AL_NUMERAR

    def _exigir_completo(self):
        super()._exigir_completo()
        for oficio in self:
            if faltas := oficio.sudo(False)._faltas_del_texto():
                raise UserError("\n".join([oficio.display_name, *faltas]))

    def _textos_llenos(self, valor):
        return {
            "descripcion": marcadores.llenar(self.descripcion, valor),
            "cuerpo": marcadores.llenar_html(self.cuerpo, valor),
            "despedida": marcadores.llenar(self.despedida, valor),
        }

    def _fijar_texto(self):
        """Put the values in the text, for good: what is read, signed and sought has no placeholders."""
        if self._marcadores():
            valores = self._valores_marcadores()
            self._escribir_texto(self._textos_llenos(lambda nombre: str(valores[nombre])))

    def _texto_escrito(self):
        """The text as it was typed, with its placeholders, once it was sent."""
        version = self.version_ids.filtered(lambda v: v.numero == self.version)
        return {campo: version[campo] for campo in CAMPOS_PLANTILLA} if version else {}

    def _soltar_texto(self):
        """The text as it was typed: its next number will be another."""
        self._escribir_texto(self._texto_escrito())

    def copy_data(self, default=None):
        """A copy of a numbered letter gets a number of its own in its text."""
        copias = super().copy_data(default)
        for oficio, vals in zip(self, copias, strict=True):
            if oficio.name:
                vals |= oficio._texto_escrito()
        return copias


def _texto(valor):
    """What a person wrote in ``valor``, HTML or not: its words and images, spaces apart."""
    if not valor:
        return ""
    raiz = lxml.html.fragment_fromstring(str(valor), create_parent="div")
    palabras = re.sub(r"[\s\u200b\ufeff]+", " ", " ".join(raiz.itertext())).strip()
    return " ".join([palabras, *raiz.xpath("//img/@src")]).strip()
