"""What the tests of the addon share: drafters of two units, and a letter step by step."""

from freezegun import freeze_time

from odoo.fields import Command
from odoo.tests import TransactionCase

from odoo.addons.correspondencia_entrada.tests.common import AHORA, EntradaDatos


class SalidaDatos(EntradaDatos):
    @classmethod
    def _crear_salida(cls):
        grupo = cls.env.ref("correspondencia_salida.group_redactor")
        (cls.juridica | cls.abogado | cls.contadora).group_ids = [Command.link(grupo.id)]
        cls.redactora = cls._persona("redactora", "correspondencia_salida.group_redactor", cls.juridico)
        cls.redactor_b = cls._persona(
            "redactor_b",
            "correspondencia_salida.group_redactor",
            cls._area("Dirección ajena", "DAB", cls.otra_company),
            company=cls.otra_company,
        )
        cls.tipo = cls.env.ref("correspondencia_salida.tipo_oficio")
        cls.memorandum = cls.env.ref("correspondencia_salida.tipo_memorandum")
        cls.Oficio = cls.env["correspondencia.oficio"]
        cls.Numero = cls.env["correspondencia.numero"]

    def oficio(self, user=None, destinatarios=None, firmante=None, **vals):
        """A complete draft of ``user``, to be signed by hand by the head of the unit."""
        user = user or self.redactora
        if destinatarios is None:
            destinatarios = [self.destinatario()]
        return self.como(self.Oficio, user).create(
            {
                "descripcion": "Se remite informe de obra",
                "cuerpo": "<p>En atención a su solicitud, se remite el informe.</p>",
                "modo_firma": "autografa",
                "oficialia_id": (self.oficialia_b if user.company_id == self.otra_company else self.oficialia).id,
                "destinatario_ids": [Command.create(d) for d in destinatarios],
                "firmante_ids": [Command.create({"user_id": (firmante or self.juridica).id})],
                **vals,
            }
        )

    def destinatario(self, **vals):
        return {
            "dest_nombre": "Juana Pérez Ñúñez",
            "dest_cargo": "Directora de Obras",
            "dest_institucion": "Municipio de Prueba",
            "medio": "correo",
            "email": "obras@municipio.example",
            **vals,
        }

    def aprobado(self, **vals):
        oficio = self.oficio(**vals)
        oficio.action_terminar()
        return oficio

    def numerado(self, **vals):
        oficio = self.aprobado(**vals)
        oficio.action_numerar()
        return oficio


class SalidaCommon(SalidaDatos, TransactionCase):
    #: whether the mail server takes every message as soon as it is queued
    correo_al_instante = True

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls._crear_institucion()
        cls._crear_salida()

    def setUp(self):
        super().setUp()
        reloj = freeze_time(AHORA)
        reloj.start()
        self.addCleanup(reloj.stop)
        if self.correo_al_instante:
            self._entregar_al_instante()

    def _entregar_al_instante(self):
        Destinatario = self.registry["correspondencia.destinatario"]
        encolar = Destinatario._despachar_correo

        def despachar(lineas):
            encolar(lineas)
            lineas._mensaje_entregado()

        self.patch(Destinatario, "_despachar_correo", despachar)
