import base64

from odoo import fields, models
from odoo.exceptions import UserError
from odoo.tools import SQL

from ..tools.sepomex import TAMANO_MAX, ArchivoInvalidoError, leer

#: settlements per call: about a second each, so that the bar moves
LOTE = 30_000


class MensajeriaImportarCp(models.TransientModel):
    """Load SEPOMEX's catalog of postal codes, in calls of a second that the page makes one after the other.

    The whole file is read before anything is written. Each call is a transaction of its own that stores complete
    settlements; an import that was cut short is finished by repeating it, and repeating it changes nothing.
    """

    _name = "mensajeria.importar.cp"
    _description = "Import Postal Codes"

    state = fields.Selection(
        [("archivo", "File"), ("avance", "Importing"), ("hecho", "Done")],
        default="archivo",
        required=True,
        readonly=True,
    )
    archivo = fields.Binary("File", attachment=False)
    archivo_nombre = fields.Char("File Name")
    total = fields.Integer("Neighborhoods in the File", readonly=True)
    procesados = fields.Integer("Imported", readonly=True)
    nuevos = fields.Integer("New", readonly=True)
    cambiados = fields.Integer("Changed", readonly=True)
    retirados = fields.Integer("Withdrawn", readonly=True, help="No longer in the file of their state: archived.")

    def action_importar(self):
        """Read the file whole, and show the bar that loads it."""
        self.ensure_one()
        if self.state == "archivo":
            self.write({"total": len(self._leer()), "state": "avance"})
        return {
            "type": "ir.actions.act_window",
            "name": self.env._("Import Postal Codes"),
            "res_model": self._name,
            "res_id": self.id,
            "view_mode": "form",
            "target": "new",
        }

    def action_avanzar(self):
        """Load the next settlements of the file.

        :return: dict with ``total``, ``procesados`` and ``hecho``
        """
        self.ensure_one()
        self.env["mensajeria.cp"].check_access("write")
        if self.state == "avance":
            asentamientos = self._leer()
            lote = asentamientos[self.procesados : self.procesados + LOTE]
            nuevos, cambiados = self._guardar(lote)
            self.write(
                {
                    "procesados": self.procesados + len(lote),
                    "nuevos": self.nuevos + nuevos,
                    "cambiados": self.cambiados + cambiados,
                }
            )
            if self.procesados >= len(asentamientos):
                self.write({"retirados": self._retirar(asentamientos), "state": "hecho", "archivo": False})
            self.env["mensajeria.cp"].invalidate_model()
        return {"total": self.total, "procesados": self.procesados, "hecho": self.state == "hecho"}

    def action_ver(self):
        """The catalog, once it is there."""
        self.check_access("read")
        return self.env["ir.actions.act_window"]._for_xml_id("mensajeria.mensajeria_cp_action") | {"target": "main"}

    def _leer(self):
        """The settlements of the file.

        :raises UserError: one sentence that says what is wrong with it
        """
        if not self.archivo:
            raise UserError(self.env._("Choose the file CPdescarga.txt, or the ZIP in which SEPOMEX sends it."))
        try:
            return leer(base64.b64decode(self.archivo))
        except ArchivoInvalidoError as error:
            raise UserError(self._mensaje(error)) from error

    def _mensaje(self, error):
        return {
            "vacio": self.env._("The file holds no postal codes: download it again from SEPOMEX."),
            "zip": self.env._("The ZIP is damaged or does not hold one text file: choose the one that SEPOMEX sends."),
            "tamano": self.env._("The file is larger than %s MB: this is not SEPOMEX's catalog.", TAMANO_MAX // 2**20),
            "ajeno": self.env._(
                "This is not SEPOMEX's catalog: choose the text file CPdescarga.txt, whose columns begin with d_codigo."
            ),
            "columnas": self.env._("The file has no column «%s»: download it again from SEPOMEX.", error.detalle),
            "fila": self.env._(
                "Line %s of the file is incomplete: nothing was imported. Download it again from SEPOMEX.",
                error.detalle,
            ),
        }[error.codigo]

    def _guardar(self, asentamientos):
        """Insert or update ``asentamientos`` by their key, in one statement; what is equal is not touched.

        :return: how many are new, how many changed
        """
        columnas = [list(columna) for columna in zip(*asentamientos, strict=True)]
        filas = self.env.execute_query(
            SQL(
                """
                INSERT INTO mensajeria_cp AS cp
                    (clave, name, colonia, tipo_asentamiento, municipio, estado, ciudad,
                     active, create_uid, create_date, write_uid, write_date)
                SELECT clave, codigo, colonia, NULLIF(tipo, ''), municipio, estado, NULLIF(ciudad, ''),
                       TRUE, %(uid)s, %(ahora)s, %(uid)s, %(ahora)s
                  FROM unnest(%(clave)s, %(codigo)s, %(colonia)s, %(tipo)s, %(municipio)s, %(estado)s, %(ciudad)s)
                    AS archivo(clave, codigo, colonia, tipo, municipio, estado, ciudad)
                ON CONFLICT (clave) DO UPDATE
                   SET name = excluded.name,
                       colonia = excluded.colonia,
                       tipo_asentamiento = excluded.tipo_asentamiento,
                       municipio = excluded.municipio,
                       estado = excluded.estado,
                       ciudad = excluded.ciudad,
                       active = TRUE,
                       write_uid = excluded.write_uid,
                       write_date = excluded.write_date
                 WHERE (cp.name, cp.colonia, cp.tipo_asentamiento, cp.municipio, cp.estado, cp.ciudad, cp.active)
                       IS DISTINCT FROM (excluded.name, excluded.colonia, excluded.tipo_asentamiento,
                                         excluded.municipio, excluded.estado, excluded.ciudad, TRUE)
                RETURNING xmax = 0
                """,
                uid=self.env.uid,
                ahora=fields.Datetime.now(),
                **dict(
                    zip(("clave", "codigo", "colonia", "tipo", "municipio", "estado", "ciudad"), columnas, strict=True)
                ),
            )
        )
        nuevos = sum(nuevo for (nuevo,) in filas)
        return nuevos, len(filas) - nuevos

    def _retirar(self, asentamientos):
        """Archive what SEPOMEX published once and is not in the file any more, of the states that the file holds."""
        vigentes = {a.clave for a in asentamientos}
        estados = list({clave[:2] for clave in vigentes})
        publicados = self.env.execute_query(
            SQL("SELECT id, clave FROM mensajeria_cp WHERE active AND left(clave, 2) = ANY(%s)", estados)
        )
        # compared here: of a table that has just been filled PostgreSQL has no statistics to choose a join by
        retirados = self.env["mensajeria.cp"].browse(id_ for id_, clave in publicados if clave not in vigentes)
        retirados.active = False
        return len(retirados)
