from odoo import api, fields, models
from odoo.exceptions import ValidationError
from odoo.tools import ormcache

from ..tools.direccion import normalizar_cp
from ..tools.zonas import IndiceZonas


class MensajeriaZona(models.Model):
    """A part of the territory that one messenger covers, told by postal codes, municipalities or neighborhoods."""

    _name = "mensajeria.zona"
    _description = "Delivery Zone"
    _order = "sequence, name"
    _rec_names_search = ["name", "clave"]
    _check_company_auto = True

    name = fields.Char(required=True)
    clave = fields.Char("Key", size=8, help="Short name printed on labels and route sheets.")
    sequence = fields.Integer(default=10)
    active = fields.Boolean(default=True)
    company_id = fields.Many2one(
        "res.company", "Company", required=True, default=lambda self: self.env.company, index=True
    )
    color = fields.Integer()
    mensajero_id = fields.Many2one(
        "mensajeria.mensajero", "Usual Messenger", index="btree_not_null", check_company=True
    )
    proveedor_id = fields.Many2one(
        "mensajeria.proveedor", "Suggested Provider", index="btree_not_null", check_company=True
    )
    servicio_id = fields.Many2one(
        "mensajeria.servicio",
        "Suggested Service",
        compute="_compute_servicio_id",
        store=True,
        readonly=False,
        index="btree_not_null",
        check_company=True,
        domain="[('proveedor_id', '=?', proveedor_id)]",
    )
    regla_ids = fields.One2many("mensajeria.zona.regla", "zona_id", "Rules", copy=True)

    _clave_uniq = models.UniqueIndex(
        "(company_id, upper(clave)) WHERE clave IS NOT NULL AND active", "Another zone already has this key."
    )

    @api.depends("proveedor_id")
    def _compute_servicio_id(self):
        for zona in self:
            if zona.proveedor_id and zona.servicio_id.proveedor_id != zona.proveedor_id:
                zona.servicio_id = False

    @api.constrains("proveedor_id", "servicio_id")
    def _check_servicio_id(self):
        for zona in self:
            if zona.proveedor_id and zona.servicio_id and zona.servicio_id.proveedor_id != zona.proveedor_id:
                raise ValidationError(
                    self.env._(
                        "Zone %(zone)s suggests a service that %(provider)s does not have: choose one of theirs.",
                        zone=zona.name,
                        provider=zona.proveedor_id.name,
                    )
                )

    @api.model_create_multi
    def create(self, vals_list):
        zonas = super().create(vals_list)
        self.env.registry.clear_cache()
        return zonas

    def write(self, vals):
        res = super().write(vals)
        if vals.keys() & {"active", "company_id", "regla_ids"}:
            self.env.registry.clear_cache()
        return res

    def unlink(self):
        res = super().unlink()
        self.env.registry.clear_cache()
        return res

    @api.model
    def _zona_de(self, direccion, company=None):
        """Zone of an address, or none.

        :param direccion: dict with any of ``cp``, ``colonia``, ``municipio``, ``estado``
        :param company: the current one when empty
        """
        return self._zonas_de([direccion], company)[0]

    @api.model
    def _zonas_de(self, direcciones, company=None):
        """Zone of each address, or none, in the same order."""
        return [self.browse(zona_id) for zona_id, _regla_id in self._buscar(direcciones, company)]

    @api.model
    def _buscar(self, direcciones, company=None):
        """``(zone id, rule id)`` of each address, in the same order; None where no rule matches.

        No query per rule nor per address: the rules of a company are compiled once and kept in memory until one changes.
        The catalog of postal codes is not needed; where it knows a code, it completes municipality and state, in one
        query on the index of its codes.
        """
        indice = self._indice((company or self.env.company).id)
        partes = [
            {campo: d.get(campo) or "" for campo in ("cp", "colonia", "municipio", "estado")} for d in direcciones
        ]
        if indice.usa_municipios:
            conocidos = self.env["mensajeria.cp"]._municipios([p["cp"] for p in partes if not p["municipio"]])
            for parte in partes:
                municipio, estado = conocidos.get(normalizar_cp(parte["cp"]), ("", ""))
                if not parte["municipio"]:
                    parte |= {"municipio": municipio, "estado": parte["estado"] or estado}
        return [indice.buscar(**parte) for parte in partes]

    @api.model
    @ormcache("company_id")
    def _indice(self, company_id):
        """The compiled rules of a company."""
        reglas = (
            self.env["mensajeria.zona.regla"]
            .sudo()
            .search([("zona_id.active", "=", True), ("company_id", "=", company_id)])
        )
        return IndiceZonas((r.id, r.zona_id.id, r.prioridad, r.tipo, r.valores) for r in reglas)
