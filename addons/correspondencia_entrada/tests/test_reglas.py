from odoo.exceptions import AccessError, UserError
from odoo.tests import tagged
from odoo.tools.safe_eval import safe_eval

from odoo.addons.correspondencia_entrada import uninstall_hook

from .common import EntradaCommon


@tagged("post_install", "-at_install")
class TestReglas(EntradaCommon):
    """Who sees which matter, and that what hangs from it follows."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.todas = (
            cls.ventanilla | cls.ventanilla_x | cls.digitalizadora | cls.directora | cls.juridica | cls.abogado | cls.contadora
            | cls.revisor | cls.ajeno | cls.administradora | cls.ventanilla_b | cls.administrador_b
        )  # fmt: skip

    def ven(self, registro, modelo=None):
        """Logins, without their prefix, of those who find and read ``registro``; both must agree."""
        encuentran = set()
        for user in self.todas:
            suyo = self.como(registro, user)
            halla = bool(suyo.search([("id", "=", registro.id)]))
            self.assertEqual(
                halla, suyo.has_access("read"), f"{user.login} finds and does not read {registro}, or the reverse"
            )
            if halla:
                encuentran.add(user.login.removeprefix("prueba_"))
        return encuentran

    def test_who_can_be_given_a_matter(self):
        """Its company's people who receive matters, and never who gives it."""
        Users = self.env["res.users"].with_user(self.directora)
        for company, si, no in (
            (self.company, self.juridica | self.abogado, self.directora | self.ventanilla_b),
            (self.otra_company, Users.browse(), self.juridica | self.abogado),
        ):
            dominio = safe_eval(Users._dominio_destinatarios(), {"uid": self.directora.id, "company_id": company.id})
            hallados = Users.search(dominio)
            self.assertLessEqual(si, hallados)
            self.assertFalse(no & hallados)

    def test_uninstalling_empties_the_trays(self):
        asunto = self.descargado(self.juridica)
        ajena = self.env["seguimiento.tarea"].search([("paso_id.modelo", "not like", "correspondencia.")])
        self.assertTrue(self.pasos(self.juridica))
        uninstall_hook(self.env)
        self.assertEqual((self.pasos(self.juridica), ajena.exists()), ([], ajena))
        self.assertTrue(asunto.sudo().bitacora_ids, "the log stays")

    def test_a_draft_belongs_to_the_counter(self):
        asunto = self.borrador(self.abogado)
        self.assertEqual(self.ven(asunto), {"ventanilla", "administradora"})
        self.assertEqual(self.ven(asunto.turno_ids), {"ventanilla", "administradora"})

    def test_a_registered_matter_is_also_of_the_digitizer(self):
        asunto = self.registrado(self.abogado)
        self.assertEqual(self.ven(asunto), {"ventanilla", "digitalizadora", "administradora"})

    def test_a_turned_matter_goes_up_to_the_heads_of_its_units(self):
        asunto = self.descargado(self.abogado, cc=[self.revisor])
        de_todos = {"ventanilla", "digitalizadora", "administradora", "abogado", "juridica", "directora", "revisor"}
        self.assertEqual(self.ven(asunto), de_todos)
        for turno in asunto.turno_ids:
            self.assertEqual(self.ven(turno), de_todos)

    def test_a_branch_brings_its_people(self):
        asunto = self.descargado(self.contadora)
        self.assertNotIn("juridica", self.ven(asunto))
        self.turnar(asunto, self.contadora, self.abogado)
        self.assertLessEqual({"juridica", "abogado", "contadora", "directora"}, self.ven(asunto))
        self.assertNotIn("revisor", self.ven(asunto), "a colleague of the unit is not its head")

    def test_other_offices_and_companies(self):
        de_x = self.borrador(self.abogado, user=self.ventanilla_x, oficialia_id=self.oficialia_x.id)
        de_x.action_registrar()
        self.assertEqual(self.ven(de_x), {"ventanilla_x", "administradora"})
        de_b = self.borrador(user=self.ventanilla_b)
        de_b.action_registrar()
        self.assertEqual(de_b.company_id, self.otra_company)
        self.assertEqual(self.ven(de_b), {"ventanilla_b", "administrador_b"})

    def test_one_cannot_register_for_other_offices(self):
        for user, oficialia in [(self.ventanilla, self.oficialia_x), (self.ventanilla, self.oficialia_b)]:
            with self.subTest(oficialia.name):
                self.assertRechaza("", self.borrador, user=user, oficialia_id=oficialia.id)
        for user in (self.juridica, self.digitalizadora):
            with self.subTest(user.login):
                self.assertRechaza("", self.borrador, user=user, oficialia_id=self.oficialia.id, error=AccessError)

    def test_tasks_are_of_their_person_their_pool_and_the_heads_above(self):
        asunto = self.descargado(self.abogado)
        tarea = asunto.sudo()._tareas_abiertas("atender")
        self.assertEqual(self.ven(tarea), {"abogado", "juridica", "directora", "administradora"})
        pool = self.digitalizado().sudo()._tareas_abiertas("descargar")
        self.assertEqual(self.ven(pool), {"ventanilla", "administradora"})

    def test_the_log_follows_its_matter(self):
        evento = self.descargado(self.abogado).sudo().bitacora_ids[:1]
        self.assertEqual(
            self.ven(evento), {"ventanilla", "digitalizadora", "administradora", "abogado", "juridica", "directora"}
        )

    def test_nobody_writes_what_is_of_others(self):
        asunto = self.descargado(self.abogado)
        turno = asunto.turno_ids
        for user in self.todas:
            with self.subTest(user.login):
                for registro in (asunto, turno, asunto.sudo()._tareas_abiertas()[:1], asunto.sudo().bitacora_ids[:1]):
                    suyo = self.como(registro, user)
                    self.assertFalse(suyo.has_access("write"), registro)
                    self.assertFalse(suyo.has_access("unlink"), registro)

    def test_catalogs_of_other_companies(self):
        for modelo in ("correspondencia.tema", "correspondencia.instruccion", "correspondencia.tipo.documento"):
            propio, ajeno, comun = self.env[modelo].create(
                [
                    {"name": "Propio", "company_id": self.company.id},
                    {"name": "Ajeno", "company_id": self.otra_company.id},
                    {"name": "Común"},
                ]
            )
            visibles = self.como(self.env[modelo], self.juridica).search([("id", "in", (propio | ajeno | comun).ids)])
            self.assertEqual(visibles, propio | comun)

    def test_who_reads_a_matter_comments_it(self):
        asunto = self.descargado(self.abogado)
        for user in (self.abogado, self.juridica):
            asunto.with_user(user).message_post(body="Comento")
        self.assertRechaza(
            "", asunto.with_user(self.ajeno).message_post, body="Comento", registros=asunto, error=AccessError
        )


