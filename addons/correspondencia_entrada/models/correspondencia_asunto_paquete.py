from odoo import fields, models
from odoo.exceptions import UserError
from odoo.tools import format_datetime, html2plaintext

from ..tools.paquete import ContenidoAlterado, Paquete, dia, utc

FORMATO = "correspondencia.paquete/1"
#: bytes of documents that one package takes
MAXIMO_BYTES = 2 * 1024**3


class CorrespondenciaAsunto(models.Model):
    """The package of a matter: one ZIP that can be read, and checked, without this system."""

    _inherit = "correspondencia.asunto"

    def _empacar(self, destino):
        """Write the package into the binary file ``destino``, with what the user may read, and log the download.

        :raises UserError: a document is not the one that was registered; nothing of it is of use then
        """
        self.ensure_one()
        self._exigir_registrados()
        self._exigir_tamano()
        asunto = self._como_papel()
        with Paquete(destino, fields.Datetime.context_timestamp(asunto, asunto.registro_fecha)) as paquete:
            documentos = asunto._empacar_documentos(paquete, "01-documentos", asunto._documentos_fijos())
            asunto._empacar_reportes(paquete)
            respuestas = [
                asunto._empacar_respuesta(paquete, n, r) for n, r in enumerate(asunto._respuestas_enviadas(), 1)
            ]
            propios = {"documentos": documentos, "respuestas": respuestas} | asunto._empacar_salida(paquete)
            asunto._empacar_indice(paquete)
            paquete.agregar_datos("metadatos.json", asunto._metadatos() | propios)
        self.sudo()._anotar("descargar_paquete", {"archivos": len(paquete.indice)})

    def _empacar_salida(self, paquete):
        """Hook: add what went out because of this matter, and return its data for ``metadatos.json``."""
        return {}

    def _empacar_indice(self, paquete):
        momento = {"tz": self._zona_horaria(), "dt_format": "short"}
        paquete.agregar_indice(
            "indice.html",
            self.env._("File of %s", self.name),
            [
                " ".join(self.descripcion.split()),
                " · ".join(filter(None, (self.remitente_nombre, self.remitente_institucion, self.numero_oficio))),
                self.env._(
                    "Packed on %(date)s by %(user)s, with what this person may read.",
                    date=format_datetime(self.env, fields.Datetime.now(), **momento),
                    user=self.env.user.name,
                ),
            ],
            (self.env._("File"), self.env._("Bytes"), "SHA-256"),
        )

    def _documentos_del_paquete(self):
        """The documents that go into the package. To extend."""
        respuestas = self._respuestas_enviadas()
        firmados = respuestas.sudo().firma_id
        return self._documentos_fijos() | respuestas.documento_ids | firmados.pdf_id.sudo(False)

    def _exigir_tamano(self):
        total = sum(self._documentos_del_paquete().sudo().mapped("file_size"))
        if total > MAXIMO_BYTES:
            raise UserError(
                self.env._(
                    "The documents of %(folio)s are %(size)s MB and a package takes %(max)s: download them one by one.",
                    folio=self.name,
                    size=total // 1024**2,
                    max=MAXIMO_BYTES // 1024**2,
                )
            )

    def _empacar_documentos(self, paquete, carpeta, documentos):
        datos = []
        for documento in documentos:
            try:
                ruta = paquete.agregar(carpeta, documento.name, documento._con_bytes().raw or b"", documento.sha256)
            except ContenidoAlterado as error:
                raise UserError(self.with_context(lang=self.env.user.lang)._mensaje_alterado(documento)) from error
            documento.invalidate_recordset(["raw"])  # one file in memory at a time
            datos.append(
                {
                    "ruta": ruta,
                    "nombre": documento.name,
                    "clase": documento.clase or None,
                    "paginas": documento.paginas,
                    "bytes": documento.file_size,
                    "sha256": documento.sha256,
                    "fijado": utc(documento.evidencia_fecha),
                }
            )
        return datos

    def _empacar_reportes(self, paquete):
        Reporte = self.env["ir.actions.report"]
        papeles = [("action_report_acuse", self.env._("Acknowledgement"))]
        if self.turno_ids.filtered(lambda t: t.state not in ("retirado", "devuelto")):
            papeles.append(("action_report_volante", self.env._("Routing slips")))
        for xmlid, nombre in papeles:
            contenido, _tipo = Reporte._render_qweb_pdf(f"correspondencia_entrada.{xmlid}", self.ids)
            paquete.agregar("", f"{nombre} {self.name.replace('/', '-')}.pdf", contenido)

    def _empacar_respuesta(self, paquete, numero, respuesta):
        carpeta = f"02-respuestas/{numero:02}"
        texto = html2plaintext(respuesta.cuerpo or "")
        if texto.strip():
            paquete.agregar(carpeta, self.env._("answer.txt"), texto.encode())
        return {
            "turno": respuesta.turno_id.id,
            "autor": respuesta.user_id.sudo().name,
            "enviada": utc(respuesta.fecha_envio),
            "version": respuesta.version,
            "texto_html": str(respuesta.cuerpo or ""),  # the bytes whose SHA-256 the log holds
            "documentos": self._empacar_documentos(paquete, carpeta, respuesta.documento_ids),
            "firma": self._empacar_firma(paquete, carpeta, respuesta.sudo().firma_id),
        }

    def _empacar_firma(self, paquete, carpeta, documento):
        """The signed document with its constancy, which stand by themselves, and who signed; None for an answer without."""
        if documento.state not in ("firmado", "impugnado"):
            return None
        return {
            "estado": documento.state,
            "nivel": documento.nivel,
            "verificacion": documento._url_verificacion(),
            "documentos": self._empacar_documentos(paquete, carpeta, documento.pdf_id | documento.constancia_id),
            "firmantes": [
                {
                    "nombre": firmante.nombre,
                    "no_certificado": firmante.no_certificado,
                    "autoridad": firmante.autoridad,
                    "momento": utc(firmante.momento),
                    "cadena_original": firmante.cadena,
                    "sello_digital": firmante.sello,
                }
                for firmante in documento.firmante_ids
            ],
        }

    # metadatos.json: codes as stored, names beside them, instants in UTC

    def _metadatos(self):
        self.ensure_one()
        catalogo = {
            campo.removesuffix("_id"): self[campo].name or None
            for campo in ("tipo_documento_id", "instruccion_id", "tema_id")
        }
        oficialia = self.oficialia_id.sudo()
        return catalogo | {
            "formato": FORMATO,
            "modelo": self._name,
            "id": self.id,
            "folio": self.name,
            "estado": self.state,
            "entidad": self.company_id.sudo().name,
            "oficialia": {"nombre": oficialia.name, "siglas": oficialia.siglas, "zona_horaria": self._zona_horaria()},
            "origen": self.origen,
            "medio": self.medio,
            "prioridad": self.prioridad,
            "confidencialidad": self.confidencialidad,
            "numero_oficio": self.numero_oficio or None,
            "referencia": self.referencia or None,
            "descripcion": self.descripcion,
            "comentarios": self.comentarios or None,
            "remitente": {
                "nombre": self.remitente_nombre or None,
                "cargo": self.remitente_cargo or None,
                "institucion": self.remitente_institucion or None,
            },
            "recepcion": utc(self.fecha_recepcion),
            "registro": {"fecha": utc(self.registro_fecha), "usuario": self.registro_user_id.sudo().login},
            "elaboracion": dia(self.fecha_elaboracion),
            "respuesta_requerida": dia(self.fecha_requerida),
            "conclusion": utc(self.fecha_conclusion),
            "original_entregado_a": self.original_entregado_a or None,
            "acuse": self._url_acuse(),
            "turnos": self._arbol_de_turnos(),
            "bitacora": self._metadatos_bitacora(),
        }

    def _arbol_de_turnos(self):
        """The turnos that the user sees, each with those turned from it."""
        turnos = self.turno_ids.sorted("id")
        nodos = {turno: turno._metadatos() for turno in turnos}
        raices = []
        for turno, nodo in nodos.items():
            hermanos = nodos[turno.parent_id]["turnos"] if turno.parent_id in nodos else raices
            hermanos.append(nodo)
        return raices

    def _metadatos_bitacora(self):
        """The whole hash chain, with all that is needed to compute it again."""
        return [
            {
                "numero": e.numero,
                "evento": e.evento,
                "usuario_id": e.user_id.id,
                "usuario": e.user_id.sudo().login,
                "fecha": utc(e.fecha),
                "motivo": e.motivo or None,
                "datos": e.datos or None,
                "hash_previo": e.hash_previo,
                "hash": e.hash,
            }
            for e in self.bitacora_ids.sorted("numero")
        ]
