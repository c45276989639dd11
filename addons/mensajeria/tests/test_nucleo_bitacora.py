from contextlib import contextmanager
from unittest.mock import patch

from freezegun import freeze_time
from psycopg2.errors import InsufficientPrivilege, SerializationFailure

from odoo import api
from odoo.exceptions import AccessError, UserError
from odoo.service.model import retrying
from odoo.tests import tagged
from odoo.tools import SQL, mute_logger

from odoo.addons.mensajeria.nucleo.tools.cadena import GENESIS, canonico, huella

from .common import CarreraCommon, NucleoCommon


@tagged("post_install", "-at_install")
class TestBitacora(NucleoCommon):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.Bitacora = cls.env["nucleo.bitacora"]
        with freeze_time("2026-03-02 15:00:00"):
            cls.documento, cls.otro = cls.Prueba.create([{"name": "P/2026/00001"}, {"name": "P/2026/00002"}])
            cls.documento._transitar("registrado", datos={"oficio": "A-1", "ñ": [1, 2]})
            cls.documento._transitar("concluido")
            cls.documento._transitar("registrado", motivo="Faltó un anexo")
            cls.otro._transitar("registrado")
        cls.env.flush_all()

    def verificar(self):
        return [(r["res_id"], r["numero"], r["problema"]) for r in self.Bitacora._verificar("nucleo.prueba")]

    @contextmanager
    def _sin_gatillo(self):
        """What a person with the database password would do."""
        self.cr.execute("ALTER TABLE nucleo_bitacora DISABLE TRIGGER USER")
        yield
        self.cr.execute("ALTER TABLE nucleo_bitacora ENABLE TRIGGER USER")
        self.Bitacora.invalidate_model()

    # What is written

    def test_an_event_reads_as_words(self):
        self.documento._anotar("dar_de_alta")
        self.assertEqual(self.documento.bitacora_ids.sorted("numero")[-1:].display_name, "Dar de alta")

    def test_an_event_holds_who_when_what_and_the_hash_of_the_one_before(self):
        self.assertRecordValues(
            self.documento.bitacora_ids.sorted("numero"),
            [
                {"numero": 1, "evento": "registrar", "motivo": False, "datos": '{"oficio":"A-1","ñ":[1,2]}'},
                {"numero": 2, "evento": "concluir", "motivo": False, "datos": False},
                {"numero": 3, "evento": "reabrir", "motivo": "Faltó un anexo", "datos": False},
            ],
        )
        self.cr.execute(
            "SELECT * FROM nucleo_bitacora WHERE res_model = 'nucleo.prueba' AND res_id = %s ORDER BY numero",
            [self.documento.id],
        )
        eventos = self.cr.dictfetchall()
        self.assertEqual({str(e["fecha"]) for e in eventos}, {"2026-03-02 15:00:00"})
        self.assertEqual({e["user_id"] for e in eventos}, {self.env.uid})
        self.assertEqual([e["hash_previo"] for e in eventos], [GENESIS, eventos[0]["hash"], eventos[1]["hash"]])
        self.assertEqual([huella(e["hash_previo"], e) for e in eventos], [e["hash"] for e in eventos])
        self.assertEqual((self.documento.bitacora_numero, self.documento.bitacora_hash), (3, eventos[2]["hash"]))

    def test_every_part_of_an_event_counts_in_its_hash(self):
        self.cr.execute(
            "SELECT * FROM nucleo_bitacora WHERE res_id = %s AND numero = 3 AND res_model = 'nucleo.prueba'",
            [self.documento.id],
        )
        evento = self.cr.dictfetchone()
        cambios = {
            "res_model": "otro",
            "res_id": 0,
            "numero": 4,
            "evento": "anular",
            "user_id": 0,
            "fecha": evento["fecha"].replace(second=1),
            "motivo": "x",
            "datos": "{}",
        }
        self.assertEqual(huella(evento["hash_previo"], evento), evento["hash"])
        for campo, valor in cambios.items():
            self.assertNotEqual(huella(evento["hash_previo"], evento | {campo: valor}), evento["hash"], campo)
        self.assertNotEqual(huella(GENESIS, evento), evento["hash"])

    def test_the_canonical_form_does_not_depend_on_the_order_of_keys(self):
        self.assertEqual(canonico({"b": 1, "a": "ñ"}), canonico({"a": "ñ", "b": 1}))

    def test_anotar_on_nothing_does_nothing(self):
        self.Prueba._anotar("nada")

    def test_a_hundred_records_cost_as_many_queries_as_one(self):
        documentos = self.Prueba.create([{"name": f"P/{i}"} for i in range(100)])
        self.env.flush_all()
        for registros in (documentos[:1], documentos):
            with self.assertQueryCount(3):  # lock, insert, update
                registros._anotar("revisar", {"lote": 1})
        self.assertEqual(set(documentos.mapped("bitacora_numero")), {1, 2})
        self.assertFalse(self.verificar())

    # PostgreSQL refuses

    def test_postgresql_refuses_to_change_remove_or_empty(self):
        for sql in (
            "UPDATE nucleo_bitacora SET evento = 'otro'",
            "UPDATE nucleo_bitacora SET hash = hash WHERE numero = 1",
            "DELETE FROM nucleo_bitacora WHERE numero = 1",
            "TRUNCATE nucleo_bitacora",
            "TRUNCATE nucleo_bitacora CASCADE",
        ):
            with (
                self.subTest(sql),
                mute_logger("odoo.sql_db"),
                self.assertRaisesRegex(InsufficientPrivilege, "append-only"),
                self.cr.savepoint(),
            ):
                self.cr.execute(sql)
        self.assertFalse(self.verificar())

    def test_the_orm_refuses_too_even_with_sudo(self):
        evento = self.documento.bitacora_ids[0].sudo()
        with mute_logger("odoo.sql_db"), self.assertRaises(InsufficientPrivilege), self.cr.savepoint():
            evento.motivo = "otro"
            evento.flush_recordset()
        evento.invalidate_recordset()
        with mute_logger("odoo.sql_db"), self.assertRaises(InsufficientPrivilege), self.cr.savepoint():
            evento.unlink()
        for vals in ({"bitacora_numero": 0}, {"bitacora_hash": GENESIS}, {"bitacora_ids": [(5, 0, 0)]}):
            with self.assertRaises(UserError):
                self.documento.sudo().write(vals)
        nuevo = self.Prueba.with_context(default_bitacora_numero=7, default_bitacora_hash="x").create(
            {"name": "nuevo", "bitacora_numero": 9, "bitacora_hash": "y", "bitacora_ids": [(0, 0, {"evento": "falso"})]}
        )
        self.assertRecordValues(nuevo, [{"bitacora_numero": 0, "bitacora_hash": False, "bitacora_ids": []}])

    def test_a_record_with_history_is_not_deleted(self):
        for contexto in ({}, {"_force_unlink": True}):
            with self.assertRaisesRegex(UserError, "history"):
                self.documento.sudo().with_context(**contexto).unlink()
        self._documento().unlink()

    # The verifier

    def test_a_sound_log_has_no_breaks(self):
        self.assertFalse(self.verificar())
        self.assertFalse(self.Bitacora._verificar("nucleo.prueba", self.documento.ids))
        self.assertNotIn("nucleo.prueba", {r["res_model"] for r in self.Bitacora._verificar()})

    def test_an_altered_event_is_named(self):
        for campo, valor in [
            ("evento", "cancelar"),
            ("motivo", "Otro"),
            ("datos", "{}"),
            ("fecha", "2020-01-01"),
            ("user_id", self.ajeno.id),
            ("hash", "f" * 64),
            ("hash_previo", "f" * 64),
        ]:
            for numero in (1, 2, 3):
                with self.subTest(campo=campo, numero=numero), self.cr.savepoint() as savepoint:
                    with self._sin_gatillo():
                        self.cr.execute(
                            SQL(
                                "UPDATE nucleo_bitacora SET %s = %s WHERE res_model = 'nucleo.prueba' AND res_id = %s AND numero = %s",
                                SQL.identifier(campo),
                                valor,
                                self.documento.id,
                                numero,
                            )
                        )
                    self.assertEqual(self.verificar(), [(self.documento.id, numero, "alterado")])
                    savepoint.rollback()

    def test_an_altered_event_with_its_hash_made_again_is_named(self):
        for numero in (1, 2, 3):
            with self.subTest(numero=numero), self.cr.savepoint() as savepoint:
                self.cr.execute(
                    "SELECT * FROM nucleo_bitacora WHERE res_model = 'nucleo.prueba' AND res_id = %s AND numero = %s",
                    [self.documento.id, numero],
                )
                evento = self.cr.dictfetchone() | {"motivo": "Otro"}
                with self._sin_gatillo():
                    self.cr.execute(
                        "UPDATE nucleo_bitacora SET motivo = 'Otro', hash = %s WHERE id = %s",
                        [huella(evento["hash_previo"], evento), evento["id"]],
                    )
                self.assertEqual(self.verificar(), [(self.documento.id, numero, "alterado")])
                savepoint.rollback()

    def test_a_chain_that_does_not_begin_at_the_beginning_is_named(self):
        self.cr.execute(
            "SELECT * FROM nucleo_bitacora WHERE res_id = %s AND res_model = 'nucleo.prueba'", [self.otro.id]
        )
        evento = self.cr.dictfetchone() | {"hash_previo": "f" * 64}
        with self._sin_gatillo():
            self.cr.execute(
                "UPDATE nucleo_bitacora SET hash_previo = %s, hash = %s WHERE id = %s",
                [evento["hash_previo"], huella(evento["hash_previo"], evento), evento["id"]],
            )
        self.assertEqual(self.verificar(), [(self.otro.id, 1, "alterado")])

    def test_a_deleted_event_is_named(self):
        for numero in (1, 2, 3):
            with self.subTest(numero=numero), self.cr.savepoint() as savepoint:
                with self._sin_gatillo():
                    self.cr.execute(
                        "DELETE FROM nucleo_bitacora WHERE res_model = 'nucleo.prueba' AND res_id = %s AND numero = %s",
                        [self.documento.id, numero],
                    )
                self.assertEqual(self.verificar(), [(self.documento.id, numero, "falta")])
                savepoint.rollback()

    def test_a_log_deleted_whole_is_named(self):
        with self._sin_gatillo():
            self.cr.execute(
                "DELETE FROM nucleo_bitacora WHERE res_model = 'nucleo.prueba' AND res_id = %s", [self.otro.id]
            )
        self.assertEqual(self.verificar(), [(self.otro.id, 1, "falta")])

    def _insertar(self, numero, res_id=None, res_model="nucleo.prueba", previo=GENESIS):
        """Forge an event that hashes well in itself (the trigger lets anyone append)."""
        self.cr.execute(
            """INSERT INTO nucleo_bitacora (res_model, res_id, numero, evento, user_id, fecha, hash_previo, hash)
               VALUES (%s, %s, %s, 'falso', %s, '2026-03-02 15:00:00', %s, '') RETURNING *""",
            [res_model, res_id or self.documento.id, numero, self.env.uid, previo],
        )
        evento = self.cr.dictfetchone()
        with self._sin_gatillo():
            self.cr.execute(
                "UPDATE nucleo_bitacora SET hash = %s WHERE id = %s", [huella(previo, evento), evento["id"]]
            )

    def test_an_inserted_event_is_named(self):
        self._insertar(4, previo=self.documento.bitacora_hash)
        self.assertEqual(self.verificar(), [(self.documento.id, 4, "sobra")])

    def test_an_event_inserted_before_the_first_is_named(self):
        self._insertar(0)
        self.assertEqual(self.verificar(), [(self.documento.id, 0, "sobra")])

    def test_an_event_inserted_in_the_middle_is_named(self):
        with self._sin_gatillo():
            self.cr.execute("DROP INDEX nucleo_bitacora_cadena_uniq")
        self._insertar(2)
        self.assertEqual(self.verificar(), [(self.documento.id, 2, "sobra")])

    def test_an_event_of_no_document_is_named(self):
        for res_id in (-1, self.otro.id + 1000):
            self._insertar(1, res_id=res_id)
        self.assertEqual(self.verificar(), [(-1, 1, "sin_documento"), (self.otro.id + 1000, 1, "sin_documento")])

    def test_an_event_of_a_model_without_log_is_named(self):
        self._insertar(1, res_id=self.env.user.partner_id.id, res_model="res.partner")
        esperado = {
            "res_model": "res.partner",
            "res_id": self.env.user.partner_id.id,
            "numero": 1,
            "problema": "sin_documento",
        }
        self.assertIn(esperado, self.Bitacora._verificar())

    def test_a_document_that_forgets_its_events_is_named(self):
        self.cr.execute("UPDATE nucleo_prueba SET bitacora_numero = 2 WHERE id = %s", [self.documento.id])
        self.assertEqual(self.verificar(), [(self.documento.id, 3, "sobra"), (self.documento.id, 2, "alterado")])
        self.cr.execute(
            "UPDATE nucleo_prueba SET bitacora_numero = 3, bitacora_hash = %s WHERE id = %s",
            ["0" * 64, self.documento.id],
        )
        self.assertEqual(self.verificar(), [(self.documento.id, 3, "alterado")])

    def test_breaks_are_found_across_batches(self):
        with self._sin_gatillo():
            self.cr.execute(
                "UPDATE nucleo_bitacora SET evento = 'otro' WHERE res_model = 'nucleo.prueba' AND numero = 1"
            )
        lotes = type(self.Bitacora)._lotes
        with patch.object(type(self.Bitacora), "_lotes", lambda self, modelo: lotes(self, modelo, tamano=1)):
            self.assertEqual(self.verificar(), [(self.documento.id, 1, "alterado"), (self.otro.id, 1, "alterado")])

    def test_the_button_tells_the_person(self):
        documento = self.documento.with_user(self.empleada)
        aviso = documento.action_verificar_bitacora()["params"]
        self.assertEqual((aviso["type"], aviso["message"]), ("success", "3 events, chain intact."))
        with self._sin_gatillo():
            self.cr.execute(
                "UPDATE nucleo_bitacora SET evento = 'otro' WHERE res_model = 'nucleo.prueba' AND numero = 2"
            )
        aviso = documento.action_verificar_bitacora()["params"]
        self.assertEqual((aviso["type"], aviso["message"]), ("danger", "The log was tampered with at event 2."))

    # Who reads it

    def test_reading_follows_the_document(self):
        self.env["ir.rule"].create(
            {
                "name": "solo el otro",
                "model_id": self.env["ir.model"]._get_id("nucleo.prueba"),
                "domain_force": f"[('id', '=', {self.otro.id})]",
            }
        )
        dominio = [("res_model", "=", "nucleo.prueba")]
        for user in (self.empleada, self.administrador):
            Bitacora = self.Bitacora.with_user(user)
            self.assertEqual(Bitacora.search(dominio), self.otro.bitacora_ids)
            self.assertEqual(Bitacora.search_count(dominio), 1)
            self.assertEqual(Bitacora.search(["!", ("evento", "=", "x"), *dominio]), self.otro.bitacora_ids)
            self.assertEqual(Bitacora._read_group(dominio, ["evento"], ["__count"]), [("registrar", 1)])
            self.assertEqual(self.otro.with_user(user).bitacora_ids, self.otro.bitacora_ids)
            self.assertTrue(self.otro.bitacora_ids.with_user(user).read(["evento", "datos"]))
            self.documento.bitacora_ids.invalidate_recordset()
            self.assertFalse(self.documento.bitacora_ids.with_user(user).has_access("read"))
            self.assertEqual(
                (self.documento | self.otro).bitacora_ids.with_user(user)._filtered_access("read"),
                self.otro.bitacora_ids,
            )
            with self.assertRaises(AccessError):
                self.documento.bitacora_ids.with_user(user).read(["evento"])
            with self.assertRaises(AccessError):
                self.documento.with_user(user).action_verificar_bitacora()

    def test_events_of_an_archived_or_unreadable_model_are_not_lost_or_leaked(self):
        self.env["ir.model.access"].search([("model_id.model", "=", "nucleo.prueba")]).unlink()
        self.assertFalse(self.Bitacora.with_user(self.empleada).search([("res_model", "=", "nucleo.prueba")]))
        self.assertTrue(self.Bitacora.search([("res_model", "=", "nucleo.prueba")]))

    def test_nobody_but_the_code_writes(self):
        evento = self.documento.bitacora_ids[0]
        for user in (self.empleada, self.administrador, self.env.ref("base.user_admin")):
            for operacion in ("create", "write", "unlink"):
                self.assertFalse(evento.with_user(user).has_access(operacion))
        portal = self._persona("prueba_portal", "base.group_portal")
        self.assertFalse(evento.with_user(portal).has_access("read"))


