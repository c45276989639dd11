import io
from datetime import timedelta

from asn1crypto import keys
from pyhanko.pdf_utils.incremental_writer import IncrementalPdfFileWriter
from pyhanko.sign import PdfSignatureMetadata, PdfSigner, signers

from odoo.tests import tagged

from ..demo.pki import ANIO
from ..demo.pki_formatos import clave_clara
from ..tools.firma.confianza import Confianza
from ..tools.firma.pruebas import archivar, incrustar_pruebas
from ..tools.firma.verdicto import dictaminar
from .firma_comun import (
    AHORA,
    DESPUES,
    PKI,
    autoridad,
    base,
    confianza,
    firmado,
    juzgado,
    ocsp_de,
    sellador,
    una_firma,
)
from .test_firma_verdicto import FirmaCase

DIA = timedelta(days=1)
VENCIDA_LA_FIRMA = AHORA + 4 * ANIO
VENCIDA_LA_AC = AHORA + 5 * ANIO
VENCIDA_LA_TSA = AHORA + 9 * ANIO


@tagged("post_install", "-at_install")
class TestElTiempo(FirmaCase):
    """A signature is judged at the time that it proves, not at the time when somebody looks."""

    def test_after_the_certificate_expired(self):
        for nivel, esperado in [("B-B", "INVALIDA"), ("B-T", "INDETERMINADA"), ("B-LT", "VALIDA"), ("B-LTA", "VALIDA")]:
            with self.subTest(nivel):
                self.assertDictamen(una_firma(nivel), esperado, ahora=VENCIDA_LA_FIRMA)
        self.assertProblemas(una_firma("B-B"), "EXPIRED", ahora=VENCIDA_LA_FIRMA)

    def test_after_the_authority_expired(self):
        for nivel in ("B-LT", "B-LTA"):
            with self.subTest(nivel):
                self.assertDictamen(una_firma(nivel), "VALIDA", ahora=VENCIDA_LA_AC)

    def test_after_the_tsa_expired(self):
        """Nothing proves the time any more, unless the document was stamped anew before."""
        for nivel in ("B-LT", "B-LTA"):
            with self.subTest(nivel):
                self.assertDictamen(una_firma(nivel), "INVALIDA", ahora=VENCIDA_LA_TSA)

    def test_renewed(self):
        nueva = sellador(AHORA + 7 * ANIO, PKI.tsa_nueva)
        for nivel in ("B-LT", "B-LTA"):
            with self.subTest(nivel):
                renovado = archivar(una_firma(nivel), nueva, confianza())
                (firma,) = self.assertDictamen(renovado, "VALIDA", ahora=VENCIDA_LA_TSA).firmas
                self.assertEqual((firma.nivel, firma.momento), ("B-LTA", AHORA))

    def test_renewed_too_late(self):
        tarde = archivar(una_firma(), sellador(VENCIDA_LA_TSA, PKI.tsa_nueva), confianza())
        self.assertDictamen(tarde, "INVALIDA", ahora=VENCIDA_LA_TSA + DIA)

    def test_chain_of_the_old_stamp_is_kept(self):
        """The new stamp protects what is needed to judge the old one."""
        renovado = archivar(una_firma("B-T"), sellador(), confianza())
        for par in (PKI.tsa, PKI.raiz_se, PKI.ac, PKI.raiz):
            self.assertIn(par.cer, renovado)

    def test_tsa_down_when_signing(self):
        """The archive time-stamp gives a trusted time to a signature that could not have its own."""
        pdf = una_firma("B-B")
        self.assertEqual(juzgado(pdf).firmas[0].avisos, ("NO_TIMESTAMP", "NO_REVOCATION_PROOF"))
        pdf = incrustar_pruebas(pdf, [ocsp_de()], confianza())
        mas_tarde = AHORA + timedelta(hours=3)
        pdf = archivar(pdf, sellador(mas_tarde), confianza())
        (firma,) = self.assertDictamen(pdf, "VALIDA", ahora=mas_tarde + DIA).firmas
        self.assertEqual((firma.nivel, firma.momento), ("B-LTA", mas_tarde))

    def test_archived_without_its_proof(self):
        """Evidence added after the last archive time-stamp is not yet protected."""
        pdf = archivar(una_firma("B-T"), sellador(), confianza())
        self.assertEqual(juzgado(pdf).firmas[0].nivel, "B-T")
        pdf = incrustar_pruebas(pdf, [ocsp_de()], confianza())
        self.assertEqual(juzgado(pdf).firmas[0].nivel, "B-LT")
        self.assertEqual(juzgado(archivar(pdf, sellador(), confianza())).firmas[0].nivel, "B-LTA")

    def test_stamp_of_the_future(self):
        pdf = firmado("B-LT", tsa=sellador(AHORA + timedelta(hours=1)))
        self.assertProblemas(pdf, "TIMESTAMP_INVALID")


