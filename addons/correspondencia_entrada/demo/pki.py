"""Demo authority: PRUEBA SIN VALIDEZ.

Imitates the hierarchy that signs in Mexico (Banco de México's root, SAT's authority, e.firma and CSD leaves, OCSP
responders, a time-stamping authority and a provider of NOM-151 constancies) so that signing can be shown and tested
without anybody's real key. Nothing issued here has legal value, and every name says so.

What is copied from the real certificates: serial numbers of twenty ASCII digits, RFC as text in 2.5.4.45, no key
identifiers, AIA or CRL in the leaves, key usages and their criticality, a responder without *ocsp-nocheck*.
"""

import json
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime, timedelta
from pathlib import Path
from threading import RLock

from asn1crypto import core, x509
from cryptography.hazmat.primitives.serialization import load_der_private_key

from .pki_formatos import Par, certificado, clave_clara, clave_nueva, extension, nombre

ANIO = timedelta(days=365)
MARCA = "PRUEBA SIN VALIDEZ"

_RAIZ = nombre(
    ("country_name", "MX"),
    ("organization_name", f"BANCO DEMO - {MARCA}"),
    ("common_name", f"AGENCIA REGISTRADORA CENTRAL DEMO - {MARCA}"),
)
_AC = nombre(
    ("common_name", f"AC DEL SERVICIO DEMO TRIBUTARIO - {MARCA}"),
    ("organization_name", f"SERVICIO DEMO TRIBUTARIO - {MARCA}"),
    ("organizational_unit_name", "SAT-IES Authority DEMO"),
    ("email_address", "contacto@prueba.invalid"),
    ("country_name", "MX"),
    ("locality_name", "CUAUHTÉMOC"),
    ("unique_identifier", "XAXX010101000"),
)
_SE = nombre(
    ("country_name", "MX"),
    ("organization_name", f"SECRETARIA DEMO - {MARCA}"),
    ("common_name", f"AC RAIZ PSC DEMO - {MARCA}"),
)
_AJENA = nombre(("country_name", "MX"), ("common_name", f"AC HECHA EN CASA - {MARCA}"))

USOS_AC = {"digital_signature", "non_repudiation", "key_cert_sign", "crl_sign"}
USOS_FIEL = {"digital_signature", "non_repudiation", "data_encipherment", "key_agreement"}
USOS_CSD = {"digital_signature", "non_repudiation"}
_NO_ES_AC = extension("basic_constraints", x509.BasicConstraints({"ca": False}), True)
EXTENSIONES = {
    "FIEL": [
        _NO_ES_AC,
        extension("key_usage", x509.KeyUsage(USOS_FIEL)),
        extension("netscape_certificate_type", core.BitString((1, 0, 1))),
        extension("extended_key_usage", x509.ExtKeyUsageSyntax(["email_protection", "client_auth"])),
    ],
    "CSD": [_NO_ES_AC, extension("key_usage", x509.KeyUsage(USOS_CSD))],
    "OTRO": [_NO_ES_AC, extension("key_usage", x509.KeyUsage({"digital_signature", "key_encipherment"}))],
}


@dataclass(frozen=True, slots=True)
class Hoja:
    """What a leaf certificate says. Dates are counted from the ``ahora`` of the hierarchy.

    ``rfc`` and ``curp`` go in as they stand: for a legal person ``EMPRESA / REPRESENTANTE`` and `` / CURP``.
    ``tipo``: FIEL, CSD or OTRO (usages of neither). ``emisora``: ``ac`` or ``impostora``.
    """

    numero: str
    nombre: str
    rfc: str
    curp: str
    tipo: str = "FIEL"
    desde: timedelta = timedelta(days=-30)
    hasta: timedelta = 4 * ANIO - timedelta(days=30)
    emisora: str = "ac"


_JUANA = {"nombre": "JUANA PEÑA LÓPEZ", "rfc": "PELJ800101AB1", "curp": "PELJ800101MDFXPN09"}
_MUNICIPIO = {
    "nombre": "MUNICIPIO DE PRUEBA",
    "rfc": "MPR850101AA1 / PELJ800101AB1",
    "curp": " / PELJ800101MDFXPN09",
}
#: leaves for tests; ``impostor`` has the issuer's name and the serial number of ``firmante1``
PERSONAJES = {
    "firmante1": Hoja("00001000000700000001", **_JUANA),
    "firmante2": Hoja("00001000000700000002", "PEDRO NÚÑEZ MUÑOZ", "NUMP790202CD2", "NUMP790202HDFXXD01"),
    "moral": Hoja("00001000000700000003", **_MUNICIPIO),
    "csd": Hoja("00001000000700000004", tipo="CSD", **_MUNICIPIO),
    "expirado": Hoja("00001000000600000005", desde=-4 * ANIO - timedelta(days=2), hasta=timedelta(days=-2), **_JUANA),
    "revocado": Hoja("00001000000700000006", **_JUANA),
    "futuro": Hoja("00001000000700000007", desde=timedelta(days=2), **_JUANA),
    "otro": Hoja("00001000000700000008", tipo="OTRO", **_JUANA),
    "moral_enie": Hoja(
        "00001000000700000009", "MUÑOZ & ÑANDÚ", "M&Ñ850101AA1 / NUMP790202CD2", " / NUMP790202HDFXXD01"
    ),
    "impostor": Hoja("00001000000700000001", emisora="impostora", **_JUANA),
}


