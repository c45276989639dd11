"""Procesos: what the map shows to whom, its arrows, and its counts."""

import random
from contextlib import contextmanager
from itertools import product
from unittest.mock import patch

from lxml import etree

from odoo.exceptions import AccessError
from odoo.fields import Command, Domain
from odoo.tests import BaseCase, new_test_user, tagged
from odoo.tools import SQL
from odoo.tools.safe_eval import safe_eval

from odoo.addons.mensajeria.nucleo.tools.ciclo import Ciclo
from odoo.addons.mensajeria.nucleo.tools.mapa import Estado, Paso, derivar, es_final

from .common import NucleoCommon, NucleoPrueba


class TestMapa(BaseCase):
    """The derivation, without a database."""

    ciclo = Ciclo(
        ("nuevo", "abierto", "abrir"),
        ("abierto", "espera", "pedir"),
        ("espera", "abierto", "regresar"),
        ("abierto", "cerrado", "cerrar"),
        ("abierto", "visto", "ver"),
        ("cerrado", "abierto", "reabrir", True),
        ("nuevo", "anulado", "anular", True),
        ("abierto", "anulado", "anular", True),
    )

    def test_arrows_are_the_table(self):
        """Whatever states the steps hold, every reachable transition is drawn, and nothing else."""
        estados = self.ciclo.estados()
        for reparto in product([None, 1, 2], repeat=len(estados)):
            lugar = {e: paso or Estado("m", e) for e, paso in zip(estados, reparto, strict=True)}
            pasos = [Paso(i, "m", tuple(e for e in estados if lugar[e] == i)) for i in (1, 2)]
            esperadas = {}
            for t in self.ciclo:
                par = lugar[t.origen], lugar[t.destino]
                if par[0] != par[1]:
                    esperadas[par] = esperadas.get(par, True) and t.motivo
            alcanzados = {1, 2}
            for _vuelta in estados:
                alcanzados |= {b for a, b in esperadas if a in alcanzados}
            esperadas = {par: e for par, e in esperadas.items() if par[0] in alcanzados}
            nodos, flechas = derivar(pasos, {"m": self.ciclo})
            self.assertEqual(flechas, esperadas, reparto)
            self.assertEqual(
                set(nodos), {extremo for par in esperadas for extremo in par if isinstance(extremo, Estado)}, reparto
            )

    def test_end_of_the_process(self):
        finales = [e for e in self.ciclo.estados() if es_final(self.ciclo, e)]
        self.assertEqual(finales, ["cerrado", "visto", "anulado"])

    def test_draft_of_nobody_is_left_out(self):
        nodos, flechas = derivar([Paso(1, "m", ("abierto",))], {"m": self.ciclo})
        self.assertNotIn(Estado("m", "nuevo"), nodos)
        self.assertIn((1, Estado("m", "anulado")), flechas)

    def test_two_steps_at_one_state(self):
        """A copy is only seen; attention goes all other ways, and is where returns arrive."""
        atender, copia = Paso("atender", "m", ("abierto",)), Paso("copia", "m", ("abierto",), ("ver",))
        _nodos, flechas = derivar([atender, copia], {"m": self.ciclo})
        de_copia = {b for a, b in flechas if a == "copia"}
        self.assertEqual(de_copia, {Estado("m", "visto")})
        self.assertNotIn(("atender", Estado("m", "visto")), flechas)
        self.assertIn((Estado("m", "espera"), "atender"), flechas)
        self.assertNotIn((Estado("m", "espera"), "copia"), flechas)

    def test_verbs_hide_no_transition(self):
        """When every step of a state names its verbs, one that nobody names still leaves from all."""
        pasos = [Paso(1, "m", ("abierto",), ("ver",)), Paso(2, "m", ("abierto",), ("pedir",))]
        _nodos, flechas = derivar(pasos, {"m": self.ciclo})
        self.assertLessEqual({(1, Estado("m", "cerrado")), (2, Estado("m", "cerrado"))}, set(flechas))

    def test_steps_of_other_models(self):
        otro = Ciclo(("a", "b", "ir"))
        pasos = [Paso(1, "m", ("abierto",), siguientes=(2,)), Paso(2, "otro", ("a",)), Paso(3, "otro")]
        _nodos, flechas = derivar(pasos, {"m": self.ciclo, "otro": otro})
        self.assertIs(flechas[1, 2], False)
        self.assertIn((2, Estado("otro", "b")), flechas)
        self.assertFalse([par for par in flechas if 3 in par])


