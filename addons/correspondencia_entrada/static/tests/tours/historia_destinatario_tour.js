import { registry } from "@web/core/registry";
import {
    abrirTarea,
    clic,
    decidir,
    enviarRespuesta,
    escribirRespuesta,
    responder,
    sinSalir,
    turnar,
    turnarEnDialogo,
    ver,
} from "./pasos";

const historias = registry.category("web_tour.tours");

historias.add("historia_turnar_a_juridica", {
    steps: () => [...abrirTarea(), ver(".o_asunto_encargo"), ...turnar("Juridica")],
});

historias.add("historia_turnar_a_abogado", {
    steps: () => [...abrirTarea(), ...turnar("Abogado")],
});

historias.add("historia_turnar_a_abogado_con_copia", {
    steps: () => [
        ...abrirTarea(),
        clic("button[name=action_turnar]"),
        ...turnarEnDialogo([
            ["atencion", "Abogado"],
            ["informacion", "Revisor"],
        ]),
    ],
});

historias.add("historia_responder_con_archivo", {
    steps: () => [...abrirTarea(), ...responder("Se remite el informe solicitado", true)],
});

historias.add("historia_responder_a_firma", {
    steps: () => [
        ...abrirTarea(),
        ...escribirRespuesta("Se remite el informe solicitado"),
        sinSalir(),
        ...enviarRespuesta(),
        ver("body[data-destino^='/firma/mesa']"),
    ],
});

historias.add("historia_concluir_sin_respuesta", {
    steps: () => [
        ...abrirTarea(),
        ...decidir("button.o_concluir", "Se atendió por teléfono"),
        ver(".o_form_view:not(:has(button.o_concluir))"),
    ],
});

historias.add("historia_devolver", {
    steps: () => [
        ...abrirTarea(),
        ...decidir("button.o_devolver", "No es competencia de esta dirección"),
        ver(".o_arbol_turno:contains(No es competencia)"),
    ],
});

historias.add("historia_marcar_visto", {
    steps: () => [
        ...abrirTarea(),
        clic("button[name=action_marcar_visto]"),
        ver(".o_form_view:not(:has(button[name=action_marcar_visto]))"),
    ],
});
