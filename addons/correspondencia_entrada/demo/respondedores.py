"""What the services of the demo authority answer: OCSP, RFC 3161 time-stamps and NOM-151 constancies.

Answers only; whoever serves them over HTTP is elsewhere. PRUEBA SIN VALIDEZ, as all of the demo authority.
"""

import hashlib
from collections.abc import Callable
from datetime import datetime, timedelta, timezone

from asn1crypto import cms, core, ocsp, tsp, x509
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric import padding
from pyhanko.sign.general import as_signing_certificate_v2, simple_cms_attribute
from pyhanko.sign.timestamps import DummyTimeStamper

from .pki_formatos import Par

_HASHES = {"sha1": hashes.SHA1, "sha256": hashes.SHA256}


def identificador(cert: x509.Certificate, emisora: x509.Certificate) -> ocsp.CertId:
    """How OCSP names a certificate: with SHA-1, as SAT wants it."""
    return ocsp.CertId(
        {
            "hash_algorithm": {"algorithm": "sha1"},
            "issuer_name_hash": hashlib.sha1(cert.issuer.dump()).digest(),  # noqa: S324 (RFC 6960)
            "issuer_key_hash": emisora.public_key.sha1,
            "serial_number": cert.serial_number,
        }
    )


def error_ocsp(estado: str) -> bytes:
    """An answer without answer: ``try_later``, ``unauthorized``..."""
    return ocsp.OCSPResponse({"response_status": estado}).dump()


def respuesta_ocsp(
    cert_id: ocsp.CertId,
    respondedor: Par,
    *,
    ahora: datetime,
    estado: str = "good",
    revocado_en: datetime | None = None,
    vigencia: timedelta | None = timedelta(minutes=1),
    algoritmo: str = "sha256",
    incluir: bool = True,
    nonce: bytes | None = None,
) -> bytes:
    """A signed OCSP answer (DER).

    :param cert_id: whom it is about
    :param respondedor: who signs it
    :param ahora: thisUpdate and producedAt
    :param estado: ``good``, ``revoked`` (then ``revocado_en`` counts) or ``unknown``
    :param vigencia: from thisUpdate to nextUpdate; None leaves nextUpdate out
    :param algoritmo: ``sha1`` as SAT's responder, or ``sha256``
    :param incluir: whether the responder's certificate travels inside
    :param nonce: value to send back
    """
    ahora = ahora.replace(microsecond=0)
    una = {"cert_id": cert_id, "cert_status": _estado(estado, revocado_en), "this_update": ahora}
    if vigencia is not None:
        una["next_update"] = ahora + vigencia
    datos = {
        "responder_id": ocsp.ResponderId(name="by_key", value=respondedor.cert.public_key.sha1),
        "produced_at": ahora,
        "responses": [una],
    }
    if nonce is not None:
        datos["response_extensions"] = [{"extn_id": "nonce", "extn_value": core.OctetString(nonce)}]
    cuerpo = ocsp.ResponseData(datos)
    firma = respondedor.clave.sign(cuerpo.dump(), padding.PKCS1v15(), _HASHES[algoritmo]())
    basica = {
        "tbs_response_data": cuerpo,
        "signature_algorithm": {"algorithm": f"{algoritmo}_rsa"},
        "signature": firma,
    }
    if incluir:
        basica["certs"] = [respondedor.cert]
    return ocsp.OCSPResponse(
        {
            "response_status": "successful",
            "response_bytes": {
                "response_type": "basic_ocsp_response",
                "response": core.ParsableOctetString(ocsp.BasicOCSPResponse(basica).dump()),
            },
        }
    ).dump()


def _estado(estado: str, revocado_en: datetime | None) -> ocsp.CertStatus:
    if estado == "revoked":
        return ocsp.CertStatus(name=estado, value={"revocation_time": revocado_en.replace(microsecond=0)})
    return ocsp.CertStatus(name=estado, value=core.Null() if estado == "good" else ocsp.StatusUnknown())


class Selladora(DummyTimeStamper):
    """A time-stamping authority: answers requests, and is also pyHanko's TimeStamper in the same process.

    ``llamadas`` counts the tokens made. Unlike pyHanko's dummy it keeps its key loaded, names its certificate with
    SHA-256 (ESSCertIDv2) and states the policy of a Mexican provider.
    """

    politica = "2.16.484.101.10.316.20.37.1"

    def __init__(self, par: Par, *, reloj: Callable[[], datetime] | None = None):
        super().__init__(par.cert, None)
        self._clave = par.clave
        self._reloj = reloj or (lambda: datetime.now(timezone.utc))
        self.llamadas = 0

    def request_tsa_response(self, req: tsp.TimeStampReq) -> tsp.TimeStampResp:
        self.llamadas += 1
        self.fixed_dt = self._reloj().replace(microsecond=0)
        return super().request_tsa_response(req)

    def responder(self, peticion: bytes) -> bytes:
        """TimeStampResp for a TimeStampReq, both DER."""
        return self.request_tsa_response(tsp.TimeStampReq.load(peticion)).dump()

    def _build_tst_info(self, message_imprint, dt, req) -> tsp.TSTInfo:
        informacion = super()._build_tst_info(message_imprint, dt, req)
        informacion["policy"] = self.politica
        return informacion

    def _sign_tst_info(self, tst_info_data, md_algorithm, dt) -> tuple[bytes, cms.CMSAttributes]:
        atributos = cms.CMSAttributes(
            [
                simple_cms_attribute("content_type", "tst_info"),
                simple_cms_attribute("signing_time", cms.Time({"utc_time": dt})),
                simple_cms_attribute("signing_certificate_v2", as_signing_certificate_v2(self.tsa_cert)),
                simple_cms_attribute("message_digest", hashlib.new(md_algorithm, tst_info_data).digest()),
            ]
        )
        algoritmo = getattr(hashes, md_algorithm.upper())()
        return self._clave.sign(atributos.dump(), padding.PKCS1v15(), algoritmo), atributos


class Proveedora(Selladora):
    """A provider of constancies: tokens with the two extensions of NOM-151-SCFI-2016, annex A.7."""

    politica = "2.16.484.101.10.316.100.2.1.2.1.1"

    def _build_tst_info(self, message_imprint, dt, req) -> tsp.TSTInfo:
        informacion = super()._build_tst_info(message_imprint, dt, req)
        numero = core.PrintableString(f"{informacion['serial_number'].native:X}")
        informacion["extensions"] = [
            {"extn_id": "2.5.4.5", "extn_value": core.OctetString(numero.dump())},
            {
                "extn_id": "2.16.484.101.10.316.20.37.1117",
                "extn_value": core.OctetString(core.GeneralizedTime(dt).dump()),
            },
        ]
        return informacion
