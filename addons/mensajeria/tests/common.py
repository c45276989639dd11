"""What the kernel's tests share: a document made of its mixins, and people who work on it."""

from contextlib import contextmanager
from unittest.mock import patch

from odoo import fields, models
from odoo.fields import Command
from odoo.tests import TransactionCase, new_test_user

from odoo.addons.mensajeria.nucleo.tools.ciclo import Ciclo


class NucleoPrueba(models.Model):
    """A document with all that the kernel offers. ``_module`` is None: only the tests register it."""

    _module = None
    _name = "nucleo.prueba"
    _description = "Test Document"
    _inherit = ["nucleo.ciclo.mixin", "nucleo.folio.mixin", "nucleo.tarea.mixin", "mail.thread", "mail.activity.mixin"]

    _ciclo = Ciclo(
        ("borrador", "registrado", "registrar"),
        ("registrado", "concluido", "concluir"),
        ("concluido", "registrado", "reabrir", True),
        ("borrador", "cancelado", "cancelar", True),
        ("registrado", "cancelado", "cancelar", True),
    )

    name = fields.Char(tracking=True)
    state = fields.Selection(
        [("borrador", "Draft"), ("registrado", "Registered"), ("concluido", "Concluded"), ("cancelado", "Cancelled")],
        default="borrador",
        required=True,
        readonly=True,
        tracking=True,
        copy=False,
    )
    company_id = fields.Many2one("res.company", default=lambda self: self.env.company)

    def _tarea_vals(self):
        return super()._tarea_vals() | {
            "folio": self.name,
            "asunto": f"Asunto de {self.name}",
            "busqueda": self.name,
            "fecha_limite": False,
        }


class NucleoCarrera(models.Model):
    """The least document with folio and audit log, for the tests that need committed rows."""

    _module = None
    _name = "nucleo.carrera"
    _description = "Test Document for Races"
    _inherit = ["nucleo.bitacora.mixin", "nucleo.bloqueo.mixin", "nucleo.folio.mixin"]

    name = fields.Char()


def registrar_modelo(cls, definicion):
    """Add the model ``definicion`` to the registry for as long as the test class ``cls`` runs."""
    from odoo.orm.model_classes import add_to_registry  # as core's own tests of the ORM do

    add_to_registry(cls.registry, definicion)

    cls.addClassCleanup(cls.registry.__delitem__, definicion._name)  # the base class sets the models up again
    cls.registry._setup_models__(cls.cr, [])


class NucleoCommon(TransactionCase):
    """Offices, people of every kind, a process with three steps, and the model ``nucleo.prueba``.

    Its table lives in the transaction of the class and goes with it.
    """

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        registrar_modelo(cls, NucleoPrueba)
        cls.registry.init_models(cls.cr, ["nucleo.prueba"], {"module": "mensajeria"})
        cls.env["ir.model.access"].create(
            {
                "name": "nucleo.prueba",
                "model_id": cls.env["ir.model"]._get_id("nucleo.prueba"),
                "group_id": cls.env.ref("mensajeria.group_usuario").id,
                **dict.fromkeys(("perm_read", "perm_write", "perm_create", "perm_unlink"), True),
            }
        )
        cls.env = cls.env(context={**cls.env.context, "lang": "en_US", "no_reset_password": True})
        cls.Prueba = cls.env["nucleo.prueba"]
        cls.company = cls.env.company
        cls._crear_areas()
        cls._crear_personas()
        cls._crear_proceso()

    @classmethod
    def _crear_areas(cls):
        cls.direccion, cls.oficialia = cls.env["hr.department"].create(
            [
                {"name": "Dirección General de Pruebas", "siglas": "DGP", "company_id": cls.company.id},
                {"name": "Oficialía de Pruebas", "siglas": "OPP", "es_oficialia": True, "company_id": cls.company.id},
            ]
        )
        cls.subdireccion, cls.otra_oficialia = cls.env["hr.department"].create(
            [
                {"name": "Subdirección", "siglas": "SDP", "parent_id": cls.direccion.id, "company_id": cls.company.id},
                {"name": "Otra oficialía", "siglas": "OPX", "es_oficialia": True, "company_id": cls.company.id},
            ]
        )

    @classmethod
    def _crear_personas(cls):
        cls.grupo_ventanilla = cls.env["res.groups"].create(
            {"name": "Ventanilla de prueba", "implied_ids": [Command.link(cls.env.ref("mensajeria.group_usuario").id)]}
        )
        cls.administrador = cls._persona("prueba_admin", "mensajeria.group_administrador")
        cls.titular = cls._persona("prueba_titular", area_id=cls.direccion.id)
        cls.empleada = cls._persona("prueba_empleada", area_id=cls.subdireccion.id)
        cls.ajeno = cls._persona("prueba_ajeno")
        cls.ventanilla, cls.ventanilla_2, cls.ventanilla_x = (
            cls._persona(login, oficialia_ids=[Command.link(oficialia.id)])
            for login, oficialia in [
                ("prueba_ventanilla", cls.oficialia),
                ("prueba_ventanilla_2", cls.oficialia),
                ("prueba_ventanilla_x", cls.otra_oficialia),
            ]
        )
        cls.grupo_ventanilla.user_ids = cls.ventanilla | cls.ventanilla_2 | cls.ventanilla_x
        cls.direccion.titular_id = cls.titular

    @classmethod
    def _persona(cls, login, grupos="mensajeria.group_usuario", **vals):
        return new_test_user(cls.env, login, grupos, tz="America/Mexico_City", lang="en_US", **vals)

    @classmethod
    def _crear_proceso(cls):
        cls.proceso = cls.env["seguimiento.proceso"].create({"name": "Proceso de prueba", "codigo": "prueba"})
        cls.pasos = cls.env["seguimiento.paso"].create(
            [
                {"name": nombre, "codigo": codigo, "proceso_id": cls.proceso.id, "modelo": "nucleo.prueba"}
                for nombre, codigo in [("Revisar", "prueba_revisar"), ("Atender", "prueba_atender")]
            ]
        )

    @classmethod
    def _documento(cls, **vals):
        return cls.Prueba.create({"name": "P/2026/00001", **vals})


