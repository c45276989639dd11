from . import correspondencia_descarga
from . import correspondencia_duplicado
from . import correspondencia_libro
from . import correspondencia_motivo
from . import correspondencia_pedir_prorroga
from . import correspondencia_rectificar
from . import correspondencia_turnar
