"""Who may do what with every model of the house, and what its public methods answer to who has no part in a matter."""

import base64
import json
from datetime import datetime, timedelta

from odoo.fields import Command
from odoo.tests import HttpCase, TransactionCase, tagged
from odoo.tools import mute_logger

from odoo.addons.correspondencia_entrada.tests.common import EntradaDatos, pdf
from odoo.addons.correspondencia_entrada.tests.firma_entidad import FirmaDatos
from odoo.addons.correspondencia_entrada.tests.firma_servicios import pki_de_prueba
from odoo.addons.correspondencia_salida.tests.salida_comun import SalidaDatos

ADDONS = ("correspondencia_entrada", "correspondencia_salida", "mensajeria")
MODULOS = tuple(f"odoo.addons.{addon}." for addon in ADDONS)
OPERACIONES = {"r": "read", "w": "write", "c": "create", "u": "unlink"}

#: (r)ead, (w)rite, (c)reate, (u)nlink, as far as the model goes; the rules say which records
MODELOS = {
    #                                portal interno destinatario digitalizador oficialia administrador
    "correspondencia.acusar": ("", "", "", "", "rwcu", "rwcu"),
    "correspondencia.asunto": ("", "", "r", "rw", "rwcu", "rwcu"),
    "correspondencia.comparar.versiones": ("", "", "rwcu", "rwcu", "rwcu", "rwcu"),
    "correspondencia.descarga": ("", "", "", "", "rwcu", "rwcu"),
    "correspondencia.destinatario": ("", "", "r", "r", "r", "rwcu"),
    "correspondencia.devuelto": ("", "", "", "", "rwcu", "rwcu"),
    "correspondencia.duplicado": ("", "", "", "", "rwcu", "rwcu"),
    "correspondencia.encargar": ("", "", "", "", "", "rwc"),
    "correspondencia.entrega": ("", "", "", "", "rwcu", "rwcu"),
    "correspondencia.instruccion": ("", "", "r", "r", "r", "rwcu"),
    "correspondencia.lectura": ("", "", "r", "r", "r", "r"),
    "correspondencia.libro": ("", "", "", "", "rwcu", "rwcu"),
    "correspondencia.motivo": ("", "", "rwcu", "rwcu", "rwcu", "rwcu"),
    "correspondencia.numero": ("", "", "", "", "r", "r"),
    "correspondencia.oficio": ("", "", "r", "r", "r", "rwcu"),
    "correspondencia.oficio.firmante": ("", "", "r", "r", "r", "rwcu"),
    "correspondencia.oficio.informe": ("", "", "", "", "r", "r"),
    "correspondencia.oficio.tipo": ("", "", "r", "r", "r", "rwcu"),
    "correspondencia.oficio.version": ("", "", "r", "r", "r", "r"),
    "correspondencia.oficio.visto": ("", "", "r", "r", "r", "rwcu"),
    "correspondencia.pedir.prorroga": ("", "", "rwcu", "rwcu", "rwcu", "rwcu"),
    "correspondencia.plantilla": ("", "", "r", "r", "r", "rwcu"),
    "correspondencia.prorroga": ("", "", "r", "r", "r", "r"),
    "correspondencia.rectificar": ("", "", "", "", "rwcu", "rwcu"),
    "correspondencia.registro": ("", "", "", "", "rwc", "rwc"),
    "correspondencia.reservar": ("", "", "", "", "", "rwc"),
    "correspondencia.respuesta": ("", "", "rwcu", "rwcu", "rwcu", "rwcu"),
    "correspondencia.respuesta.firmante": ("", "", "rwcu", "rwcu", "rwcu", "rwcu"),
    "correspondencia.respuesta.version": ("", "", "r", "r", "r", "r"),
    "correspondencia.serie": ("", "", "r", "r", "r", "rwcu"),
    "correspondencia.serie.agregar": ("", "", "", "", "", "rwcu"),
    "correspondencia.serie.renglon": ("", "", "r", "r", "r", "rwcu"),
    "correspondencia.subir.firmado": ("", "", "", "", "", "rwc"),
    "correspondencia.tema": ("", "", "r", "r", "r", "rwcu"),
    "correspondencia.tipo.documento": ("", "", "r", "r", "r", "rwcu"),
    "correspondencia.turnar": ("", "", "rwcu", "rwcu", "rwcu", "rwcu"),
    "correspondencia.turnar.linea": ("", "", "rwcu", "rwcu", "rwcu", "rwcu"),
    "correspondencia.turno": ("", "", "r", "r", "rwcu", "rwcu"),
    "correspondencia.visto.decision": ("", "", "rwcu", "rwcu", "rwcu", "rwcu"),
    "correspondencia.visto.delegacion": ("", "", "rwcu", "rwcu", "rwcu", "rwcu"),
    "correspondencia.visto.regla": ("", "", "", "", "", "rwcu"),
    "correspondencia.visto.regla.paso": ("", "", "", "", "", "rwcu"),
    "firma.autoridad": ("", "", "", "", "", "rwcu"),
    "firma.autorizacion": ("", "", "r", "r", "r", "rwcu"),
    "firma.consulta": ("", "", "", "", "", ""),
    "firma.documento": ("", "", "r", "r", "r", "r"),
    "firma.firmante": ("", "", "r", "r", "r", "r"),
    "firma.sesion": ("", "", "", "", "", ""),
    "mensajeria.agregar.piezas": ("", "", "", "", "", "rwcu"),
    "mensajeria.archivo": ("", "", "", "", "", "rwcu"),
    "mensajeria.archivo.linea": ("", "", "", "", "", "r"),
    "mensajeria.acuse": ("", "", "", "", "", "rw"),
    "mensajeria.arqueo": ("", "", "", "", "", "rwcu"),
    "mensajeria.asignar.guia": ("", "", "", "", "", "rwcu"),
    "mensajeria.ausencia": ("", "", "", "", "", "rwcu"),
    "mensajeria.baja.guia": ("", "", "", "", "", "rwcu"),
    "mensajeria.cierre": ("", "", "", "", "", "rwcu"),
    "mensajeria.cierre.entrega": ("", "", "", "", "", "rwcu"),
    "mensajeria.cierre.linea": ("", "", "", "", "", "rwcu"),
    "mensajeria.comprar.rango": ("", "", "", "", "", "rwcu"),
    "mensajeria.conciliacion": ("", "", "", "", "", "rwcu"),
    "mensajeria.conciliacion.linea": ("", "", "", "", "", "r"),
    "mensajeria.corregir.direccion": ("", "", "", "", "", "rwcu"),
    "mensajeria.cp": ("", "", "", "", "", "rwcu"),
    "mensajeria.decision": ("", "", "", "", "rwcu", "rwcu"),
    "mensajeria.despachar": ("", "", "", "", "", "rwcu"),
    "mensajeria.despachar.linea": ("", "", "", "", "", "rwcu"),
    "mensajeria.dotacion": ("", "", "", "", "", "rwc"),
    "mensajeria.etiqueta": ("", "", "", "", "", "r"),
    "mensajeria.envio": ("", "", "", "", "", "rwcu"),
    "mensajeria.etiqueta.folio": ("", "", "", "", "", "rwcu"),
    "mensajeria.evento": ("", "", "", "", "", "r"),
    "mensajeria.formato": ("", "", "", "", "", "rwcu"),
    "mensajeria.formato.estado": ("", "", "", "", "", "rwcu"),
    "mensajeria.evidencia": ("", "", "", "", "", "r"),
    "mensajeria.guia": ("", "", "", "", "", "r"),
    "mensajeria.entregar.acuse": ("", "", "", "", "", "rwcu"),
    "mensajeria.hacer.entrega": ("", "", "", "", "", "rwcu"),
    "mensajeria.hacer.relacion": ("", "", "", "", "", "rwcu"),
    "mensajeria.importar.cp": ("", "", "", "", "", "rwc"),
    "mensajeria.informe": ("", "", "", "", "", "r"),
    "mensajeria.intento": ("", "", "", "", "", "r"),
    "mensajeria.lectura": ("", "", "", "", "", "r"),
    "mensajeria.lectura.linea": ("", "", "", "", "", "r"),
    "mensajeria.lote": ("", "", "", "", "", "rwcu"),
    "mensajeria.lote.hoja": ("", "", "", "", "", "rw"),
    "mensajeria.mensajero": ("", "", "", "", "", "rwcu"),
    "mensajeria.motivo": ("", "", "", "", "", "rwcu"),
    "mensajeria.probar.zona": ("", "", "", "", "", "rwc"),
    "mensajeria.proveedor": ("", "", "", "", "r", "rwcu"),
    "mensajeria.rango": ("", "", "", "", "", "rw"),
    "mensajeria.reasignar": ("", "", "", "", "", "rwcu"),
    "mensajeria.registrar": ("", "", "", "", "", "rwcu"),
    "mensajeria.reclamacion": ("", "", "", "", "", "rwcu"),
    "mensajeria.relacion": ("", "", "", "", "", "rwcu"),
    "mensajeria.relacion.linea": ("", "", "", "", "", "rwcu"),
    "mensajeria.relevar": ("", "", "", "", "", "rwcu"),
    "mensajeria.salida": ("", "", "", "", "", "rwcu"),
    "mensajeria.salida.linea": ("", "", "", "", "", "rwcu"),
    "mensajeria.serie": ("", "", "", "", "", "rwcu"),
    "mensajeria.servicio": ("", "", "", "", "", "rwcu"),
    "mensajeria.servicio.prueba": ("", "", "", "", "", "rwcu"),
    "mensajeria.solicitud": ("", "", "", "", "", "rwcu"),
    "mensajeria.tablero": ("", "", "", "", "", "rwc"),
    "mensajeria.tarifa": ("", "", "", "", "", "rwcu"),
    "mensajeria.zona": ("", "", "", "", "r", "rwcu"),
    "mensajeria.zona.regla": ("", "", "", "", "", "rwcu"),
    "nucleo.bitacora": ("", "", "r", "r", "r", "r"),
    "nucleo.folio.continuar": ("", "", "", "", "", "rwcu"),
    "nucleo.folio.serie": ("", "", "r", "r", "r", "rwc"),
    "seguimiento.paso": ("", "", "r", "r", "r", "rw"),
    "seguimiento.proceso": ("", "", "r", "r", "r", "rw"),
    "seguimiento.tarea": ("", "", "r", "r", "r", "r"),
}
#: a drafter may do what whoever receives matters may, and this
DE_REDACTOR = {
    "correspondencia.devuelto": "rwcu",
    "correspondencia.destinatario": "rwcu",
    "correspondencia.encargar": "rwc",
    "correspondencia.numero": "r",
    "correspondencia.oficio": "rwcu",
    "correspondencia.oficio.firmante": "rwcu",
    "correspondencia.oficio.visto": "rwcu",
    "correspondencia.oficio.informe": "r",
    "correspondencia.registro": "rwc",
    "correspondencia.reservar": "rwc",
    "correspondencia.serie": "rwcu",
    "correspondencia.serie.agregar": "rwcu",
    "correspondencia.serie.renglon": "rwcu",
    "correspondencia.subir.firmado": "rwc",
    "mensajeria.decision": "rwcu",
}
#: what each person may do with the letters of :meth:`TestMatrizSalida.oficios`; whoever is not named, nothing
OFICIOS = {
    "borrador": {"redactora": "rwu", "juridica": "rwu", "administradora": "rwu"},
    "en revisión": {"redactora": "r", "juridica": "r", "administradora": "r", "revisor": "r"},
    "devuelto": {"redactora": "rwu", "juridica": "rwu", "administradora": "rwu"},
    "por firmar": {"redactora": "r", "juridica": "r", "administradora": "r", "directora": "r"},
    "por despachar": {
        "redactora": "r", "juridica": "r", "administradora": "r", "directora": "r",
        "ventanilla": "r", "ventanilla_2": "r",
    },
    "confidencial": {"redactora": "rwu", "juridica": "rwu", "administradora": "rwu"},
    "confidencial en revisión": {"redactora": "r", "juridica": "r", "revisor": "r", "administradora": "r"},
    "confidencial por despachar": {
        "redactora": "r", "juridica": "r", "directora": "r", "administradora": "r",
    },
    "de otra compañía": {"redactor_b": "rwu", "administrador_b": "rwu"},
}  # fmt: skip
#: what each person may do with the matters of :meth:`TestMatriz.asuntos`; whoever is not named, nothing
ASUNTOS = {
    "borrador": {"ventanilla": "rwu", "ventanilla_2": "rwu", "administradora": "rwu"},
    "por_digitalizar": {"ventanilla": "r", "ventanilla_2": "r", "digitalizadora": "rw", "administradora": "rwu"},
    "por_corregir": {"ventanilla": "rwu", "ventanilla_2": "rwu", "digitalizadora": "r", "administradora": "rwu"},
    "por_descargar": {"ventanilla": "r", "ventanilla_2": "r", "digitalizadora": "r", "administradora": "r"},
    "en_atencion": {
        "ventanilla": "r", "ventanilla_2": "r", "digitalizadora": "r", "administradora": "r",
        "abogado": "r", "juridica": "r", "directora": "r", "revisor": "r",
    },
    "confidencial": {"ventanilla": "r", "administradora": "r", "abogado": "r", "revisor": "r"},
    "de otra oficialía": {"ventanilla_x": "rwu", "administradora": "rwu"},
    "de otra compañía": {"ventanilla_b": "rwu", "administrador_b": "rwu"},
}  # fmt: skip

