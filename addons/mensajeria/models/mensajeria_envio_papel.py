import io

from odoo import fields, models
from odoo.exceptions import UserError
from odoo.tools.pdf import merge_pdf

from ..tools.code128 import CodigoDemasiadoLargo, code128

#: lines of this many letters fit on a label, and this many lines of an addressee
LETRAS, RENGLONES = 44, 9

#: without provider and service there is nothing to put on paper; what was cancelled has none any more
SIN_PAPEL = ("solicitado", "por_asignar", "cancelado")


class MensajeriaEnvio(models.Model):
    """The papers that travel with a piece: its label, and the form of its acuse. Each copy is counted."""

    _inherit = "mensajeria.envio"

    etiquetas = fields.Integer("Labels Printed", readonly=True, copy=False, aggregator=None)
    formatos_acuse = fields.Integer("Acuse Forms Printed", readonly=True, copy=False, aggregator=None)

    def _exigir_imprimibles(self):
        """``self`` in sudo, when the user dispatches these pieces and it is known how they go."""
        envios = self._exigir_operador()
        if not envios:
            raise UserError(self.env._("There is nothing to print."))
        if pendiente := envios.filtered(lambda e: e.state in SIN_PAPEL)[:1]:
            estados = dict(self._fields["state"]._description_selection(self.env))
            raise UserError(
                self.env._(
                    "%(piece)s is «%(state)s»: papers are printed for pieces that are assigned to a service.",
                    piece=pendiente.name,
                    state=estados[pendiente.state],
                )
            )
        return envios

    def _imprimir(self, contador):
        """Count one more copy of these pieces' paper, and give them back in the order in which they are printed.

        :param contador: field that counts the copies
        """
        envios = self._exigir_imprimibles()
        envios._bloquear()
        for copias, grupo in envios.grouped(contador).items():
            grupo.write({contador: copias + 1})
        envios.guia_id.filtered(lambda g: g.state == "asignada")._marcar_impresas()
        return envios

    def _en_idioma(self):
        """This piece in the language of its institution, as its paper is written."""
        return self.with_context(lang=self.company_id.partner_id.lang or self.env.lang)

    def _codigo_de_guia(self, ancho_mm, alto_mm):
        """The number of the guía as Code 128 for a space of that size; None for a piece without guía."""
        self.ensure_one()
        if not self.folio_guia:
            return None
        try:
            return code128(self.folio_guia, ancho_mm, alto_mm)
        except CodigoDemasiadoLargo as error:
            raise UserError(
                self.env._("The number of guía %s is too long: no scanner would read its bar code.", self.folio_guia)
            ) from error

    def _es_larga_en_papel(self):
        """Whether the addressee of this piece needs smaller letters on a label."""
        self.ensure_one()
        quien, *resto = (
            self.dest_nombre,
            self.dest_cargo,
            self.dest_institucion,
            " ".join(filter(None, (self.dest_calle, self.dest_numero))),
            self.dest_colonia,
            ", ".join(filter(None, ("C.P. 00000  ", self.dest_municipio, self.dest_estado))),
            self.dest_referencias,
            self.dest_telefono,
        )
        renglones = -(-len(quien or "") // (LETRAS * 2 // 3)) + sum(-(-len(texto or "") // LETRAS) for texto in resto)
        return renglones > RENGLONES

    def _caracteres_en_papel(self):
        """Capacities in which this piece may be received, in words, to tick on its acuse form."""
        self.ensure_one()
        etiquetas = self._fields["receptor_caracter"]._description_selection(self.env)
        no_valen = {"familiar_tercero"} if self.servicio_id.entrega_personal else set()
        if not self.dest_persona_moral:
            no_valen.add("oficina_sello")
        return [nombre for clave, nombre in etiquetas if clave not in no_valen]

    def action_imprimir_etiquetas(self):
        """Print the labels of these pieces, 10×15 cm. Those printed before say which reprint they are."""
        self._exigir_imprimibles()
        return self.env.ref("mensajeria.action_report_etiqueta").report_action(self)


class MensajeriaRelacion(models.Model):
    _inherit = "mensajeria.relacion"

    def action_imprimir_etiquetas(self):
        """Print the labels of the pieces on these lists, in the order of their stops."""
        self._exigir_operador()
        lineas = self.sudo().linea_ids.sorted(lambda linea: (linea.relacion_id.id, linea.orden))
        return self.env["mensajeria.envio"].browse(lineas.envio_id.ids).action_imprimir_etiquetas()

    def action_imprimir_juego(self):
        """Print all that these issued lists need, in one go: the lists, the labels of their pieces and their acuse forms."""
        self._exigir_operador()
        self._exigir_emitidas()
        return self.env.ref("mensajeria.action_report_juego").report_action(self)

    def _papeles_del_juego(self):
        """``[(report, ids)]`` of what is printed together, all of it on letter paper."""
        lineas = self.sudo().linea_ids.sorted(lambda linea: (linea.relacion_id.id, linea.orden))
        envios = self.env["mensajeria.envio"].browse(lineas.envio_id.ids)
        con_acuse = envios.filtered("servicio_id.requiere_acuse")
        papeles = [("relacion", self), ("etiqueta_hoja", envios), ("acuse_formato", con_acuse)]
        return [(f"mensajeria.action_report_{papel}", de_que.ids) for papel, de_que in papeles if de_que]


class IrActionsReport(models.Model):
    _inherit = "ir.actions.report"

    def _render_qweb_pdf_prepare_streams(self, report_ref, data, res_ids=None):
        """The set of papers of a list is made of those that are printed one by one."""
        if self._get_report(report_ref).report_name != "mensajeria.report_juego":
            return super()._render_qweb_pdf_prepare_streams(report_ref, data, res_ids=res_ids)
        papeles = self.env["mensajeria.relacion"].browse(res_ids)._papeles_del_juego()
        partes = [self._render_qweb_pdf(papel, ids)[0] for papel, ids in papeles]
        return {False: {"stream": io.BytesIO(merge_pdf(partes)), "attachment": None}}
