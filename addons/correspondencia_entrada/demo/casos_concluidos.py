"""Matters that came to an end: concluded or cancelled."""

from .guion import Caso

CASOS = (
    Caso(
        62, "09:12", "Reparación de la fuga de agua potable en la calle Almendro, entre Nogal y Encino.", "agua", "agua",
        remitente="colonos", numero="ACLF/018/{anio}", tipo="escrito_libre", paginas=2, entregado="Rosa Ibáñez, recepción de la DOO",
        turnos=("operacion", "cc:atencion"),
        ruta=(
            (1, "10:05", "operacion", "turnar", ("ingeniero",)),
            (2, "09:30", "atencion", "visto"),
            (4, "13:40", "ingeniero", "comentar", "Cuadrilla 4 en sitio; se cerró la válvula del sector para sustituir seis metros de tubería."),
            (6, "12:20", "ingeniero", "responder", "La fuga quedó reparada y el servicio restablecido. Se repuso el pavimento y se anexa reporte fotográfico en el expediente de obra."),
        ),
    ),
    Caso(
        61, "10:25", "Invitación al foro «Agua para ciudades medias» que organiza la universidad.", "eventos", "tema_eventos",
        remitente="rectora", numero="REC/0441/{anio}", tipo="invitacion", plazo=12, instruccion="asistir_en_representacion",
        turnos=("direccion",),
        ruta=(
            (1, "11:00", "direccion", "turnar", ("operacion", "cc:atencion")),
            (2, "12:45", "atencion", "visto"),
            (3, "10:10", "operacion", "responder", "Se confirma la asistencia de la titular de Operación y Obras en representación de la Dirección General."),
        ),
    ),
    Caso(
        58, "09:40", "Informe justificado en el juicio de amparo 1187 promovido por un usuario contra la suspensión del servicio.", "amparo",
        "tema_juridico_amparo", remitente="actuaria", numero="17402/{anio}", tipo="notificacion_judicial", paginas=4, referencia="Amparo indirecto 1187",
        turnos=("juridico", "cc:direccion"), instruccion="elaborar_respuesta", entregado="Fernanda Quezada",
        ruta=(
            (0, "13:30", "juridico", "turnar", ("contencioso",), "revisar"),
            (0, "14:05", "direccion", "visto"),
            (1, "09:15", "contencioso", "turnar", ("abogado",)),
            (2, "16:20", "abogado", "responder", "Se rindió el informe justificado con las constancias certificadas del expediente comercial del usuario."),
            (3, "10:00", "juridico", "concluir", "Informe revisado y presentado dentro del plazo en el juzgado."),
        ),
    ),
    Caso(
        55, "11:05", "Constancia de percepciones y hoja única de servicios para trámite de pensión.", "personal", "tema_administrativo_personal",
        remitente="eulalia", tipo="escrito_libre", turnos=("finanzas",), formato="png",
        ruta=(
            (1, "09:20", "finanzas", "turnar", ("humanos",)),
            (5, "12:00", "humanos", "responder", "Se expidió la hoja única de servicios con folio interno 311 y se entregó a la interesada."),
        ),
    ),
    Caso(
        52, "12:10", "Número de fugas reportadas y atendidas por colonia en los últimos tres ejercicios.", "transparencia", "tema_transparencia",
        remitente="acuerdos", numero="ITSC/SA/0977/{anio}", tipo="solicitud_de_acceso_a_la_informacion", medio="portal", paginas=2,
        turnos=("juridico", "cc:revisor"), instruccion="elaborar_respuesta",
        ruta=(
            (1, "10:40", "juridico", "turnar", ("operacion", "atencion"), "revisar"),
            (1, "11:00", "revisor", "visto"),
            (4, "13:00", "operacion", "responder", "Se remite la base de datos de fugas por colonia en formato abierto."),
            (6, "09:50", "atencion", "responder", "Se informa el tiempo promedio de atención por tipo de reporte, con corte al último trimestre."),
            (7, "12:30", "juridico", "responder", "Se integró la respuesta de ambas áreas y se notificó en la plataforma."),
        ),
    ),
    Caso(
        49, "09:55", "Propuesta económica para el suministro de papelería y consumibles del último trimestre.", "materiales", "tema_administrativo_materiales",
        remitente="proveedora", numero="ELR-2209", tipo="escrito_libre", medio="correo", paginas=3, tabla=True, turnos=("materiales",),
        ruta=((3, "11:15", "materiales", "concluir", "La propuesta se integró al cuadro comparativo del procedimiento; no requiere respuesta."),),
    ),
    Caso(
        47, "10:30", "Fecha límite para el registro de compromisos y reintegros del cierre del ejercicio.", "financieros", "tema_administrativo_financieros",
        remitente="egresos", numero="SFT/DGE/2034/{anio}", tipo="circular", paginas=2, instruccion="para_su_conocimiento",
        turnos=("finanzas", "cc:direccion", "cc:materiales", "cc:humanos", "cc:revisor"),
        ruta=(
            (1, "09:05", "direccion", "visto"),
            (1, "09:30", "humanos", "visto"),
            (2, "10:20", "materiales", "visto"),
            (2, "13:10", "finanzas", "concluir", "Se tomó nota y se difundió el calendario de cierre a las áreas."),
            (3, "10:45", "revisor", "visto"),
        ),
    ),
    Caso(
        44, "09:30", "Poda de tres árboles que obstruyen el registro del pozo número 7.", "alumbrado", "servicios",
        remitente="parques", numero="DPJ/0166/{anio}", turnos=("atencion",),
        ruta=(
            (2, "11:50", "atencion", "devolver", "La solicitud es de la competencia de Operación: el pozo está a su cargo."),
            (2, "13:00", "ventanilla", "turnar", ("operacion",)),
            (8, "12:00", "operacion", "responder", "Se coordinó la poda con la cuadrilla municipal y se liberó el acceso al registro."),
        ),
    ),
    Caso(
        41, "11:20", "Informe sobre la queja por trato descortés en el módulo de atención.", "quejas", "tema_quejas",
        remitente="visitadora", numero="CDHSC/2V/0618/{anio}", tipo="requerimiento", paginas=3, turnos=("juridico", "cc:revisor"),
        instruccion="elaborar_respuesta", referencia="Queja 2V/311",
        ruta=(
            (1, "09:40", "juridico", "turnar", ("atencion", "contencioso"), "revisar"),
            (2, "10:00", "revisor", "visto"),
            (4, "13:30", "atencion", "responder", "Se remite copia del registro de atención y el informe de la persona que estaba de guardia."),
            (5, "12:10", "contencioso", "responder", "Se proyectó el informe con los antecedentes y las medidas de no repetición."),
            (6, "10:30", "juridico", "responder", "Se rindió el informe solicitado por la Segunda Visitaduría."),
        ),
    ),
    Caso(
        38, "12:35", "Estimación número 5 de la rehabilitación de la línea de conducción oriente.", "obra", "obra",
        remitente="contratista", numero="CPB-EST-05", tipo="escrito_libre", paginas=6, tabla=True, turnos=("operacion",),
        ruta=(
            (1, "10:15", "operacion", "turnar", ("ingeniero",), "revisar"),
            (8, "13:20", "ingeniero", "prorroga", 5, "Faltan las pruebas de laboratorio de dos tramos."),
            (9, "09:30", "operacion", "autorizar"),
            (14, "12:00", "ingeniero", "responder", "Números generadores conciliados; la estimación procede por el monto de la carátula."),
            (15, "11:00", "operacion", "concluir", "Estimación autorizada y enviada a pago."),
        ),
    ),
    Caso(
        36, "09:20", "Reposición de luminarias en el acceso a la escuela secundaria técnica.", "alumbrado", "alumbrado",
        remitente="nicanor", tipo="escrito_libre", capturista="norte", turnos=("operacion",), formato="escaneo",
        ruta=((6, "12:50", "operacion", "responder", "Se repusieron diecisiete luminarias y se soldaron las tapas de los registros."),),
    ),
    Caso(
        33, "10:50", "Convenio de estadías profesionales para estudiantes de ingeniería civil.", "eventos", "tema_administrativo",
        remitente="vinculacion", numero="UTSC/CV/0209/{anio}", paginas=5, plazo=15, turnos=("direccion",), instruccion="emitir_opinion",
        ruta=(
            (1, "12:00", "direccion", "turnar", ("juridico", "humanos"), "revisar"),
            (6, "10:20", "juridico", "responder", "El proyecto es viable con los ajustes marcados en las cláusulas tercera y séptima."),
            (9, "11:30", "humanos", "responder", "Hay lugar para ocho estudiantes por cuatrimestre."),
            (11, "13:00", "direccion", "responder", "Se comunica a la universidad la conformidad con el convenio y la fecha de firma."),
        ),
    ),
    Caso(
        30, "09:45", "Comodato del terreno contiguo al tanque elevado Loma Alta.", "general", "tema_administrativo",
        remitente="patrimonio", numero="SFT/DP/0893/{anio}", paginas=2, plazo=10, turnos=("juridico",),
        ruta=(
            (4, "12:15", "juridico", "responder", "Se remiten los datos registrales del predio y la opinión jurídica favorable."),
            (9, "10:40", "ventanilla", "reabrir", "El remitente pide además el plano certificado del predio."),
            (12, "12:00", "juridico", "concluir", "Se entregó el plano certificado en la ventanilla de la Dirección de Patrimonio."),
        ),
    ),
    Caso(
        27, "11:40", "Relación de colonias con servicio por tandeo, para la glosa del informe.", "agua", "tema_peticion",
        remitente="diputada", numero="CSP/LXV/0127/{anio}", turnos=("direccion", "cc:juridico"), plazo=8,
        ruta=(
            (0, "16:10", "direccion", "turnar", ("operacion",)),
            (1, "09:10", "juridico", "visto"),
            (5, "13:25", "operacion", "responder", "Se anexa la relación de las nueve colonias con tandeo y el programa para regularizarlas."),
        ),
    ),
    Caso(
        24, "10:05", "Asignación de equipo de cómputo para el archivo de concentración.", "materiales", "tema_administrativo_materiales",
        area="drh", numero="DRH/0145/{anio}", tipo="memorandum", turnos=("materiales",), plazo=10,
        ruta=((5, "11:45", "materiales", "responder", "Se entregaron dos equipos con resguardo firmado."),),
    ),
    # cancelled
    Caso(
        45, "12:20", "Pago de la factura A-4471 por trabajos de impermeabilización.", "materiales", "tema_administrativo_materiales",
        remitente="contratista", numero="CPB-0098", tipo="escrito_libre", hasta="registrado",
        ruta=((0, "13:15", "ventanilla", "cancelar", "El documento está dirigido a otra institución; se devolvió al mensajero."),),
    ),
    Caso(
        34, "09:35", "Invitación a la entrega de reconocimientos del sector comercio.", "eventos", "tema_eventos",
        remitente="camara", numero="CCPS/055/{anio}", tipo="invitacion", turnos=("direccion",), plazo=10,
        ruta=((2, "10:30", "ventanilla", "cancelar", "El remitente avisó por escrito que el evento se suspendió."),),
    ),
    Caso(
        19, "13:05", "Reporte de baches sobre el colector de la avenida del Puerto.", "agua", "agua", remitente="teodulo", tipo="escrito_libre",
        hasta="digitalizado", ruta=((1, "09:20", "ventanilla2", "cancelar", "Registrado por error: es copia de conocimiento para el Ayuntamiento."),),
    ),
    Caso(
        12, "10:15", "Requerimiento de información sobre el contrato de vigilancia.", "requerimiento", "tema_juridico_requerimiento",
        remitente="ministerio", numero="FGSC/UI-4/0733/{anio}", tipo="requerimiento", hasta="registrado",
        ruta=((0, "12:00", "ventanilla", "cancelar", "El agente retiró el oficio para corregir el número de carpeta."),),
    ),
)
