import io
import json
import os
import subprocess
import sys
import tempfile
import zlib
from base64 import b64decode, b64encode
from pathlib import Path
from unittest.mock import patch

from pyhanko.pdf_utils import generic
from pyhanko.pdf_utils.generic import pdf_name
from pyhanko.pdf_utils.incremental_writer import IncrementalPdfFileWriter

from odoo.tests import tagged

from ..tools.firma import obrero, proceso
from ..tools.firma.cadena import verificar_cadena
from ..tools.firma.firma import terminar
from ..tools.firma.proceso import en_proceso
from . import firma_alteraciones as alterar
from .firma_comun import AHORA, DESPUES, PKI, confianza, credencial, juzgado, una_firma
from .test_firma_cadena import CADENA
from .test_firma_firma import FirmarCase, preparada

CONTRASENA = "ñandú 12345678a"


def texto(valor: bytes) -> str:
    return b64encode(valor).decode()


def ceros(megas: int, capas: int = 1) -> bytes:
    """Zeros for FlateDecode, packed ``capas`` times over. Made of one block again and again, so at no cost."""
    bloque = zlib.compressobj(9)
    cabeza = bloque.compress(bytes(1 << 20)) + bloque.flush(zlib.Z_FULL_FLUSH)
    datos = cabeza + cabeza[2:] * (megas - 1)
    for _capa in range(capas - 1):
        datos = zlib.compress(datos, 9)
    return datos


def pdf_de(objetos: list[bytes]) -> bytes:
    """A file with those objects, the first of them its catalog."""
    pdf, lugares = b"%PDF-1.7\n", []
    for numero, objeto in enumerate(objetos, 1):
        lugares.append(len(pdf))
        pdf += b"%d 0 obj%s\nendobj\n" % (numero, objeto)
    tabla = b"xref\n0 %d\n0000000000 65535 f \n" % (len(objetos) + 1)
    tabla += b"".join(b"%010d 00000 n \n" % lugar for lugar in lugares)
    cola = b"trailer<</Size %d/Root 1 0 R>>\nstartxref\n%d\n%%%%EOF\n"
    return pdf + tabla + cola % (len(objetos) + 1, len(pdf))


def flujo(diccionario: bytes, datos: bytes, capas: int = 1) -> bytes:
    filtros = b"/FlateDecode " * capas
    return b"<<%s/Filter[%s]/Length %d>>stream\n%s\nendstream" % (diccionario, filtros, len(datos), datos)


def bomba_en_xref(megas: int, capas: int) -> bytes:
    """The cross-reference table itself is the bomb: nobody reads the file without opening it."""
    xref = flujo(b"/Type/XRef/Size 2/W[1 2 1]/Root 1 0 R", ceros(megas, capas), capas)
    return b"%%PDF-1.7\n1 0 obj%s\nendobj\nstartxref\n9\n%%%%EOF\n" % xref


def bomba_en_pruebas(megas: int, capas: int) -> bytes:
    """Signed, with a bomb among the proofs of revocation."""
    escritor = IncrementalPdfFileWriter(io.BytesIO(una_firma("B-LT")))
    datos = generic.StreamObject(
        {pdf_name("/Filter"): generic.ArrayObject([pdf_name("/FlateDecode")] * capas)},
        encoded_data=ceros(megas, capas),
    )
    escritor.root["/DSS"]["/OCSPs"].append(escritor.add_object(datos))
    escritor.update_container(escritor.root["/DSS"])
    archivo = io.BytesIO()
    escritor.write(archivo)
    return archivo.getvalue()


class ProcesoCase(FirmarCase):
    def dictaminar(self, pdf, **mas):
        origen = {"ruta": str(pdf)} if isinstance(pdf, Path) else {"pdf": texto(pdf)}
        limites = {clave: mas.pop(clave) for clave in ("memoria", "segundos") if clave in mas}
        datos = origen | {"confianza": confianza().a_json(), "ahora": DESPUES.isoformat()} | mas
        return en_proceso("dictaminar", datos, **limites)


