from psycopg2.errors import LockNotAvailable, SerializationFailure

from odoo import api
from odoo.exceptions import UserError
from odoo.tests import tagged
from odoo.tools import mute_logger

from .common import CarreraCommon, NucleoCommon


@tagged("post_install", "-at_install")
class TestBloqueo(CarreraCommon):
    """Who comes second waits, and never goes on from what it read before."""

    def setUp(self):
        super().setUp()
        self.enterContext(mute_logger("odoo.sql_db"))
        with self.registry.cursor() as cr:
            self.ids = api.Environment(cr, api.SUPERUSER_ID, {})["nucleo.carrera"].create([{"name": "C"}] * 2).ids

    def _documentos(self, cr):
        return api.Environment(cr, api.SUPERUSER_ID, {})["nucleo.carrera"].browse(self.ids)

    def test_who_comes_second_waits(self):
        primero, segundo = self._cursor(), self._cursor()
        self._documentos(primero)[1]._bloquear()
        segundo.execute("SET LOCAL lock_timeout = '50ms'")
        with self.assertRaises(LockNotAvailable):
            self._documentos(segundo)._bloquear()
        segundo.rollback()
        segundo.execute("SET LOCAL lock_timeout = '50ms'")
        self._documentos(segundo)[0]._bloquear()

    def test_what_was_read_before_is_not_gone_on_from(self):
        segundo = self._cursor()
        self.assertEqual(set(self._documentos(segundo).mapped("name")), {"C"})
        with self.registry.cursor() as primero:
            self._documentos(primero).name = "D"
        with self.assertRaises(SerializationFailure):
            self._documentos(segundo)._bloquear()


@tagged("post_install", "-at_install")
class TestEstadoExigido(NucleoCommon):
    def test_a_stale_state_is_refused_by_name(self):
        uno, otro = self._documento(), self._documento(name="P/2026/00002")
        (uno | otro)._exigir_estado("borrador")
        otro._transitar("registrado")
        (uno | otro)._exigir_estado("borrador", "registrado")
        self.Prueba.browse()._exigir_estado("borrador")
        with self.assertRaisesRegex(UserError, "P/2026/00002 is now «Registered». Reload the page."):
            (uno | otro)._exigir_estado("borrador")