@tagged("post_install", "-at_install")
class TestRevocada(FirmaCase):
    def revocada(self, cuando, dicho):
        """What the responder says at ``dicho`` of a certificate revoked at ``cuando``."""
        return ocsp_de(en=dicho, estado="revoked", revocado_en=cuando)

    def test_before_signing(self):
        pdf = incrustar_pruebas(una_firma("B-T"), [self.revocada(AHORA - DIA, AHORA)], confianza())
        (firma,) = self.assertDictamen(pdf, "INVALIDA").firmas
        self.assertEqual((firma.problemas, firma.revocacion), (("REVOKED",), "revocado"))

    def test_after_signing(self):
        """What was signed before stays signed."""
        noticia = self.revocada(AHORA + DIA, AHORA + 2 * DIA)
        for nivel in ("B-LT", "B-LTA"):
            self.assertDictamen(una_firma(nivel), "VALIDA", ahora=AHORA + 3 * DIA, ocsps=[noticia])

    def test_told_later(self):
        """The responder learnt of it days after; the revocation counts from when it happened."""
        noticia = self.revocada(AHORA - timedelta(hours=1), AHORA + DIA)
        self.assertDictamen(una_firma(), "INVALIDA", ahora=AHORA + 2 * DIA, ocsps=[noticia])
        self.assertDictamen(una_firma(), "VALIDA", ahora=AHORA + 2 * DIA)

    def test_proof_kept_apart(self):
        """It answers whether the certificate was good, and leaves the level of the file what it is."""
        (firma,) = self.assertDictamen(una_firma("B-T"), "VALIDA", ocsps=[ocsp_de()]).firmas
        self.assertEqual((firma.nivel, firma.revocacion), ("B-T", "vigente"))

    def test_no_proof(self):
        for nombre, respuesta in [
            ("two days before", ocsp_de(en=AHORA - 2 * DIA)),
            ("of tomorrow", ocsp_de(en=AHORA + DIA)),
            ("of somebody else", ocsp_de("firmante2")),
            ("unknown", ocsp_de(estado="unknown")),
            ("garbage", b"\x30\x03\x0a\x01\x03"),
        ]:
            with self.subTest(nombre):
                (firma,) = self.assertDictamen(una_firma("B-T"), "INDETERMINADA", ocsps=[respuesta]).firmas
                self.assertEqual(firma.avisos, ("NO_REVOCATION_PROOF",))


@tagged("post_install", "-at_install")
class TestQuienFirma(FirmaCase):
    """Signatures that are sound and do not count."""

    def test_who(self):
        for personaje, *problemas in [
            ("impostor", "UNTRUSTED"),
            ("csd", "NOT_FIEL"),
            ("otro", "NOT_FIEL"),
            ("expirado", "EXPIRED"),
            ("futuro", "NOT_YET_VALID"),
        ]:
            with self.subTest(personaje):
                self.assertProblemas(firmado(personaje=personaje), *problemas)

    def test_legal_person(self):
        (firma,) = self.assertDictamen(firmado(personaje="moral"), "VALIDA").firmas
        self.assertEqual(firma.identidad.rfc, "MPR850101AA1")
        self.assertEqual(firma.identidad.rfc_firmante, "PELJ800101AB1")

    def test_weak_hash(self):
        """SHA-1 collides: who signs one document with it signs others too."""
        par = PKI.hoja("firmante1")
        firmante = signers.SimpleSigner(par.cert, keys.PrivateKeyInfo.load(clave_clara(par.clave)), None)
        for algoritmo, esperado in [("sha1", "INVALIDA"), ("sha512", "INDETERMINADA")]:
            meta = PdfSignatureMetadata(field_name="Firma1", md_algorithm=algoritmo)
            pdf = PdfSigner(meta, firmante).sign_pdf(IncrementalPdfFileWriter(io.BytesIO(base()))).getvalue()
            with self.subTest(algoritmo):
                (firma,) = self.assertDictamen(pdf, esperado, ocsps=[ocsp_de()]).firmas
                self.assertEqual(firma.problemas, ("WEAK_ALGORITHM",) if esperado == "INVALIDA" else ())

    def test_home_made_tsa(self):
        pdf = firmado(tsa=sellador(par=PKI.tsa_ajena))
        (firma,) = self.assertDictamen(pdf, "INVALIDA").firmas
        self.assertEqual((firma.problemas, firma.nivel), (("TIMESTAMP_INVALID",), "B-B"))
        self.assertEqual(juzgado(pdf).sellos[0].problemas, ("UNTRUSTED",))

    def test_an_efirma_is_no_tsa(self):
        """The issuer of signatures is trusted, its leaves make no time."""
        pdf = firmado(tsa=sellador(par=PKI.hoja("firmante2")))
        self.assertIn("TIMESTAMP_INVALID", self.assertDictamen(pdf, "INVALIDA").firmas[0].problemas)

    def test_trust_ended(self):
        """The entity stops trusting an authority: what it issued counts until then."""
        for hasta, esperado in [(AHORA + DIA, "VALIDA"), (AHORA - DIA, "INVALIDA")]:
            ac = autoridad(PKI.ac, "ac", hasta=hasta)
            de_ahora = Confianza([ac, autoridad(PKI.raiz_se, "tsa")])
            dictamen = dictaminar(una_firma(), de_ahora, ahora=AHORA + 3 * DIA)
            self.assertEqual(dictamen.firmas[0].veredicto, esperado)
        self.assertEqual(dictamen.firmas[0].problemas, ("AC_NOT_VALID",))

    def test_trust_in_the_tsa_ended(self):
        de_ahora = Confianza([autoridad(PKI.ac, "ac"), autoridad(PKI.raiz_se, "tsa", hasta=AHORA - DIA)])
        self.assertEqual(dictaminar(una_firma(), de_ahora, ahora=DESPUES).sellos[0].problemas, ("UNTRUSTED",))

    def test_nobody_trusted(self):
        dictamen = dictaminar(una_firma("B-LT"), Confianza([]), ahora=DESPUES)
        self.assertEqual(dictamen.firmas[0].problemas, ("TIMESTAMP_INVALID", "UNTRUSTED"))
