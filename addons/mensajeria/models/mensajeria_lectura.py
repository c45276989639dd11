import csv
import io

from odoo import api, fields, models
from odoo.exceptions import AccessError, UserError

from ..tools import lecturas
from ..tools.catalogos import CARACTERES
from ..tools.lecturas import MAXIMO_LISTA, MODOS, RESULTADOS
from .argumentos import registros, valor

#: what whoever reads sets once for all that follows
CAMPOS_AJUSTE = frozenset("relacion_id resultado fecha_entrega caracter motivo_id area_id recibe serie_id".split())


class MensajeriaLectura(models.Model):
    """One session of a person at a reading station: what was read, one line for each code, and what came of it."""

    _name = "mensajeria.lectura"
    _inherit = ["nucleo.bloqueo.mixin", "nucleo.tarea.mixin", "mail.thread", "mail.activity.mixin"]
    _description = "Reading Session"
    _order = "id desc"
    _check_company_auto = True

    name = fields.Char("Session", required=True, readonly=True, copy=False, default="/")
    company_id = fields.Many2one("res.company", "Company", required=True, readonly=True)
    user_id = fields.Many2one("res.users", "User", required=True, readonly=True, ondelete="restrict")
    modo = fields.Selection(MODOS, "What For", required=True, readonly=True)
    state = fields.Selection(
        [("abierta", "Being Read"), ("cerrada", "Closed")], "Status", default="abierta", required=True, readonly=True
    )
    fecha_cierre = fields.Datetime("Closed On", readonly=True)
    linea_ids = fields.One2many("mensajeria.lectura.linea", "lectura_id", "Lines", readonly=True)

    # What holds for all that is read
    relacion_id = fields.Many2one(
        "mensajeria.relacion", "Piece List", readonly=True, ondelete="set null", check_company=True
    )
    resultado = fields.Selection(
        [("entregado", "Delivered"), ("no_entregado", "Not Delivered")], "Result", default="entregado", readonly=True
    )
    fecha_entrega = fields.Date("Date on the Acuse", readonly=True)
    caracter = fields.Selection(CARACTERES, "Signed in the Capacity of", readonly=True)
    motivo_id = fields.Many2one("mensajeria.motivo", "Reason", readonly=True, ondelete="set null")
    area_id = fields.Many2one("hr.department", "Unit", readonly=True, ondelete="set null", check_company=True)
    recibe = fields.Char("Handed Over To", readonly=True)
    serie_id = fields.Many2one("mensajeria.serie", "Series", readonly=True, ondelete="set null", check_company=True)
    envio_pendiente_id = fields.Many2one(
        "mensajeria.envio", "Waits for Its Guía", readonly=True, ondelete="set null", check_company=True
    )

    _abierta_uniq = models.UniqueIndex(
        "(user_id, company_id, modo) WHERE state = 'abierta'", "You already have an open session of this kind."
    )
    _usuario_idx = models.Index("(user_id, id DESC)")

    # Sessions

    @api.model
    def abrir(self, modo=None):
        """My open session for ``modo``, or a new one.

        :param modo: key of :data:`~odoo.addons.mensajeria.tools.lecturas.MODOS`
        :return: as :meth:`estado`
        """
        self._exigir_lector()
        if not isinstance(modo, str) or modo not in dict(MODOS):
            raise UserError(self.env._("Choose what to read."))
        lectura = self.sudo().search(
            [
                ("user_id", "=", self.env.uid),
                ("company_id", "=", self.env.company.id),
                ("modo", "=", modo),
                ("state", "=", "abierta"),
            ]
        )
        if not lectura:
            nombre = self.env.ref("mensajeria.sequence_lectura").sudo().next_by_id()
            lectura = (
                self.sudo()
                .with_context(mail_create_nolog=True, mail_create_nosubscribe=True)
                .create({"name": nombre, "company_id": self.env.company.id, "user_id": self.env.uid, "modo": modo})
            )
        return lectura._estado()

    def estado(self):
        """What the station shows of this session: ``{"id", "modo", "ajustes", "opciones", "lineas", "contadores"…}``."""
        return self._exigir_propia()._estado()

    def configurar(self, valores=None):
        """Set what holds for all that is read from now on.

        :param valores: ``{field: value}`` of :data:`CAMPOS_AJUSTE`; ids for records
        :return: as :meth:`estado`
        """
        lectura = self._exigir_abierta()
        if not isinstance(valores or {}, dict) or (valores or {}).keys() - CAMPOS_AJUSTE:
            raise UserError(self.env._("These data are kept by the system."))
        valores = {campo: valor(lectura.browse(), campo, dato) for campo, dato in (valores or {}).items()}
        for campo, dato in valores.items():
            if dato and self._fields[campo].type == "many2one":
                registros(self.env[self._fields[campo].comodel_name], dato)
        fecha = fields.Date.to_date(valores.get("fecha_entrega") or None)
        if fecha and fecha > lectura.company_id._hoy():
            raise UserError(self.env._("The date written on the acuse has not come yet: correct it."))
        lectura.write(valores)
        return lectura._estado()

    def cerrar(self):
        """Finish this session: what waits for its end is done.

        :return: ``{"problemas": [sentence…]}`` of what could not be done
        """
        lectura = self._exigir_abierta()
        al_cerrar = getattr(lectura, f"_cerrar_{lectura.modo}", None)
        problemas = al_cerrar() if al_cerrar else []
        lectura.write({"state": "cerrada", "fecha_cierre": fields.Datetime.now(), "envio_pendiente_id": False})
        return {"problemas": problemas}

    def exportar(self):
        """All the lines of this session as the text of a CSV."""
        lectura = self._exigir_propia()
        salida = io.StringIO()
        escritor = csv.writer(salida)
        campos = ["numero", "fecha", "crudo", "resultado", "mensaje", "envio_id", "destinatario", "anulada"]
        definiciones = lectura.linea_ids._fields
        escritor.writerow([definiciones[campo]._description_string(self.env) for campo in campos])
        for linea in lectura.linea_ids.sorted("numero"):
            datos = linea._para_estacion()
            escritor.writerow(
                _inofensiva(valor)
                for valor in (
                    datos["numero"],
                    fields.Datetime.context_timestamp(self, linea.fecha).strftime("%Y-%m-%d %H:%M:%S"),
                    datos["codigo"],
                    datos["etiqueta"],
                    datos["mensaje"],
                    datos["pieza"],
                    datos["destinatario"],
                    "x" if datos["anulada"] else "",
                )
            )
        return salida.getvalue()

    # Reading

    def leer(self, texto=None, confirmar=False):
        """Read one code.

        :param texto: what the scanner, or somebody, wrote
        :param confirmar: whether what contradicts an earlier reading is meant
        :return: ``{"linea", "contadores", "pendiente"}``; ``linea["resultado"]`` is one of
            :data:`~odoo.addons.mensajeria.tools.lecturas.RESULTADOS`
        """
        lectura = self._exigir_abierta()
        linea = lectura._leer(texto, bool(confirmar))
        return {"linea": linea, "contadores": lectura._contadores(), "pendiente": lectura._pendiente()}

    def leer_lista(self, textos=None):
        """Read a list of codes, as pasted: a text with one a line, or a list of texts.

        :return: ``{"lineas", "contadores", "pendiente"}``
        """
        lectura = self._exigir_abierta()
        codigos = lecturas.separar(textos) if isinstance(textos, str) else textos or []
        if not isinstance(codigos, list):
            raise UserError(self.env._("Scan or write a number."))
        if len(codigos) > MAXIMO_LISTA:
            raise UserError(self.env._("Paste them in parts, of %s at most.", MAXIMO_LISTA))
        lineas = [lectura._leer(codigo, confirmar=False) for codigo in codigos]
        return {"lineas": lineas, "contadores": lectura._contadores(), "pendiente": lectura._pendiente()}

    def deshacer(self):
        """Take back the last thing that was done in this session.

        :return: ``{"linea", "contadores", "pendiente"}``
        """
        lectura = self._exigir_abierta()
        if lectura.envio_pendiente_id:
            lectura.envio_pendiente_id = False
            return {"linea": False, "contadores": lectura._contadores(), "pendiente": False}
        linea = lectura.linea_ids.search(
            [("lectura_id", "=", lectura.id), ("resultado", "=", "ok"), ("anulada", "=", False)],
            order="numero desc",
            limit=1,
        )
        if not linea:
            raise UserError(self.env._("There is nothing to undo in this session."))
        getattr(lectura, f"_deshacer_{lectura.modo}")(linea)
        linea.write({"anulada": True, "clave": False})
        return {"linea": linea._para_estacion(), "contadores": lectura._contadores(), "pendiente": False}

    # Who may

    @api.model
    def _exigir_lector(self):
        if not self.env.user.has_group("mensajeria.group_operador"):
            raise AccessError(self.env._("You do not take part in the dispatches."))

    def _exigir_propia(self):
        """``self`` in sudo, when it is the user's."""
        self.ensure_one()
        self._exigir_lector()
        self.check_access("read")
        lectura = self.sudo()
        if lectura.user_id != self.env.user:
            raise AccessError(self.env._("This session belongs to %s.", lectura.user_id.name))
        return lectura

    def _exigir_abierta(self):
        """``self`` in sudo, locked, when it is the user's and open."""
        lectura = self._exigir_propia()
        lectura._bloquear()
        if lectura.state != "abierta":
            raise UserError(self.env._("This session was closed. Begin another one."))
        return lectura

    # What the station shows

    def _estado(self):
        lineas = self.env["mensajeria.lectura.linea"].sudo().search([("lectura_id", "=", self.id)], limit=100)
        return {
            "id": self.id,
            "nombre": self.name,
            "modo": self.modo,
            "abierta": self.state == "abierta",
            "ajustes": {
                campo: self[campo].id if self._fields[campo].type == "many2one" else self._fields[campo].convert_to_read(self[campo], self)
                for campo in CAMPOS_AJUSTE
            },
            "opciones": self._opciones(),
            "lineas": [linea._para_estacion() for linea in lineas],
            "contadores": self._contadores(),
            "pendiente": self._pendiente(),
        }  # fmt: skip

    def _contadores(self):
        """``{result: count}`` of what stands, and ``anuladas``."""
        cuentas = dict.fromkeys((clave for clave, _texto in RESULTADOS), 0) | {"anuladas": 0}
        for resultado, anulada, cuenta in self.env["mensajeria.lectura.linea"]._read_group(
            [("lectura_id", "=", self.id)], ["resultado", "anulada"], ["__count"]
        ):
            cuentas["anuladas" if anulada else resultado] += cuenta
        return cuentas

    def _pendiente(self):
        """The piece that waits for its guía, as text; False when none does."""
        return self.envio_pendiente_id.display_name or False

    def _opciones(self):
        """What may be chosen in the settings of this kind of session: ``{field: [[id, text]…]}``."""
        propio = self.sudo(False)
        modelos = {
            "cargar": ("relacion_id", "mensajeria.relacion", [("state", "in", ("borrador", "emitida"))]),
            "recibir": ("motivo_id", "mensajeria.motivo", []),
            "devolver": ("motivo_id", "mensajeria.motivo", []),
            "entregar": ("area_id", "hr.department", [("company_id", "=", self.company_id.id)]),
            "inventario": ("serie_id", "mensajeria.serie", [("company_id", "=", self.company_id.id)]),
        }
        if self.modo not in modelos:
            return {}
        campo, modelo, dominio = modelos[self.modo]
        registros = propio.env[modelo].search(dominio, limit=200)
        opciones = {campo: [[registro.id, registro.display_name] for registro in registros]}
        if self.modo == "recibir":
            opciones |= {
                nombre: [list(par) for par in self._fields[nombre]._description_selection(self.env)]
                for nombre in ("resultado", "caracter")
            }
        return opciones


def _inofensiva(valor):
    """``valor`` so that a spreadsheet does not take it for a formula."""
    texto = str(valor or "")
    return f"'{texto}" if texto[:1] in ("=", "+", "-", "@", "\t", "\r") else texto
