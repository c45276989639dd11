"""What becomes of the signed acuses in the demo data."""

from datetime import timedelta
from itertools import count

from odoo import Command, fields

from ..tools.acuses import PENDIENTES
from .papeles import acuses_firmados, escaneo

#: working days after the delivery on which the paper is back, by kind of courier
VUELTA = {"local": 1, "foranea": 3, "sepomex": 5}
#: the papers are scanned on every third day
CADA = 3
OBSERVACIONES = ("sin_fecha", "ilegible", "sin_firma")


class Acuses:
    """The papers of the pieces that :class:`~.jornadas.Jornadas` delivers."""

    def __init__(self, jornadas):
        self.jornadas, self.env = jornadas, jornadas.env
        self.suertes, self.vuelven = count(1), {}
        self.ultimo_escaneo = jornadas.ultimo // CADA * CADA
        for dia in range(jornadas.ultimo):
            jornadas.a_las(dia, 7, 0, self.perseguir)
            if dia and dia % CADA == 0:
                jornadas.a_las(dia, 10, 40, self.digitalizar, dia)
        jornadas.a_las(jornadas.ultimo, 10, 30, self.leer_lote)

    def todos(self, *dominio):
        return self.env["mensajeria.acuse"].search([("conjunto_id", "=", False), *dominio])

    def por_tipo(self, acuses):
        for tipo, suyos in acuses.grouped("proveedor_tipo").items():
            yield tipo, self.jornadas.como(suyos, tipo)

    def perseguir(self):
        """What the nightly chase does, without its commits."""
        hoy = fields.Date.context_today(self.env["mensajeria.acuse"])
        for acuse in self.todos(("state", "in", PENDIENTES), ("fecha_persecucion", "<=", hoy)):
            acuse._perseguir(hoy)

    # They come back

    def esperar(self, dia, tipo, pieza):
        """A delivered piece: its paper comes back some days later, or not at all."""
        if dia < 0 or next(self.suertes) % 9 == 4:
            return
        cuando = dia + VUELTA[tipo]
        if (cuando, tipo) not in self.vuelven:
            self.jornadas.a_las(cuando, 9, 20, self.recibir, cuando, tipo)
        self.vuelven.setdefault((cuando, tipo), []).append(pieza.id)

    def recibir(self, dia, tipo):
        piezas = self.env["mensajeria.envio"].browse(self.vuelven.pop((dia, tipo)))
        acuses = self.jornadas.como(piezas.acuse_ids, tipo).filtered(lambda a: a.state in PENDIENTES)
        if tipo == "sepomex":
            self.leer_en_estacion(acuses)
            return
        if tipo == "foranea" and dia % 6 == 3:
            perdido, acuses = acuses[:1], acuses[1:]
            perdido.action_extraviar(motivo="El proveedor no lo encuentra.")
            self.jornadas.a_las(dia + 2, 12, 30, self.sustituir, perdido)
        for acuse in acuses:
            suerte = next(self.suertes)
            if suerte % 13 == 0:
                acuse.action_extraviar(motivo="Se mojó con la lluvia y no se puede leer.")
            elif suerte % 29 == 0:
                acuse.action_dispensar(motivo="El destinatario contestó el oficio: consta que lo recibió.")
            else:
                acuse.action_recibir()
                if suerte % 11 == 0:
                    acuse.action_observar(OBSERVACIONES[suerte % 3])

    def leer_en_estacion(self, acuses):
        """The post returns them in a bundle: they are read one after the other, with what else lies in it."""
        lectura = self.jornadas.modelo("lectura", "sepomex")
        lectura = lectura.browse(lectura.abrir("recibir")["id"])
        codigos = acuses.envio_id.mapped("name")
        lectura.leer_lista(codigos[:-1] + codigos[:1] + ["RR473124815MX", "OF-2019-0457"])
        if codigos:
            lectura.configurar({"caracter": "familiar_tercero"})
            lectura.leer(codigos[-1])
        lectura.cerrar()

    # They are read

    def digitalizar(self, dia):
        """Scan what came back. Of the last ones, half wait to be validated."""
        for tipo, acuses in self.por_tipo(self.todos(("state", "=", "recibido"))):
            for acuse, contenido in zip(acuses, acuses_firmados([self.papel(a) for a in acuses]), strict=True):
                nombre = f"{acuse.envio_id.name.replace('/', '-')}.pdf"
                acuse.archivo_ids = self.adjuntar(tipo, nombre, contenido)
            acuses.action_digitalizar()
        self.jornadas.a_las(dia, 13, 30, self.validar, dia)
        if dia < self.ultimo_escaneo:
            self.jornadas.a_las(dia + 1, 11, 15, self.entregar)
            self.jornadas.a_las(dia + 6, 12, 45, self.archivar)

    def papel(self, acuse, titulo="Acuse de recibo"):
        envio = acuse.sudo().envio_id
        return {
            "pieza": envio.name,
            "titulo": titulo,
            "lineas": [
                envio.dest_nombre,
                f"{envio.dest_calle} {envio.dest_numero}, {envio.dest_colonia}",
                envio.documento,
            ],
            "nombre": acuse.receptor_nombre or envio.dest_nombre,
            "fecha": f"{acuse.fecha_entrega:%d/%m/%Y}" if acuse.fecha_entrega else "",
            "sello": acuse.caracter == "oficina_sello",
        }

    def adjuntar(self, tipo, nombre, contenido):
        adjuntos = self.jornadas.como(self.env["ir.attachment"], tipo)
        return adjuntos.create({"name": nombre, "raw": contenido})

    def validar(self, dia):
        for _tipo, acuses in self.por_tipo(self.todos(("state", "=", "digitalizado"))):
            buenos = acuses.filtered(lambda a: not a._reparos())
            (buenos[len(buenos) // 2 :] if dia == self.ultimo_escaneo else buenos).action_validar()

    def entregar(self):
        for _tipo, acuses in self.por_tipo(self.todos(("state", "in", ("validado", "sustituido")))):
            acuses.action_entregar()

    def archivar(self):
        """The units file what they got some days ago."""
        antes = fields.Datetime.now() - timedelta(days=4)
        entregados = self.todos(("state", "=", "entregado_solicitante"), ("fecha_entrega_solicitante", "<", antes))
        for _tipo, acuses in self.por_tipo(entregados):
            acuses.action_archivar()

    def sustituir(self, acuse):
        """The carrier certifies what the lost paper said."""
        papel = self.papel(acuse, "Certificación de entrega") | {"nombre": "Gerencia de Operaciones"}
        adjunto = self.adjuntar("foranea", "Certificación de entrega.pdf", acuses_firmados([papel])[0])
        acuse.certificacion_ids = adjunto
        acuse.action_sustituir()

    def leer_lote(self):
        """A bundle of forms goes through the scanner: most are known by their codes, some are not."""
        acuses = self.jornadas.como(
            self.todos(
                ("state", "in", PENDIENTES), ("proveedor_tipo", "=", "local"), ("envio_state", "=", "entregado")
            )[-6:],
            "local",
        )
        reporte = self.jornadas.como(self.env["ir.actions.report"], "local")
        formatos, _tipo = reporte._render_qweb_pdf("mensajeria.action_report_acuse_formato", acuses.envio_id.ids)
        contenido = escaneo(formatos, juntas=(0, 1), sueltas=["Relación de anexos"])
        adjunto = self.adjuntar("local", "acuses de la semana.pdf", contenido)
        lote = self.jornadas.modelo("lote", "local").create({"archivo_ids": [Command.set(adjunto.ids)]})
        lote.action_leer()
        lote = lote.sudo()
        while lote.state == "leyendo":
            lote._avanzar()
