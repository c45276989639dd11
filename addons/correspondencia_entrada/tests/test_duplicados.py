from odoo.exceptions import AccessError
from odoo.fields import Command
from odoo.tests import tagged

from ..tools.textos import normalizar_numero
from .common import EntradaCommon, pdf


@tagged("post_install", "-at_install")
class TestDuplicados(EntradaCommon):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.original = cls.borrador(numero_oficio="SE/DGA-0012/2026")
        cls.original.action_registrar()

    def guardia(self, asunto):
        """The wizard that stopped the registration of ``asunto``."""
        accion = asunto.action_registrar()
        self.assertEqual(accion.get("res_model"), "correspondencia.duplicado", "the guard did not stop it")
        self.assertRecordValues(asunto, [{"state": "borrador", "name": False}])
        return self.env["correspondencia.duplicado"].with_user(asunto.env.user).browse(accion["res_id"])

    def test_same_sender_and_number_however_it_was_typed(self):
        for numero in ("SE/DGA-0012/2026", "se/dga-12/2026", " SE DGA 012 2026 ", "SE.DGA.12.2026", "sé-dga-0012-2026"):
            with self.subTest(numero):
                guardia = self.guardia(self.borrador(numero_oficio=numero))
                self.assertEqual(guardia.sudo().anterior_ids, self.original)
                self.assertIn(self.original.name, guardia.resumen)

    def test_what_is_not_a_duplicate(self):
        otro = self.env["res.partner"].create({"name": "Otro remitente"})
        for vals in (
            {"numero_oficio": "SE/DGA-0013/2026"},
            {"numero_oficio": "SE/DGA-1/2/2026"},
            {"numero_oficio": "SE/DGA-120/2026"},
            {"numero_oficio": "SE/DGA-0012/2026", "remitente_id": otro.id},
            {"numero_oficio": ""},
            {"numero_oficio": "S/N", "remitente_id": otro.id},
        ):
            with self.subTest(vals):
                self.registrado(**vals)

    def test_drafts_cancelled_and_other_companies_do_not_count(self):
        self.borrador(numero_oficio="A/1")
        self.registrado(numero_oficio="A/1").action_cancelar("Error")
        self.registrado(numero_oficio="A/1")
        self.borrador(user=self.ventanilla_b, numero_oficio="SE/DGA-0012/2026").action_registrar()

    def test_an_internal_sender_is_a_unit(self):
        interno = {
            "origen": "interno",
            "remitente_id": False,
            "area_remitente_id": self.finanzas.id,
            "numero_oficio": "M/1",
        }
        anterior = self.registrado(**interno)
        self.assertEqual(self.guardia(self.borrador(**interno)).sudo().anterior_ids, anterior)
        self.registrado(**interno | {"area_remitente_id": self.juridico.id})

    def test_the_same_file(self):
        oficio = pdf("Demanda de amparo")
        anterior = self.registrado(documento_ids=[Command.link(self.archivo(contenido=oficio).id)])
        asunto = self.borrador(documento_ids=[Command.link(self.archivo("otro nombre.pdf", oficio).id)])
        self.assertEqual(self.guardia(asunto).sudo().anterior_ids, anterior)
        self.registrado(documento_ids=[Command.link(self.archivo(contenido=pdf("Otra demanda")).id)])

    def test_several_at_once_are_not_let_through(self):
        repetido = self.borrador(numero_oficio="SE/DGA-0012/2026")
        self.assertRechaza("register it by itself", (self.borrador() | repetido).action_registrar, registros=repetido)

    def test_going_on_as_duplicate_or_follow_up(self):
        for relacion in ("duplicado", "alcance"):
            with self.subTest(relacion):
                asunto = self.borrador(numero_oficio="SE/DGA-12/2026")
                guardia = self.guardia(asunto)
                guardia.write({"relacion": relacion, "anterior_id": self.original.id})
                guardia.action_registrar()
                self.assertRecordValues(
                    asunto,
                    [{"state": "por_digitalizar", "relacion_tipo": relacion, "relacionado_id": self.original.id}],
                )
                self.assertEqual(self.eventos(asunto), ["registrar", "relacionar"])

    def test_going_on_needs_a_reason_when_unrelated(self):
        asunto = self.borrador(numero_oficio="SE/DGA-12/2026")
        guardia = self.guardia(asunto)
        guardia.write({"relacion": "ninguna", "motivo": "  "})
        self.assertRechaza("why it is registered", guardia.action_registrar, registros=asunto)
        guardia.motivo = "La dependencia repite su numeración cada trimestre"
        guardia.action_registrar()
        self.assertRecordValues(asunto, [{"relacion_tipo": "ninguna", "relacionado_id": False}])
        self.assertEqual(asunto.sudo().bitacora_ids.filtered(lambda e: e.evento == "relacionar").motivo, guardia.motivo)
        self.assertRechaza("To Digitize", guardia.action_registrar, registros=asunto)

    def test_of_what_the_clerk_may_not_read_only_the_folio_is_told(self):
        ajeno = self.borrador(
            user=self.ventanilla_x,
            oficialia_id=self.oficialia_x.id,
            numero_oficio="X/1",
            descripcion="Secreto de otra oficina",
        )
        ajeno.action_registrar()
        resumen = self.guardia(self.borrador(numero_oficio="X/1")).resumen
        self.assertIn(ajeno.name, resumen)
        self.assertNotIn("Secreto", resumen)
        self.assertNotIn("Juana", resumen)

    def test_the_guard_of_others_is_of_no_use(self):
        asunto = self.borrador(numero_oficio="SE/DGA-12/2026")
        guardia = self.guardia(asunto)
        for user in (self.ventanilla_x, self.juridica):
            with self.subTest(user.login):
                self.assertRechaza("", guardia.with_user(user).action_registrar, registros=asunto, error=AccessError)


@tagged("post_install", "-at_install")
class TestNumeroNormalizado(EntradaCommon):
    def test_normal_form(self):
        for texto, normal in [
            ("SE / dga-0012/2026", "SE.DGA.12.2026"),
            ("se-DGA 12-2026", "SE.DGA.12.2026"),
            ("OFICIO12", "OFICIO.12"),
            ("Oficio Nº 7", "OFICIO.NO.7"),
            ("0", "0"),
            ("000", "0"),
            ("1/02", "1.2"),
            ("12", "12"),
            ("  ", ""),
            ("", ""),
            (None, ""),
            ("---", ""),
        ]:
            with self.subTest(texto):
                self.assertEqual(normalizar_numero(texto), normal)
        self.assertNotEqual(normalizar_numero("1/2"), normalizar_numero("12"))