#: public methods that are no step on a record: what they do is tested where they belong
SIN_REGISTRO = {
    "create", "write", "unlink", "default_get", "name_search", "init", "mapa", "report_action", "onchange",
    "destinatarios_conocidos",
}  # fmt: skip
#: arguments of those that need them to get anywhere
ARGUMENTOS = {
    "action_solicitar_prorroga": {"fecha": "2040-01-01", "motivo": "x"},
    **{
        f"action_{metodo}": {"motivo": "x"}
        for metodo in (
            "rechazar_digitalizacion devolver_a_digitalizacion reabrir cancelar concluir devolver retirar negar"
            " recuperar revocar cerrar reciclar revertir".split()
        )
    },
    "action_baja": {"tipo": "cancelada", "motivo": "x"},
    "rechazar": {"motivo": "x"},
    # of the same name, without a reason
    **{
        (f"mensajeria.{modelo}", f"action_{metodo}"): {}
        for modelo, metodo in (
            ("cierre", "cerrar"),
            ("conciliacion", "cerrar"),
            ("relacion", "cerrar"),
            ("solicitud", "retirar"),
        )
    },
    ("correspondencia.destinatario", "action_revocar"): {},
    "preparar": {"sello": "eA=="},
    "registrar_movil": {"items": []},
    "terminar": {"valor": "eA=="},
    "firmar_en_servidor": {"contrasena": "x", "p12": "eA=="},
}
#: who may read a matter may also do this with it, and nothing else
DE_LECTURA = {
    "action_abrir",
    "action_descargar_expediente",
    "action_descargar_paquete",
    "action_imprimir_acuse",
    "action_imprimir_volante",
    "action_ver_lineas",
    "action_ver_oficios",
    "action_verificar_bitacora",
    "examinar_documentos",
    "expediente",
}


