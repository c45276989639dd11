"""What the invented letters say, by topic. Every person, place and figure is fictional."""

PARRAFOS = {
    "agua": (
        "Desde hace varias semanas el suministro en la zona llega con presión insuficiente y solo en horario nocturno, por lo que las familias "
        "se han visto obligadas a contratar pipas particulares. El reporte telefónico se hizo en dos ocasiones sin que hasta hoy se conozca "
        "la causa de la falla ni la fecha en que quedará resuelta.",
        "En el recorrido que se hizo por las calles afectadas se observaron tres hundimientos sobre el trazo del colector y un olor persistente "
        "en los pozos de visita, señales de que la tubería ha rebasado su vida útil. Se anexa un croquis con la ubicación de cada punto.",
        "Se pide programar una visita de inspección conjunta, informar el resultado del muestreo de cloro residual y, de ser necesario, "
        "habilitar un tanque provisional mientras se sustituye el tramo dañado.",
        "No se omite señalar que en la zona hay una escuela primaria y un centro de salud, cuya operación depende del servicio continuo, de modo "
        "que una interrupción mayor a veinticuatro horas tendría efectos sobre población vulnerable.",
    ),
    "alumbrado": (
        "En el tramo descrito permanecen apagadas diecisiete luminarias, según el conteo que hicieron los propios vecinos durante tres noches. "
        "La oscuridad coincide con el horario de salida del turno vespertino de la escuela secundaria.",
        "El cableado de cuatro postes fue sustraído y las cajas de registro quedaron abiertas, lo que representa un riesgo para quienes transitan "
        "por la banqueta, sobre todo en temporada de lluvias.",
        "Se propone que las luminarias que se repongan sean de tecnología LED y que se coloquen con tapas soldadas, tal como se hizo con buen "
        "resultado en el paseo costero.",
    ),
    "residuos": (
        "El camión recolector dejó de pasar los martes y jueves, días señalados en el calendario publicado, y la acumulación de bolsas en las "
        "esquinas ha atraído fauna nociva. Se adjunta una relación de las fechas en que no se prestó el servicio.",
        "Se solicita restablecer la ruta, instalar dos contenedores con tapa junto al mercado y difundir por perifoneo los nuevos horarios de "
        "recolección separada de residuos orgánicos e inorgánicos.",
        "La mesa directiva ofrece la participación de sus integrantes para una jornada de limpieza y para vigilar que los comercios "
        "entreguen sus residuos en el horario acordado.",
    ),
    "obra": (
        "De la revisión del proyecto ejecutivo se desprende que el trazo de la línea de conducción cruza la servidumbre de paso en el cadenamiento "
        "2+340, por lo que se requiere la validación técnica de ese Instituto antes de autorizar el inicio de las excavaciones.",
        "El avance físico acumulado es de 62 por ciento, contra un programado de 70 por ciento. La diferencia obedece a los días de lluvia extraordinaria "
        "que constan en la bitácora electrónica y a la entrega tardía de las válvulas de seccionamiento.",
        "Se somete a consideración el programa de obra actualizado, en el que se proponen dos frentes simultáneos y un turno adicional "
        "los sábados, sin que ello signifique incremento en el monto contratado.",
        "Se acompañan los generadores, el reporte fotográfico y las pruebas de laboratorio correspondientes a la estimación, para que la residencia "
        "esté en posibilidad de revisarlos dentro del plazo que marca la ley en la materia.",
    ),
    "amparo": (
        "En los autos del juicio de amparo indirecto citado al rubro se dictó un acuerdo que, en lo conducente, tiene por admitida la demanda y ordena "
        "requerir a la autoridad señalada como responsable su informe con justificación, acompañado de las constancias que lo apoyen.",
        "Se concede la suspensión provisional para el único efecto de que las cosas se mantengan en el estado que actualmente guardan y no se "
        "interrumpa el servicio en el domicilio de la parte quejosa, hasta en tanto se resuelve sobre la definitiva.",
        "Se apercibe a la autoridad de que, en caso de no rendir el informe dentro del plazo concedido, se presumirá cierto el acto "
        "reclamado, salvo prueba en contrario, y se impondrá la medida de apremio que corresponda.",
        "Para la celebración de la audiencia incidental se señalan las diez horas con veinte minutos del día que se indica en el acuerdo anexo, "
        "al que se adjunta copia sellada de la demanda.",
    ),
    "requerimiento": (
        "Con motivo de la carpeta de investigación que se integra en esta unidad, se solicita remitir copia certificada del expediente completo del "
        "contrato que se indica, incluidas las modificaciones, las garantías y las constancias de entrega y recepción.",
        "Se requiere además que se informe el nombre y el cargo de las personas servidoras públicas que intervinieron en la autorización, así como el "
        "domicilio en el que puedan ser notificadas.",
        "La documentación deberá entregarse en sobre cerrado en las oficinas de esta autoridad, con la anotación de información reservada, "
        "dentro del plazo señalado, en el entendido de que puede solicitarse prórroga por causa justificada.",
    ),
    "transparencia": (
        "La persona solicitante requiere conocer, en formato de datos abiertos, el número de fugas reportadas y atendidas por colonia durante los últimos "
        "tres ejercicios, el tiempo promedio de atención y el gasto ejercido en reparaciones.",
        "Se recuerda que la respuesta debe notificarse dentro del plazo legal y que, si la información obra en un sitio público, "
        "basta indicar la fuente, el lugar y la forma en que puede consultarse.",
        "En caso de que se actualice alguna causal de reserva o de confidencialidad, el área deberá someter la propuesta de clasificación al "
        "Comité, con la prueba de daño y la versión pública correspondientes.",
        "El recurso de revisión se admitió a trámite y se pone el expediente a disposición de las partes para que manifiesten lo que a su derecho "
        "convenga y ofrezcan las pruebas que estimen pertinentes.",
    ),
    "auditoria": (
        "Como resultado de la revisión de la cuenta pública se determinaron las observaciones que se detallan en el anexo, respecto de las "
        "cuales deberá presentarse la documentación e información que las solvente o, en su caso, las aclaraciones procedentes.",
        "La muestra auditada representa el 58 por ciento del capítulo 3000 y comprende los contratos de mantenimiento, arrendamiento y servicios "
        "profesionales celebrados durante el segundo semestre del ejercicio.",
        "Se solicita designar a la persona que fungirá como enlace y poner a disposición del grupo auditor un espacio de trabajo, acceso "
        "de consulta al sistema contable y los expedientes originales que se relacionan.",
        "Transcurrido el plazo sin que se reciba respuesta, las observaciones se tendrán por no solventadas y se dará vista a la "
        "autoridad investigadora para los efectos a que haya lugar.",
    ),
    "personal": (
        "Se hace del conocimiento de ese Instituto que las condiciones generales de trabajo prevén la entrega de uniformes y equipo de protección en el "
        "primer semestre de cada año, compromiso que a la fecha se encuentra pendiente en las cuadrillas de campo.",
        "Se propone instalar una mesa de trabajo en la que se revisen los tabuladores, el programa de capacitación y los casos de las personas que han "
        "desempeñado funciones superiores a su nombramiento por más de seis meses.",
        "Se pide la expedición de la hoja única de servicios y de la constancia de percepciones y deducciones, documentos "
        "indispensables para el trámite de pensión que se encuentra en curso.",
    ),
    "materiales": (
        "En atención a la invitación recibida, se presenta la propuesta técnica y económica para el suministro de papelería, consumibles de impresión "
        "y artículos de limpieza, con vigencia de treinta días naturales y entrega en almacén.",
        "Se informa que el pedido se entregó completo en el almacén general, según consta en las remisiones selladas, por lo que se solicita "
        "tramitar el pago de la factura correspondiente, cuyo vencimiento está próximo.",
        "El inmueble que ocupa el archivo de concentración requiere impermeabilización y el cambio de dos equipos de aire acondicionado, trabajos que "
        "conviene programar antes de la temporada de lluvias para proteger la documentación.",
    ),
    "financieros": (
        "Con fundamento en los lineamientos para el cierre del ejercicio, se comunica que la fecha límite para registrar compromisos será el último día "
        "hábil del mes y que los recursos no devengados deberán reintegrarse a la Tesorería.",
        "Del análisis del avance presupuestal se observa un subejercicio en el capítulo 6000, por lo que se pide remitir el calendario "
        "modificado y la justificación de las adecuaciones compensadas que se pretenden tramitar.",
        "La ministración correspondiente al trimestre quedará sujeta a la conciliación de los saldos bancarios y a la entrega de los "
        "estados financieros firmados por las personas facultadas.",
    ),
    "quejas": (
        "La persona quejosa manifiesta que acudió en tres ocasiones al módulo de atención sin que se le recibiera su escrito, y que el trato "
        "del personal fue descortés. Solicita que se investiguen los hechos y se le informe la resolución.",
        "Se pide rendir un informe en el que se precisen los antecedentes del caso, los fundamentos de la actuación reclamada y las medidas que se "
        "hayan adoptado para evitar su repetición, acompañado de copia de los registros de atención.",
        "Sin prejuzgar sobre la veracidad de los hechos, se solicita la adopción de medidas cautelares para garantizar el acceso al agua de una "
        "persona adulta mayor que habita el domicilio, mientras se integra el expediente.",
    ),
    "eventos": (
        "Es un gusto invitarle a la sesión que tendrá lugar en el auditorio principal, a la que asistirán representantes de los sectores público, "
        "social y académico para dialogar sobre la gestión sostenible del agua en ciudades medias.",
        "Mucho agradeceremos que nos confirme su asistencia o la de la persona que designe en su representación, a fin de preparar el "
        "gafete y el lugar de estacionamiento correspondientes.",
        "El programa considera una conferencia magistral, dos mesas de trabajo y la firma de un convenio de colaboración que permitirá a "
        "estudiantes realizar estadías profesionales en ese Instituto.",
    ),
    "general": (
        "Lo anterior se comunica para que, en el ámbito de su competencia, se dicten las instrucciones que se estimen procedentes y se "
        "informe a esta oficina el resultado.",
        "Se señala como domicilio para recibir notificaciones el que aparece al calce y se autoriza a las personas que se "
        "indican para imponerse de los autos y recoger documentos.",
        "La información que se proporciona es de uso exclusivo para el trámite descrito y su tratamiento se sujeta a la legislación en "
        "materia de protección de datos personales.",
    ),
}

