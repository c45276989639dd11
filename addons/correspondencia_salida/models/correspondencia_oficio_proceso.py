from collections import Counter
from contextlib import closing
from datetime import date
from typing import NamedTuple

from odoo import fields, models
from odoo.exceptions import AccessError, UserError
from odoo.tools import is_html_empty

from odoo.addons.mensajeria.nucleo.models import motivos


class Papel(NamedTuple):
    """A document drawn before it has its number, with the one that it is to get."""

    numero: str
    fecha: date
    contenido: bytes


class CorrespondenciaOficio(models.Model):
    """The steps of a document. Every public method checks role and state: anyone may call it."""

    _inherit = "correspondencia.oficio"

    def _exigir_de_mi_area(self):
        """``self`` in sudo, when the user writes for the unit of each of these documents."""
        self.check_access("read")
        if ajenos := self - self._de_mis_areas():
            raise AccessError(self.env._("You do not write for %s.", ajenos[0].sudo().area_id.name))
        return self.sudo()

    def _exigir_completo(self):
        """Refuse a letter that could not be signed: what is missing is named."""
        for oficio in self:
            if is_html_empty(oficio.cuerpo):
                raise UserError(self.env._("Write the text of %s.", oficio.display_name))
            if not oficio.oficialia_id:
                raise UserError(self.env._("Choose the office that dispatches %s.", oficio.display_name))
            if not oficio.firmante_ids:
                raise UserError(self.env._("Say who signs %s.", oficio.display_name))
            oficio._exigir_destinatarios()

    def _exigir_destinatarios(self):
        """Refuse a letter to nobody, or to somebody whom its means would not reach."""
        if not self.destinatario_ids.filtered(lambda d: d.tipo == "para"):
            raise UserError(self.env._("Say to whom %s goes.", self.display_name))
        if sin_nombre := self.destinatario_ids.filtered(lambda d: not d.dest_nombre):
            raise UserError(self.env._("One of the addressees has no name: line %s.", sin_nombre[:1].sequence))
        if incompletos := self.destinatario_ids.filtered("falta"):
            raise UserError(
                self.env._(
                    "To reach %(who)s by «%(means)s», complete: %(fields)s.",
                    who=incompletos[0].dest_nombre,
                    means=dict(incompletos._fields["medio"]._description_selection(self.env))[incompletos[0].medio],
                    fields=incompletos[0].falta,
                )
            )

    # Draft

    def action_terminar(self):
        """The draft is ready: it goes on to be numbered."""
        oficios = self._exigir_de_mi_area()
        oficios._exigir_estado("borrador")
        oficios._exigir_completo()
        for oficio in oficios:
            oficio._guardar_version()
            oficio._queda_aprobado()
        return True

    def _queda_aprobado(self):
        self._transitar("aprobado")
        self._abrir_tarea("oficio_numerar", user=self._responsable() or self.redactor_id, area=self.area_id)

    def _responsable(self):
        """Who does what is asked of its drafter: once they left, the nearest head above; nobody when there is none."""
        redactor = self.redactor_id
        return redactor if redactor.active else redactor._suplente() or self.area_id.titular_id.filtered("active")

    def action_corregir(self, motivo=None):
        """Take a document back to its draft before it has a number.

        :param motivo: why; mandatory
        """
        oficios = self._exigir_de_mi_area()
        oficios._exigir_estado("aprobado")
        motivo = motivos.exigido(self.env, motivo)
        oficios._tareas_abiertas()._cerrar(motivo, state="cancelada")
        oficios._transitar("borrador", motivo)
        oficios.motivo = motivo
        return True

    def _guardar_version(self):
        """Keep the text as it is now: nobody changes it any more."""
        for oficio in self:
            oficio.version += 1
            self.env["correspondencia.oficio.version"].create(
                {
                    "oficio_id": oficio.id,
                    "numero": oficio.version,
                    "descripcion": oficio.descripcion,
                    "cuerpo": oficio.cuerpo,
                    "despedida": oficio.despedida,
                    "partes": oficio._partes(),
                    "user_id": self.env.uid,
                }
            )

    def _partes(self):
        """Who gets this document, who signs it and what goes with it: a line each."""

        def renglon(*datos):
            return ", ".join(filter(None, datos))

        c = self._como_papel()
        firma, anexa = c.env._("Signer"), c.env._("Annex")
        tipos = dict(c.destinatario_ids._fields["tipo"]._description_selection(c.env))
        return "\n".join(
            [
                *(
                    f"{tipos[d.tipo]}: {renglon(d.dest_nombre, d.dest_cargo, d.dest_institucion)}"
                    for d in c.destinatario_ids.sorted(lambda d: (d.tipo != "para", d.id))
                ),
                *(
                    f"{firma}: {renglon(f.user_id.sudo().name, f.cargo)}"
                    for f in c.firmante_ids.sorted(lambda f: (f.sequence, f.id))
                ),
                *(f"{anexa}: {anexo.name} ({(anexo.checksum or '')[:8]})" for anexo in c.anexo_ids),
            ]
        )

    # Number

    def action_numerar(self):
        """Give these documents their numbers: the text is frozen, printed with its number, and waits for its signatures.

        Drafts that nobody reviews are ready with it.
        """
        oficios = self._exigir_de_mi_area()
        if borradores := self.filtered(lambda o: o.state == "borrador"):
            borradores.action_terminar()
        oficios._exigir_estado("aprobado")
        oficios._exigir_completo()
        for oficio, papel in oficios._dibujar_antes():
            oficio._tomar_numero()
            oficio._pedir_firmas(papel)
        return True

    def _dibujar_antes(self):
        """``[(document, Papel)]``: drawn with the number that each will get, before any is taken: nobody waits for it."""
        dibujados, tomados = [], Counter()
        for oficio in self:
            oficio._fijar_anexos()
            serie = (oficio.area_id, oficio.tipo_id)
            reservado = oficio.numero_reservado_id
            with closing(self.env.cr.savepoint()):
                oficio._poner_numero(reservado or reservado._prever(*serie, tomados[serie]))
                papel = Papel(oficio.name, oficio.fecha, oficio._dibujar())
            tomados[serie] += not reservado
            dibujados.append((oficio, papel))
        return dibujados

    def _tomar_numero(self):
        """Freeze the text with the next number of its unit: others wait for theirs until this transaction ends."""
        self.ensure_one()
        self._fijar_anexos()
        numero = self.numero_reservado_id
        if numero:
            if (numero.area_id, numero.tipo_id) != (self.area_id, self.tipo_id):
                raise UserError(self.env._("%s was reserved for another unit or kind of document.", numero.name))
            numero._usar(self)
        else:
            numero = numero._tomar(self.area_id, self.tipo_id, oficio_id=self.id)
            numero._transitar("usado", datos={"oficio": self.id})
        self._poner_numero(numero)
        self._tareas_abiertas()._cerrar("numerado")
        self._transitar("numerado", datos={"numero": numero.name, "version": self.version})

    def _poner_numero(self, numero):
        self.write({"numero_id": numero.id, "name": numero.name, "fecha": numero.fecha, "motivo": False})
        self._fijar_texto()

    def _soltar_numero(self, motivo):
        """The number of a document that was not signed stays in the register, void."""
        for oficio in self.filtered("numero_id"):
            oficio.numero_id._anular(motivo)
            oficio.write({"numero_id": False, "numero_reservado_id": False, "name": False, "fecha": False})

    # The end

    def action_cancelar(self, motivo=None):
        """Cancel documents that have not left; their numbers stay in the register, void.

        :param motivo: why; mandatory
        """
        oficios = self._exigir_de_mi_area()
        oficios._exigir_estado("borrador", "en_revision", "aprobado", "numerado", "firmado")
        motivo = motivos.exigido(self.env, motivo)
        for oficio in oficios:
            if fuera := oficio.destinatario_ids.filtered(lambda d: d.state in ("despachado", "acusado"))[:1]:
                raise UserError(
                    self.env._(
                        "%(document)s went to %(who)s already: substitute it instead.",
                        document=oficio.name,
                        who=fuera.dest_nombre,
                    )
                )
            oficio._transitar("cancelado", motivo)
            oficio.motivo = motivo
            oficio._tareas_abiertas()._cerrar(motivo, state="cancelada")
            oficio._retirar_de_firma(motivo)
            oficio.numero_id._anular(motivo)
            oficio.destinatario_ids._quedar_sin_despacho(motivo)
        return True

    def _tarea_vals(self):
        return super()._tarea_vals() | {
            "folio": self.name or (self.env._("Draft") if self.state == "borrador" else self.env._("No Number Yet")),
            "asunto": self.descripcion,
            "contraparte": self.para,
            "busqueda": " ".join(filter(None, (self.name, self.descripcion, self.para))),
            "prioridad": self.prioridad,
            "fecha_limite": self.fecha_limite,
            "company_id": self.company_id.id,
            "confidencial": self.confidencialidad == "confidencial",
            "fecha_apertura": fields.Datetime.now(),
        }
