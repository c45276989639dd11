"""What the public verification page says, in plain words: ``{stable code: sentence}``."""


def estados(env):
    """``{state: (title, explanation)}`` of a document, of what is not told, and of a client that asks too often."""
    return {
        "firmado": (
            env._("This document is electronically signed"),
            env._("Its signatures were verified when they were made, and a time-stamp proves when that was."),
        ),
        "sello_pendiente": (
            env._("Signed, but its time-stamp is still pending"),
            env._("Until that proof is complete the institution does not send the document out. Ask again later."),
        ),
        "impugnado": (
            env._("The signature of this document is challenged"),
            env._("Do not rely on it: ask the institution first."),
        ),
        "por_firmar": (
            env._("This document is not signed yet"),
            env._("A paper or a file with this code is a draft, whatever it shows: it has no effect."),
        ),
        "no_vigente": (
            env._("This document is not in force"),
            env._("It was rejected or withdrawn before it was completely signed: it has no effect."),
        ),
        "desconocido": (
            env._("No document of ours has this code"),
            env._(
                "If you typed it, check it letter by letter, with capitals and small letters, or scan the code on the paper."
                " If you scanned it, show the paper to the institution that it names."
            ),
        ),
        "no_disponible": (
            env._("This file is not given here"),
            env._("Consult the page of its code, or ask the institution for it."),
        ),
        "limite": (
            env._("Too many requests from your network"),
            env._("Nothing is wrong with the document. Wait a while and try again."),
        ),
    }


def resultados(env, limite):
    """``{result: (title, explanation)}`` of a file that somebody verifies. ``limite``: bytes of the biggest."""
    return {
        "identico": (env._("It is identical to the issued document"), env._("Not a single byte differs.")),
        "otra_version": (
            env._("Its signature is valid, but it is not the issued version"),
            env._("It was signed with valid certificates, yet it is not the document with this code. Compare both."),
        ),
        "indeterminado": (
            env._("Its signature could not be confirmed"),
            env._("It is not the issued document. Trust the one that the institution gives you."),
        ),
        "invalido": (
            env._("It is not valid"),
            env._("It is not the issued document. Trust the one that the institution gives you."),
        ),
        "sin_firma": (
            env._("It has no electronic signature"),
            env._("A scanned or printed copy loses the signature. Verify the file just as the institution gave it."),
        ),
        "cifrado": (
            env._("The file asks for a password"),
            env._("The issued document has none, so this is not that file."),
        ),
        "danado": (env._("The file is damaged"), env._("It cannot be read as a PDF. Download or ask for it again.")),
        "no_pdf": (
            env._("That is not a PDF"),
            env._("Choose the PDF file that you received. A photograph cannot be verified."),
        ),
        "sin_archivo": (env._("There is no file to verify"), env._("Choose the PDF file that you received.")),
        "demasiado_grande": (
            env._("The file is too big"),
            env._("Files of up to %s MB can be verified here.", limite >> 20),
        ),
        "sin_examinar": (
            env._("The file could not be examined"),
            env._("It takes too much time or memory. The issued document does not, so this is probably not that file."),
        ),
        "ocupado": (
            env._("Other files are being examined right now"),
            env._("Nothing is wrong with yours. Try again in a minute."),
        ),
        "limite": estados(env)["limite"],
    }


def problemas(env):
    """``{code: sentence}`` of what is wrong or in doubt with a signature; see ``tools/firma/dictamen.py``."""
    return {
        "MALFORMED_SIGNATURE": env._("The signature is damaged and cannot be read."),
        "UNSUPPORTED_SIGNATURE": env._("The signature is of a kind that has no effect here."),
        "HASH_MISMATCH": env._("The document was altered: its content is not what was signed."),
        "BAD_SIGNATURE": env._("The signature was not made with the key of the certificate."),
        "WEAK_ALGORITHM": env._("The signature was made with a method that can be forged today."),
        "PARTIAL_COVERAGE": env._("The signature does not cover the whole document."),
        "MODIFIED_AFTER_SIGNING": env._("The document was changed after it was signed."),
        "CLONED_SIGNATURE": env._("The signature was copied from another place of the document."),
        "NOT_FIEL": env._("The certificate is not an e.firma: it is a seal, or of another kind."),
        "UNTRUSTED": env._("Nobody that the institution trusts issued the certificate."),
        "NOT_YET_VALID": env._("The certificate was not valid yet when it signed."),
        "EXPIRED": env._("The certificate had expired when it signed, or no time-stamp proves that it had not."),
        "AC_NOT_VALID": env._("The authority was not entitled to issue certificates when it signed."),
        "REVOKED": env._("The certificate was already revoked when it signed."),
        "TIMESTAMP_INVALID": env._("The time-stamp of the signature is not valid."),
        "GAP_TAMPERED": env._("Something was hidden in the place of the signature."),
        "NO_TIMESTAMP": env._("No time-stamp proves when it was signed."),
        "NO_REVOCATION_PROOF": env._("Nothing proves that the certificate was not revoked when it signed."),
        "TRAILING_DATA": env._("The file ends with data that nobody signed."),
        "ARCHIVE_TIMESTAMP_INVALID": env._("The archive time-stamp of the document is not valid."),
    }


def niveles(env):
    """``{PAdES level: what it means}``."""
    return {
        "B-B": env._("Without time-stamp"),
        "B-T": env._("With time-stamp"),
        "B-LT": env._("With time-stamp and proof that the certificate was in force"),
        "B-LTA": env._("With archive time-stamp: it can be verified after the certificates expire"),
    }


def revocaciones(env):
    """``{revocation result: what it means}``."""
    return {
        "vigente": env._("In force when it signed"),
        "vigente_confirmado": env._("In force when it signed; the authority confirmed it the day after"),
        "pendiente": env._("The authority has not answered yet"),
        "impugnado": env._("Challenged: see the reason above"),
    }
