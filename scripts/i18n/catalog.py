"""The translation catalogs of an addon: i18n/<addon>.pot, and i18n/es.po made from it."""

import csv
import io
import re
from collections import Counter
from pathlib import Path

import polib

LANGUAGE = "es"

#: what must come out of a translation as it went in: printf and template placeholders, tags, QWeb directives
PLACEHOLDER = re.compile(
    r"""%(?:\(\w+\))?[-#0+]*\d*(?:\.\d+)?[sdifgr]|%%"""
    r"""|\{\{.*?\}\}|\$\{.*?\}|\#\{.*?\}"""
    r"""|</?[a-zA-Z][\w.-]*|\bt-[\w.-]+=(?:"[^"]*"|'[^']*')"""
)


def paths(addon):
    """(template, translation) of the addon in that folder."""
    addon = Path(addon).resolve()
    return addon / "i18n" / f"{addon.name}.pot", addon / "i18n" / f"{LANGUAGE}.po"


def load(path):
    return polib.pofile(str(path), wrapwidth=78)


def save(catalog, path):
    path.parent.mkdir(exist_ok=True)
    path.write_text(f"{catalog}", encoding="utf-8")


def new_catalog(addon_name, language=None):
    """An empty catalog whose header says nothing that changes from one day or machine to the next."""
    catalog = polib.POFile(wrapwidth=78)
    catalog.header = f"Translation of the Odoo addon {addon_name}."
    catalog.metadata = {
        "Project-Id-Version": f"{addon_name} 19.0",
        **({"Language": language, "Plural-Forms": "nplurals=2; plural=(n != 1);"} if language else {}),
        "MIME-Version": "1.0",
        "Content-Type": "text/plain; charset=UTF-8",
        "Content-Transfer-Encoding": "8bit",
    }
    return catalog


def export(env, addon):
    """The template of ``addon`` as Odoo sees it now in the database of ``env``, demo data left out."""
    from odoo.tools.translate import PoFileWriter, TranslationModuleReader

    addon = Path(addon).resolve()
    demo = _demo_xmlids(addon)
    rows = [row for row in TranslationModuleReader(env.cr, [addon.name]) if row[3] not in demo]
    buffer = io.BytesIO()
    PoFileWriter(buffer, lang=None).write_rows(rows)
    template = new_catalog(addon.name)
    template.extend(polib.pofile(buffer.getvalue().decode()))
    return template


def _demo_xmlids(addon):
    from lxml import etree

    from odoo.modules import Manifest

    names = set()
    for name in Manifest.for_addon(addon.name)["demo"]:
        if name.endswith(".csv"):
            with (addon / name).open(encoding="utf-8") as lines:
                names.update(row["id"] for row in csv.DictReader(lines))
        else:
            names.update(etree.parse(addon / name).xpath("//@id"))
    return {name if "." in name else f"{addon.name}.{name}" for name in names}


def merge(template, old, addon_name):
    """The entries of ``template`` in its order, with the translations that ``old`` has for them."""
    known = {entry.msgid: entry.msgstr for entry in old if not entry.obsolete and not entry.fuzzy}
    merged = new_catalog(addon_name, LANGUAGE)
    merged.extend(
        polib.POEntry(
            msgid=entry.msgid,
            msgstr=known.get(entry.msgid, ""),
            comment=entry.comment,
            occurrences=entry.occurrences,
        )
        for entry in template
    )
    return merged


def differences(expected, actual):
    """What ``actual`` lacks, has too much of, or places elsewhere, as sentences."""
    places = [{entry.msgid: (entry.comment, entry.occurrences) for entry in catalog} for catalog in (expected, actual)]
    for msgid in sorted(places[0].keys() | places[1].keys()):
        if msgid not in places[1]:
            yield f"missing: {msgid!r}"
        elif msgid not in places[0]:
            yield f"no longer used: {msgid!r}"
        elif places[0][msgid] != places[1][msgid]:
            yield f"used elsewhere than it says: {msgid!r}"


def problems(addon):
    """Everything that is wrong with the files of ``addon``, as sentences."""
    template_path, translation_path = paths(addon)
    for path in (template_path, translation_path):
        if not path.is_file():
            yield f"{path.name}: missing"
            return
    template, translation = load(template_path), load(translation_path)
    yield from _duplicates(template_path, template)
    yield from _duplicates(translation_path, translation)
    if translation.metadata.get("Language") != LANGUAGE:
        yield f"{translation_path.name}: its Language is not {LANGUAGE}"
    yield from (f"{translation_path.name}: obsolete: {e.msgid!r}" for e in translation.obsolete_entries())
    living = [entry for entry in translation if not entry.obsolete]
    yield from (f"{translation_path.name}: {sentence}" for sentence in differences(template, living))
    for entry in living:
        yield from (f"{translation_path.name}: {sentence}: {entry.msgid!r}" for sentence in _faults(entry))


def _duplicates(path, catalog):
    counts = Counter(entry.msgid for entry in catalog)
    return (f"{path.name}: twice: {msgid!r}" for msgid, count in counts.items() if count > 1)


def _faults(entry):
    if entry.fuzzy:
        yield "fuzzy"
    if not entry.msgstr.strip():
        yield "untranslated"
        return
    if Counter(PLACEHOLDER.findall(entry.msgid)) != Counter(PLACEHOLDER.findall(entry.msgstr)):
        yield "placeholders or tags differ"
    if [entry.msgid[:1].isspace(), entry.msgid[-1:].isspace()] != [
        entry.msgstr[:1].isspace(),
        entry.msgstr[-1:].isspace(),
    ]:
        yield "space at one end differs"