@tagged("post_install", "-at_install")
class TestProcesos(NucleoCommon):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.env["seguimiento.proceso"].search([("id", "!=", cls.proceso.id)]).paso_ids.group_ids = False
        cls.revisar, cls.atender = cls.pasos
        cls.revisar.write({"estados": "borrador", "group_ids": [Command.set(cls.grupo_ventanilla.ids)]})
        cls.grupo_destinatario = cls.env["res.groups"].create({"name": "Destinatario de prueba"})
        cls.atender.write({"estados": "registrado, otro", "group_ids": [Command.set(cls.grupo_destinatario.ids)]})
        cls.grupo_destinatario.user_ids = cls.titular | cls.empleada
        cls.otro = cls.env["seguimiento.proceso"].create({"name": "Otro proceso", "codigo": "prueba_otro"})
        cls.archivar = cls.env["seguimiento.paso"].create(
            {
                "name": "Archivar",
                "codigo": "prueba_archivar",
                "proceso_id": cls.otro.id,
                "modelo": "nucleo.prueba",
                "estados": "concluido",
                "group_ids": [Command.set(cls.grupo_destinatario.ids)],
            }
        )
        cls.atender.siguiente_ids = cls.archivar
        cls.documento = cls._documento()
        cls.personas = (
            cls.ventanilla
            | cls.ventanilla_2
            | cls.ventanilla_x
            | cls.titular
            | cls.empleada
            | cls.ajeno
            | cls.administrador
        )

    def _mapa(self, user, proceso=None):
        procesos = self.env["seguimiento.proceso"].with_user(user).mapa()
        return procesos if proceso is None else next((p for p in procesos if p["id"] == proceso.id), None)

    def _nodos(self, user, proceso=None):
        return {nodo["clave"]: nodo for nodo in self._mapa(user, proceso or self.proceso)["nodos"]}

    def _sembrar(self, cuantas=150):
        """Tasks of every kind: of a person, taken and not, pending and not, in several units."""
        dado = random.Random(19)
        areas = [self.oficialia, self.otra_oficialia, self.direccion, self.subdireccion]
        vals_list = []
        for numero in range(cuantas):
            de_pool = dado.random() < 0.5
            persona = dado.choice(list(self.personas)) if not de_pool or dado.random() < 0.3 else self.env["res.users"]
            cerrada = dado.random() < 0.25
            vals_list.append(
                {
                    "paso_id": dado.choice([self.revisar, self.atender, self.archivar]).id,
                    "res_model": "nucleo.prueba",
                    "res_id": self.documento.id,
                    "company_id": self.company.id,
                    "folio": f"P/{numero}",
                    "user_id": persona.id,
                    "group_id": dado.choice([self.grupo_ventanilla, self.grupo_destinatario]).id if de_pool else False,
                    "area_id": dado.choice(areas).id,
                    "fecha_limite": dado.choice([False, "2020-01-01", "2026-05-04", "2999-12-31"]),
                    "state": "hecha" if cerrada else "pendiente",
                    "cerrada_user_id": dado.choice(list(self.personas)).id if cerrada else False,
                }
            )
        return self.env["seguimiento.tarea"].create(vals_list)

    # Who sees what

    def test_processes_follow_the_roles(self):
        self.assertEqual({p["id"] for p in self._mapa(self.ventanilla)}, {self.proceso.id})
        self.assertEqual({p["id"] for p in self._mapa(self.empleada)}, {self.proceso.id, self.otro.id})
        self.assertEqual(self._mapa(self.ajeno), [])
        todos = self.env["seguimiento.proceso"].search([]).filtered("paso_ids")
        self.assertEqual([p["id"] for p in self._mapa(self.administrador)], todos.ids)

    def test_steps_of_others_are_shown_as_such(self):
        nodos = self._nodos(self.ventanilla)
        self.assertTrue(nodos[f"paso:{self.revisar.id}"]["propio"])
        self.assertFalse(nodos[f"paso:{self.atender.id}"]["propio"])
        self.assertEqual(nodos[f"paso:{self.atender.id}"]["roles"], ["Destinatario de prueba"])
        self.assertTrue(all(n["propio"] for n in self._nodos(self.administrador).values() if "propio" in n))

    def test_a_role_may_come_through_another(self):
        jefe = self.env["res.groups"].create(
            {"name": "Jefatura", "implied_ids": [Command.link(self.grupo_ventanilla.id)]}
        )
        persona = self._persona("prueba_jefatura")
        persona.group_ids |= jefe
        self.assertTrue(self._nodos(persona)[f"paso:{self.revisar.id}"]["propio"])

    def test_outsiders_are_refused(self):
        externo = new_test_user(self.env, "prueba_externo", "base.group_user")
        portal = new_test_user(self.env, "prueba_portal", "base.group_portal")
        for user in (externo, portal):
            with self.assertRaises(AccessError):
                self._mapa(user)

    # Arrows

    def test_arrows_equal_the_life_cycle(self):
        lugar = {"borrador": f"paso:{self.revisar.id}", "registrado": f"paso:{self.atender.id}"}
        lugar |= {e: f"nucleo.prueba:{e}" for e in ("concluido", "cancelado")}
        esperadas = {(lugar[t.origen], lugar[t.destino], t.motivo) for t in NucleoPrueba._ciclo}
        esperadas.add((lugar["registrado"], f"paso:{self.archivar.id}", False))
        flechas = self._mapa(self.ventanilla, self.proceso)["flechas"]
        self.assertEqual({(f["de"], f["a"], f["excepcional"]) for f in flechas}, esperadas)

    def test_ends_and_links(self):
        nodos = self._nodos(self.ventanilla)
        self.assertEqual(
            {clave: (n["tipo"], n["nombre"], n["modelo"]) for clave, n in nodos.items() if n["tipo"] != "paso"},
            {
                f"paso:{self.archivar.id}": ("enlace", "Archivar", "Otro proceso"),
                "nucleo.prueba:concluido": ("fin", "Concluded", "Test Document"),
                "nucleo.prueba:cancelado": ("fin", "Cancelled", "Test Document"),
            },
        )

    def test_a_step_whose_model_went_away(self):
        self.archivar.modelo = "no.existe"
        nodo = self._nodos(self.empleada, self.otro)[f"paso:{self.archivar.id}"]
        self.assertEqual(nodo["modelo"], "no.existe")

    # Counts

    def test_counts_equal_the_oracle(self):
        tareas = self._sembrar()
        for user in self.personas:
            visibles = tareas.with_user(user)._filtered_access("read").filtered(lambda t: t.state == "pendiente")
            mias = visibles.filtered(lambda t, u=user: t.user_id == u or (not t.user_id and t._soy_del_pool()))
            for proceso in self._mapa(user):
                for nodo in proceso["nodos"]:
                    if "paso_id" in nodo and nodo["paso_id"] in (self.pasos | self.archivar).ids:
                        del_paso = [t for t in visibles if t.paso_id.id == nodo["paso_id"]]
                        self.assertEqual(nodo["todas"], len(del_paso), (user.login, nodo["nombre"]))
                        self.assertEqual(
                            nodo["mias"], len([t for t in del_paso if t in mias]), (user.login, nodo["nombre"])
                        )

    def test_counts_equal_the_list_they_open(self):
        """The filter «Mine and to take» of Seguimiento, with «Pending», gives what the map counts as mine."""
        self._sembrar()
        vista = etree.fromstring(self.env["seguimiento.tarea"].get_view(view_type="search")["arch"])
        for user in self.personas:
            dominio = Domain.AND(
                Domain(safe_eval(vista.xpath(f"//filter[@name='{nombre}']")[0].get("domain"), {"uid": user.id}))
                for nombre in ("mias", "pendientes")
            )
            for proceso in self._mapa(user):
                for nodo in [n for n in proceso["nodos"] if "paso_id" in n]:
                    del_paso = dominio & Domain("paso_id", "=", nodo["paso_id"])
                    cuenta = self.env["seguimiento.tarea"].with_user(user).search_count(del_paso)
                    self.assertEqual(nodo["mias"], cuenta, (user.login, nodo["nombre"]))

    def test_two_counting_queries_whatever_the_steps(self):
        self._sembrar(20)
        Proceso = self.env["seguimiento.proceso"].with_user(self.ventanilla)
        consultas = []
        for vez in range(2):
            self.env.invalidate_all()
            Proceso.mapa()  # rules and groups are in the cache from now on
            self.env.invalidate_all()
            antes = self.cr.sql_log_count
            with self._consultas() as de_tareas:
                Proceso.mapa()
            consultas.append(self.cr.sql_log_count - antes)
            self.assertEqual(len(de_tareas), 2)
            self.env["seguimiento.paso"].create(
                [
                    {
                        "name": f"Paso {n}",
                        "codigo": f"prueba_mas_{vez}_{n}",
                        "proceso_id": self.proceso.id,
                        "modelo": "nucleo.prueba",
                        "group_ids": [Command.set(self.grupo_ventanilla.ids)],
                    }
                    for n in range(15)
                ]
            )
        self.assertEqual(*consultas)
        self.assertLess(consultas[0], 20)

    @contextmanager
    def _consultas(self):
        """The queries on tasks that run meanwhile, ready to be explained."""
        vistas = []
        execute = type(self.cr).execute

        def espia(cr, query, params=None, **kwargs):
            partes = (query.code, query.params) if isinstance(query, SQL) else (query, params)
            consulta = cr._obj.mogrify(*partes).decode()
            if 'FROM "seguimiento_tarea"' in consulta:
                vistas.append(consulta)
            return execute(cr, query, params, **kwargs)

        with patch.object(type(self.cr), "execute", espia):
            yield vistas

    def test_indexes_serve_the_counts(self):
        """Among many tasks done, and open ones of others, a count or page of the tray reads little more than its own."""
        self.env.flush_all()
        self.cr.execute(
            """
            INSERT INTO seguimiento_tarea (paso_id, proceso_id, state, res_model, res_id, company_id, user_id, group_id,
                                           area_id, prioridad, fecha_apertura, fecha_limite, cerrada_user_id)
            SELECT %(paso)s, %(proceso)s, CASE WHEN n %% 10 = 0 THEN 'pendiente' ELSE 'hecha' END, 'nucleo.prueba', n,
                   %(company)s, CASE WHEN n %% 100 = 0 THEN %(persona)s ELSE %(ajeno)s END,
                   CASE WHEN n %% 3 = 0 THEN %(grupo)s END, %(area)s, '0', now(), current_date + n %% 60,
                   CASE WHEN n %% 10 <> 0 THEN CASE WHEN n %% 5 = 0 THEN %(persona)s ELSE %(ajeno)s END END
              FROM generate_series(1, 30000) n
            """,
            {
                "paso": self.revisar.id,
                "proceso": self.proceso.id,
                "company": self.company.id,
                "persona": self.ventanilla.id,
                "ajeno": self.ajeno.id,
                "grupo": self.grupo_ventanilla.id,
                "area": self.otra_oficialia.id,
            },
        )
        self.cr.execute("ANALYZE seguimiento_tarea")
        Tarea = self.env["seguimiento.tarea"].with_user(self.ventanilla)
        with self._consultas() as consultas:
            self.proceso.with_user(self.ventanilla)._contar_pendientes()
            Tarea.search(Tarea._dominio_mias(), limit=80)
            for user in (self.ventanilla, self.empleada):  # who has done much, and who nothing
                Tarea.with_user(user).search([("state", "=", "hecha")], limit=80)
        self.assertEqual(len(consultas), 5)
        for consulta in consultas:
            self.cr.execute("EXPLAIN (ANALYZE, FORMAT JSON) " + consulta)
            leidas = self._filas_leidas(self.cr.fetchone()[0][0]["Plan"])
            # 300 tasks are the person's, among 3,000 open ones and 27,000 done
            self.assertLess(leidas, 5000 if "'hecha'" in consulta else 1000, consulta)

    def _filas_leidas(self, nodo):
        """Rows of the table that a plan looks at, wanted or not."""
        propias = 0
        if nodo.get("Relation Name") == "seguimiento_tarea":
            propias = (nodo["Actual Rows"] + nodo.get("Rows Removed by Filter", 0)) * nodo["Actual Loops"]
        return propias + sum(self._filas_leidas(hijo) for hijo in nodo.get("Plans", []))
