import base64
import hashlib
import os
from datetime import timedelta

from asn1crypto import algos, core, keys
from cryptography.hazmat.decrepit.ciphers.algorithms import TripleDES
from cryptography.hazmat.primitives.asymmetric import ec, rsa
from cryptography.hazmat.primitives.ciphers import Cipher, algorithms, modes
from cryptography.hazmat.primitives.serialization import BestAvailableEncryption, Encoding, PrivateFormat

from odoo.tests import tagged

from ..demo.pki_formatos import certificado
from ..tools.firma.cms import atributos_firmados
from ..tools.firma.credencial import abrir_efirma, abrir_pkcs12
from ..tools.firma.errores import FirmaError
from .firma_navegador_comun import CONTRASENA, RFC_JUANA, NavegadorCase, b64, llave_clara, verificar
from .firma_navegador_p12 import (
    P12_CON_RC2,
    P12_CON_RC2_CERTIFICADO,
    P12_CON_RC2_CONTRASENA,
    P12_CON_RC2_LLAVE,
)

#: NIST SP 800-67 has this example in 20 languages: three keys, one plaintext, ECB
VECTOR_3DES = (
    "0123456789abcdef23456789abcdef01456789abcdef0123",
    "5468652071756663",
    "a826fd8ce53b855f",
)
#: RFC 2268, section 5: key, plaintext, ciphertext, for keys whose effective length is all of theirs
VECTORES_RC2 = (
    ("ffffffffffffffff", "ffffffffffffffff", "278b27e42e2f0d49"),
    ("3000000000000000", "1000000000000001", "30649edf9be7d2c2"),
    ("88bca90e90875a7f0f79c384627bafb2", "0000000000000000", "2269552ab0f85ca6"),
)
LATIN = "Contraseña1"


def key_pbes2(par, contrasena, *, cifra, resumen):
    """A .key file ciphered in a way that neither SAT nor the library of Python writes."""
    claro, sal, iv = llave_clara(par), os.urandom(8), os.urandom(8 if cifra == "tripledes_3key" else 16)
    largo = {"tripledes_3key": 24, "aes128_cbc": 16, "aes256_cbc": 32}[cifra]
    clave = hashlib.pbkdf2_hmac(resumen, contrasena.encode(), sal, 3000, largo)
    algoritmo = TripleDES(clave) if cifra == "tripledes_3key" else algorithms.AES(clave)
    cifrador = Cipher(algoritmo, modes.CBC(iv)).encryptor()
    relleno = len(iv) - len(claro) % len(iv)
    pbkdf2 = {
        "salt": algos.Pbkdf2Salt(name="specified", value=core.OctetString(sal)),
        "iteration_count": 3000,
        "prf": {"algorithm": resumen},
    }
    esquema = {
        "algorithm": "pbes2",
        "parameters": {
            "key_derivation_func": {"algorithm": "pbkdf2", "parameters": pbkdf2},
            "encryption_scheme": {"algorithm": cifra, "parameters": iv},
        },
    }
    cifrado = cifrador.update(claro + bytes([relleno]) * relleno) + cifrador.finalize()
    return keys.EncryptedPrivateKeyInfo({"encryption_algorithm": esquema, "encrypted_data": cifrado}).dump()


