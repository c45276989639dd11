import hashlib
from unittest.mock import patch

from asn1crypto import cms

from odoo.tests import tagged

from ..tools.firma.cadena import firmar_cadena
from ..tools.firma.cms import atributos_firmados
from ..tools.firma.firma import Preparada
from .firma_navegador_comun import CONTRASENA, NavegadorCase, b64


@tagged("post_install", "-at_install")
class TestLoQueSeFirma(NavegadorCase):
    """The server cannot have anything signed but the document on the screen."""

    cuantas = 1

    def test_proposals(self):
        sesion = self.servidor._de_token(self.servidor.abrir(1, b64(self.juana.cer))["sesion"])
        sesion.preparar(b64(firmar_cadena(self.juana.clave, sesion.cadena)))
        buena, base = sesion.preparada, self.servidor.filas[1].pdf
        propuestas = self._propuestas(buena, base)
        resultado = self.en_pagina(
            """
            const { leerCertificado } = await traer("nucleo/certificado");
            const { revisarPreparada } = await traer("nucleo/tbs");
            const certificado = await leerCertificado(deBase64(cer));
            const codigos = {};
            for (const [nombre, [pdf, rango, atributos, base]] of Object.entries(propuestas)) {
                const propuesta = { preparada: deBase64(pdf), rango, atributos: deBase64(atributos) };
                codigos[nombre] = await codigoDe(() => revisarPreparada(propuesta, { base: deBase64(base), certificado }));
            }
            return codigos;
            """,
            cer=b64(self.juana.cer),
            propuestas={
                nombre: [b64(pdf), list(rango), b64(atributos), b64(suya)]
                for nombre, (_codigo, pdf, rango, atributos, suya) in propuestas.items()
            },
        )
        self.assertEqual(resultado, {nombre: codigo for nombre, (codigo, *_resto) in propuestas.items()})
        self.assertEqual(resultado["good"], "")

    def _propuestas(self, buena: Preparada, base):
        """``{name: (code, pdf, range, attributes, base)}``."""
        pdf, rango, atributos = buena.pdf, buena.rango, buena.atributos
        inicio, fin, largo = buena.inicio, buena.fin, len(buena.pdf)

        def con(posicion, octetos):
            return pdf[:posicion] + octetos + pdf[posicion + len(octetos) :]

        def de(otro, cual=rango):
            return atributos_firmados(hashlib.sha256(otro[: cual[1]] + otro[cual[2] :]).digest(), self.juana.cert)

        def lista(cambiar):
            todos = list(cms.CMSAttributes.load(atributos))
            return cms.CMSAttributes(cambiar(todos)).dump()

        hora = cms.CMSAttribute({"type": "signing_time", "values": [cms.Time({"utc_time": self.pki.ahora})]})
        ajeno = self.pki.hoja("firmante2").cert
        corto, lleno, despues = (0, inicio, fin, largo - fin - 10), con(inicio + 9, b"a"), con(fin + 30, b"X")
        sin_marca = con(inicio, b"(")
        otro = con(120, b"OTRO")
        return {
            "good": ("", pdf, rango, atributos, base),
            "another document": ("TBS_BASE", otro, rango, de(otro), base),
            "another base": ("TBS_BASE", pdf, rango, atributos, base[:-4] + b"OTRA"),
            "no base": ("TBS_BASE", pdf, rango, atributos, b""),
            "longer base": ("TBS_BASE", pdf, rango, atributos, pdf + b"x"),
            "changed behind the gap": ("TBS_ATTRIBUTES", despues, rango, atributos, base),
            "range ends early": ("TBS_RANGE", pdf, corto, de(pdf[:-10], corto), base),
            "range begins late": ("TBS_RANGE", pdf, (9, *rango[1:]), atributos, base),
            "range overlaps": ("TBS_RANGE", pdf, (0, fin, inicio, largo - inicio), atributos, base),
            "gap in the base": ("TBS_RANGE", pdf, (0, 10, fin, rango[3]), atributos, base),
            "no range": ("TBS_RANGE", pdf, (), atributos, base),
            "wider gap": ("TBS_GAP", pdf, (0, inicio - 2, fin, rango[3]), atributos, base),
            "filled gap": ("TBS_GAP", lleno, rango, de(lleno), base),
            "gap of text": ("TBS_GAP", sin_marca, rango, de(sin_marca), base),
            "another certificate": ("TBS_ATTRIBUTES", pdf, rango, atributos_firmados(buena.digest, ajeno), base),
            "another digest": ("TBS_ATTRIBUTES", pdf, rango, atributos_firmados(bytes(32), self.juana.cert), base),
            "an attribute more": ("TBS_ATTRIBUTES", pdf, rango, lista(lambda todos: [*todos, hora]), base),
            "an attribute less": ("TBS_ATTRIBUTES", pdf, rango, lista(lambda todos: todos[:-1]), base),
            "bytes behind": ("TBS_ATTRIBUTES", pdf, rango, atributos + b"\0", base),
            "a token to log in": ("TBS_ATTRIBUTES", pdf, rango, b"1234567890abcdef" * 4, base),
            "nothing": ("TBS_ATTRIBUTES", pdf, rango, b"", base),
        }

    def test_cadena(self):
        folio, resumen, numero = "DGT/0001/2026", "a" * 64, "00001000000700000001"
        buena = f"||1.0|{folio}|2026-03-02T18:00:00Z|PELJ800101AB1|{numero}|Entidad de Prueba|{resumen}||"
        cadenas = {
            buena: "",
            buena.replace(folio, "DGT/0002/2026"): "TBS_CADENA",
            buena.replace(resumen, "b" * 64): "TBS_CADENA",
            buena.replace(resumen, "A" * 64): "TBS_CADENA",
            buena.replace("PELJ800101AB1", "NUMP790202CD2"): "TBS_CADENA",
            buena.replace(numero, "00001000000700000002"): "TBS_CADENA",
            buena.replace("1.0", "1.1"): "TBS_CADENA",
            buena.replace("Entidad de Prueba", "Entidad  de Prueba"): "TBS_CADENA",
            buena.replace("Entidad de Prueba", "Entidad\nde Prueba"): "TBS_CADENA",
            buena.replace("Entidad de Prueba", ""): "TBS_CADENA",
            buena.replace("Entidad", "Entidad|Otra"): "TBS_CADENA",
            buena.replace("2026-03-02T18:00:00Z", "ayer"): "TBS_CADENA",
            buena + "\n": "TBS_CADENA",
            "x" + buena: "TBS_CADENA",
            buena[:-1]: "TBS_CADENA",
            "": "TBS_CADENA",
            "1.0" * 30: "TBS_CADENA",
        }
        resultado = self.en_pagina(
            """
            const { leerCertificado } = await traer("nucleo/certificado");
            const { revisarCadena } = await traer("nucleo/tbs");
            const mostrado = { folio, sha256: resumen, certificado: await leerCertificado(deBase64(cer)) };
            return Promise.all(cadenas.map((cadena) => codigoDe(() => revisarCadena(cadena, mostrado))));
            """,
            cer=b64(self.juana.cer),
            folio=folio,
            resumen=resumen,
            cadenas=list(cadenas),
        )
        self.assertEqual(dict(zip(cadenas, resultado, strict=True)), cadenas)

    def test_nothing_is_signed(self):
        """A server that cheats gets no signature: neither of the document nor, when it cheats before, a sello."""
        otra = self.servidor.filas[1].pdf + b"%"

        def cambiar(propuesta):
            propuesta["pdf"] = propuesta["pdf"][:-9] + b"x" + propuesta["pdf"][-8:]

        trampas = {
            "TBS_ATTRIBUTES": lambda: setattr(self.servidor, "alterar", cambiar),
            "TBS_CADENA": lambda: setattr(self.servidor, "cadena", lambda cadena: cadena.replace("0001/", "0002/")),
            "TBS_BASE": lambda: self.startPatcher(
                patch.object(type(self.servidor.browse(1)), "_pdf_base", lambda _documento: otra)
            ),
        }
        for codigo, hacer in trampas.items():
            self.servidor.alterar = self.servidor.cadena = None
            hacer()
            with self.subTest(codigo):
                resultado = self.en_pagina(
                    """
                    const { guardar } = await traer("nucleo/llavero");
                    const { abrirEfirma } = await traer("nucleo/credencial");
                    const { firmarUno } = await traer("mesa/firmar");
                    const documento = JSON.parse($("#datos").textContent).documentos[0];
                    const cerrada = await codigoDe(() => firmarUno(documento));
                    guardar(await abrirEfirma({ cer: deBase64(cer), key: deBase64(key), contrasena }));
                    return [cerrada, await codigoDe(() => firmarUno(documento))];
                    """,
                    cer=b64(self.juana.cer),
                    key=b64(self.juana.archivo_key(CONTRASENA)),
                    contrasena=CONTRASENA,
                )
                self.assertEqual(resultado, ["KEY_CLOSED", codigo])
                self.assertFalse(self.servidor.firmados)
