from . import folio_continuar
