from contextlib import ExitStack
from unittest.mock import patch

from odoo import api, fields
from odoo.modules import Manifest
from odoo.tests import TransactionCase, tagged
from odoo.tools import convert_file

from odoo.addons.correspondencia_entrada.demo import correspondencia_demo
from odoo.addons.correspondencia_entrada.demo.pasos import leer_guion as leer_asuntos
from odoo.addons.correspondencia_salida.demo.pasos import leer_guion


@tagged("post_install", "-at_install", "datos_demo")
class TestDemo(TransactionCase):
    """The demo data, loaded here whether or not the database has them."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        if not cls.env.ref("mensajeria.demo_company", raise_if_not_found=False):
            cls._cargar_abajo()
        if not cls.env.ref("correspondencia_salida.demo_user_redactora", raise_if_not_found=False):
            cls._cargar("correspondencia_salida")
        cls.company = cls.env.ref("mensajeria.demo_company")
        cls.oficios = cls.env["correspondencia.oficio"].search([("company_id", "=", cls.company.id)])
        cls.lineas = cls.oficios.destinatario_ids

    @classmethod
    def _cargar(cls, addon):
        for archivo in Manifest.for_addon(addon)["demo"]:
            convert_file(cls.env, addon, archivo, {}, "init", noupdate=True)

    @classmethod
    def _cargar_abajo(cls):
        """People and catalogues of the floors below, and the matters that are answered: the rest has its own tests."""
        contestados = tuple(carta.asunto for carta in leer_guion() if carta.asunto)
        casos = [caso for caso in leer_asuntos() if caso.descripcion.startswith(contestados)]
        with ExitStack() as pila:
            pila.enter_context(patch.object(cls.registry["mensajeria.demo"], "_cargar", api.model(lambda self: None)))
            pila.enter_context(patch.object(correspondencia_demo, "leer_guion", lambda: casos))
            cls._cargar("mensajeria")
            cls._cargar("correspondencia_entrada")

    def _faltan(self, registros, campo):
        return set(dict(registros._fields[campo].selection)) - set(registros.mapped(campo))

    def test_every_state_and_every_means_is_there(self):
        self.assertEqual(len(self.oficios), 40)
        self.assertFalse(self._faltan(self.oficios, "state"))
        self.assertFalse(self._faltan(self.lineas, "medio"))
        self.assertFalse(self._faltan(self.lineas, "state"))
        salieron = self.lineas.filtered(lambda d: d.state in ("despachado", "acusado", "devuelto"))
        self.assertFalse(self._faltan(salieron, "medio"), "something left by each means")
        self.assertTrue(self.lineas.filtered("vencido"), "acuses that should have come")
        lecturas = self.env["correspondencia.lectura"].search([("oficio_id", "in", self.oficios.ids)])
        self.assertLessEqual({"por_leer", "leida"}, set(lecturas.mapped("state")))
        vistos = self.env["correspondencia.oficio.visto"].search([("oficio_id", "in", self.oficios.ids)])
        self.assertFalse(self._faltan(vistos, "state"))

    def test_numbers_follow_time_and_the_log_holds(self):
        numeros = self.env["correspondencia.numero"].search([("company_id", "=", self.company.id)])
        self.assertFalse(self._faltan(numeros, "state"))
        for serie in numeros.grouped(lambda n: (n.folio_serie_id, n.folio_anio)).values():
            por_numero = serie.sorted("folio_numero")
            self.assertEqual(por_numero.mapped("folio_numero"), list(range(1, len(serie) + 1)))
            self.assertEqual(por_numero, serie.sorted(lambda n: (n.fecha, n.folio_numero)))
        for modelo in ("correspondencia.oficio", "correspondencia.destinatario", "correspondencia.numero"):
            self.assertFalse(self.env["nucleo.bitacora"]._verificar(modelo))
        self.assertTrue(all(oficio.create_date < fields.Datetime.now() for oficio in self.oficios))

    def test_who_signed_signed_by_hand(self):
        """Nobody's e.firma signs in the demo: those who sign with theirs still have to."""
        firmados = self.oficios.filtered("fecha_firma")
        self.assertEqual(set(firmados.mapped("modo_firma")), {"autografa"})
        self.assertTrue(all(oficio.escaneo_id.evidencia for oficio in firmados))
        por_firmar = self.oficios.filtered(lambda o: o.firma_id and o.state == "numerado")
        self.assertEqual(set(por_firmar.firma_id.turno_de_id.mapped("login")), {"direccion", "juridico"})

    def test_letters_are_joined_to_matters_and_pieces(self):
        contestan = self.oficios.filtered("turno_ids")
        self.assertGreaterEqual(len(contestan), 8)
        fuera = contestan.filtered("fecha_despacho")
        self.assertEqual(set(fuera.turno_ids.mapped("state")), {"concluido"})
        salieron = self.lineas.filtered(lambda d: d.envio_id and d.fecha_despacho)
        self.assertEqual(set(salieron.mapped("medio")), {"local", "sepomex", "foranea"})
        self.assertTrue(all(envio.relacion_id for envio in salieron.envio_id))
        self.assertTrue(all(linea.envio_id.acuse_ids for linea in salieron.filtered("requiere_acuse")))

    def test_everybody_has_something_to_do(self):
        Tarea = self.env["seguimiento.tarea"]
        pasos = Tarea.search([("res_model", "=", "correspondencia.oficio"), ("state", "=", "pendiente")]).paso_id
        self.assertLessEqual(
            {"oficio_revisar", "oficio_numerar", "oficio_firmar", "oficio_firmado", "oficio_despachar"},
            set(pasos.mapped("codigo")),
        )
        for login in ("redactora", "redactor"):
            user = self.env.ref(f"correspondencia_salida.demo_user_{login}")
            self.assertTrue(Tarea.with_user(user).search_count(Tarea.with_user(user)._dominio_mias()), login)

    def test_no_message_waits_to_be_sent(self):
        mensajes = [mensaje for mensaje in self.lineas.mapped("message_id") if mensaje]
        correos = self.env["mail.mail"].search([("message_id", "in", mensajes)])
        self.assertEqual(set(correos.mapped("state")), {"sent"})

    def test_it_is_not_loaded_twice(self):
        self.env["correspondencia.salida.demo"]._cargar()
        self.assertEqual(self.oficios.search([("company_id", "=", self.company.id)]), self.oficios)
