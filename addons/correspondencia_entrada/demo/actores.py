"""What a person of the demo data does: each method is one step, taken as that person."""

from datetime import timedelta

from odoo import fields
from odoo.fields import Command
from odoo.tools import plaintext2html

from .cartas import Carta, azaroso, carta_pdf, escaneo_pdf, escaneo_png, tabla_xlsx

MODULO = "correspondencia_entrada"
#: who signs answers: first by hand, since some weeks ago with an e.firma
FIRMAN = ("direccion", "juridico")


class Actor:
    """``usuario`` before the matter ``asunto`` of the script's ``caso`` number ``numero``."""

    def __init__(self, env, usuario, caso, numero, asunto=None):
        self.caso, self.numero, self.usuario = caso, numero, usuario
        self.referir = env.ref
        user = self._ref("user", usuario)
        contexto = {"lang": user.lang, "tz": user.tz, "allowed_company_ids": user.company_ids.ids}
        self.env = env(user=user.id, su=False, context=contexto)
        self.asunto = asunto and asunto.with_env(self.env)

    def _ref(self, clase, nombre):
        modulo = "mensajeria" if clase == "area" else MODULO  # the institution stands on the floor below
        return self.referir(f"{modulo}.demo_{clase}_{nombre}")

    def _catalogo(self, nombre):
        propio = self.referir(f"{MODULO}.demo_tema_{nombre}", raise_if_not_found=False)
        return propio or self.referir(f"{MODULO}.{nombre}")

    # Oficialía de partes

    def capturar(self):
        """Fill in the registration form; returns the matter in draft."""
        caso, ahora = self.caso, fields.Datetime.now()
        oficialia = self.env.user.oficialia_ids[:1]
        hoy = fields.Date.context_today(self.env.user)
        vals = {
            "origen": "interno" if caso.area else "externo",
            "medio": "interno" if caso.area else caso.medio,
            "turnado_directo": caso.directo,
            "numero_oficio": caso.numero.format(anio=hoy.year),
            "tipo_documento_id": self._catalogo(f"tipo_documento_{caso.tipo}").id,
            "fecha_recepcion": ahora - timedelta(minutes=azaroso(self.numero).randrange(2, 25)),
            "fecha_elaboracion": self._fecha_carta(hoy),
            "instruccion_id": self._catalogo(f"instruccion_{caso.instruccion}").id,
            "tema_id": self._catalogo(caso.tema).id,
            "descripcion": caso.descripcion,
            "referencia": caso.referencia,
            "comentarios": caso.comentarios,
            "confidencialidad": caso.confidencialidad,
            "remitente_id": caso.remitente and self._ref("remitente", caso.remitente).id,
            "area_remitente_id": caso.area and self._ref("area", caso.area).id,
        }
        if caso.plazo:
            vals["fecha_requerida"] = oficialia._sumar_dias_habiles(hoy, caso.plazo)
        asunto = self.env["correspondencia.asunto"].create(vals)
        asunto._onchange_tipo_documento_id()
        limite = asunto.fecha_requerida
        asunto.turno_ids = [Command.create(self._destinatario(nombre, limite)) for nombre in caso.turnos]
        if caso.escaneado_al_registrar or caso.directo:
            self.asunto = asunto
            self._adjuntar()
        return asunto

    def registrar(self):
        """Register; where the guard finds an earlier matter, link it as the script says."""
        accion = self.asunto.action_registrar()
        if self.asunto.state == "borrador":
            relacion, motivo = self.caso.relacion
            guarda = self.env["correspondencia.duplicado"].browse(accion["res_id"])
            guarda.write({"relacion": relacion, "motivo": motivo})
            guarda.action_registrar()

    def descargar(self, entregado_a=""):
        """Discharge, with the paper handed over or kept."""
        original = "entregado" if entregado_a else "archivo" if self.caso.medio == "ventanilla" else "sin_papel"
        asistente = self.env["correspondencia.descarga"].with_context(active_id=self.asunto.id)
        asistente.create({"original": original, "entregado_a": entregado_a}).action_descargar()

    def cancelar(self, motivo):
        """Cancel a registered matter."""
        self.asunto.action_cancelar(motivo)

    def reabrir(self, motivo):
        """Take up a concluded matter."""
        self.asunto.action_reabrir(motivo)

    def rectificar(self, cambios, motivo):
        """Correct registered data."""
        anio = fields.Date.context_today(self.env.user).year
        valores = {campo: valor.format(anio=anio) for campo, valor in cambios.items()}
        asistente = self.env["correspondencia.rectificar"].with_context(active_id=self.asunto.id)
        asistente.create({**valores, "motivo": motivo}).action_rectificar()

    def tomar(self):
        """Take the pool's task."""
        tareas = self.env["seguimiento.tarea"].search([("asunto_id", "=", self.asunto.id), ("por_tomar", "=", True)])
        tareas.action_tomar()

    # Digitizer

    def digitalizar(self):
        """Attach the scans, unless they came with the matter, and finish."""
        if not self.caso.escaneado_al_registrar:
            self._adjuntar()
        self.asunto.action_terminar_digitalizacion()

    def rechazar(self, motivo):
        """Attach what there is and send the matter back to the counter."""
        self._adjuntar()
        self.asunto.action_rechazar_digitalizacion(motivo)

    # Recipients

    def turnar(self, destinatarios, al_concluir="concluir"):
        """Turn to ``destinatarios`` from the own turno, or from the counter."""
        turno = self.asunto.mi_turno_id
        limite = turno.fecha_limite or self.asunto.fecha_requerida
        lineas = [Command.create(self._destinatario(nombre, limite)) for nombre in destinatarios]
        asistente = self.env["correspondencia.turnar"].create(
            {"asunto_id": self.asunto.id, "turno_id": turno.id, "al_concluir": al_concluir, "linea_ids": lineas}
        )
        asistente.action_turnar()

    def borrador(self, *textos):
        """Write the answer, one version after another."""
        respuesta = self._respuesta()
        for texto in textos:
            respuesta.cuerpo = texto

    def responder(self, texto, firmantes=()):
        """Write and send the answer. Who signs by hand attaches the letter; ``firmantes`` sign after the author."""
        respuesta = self._respuesta()
        respuesta.cuerpo = plaintext2html(texto)
        respuesta.firmante_ids = [Command.create({"user_id": self._ref("user", otro).id}) for otro in firmantes]
        if self.usuario in FIRMAN and not self.env.user.firmante:
            archivo = {
                "name": f"Respuesta a {self.asunto.name.replace('/', '-')}.pdf",
                "raw": carta_pdf(self._carta_respuesta(texto)),
            }
            adjunto = self.env["ir.attachment"].create(
                {**archivo, "res_model": respuesta._name, "res_id": respuesta.id}
            )
            respuesta.documento_ids = [Command.link(adjunto.id)]
        respuesta.action_enviar()

    def _respuesta(self):
        return self.env["correspondencia.respuesta"].browse(self.asunto.action_responder()["res_id"])

    def concluir(self, motivo):
        """Conclude without an answer."""
        self.asunto.mi_turno_id.action_concluir(motivo)

    def devolver(self, motivo):
        """Return to whoever turned it."""
        self.asunto.mi_turno_id.action_devolver(motivo)

    def visto(self):
        """Mark the copy as seen."""
        self.asunto.action_marcar_visto()

    def comentar(self, texto):
        """Leave a note in the chatter."""
        self.asunto.message_post(body=texto, message_type="comment", subtype_xmlid="mail.mt_note")

    def prorroga(self, dias, motivo):
        """Ask for ``dias`` more working days."""
        turno = self.asunto.mi_turno_id
        vence = max(turno.fecha_limite or self.asunto.fecha_requerida, fields.Date.context_today(turno))
        turno.action_solicitar_prorroga(turno.area_id._sumar_dias_habiles(vence, dias), motivo)

    def autorizar(self):
        """Grant the extension that was asked for."""
        self._prorroga().action_autorizar()

    def negar(self, motivo):
        """Refuse the extension that was asked for."""
        self._prorroga().action_negar(motivo)

    def _prorroga(self):
        return self.env["correspondencia.prorroga"].search(
            [("asunto_id", "=", self.asunto.id), ("state", "=", "solicitada")]
        )

    # What they write and attach

    def _destinatario(self, nombre, limite):
        """Values of one recipient, as the form proposes them."""
        copia = nombre.startswith("cc:")
        instruccion = "para_su_conocimiento" if copia else self.caso.instruccion
        return {
            "user_id": self._ref("user", nombre.removeprefix("cc:")).id,
            "tipo": "informacion" if copia else "atencion",
            "instruccion_id": self._catalogo(f"instruccion_{instruccion}").id,
            "fecha_limite": not copia and limite,
        }

    def _fecha_carta(self, recibida):
        return recibida - timedelta(days=azaroso(self.numero).randrange(1, 6))

    def _adjuntar(self):
        """Attach the letter in the form in which it arrives, and its table."""
        caso, asunto, semilla = self.caso, self.asunto, self.numero
        contenido = carta_pdf(self._carta())
        nombre = f"{asunto.tipo_documento_id.name} {asunto.numero_oficio or 'sin número'}".replace("/", "-")
        if caso.formato == "png":
            archivos = [(f"Escaneo {asunto.id:04d}.png", escaneo_png(contenido, semilla))]
        elif caso.formato == "escaneo":
            archivos = [(f"{nombre} (escaneo).pdf", escaneo_pdf(contenido, semilla))]
        else:
            archivos = [(f"{nombre}.pdf", contenido)]
        if caso.tabla:
            archivos.append(("Anexo 1.xlsx", tabla_xlsx(caso.texto, semilla)))
        self.env["ir.attachment"].create(
            [
                {"name": nombre, "raw": datos, "res_model": asunto._name, "res_id": asunto.id}
                for nombre, datos in archivos
            ]
        )

    def _carta(self):
        caso, asunto = self.caso, self.asunto
        remitente = asunto.remitente_id or asunto.area_remitente_id.titular_id
        quien = asunto.turno_ids[:1].user_id if caso.area else self._ref("user", "direccion")
        return Carta(
            semilla=self.numero,
            texto=caso.texto,
            asunto=caso.descripcion,
            numero=asunto.numero_oficio or "",
            fecha=asunto.fecha_elaboracion,
            remitente=remitente.name,
            cargo=remitente.sudo().function or "",
            institucion=asunto.company_id.name if caso.area else asunto.remitente_id.parent_id.name or "",
            destinatario=quien.name,
            destinatario_cargo=quien.sudo().function,
            destinatario_institucion=asunto.company_id.name,
            paginas=caso.paginas,
        )

    def _carta_respuesta(self, texto):
        asunto, firma = self.asunto, self.env.user
        return Carta(
            semilla=self.numero + 1000,
            texto="general",
            asunto=texto,
            numero=f"{firma.area_id.siglas}/{1000 + self.numero}/{fields.Date.context_today(firma).year}",
            fecha=fields.Date.context_today(firma),
            remitente=firma.name,
            cargo=firma.function or "",
            institucion=asunto.company_id.name,
            destinatario=asunto.remitente_nombre,
            destinatario_cargo=asunto.remitente_cargo or "",
            destinatario_institucion=asunto.remitente_institucion or "",
        )
