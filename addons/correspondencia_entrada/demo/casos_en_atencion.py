"""Matters under attention: turned, turned further, with copies, extensions, drafts and returns."""

from .guion import Caso

CASOS = (
    Caso(
        40, "10:10", "Observaciones a los contratos de mantenimiento y arrendamiento del segundo semestre.", "auditoria", "tema_auditoria",
        remitente="auditor", numero="ASSC/AECF/0431/{anio}", tipo="requerimiento", paginas=12, tabla=True, plazo=25,
        turnos=("direccion", "cc:revisor"), instruccion="elaborar_respuesta", entregado="Aurora Castañón",
        ruta=(
            (0, "16:00", "direccion", "turnar", ("finanzas", "cc:juridico"), "revisar"),
            (1, "09:30", "finanzas", "turnar", ("materiales", "humanos"), "revisar"),
            (1, "10:00", "revisor", "visto"),
            (2, "12:15", "juridico", "visto"),
            (3, "11:00", "materiales", "comentar", "Ya están localizados 14 de los 19 expedientes; faltan los del almacén sur."),
            (18, "13:10", "humanos", "responder", "Se integran las constancias de los contratos de servicios profesionales observados."),
            (22, "10:20", "materiales", "prorroga", 10, "Cinco expedientes están en el archivo de concentración y no han sido remitidos."),
            (23, "09:45", "finanzas", "autorizar"),
            (30, "12:00", "materiales", "borrador", "<p>Se remiten 14 expedientes completos.</p>", "<p>Se remiten 17 expedientes completos; quedan dos en búsqueda.</p>"),
        ),
    ),
    Caso(
        35, "11:30", "Mesa de trabajo para revisar tabuladores y nombramientos.", "personal", "tema_administrativo_personal", remitente="sindicato",
        numero="STSP/SG/0251/{anio}", paginas=3, turnos=("finanzas", "cc:direccion"), plazo=15,
        ruta=(
            (1, "10:30", "finanzas", "turnar", ("humanos", "cc:contencioso")),
            (2, "09:10", "direccion", "visto"),
            (12, "13:00", "humanos", "prorroga", 8, "La mesa se reunirá hasta que el sindicato designe a sus representantes."),
            (13, "10:00", "finanzas", "negar", "El plazo lo fijó la Dirección General; presente un avance."),
        ),
    ),
    Caso(
        32, "09:50", "Cumplimiento de la sentencia dictada en el juicio de nulidad 208.", "amparo", "tema_juridico_requerimiento", remitente="secretario",
        numero="TJA/2S/1307/{anio}", tipo="notificacion_judicial", paginas=5, referencia="Juicio de nulidad 208", turnos=("juridico",), plazo=20,
        ruta=(
            (0, "15:20", "juridico", "turnar", ("contencioso",), "revisar"),
            (1, "09:40", "contencioso", "turnar", ("abogado", "cc:finanzas"), "revisar"),
            (15, "12:30", "abogado", "responder", "Se proyecta el acuerdo de cumplimiento y la orden de devolución."),
            (16, "10:10", "contencioso", "borrador", "<p>Se remite el acuerdo de cumplimiento para firma del Director Jurídico.</p>"),
        ),
    ),
    Caso(
        29, "12:05", "Sustitución del colector de la avenida de los Almendros.", "agua", "agua", remitente="presidente", numero="PM/0387/{anio}",
        paginas=4, turnos=("operacion", "cc:direccion", "cc:atencion"), plazo=22,
        ruta=(
            (1, "09:20", "operacion", "turnar", ("ingeniero",), "revisar"),
            (1, "11:40", "atencion", "visto"),
            (9, "13:30", "ingeniero", "comentar", "Video inspección hecha en 320 m; el daño principal está entre los pozos 11 y 13."),
        ),
    ),
    Caso(
        27, "10:20", "Suspensión provisional en el amparo 1304: no interrumpir el servicio.", "amparo", "tema_juridico_amparo", remitente="actuaria",
        numero="21877/{anio}", tipo="notificacion_judicial", paginas=3, referencia="Amparo indirecto 1304", turnos=("juridico", "operacion"),
        ruta=(
            (0, "14:10", "operacion", "concluir", "Se dio la instrucción a la cuadrilla: el servicio continúa conectado."),
            (1, "09:25", "juridico", "turnar", ("contencioso",)),
        ),
    ),
    Caso(
        25, "13:10", "Luminarias faltantes en la barda perimetral de la secundaria técnica.", "alumbrado", "alumbrado", remitente="nicanor", tipo="escrito_libre",
        capturista="norte", formato="png", turnos=("operacion",), plazo=30, ruta=((2, "10:00", "operacion", "turnar", ("ingeniero",)),),
    ),
    Caso(
        23, "09:15", "Programa de obra actualizado de la línea de conducción oriente.", "obra", "obra", remitente="contratista", numero="CPB-PRG-02",
        tipo="escrito_libre", medio="correo", paginas=8, tabla=True, turnos=("operacion",), plazo=24,
        ruta=((1, "12:20", "operacion", "turnar", ("ingeniero", "cc:materiales")), (10, "10:00", "ingeniero", "prorroga", 6, "El programa requiere conciliarse con la supervisión externa.")),
    ),
    Caso(
        21, "10:35", "Copia certificada del expediente del contrato de suministro de válvulas.", "requerimiento", "tema_juridico_requerimiento",
        remitente="ministerio", numero="FGSC/UI-4/0690/{anio}", tipo="requerimiento", paginas=2, confidencialidad="confidencial",
        turnos=("juridico",), plazo=10, referencia="Carpeta UI-4/2291",
        ruta=((1, "13:00", "juridico", "turnar", ("materiales",), "revisar"), (8, "12:00", "materiales", "responder", "Se entregan 214 fojas certificadas en sobre cerrado."), (9, "10:15", "juridico", "borrador", "<p>Se remite copia certificada constante de 214 fojas útiles.</p>")),
    ),
    Caso(
        20, "11:45", "Restablecimiento de la ruta de recolección en Lomas del Faro.", "residuos", "residuos", remitente="colonos", numero="ACLF/024/{anio}",
        tipo="escrito_libre", formato="escaneo", paginas=2, turnos=("atencion",),
        ruta=((6, "09:40", "atencion", "prorroga", 5, "El nuevo camión llega la próxima semana."), (7, "10:30", "ventanilla", "autorizar")),
    ),
    Caso(
        18, "09:05", "Alcance a la petición de restablecimiento de la ruta: relación de fechas sin servicio.", "residuos", "residuos", remitente="colonos",
        numero="aclf-24/{anio}", tipo="escrito_libre", paginas=2, turnos=("atencion",), relacion=("alcance", "Completa el escrito anterior con la relación de fechas."), plazo=19,
    ),
    Caso(
        17, "12:25", "Recurso de revisión 455 contra la respuesta a una solicitud de información.", "transparencia", "tema_transparencia", remitente="acuerdos",
        numero="ITSC/SA/1042/{anio}", medio="portal", paginas=4, turnos=("juridico", "cc:revisor"), instruccion="elaborar_respuesta", plazo=18,
        ruta=((1, "09:55", "juridico", "turnar", ("abogado",)), (3, "11:10", "revisor", "visto"), (9, "12:40", "abogado", "borrador", "<p>Alegatos: la información se entregó completa.</p>", "<p>Alegatos: la información se entregó completa y en datos abiertos.</p>", "<p>Alegatos del sujeto obligado, con la constancia de entrega en datos abiertos.</p>")),
    ),
    Caso(
        15, "10:50", "Queja por cobro de reconexión y solicitud de medidas cautelares.", "quejas", "tema_quejas", remitente="visitadora",
        numero="CDHSC/2V/0702/{anio}", tipo="requerimiento", paginas=2, turnos=("juridico", "atencion", "cc:direccion"), referencia="Queja 2V/358",
        ruta=((2, "12:10", "atencion", "responder", "Se reconectó el servicio como medida cautelar y se suspendió el cobro."), (3, "10:00", "juridico", "turnar", ("contencioso",))),
    ),
    Caso(
        14, "09:28", "Impermeabilización del archivo de concentración.", "materiales", "tema_administrativo_materiales", area="dj", numero="DJ/0212/{anio}",
        tipo="memorandum", turnos=("materiales", "cc:finanzas"), plazo=15,
    ),
    Caso(
        13, "11:15", "Calendario modificado del capítulo 6000 y adecuaciones compensadas.", "financieros", "tema_administrativo_financieros", remitente="egresos",
        numero="SFT/DGE/2199/{anio}", paginas=5, tabla=True, turnos=("finanzas", "cc:direccion"), plazo=14,
        ruta=((1, "10:05", "finanzas", "turnar", ("operacion", "materiales"), "revisar"), (2, "09:00", "direccion", "visto"), (6, "13:20", "materiales", "responder", "Sin modificaciones en las partidas a cargo del departamento.")),
    ),
    Caso(
        11, "12:30", "Visita de inspección conjunta al tanque Loma Alta.", "agua", "tema_peticion", remitente="diputada", numero="CSP/LXV/0148/{anio}",
        turnos=("atencion",), plazo=12, ruta=((1, "11:20", "atencion", "devolver", "Corresponde a la Dirección de Operación y Obras, que opera el tanque."),),
    ),
    Caso(
        10, "10:40", "Cambio de dos equipos de aire acondicionado del centro de datos.", "materiales", "tema_administrativo_materiales", area="daf",
        numero="DAF/0398/{anio}", tipo="memorandum", turnos=("materiales",), plazo=11, ruta=((3, "12:00", "materiales", "comentar", "En espera de la tercera cotización."),),
    ),
    Caso(
        9, "09:38", "Factibilidad de agua y drenaje para el conjunto habitacional Punta Brisa.", "agua", "agua", remitente="contratista", numero="CPB-0131",
        tipo="escrito_libre", paginas=6, turnos=("operacion", "cc:juridico"), plazo=20, ruta=((2, "10:15", "operacion", "turnar", ("ingeniero",)),),
    ),
    Caso(
        7, "11:08", "Informe anual de la agenda de género en el centro de trabajo.", "personal", "tema_administrativo_personal", remitente="diputada",
        numero="CSP/LXV/0153/{anio}", tipo="informe", turnos=("humanos", "cc:direccion", "cc:revisor"), plazo=16,
        ruta=((1, "09:30", "direccion", "visto"), (2, "13:00", "ventanilla", "rectificar", {"numero_oficio": "CIG/LXV/0153/{anio}"}, "Se capturaron mal las siglas de la comisión.")),
    ),
    Caso(
        6, "10:26", "Corte de raíz sobre la toma domiciliaria de la calle Ciprés 48.", "agua", "agua", remitente="eulalia", tipo="escrito_libre",
        capturista="ventanilla2", formato="png", turnos=("operacion",), plazo=7,
    ),
    Caso(
        4, "09:18", "Informe con justificación en el amparo 1361.", "amparo", "tema_juridico_amparo", remitente="actuaria", numero="23410/{anio}",
        tipo="notificacion_judicial", paginas=3, referencia="Amparo indirecto 1361", turnos=("juridico", "cc:direccion"), instruccion="elaborar_respuesta", plazo=5,
        ruta=((0, "14:30", "juridico", "turnar", ("contencioso",), "revisar"), (1, "09:10", "contencioso", "turnar", ("abogado",), "revisar")),
    ),
    Caso(
        3, "11:52", "Conferencia sobre la gestión de servicios urbanos.", "eventos", "tema_eventos", remitente="vinculacion", numero="UTSC/CV/0264/{anio}",
        tipo="invitacion", turnos=("direccion", "cc:atencion"), plazo=9, instruccion="asistir_en_representacion",
    ),
    Caso(
        2, "10:14", "Pago de la estimación número 6, duplicado del oficio anterior.", "obra", "tema_administrativo_financieros", remitente="contratista",
        numero="CPB-EST-05", tipo="escrito_libre", paginas=2, turnos=("finanzas",), relacion=("duplicado", "Mismo número que la estimación 5; se atiende como duplicado."), plazo=6,
    ),
)
