"""What the carriers of the demo data write, and what is claimed from them."""

import base64
import csv
import io

from ..tools.envios import FUERA

ESTADOS = {"en_reparto": "EN RUTA DE ENTREGA", "en_resguardo": "DISPONIBLE EN SUCURSAL", "en_transito": "EN TRANSITO"}


class Transportistas:
    """Files, invoices and claims of the weeks that :class:`~.jornadas.Jornadas` lives through."""

    def __init__(self, jornadas):
        self.jornadas, self.env = jornadas, jornadas.env
        self.cumbres = self.env.ref("mensajeria.demo_proveedor_foranea")
        ultimo = jornadas.ultimo
        jornadas.a_las(2, 9, 50, self.dar_de_baja)
        jornadas.a_las(10, 12, 20, self.cotejar, "PC-8102", 0, 5, "cerrar")
        jornadas.a_las(ultimo - 4, 12, 0, self.reclamar_acuses)
        jornadas.a_las(ultimo - 1, 17, 30, self.leer_estatus)
        jornadas.a_las(ultimo, 12, 20, self.cotejar, "PC-8240", 5, ultimo - 2, "reclamar")

    def dar_de_baja(self):
        """Labels that the printer ate, that were annulled and that nobody finds."""
        for serie, tipo, motivo in (
            ("registrado", "danada", "Se atoraron en la impresora"),
            ("registrado", "cancelada", "Se imprimió con otro domicilio"),
            ("paqueteria", "extraviada", "No aparece en el arqueo"),
            ("paqueteria", "danada", "Se rompió al despegarla"),
        ):
            libres = [
                ("serie_id", "=", self.env.ref(f"mensajeria.demo_serie_{serie}").id),
                ("state", "=", "disponible"),
            ]
            guia = self.env["mensajeria.guia"].search([*libres, ("area_id", "=", False)], order="serial desc", limit=2)
            self.jornadas.como(guia, "sepomex" if serie == "registrado" else "foranea").action_baja(tipo, motivo)

    # Files

    def archivo(self, nombre, filas):
        """Values of a record that holds a CSV."""
        salida = io.StringIO()
        csv.writer(salida).writerows(filas)
        return {"archivo": base64.b64encode(salida.getvalue().encode()), "archivo_nombre": nombre}

    def piezas(self, *dominio):
        return self.env["mensajeria.envio"].search(
            [("proveedor_id", "=", self.cumbres.id), ("guia_id", "!=", False), *dominio], order="id"
        )

    def leer_estatus(self):
        """The carrier's file of the day: what is on its way, what arrived, and what it did not say well."""
        fuera = self.piezas(("state", "in", FUERA))
        entregadas = self.piezas(("state", "=", "entregado"))[-6:]
        hoy = f"{self.jornadas.dias[self.jornadas.ultimo - 1]:%d/%m/%Y}"
        filas = [[pieza.folio_guia, ESTADOS.get(pieza.state, "EN TRANSITO"), f"{hoy} 09:12", "", ""] for pieza in fuera]
        filas[:1] = [[fuera[:1].folio_guia, "ENTREGADO", f"{hoy} 12:48", fuera[:1].dest_nombre, ""]]
        filas += [
            [p.folio_guia, "ENTREGADO", f"{p._en_local(p.fecha_entrega):%d/%m/%Y %H:%M}", p.dest_nombre, ""]
            for p in entregadas[1:]
        ]
        filas += [
            [entregadas[:1].folio_guia, "DEVOLUCION A ORIGEN", f"{hoy} 10:05", "", "Cambió de domicilio"],
            [fuera[-1:].folio_guia, "INCIDENCIA CLIMA", f"{hoy} 10:31", "", "Carretera cerrada por lluvia"],
            ["3318999998", "EN TRANSITO", f"{hoy} 08:00", "", ""],
            [entregadas[-1:].folio_guia, "ENTREGADO", "ayer", "", ""],
        ]
        filas.insert(0, ["GUIA", "ESTATUS", "FECHA Y HORA", "RECIBIO", "OBSERVACIONES"])
        formato = self.env.ref("mensajeria.demo_formato_estatus")
        vals = {"formato_id": formato.id, **self.archivo(f"estatus {hoy.replace('/', '-')}.csv", filas)}
        self.jornadas.modelo("archivo", "foranea").create(vals).action_aplicar()

    # Invoices

    def cotejar(self, numero, desde, hasta, despues):
        """An invoice of what left between two days; the second one has charges that are not owed."""
        dias = self.jornadas.dias
        piezas = self.piezas(("fecha_deposito", ">=", dias[desde]), ("fecha_deposito", "<", dias[hasta]))
        filas = [["GUIA", "SERVICIO", "IMPORTE"]]
        filas += [[p.folio_guia, p.servicio_id.name.upper(), f"${p.costo:,.2f}"] for p in piezas]
        if despues == "reclamar":
            filas[2][2], filas[4][2] = f"${piezas[1].costo * 1.5:,.2f}", f"${piezas[3].costo + 45:,.2f}"
            anteriores = self.piezas(("fecha_deposito", "<", dias[desde]))
            baja = [("proveedor_id", "=", self.cumbres.id), ("state", "=", "danada")]
            libre = [("proveedor_id", "=", self.cumbres.id), ("state", "=", "disponible")]
            for folio in (
                anteriores[:1].folio_guia,  # it was lost
                anteriores[-1:].folio_guia,  # the first invoice charged it
                self.env["mensajeria.guia"].search(baja, limit=1).name,
                self.env["mensajeria.guia"].search(libre, order="serial desc", limit=1).name,
                "3318999998",
            ):
                filas.append([folio, "TERRESTRE", "$96.00"])
        vals = {"name": numero, "formato_id": self.env.ref("mensajeria.demo_formato_factura").id}
        vals |= {"fecha": dias[hasta], **self.archivo(f"factura {numero}.csv", filas)}
        factura = self.jornadas.modelo("conciliacion", "foranea").create(vals)
        factura.action_cotejar()
        getattr(factura, f"action_{despues}")()

    # Claims

    def reclamar_acuses(self):
        """The post owes acuses of pieces that left long ago: it has few days to answer, and does not."""
        viejos = self.env["mensajeria.acuse"].search(
            [("proveedor_tipo", "=", "sepomex"), ("state", "=", "en_proveedor")], order="fecha_salida, id", limit=3
        )
        accion = self.jornadas.como(viejos, "sepomex").action_reclamar()
        reclamacion = self.jornadas.modelo("reclamacion", "sepomex").browse(accion["res_id"])
        reclamacion.write({"destinatario": "Gerencia Postal Estatal", "plazo_dias": 3})
        reclamacion.action_emitir()

    def reclamar_pieza(self, dia, tipo, pieza):
        """A lost piece is claimed; the answer comes some days later."""
        accion = self.jornadas.como(pieza.acuse_ids, tipo).action_reclamar()
        reclamacion = self.jornadas.modelo("reclamacion", tipo).browse(accion["res_id"])
        reclamacion.write({"monto": 1500, "plazo_dias": 10})
        reclamacion.action_emitir()
        self.jornadas.a_las(dia + 4, 13, 10, self.resolver, reclamacion, tipo == "foranea")

    def resolver(self, reclamacion, procede):
        reclamacion.write(
            {
                "folio_proveedor": f"Q-{reclamacion.id + 4410}",
                "monto_recuperado": 1200 if procede else 0,
                "resolucion": "Se reconoce el extravío; se paga la indemnización en la factura siguiente."
                if procede
                else "El envío no declaró valor: la indemnización no procede.",
            }
        )
        reclamacion.action_procedente() if procede else reclamacion.action_improcedente()
