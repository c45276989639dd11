import json
from datetime import datetime, timedelta

from odoo.tests import HttpCase, tagged
from odoo.tools import mute_logger

from .common import NucleoCommon

#: what each kind of person may do with each model of the kernel: (r)ead, (w)rite, (c)reate, (u)nlink
MATRIZ = {
    #                       portal interno usuario administrador
    "nucleo.bitacora": ("", "", "r", "r"),
    "nucleo.folio.continuar": ("", "", "", "rwcu"),
    "nucleo.folio.serie": ("", "", "r", "rwc"),
    "seguimiento.paso": ("", "", "r", "rw"),
    "seguimiento.proceso": ("", "", "r", "rw"),
    "seguimiento.tarea": ("", "", "r", "r"),
    "hr.department": ("", "r", "r", "rwc"),
}
OPERACIONES = {"r": "read", "w": "write", "c": "create", "u": "unlink"}

#: what anyone may call from outside, reviewed one by one: each checks rights and state by itself
PUBLICOS = {
    "action_abrir",
    "action_soltar",
    "action_tomar",
    "action_verificar_bitacora",
    "mapa",
    # of Odoo, extended; it refuses ``init`` by itself
    "create",
    "init",
    "report_action",
    "unlink",
    "write",
}


@tagged("post_install", "-at_install")
class TestAcceso(NucleoCommon):
    def test_every_model_of_the_kernel_is_in_the_matrix(self):
        modelos = {
            nombre
            for nombre, clase in self.registry.items()
            if nombre.startswith(("nucleo.", "seguimiento.")) and not clase._abstract and clase._original_module
        }
        self.assertEqual(modelos, MATRIZ.keys() - {"hr.department"})

    def test_each_kind_of_person_does_what_the_matrix_says(self):
        personas = (
            self._persona("prueba_portal", "base.group_portal"),
            self._persona("prueba_interno", "base.group_user"),
            self.empleada,
            self.administrador,
        )
        for modelo, permisos in MATRIZ.items():
            for user, permitido in zip(personas, permisos, strict=True):
                for letra, operacion in OPERACIONES.items():
                    with self.subTest(modelo=modelo, user=user.login, operacion=operacion):
                        self.assertEqual(self.env[modelo].with_user(user).has_access(operacion), letra in permitido)

    def test_no_method_is_public_by_accident(self):
        publicos = {
            nombre
            for clase in self.registry.values()
            for base in clase.mro()
            if base.__module__.startswith("odoo.addons.mensajeria.nucleo.models")
            for nombre, valor in vars(base).items()
            if not nombre.startswith("_") and callable(valor) and not getattr(valor, "_api_private", False)
        }
        self.assertEqual(publicos, PUBLICOS)


