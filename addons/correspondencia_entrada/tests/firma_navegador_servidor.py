"""A server of the signing desk without models: real documents, real signatures, no database. It can also cheat."""

import base64
import hashlib
from dataclasses import dataclass, replace
from datetime import datetime, timezone

from ..models.firma_errores import ErrorFirma
from ..tools.firma.cadena import cadena_original, verificar_cadena
from ..tools.firma.campos import Campo, crear_campos
from ..tools.firma.cms import verificar_valor
from ..tools.firma.credencial import identidad, leer_certificado
from ..tools.firma.firma import preparar

CAMPO = Campo("Firma1", 0, (60, 60, 300, 130))


@dataclass
class Fila:
    """A document of the list."""

    id: int
    folio: str
    asunto: str
    remitente: str
    pdf: bytes
    paginas: int = 1

    def __post_init__(self):
        self.pdf = crear_campos(self.pdf, [CAMPO])

    @property
    def sha256(self):
        return hashlib.sha256(self.pdf).hexdigest()


class ServidorDePrueba:
    """Stands for ``firma.documento`` and for ``firma.sesion``.

    - ``alterar``: changes what :meth:`preparar` is about to propose, a dict with ``pdf``, ``rango`` and ``atributos``.
    - ``cadena``: changes the cadena original.
    - ``rechaza``: ``(code, sentence)`` by id of document, told when its signature ends.
    - ``firmados``: what came back, verified: ``(cadena, sello, Preparada, valor)`` by id; ``rechazados``: reason by id.
    """

    def __init__(self, filas, *, rfc="", modo_servidor=False):
        self.filas = {fila.id: fila for fila in filas}
        self.ajustes = {
            "persona": {"nombre": "Juana Peña López", "rfc": rfc},
            "modo_servidor": modo_servidor,
            "url_volver": "/odoo",
        }
        self.alterar = self.cadena = None
        self.rechaza, self.firmados, self.rechazados, self.enviados = {}, {}, {}, []
        self._abiertas = {}

    # firma.documento

    def browse(self, ids):
        return DocumentosDePrueba(self, [ids] if isinstance(ids, int) else ids)

    def _datos_de_mesa(self, ids):
        return [
            {
                "id": fila.id,
                "folio": fila.folio,
                "asunto": fila.asunto,
                "remitente": fila.remitente,
                "paginas": fila.paginas,
                "sha256": fila.sha256,
                "asunto_url": f"/odoo/asuntos/{fila.id}",
            }
            for fila in self.filas.values()
            if ids is None or fila.id in ids
        ]

    def _ajustes_de_mesa(self):
        return dict(self.ajustes)

    # firma.sesion

    def abrir(self, documento, cer):
        fila, cert = self.filas[documento], leer_certificado(base64.b64decode(cer))
        quien = identidad(cert)
        cadena = cadena_original(
            folio=fila.folio,
            fecha=datetime.now(timezone.utc),
            rfc=quien.rfc_firmante,
            no_certificado=quien.no_certificado,
            entidad="Entidad de Prueba",
            sha256=fila.sha256,
        )
        cadena = self.cadena(cadena) if self.cadena else cadena
        token = f"sesion-{fila.id:04}-{len(self._abiertas):08}"
        self._abiertas[token] = SesionDePrueba(self, fila, cert, cadena)
        return {"sesion": token, "cadena": cadena, "sha256_base": fila.sha256, "folio": fila.folio}

    def _de_token(self, token):
        return self._abiertas[token]


class DocumentosDePrueba:
    def __init__(self, servidor, ids):
        self.servidor, self.ids = servidor, ids

    def _pdf_base(self):
        return self.servidor.filas[self.ids[0]].pdf

    def rechazar(self, motivo):
        self.servidor.rechazados[self.ids[0]] = motivo
        return True

    def firmar_en_servidor(self, **archivos):
        self.servidor.enviados.append((self.ids, archivos))
        if archivos["contrasena"] != "12345678a":
            raise ErrorFirma("BAD_PASSWORD", "The password does not open it.")
        return {"resultados": [{"id": documento, "estado": "firmado", "nivel": "B-LTA"} for documento in self.ids]}


class SesionDePrueba:
    def __init__(self, servidor, fila, cert, cadena):
        self.servidor, self.fila, self.cert, self.cadena = servidor, fila, cert, cadena

    def preparar(self, sello):
        self.sello = base64.b64decode(sello)
        verificar_cadena(self.cert, self.cadena, self.sello)
        ahora = datetime.now(timezone.utc)
        self.preparada = preparar(
            self.fila.pdf, CAMPO.nombre, self.cert, estampa=None, motivo="Respuesta", lugar="México", en=ahora
        )
        propuesta = {
            "pdf": self.preparada.pdf,
            "rango": list(self.preparada.rango),
            "atributos": self.preparada.atributos,
        }
        if self.servidor.alterar:
            self.servidor.alterar(propuesta)
        self.preparada = replace(self.preparada, pdf=propuesta["pdf"], atributos=propuesta["atributos"])
        return {"rango": propuesta["rango"], "atributos": base64.b64encode(propuesta["atributos"]).decode()}

    def _pdf_preparado(self):
        return self.preparada.pdf

    def terminar(self, valor):
        if error := self.servidor.rechaza.get(self.fila.id):
            raise ErrorFirma(*error)
        valor = base64.b64decode(valor)
        verificar_valor(self.cert, self.preparada.atributos, valor)
        self.servidor.firmados[self.fila.id] = (self.cadena, self.sello, self.preparada, valor)
        return {
            "estado": "firmado",
            "nivel": "B-LTA",
            "url_verificacion": f"/v/{self.fila.id}",
            "url_descarga": f"/v/{self.fila.id}/pdf",
        }
