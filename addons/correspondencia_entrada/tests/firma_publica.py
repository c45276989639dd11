"""A signed answer and the public page about it, asked over HTTP as anybody would."""

import contextlib

from odoo import sql_db
from odoo.tests import HttpCase

from .firma_entidad import FirmaEntidad

DESCONOCIDO = "A" * 22
#: what no stranger may read: of both signers, of the matter and of who asked
SECRETOS = (
    "PELJ800101AB1",
    "PELJ800101MDFXPN09",
    "NUMP790202CD2",
    "NUMP790202HDFXXD01",
    "00001000000700000001",
    "Solicita informe",
    "Juana Pérez Ñúñez",
    "Municipio de Prueba",
    "juridica",
    "Oficialía",
)


class SinConsultas:
    """The counts of requests to the public page, which are committed, are forgotten before and after each test."""

    def setUp(self):
        super().setUp()
        self.olvidar_consultas()
        self.addCleanup(self.olvidar_consultas)

    @contextlib.contextmanager
    def otra_conexion(self):
        """A cursor outside of the transaction of the test: requests are counted in one of their own."""
        with sql_db.db_connect(self.env.cr.dbname).cursor() as cr:
            yield cr

    def olvidar_consultas(self):
        with self.otra_conexion() as cr:
            cr.execute("DELETE FROM firma_consulta")


class FirmaPublica(SinConsultas, FirmaEntidad, HttpCase):
    """``firmada`` is an answer signed by ``juridica``, made once."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        for idioma in ("en_US", "es_MX"):
            cls.env["res.lang"]._activate_lang(idioma)
        pasos = cls("setUp")  # the steps of a matter are methods of a test
        cls.firmada = pasos.por_firmar()
        pasos.firmar(cls.firmada)
        cls.documento = cls.firmada.sudo().firma_id
        cls.token = cls.documento.token

    def abrir_pagina(self, ruta=None, idioma="en", acepta="text/html", **kwargs):
        self.opener.cookies.clear()
        return self.url_open(
            f"/v/{self.token if ruta is None else ruta}",
            headers={"Accept-Language": idioma, "Accept": acepta},
            allow_redirects=False,
            **kwargs,
        )

    def datos(self, ruta=None):
        """The JSON of a document."""
        return self.abrir_pagina(ruta, acepta="application/json").json()

    def subir(self, contenido, ruta=None, acepta="application/json", nombre="oficio.pdf", campo="archivo"):
        return self.abrir_pagina(ruta, acepta=acepta, files={campo: (nombre, contenido, "application/pdf")}, timeout=40)

    def assertSinSecretos(self, texto, *mas):
        for secreto in (*SECRETOS, *mas):
            self.assertNotIn(secreto, texto)
        self.assertNotRegex(texto, r"\w@\w")
