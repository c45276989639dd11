import base64
import dataclasses
import io
import json
import re
import subprocess
import sys
import tempfile
from datetime import timedelta
from pathlib import Path

from cryptography.hazmat.primitives.asymmetric.padding import PKCS1v15
from cryptography.hazmat.primitives.hashes import SHA256
from pyhanko.pdf_utils.incremental_writer import IncrementalPdfFileWriter
from pyhanko.sign.fields import SigFieldSpec, append_signature_field
from pypdf import PdfWriter

from odoo.tests import tagged

from ..tools.firma import obrero
from ..tools.firma.campos import Campo, crear_campos
from ..tools.firma.cms import atributos_firmados
from ..tools.firma.errores import FirmaError
from ..tools.firma.firma import Preparada, preparar, terminar
from ..tools.firma.pruebas import archivar, incrustar_pruebas
from . import firma_alteraciones as alterar
from .common import pdf as pdf_con_clave
from .firma_comun import (
    AHORA,
    CAMPOS,
    PALABRAS,
    base,
    confianza,
    credencial,
    dos_firmas,
    firmado,
    hoja_pdf,
    ocsp_de,
    sellador,
    una_firma,
)
from .test_firma_verdicto import FirmaCase

#: finishes a signature that another process began: JSON with the state, the value and the trust
OTRO_PROCESO = """
import base64, importlib.util, json, sys
spec = importlib.util.spec_from_file_location("obrero", sys.argv[1])
obrero = importlib.util.module_from_spec(spec)
spec.loader.exec_module(obrero)
obrero.cargar_paquete()
from firma.confianza import Confianza
from firma.firma import Preparada, terminar
datos = json.load(sys.stdin)
pdf = terminar(
    Preparada.de_json(datos["estado"]),
    base64.b64decode(datos["valor"]),
    confianza=Confianza.de_json(datos["confianza"]),
)
print(base64.b64encode(pdf).decode())
"""


def preparada(pdf=None, campo="Firma1", personaje="firmante1", estampa=None) -> Preparada:
    return preparar(
        base() if pdf is None else pdf, campo, credencial(personaje).cert, estampa=estampa, en=AHORA, **PALABRAS
    )


def valor_de(mensaje: bytes, personaje="firmante1") -> bytes:
    """What the browser sends: the signature of a message with somebody's key."""
    return credencial(personaje).clave.sign(mensaje, PKCS1v15(), SHA256())


class FirmarCase(FirmaCase):
    def assertRechazo(self, codigo, funcion, *args, **kwargs):
        with self.assertRaises(FirmaError) as rechazo:
            funcion(*args, **kwargs)
        self.assertEqual(rechazo.exception.codigo, codigo, rechazo.exception.detalle)

    def archivo(self, contenido: bytes) -> Path:
        carpeta = tempfile.TemporaryDirectory()
        self.addCleanup(carpeta.cleanup)
        ruta = Path(carpeta.name) / "oficio.pdf"
        ruta.write_bytes(contenido)
        return ruta


