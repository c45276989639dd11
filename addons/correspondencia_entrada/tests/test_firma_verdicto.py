import io
import re

from pyhanko.pdf_utils.writer import copy_into_new_writer

from odoo.tests import BaseCase, tagged

from ..tools.firma.campos import crear_campos
from ..tools.firma.errores import FirmaError
from ..tools.firma.pruebas import archivar
from . import firma_alteraciones as alterar
from .common import pdf as pdf_con_clave
from .firma_comun import (
    AHORA,
    CAMPOS,
    DESPUES,
    PKI,
    base,
    confianza,
    credencial,
    dos_firmas,
    firmado,
    hoja_pdf,
    juzgado,
    resumen,
    sellador,
    una_firma,
)


class FirmaCase(BaseCase):
    """Verdicts are compared in words: the verdict of each signature, or what the document is."""

    def assertDictamen(self, pdf, esperado, ahora=DESPUES, **mas):
        dictamen = juzgado(pdf, ahora, **mas)
        self.assertEqual(resumen(dictamen), esperado, dictamen)
        return dictamen

    def assertProblemas(self, pdf, *problemas, ahora=DESPUES, **mas):
        (firma,) = self.assertDictamen(pdf, "INVALIDA", ahora, **mas).firmas
        self.assertEqual(firma.problemas, problemas)


