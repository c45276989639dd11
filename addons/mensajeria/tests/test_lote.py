"""Batches of signed acuses."""

import random
from unittest.mock import patch

from odoo.exceptions import AccessError, UserError
from odoo.fields import Command
from odoo.tests import tagged

from ..tools import lectura_codigos
from ..tools.lectura_codigos import ArchivoInvalidoError, Pagina
from . import papeles
from .envios_comun import EnviosCommon


@tagged("post_install", "-at_install")
class TestLote(EnviosCommon):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.env["ir.cron"].search([]).active = False

    def piezas(self, cuantas):
        """Registered pieces that were deposited, and whose acuses are awaited."""
        piezas = self.por_sepomex(cuantas)
        piezas.sudo()._registrar_evento("depositado")
        return piezas

    def lote(self, archivos, user=None):
        Adjunto = self.como(self.env["ir.attachment"], user or self.op_sepomex)
        adjuntos = Adjunto.create(
            [{"name": n, "raw": c, "res_model": "mensajeria.lote", "res_id": 0} for n, c in archivos.items()]
        )
        return self.como(self.env["mensajeria.lote"], user or self.op_sepomex).create(
            {"archivo_ids": [Command.set(adjuntos.ids)]}
        )

    def leido(self, archivos, user=None):
        lote = self.lote(archivos, user)
        lote.action_leer()
        self.assertEqual(lote.state, "leyendo")
        with self.enter_registry_test_mode():
            self.env.ref("mensajeria.ir_cron_lote").with_user(self.env.ref("base.user_root")).method_direct_trigger()
        self.assertEqual(lote.state, "hecho")
        self.assertEqual(lote.total, lote.procesados)
        return lote

    def resultados(self, lote):
        return {(h.archivo, h.pagina): h.resultado for h in lote.hoja_ids}

    def test_scans_photos_and_a_zip(self):
        piezas = self.piezas(5)
        uno, dos, tres, cuatro, cinco = piezas
        varias = papeles.pdf(
            papeles.hoja(uno.name, formato="qr"), papeles.hoja(dos.folio_guia), papeles.hoja(), papeles.hoja(uno.name)
        )
        lote = self.leido(
            {
                "a.pdf": varias,
                "b.jpg": papeles.foto(tres.folio_guia, tres.name, giro=90),
                "c.zip": papeles.paquete(
                    {
                        "d.pdf": papeles.pdf(papeles.hoja(cuatro.folio_guia, formato="code39")),
                        "e.pdf": papeles.pdf(papeles.hoja(cuatro.name, cinco.name)),
                    }
                ),
            }
        )
        self.assertEqual(
            self.resultados(lote),
            {
                ("a.pdf", 1): "coincide",
                ("a.pdf", 2): "coincide",
                ("a.pdf", 3): "sin_coincidencia",
                ("a.pdf", 4): "ya",
                ("b.jpg", 1): "coincide",
                ("d.pdf", 1): "coincide",
                ("e.pdf", 1): "ambigua",
            },
        )
        self.assertEqual(lote.por_revisar, 2)
        self.assertTrue(all(lote.hoja_ids.mapped("miniatura")))
        for pieza in uno + dos + tres + cuatro:
            acuse = pieza.acuse_ids.sudo()
            self.assertIn(acuse.state, ("digitalizado", "irregular"))
            self.assertTrue(acuse.archivo_ids.evidencia)
            self.assertEqual(acuse.recibe_user_id, self.op_sepomex)
            self.assertEqual(pieza.state, "entregado")
        self.assertEqual(cinco.acuse_ids.state, "en_proveedor")
        suya = dos.acuse_ids.sudo().archivo_ids
        self.assertEqual(lectura_codigos.leer(suya.raw, [0])[0].codigos, (dos.folio_guia,))
        self.assertEqual(lectura_codigos.contar(suya.raw), 1)

    def test_what_cannot_be_read_does_not_stop_the_rest(self):
        pieza = self.piezas(1)
        lote = self.leido(
            {
                "cifrado.pdf": papeles.pdf(papeles.hoja("A"), clave="x"),
                "roto.pdf": b"%PDF-1.7 rest is missing",
                "programa.exe": b"MZ\x00",
                "roto.zip": b"PK\x03\x04 broken",
                "buena.pdf": papeles.pdf(papeles.hoja(pieza.name)),
            }
        )
        self.assertEqual(sorted(lote.hoja_ids.mapped("resultado")), ["coincide"] + ["fallo"] * 4)
        cifrado = lote.hoja_ids.filtered(lambda h: h.archivo == "cifrado.pdf")
        self.assertIn("password", cifrado.problema)
        self.assertRechaza("nothing to attach", self._elegir, cifrado, pieza)

    def test_a_page_that_cannot_be_taken_out_does_not_stop_the_rest(self):
        uno, otro = self.piezas(2)
        extraer = lectura_codigos.extraer

        def tropezar(contenido, pagina):
            if pagina == 0:
                raise ArchivoInvalidoError("danado")
            return extraer(contenido, pagina)

        with patch.object(lectura_codigos, "extraer", tropezar):
            lote = self.leido({"a.pdf": papeles.pdf(papeles.hoja(uno.name), papeles.hoja(otro.name))})
        self.assertEqual(lote.hoja_ids.mapped("resultado"), ["fallo", "coincide"])
        self.assertIn("scan it again", lote.hoja_ids[0].problema)
        self.assertEqual((uno.state, otro.state), ("en_transito", "entregado"))

    def test_whoever_uploaded_it_has_a_task_until_every_page_is_decided(self):
        uno, otro = self.piezas(2)
        limpio = self.leido({"a.jpg": papeles.foto(uno.name)})
        self.assertFalse(limpio.sudo()._tareas_abiertas())
        lote = self.leido({"b.pdf": papeles.pdf(papeles.hoja(), papeles.hoja("nada"), papeles.hoja(uno.name))})
        self.assertEqual(lote.hoja_ids.mapped("resultado"), ["sin_coincidencia", "sin_coincidencia", "ya"])
        tarea = lote.sudo()._tareas_abiertas()
        self.assertEqual((tarea.paso_id.codigo, tarea.user_id), ("msj_lote_revisar", self.op_sepomex))
        self.assertIn("2 of 3", tarea.asunto)
        colega = self._persona("colega", "sepomex", oficialias=self.oficialia)
        self.assertFalse(self.como(lote, colega).search([("id", "=", lote.id)]))
        self.como(tarea, self.op_sepomex).action_soltar()
        self.como(tarea, colega).action_tomar()
        suyas = self.como(lote, colega).hoja_ids
        suyas[0].action_descartar()
        self.assertEqual(tarea.state, "pendiente")
        suyas[1].elegido_id = otro.acuse_ids
        suyas[1].action_adjuntar()
        self.assertEqual((tarea.state, tarea.cerrada_user_id), ("hecha", colega))

    def _elegir(self, hoja, pieza):
        hoja.elegido_id = pieza.acuse_ids
        hoja.action_adjuntar()

    def test_property_never_to_another_piece(self):
        """Whatever codes stand on a page, in whatever order, it goes to a piece only when all that is ours names it."""
        azar = random.Random(2026)
        piezas = self.piezas(12)
        suyos = {p: [p.name, p.name.lower(), p.folio_guia, f" {p.folio_guia} "] for p in piezas}
        ajenos = [
            "",
            "ENV/999999",
            "ENV/",
            "0",
            "ENV",
            "https://example.com/ENV/000001",
            "%",
            "_",
            "ENV/%",
            "RR%",
            "'; --",
        ]
        for pieza in piezas:
            folio = pieza.folio_guia
            ajenos += [pieza.name + "1", pieza.name[:-1], folio[:-1], folio + "0", folio[::-1], folio.lstrip("0") + "X"]
        nombres = set(piezas.mapped("name"))
        folios = set(piezas.mapped("folio_guia"))
        ajenos = [a for a in ajenos if a.strip().upper() not in nombres | folios]
        contenido = papeles.foto()
        lote = self.lote({"x.jpg": contenido})
        Hoja = self.env["mensajeria.lote.hoja"].sudo()
        for _vez in range(150):
            nombradas = azar.sample(list(piezas), azar.choice([0, 1, 1, 1, 2, 3]))
            codigos = [azar.choice(suyos[p]) for p in nombradas for _n in range(azar.choice([1, 2]))]
            codigos += azar.sample(ajenos, azar.choice([0, 1, 2]))
            azar.shuffle(codigos)
            hoja = Hoja.create(
                {"lote_id": lote.id, "archivo": "x.jpg", "attachment_id": lote.archivo_ids.id, "pagina": 1}
            )
            antes = {p: p.acuse_ids.sudo().archivo_ids for p in piezas}
            hoja.with_user(self.op_sepomex).with_context(allowed_company_ids=self.company.ids).sudo()._resolver(
                Pagina(0, tuple(codigos)), contenido
            )
            cambiaron = [p for p in piezas if p.acuse_ids.sudo().archivo_ids != antes[p]]
            with self.subTest(codigos=codigos):
                self.assertIn(cambiaron, ([], nombradas if len(nombradas) == 1 else []))
                if len(set(nombradas)) > 1:
                    self.assertEqual(hoja.resultado, "ambigua")
                elif not nombradas:
                    self.assertEqual(hoja.resultado, "sin_coincidencia")
                else:
                    self.assertEqual(hoja.resultado, "coincide" if cambiaron else "ya")
        self.assertTrue(all(p.acuse_ids.sudo().archivo_ids for p in piezas))

    def test_caso_44_acuse_of_no_piece(self):
        """An old or unknown acuse stays in the batch, with what was read on it, until somebody decides."""
        pieza = self.piezas(1)
        lote = self.leido({"vieja.pdf": papeles.pdf(papeles.hoja("ENV/900001"))})
        hoja = lote.hoja_ids
        self.assertEqual((hoja.resultado, hoja.codigos, hoja.acuse_id.id), ("sin_coincidencia", "ENV/900001", False))
        self.assertRechaza("Choose the piece", hoja.action_adjuntar)
        self._elegir(hoja, pieza)
        self.assertEqual((hoja.resultado, hoja.acuse_id), ("coincide", pieza.acuse_ids))
        self.assertRechaza("already decided", hoja.action_descartar)

    def test_caso_36_the_picture_fails_after_the_event(self):
        """When the file cannot be kept, nothing is told of the piece either, and the page waits."""
        uno, dos = self.piezas(2)
        Adjunto = self.registry["ir.attachment"]
        crear = Adjunto.create

        def fallar(registros, vals_list):
            vals = vals_list if isinstance(vals_list, list) else [vals_list]
            if any(
                v.get("res_model") == "mensajeria.acuse" and v["name"].startswith(uno.name.replace("/", "-"))
                for v in vals
            ):
                lleno = "The disk is full"
                raise UserError(lleno)
            return crear(registros, vals_list)

        with patch.object(Adjunto, "create", fallar):
            lote = self.leido({"a.pdf": papeles.pdf(papeles.hoja(uno.name), papeles.hoja(dos.name))})
        self.assertEqual(lote.hoja_ids.mapped("resultado"), ["fallo", "coincide"])
        self.assertEqual((uno.state, uno.acuse_ids.state), ("en_transito", "en_proveedor"))
        self._elegir(lote.hoja_ids[0], uno)
        self.assertEqual(uno.state, "entregado")

    def test_before_it_left_and_of_another_office(self):
        en_casa = self.por_sepomex(1)
        ajena = self.piezas(1)
        otra = self._area("Otra oficialía", "OTM", es_oficialia=True)
        ajena.sudo().write({"oficialia_id": otra.id})
        local = self.asignada(1)
        lote = self.leido({"a.pdf": papeles.pdf(*(papeles.hoja(p.name) for p in (en_casa + ajena + local).sudo()))})
        self.assertEqual(lote.hoja_ids.mapped("resultado"), ["sin_coincidencia"] * 3)
        self.assertIn("has not left", lote.hoja_ids[0].problema)
        self.assertIn("Another office", lote.hoja_ids[1].problema)
        self.assertNotIn(ajena.sudo().dest_nombre, lote.hoja_ids[1].problema)

    def test_who_may(self):
        lote = self.lote({"a.pdf": papeles.pdf(papeles.hoja("A"))})
        self.assertRechaza("kept by the system", lote.write, {"state": "hecho"})
        for user in (self.op_foranea, self.solicitante, self.repartidor, self.administrador_b):
            with self.subTest(user.login):
                for metodo in ("action_leer", "action_ver_pendientes"):
                    with self.assertRaises(AccessError), self.cr.savepoint():
                        getattr(self.como(lote, user), metodo)()
        secreto = self.env["ir.attachment"].create({"name": "x.pdf", "raw": papeles.pdf(papeles.hoja("A"))})
        with self.assertRaises(AccessError), self.cr.savepoint():
            lote.write({"archivo_ids": [Command.link(secreto.id)]})
        leido = self.leido({"b.pdf": papeles.pdf(papeles.hoja("A"))})
        for metodo in ("action_adjuntar", "action_descartar"):
            with self.assertRaises(AccessError), self.cr.savepoint():
                getattr(self.como(leido.hoja_ids, self.op_foranea), metodo)()
        self.assertRechaza("kept by the system", leido.hoja_ids.write, {"resultado": "coincide"})
        self.assertRechaza("stays", leido.unlink)
        self.assertRechaza("in another one", leido.action_leer)
