"""Couriers, played in the browser by their roles: the guías bought, the piece asked for, sent, delivered and proved.

Everything is done through the screen, each in a session of their own, with mouse, keyboard and scanner; the
database is only read, to assert. The screens are in Spanish, and nothing on them may be left in English.
"""

from historia import Historia

from odoo import fields
from odoo.tests import tagged

from odoo.addons.mensajeria.tests.lector_pdf import textos
from odoo.addons.mensajeria.tests.mensajeria_comun import MensajeriaDatos
from odoo.addons.mensajeria.tests.papeles import foto, hoja, pdf


class HistoriaMensajeria(MensajeriaDatos, Historia):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls._crear_institucion()
        cls._hablar("msj")
        (cls.mensajero | cls.suplente).write({"sat": True, "sun": True})
        cls.certificada = cls.env["mensajeria.servicio"].create(
            {"name": "Entrega certificada", "proveedor_id": cls.local.id, "ambito": "local", "sla_dias": 2}
        )
        cls.serie_local = cls._serie(cls.local, "LC", "mod7")
        cls.serie_sepomex = cls._serie(cls.sepomex, "RR", "s10", sufijo="MX")
        cls.serie_foranea = cls._serie(cls.foranea, "PQ", "ninguno")

    @classmethod
    def _serie(cls, proveedor, prefijo, algoritmo, **vals):
        return cls.env["mensajeria.serie"].create(
            {
                "name": f"Guías {prefijo}",
                "proveedor_id": proveedor.id,
                "prefijo": prefijo,
                "ancho": 8,
                "algoritmo": algoritmo,
                "company_id": cls.company.id,
                **vals,
            }
        )

    def setUp(self):
        super().setUp()
        self.piezas = self.env["mensajeria.envio"].with_context(lang="es_MX")

    def pedir(self, solicitante, nombres, mensajeria=None):
        """Who needs pieces sent writes them down and sends the request."""
        solicitante.menu("Mensajería", "Operación", "Solicitudes")
        solicitante.pulsar("Nuevo")
        if mensajeria:
            solicitante.elegir("Mensajería sugerida", mensajeria)
        solicitante.pulsar("Agregar una línea")
        for n, nombre in enumerate(nombres, 1):
            solicitante.escribir("Documento", f"JUM/{n:03d}")
            solicitante.escribir("Destinatario", nombre)
            solicitante.escribir("Calle", "Tacuba")
            solicitante.escribir("Número", n)
            solicitante.escribir("Código postal", "06000")
            solicitante.pulsar("Guardar y cerrar" if n == len(nombres) else "Guardar y crear nuevo")
        solicitante.pulsar("Enviar")
        solicitante.ver("SOL-OPM/")
        self.piezas = self.env["mensajeria.envio"].search([("company_id", "=", self.company.id)], order="id")
        self.assertEqual(self.piezas.mapped("dest_nombre"), list(nombres))
        self.assertEqual(self.piezas.solicitud_id.state, "enviada")

    def aceptar(self, operador):
        """The office finds the request among its tasks, and opens the assistant that dispatches it."""
        operador.pulsar_en("SOL-OPM/")
        operador.pulsar("Aceptar", "Asignar piezas")

    def emitir(self, operador, prefijo):
        operador.pulsar("Emitir", "De acuerdo")
        operador.ver(prefijo)
        self.releer()
        return self.piezas.relacion_id

    def assertEstados(self, *estados):
        self.releer()
        self.assertEqual(self.piezas.mapped("state"), list(estados))


