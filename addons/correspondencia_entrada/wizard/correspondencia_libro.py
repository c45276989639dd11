from datetime import datetime, time, timedelta

import pytz

from odoo import api, fields, models
from odoo.exceptions import AccessError, UserError
from odoo.fields import Domain
from odoo.tools import format_date

from ..tools import libro_xlsx

#: what a row of the book reads of a matter
CAMPOS = (
    "name state origen registro_fecha fecha_recepcion numero_oficio tipo_documento_id remitente_nombre remitente_institucion "
    "descripcion confidencialidad turno_ids"
).split()
#: matters read at a time; memory stays flat whatever the range
LOTE = 1000
#: entries that a PDF takes: its layout costs about 9 ms of processor each, so 45 s; a spreadsheet 0.2 ms
MAXIMO_PDF = 5000


class CorrespondenciaLibro(models.TransientModel):
    """The register book of an oficialía: what it received between two days, in folio order, with voids."""

    _name = "correspondencia.libro"
    _description = "Register Book"

    oficialia_id = fields.Many2one(
        "hr.department",
        "Oficialía",
        required=True,
        default=lambda self: self._default_oficialia_id(),
        domain=lambda self: self._dominio_oficialias(),
        ondelete="cascade",
    )
    desde = fields.Date("From", required=True, default=fields.Date.context_today)
    hasta = fields.Date("To", required=True, default=fields.Date.context_today)
    con_cancelados = fields.Boolean("Include Void Folios", default=True)

    def _dominio_oficialias(self):
        """The offices whose book the user may read."""
        dominio = Domain("es_oficialia", "=", True)
        if self.env.user.has_group("mensajeria.group_administrador"):
            return list(dominio & Domain("company_id", "in", self.env.companies.ids))
        return list(dominio & Domain("id", "in", self.env.user.sudo().oficialia_ids.ids))

    def _default_oficialia_id(self):
        return self.env["hr.department"].search(self._dominio_oficialias(), limit=1)

    @api.constrains("desde", "hasta")
    def _check_fechas(self):
        for libro in self:
            if libro.desde > libro.hasta:
                raise UserError(
                    self.env._(
                        "The book begins (%(desde)s) after it ends (%(hasta)s).", desde=libro.desde, hasta=libro.hasta
                    )
                )

    # What the buttons call

    def action_pdf(self):
        """Print the book."""
        self._exigir_acceso()
        self._exigir_imprimible()
        return self.env.ref("correspondencia_entrada.action_report_libro").report_action(self)

    def action_xlsx(self):
        """Download the book as a spreadsheet."""
        self.ensure_one()
        self._exigir_acceso()
        self._exigir_entradas()
        return {"type": "ir.actions.act_url", "url": f"/correspondencia/libro/{self.id}", "target": "download"}

    def _exigir_acceso(self):
        """Refuse books of offices that are not the user's."""
        self.check_access("read")
        user = self.env.user
        administra = user.has_group("mensajeria.group_administrador")
        atiende = user.has_group("correspondencia_entrada.group_oficialia")
        for oficialia in self.oficialia_id.sudo():
            propia = oficialia.company_id in user.company_ids if administra else oficialia in user.sudo().oficialia_ids
            if not (propia and (administra or atiende)):
                raise AccessError(self.env._("Only the staff of %s may read its book.", oficialia.name))

    def _exigir_entradas(self):
        if not (total := self._contar()["total"]):
            raise UserError(self.env._("Nothing was registered in %s on these days.", self.oficialia_id.name))
        return total

    def _exigir_imprimible(self):
        self.ensure_one()
        total = self._exigir_entradas()
        if total > MAXIMO_PDF:
            raise UserError(
                self.env._(
                    "These days have %(total)s entries and a PDF takes %(max)s: choose fewer days, or download the spreadsheet.",
                    total=total,
                    max=MAXIMO_PDF,
                )
            )

    # Content

    def _zona_horaria(self):
        return self.env["correspondencia.asunto"]._folio_zona_horaria(self.oficialia_id.sudo())

    def _dominio(self):
        """The entries of the book; days count in the office's time zone."""
        self.ensure_one()
        zona = pytz.timezone(self._zona_horaria())
        desde, hasta = (
            zona.localize(datetime.combine(dia, time.min)).astimezone(pytz.utc).replace(tzinfo=None)
            for dia in (self.desde, self.hasta + timedelta(days=1))
        )
        dominio = (
            Domain("oficialia_id", "=", self.oficialia_id.id)
            & Domain("registro_fecha", ">=", desde)
            & Domain("registro_fecha", "<", hasta)
        )
        return dominio if self.con_cancelados else dominio & Domain("state", "!=", "cancelado")

    def _contar(self):
        """Totals of the book; numbers only, so that they agree with the folios whoever reads it."""
        self._exigir_acceso()
        grupos = (
            self.env["correspondencia.asunto"].sudo()._read_group(self._dominio(), ["state", "origen"], ["__count"])
        )
        return {
            "total": sum(n for _estado, _origen, n in grupos),
            "cancelados": sum(n for estado, _origen, n in grupos if estado == "cancelado"),
            "externos": sum(n for _estado, origen, n in grupos if origen == "externo"),
            "internos": sum(n for _estado, origen, n in grupos if origen == "interno"),
        }

    def _entradas(self):
        """Yield the rows of the book, in folio order, as dicts of what is shown.

        Everything of the office is listed, so that no folio is missing; of a confidential matter that the user may not read
        only folio, date and state.
        """
        self._exigir_acceso()
        Asunto = self.env["correspondencia.asunto"]
        ids = Asunto.sudo().search(self._dominio(), order="folio_anio, folio_numero, id").ids
        estados = dict(Asunto._fields["state"]._description_selection(self.env))
        for inicio in range(0, len(ids), LOTE):
            lote = Asunto.browse(ids[inicio : inicio + LOTE])
            legibles = lote._filtered_access("read")
            lote = lote.sudo()
            lote.fetch(CAMPOS)
            motivos = self._motivos_de_cancelacion(lote)
            for asunto in lote:
                yield self._entrada(asunto, asunto.id in legibles._ids, motivos.get(asunto.id), estados)
            self.env.invalidate_all()  # a million rows would not fit in memory

    def _entrada(self, asunto, legible, motivo, estados):
        entrada = {
            "folio": asunto.name,
            "fecha": asunto.fecha_recepcion,
            "cancelado": asunto.state == "cancelado",
            "estado": estados[asunto.state],
            "reservada": not legible,
        }
        if not legible:
            return entrada
        turnos = asunto.turno_ids.filtered(lambda t: t.state not in ("retirado", "devuelto") and not t.parent_id)
        return entrada | {
            "motivo": motivo or "",
            "tipo": asunto.tipo_documento_id.name or "",
            "numero_oficio": asunto.numero_oficio or "",
            "remitente": ", ".join(filter(None, [asunto.remitente_nombre, asunto.remitente_institucion])),
            "asunto": " ".join(asunto.descripcion.split()),
            "destinatarios": ", ".join(t.area_id.siglas or t.user_id.name for t in turnos),
        }

    def _motivos_de_cancelacion(self, asuntos):
        """``{matter id: reason}`` of those that were cancelled."""
        cancelados = asuntos.filtered(lambda a: a.state == "cancelado")
        eventos = (
            self.env["nucleo.bitacora"]
            .sudo()
            .search_fetch(
                [("res_model", "=", asuntos._name), ("res_id", "in", cancelados.ids), ("evento", "=", "cancelar")],
                ["res_id", "motivo"],
            )
        )
        return {e.res_id: e.motivo for e in eventos}

    def _escribir_xlsx(self, destino):
        """Write the book as a spreadsheet into the binary file ``destino``."""
        self.ensure_one()
        total = self._exigir_entradas()
        if total > libro_xlsx.MAXIMO_FILAS:
            raise UserError(
                self.env._("These days have %s entries, more than a spreadsheet takes: choose fewer days.", total)
            )
        totales = self._contar()
        siglas = (self.oficialia_id.siglas or "").replace("&", "&&")  # Excel's own mark
        libro_xlsx.escribir(
            destino,
            titulo=self.env._("Register Book"),
            lineas=[
                f"{self.oficialia_id.sudo().company_id.name} · {self.oficialia_id.name}",
                self.env._(
                    "From %(desde)s to %(hasta)s",
                    desde=format_date(self.env, self.desde),
                    hasta=format_date(self.env, self.hasta),
                )
                + ("" if self.con_cancelados else self.env._(", without void folios")),
            ],
            columnas=[
                (self.env._("Folio"), 20),
                (self.env._("Received"), 17),
                (self.env._("Type"), 18),
                (self.env._("Letter No."), 22),
                (self.env._("Sender"), 40),
                (self.env._("Subject"), 60),
                (self.env._("Turned To"), 22),
                (self.env._("Status"), 16),
                (self.env._("Why Void"), 40),
            ],
            filas=self._filas_xlsx(),
            totales=[
                (self.env._("Entries"), totales["total"]),
                (self.env._("External"), totales["externos"]),
                (self.env._("Internal"), totales["internos"]),
                (self.env._("Void"), totales["cancelados"]),
            ],
            hoja=self.env._("Book"),
            pie=f"&L{siglas}&R" + self.env._("Page") + " &P / &N",
        )

    def _filas_xlsx(self):
        zona = pytz.timezone(self._zona_horaria())
        for e in self._entradas():
            recibido = pytz.utc.localize(e["fecha"]).astimezone(zona).replace(tzinfo=None)
            if e["reservada"]:
                datos = ["", "", "", self.env._("Confidential"), ""]
            else:
                datos = [e["tipo"], e["numero_oficio"], e["remitente"], e["asunto"], e["destinatarios"]]
            yield e["cancelado"], [e["folio"], recibido, *datos, e["estado"], e.get("motivo", "")]

    def _nombre_archivo(self):
        self.ensure_one()
        return self.env._(
            "Register Book %(office)s %(desde)s %(hasta)s",
            office=self.oficialia_id.siglas,
            desde=self.desde,
            hasta=self.hasta,
        )
