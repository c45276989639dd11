"""What the signing desk says, in the language of the person. The page has no words of its own."""

from ..models.firma_errores import mensajes


def textos(env):
    """Every sentence by its key; ``%(name)s`` is filled in by the page. ``errores`` are by their codes."""
    return {**_de_la_pagina(env), **_de_la_firma(env), "errores": _errores(env)}


def _de_la_pagina(env):
    return {
        "abriendo": env._("Opening the document…"),
        "archivo_p12": env._("File with certificate and key"),
        "cadena_original": env._("Original string that was signed"),
        "certificado_cer": env._("Certificate (.cer)"),
        "descargar": env._("Download"),
        "documento_de": env._("%(n)s of %(total)s"),
        "elegidos_uno": env._("1 of %(total)s chosen"),
        "elegidos_varios": env._("%(n)s of %(total)s chosen"),
        "elegir_documento": env._("Sign %(folio)s"),
        "estado_error": env._("Not signed"),
        "estado_firmado": env._("Signed"),
        "estado_firmando": env._("Signing…"),
        "estado_pendiente": env._("To be signed"),
        "estado_rechazado": env._("Rejected"),
        "estado_sello_pendiente": env._("Signed, its time-stamp is pending"),
        "ningun_archivo": env._("No file yet"),
        "ocultar_contrasena": env._("Hide the password"),
        "pagina_de": env._("Page %(pagina)s of %(paginas)s"),
        "pagina_ilegible": env._("This page cannot be shown. Do not sign what you cannot read: reject the document."),
        "paginas_uno": env._("1 page"),
        "paginas_varios": env._("%(n)s pages"),
        "rechazar_titulo": env._("Reject %(folio)s"),
        "seguir_a_firmar_uno": env._("Continue to sign 1"),
        "seguir_a_firmar_varios": env._("Continue to sign %(n)s"),
        "titulo": env._("Signing desk"),
        "ver_contrasena": env._("Show the password"),
        "verificar": env._("Verify"),
        "vigente_hasta": env._("Until %(fecha)s"),
    }


def _de_la_firma(env):
    return {
        "deteniendo": env._("Stopping after this document…"),
        "espere": env._("Wait %(segundos)s s"),
        "firmando_de": env._("Signing %(n)s of %(total)s"),
        "firmando_uno": env._("Signing the document"),
        "firmando_varios": env._("Signing %(n)s documents"),
        "firmar_ninguno": env._("Choose what to sign"),
        "firmar_uno": env._("Sign 1 document"),
        "firmar_varios": env._("Sign %(n)s documents"),
        "resumen_errores_uno": env._("1 could not be signed."),
        "resumen_errores_varios": env._("%(n)s could not be signed."),
        "resumen_firmados_uno": env._("1 document signed"),
        "resumen_firmados_varios": env._("%(n)s documents signed"),
        "resumen_pendientes_uno": env._("1 still waits."),
        "resumen_pendientes_varios": env._("%(n)s still wait."),
        "resumen_rechazados_uno": env._("1 rejected."),
        "resumen_rechazados_varios": env._("%(n)s rejected."),
        "resumen_sello_uno": env._("1 gets its time-stamp as soon as the authority answers."),
        "resumen_sello_varios": env._("%(n)s get their time-stamp as soon as the authority answers."),
        "sin_leer_uno": env._("1 is still to be read to its end."),
        "sin_leer_varios": env._("%(n)s are still to be read to their end."),
    }


def _errores(env):
    """Those of the core, and those that only the page can meet."""
    return mensajes(env) | {
        "CER_MISSING": env._("Choose your certificate."),
        "FILE_UNKNOWN": env._("This is neither a certificate, nor a key, nor a .p12 file."),
        "KEY_CLOSED": env._("The key was closed for safety. Open it again to go on."),
        "KEY_MISSING": env._("Choose your private key."),
        "LOGIN": env._("Your session has ended. Log in again; what is signed stays signed."),
        "NETWORK": env._("The server does not answer. Check your connection and try again."),
        "PASSWORD_MISSING": env._("Write the password of your private key."),
        "REASON_MISSING": env._("Tell the author what has to change."),
        "SERVER": env._("The server could not do it. Try again; if it goes on, tell the administrator."),
        "TBS_ATTRIBUTES": env._("For your safety nothing was signed: what came to be signed is not this document."),
        "TBS_BASE": env._(
            "For your safety nothing was signed: the document is not the one on the screen. Reload the page."
        ),
        "TBS_CADENA": env._("For your safety nothing was signed: the original string is not the one of this document."),
        "TBS_GAP": env._("For your safety nothing was signed: the document came with a signature in its place."),
        "TBS_RANGE": env._("For your safety nothing was signed: the signature would not cover the whole document."),
        "UNKNOWN": env._("Something went wrong in this page. Reload it and try again."),
    }
