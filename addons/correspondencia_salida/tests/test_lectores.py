"""Record rules ask who signs and who reviews by fields that an index serves: they give what the lines themselves say."""

from odoo.fields import Domain
from odoo.tests import tagged
from odoo.tools import SQL

from .test_despacho import DespachoCommon
from .test_visto import VistoCommon

SIN_NUMERO = ("borrador", "en_revision", "aprobado")
DE_LA_OFICIALIA = ("firmado", "despachado", "acusado", "archivado", "sustituido")


@tagged("post_install", "-at_install")
class TestLectores(DespachoCommon, VistoCommon):
    def escenario(self):
        """Letters of two units, open and confidential, in every state that a reader's right depends on."""
        for nivel in ("publico", "confidencial"):
            self.oficio(confidencialidad=nivel)
            self.oficio(user=self.contadora, firmante=self.directora, confidencialidad=nivel)
            aprobado = self.en_revision(self.directora, self.contadora, confidencialidad=nivel)
            self.paso(aprobado, self.directora).action_aprobar()
            devuelto = self.en_revision(self.directora, self.contadora, self.juridica, confidencialidad=nivel)
            self.paso(devuelto, self.directora).action_aprobar()
            self.paso(devuelto, self.contadora).action_devolver("Falta el fundamento")
            self.numerado(firmante=self.contadora, confidencialidad=nivel)
            self.numerado(user=self.contadora, firmante=self.directora, confidencialidad=nivel).action_cancelar("Sobra")
            self.firmado(firmante=self.directora, confidencialidad=nivel)
        return self.Oficio.search([])

    def legibles(self, user):
        """The documents that the lines say ``user`` may read."""

        def tiene(grupo):
            return user.has_group(grupo)

        def lineas(campo, dominio):
            return Domain(campo, "any", dominio & Domain("user_id", "=", user.id))

        firma = lineas("firmante_ids", Domain.TRUE)
        revisa = lineas("visto_ids", Domain("state", "in", ("en_turno", "aprobado")))
        a_cargo = Domain("area_id", "in", user.areas_a_cargo_ids.ids)
        casos = [revisa, firma & Domain("state", "not in", SIN_NUMERO)]
        if tiene("correspondencia_salida.group_redactor"):
            casos.append(a_cargo | Domain("area_id", "=", user.area_id.id))
        if tiene("correspondencia_entrada.group_oficialia"):
            de_mi_oficialia = Domain("oficialia_id", "in", user.oficialia_ids.ids)
            casos.append(de_mi_oficialia & Domain("state", "in", DE_LA_OFICIALIA))
        if tiene("mensajeria.group_administrador"):
            casos.append(Domain.TRUE)
        abierto = Domain("confidencialidad", "!=", "confidencial") | Domain("redactor_id", "=", user.id)
        if tiene("mensajeria.group_confidencial"):
            abierto = Domain.TRUE
        de_su_company = Domain("company_id", "in", user.company_ids.ids)
        return self.Oficio.search(de_su_company & (abierto | revisa | firma | a_cargo) & Domain.OR(casos))

    def test_rules_give_what_the_lines_say(self):
        oficios = self.escenario()
        vistos = set()
        for user in (
            self.redactora,
            self.juridica,
            self.abogado,
            self.contadora,
            self.directora,
            self.ventanilla,
            self.ventanilla_x,
            self.administradora,
            self.redactor_b,
        ):
            with self.subTest(user.login):
                suyos = self.legibles(user)
                vistos.add(len(suyos))
                self.assertEqual(self.como(self.Oficio, user).search([]), suyos)
                self.assertEqual(self.como(oficios, user)._filtered_access("read"), oficios & suyos)
                for modelo in ("destinatario", "oficio.firmante", "oficio.version"):
                    filas = self.como(self.env[f"correspondencia.{modelo}"], user).search([])
                    self.assertEqual(
                        filas.sudo().oficio_id & oficios, suyos & filas.sudo().search([]).oficio_id, modelo
                    )
        self.assertGreater(len(vistos), 4, "the scenario tells readers apart")

    def test_no_document_of_others_is_read_to_find_ones_own(self):
        """A subquery beside an OR is what makes PostgreSQL read every letter."""
        for modelo in ("oficio", "destinatario", "oficio.firmante", "oficio.version"):
            consulta = self.como(self.env[f"correspondencia.{modelo}"], self.redactora)._search([])
            self.env.cr.execute(SQL("EXPLAIN %s", consulta.select()))
            self.assertNotIn("SubPlan", str(self.env.cr.fetchall()), modelo)