def metodos_publicos(registry):
    """``{(model, method)}`` of what our addons let anyone call."""
    return {
        (nombre, metodo)
        for nombre, clase in registry.items()
        if not clase._abstract
        for base in clase.mro()
        if base.__module__.startswith(MODULOS)
        for metodo, valor in vars(base).items()
        if not metodo.startswith("_") and callable(valor) and not getattr(valor, "_api_private", False)
    }


@tagged("post_install", "-at_install")
class TestMatriz(EntradaDatos, TransactionCase):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls._crear_institucion()

    def test_every_model_is_in_the_matrix(self):
        propios = {
            nombre
            for nombre, clase in self.registry.items()
            if not clase._abstract and clase._original_module in ADDONS
        }
        self.assertEqual(propios, set(MODELOS))

    def test_roles_and_models(self):
        personas = (
            self._persona("portal", "base.group_portal"),
            self._persona("interno", "base.group_user"),
            self.abogado,
            self.digitalizadora,
            self.ventanilla,
            self.administradora,
        )
        for modelo, permisos in MODELOS.items():
            for user, permitido in zip(personas, permisos, strict=True):
                puede = "".join(c for c, op in OPERACIONES.items() if self.env[modelo].with_user(user).has_access(op))
                with self.subTest(modelo=modelo, user=user.login):
                    self.assertEqual(puede, permitido)

    def asuntos(self):
        por_corregir = self.registrado(self.abogado)
        por_corregir.with_user(self.digitalizadora).action_rechazar_digitalizacion("Ilegible")
        confidencial = self.descargado(self.abogado, cc=[self.revisor])
        confidencial.sudo()._rectificar({"confidencialidad": "confidencial"}, "Lo pide el remitente")
        return {
            "borrador": self.borrador(self.abogado),
            "por_digitalizar": self.registrado(self.abogado),
            "por_corregir": por_corregir,
            "por_descargar": self.digitalizado(self.abogado),
            "en_atencion": self.descargado(self.abogado, cc=[self.revisor]),
            "confidencial": confidencial,
            "de otra oficialía": self.borrador(user=self.ventanilla_x, oficialia_id=self.oficialia_x.id),
            "de otra compañía": self.borrador(user=self.ventanilla_b),
        }

    def test_people_and_records(self):
        personas = self.env["res.users"].search([("login", "=like", "prueba_%")])
        asuntos = self.asuntos()
        self.assertEqual(asuntos.keys(), ASUNTOS.keys())
        for caso, asunto in asuntos.items():
            for user in personas:
                suyo = self.como(asunto, user)
                puede = "".join(c for c in "rwu" if suyo.has_access(OPERACIONES[c]))
                with self.subTest(caso, user=user.login):
                    self.assertEqual(puede, ASUNTOS[caso].get(user.login.removeprefix("prueba_"), ""))
                    self.assertEqual(bool(suyo.search([("id", "=", asunto.id)])), "r" in puede)


