"""Who may do what with the models of couriers."""

from odoo.exceptions import AccessError
from odoo.tests import tagged

from .mensajeria_comun import MensajeriaCommon

OPERACIONES = {"r": "read", "w": "write", "c": "create", "u": "unlink"}

#: (r)ead, (w)rite, (c)reate, (u)nlink, as far as the model goes; the rules say which records
MATRIZ = {
    #                    interno usuario solicitante mensajero operador administrador
    "mensajeria.acuse": ("", "", "r", "r", "rw", "rw"),
    "mensajeria.arqueo": ("", "", "", "", "rwcu", "rwcu"),
    "mensajeria.asignar.guia": ("", "", "", "", "rwcu", "rwcu"),
    "mensajeria.ausencia": ("", "", "", "", "rwcu", "rwcu"),
    "mensajeria.baja.guia": ("", "", "", "", "rwcu", "rwcu"),
    "mensajeria.cierre": ("", "", "", "", "rwcu", "rwcu"),
    "mensajeria.cierre.linea": ("", "", "", "", "rwcu", "rwcu"),
    "mensajeria.comprar.rango": ("", "", "", "", "rwcu", "rwcu"),
    "mensajeria.cp": ("", "", "r", "r", "r", "rwcu"),
    "mensajeria.decision": ("", "", "rwcu", "rwcu", "rwcu", "rwcu"),
    "mensajeria.despachar": ("", "", "", "", "rwcu", "rwcu"),
    "mensajeria.despachar.linea": ("", "", "", "", "rwcu", "rwcu"),
    "mensajeria.dotacion": ("", "", "", "r", "rwc", "rwc"),
    "mensajeria.envio": ("", "", "rwcu", "r", "rwc", "rwcu"),
    "mensajeria.evento": ("", "", "r", "r", "r", "r"),
    "mensajeria.guia": ("", "", "", "", "r", "r"),
    "mensajeria.hacer.relacion": ("", "", "", "", "rwcu", "rwcu"),
    "mensajeria.importar.cp": ("", "", "", "", "", "rwc"),
    "mensajeria.informe": ("", "", "r", "", "r", "r"),
    "mensajeria.intento": ("", "", "r", "r", "r", "r"),
    "mensajeria.lectura": ("", "", "", "", "r", "r"),
    "mensajeria.lectura.linea": ("", "", "", "", "r", "r"),
    "mensajeria.mensajero": ("", "", "", "r", "r", "rwcu"),
    "mensajeria.motivo": ("", "", "r", "r", "r", "rwcu"),
    "mensajeria.probar.zona": ("", "", "", "", "rwc", "rwc"),
    "mensajeria.proveedor": ("", "", "r", "r", "r", "rwcu"),
    "mensajeria.rango": ("", "", "", "", "rw", "rw"),
    "mensajeria.reasignar": ("", "", "", "", "rwcu", "rwcu"),
    "mensajeria.registrar": ("", "", "", "", "rwcu", "rwcu"),
    "mensajeria.reclamacion": ("", "", "", "", "rwcu", "rwcu"),
    "mensajeria.relacion": ("", "", "", "r", "rwcu", "rwcu"),
    "mensajeria.relacion.linea": ("", "", "", "r", "rwcu", "rwcu"),
    "mensajeria.relevar": ("", "", "", "", "rwcu", "rwcu"),
    "mensajeria.salida": ("", "", "", "", "rwcu", "rwcu"),
    "mensajeria.salida.linea": ("", "", "", "", "rwcu", "rwcu"),
    "mensajeria.serie": ("", "", "", "", "rwc", "rwcu"),
    "mensajeria.servicio": ("", "", "r", "r", "r", "rwcu"),
    "mensajeria.servicio.prueba": ("", "", "r", "r", "r", "rwcu"),
    "mensajeria.solicitud": ("", "", "rwcu", "", "r", "rwcu"),
    "mensajeria.tablero": ("", "", "", "", "rwc", "rwc"),
    "mensajeria.tarifa": ("", "", "", "", "r", "rwcu"),
    "mensajeria.zona": ("", "", "r", "r", "r", "rwcu"),
    "mensajeria.zona.regla": ("", "", "", "", "r", "rwcu"),
}


@tagged("post_install", "-at_install")
class TestAccesoMensajeria(MensajeriaCommon):
    def test_roles_and_models(self):
        personas = (
            self._persona("interno", "base.group_user"),
            self._persona("usuario", "usuario"),
            self.solicitante,
            self.repartidor,
            self.op_local,
            self.administradora,
        )
        for modelo, permisos in MATRIZ.items():
            for user, permitido in zip(personas, permisos, strict=True):
                puede = "".join(c for c, op in OPERACIONES.items() if self.env[modelo].with_user(user).has_access(op))
                with self.subTest(modelo=modelo, user=user.login):
                    self.assertEqual(puede, permitido)

    def test_the_three_operators_may_do_the_same_with_catalogs(self):
        for modelo in MATRIZ.keys() - {"mensajeria.ausencia"}:  # of the messengers, whom only one of them sends
            for op in OPERACIONES.values():
                with self.subTest(modelo=modelo, op=op):
                    puede = {
                        u.login: self.env[modelo].with_user(u).has_access(op)
                        for u in (self.op_sepomex, self.op_foranea, self.op_local)
                    }
                    self.assertEqual(len(set(puede.values())), 1, puede)

    def test_tipos_de_mensajeria(self):
        self.assertEqual(self.op_sepomex._tipos_de_mensajeria(), ["sepomex"])
        self.assertEqual(self.op_foranea._tipos_de_mensajeria(), ["foranea"])
        self.assertEqual(self.op_local._tipos_de_mensajeria(), ["local"])
        self.assertEqual(self.administradora._tipos_de_mensajeria(), ["sepomex", "foranea", "local"])
        self.assertEqual(self.solicitante._tipos_de_mensajeria(), [])
        self.assertEqual(self.repartidor._tipos_de_mensajeria(), [])

    def test_caso_52_companies_are_isolated(self):
        propios = [
            self.sepomex,
            self.registrado,
            self.registrado.prueba_ids,
            self.zona_centro,
            self.zona_centro.regla_ids,
            self.mensajero,
        ]
        for registros in propios:
            for user in (self.op_b, self.administrador_b):
                ajenos = self.como(registros, user)
                with self.subTest(modelo=registros._name, user=user.login):
                    self.assertFalse(ajenos.search([("id", "in", registros.ids)]))
                    with self.assertRaises(AccessError):
                        ajenos.read(["display_name"])
