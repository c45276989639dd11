"""What the stories share: people at their browsers, who work in Spanish and read no word of English.

The screens of the addons are compared with their catalogs: what a catalog translates, and is shown as it stands in the
code, in a view or in a field, was left in English.
"""

import json
import logging
import re
from contextlib import contextmanager
from functools import cache
from pathlib import Path
from unittest.mock import patch

import polib

from odoo.tests import HttpCase
from odoo.tests.common import ChromeBrowser

from odoo.addons.mensajeria.tests.movil_navegador import Navegadores
from odoo.addons.mensajeria.tests.navegador import OJOS, Navegador

_logger = logging.getLogger(__name__)

ADDONS = Path(__file__).resolve().parents[1] / "addons"
#: what a sentence leaves to its data: ``%s``, ``%(name)s``, ``%.2f``
HUECO = re.compile(r"%(?:\(\w+\))?[-\d.]*[sdf]")
#: letters of its own that a sentence with gaps needs to be known by
LETRAS = 12
#: notes, in each page of a tour, what stands on it whenever something is clicked
OIDO = f"""
(() => {{
    {OJOS}
    addEventListener("click", () => {{
        const dichas = JSON.parse(sessionStorage.getItem("dichas") || "[]");
        sessionStorage.setItem("dichas", JSON.stringify([...new Set([...dichas, ...palabras()])]));
    }}, true);
}})();
"""
DICHAS = f"(() => {{ {OJOS} return JSON.stringify([...JSON.parse(sessionStorage.dichas || '[]'), ...palabras()]) }})()"


def _llano(texto):
    return " ".join(texto.split())


def _patron(texto):
    return ".+?".join(re.escape(trozo) for trozo in HUECO.split(_llano(texto)))


@cache
def _en_ingles():
    """The texts that the catalogs translate, and a pattern of those with gaps that never fits their translation."""
    dichos = [
        dicho
        for catalogo in sorted(ADDONS.glob("*/i18n/es.po"))
        for dicho in polib.pofile(str(catalogo)).translated_entries()
    ]
    castellano = {_llano(dicho.msgstr) for dicho in dichos}
    ajenos = {_llano(dicho.msgid) for dicho in dichos} - castellano
    con_huecos = [
        texto for texto in ajenos if HUECO.search(texto) and sum(map(str.isalpha, HUECO.sub("", texto))) >= LETRAS
    ]
    return ajenos, re.compile("|".join(f"(?:{_patron(texto)})" for texto in sorted(con_huecos)))


def en_ingles(palabras):
    """Those of ``palabras`` that the catalogs say otherwise in Spanish."""
    textos, frases = _en_ingles()
    return sorted(dicha for dicha in map(_llano, palabras) if dicha in textos or frases.fullmatch(dicha))


class EnCastellano(HttpCase):
    """Fails when a screen of a story says what should be in Spanish."""

    @classmethod
    def _hablar(cls, prefijo):
        """Those whose login begins with ``prefijo``, and their institution, speak Spanish."""
        cls.env["res.lang"]._activate_lang("es_MX")
        cls.env["res.users"].search([("login", "=like", f"{prefijo}_%")]).lang = "es_MX"
        cls.company.partner_id.lang = "es_MX"
        cls.env.ref("base.user_admin").name = "Ana Torres"  # a new database calls this person as a role of ours

    def assertCastellano(self, palabras, quien):
        self.assertEqual(en_ingles(palabras), [], f"left in English on the screens of {quien}")

    @contextmanager
    def escuchando(self, quien):
        """The browser that runs inside, by Odoo's own means, shows ``quien`` nothing in English."""
        ir, esperar = ChromeBrowser.navigate_to, ChromeBrowser._wait_code_ok
        dichas = []

        def navigate_to(navegador, *args, **kwargs):
            navegador._websocket_request("Page.addScriptToEvaluateOnNewDocument", params={"source": OIDO})
            return ir(navegador, *args, **kwargs)

        def _wait_code_ok(navegador, *args, **kwargs):
            esperar(navegador, *args, **kwargs)
            dicho = navegador._websocket_request("Runtime.evaluate", params={"expression": DICHAS}, timeout=60)
            dichas.extend(json.loads(dicho["result"]["value"]))

        with patch.multiple(ChromeBrowser, navigate_to=navigate_to, _wait_code_ok=_wait_code_ok):
            yield
        self.assertTrue(dichas)
        self.assertCastellano(dichas, quien)

    def _juega(self, user, tour):
        """``user``, already logged in, lands on Seguimiento and plays ``tour``."""
        with self.escuchando(user.login):
            self.start_tour("/odoo", f"historia_{tour}", login=user.login, timeout=120)

    def _entra_y_juega(self, tour):
        """The tour itself logs in."""
        with self.escuchando(tour):
            self.start_tour("/web/login", f"historia_{tour}", timeout=120)


class Historia(EnCastellano, Navegadores):
    """People at browsers of their own, each with mouse, keyboard and scanner."""

    #: built once: each story would build them again
    paquetes = ("web.assets_web", "mensajeria.assets_ruta")

    @classmethod
    def _hablar(cls, prefijo):
        super()._hablar(prefijo)
        for nombre in cls.paquetes:
            paquete = cls.env["ir.qweb"]._get_asset_bundle(nombre)
            paquete.js()
            paquete.css()

    def setUp(self):
        super().setUp()
        self.gente = []

    def sentar(self, user, tamano="1400x900"):
        """``user`` before a screen, at what waits for them."""
        persona = Navegador(self, user.login, tamano)
        self.addCleanup(self._apagar, persona)
        self.gente.append(persona)
        persona.ir()
        return persona

    def telefono(self, user=None):
        telefono = super().telefono(user)
        self.gente.append(telefono)
        return telefono

    def assertTodoEnEspañol(self):  # noqa: PLC2401
        for persona in self.gente:
            with self.subTest(persona=persona.login):
                _logger.info("%s: %s clicks, %s keystrokes", persona.login, persona.clics, persona.teclas)
                self.assertCastellano(persona.palabras, persona.login)
