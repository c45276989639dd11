import hashlib
import json
from collections import Counter

from odoo import fields, models
from odoo.exceptions import UserError

from ..nucleo.tools.cadena import canonico

#: what the paper of each kind of list shows of its lines
CUERPOS = {
    "hoja_ruta": "ruta",
    "deposito_sepomex": "deposito",
    "recoleccion_foranea": "deposito",
    "entrega_acuses": "entrega",
}


class MensajeriaRelacion(models.Model):
    """The content of an issued list: one text, its SHA-256, and the paper printed from it."""

    _inherit = "mensajeria.relacion"

    def _congelar(self):
        """Keep what is issued as one text, with its hash."""
        self.ensure_one()
        contenido = canonico(self._contenido())
        self.write({"contenido": contenido, "hash": hashlib.sha256(contenido.encode()).hexdigest()})
        self.flush_recordset(["contenido", "hash"])

    def _contenido(self):
        """What the paper says, JSON-able."""
        local = fields.Datetime.context_timestamp(
            self.with_context(tz=self._folio_zona_horaria(self.oficialia_id)), self.fecha_emision
        )
        return {
            "folio": self.name,
            "tipo": self.tipo,
            "fecha": fields.Date.to_string(self.fecha),
            "emision": local.strftime("%Y-%m-%d %H:%M"),
            "emite": self.emite_user_id.name,
            "oficialia": self.oficialia_id.name,
            "proveedor": self.proveedor_id.name or "",
            "contrato": self.proveedor_id.contrato or "",
            "mensajero": self.mensajero_id.name or "",
            "moneda": self.company_id.currency_id.symbol,
            "notas": self.notas or "",
            "lineas": [linea._contenido() for linea in self.linea_ids.sorted("orden")],
        }

    def _verificar_contenido(self):
        """Those of ``self`` whose text no longer matches its hash, or names other pieces than their lines."""
        rotas = self.browse()
        for relacion in self.sudo().filtered("hash"):
            texto = relacion.contenido or ""
            lineas = [(linea["orden"], linea["pieza"]) for linea in json.loads(texto or "{}").get("lineas", ())]
            actuales = [(linea.orden, linea.envio_id.name) for linea in relacion.linea_ids.sorted("orden")]
            if hashlib.sha256(texto.encode()).hexdigest() != relacion.hash or lineas != actuales:
                rotas |= relacion
        return rotas

    # Paper

    def action_imprimir(self):
        """Print issued lists; every time after the first is marked as a reprint."""
        self.check_access("read")
        self._exigir_emitidas()
        return self.env.ref("mensajeria.action_report_relacion").report_action(self)

    def _exigir_emitidas(self):
        if any(relacion.state == "borrador" or not relacion.hash for relacion in self):
            raise UserError(self.env._("Issue the list first: it gets its folio then."))

    def _contar_impresion(self):
        """One more copy of these lists is on paper."""
        for relacion in self.sudo():
            relacion.impresiones += 1

    def _en_idioma(self):
        """This list in the language of its institution, as its paper is written."""
        return self.with_context(lang=self.company_id.partner_id.lang or self.env.lang)

    def _para_papel(self):
        """``{…}`` of :meth:`_contenido` as it was issued, with what the paper adds up."""
        self.ensure_one()
        datos = json.loads(self.contenido)
        servicios, pesos, costos = Counter(), Counter(), Counter()
        for linea in datos["lineas"]:
            servicios[linea["servicio"]] += 1
            pesos[linea["servicio"]] += linea["peso"]
            costos[linea["servicio"]] += linea["costo"]
        return datos | {
            "relacion": self,
            "titulo": dict(self._fields["tipo"]._description_selection(self.env))[datos["tipo"]],
            "cuerpo": f"mensajeria.relacion_{CUERPOS[datos['tipo']]}",
            "unidades": self._por_unidad(datos["lineas"]) if datos["tipo"] == "entrega_acuses" else [],
            "fecha": fields.Date.to_date(datos["fecha"]),
            "servicios": [(s, n, pesos[s], costos[s]) for s, n in sorted(servicios.items())],
            "total": len(datos["lineas"]),
            "peso": sum(pesos.values()),
            "costo": sum(costos.values()),
            "reimpresion": self.reimpresiones,
        }

    def _por_unidad(self, lineas):
        """``[(unit, its acuses)]`` in the order of the list, with what each acuse is in words."""
        estados = dict(self.env["mensajeria.acuse"]._fields["state"]._description_selection(self.env))
        unidades = {}
        for linea in lineas:
            entrega = fields.Date.to_date(linea["entrega"] or None)
            unidades.setdefault(linea["area"], []).append(
                linea | {"acuse": estados[linea["acuse"]], "entrega": entrega}
            )
        return list(unidades.items())


class MensajeriaRelacionLinea(models.Model):
    _inherit = "mensajeria.relacion.linea"

    def _contenido(self):
        """What the paper says of this piece, JSON-able."""
        self.ensure_one()
        envio = self.envio_id
        return {
            "orden": self.orden,
            "pieza": envio.name,
            "guia": envio._folio_de_guia() or "",
            "servicio": envio.servicio_id.name or "",
            "zona": envio.zona_id.clave or envio.zona_id.name or "",
            "documento": envio.documento or "",
            "destinatario": envio.dest_nombre,
            "institucion": ", ".join(filter(None, (envio.dest_cargo, envio.dest_institucion))),
            "direccion": envio.dest_direccion or "",
            "referencias": envio.dest_referencias or "",
            "telefono": envio.dest_telefono or "",
            "peso": envio.peso,
            "costo": envio.costo,
            "urgencia": envio.urgencia or "0",
            "anexos": envio.anexos or "",
        }
