"""An institution that signs: the demo authority approved by two people, its services on a loopback port."""

import base64
from contextlib import contextmanager
from datetime import datetime, timedelta, timezone
from functools import cache, partial
from unittest.mock import patch
from urllib.parse import urlsplit

from cryptography.hazmat.primitives.asymmetric.padding import PKCS1v15
from cryptography.hazmat.primitives.hashes import SHA256
from freezegun import freeze_time

from odoo import fields
from odoo.fields import Command
from odoo.tests import common

from ..demo.pki import Hoja, Pki
from ..demo.respondedores import Proveedora
from ..models import firma_firmante, firma_sesion, res_company
from ..models.firma_errores import ErrorFirma
from ..tools.firma.credencial import identidad
from .common import AHORA, EntradaCommon
from .firma_servicios import Servicios

#: seconds that the impatient institution of :meth:`FirmaEntidad.con_prisa` waits for a service
PRISA = 0.5


@cache
def pki_de_la_entidad():
    """The hierarchy around the frozen day of the tests."""
    return Pki(datetime.fromisoformat(AHORA).replace(tzinfo=timezone.utc))


class FirmaDatos:
    """What any kind of test case needs of an institution that signs: ``juridica`` and ``directora`` do, others do not."""

    @classmethod
    def _crear_firma(cls, pki):
        cls.pki = pki
        cls.servicios = Servicios(pki)
        cls.company.write({"firma_tsa_url": cls.servicios.tsa_url, "city": "Puerto Sereno"})
        cls.juridica.write(cls._firmante("firmante1"))
        cls.directora.write(cls._firmante("firmante2"))
        cls.otra_administradora = cls._persona("otra_administradora", "mensajeria.group_administrador")
        for par, rol in ((pki.raiz, "raiz"), (pki.ac, "ac"), (pki.ocsp_sat, "ocsp"), (pki.raiz_se, "tsa")):
            cls._confiar(par, rol)

    def setUp(self):
        super().setUp()
        for estado in (self.servicios.falla, self.servicios.revocados, self.servicios.desconocidos):
            estado.clear()
        self.servicios.llamadas.clear()

    @classmethod
    def _firmante(cls, personaje):
        quien = identidad(cls._par(personaje).cert)
        return {"firmante": True, "firma_rfc": quien.rfc_firmante, "firma_curp": quien.curp}

    @classmethod
    def _par(cls, personaje):
        """Key and certificate of one of the hierarchy, or of a :class:`Hoja` of the test."""
        return cls.pki.emitir(personaje) if isinstance(personaje, Hoja) else cls.pki.hoja(personaje)

    @classmethod
    def _proponer(cls, par, rol, **vals):
        return (
            cls.env["firma.autoridad"]
            .with_user(cls.administradora)
            .create(
                {
                    "name": f"{rol} de prueba",
                    "rol": rol,
                    "certificado": base64.b64encode(par.cer),
                    "ocsp_url": cls.servicios.ocsp_url if rol == "ac" else False,
                    "sha1_hasta": "2036-01-01" if rol == "ac" else False,
                    **vals,
                }
            )
        )

    @classmethod
    def _confiar(cls, par, rol, **vals):
        autoridad = cls._proponer(par, rol, **vals)
        autoridad.with_user(cls.otra_administradora).action_aprobar()
        return autoridad

    @classmethod
    def _con_psc(cls):
        """With a provider of constancies."""
        cls.company.write({"firma_psc_url": cls.servicios.psc_url, "firma_psc_politicas": Proveedora.politica})
        return cls._confiar(cls.pki.raiz_se, "psc")

    # An answer, and the three calls of its signature

    def por_firmar(self, user=None, *otros, cc=(), asunto=None, **vals):
        """The answer of ``user`` frozen for its signature, and those of ``otros`` after."""
        user = user or self.juridica
        asunto = asunto or self.descargado(user, cc=cc)
        respuesta = self.borrador_de(asunto, user)
        ruta = [Command.create({"user_id": otro.id, "sequence": n}) for n, otro in enumerate(otros)]
        respuesta.write({"cuerpo": "<p>Se informa lo conducente.</p>", "firmante_ids": ruta, **vals})
        respuesta.action_enviar()
        return respuesta

    def borrador_de(self, asunto, user):
        accion = asunto.with_user(user).action_responder()
        return self.env["correspondencia.respuesta"].with_user(user).browse(accion["res_id"])

    def abrir(self, respuesta, user=None, personaje="firmante1"):
        Sesion = self.env["firma.sesion"].with_user(user or self.juridica)
        datos = Sesion.abrir(respuesta.sudo().firma_id.id, self._par(personaje).cer)
        return Sesion._de_token(datos["sesion"]), datos

    def preparar(self, sesion, cadena, personaje="firmante1"):
        return sesion.preparar(self._valor(personaje, cadena.encode()))

    def terminar(self, sesion, preparada, personaje="firmante1"):
        return sesion.terminar(self._valor(personaje, base64.b64decode(preparada["atributos"])))

    def preparada(self, respuesta, user=None, personaje="firmante1"):
        """An open session that only lacks the signature value: ``(session, function that finishes it)``."""
        sesion, datos = self.abrir(respuesta, user, personaje)
        preparada = self.preparar(sesion, datos["cadena"], personaje)
        return sesion, lambda: self.terminar(sesion, preparada, personaje)

    def firmar(self, respuesta, user=None, personaje="firmante1"):
        return self.preparada(respuesta, user, personaje)[1]()

    def _valor(self, personaje, datos):
        """What the key does in the browser."""
        return self._par(personaje).clave.sign(datos, PKCS1v15(), SHA256())

    def suplir(self, titular, suplente, registrar=True, **vals):
        """The authorization of ``titular`` for ``suplente``, this month."""
        autorizacion = self.como(self.env["firma.autorizacion"], self.administradora).create(
            {
                "titular_id": titular.id,
                "suplente_id": suplente.id,
                "desde": "2026-03-01",
                "hasta": "2026-03-31",
                "fundamento": "Artículo 12 del Reglamento Interior",
                "oficio": base64.b64encode(b"%PDF-1.4 oficio de suplencia"),
                "oficio_nombre": "suplencia.pdf",
                **vals,
            }
        )
        if registrar:
            autorizacion.action_registrar()
        return autorizacion

    # Weather, and refusals

    @classmethod
    def _request_handler(cls, s, r, /, **kw):
        """Odoo turns short timeouts into ten seconds; this machine answers at once or not at all."""
        if urlsplit(r.url).hostname == common.HOST:
            return common._super_send(s, r, **kw)
        return super()._request_handler(s, r, **kw)

    @contextmanager
    def con_prisa(self):
        """The institution waits little for its services."""
        with (
            patch.object(firma_sesion, "consultar", partial(firma_sesion.consultar, plazo=PRISA)),
            patch.object(firma_firmante, "consultar", partial(firma_firmante.consultar, plazo=PRISA)),
            patch.object(res_company, "SelladorHttp", partial(res_company.SelladorHttp, plazo=PRISA)),
            patch.object(res_company, "PscHttp", partial(res_company.PscHttp, plazo=PRISA)),
        ):
            yield

    @contextmanager
    def dentro_de(self, **plazo):
        """The clock shows later."""
        with freeze_time(fields.Datetime.now() + timedelta(**plazo)):
            yield

    def cron(self, nombre):
        """Run a scheduled job of the signature, as Odoo does."""
        self.env.flush_all()
        with self.enter_registry_test_mode():
            resultado = self.env.ref(f"correspondencia_entrada.ir_cron_firma_{nombre}").method_direct_trigger()
        self.env.invalidate_all()
        self.assertIs(resultado, True, resultado)

    def revocar(self, personaje, **hace):
        """Its certificate is revoked since a while."""
        self.servicios.revocados[self._par(personaje).cert.serial_number] = datetime.now(timezone.utc) - timedelta(
            **hace
        )

    def assertCodigo(self, codigo, funcion, *args, **kwargs):
        """``funcion`` refuses with that code, and with a sentence."""
        with self.assertRaises(ErrorFirma) as visto, self.cr.savepoint():
            funcion(*args, **kwargs)
        self.assertEqual(visto.exception.codigo, codigo)
        self.assertGreater(len(str(visto.exception)), 15)


class FirmaEntidad(FirmaDatos, EntradaCommon):
    """The institution on its frozen Monday."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.env["res.lang"]._activate_lang("en_US")
        cls.company.partner_id.lang = "en_US"  # what it prints and writes down
        cls._crear_firma(pki_de_la_entidad())
        cls.addClassCleanup(cls.servicios.cerrar)

    def mensajes(self, respuesta, user):
        """What ``user`` was told about the matter, oldest first."""
        return self.env["mail.message"].search(
            [
                ("model", "=", "correspondencia.asunto"),
                ("res_id", "=", respuesta.asunto_id.id),
                ("message_type", "=", "user_notification"),
                ("partner_ids", "in", user.partner_id.ids),
            ],
            order="id",
        )
