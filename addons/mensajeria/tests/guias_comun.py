"""What the tests of guías share: series, purchases and pieces."""

from .mensajeria_comun import MensajeriaCommon


class GuiasCommon(MensajeriaCommon):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.Guia = cls.env["mensajeria.guia"]
        cls.Rango = cls.env["mensajeria.rango"]
        cls.registrada = cls.serie("Registrada", prefijo="RR", sufijo="MX", algoritmo="s10")
        cls.etiqueta = cls.serie("Etiqueta", cls.foranea, prefijo="", ancho=9, algoritmo="mod7")

    @classmethod
    def serie(cls, name, proveedor=None, **vals):
        return cls.env["mensajeria.serie"].create(
            {
                "name": name,
                "proveedor_id": (proveedor or cls.sepomex).id,
                "company_id": cls.company.id,
                "prefijo": name[:2],
                "ancho": 8,
                **vals,
            }
        )

    @classmethod
    def alta(cls, inicio, fin, serie=None, **vals):
        """Buy the serials ``inicio``..``fin``, without the wizard."""
        rango = cls.env["mensajeria.rango"]._dar_de_alta(serie or cls.registrada, inicio, fin, vals)
        rango.flush_recordset()
        return rango

    def comprar(self, user=None, **vals):
        """The wizard, filled in by ``user``."""
        return (
            self.como(self.env["mensajeria.comprar.rango"], user or self.op_sepomex)
            .create({"serie_id": self.registrada.id, **vals})
        )  # fmt: skip

    @classmethod
    def envios(cls, cuantos=1, proveedor=None, **vals):
        """The office's own pieces, waiting to be assigned by the provider's service."""
        servicios = {cls.sepomex: cls.registrado, cls.foranea: cls.dia_siguiente, cls.local: cls.en_mano}
        return cls.env["mensajeria.envio"].create(
            [
                {
                    "proveedor_id": (proveedor or cls.sepomex).id,
                    "company_id": cls.company.id,
                    "name": f"ENV/{n:05d}",
                    "servicio_id": servicios.get(proveedor or cls.sepomex, cls.registrado.browse()).id,
                    "dest_nombre": "Quien recibe",
                    "dest_calle": "Calle de Tacuba 1",
                    **vals,
                }
                for n in range(1, cuantos + 1)
            ]
        )

    def asignar(self, envios, user=None, **kwargs):
        """The automatic draw, as ``user``."""
        return self.como(self.Guia, user or self.op_sepomex)._asignar(envios, **kwargs)

    def guia(self, rango, serial):
        return self.Guia.search([("rango_id", "=", rango.id), ("serial", "=", serial)])
