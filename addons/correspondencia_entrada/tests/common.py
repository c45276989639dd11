"""What the tests of the addon share: an institution with its people, real files and the steps of a matter."""

import io

from freezegun import freeze_time
from pypdf import PdfWriter
from reportlab.lib.pagesizes import letter
from reportlab.pdfgen.canvas import Canvas

from odoo.exceptions import UserError
from odoo.fields import Command, Domain
from odoo.tests import TransactionCase, new_test_user

#: Monday, 12:00 in Mexico City
AHORA = "2026-03-02 18:00:00"
GRUPO = "correspondencia_entrada.group_"


def pdf(texto="Oficio de prueba", paginas=1, clave=None):
    """Bytes of a real letter; asks for the password ``clave`` when given."""
    hojas = io.BytesIO()
    lienzo = Canvas(hojas, pagesize=letter, invariant=True)
    for pagina in range(1, paginas + 1):
        lienzo.drawString(72, 700, texto)
        lienzo.drawString(72, 72, f"{pagina} / {paginas}")
        lienzo.showPage()
    lienzo.save()
    if not clave:
        return hojas.getvalue()
    escritor, cifrado = PdfWriter(clone_from=hojas), io.BytesIO()
    escritor.encrypt(clave, algorithm="AES-256")
    escritor.write(cifrado)
    return cifrado.getvalue()


