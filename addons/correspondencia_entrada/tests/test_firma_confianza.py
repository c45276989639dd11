import json
from datetime import timedelta

from asn1crypto import x509

from odoo.tests import tagged

from ..demo.pki import USOS_AC, USOS_CSD
from ..demo.pki_formatos import Par, certificado, clave_nueva, extension, nombre
from ..tools.firma.confianza import Autoridad, Confianza, emitido_por
from .firma_casos import FirmaCase

DIA = timedelta(days=1)


@tagged("post_install", "-at_install")
class TestConfianza(FirmaCase):
    def certificado(self, emisora, titulo, *, ca=True, longitud=None, usos=USOS_AC, desde=-DIA, hasta=DIA):
        """A certificate of ``emisora``, by default an authority."""
        clave = clave_nueva()
        limites = x509.BasicConstraints({"ca": ca, "path_len_constraint": longitud})
        cert = certificado(
            sujeto=nombre(("common_name", titulo)),
            numero="00000000000000000099",
            desde=self.ahora + desde,
            hasta=self.ahora + hasta,
            publica=clave.public_key(),
            emisor=emisora.cert.subject,
            firma=emisora.clave,
            extensiones=[extension("basic_constraints", limites, True), extension("key_usage", x509.KeyUsage(usos))],
        )
        return Par(cert, clave)

    def test_issuer(self):
        self.assertEqual(self.confianza.emisor_de(self.pki.hoja("firmante1").cert).cert.dump(), self.pki.ac.cer)

    def test_issuer_of_the_same_name(self):
        """The impostor's issuer has the name and the number of SAT's; only the key differs."""
        impostor = self.pki.hoja("impostor").cert
        self.assertEqual(impostor.issuer.dump(), self.pki.ac.cert.subject.dump())
        with self.rechazo("UNTRUSTED"):
            self.confianza.emisor_de(impostor)

    def test_not_an_issuer_of_signatures(self):
        for titulo, cert in (("TSA", self.pki.tsa.cert), ("authority", self.pki.ac.cert), ("root", self.pki.raiz.cert)):
            with self.subTest(titulo), self.rechazo("UNTRUSTED"):
                self.confianza.emisor_de(cert)

    def test_window(self):
        cert, ac = self.pki.hoja("firmante1").cert, self.pki.ac.cert
        corta = Confianza([Autoridad(ac, "ac", self.ahora - DIA, self.ahora + DIA)])
        larga = Confianza([Autoridad(ac, "ac", self.ahora - 9000 * DIA, self.ahora + 9000 * DIA)])
        self.assertTrue(corta.emisor_de(cert))
        for dias in (-1, 0, 1):
            self.assertTrue(corta.emisor_de(cert, en=self.ahora + dias * DIA))
        for confianza, dias in ((corta, -2), (corta, 2), (larga, -5 * 365), (larga, 5 * 365)):
            with self.subTest(dias=dias), self.rechazo("UNTRUSTED"):
                confianza.emisor_de(cert, en=self.ahora + dias * DIA)

    def test_issued_by(self):
        hoja = self.pki.hoja("firmante1")
        falsa = self.certificado(self.pki.raiz, "NO ES AC", ca=False)
        sin_uso = self.certificado(self.pki.raiz, "NO FIRMA CERTIFICADOS", usos=USOS_CSD)
        for emisora, cierto in ((self.pki.raiz, True), (falsa, False), (sin_uso, False), (hoja, False)):
            hija = self.certificado(emisora, "HIJA")
            self.assertEqual(emitido_por(hija.cert, emisora.cert), cierto)
        self.assertFalse(emitido_por(hoja.cert, self.pki.raiz.cert))
        self.assertFalse(emitido_por(x509.Certificate(), self.pki.ac.cert))

    def test_path_of_a_service(self):
        directo = self.confianza.camino(self.pki.tsa.cert, "tsa", en=self.ahora)
        self.assertEqual([cert.dump() for cert in directo], [self.pki.tsa.cer, self.pki.raiz_se.cer])
        fijada = Confianza([Autoridad(self.pki.tsa.cert, "tsa", self.ahora - DIA, self.ahora + DIA)])
        self.assertEqual(fijada.camino(self.pki.tsa.cert, "tsa", en=self.ahora), [self.pki.tsa.cert])
        for titulo, cert, rol, dias in (
            ("somebody else's", self.pki.tsa_ajena.cert, "tsa", 0),
            ("of another role", self.pki.tsa.cert, "ac", 0),
            ("not yet valid", self.pki.tsa_nueva.cert, "tsa", 0),
            ("expired", self.pki.tsa.cert, "tsa", 9 * 365),
        ):
            with self.subTest(titulo), self.rechazo("UNTRUSTED"):
                self.confianza.camino(cert, rol, en=self.ahora + dias * DIA)
        with self.rechazo("UNTRUSTED"):
            fijada.camino(self.pki.tsa.cert, "tsa", en=self.ahora + 2 * DIA)

    def test_certificates_in_between(self):
        raiz = self.certificado(self.pki.raiz_ajena, "RAIZ", longitud=1)
        media = self.certificado(raiz, "MEDIA")
        tsa = self.certificado(media, "TSA", ca=False)
        confianza = Confianza([Autoridad(raiz.cert, "tsa", self.ahora - DIA, self.ahora + DIA)])
        camino = confianza.camino(tsa.cert, "tsa", en=self.ahora, otros=[self.pki.ac.cert, media.cert])
        self.assertEqual(camino, [tsa.cert, media.cert, raiz.cert])
        with self.rechazo("UNTRUSTED"):
            confianza.camino(tsa.cert, "tsa", en=self.ahora)
        vencida = self.certificado(raiz, "VENCIDA", hasta=-DIA / 2)
        nieta = self.certificado(vencida, "NIETA", ca=False)
        baja = self.certificado(media, "BAJA")
        lejana = self.certificado(baja, "LEJANA", ca=False)
        hija = self.certificado(tsa, "HIJA DE QUIEN NO ES AUTORIDAD", ca=False)
        for titulo, cert, otros in (
            ("expired", nieta, [vencida]),
            ("farther than the root allows", lejana, [baja, media]),
            ("through somebody who is no authority", hija, [tsa, media]),
        ):
            with self.subTest(titulo), self.rechazo("UNTRUSTED"):
                confianza.camino(cert.cert, "tsa", en=self.ahora, otros=[otro.cert for otro in otros])

    def test_length_of_a_path(self):
        eslabones = [self.certificado(self.pki.raiz_ajena, "RAIZ")]
        for numero in range(4):
            eslabones.append(self.certificado(eslabones[-1], f"ESLABON {numero}"))
        confianza = Confianza([Autoridad(eslabones[0].cert, "tsa", self.ahora - DIA, self.ahora + DIA)])
        otros = [par.cert for par in eslabones]
        self.assertEqual(len(confianza.camino(eslabones[3].cert, "tsa", en=self.ahora, otros=otros)), 4)
        with self.rechazo("UNTRUSTED"):
            confianza.camino(eslabones[4].cert, "tsa", en=self.ahora, otros=otros)

    def test_certificates_of_a_signature(self):
        cadena = self.confianza.certificados_de(self.pki.hoja("firmante1").cert)
        esperada = [self.pki.hoja("firmante1").cer, self.pki.ac.cer, self.pki.raiz.cer]
        self.assertEqual([cert.dump() for cert in cadena], esperada)
        self.assertEqual(len(self.confianza.certificados_de(self.pki.hoja("impostor").cert)), 1)
        self.assertEqual(len(self.confianza.certificados_de(x509.Certificate.load(self.pki.raiz.cer))), 1)

    def test_across_processes(self):
        ac = Autoridad(
            self.pki.ac.cert,
            "ac",
            self.ahora - DIA,
            self.ahora + DIA,
            ocsp_url="https://ocsp.prueba.invalid",
            sha1_hasta=self.ahora,
            respondedores=(self.pki.ocsp_sat.cert,),
        )
        datos = Confianza([ac, *self.confianza.tsa]).a_json()
        vuelta = Confianza.de_json(json.loads(json.dumps(datos)))
        self.assertEqual(vuelta.a_json(), datos)
        self.assertEqual([autoridad.rol for autoridad in vuelta.autoridades], ["ac", "tsa"])
        leida = vuelta.ac[0]
        self.assertEqual(leida.cert.dump(), self.pki.ac.cer)
        self.assertEqual(leida.respondedores[0].dump(), self.pki.ocsp_sat.cer)
        self.assertEqual(
            (leida.desde, leida.hasta, leida.ocsp_url, leida.sha1_hasta),
            (ac.desde, ac.hasta, "https://ocsp.prueba.invalid", self.ahora),
        )

    def test_roles(self):
        self.assertEqual([len(rol) for rol in (self.confianza.ac, self.confianza.tsa, self.confianza.psc)], [1, 1, 1])
        with self.assertRaises(LookupError):
            Autoridad(self.pki.ac.cert, "amigo", self.ahora, self.ahora)
