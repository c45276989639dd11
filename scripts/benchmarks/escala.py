#!/usr/bin/env python3
"""What each role waits for with a million pieces: every list, search, filter, grouping and counter of the menus, as it opens.

    PYTHON scripts/benchmarks/escala.py ODOO_CONF DATABASE [ROLE…]

PYTHON can import Odoo; DATABASE is one that ``millon.py`` or ``oficios.py`` made; a ROLE is a login. For each menu
that a role sees, the client's own calls are made as that user, with the record rules: the first page of the list (80
rows with all its columns) with its default filters, its count, each filter, each field that can be searched, each
grouping, each counter of the side panel. Printed are those that take longer than the limit, or that read a large
table row by row; at the end, how many were tried. Then what is done without a list: on the phone, at the station, by
the clock, the audit, the dashboard (alone with ``trabajo`` as role). With ``-v``, the slowest query of each. Nothing
is changed: all of it ends in a rollback.
"""

import sys
import time
from unittest.mock import patch

from lxml import etree

from odoo import api, fields
from odoo.exceptions import AccessError
from odoo.modules.registry import Registry
from odoo.sql_db import Cursor
from odoo.tools import config
from odoo.tools.safe_eval import safe_eval

ROLES = "solicitante sepomex foranea local mensajero direccion administrador".split()
LIMITE_MS = 300
FILAS_GRANDE = 100_000
#: what somebody types; each field of a search gets those that fit
TEXTOS = {
    "mensajeria.guia": "60000123",
    "mensajeria.rango": "6000",
    "mensajeria.relacion": "ENV/1500000",
    "correspondencia.numero": "/0750/",
}
TEXTO, APELLIDO = "1500000", "Quiroz Galindo 77"


class Sonda:
    """Collects what a call asks of PostgreSQL, and explains what took long."""

    def __init__(self, cr):
        self.cr, self.consultas = cr, []

    def medir(self, hacer):
        """``(milliseconds, queries, large tables read whole, slowest query)`` of one call, warm."""
        original = Cursor.execute

        def execute(cursor, query, params=None, log_exceptions=True):
            antes = time.perf_counter()
            try:
                return original(cursor, query, params, log_exceptions)
            finally:
                self.consultas.append(((time.perf_counter() - antes) * 1000, query, params))

        for _vez in range(2):
            self.consultas.clear()
            with patch.object(Cursor, "execute", execute):
                antes = time.perf_counter()
                hacer()
                total = (time.perf_counter() - antes) * 1000
        consultas = list(self.consultas)
        enteras = set().union(*(self.explicar(*consulta[1:]) for consulta in consultas if consulta[0] > 2), set())
        return total, len(consultas), enteras, max(consultas, default=(0, "", None), key=lambda c: c[0])

    def explicar(self, query, params):
        """Tables of which ``query`` reads so many rows one after the other; a page that is full soon reads few."""
        texto, params = (query, params) if isinstance(query, str) else (query.code, query.params)
        if not texto.lstrip(" \n(").upper().startswith(("SELECT", "WITH")) or "FOR NO KEY UPDATE" in texto:
            return set()
        self.cr.execute("EXPLAIN (ANALYZE, FORMAT JSON) " + texto, params)
        pendientes, enteras = [self.cr.fetchone()[0][0]["Plan"]], set()
        while pendientes:
            paso = pendientes.pop()
            pendientes += paso.get("Plans", [])
            leidas = (paso["Actual Rows"] + paso.get("Rows Removed by Filter", 0)) * paso["Actual Loops"]
            if paso["Node Type"] == "Seq Scan" and leidas > FILAS_GRANDE:
                enteras.add(f"{paso['Relation Name']} ({leidas:,.0f} rows)")
        return enteras


def especificacion(env, modelo, arch):
    """What the client asks of each row of a list."""
    spec = {}
    for nodo in arch.iterfind("field"):
        campo = modelo._fields[nodo.get("name")]
        if campo.type == "many2one":
            spec[campo.name] = {"fields": {"display_name": {}}}
        elif campo.type in ("one2many", "many2many"):
            spec[campo.name] = {"fields": {"display_name": {}}, "limit": 40}
        else:
            spec[campo.name] = {}
    return spec


