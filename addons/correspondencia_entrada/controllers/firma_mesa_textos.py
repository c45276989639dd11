"""What the signing desk says, in the language of the person. The page has no words of its own."""

from ..models.firma_errores import mensajes


def textos(env):
    """Every sentence by its key; ``%(name)s`` is filled in by the page. ``errores`` are by their codes."""
    return {**_de_la_pagina(env), **_de_la_firma(env), "errores": _errores(env)}


def _de_la_pagina(env):
    _ = env._
    return {
        "abriendo": _("Opening the document…"),
        "archivo_p12": _("File with certificate and key"),
        "cadena_original": _("Original string that was signed"),
        "certificado_cer": _("Certificate (.cer)"),
        "descargar": _("Download"),
        "documento_de": _("%(n)s of %(total)s"),
        "elegidos_uno": _("1 of %(total)s chosen"),
        "elegidos_varios": _("%(n)s of %(total)s chosen"),
        "elegir_documento": _("Sign %(folio)s"),
        "estado_error": _("Not signed"),
        "estado_firmado": _("Signed"),
        "estado_firmando": _("Signing…"),
        "estado_pendiente": _("To be signed"),
        "estado_rechazado": _("Rejected"),
        "estado_sello_pendiente": _("Signed, its time-stamp is pending"),
        "ningun_archivo": _("No file yet"),
        "ocultar_contrasena": _("Hide the password"),
        "pagina_de": _("Page %(pagina)s of %(paginas)s"),
        "paginas_uno": _("1 page"),
        "paginas_varios": _("%(n)s pages"),
        "rechazar_titulo": _("Reject %(folio)s"),
        "seguir_a_firmar_uno": _("Continue to sign 1"),
        "seguir_a_firmar_varios": _("Continue to sign %(n)s"),
        "titulo": _("Signing desk"),
        "ver_contrasena": _("Show the password"),
        "verificar": _("Verify"),
        "vigente_hasta": _("Until %(fecha)s"),
    }


def _de_la_firma(env):
    _ = env._
    return {
        "deteniendo": _("Stopping after this document…"),
        "espere": _("Wait %(segundos)s s"),
        "firmando_de": _("Signing %(n)s of %(total)s"),
        "firmando_uno": _("Signing the document"),
        "firmando_varios": _("Signing %(n)s documents"),
        "firmar_ninguno": _("Choose what to sign"),
        "firmar_uno": _("Sign 1 document"),
        "firmar_varios": _("Sign %(n)s documents"),
        "resumen_errores_uno": _("1 could not be signed."),
        "resumen_errores_varios": _("%(n)s could not be signed."),
        "resumen_firmados_uno": _("1 document signed"),
        "resumen_firmados_varios": _("%(n)s documents signed"),
        "resumen_pendientes_uno": _("1 still waits."),
        "resumen_pendientes_varios": _("%(n)s still wait."),
        "resumen_rechazados_uno": _("1 rejected."),
        "resumen_rechazados_varios": _("%(n)s rejected."),
        "resumen_sello_uno": _("1 gets its time-stamp as soon as the authority answers."),
        "resumen_sello_varios": _("%(n)s get their time-stamp as soon as the authority answers."),
        "sin_leer_uno": _("1 is still to be read to its end."),
        "sin_leer_varios": _("%(n)s are still to be read to their end."),
    }


def _errores(env):
    """Those of the core, and those that only the page can meet."""
    _ = env._
    return mensajes(env) | {
        "CER_MISSING": _("Choose your certificate."),
        "FILE_UNKNOWN": _("This is neither a certificate, nor a key, nor a .p12 file."),
        "KEY_CLOSED": _("The key was closed for safety. Open it again to go on."),
        "KEY_MISSING": _("Choose your private key."),
        "LOGIN": _("Your session has ended. Log in again; what is signed stays signed."),
        "NETWORK": _("The server does not answer. Check your connection and try again."),
        "PASSWORD_MISSING": _("Write the password of your private key."),
        "REASON_MISSING": _("Tell the author what has to change."),
        "SERVER": _("The server could not do it. Try again; if it goes on, tell the administrator."),
        "TBS_ATTRIBUTES": _("For your safety nothing was signed: what came to be signed is not this document."),
        "TBS_BASE": _(
            "For your safety nothing was signed: the document is not the one on the screen. Reload the page."
        ),
        "TBS_CADENA": _("For your safety nothing was signed: the original string is not the one of this document."),
        "TBS_GAP": _("For your safety nothing was signed: the document came with a signature in its place."),
        "TBS_RANGE": _("For your safety nothing was signed: the signature would not cover the whole document."),
        "UNKNOWN": _("Something went wrong in this page. Reload it and try again."),
    }