@tagged("post_install", "-at_install")
class TestHistoriasMensajeria(HistoriaMensajeria):
    def test_from_purchase_to_validated_acuse(self):
        """Guías are bought, two pieces asked for, delivered by a phone without network, and proved by their acuse."""
        compradora = self.sentar(self.administradora)
        compradora.menu("Mensajería", "Folios", "Comprar guías")
        compradora.elegir("Serie", "Guías LC")
        compradora.escribir("Primer número", self.serie_local._formatear(1))
        compradora.escribir("Cuántas", 20)
        compradora.escribir("Factura", "F-77")
        compradora.pulsar("Verificar", "Dar de alta")
        compradora.ver("F-77")
        rango = self.env["mensajeria.rango"].search([("serie_id", "=", self.serie_local.id)])
        self.assertRecordValues(rango, [{"state": "activo", "cantidad": 20, "disponibles": 20, "factura": "F-77"}])

        solicitante = self.sentar(self.solicitante)
        self.pedir(solicitante, ["Ana Ruiz", "Beto Luna"])

        operadora = self.sentar(self.op_local)
        self.aceptar(operadora)
        operadora.elegir_en("Centro", "Servicio", "Entrega certificada")
        operadora.pulsar("Asignar")
        ruta = self.emitir(operadora, "HR-OPM/")
        self.assertEqual(self.piezas.servicio_id, self.certificada)
        self.assertEqual(self.piezas.mapped("folio_guia"), [self.serie_local._formatear(n) for n in (1, 2)])

        telefono = self.telefono()
        telefono.ir()
        for pieza in self.piezas:
            telefono.escribir("Escriba el código", pieza.folio_guia.lower())
            telefono.tecla("Enter")
            telefono.ver(f"{pieza.name} quedó cargada")
        operadora.pulsar("Cargar y salir", "Salir")
        operadora.ver("Cerrar")
        self.assertEqual(ruta.state, "en_ruta")
        self.assertEstados("en_reparto", "en_reparto")

        telefono.recargar()
        telefono.guardada()
        with self.red_cortada(telefono):
            telefono.pulsar_en("Ana Ruiz")
            telefono.pulsar_nodo("[name=entregado]")
            telefono.pulsar("Es Ana Ruiz")
            telefono.elegir("Identificación", "Credencial para votar")
            telefono.escribir("Número de la identificación", "IDMEX123")
            telefono.trazar("canvas")
            telefono.adjuntar("input[type=file]", ("puerta.jpg", foto("PUERTA")))
            telefono.hacer("await hasta(() => $('.o_ruta_foto'))")
            telefono.pulsar("Guardar la entrega")
            telefono.ver("1 acción por enviar", "Sin red")
            telefono.recargar()
            telefono.pulsar_en("Beto Luna")
            telefono.pulsar_nodo("[name=no_entregado]")
            telefono.pulsar("Destinatario ausente", "Dejé aviso", "Guardar el intento")
            telefono.ver("2 acciones por enviar")
            self.assertEstados("en_reparto", "en_reparto")
        telefono.hacer("dispatchEvent(new Event('online')); await hasta(async () => !(await esperan()).length)")
        self.assertEstados("entregado", "intento_fallido")
        entrega = self.piezas.evento_ids.filtered(lambda evento: evento.tipo == "entregado")
        self.assertEqual((entrega.origen, entrega.user_id), ("movil", self.repartidor))
        self.assertEqual(sorted(entrega.evidencia_ids.mapped("tipo")), ["firma", "foto"])

        operadora.pulsar("Cerrar", "Cerrar la relación")
        operadora.menu("Mensajería", "Acuses", "Estación de lectura")
        operadora.pulsar("Recibir acuses")
        operadora.leer_codigo(self.piezas[0].folio_guia)
        operadora.ver("Acuse recibido", "1 Correcto")
        operadora.leer_codigo(self.piezas[0].folio_guia)
        operadora.ver("Avisos: 1")
        operadora.pulsar("Terminar")
        acuse, otro = self.piezas.acuse_ids.sorted("id")
        self.assertEqual((acuse.state, otro.state, ruta.state), ("recibido", "en_mensajero", "cerrada"))

        operadora.menu("Correspondencia")
        operadora.pulsar_en("Digitalizar y validar")
        operadora.adjuntar(".o_form_view input[type=file]", ("acuse.pdf", pdf(hoja(self.piezas[0].name))))
        operadora.pulsar("Digitalizado", "Validar", "De acuerdo", "Entregar al área")
        operadora.pulsar_nodo(".modal [name=recibe] input")
        operadora.teclear("Luis Solís")
        operadora.pulsar_nodo(".modal button[name=action_entregar]")
        operadora.ver(self.piezas[0].display_name)
        self.releer()
        hoy = fields.Date.context_today(acuse.with_context(tz="America/Mexico_City"))
        self.assertRecordValues(
            acuse,
            [
                {
                    "state": "entregado_solicitante",
                    "recibe_solicitante": "Luis Solís",
                    "receptor_nombre": "Ana Ruiz",
                    "caracter": "destinatario",
                    "fecha_entrega": hoy,
                    "irregularidad": False,
                }
            ],
        )
        self.assertTrue(acuse.fecha_validacion)
        self.assertTrue(acuse.archivo_ids.evidencia)

        solicitante.menu("Mensajería", "Acuses", "Acuses")
        solicitante.pulsar_nodo(".o_facet_remove")
        solicitante.pulsar_en("Ana Ruiz")
        solicitante.ver("acuse.pdf", "Ana Ruiz", "Destinatario")
        self.assertFalse(solicitante.dice("IDMEX123"), "personal data of the receiver is for operators")
        self.assertFalse(self.env["nucleo.bitacora"]._verificar(acuse._name, acuse.ids))
        self.assertTodoEnEspañol()

    def test_sepomex_deposit(self):
        """Three registered letters: one list, its paper, the window of the post, and what came back of each."""
        self.env["mensajeria.rango"]._dar_de_alta(self.serie_sepomex, 1, 50, {})
        solicitante = self.sentar(self.solicitante)
        self.pedir(solicitante, ["Ana Ruiz", "Beto Luna", "Carla Paz"], "SEPOMEX")

        operadora = self.sentar(self.op_sepomex)
        self.aceptar(operadora)
        operadora.elegir_en("Centro", "Servicio", "Correos de Prueba · Registrado")
        operadora.pulsar("Asignar")
        deposito = self.emitir(operadora, "DEP-OPM/")
        folios = [self.serie_sepomex._formatear(n) for n in (1, 2, 3)]
        self.assertEqual(self.piezas.mapped("folio_guia"), folios)

        papeles = []
        for _vez in range(2):
            with operadora.descargando() as archivos:
                operadora.pulsar("Imprimir")
            papeles += [" ".join(textos(archivo)) for archivo in archivos]
        original, copia = papeles
        self.assertEqual(sorted(folios, key=original.index), folios)
        self.assertNotIn("REIMPRESIÓN", original)
        self.assertIn("REIMPRESIÓN 1", copia)

        operadora.pulsar("Entregar")
        for folio in folios[1:]:
            operadora.ver(folio)
        operadora.pulsar("Salir")
        operadora.ver("Cerrar")
        self.assertEstados(*["en_transito"] * 3)
        self.assertEqual(deposito.state, "depositada")

        operadora.pulsar("Cerrar")
        operadora.adjuntar(".modal input[type=file]", ("sello.jpg", foto("SELLO")))
        operadora.pulsar("Cerrar la relación")
        operadora.ver("sello.jpg")
        self.releer()
        self.assertEqual(deposito.state, "cerrada")
        self.assertEqual(deposito.evidencia_ids.name, "sello.jpg")

        operadora.pulsar("3 Piezas")
        operadora.pulsar_en("Beto Luna")
        operadora.pulsar("Qué pasó")
        operadora.elegir("Qué pasó", "Intento fallido")
        operadora.elegir("Motivo", "Destinatario ausente", buscar="ausente")
        operadora.pulsar("Registrar")
        operadora.ver("Destinatario ausente")
        self.assertEstados("en_transito", "intento_fallido", "en_transito")

        operadora.menu("Mensajería", "Acuses", "Estación de lectura")
        operadora.pulsar("Recibir acuses")
        operadora.elegir("Firmó en carácter de", "Destinatario")
        for folio in folios[:2]:
            operadora.leer_codigo(folio)
        operadora.ver("2 Correcto")
        operadora.pulsar("Terminar", "Devoluciones")
        operadora.elegir("Motivo", "No reclamado en ventanilla")
        operadora.leer_codigo(folios[2])
        operadora.ver("1 Correcto")
        operadora.pulsar("Terminar")
        self.assertEstados("entregado", "entregado", "devuelto")
        self.assertEqual(self.piezas.acuse_ids.sorted("id").mapped("state"), ["recibido", "recibido", "no_entregado"])
        self.assertEqual(self.piezas.solicitud_id.state, "atendida")
        self.assertTodoEnEspañol()

    def test_lost_by_the_carrier(self):
        """Of two pieces that a carrier took, one is lost: the claim is an oficio, and its answer closes it."""
        self.env["mensajeria.rango"]._dar_de_alta(self.serie_foranea, 1, 50, {})
        solicitante = self.sentar(self.solicitante)
        self.pedir(solicitante, ["Ana Ruiz", "Beto Luna"], "Foránea")

        operador = self.sentar(self.op_foranea)
        self.aceptar(operador)
        operador.elegir_en("Centro", "Servicio", "Paquetería de Prueba · Día siguiente")
        operador.pulsar("Asignar")
        self.emitir(operador, "REC-OPM/")
        operador.pulsar("Entregar", "Salir", "Cerrar")
        operador.adjuntar(".modal input[type=file]", ("sello.jpg", foto("SELLO")))
        operador.pulsar("Cerrar la relación")
        operador.ver("sello.jpg")
        self.assertEstados("en_transito", "en_transito")

        operador.pulsar("2 Piezas")
        operador.pulsar_en("Ana Ruiz")
        operador.pulsar("Qué pasó")
        operador.elegir("Qué pasó", "Extraviada")
        operador.escribir("Explicación", "Robo de la unidad en carretera")
        operador.pulsar("Registrar")
        operador.ver("Robo de la unidad")
        self.assertEstados("extraviado", "en_transito")

        operador.pulsar_nodo("button[name=action_reclamar]")
        operador.escribir("Monto reclamado", "1500")
        operador.pulsar("Enviar", "De acuerdo")
        operador.ver("RCL-OPM/")
        reclamacion = self.env["mensajeria.reclamacion"].search([("envio_ids", "in", self.piezas.ids)])
        self.assertRecordValues(
            reclamacion, [{"state": "emitida", "tipo": "extravio", "monto": 1500, "envio_ids": self.piezas[0].ids}]
        )
        with operador.descargando() as archivos:
            operador.pulsar("Oficio (PDF)")
        (oficio,) = archivos
        self.assertEqual(oficio, reclamacion.oficio_id.raw)
        texto = " ".join(textos(oficio))
        for dicho in (reclamacion.name, self.foranea.name, self.piezas[0].folio_guia, "1,500.00"):
            self.assertIn(dicho, texto)
        self.assertNotIn(self.piezas[1].folio_guia, texto)

        operador.menu("Correspondencia")
        operador.pulsar_en("RCL-OPM/")
        operador.escribir("Referencia del proveedor", "Q-9")
        operador.pulsar("Resolución")
        operador.escribir("Resolución", "Se paga la indemnización")
        operador.escribir("Monto recuperado", "1200")
        operador.adjuntar(".o_form_view input[type=file]", ("respuesta.pdf", pdf(hoja("RESPUESTA"))))
        operador.pulsar("Procedente")
        operador.ver("Procedente")
        self.releer()
        self.assertRecordValues(
            reclamacion, [{"state": "procedente", "monto_recuperado": 1200, "folio_proveedor": "Q-9"}]
        )
        self.assertTrue(reclamacion.respuesta_ids.evidencia)
        self.assertEqual(self.piezas.acuse_ids.sorted("id").mapped("state"), ["extraviado", "en_proveedor"])

        solicitante.menu("Mensajería", "Operación", "Solicitudes")
        solicitante.pulsar_en("SOL-OPM/")
        solicitante.ver("Extraviada", "En tránsito")
        self.assertTodoEnEspañol()
