from collections import Counter
from datetime import datetime, time, timedelta

import pytz

from odoo import api, fields, models

#: working days whose consumption says how long the stock lasts
DIAS_CONSUMO = 28


class MensajeriaSerie(models.Model):
    """How much is left, how long it lasts, and who is told."""

    _inherit = "mensajeria.serie"

    disponibles = fields.Integer("Guías Available", compute="_compute_existencias")
    consumo_diario = fields.Float("Used per Working Day", digits=(16, 1), compute="_compute_existencias")
    dias_cobertura = fields.Integer("Days of Cover", compute="_compute_existencias", aggregator=None)
    situacion = fields.Selection(
        [("vacia", "Used up"), ("baja", "Low"), ("suficiente", "Enough"), ("sin_compras", "Nothing bought")],
        "Stock",
        compute="_compute_existencias",
    )

    def _compute_existencias(self):
        libres, consumo = self._libres(), self._consumo()
        for serie in self:
            serie.disponibles = libres.get(serie.id, 0)
            serie.consumo_diario = por_dia = consumo.get(serie.id, 0) / DIAS_CONSUMO
            # without consumption there is no day on which it ends
            serie.dias_cobertura = serie.disponibles / por_dia if por_dia else 0
            serie.situacion = serie._situacion()

    def _situacion(self):
        proveedor = self.sudo().proveedor_id
        if not self.con_folios:
            return "sin_compras"
        if not self.disponibles:
            return "vacia"
        poca = proveedor.umbral_minimo and self.disponibles <= proveedor.umbral_minimo
        corta = self.consumo_diario and self.dias_cobertura <= proveedor.dias_alerta
        return "baja" if poca or corta else "suficiente"

    def _libres(self):
        """``{series id: guías that can be drawn today}``, those of all offices."""
        hoy = self.env.company._hoy()
        rangos = (
            self.env["mensajeria.rango"]
            .sudo()
            .search(
                [
                    ("serie_id", "in", self.ids),
                    ("state", "=", "activo"),
                    "|",
                    ("caducidad", "=", False),
                    ("caducidad", ">=", hoy),
                ]
            )
        )
        de_rangos, libres = rangos._libres(), Counter()
        for rango in rangos:
            libres[rango.serie_id.id] += de_rangos.get(rango.id, 0)
        return libres

    def _consumo(self):
        """``{series id: guías assigned in the last working days}``."""
        grupos = (
            self.env["mensajeria.guia"]
            .sudo()
            ._read_group(
                [("serie_id", "in", self.ids), ("fecha_asignacion", ">=", self._inicio_de_consumo())],
                ["serie_id"],
                ["__count"],
            )
        )
        return {serie.id: cuantas for serie, cuantas in grupos}

    @api.model
    def _inicio_de_consumo(self):
        """The moment that lies so many working days ago, by the calendar of the company."""
        calendario = self.env.company.sudo().resource_calendar_id
        ahora = pytz.utc.localize(fields.Datetime.now())
        inicio = calendario.plan_days(-DIAS_CONSUMO, ahora, compute_leaves=True) if calendario else None
        inicio = inicio or ahora - timedelta(days=DIAS_CONSUMO * 7 / 5)
        dia = inicio.astimezone(pytz.timezone(calendario.tz or "America/Mexico_City")).date()
        return datetime.combine(dia, time.min)

    # Tasks

    def _tarea_vals(self):
        return super()._tarea_vals() | {
            "folio": self.name,
            "contraparte": self.proveedor_id.name,
            "busqueda": f"{self.name} {self.proveedor_id.name}",
            "company_id": self.company_id.id,
            "fecha_limite": self.company_id._hoy() + timedelta(days=self.dias_cobertura),
            "asunto": self.env._(
                "%(count)s guías left, %(days)s days of cover", count=self.disponibles, days=self.dias_cobertura
            )
            if self.consumo_diario
            else self.env._("%s guías left", self.disponibles),
        }

    def _revisar_existencias(self):
        """One open task for the buyer of each series that runs low; none when there is enough. Safe to repeat."""
        for serie in self.sudo().with_context(active_test=False):
            serie.invalidate_recordset(["disponibles", "consumo_diario", "dias_cobertura", "situacion", "con_folios"])
            falta = serie.active and serie.situacion in ("baja", "vacia")
            serie._ajustar_tarea("guias_comprar", falta)
            serie._revisar_oficinas()

    def _ajustar_tarea(self, codigo, hace_falta, area=None, **vals):
        tarea = self._tareas_abiertas(codigo).filtered(lambda t: t.area_id == (area or t.area_id.browse()))
        if not hace_falta:
            tarea._cerrar(self.env._("The stock is enough again"))
        elif tarea:
            tarea.write({k: v for k, v in (self._tarea_vals() | vals).items() if k in ("asunto", "folio")})
        else:
            comprador = self.proveedor_id.comprador_id.filtered("active")
            grupo = None if comprador else self.env.ref("mensajeria.group_administrador")
            self._abrir_tarea(codigo, user=comprador or None, grupo=grupo, area=area, **vals)

    def _revisar_oficinas(self):
        """The same for each office that was given some of this series."""
        Guia = self.env["mensajeria.guia"].sudo()
        areas = Guia._read_group([("serie_id", "=", self.id), ("area_id", "!=", False)], ["area_id"])
        libres = dict(
            Guia._read_group(
                [("serie_id", "=", self.id), ("area_id", "!=", False), ("state", "=", "disponible")],
                ["area_id"],
                ["__count"],
            )
        )
        for (area,) in areas:
            quedan = libres.get(area, 0)
            self._ajustar_tarea(
                "guias_dotar",
                self.active and self.umbral_oficina and quedan <= self.umbral_oficina,
                area,
                asunto=self.env._("%(office)s has %(count)s guías left", office=area.name, count=quedan),
            )

    @api.model
    def _cron_existencias(self):
        """Ranges that were used up or filled again, low stock and what expires."""
        Rango = self.env["mensajeria.rango"].sudo()
        Guia = self.env["mensajeria.guia"]
        Guia._reintentar(Rango._revisar_estados)
        Guia._reintentar(lambda: self.sudo().search([])._revisar_existencias())
        Guia._reintentar(
            lambda: Rango.search([("caducidad", "!=", False), ("state", "=", "activo")])._revisar_caducidad()
        )


