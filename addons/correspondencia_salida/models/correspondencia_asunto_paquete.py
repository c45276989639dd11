from odoo import models

from odoo.addons.correspondencia_entrada.tools.paquete import utc


class CorrespondenciaAsunto(models.Model):
    """The package of a matter also holds the letters that answer it, with their acuses."""

    _inherit = "correspondencia.asunto"

    def _oficios_del_paquete(self):
        """The letters that the user may read, oldest first."""
        Oficio = self.env["correspondencia.oficio"]
        if not Oficio.has_access("read"):
            return Oficio
        return Oficio.search([("asunto_ids", "in", self.ids), ("numero_id", "!=", False)], order="id")

    def _documentos_del_paquete(self):
        documentos = self.env["ir.attachment"].sudo()
        for oficio in self._oficios_del_paquete():
            documentos |= oficio._documentos_oficio() | oficio._acuses_oficio()
        return super()._documentos_del_paquete() | documentos.sudo(False)

    def _empacar_salida(self, paquete):
        oficios = [
            self._empacar_oficio(paquete, numero, oficio)
            for numero, oficio in enumerate(self._oficios_del_paquete(), 1)
        ]
        return super()._empacar_salida(paquete) | {"oficios": oficios}

    def _empacar_oficio(self, paquete, numero, oficio):
        carpeta = f"03-oficios/{numero:02}-{oficio.name.replace('/', '-')}"
        return {
            "numero": oficio.name,
            "estado": oficio.state,
            "firmado": utc(oficio.fecha_firma),
            "despachado": utc(oficio.fecha_despacho),
            "documentos": self._empacar_documentos(paquete, carpeta, oficio._documentos_oficio()),
            "acuses": self._empacar_documentos(paquete, f"{carpeta}/acuses", oficio._acuses_oficio()),
            "destinatarios": [
                {
                    "nombre": linea.dest_nombre,
                    "tipo": linea.tipo,
                    "medio": linea.medio,
                    "estado": linea.state,
                    "despachado": utc(linea.fecha_despacho),
                    "acusado": utc(linea.fecha_acuse),
                    "recibio": linea.receptor or None,
                }
                for linea in oficio.destinatario_ids
            ],
        }


class CorrespondenciaOficio(models.Model):
    _inherit = "correspondencia.oficio"

    def _documentos_oficio(self):
        """What the letter is made of, in sudo: as printed or signed, the scan of its paper, its annexes."""
        oficio = self.sudo()
        return oficio.pdf_id | oficio.escaneo_id | oficio.anexo_ids

    def _acuses_oficio(self):
        """The signed acuses of its addressees, in sudo: those kept with the letter, and those of the pieces that the user reads."""
        acuses = self.env["mensajeria.acuse"]
        envios = self.destinatario_ids.envio_id
        if envios and acuses.has_access("read"):
            acuses = acuses.search([("envio_id", "in", envios.ids)])
        return self.sudo().destinatario_ids.acuse_ids | acuses._papeles_sin_carta()