@tagged("post_install", "-at_install")
class TestBitacoraCarrera(CarreraCommon):
    """Two transactions on one document: no event is lost, none repeats its number."""

    def setUp(self):
        super().setUp()
        with self.registry.cursor() as cr:
            self.documento_id = api.Environment(cr, api.SUPERUSER_ID, {})["nucleo.carrera"].create({"name": "C"}).id

    def _documento(self, cr):
        return api.Environment(cr, api.SUPERUSER_ID, {})["nucleo.carrera"].browse(self.documento_id)

    def test_a_rival_that_read_an_older_state_is_retried_and_follows(self):
        rival = self._cursor()
        self.assertEqual(self._documento(rival).bitacora_numero, 0)  # takes its snapshot
        with self.registry.cursor() as primero:
            self._documento(primero)._anotar("primero")
        with mute_logger("odoo.sql_db"), self.assertRaises(SerializationFailure):
            self._documento(rival)._anotar("segundo")
        rival.rollback()

        intentos = []

        def anotar():
            intentos.append(self._documento(rival).bitacora_numero)
            if len(intentos) == 1:  # the rival gets in between the reading and the writing
                with self.registry.cursor() as otro:
                    self._documento(otro)._anotar("intruso")
            self._documento(rival)._anotar("segundo")

        with mute_logger("odoo.sql_db"), patch("odoo.service.model.time.sleep"):
            retrying(anotar, self._documento(rival).env)
        rival.commit()
        self.assertEqual(intentos, [1, 2])
        documento = self._documento(self._cursor())
        self.assertEqual(documento.bitacora_ids.sorted("numero").mapped("evento"), ["primero", "intruso", "segundo"])
        self.assertFalse(documento.env["nucleo.bitacora"]._verificar("nucleo.carrera"))