@tagged("post_install", "-at_install")
class TestAccesoJson2(NucleoCommon, HttpCase):
    """A person of the house with a key of the API, and things that are not theirs."""

    def _llamar(self, modelo, metodo, user=None, **cuerpo):
        clave = (
            self.env["res.users.apikeys"]
            .with_user(user or self.ajeno)
            ._generate("rpc", "prueba", datetime.now() + timedelta(hours=1))  # noqa: DTZ005
        )
        with mute_logger("odoo.http"):
            return self.url_open(
                f"/json/2/{modelo}/{metodo}",
                data=json.dumps(cuerpo),
                headers={"Content-Type": "application/json", "Authorization": f"Bearer {clave}"},
            )

    def test_public_methods_refuse_what_is_not_mine(self):
        documento = self._documento()
        documento._transitar("registrado")
        tarea = documento._abrir_tarea("prueba_revisar", grupo=self.grupo_ventanilla, area=self.oficialia)
        self.env["ir.rule"].create(
            {
                "name": "nada para el ajeno",
                "model_id": self.env["ir.model"]._get_id("nucleo.prueba"),
                "domain_force": f"[('id', '!=', {documento.id})] if user.id == {self.ajeno.id} else []",
            }
        )
        for modelo, metodo, ids, extra in [
            ("seguimiento.tarea", "action_abrir", tarea.ids, {}),
            ("seguimiento.tarea", "action_tomar", tarea.ids, {}),
            ("seguimiento.tarea", "action_soltar", tarea.ids, {}),
            ("seguimiento.tarea", "read", tarea.ids, {"fields": ["folio"]}),
            ("seguimiento.tarea", "write", tarea.ids, {"vals": {"state": "hecha"}}),
            ("seguimiento.tarea", "unlink", tarea.ids, {}),
            ("nucleo.prueba", "action_verificar_bitacora", documento.ids, {}),
            ("nucleo.bitacora", "read", documento.bitacora_ids.ids, {"fields": ["motivo"]}),
            ("nucleo.bitacora", "unlink", documento.bitacora_ids.ids, {}),
            ("nucleo.folio.serie", "unlink", [1], {}),
        ]:
            with self.subTest(modelo=modelo, metodo=metodo):
                respuesta = self._llamar(modelo, metodo, ids=ids, **extra)
                self.assertEqual(respuesta.status_code, 403, respuesta.text)
                self.assertNotIn("P/2026/00001", respuesta.text)
        self.assertEqual(
            self._llamar("nucleo.bitacora", "search", domain=[["res_model", "=", "nucleo.prueba"]]).json(), []
        )
        self.assertEqual(self._llamar("seguimiento.tarea", "search_count", domain=[]).json(), 0)
        self.assertFalse(tarea.user_id)

    def test_private_methods_are_not_reached(self):
        documento = self._documento()
        for modelo, metodos in {
            "nucleo.prueba": "_transitar _anotar _emitir_folio _tomar_numero _abrir_tarea _tareas_abiertas _refrescar_tareas",
            "seguimiento.tarea": "_abrir _cerrar _reasignar _heredar _proyectar _cron_reproyectar _dominio_mias",
            "nucleo.bitacora": "_anexar _verificar init",
            "nucleo.folio.serie": "_para _formatear _continuar",
            "ir.attachment": "_fijar_evidencia",
            "mail.activity": "_de_tareas _action_done",
            "res.users": "_suplente",
            "hr.department": "_sumar_dias_habiles",
        }.items():
            for metodo in metodos.split():
                with self.subTest(modelo=modelo, metodo=metodo):
                    self.assertEqual(
                        self._llamar(modelo, metodo, self.administrador, ids=documento.ids).status_code, 403
                    )

    def test_context_forges_nothing(self):
        """The marks of the kernel are objects: what JSON can carry is none of them."""
        documento = self._documento()
        for marca in (True, 1, "_AUTORIZADO", {}, None):
            contexto = {"nucleo_transicion": marca, "nucleo_evidencia": marca, "nucleo_proyeccion": marca, "su": True}
            for vals in (
                {"state": "concluido"},
                {"folio_numero": 7},
                {"bitacora_numero": 0},
                {"bitacora_hash": "0"},
            ):
                respuesta = self._llamar("nucleo.prueba", "write", ids=documento.ids, vals=vals, context=contexto)
                self.assertEqual(respuesta.status_code, 422, respuesta.text)
        nuevo = self._llamar(
            "nucleo.prueba",
            "create",
            vals_list=[{"name": "nuevo"}],
            context={
                "default_state": "concluido",
                "default_folio_numero": 7,
                "default_folio_anio": 2026,
                "default_bitacora_numero": 3,
                "default_bitacora_hash": "0",
                "default_tarea_ids": [[0, 0, {"folio": "falsa"}]],
            },
        )
        self.assertEqual(nuevo.status_code, 403, nuevo.text)  # for the task; without it:
        nuevo = self._llamar(
            "nucleo.prueba",
            "create",
            vals_list=[{"name": "nuevo"}],
            context={"default_state": "concluido", "default_folio_numero": 7, "default_bitacora_numero": 3},
        )
        self.assertRecordValues(
            self.Prueba.browse(nuevo.json()),
            [{"state": "borrador", "folio_numero": 0, "bitacora_numero": 0, "bitacora_hash": False}],
        )
