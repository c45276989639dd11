from contextlib import contextmanager

from odoo.exceptions import AccessError, UserError

from ..tools.firma.errores import FirmaError


class ErrorFirma(UserError):
    """A refusal of the electronic signature: a stable ``codigo`` and a sentence for the person."""

    def __init__(self, codigo, mensaje):
        super().__init__(mensaje)
        self.codigo = codigo


class ErrorSesion(ErrorFirma, AccessError):
    """SESSION: the signature is not, or not any more, the user's to make."""


@contextmanager
def traducido(env):
    """Turn the refusals of the core into sentences in the user's language."""
    try:
        yield
    except FirmaError as error:
        raise rechazo(env, error.codigo) from error


def rechazo(env, codigo):
    """The :class:`ErrorFirma` of a code."""
    clase = ErrorSesion if codigo == "SESSION" else ErrorFirma
    return clase(codigo, mensajes(env)[codigo])


def mensajes(env):
    """``{code: what is wrong and what to do}``, of the core's codes and of those that only the page has."""
    return {
        "CER_FORMAT": env._("That is not a certificate. Choose the .cer file of your e.firma."),
        "KEY_FORMAT": env._("That is not a private key. Choose the .key file of your e.firma."),
        "P12_FORMAT": env._("That file holds no certificate with its key. Choose your .p12 or .pfx file."),
        "BAD_PASSWORD": env._("The password does not open the private key. Write it again."),
        "KEY_CERT_MISMATCH": env._("Key and certificate are not a pair. Choose the two files of the same e.firma."),
        "NOT_FIEL": env._("That certificate is a seal or is not an e.firma. Choose the one of your e.firma."),
        "EXPIRED": env._("Your e.firma has expired. Renew it at SAT and come back with the new files."),
        "NOT_YET_VALID": env._("Your e.firma is not valid yet."),
        "RFC_MISMATCH": env._(
            "The RFC of the certificate is not yours. Ask the administrator if yours is registered wrong."
        ),
        "CURP_MISMATCH": env._(
            "The CURP of the certificate is not yours. Ask the administrator if yours is registered wrong."
        ),
        "UNTRUSTED": env._(
            "This institution does not trust the authority that issued the certificate. Ask the administrator to add it."
        ),
        "REVOKED": env._("The certificate was revoked: nothing can be signed with it."),
        "OCSP_UNAVAILABLE": env._(
            "The authority does not say whether the certificate is in force. Nothing was signed; try again in a while."
        ),
        "OCSP_INVALID": env._(
            "The authority's answer about the certificate cannot be trusted. Nothing was signed; tell the administrator."
        ),
        "TSA_UNAVAILABLE": env._(
            "The time-stamping service does not answer. Nothing was signed; try again in a while."
        ),
        "TSA_INVALID": env._("The time-stamp received cannot be trusted. Nothing was signed; tell the administrator."),
        "CLOCK_SKEW": env._(
            "The clock of the server and that of the time-stamping service disagree. Nothing was signed; tell the administrator."
        ),
        "PSC_UNAVAILABLE": env._("The provider of constancies does not answer; try again in a while."),
        "CONSTANCY_INVALID": env._("The constancy received does not belong to the document."),
        "PDF_ENCRYPTED": env._("The document asks for a password."),
        "PDF_MALFORMED": env._("The document is damaged and cannot be read as a PDF."),
        "PDF_TOO_BIG": env._("The document is too big."),
        "FIELD_MISSING": env._("The document has no place for this signature. Reload the page."),
        "FIELD_TAKEN": env._("This document is already signed in your place. Reload the page."),
        "SESSION": env._("The time to sign ran out, or this signature is no longer yours to make. Reload the page."),
        "STATE_TAMPERED": env._("The document changed while you were signing. Nothing was signed; reload the page."),
        "BAD_SIGNATURE": env._("The signature does not match the document and the certificate. Nothing was signed."),
        "WORKER_LIMIT": env._("The document takes too much time or memory to be examined."),
    }
