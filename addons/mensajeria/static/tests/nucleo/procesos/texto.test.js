import { describe, expect, test } from "@odoo/hoot";

import { glifo, medirCon, partirTexto } from "@mensajeria/nucleo/procesos/texto";

describe.current.tags("headless");

const medir = (texto) => texto.length;

test("names wrap between words", () => {
    expect(partirTexto("Descargar Asunto", 30, 2, medir)).toEqual(["Descargar Asunto"]);
    expect(partirTexto("Digitalizar Documentación", 15, 2, medir)).toEqual([
        "Digitalizar",
        "Documentación",
    ]);
});

test("what does not fit ends in an ellipsis", () => {
    expect(partirTexto("Digitalizar Documentación", 12, 2, medir)).toEqual([
        "Digitalizar",
        "Documentaci…",
    ]);
    expect(partirTexto("uno dos tres cuatro", 7, 2, medir)).toEqual(["uno dos", "tres c…"]);
    expect(partirTexto("Oficialía de partes", 9, 1, medir)).toEqual(["Oficialí…"]);
});

test("no text, no line to break the drawing", () => {
    expect(partirTexto("", 10, 2, medir)).toEqual([""]);
    expect(partirTexto("   ", 10, 2, medir)).toEqual([""]);
});

test("widths and icons come from the fonts of the page", () => {
    expect(medirCon("400 11px")("iiii")).toBeLessThan(medirCon("400 11px")("WWWW"));
    expect(typeof glifo("fa-tasks")).toBe("string");
    expect(glifo("fa-no-such-icon")).toBe("");
});
