from odoo import Command, api, fields, models
from odoo.exceptions import AccessError, UserError

from ..tools import lectura_codigos
from ..tools.lectura_codigos import ArchivoInvalidoError

#: pages that one process reads, and that are stored together
PAGINAS_POR_PASO = 10
CAMPOS_SISTEMA = frozenset("name company_id user_id state total procesados hoja_ids por_abrir_ids".split())


class MensajeriaLote(models.Model):
    """Signed acuses that came back together: scans and photos, whose codes say of which piece each one is.

    It is read in the background, some pages at a time, in the name of who uploaded it.
    """

    _name = "mensajeria.lote"
    _description = "Batch of Acuses"
    _inherit = ["nucleo.bloqueo.mixin", "nucleo.tarea.mixin", "mail.thread", "mail.activity.mixin"]
    _order = "id desc"

    name = fields.Char("Batch", readonly=True, copy=False, default="/")
    company_id = fields.Many2one(
        "res.company", "Company", required=True, readonly=True, default=lambda self: self.env.company, index=True
    )
    user_id = fields.Many2one(
        "res.users", "Uploaded By", required=True, readonly=True, default=lambda self: self.env.user, index=True
    )
    archivo_ids = fields.Many2many(
        "ir.attachment",
        "mensajeria_lote_archivo_rel",
        "lote_id",
        "attachment_id",
        "Files",
        copy=False,
        help="PDFs of one or more pages, photos (JPEG, PNG, TIFF), or a ZIP of them.",
    )
    por_abrir_ids = fields.Many2many(
        "ir.attachment", "mensajeria_lote_por_abrir_rel", "lote_id", "attachment_id", readonly=True, copy=False
    )
    state = fields.Selection(
        [("borrador", "Draft"), ("leyendo", "Reading"), ("hecho", "Completely Read")],
        "Status",
        default="borrador",
        required=True,
        readonly=True,
        copy=False,
    )
    total = fields.Integer("Pages", readonly=True, copy=False)
    procesados = fields.Integer("Pages Read", readonly=True, copy=False)
    hoja_ids = fields.One2many("mensajeria.lote.hoja", "lote_id", "Pages of the Batch", copy=False)
    resumen = fields.Char("Result", compute="_compute_resumen")
    por_revisar = fields.Integer("To Check", compute="_compute_resumen")

    @api.depends("hoja_ids.resultado")
    def _compute_resumen(self):
        cuentas = {}
        Hoja = self.env["mensajeria.lote.hoja"]
        for lote, resultado, cuantas in Hoja._read_group(
            [("lote_id", "in", self.ids)], ["lote_id", "resultado"], ["__count"]
        ):
            cuentas.setdefault(lote.id, {})[resultado] = cuantas
        etiquetas = Hoja._fields["resultado"]._description_selection(self.env)
        for lote in self:
            cuenta = cuentas.get(lote._origin.id, {})
            lote.resumen = " · ".join(f"{nombre}: {cuenta[r]}" for r, nombre in etiquetas if cuenta.get(r)) or False
            lote.por_revisar = sum(cuenta.get(r, 0) for r in ("ambigua", "sin_coincidencia", "fallo"))

    @api.model_create_multi
    def create(self, vals_list):
        propios = {
            "state": "borrador",
            "user_id": self.env.uid,
            "company_id": self.env.company.id,
            **dict.fromkeys(("total", "procesados", "hoja_ids", "por_abrir_ids"), False),
        }
        lotes = super().create(
            [
                {**vals, **propios, "name": self.env["ir.sequence"].next_by_code("mensajeria.lote") or "/"}
                for vals in vals_list
            ]
        )
        lotes._exigir_archivos()
        return lotes

    def write(self, vals):
        if not self.env.su and vals.keys() & CAMPOS_SISTEMA:
            raise UserError(self.env._("These data are kept by the system."))
        if not self.env.su and "archivo_ids" in vals and any(lote.state != "borrador" for lote in self):
            raise UserError(self.env._("The batch was read: upload more acuses in another one."))
        res = super().write(vals)
        if "archivo_ids" in vals:
            self._exigir_archivos()
        return res

    def _exigir_archivos(self):
        """Nobody reads by way of a batch what is not theirs."""
        ajenos = self.sudo().archivo_ids.filtered(
            lambda a: (a.res_model or self._name) != self._name or (a.res_id and a.res_id not in self.ids)
        )
        if ajenos or any(a.create_uid != self.env.user for a in self.sudo().archivo_ids if not self.env.su):
            raise AccessError(self.env._("Upload the files of the acuses here."))

    @api.ondelete(at_uninstall=False)
    def _unlink_except_leido(self):
        if any(lote.state != "borrador" for lote in self):
            raise UserError(self.env._("A batch that was read stays, with what was found."))

    def _exigir_dueno(self):
        """``self`` in sudo and locked, when the user may go on with these batches."""
        self.check_access("write")
        self._bloquear()
        return self.sudo()

    def action_leer(self):
        """Read the codes of these papers, in the background."""
        self.ensure_one()
        lote = self._exigir_dueno()
        if lote.state != "borrador":
            raise UserError(self.env._("The batch was read: upload more acuses in another one."))
        if not lote.archivo_ids:
            raise UserError(self.env._("Add the files of the signed acuses: PDFs, photos, or a ZIP of them."))
        lote.archivo_ids.write({"res_model": self._name, "res_id": lote.id})
        lote.write({"state": "leyendo", "por_abrir_ids": [Command.set(lote.archivo_ids.ids)]})
        self.env.ref("mensajeria.ir_cron_lote")._trigger()
        return True

    def action_ver_pendientes(self):
        """The pages that somebody has to look at."""
        self.ensure_one()
        self.check_access("read")
        return self.env["ir.actions.act_window"]._for_xml_id("mensajeria.mensajeria_lote_hoja_action") | {
            "domain": [("lote_id", "=", self.id)],
            "context": {"search_default_por_revisar": 1},
        }

    # Tasks

    def _revisar_tarea(self):
        """Whoever uploaded a batch has a task while one of its pages leaves a doubt."""
        for lote in self:
            lote.invalidate_recordset(["por_revisar", "resumen"])
            grupo, oficialias = self.env.ref("mensajeria.group_operador"), lote.user_id.oficialia_ids
            lote._llevar_tarea(
                "msj_lote_revisar", lote.por_revisar, user=lote.user_id, grupo=grupo, area=oficialias[:1]
            )

    def _tarea_vals(self):
        return super()._tarea_vals() | {
            "folio": self.name,
            "asunto": self.env._("%(count)s of %(total)s pages to look at", count=self.por_revisar, total=self.total),
            "contraparte": self.user_id.name,
            "busqueda": f"{self.name} {self.user_id.name}",
            "company_id": self.company_id.id,
        }

    # In the background

    def _cron_leer(self):
        """Go on with the batches that are being read, some pages at a time."""
        cron = self.env["ir.cron"]
        lotes = self.search([("state", "=", "leyendo")], order="id")
        cron._commit_progress(remaining=len(lotes.por_abrir_ids) + sum(lote.total - lote.procesados for lote in lotes))
        for lote in lotes:
            while lote.state == "leyendo" and lote.try_lock_for_update():
                antes = lote.total
                hechas = lote._avanzar()
                if not cron._commit_progress(hechas, remaining=lote._faltan() if lote.total != antes else None):
                    return

    def _faltan(self):
        return len(self.por_abrir_ids) + self.total - self.procesados

    def _avanzar(self):
        """Open the next file, or read the next pages.

        :return: how much was done
        """
        self.ensure_one()
        if archivo := self.por_abrir_ids[:1]:
            self._abrir(archivo)
            self.write({"por_abrir_ids": [Command.unlink(archivo.id)]})
            hechas = 1
        else:
            hechas = self._leer_paginas()
        total = len(self.hoja_ids)
        pendientes = self.env["mensajeria.lote.hoja"].search_count(
            [("lote_id", "=", self.id), ("resultado", "=", "pendiente")]
        )
        listo = not pendientes and not self.por_abrir_ids
        self.write({"total": total, "procesados": total - pendientes, "state": "hecho" if listo else "leyendo"})
        if listo:
            self._revisar_tarea()
        return hechas

    def _abrir(self, archivo):
        """One page of the batch for each of a file; a ZIP becomes the files that it holds."""
        Hoja = self.env["mensajeria.lote.hoja"]
        contenido = archivo._con_bytes().raw or b""
        vals = {"lote_id": self.id, "attachment_id": archivo.id, "archivo": archivo.name}
        try:
            if lectura_codigos.tipo(contenido) == "zip":
                self._desempacar(contenido)
                return
            paginas = lectura_codigos.contar(contenido, len(self.hoja_ids))
        except ArchivoInvalidoError as error:
            Hoja.create({**vals, "resultado": "fallo", "problema": self._mensaje(error)})
            return
        Hoja.create([{**vals, "pagina": numero} for numero in range(1, paginas + 1)])

    def _desempacar(self, contenido):
        archivos = self.env["ir.attachment"].create(
            [
                {"name": nombre, "raw": datos, "res_model": self._name, "res_id": self.id}
                for nombre, datos in lectura_codigos.desempacar(contenido)
            ]
        )
        self.write({"por_abrir_ids": [Command.link(archivo.id) for archivo in archivos]})

    def _mensaje(self, error):
        return {
            "vacio": self.env._("The file is empty."),
            "tamano": self.env._("The file is larger than %s MB: split it.", lectura_codigos.TAMANO_MAX // 2**20),
            "ajeno": self.env._("This is neither a PDF nor a photo (JPEG, PNG, TIFF) nor a ZIP of them."),
            "cifrado": self.env._("The file asks for a password: save it without one and upload it again."),
            "danado": self.env._("The file is damaged: scan it again."),
            "zip": self.env._("The ZIP is damaged: make it again."),
            "bomba": self.env._("The ZIP holds too much: upload its files in parts."),
            "paginas": self.env._(
                "A batch has %s pages at most: upload this file in another one.", lectura_codigos.PAGINAS_MAX
            ),
        }[error.codigo]

    def _leer_paginas(self):
        """Read the next pages of one file, and find of which piece each is."""
        Hoja = self.env["mensajeria.lote.hoja"]
        pendiente = [("lote_id", "=", self.id), ("resultado", "=", "pendiente")]
        archivo = Hoja.search(pendiente, limit=1).attachment_id
        hojas = Hoja.search([*pendiente, ("attachment_id", "=", archivo.id)], limit=PAGINAS_POR_PASO)
        contenido = archivo._con_bytes().raw or b""
        leidas = lectura_codigos.leer(contenido, [hoja.pagina - 1 for hoja in hojas])
        como = hojas.with_user(self.user_id).with_context(
            allowed_company_ids=self.company_id.ids, lang=self.user_id.lang
        )
        for hoja, pagina in zip(como, leidas, strict=True):
            hoja.sudo()._resolver(pagina, contenido)
        return len(hojas)
