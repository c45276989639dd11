from odoo import api, fields, models
from odoo.fields import Domain


class CorrespondenciaDestinatario(models.Model):
    """Internal, with read tracking: each person of the line gets the document in their tray, and no matter is opened."""

    _inherit = "correspondencia.destinatario"

    alcance = fields.Selection(
        [
            ("persona", "The Person, or the Head of the Unit"),
            ("area", "Everybody in the Unit and Below"),
            ("institucion", "Everybody"),
        ],
        "Who Reads",
        default="persona",
        required=True,
    )
    con_lectura = fields.Boolean(related="oficio_id.con_lectura")
    lectura_ids = fields.One2many("correspondencia.lectura", "destinatario_id", "Readings", readonly=True, copy=False)

    @api.onchange("alcance", "area_id")
    def _onchange_alcance(self):
        if self.alcance != "persona":
            self.user_id = False
            self.dest_cargo = False
            area = self.area_id.name if self.alcance == "area" else False
            self.dest_institucion = area
            self.dest_nombre = self.env._("To all the staff")

    def _necesarios(self):
        if self.alcance == "institucion":
            return ()
        return super()._necesarios()

    def _se_lee(self):
        return self.medio == "interno" and self.oficio_id.con_lectura

    # Who reads

    def _quienes_leen(self):
        """``{reader: on whose behalf}``, those who work here today: the head away on leave has who stands in for them."""
        self.ensure_one()
        company = self.company_id
        if self.alcance == "persona":
            persona = self._persona_adentro()
            suplente = self.env["res.users"]
            if persona and persona == self.area_id.titular_id:
                suplente = self.env["correspondencia.visto.delegacion"]._delegado_de(persona, company)
            return {suplente: persona} if suplente else dict.fromkeys(persona, False)
        dominio = [
            ("share", "=", False),
            ("company_ids", "in", company.ids),
            ("all_group_ids", "in", self.env.ref("mensajeria.group_usuario").ids),
        ]
        if self.alcance == "area":
            dominio.append(("area_id", "child_of", self.area_id.ids))
        return dict.fromkeys(self.env["res.users"].sudo().search(dominio), False)

    def _recibe_adentro(self):
        if self._se_lee():
            return self.env["res.users"].union(*self._quienes_leen())
        return super()._recibe_adentro()

    def _reparo(self):
        reparo = super()._reparo()
        if not (reparo and self._sin_lector()):
            return reparo
        if self.user_id and not self.user_id.active:
            return self.env._(
                "%s was archived, and no head of unit reads instead: say who receives it.", self.user_id.name
            )
        return self.env._("Nobody works in «%s»: say who receives it.", self.area_id.name or self.dest_nombre)

    def _sin_lector(self):
        return self.state == "pendiente" and self._se_lee() and not self.falta and not self._quienes_leen()

    # Sent

    def action_despachar(self):
        """Send these lines, each by its means. What cannot be sent is told, to the drafter too, and the others are.

        :return: action that tells what was not sent, or True
        """
        res = super().action_despachar()
        for oficio, lineas in self.sudo().filtered(lambda d: d._sin_lector()).grouped("oficio_id").items():
            oficio._avisar(
                oficio.redactor_id,
                self.env._("%s could not reach everybody", oficio.name),
                "\n".join(linea._reparo() for linea in lineas),
            )
        return res

    def _despachar_interno(self):
        con_lectura = self.filtered(lambda d: d._se_lee())
        super(CorrespondenciaDestinatario, self - con_lectura)._despachar_interno()
        con_lectura._salio()
        for linea in con_lectura.sorted(lambda d: (d.alcance != "persona", d.tipo != "para", d.sequence, d.id)):
            linea._abrir_lecturas(linea._quienes_leen())
            if linea.alcance == "persona" and linea.user_id and not linea.user_id.active:
                linea.motivo = self.env._(
                    "%(gone)s was archived: %(who)s reads it.",
                    gone=linea.user_id.name,
                    who=", ".join(linea.lectura_ids.user_id.mapped("name")),
                )
                linea.oficio_id._avisar(linea.oficio_id.redactor_id, linea.oficio_id.name, linea.motivo)
        con_lectura._revisar_lecturas()

    def _abrir_lecturas(self, personas):
        """Put the document in the trays of ``personas``, as :meth:`_quienes_leen` gives them; nobody gets it twice."""
        self.ensure_one()
        ya = self.oficio_id.lectura_ids.filtered(lambda lec: lec.state != "retirada").user_id
        self.env["correspondencia.lectura"].with_context(mail_create_nolog=True, tracking_disable=True).create(
            [
                {
                    "oficio_id": self.oficio_id.id,
                    "destinatario_id": self.id,
                    "user_id": user.id,
                    "suplente_de_id": titular.id if titular else False,
                }
                for user, titular in personas.items()
                if user not in ya
            ]
        )

    def _revisar_lecturas(self):
        """Acknowledge the lines that everybody has read."""
        for linea in self.filtered(lambda d: d.state == "despachado" and d._leida_por_todos()):
            lectores = self.env["correspondencia.lectura"].search(
                [("destinatario_id", "=", linea.id), ("state", "!=", "retirada")], limit=2
            ).user_id  # fmt: skip
            linea._acuso(lectores.name if len(lectores) == 1 else self.env._("All its readers"))

    def _leida_por_todos(self):
        """Whether nobody has to read it any more. A line whose people all got it by another one waits for everybody."""

        def hay(*dominio):
            return bool(self.env["correspondencia.lectura"].search_count(list(dominio), limit=1))

        deben = ("state", "in", ("por_leer", "leida") if self.oficio_id.acuse_lectura else ("por_leer",))
        suyas = ("destinatario_id", "=", self.id)
        if hay(suyas):
            return not hay(suyas, deben) and hay(suyas, ("state", "!=", "retirada"))
        return not hay(("oficio_id", "=", self.oficio_id.id), deben)

    def _olvidar_envio(self, motivo):
        super()._olvidar_envio(motivo)
        self.lectura_ids._retirar(motivo)

    @api.model
    def _cron_lecturas(self, lote=200):
        """Acknowledge the lines whose last readers opened it at the same moment, and did not see one another."""
        debe = Domain("state", "=", "por_leer") | Domain(
            [("state", "=", "leida"), ("oficio_id.acuse_lectura", "=", True)]
        )

        def leidas(campo):
            return Domain(campo, "any", [("state", "!=", "retirada")]) & Domain(campo, "not any", debe)

        lineas = self.search(
            Domain([("state", "=", "despachado"), ("medio", "=", "interno"), ("oficio_id.con_lectura", "=", True)])
            & (leidas("lectura_ids") | (Domain("lectura_ids", "=", False) & leidas("oficio_id.lectura_ids"))),
            limit=lote,
        )
        self.env["ir.cron"]._commit_progress(remaining=len(lineas))
        lineas._uno_por_uno(lambda linea: linea._revisar_lecturas())
