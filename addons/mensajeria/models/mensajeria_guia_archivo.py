from odoo import models

from ..tools import folio_guia


class MensajeriaGuia(models.Model):
    """Guías as the files of carriers name them."""

    _inherit = "mensajeria.guia"

    def _de_archivo(self, proveedor, company, textos):
        """The guías in use that these texts name.

        :param textos: numbers or tracking codes, as a file writes them; Excel may have dropped their leading zeros
        :return: ``{text: guía in sudo}``; without those that are not ours, or that could be two
        """
        series = (
            self.env["mensajeria.serie"]
            .sudo()
            .with_context(active_test=False)
            .search([("proveedor_id", "=", proveedor.id), ("company_id", "=", company.id)])
        )
        candidatos = {texto: self._nombres_de(series, texto) for texto in set(textos)}
        buscados = list({nombre for nombres in candidatos.values() for nombre in nombres})
        comunes = [("proveedor_id", "=", proveedor.id), ("company_id", "=", company.id), ("vigente", "=", True)]
        guias = self.sudo().search([*comunes, "|", ("name", "in", buscados), ("codigo_rastreo", "in", buscados)])
        por_nombre = guias.grouped("name")
        por_codigo = guias.filtered("codigo_rastreo").grouped("codigo_rastreo")
        halladas = {}
        for texto, nombres in candidatos.items():
            guia = self.sudo().union(*(g.get(n, self.sudo()) for g in (por_nombre, por_codigo) for n in nombres))
            if len(guia) == 1:
                halladas[texto] = guia
        return halladas

    def _de_papel(self, company, codigos):
        """Every guía in use that one of these codes could be, of whatever provider: a paper that names two proves neither."""
        series = (
            self.env["mensajeria.serie"]
            .sudo()
            .with_context(active_test=False)
            .search([("company_id", "=", company.id)])
        )
        nombres = list({nombre for codigo in codigos for nombre in self._nombres_de(series, codigo, con_ceros=False)})
        return self.sudo().search(
            [
                ("company_id", "=", company.id),
                ("vigente", "=", True),
                "|",
                ("name", "in", nombres),
                ("codigo_rastreo", "in", nombres),
            ]
        )

    def _nombres_de(self, series, texto, con_ceros=True):
        """As what it may be printed.

        :param con_ceros: whether zeros on the left may be missing
        """
        codigo = folio_guia.normalizar(texto)
        if not codigo:
            return set()
        nombres = {codigo}
        for serie in series:
            formato = serie._formato()
            textos = [texto]
            if con_ceros and codigo.isdigit() and not formato.prefijo and not formato.sufijo and formato.ancho:
                textos.append(codigo.zfill(formato.ancho + (formato.algoritmo != "ninguno")))
            for candidato in textos:
                try:
                    nombres.add(folio_guia.formatear(formato, folio_guia.parse(formato, candidato)))
                except folio_guia.FolioInvalidoError:
                    continue
        return nombres
