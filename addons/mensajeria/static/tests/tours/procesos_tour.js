import { registry } from "@web/core/registry";

registry.category("web_tour.tours").add("nucleo_procesos", {
    steps: () => [
        {
            content: "Seguimiento is the first page; the task of the pool waits there",
            trigger: ".o_list_view .o_data_row:contains(OPP/2026/00001):contains(Revisar)",
        },
        {
            content: "Go to Procesos",
            trigger: ".o_menu_sections [data-menu-xmlid='mensajeria.menu_procesos']",
            run: "click",
        },
        {
            content: "The step shows one task of mine, of one in all",
            trigger: ".nucleo_nodo:contains(Revisar) .nucleo_conteo_todas:contains(1)",
        },
        {
            content: "Open what is mine at that step",
            trigger: ".nucleo_nodo:contains(Revisar) .nucleo_conteo_mias:contains(1)",
            run: "click",
        },
        {
            content: "Only that step is listed",
            trigger: ".o_list_view:not(:has(.o_data_row:contains(Atender)))",
        },
        {
            content: "Take the task",
            trigger: ".o_data_row:contains(OPP/2026/00001) button[name=action_tomar]",
            run: "click",
        },
        {
            content: "It may be released now",
            trigger: ".o_data_row:contains(OPP/2026/00001) button[name=action_soltar]",
        },
        {
            content: "Open its document",
            trigger: ".o_data_row:contains(OPP/2026/00001) td[name=asunto]",
            run: "click",
        },
        {
            content: "One click leads to the document",
            trigger: ".o_form_view .o_field_widget[name=name] input:value(P/2026/00001)",
        },
    ],
});
