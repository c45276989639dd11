"""What the tests of acuses, claims and the reading station share."""

from contextlib import contextmanager

from freezegun import freeze_time

from .envios_comun import EnviosCommon


class AcusesCommon(EnviosCommon):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.Acuse = cls.env["mensajeria.acuse"]
        cls.Lectura = cls.env["mensajeria.lectura"]
        cls.Linea = cls.env["mensajeria.lectura.linea"]

    @contextmanager
    def hoy(self, momento):
        """Another day (UTC)."""
        self.env.flush_all()
        with freeze_time(momento):
            yield
            self.env.flush_all()

    def fuera(self, cuantas=1, **kwargs):
        """Pieces deposited at SEPOMEX, as its operator."""
        piezas = self.por_sepomex(cuantas, **kwargs)
        piezas.sudo()._registrar_evento("depositado")
        return piezas

    def acuse(self, pieza, user=None):
        return self.como(pieza.sudo().acuse_ids, user or self.op_sepomex)

    def adjunto(self, name="acuse.pdf", user=None, **vals):
        """A file that ``user`` has just uploaded."""
        Adjunto = self.como(self.env["ir.attachment"], user or self.op_sepomex)
        return Adjunto.create({"name": name, "raw": b"%PDF-1.4 firma", **vals})

    def leer_papel(self, acuse, **vals):
        """Write what the paper says."""
        acuse.write(
            {
                "fecha_entrega": "2026-03-02",
                "receptor_nombre": "Ana Ruiz",
                "caracter": "destinatario",
                "archivo_ids": self.adjunto().ids,
                **vals,
            }
        )

    def validado(self, pieza):
        acuse = self.acuse(pieza)
        acuse.action_recibir()
        self.leer_papel(acuse)
        acuse.action_digitalizar()
        acuse.action_validar()
        return acuse

    def sesion(self, modo, user=None, **ajustes):
        """My open session at the station."""
        Lectura = self.como(self.Lectura, user or self.op_sepomex)
        lectura = Lectura.browse(Lectura.abrir(modo)["id"])
        if ajustes:
            lectura.configurar(ajustes)
        return lectura

    def leer(self, lectura, texto, **kwargs):
        return lectura.leer(texto, **kwargs)["linea"]

    def eventos(self, pieza, *tipos):
        return self.Evento.search([("envio_id", "=", pieza.id), ("tipo", "in", tipos)], order="id")