class Pki:
    """One demo hierarchy. Every pair is made when first asked for, and then kept.

    :param ahora: instant around which the validities lie, with time zone and without microseconds
    :param carpeta: where to keep the pairs between runs, unprotected (``NAME.json``); in memory without it
    """

    def __init__(self, ahora: datetime, carpeta: Path | None = None):
        self.ahora = ahora
        self._carpeta = carpeta
        self._pares: dict[str, Par] = {}
        self._turno = RLock()  # a service answers in threads, and a pair must not be made twice

    # -- authorities ------------------------------------------------------------------------------------------------

    @property
    def raiz(self) -> Par:
        """Root, as Banco de México's."""
        return self._par("raiz", lambda: self._autoridad(_RAIZ, "00000000000000000005", anios=16, longitud=1))

    @property
    def ac(self) -> Par:
        """Issuer of the leaves, as SAT's: four years old, four to live."""
        return self._par("ac", lambda: self._autoridad(_AC, "00000000000000001190", anios=8, emisora=self.raiz))

    @property
    def impostora(self) -> Par:
        """Signed by itself, with the name and the serial number of :attr:`ac`."""
        return self._par("impostora", lambda: self._autoridad(_AC, "00000000000000001190", anios=8))

    @property
    def raiz_se(self) -> Par:
        """Root of :attr:`tsa` and :attr:`psc`, as Secretaría de Economía's."""
        return self._par("raiz_se", lambda: self._autoridad(_SE, "00000000000000000001", anios=40, longitud=1))

    @property
    def raiz_ajena(self) -> Par:
        """A root that nobody trusts."""
        return self._par("raiz_ajena", lambda: self._autoridad(_AJENA, "00000000000000000666", anios=40))

    def _autoridad(
        self, sujeto: x509.Name, numero: str, *, anios: int, emisora: Par | None = None, longitud: int = 0
    ) -> Par:
        """A certification authority in the middle of its ``anios``; signed by itself without ``emisora``."""
        mitad = anios * ANIO / 2
        return self._emitir(
            sujeto,
            numero,
            (-mitad, mitad),
            emisora,
            [
                extension(
                    "basic_constraints", x509.BasicConstraints({"ca": True, "path_len_constraint": longitud}), True
                ),
                extension("key_usage", x509.KeyUsage(USOS_AC), True),
            ],
        )

    # -- services ---------------------------------------------------------------------------------------------------

    @property
    def ocsp_sat(self) -> Par:
        """OCSP responder as SAT's: without *ocsp-nocheck*."""
        return self._par("ocsp_sat", lambda: self._respondedor("00001088888800000022"))

    @property
    def ocsp_conforme(self) -> Par:
        """OCSP responder as RFC 6960 wants it: with *ocsp-nocheck*."""
        nocheck = extension("ocsp_no_check", core.Null())
        return self._par("ocsp_conforme", lambda: self._respondedor("00001088888800000031", nocheck))

    def _respondedor(self, numero: str, *otras: x509.Extension) -> Par:
        sujeto = nombre(("organization_name", "SERVICIO DEMO"), ("common_name", f"OCSP DEMO {numero[-2:]} - {MARCA}"))
        extensiones = [extension("extended_key_usage", x509.ExtKeyUsageSyntax(["ocsp_signing"])), *otras]
        return self._emitir(sujeto, numero, (-ANIO, 3 * ANIO), self.ac, extensiones)

    @property
    def tsa(self) -> Par:
        """Time-stamping authority: one year old, eight to live."""
        return self._par("tsa", lambda: self._selladora("00000000000000000077", (-ANIO, 8 * ANIO), self.raiz_se))

    @property
    def tsa_nueva(self) -> Par:
        """The one that follows :attr:`tsa`: from the sixth year to the sixteenth, to renew old stamps."""
        return self._par(
            "tsa_nueva", lambda: self._selladora("00000000000000000078", (6 * ANIO, 16 * ANIO), self.raiz_se)
        )

    @property
    def tsa_ajena(self) -> Par:
        """A time-stamping authority of :attr:`raiz_ajena`."""
        return self._par(
            "tsa_ajena", lambda: self._selladora("00000000000000000079", (-ANIO, 8 * ANIO), self.raiz_ajena)
        )

    def _selladora(self, numero: str, vigencia: tuple[timedelta, timedelta], raiz: Par) -> Par:
        sujeto = nombre(("country_name", "MX"), ("common_name", f"TSA DEMO {numero[-2:]} - {MARCA}"))
        extensiones = [
            extension("key_usage", x509.KeyUsage(USOS_CSD), True),
            extension("extended_key_usage", x509.ExtKeyUsageSyntax(["time_stamping"]), True),
        ]
        return self._emitir(sujeto, numero, vigencia, raiz, extensiones)

    @property
    def psc(self) -> Par:
        """Provider of NOM-151 constancies: usages of e-mail and client, not of time-stamps, as the real ones."""
        return self._par("psc", self._proveedora)

    def _proveedora(self) -> Par:
        sujeto = nombre(("country_name", "MX"), ("common_name", f"PSC NOM-151 DEMO - {MARCA}"))
        extensiones = [
            extension("key_usage", x509.KeyUsage(USOS_CSD), True),
            extension("extended_key_usage", x509.ExtKeyUsageSyntax(["email_protection", "client_auth"])),
        ]
        return self._emitir(sujeto, "00000000000000000088", (-ANIO, 8 * ANIO), self.raiz_se, extensiones)

    # -- leaves -----------------------------------------------------------------------------------------------------

    def hoja(self, personaje: str) -> Par:
        """The pair of one of :data:`PERSONAJES`."""
        return self.emitir(PERSONAJES[personaje])

    def emitir(self, hoja: Hoja) -> Par:
        """The pair that ``hoja`` describes; the same for the same issuer and number."""
        return self._par(f"{hoja.emisora}-{hoja.numero}", lambda: self._persona(hoja))

    def _persona(self, hoja: Hoja) -> Par:
        atributos = [(tipo, hoja.nombre) for tipo in ("common_name", "name", "organization_name")]
        if hoja.tipo == "FIEL":
            atributos += [("country_name", "MX"), ("email_address", "sin.validez@prueba.invalid")]
        atributos += [("unique_identifier", hoja.rfc), ("serial_number", hoja.curp)]
        if hoja.tipo == "CSD":
            atributos.append(("organizational_unit_name", "SUCURSAL 1"))
        emisora = self.ac if hoja.emisora == "ac" else self.impostora
        return self._emitir(nombre(*atributos), hoja.numero, (hoja.desde, hoja.hasta), emisora, EXTENSIONES[hoja.tipo])

    # -- making and keeping -----------------------------------------------------------------------------------------

    def _emitir(
        self,
        sujeto: x509.Name,
        numero: str,
        vigencia: tuple[timedelta, timedelta],
        emisora: Par | None,
        extensiones: list[x509.Extension],
    ) -> Par:
        clave = clave_nueva()
        cert = certificado(
            sujeto=sujeto,
            numero=numero,
            desde=self.ahora + vigencia[0],
            hasta=self.ahora + vigencia[1],
            publica=clave.public_key(),
            emisor=emisora.cert.subject if emisora else sujeto,
            firma=emisora.clave if emisora else clave,
            extensiones=extensiones,
        )
        return Par(cert, clave)

    def _par(self, clave: str, hacer: Callable[[], Par]) -> Par:
        with self._turno:
            if clave not in self._pares:
                self._pares[clave] = self._guardado(clave, hacer) if self._carpeta else hacer()
            return self._pares[clave]

    def _guardado(self, clave: str, hacer: Callable[[], Par]) -> Par:
        archivo = self._carpeta / f"{clave}.json"
        if archivo.exists():
            guardado = {parte: bytes.fromhex(valor) for parte, valor in json.loads(archivo.read_text()).items()}
            privada = load_der_private_key(guardado["clave"], None)
            return Par(x509.Certificate.load(guardado["cert"]), privada)
        par = hacer()
        self._carpeta.mkdir(mode=0o700, parents=True, exist_ok=True)
        parcial = archivo.with_suffix(".part")
        parcial.touch(mode=0o600)
        parcial.write_text(json.dumps({"cert": par.cer.hex(), "clave": clave_clara(par.clave).hex()}))
        parcial.replace(archivo)
        return par