@tagged("post_install", "-at_install")
class TestDictaminarAparte(ProcesoCase):
    def test_same_verdict(self):
        esperado = json.loads(json.dumps(juzgado(una_firma()).a_json()))
        self.assertEqual(self.dictaminar(una_firma()), esperado)
        self.assertEqual(self.dictaminar(self.archivo(una_firma())), esperado)

    def test_forged(self):
        dictamen = self.dictaminar(alterar.contenido_cambiado(una_firma()))
        self.assertEqual(dictamen["firmas"][0]["problemas"], ["MODIFIED_AFTER_SIGNING"])

    def test_refusal_keeps_its_code(self):
        self.assertRechazo("PDF_TOO_BIG", self.dictaminar, una_firma(), limite=1000)

    def test_bombs(self):
        """Few bytes that open to two gigabytes: refused in little time, with half of the usual memory."""
        pagina = [
            b"<</Type/Catalog/Pages 2 0 R>>",
            b"<</Type/Pages/Kids[3 0 R]/Count 1>>",
            b"<</Type/Page/Parent 2 0 R/MediaBox[0 0 99 99]/Contents 4 0 R>>",
            flujo(b"", ceros(2000, 3), 3),
        ]
        for nombre, pdf, esperado in [
            ("content of a page", pdf_de(pagina), "SIN_FIRMA"),
            ("cross-references", bomba_en_xref(2000, 1), "MALFORMADO"),
            ("cross-references, packed twice", bomba_en_xref(2000, 2), "MALFORMADO"),
        ]:
            with self.subTest(nombre, bytes=len(pdf)):
                self.assertEqual(self.dictaminar(pdf, memoria=256 << 20, segundos=10)["documento"], esperado)

    def test_bomb_after_signing(self):
        """An OCSP response that is a bomb counts as none; the signature counts as it did."""
        for capas in (1, 3):
            dictamen = self.dictaminar(bomba_en_pruebas(2000, capas), memoria=256 << 20, segundos=10)
            self.assertEqual(dictamen["firmas"][0]["veredicto"], "VALIDA")


@tagged("post_install", "-at_install")
class TestLimites(ProcesoCase):
    """A process that asks for too much ends alone, and its end has a name."""

    def obrero(self, tarea):
        """Run our processes with a task that the test writes."""
        carpeta = tempfile.TemporaryDirectory()
        self.addCleanup(carpeta.cleanup)
        guion = Path(carpeta.name) / "obrero.py"
        original = Path(obrero.__file__)
        guion.write_text(
            original.read_text()
            .replace("Path(__file__).resolve().parent", f"Path({str(original.parent)!r})")
            .replace("    from firma.tareas import TAREAS\n", f"    TAREAS = {{'prueba': lambda datos: {tarea}}}\n")
        )
        return patch.object(proceso, "OBRERO", guion)

    def test_memory(self):
        with self.obrero("len(bytearray(600 << 20))"):
            self.assertRechazo("WORKER_LIMIT", en_proceso, "prueba", {})
            self.assertEqual(en_proceso("prueba", {}, memoria=1 << 30), 600 << 20)

    def test_time(self):
        with self.obrero("__import__('time').sleep(30)"):
            self.assertRechazo("WORKER_LIMIT", en_proceso, "prueba", {}, segundos=1)

    def test_processor(self):
        with self.obrero("[None for _ in iter(int, 1)]"):
            self.assertRechazo("WORKER_LIMIT", en_proceso, "prueba", {}, segundos=2, memoria=4 << 30)

    def test_death(self):
        with self.obrero("__import__('os').abort()"):
            self.assertRechazo("WORKER_LIMIT", en_proceso, "prueba", {})

    def test_error_of_ours(self):
        """The kind of error is told, its text is not: it might hold a secret."""
        with self.obrero("datos['secreto'] + 1"):
            with self.assertRaises(ValueError) as rechazo:
                en_proceso("prueba", {"secreto": "contraseña"})
        self.assertRegex(str(rechazo.exception), r"^WORKER_LIMIT: TypeError at obrero.py:\d+$")

    def test_alone(self):
        """Nothing of the server: no Odoo, no environment, no core dumps, few files."""
        tarea = (
            "[sorted(m for m in __import__('sys').modules if m.split('.')[0] in ('odoo', 'psycopg2')),"
            "sorted(__import__('os').environ), __import__('os').getcwd(),"
            "resource.getrlimit(resource.RLIMIT_CORE), resource.getrlimit(resource.RLIMIT_NOFILE)]"
        )
        with self.obrero(tarea), patch.dict(os.environ, {"PGPASSWORD": "secreto", "PYTHONPATH": "/"}):
            modulos, entorno, carpeta, nucleos, archivos = en_proceso("prueba", {})
        self.assertEqual(modulos, [])
        self.assertEqual(set(entorno) - {"LC_CTYPE"}, {"LANG"})
        self.assertEqual((carpeta, nucleos, archivos), ("/", [0, 0], [64, 64]))

    def test_without_odoo(self):
        """The package is complete without the server, whoever imports it first."""
        guion = "import obrero, sys; obrero.cargar_paquete(); import firma.tareas, firma.verdicto, firma.constancia;"
        guion += "print(any(m.startswith('odoo') for m in sys.modules))"
        orden = [sys.executable, "-c", guion]
        hecho = subprocess.run(orden, cwd=Path(obrero.__file__).parent, capture_output=True, text=True, check=True)
        self.assertEqual(hecho.stdout.strip(), "False")

    def test_libraries_found_through_the_environment(self):
        """A server that finds them through PYTHONPATH, as in the image for production, has working processes too."""
        guion = "import obrero; obrero.cargar_paquete(); from firma.proceso import en_proceso; "
        guion += "print(en_proceso('dictaminar', {'pdf': '', 'confianza': {'autoridades': []}, 'ahora': '2026-01-01'})['documento'])"
        hecho = subprocess.run(
            [sys._base_executable, "-c", guion],
            cwd=Path(obrero.__file__).parent,
            env={"PYTHONPATH": str(proceso.LIBRERIAS)},
            capture_output=True,
            text=True,
            check=False,
        )
        self.assertEqual(hecho.stdout.strip(), "MALFORMADO", hecho.stderr)


