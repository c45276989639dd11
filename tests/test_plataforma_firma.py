"""The demo authority as `make run` serves it: a program without Odoo that answers what signing asks."""

import base64
import json
import re
import shutil
import socket
import subprocess
import sys
from datetime import datetime, timezone
from pathlib import Path

import pytest

from odoo.addons.correspondencia_entrada.tools.firma.confianza import Autoridad, Confianza
from odoo.addons.correspondencia_entrada.tools.firma.credencial import abrir_efirma, leer_certificado
from odoo.addons.correspondencia_entrada.tools.firma.red import ErrorDeRed, publicar
from odoo.addons.correspondencia_entrada.tools.firma.revocacion import consultar
from odoo.addons.correspondencia_entrada.tools.firma.sello_tiempo import SelladorHttp

PROGRAM = Path(__file__).resolve().parents[1] / "addons" / "correspondencia_entrada" / "demo" / "servicios.py"
CALL = re.compile(r"env\['correspondencia\.demo'\]\._conectar\('(?P<url>http://127\.0\.0\.1:\d+)', (?P<certs>\{.*\})\)")


class Program:
    """Runs it for the block; :attr:`url` and :attr:`confianza` are what it tells the database."""

    def __init__(self, folder):
        self.folder = folder

    def __enter__(self):
        self.process = subprocess.Popen(
            [sys.executable, "-I", PROGRAM, self.folder], stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True
        )
        self.said = json.loads(self.process.stdout.readline())
        found = CALL.fullmatch(self.said["script"])
        self.url = found["url"]
        self.certs = {
            rol: leer_certificado(base64.b64decode(texto))
            for rol, texto in json.loads(found["certs"].replace("'", '"')).items()
        }
        self.confianza = Confianza(
            Autoridad(
                cert,
                rol,
                cert.not_valid_before,
                cert.not_valid_after,
                ocsp_url=f"{self.url}/ocsp" if rol == "ac" else None,
                sha1_hasta=cert.not_valid_after if rol == "ac" else None,
            )
            for rol, cert in self.certs.items()
        )
        return self

    def __exit__(self, *_exception):
        self.process.stdin.close()
        assert self.process.wait(10) == 0
        self.process.stdout.close()


@pytest.fixture(scope="module")
def made(tmp_path_factory):
    """A folder that the program has filled."""
    folder = tmp_path_factory.mktemp("state")
    with Program(folder):
        pass
    return folder


@pytest.fixture
def state(made, tmp_path):
    return shutil.copytree(made, tmp_path / "state")


def test_whoever_signs_finds_a_working_efirma(state):
    for login in ("direccion", "juridico"):
        folder = state / "firma" / login
        cer, key, password = (
            next(folder.glob(kind)) for kind in ("*.cer", "Claveprivada_FIEL_*.key", "contrasena.txt")
        )
        assert re.fullmatch(r"\d{20}", cer.stem)
        opened = abrir_efirma(
            cer.read_bytes(), key.read_bytes(), password.read_text().strip(), en=datetime.now(timezone.utc)
        )
        assert opened.identidad.rfc_firmante in key.name
    for path in (state / "firma").rglob("*"):
        assert not path.stat().st_mode & 0o077, path


def test_it_answers_ocsp_and_time_stamps(state):
    with Program(state) as program:
        cert = leer_certificado(next((state / "firma" / "juridico").glob("*.cer")).read_bytes())
        _answer, status = consultar(cert, program.confianza.ac[0])
        assert status.estado == "vigente"
        token = SelladorHttp(f"{program.url}/tsa", program.confianza).sellar(bytes(32))
        assert token["content_type"].native == "signed_data"
        with pytest.raises(ErrorDeRed, match="status 400"):
            publicar(f"{program.url}/ocsp", b"no es ASN.1", tipo="application/ocsp-request", plazo=10)


def test_a_second_start_changes_nothing(state):
    before = {path: path.read_bytes() for path in (state / "firma").rglob("*") if path.is_file()}
    with Program(state) as first:
        pass
    with Program(state) as second:
        assert second.said == first.said
    assert {path: path.read_bytes() for path in (state / "firma").rglob("*") if path.is_file()} == before


def test_it_moves_when_its_port_is_taken(state):
    port = int((state / "firma" / "puerto").read_text())
    with socket.socket() as other:
        other.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        other.bind(("127.0.0.1", port))
        other.listen()
        with Program(state) as moved:
            assert not moved.url.endswith(f":{port}")
    with Program(state) as again:
        assert again.url == moved.url


def test_an_efirma_that_was_deleted_is_handed_out_again(state):
    cer = next((state / "firma" / "juridico").glob("*.cer"))
    before = cer.read_bytes()
    shutil.rmtree(cer.parent)
    with Program(state) as program:
        assert cer.read_bytes() == before
    assert any("SIN VALIDEZ" in note for note in program.said["notes"])
