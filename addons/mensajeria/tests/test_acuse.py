"""The life of an acuse, and what makes it void by itself."""

from datetime import timedelta

from psycopg2.errors import InsufficientPrivilege

from odoo.exceptions import AccessError, UserError, ValidationError
from odoo.fields import Command, Date
from odoo.tests import tagged
from odoo.tools import mute_logger

from ..tools import acuses
from .acuses_comun import AcusesCommon


@tagged("post_install", "-at_install")
class TestAcuse(AcusesCommon):
    def tareas(self, registro):
        return registro.sudo()._tareas_abiertas().mapped("paso_id.codigo")

    def test_rules(self):
        hoy = Date.to_date("2026-03-02")
        ayer = Date.to_date("2026-03-01")
        casos = [
            (("destinatario", True, False, hoy, hoy), None),
            (("representante_legal", True, True, hoy, hoy), None),
            (("familiar_tercero", False, False, hoy, hoy), None),
            (("familiar_tercero", True, False, hoy, hoy), "tercero"),
            (("oficina_sello", True, True, hoy, hoy), None),
            (("oficina_sello", False, False, hoy, hoy), "sello_fisica"),
            (("destinatario", False, False, ayer, hoy), "fecha_anterior"),
            ((None, True, False, None, hoy), None),
            (("destinatario", False, False, hoy, hoy, True, True), "sobre_devuelto"),
            (("destinatario", False, False, hoy, hoy, False, True), None),
        ]
        for datos, esperada in casos:
            with self.subTest(datos=datos):
                self.assertEqual(acuses.irregularidad(acuses.Entrega(*datos)), esperada)
        self.assertEqual([acuses.antiguedad(d) for d in (0, 5, 6, 15, 16, 40, 41, 900)],
                         ["0_5", "0_5", "6_15", "6_15", "16_40", "16_40", "mas_40", "mas_40"])  # fmt: skip

    def test_whole_life(self):
        pieza = self.fuera()
        acuse = self.acuse(pieza)
        self.assertRecordValues(
            acuse, [{"state": "en_proveedor", "fecha_salida": Date.to_date("2026-03-02"), "plazo": Date.to_date("2026-03-17")}]
        )  # fmt: skip
        self.assertEqual(self.tareas(acuse), [])
        acuse.action_recibir(fecha_entrega="2026-03-02")
        self.assertEqual((acuse.state, pieza.state), ("recibido", "entregado"))
        self.assertTrue(acuse.fecha_recepcion)
        self.assertEqual(self.tareas(acuse), ["msj_acuse_revisar"])
        self.assertRechaza("Digitize", acuse.action_validar)
        self.assertRechaza("Attach", acuse.action_digitalizar)
        acuse.archivo_ids = self.adjunto()
        acuse.action_digitalizar()
        self.assertTrue(acuse.archivo_ids.sudo().sha256)
        self.assertRechaza("Receiver", acuse.action_validar)
        acuse.write({"receptor_nombre": "Ana", "caracter": "destinatario"})
        self.assertFalse(acuse.fecha_efectos)
        acuse.action_validar()
        self.assertEqual(acuse.fecha_efectos, acuse.fecha_entrega)
        self.assertEqual(self.tareas(acuse), ["msj_acuse_entregar"])
        acuse.action_entregar()
        self.assertEqual(self.tareas(acuse), [])
        acuse.action_archivar()
        self.assertEqual(acuse.state, "archivado")
        self.assertFalse(acuse.sudo().action_verificar_bitacora()["params"]["sticky"])

    def test_service_without_acuse(self):
        self.registrado.requiere_acuse = False
        self.assertFalse(self.fuera().sudo().acuse_ids)

    def test_the_date_of_the_paper_is_that_of_the_delivery(self):
        """Not that of its reading."""
        with self.hoy("2026-03-10 18:00:00"):
            pieza = self.fuera()
        with self.hoy("2026-03-20 18:00:00"):
            acuse = self.acuse(pieza)
            acuse.action_recibir()
            self.assertEqual(pieza.sudo().fecha_entrega.date(), Date.to_date("2026-03-20"))
            acuse.fecha_entrega = "2026-03-13"
            self.assertEqual(pieza.sudo().fecha_entrega.date(), Date.to_date("2026-03-13"))

    def test_told_at_the_door(self):
        """The messenger's delivery fills it in; the paper is still awaited."""
        relacion = self.en_ruta(1)
        pieza = relacion.linea_ids.envio_id
        self.entregar(pieza, receptor_nombre="Luis")
        acuse = self.acuse(pieza, self.op_local)
        self.assertRecordValues(
            acuse,
            [{"state": "en_mensajero", "receptor_nombre": "Luis", "caracter": "destinatario",
              "fecha_entrega": Date.to_date("2026-03-02")}],
        )  # fmt: skip
        acuse.action_recibir()
        self.assertEqual((acuse.state, acuse.receptor_nombre), ("recibido", "Luis"))
        self.assertEqual(len(self.eventos(pieza, "entregado")), 1)
        self.assertRechaza("take back its reception", pieza.action_corregir, motivo="x")

    def test_caso_38_delivered_then_said_returned(self):
        pieza = self.fuera()
        pieza.sudo()._registrar_evento("entregado", receptor_nombre="Ana", caracter="destinatario")
        for _vez in range(2):
            pieza.sudo()._registrar_evento("devuelto", origen="api")
        self.assertEqual((pieza.state, self.acuse(pieza).state), ("entregado", "en_proveedor"))
        self.assertEqual(self.eventos(pieza, "devuelto").mapped("conflicto"), [True, True])
        self.assertEqual(self.tareas(pieza), ["msj_conflicto"])
        self.assertRechaza("Write the reason", pieza.action_aclarar)
        with self.assertRaises(AccessError):
            self.como(pieza, self.op_local).action_aclarar(motivo="x")
        pieza.action_aclarar(motivo="El transportista se equivocó")
        self.assertEqual(self.tareas(pieza), [])
        self.assertRechaza("Nothing contradicts", pieza.action_aclarar, motivo="x")

    def test_caso_39_third_party_of_a_personal_service(self):
        pieza = self.fuera()  # registrado: personal
        pieza.action_registrar("entregado", receptor_nombre="Vecino", caracter="familiar_tercero")
        acuse = self.acuse(pieza)
        self.assertEqual((acuse.state, acuse.irregularidad), ("irregular", "tercero"))
        self.assertFalse(acuse.fecha_efectos)
        self.assertEqual(self.tareas(acuse), ["msj_acuse_resolver"])
        acuse.action_recibir()
        self.leer_papel(acuse, caracter="familiar_tercero")
        acuse.action_digitalizar()
        self.assertEqual(acuse.state, "irregular")
        self.assertRechaza("cannot be validated", acuse.action_validar)
        acuse.certificacion_ids = self.adjunto("certificacion.pdf")
        self.assertRechaza("does not mend", acuse.action_sustituir)
        acuse.caracter = "destinatario"  # it had been typed wrong
        self.assertEqual(acuse.state, "digitalizado")
        acuse.action_validar()

    def test_caso_40_stamp_for_a_natural_person(self):
        fisica, moral = self.fuera(), self.fuera(pieza={"dest_persona_moral": True})
        for pieza, estado in ((fisica, "irregular"), (moral, "recibido")):
            acuse = self.acuse(pieza)
            acuse.action_recibir(caracter="oficina_sello", fecha_entrega="2026-03-02")
            self.assertEqual(acuse.state, estado)

    def test_caso_41_dates(self):
        acuse = self.acuse(self.fuera())
        with self.assertRaises(ValidationError), self.cr.savepoint():
            acuse.action_recibir(fecha_entrega="2026-03-03")
        acuse.action_recibir(fecha_entrega="2026-02-27")
        self.assertEqual((acuse.state, acuse.irregularidad), ("irregular", "fecha_anterior"))
        sin_fecha = self.acuse(self.fuera())
        sin_fecha.action_recibir()
        self.leer_papel(sin_fecha, fecha_entrega=False)
        sin_fecha.action_digitalizar()
        self.assertRechaza("Delivered On", sin_fecha.action_validar)
        self.assertRechaza("Remark", sin_fecha.action_observar)
        sin_fecha.action_observar("sin_fecha")
        self.assertEqual((sin_fecha.state, sin_fecha.irregularidad), ("irregular", "sin_fecha"))

    def test_caso_46_certification_and_validated_is_immutable(self):
        acuse = self.acuse(self.fuera())
        self.assertRechaza("Write the reason", acuse.action_extraviar)
        acuse.action_extraviar(motivo="No llegó")
        self.assertEqual(self.tareas(acuse), ["msj_acuse_resolver"])
        self.assertRechaza("Attach the certification", acuse.action_sustituir)
        acuse.certificacion_ids = self.adjunto("certificacion.pdf")
        self.leer_papel(acuse, archivo_ids=[])
        acuse.action_sustituir()
        self.assertEqual((acuse.state, acuse.fecha_efectos), ("sustituido", Date.to_date("2026-03-02")))
        for firme in (acuse, self.validado(self.fuera())):
            for quien in (firme, firme.sudo(), self.como(firme, self.administradora)):
                for vals in ({"receptor_nombre": "Otro"}, {"fecha_entrega": "2026-03-01"}, {"archivo_ids": [Command.clear()]},
                             {"certificacion_ids": [Command.clear()]}, {"observacion": "ilegible"}):  # fmt: skip
                    self.assertRechaza("validated", quien.write, vals)
                self.assertRechaza("process", quien.write, {"state": "recibido"})
                with self.assertRaises(UserError):
                    quien.unlink()
            self.assertRechaza("validated", firme.action_deshacer, motivo="x")
            for consulta in (
                "UPDATE mensajeria_acuse SET receptor_nombre = 'Otro' WHERE id = %s",
                "UPDATE mensajeria_acuse SET state = 'recibido' WHERE id = %s",
                "UPDATE mensajeria_acuse SET fecha_validacion = NULL WHERE id = %s",
                "DELETE FROM mensajeria_acuse WHERE id = %s",
            ):
                with mute_logger("odoo.sql_db"), self.assertRaises(InsufficientPrivilege), self.cr.savepoint():
                    self.cr.execute(consulta, [firme.id])
            self.registrado.entrega_personal = not self.registrado.entrega_personal
            self.env.flush_all()  # later changes of the service do not reach it

    def test_undo_is_a_compensating_event(self):
        pieza = self.fuera()
        acuse = self.acuse(pieza)
        acuse.action_recibir(caracter="destinatario")
        self.assertRechaza("Write the reason", acuse.action_deshacer)
        acuse.action_deshacer(motivo="Era de otra pieza")
        self.assertEqual((acuse.state, pieza.state), ("en_proveedor", "en_transito"))
        self.assertFalse(acuse.fecha_recepcion or acuse.caracter)
        entregado, correccion = self.eventos(pieza, "entregado", "correccion")
        self.assertEqual(correccion.anula_id, entregado)
        acuse.action_recibir()
        self.leer_papel(acuse)
        acuse.action_digitalizar()
        acuse.action_deshacer(motivo="x")
        self.assertEqual(acuse.state, "recibido")
        self.assertEqual(self.tareas(acuse), ["msj_acuse_revisar"])

    def test_returned_piece(self):
        pieza = self.fuera()
        acuse = self.acuse(pieza)
        pieza.action_registrar("devuelto", motivo="No reclamado")
        self.assertEqual(acuse.state, "no_entregado")
        pieza.action_corregir(motivo="Era otra")
        self.assertEqual((acuse.state, acuse.sobre_devuelto), ("en_proveedor", False))
        pieza.action_registrar("extraviado", motivo="Siniestro")
        self.assertEqual(acuse.state, "extraviado")
        pieza.action_corregir(motivo="Apareció")
        self.assertEqual(acuse.state, "en_proveedor")

    def test_caso_48_one_paper_for_several_pieces(self):
        piezas = self.fuera(3)
        for pieza in piezas:  # the same addressee
            self.env.cr.execute("UPDATE mensajeria_envio SET dest_nombre = 'Juzgado' WHERE id = %s", [pieza.id])
        self.env.invalidate_all()
        ajena = self.fuera(pieza={"dest_nombre": "Otra persona"})
        todos = self.acuse(piezas)
        self.assertRechaza("another addressee", (todos | self.acuse(ajena)).action_agrupar)
        todos.action_agrupar()
        principal, otros = todos[0], todos[1:]
        self.assertEqual(otros.conjunto_id, principal)
        self.assertRechaza("write there", otros[0].write, {"receptor_nombre": "x"})
        otros[0].action_recibir(fecha_entrega="2026-03-02")
        self.assertEqual(set(todos.mapped("state")), {"recibido"})
        self.assertEqual(set(piezas.mapped("state")), {"entregado"})
        self.assertEqual(self.tareas(todos), ["msj_acuse_revisar"])
        self.leer_papel(principal)
        principal.action_digitalizar()
        self.assertRechaza("validate that one", otros[0].action_validar)
        principal.action_validar()
        self.assertEqual(set(todos.mapped("state")), {"validado"})
        self.assertEqual(set(todos.mapped("receptor_nombre")), {"Ana Ruiz"})

    def agrupados(self, cuantos=3):
        """Acuses of pieces for one addressee, signed on one paper."""
        piezas = self.fuera(cuantos)
        for pieza in piezas:
            self.env.cr.execute("UPDATE mensajeria_envio SET dest_nombre = 'Juzgado' WHERE id = %s", [pieza.id])
        self.env.invalidate_all()
        acuses = self.acuse(piezas)
        acuses.action_agrupar()
        return acuses

    def test_a_paper_of_its_own_after_all(self):
        """It is chased again: while another paper covered it, nobody asked for it."""
        principal, otro, _tercero = self.agrupados()
        otro.sudo()._perseguir(self.company._hoy())
        self.assertFalse(otro.fecha_persecucion)
        self.assertRechaza("Write the reason", otro.action_separar)
        otro.action_separar("It came apart")
        self.assertFalse(otro.conjunto_id)
        self.assertEqual(otro.fecha_persecucion, otro.plazo + timedelta(days=1))
        principal.action_recibir()
        self.assertEqual((principal.state, otro.state), ("recibido", "en_proveedor"))

    def test_excusing_a_paper_excuses_all_that_it_covers(self):
        acuses = self.agrupados()
        acuses[0].action_dispensar("The addressee died")
        self.assertEqual(acuses.mapped("state"), ["no_requerido"] * 3)

    def test_what_was_digitized_stays_and_what_comes_later_is_fixed_too(self):
        acuse = self.acuse(self.fuera())
        acuse.action_recibir()
        self.leer_papel(acuse)
        acuse.action_digitalizar()
        primero, reverso = acuse.archivo_ids, self.adjunto("reverso.pdf")
        self.assertRechaza("part of a registered document", acuse.write, {"archivo_ids": [Command.clear()]})
        acuse.archivo_ids = [Command.link(reverso.id)]
        acuse.action_validar()
        self.assertEqual(acuse.archivo_ids, primero | reverso)
        self.assertTrue(reverso.evidencia)
        otro = self.acuse(self.fuera())
        otro.action_recibir()
        self.leer_papel(otro)
        otro.action_digitalizar()
        otro.action_deshacer("The wrong paper")
        otro.archivo_ids = False
        self.assertRechaza("Attach the signed acuse", otro.action_digitalizar)

    def test_validating_many_tells_which_cannot(self):
        bueno, malo = self.acuse(self.fuera(2))
        for acuse in (bueno, malo):
            acuse.action_recibir()
            self.leer_papel(acuse, receptor_nombre=acuse == bueno and "Ana")
            acuse.action_digitalizar()
        aviso = (bueno | malo).action_validar()
        self.assertIn(malo.envio_id.name, aviso["params"]["message"])
        self.assertEqual((bueno.state, malo.state), ("validado", "digitalizado"))

    def test_caso_50_who_sees_and_who_acts(self):
        pieza = self.fuera()
        acuse = self.acuse(pieza)
        acuse.action_recibir()
        self.leer_papel(acuse, identificacion_tipo="ine", identificacion_folio="IDMEX1", receptor_cargo="Juez")
        suyo = self.acuse(pieza, self.solicitante)
        self.assertEqual(suyo.state, "recibido")
        self.assertTrue(suyo.receptor_nombre)
        for campo in ("identificacion_folio", "identificacion_tipo", "receptor_cargo"):
            with self.assertRaises(AccessError):
                suyo.read([campo])
        for user in (self.op_local, self.op_foranea, self.repartidor, self.op_b, self.administrador_b):
            ajeno = self.acuse(pieza, user)
            with self.subTest(user=user.login):
                self.assertFalse(ajeno.search([("id", "=", acuse.id)]))
                for metodo in ("action_recibir", "action_validar", "action_digitalizar", "action_sustituir", "action_reclamar",
                               "action_entregar", "action_archivar", "action_agrupar"):  # fmt: skip
                    with self.assertRaises(AccessError):
                        getattr(ajeno, metodo)()
        for metodo in ("action_extraviar", "action_deshacer", "action_dispensar", "action_separar"):
            with self.assertRaises(AccessError):
                getattr(suyo, metodo)(motivo="x")
        with self.assertRaises(AccessError):
            suyo.write({"receptor_nombre": "Yo"})
        for vals in ({"fecha_recepcion": "2026-03-01"}, {"nivel": 2}, {"sobre_devuelto": True}, {"envio_id": pieza.id}):
            self.assertRechaza("kept by the system", acuse.write, vals)
        with self.assertRaises(AccessError):
            self.como(self.Acuse, self.administradora).create({"envio_id": pieza.id})