@tagged("post_install", "-at_install")
class TestEntrada(FirmarCase):
    """What is not signed, and why."""

    def test_illegible(self):
        pdf = base()
        solo_dueno, archivo = PdfWriter(clone_from=io.BytesIO(pdf)), io.BytesIO()
        solo_dueno.encrypt("", owner_password="secreto", algorithm="AES-256")
        solo_dueno.write(archivo)
        for nombre, malo, codigo in [
            ("empty", b"", "PDF_MALFORMED"),
            ("not a PDF", b"<html>", "PDF_MALFORMED"),
            ("cut", pdf[: len(pdf) // 2], "PDF_MALFORMED"),
            ("broken cross-reference", re.sub(rb"startxref\n\d", b"startxref\n9", pdf), "PDF_MALFORMED"),
            ("password", pdf_con_clave(clave="secreto"), "PDF_ENCRYPTED"),
            ("password of its owner only", archivo.getvalue(), "PDF_ENCRYPTED"),
        ]:
            with self.subTest(nombre):
                self.assertRechazo(codigo, crear_campos, malo, CAMPOS)
                self.assertRechazo(codigo, preparada, malo)
                self.assertRechazo(codigo, incrustar_pruebas, malo, [], confianza())
                self.assertRechazo(codigo, archivar, malo, sellador(), confianza())

    def test_fields(self):
        self.assertRechazo("FIELD_TAKEN", crear_campos, base(), CAMPOS)
        self.assertRechazo("FIELD_TAKEN", crear_campos, una_firma("B-B"), [Campo("Firma3", 0, (1, 1, 9, 9))])
        self.assertRechazo("FIELD_MISSING", crear_campos, hoja_pdf(), [Campo("Firma1", 1, (1, 1, 9, 9))])
        self.assertRechazo("FIELD_MISSING", preparada, hoja_pdf())
        self.assertRechazo("FIELD_MISSING", preparada, campo="Firma9")
        self.assertRechazo("FIELD_TAKEN", preparada, una_firma("B-B"))

    def test_places(self):
        for nombre, pagina, caja in [
            ("", 0, (1, 1, 9, 9)),
            ("a.b", 0, (1, 1, 9, 9)),
            ("a", -1, (1, 1, 9, 9)),
            ("a", 0, (9, 1, 1, 9)),
            ("a", 0, (1, 1, 9, 1)),
        ]:
            with self.subTest(nombre, pagina=pagina, caja=caja), self.assertRaises(ValueError):
                Campo(nombre, pagina, caja)

    def test_bad_proofs(self):
        self.assertRechazo("OCSP_INVALID", incrustar_pruebas, una_firma("B-T"), [b"<html>"], confianza())


@tagged("post_install", "-at_install")
class TestDosFases(FirmarCase):
    def test_attributes(self):
        """Content type, digest and certificate, and nothing else: the browser builds the same bytes."""
        estado = preparada()
        self.assertEqual(estado.atributos, atributos_firmados(estado.digest, credencial().cert))
        self.assertEqual(estado.atributos[:1], b"\x31")
        self.assertIn(estado.digest, estado.atributos)
        self.assertIn(credencial().cert.sha256, estado.atributos)

    def test_range(self):
        estado = preparada()
        _cero, inicio, fin, resto = estado.rango
        self.assertEqual(fin + resto, len(estado.pdf))
        self.assertEqual(set(estado.pdf[inicio:fin]), set(b"<0>"))
        self.assertIn(b"/ByteRange [%d %d %d %d]" % estado.rango, estado.pdf)

    def test_another_process_finishes(self):
        estado = json.dumps(preparada().a_json())
        valor = valor_de(Preparada.de_json(json.loads(estado)).atributos)
        entrada = {
            "estado": json.loads(estado),
            "valor": base64.b64encode(valor).decode(),
            "confianza": confianza().a_json(),
        }
        hecho = subprocess.run(
            [sys.executable, "-I", "-c", OTRO_PROCESO, obrero.__file__],
            input=json.dumps(entrada),
            capture_output=True,
            text=True,
            check=True,
        )
        pdf = base64.b64decode(hecho.stdout)
        self.assertTrue(pdf.startswith(base()))
        self.assertDictamen(pdf, "INDETERMINADA")

    def test_signature_value(self):
        estado = preparada()
        valor = valor_de(estado.atributos)
        for nombre, malo in [
            ("empty", b""),
            ("short", valor[:-1]),
            ("flipped", alterar.volteado(valor, 100)),
            ("of something else", valor_de(b"otra cosa")),
            ("of somebody else", valor_de(estado.atributos, "firmante2")),
        ]:
            with self.subTest(nombre):
                self.assertRechazo("BAD_SIGNATURE", terminar, estado, malo, confianza=confianza())

    def test_tampered_state(self):
        estado = preparada()
        otro = preparada(base(2))
        for nombre, cambios, codigo in [
            ("content", {"pdf": alterar.volteado(estado.pdf, 7)}, "STATE_TAMPERED"),
            ("longer", {"pdf": estado.pdf + b"\n"}, "STATE_TAMPERED"),
            ("gap in use", {"pdf": alterar.volteado(estado.pdf, estado.inicio + 5)}, "STATE_TAMPERED"),
            ("another document", {"pdf": otro.pdf, "largo": otro.largo}, "STATE_TAMPERED"),
            ("digest", {"digest": bytes(32)}, "STATE_TAMPERED"),
            ("gap elsewhere", {"inicio": 10, "fin": 20}, "STATE_TAMPERED"),
            ("gap upside down", {"inicio": estado.fin, "fin": estado.inicio}, "STATE_TAMPERED"),
            ("whole document another", {"pdf": otro.pdf, "largo": otro.largo, "digest": otro.digest}, "STATE_TAMPERED"),
            ("attributes", {"atributos": otro.atributos}, "BAD_SIGNATURE"),
            ("certificate", {"certificado": credencial("firmante2").cert.dump()}, "BAD_SIGNATURE"),
        ]:
            with self.subTest(nombre):
                alterado = dataclasses.replace(estado, **cambios)
                self.assertRechazo(codigo, terminar, alterado, valor_de(estado.atributos), confianza=confianza())

    def test_signed_but_not_its_attributes(self):
        """A value over other bytes than the attributes of this document signs nothing."""
        estado = dataclasses.replace(preparada(), atributos=b"||1.0|una cadena||")
        self.assertRechazo("STATE_TAMPERED", terminar, estado, valor_de(estado.atributos), confianza=confianza())

    def test_state_is_not_json_of_ours(self):
        bueno = preparada().a_json()
        for nombre, malo in [
            ("empty", {}),
            ("no base64", bueno | {"digest": "???"}),
            ("no number", bueno | {"inicio": "x"}),
            ("nothing", bueno | {"pdf": None}),
        ]:
            with self.subTest(nombre):
                self.assertRechazo("STATE_TAMPERED", Preparada.de_json, malo)

    def test_time_is_a_parameter(self):
        """The clock of the machine is nowhere in the document."""
        antes = AHORA - timedelta(days=400)
        estado = preparar(base(), "Firma1", credencial().cert, estampa=None, en=antes, **PALABRAS)
        self.assertIn(antes.strftime("%Y%m%d%H%M%S").encode(), estado.pdf)
        self.assertNotIn(b"ModDate", estado.pdf[len(base()) :])


@tagged("post_install", "-at_install")
class TestFirmar(FirmarCase):
    def test_incremental(self):
        """Every step keeps the bytes of the one before, up to the gap that it fills."""
        self.assertTrue(una_firma("B-LTA").startswith(una_firma("B-LT")[:100]))
        uno = una_firma()
        self.assertTrue(dos_firmas().startswith(uno))
        self.assertTrue(uno.startswith(base()))

    def test_first_certifies(self):
        """After the first signature only its companions may be filled in."""
        lector = alterar.lector(dos_firmas())
        primera, segunda = lector.embedded_regular_signatures
        self.assertEqual(lector.root["/Perms"]["/DocMDP"].raw_get("/ByteRange"), primera.byte_range)
        self.assertEqual(primera.docmdp_level.value, 2)
        self.assertIsNone(segunda.docmdp_level)

    def test_field_after_the_certification(self):
        """Why every field exists before anybody signs."""
        escritor = IncrementalPdfFileWriter(io.BytesIO(una_firma()))
        append_signature_field(escritor, SigFieldSpec("Tarde", box=(50, 200, 250, 270)))
        archivo = io.BytesIO()
        escritor.write(archivo)
        self.assertProblemas(archivo.getvalue(), "MODIFIED_AFTER_SIGNING")

    def test_second_signer_does_not_wait(self):
        """Two signatures without anything between them, proofs at the end."""
        pdf = firmado("B-T", pdf=una_firma("B-T"), personaje="firmante2", campo="Firma2")
        pdf = incrustar_pruebas(pdf, [ocsp_de(), ocsp_de("firmante2")], confianza())
        pdf = archivar(pdf, sellador(), confianza())
        dictamen = self.assertDictamen(pdf, "VALIDA VALIDA")
        self.assertEqual([firma.nivel for firma in dictamen.firmas], ["B-LTA", "B-LTA"])

    def test_file_in_place(self):
        ruta = self.archivo(base())
        self.assertEqual(firmado(pdf=ruta), ruta)
        self.assertTrue(ruta.read_bytes().startswith(base()))
        self.assertDictamen(ruta, "VALIDA")

    def test_proofs_once(self):
        """What is in the file already is not written again."""
        pdf = una_firma("B-LT")
        self.assertEqual(incrustar_pruebas(pdf, [ocsp_de()], confianza()), pdf)

    def test_metadata_untouched(self):
        pdf = dos_firmas()
        self.assertEqual(pdf.count(b"/Producer"), base().count(b"/Producer"))
        self.assertNotIn(b"pyHanko", pdf)
