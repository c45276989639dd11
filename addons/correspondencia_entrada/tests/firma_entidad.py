"""An institution that signs: the demo authority approved by two people, its services on a loopback port."""

import base64
from datetime import datetime, timezone
from functools import cache
from urllib.parse import urlsplit

from cryptography.hazmat.primitives.asymmetric.padding import PKCS1v15
from cryptography.hazmat.primitives.hashes import SHA256

from odoo.tests import common

from ..demo.pki import Pki
from ..models.firma_errores import ErrorFirma
from ..tools.firma.credencial import identidad
from .common import AHORA, EntradaCommon
from .firma_servicios import Servicios


@cache
def pki_de_la_entidad():
    """The hierarchy around the frozen day of the tests."""
    return Pki(datetime.fromisoformat(AHORA).replace(tzinfo=timezone.utc))


class FirmaEntidad(EntradaCommon):
    """``juridica`` and ``directora`` sign; ``abogado`` does not."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.pki = pki_de_la_entidad()
        cls.servicios = Servicios(cls.pki)
        cls.addClassCleanup(cls.servicios.cerrar)
        cls.company.write({"firma_tsa_url": cls.servicios.tsa_url, "city": "Puerto Sereno"})
        cls.juridica.write(cls._firmante("firmante1"))
        cls.directora.write(cls._firmante("firmante2"))
        cls.otra_administradora = cls._persona("otra_administradora", "mensajeria.group_administrador")
        for par, rol in ((cls.pki.raiz, "raiz"), (cls.pki.ac, "ac"), (cls.pki.ocsp_sat, "ocsp"), (cls.pki.raiz_se, "tsa")):
            cls._confiar(par, rol)

    @classmethod
    def _request_handler(cls, s, r, /, **kw):
        """Odoo turns short timeouts into ten seconds; this machine answers at once or not at all."""
        if urlsplit(r.url).hostname == common.HOST:
            return common._super_send(s, r, **kw)
        return super()._request_handler(s, r, **kw)

    def setUp(self):
        super().setUp()
        self.servicios.falla.clear()
        self.servicios.revocados.clear()
        self.servicios.llamadas.clear()

    @classmethod
    def _firmante(cls, personaje):
        par = identidad(cls.pki.hoja(personaje).cert)
        return {"firmante": True, "firma_rfc": par.rfc_firmante, "firma_curp": par.curp}

    @classmethod
    def _confiar(cls, par, rol):
        autoridad = (
            cls.env["firma.autoridad"]
            .with_user(cls.administradora)
            .create(
                {
                    "name": f"{rol} de prueba",
                    "rol": rol,
                    "certificado": base64.b64encode(par.cer),
                    "ocsp_url": cls.servicios.ocsp_url if rol == "ac" else False,
                    "sha1_hasta": "2027-01-01" if rol == "ac" else False,
                }
            )
        )
        autoridad.with_user(cls.otra_administradora).action_aprobar()
        return autoridad

    # An answer, and the three calls of its signature

    def por_firmar(self, user=None, *otros, **vals):
        """The answer of ``user`` frozen for its signature, and those of ``otros`` after."""
        user = user or self.juridica
        asunto = self.descargado(user)
        accion = asunto.with_user(user).action_responder()
        respuesta = self.env["correspondencia.respuesta"].with_user(user).browse(accion["res_id"])
        respuesta.write(
            {
                "cuerpo": "<p>Se informa lo conducente.</p>",
                "firmante_ids": [(0, 0, {"user_id": otro.id, "sequence": n}) for n, otro in enumerate(otros)],
                **vals,
            }
        )
        respuesta.action_enviar()
        return respuesta

    def abrir(self, respuesta, user=None, personaje="firmante1"):
        user = user or self.juridica
        Sesion = self.env["firma.sesion"].with_user(user)
        datos = Sesion.abrir(respuesta.sudo().firma_id.id, self.pki.hoja(personaje).cer)
        return Sesion._de_token(datos["sesion"]), datos

    def preparar(self, sesion, cadena, personaje="firmante1"):
        return sesion.preparar(self._valor(personaje, cadena.encode()))

    def terminar(self, sesion, preparada, personaje="firmante1"):
        return sesion.terminar(self._valor(personaje, base64.b64decode(preparada["atributos"])))

    def firmar(self, respuesta, user=None, personaje="firmante1"):
        sesion, datos = self.abrir(respuesta, user, personaje)
        return self.terminar(sesion, self.preparar(sesion, datos["cadena"], personaje), personaje)

    def _valor(self, personaje, datos):
        """What the key does in the browser."""
        return self.pki.hoja(personaje).clave.sign(datos, PKCS1v15(), SHA256())

    def assertCodigo(self, codigo, funcion, *args, **kwargs):
        """``funcion`` refuses with that code, and with a sentence."""
        with self.assertRaises(ErrorFirma) as visto, self.cr.savepoint():
            funcion(*args, **kwargs)
        self.assertEqual(visto.exception.codigo, codigo)
        self.assertGreater(len(str(visto.exception)), 15)
