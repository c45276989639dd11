"""What the tests of the signing desk share: the page in a real browser, with a server that the test holds in its hand."""

import base64
import json
import logging
from unittest.mock import patch

from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import padding
from cryptography.x509 import load_der_x509_certificate

from odoo.tests import HttpCase

from ..controllers.firma_mesa import FirmaMesa
from .common import pdf
from .firma_navegador_servidor import Fila, ServidorDePrueba
from .firma_servicios import pki_de_prueba

CONTRASENA = "12345678a"
RFC_JUANA = "PELJ800101AB1"

#: names for the modules of the page, and small tools to write the cases with
PRELUDIO = """
const RAIZ = "/correspondencia_entrada/static/firma/";
const traer = (modulo) => import(RAIZ + modulo + ".js");
const { deBase64, aBase64, aHex, deHex } = await traer("nucleo/bytes");
const codigoDe = async (hacer) => {
    try {
        await hacer();
        return "";
    } catch (error) {
        return error.codigo || `${error.name}: ${error.message}`;
    }
};
const hasta = async (condicion, segundos = 15) => {
    for (let i = 0; i < segundos * 20 && !condicion(); i++) {
        await new Promise((seguir) => setTimeout(seguir, 50));
    }
    if (!condicion()) {
        throw new Error(`never: ${condicion}`);
    }
};
const $ = (selector) => document.querySelector(selector);
const darArchivos = (selector, archivos) => {
    const bolsa = new DataTransfer();
    for (const [nombre, contenido] of Object.entries(archivos)) {
        bolsa.items.add(new File([deBase64(contenido)], nombre));
    }
    $(selector).files = bolsa.files;
    $(selector).dispatchEvent(new Event("change", { bubbles: true }));
};
const escribir = (selector, texto) => {
    $(selector).value = texto;
    $(selector).dispatchEvent(new Event("input", { bubbles: true }));
};
"""

#: fill in the form and press the button
FIRMAR = """
const firmar = async (archivos, contrasena) => {
    darArchivos("#entrada-cer", archivos);
    await hasta(() => Object.keys(archivos).some((nombre) => $("#firma").textContent.includes(nombre)));
    escribir("#contrasena", contrasena);
    $("[data-firmar]").click();
};
const terminado = (segundos) => hasta(() => !$("[data-resumen]").hidden, segundos);
const filas = () => [...document.querySelectorAll("#lista li")];
"""


def b64(contenido):
    return base64.b64encode(contenido).decode()


def verificar(cer, mensaje, firma):
    """Raise unless ``firma`` is RSASSA-PKCS1-v1_5 with SHA-256 of ``mensaje`` by the owner of the certificate."""
    load_der_x509_certificate(cer).public_key().verify(firma, mensaje, padding.PKCS1v15(), hashes.SHA256())


def llave_clara(par):
    return par.clave.private_bytes(
        serialization.Encoding.DER, serialization.PrivateFormat.PKCS8, serialization.NoEncryption()
    )


class EnPagina:
    """For cases with HTTP: code that runs on the page, in a real browser."""

    def en_pagina(self, codigo, *, direccion="/firma/mesa", login="admin", timeout=60, **datos):
        """Run the body of an async function on the page and give what it returns; ``datos`` are there by their names."""
        nombres = ", ".join(datos)
        programa = f"""
            (async ({{ {nombres} }}) => {{
                {PRELUDIO}
                {codigo}
            }})({json.dumps(datos)}).then(
                (valor) => {{
                    console.log("RESULTADO", JSON.stringify(valor ?? null));
                    console.log("test successful");
                }},
                (error) => console.error(error.stack || String(error))
            );
        """
        with self.assertLogs(self._logger, logging.INFO) as registro:  # by number: Odoo gives the name to another level
            self.browser_js(
                direccion,
                programa,
                ready="!!document.querySelector('#mesa:not([hidden])')",
                login=login,
                timeout=timeout,
            )
        resultado = next(linea for linea in registro.output if "RESULTADO " in linea)
        return json.loads(resultado.partition("RESULTADO ")[2])


class NavegadorCase(EnPagina, HttpCase):
    """The page of ``self.servidor``, which has ``cuantas`` documents, in the browser of an administrator."""

    cuantas = 3

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.env["res.lang"]._activate_lang("en_US")
        cls.env.ref("base.user_admin").lang = "en_US"
        cls.pki = pki_de_prueba()
        cls.juana = cls.pki.hoja("firmante1")

    def setUp(self):
        super().setUp()
        filas = [
            Fila(n, f"DGT/000{n}/2026", f"Asunto <b>{n}</b>", "Municipio <img src=x>", pdf(f"Oficio {n}", 2), 2)
            for n in range(1, self.cuantas + 1)
        ]
        self.servidor = ServidorDePrueba(filas, rfc=RFC_JUANA)
        for metodo in ("_documentos", "_sesiones"):
            self.startPatcher(patch.object(FirmaMesa, metodo, lambda _controlador: self.servidor))