@tagged("post_install", "-at_install")
class TestConfidencial(EntradaCommon):
    """A confidential matter leaks neither titles nor counts to who is not part of it."""

    TITULO = "Denuncia contra Fulano de Tal"

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.digitalizadora.group_ids += cls.env.ref("mensajeria.group_confidencial")
        cls.ventanilla_ajena = cls._persona("ventanilla_ajena", "oficialia", oficialias=cls.oficialia)
        cls.excluidas = cls.ventanilla_ajena | cls.juridica | cls.directora | cls.contadora | cls.ventanilla_x
        cls.env.ref("base.group_allow_export").user_ids |= cls.excluidas

    def setUp(self):
        super().setUp()
        self.asunto = self.descargado(
            self.abogado,
            cc=[self.revisor],
            descripcion=self.TITULO,
            numero_oficio="CONF/1",
            confidencialidad="confidencial",
        )
        turno = self.turno(self.asunto, self.abogado)
        turno.action_solicitar_prorroga("2026-05-04", "Falta")
        turno.action_responder()
        self.cr.flush()
        self.env.invalidate_all()

    def dominios(self):
        """Every model of ours that tells of the matter, with the domain of what it tells."""
        asunto = self.asunto
        del_asunto = [("asunto_id", "=", asunto.id)]
        return {
            "correspondencia.asunto": [("id", "=", asunto.id)],
            "correspondencia.turno": del_asunto,
            "correspondencia.prorroga": del_asunto,
            "correspondencia.respuesta": del_asunto,
            "seguimiento.tarea": del_asunto,
            "nucleo.bitacora": [("res_model", "=", asunto._name), ("res_id", "=", asunto.id)],
            "mail.message": [("model", "=", asunto._name), ("res_id", "=", asunto.id)],
            "mail.activity": [("res_model", "=", asunto._name), ("res_id", "=", asunto.id)],
            "ir.attachment": [("res_model", "=", asunto._name), ("res_id", "=", asunto.id)],
        }

    def test_counts(self):
        for modelo, dominio in self.dominios().items():
            self.assertTrue(self.env[modelo].search_count(dominio), f"nothing to hide in {modelo}")
            for user in self.excluidas:
                with self.subTest(modelo, user=user.login):
                    suyo = self.como(self.env[modelo], user)
                    self.assertEqual(suyo.search_count(dominio), 0)
                    self.assertFalse(suyo.search(dominio))
                    self.assertEqual(suyo._read_group(dominio, [], ["__count"]), [(0,)])
                    self.assertFalse(
                        suyo.formatted_read_group(dominio, ["create_date:month"] if "create_date" in suyo else [])[1:]
                    )

    def test_titles(self):
        for user in self.excluidas:
            with self.subTest(user.login):
                suyo = self.como(self.asunto, user)
                Modelo = suyo.browse()
                self.assertFalse(Modelo.name_search("CONF/1"))
                self.assertFalse(Modelo.name_search(self.asunto.name))
                self.assertFalse(Modelo.search([("descripcion", "ilike", "Denuncia")]))
                self.assertFalse(self.como(self.Tarea, user).name_search("Denuncia"))
                for campo in ("descripcion", "name", "display_name", "remitente_id"):
                    self.assertRechaza("", suyo.read, [campo], error=AccessError)
                self.assertRechaza("", suyo.export_data, ["name", "descripcion"], error=AccessError)
                self.assertRechaza("", suyo.copy, error=AccessError)
        for user in self.excluidas:
            with self.subTest(user.login, por="mapa"):
                mapas = self.como(self.env["seguimiento.proceso"], user).mapa()
                self.assertFalse([n for m in mapas for n in m["nodos"] if n.get("todas")])

    def test_the_wizards_tell_nothing(self):
        """A wizard that points to a matter would show its folio, or a deadline, as the system reads it."""
        turno = self.turno(self.asunto, self.abogado)
        for modelo, vals in {
            "correspondencia.turnar": {"asunto_id": self.asunto.id},
            "correspondencia.pedir.prorroga": {"turno_id": turno.id, "fecha": "2026-06-01", "motivo": "x"},
            "correspondencia.descarga": {"asunto_id": self.asunto.id},
            "correspondencia.duplicado": {"asunto_id": self.asunto.id},
            "correspondencia.rectificar": {
                "asunto_id": self.asunto.id, "motivo": "x", "descripcion": "x", "fecha_recepcion": "2026-03-02",
                "prioridad": "0", "confidencialidad": "publico",
            },
        }.items():  # fmt: skip
            for user in (self.contadora, self.ventanilla_x, self.ventanilla_ajena):
                with self.subTest(modelo, user=user.login):
                    self.assertRechaza("", self.como(self.env[modelo], user).create, vals, error=AccessError)

    def test_the_relation_to_it_is_not_searched(self):
        """No door through a field of another record: turnos, tasks, the sender's later matters."""
        for modelo, dominio in [
            ("correspondencia.turno", [("asunto_id.descripcion", "ilike", "Denuncia")]),
            ("seguimiento.tarea", [("asunto_id.descripcion", "ilike", "Denuncia")]),
            ("correspondencia.asunto", [("relacionado_id.descripcion", "ilike", "Denuncia")]),
            ("ir.attachment", [("name", "ilike", f"escaneo {self.asunto.id}")]),
            ("ir.attachment", [("index_content", "ilike", f"Oficio {self.asunto.id}")]),
        ]:
            for user in self.excluidas:
                with self.subTest(modelo, user=user.login):
                    self.assertFalse(self.como(self.env[modelo], user).search_count(dominio))

    def test_who_is_part_of_it(self):
        con_grupo = self._persona("ventanilla_confidencial", "oficialia", oficialias=self.oficialia)
        con_grupo.group_ids += self.env.ref("mensajeria.group_confidencial")
        for user in (self.abogado, self.revisor, self.administradora, self.ventanilla, con_grupo):
            with self.subTest(user.login):
                self.assertEqual(self.como(self.asunto, user).descripcion, self.TITULO)
        fuera = self._persona("fuera", "destinatario")
        fuera.group_ids += self.env.ref("mensajeria.group_confidencial")
        self.assertFalse(self.como(self.asunto, fuera).has_access("read"), "the group widens no role")

    def test_a_holder_brings_others_in(self):
        self.turnar(self.asunto, self.abogado, self.contadora)
        self.assertEqual(self.como(self.asunto, self.contadora).descripcion, self.TITULO)
        self.responder(self.asunto, self.contadora)
        with self.assertRaises(UserError):
            self.como(self.asunto, self.juridica).check_access("read")
