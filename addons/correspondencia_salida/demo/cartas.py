"""What the people of the demo data do with each letter: each method is one step, taken as that person."""

import base64
import json
from itertools import cycle
from pathlib import Path

from markupsafe import Markup

from odoo import fields
from odoo.fields import Command

from odoo.addons.mensajeria import demo as demo_mensajeria
from odoo.addons.mensajeria.demo.papeles import acuses_firmados

from ..tools.medios import CON_MENSAJERIA
from .papeles import firma_en_pantalla, firmado_a_mano

#: where the people, units and contacts of each addon stand
MODULOS = ("correspondencia_salida", "correspondencia_entrada", "mensajeria")
DOMICILIO = "dest_calle dest_numero dest_colonia dest_cp dest_municipio dest_estado latitud longitud".split()
SERVICIOS = {"sepomex": "mensajeria.servicio_sepomex_acuse", "foranea": "mensajeria.demo_servicio_terrestre"}


class Despacho:
    """The letters of the script, as they are written, reviewed, numbered, signed, sent and acknowledged."""

    def __init__(self, env, cartas):
        self.env, self.cartas, self.oficios = env, cartas, {}
        destinos = Path(demo_mensajeria.__file__).parent / "destinos.json"
        lugares = json.loads(destinos.read_text(encoding="utf-8"))
        self.lugares = {"local": cycle(lugares["locales"]), "foraneo": cycle(lugares["foraneos"])}

    def dar(self, numero, paso):
        """One step of the letter number ``numero``."""
        self.numero, self.carta = numero, self.cartas[numero]
        self.oficio = self.oficios.get(numero)
        getattr(self, paso.verbo)(*paso.datos)

    # Who

    def _ref(self, clase, nombre):
        ids = (f"{modulo}.demo_{clase}_{nombre}" for modulo in MODULOS)
        return next(registro for xmlid in ids if (registro := self.env.ref(xmlid, raise_if_not_found=False)))

    def _como(self, registros, login):
        user = self._ref("user", login)
        contexto = {"lang": user.lang, "tz": user.tz, "allowed_company_ids": user.company_ids.ids}
        return registros.with_env(self.env(user=user.id, su=False, context=contexto))

    def _mio(self):
        """The letter, for its drafter."""
        return self._como(self.oficio, self.carta.redactor)

    def _linea(self, indice, login="ventanilla"):
        return self._como(self.oficio.sudo().destinatario_ids.sorted("id")[indice], login)

    def _oficina(self):
        """Who dispatches it."""
        oficialia = self.oficio.sudo().oficialia_id
        return "norte" if oficialia == self.env.ref("mensajeria.demo_area_opn") else "ventanilla"

    # The draft

    def redactar(self):
        carta = self.carta
        Oficio = self._como(self.env["correspondencia.oficio"], carta.redactor)
        if carta.sustituye:
            anterior = next(n for n, otra in enumerate(self.cartas) if otra.clave == carta.sustituye)
            accion = self._como(self.oficios[anterior], carta.redactor).action_sustituir(
                "La fecha de terminación estaba mal."
            )
            oficio = Oficio.browse(accion["res_id"])
        elif carta.asunto:
            asunto = Oficio.env["correspondencia.asunto"].search(
                [("descripcion", "=like", f"{carta.asunto}%")], limit=1
            )
            oficio = Oficio.browse(asunto.action_oficio()["res_id"])
            for linea, medio in zip(oficio.destinatario_ids, carta.medios, strict=True):
                linea.write({"medio": medio, **self._domicilio(medio, linea.dest_institucion)})
        else:
            lineas = [*((d, "para") for d in carta.para), *((d, "ccp") for d in carta.ccp)]
            oficio = Oficio.create(
                {
                    "descripcion": carta.descripcion,
                    "tipo_id": self.env.ref(f"correspondencia_salida.tipo_{carta.tipo}").id,
                    "oficialia_id": self.env.ref("mensajeria.demo_area_op").id,
                    "destinatario_ids": [Command.create(self._destinatario(*linea)) for linea in lineas],
                }
            )
        self.oficios[self.numero] = self.oficio = oficio.with_env(self.env)
        if carta.plantilla:
            oficio.plantilla_id = self._ref("plantilla", carta.plantilla)
            oficio.action_usar_plantilla()
        oficio.write(self._datos(oficio))

    def _datos(self, oficio):
        carta = self.carta
        hoy = fields.Date.context_today(oficio)
        vals = {
            "descripcion": carta.descripcion,
            "cuerpo": self._texto(oficio.cuerpo if carta.plantilla else "", carta.cuerpo),
            "modo_firma": oficio.modo_firma if carta.sustituye else carta.firma,
            "prioridad": carta.prioridad,
            "confidencialidad": carta.confidencialidad,
        }
        if carta.referencia:
            vals["referencia"] = carta.referencia
        if carta.plazo:
            vals["fecha_limite"] = oficio.area_id.sudo()._sumar_dias_habiles(hoy, carta.plazo)
        if carta.firmantes:
            firmas = [
                {"user_id": self._ref("user", login).id, "sequence": n} for n, login in enumerate(carta.firmantes)
            ]
            vals["firmante_ids"] = [Command.clear(), *map(Command.create, firmas)]
        if carta.reserva:
            vals["numero_reservado_id"] = self._numero(carta.reserva).id
        return vals

    def _texto(self, inicio, parrafos):
        return (inicio or Markup()) + Markup().join(Markup("<p>%s</p>") % parrafo for parrafo in parrafos)

    def _destinatario(self, quien, tipo):
        medio = quien["medio"]
        if "area" in quien:
            area = self._ref("area", quien["area"])
            titular = area.titular_id
            persona = {
                "clase": "interno",
                "area_id": area.id,
                "user_id": titular.id,
                "dest_nombre": titular.name,
                "dest_cargo": titular.function,
                "dest_institucion": area.name,
            }
        else:
            contacto = self._ref("remitente", quien["remitente"])
            persona = {
                "clase": "externo",
                "partner_id": contacto.id,
                "dest_nombre": contacto.name,
                "dest_cargo": contacto.function,
                "dest_institucion": contacto.parent_id.name,
                "email": contacto.email,
            }
        return {**persona, "tipo": tipo, "medio": medio, **self._domicilio(medio, persona["dest_institucion"])}

    def _domicilio(self, medio, institucion):
        """An address for the couriers: in the city for the messengers, in another for post and carriers."""
        if medio not in CON_MENSAJERIA:
            return {}
        lugar = next(self.lugares["local" if medio == "local" else "foraneo"])
        return {campo: lugar[campo] for campo in DOMICILIO if campo in lugar} | {
            "dest_persona_moral": bool(institucion)
        }

    def reescribir(self, *parrafos):
        self._mio().cuerpo = self._texto("", parrafos)

    # Review, number, signature

    def enviar(self):
        self._mio().action_enviar_a_revision()

    def aprobar_todos(self):
        """Each reviewer when it is their turn."""
        while pasos := self.oficio.sudo().visto_ids.filtered(lambda p: p.state == "en_turno"):
            self.aprobar(pasos[0].user_id.login)

    def aprobar(self, login, comentario=None):
        self._visto(login).action_aprobar(comentario)

    def devolver(self, login, motivo):
        self._visto(login).action_devolver(motivo)

    def _visto(self, login):
        pasos = self.oficio.sudo().visto_ids.filtered(lambda p: p.state == "en_turno" and p.user_id.login == login)
        return self._como(pasos, login)

    def numerar(self):
        self._mio().action_numerar()

    def subir_firmado(self):
        """The paper came back signed by hand: it is scanned."""
        oficio = self._mio()
        nombres = oficio.sudo().firmante_ids.sorted("sequence").user_id.mapped("name")
        contenido = firmado_a_mano(oficio.sudo().pdf_id.raw, nombres, self.numero)
        oficio.action_subir_firmado(f"{oficio.name.replace('/', '-')} firmado.pdf", base64.b64encode(contenido))

    def recuperar(self, motivo):
        self._mio().action_recuperar(motivo)

    def cancelar(self, motivo):
        self._mio().action_cancelar(motivo)

    def archivar(self):
        self._mio().action_archivar()

    def reservar(self, login, tipo, para):
        user = self._ref("user", login)
        tipo = self.env.ref(f"correspondencia_salida.tipo_{tipo}")
        self._como(self.env["correspondencia.numero"], login).reservar(user.area_id.id, tipo.id, para)

    def anular(self, login, para, motivo):
        self._como(self._numero(para), login).action_anular(motivo)

    def _numero(self, para):
        return self.env["correspondencia.numero"].search([("reservado_para", "=", para)], limit=1)

    # Dispatch

    def despachar(self):
        self._despachar(self.oficio.sudo().destinatario_ids)

    def despachar_lineas(self, indices):
        lineas = self.oficio.sudo().destinatario_ids.sorted("id")
        self._despachar(lineas.browse([lineas[indice].id for indice in indices]))

    def _despachar(self, lineas):
        self._como(lineas, self._oficina()).action_despachar()
        # what a mail server that took them would tell: without one, they would all come back
        mensajes = [linea.message_id for linea in lineas if linea.message_id]
        correos = self.env["mail.mail"].search([("message_id", "in", mensajes), ("state", "=", "outgoing")])
        correos.state = "sent"
        for correo in correos:
            correo._postprocess_sent_message([], [])

    def reintentar(self, indice, motivo, email):
        linea = self._linea(indice)
        linea.action_reintentar(motivo)
        linea.sudo().email = email

    def sacar_piezas(self):
        """The courier's offices accept what was asked for and send it."""
        for tipo in sorted(CON_MENSAJERIA):
            solicitudes = self.env["mensajeria.solicitud"].search(
                [("tipo_sugerido", "=", tipo), ("state", "=", "enviada"), ("envio_ids.destinatario_ids", "!=", False)]
            )
            if not solicitudes:
                continue
            self._como(solicitudes, tipo).action_aceptar()
            piezas = self._como(solicitudes.envio_ids, tipo)
            if tipo in SERVICIOS:
                servicio = self.env.ref(SERVICIOS[tipo])
                piezas.write({"proveedor_id": servicio.proveedor_id.id, "servicio_id": servicio.id})
            piezas.action_asignar()
            vals = {"envio_ids": [Command.set(piezas.ids)], "emitir": True}
            self._como(self.env["mensajeria.hacer.relacion"], tipo).create(vals).action_hacer()
            for relacion in piezas.relacion_id:
                relacion.action_salir(relacion.linea_ids.ids)

    # What becomes of each line

    def _pieza(self, indice):
        linea = self._linea(indice).sudo()
        return self._como(linea.envio_id, linea.medio)

    def en_reparto(self, indice):
        self._pieza(indice).action_registrar("en_reparto")

    def entregar_pieza(self, indice, receptor=None):
        pieza = self._pieza(indice)
        moral = "oficina_sello" if pieza.sudo().proveedor_tipo == "local" else "autorizado"
        pieza.action_registrar(
            "entregado",
            receptor_nombre=receptor or pieza.sudo().dest_nombre,
            caracter=moral if pieza.sudo().dest_persona_moral else "destinatario",
        )

    def fallar_pieza(self, indice, motivo):
        self._pieza(indice).action_registrar(
            "intento_fallido", motivo_id=self.env.ref(f"mensajeria.motivo_{motivo}").id
        )

    def devolver_pieza(self, indice):
        self._pieza(indice).action_registrar("devuelto")

    def acuse(self, indice):
        """Its signed acuse is back: received, scanned and validated."""
        pieza = self._pieza(indice)
        acuse = self._como(pieza.sudo().acuse_ids, pieza.sudo().proveedor_tipo)
        acuse.action_recibir()
        contenido = self._acuse_firmado(self._linea(indice), acuse.receptor_nombre, pieza.sudo().name)
        acuse.archivo_ids = acuse.env["ir.attachment"].create({"name": "acuse firmado.pdf", "raw": contenido})
        acuse.action_digitalizar()
        acuse.action_validar()

    def acusar(self, indice, receptor):
        """Who got it by e-mail sends its stamped first page back."""
        linea = self._linea(indice)
        contenido = self._acuse_firmado(linea, receptor, self.oficio.name)
        linea.action_acusar(receptor, [["acuse.pdf", base64.b64encode(contenido)]])

    def _acuse_firmado(self, linea, receptor, papel):
        linea = linea.sudo()
        lineas = filter(None, (linea.dest_nombre, linea.dest_institucion, linea.dest_direccion, self.oficio.name))
        hoy = fields.Date.context_today(linea)
        return acuses_firmados(
            [{"pieza": papel, "titulo": "Acuse de recibo", "lineas": lineas, "nombre": receptor, "fecha": f"{hoy:%d/%m/%Y}", "sello": True}]
        )[0]  # fmt: skip

    def rebotar(self, indice, motivo):
        """Its message comes back."""
        self._linea(indice).sudo()._reboto(motivo)

    def abrir(self, indice):
        """The addressee receives the document at the portal."""
        linea = self._linea(indice).sudo()
        linea._acuso(linea.dest_nombre, datos={"medio": "portal", "ip": "203.0.113.24", "agente": "Mozilla/5.0"})

    def entregar(self, indice):
        """At the counter, with a signature on the screen."""
        linea = self._linea(indice, self._oficina())
        linea.action_entregar(
            linea.dest_nombre,
            receptor_caracter="destinatario",
            identificacion_tipo="ine",
            identificacion_folio=f"IDMEX{1840000000 + 7919 * self.numero}",
            firma=base64.b64encode(firma_en_pantalla(self.numero)),
        )

    def concluir(self, indice):
        """Who received it inside takes note."""
        turno = self._linea(indice).sudo().turno_interno_id
        self._como(turno, turno.user_id.login).action_concluir("Enterado.")

    def leer(self, indice):
        """Who was sent a circular opens it."""
        for lectura in self._linea(indice).sudo().lectura_ids:
            self._como(lectura, lectura.user_id.login).action_leer()