class MensajeriaRango(models.Model):
    _inherit = "mensajeria.rango"

    def _tarea_vals(self):
        return super()._tarea_vals() | {
            "folio": self.display_name,
            "contraparte": self.proveedor_id.name,
            "busqueda": f"{self.display_name} {self.proveedor_id.name} {self.factura or ''}",
            "company_id": self.company_id.id,
            "fecha_limite": self.caducidad,
            "asunto": self.env._("%s guías expire", self.disponibles),
        }

    def _revisar_caducidad(self):
        """One open task for the buyer of each range that expires soon with guías left. Safe to repeat."""
        self.invalidate_recordset(["disponibles"])
        for rango in self.sudo():
            hoy = rango.company_id._hoy()
            aviso = rango.caducidad and rango.caducidad - timedelta(days=rango.proveedor_id.dias_alerta)
            vence = rango.state == "activo" and aviso and aviso <= hoy and rango.disponibles
            tarea = rango._tareas_abiertas("guias_caducidad")
            if not vence:
                tarea._cerrar(self.env._("Nothing is left to expire"))
            elif tarea:
                tarea.write({"asunto": rango._tarea_vals()["asunto"], "fecha_limite": rango.caducidad})
            else:
                comprador = rango.proveedor_id.comprador_id.filtered("active")
                grupo = None if comprador else self.env.ref("mensajeria.group_administrador")
                rango._abrir_tarea("guias_caducidad", user=comprador or None, grupo=grupo)

    @api.model
    def _revisar_estados(self):
        """Mark active ranges with nothing left as used up, and the other way round."""
        activos = self.search([("state", "=", "activo")])
        activos.filtered(lambda r: not r._quedan())._transitar("agotado")
        agotados = self.search([("state", "=", "agotado"), ("vigente", "=", True)])
        agotados.browse(agotados._libres())._transitar("activo")

    def _quedan(self):
        """Whether a guía of the range is free or could become so."""
        cuentas = self._contar().get(self.id, {})
        return any(cuentas.get(estado) for estado in ("disponible", "reservada", "asignada"))