@tagged("post_install", "-at_install")
class TestNucleo(NavegadorCase):
    """Keys and certificates, as the browser opens and judges them."""

    def test_known_vectors(self):
        """Each block is asked for with the vector that leaves nothing but padding, or by 60 texts of any length."""
        al_azar = []
        for largo in range(60):
            clave, iv, claro = os.urandom(24), os.urandom(8), os.urandom(largo)
            relleno = 8 - largo % 8
            cifrador = Cipher(TripleDES(clave), modes.CBC(iv)).encryptor()
            cifrado = cifrador.update(claro + bytes([relleno]) * relleno) + cifrador.finalize()
            al_azar.append([uno.hex() for uno in (clave, iv, cifrado, claro)])
        resultado = self.en_pagina(
            """
            const { descifrarDes3 } = await traer("nucleo/des3");
            const { descifrarRc2 } = await traer("nucleo/rc2");
            const iv = (claro) => deHex(claro).map((octeto) => octeto ^ 8);
            const [clave, claro, cifrado] = des3;
            return {
                nist: descifrarDes3(deHex(clave), iv(claro), deHex(cifrado)).length,
                rc2: rc2.map(([k, p, c]) => descifrarRc2(deHex(k), iv(p), deHex(c)).length),
                azar: azar.filter(([k, v, c, p]) => aHex(descifrarDes3(deHex(k), deHex(v), deHex(c))) === p).length,
                relleno: await codigoDe(() => descifrarDes3(deHex(clave), iv(claro).reverse(), deHex(cifrado))),
            };
            """,
            des3=VECTOR_3DES,
            rc2=VECTORES_RC2,
            azar=al_azar,
        )
        self.assertEqual(resultado, {"nist": 0, "rc2": [0, 0, 0], "azar": 60, "relleno": "BAD_PASSWORD"})

    def test_opened(self):
        """Every way in which such files are ciphered; the key signs, and shows itself to nobody."""
        juana = self.juana
        archivos = {
            "3des": (juana.archivo_key(CONTRASENA), CONTRASENA),
            "aes": (juana.archivo_key(CONTRASENA, cifrado="aes"), CONTRASENA),
            "aes128": (key_pbes2(juana, CONTRASENA, cifra="aes128_cbc", resumen="sha1"), CONTRASENA),
            "aes256 sha512": (key_pbes2(juana, CONTRASENA, cifra="aes256_cbc", resumen="sha512"), CONTRASENA),
            "3des sha256": (key_pbes2(juana, CONTRASENA, cifra="tripledes_3key", resumen="sha256"), CONTRASENA),
            "utf-8": (juana.archivo_key(LATIN), LATIN),
            "latin-1": (juana.archivo_key(LATIN, codificacion="latin-1"), LATIN),
            "decomposed": (juana.archivo_key(LATIN, codificacion="latin-1"), "Contrasen\N{COMBINING TILDE}a1"),
        }
        p12 = {
            "aes p12": (juana.archivo_p12(CONTRASENA), CONTRASENA),
            "3des p12": (juana.archivo_p12(CONTRASENA, antiguo=True), CONTRASENA),
            "accents p12": (juana.archivo_p12(LATIN), LATIN),
            "accents 3des p12": (juana.archivo_p12(LATIN, antiguo=True), LATIN),
        }
        resultado = self.en_pagina(
            """
            const { abrirEfirma, abrirPkcs12 } = await traer("nucleo/credencial");
            const firmado = {};
            const probar = async (nombre, { certificado, llave }) => {
                const valor = await crypto.subtle.sign("RSASSA-PKCS1-v1_5", llave, new TextEncoder().encode(nombre));
                const sacar = (forma) => crypto.subtle.exportKey(forma, llave).then(() => "exported", (error) => error.name);
                firmado[nombre] = {
                    valor: aBase64(new Uint8Array(valor)),
                    cer: aBase64(certificado.der),
                    nombre: certificado.nombre,
                    llave: [llave.extractable, llave.usages, await sacar("pkcs8"), await sacar("jwk")],
                };
            };
            for (const [nombre, [key, contrasena]] of Object.entries(archivos)) {
                await probar(nombre, await abrirEfirma({ cer: deBase64(cer), key: deBase64(key), contrasena }, { rfc }));
            }
            for (const [nombre, [p12, contrasena]] of Object.entries(p12s)) {
                await probar(nombre, await abrirPkcs12({ p12: deBase64(p12), contrasena }, { rfc }));
            }
            return firmado;
            """,
            cer=b64(juana.cer),
            rfc=RFC_JUANA,
            archivos={nombre: (b64(key), contrasena) for nombre, (key, contrasena) in archivos.items()},
            p12s={nombre: (b64(contenido), contrasena) for nombre, (contenido, contrasena) in p12.items()},
        )
        self.assertEqual(set(resultado), {*archivos, *p12})
        for nombre, uno in resultado.items():
            with self.subTest(nombre):
                self.assertEqual((uno["cer"], uno["nombre"]), (b64(juana.cer), "JUANA PEÑA LÓPEZ"))
                self.assertEqual(uno["llave"], [False, ["sign"], "InvalidAccessError", "InvalidAccessError"])
                verificar(juana.cer, nombre.encode(), base64.b64decode(uno["valor"]))

    def test_p12_of_openssl_1(self):
        """Its certificate is ciphered with RC2 of 40 bits."""
        resultado = self.en_pagina(
            """
            const { leerPkcs12 } = await traer("nucleo/pkcs12");
            const { claro, certificados } = await leerPkcs12(deBase64(p12), contrasena);
            const mal = await codigoDe(() => leerPkcs12(deBase64(p12), "otra"));
            const resumir = async (bytes) => aHex(new Uint8Array(await crypto.subtle.digest("SHA-256", bytes)));
            return [await resumir(claro), await Promise.all(certificados.map(resumir)), mal];
            """,
            p12=P12_CON_RC2,
            contrasena=P12_CON_RC2_CONTRASENA,
        )
        self.assertEqual(resultado, [P12_CON_RC2_LLAVE, [P12_CON_RC2_CERTIFICADO], "BAD_PASSWORD"])

    def _casos(self):
        """``{name: (cer, key, password)}`` of what must be refused, and of what only seems wrong."""
        juana, otra = self.juana, self.pki.hoja("firmante2")
        key = juana.archivo_key(CONTRASENA)
        corta = rsa.generate_private_key(65537, 1024)  # noqa: S505
        cer_corto = certificado(
            sujeto=juana.cert.subject,
            numero="00001000000700000099",
            desde=self.pki.ahora - timedelta(days=1),
            hasta=self.pki.ahora + timedelta(days=1),
            publica=corta.public_key(),
            emisor=self.pki.ac.cert.subject,
            firma=self.pki.ac.clave,
            extensiones=juana.cert["tbs_certificate"]["extensions"],
        ).dump()
        cifrado = BestAvailableEncryption(CONTRASENA.encode())
        de_curva = ec.generate_private_key(ec.SECP256R1()).private_bytes(Encoding.DER, PrivateFormat.PKCS8, cifrado)
        casos = {
            "good": (juana.cer, key, CONTRASENA),
            "wrong password": (juana.cer, key, "12345678A"),
            "no password": (juana.cer, key, ""),
            "long password": (juana.cer, key, CONTRASENA * 500),
            "emoji": (juana.cer, key, "🔑"),
            "other key": (juana.cer, otra.archivo_key(CONTRASENA), CONTRASENA),
            "certificate as key": (juana.cer, juana.cer, CONTRASENA),
            "key as certificate": (key, key, CONTRASENA),
            "empty certificate": (b"", key, CONTRASENA),
            "truncated certificate": (juana.cer[:-1], key, CONTRASENA),
            "certificate and more": (juana.cer + b"\0", key, CONTRASENA),
            "empty key": (juana.cer, b"", CONTRASENA),
            "truncated key": (juana.cer, key[:-1], CONTRASENA),
            "key and more": (juana.cer, key + b"\0", CONTRASENA),
            "clear key": (juana.cer, llave_clara(juana), CONTRASENA),
            "elliptic key": (juana.cer, de_curva, CONTRASENA),
            "short key": (cer_corto, key, CONTRASENA),
        }
        for nombre in ("csd", "otro", "expirado", "futuro", "moral", "moral_enie", "firmante2"):
            par = self.pki.hoja(nombre)
            casos[nombre] = (par.cer, par.archivo_key(CONTRASENA), CONTRASENA)
        return casos

    def test_refused_as_the_server_does(self):
        """Same files, same code, here and there."""

        def codigo(abrir, *archivos):
            try:
                abrir(*archivos, en=self.pki.ahora, rfc=RFC_JUANA)
            except FirmaError as error:
                return error.codigo
            return ""

        casos = self._casos()
        p12 = {
            "p12 wrong password": (self.juana.archivo_p12(CONTRASENA), "otra"),
            "3des p12 wrong password": (self.juana.archivo_p12(CONTRASENA, antiguo=True), "otra"),
            "p12 truncated": (self.juana.archivo_p12(CONTRASENA)[:-1], CONTRASENA),
            "p12 is a key": (self.juana.archivo_key(CONTRASENA), CONTRASENA),
            "p12 of a seal": (self.pki.hoja("csd").archivo_p12(CONTRASENA), CONTRASENA),
            "p12 of another": (self.pki.hoja("firmante2").archivo_p12(CONTRASENA), CONTRASENA),
        }
        esperado = {nombre: codigo(abrir_efirma, *caso) for nombre, caso in casos.items()}
        esperado |= {nombre: codigo(abrir_pkcs12, *caso) for nombre, caso in p12.items()}
        resultado = self.en_pagina(
            """
            const { abrirEfirma, abrirPkcs12 } = await traer("nucleo/credencial");
            const esperado = { rfc, ahora: new Date(ahora) };
            const codigos = {};
            for (const [nombre, [cer, key, contrasena]] of Object.entries(casos)) {
                const archivos = () => ({ cer: deBase64(cer), key: deBase64(key), contrasena });
                codigos[nombre] = await codigoDe(() => abrirEfirma(archivos(), esperado));
            }
            for (const [nombre, [p12, contrasena]] of Object.entries(p12s)) {
                codigos[nombre] = await codigoDe(() => abrirPkcs12({ p12: deBase64(p12), contrasena }, esperado));
            }
            return codigos;
            """,
            rfc=RFC_JUANA,
            ahora=self.pki.ahora.isoformat(),
            casos={nombre: (b64(cer), b64(key), contrasena) for nombre, (cer, key, contrasena) in casos.items()},
            p12s={nombre: (b64(contenido), contrasena) for nombre, (contenido, contrasena) in p12.items()},
        )
        self.assertEqual(resultado, esperado)
        for nombre, codigo_esperado in (
            ("good", ""),
            ("moral", ""),
            ("csd", "NOT_FIEL"),
            ("firmante2", "RFC_MISMATCH"),
        ):
            self.assertEqual(esperado[nombre], codigo_esperado)

    def test_wrong_passwords(self):
        """Of 400, some leave a padding that looks right; none is taken for anything but a wrong password."""
        resultado = self.en_pagina(
            """
            const { abrirLlave } = await traer("nucleo/llave");
            const codigos = {};
            for (let i = 0; i < 400; i++) {
                const codigo = await codigoDe(() => abrirLlave(deBase64(key), `mala ${i}`));
                codigos[codigo] = (codigos[codigo] || 0) + 1;
            }
            return codigos;
            """,
            key=b64(self.juana.archivo_key(CONTRASENA)),
            timeout=120,
        )
        self.assertEqual(resultado, {"BAD_PASSWORD": 400})

    def test_secrets_are_overwritten(self):
        """The file, the password and the plain key, as the browser got them, are zeros in the end, also after a failure."""
        resultado = self.en_pagina(
            """
            const { abrirEfirma, abrirPkcs12 } = await traer("nucleo/credencial");
            const vistos = [];
            const importar = crypto.subtle.importKey;
            crypto.subtle.importKey = (forma, material, ...demas) => {
                if (ArrayBuffer.isView(material) && forma !== "spki") {
                    vistos.push([forma, material.some(Boolean), material]);
                }
                return importar.call(crypto.subtle, forma, material, ...demas);
            };
            const archivos = [];
            for (const clave of [contrasena, "mala", "mala ñ"]) {
                for (const key of Object.values(keys)) {
                    archivos.push(deBase64(key));
                    await codigoDe(() => abrirEfirma({ cer: deBase64(cer), key: archivos.at(-1), contrasena: clave }));
                }
                for (const p12 of Object.values(p12s)) {
                    archivos.push(deBase64(p12));
                    await codigoDe(() => abrirPkcs12({ p12: archivos.at(-1), contrasena: clave }));
                }
            }
            return {
                formas: [...new Set(vistos.map(([forma]) => forma))].sort(),
                llenos: vistos.every(([, lleno]) => lleno),
                quedan: vistos.filter(([, , material]) => material.some(Boolean)).map(([forma]) => forma),
                archivos: archivos.filter((archivo) => archivo.some(Boolean)).length,
                claras: vistos.filter(([forma]) => forma === "pkcs8").length,
            };
            """,
            cer=b64(self.juana.cer),
            contrasena=CONTRASENA,
            keys=[b64(self.juana.archivo_key(CONTRASENA, cifrado=cifrado)) for cifrado in ("3des", "aes")],
            p12s=[b64(self.juana.archivo_p12(CONTRASENA, antiguo=antiguo)) for antiguo in (True, False)],
        )
        esperado = {"formas": ["pkcs8", "raw"], "llenos": True, "quedan": [], "archivos": 0, "claras": 4}
        self.assertEqual(resultado, esperado)

    def test_attributes_are_those_of_the_server(self):
        """Byte by byte, or nothing could be signed at all."""
        pares = [self.pki.hoja(nombre) for nombre in ("firmante1", "firmante2", "moral", "moral_enie")]
        resumen = hashlib.sha256(b"documento").digest()
        resultado = self.en_pagina(
            """
            const { leerCertificado } = await traer("nucleo/certificado");
            const { atributosFirmados } = await traer("nucleo/tbs");
            const construir = async (cer) => aBase64(atributosFirmados(deHex(resumen), await leerCertificado(deBase64(cer))));
            return Promise.all(cers.map(construir));
            """,
            cers=[b64(par.cer) for par in pares],
            resumen=resumen.hex(),
        )
        self.assertEqual(resultado, [b64(atributos_firmados(resumen, par.cert)) for par in pares])
