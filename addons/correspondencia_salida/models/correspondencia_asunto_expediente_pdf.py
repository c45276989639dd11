import io
from typing import NamedTuple

from pypdf import PdfReader

from odoo import fields, models
from odoo.exceptions import UserError

from ..tools.expediente_pdf import SinPaginas, hojas_de, unir

#: bytes of documents that one PDF takes; beyond, the package has them
MAXIMO_BYTES = 150 * 1024**2
#: bytes of one document whose pages are shown
MAXIMO_DOCUMENTO = 50 * 1024**2
MAXIMO_PAGINAS = 3000


class Entrada(NamedTuple):
    """One document in the index. ``hojas``: its pages, or None when ``aviso`` stands for them."""

    renglon: NamedTuple
    nombre: str
    hojas: PdfReader | None
    aviso: str
    sha256: str


class Papel(NamedTuple):
    """What the report prints: the cover with its index, or the pages that stand for documents without pages."""

    asunto: models.Model
    renglones: list
    entradas: list
    paginas: list
    sustitutas: bool


class CorrespondenciaAsunto(models.Model):
    """The file of a matter as one PDF: cover, index, story, and the documents in order."""

    _inherit = "correspondencia.asunto"

    def action_descargar_expediente(self):
        """Download the file of the matter as one PDF with index."""
        self.ensure_one()
        self._exigir_registrados()
        self._exigir_expediente(self._documentos_expediente(self._renglones_expediente()))
        return {
            "type": "ir.actions.act_url",
            "url": f"/correspondencia/expediente/{self.id}",
            "target": "download",
        }

    @staticmethod
    def _documentos_expediente(renglones):
        """``[(line of the story, document in sudo)]``, each document once, in order."""
        return [(renglon, documento) for renglon in renglones for documento in renglon.documentos]

    def _exigir_expediente(self, documentos):
        """Refuse a file too long for one PDF, or whose evidence was altered: here as a dialog, in the download a bare page."""
        total = sum(documento.file_size for _renglon, documento in documentos)
        if total > MAXIMO_BYTES:
            raise UserError(
                self.env._(
                    "The documents of %(folio)s are %(size)s MB and one PDF takes %(max)s: download its package.",
                    folio=self.name,
                    size=total // 1024**2,
                    max=MAXIMO_BYTES // 1024**2,
                )
            )
        for _renglon, documento in documentos:
            if documento._verificar_evidencia():
                raise UserError(self._mensaje_alterado(documento))
            documento.invalidate_recordset(["raw"])  # one file in memory at a time

    def _escribir_expediente(self, destino):
        """Write the file as one PDF into the binary file ``destino``, with what the user may read, and log the download."""
        self.ensure_one()
        self._exigir_registrados()
        asunto = self._como_papel()
        renglones = asunto._renglones_expediente()
        documentos = self._documentos_expediente(renglones)
        self._exigir_expediente(documentos)
        entradas = [asunto._entrada_expediente(renglon, documento) for renglon, documento in documentos]
        entradas += [asunto._entrada_de_texto(renglon) for renglon in renglones if asunto._es_texto(renglon)]
        entradas.sort(key=lambda e: (e.renglon.cuando, e.renglon.orden))
        paginas = asunto._contar_hojas(entradas)
        portada, inicios = asunto._portada_expediente(renglones, entradas, paginas)
        if inicios and inicios[-1] + paginas[-1] > MAXIMO_PAGINAS:
            raise UserError(
                self.env._(
                    "The file of %(folio)s is longer than the %(max)s pages that one PDF takes: download its package.",
                    folio=self.name,
                    max=MAXIMO_PAGINAS,
                )
            )
        partes = [(self.env._("Cover and index"), portada), *asunto._partes_expediente(entradas)]
        fecha = fields.Datetime.now().strftime("D:%Y%m%d%H%M%SZ")
        total = unir(destino, partes, asunto._titulo_expediente(), self.name, fecha)
        self.sudo()._anotar("descargar_expediente", {"documentos": len(entradas), "paginas": total})

    def _titulo_expediente(self):
        return self.env._("File of %s", self.name)

    # Its documents

    def _entrada_expediente(self, renglon, documento):
        hojas, aviso = None, ""
        if documento.file_size > MAXIMO_DOCUMENTO:
            aviso = "grande"
        else:
            try:
                hojas = hojas_de(documento._con_bytes().raw or b"", documento.mimetype)
            except SinPaginas as error:
                aviso = error.codigo
            documento.invalidate_recordset(["raw"])
        return Entrada(renglon, documento.name, hojas, aviso and self._aviso_expediente(aviso), documento.sha256 or "")

    def _aviso_expediente(self, codigo):
        return {
            "cifrado": self.env._("It asks for a password, so its pages cannot be shown here."),
            "danado": self.env._("It is damaged, so its pages cannot be shown here."),
            "otro": self.env._("Files of its kind are not shown as pages."),
            "grande": self.env._("It is too large to be shown here."),
        }[codigo]

    def _es_texto(self, renglon):
        """Whether it is an answer that was only written, so that no document holds it."""
        registro = renglon.registro
        return (
            renglon.fase == "respuesta"
            and registro._name == "correspondencia.respuesta"
            and not registro.sudo().firma_id
        )

    def _entrada_de_texto(self, renglon):
        contenido, _tipo = self.env["ir.actions.report"]._render_qweb_pdf(
            "correspondencia_entrada.action_report_respuesta",
            renglon.registro.ids,
            data={"ahora": renglon.cuando, "firmantes": (), "cajas": 1},
        )
        return Entrada(renglon, renglon.registro.display_name, PdfReader(io.BytesIO(contenido)), "", "")

    @staticmethod
    def _contar_hojas(entradas):
        return [len(e.hojas.pages) if e.hojas else 1 for e in entradas]

    def _partes_expediente(self, entradas):
        """``[(name, pages)]``: those that have no pages get one that says why."""
        sin_hojas = [e for e in entradas if not e.hojas]
        sustitutas = iter(self._imprimir_expediente([], sin_hojas, [], True).pages) if sin_hojas else None
        return [(e.nombre, e.hojas or _Hoja([next(sustitutas)])) for e in entradas]

    # Its cover

    def _portada_expediente(self, renglones, entradas, paginas):
        """The cover, and the page at which each document begins. Its own length moves them: it is printed until both agree."""
        largo = 0
        while True:
            inicios, siguiente = [], largo + 1
            for cuantas in paginas:
                inicios.append(siguiente)
                siguiente += cuantas
            portada = self._imprimir_expediente(renglones, entradas, list(zip(inicios, paginas, strict=True)), False)
            if len(portada.pages) <= largo:
                return portada, inicios
            largo = len(portada.pages)

    def _imprimir_expediente(self, renglones, entradas, paginas, sustitutas):
        papel = Papel(self, renglones, entradas, paginas, sustitutas)
        reporte = self.env["ir.actions.report"].with_context(expediente=papel)
        contenido, _tipo = reporte._render_qweb_pdf("correspondencia_salida.action_report_expediente", self.ids)
        return PdfReader(io.BytesIO(contenido))


class _Hoja(NamedTuple):
    pages: list
