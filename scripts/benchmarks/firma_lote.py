#!/usr/bin/env python3
"""What a folder costs: fifty letters numbered, then signed at once on the server with one unlocking.

    PYTHON scripts/benchmarks/firma_lote.py ODOO_CONF DATABASE [LETTERS]

PYTHON can import Odoo; DATABASE has the addon ``correspondencia_salida``. It is only copied, and the copy is dropped at the
end. Each signature takes its OCSP and two time-stamps of the demo authority, which answers in the same process: its work is
in the figures and the network is not.
"""

import base64
import shutil
import sys
import time
from datetime import datetime, timezone

from guias import copia, entorno

from odoo.fields import Command
from odoo.tests.common import new_test_user
from odoo.tools import config

LOTE = 50
#: seconds for all the letters: the page waits ninety, and after 45 no further group is begun
LIMITE_FIRMAR = 45
CONTRASENA = "12345678a"


def institucion(env, pki, servicios):
    """A unit whose head signs, with the authority approved by two people; ``(signer, drafter, area)``."""
    from odoo.addons.correspondencia_entrada.tools.firma.credencial import identidad

    env.company.write({"firma_tsa_url": servicios.tsa_url, "firma_en_servidor": True, "city": "Puerto Sereno"})
    area = env["hr.department"].create({"name": "Banco de firmas", "siglas": "BFI", "es_oficialia": True})
    una, otra = (new_test_user(env, f"banco_{n}", "mensajeria.group_administrador") for n in ("una", "otra"))
    firmante = new_test_user(env, "banco_firma", "correspondencia_entrada.group_destinatario", area_id=area.id)
    quien = identidad(pki.hoja("firmante1").cert)
    firmante.write({"firmante": True, "firma_rfc": quien.rfc_firmante, "firma_curp": quien.curp})
    redactora = new_test_user(env, "banco_redacta", "correspondencia_salida.group_redactor", area_id=area.id)
    for par, rol in ((pki.raiz, "raiz"), (pki.ac, "ac"), (pki.ocsp_sat, "ocsp"), (pki.raiz_se, "tsa")):
        de_ac = {"ocsp_url": servicios.ocsp_url, "sha1_hasta": "2036-01-01"} if rol == "ac" else {}
        autoridad = env["firma.autoridad"].with_user(una).create(
            {"name": f"{rol} del banco", "rol": rol, "certificado": base64.b64encode(par.cer), **de_ac}
        )  # fmt: skip
        autoridad.with_user(otra).action_aprobar()
    return firmante, redactora, area


def cartas(redactora, firmante, area, cuantas):
    return redactora.env["correspondencia.oficio"].with_user(redactora).create(
        [
            {
                "descripcion": f"Se remite el informe {n}",
                "cuerpo": "<p>En atención a su solicitud, se remite el informe de avance de la obra.</p>" * 6,
                "modo_firma": "electronica",
                "oficialia_id": area.id,
                "destinatario_ids": [
                    Command.create({"dest_nombre": f"Persona {n}", "medio": "correo", "email": f"p{n}@x.example"})
                ],
                "firmante_ids": [Command.create({"user_id": firmante.id})],
            }
            for n in range(cuantas)
        ]
    )  # fmt: skip


def cronometrado(que, hacer, cuantas, limite=None):
    """Do it, tell what it took, and whether that was too long."""
    antes = time.perf_counter()
    hecho = hacer()
    total = time.perf_counter() - antes
    nota = f"  limit {limite:.0f} s" if limite else ""
    print(f"{que:<28} {total:8.2f} s {total / cuantas * 1000:8.1f} ms each{nota}")
    return hecho, bool(limite) and total > limite


def main(conf, plantilla, cuantas):
    config.parse_config(["-c", conf, "--log-level=error"], setup_logging=False)
    with copia(plantilla) as db, entorno(db) as env:
        from odoo.addons.correspondencia_entrada.demo.pki import Pki  # importable once the configuration is read
        from odoo.addons.correspondencia_entrada.demo.servidor import Servicios

        pki = Pki(datetime.now(timezone.utc).replace(microsecond=0))
        servicios = Servicios(pki)
        try:
            firmante, redactora, area = institucion(env, pki, servicios)
            oficios = cartas(redactora, firmante, area, cuantas)
            cronometrado("numbered, printed, frozen", oficios.action_numerar, cuantas)
            env.cr.commit()
            par = pki.hoja("firmante1")
            llave = {"cer": par.cer, "key": par.archivo_key(CONTRASENA)}
            llave = {nombre: base64.b64encode(datos).decode() for nombre, datos in llave.items()}
            documentos = oficios.sudo().firma_id.with_user(firmante)
            hechos, tarde = cronometrado(
                "signed in one batch",
                lambda: documentos.firmar_en_servidor(contrasena=CONTRASENA, **llave),
                cuantas,
                LIMITE_FIRMAR * cuantas / LOTE,
            )
            env.cr.commit()
        finally:
            servicios.cerrar()
        estados = [uno.get("estado") or uno["error"]["codigo"] for uno in hechos["resultados"]]
        print(f"{estados.count('firmado')} of {cuantas} signed")
        shutil.rmtree(config.filestore(db), ignore_errors=True)
        if tarde or set(estados) != {"firmado"}:
            sys.exit(f"over the limit, or not all: {set(estados)}")


if __name__ == "__main__":
    main(sys.argv[1], sys.argv[2], int(sys.argv[3]) if len(sys.argv) > 3 else LOTE)