@tagged("post_install", "-at_install")
class TestMatrizSalida(SalidaDatos, TransactionCase):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls._crear_institucion()
        cls._crear_salida()

    def test_a_drafter_and_models(self):
        for modelo, permisos in MODELOS.items():
            Modelo = self.env[modelo].with_user(self.redactora)
            puede = "".join(c for c, op in OPERACIONES.items() if Modelo.has_access(op))
            with self.subTest(modelo):
                self.assertEqual(puede, DE_REDACTOR.get(modelo, permisos[2]))

    def oficios(self):
        secreto = {"confidencialidad": "confidencial"}
        revisa = {"visto_ids": [Command.create({"user_id": self.revisor.id})]}
        firma = {"firmante": self.directora}
        enviado, devuelto, reservado = self.oficio(**revisa), self.oficio(**revisa), self.oficio(**revisa, **secreto)
        (enviado | devuelto | reservado).action_enviar_a_revision()
        self.como(devuelto.sudo().visto_ids, self.revisor).action_devolver("Falta el monto")
        listos = self.numerado(**firma) | self.numerado(**firma, **secreto)
        for oficio in listos:
            oficio.action_subir_firmado("x.pdf", base64.b64encode(pdf()))
        return {
            "borrador": self.oficio(),
            "en revisión": enviado,
            "devuelto": devuelto,
            "por firmar": self.numerado(**firma),
            "por despachar": listos[0],
            "confidencial": self.oficio(**secreto),
            "confidencial en revisión": reservado,
            "confidencial por despachar": listos[1],
            "de otra compañía": self.oficio(user=self.redactor_b, firmante=self.redactor_b),
        }

    def test_people_and_letters(self):
        """What hangs from a letter is read by who reads it, and by nobody else."""
        personas = self.env["res.users"].search([("login", "=like", "prueba_%")])
        oficios = self.oficios()
        self.assertEqual(oficios.keys(), OFICIOS.keys())
        for caso, oficio in oficios.items():
            partes = [oficio.sudo()[campo][:1] for campo in ("destinatario_ids", "firmante_ids", "version_ids")]
            for user in personas:
                suyo, permitido = self.como(oficio, user), OFICIOS[caso].get(user.login.removeprefix("prueba_"), "")
                puede = "".join(c for c in "rwu" if suyo.has_access(OPERACIONES[c]))
                with self.subTest(caso, user=user.login):
                    self.assertEqual(puede, permitido)
                    for parte in (oficio, *filter(None, partes)):
                        propia = self.como(parte.sudo(False), user)
                        self.assertEqual(propia.has_access("read"), "r" in permitido, parte._name)
                        hallada = propia.browse().has_access("read") and propia.search([("id", "=", parte.id)])
                        self.assertEqual(bool(hallada), "r" in permitido, parte._name)


