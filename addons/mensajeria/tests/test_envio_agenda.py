"""Addressees that were written before are offered, and several requests are attended at once."""

from odoo.exceptions import UserError
from odoo.tests import Form, tagged

from .envios_comun import EnviosCommon


@tagged("post_install", "-at_install")
class TestAgenda(EnviosCommon):
    def conocidos(self, texto, user=None):
        return self.como(self.Envio, user or self.solicitante).destinatarios_conocidos(texto)

    def test_the_last_address_of_an_addressee_is_offered(self):
        for numero in ("10", "20"):
            self.solicitud(pieza={"dest_nombre": "Archivo de Prueba", "dest_numero": numero})
        (conocido,) = self.conocidos("archivo de pru")
        self.assertEqual((conocido["nombre"], conocido["datos"]["dest_numero"]), ("Archivo de Prueba", "20"))
        self.assertIn("Calle de Tacuba 20", conocido["detalle"])
        self.assertEqual(conocido["datos"]["dest_pais_id"]["display_name"], self.env.ref("base.mx").name)

    def test_addressees_of_other_units_are_not_told(self):
        otro = self._persona("otro_solicitante", "solicitante", area=self._area("Otra unidad", "OUM"))
        self.solicitud(pieza={"dest_nombre": "Persona Reservada"})
        self.assertTrue(self.conocidos("persona reservada"))
        self.assertFalse(self.conocidos("persona reservada", otro))

    def test_two_letters_and_contacts_without_address_offer_nothing(self):
        self.env["res.partner"].create({"name": "Zzyx sin domicilio"})
        self.assertFalse(self.conocidos("zz"))
        self.assertFalse(self.conocidos("zzyx"))

    def test_the_directory_comes_after_the_pieces(self):
        partner = self.env["res.partner"].create({"name": "Zzyx del directorio", "street": "Una calle", "zip": "06000"})
        self.solicitud(pieza={"dest_nombre": "Zzyx de una pieza"})
        primero, segundo = self.conocidos("zzyx")
        self.assertEqual((primero["nombre"], segundo["nombre"]), ("Zzyx de una pieza", partner.name))
        self.assertEqual(segundo["datos"], {"partner_id": {"id": partner.id, "display_name": partner.display_name}})

    def test_a_request_tells_its_addressees(self):
        self.assertEqual(self.solicitud(2).destinatarios, "Destinatario 1, Destinatario 2")
        self.assertEqual(self.solicitud(5).destinatarios, "Destinatario 1, Destinatario 2, Destinatario 3 +2")

    def test_the_office_of_the_last_request_is_proposed(self):
        otra = self._area("Otra oficialía", "OTM", es_oficialia=True)
        solicitudes = self.como(self.env["mensajeria.solicitud"], self.solicitante)
        with Form(solicitudes) as forma:
            self.assertFalse(forma.oficialia_id)
        self.solicitud(oficialia_id=otra.id)
        with Form(solicitudes) as forma:
            self.assertEqual(forma.oficialia_id, otra)

    def test_of_those_marked_the_ones_that_wait_are_accepted(self):
        borrador, una, otra = self.solicitud(), self.enviada(), self.enviada()
        suyas = self.como(una | otra, self.op_local)
        suyas.action_aceptar_varias()
        self.assertEqual((una | otra).mapped("state"), ["aceptada"] * 2)
        self.assertEqual(borrador.state, "borrador")
        with self.assertRaises(UserError):
            suyas.action_aceptar_varias()

    def test_the_usual_service_is_proposed_where_the_rules_propose_none(self):
        self.por_sepomex()
        piezas = self.aceptada(user=self.op_sepomex, tipo_sugerido="sepomex")
        piezas.write({"servicio_id": False})
        asistente = self.como(self.env["mensajeria.despachar"], self.op_sepomex).create({"envio_ids": piezas.ids})
        self.assertEqual(asistente.linea_ids.servicio_id, self.registrado)

    def test_what_was_asked_of_two_couriers_is_not_one_group(self):
        self.por_sepomex()
        por_correo = self.aceptada(user=self.administradora, tipo_sugerido="sepomex")
        por_otra = self.aceptada(user=self.administradora, tipo_sugerido="foranea")
        piezas = por_correo | por_otra
        piezas.write({"servicio_id": False, "mensajero_id": False})
        asistente = self.como(self.env["mensajeria.despachar"], self.administradora).create({"envio_ids": piezas.ids})
        self.assertEqual(
            {linea.tipo_sugerido: linea.envio_ids for linea in asistente.linea_ids},
            {"sepomex": por_correo, "foranea": por_otra},
        )

    def test_lists_are_issued_when_they_are_made(self):
        asistente = self.como(self.env["mensajeria.despachar"], self.op_local).create(
            {"envio_ids": self.aceptada(2).ids, "emitir": True}
        )
        asistente.action_despachar()
        self.assertEqual(asistente.envio_ids.relacion_id.mapped("state"), ["emitida"])