def evaluar(env, texto, valor=None):
    entorno = {
        "uid": env.uid,
        "self": valor,
        "raw_value": valor,
        "context_today": lambda: fields.Date.context_today(env["res.users"]),
        "context": env.context,
        "allowed_company_ids": env.companies.ids,
    }
    return safe_eval(texto, entorno)


def busquedas(env, modelo, arch):
    """``(what, domain)`` of each field that may be searched, with something that somebody would type."""
    for nodo in arch.iter("field"):
        if nodo.getparent().tag == "searchpanel":
            continue
        nombre = nodo.get("name")
        campo = modelo._fields[nombre]
        persona = "nombre" in nombre or "nombre" in nodo.get("filter_domain", "")
        for texto in (TEXTOS.get(modelo._name, TEXTO), *((APELLIDO, "zzzz nadie") if persona else ())):
            if nodo.get("filter_domain"):
                yield f"search {nombre} «{texto}»", evaluar(env, nodo.get("filter_domain"), texto)
            elif campo.type in ("char", "text"):
                yield f"search {nombre} «{texto}»", [(nombre, "ilike", texto)]
            elif campo.type in ("many2one", "one2many", "many2many"):
                yield f"search {nombre} «{texto}»", [(nombre, "ilike", texto)]
                otro = env[campo.comodel_name]
                if campo.type == "many2one" and otro.has_access("read") and (uno := otro.search([], limit=1)):
                    yield f"search {nombre} = {uno.id}", [(nombre, "=", uno.id)]


def filtros(env, arch):
    """``({name: domain}, {name: grouping})`` of a search view; a filter by date gives its year and its month."""
    dominios, grupos = {}, {}
    for nodo in arch.iter("filter"):
        if nodo.get("domain"):
            dominios[nodo.get("name")] = evaluar(env, nodo.get("domain"))
        elif nodo.get("date"):
            campo, hoy = nodo.get("date"), fields.Date.today()
            dominios[nodo.get("name")] = [(campo, ">=", hoy.replace(day=1)), (campo, "<=", hoy)]
            dominios[f"{nodo.get('name')} (year)"] = [(campo, ">=", hoy.replace(day=1, month=1)), (campo, "<=", hoy)]
        elif "group_by" in (nodo.get("context") or ""):
            grupos[nodo.get("name")] = evaluar(env, nodo.get("context"))["group_by"]
    return dominios, grupos


def visitas(env, accion):
    """``(what, call)`` of everything that can be opened from a window action."""
    modelo = env[accion["res_model"]].with_context(**evaluar(env, accion["context"] or "{}"))
    vistas = modelo.get_views(
        [(v, t) for v, t in accion["views"]] + [(accion["search_view_id"] and accion["search_view_id"][0], "search")]
    )
    arcos = {tipo: etree.fromstring(vista["arch"]) for tipo, vista in vistas["views"].items()}
    if "list" not in arcos:
        return
    base = evaluar(env, accion["domain"] or "[]")
    dominios, grupos = filtros(env, arcos["search"])
    por_defecto = [k[15:] for k, v in modelo.env.context.items() if k.startswith("search_default_") and v]
    inicial = sum((dominios[n] for n in por_defecto if n in dominios), list(base))
    spec = especificacion(env, modelo, arcos["list"])
    orden = arcos["list"].get("default_order") or ""

    def pagina(dominio, orden=orden):
        return lambda: modelo.web_search_read(dominio, spec, limit=80, order=orden, count_limit=10001)

    def grupo(dominio, por):
        return lambda: modelo.web_read_group(dominio, [por], ["__count"], limit=80)

    yield "opens", pagina(inicial)
    for por in [grupos[n] for n in por_defecto if n in grupos]:
        yield f"opens by {por}", grupo(inicial, por)
    if inicial != base:
        yield "without filter", pagina(base)
    for nombre, dominio in dominios.items():
        yield f"filter {nombre}", pagina([*base, *dominio])
    for que, dominio in busquedas(env, modelo, arcos["search"]):
        yield que, pagina([*base, *dominio])
        if inicial != base:
            yield f"{que} in the filter", pagina([*inicial, *dominio])
    for nombre, por in grupos.items():
        yield f"group {nombre}", grupo(inicial, por)
    for nodo in arcos["search"].iterfind("searchpanel/field"):
        varios = nodo.get("select") == "multi"
        yield (
            f"panel {nodo.get('name')}",
            lambda nodo=nodo, varios=varios: getattr(
                modelo, "search_panel_select_multi_range" if varios else "search_panel_select_range"
            )(
                nodo.get("name"),
                search_domain=inicial,
                enable_counters=True,
                expand=bool(nodo.get("expand")),
                limit=200,
            ),
        )


