import ast

from freezegun import freeze_time
from lxml import etree

from odoo.tests import tagged

from .test_despacho import DespachoCommon


@tagged("post_install", "-at_install")
class TestOficioBusqueda(DespachoCommon):
    def hallados(self, user, filtro):
        """Those that ``user`` finds with the filter of the search view."""
        Oficio = self.como(self.Oficio, user)
        vista = etree.fromstring(Oficio.get_view(view_type="search")["arch"])
        dominio = vista.find(f".//filter[@name='{filtro}']").get("domain").replace("uid", str(user.id))
        return Oficio.search(ast.literal_eval(dominio)) & self.creados

    def test_filters(self):
        borrador = self.oficio(fecha_limite="2026-03-01")
        aprobado = self.aprobado()
        numerado = self.numerado(user=self.juridica)
        firmado = self.firmado()
        despachado = self.firmado(self.por_mensajero())
        linea = self.lineas(despachado)
        linea.action_despachar()
        self.en_camino(linea)
        ajeno = self.oficio(self.contadora, oficialia_id=self.oficialia.id)
        cancelado = self.oficio()
        cancelado.action_cancelar("Ya no")
        self.creados = borrador | aprobado | numerado | firmado | despachado | ajeno | cancelado
        self.creados = self.creados.sudo()
        casos = {
            ("redactora", "mios"): borrador | aprobado | firmado | despachado | cancelado,
            ("redactora", "me_espera"): aprobado,
            ("juridica", "me_espera"): numerado,
            ("ventanilla", "me_espera"): firmado,
            ("contadora", "me_espera"): self.Oficio,
            ("contadora", "de_mi_area"): ajeno,
            ("redactora", "de_mi_area"): self.creados - ajeno,
            ("redactora", "borradores"): borrador,
            ("redactora", "por_firmar"): numerado,
            ("ventanilla", "por_despachar"): firmado,
            ("redactora", "sin_acuse"): despachado,
            ("redactora", "anulados"): cancelado,
            ("redactora", "atrasados"): borrador,
            ("redactora", "acuse_vencido"): self.Oficio,
            ("ventanilla", "por_mensajeria"): despachado,
            ("redactora", "en_curso"): self.creados - ajeno - cancelado,
        }
        for (user, filtro), esperados in casos.items():
            with self.subTest(user=user, filtro=filtro):
                self.assertEqual(self.hallados(getattr(self, user), filtro).sudo(), esperados.sudo().sorted("id", True))
        suyo = self.como(aprobado, self.redactora)
        self.assertTrue(suyo.me_espera and suyo.de_mi_area and not suyo.atrasado)
        self.assertFalse(self.como(despachado, self.redactora).me_espera)
        with freeze_time("2026-06-01"):
            self.assertEqual(self.hallados(self.redactora, "acuse_vencido").ids, despachado.ids)

    def test_columns_are_the_states_that_there_are(self):
        (self.numerado() | self.aprobado() | self.oficio()).flush_recordset()
        Oficio = self.como(self.Oficio, self.redactora).with_context(read_group_expand=True)  # as kanban and list ask
        grupos = Oficio.web_read_group([], ["state"], ["__count"])["groups"]
        self.assertEqual([grupo["state"] for grupo in grupos], ["borrador", "aprobado", "numerado"])

    def test_names(self):
        largo = "Se remite el informe de la obra de reposición de luminarias del centro"
        oficio = self.oficio(descripcion=largo)
        corto = "Se remite el informe de la obra de reposición de luminarias…"
        self.assertEqual(oficio.display_name, f"Draft: {corto}")
        oficio.action_terminar()
        self.assertEqual(oficio.display_name, corto)
        oficio.action_numerar()
        self.assertEqual(oficio.display_name, oficio.name)

    def test_by_addressee(self):
        oficio = self.oficio(destinatarios=[self.destinatario(dest_nombre="Rufina Zacapala")])
        Oficio = self.como(self.Oficio, self.redactora)
        vista = etree.fromstring(Oficio.get_view(view_type="search")["arch"])
        dominio = vista.find(".//field[@name='destinatario_ids']").get("filter_domain").replace("self", "'zacapala'")
        self.assertIn(oficio, Oficio.search(ast.literal_eval(dominio)))
        self.assertNotIn(oficio, Oficio.search(ast.literal_eval(dominio.replace("zacapala", "nadie así"))))

    def test_by_signer(self):
        suyo, de_nadie = self.oficio(), self.oficio(firmante_ids=[(5,)])
        Oficio = self.como(self.Oficio, self.redactora)
        self.assertIn("firmante_id", Oficio.get_view(view_type="search")["arch"])
        for dominio, esperados in (
            ([("firmante_id", "ilike", "juridica")], suyo),
            ([("firmante_id", "ilike", "nadie así")], Oficio),
            ([("firmante_id", "=", self.juridica.id)], suyo),
            ([("firmante_id", "=", self.contadora.id)], Oficio),
            ([("firmante_id", "=", False)], de_nadie),
            ([("firmante_id", "!=", self.juridica.id)], de_nadie),
            ([("firmante_id", "not ilike", "juridica")], de_nadie),
        ):
            with self.subTest(dominio):
                self.assertEqual(Oficio.search(dominio) & (suyo | de_nadie), esperados)
        self.juridica.active = False
        self.assertEqual(Oficio.search([("firmante_id", "ilike", "juridica")]) & suyo, suyo)
        consulta = Oficio._search([("firmante_id", "ilike", "juridica")])
        self.assertNotIn("res_partner", consulta.select().code, "names of people are not joined with letters")

    def test_by_the_words_of_the_text(self):
        obra = self.oficio(cuerpo="<p>Se <b>autorizan</b> las ampliaciones del puente&nbsp;Juárez.</p>")
        otro = self.oficio(cuerpo='<p class="puente">Se autoriza la licencia.</p>')
        suyas = self.como(self.Oficio, self.redactora)
        for palabras, esperados in (
            ("ampliación autorizada", obra),
            ("AMPLIACION juarez", obra),
            ("autorizar", obra | otro),
            ("autorizar -puente", otro),
            ('"del puente"', obra),
            ('"puente autorizan"', suyas),
            ("strong", suyas),
            ("de la", suyas),
            ("¿? & | ! ( ' %", suyas),
        ):
            with self.subTest(palabras):
                hallados = suyas.search([("palabras", "ilike", palabras)]) & (obra | otro)
                self.assertEqual(hallados.sorted("id"), esperados.sorted("id"))
        self.assertEqual(suyas.search([("palabras", "not ilike", "puente")]) & (obra | otro), otro)
        for operador in ("=", "like", "=ilike"):
            self.assertEqual(suyas.search([("palabras", operador, "puente")]) & (obra | otro), obra)
        self.assertEqual(suyas.search([("palabras", "!=", "puente")]) & (obra | otro), otro)
        self.assertFalse(suyas.search([("palabras", "=", False)]))
        self.assertFalse(self.como(self.Oficio, self.contadora).search([("palabras", "ilike", "ampliaciones")]) & obra)
        self.assertIn("palabras", suyas.get_view(view_type="search")["arch"])

    def test_a_text_of_any_length_is_saved(self):
        largo = " ".join(f"palabra{n}" for n in range(150_000))
        oficio = self.oficio(cuerpo=f"<p>{largo}</p>")
        oficio.flush_recordset()
        self.assertIn(oficio, self.como(self.Oficio, self.redactora).search([("palabras", "ilike", "palabra9999")]))


