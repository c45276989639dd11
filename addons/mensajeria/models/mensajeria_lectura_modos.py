from typing import NamedTuple

from odoo import models
from odoo.exceptions import AccessError, UserError, ValidationError

from ..tools import folio_guia, lecturas
from .mensajeria_guia import BAJAS

#: how pieces of each kind of provider leave without a list
SALIDA_DE = {"sepomex": "depositado", "foranea": "recolectado", "local": "en_reparto"}


class Hallazgo(NamedTuple):
    """What a code was found to be: records in sudo, empty where nothing is."""

    codigo: str
    envio: models.Model
    guia: models.Model


class MensajeriaLectura(models.Model):
    """What is done with each code. One method for each kind of session: ``_leer_``, ``_deshacer_`` and ``_cerrar_``."""

    _inherit = "mensajeria.lectura"

    def _leer(self, texto, confirmar):
        """Read one code and keep its line. In sudo, once who reads was checked.

        :return: the line, as the station shows it
        """
        codigo = lecturas.normalizar(texto)
        if not codigo:
            raise UserError(self.env._("Scan or write a number."))
        if lecturas.es_orden(codigo):
            return self._respuesta_a_orden(codigo)
        vals = self._juzgar(codigo, confirmar)
        if vals is None:  # the piece that waits for its guía: half of a reading
            return {
                "id": False,
                "resultado": "ok",
                "codigo": codigo,
                "pieza": self.envio_pendiente_id.name,
                "destinatario": self.envio_pendiente_id.dest_nombre,
                "mensaje": self.env._("Now its guía"),
            }
        Linea = self.env["mensajeria.lectura.linea"].sudo()
        ultima = Linea.search([("lectura_id", "=", self.id)], order="id desc", limit=1)
        linea = Linea.create(
            {
                **vals,
                "lectura_id": self.id,
                "numero": ultima.numero + 1,
                "crudo": lecturas.visible(texto),
                "normalizado": codigo,
                "clave": vals.get("clave") if vals["resultado"] == "ok" else False,
            }
        )
        return linea._para_estacion()

    def _respuesta_a_orden(self, codigo):
        """Labels that command a scanner are no codes: nothing is kept of them."""
        return {
            "id": False,
            "resultado": "no_existe",
            "codigo": codigo,
            "pieza": "",
            "destinatario": "",
            "mensaje": self.env._("«%s» is a command for the scanner, not the code of a piece.", codigo),
        }

    def _juzgar(self, codigo, confirmar):
        """Do what is to be done with ``codigo``; the values of its line tell what came of it."""
        envio, guia, problema = self.env["mensajeria.envio"]._de_codigo(codigo)
        hallazgo = Hallazgo(codigo, envio, guia)
        if problema and self._es_digito(codigo):
            return self._desconocido(problema, "digito_invalido")
        if self.modo == "inventario" or (self.modo == "asignar" and not envio):
            if not guia:
                return self._no_esta_en_existencia(codigo)
        elif not envio:
            return self._desconocido(self._mensaje_sin_pieza(hallazgo))
        base = {"envio_id": envio.id, "guia_id": guia.id}
        if envio and not envio._puede_operar():
            return {"resultado": "otra_unidad", "mensaje": self.env._("It belongs to another office."), "alerta": True}
        clave = self._clave(hallazgo)
        if clave and not confirmar and self._ya_leido(clave):
            return base | {"resultado": "duplicado_en_sesion", "mensaje": self.env._("Already read in this session")}
        try:
            with self.env.cr.savepoint():
                vals = getattr(self, f"_leer_{self.modo}")(hallazgo, confirmar)
        except (UserError, AccessError, ValidationError) as error:
            return base | {"resultado": "estado_invalido", "mensaje": str(error), "alerta": guia.state in BAJAS}
        return None if vals is None else base | {"clave": clave} | vals

    def _desconocido(self, mensaje, resultado="no_existe"):
        """Nobody knows this code; the paper of an acuse that nobody knows is set apart."""
        cuarentena = self.modo == "recibir" and resultado == "no_existe"
        if cuarentena:
            mensaje = self.env._("%s Set it apart: it is in quarantine.", mensaje)
        return {"resultado": resultado, "mensaje": mensaje, "cuarentena": cuarentena, "alerta": cuarentena}

    def _mensaje_sin_pieza(self, hallazgo):
        if hallazgo.guia:
            return self.env._("No piece goes with guía %s.", hallazgo.guia.name)
        return self.env._("No piece has this code.")

    def _no_esta_en_existencia(self, codigo):
        return {"resultado": "no_existe", "mensaje": self.env._("%s is not in the stock.", codigo), "alerta": True}

    def _es_digito(self, codigo):
        """Whether ``codigo`` is a number of some series, misread: its check digit, or a letter in the place of a digit."""
        series = self.env["mensajeria.serie"].sudo().search(
            [("company_id", "in", self.env.companies.ids), ("proveedor_id.tipo", "in", self.env.user._tipos_de_mensajeria())]
        )  # fmt: skip
        for serie in series:
            try:
                folio_guia.parse(serie._formato(), codigo)
            except folio_guia.FolioInvalidoError as error:
                if error.codigo in ("digito", "letra"):
                    return True
        return False

    def _clave(self, hallazgo):
        """What is read at most once in a session."""
        if self.modo in ("inventario", "asignar"):
            return f"guia:{hallazgo.guia.id}" if hallazgo.guia else None
        if self.modo == "recibir":
            return f"envio:{hallazgo.envio.id}:{self.resultado}"
        return f"envio:{hallazgo.envio.id}"

    def _ya_leido(self, clave):
        return bool(
            self.env["mensajeria.lectura.linea"].sudo().search_count(
                [("lectura_id", "=", self.id), ("clave", "=", clave)], limit=1
            )
        )  # fmt: skip

    # Assign: the piece, then its guía

    def _leer_asignar(self, hallazgo, confirmar):
        envio, guia, pendiente = hallazgo.envio, hallazgo.guia, self.envio_pendiente_id
        if envio and (not guia or hallazgo.codigo == envio.name.upper()):
            return self._esperar_guia(envio)
        if not pendiente:
            if envio:
                return {"resultado": "ya_procesado", "mensaje": self.env._("It already belongs to %s.", envio.name)}
            raise UserError(self.env._("Read the piece first, then its guía."))
        if guia.state in BAJAS:
            return self._alerta_de_baja(guia)
        pendiente._bloquear()
        self.env["mensajeria.guia"]._asignar_folio(pendiente, hallazgo.codigo)
        pendiente.action_asignar()
        self.envio_pendiente_id = False
        return {
            "resultado": "ok",
            "envio_id": pendiente.id,
            "mensaje": self.env._("%(folio)s goes with %(piece)s", folio=pendiente.guia_id.name, piece=pendiente.name),
        }

    def _esperar_guia(self, envio):
        if envio.guia_id:
            return {"resultado": "ya_procesado", "mensaje": self.env._("It already has guía %s.", envio.guia_id.name)}
        envio._exigir_asignables()
        if not envio.servicio_id.requiere_guia:
            raise UserError(self.env._("Its service needs no guía."))
        self.envio_pendiente_id = envio
        return None

    def _alerta_de_baja(self, guia):
        """A voided number turned up: its buyer is told, and nothing is done with it."""
        mensaje = guia._avisar_hallazgo()
        return {"resultado": "estado_invalido", "mensaje": mensaje, "alerta": True}

    def _deshacer_asignar(self, linea):
        linea.envio_id.action_desasignar(self.env._("Undone at the station"))

    # Load: put on a draft list, or check at the departure of an issued one

    def _leer_cargar(self, hallazgo, confirmar):
        relacion, envio = self.relacion_id, hallazgo.envio
        if not relacion:
            raise UserError(self.env._("Choose the list first."))
        relacion._exigir_operador()
        relacion._exigir_estado("borrador", "emitida")
        linea = relacion._lineas_de(envio)
        if relacion.state == "emitida":
            return self._cargar_en_emitida(linea, relacion)
        if linea:
            return {"resultado": "ya_procesado", "mensaje": self.env._("Already on %s", relacion.display_name)}
        otra = envio.acuse_ids.relacion_id if relacion.tipo == "entrega_acuses" else envio.relacion_id
        if otra:
            raise UserError(self.env._("It stands on %s.", otra.display_name))
        linea = linea.create(relacion._linea_para(envio))
        return {"resultado": "ok", "mensaje": self.env._("On %s", relacion.display_name), "datos": {"linea": linea.id}}

    def _cargar_en_emitida(self, linea, relacion):
        if not linea:
            raise UserError(self.env._("It is not on %s.", relacion.display_name))
        if linea.cargado:
            return {"resultado": "ya_procesado", "mensaje": self.env._("Already loaded")}
        linea.cargado = True
        return {
            "resultado": "ok",
            "mensaje": self.env._("Loaded on %s", relacion.display_name),
            "datos": {"cargada": linea.id},
        }

    def _deshacer_cargar(self, linea):
        datos = linea.datos or {}
        if "linea" in datos:
            self.env["mensajeria.relacion.linea"].browse(datos["linea"]).exists().unlink()
        self._descargar(datos)

    def _descargar(self, datos):
        """Take back that a piece was loaded, unless its list has left since."""
        cargada = self.env["mensajeria.relacion.linea"].browse(datos.get("cargada") or []).exists()
        if cargada:
            cargada.relacion_id._exigir_estado("emitida")
            cargada.cargado = False

    # Deposit: read one by one, handed over all at once when the session ends

    def _leer_depositar(self, hallazgo, confirmar):
        envio = hallazgo.envio
        if envio.fecha_deposito:
            return {"resultado": "ya_procesado", "mensaje": self.env._("It already left.")}
        if envio.state == "en_relacion":
            relacion = envio.relacion_id
            relacion._exigir_estado("emitida")
            return self._cargar_en_emitida(relacion.linea_ids.filtered(lambda linea: linea.envio_id == envio), relacion)
        if envio.state != "asignado":
            raise UserError(envio._mensaje_evento(SALIDA_DE.get(envio.proveedor_tipo, "depositado")))
        if envio.relacion_id:
            raise UserError(self.env._("It stands on %s.", envio.relacion_id.display_name))
        envio._exigir_guias()
        return {"resultado": "ok", "mensaje": self.env._("To be handed over"), "datos": {"depositar": True}}

    def _deshacer_depositar(self, linea):
        self._descargar(linea.datos or {})

    def _cerrar_depositar(self):
        """Hand over what was read; what moved on meanwhile is told."""
        problemas = []
        lineas = self.linea_ids.filtered(
            lambda v: v.resultado == "ok" and not v.anulada and (v.datos or {}).get("depositar")
        )
        for envio in lineas.sorted("id").envio_id:
            try:
                with self.env.cr.savepoint():
                    self._depositar(envio)
            except UserError as error:
                problemas.append(str(error))
        return problemas

    def _depositar(self, envio):
        envio._bloquear()
        if envio.state != "asignado" or envio.relacion_id:
            raise UserError(envio._mensaje_evento(SALIDA_DE[envio.proveedor_tipo]))
        envio._exigir_guias()
        envio._registrar_evento(SALIDA_DE[envio.proveedor_tipo], origen="lote", lectura=self.name)

    # Inventory: what lies in the drawer

    def _leer_inventario(self, hallazgo, confirmar):
        guia = hallazgo.guia
        if guia.state in BAJAS:
            return self._alerta_de_baja(guia)
        if self.serie_id and guia.serie_id != self.serie_id:
            raise UserError(self.env._("It is of the series «%s».", guia.serie_id.name))
        ajena = guia.area_id and guia.area_id not in guia._areas_propias()
        if ajena and not self.env.user.has_group("mensajeria.group_administrador"):
            return {
                "resultado": "otra_unidad",
                "mensaje": self.env._("It belongs to another office."),
                "alerta": True,
            }
        if guia.state == "usada":
            raise UserError(self.env._("It was used by %s.", guia.envio_id.name))
        etiquetas = dict(guia._fields["state"]._description_selection(self.env))
        return {"resultado": "ok", "mensaje": etiquetas[guia.state]}

    def _deshacer_inventario(self, linea):
        """Nothing was done but to see it."""

    def action_ver_faltantes(self):
        """The guías of the series that should lie in the offices of who reads, and were not read."""
        lectura = self._exigir_propia()
        if lectura.modo != "inventario" or not lectura.serie_id:
            raise UserError(self.env._("Choose the series of the inventory."))
        return self.env["ir.actions.act_window"]._for_xml_id("mensajeria.mensajeria_guia_action") | {
            "name": self.env._("Not read"),
            "domain": lectura._dominio_faltantes(),
            "context": {},
        }

    def _dominio_faltantes(self):
        leidas = self.linea_ids.filtered(lambda v: v.resultado == "ok" and not v.anulada).guia_id
        areas = [False, *self.env["mensajeria.guia"]._areas_propias().ids]
        return [
            ("serie_id", "=", self.serie_id.id),
            ("state", "=", "disponible"),
            ("area_id", "in", areas),
            ("mensajero_id", "=", False),
            ("id", "not in", leidas.ids),
        ]
