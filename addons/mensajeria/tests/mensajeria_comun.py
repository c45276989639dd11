"""What the tests of couriers share: an institution with its providers, zones, messengers and people of every role."""

from freezegun import freeze_time

from odoo.exceptions import UserError
from odoo.fields import Command
from odoo.tests import TransactionCase, new_test_user

#: Monday, 12:00 in Mexico City
AHORA = "2026-03-02 18:00:00"


class MensajeriaDatos:
    """The institution, for any kind of test case: call ``_crear_institucion`` in ``setUpClass``."""

    @classmethod
    def _crear_institucion(cls):
        cls.env = cls.env(context={**cls.env.context, "lang": "en_US", "no_reset_password": True})
        cls.company, cls.otra_company = cls.env["res.company"].create(
            [{"name": "Entidad de Mensajería"}, {"name": "Otra Entidad de Mensajería"}]
        )
        cls.env = cls.env(context={**cls.env.context, "allowed_company_ids": cls.company.ids})
        cls._crear_areas()
        cls._crear_personas()
        cls._crear_proveedores()
        cls._crear_rutas()

    @classmethod
    def _crear_areas(cls):
        cls.oficialia = cls._area("Oficialía de Partes", "OPM", es_oficialia=True)
        cls.juridico = cls._area("Jurídico", "JUM")
        cls.oficialia_b = cls._area("Oficialía ajena", "OBM", cls.otra_company, es_oficialia=True)

    @classmethod
    def _area(cls, name, siglas, company=None, **vals):
        return cls.env["hr.department"].create(
            {"name": name, "siglas": siglas, "company_id": (company or cls.company).id, **vals}
        )

    @classmethod
    def _crear_personas(cls):
        cls.solicitante = cls._persona("solicitante", "solicitante", area=cls.juridico)
        cls.op_sepomex = cls._persona("op_sepomex", "sepomex", oficialias=cls.oficialia)
        cls.op_foranea = cls._persona("op_foranea", "foranea", oficialias=cls.oficialia)
        cls.op_local = cls._persona("op_local", "local", oficialias=cls.oficialia)
        cls.repartidor = cls._persona("repartidor", "mensajero")
        cls.repartidora = cls._persona("repartidora", "mensajero")
        cls.administradora = cls._persona("administradora", "administrador")
        cls.op_b = cls._persona("op_b", "local", oficialias=cls.oficialia_b, company=cls.otra_company)
        cls.administrador_b = cls._persona("administrador_b", "administrador", company=cls.otra_company)

    @classmethod
    def _persona(cls, login, *grupos, area=None, oficialias=(), company=None):
        company = company or cls.company
        return new_test_user(
            cls.env,
            f"msj_{login}",
            ",".join(g if "." in g else f"mensajeria.group_{g}" for g in grupos),
            name=login.replace("_", " ").capitalize(),
            tz="America/Mexico_City",
            lang="en_US",
            company_id=company.id,
            company_ids=[Command.set(company.ids)],
            area_id=area.id if area else False,
            oficialia_ids=[Command.set([o.id for o in oficialias])],
        )

    @classmethod
    def _crear_proveedores(cls):
        cls.sepomex, cls.foranea, cls.local = cls.env["mensajeria.proveedor"].create(
            [
                {"name": "Correos de Prueba", "tipo": "sepomex", "comprador_id": cls.op_sepomex.id},
                {
                    "name": "Paquetería de Prueba",
                    "tipo": "foranea",
                    "url_rastreo": "https://rastreo.example.com/?guia={folio}",
                    "comprador_id": cls.op_foranea.id,
                },
                {"name": "Mensajería Propia", "tipo": "local"},
            ]
        )
        cls.registrado, cls.dia_siguiente, cls.en_mano = cls.env["mensajeria.servicio"].create(
            [
                {"name": "Registrado", "proveedor_id": cls.sepomex.id, "entrega_personal": True, "sla_dias": 8},
                {"name": "Día siguiente", "proveedor_id": cls.foranea.id, "sla_dias": 1},
                {
                    "name": "En mano",
                    "proveedor_id": cls.local.id,
                    "ambito": "local",
                    "requiere_guia": False,
                    "sla_dias": 2,
                },
            ]
        )

    @classmethod
    def _crear_rutas(cls):
        cls.suplente, cls.mensajero = cls.env["mensajeria.mensajero"].create(
            [{"user_id": cls.repartidora.id}, {"user_id": cls.repartidor.id}]
        )
        cls.mensajero.suplente_id = cls.suplente
        cls.zona_centro, cls.zona_sur = cls.env["mensajeria.zona"].create(
            [
                {
                    "name": "Centro",
                    "clave": "CEN",
                    "mensajero_id": cls.mensajero.id,
                    "proveedor_id": cls.local.id,
                    "servicio_id": cls.en_mano.id,
                    "regla_ids": [Command.create({"tipo": "cp_prefijo", "valores": "06"})],
                },
                {
                    "name": "Sur",
                    "clave": "SUR",
                    "mensajero_id": cls.suplente.id,
                    "regla_ids": [Command.create({"tipo": "cp_rango", "valores": "01000-01999, 14000-14999"})],
                },
            ]
        )

    @staticmethod
    def como(registros, user):
        """``registros`` as ``user`` sees them, working in their own company."""
        return registros.with_user(user).with_context(allowed_company_ids=user.company_ids.ids)

    def assertRechaza(self, texto, funcion, *args, error=UserError, **kwargs):
        """``funcion`` refuses with one sentence that holds ``texto``."""
        with self.assertRaises(error) as rechazo, self.cr.savepoint():
            funcion(*args, **kwargs)
        self.assertIn(texto, str(rechazo.exception))


class MensajeriaCommon(MensajeriaDatos, TransactionCase):
    """The institution on a frozen Monday at noon."""

    #: None lets time run: a browser waits by the clock
    momento = AHORA

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        if cls.momento:
            cls.startClassPatcher(freeze_time(cls.momento))
        cls._crear_institucion()
