"""Looking for a key where none may be: in the database, in files, in logs, in processes, in what was sent."""

import base64
import itertools
import json
import logging
from contextlib import contextmanager
from pathlib import Path

from psycopg2 import sql

from odoo.tools import config


class Memoria(logging.Handler):
    """Everything that is logged, at whatever level."""

    def __init__(self):
        super().__init__(logging.DEBUG)
        self.dicho = []

    def emit(self, registro):
        self.dicho.append(registro.getMessage() + str(registro.exc_text or "") + repr(registro.args))


def entornos():
    """What the system shows of every process of this user."""
    visto = b""
    for parte in ("environ", "cmdline"):
        for archivo in Path("/proc").glob(f"[0-9]*/{parte}"):
            try:
                visto += archivo.read_bytes()
            except OSError:  # it ended, or is not ours
                continue
    return visto


class SinRastro:
    @contextmanager
    def sin_rastro(self, par, contrasena):
        """Nothing of the key of ``par`` nor of its password stays behind, while its certificate does.

        Gives a dict, to which more places (name: bytes) may be added.
        """
        lugares, memoria = {}, Memoria()
        raiz = logging.getLogger()
        antes = raiz.level
        raiz.addHandler(memoria)
        raiz.setLevel(logging.DEBUG)
        try:
            yield lugares
        finally:
            raiz.removeHandler(memoria)
            raiz.setLevel(antes)
        lugares |= {
            "logs": "\n".join(memoria.dicho).encode(),
            "files": self.archivos(),
            "database": self.base_de_datos(),
        }
        secretos = self.secretos(par, contrasena)
        for lugar, contenido in lugares.items():
            self.assertGreater(len(contenido), 1000, lugar)
            for nombre, secreto in secretos.items():
                with self.subTest(lugar=lugar, secreto=nombre):
                    self.assertFalse(secreto in contenido)  # without showing it all
        cer = base64.b64encode(par.cer)
        for lugar in ("database", "files"):
            self.assertTrue(cer[:60] in lugares[lugar], "the search finds what is there")

    def secretos(self, par, contrasena):
        """What must not be found: password, key file, private numbers, each in the forms in which it might be kept."""
        numeros = par.clave.private_numbers()
        crudos = {
            "password": contrasena.encode(),
            "key file": par.archivo_key(contrasena)[100:160],
            "p": numeros.p.to_bytes(128, "big")[:48],
            "d": numeros.d.to_bytes(256, "big")[:48],
            "q": numeros.q.to_bytes(128, "big")[:48],
        }
        formas = {
            "raw": bytes,
            "hex": lambda b: b.hex().encode(),
            "json": lambda b: json.dumps(b.decode()).strip('"').encode(),
        }
        secretos = {}
        for nombre, crudo in crudos.items():
            for forma, hacer in formas.items():
                if forma != "json" or nombre == "password":
                    secretos[f"{nombre}, {forma}"] = hacer(crudo)
            # wherever it begins in a base64 text
            for resto in range(3):
                secretos[f"{nombre}, base64 +{resto}"] = base64.b64encode(
                    crudo[resto : len(crudo) - (len(crudo) - resto) % 3]
                )
        return secretos

    def archivos(self):
        """The filestore of this database, and temporary files."""
        carpetas = [Path(config.filestore(self.cr.dbname)), Path("/tmp")]  # noqa: S108 (looked into)
        contenido = b""
        for carpeta in carpetas:
            for archivo in carpeta.glob("*" if carpeta.name == "tmp" else "*/*"):
                try:
                    if archivo.is_file() and archivo.stat().st_mtime > 0 and archivo.stat().st_size < 5_000_000:
                        contenido += archivo.read_bytes()
                except OSError:
                    continue
        return contenido

    def base_de_datos(self):
        """Every text of every table, as this transaction sees it."""
        self.env.flush_all()
        self.cr.execute(
            """SELECT c.table_name, array_agg(c.column_name::text) FROM information_schema.columns c
                 JOIN information_schema.tables t USING (table_schema, table_name)
                WHERE c.table_schema = 'public' AND t.table_type = 'BASE TABLE'
                  AND c.data_type IN ('text', 'bytea', 'character varying', 'jsonb')
                GROUP BY 1"""
        )
        contenido = []
        for tabla, columnas in self.cr.fetchall():
            campos = sql.SQL(", ").join(map(sql.Identifier, columnas))
            self.cr.execute(sql.SQL("SELECT {} FROM {}").format(campos, sql.Identifier(tabla)))
            valores = filter(None, itertools.chain.from_iterable(self.cr.fetchall()))
            contenido += [bytes(v) if isinstance(v, memoryview) else str(v).encode() for v in valores]
        return b"\n".join(contenido)
