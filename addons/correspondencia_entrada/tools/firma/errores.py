"""The one exception of the signature core, and the closed list of its codes."""

#: every reason to refuse; the sentence that people read belongs to whoever shows it
CODIGOS = frozenset(
    (
        # credentials
        "CER_FORMAT",
        "KEY_FORMAT",
        "P12_FORMAT",
        "BAD_PASSWORD",
        "KEY_CERT_MISMATCH",
        "NOT_FIEL",
        "EXPIRED",
        "NOT_YET_VALID",
        "RFC_MISMATCH",
        "CURP_MISMATCH",
        # trust and revocation
        "UNTRUSTED",
        "REVOKED",
        "OCSP_UNAVAILABLE",
        "OCSP_INVALID",
        # time-stamps and constancies
        "TSA_UNAVAILABLE",
        "TSA_INVALID",
        "CLOCK_SKEW",
        "PSC_UNAVAILABLE",
        "CONSTANCY_INVALID",
        # documents
        "PDF_ENCRYPTED",
        "PDF_MALFORMED",
        "PDF_TOO_BIG",
        "FIELD_MISSING",
        "FIELD_TAKEN",
        # the act of signing
        "SESSION",
        "STATE_TAMPERED",
        "BAD_SIGNATURE",
        "WORKER_LIMIT",
    )
)


class FirmaError(ValueError):
    """A refusal.

    ``codigo``: one of :data:`CODIGOS`, stable.
    ``detalle``: English, for logs; never a password, a key or a part of one.
    """

    def __init__(self, codigo: str, detalle: str = ""):
        if codigo not in CODIGOS:
            raise LookupError(codigo)
        super().__init__(codigo, detalle)
        self.codigo = codigo
        self.detalle = detalle

    def __str__(self):
        return f"{self.codigo}: {self.detalle}" if self.detalle else self.codigo