def acciones(env):
    """Window actions of the menus that this user sees, once each."""
    menus = env["ir.ui.menu"].load_menus(False)
    raiz = env.ref("mensajeria.menu_root").id
    hechas, por_ver = set(), [raiz]
    while por_ver:
        menu = menus.get(por_ver.pop(0))
        if not menu:
            continue
        por_ver += menu["children"]
        if menu["action_model"] == "ir.actions.act_window" and menu["action_id"] not in hechas:
            hechas.add(menu["action_id"])
            yield menu["name"], env["ir.actions.act_window"].browse(menu["action_id"]).sudo().read()[0]


def recorrer(db, login):
    with Registry(db).cursor() as cr:
        env = api.Environment(cr, api.SUPERUSER_ID, {})
        user = env["res.users"].search([("login", "=", login)])
        env = env(user=user.id, context={"lang": user.lang, "tz": user.tz, "allowed_company_ids": user.company_id.ids})
        sonda, cuantas, malas, peor = Sonda(cr), 0, 0, 0
        for menu, accion in acciones(env):
            for que, llamada in visitas(env, accion):
                cuantas += 1

                def fresca(llamada=llamada):
                    env.invalidate_all()
                    llamada()

                try:
                    total, consultas, enteras, lenta = sonda.medir(fresca)
                except AccessError:
                    malas += 1
                    print(f"  {login:<14}{menu[:24]:<25}{que[:52]:<53} is refused")
                    continue
                peor = max(peor, total)
                if total > LIMITE_MS or enteras:
                    malas += 1
                    print(
                        f"  {login:<14}{menu[:24]:<25}{que[:52]:<53}{total:8.0f} ms {consultas:4} queries  {' '.join(sorted(enteras))}"
                    )
                    if "-v" in sys.argv:
                        print("      ", f"{lenta[0]:.0f} ms", cr._format(lenta[1], lenta[2])[:1500] if lenta[1] else "")
                cr.rollback()
        print(
            f"{login:<16}{cuantas:5} calls, worst {peor:6.0f} ms, {malas} to look at (limit {LIMITE_MS} ms, no large table row by row)",
            flush=True,
        )
    return malas


