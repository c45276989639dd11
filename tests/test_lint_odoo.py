"""Odoo's own test_lint: the classes that look at the registry. The others are run by scripts/lint/core."""

import importlib
import sys
import types

from odoo.tools.misc import file_path

PACKAGE = "odoo.addons.test_lint.tests"

# the package's own __init__ imports pylint, which only the linters' environment has
if PACKAGE not in sys.modules:
    package = types.ModuleType(PACKAGE)
    package.__path__ = [file_path("test_lint/tests")]
    sys.modules[PACKAGE] = package


def _load(module, name):
    return getattr(importlib.import_module(f"{PACKAGE}.{module}"), name)


TestDocstring = _load("test_docstring", "TestDocstring")
TestIndex = _load("test_index", "TestIndex")
TestNaming = _load("test_naming", "TestNaming")
TestLintOverrideSignatures = _load("test_override_signatures", "TestLintOverrideSignatures")
RoutesLinter = _load("test_routes", "RoutesLinter")

# inverse fields that a composite index of ours serves
_load("test_index", "BTREE_INDEX_IGNORE_FIELDS").update(
    {
        "correspondencia.lectura.destinatario_id",  # _linea_idx (destinatario_id, state)
        "correspondencia.serie.modelo_id",  # _modelo_uniq (modelo_id)
        "correspondencia.serie.renglon.oficio_id",  # _oficio_uniq (oficio_id)
        "mensajeria.acuse.envio_id",  # _envio_uniq (envio_id)
        "mensajeria.archivo.linea.archivo_id",  # _archivo_idx (archivo_id, resultado)
        "mensajeria.conciliacion.linea.conciliacion_id",  # _conciliacion_idx (conciliacion_id, resultado)
        "mensajeria.evento.envio_id",  # _linea_idx (envio_id, fecha_dispositivo, id)
        "mensajeria.evidencia.evento_id",  # _sha_uniq (evento_id, sha256)
        "mensajeria.intento.envio_id",  # _numero_uniq (envio_id, numero)
        "mensajeria.guia.envio_id",  # _envio_uniq (envio_id)
        "mensajeria.lectura.linea.lectura_id",  # _ultimas_idx (lectura_id, id)
        "mensajeria.lote.hoja.lote_id",  # _lote_idx (lote_id, resultado)
        "nucleo.bitacora.res_id",  # _cadena_uniq (res_model, res_id, numero)
        "seguimiento.tarea.res_id",  # _documento_idx (res_model, res_id, state)
    }
)