class EntradaDatos:
    """The institution and the steps, for any kind of test case."""

    @classmethod
    def _crear_institucion(cls):
        cls.env = cls.env(context={**cls.env.context, "lang": "en_US", "no_reset_password": True})
        cls.company, cls.otra_company = cls.env["res.company"].create(
            [{"name": "Entidad de Prueba"}, {"name": "Otra Entidad de Prueba"}]
        )
        cls.env = cls.env(context={**cls.env.context, "allowed_company_ids": cls.company.ids})
        cls._crear_areas()
        cls._crear_personas()
        cls.remitente = cls.env["res.partner"].create(
            {
                "name": "Juana Pérez Ñúñez",
                "function": "Directora de Obras",
                "parent_id": cls.env["res.partner"].create({"name": "Municipio de Prueba", "is_company": True}).id,
            }
        )
        cls.tema = cls.env["correspondencia.tema"].create({"name": "Peticiones", "plazo_dias": 10, "prioridad": "1"})
        cls.Asunto = cls.env["correspondencia.asunto"]
        cls.Tarea = cls.env["seguimiento.tarea"]

    @classmethod
    def _area(cls, name, siglas, company=None, **vals):
        return cls.env["hr.department"].create(
            {"name": name, "siglas": siglas, "company_id": (company or cls.company).id, **vals}
        )

    @classmethod
    def _crear_areas(cls):
        cls.oficialia = cls._area("Oficialía de Partes", "OPT", es_oficialia=True)
        cls.oficialia_x = cls._area("Oficialía del Anexo", "OPX", es_oficialia=True)
        cls.oficialia_b = cls._area("Oficialía ajena", "OPB", cls.otra_company, es_oficialia=True)
        cls.direccion = cls._area("Dirección General", "DGT")
        cls.juridico = cls._area("Jurídico", "JUT", parent_id=cls.direccion.id)
        cls.litigio = cls._area("Litigio", "LIT", parent_id=cls.juridico.id)
        cls.finanzas = cls._area("Finanzas", "FIT", parent_id=cls.direccion.id)

    @classmethod
    def _crear_personas(cls):
        cls.ventanilla = cls._persona("ventanilla", "oficialia", oficialias=cls.oficialia)
        cls.ventanilla_2 = cls._persona("ventanilla_2", "oficialia", oficialias=cls.oficialia)
        cls.ventanilla_x = cls._persona("ventanilla_x", "oficialia", oficialias=cls.oficialia_x)
        cls.digitalizadora = cls._persona("digitalizadora", "digitalizador", oficialias=cls.oficialia)
        cls.directora = cls._persona("directora", "destinatario", cls.direccion)
        cls.juridica = cls._persona("juridica", "destinatario", cls.juridico)
        cls.abogado = cls._persona("abogado", "destinatario", cls.litigio)
        cls.contadora = cls._persona("contadora", "destinatario", cls.finanzas)
        cls.revisor = cls._persona("revisor", "destinatario", cls.finanzas)
        cls.ajeno = cls._persona("ajeno", "destinatario")
        cls.administradora = cls._persona("administradora", "mensajeria.group_administrador")
        cls.ventanilla_b = cls._persona(
            "ventanilla_b", "oficialia", oficialias=cls.oficialia_b, company=cls.otra_company
        )
        cls.administrador_b = cls._persona(
            "administrador_b", "mensajeria.group_administrador", company=cls.otra_company
        )
        cls.direccion.titular_id = cls.directora
        cls.juridico.titular_id = cls.juridica

    @classmethod
    def _persona(cls, login, grupo, area=None, oficialias=(), company=None):
        company = company or cls.company
        return new_test_user(
            cls.env,
            f"prueba_{login}",
            grupo if "." in grupo else GRUPO + grupo,
            name=login.replace("_", " ").capitalize(),
            tz="America/Mexico_City",
            lang="en_US",
            company_id=company.id,
            company_ids=[Command.set(company.ids)],
            area_id=area.id if area else False,
            oficialia_ids=[Command.set([o.id for o in oficialias])],
        )

    # A matter, step by step, each by who does it

    @classmethod
    def borrador(cls, *destinatarios, cc=(), user=None, contexto=None, **vals):
        """A complete draft at the counter, for the attention of ``destinatarios`` with copy to ``cc``."""
        turnos = [{"user_id": u.id, "tipo": "atencion"} for u in destinatarios]
        turnos += [{"user_id": u.id, "tipo": "informacion"} for u in cc]
        return cls.como(cls.Asunto.with_context(**(contexto or {})), user or cls.ventanilla).create(
            {
                "descripcion": "Solicita informe de obra",
                "remitente_id": cls.remitente.id,
                "turno_ids": [Command.create(t) for t in turnos],
                **vals,
            }
        )

    @staticmethod
    def como(registros, user):
        """``registros`` as ``user`` sees them, working in their own company."""
        return registros.with_user(user).with_context(allowed_company_ids=user.company_ids.ids)

    def archivo(self, nombre="oficio.pdf", contenido=None, user=None, asunto=None, **vals):
        """A file that ``user`` uploads, on ``asunto`` or not yet on anything."""
        if asunto:
            vals |= {"res_model": "correspondencia.asunto", "res_id": asunto.id}
        contenido = pdf() if contenido is None else contenido
        return (
            self.env["ir.attachment"]
            .with_user(user or self.ventanilla)
            .create({"name": nombre, "raw": contenido, **vals})
        )

    def registrado(self, *destinatarios, **vals):
        asunto = self.borrador(*destinatarios, **vals)
        asunto.action_registrar()
        self.assertTrue(asunto.name, "the duplicate guard stopped the registration")
        return asunto

    def digitalizado(self, *destinatarios, **vals):
        asunto = self.registrado(*destinatarios, **vals)
        self.archivo(f"escaneo {asunto.id}.pdf", pdf(f"Oficio {asunto.id}"), self.digitalizadora, asunto)
        asunto.with_user(self.digitalizadora).action_terminar_digitalizacion()
        return asunto

    def descargado(self, *destinatarios, **vals):
        asunto = self.digitalizado(*destinatarios, **vals)
        asunto.action_descargar("Directora")
        return asunto

    def turno(self, asunto, user, tipo="atencion"):
        """The last turno of ``asunto`` to ``user``, as they see it."""
        turnos = asunto.sudo().turno_ids.filtered(lambda t: t.user_id == user and t.tipo == tipo)
        return turnos.sorted("id")[-1:].with_user(user)

    def turnar(self, asunto, de, *destinatarios, cc=(), al_concluir="concluir", **linea):
        """``de`` turns ``asunto`` with the wizard: from their turno, or from the counter."""
        accion = asunto.with_user(de).action_turnar()
        lineas = [{"user_id": u.id, "tipo": "atencion", **linea} for u in destinatarios]
        lineas += [{"user_id": u.id, "tipo": "informacion", **linea} for u in cc]
        wizard = self.env["correspondencia.turnar"].with_user(de).with_context(**accion["context"])
        wizard = wizard.create({"al_concluir": al_concluir, "linea_ids": [Command.create(vals) for vals in lineas]})
        wizard.action_turnar()
        return asunto.sudo().turno_ids.sorted("id")[-len(lineas) :]

    def responder(self, asunto, user, cuerpo="<p>Se atiende</p>", archivos=None):
        accion = asunto.with_user(user).action_responder()
        respuesta = self.env["correspondencia.respuesta"].with_user(user).browse(accion["res_id"])
        respuesta.write({"cuerpo": cuerpo} | ({"documento_ids": [Command.set(archivos.ids)]} if archivos else {}))
        respuesta.action_enviar()
        return respuesta

    def pasos(self, user, asunto=None):
        """Codes of the steps that wait in the tray of ``user``, theirs or to take."""
        dominio = Domain("asunto_id", "in", asunto.ids) if asunto else Domain.TRUE
        Tarea = self.como(self.Tarea, user)
        return Tarea.search(Tarea._dominio_mias() & dominio).mapped("paso_id.codigo")

    def eventos(self, asunto):
        """Codes of the events of ``asunto``, oldest first."""
        return asunto.sudo().bitacora_ids.sorted("numero").mapped("evento")

    # Refusals

    def assertRechaza(self, texto, funcion, *args, error=UserError, registros=None, **kwargs):
        """``funcion`` refuses with one sentence that holds ``texto``, and ``registros`` stay as they were."""
        registros = self.Asunto if registros is None else registros
        antes = self._fotografia(registros)
        with self.assertRaises(error) as rechazo, self.cr.savepoint():
            funcion(*args, **kwargs)
        self.assertIn(texto, str(rechazo.exception))
        self.assertEqual(self._fotografia(registros), antes)

    def _fotografia(self, registros):
        """Everything stored of ``registros`` and of what hangs from them."""
        self.cr.flush()
        self.env.invalidate_all()
        registros = registros.sudo()
        partes = [registros]
        if registros._name == "correspondencia.asunto" and registros:
            partes += [
                registros.turno_ids,
                registros.respuesta_ids,
                registros.documento_ids,
                registros.bitacora_ids,
                registros.tarea_ids,
                registros.message_ids,
            ]
        return [
            parte.sorted("id").read([n for n, f in parte._fields.items() if f.store and f.type != "binary"], load=None)
            for parte in partes
            if parte
        ]


class EntradaCommon(EntradaDatos, TransactionCase):
    """The institution on a frozen Monday at noon."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.startClassPatcher(freeze_time(AHORA))
        cls._crear_institucion()
