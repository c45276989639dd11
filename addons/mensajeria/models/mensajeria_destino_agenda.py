from odoo import api, models
from odoo.fields import Domain

from .mensajeria_destino_mixin import CAMPOS_DESTINATARIO

#: addressees that are offered at once, and the rows among which different ones are looked for
OFRECIDOS, MIRADOS = 8, 60
#: letters that an addressee is looked for by
MINIMO = 3


class MensajeriaDestinoMixin(models.AbstractModel):
    """Whom was written to before: nobody writes the same address twice."""

    _inherit = "mensajeria.destino.mixin"

    @api.model
    def destinatarios_conocidos(self, texto):
        """Addressees whose name has ``texto``: earlier ones that the user sees, the last ones first, and of the directory.

        :return: ``[{nombre, detalle, datos}]``; ``datos`` are values for a form of this model
        """
        texto = (texto or "").strip()
        if len(texto) < MINIMO:
            return []
        conocidos = {}
        for anterior in self._destinatarios_anteriores(texto):
            conocidos.setdefault((anterior.dest_nombre or "").lower(), anterior._como_conocido())
        for partner in self.env["res.partner"].search(self._dominio_directorio(texto), limit=OFRECIDOS):
            conocidos.setdefault((partner.name or "").lower(), self._partner_conocido(partner))
        return list(conocidos.values())[:OFRECIDOS]

    @api.model
    def _destinatarios_anteriores(self, texto):
        return self.search([("dest_nombre", "ilike", texto)], order="id desc", limit=MIRADOS)

    @api.model
    def _dominio_directorio(self, texto):
        """Contacts that say where a piece goes."""
        return Domain("name", "ilike", texto) & (Domain("street", "!=", False) | Domain("zip", "!=", False))

    def _como_conocido(self):
        self.ensure_one()
        datos = {campo: self[campo] for campo in CAMPOS_DESTINATARIO if campo != "dest_pais_id"}
        pais = self.dest_pais_id
        datos["dest_pais_id"] = {"id": pais.id, "display_name": pais.name} if pais else False
        return {
            "nombre": self.dest_nombre,
            "detalle": ", ".join(filter(None, (self.dest_institucion, self.dest_direccion))),
            "datos": datos,
        }

    @api.model
    def _partner_conocido(self, partner):
        """The onchange of the contact fills in the rest."""
        return {
            "nombre": partner.name,
            "detalle": ", ".join(filter(None, (partner.commercial_company_name, partner.street, partner.city))),
            "datos": {"partner_id": {"id": partner.id, "display_name": partner.display_name}},
        }