APERTURAS = (
    "Por este conducto me dirijo a usted con relación al asunto citado al rubro: {asunto}",
    "Con fundamento en las atribuciones que la normativa confiere a esta oficina, hago de su conocimiento lo siguiente: {asunto}",
    "En seguimiento a las comunicaciones previas sobre el tema, expongo a usted lo que enseguida se detalla: {asunto}",
    "Sirva la presente para enviarle un saludo y plantear a su consideración lo siguiente: {asunto}",
)
CIERRES = (
    "Sin otro particular, aprovecho la ocasión para enviarle un cordial saludo.",
    "Agradezco de antemano la atención que se sirva dar al presente.",
    "Quedo a sus órdenes para cualquier aclaración sobre el contenido de este documento.",
    "En espera de su amable respuesta, le reitero la seguridad de mi consideración.",
)

#: heading and columns of the tables in the annexes, by topic
ANEXOS = {
    "auditoria": ("Cédula de observaciones", ("Núm.", "Concepto observado", "Contrato", "Importe (MXN)")),
    "obra": ("Programa y números generadores", ("Clave", "Concepto de obra", "Contrato", "Importe (MXN)")),
    "financieros": ("Estado del ejercicio por partida", ("Partida", "Concepto", "Compromiso", "Importe (MXN)")),
    "materiales": ("Propuesta económica", ("Renglón", "Descripción del bien", "Clave", "Importe (MXN)")),
}
ANEXO_COMUN = ("Relación de documentos que se acompañan", ("Núm.", "Documento", "Referencia", "Fojas"))