class TareaCommon(NucleoCommon):
    """A document and the ways to open its tasks."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.Tarea = cls.env["seguimiento.tarea"]
        cls.documento = cls._documento()

    def _persona_tarea(self, user=None, **vals):
        user = user or self.empleada
        return self.documento._abrir_tarea("prueba_atender", user=user, area=user.area_id, **vals)

    def _pool_tarea(self, area=None, **vals):
        return self.documento._abrir_tarea(
            "prueba_revisar", grupo=self.grupo_ventanilla, area=area or self.oficialia, **vals
        )

    def actividad(self, tarea):
        tarea.invalidate_recordset(["activity_ids"])
        return tarea.with_context(active_test=False).activity_ids


class CarreraCommon(TransactionCase):
    """Two cursors on committed rows of ``nucleo.carrera``, whose table is dropped at the end."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        registrar_modelo(cls, NucleoCarrera)
        cls.addClassCleanup(cls._borrar)
        with cls.registry.cursor() as cr, cls._sin_reflejo(cr):
            cls.registry.init_models(cr, ["nucleo.carrera"], {})

    @classmethod
    @contextmanager
    def _sin_reflejo(cls, cr):
        """Make the table only: nothing of the test model stays in ``ir_model`` and its sisters."""
        metodos = [
            ("ir.model", "_reflect_models"),
            ("ir.model.fields", "_reflect_fields"),
            ("ir.model.fields.selection", "_reflect_selections"),
            ("ir.model.constraint", "_reflect_constraints"),
            ("ir.model.constraint", "_reflect_constraint"),
            ("ir.model.inherit", "_reflect_inherits"),
        ]
        parches = [patch.object(cls.registry[modelo], metodo, lambda *args: None) for modelo, metodo in metodos]
        for parche in parches:
            parche.start()
        try:
            yield
        finally:
            for parche in parches:
                parche.stop()

    @classmethod
    def _borrar(cls):
        with cls.registry.cursor() as cr:
            cr.execute("ALTER TABLE nucleo_bitacora DISABLE TRIGGER USER")
            cr.execute("DELETE FROM nucleo_bitacora WHERE res_model = 'nucleo.carrera'")
            cr.execute("ALTER TABLE nucleo_bitacora ENABLE TRIGGER USER")
            cr.execute("DROP TABLE IF EXISTS nucleo_carrera")

    def _cursor(self):
        """A cursor of its own, rolled back and closed when the test ends."""
        cr = self.registry.cursor()
        self.addCleanup(cr.close)
        return cr
