import { registry } from "@web/core/registry";
import { ASUNTO, clic, entrar, responder, ver } from "./pasos";

const historias = registry.category("web_tour.tours");

/** One thumb is enough: the page never scrolls sideways. */
const cabeALoAncho = () => ({
    content: "nothing sticks out of the screen",
    trigger: ".o_form_view",
    run() {
        const ancho = document.querySelector(".o_form_view .o_content").scrollWidth;
        if (ancho > window.innerWidth) {
            throw new Error(`the form is ${ancho} px wide on a screen of ${window.innerWidth}`);
        }
    },
});

const abrirTarjeta = () => [
    clic(`.o_kanban_view .o_kanban_record:contains(${ASUNTO})`),
    ver(".o_form_view .o_asunto_cabeza"),
    cabeALoAncho(),
];

historias.add("historia_telefono_turnar", {
    steps: () => [
        ...entrar("prueba_directora"),
        ...abrirTarjeta(),
        clic(".o_statusbar_buttons button:has(.oi-ellipsis-v)"),
        clic("button[name=action_turnar]"),
        clic(".modal [data-tipo=atencion] input"),
        clic(".modal .o_kanban_record:contains(prueba_abogado)"),
        ver(".modal .o_destinatarios .o_kanban_record:contains(Abogado)"),
        clic(".modal:not(.o_inactive_modal) button[name=action_turnar]"),
        ver("body:not(:has(.modal)) .o_arbol_turno_hijo:contains(Abogado)"),
    ],
});

historias.add("historia_telefono_responder", {
    steps: () => [
        ...abrirTarjeta(),
        clic(".o_documento_nombre:contains(escaneo)"),
        ver(".o-FileViewer"),
        clic(".o-FileViewer-header [aria-label], .o-FileViewer-header .fa-times"),
        ver("body:not(:has(.o-FileViewer))"),
        ...responder("Se remite el informe solicitado", true),
    ],
});

historias.add("historia_telefono_marcar_visto", {
    steps: () => [
        ...abrirTarjeta(),
        clic("button[name=action_marcar_visto]"),
        ver(".o_form_view:not(:has(button[name=action_marcar_visto]))"),
    ],
});
