import { registry } from "@web/core/registry";

/** What a clerk types: the text, and the key that goes on to the next field. */
function escribir(campo, texto, tecla = "Tab") {
    return [
        {
            content: `the cursor is in ${campo}`,
            trigger: `${campo}:focus`,
            run: texto ? `edit ${texto}` : () => {},
        },
        {
            content: `${campo}: ${tecla}`,
            trigger: campo,
            run: `press ${tecla}`,
        },
    ];
}

/** Chooses the first suggestion once it is there, as a person who looks at the screen does. */
function elegir(campo, texto, sugerencia) {
    return [
        { content: `the cursor is in ${campo}`, trigger: `${campo}:focus`, run: `edit ${texto}` },
        {
            content: `${sugerencia} is suggested first`,
            trigger: `.o-autocomplete--dropdown-item:first:contains(${sugerencia})`,
        },
        { content: `${campo}: Tab takes it and goes on`, trigger: campo, run: "press Tab" },
    ];
}

registry.category("web_tour.tours").add("entrada_registrar_por_teclado", {
    steps: () => [
        ...escribir("[name=numero_oficio] input", "SE/DGA/0456/2026"),
        ...escribir("[name=tipo_documento_id] input", ""),
        ...escribir("[name=fecha_elaboracion] input", ""),
        ...elegir("[name=remitente_id] input", "Rosa Luna Vega", "Rosa Luna Vega"),
        ...escribir("[name=remitente_cargo] input", "Directora"),
        ...elegir("[name=institucion_id] input", "Municipio de Pru", "Municipio de Prueba"),
        ...escribir("[name=referencia] input", ""),
        ...escribir("[name=descripcion] textarea", "Solicita copia certificada"),
        ...elegir("[name=tema_id] input", "Peticiones", "Peticiones"),
        ...escribir("[name=instruccion_id] input", ""),
        ...escribir("[name=fecha_requerida] input", ""),
        ...elegir("[data-tipo=atencion] input", "JUT", "Juridica"),
        ...elegir("[data-tipo=informacion] input", "revi", "Revisor"),
        {
            content: "both recipients are listed",
            trigger: ".o_destinatarios .o_data_row:nth-child(2):contains(Revisor)",
        },
        { content: "the topic proposed a deadline", trigger: "[name=fecha_requerida]" },
        {
            content: "register with the keyboard",
            trigger: "[name=comentarios] textarea:focus",
            run: "press Alt+g",
        },
        { content: "the folio is issued", trigger: ".o_asunto_cabeza [name=name]:contains(OPT/)" },
        {
            content: "and the data are locked",
            trigger: "[name=numero_oficio]:not(:has(input)):contains(0456)",
        },
    ],
});
