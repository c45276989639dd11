import base64
import io
from contextlib import contextmanager
from unittest.mock import patch

from pypdf import PdfReader

from odoo.exceptions import AccessError, UserError
from odoo.fields import Command
from odoo.tests import Form, tagged
from odoo.tools import mute_logger
from odoo.tools.misc import file_path

from odoo.addons.correspondencia_entrada.tests.common import pdf

from ..models import ir_attachment
from ..models.correspondencia_oficio_firma import CorrespondenciaOficio as OficioFirma
from ..models.serie_lista import columnas, medio
from ..tools.marcadores import de_columna
from .salida_comun import SalidaCommon


class SerieCommon(SalidaCommon):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.Serie = cls.env["correspondencia.serie"]
        cls.Renglon = cls.env["correspondencia.serie.renglon"]

    def serie(self, *renglones, user=None, aprobar=True, **vals):
        """A series of ``user`` with these rows; its text is approved."""
        user = user or self.redactora
        modelo = self.oficio(user=user, destinatarios=[], **vals)
        serie = self.como(self.Serie, user).create({"name": "Invitación", "modelo_id": modelo.id})
        if aprobar:
            modelo.action_terminar()
        if renglones:
            self.como(self.Renglon, user).create([{"serie_id": serie.id, **r} for r in renglones])
        return serie

    def renglon(self, numero, **vals):
        return {"dest_nombre": f"Persona {numero}", "email": f"p{numero}@municipio.example", **vals}

    def renglones(self, cuantos):
        return [self.renglon(n) for n in range(1, cuantos + 1)]

    def correr(self, sin=None):
        """Generate what waits; the row of ``sin`` fails."""
        original = type(self.Oficio)._exigir_completo

        def exigir(oficio):
            if oficio.para == sin:
                raise UserError(oficio.para)
            return original(oficio)

        with self.enter_registry_test_mode(), patch.object(type(self.Oficio), "_exigir_completo", exigir):
            self.env.ref("correspondencia_salida.ir_cron_serie").method_direct_trigger()
        self.env.invalidate_all()

    def resultados(self, serie):
        return serie.renglon_ids.sorted("numero").mapped("resultado")

    def agregar(self, serie, user=None, **vals):
        self.como(self.env["correspondencia.serie.agregar"], user or self.redactora).create(
            {"serie_id": serie.id, **vals}
        ).action_agregar()

    def csv(self, serie, texto, codificacion="utf-8"):
        self.agregar(serie, archivo=base64.b64encode(texto.encode(codificacion)), archivo_nombre="lista.csv")