@tagged("post_install", "-at_install")
class TestVeredicto(FirmaCase):
    def test_levels(self):
        for nivel, veredicto, avisos in [
            ("B-B", "INDETERMINADA", ("NO_TIMESTAMP", "NO_REVOCATION_PROOF")),
            ("B-T", "INDETERMINADA", ("NO_REVOCATION_PROOF",)),
            ("B-LT", "VALIDA", ()),
            ("B-LTA", "VALIDA", ()),
        ]:
            with self.subTest(nivel):
                (firma,) = self.assertDictamen(una_firma(nivel), veredicto).firmas
                self.assertEqual((firma.nivel, firma.avisos, firma.problemas), (nivel, avisos, ()))

    def test_everything_told(self):
        """What a signature and its time-stamp say, as it goes to a page or into the evidence."""
        dictamen = juzgado(una_firma()).a_json()
        (firma,) = dictamen["firmas"]
        esperado = {
            "campo": "Firma1",
            "momento": AHORA.isoformat(),
            "declarado": AHORA.isoformat(),
            "revocacion": "vigente",
            "cobertura": "revision",
            "autoridad": PKI.ac.cert.sha256.hex(),
        }
        self.assertEqual({clave: firma[clave] for clave in esperado}, esperado)
        quien = credencial().identidad
        self.assertEqual(firma["identidad"]["rfc"], quien.rfc)
        self.assertEqual(firma["identidad"]["desde"], quien.desde.isoformat())
        self.assertEqual(dictamen["sellos"][0]["momento"], AHORA.isoformat())
        self.assertIn("TSA DEMO 77", dictamen["sellos"][0]["autoridad"])
        self.assertTrue(dictamen["valido"])
        self.assertEqual(set(dictamen["motor"]), {"pyhanko", "cryptography"})

    def test_two_signers(self):
        dictamen = self.assertDictamen(dos_firmas(), "VALIDA VALIDA")
        self.assertEqual([firma.nivel for firma in dictamen.firmas], ["B-LTA", "B-LTA"])
        self.assertEqual([sello.veredicto for sello in dictamen.sellos], ["VALIDA", "VALIDA"])
        nombres = [firma.identidad.nombre for firma in dictamen.firmas]
        self.assertEqual(nombres, ["JUANA PEÑA LÓPEZ", "PEDRO NÚÑEZ MUÑOZ"])

    def test_not_signed(self):
        for nombre, pdf in [
            ("fields only", base()),
            ("no form", hoja_pdf()),
            ("only time-stamps", archivar(base(), sellador(), confianza())),
        ]:
            with self.subTest(nombre):
                self.assertFalse(self.assertDictamen(pdf, "SIN_FIRMA").valido)

    def test_object_streams(self):
        """PDF 1.5 and later keep objects and cross-references compressed."""
        escritor = copy_into_new_writer(alterar.lector(hoja_pdf()), writer_kwargs={"stream_xrefs": True})
        archivo = io.BytesIO()
        escritor.write(archivo)
        self.assertNotIn(b"\ntrailer", archivo.getvalue())
        pdf = firmado(pdf=crear_campos(archivo.getvalue(), CAMPOS))
        self.assertDictamen(pdf, "VALIDA")
        self.assertDictamen(firmado(pdf=pdf, personaje="firmante2", campo="Firma2"), "VALIDA VALIDA")

    def test_pdf_2(self):
        pdf = hoja_pdf()
        self.assertTrue(pdf.startswith(b"%PDF-1."))
        firmado_2 = firmado(pdf=crear_campos(b"%PDF-2.0" + pdf[8:], CAMPOS))
        self.assertDictamen(firmado_2, "VALIDA")
        self.assertNotIn(b"/ESIC", firmado_2)  # the extension of PDF 1.7 that PDF 2.0 took in
        self.assertIn(b"/ESIC", una_firma())

    def test_illegible(self):
        pdf = una_firma()
        for nombre, malo, esperado in [
            ("empty", b"", "MALFORMADO"),
            ("not a PDF", b"<html>oficio</html>", "MALFORMADO"),
            ("header only", b"%PDF-1.7\n", "MALFORMADO"),
            ("cut in the middle", pdf[: len(pdf) // 2], "MALFORMADO"),
            ("junk before", b"\x00" * 2000 + pdf, "MALFORMADO"),
            ("junk after", pdf + b"A" * 2000, "MALFORMADO"),
            ("no cross-reference", pdf.replace(b"startxref", b"startxrex"), "MALFORMADO"),
            ("cross-reference elsewhere", re.sub(rb"startxref\n\d", b"startxref\n9", pdf), "MALFORMADO"),
            ("asks for a password", pdf_con_clave(clave="secreto"), "CIFRADO"),
        ]:
            with self.subTest(nombre):
                self.assertFalse(self.assertDictamen(malo, esperado).valido)

    def test_too_big(self):
        with self.assertRaises(FirmaError) as rechazo:
            juzgado(una_firma(), limite=1000)
        self.assertEqual(rechazo.exception.codigo, "PDF_TOO_BIG")


@tagged("post_install", "-at_install")
class TestFalsificaciones(FirmaCase):
    """What other programs call valid and is not."""

    def test_updates_after_signing(self):
        for alteracion in (
            alterar.contenido_cambiado,
            alterar.nota_encima,
            alterar.pagina_de_mas,
            alterar.estampa_cambiada,
            alterar.campo_que_parece_firmado,
            alterar.guion_al_abrir,
        ):
            for nivel in ("B-LT", "B-LTA"):
                with self.subTest(alteracion.__name__, nivel=nivel):
                    self.assertProblemas(alteracion(una_firma(nivel)), "MODIFIED_AFTER_SIGNING")

    def test_both_signatures_fall(self):
        self.assertDictamen(alterar.contenido_cambiado(dos_firmas()), "INVALIDA INVALIDA")

    def test_metadata_may_change(self):
        self.assertDictamen(alterar.titulo_cambiado(una_firma()), "VALIDA")

    def test_bits(self):
        pdf = una_firma("B-LT")
        for nombre, lugar in [
            ("header", 7),
            ("content", pdf.index(b"stream\n") + 10),
            ("date of the signature", pdf.index(b"/M (D") + 20),
        ]:
            with self.subTest(nombre):
                self.assertProblemas(alterar.volteado(pdf, lugar), "HASH_MISMATCH")

    def test_signature_value(self):
        pdf = una_firma("B-LT")
        self.assertProblemas(alterar.otro_digito(pdf, self.lugar_del_valor(pdf)), "TIMESTAMP_INVALID", "BAD_SIGNATURE")

    def lugar_del_valor(self, pdf, cual=0):
        """Offset inside of the value of a signature or time-stamp."""
        firma = alterar.lector(pdf).embedded_signatures[cual]
        return pdf.index(firma.signer_info["signature"].native.hex().upper().encode()) + 9

    def test_transplanted(self):
        """The signature of another document says nothing of this one."""
        otro = firmado("B-LT", pdf=crear_campos(hoja_pdf(tamano=(612, 800)), CAMPOS))
        desde, hasta = alterar.hueco(otro)
        self.assertProblemas(alterar.con_hueco(una_firma("B-LT"), otro[desde:hasta]), "HASH_MISMATCH")

    def test_cloned(self):
        for firma in self.assertDictamen(alterar.firma_clonada(una_firma()), "INVALIDA INVALIDA").firmas:
            self.assertIn("CLONED_SIGNATURE", firma.problemas)

    def test_byte_range(self):
        pdf = una_firma("B-LT")
        rango = re.search(rb"/ByteRange (\[\d+ \d+ \d+ \d+\] *)", pdf)
        for nombre, nuevo in [
            ("zeros", b"[0 0 0 0]"),
            ("nothing", b"[]"),
            ("first part only", b"[0 %d 0 0]" % alterar.hueco(pdf)[0]),
            ("negative", b"[0 -5 10 20]"),
            ("no numbers", b"[/a /b /c /d]"),
        ]:
            with self.subTest(nombre):
                self.assertDictamen(alterar.cambiado(pdf, rango[1], nuevo.ljust(len(rango[1]))), "INVALIDA")
        self.assertProblemas(alterar.cambiado(pdf, b"/ByteRange", b"/ByteRangx"), "MALFORMED_SIGNATURE")

    def test_no_contents(self):
        pdf = una_firma("B-LT")
        desde, hasta = alterar.hueco(pdf)
        vacio = b"<" + b"0" * (hasta - desde - 2) + b">"
        self.assertProblemas(alterar.con_hueco(pdf, vacio), "MALFORMED_SIGNATURE")
        self.assertProblemas(alterar.cambiado(pdf, b"/Contents <", b"/Contentz <"), "MALFORMED_SIGNATURE")

    def test_unknown_format(self):
        """A signature that nobody here can judge does not go unseen."""
        pdf = alterar.cambiado(una_firma("B-LT"), b"/ETSI.CAdES.detached", b"/ETSI.CAdES.detachex")
        self.assertProblemas(pdf, "UNSUPPORTED_SIGNATURE")

    def test_gap(self):
        """The gap of a signature is the one place that no signature covers."""
        for nombre, pdf in [("B-LT", una_firma("B-LT")), ("B-LTA", una_firma())]:
            _desde, hasta = alterar.hueco(pdf, -1)
            for que, nuevo in [("hidden bytes", b"4"), ("a space", b" "), ("no digit", b"x")]:
                with self.subTest(nombre, que=que):
                    alterado = pdf[: hasta - 100] + nuevo + pdf[hasta - 99 :]
                    self.assertFalse(juzgado(alterado).valido)

    def test_letter_case_in_gap(self):
        """Same value, other bytes: not the document that was issued."""
        pdf = una_firma()
        desde, _hasta = alterar.hueco(pdf, -1)
        letra = desde + 1 + re.search(rb"[A-F]", pdf[desde + 1 :]).start()
        dictamen = self.assertDictamen(alterar.volteado(pdf, letra, bit=5), "INDETERMINADA")
        self.assertEqual(dictamen.sellos[0].problemas, ("GAP_TAMPERED",))

    def test_trailing_data(self):
        """Bytes that no revision owns; a reader that mends files might take them for something."""
        for pdf in (una_firma("B-LT"), una_firma()):
            for nombre, cola, esperado in [
                ("line end", b"\n", "VALIDA"),
                ("object", b"9 0 obj<</Type/Page>>endobj\n", "INDETERMINADA"),
                ("end again", pdf[pdf.rindex(b"startxref") :], "INDETERMINADA"),
                ("last revision again", pdf[alterar.revisiones(pdf)[-2] :], "INDETERMINADA"),
            ]:
                with self.subTest(nombre):
                    (firma,) = self.assertDictamen(pdf + cola, esperado).firmas
                    self.assertEqual(firma.avisos, ("TRAILING_DATA",) if esperado != "VALIDA" else ())

    def test_stripped(self):
        """Earlier states of a document prove less, and what they prove."""
        pdf = una_firma()
        estados = [pdf[:fin] for fin in alterar.revisiones(pdf)]
        veredictos = [resumen(juzgado(estado)) for estado in estados]
        self.assertEqual(veredictos, ["SIN_FIRMA", "SIN_FIRMA", "INDETERMINADA", "VALIDA", "VALIDA"])
        self.assertEqual([juzgado(estado).firmas[0].nivel for estado in estados[2:]], ["B-T", "B-LT", "B-LTA"])

    def test_broken_archive_stamp(self):
        pdf = una_firma()
        dictamen = self.assertDictamen(alterar.otro_digito(pdf, self.lugar_del_valor(pdf, -1)), "INDETERMINADA")
        self.assertEqual(dictamen.firmas[0].avisos, ("ARCHIVE_TIMESTAMP_INVALID",))
        self.assertEqual(dictamen.sellos[0].veredicto, "INVALIDA")
