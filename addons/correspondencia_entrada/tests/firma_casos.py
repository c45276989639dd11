"""What the pure tests of the signature core share."""

from contextlib import contextmanager
from datetime import datetime, timedelta
from urllib.parse import urlsplit

from requests import PreparedRequest, Response, Session

from odoo.tests import BaseCase, common

from ..demo.pki import Pki
from ..tools.firma.confianza import Autoridad, Confianza
from ..tools.firma.errores import FirmaError
from .firma_servicios import Servicios, pki_de_prueba

#: faults of a service that end with the patience of whoever asks
LENTAS = ("lenta", "gotea")


def confianza_de_prueba(pki: Pki, *, ocsp_url: str | None = None) -> Confianza:
    """An entity that trusts the whole demo hierarchy and takes SAT's SHA-1 for a year more."""

    def autoridad(par, rol, **datos):
        return Autoridad(par.cert, rol, par.cert.not_valid_before, par.cert.not_valid_after, **datos)

    return Confianza(
        (
            autoridad(pki.raiz, "raiz"),
            autoridad(pki.ac, "ac", ocsp_url=ocsp_url, sha1_hasta=pki.ahora + timedelta(days=365)),
            autoridad(pki.raiz_se, "tsa"),
            autoridad(pki.raiz_se, "psc"),
        )
    )


class FirmaCase(BaseCase):
    """Without a database, on the hierarchy of the process."""

    pki: Pki
    ahora: datetime

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.pki = pki_de_prueba()
        cls.ahora = cls.pki.ahora
        cls.confianza = confianza_de_prueba(cls.pki)

    @classmethod
    def _request_handler(cls, s: Session, r: PreparedRequest, /, **kw) -> Response:
        """Odoo turns short timeouts into ten seconds; here they are the matter. Only this machine, all the same."""
        if urlsplit(r.url).hostname == common.HOST:
            return common._super_send(s, r, **kw)
        return super()._request_handler(s, r, **kw)

    @contextmanager
    def rechazo(self, codigo: str, detalle: str | None = None):
        """The block refuses with this code, and with this beginning of the detail."""
        with self.assertRaises(FirmaError) as visto:
            yield
        self.assertEqual(visto.exception.codigo, codigo, visto.exception.detalle)
        if detalle is not None:
            self.assertEqual(visto.exception.detalle[: len(detalle)], detalle)


class FirmaServiciosCase(FirmaCase):
    """With the services of the hierarchy on a loopback port."""

    def setUp(self):
        super().setUp()
        self.servicios = Servicios(self.pki)
        self.addCleanup(self.servicios.cerrar)
        self.confianza = confianza_de_prueba(self.pki, ocsp_url=self.servicios.ocsp_url)