@tagged("post_install", "-at_install")
class TestSerieLista(SerieCommon):
    """Who it goes to: contacts, tags, files, and what keeps a row from being made."""

    def test_headers_are_known_with_any_accent_and_case(self):
        self.assertEqual(
            columnas(["NOMBRE", "Código  Postal", "correo electronico", "Monto del Apoyo ($)", "Nombre", ""]),
            [
                ("campo", "dest_nombre"),
                ("campo", "dest_cp"),
                ("campo", "email"),
                ("dato", "dato.monto_del_apoyo"),
                ("dato", "dato.nombre"),
                ("", ""),
            ],
        )
        self.assertEqual((de_columna("Año"), de_columna("¿?")), ("dato.ano", ""))
        self.assertEqual((medio("Correo Electrónico"), medio("SEPOMEX"), medio("paloma")), ("correo", "sepomex", None))

    def test_nothing_left_to_correct_is_told(self):
        self.assertIn("No row is left to correct", self.serie(aprobar=False).action_ver_reparos()["help"])

    def test_files_of_any_spreadsheet(self):
        casos = {
            "utf-8-sig": "Nombre;Correo electrónico;Institución;Código postal;Monto\nJuana Ñ;j@x.example;Peña;1000;5\n",
            "latin-1": "nombre\tCORREO ELECTRÓNICO\tinstitucion\tC.P.\tmonto\nJuana Ñ\tj@x.example\tPeña\t1000\t5\n",
            "utf-8": 'NOMBRE,Correo,Institución,cp,Monto\n"Juana Ñ",j@x.example,Peña,1000,5\n',
        }
        for codificacion, texto in casos.items():
            with self.subTest(codificacion):
                serie = self.serie(aprobar=False)
                self.csv(serie, texto, codificacion)
                self.assertRecordValues(
                    serie.renglon_ids,
                    [
                        {
                            "numero": 1,
                            "dest_nombre": "Juana Ñ",
                            "email": "j@x.example",
                            "dest_institucion": "Peña",
                            "dest_cp": "01000",
                            "datos": {"dato.monto": "5"},
                            "resultado": "por_verificar",
                        }
                    ],
                )

    def test_a_change_of_its_rows_counts_as_one_of_the_series(self):
        """Whoever begins it at the same moment does not see the change: so they begin anew, and do."""
        serie = self.serie(self.renglon(1), aprobar=False)

        def lugar():
            self.env.flush_all()
            self.cr.execute("SELECT ctid FROM correspondencia_serie WHERE id = %s", [serie.id])
            return self.cr.fetchone()

        for cambio in (
            lambda: serie.renglon_ids.create({"serie_id": serie.id, **self.renglon(2)}),
            lambda: serie.renglon_ids[0].write({"dest_nombre": "Otra"}),
            serie.renglon_ids.action_excluir,
        ):
            antes = lugar()
            cambio()
            self.assertNotEqual(lugar(), antes)

    def test_the_example_that_is_downloaded_can_be_loaded(self):
        serie = self.serie(aprobar=False)
        with open(file_path("correspondencia_salida/static/ejemplo/destinatarios.csv"), "rb") as ejemplo:
            self.agregar(serie, archivo=base64.b64encode(ejemplo.read()))
        serie.action_verificar()
        self.assertEqual(self.resultados(serie), ["ok", "ok"])
        self.assertEqual(serie.marcadores, "{{dato.monto_autorizado}}")

    def test_files_that_cannot_be_loaded(self):
        serie = self.serie(aprobar=False)
        for texto, motivo in (
            ("", "Choose a file, or paste"),
            ("Correo,Cargo\na@x.example,Jefe\n", "no column «Nombre»"),
            ("Nombre,Cargo\n", "no rows below its header"),
            ("Nombre,Cargo\n" + "Juana,Jefa\n" * 2001, "2000 addressees at most, and this one would have 2001"),
        ):
            with self.subTest(motivo), self.assertRaisesRegex(UserError, motivo):
                self.csv(serie, texto)
            self.assertFalse(serie.renglon_ids)

    def test_a_row_that_is_not_understood_keeps_out_no_other(self):
        """A means or a unit that does not exist is told at its row, until somebody chooses one or leaves it out."""
        serie = self.serie(aprobar=False)
        self.csv(
            serie,
            "Nombre,Correo,Medio,Área\nAna,a@x.example,paloma,\nBeto,b@x.example,correo,ZZZ\nCeli,,interno,ZZZ\nDora,d@x.example,,\n"
            "Eva,e@x.example,paloma,\n",
        )
        renglones = serie.renglon_ids.sorted("numero")
        serie.action_verificar()
        self.assertEqual(self.resultados(serie), ["lista", "ok", "lista", "ok", "lista"])
        self.assertRegex(renglones[0].problema, "«paloma» is no means of delivery.*sepomex")
        self.assertIn("no unit «ZZZ»", renglones[2].problema)
        self.assertEqual(serie.por_corregir, 3)
        renglones[0].medio = "correo"
        renglones[2].area_id = self.finanzas
        renglones[4].action_excluir()
        serie.action_verificar()
        self.assertEqual(self.resultados(serie), ["ok", "ok", "ok", "ok", "excluido"])

    def test_no_more_than_the_limit_in_several_times(self):
        serie = self.serie(self.renglon(1), aprobar=False)
        with patch("odoo.addons.correspondencia_salida.models.correspondencia_serie.RENGLONES_MAX", 2):
            with self.assertRaisesRegex(UserError, "split the list"):
                self.csv(serie, "Nombre,Cargo\nA,B\nC,D\n")

    def test_contacts_and_tags(self):
        tag = self.env["res.partner.category"].create({"name": "Municipios"})
        uno, dos, _archivado = self.env["res.partner"].create(
            [
                {"name": "Ana", "email": "ana@x.example", "category_id": [Command.link(tag.id)]},
                {"name": "Beto", "email": "beto@x.example", "category_id": [Command.link(tag.id)]},
                {"name": "Zoe", "active": False, "category_id": [Command.link(tag.id)]},
            ]
        )
        serie = self.serie(aprobar=False)
        self.agregar(serie, origen="etiqueta", category_id=tag.id)
        self.agregar(serie, origen="contactos", partner_ids=[Command.set(uno.ids)])
        self.assertEqual(serie.renglon_ids.sorted("numero").mapped("partner_id"), uno | dos)
        self.assertEqual(serie.renglon_ids.sorted("numero").mapped("numero"), [1, 2, 3])
        dos.active = False
        serie.action_verificar()
        self.assertEqual(self.resultados(serie), ["ok", "inactivo", "duplicado"])
        self.assertIn("in row 1", serie.renglon_ids.sorted("numero")[2].problema)
        for origen, motivo in (("etiqueta", "Choose the tag"), ("contactos", "Choose the contacts")):
            with self.assertRaisesRegex(UserError, motivo):
                self.agregar(serie, origen=origen)

    def test_what_is_wrong_with_each_row(self):
        serie = self.serie(
            self.renglon(1),
            self.renglon(2, medio="sepomex", dest_calle="Hidalgo"),
            self.renglon(3, email="sin arroba"),
            self.renglon(1, dest_nombre="PERSONA 1"),
            {"dest_nombre": " ", "email": "x@x.example"},
            self.renglon(6, datos={"dato.monto": "$5"}),
            self.renglon(7, medio="local", dest_calle="A", dest_cp="ABC", dest_municipio="M", dest_estado="E"),
            cuerpo="<p>Se le otorgan {{dato.monto}}.</p>",
        )
        serie.renglon_ids.filtered(lambda r: r.numero != 6 and not r.datos).write({"datos": {"dato.monto": "$1"}})
        serie.renglon_ids.filtered(lambda r: r.numero == 1).write({"datos": {"dato.monto": ""}})
        serie.action_verificar()
        renglones = serie.renglon_ids.sorted("numero")
        self.assertEqual(renglones.mapped("resultado"), ["dato", "falta", "correo", "ok", "dato", "ok", "falta"])
        self.assertEqual(serie.por_corregir, 5)
        for renglon, texto in zip(
            renglones,
            (r"value for: \{\{dato.monto\}\}", "complete: Postal Code", "«sin arroba»", None, "name", None, "«ABC»"),
            strict=True,
        ):
            self.assertRegex(renglon.problema or "", texto or "^$")
        with self.assertRaisesRegex(UserError, r"Row 1: .*\nRow 2: .*complete: Postal Code"):
            serie.action_generar()
        self.assertEqual(serie.state, "borrador")
        (renglones[0] | renglones[2] | renglones[4] | renglones[6]).action_excluir()
        renglones[1].write({"medio": "correo"})
        self.assertEqual(renglones[1].resultado, "por_verificar")
        serie.action_verificar()
        self.assertEqual((serie.total, serie.por_corregir), (3, 0))
        renglones[2].action_incluir()
        self.assertEqual(renglones[2].resultado, "por_verificar")

    def test_the_text_is_approved_once_and_never_sent_itself(self):
        serie = self.serie(self.renglon(1), aprobar=False, cuerpo="<p>{{destinatario.nombre}}: {{dato.monto}}</p>")
        with self.assertRaisesRegex(UserError, "The text is «Draft»"):
            serie.action_generar()
        modelo = serie.modelo_id
        modelo.action_terminar()
        with self.assertRaisesRegex(UserError, "numbered there"):
            modelo.action_numerar()
        self.assertEqual(modelo.action_serie()["res_id"], serie.id)
        tarea = modelo.sudo().tarea_ids.filtered(lambda t: t.state == "pendiente")
        self.assertEqual(self.como(tarea, self.redactora).action_abrir()["res_model"], "correspondencia.serie")
        otro = self.oficio(cuerpo="<p>{{dato.monto}}</p>")
        with self.assertRaisesRegex(UserError, r"no value for: \{\{dato.monto\}\}"):
            otro.action_terminar()

    def test_a_draft_becomes_the_text_of_a_series(self):
        oficio = self.oficio()
        accion = oficio.action_serie()
        self.assertEqual(oficio.action_serie()["res_id"], accion["res_id"])
        serie = self.como(self.Serie, self.redactora).browse(accion["res_id"])
        with Form(serie) as forma:
            forma.name = "Otro nombre"
        with self.assertRaisesRegex(UserError, "stays"):
            serie.modelo_id = self.oficio()
        with self.assertRaisesRegex(UserError, "kept by the system"):
            serie.user_id = self.redactora
        oficio.action_cancelar("Ya no se envía")
        self.assertEqual(serie.state, "cancelada")

    def test_strangers(self):
        serie = self.serie(self.renglon(1))
        for user in (self.contadora, self.ventanilla, self.ajeno, self.redactor_b):
            suya = self.como(serie, user)
            with self.subTest(user.login):
                self.assertFalse(suya.has_access("read"))
                self.assertFalse(self.como(serie.renglon_ids, user).has_access("read"))
                for accion in ("verificar", "generar", "detener", "reintentar", "cancelar", "agregar"):
                    with self.assertRaises(AccessError):
                        getattr(suya, f"action_{accion}")()
                for accion in ("excluir", "incluir"):
                    with self.assertRaises(AccessError):
                        getattr(self.como(serie.renglon_ids, user), f"action_{accion}")()
                with self.assertRaises(AccessError):
                    self.como(self.Renglon, user).create({"serie_id": serie.id, "dest_nombre": "X"})
        with self.assertRaises(AccessError):
            self.como(self.Serie, self.contadora).create({"name": "X", "modelo_id": self.oficio().id})