@tagged("post_install", "-at_install")
class TestFirmarAparte(ProcesoCase):
    """The server's mode: the key lives in a process that sees no document."""

    def datos(self, personaje="firmante1", **mas):
        par = PKI.hoja(personaje)
        return {
            "cer": texto(par.cer),
            "key": texto(par.archivo_key(CONTRASENA)),
            "password": CONTRASENA,
            "en": AHORA.isoformat(),
        } | mas

    def test_whole_way(self):
        """One unlocking signs what is printed and what is embedded, of many documents."""
        estados = [preparada() for _ in range(3)]
        hecho = en_proceso(
            "firmar",
            self.datos(
                rfc="PELJ800101AB1",
                curp="PELJ800101MDFXPN09",
                cadenas=[CADENA],
                atributos=[texto(estado.atributos) for estado in estados],
            ),
        )
        self.assertEqual(b64decode(hecho["certificado"]), PKI.hoja("firmante1").cer)
        verificar_cadena(credencial().cert, CADENA, b64decode(hecho["sellos"][0]))
        for estado, valor in zip(estados, hecho["valores"], strict=True):
            self.assertDictamen(terminar(estado, b64decode(valor), confianza=confianza()), "INDETERMINADA")

    def test_pkcs12(self):
        p12 = PKI.hoja("firmante1").archivo_p12(CONTRASENA)
        datos = {"p12": texto(p12), "password": CONTRASENA, "en": AHORA.isoformat(), "cadenas": [CADENA]}
        verificar_cadena(credencial().cert, CADENA, b64decode(en_proceso("firmar", datos)["sellos"][0]))

    def test_refusals(self):
        otra = preparada(personaje="firmante2").atributos
        for nombre, datos, codigo in [
            ("password", self.datos(password="otra"), "BAD_PASSWORD"),
            ("RFC", self.datos(rfc="NUMP790202CD2"), "RFC_MISMATCH"),
            ("CURP", self.datos(curp="NUMP790202HDFXXD01"), "CURP_MISMATCH"),
            ("seal for invoices", self.datos("csd"), "NOT_FIEL"),
            ("any text", self.datos(cadenas=["Debo y pagaré"]), "STATE_TAMPERED"),
            ("any bytes", self.datos(atributos=[texto(b"token de acceso")]), "STATE_TAMPERED"),
            ("of somebody else", self.datos(atributos=[texto(otra)]), "STATE_TAMPERED"),
        ]:
            with self.subTest(nombre):
                self.assertRechazo(codigo, en_proceso, "firmar", datos)

    def test_secrets_travel_through_the_pipe_only(self):
        """Neither the command line nor the environment of the process tells key or password."""
        datos = self.datos(cadenas=[CADENA])
        with patch.object(proceso.subprocess, "run", wraps=subprocess.run) as run:
            en_proceso("firmar", datos)
        (orden,), opciones = run.call_args
        visible = json.dumps([orden, opciones["env"]])
        for secreto in (datos["key"], datos["password"], CONTRASENA):
            self.assertNotIn(secreto, visible)
        self.assertIn(CONTRASENA, json.loads(opciones["input"])["password"])
