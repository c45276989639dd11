import base64

from odoo import Command, api, fields, models
from odoo.exceptions import AccessError, UserError

from ..tools import lectura_codigos
from ..tools.acuses import FIRMES, PENDIENTES
from ..tools.lectura_codigos import ArchivoInvalidoError

RESULTADOS = [
    ("pendiente", "Waiting"),
    ("coincide", "Matched"),
    ("ya", "Already Here"),
    ("ambigua", "Ambiguous"),
    ("sin_coincidencia", "Unmatched"),
    ("fallo", "Failed"),
    ("descartada", "Left Aside"),
]
#: what a person still decides
POR_REVISAR = ("ya", "ambigua", "sin_coincidencia", "fallo")


class MensajeriaLoteHoja(models.Model):
    """One page of a batch: its codes, and the acuse to which it was attached. When in doubt, to none."""

    _name = "mensajeria.lote.hoja"
    _description = "Page of a Batch"
    _order = "lote_id desc, archivo, attachment_id, pagina, id"
    _rec_name = "archivo"

    lote_id = fields.Many2one("mensajeria.lote", "Batch", required=True, readonly=True, ondelete="cascade")
    company_id = fields.Many2one(related="lote_id.company_id", store=True, precompute=True)
    user_id = fields.Many2one(related="lote_id.user_id", store=True, precompute=True, index=True)
    attachment_id = fields.Many2one("ir.attachment", readonly=True, ondelete="restrict", index="btree_not_null")
    archivo = fields.Char("File", readonly=True)
    pagina = fields.Integer("Page", readonly=True, aggregator=None)
    miniatura = fields.Image("Picture", readonly=True)
    codigos = fields.Char("Codes", readonly=True)
    resultado = fields.Selection(RESULTADOS, "Result", default="pendiente", required=True, readonly=True)
    acuse_id = fields.Many2one("mensajeria.acuse", "Acuse", readonly=True, ondelete="set null", index="btree_not_null")
    elegido_id = fields.Many2one(
        "mensajeria.acuse", "It Is the Acuse Of", ondelete="set null", help="For a page whose codes do not tell."
    )
    problema = fields.Char("What to Do", readonly=True)

    _lote_idx = models.Index("(lote_id, resultado)")

    @api.depends("archivo", "pagina")
    def _compute_display_name(self):
        for hoja in self:
            hoja.display_name = f"{hoja.archivo} · {hoja.pagina}" if hoja.pagina else hoja.archivo

    def write(self, vals):
        if not self.env.su:
            if vals.keys() - {"elegido_id"}:
                raise UserError(self.env._("These data are kept by the system."))
            if vals.get("elegido_id"):
                self.env["mensajeria.acuse"].browse(vals["elegido_id"]).check_access("read")
        return super().write(vals)

    # By itself

    def _resolver(self, pagina, contenido):
        """Attach this page to the acuse that its codes name; whatever goes wrong stays with this page.

        :param pagina: :class:`~odoo.addons.mensajeria.tools.lectura_codigos.Pagina`
        :param contenido: bytes of its file
        """
        self.ensure_one()
        vals = {"codigos": ", ".join(pagina.codigos)[:500]}
        if pagina.miniatura:
            vals["miniatura"] = base64.b64encode(pagina.miniatura)
        self.write(vals)
        if pagina.problema:
            self.write({"resultado": "fallo", "problema": self._mensaje_de_pagina(pagina.problema)})
            return
        acuse, resultado, problema = self._juzgar(pagina.codigos)
        if resultado == "coincide":
            try:
                with self.env.cr.savepoint():
                    self._adjuntar(acuse, contenido)
                    self.env.flush_all()
            except UserError as error:
                self.env.invalidate_all()
                resultado, problema = "fallo", str(error)
        self.write({"resultado": resultado, "acuse_id": acuse.id, "problema": problema})

    def _mensaje_de_pagina(self, problema):
        return {
            "danada": self.env._("The page cannot be shown: scan it again."),
            "grande": self.env._("The page is too large: scan it at 200 or 300 dots per inch."),
            "tiempo": self.env._("The page took too long to read: scan it again."),
        }.get(problema, self.env._("The page cannot be shown: scan it again."))

    def _juzgar(self, codigos):
        """Of which acuse a page with these codes is.

        :return: ``(acuse, result, sentence)``
        """
        ninguno = self.env["mensajeria.acuse"].sudo()
        if not codigos:
            return ninguno, "sin_coincidencia", self.env._("No code was found: choose its piece by hand.")
        envios = self._envios_de(codigos)
        acuses = envios.acuse_ids
        papeles = acuses.conjunto_id | acuses.filtered(lambda a: not a.conjunto_id)
        if not envios:
            return ninguno, "sin_coincidencia", self.env._("None of its codes is of a piece: it may be an old one.")
        if len(envios) > 1 and (len(papeles) != 1 or envios - acuses.envio_id):
            nombres = ", ".join(sorted(envios.mapped("name"))[:5])
            return ninguno, "ambigua", self.env._("Its codes name several pieces (%s): choose by hand.", nombres)
        if not all(self._es_mia(envio) for envio in envios):
            return ninguno, "sin_coincidencia", self.env._("Another office dispatches this piece: hand it the paper.")
        if not papeles:
            return (
                ninguno,
                "sin_coincidencia",
                self.env._("%s has not left, or needs no acuse.", envios[:1].name),
            )
        return self._juzgar_papel(papeles)

    def _juzgar_papel(self, acuse):
        etiquetas = dict(acuse._fields["state"]._description_selection(self.env))
        if acuse.state in FIRMES or acuse.archivo_ids:
            return acuse, "ya", self.env._("The acuse of %s already has its paper.", acuse.envio_id.name)
        if acuse.state not in (*PENDIENTES, "recibido", "irregular", "extraviado"):
            return (
                acuse,
                "sin_coincidencia",
                self.env._(
                    "The acuse of %(piece)s is «%(state)s»: look into it.",
                    piece=acuse.envio_id.name,
                    state=etiquetas[acuse.state],
                ),
            )
        return acuse, "coincide", False

    def _envios_de(self, codigos):
        """Every piece that one of these codes could mean."""
        company = self.lote_id.company_id
        nombres = [" ".join(codigo.split()).upper() for codigo in codigos]
        por_nombre = self.env["mensajeria.envio"].sudo().search(
            [("name", "in", nombres), ("company_id", "=", company.id)]
        )  # fmt: skip
        return por_nombre | self.env["mensajeria.guia"]._de_papel(company, codigos).envio_id

    def _es_mia(self, envio):
        return envio.sudo(False).with_user(self.env.user)._puede_operar()

    def _adjuntar(self, acuse, contenido):
        """The paper is back: this page becomes the file of ``acuse``, and evidence."""
        acuse = acuse.sudo(False).with_user(self.env.user)._exigir_operador()
        _acuse, resultado, problema = self._juzgar_papel(acuse)
        if resultado != "coincide":  # somebody was faster
            raise UserError(problema)
        if lectura_codigos.tipo(contenido) == "pdf":
            try:
                contenido, extension = lectura_codigos.extraer(contenido, self.pagina - 1), "pdf"
            except ArchivoInvalidoError as error:
                raise UserError(self._mensaje_de_pagina("danada")) from error
        else:
            extension = (self.archivo or "").rpartition(".")[2].lower() or "jpg"
        if not acuse.fecha_recepcion:
            acuse._con_papel()._recibir({}, origen="lote")
        archivo = self.env["ir.attachment"].sudo().create(
            {
                "name": f"{acuse.envio_id.name.replace('/', '-')}.{extension}",
                "raw": contenido,
                "res_model": acuse._name,
                "res_id": acuse.id,
            }
        )  # fmt: skip
        acuse.write({"archivo_ids": [Command.link(archivo.id)]})
        acuse._digitalizar()

    # By hand

    def _exigir_pendiente(self):
        """``self`` in sudo, when the user goes on with this batch and the page still waits for a decision."""
        self.check_access("write")
        hojas = self.sudo()
        hojas.lote_id.with_user(self.env.user)._exigir_dueno()
        hojas.invalidate_recordset(["resultado"])
        for hoja in hojas:
            if hoja.resultado not in POR_REVISAR:
                raise UserError(self.env._("«%s» was already decided. Reload the page.", hoja.display_name))
        return hojas

    def action_adjuntar(self):
        """Attach this page to the acuse that was chosen by hand."""
        for hoja in self._exigir_pendiente():
            if not hoja.elegido_id:
                raise UserError(self.env._("Choose the piece of «%s».", hoja.display_name))
            if not hoja.pagina:
                raise UserError(self.env._("«%s» could not be opened: there is nothing to attach.", hoja.display_name))
            elegido = hoja.elegido_id.sudo(False).with_user(self.env.user)
            elegido.check_access("read")
            if elegido.sudo().company_id != hoja.lote_id.company_id:
                raise AccessError(self.env._("Choose an acuse of the company of the batch."))
            acuse = elegido.sudo().conjunto_id or elegido.sudo()
            hoja._adjuntar(acuse, hoja.attachment_id._con_bytes().raw)
            hoja.write({"resultado": "coincide", "acuse_id": acuse.id, "problema": False})
            hoja.lote_id._revisar_tarea()
        return True

    def action_descartar(self):
        """This page is no acuse, or one too many."""
        hojas = self._exigir_pendiente()
        hojas.write({"resultado": "descartada", "problema": False})
        hojas.lote_id._revisar_tarea()
        return True