@tagged("post_install", "-at_install")
class TestMatrizJson2(FirmaDatos, SalidaDatos, HttpCase):
    """Every public method of the house, called with a key of the API for a matter that is not the caller's."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls._crear_institucion()
        cls._crear_firma(pki_de_prueba())
        cls.servicios.cerrar()  # nobody gets far enough to ask it
        cls.claves = {
            user: cls.env["res.users.apikeys"].with_user(user)._generate("rpc", "prueba", datetime.now() + timedelta(hours=1))  # noqa: DTZ005
            for user in (cls.ajeno, cls.juridica, cls.revisor, cls.ventanilla, cls.ventanilla_x)
        }  # fmt: skip

    def setUp(self):
        super().setUp()
        self.asunto = self.descargado(self.abogado, cc=[self.revisor], descripcion="Cosa de otros")
        turno = self.turno(self.asunto, self.abogado)
        prorroga = (
            turno.browse().env["correspondencia.prorroga"].browse(turno.action_solicitar_prorroga("2040-01-01", "x"))
        )
        respuesta = self.env["correspondencia.respuesta"].browse(turno.action_responder()["res_id"])
        self.registros = {
            "correspondencia.asunto": self.asunto,
            "correspondencia.turno": turno,
            "correspondencia.prorroga": prorroga,
            "correspondencia.respuesta": respuesta,
            "seguimiento.tarea": self.asunto.sudo()._tareas_abiertas("atender"),
            "ir.attachment": self.asunto.documento_ids,
            **self._de_folios(),
            **self._asistentes(turno),
            **self._de_firma(),
            **self._de_mensajeria(),
            **self._de_salida(),
        }
        self.cr.flush()

    def _de_folios(self):
        """The series of another institution, and the wish to begin this one's elsewhere."""
        otra = self.env["res.company"].create({"name": "Cosa de otros"})
        area = self.env["hr.department"].create({"name": "Cosa de otros", "siglas": "CDO", "company_id": otra.id})
        que = "correspondencia.asunto"
        return {
            "nucleo.folio.serie": self.env["nucleo.folio.serie"]._para(area, que, "general"),
            "nucleo.folio.continuar": self.env["nucleo.folio.continuar"].create(
                {"area_id": self.oficialia.id, "que": f"{que},general", "numero": 9}
            ),
        }

    def _de_firma(self):
        """An answer of another matter of the same people that waits for its signature, and what belongs to it."""
        self.abogado.write(self._firmante("firmante2"))
        asunto = self.descargado(self.abogado, cc=[self.revisor], descripcion="Cosa de otros")
        documento = self.por_firmar(self.abogado, asunto=asunto).sudo().firma_id
        sesion = self.env["firma.sesion"].create(
            {
                "token": "x",
                "user_id": self.abogado.id,
                "documento_id": documento.id,
                "sha256": documento.sha256,
                "certificado": "eA==",
                "modo": "navegador",
                "inicio": documento.create_date,
                "expira": "2099-01-01",
                "cadena": "||",
                "state": "preparada",
            }
        )
        self.argumentos = ARGUMENTOS | {"abrir": {"documento_id": documento.id, "certificado": "eA=="}}
        return {
            "firma.autoridad": self._proponer(self.pki.tsa, "tsa").sudo(),
            "firma.autorizacion": self.suplir(self.abogado, self.directora, registrar=False).sudo(),
            "firma.documento": documento,
            "firma.sesion": sesion,
        }

    def _de_salida(self):
        """A letter of others that is being reviewed, its number, and the assistants on it."""
        self._crear_salida()
        oficio = self.oficio(
            user=self.contadora,
            firmante=self.contadora,
            area_id=self.finanzas.id,
            descripcion="Cosa de otros",
            visto_ids=[Command.create({"user_id": self.directora.id})],
        )
        oficio.action_enviar_a_revision()
        visto = oficio.sudo().visto_ids
        serie = oficio.env["correspondencia.serie"].create({"name": "Cosa de otros", "modelo_id": oficio.id})
        renglon = {"serie_id": serie.id, "dest_nombre": "Cosa de otros"}
        lectura = {"oficio_id": oficio.id, "destinatario_id": oficio.destinatario_ids.id, "user_id": self.contadora.id}
        reserva = {"area_id": self.finanzas.id, "tipo_id": self.tipo.id}
        self.argumentos |= {
            "reservar": {**reserva, "para": "x"},
            "action_subir_firmado": {"nombre": "x.pdf", "datos": "eA=="},
        }
        return {
            "correspondencia.oficio": oficio,
            "correspondencia.oficio.visto": visto,
            "correspondencia.destinatario": oficio.destinatario_ids,
            "correspondencia.lectura": self.env["correspondencia.lectura"].create(lectura),
            "correspondencia.serie": serie,
            "correspondencia.serie.renglon": serie.env["correspondencia.serie.renglon"].create(renglon),
            "correspondencia.serie.agregar": self.env["correspondencia.serie.agregar"].create({"serie_id": serie.id}),
            "correspondencia.numero": self.env["correspondencia.numero"]._tomar(self.finanzas, self.tipo),
            "correspondencia.reservar": self.env["correspondencia.reservar"].create({**reserva, "reservado_para": "x"}),
            "correspondencia.encargar": self.env["correspondencia.encargar"].create(
                {"oficio_id": oficio.id, "user_id": self.contadora.id}
            ),
            "correspondencia.visto.decision": self.env["correspondencia.visto.decision"].create(
                {"visto_id": visto.id, "texto": "x"}
            ),
            "correspondencia.oficio.informe": self.env["correspondencia.oficio.informe"].browse(
                oficio.destinatario_ids.id
            ),
            "correspondencia.registro": self.env["correspondencia.registro"].create({"area_id": self.finanzas.id}),
            **self._de_despacho(oficio),
        }

    def _de_despacho(self, oficio):
        linea = {"destinatario_id": oficio.destinatario_ids.id}
        return {
            f"correspondencia.{nombre}": self.env[f"correspondencia.{nombre}"].create(vals)
            for nombre, vals in {
                "entrega": {"destinatario_ids": oficio.destinatario_ids.ids, "identificacion_folio": "x"},
                "acusar": linea,
                "devuelto": {**linea, "medio": "correo", "motivo": "x"},
                "subir.firmado": {"oficio_id": oficio.id, "archivo": "eA=="},
            }.items()
        }

    def _de_mensajeria(self):
        """Guías of the same institution, of which nobody here takes part in the dispatch, and their assistants."""
        proveedor = self.env["mensajeria.proveedor"].create({"name": "Cosa de otros", "tipo": "foranea"})
        serie = self.env["mensajeria.serie"].create({"name": "Cosa de otros", "proveedor_id": proveedor.id})
        rango = self.env["mensajeria.rango"]._dar_de_alta(serie, 1, 10, {})
        envio = self.env["mensajeria.envio"].create({"proveedor_id": proveedor.id})
        self.argumentos |= {
            ("mensajeria.lectura", "abrir"): {"modo": "recibir"},
            "asignar_folio": {"envio": envio.id, "texto": "00000009"},
            "registrar_carga": {"texto": envio.name},
            "registrar_movil": {"items": []},
        }
        return {
            "mensajeria.rango": rango,
            "mensajeria.guia": self.env["mensajeria.guia"]._asignar(envio),
            "mensajeria.dotacion": self.env["mensajeria.dotacion"].create(
                {"rango_id": rango.id, "cantidad": 2, "area_id": self.oficialia.id}
            ),
            "mensajeria.arqueo": self.env["mensajeria.arqueo"].create({"proveedor_id": proveedor.id}),
            "mensajeria.informe": self.env["mensajeria.informe"].browse(envio.id),
            "mensajeria.tablero": self.env["mensajeria.tablero"].create({"proveedor_id": proveedor.id}),
            "mensajeria.asignar.guia": self.env["mensajeria.asignar.guia"].create({"envio_ids": envio.ids}),
            "mensajeria.baja.guia": self.env["mensajeria.baja.guia"].create(
                {"serie_id": serie.id, "desde": "00000009", "tipo": "danada", "motivo": "x"}
            ),
            "mensajeria.comprar.rango": self.env["mensajeria.comprar.rango"].create(
                {"serie_id": serie.id, "folio_inicial": "00000011", "cantidad": 5}
            ),
            "mensajeria.importar.cp": self.env["mensajeria.importar.cp"].create({}),
            **self._de_transportistas(proveedor),
            **self._de_etiquetas(proveedor, envio),
            **self._de_envios(envio),
            **self._de_acuses(),
            "mensajeria.decision": self.env["mensajeria.decision"].create(
                {
                    "res_model": "mensajeria.rango",
                    "res_ids": rango.ids,
                    "metodo": "action_cerrar",
                    "motivo": "x",
                }
            ),
        }

    def _de_etiquetas(self, proveedor, envio):
        """A label of which its carrier did not say whether it made it."""
        etiqueta = self.env["mensajeria.etiqueta"].create(
            {"envio_id": envio.id, "proveedor_id": proveedor.id, "user_id": self.env.uid, "referencia": "Cosa de otros"}
        )
        asistente = self.env["mensajeria.etiqueta.folio"].create({"etiqueta_id": etiqueta.id, "folio": "x"})
        return {"mensajeria.etiqueta": etiqueta, "mensajeria.etiqueta.folio": asistente}

    def _de_envios(self, envio):
        """A request, a piece and a list of others, with what decides on them."""
        relacion = self.env["mensajeria.relacion"].create(
            {"tipo": "hoja_ruta", "oficialia_id": self.oficialia.id, "notas": "Cosa de otros"}
        )
        solicitud = self.env["mensajeria.solicitud"].create(
            {"area_id": self.oficialia.id, "indicaciones": "Cosa de otros"}
        )
        mensajero = self.env["mensajeria.mensajero"].create({"name": "Cosa de otros"})
        piezas, lista = {"envio_ids": envio.ids}, {"relacion_id": relacion.id}
        asistentes = {
            "despachar": piezas,
            "hacer.relacion": piezas,
            "registrar": piezas | {"tipo": "nota"},
            "reasignar": piezas | {"motivo": "x"},
            "salida": lista,
            "cierre": lista,
            "agregar.piezas": {"solicitud_id": solicitud.id},
            "corregir.direccion": {"envio_id": envio.id, "motivo": "x"},
            "relevar": lista | {"mensajero_id": mensajero.id, "motivo": "x"},
        }
        return {
            "mensajeria.envio": envio,
            "mensajeria.evento": envio.evento_ids[:1],
            "mensajeria.solicitud": solicitud,
            "mensajeria.relacion": relacion,
            **{f"mensajeria.{m}": self.env[f"mensajeria.{m}"].create(vals) for m, vals in asistentes.items()},
        }

    def _de_transportistas(self, proveedor):
        """A status file and an invoice of a carrier of others."""
        comunes = {"name": "Cosa de otros", "proveedor_id": proveedor.id, "columna_folio": "A"}
        estados, factura = self.env["mensajeria.formato"].create(
            [
                {**comunes, "columna_estado": "B"},
                {**comunes, "uso": "factura", "columna_importe": "B"},
            ]
        )
        archivo = base64.b64encode(b"A,B\n1,2\n")
        lote = self.env["mensajeria.lote"].create({})
        leido = self.env["mensajeria.archivo"].create({"formato_id": estados.id, "archivo": archivo})
        return {
            "mensajeria.archivo": leido,
            "mensajeria.archivo.linea": self.env["mensajeria.archivo.linea"].create(
                {"archivo_id": leido.id, "folio": "Cosa de otros", "resultado": "ajena"}
            ),
            "mensajeria.conciliacion": self.env["mensajeria.conciliacion"].create(
                {"name": "Cosa de otros", "formato_id": factura.id, "archivo": archivo}
            ),
            "mensajeria.lote": lote,
            "mensajeria.lote.hoja": self.env["mensajeria.lote.hoja"].create(
                {"lote_id": lote.id, "archivo": "Cosa de otros", "resultado": "ambigua"}
            ),
        }

    def _de_acuses(self):
        """A piece that left, its acuse, a claim, and a paper in quarantine."""
        proveedor = self.env["mensajeria.proveedor"].create({"name": "Cosa de otros, local", "tipo": "local"})
        servicio = self.env["mensajeria.servicio"].create(
            {"name": "Cosa de otros", "proveedor_id": proveedor.id, "requiere_guia": False}
        )
        envio = self.env["mensajeria.envio"].create(
            {"proveedor_id": proveedor.id, "servicio_id": servicio.id, "dest_nombre": "x", "dest_calle": "x"}
        )
        envio._registrar_evento("asignado")
        envio._registrar_evento("en_reparto")
        lectura = self.env["mensajeria.lectura"].create(
            {"company_id": self.env.company.id, "user_id": self.env.uid, "modo": "recibir"}
        )
        acuses = {"acuse_ids": envio.acuse_ids.ids}
        return {
            "mensajeria.acuse": envio.acuse_ids,
            "mensajeria.entregar.acuse": self.env["mensajeria.entregar.acuse"].create({**acuses, "recibe": "x"}),
            "mensajeria.hacer.entrega": self.env["mensajeria.hacer.entrega"].create(acuses),
            "mensajeria.reclamacion": self.env["mensajeria.reclamacion"].create(
                {"proveedor_id": proveedor.id, "oficialia_id": self.oficialia.id, "envio_ids": [Command.set(envio.ids)]}
            ),
            "mensajeria.lectura": lectura,
            "mensajeria.lectura.linea": self.env["mensajeria.lectura.linea"].create(
                {"lectura_id": lectura.id, "crudo": "x", "resultado": "no_existe", "cuarentena": True}
            ),
        }

    def _asistentes(self, turno):
        """A wizard of each kind, on the matter; as whoever calls it must fill it in, it is made anew for them."""
        rectificacion = self.env["correspondencia.rectificar"].with_context(active_id=self.asunto.id)
        return {
            "correspondencia.descarga": self.env["correspondencia.descarga"].create({"asunto_id": self.asunto.id}),
            "correspondencia.duplicado": self.env["correspondencia.duplicado"].create(
                {"asunto_id": self.asunto.id, "relacion": "ninguna", "motivo": "x"}
            ),
            "correspondencia.libro": self.env["correspondencia.libro"].create({"oficialia_id": self.oficialia.id}),
            "correspondencia.motivo": self.env["correspondencia.motivo"].create(
                {
                    "res_model": "correspondencia.asunto",
                    "res_id": self.asunto.id,
                    "metodo": "action_cancelar",
                    "motivo": "x",
                }
            ),
            "correspondencia.pedir.prorroga": self.env["correspondencia.pedir.prorroga"].create(
                {"turno_id": turno.id, "fecha": "2041-01-01", "motivo": "x"}
            ),
            "correspondencia.rectificar": rectificacion.create({"motivo": "x", "referencia": "x"}),
            "correspondencia.turnar": self.env["correspondencia.turnar"].create(
                {
                    "asunto_id": self.asunto.id,
                    "turno_id": turno.id,
                    "linea_ids": [Command.create({"user_id": self.contadora.id})],
                }
            ),
        }

    def llamar(self, user, modelo, metodo, **cuerpo):
        with mute_logger("odoo.http"):
            return self.url_open(
                f"/json/2/{modelo}/{metodo}",
                data=json.dumps(cuerpo),
                headers={"Content-Type": "application/json", "Authorization": f"Bearer {self.claves[user]}"},
            )

    def pedir(self, user, modelo, metodo):
        """Call a step on the record of :meth:`setUp`, or on the model when it is the model's."""
        de_modelo = getattr(getattr(self.env[modelo], metodo), "_api_model", False)
        cuerpo = {} if de_modelo else {"ids": self.registros[modelo].ids}
        return self.llamar(user, modelo, metodo, **cuerpo, **self._argumentos(modelo, metodo))

    def _argumentos(self, modelo, metodo):
        return self.argumentos.get((modelo, metodo), self.argumentos.get(metodo, {}))

    def metodos(self):
        """The public methods that are steps on a record; a new one is called too, without anybody's help."""
        return sorted((m, n) for m, n in metodos_publicos(self.registry) if n not in SIN_REGISTRO)

    def test_a_stranger_gets_nowhere(self):
        antes = self._fotografia(self.asunto)
        self.assertGreater(len(self.metodos()), 30)
        for modelo, metodo in self.metodos():
            with self.subTest(modelo=modelo, metodo=metodo):
                self.assertIn(modelo, self.registros, "say here on which record of a matter it is called")
                respuesta = self.pedir(self.ajeno, modelo, metodo)
                self.assertEqual(respuesta.status_code, 403, respuesta.text[:300])
                self.assertNotIn(self.asunto.name, respuesta.json()["message"])
                self.assertNotIn("Cosa de otros", respuesta.text)
        self.assertEqual(self._fotografia(self.asunto), antes)

    def test_who_only_reads_it_changes_nothing(self):
        """The head of the unit and a reviewer see the matter, another counter does not; it is none of theirs to move."""
        antes = self._fotografia(self.asunto)
        for user in (self.juridica, self.revisor, self.ventanilla_x):
            for modelo, metodo in self.metodos():
                if metodo in DE_LECTURA or modelo == "correspondencia.libro":
                    continue
                if user == self.revisor and metodo == "action_marcar_visto" and modelo == "correspondencia.asunto":
                    continue  # their own copy
                with self.subTest(user=user.login, modelo=modelo, metodo=metodo):
                    respuesta = self.pedir(user, modelo, metodo)
                    self.assertIn(respuesta.status_code, (403, 422), respuesta.text[:300])
        self.assertEqual(self._fotografia(self.asunto), antes)

    def test_the_model_itself(self):
        for modelo, registro in self.registros.items():
            with self.subTest(modelo):
                for metodo, cuerpo in [
                    ("read", {"fields": ["display_name"]}),
                    ("write", {"vals": {}}),
                    ("unlink", {}),
                    ("copy", {}),
                    ("web_read", {"specification": {"display_name": {}}}),
                    ("export_data", {"fields_to_export": ["display_name"]}),
                ]:
                    respuesta = self.llamar(self.ajeno, modelo, metodo, ids=registro.ids, **cuerpo)
                    self.assertIn(respuesta.status_code, (403, 422), f"{metodo}: {respuesta.text[:300]}")
                    self.assertNotIn(self.asunto.name, respuesta.json()["message"])
        self.assertEqual(self.llamar(self.ajeno, "correspondencia.asunto", "search", domain=[]).json(), [])
        self.assertEqual(self.llamar(self.ajeno, "seguimiento.tarea", "search_count", domain=[]).json(), 0)

    def test_private_methods_are_not_reached(self):
        for modelo, metodos in {
            "correspondencia.asunto": "_registrar _registro _rectificar _transitar _anotar _mover _abrir_tarea _adoptar_archivos",
            "correspondencia.turno": "_turnar_a _hacer_efectivos _concluir _retirar_rama _prorrogar _heredar_de _pasar_a",
            "correspondencia.respuesta": "_enviar _pedir_firmas _firma_congelar _firma_al_completar _firma_al_negar",
            "firma.autoridad": "_aprobar _confianza",
            "firma.documento": "_congelar _guardar _asentar _seguir _cancelar _impugnar _resellar _pedir_constancia"
            " _completar_pruebas _pdf_base _datos_de_mesa _firmar_grupo _cron_completar _verificacion",
            "firma.firmante": "_anotar_firma _evidencia",
            "firma.sesion": "_abrir _completar _de_token _pdf_preparado _exigir",
            "correspondencia.prorroga": "_resolver",
            "mensajeria.guia": "_tomar _asignar _asignar_folio _soltar _usar _dar_de_baja _bloquear_libres _registrar_externa",
            "mensajeria.rango": "_dar_de_alta _crear_guias _borrar_guias _soltar_numeros",
            "mensajeria.dotacion": "_mover_guias _cambiar_guias",
            "mensajeria.archivo": "_aplicar _cron_aplicar _lineas",
            "mensajeria.etiqueta": "_llamar _guardar _cron_pedir _dar_guia _pedir_cancelacion _llamar_cancelar _no_se_hizo",
            "mensajeria.lote": "_cron_leer _avanzar _abrir",
            "mensajeria.lote.hoja": "_resolver _adjuntar",
            "mensajeria.proveedor": "_rastrear _cron_rastrear _operacion",
            "mensajeria.conciliacion": "_exigir_operador",
            "mensajeria.envio": "_registrar_rastreo _registrar_evento _corregir _cancelar _soltar_guias _hacer_relaciones",
            "mensajeria.solicitud": "_cerrar_cancelada _revisar_avance _transitar",
            "mensajeria.relacion": "_emitir _salir _dejar _relevar _cerrar _congelar",
            "mensajeria.formato": "_leer",
            "mensajeria.importar.cp": "_leer _guardar _retirar",
            "mensajeria.acuse": "_traer_prueba _guardar_prueba _recibir _validar _digitalizar _entregar _deshacer _transitar _perseguir",
            "mensajeria.lectura": "_leer _juzgar _estado _leer_recibir",
            "mensajeria.reclamacion": "_emitir _resolver _imprimir_oficio",
            "mensajeria.zona": "_zona_de _zonas_de _indice",
            "mensajeria.servicio": "_precio _pruebas",
            "correspondencia.oficio": "_numerar _transitar _escribir_texto _soltar_numero _negar_firma _queda_firmado"
            " _queda_aprobado _quedar_sustituido _revisar_despacho _de_asuntos",
            "correspondencia.oficio.visto": "_decidir _llamar _asignar _repartir",
            "correspondencia.destinatario": "_acuso _salio _volvio _desacusar _de_token _recibir_por_portal _url _reboto",
            "correspondencia.numero": "_tomar _usar _anular _fijar",
            "correspondencia.lectura": "_fijar _retirar _al_irse _avisar_lectores _anexos",
            "correspondencia.serie": "_empezar _verificar _siguiente_paso _terminar",
            "correspondencia.serie.renglon": "_avanzar _resultar",
        }.items():
            for metodo in metodos.split():
                with self.subTest(modelo=modelo, metodo=metodo):
                    self.assertEqual(self.llamar(self.ventanilla, modelo, metodo, ids=[]).status_code, 403)

    def test_second_call(self):
        """The same step again, as a double click sends it: one sentence, and the data as the first left them."""
        asunto = self.digitalizado(self.juridica)
        primera = self.llamar(
            self.ventanilla, asunto._name, "action_descargar", ids=asunto.ids, original_entregado_a="Ana"
        )
        self.assertEqual(primera.status_code, 200, primera.text[:300])
        antes = self._fotografia(asunto)
        segunda = self.llamar(
            self.ventanilla, asunto._name, "action_descargar", ids=asunto.ids, original_entregado_a="Luis"
        )
        self.assertEqual(segunda.status_code, 422)
        self.assertEqual(segunda.json()["message"], f"{asunto.name} is now «Under Attention». Reload the page.")
        self.assertEqual(self._fotografia(asunto), antes)
