from unittest.mock import patch

from odoo import http
from odoo.tests import HttpCase, tagged

from ..tools.firma.verdicto import dictaminar
from .firma_entidad import FirmaEntidad
from .firma_navegador_comun import FIRMAR, EnPagina, b64
from .firma_rastro import SinRastro

CONTRASENA = "Canario-ñandú-7391"


@tagged("post_install", "-at_install")
class TestHistoria(SinRastro, EnPagina, FirmaEntidad, HttpCase):
    """The desk and the models together: the answers of a lawyer, signed in her browser. Nothing of her key comes here."""

    def test_two_answers(self):
        respuestas = self.por_firmar() | self.por_firmar()
        documentos = respuestas.sudo().firma_id
        par = self.pki.hoja("firmante1")
        ids = ",".join(map(str, documentos.ids))
        recibido, despachar = [], http.JsonRPCDispatcher.dispatch

        def anotar(despachador, endpoint, args):
            recibido.append(despachador.request.httprequest.get_data())
            return despachar(despachador, endpoint, args)

        with (
            self.sin_rastro(par, CONTRASENA) as lugares,
            patch.object(http.JsonRPCDispatcher, "dispatch", anotar),
        ):
            resultado = self.en_pagina(
                FIRMAR
                + """
                const Reloj = Date;
                globalThis.Date = class extends Reloj {
                    constructor(...partes) {
                        super(...(partes.length ? partes : [ahora]));
                    }
                };
                await hasta(() => $(".hoja canvas"));
                await firmar(archivos, contrasena);
                await terminado();
                return [filas().map((fila) => [fila.dataset.estado, fila.querySelector(".pie").textContent]), $("[data-voz]").textContent];
                """,
                direccion=f"/firma/mesa?documentos={ids}",
                login=self.juridica.login,
                archivos={"mi.cer": b64(par.cer), "mi.key": b64(par.archivo_key(CONTRASENA))},
                contrasena=CONTRASENA,
                ahora=self.pki.ahora.isoformat(),
            )
            lugares["requests"] = b"".join(recibido)
        self.assertEqual([estado for estado, _dicho in resultado[0]], ["firmado", "firmado"], resultado)
        documentos.invalidate_recordset()
        self.assertEqual(documentos.mapped("state"), ["firmado", "firmado"])
        for documento in documentos:
            dictamen = dictaminar(documento._bytes(), documento._confianza(), ahora=self.pki.ahora)
            self.assertEqual([(firma.veredicto, firma.nivel) for firma in dictamen.firmas], [("VALIDA", "B-LTA")])