CONCEPTOS = {
    "auditoria": (
        "Pago sin evidencia de la prestación del servicio",
        "Garantía de cumplimiento presentada fuera de plazo",
        "Falta de acta de entrega y recepción",
        "Pena convencional no aplicada por atraso",
        "Comprobante fiscal cancelado con posterioridad al pago",
        "Adjudicación directa sin dictamen de excepción",
        "Bitácora de combustible incompleta",
        "Bienes sin número de inventario",
        "Diferencia entre el registro contable y el estado de cuenta",
    ),
    "obra": (
        "Excavación en zanja, material tipo II",
        "Tubería de PEAD de 8 pulgadas, suministro y colocación",
        "Relleno compactado al 90 por ciento",
        "Caja de válvulas tipo 4",
        "Reposición de pavimento asfáltico",
        "Toma domiciliaria de media pulgada",
        "Prueba hidrostática por tramo",
        "Señalamiento y desvío de tránsito",
    ),
    "financieros": (
        "Energía eléctrica de pozos y rebombeos",
        "Mantenimiento de maquinaria y equipo",
        "Arrendamiento de vehículos",
        "Servicios de vigilancia",
        "Refacciones y accesorios menores",
        "Estudios e investigaciones",
        "Impuesto sobre nóminas",
    ),
    "materiales": (
        "Papel bond carta, caja con diez paquetes",
        "Tóner negro de alto rendimiento",
        "Carpeta registradora tamaño oficio",
        "Guante de nitrilo, caja con cien piezas",
        "Desinfectante concentrado, garrafa de 20 litros",
        "Silla operativa con soporte lumbar",
        "Etiqueta adhesiva para archivo",
    ),
    "comun": (
        "Copia simple del acuerdo",
        "Identificación oficial",
        "Acuse del escrito anterior",
        "Croquis de localización",
        "Reporte fotográfico",
        "Recibo del servicio",
        "Minuta de la reunión",
        "Carta poder",
        "Dictamen técnico",
        "Lista de asistencia",
    ),
}
