from odoo.fields import Command
from odoo.tests import tagged

from .common import EntradaCommon, pdf


@tagged("post_install", "-at_install")
class TestConsultas(EntradaCommon):
    """How many queries the screens and the steps that everybody uses take; with more data they take no more."""

    def contar(self, funcion, *args):
        """Number of queries of ``funcion``, with nothing in the cache of records."""
        self.cr.flush()
        self.env.invalidate_all()
        antes = self.cr.sql_log_count
        funcion(*args)
        self.cr.flush()
        return self.cr.sql_log_count - antes

    def abrir_seguimiento(self):
        """What the list of Seguimiento asks for."""
        vista = self.env.ref("mensajeria.seguimiento_tarea_view_list")
        campos = self.env["seguimiento.tarea"].get_view(vista.id)["models"]["seguimiento.tarea"]
        Tarea = self.como(self.Tarea, self.juridica)
        especificacion = {
            campo: {"fields": {"display_name": {}}} if Tarea._fields[campo].type == "many2one" else {}
            for campo in campos
        }
        resultado = Tarea.web_search_read(Tarea._dominio_mias(), especificacion, limit=80, count_limit=10_001)
        self.assertEqual(len(resultado["records"]), min(80, self.esperadas))

    def test_opening_the_tray(self):
        self.descargado(self.juridica)
        self.esperadas = 1
        self.abrir_seguimiento()
        con_una = self.contar(self.abrir_seguimiento)
        tarea = self.Tarea.search([("user_id", "=", self.juridica.id)])
        self.Tarea.create(79 * tarea.copy_data())
        self.esperadas = 80
        with self.subTest("80 tasks"):
            con_ochenta = self.contar(self.abrir_seguimiento)
            self.assertLessEqual(con_ochenta, con_una + 1)
            self.assertLessEqual(con_ochenta, 14)

    def test_registering(self):
        self.registrado(self.juridica)
        self.assertLessEqual(self.contar(self.borrador(self.juridica, cc=[self.revisor]).action_registrar), 46)
        archivos = [self.archivo(f"{n}.pdf", pdf(str(n))).id for n in range(6)]
        con_archivos = self.borrador(self.juridica, documento_ids=[Command.set(archivos)])
        self.assertLessEqual(self.contar(con_archivos.action_registrar), 46, "six files take no query each")

    def test_turning_to_ten_people(self):
        """Most of it is Odoo's own notice of each activity by e-mail; the rest hardly grows with the people."""
        personas = [self._persona(f"persona_{n}", "destinatario", self.litigio) for n in range(10)]
        for cuantas, sin_aviso, limite in [(1, True, 84), (10, True, 120), (10, False, 250)]:
            asunto = self.descargado(self.juridica)
            accion = asunto.with_user(self.juridica).action_turnar()
            contexto = {**accion["context"], "mail_activity_quick_update": sin_aviso}
            Wizard = self.env["correspondencia.turnar"].with_user(self.juridica).with_context(**contexto)
            wizard = Wizard.create({"linea_ids": [Command.create({"user_id": p.id}) for p in personas[:cuantas]]})
            with self.subTest(cuantas, sin_aviso=sin_aviso):
                self.assertLessEqual(self.contar(wizard.action_turnar), limite)
