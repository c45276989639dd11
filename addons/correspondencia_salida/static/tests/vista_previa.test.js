import { expect, test } from "@odoo/hoot";
import { queryAllTexts, queryFirst } from "@odoo/hoot-dom";
import { advanceTime, animationFrame, Deferred } from "@odoo/hoot-mock";
import { defineMailModels } from "@mail/../tests/mail_test_helpers";
import {
    contains,
    defineModels,
    fields,
    makeServerError,
    models,
    mountView,
    onRpc,
    patchWithCleanup,
} from "@web/../tests/web_test_helpers";
import { ESPERA, VistaPrevia } from "@correspondencia_salida/vista_previa/vista_previa";

class Oficio extends models.Model {
    _name = "correspondencia.oficio";

    descripcion = fields.Char();
    state = fields.Selection({ selection: [["borrador", "Draft"]] });

    _records = [{ id: 1, descripcion: "Uno", state: "borrador" }];
}

defineMailModels();
defineModels([Oficio]);

/** The form, whose viewer only notes which letter it was given. */
async function abrir(responder) {
    onRpc("correspondencia.oficio", "previsualizar", ({ args }) => {
        expect.step(`ask ${args[1].descripcion ?? ""}`);
        return responder(args[1]);
    });
    patchWithCleanup(VistaPrevia.prototype, {
        mostrar(pdf) {
            expect.step(`show ${pdf}`);
        },
    });
    await montar();
}

async function montar() {
    await mountView({
        type: "form",
        resModel: "correspondencia.oficio",
        resId: 1,
        arch: `<form><field name="descripcion"/><widget name="oficio_vista_previa"/></form>`,
    });
    await pausa();
}

async function pausa() {
    await advanceTime(ESPERA);
    await animationFrame();
}

const escribir = (texto) => contains("[name=descripcion] input").edit(texto);

test("what is typed is asked for once, after a pause", async () => {
    await abrir(({ descripcion }) => ({ pdf: `letter ${descripcion ?? "saved"}`, faltas: [] }));
    expect.verifySteps(["ask ", "show letter saved"]);
    await escribir("Dos");
    await advanceTime(ESPERA / 2);
    await escribir("Tres");
    await advanceTime(ESPERA / 2);
    expect.verifySteps([]);
    await pausa();
    expect.verifySteps(["ask Tres", "show letter Tres"]);
});

test("what is missing and what was refused stand beside the letter, in words", async () => {
    let fallo = false;
    await abrir(() => {
        if (fallo) {
            throw makeServerError({ message: "You do not write for Finance." });
        }
        return { pdf: "letter", faltas: ["There is no value for: {{numero}}."] };
    });
    expect(queryAllTexts(".o_vista_previa_faltas li")).toEqual([
        "There is no value for: {{numero}}.",
    ]);
    fallo = true;
    await escribir("Dos");
    await pausa();
    expect(queryFirst(".o_vista_previa_faltas li")).toHaveText("You do not write for Finance.");
    expect.verifySteps(["ask ", "show letter", "ask Dos"]);
});

test("while one answer is on its way nothing else is asked, and the last text wins", async () => {
    const lenta = new Deferred();
    await abrir(({ descripcion }) =>
        descripcion === "Dos" ? lenta : { pdf: `letter ${descripcion ?? "saved"}`, faltas: [] }
    );
    expect.verifySteps(["ask ", "show letter saved"]);
    await escribir("Dos");
    await pausa();
    await escribir("Tres");
    await pausa();
    expect.verifySteps(["ask Dos"]);
    lenta.resolve({ pdf: "letter Dos", faltas: [] });
    await animationFrame();
    await pausa();
    expect.verifySteps(["ask Tres", "show letter Tres"]);
});

test("a letter that the viewer is still reading is not closed by the next one", async () => {
    const leida = new Deferred();
    const visor = {
        pdfDocument: {},
        pdfViewer: { pagesPromise: leida, container: { scrollTop: 0 } },
        eventBus: { on: () => {} },
        open: () => expect.step("open"),
    };
    onRpc("correspondencia.oficio", "previsualizar", ({ args }) => {
        expect.step(`ask ${args[1].descripcion ?? ""}`);
        return { pdf: btoa(args[1].descripcion ?? "saved"), faltas: [] };
    });
    patchWithCleanup(VistaPrevia.prototype, {
        get visor() {
            return this.state.url ? visor : null;
        },
    });
    await montar();
    expect.verifySteps(["ask "]);
    await escribir("Dos");
    await pausa();
    expect.verifySteps(["ask Dos"]);
    leida.resolve();
    await animationFrame();
    expect.verifySteps(["open"]);
    visor.pdfViewer.pagesPromise = new Deferred(); // hidden: it never ends
    await escribir("Tres");
    await pausa();
    expect.verifySteps(["ask Tres"]);
    await advanceTime(2000);
    expect.verifySteps(["open"]);
});
