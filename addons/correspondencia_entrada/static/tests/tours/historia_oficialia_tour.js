import { registry } from "@web/core/registry";
import {
    ASUNTO,
    abrirTarea,
    clic,
    decidir,
    destinatario,
    elegir,
    entrar,
    escribir,
    estado,
    salir,
    subirOficio,
    tomarTarea,
    turnarEnDialogo,
    ver,
} from "./pasos";

const historias = registry.category("web_tour.tours");

const nuevoAsunto = () => [
    ver(".o_action_manager .o_view_controller"),
    clic("[data-menu-xmlid='correspondencia_entrada.menu_entrada']"),
    clic("[data-menu-xmlid='correspondencia_entrada.menu_registrar']"),
    ver(".o_correspondencia_asunto button[name=action_registrar]"),
];

historias.add("historia_registrar_externo", {
    steps: () => [
        ...entrar("prueba_ventanilla"),
        ...nuevoAsunto(),
        escribir("[name=numero_oficio] input", "SOP/214/2026"),
        ...elegir("[name=remitente_id]", "Juana Pérez"),
        ver("[name=remitente_cargo] input:value(Directora de Obras)"),
        escribir("[name=descripcion] textarea", ASUNTO),
        ...elegir("[name=tema_id]", "Peticiones"),
        ...destinatario("atencion", "Directora"),
        ...destinatario("atencion", "Contadora"),
        ...destinatario("informacion", "Revisor"),
        clic("button[name=action_registrar]"),
        ver(".o_asunto_cabeza [name=name]:contains(OPT/)"),
        estado("por_digitalizar"),
        ver("[name=numero_oficio]:not(:has(input)):contains(SOP/214/2026)"),
        ...salir(),
    ],
});

historias.add("historia_registrar_interno", {
    steps: () => [
        ...nuevoAsunto(),
        clic("[name=origen] input[data-value=interno]"),
        ...elegir("[name=area_remitente_id]", "Finanzas"),
        escribir("[name=descripcion] textarea", ASUNTO),
        ...destinatario("atencion", "Juridica"),
        ...subirOficio(),
        clic("[name=turnado_directo] input"),
        clic("button[name=action_registrar]"),
        ver(".o_asunto_cabeza [name=name]:contains(OPT/)"),
        estado("en_atencion"),
    ],
});

historias.add("historia_digitalizar", {
    steps: () => [
        ...tomarTarea(),
        ...abrirTarea(),
        ...subirOficio(),
        ver(".o_visor_documento[data-vista=pdf] iframe"),
        clic("button[name=action_terminar_digitalizacion]"),
        estado("por_descargar"),
    ],
});

historias.add("historia_rechazar_digitalizacion", {
    steps: () => [
        ...abrirTarea(),
        clic("button.o_rechazar"),
        clic(".modal [name=frecuente] input[data-value=faltan_anexos]"),
        ver(".modal [name=motivo] textarea:not(:value(/^$/))"),
        clic(".modal button[name=action_confirmar]"),
        ver("body:not(:has(.modal))"),
        estado("por_corregir"),
    ],
});

historias.add("historia_corregir", {
    steps: () => [
        ...abrirTarea(),
        ver(".alert-warning [name=motivo_regreso]"),
        ...subirOficio(),
        clic("button[name=action_corregido]"),
        estado("por_digitalizar"),
    ],
});

historias.add("historia_terminar_digitalizacion", {
    steps: () => [
        ...abrirTarea(),
        ver(".o_documento:contains(Oficio Núm. 214.pdf)"),
        clic("button[name=action_terminar_digitalizacion]"),
        estado("por_descargar"),
    ],
});

historias.add("historia_descargar", {
    steps: () => [
        ...abrirTarea(),
        ver(".o_visor_documento[data-vista=pdf] iframe"),
        clic("button.o_descargar"),
        ver(".modal [name=turno_ids] .o_data_row:contains(Directora)"),
        escribir(".modal [name=entregado_a] input", "Mensajero de la Dirección General"),
        clic(".modal button[name=action_descargar]"),
        estado("en_atencion"),
    ],
});

historias.add("historia_rectificar_y_turnar", {
    steps: () => [
        ...abrirTarea(),
        clic("button.o_rectificar"),
        escribir(".modal [name=numero_oficio] input", "SOP/215/2026"),
        escribir(".modal [name=motivo] textarea", "Se capturó mal el número"),
        clic(".modal button[name=action_rectificar]"),
        ver("body:not(:has(.modal)) [name=numero_oficio]:contains(SOP/215/2026)"),
        clic("button[name=action_turnar]"),
        ...turnarEnDialogo([["atencion", "Juridica"]]),
    ],
});

historias.add("historia_cancelar", {
    steps: () => [
        ver(".o_list_view"),
        clic("[data-menu-xmlid='correspondencia_entrada.menu_entrada']"),
        clic("[data-menu-xmlid='correspondencia_entrada.menu_asuntos']"),
        clic(`.o_data_row:contains(${ASUNTO}) td[name=descripcion]`),
        ...decidir("button.o_cancelar", "La dependencia retiró su oficio"),
        estado("cancelado"),
    ],
});

historias.add("historia_ver_concluido", {
    steps: () => [
        ver(".o_list_view:not(:has(.o_data_row))"),
        clic("[data-menu-xmlid='correspondencia_entrada.menu_entrada']"),
        clic("[data-menu-xmlid='correspondencia_entrada.menu_asuntos']"),
        ver(".o_list_view th[data-name=remitente_nombre]"),
        clic(".o_searchview .o_facet_remove"),
        clic(`.o_data_row:contains(${ASUNTO}) td[name=descripcion]`),
        estado("concluido"),
        ver(".o_arbol_turno_hijo:contains(Abogado)"),
        ver(".o_arbol_turnos:has(.o_arbol_turno:eq(4))"),
    ],
});
