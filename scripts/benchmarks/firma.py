#!/usr/bin/env python3
# ruff: noqa: E402 (the addon becomes importable first)
"""What a signature costs, beside what it has to cost: hash, RSA and writing.

    PYTHON scripts/benchmarks/firma.py

Needs what the addon needs, and neither Odoo nor a database. Columns: the physical limit; stock pyHanko with its
SimpleSigner and DummyTimeStamper; this addon; and the target, 1.2 times what the design was measured at. Each is
``elapsed/processor``, medians in milliseconds: on a machine with other work only the second says much. The
time-stamping authority answers in the same process, so its work is in the figures and the network is not.
"""

import hashlib
import os
import re
import shutil
import subprocess
import sys
import tempfile
import time
import types
from base64 import b64decode, b64encode
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from functools import partial
from pathlib import Path

RAIZ = Path(__file__).resolve().parents[2]
ADDON = RAIZ / "addons" / "correspondencia_entrada"


def _cargar() -> None:
    """Make the addon importable as ``entrada``, without running its ``__init__``, which wants Odoo."""
    for nombre, carpeta in (
        ("entrada", ADDON),
        ("entrada.demo", ADDON / "demo"),
        ("entrada.tests", ADDON / "tests"),
        ("entrada.tools", ADDON / "tools"),
    ):
        paquete = types.ModuleType(nombre)
        paquete.__path__ = [str(carpeta)]
        sys.modules[nombre] = paquete


_cargar()

from asn1crypto import keys
from cryptography.hazmat.primitives.asymmetric.padding import PKCS1v15
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.serialization import Encoding, NoEncryption, PrivateFormat
from entrada.tests import firma_comun as comun
from entrada.tools.firma.campos import crear_campos
from entrada.tools.firma.firma import preparar, terminar
from entrada.tools.firma.proceso import en_proceso
from entrada.tools.firma.pruebas import archivar, incrustar_pruebas
from pyhanko.pdf_utils.incremental_writer import IncrementalPdfFileWriter
from pyhanko.sign import PdfSignatureMetadata, PdfSigner, signers
from pyhanko.sign.fields import MDPPerm, SigSeedSubFilter
from pyhanko.sign.timestamps import DummyTimeStamper
from pyhanko_certvalidator import ValidationContext
from pyhanko_certvalidator.registry import SimpleCertificateStore

NIVELES = ("B-B", "B-T", "B-LTA")
#: milliseconds, 1.2 times the figures of loaded keys of the specification, section 4
METAS = {
    ("1", "B-B"): 35, ("1", "B-T"): 36, ("1", "B-LTA"): 54,
    ("100", "B-B"): 35, ("100", "B-T"): 36, ("100", "B-LTA"): 70,
    ("131 MB", "B-B"): 710, ("131 MB", "B-LTA"): 1056,
}  # fmt: skip
META_MEMORIA = 100


