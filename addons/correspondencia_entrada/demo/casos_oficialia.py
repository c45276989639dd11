"""Matters that are still in the office of reception: drafts, to digitize, to correct and to discharge."""

from .guion import Caso

CASOS = (
    Caso(1, "15:40", "Ampliación del horario de la ventanilla de pagos.", "quejas", "tema_peticion", remitente="camara", numero="CCPS/071/{anio}", hasta="borrador", turnos=("atencion",)),
    Caso(1, "16:05", "Solicitud de pipa de agua para la clínica de la colonia El Mirador.", "agua", "agua", remitente="rosaura", tipo="escrito_libre", hasta="borrador", capturista="ventanilla2"),
    Caso(2, "16:30", "Sesión ordinaria del comité de adquisiciones.", "eventos", "tema_eventos", remitente="egresos", tipo="invitacion", hasta="borrador", capturista="ventanilla2"),
    Caso(1, "14:20", "Informe de pozos en operación de la zona norte.", "agua", "tema_peticion", remitente="diputada", numero="CSP/LXV/0166/{anio}", hasta="borrador", capturista="norte", medio="correo"),
    # to digitize
    Caso(1, "09:10", "Retiro de escombro y reposición de banqueta en la calle Magnolia.", "obra", "obra", remitente="colonos", numero="ACLF/027/{anio}", tipo="escrito_libre", hasta="registrado", turnos=("operacion",)),
    Caso(1, "09:48", "Emplazamiento al juicio contencioso administrativo 412 por negativa ficta.", "amparo", "tema_juridico_requerimiento", remitente="secretario",
         numero="TJA/2S/1520/{anio}", tipo="notificacion_judicial", hasta="registrado", turnos=("juridico", "cc:direccion"), plazo=5),
    Caso(1, "10:33", "Denuncia por presuntas irregularidades en la asignación de tomas domiciliarias.", "quejas", "tema_quejas", remitente="teodulo", tipo="escrito_libre",
         hasta="registrado", confidencialidad="confidencial", turnos=("juridico", "cc:revisor")),
    Caso(1, "11:56", "Contratos de servicios profesionales del ejercicio anterior.", "transparencia", "tema_transparencia", remitente="acuerdos",
         numero="ITSC/SA/1188/{anio}", tipo="solicitud_de_acceso_a_la_informacion", medio="portal", hasta="registrado", paginas=2, turnos=("juridico",)),
    Caso(2, "12:40", "Entrega de uniformes y equipo de protección a las cuadrillas.", "personal", "tema_administrativo_personal", remitente="sindicato",
         numero="STSP/SG/0302/{anio}", hasta="registrado", turnos=("humanos",), ruta=((1, "13:00", "digitalizador", "tomar"),)),
    Caso(6, "13:15", "Inventario de bienes muebles para conciliación.", "materiales", "tema_administrativo_materiales", remitente="patrimonio",
         numero="SFT/DP/1015/{anio}", hasta="registrado", plazo=5, turnos=("materiales",), comentarios="El anexo llegó en carpeta; son 140 fojas."),
    # to correct
    Caso(3, "10:12", "Ministración del cuarto trimestre y conciliación de saldos.", "financieros", "tema_administrativo_financieros", remitente="egresos",
         numero="SFT/DGE/2310/{anio}", hasta="registrado", turnos=("finanzas",),
         ruta=((0, "12:05", "digitalizador", "rechazar", "Faltan anexos: el oficio dice acompañar dos y solo hay uno."),)),
    Caso(2, "11:22", "Regularización de la toma clandestina del predio Los Sauces.", "requerimiento", "agua", remitente="obras", numero="DOP/0611/{anio}",
         hasta="registrado", turnos=("operacion",), ruta=((0, "13:40", "digitalizador", "rechazar", "Ilegible: la segunda hoja está manchada."),)),
    Caso(4, "09:25", "Padrón de usuarios con tarifa preferente.", "transparencia", "tema_transparencia", remitente="diputada", numero="CSP/LXV/0159/{anio}",
         hasta="registrado", turnos=("atencion",),
         ruta=((0, "11:00", "digitalizador", "rechazar", "El número de oficio capturado no corresponde al documento."),
               (1, "09:30", "ventanilla2", "tomar"))),
    # to discharge
    Caso(1, "09:31", "Validación técnica del cruce de la línea de conducción.", "obra", "obra", remitente="proyectos", numero="SIM/SP/0744/{anio}", hasta="digitalizado",
         paginas=7, tabla=True, turnos=("operacion", "cc:direccion")),
    Caso(1, "10:02", "Solventación de las observaciones preliminares de la cuenta pública.", "auditoria", "tema_auditoria", remitente="solventacion",
         numero="ASSC/DS/0388/{anio}", hasta="digitalizado", paginas=12, tabla=True, turnos=("finanzas", "cc:revisor"), plazo=6),
    Caso(2, "12:18", "Mantenimiento del alumbrado en el parque lineal.", "alumbrado", "alumbrado", remitente="parques", numero="DPJ/0214/{anio}", hasta="digitalizado",
         formato="escaneo", paginas=2, capturista="ventanilla2"),
    Caso(2, "09:58", "Suspensión del servicio de recolección en el fraccionamiento Bahía.", "residuos", "residuos", remitente="rosaura", tipo="escrito_libre",
         hasta="registrado", capturista="norte", formato="png", turnos=("atencion",)),
    Caso(5, "10:44", "Alta de firmas mancomunadas en la cuenta concentradora.", "financieros", "tema_administrativo_financieros", remitente="egresos",
         numero="SFT/DGE/2288/{anio}", hasta="digitalizado", plazo=4, turnos=("finanzas",), ruta=((1, "09:15", "ventanilla", "tomar"),)),
    Caso(3, "13:02", "Resultado de la auditoría de desempeño al programa de fugas.", "auditoria", "tema_auditoria", remitente="auditor", numero="ASSC/AECF/0512/{anio}",
         hasta="digitalizado", paginas=9, confidencialidad="reservado", turnos=("direccion", "cc:revisor"), plazo=10),
)