@tagged("post_install", "-at_install")
class TestSerieGeneracion(SerieCommon):
    """One document and one number for each row, in the background, once."""

    def texto(self, adjunto):
        return "\n".join(pagina.extract_text() for pagina in PdfReader(io.BytesIO(adjunto.sudo().raw)).pages)

    @contextmanager
    def examinados(self):
        """Names of the files that are examined meanwhile."""
        nombres = []

        def examinar(nombre, contenido):
            nombres.append(nombre)
            return original(nombre, contenido)

        original = ir_attachment.examinar
        with patch.object(ir_attachment, "examinar", examinar):
            yield nombres

    def test_each_row_gets_its_document(self):
        copia = {"tipo": "ccp", "dest_nombre": "Archivo", "medio": "personal"}
        serie = self.serie(
            self.renglon(1, datos={"dato.monto": "$10"}),
            self.renglon(2, datos={"dato.monto": "$20"}, medio="personal"),
            self.renglon(3),
            cuerpo="<p>{{destinatario.nombre}} recibe {{dato.Monto}} con {{numero}}</p>",
            aprobar=False,
        )
        modelo = serie.modelo_id
        modelo.destinatario_ids = [Command.create(copia)]
        anexo = self.archivo("bases.pdf", user=self.redactora)
        modelo.anexo_ids = [Command.link(anexo.id)]
        modelo.action_terminar()
        serie.renglon_ids.filtered(lambda r: r.numero == 3).action_excluir()
        with self.examinados() as examinados:
            serie.action_generar()
        self.assertEqual(examinados, ["bases.pdf"])
        self.assertEqual((serie.state, serie.total), ("generando", 2))
        with self.assertRaisesRegex(UserError, "its list does not change"):
            serie.renglon_ids[0].write({"email": "otro@x.example"})
        with self.examinados() as examinados:
            self.correr()
        self.assertFalse(examinados, "the annexes of a series are examined once, when it begins")
        self.assertEqual(self.resultados(serie), ["generado", "generado", "excluido"])
        self.assertEqual((serie.state, serie.procesados, modelo.state), ("hecha", 2, "archivado"))
        self.assertFalse(modelo.sudo().tarea_ids.filtered(lambda t: t.state == "pendiente"))
        uno, dos = serie.oficio_ids.sorted("name")
        self.assertEqual((uno.name, dos.name), ("JUT/0001/2026", "JUT/0002/2026"))
        self.assertEqual(
            (uno.state, uno.redactor_id, uno.firmante_ids.user_id), ("numerado", self.redactora, self.juridica)
        )
        self.assertEqual(uno.destinatario_ids.mapped("dest_nombre"), ["Persona 1", "Archivo"])
        self.assertEqual(dos.destinatario_ids[0].medio, "personal")
        self.assertIn("Persona 2 recibe $20 con JUT/0002/2026", self.texto(dos.pdf_id))
        self.assertEqual(uno.anexo_ids.mapped("name"), ["bases.pdf"])
        self.assertEqual((uno.anexo_ids.res_id, uno.anexo_ids.paginas), (uno.id, modelo.anexo_ids.paginas))
        self.assertTrue(uno.anexo_ids.sudo().evidencia)
        self.assertEqual(uno.sudo().bitacora_ids.sorted("numero").mapped("evento"), ["terminar", "numerar"])
        self.assertEqual(self.Oficio.search([("serie_id", "=", serie.id)]), serie.oficio_ids)
        uno.action_subir_firmado("firmado.pdf", base64.b64encode(self.archivo().raw))
        self.assertEqual(uno.state, "firmado")
        with self.assertRaisesRegex(UserError, "its list does not change"):
            self.como(self.Renglon, self.redactora).create({"serie_id": serie.id, "dest_nombre": "X"})
        with self.assertRaisesRegex(UserError, "already has its document"):
            serie.renglon_ids.sorted("numero")[0].write({"email": "x@x.example"})

    def test_one_that_fails_stops_no_other_and_is_tried_again(self):
        serie = self.serie(*self.renglones(3))
        serie.action_generar()
        original, motivo = OficioFirma._pedir_firmas, "El servicio no responde"

        def falla(oficio):
            if oficio.name.startswith("JUT/0002"):
                raise UserError(motivo)
            return original(oficio)

        with patch.object(OficioFirma, "_pedir_firmas", falla):
            self.correr()
        self.assertEqual(self.resultados(serie), ["generado", "fallo", "generado"])
        self.assertEqual((serie.state, serie.fallidos, serie.modelo_id.state), ("hecha", 1, "aprobado"))
        fallido = serie.renglon_ids.filtered(lambda r: r.resultado == "fallo")
        self.assertEqual((fallido.problema, fallido.oficio_id.name), (motivo, "JUT/0002/2026"))
        serie.action_reintentar()
        self.correr()
        self.assertEqual(set(self.resultados(serie)), {"generado"})
        self.assertEqual(serie.oficio_ids.sorted("name").mapped("name"), [f"JUT/000{n}/2026" for n in (1, 2, 3)])
        self.assertEqual((serie.state, serie.modelo_id.state), ("hecha", "archivado"))
        with self.assertRaisesRegex(UserError, "No row"):
            serie.action_reintentar()

    def test_what_the_text_answers_is_named_in_each_and_concludes_with_the_last(self):
        asunto = self.descargado(self.juridica, numero_oficio="SOP/9/2026")
        modelo = self.Oficio.with_user(self.juridica).browse(asunto.with_user(self.juridica).action_oficio()["res_id"])
        modelo.write(
            {"cuerpo": "<p>Sobre {{asunto.numero_oficio}}</p>", "modo_firma": "autografa", "destinatario_ids": [(5,)]}
        )
        serie = self.como(self.Serie, self.juridica).create({"name": "Respuesta", "modelo_id": modelo.id})
        modelo.action_terminar()
        self.como(self.Renglon, self.juridica).create([{"serie_id": serie.id, **r} for r in self.renglones(3)])
        serie.action_generar()
        self.correr(sin="Persona 2")
        self.assertEqual(
            self.resultados(serie), ["generado", "fallo", "generado"], serie.renglon_ids.mapped("problema")
        )
        oficios = serie.oficio_ids
        self.assertEqual(set(oficios.mapped("referencia")), {"SOP/9/2026"})
        self.assertIn("Sobre SOP/9/2026", oficios[0].cuerpo)
        for oficio in oficios:
            self.assertEqual(asunto.sudo().state, "en_atencion")
            oficio.action_subir_firmado("firmado.pdf", base64.b64encode(pdf("Firmado")))
            linea = self.como(oficio.destinatario_ids, self.ventanilla)
            linea.action_despachar()
            linea.sudo()._mensaje_entregado()
        self.assertEqual(asunto.sudo().state, "en_atencion", "one row still has no document")
        serie.renglon_ids.filtered(lambda r: r.resultado == "fallo").action_excluir()
        self.assertEqual(asunto.sudo().state, "concluido")
        self.assertIn("Respuesta", asunto.sudo().turno_ids.motivo_cierre)

    def test_a_row_that_failed_is_corrected_and_made_or_left_out(self):
        corregida, excluida, borrada = (self.con_un_fallo() for _vez in range(3))
        fallido = corregida.renglon_ids.filtered(lambda r: r.resultado == "fallo")
        fallido.email = "otro@municipio.example"
        self.assertEqual((fallido.resultado, corregida.fallidos, corregida.por_verificar), ("por_verificar", 0, 1))
        corregida.action_reintentar()
        self.correr()
        self.assertEqual(set(self.resultados(corregida)), {"generado"})
        self.assertEqual(fallido.oficio_id.destinatario_ids.email, "otro@municipio.example")
        excluida.renglon_ids.filtered(lambda r: r.resultado == "fallo").action_excluir()
        borrada.renglon_ids.filtered(lambda r: r.resultado == "fallo").unlink()
        for serie in (corregida, excluida, borrada):
            self.assertEqual((serie.state, serie.modelo_id.state), ("hecha", "archivado"))
            self.assertFalse(serie.modelo_id._tareas_abiertas())

    def con_un_fallo(self):
        """A series that is generated, but for one row."""
        serie = self.serie(*self.renglones(2))
        serie.action_generar()
        self.correr(sin="Persona 1")
        self.assertEqual((self.resultados(serie), serie.modelo_id.state), (["fallo", "generado"], "aprobado"))
        return serie

    def test_what_nobody_foresaw_stays_with_its_row(self):
        serie = self.serie(*self.renglones(2))
        serie.action_generar()
        original = type(self.Oficio)._exigir_completo

        def falla(oficio):
            if oficio.para == "Persona 1":
                raise ZeroDivisionError
            return original(oficio)

        with (
            patch.object(type(self.Oficio), "_exigir_completo", falla),
            mute_logger("odoo.addons.correspondencia_salida.models.correspondencia_serie_renglon"),
        ):
            self.correr()
        self.assertEqual(self.resultados(serie), ["fallo", "generado"])
        self.assertFalse(serie.renglon_ids.filtered(lambda r: r.resultado == "fallo").oficio_id)
        self.assertEqual(serie.oficio_ids.name, "JUT/0001/2026")  # no gap

    def test_stopped_corrected_and_resumed(self):
        serie = self.serie(*self.renglones(3))
        serie.action_generar()
        Serie = type(self.Serie)
        original, pasos = Serie._siguiente_paso, []

        def detener(una):
            pasos.append(una)
            if len(pasos) == 4:  # two rows are made
                una._transitar("detenida")
                return 0
            return original(una)

        with patch.object(Serie, "_siguiente_paso", detener):
            self.correr()
        self.assertEqual((serie.state, self.resultados(serie)), ("detenida", ["generado", "ok", "ok"]))
        self.assertEqual(serie.renglon_ids.filtered("oficio_id").mapped("numero"), [1, 2])
        tercero = serie.renglon_ids.filtered(lambda r: r.numero == 3)
        tercero.write({"dest_nombre": "Otra Persona"})
        serie.action_generar()
        self.correr()
        self.assertEqual(serie.oficio_ids.sorted("name").mapped("para"), ["Persona 1", "Persona 2", "Otra Persona"])
        self.assertEqual(serie.state, "hecha")

    def test_a_power_cut_repeats_nothing(self):
        serie = self.serie(*self.renglones(2))
        serie.action_generar()
        renglon = serie.renglon_ids.sorted("numero")[0]
        self.assertEqual(renglon.sudo()._avanzar(), 0)  # its number was taken, and the power went
        self.assertEqual((renglon.oficio_id.name, renglon.oficio_id.sudo().pdf_id.ids), ("JUT/0001/2026", []))
        self.correr()
        self.correr()
        self.assertEqual(serie.oficio_ids.sorted("name").mapped("name"), ["JUT/0001/2026", "JUT/0002/2026"])
        self.assertEqual(len(serie.oficio_ids.sudo().pdf_id), 2)

    def test_what_somebody_took_another_way_meanwhile_is_not_printed(self):
        serie = self.serie(*self.renglones(2))
        serie.action_generar()
        renglones = serie.renglon_ids.sorted("numero").sudo()
        for renglon in renglones:
            renglon._avanzar()
        cancelado, impreso = renglones.oficio_id.sorted("name")
        self.como(cancelado, self.redactora).action_cancelar("Ya no")
        impreso._pedir_firmas()
        papel = impreso.pdf_id
        self.correr()
        self.assertEqual((cancelado.state, cancelado.pdf_id.ids), ("cancelado", []))
        self.assertEqual((impreso.state, impreso.pdf_id, serie.state), ("numerado", papel, "hecha"))

    def test_a_text_with_which_documents_are_made_stays(self):
        serie = self.serie(self.renglon(1))
        serie.action_generar()
        for accion in ("corregir", "cancelar"):
            with self.assertRaisesRegex(UserError, "began with this text"):
                getattr(serie.modelo_id, f"action_{accion}")("Cambio")
        with self.assertRaisesRegex(UserError, "is now «Generating»"):
            serie.action_generar()
        serie.action_detener()
        self.correr()
        self.assertEqual((serie.state, self.resultados(serie)), ("detenida", ["ok"]))
        serie.action_cancelar("Ya no")
        self.assertEqual((serie.state, serie.modelo_id.state), ("cancelada", "aprobado"))
        serie.modelo_id.action_corregir("Ahora sí")
        otra = self.como(self.Serie, self.redactora).create({"name": "Otra", "modelo_id": serie.modelo_id.id})
        otra.unlink()
        with self.assertRaisesRegex(UserError, "never deleted|history"):
            serie.unlink()

    def test_who_lost_the_unit_makes_no_more(self):
        serie = self.serie(self.renglon(1))
        serie.action_generar()
        self.redactora.area_id = self.finanzas
        self.correr()
        self.assertEqual((serie.sudo().state, self.resultados(serie.sudo())), ("hecha", ["fallo"]))
        self.assertFalse(serie.sudo().oficio_ids)

    def test_one_by_one_costs_the_same(self):
        serie = self.serie(*self.renglones(2))
        serie.action_generar()
        with patch.object(OficioFirma, "_pedir_firmas", lambda oficio: None):
            renglones = serie.renglon_ids.sorted("numero").sudo()
            renglones[0]._avanzar()
            with self.assertQueryCount(70):
                renglones[1]._avanzar()
