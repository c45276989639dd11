from datetime import timedelta

from psycopg2.errors import UniqueViolation

from odoo.exceptions import UserError, ValidationError
from odoo.tests import tagged
from odoo.tools import mute_logger

from ..demo.pki import Hoja
from ..tools.firma.verdicto import dictaminar
from .firma_entidad import FirmaEntidad

TERCERA = Hoja("00001000000700000201", "IÑAKI ÁVILA PEÑA", "AIPI850303EF3", "AIPI850303HDFVXX07")
CUARTO = Hoja("00001000000700000202", "RAÚL ÑÁÑEZ ÍÑIGUEZ", "NAIR860404GH4", "NAIR860404HDFXXL02")


@tagged("post_install", "-at_install")
class TestFirmaRuta(FirmaEntidad):
    """Several sign one document in order, some of them for others."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.contadora.write(cls._firmante(TERCERA))
        cls.revisor.write(cls._firmante(CUARTO))
        cls.personajes = {
            cls.juridica: "firmante1",
            cls.directora: "firmante2",
            cls.contadora: TERCERA,
            cls.revisor: CUARTO,
        }

    def test_four_in_order(self):
        """The fourth box is on a second page; each signature leaves those before it as they were."""
        respuesta = self.por_firmar(
            self.juridica, self.directora, self.contadora, self.revisor, cc=[self.contadora, self.revisor]
        )
        asunto, documento = respuesta.asunto_id, respuesta.sudo().firma_id
        self.assertEqual(documento.firmante_ids.user_id, self.juridica | self.directora | self.contadora | self.revisor)
        revisiones = [documento._bytes()]
        for n, (user, personaje) in enumerate(self.personajes.items(), 1):
            self.assertEqual(documento.turno_de_id, user)
            for otro in self.personajes:
                puede = otro == user
                self.assertEqual("firmar" in self.pasos(otro, asunto), puede, (user.login, otro.login))
                self.assertEqual(documento.with_user(otro).me_toca, puede)
            resultado = self.firmar(respuesta, user, personaje)
            revisiones.append(documento._bytes())
            self.assertTrue(revisiones[-1].startswith(revisiones[-2]), "written after what was signed")
            estado = ("por_firmar", "B-LT") if n < 4 else ("firmado", "B-LTA")
            self.assertEqual((resultado["estado"], resultado["nivel"]), estado)
        self.assertEqual(self.servicios.llamadas, {"ocsp": 8, "tsa": 5})
        self.assertEqual(respuesta.state, "enviada")
        dictamen = dictaminar(revisiones[-1], documento._confianza(), ahora=self.pki.ahora + timedelta(hours=1))
        self.assertEqual([f.campo for f in dictamen.firmas], ["Firma1", "Firma2", "Firma3", "Firma4"])
        self.assertEqual({f.veredicto for f in dictamen.firmas}, {"VALIDA"})
        self.assertEqual(
            [f.identidad.nombre for f in dictamen.firmas],
            ["JUANA PEÑA LÓPEZ", "PEDRO NÚÑEZ MUÑOZ", "IÑAKI ÁVILA PEÑA", "RAÚL ÑÁÑEZ ÍÑIGUEZ"],
        )
        self.assertEqual(revisiones[-1].count(b"/DocMDP"), revisiones[1].count(b"/DocMDP"), "the first one certifies")
        self.assertIn(b"/DocMDP", revisiones[1])
        eventos = documento.bitacora_ids.sorted("numero").mapped("evento")
        self.assertEqual(eventos, ["firmar_parcial"] * 3 + ["firmar"])
        self.assertEqual(self.eventos(asunto).count("firmar"), 1)
        self.assertFalse(self.env["nucleo.bitacora"]._verificar())

    def test_route_of_who_does_not_sign(self):
        """An author who is no signer may ask for the signature of the boss."""
        abogado = self.descargado(self.abogado)
        respuesta = self.por_firmar(self.abogado, self.juridica, asunto=abogado)
        self.assertEqual(respuesta.sudo().firma_id.firmante_ids.user_id, self.juridica)
        self.assertEqual(self.pasos(self.abogado, abogado), [])
        self.firmar(respuesta)
        self.assertEqual(respuesta.state, "enviada")
        sin_firma = self.responder(self.descargado(self.abogado), self.abogado)
        self.assertFalse(sin_firma.firma_id)
        self.assertEqual(sin_firma.state, "enviada")

    def test_nobody_twice(self):
        respuesta = self.por_firmar(self.juridica, self.juridica, self.directora)
        self.assertEqual(respuesta.sudo().firma_id.firmante_ids.user_id, self.juridica | self.directora)
        borrador = self.borrador_de(self.descargado(self.abogado), self.abogado)
        ruta = [(0, 0, {"user_id": self.directora.id})] * 2
        with self.assertRaises(UniqueViolation), self.cr.savepoint(), mute_logger("odoo.sql_db"):
            borrador.firmante_ids = ruta

    def test_one_of_the_route_leaves(self):
        """Before their turn, or when it is theirs: the answer is its author's again."""
        for quien, firmaron in ((self.directora, 1), (self.contadora, 1), (self.contadora, 0)):
            with self.subTest(quien=quien.login, firmaron=firmaron):
                respuesta = self.por_firmar(self.juridica, self.directora, self.contadora, cc=[self.contadora])
                if firmaron:
                    self.firmar(respuesta)
                quien.active = False
                self.assertEqual((respuesta.state, respuesta.sudo().firma_id.state), ("borrador", "cancelado"))
                self.assertIn(quien.name, respuesta.motivo_rechazo)
                self.assertEqual(self.pasos(self.juridica, respuesta.asunto_id), ["atender"])
                quien.active = True

    def test_the_next_left_while_the_time_stamp_was_missing(self):
        self.company.firma_sin_servicio = "pendiente"
        respuesta = self.por_firmar(self.juridica, self.directora)
        self.servicios.falla["tsa"] = "caida"
        self.firmar(respuesta)
        self.servicios.falla.clear()
        self.directora.firmante = False
        self.assertEqual(respuesta.sudo().firma_id.state, "sello_pendiente")
        self.cron("completar")
        self.assertEqual((respuesta.state, respuesta.sudo().firma_id.state), ("borrador", "cancelado"))
        self.assertEqual(self.pasos(self.juridica, respuesta.asunto_id), ["atender"])

    def test_goes_on_after_a_missing_time_stamp(self):
        self.company.firma_sin_servicio = "pendiente"
        respuesta = self.por_firmar(self.juridica, self.directora)
        documento = respuesta.sudo().firma_id
        self.servicios.falla["tsa"] = "caida"
        self.firmar(respuesta)
        self.servicios.falla.clear()
        self.assertEqual(self.pasos(self.directora, respuesta.asunto_id), [])
        self.assertCodigo("SESSION", self.abrir, respuesta, self.directora, "firmante2")
        self.cron("completar")
        self.assertEqual(self.pasos(self.directora, respuesta.asunto_id), ["firmar"])
        self.assertEqual(self.firmar(respuesta, self.directora, "firmante2")["nivel"], "B-LTA")
        despues = self.pki.ahora + timedelta(hours=1)
        self.assertTrue(dictaminar(documento._bytes(), documento._confianza(), ahora=despues).valido)

    # Substitutes

    def test_substitute(self):
        """With the signed paper on file; the stamp, the evidence and the log say for whom."""
        respuesta = self.por_firmar()
        documento = respuesta.sudo().firma_id
        self.assertCodigo("SESSION", self.abrir, respuesta, self.contadora, TERCERA)
        autorizacion = self.suplir(self.juridica, self.contadora)
        self.assertIn(documento, documento.with_user(self.contadora).search([("me_toca", "=", True)]))
        mesa = documento.with_user(self.contadora)._datos_de_mesa(None)
        self.assertEqual([fila["id"] for fila in mesa], documento.ids)
        sesion, terminar = self.preparada(respuesta, self.contadora, TERCERA)
        self.assertEqual(sesion.sudo()._datos_de_estampa(b"")["por_ausencia_de"], "Juridica")
        terminar()
        firmante = documento.firmante_ids
        self.assertEqual((firmante.user_id, firmante.firmo_id), (self.juridica, self.contadora))
        self.assertEqual((firmante.autorizacion_id, firmante.nombre), (autorizacion, "IÑAKI ÁVILA PEÑA"))
        evidencia = firmante._evidencia()
        self.assertEqual(evidencia["por_ausencia_de"], self.juridica.login)
        self.assertEqual(evidencia["autorizacion"]["sha256"], autorizacion._archivo().sha256)
        self.assertEqual(len(evidencia["autorizacion"]["sha256"]), 64)
        self.assertEqual(respuesta.state, "enviada")
        self.assertTrue(documento.with_user(self.contadora).has_access("read"), "who signed it sees it")

    def test_substitute_without_authorization_in_force(self):
        respuesta = self.por_firmar()
        documento = respuesta.sudo().firma_id.with_user(self.contadora)
        casos = {
            "only proposed": {"registrar": False},
            "not yet": {"desde": "2026-03-03"},
            "no more": {"desde": "2026-02-01", "hasta": "2026-03-01"},
            "for somebody else": {"suplente_id": self.revisor.id},
        }
        for caso, vals in casos.items():
            with self.subTest(caso), self.cr.savepoint() as punto:
                self.suplir(self.juridica, self.contadora, **vals)
                self.assertCodigo("SESSION", self.abrir, respuesta, self.contadora, TERCERA)
                self.assertFalse(documento.search([("me_toca", "=", True)]))
                self.assertFalse(documento.has_access("read"))
                self.assertCodigo("SESSION", documento._pdf_base)
                punto.rollback()
        with self.subTest("who signs no more"), self.cr.savepoint() as punto:
            self.suplir(self.juridica, self.contadora)
            self.assertTrue(documento.me_toca)
            self.contadora.firmante = False
            self.assertCodigo("SESSION", self.abrir, respuesta, self.contadora, TERCERA)
            punto.rollback()
        with self.subTest("of another institution"), self.cr.savepoint() as punto:
            (self.juridica | self.contadora | self.administradora).company_ids |= self.otra_company
            self.suplir(self.juridica, self.contadora, company_id=self.otra_company.id)
            self.assertCodigo("SESSION", self.abrir, respuesta, self.contadora, TERCERA)
            punto.rollback()

    def test_substitute_with_another_clock(self):
        """The last day ends when it ends in the institution, whatever the time zone of the substitute."""
        respuesta = self.por_firmar()
        self.suplir(self.juridica, self.contadora, hasta="2026-03-02")
        for zona in ("Pacific/Pago_Pago", "Pacific/Kiritimati"):
            suplente = self.contadora.with_context(tz=zona)
            suplente.tz = zona
            with self.subTest(zona), self.dentro_de(hours=11, minutes=59):
                self.assertTrue(respuesta.sudo().firma_id._puede_firmar(suplente))
            with self.subTest(zona), self.dentro_de(hours=12, minutes=1):
                self.assertFalse(respuesta.sudo().with_context(tz=zona).firma_id._puede_firmar(suplente))

    def test_substitute_whose_authorization_ends_in_the_middle(self):
        respuesta = self.por_firmar()
        autorizacion = self.suplir(self.juridica, self.contadora)
        _sesion, terminar = self.preparada(respuesta, self.contadora, TERCERA)
        with self.cr.savepoint() as punto:
            self.assertRaisesRegex(UserError, "Write the reason", autorizacion.action_revocar)
            autorizacion.action_revocar("Volvió de su comisión")
            self.assertCodigo("SESSION", terminar)
            punto.rollback()
        with self.subTest("another one took its place"), self.cr.savepoint() as punto:
            autorizacion.action_revocar("Se firmó otra")
            self.suplir(self.juridica, self.contadora)
            self.assertCodigo("SESSION", terminar)
            punto.rollback()
        with self.subTest("the signer lost the office"), self.cr.savepoint() as punto:
            self.juridica.firmante = False
            self.assertCodigo("SESSION", terminar)
            punto.rollback()
        terminar()
        self.assertEqual(respuesta.state, "enviada")

    def test_signer_and_substitute_both_begin(self):
        """Whoever finishes second is told; the evidence is of the one who signed."""
        respuesta = self.por_firmar()
        self.suplir(self.juridica, self.contadora)
        _sesion, suplente = self.preparada(respuesta, self.contadora, TERCERA)
        _sesion, titular = self.preparada(respuesta)
        with self.cr.savepoint() as punto:
            suplente()
            self.assertTrue(respuesta.sudo().firma_id.firmante_ids.autorizacion_id)
            self.assertCodigo("SESSION", titular)
            punto.rollback()
        titular()
        self.assertFalse(respuesta.sudo().firma_id.firmante_ids.autorizacion_id)
        self.assertCodigo("SESSION", suplente)

    def test_authorizations_on_file(self):
        autorizacion = self.suplir(self.juridica, self.contadora)
        self.assertRaisesRegex(UserError, "on file", autorizacion.write, {"hasta": "2030-01-01"})
        with self.assertRaises(UserError), self.cr.savepoint():
            autorizacion.unlink()
        with self.assertRaises(UserError), self.cr.savepoint():
            autorizacion._archivo().write({"raw": b"otro oficio"})
        for vals, frase in (
            ({"suplente_id": self.juridica.id}, "Nobody substitutes"),
            ({"suplente_id": self.abogado.id}, "is no signer"),
            ({"hasta": "2026-02-01"}, "ends before"),
            ({"company_id": self.otra_company.id}, "does not belong"),
        ):
            with self.subTest(frase), self.assertRaisesRegex(ValidationError, frase), self.cr.savepoint():
                self.suplir(self.juridica, self.contadora, **vals)
