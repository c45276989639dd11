"""Hash chain of the bitácora: canonical form of an event and its SHA-256."""

import hashlib
import json

#: hash that precedes the first event of every record
GENESIS = "0" * 64


def canonico(datos) -> str:
    """``datos`` (JSON-able) as the one text that is stored and hashed: sorted keys, no spaces."""
    return json.dumps(datos, sort_keys=True, separators=(",", ":"), ensure_ascii=False, default=str)


def huella(previo: str, evento: dict) -> str:
    """SHA-256 (64 hex digits) of an event chained to the one before.

    :param previo: hash of the preceding event of the same record, or :data:`GENESIS`
    :param evento: ``res_model, res_id, numero, evento, user_id, fecha, motivo, datos``, all as stored
    """
    partes = [
        previo,
        evento["res_model"],
        evento["res_id"],
        evento["numero"],
        evento["evento"],
        evento["user_id"],
        evento["fecha"].strftime("%Y-%m-%d %H:%M:%S"),
        evento["motivo"] or "",
        evento["datos"] or "",
    ]
    return hashlib.sha256(canonico(partes).encode()).hexdigest()