def tareas(env):
    """``(who, what, call)`` of what is done without a list: at the station, on the street, by the clock."""
    hoy = fields.Date.today()
    user = {rol: env(user=env["res.users"].search([("login", "=", rol)]).id) for rol in ROLES}
    company = user["sepomex"].user.company_id
    for rol in ROLES:
        user[rol] = user[rol](context={"tz": "America/Mexico_City", "allowed_company_ids": company.ids})
    sepomex, admin = user["sepomex"], user["administrador"]
    rangos = env["mensajeria.rango"].search([("state", "=", "activo"), ("proveedor_id.tipo", "=", "sepomex")])
    serie = max(rangos, key=lambda rango: rango.disponibles).serie_id
    proveedor, servicio = serie.proveedor_id, serie.servicio_id
    acuses = env["mensajeria.acuse"].search(
        [("state", "=", "en_proveedor"), ("oficialia_id", "in", sepomex.user.oficialia_ids.ids), ("proveedor_tipo", "=", "sepomex")],
        limit=10,
    )  # fmt: skip
    folios = iter(acuses.envio_id.mapped("folio_guia"))

    def estacion(modo, codigo):
        Lectura = sepomex["mensajeria.lectura"]
        sesion = Lectura.browse(Lectura.abrir(modo)["id"])
        return sesion.leer(codigo)

    def tablero(desde):
        pagina = admin["mensajeria.tablero"].create({"desde": desde, "hasta": hoy})
        return pagina.tabla

    def perseguir():
        vencidos = [("state", "in", ("requerido", "en_mensajero", "en_proveedor")), ("fecha_persecucion", "<=", hoy)]
        env["mensajeria.acuse"].search_count(vencidos)
        for acuse in env["mensajeria.acuse"].search(vencidos, order="fecha_persecucion, id", limit=200):
            acuse._perseguir(hoy)

    yield "mensajero", "the route on the phone", user["mensajero"]["mensajeria.relacion"].ruta_movil
    yield "sepomex", "station: an acuse comes back", lambda: estacion("recibir", next(folios))
    yield "sepomex", "station: nobody's code", lambda: estacion("recibir", "ENV/9999999")
    yield (
        "sepomex",
        "station: a free guía is counted",
        lambda: estacion(
            "inventario",
            env["mensajeria.guia"].search([("state", "=", "disponible"), ("area_id", "=", False)], limit=1).name,
        ),
    )
    yield "sepomex", "draw of one guía", lambda: sepomex["mensajeria.guia"]._tomar(proveedor, 1, servicio)
    yield "sepomex", "draw of 500", lambda: sepomex["mensajeria.guia"]._tomar(proveedor, 500, servicio)
    yield (
        "clock",
        "low stock and expiry",
        lambda: (
            env["mensajeria.rango"]._revisar_estados(),
            env["mensajeria.serie"].search([])._revisar_existencias(),
            env["mensajeria.rango"].search([("caducidad", "!=", False), ("state", "=", "activo")])._revisar_caducidad(),
        ),
    )
    yield "clock", "chase of 200 acuses", perseguir
    yield (
        "clock",
        "holds that expired",
        lambda: env["mensajeria.envio"].search(
            [("state", "=", "en_resguardo"), ("resguardo_hasta", "<", hoy)], order="resguardo_hasta", limit=200
        ),
    )
    yield "administrador", "audit of folios", lambda: admin["mensajeria.arqueo"].create({}).tabla
    yield "administrador", "dashboard: this month", lambda: tablero(hoy.replace(day=1))
    yield "administrador", "dashboard: a year", lambda: tablero(hoy.replace(year=hoy.year - 1))
    yield "administrador", "dashboard: everything", lambda: tablero(hoy.replace(year=hoy.year - 5))


def trabajar(db):
    with Registry(db).cursor() as cr:
        env = api.Environment(cr, api.SUPERUSER_ID, {"tz": "America/Mexico_City"})
        sonda = Sonda(cr)
        for quien, que, llamada in tareas(env):

            def fresca(llamada=llamada):
                env.flush_all()
                env.invalidate_all()
                llamada()
                env.flush_all()

            total, consultas, enteras, lenta = sonda.medir(fresca)
            print(
                f"  {quien:<14}{que:<40}{total:8.0f} ms {consultas:5} queries, slowest {lenta[0]:5.0f} ms  {' '.join(sorted(enteras))}"
            )
            if "-v" in sys.argv:
                print("      ", cr._format(lenta[1], lenta[2])[:1500])


def main(conf, db, *roles):
    config.parse_config(["-c", conf, "--log-level=error"], setup_logging=False)
    roles = [rol for rol in roles if rol != "-v"] or ROLES
    malas = sum(recorrer(db, rol) for rol in roles if rol != "trabajo")
    if "trabajo" in roles or roles is ROLES:
        trabajar(db)
    return malas


if __name__ == "__main__":
    sys.exit(bool(main(*sys.argv[1:])))