@tagged("post_install", "-at_install")
class TestOficioInforme(DespachoCommon):
    def test_figures_against_the_letters(self):
        """Each letter once in its own days, each addressee once in theirs."""
        oficio = self.firmado(
            self.destinatario(medio="personal", dest_nombre="A"), self.destinatario(medio="personal", dest_nombre="B")
        )
        una, otra = self.lineas(oficio)
        self.env.flush_all()
        self.cr.execute(
            "UPDATE correspondencia_oficio SET create_date = fecha_firma - interval '3 days' WHERE id = %s", [oficio.id]
        )
        una.sudo().write(
            {"fecha_despacho": "2026-03-04 18:00:00", "fecha_acuse": "2026-03-05 18:00:00", "plazo": "2026-03-05"}
        )
        otra.sudo().write(
            {"fecha_despacho": "2026-03-06 18:00:00", "fecha_acuse": "2026-03-09 18:00:00", "plazo": "2026-03-05"}
        )
        Informe = self.como(self.env["correspondencia.oficio.informe"], self.redactora)
        medias = "dias_firma dias_despacho dias_acuse dias_total dias_p90 acuse_en_plazo".split()
        medidas = ["oficios:sum", "destinatarios:sum", *(f"{m}:avg" for m in medias)]
        [(area, *cifras)] = Informe._read_group([("oficio_id", "=", oficio.id)], ["area_id"], medidas)
        self.assertEqual((area, [round(c, 3) for c in cifras]), (self.juridico, [1, 2, 3, 3, 2, 8, 10, 50]))
        self.assertEqual(Informe.search([("oficio_id", "=", oficio.id)], limit=1).action_abrir()["res_id"], oficio.id)

    def test_figures_of_what_one_may_read(self):
        oficio = self.firmado()
        confidencial = self.firmado()
        confidencial.sudo()._escribir_texto({"confidencialidad": "confidencial"})
        for user, esperados in (
            (self.redactora, oficio | confidencial),
            (self.ventanilla, oficio),
            (self.contadora, self.Oficio),
            (self.ventanilla_x, self.Oficio),
            (self.redactor_b, self.Oficio),
        ):
            with self.subTest(user.login):
                suyos = self.como(self.env["correspondencia.oficio.informe"], user).search([]).oficio_id
                self.assertEqual(suyos.sudo() & (oficio | confidencial).sudo(), esperados.sudo())
        self.assertFalse(self.env["correspondencia.oficio.informe"].with_user(self.ajeno).has_access("read"))