def mediana(hacer: Callable[[], object], veces: int) -> tuple[float, float]:
    """Milliseconds that pass, and of processor."""
    tiempos, procesador = [], []
    for _vez in range(veces):
        antes, cpu = time.perf_counter(), time.process_time()
        hacer()
        tiempos.append(time.perf_counter() - antes)
        procesador.append(time.process_time() - cpu)
    return sorted(tiempos)[veces // 2] * 1000, sorted(procesador)[veces // 2] * 1000


def limite(pdf: Path, salida: Path) -> None:
    """The least that a signature is: copy, hash, one RSA signature, write."""
    shutil.copyfile(pdf, salida)
    suma = hashlib.sha256()
    with salida.open("r+b") as archivo:
        while trozo := archivo.read(1 << 20):
            suma.update(trozo)
        archivo.write(comun.credencial().clave.sign(suma.digest(), PKCS1v15(), SHA256()))


def _privada(par) -> keys.PrivateKeyInfo:
    return keys.PrivateKeyInfo.load(par.clave.private_bytes(Encoding.DER, PrivateFormat.PKCS8, NoEncryption()))


def pyhanko_de_serie(nivel: str):
    """Stock pyHanko, as its documentation says: a function from file to file."""
    par, tsa = comun.PKI.hoja("firmante1"), comun.PKI.tsa
    almacen = SimpleCertificateStore()
    almacen.register(comun.PKI.ac.cert)
    firmante = signers.SimpleSigner(par.cert, _privada(par), almacen)
    contexto = ValidationContext(
        trust_roots=[comun.PKI.ac.cert, comun.PKI.raiz_se.cert], allow_fetching=False, revocation_mode="soft-fail"
    )
    meta = PdfSignatureMetadata(
        field_name="Firma1",
        md_algorithm="sha256",
        subfilter=SigSeedSubFilter.PADES,
        certify=True,
        docmdp_permissions=MDPPerm.FILL_FORMS,
        embed_validation_info=nivel == "B-LTA",
        use_pades_lta=nivel == "B-LTA",
        validation_context=contexto if nivel == "B-LTA" else None,
    )

    def firmar(pdf: Path, salida: Path) -> None:
        sellador = DummyTimeStamper(tsa.cert, _privada(tsa)) if nivel != "B-B" else None
        with pdf.open("rb") as entrada, salida.open("w+b") as archivo:
            PdfSigner(meta, firmante, timestamper=sellador).sign_pdf(IncrementalPdfFileWriter(entrada), output=archivo)

    return firmar


def nuestro(nivel: str, pdf: Path, salida: Path) -> None:
    """This addon: copy, and sign the copy where it is."""
    shutil.copyfile(pdf, salida)
    comun.firmado(nivel, pdf=salida)


def pdf_grande(ruta: Path, megas: int = 131) -> Path:
    """One page with an image that does not compress."""
    objetos = [
        b"<</Type/Catalog/Pages 2 0 R>>",
        b"<</Type/Pages/Kids[3 0 R]/Count 1>>",
        b"<</Type/Page/Parent 2 0 R/MediaBox[0 0 612 792]/Resources<</XObject<</I 4 0 R>>>>/Contents 5 0 R>>",
        None,
        b"<</Length 19>>stream\n9 0 0 9 0 0 cm/I Do\nendstream",
    ]
    lugares = []
    with ruta.open("wb") as pdf:
        pdf.write(b"%PDF-1.7\n")
        for numero, objeto in enumerate(objetos, 1):
            lugares.append(pdf.tell())
            pdf.write(b"%d 0 obj" % numero)
            if objeto is None:
                imagen = b"<</Subtype/Image/Width 1000/Height %d/BitsPerComponent 8/ColorSpace/DeviceGray/Length %d>>stream\n"
                pdf.write(imagen % (megas * 1000, megas * 1_000_000))
                for _mega in range(megas):
                    pdf.write(os.urandom(1_000_000))
                objeto = b"\nendstream"
            pdf.write(objeto + b"\nendobj\n")
        tabla = pdf.tell()
        pdf.write(b"xref\n0 6\n0000000000 65535 f \n" + b"".join(b"%010d 00000 n \n" % lugar for lugar in lugares))
        pdf.write(b"trailer<</Size 6/Root 1 0 R>>\nstartxref\n%d\n%%%%EOF\n" % tabla)
    return crear_campos(ruta, comun.CAMPOS)


def tabla_de_firmas(carpeta: Path, grande: Path) -> None:
    documentos = {}
    for paginas in (1, 100):
        documentos[str(paginas)] = carpeta / f"{paginas}.pdf"
        documentos[str(paginas)].write_bytes(comun.base(paginas))
    documentos["131 MB"] = grande
    print(f"{'pages':>8} {'level':>6} {'limit':>14} {'pyHanko':>14} {'ours':>14} {'target':>7}")
    salida = carpeta / "salida.pdf"
    for nombre, pdf in documentos.items():
        veces = 5 if pdf is grande else 15
        minimo = mediana(partial(limite, pdf, salida), veces)
        for nivel in NIVELES:
            serie = mediana(partial(pyhanko_de_serie(nivel), pdf, salida), veces)
            nuestra = mediana(partial(nuestro, nivel, pdf, salida), veces)
            columnas = " ".join(f"{f'{pasan:.1f}/{cpu:.1f}':>14}" for pasan, cpu in (minimo, serie, nuestra))
            print(f"{nombre:>8} {nivel:>6} {columnas} {METAS.get((nombre, nivel), ''):>7}")


def memoria(grande: Path) -> None:
    """Peaks of fresh processes: one signs the big file up to B-LTA, another then judges it too."""
    for que, esperado in (("load", ""), ("sign", f"target < {META_MEMORIA}"), ("sign and judge", "")):
        copia = shutil.copyfile(grande, grande.with_name("memoria.pdf"))
        orden = [sys.executable, __file__, "--memoria", que, str(copia)]
        pico = subprocess.run(orden, capture_output=True, text=True, check=True).stdout.strip()
        print(f"peak memory, 131 MB, {que}: {pico} MB {esperado}")


def _memoria(que: str, grande: Path) -> None:
    if que.startswith("sign"):
        comun.firmado(pdf=grande)
    if que.endswith("judge") and not comun.juzgado(grande).valido:
        sys.exit("the big file is not valid")
    estado = Path("/proc/self/status").read_text()  # getrusage would count the process that started this one
    print(int(re.search(r"VmHWM:\s+(\d+) kB", estado)[1]) // 1024)


def lote(cuantos: int = 50) -> None:
    """A folder signed with one unlocking, in the server's mode: the key in a process of its own, twice."""
    par = comun.PKI.hoja("firmante1")
    llave = {
        "cer": b64encode(par.cer).decode(),
        "key": b64encode(par.archivo_key("12345678a")).decode(),
        "password": "12345678a",
        "en": comun.AHORA.isoformat(),
    }
    antes = time.perf_counter()
    en_proceso("firmar", llave | {"cadenas": [f"||1.0|{n}|f|r|c|e|{'0' * 64}||" for n in range(cuantos)]})
    estados = [
        preparar(comun.base(), "Firma1", par.cert, estampa=None, en=comun.AHORA, **comun.PALABRAS)
        for _documento in range(cuantos)
    ]
    atributos = [b64encode(estado.atributos).decode() for estado in estados]
    valores = en_proceso("firmar", llave | {"atributos": atributos})["valores"]
    sellador, prueba = comun.sellador(), comun.ocsp_de()
    for estado, valor in zip(estados, valores, strict=True):
        pdf = terminar(estado, b64decode(valor), confianza=comun.confianza(), sellador=sellador)
        archivar(incrustar_pruebas(pdf, [prueba], comun.confianza()), sellador, comun.confianza())
    total = time.perf_counter() - antes
    print(f"batch of {cuantos}, B-LTA: {total:.1f} s, {total / cuantos * 1000:.0f} ms each, {sellador.llamadas} stamps")


def _dictaminar_hasta(hasta: float, datos: dict) -> int:
    hechos = 0
    while time.perf_counter() < hasta:
        en_proceso("dictaminar", datos)
        hechos += 1
    return hechos


def veredictos(segundos: float = 5) -> None:
    pdf = comun.una_firma()
    print(
        f"verdict of a B-LTA file, in this process: {mediana(partial(comun.juzgado, pdf), 25)[1]:.1f} ms of processor"
    )
    datos = {
        "pdf": b64encode(pdf).decode(),
        "confianza": comun.confianza().a_json(),
        "ahora": comun.DESPUES.isoformat(),
    }
    for procesos in (1, 2, 4):
        hasta = time.perf_counter() + segundos
        with ThreadPoolExecutor(procesos) as hilos:
            hechos = sum(hilos.map(_dictaminar_hasta, [hasta] * procesos, [datos] * procesos))
        print(f"verdicts in processes of their own, {procesos} at once: {hechos / segundos:.1f}/s")


def main() -> None:
    print(f"{os.cpu_count()} processors, load {os.getloadavg()[0]:.1f}, Python {sys.version.split()[0]}")
    with tempfile.TemporaryDirectory() as carpeta:
        carpeta = Path(carpeta)
        grande = pdf_grande(carpeta / "grande.pdf")
        tabla_de_firmas(carpeta, grande)
        memoria(grande)
    lote()
    veredictos()


if __name__ == "__main__":
    if sys.argv[1:2] == ["--memoria"]:
        _memoria(sys.argv[2], Path(sys.argv[3]))
    else:
        main()
