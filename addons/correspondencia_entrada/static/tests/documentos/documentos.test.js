import { beforeEach, expect, test } from "@odoo/hoot";
import { click, edit, queryAllTexts, setInputFiles } from "@odoo/hoot-dom";
import { animationFrame } from "@odoo/hoot-mock";
import { mailModels } from "@mail/../tests/mail_test_helpers";
import {
    clickSave,
    contains,
    defineModels,
    fields,
    MockServer,
    models,
    mountView,
    onRpc,
    patchWithCleanup,
} from "@web/../tests/web_test_helpers";

import { fileUploadService } from "@web/core/file_upload/file_upload_service";
import { session } from "@web/session";

class IrAttachment extends mailModels.IrAttachment {
    clase = fields.Selection({
        selection: [
            ["principal", "Main document"],
            ["anexo", "Annex"],
        ],
    });
    paginas = fields.Integer();
    sha256 = fields.Char();
    evidencia = fields.Boolean();

    examinar_documentos(ids) {
        const malo = this.browse(ids)[0].name === "malo.pdf";
        return [{ id: ids[0], paginas: malo ? 0 : 3, aviso: malo ? "It is damaged." : "" }];
    }
}

class Asunto extends models.Model {
    state = fields.Selection({
        selection: [
            ["borrador", "Draft"],
            ["por_digitalizar", "To Digitize"],
        ],
        default: "borrador",
    });
    documento_ids = fields.Many2many({ relation: "ir.attachment" });
    _records = [
        { id: 1, state: "por_digitalizar", documento_ids: [71, 72] },
        { id: 2, state: "por_digitalizar", documento_ids: [73, 74, 75] },
    ];
}

defineModels({ ...mailModels, IrAttachment, Asunto });

const ARCH = `<form><field name="state" invisible="1"/><field name="documento_ids" widget="documentos"/></form>`;

/** Requests of upload, each ended by the test. */
let envios;

beforeEach(() => {
    envios = [];
    IrAttachment._records.push(
        { id: 71, name: "oficio.pdf", mimetype: "application/pdf", clase: "principal", paginas: 2 },
        { id: 72, name: "plano.png", mimetype: "image/png", clase: "anexo", paginas: 1 },
        {
            id: 73,
            name: "fijo.pdf",
            mimetype: "application/pdf",
            clase: "principal",
            evidencia: true,
            sha256: "abc123",
        },
        { id: 74, name: "pagina.html", mimetype: "text/html", clase: "anexo" },
        { id: 75, name: "dibujo.svg", mimetype: "image/svg+xml", clase: "anexo" }
    );
    patchWithCleanup(session, { max_file_upload_size: 1024 });
    patchWithCleanup(fileUploadService, {
        createXhr() {
            const xhr = Object.assign(new EventTarget(), {
                upload: new EventTarget(),
                status: 200,
                open: (_metodo, ruta) => expect(ruta).toBe("/web/binary/upload_attachment"),
                send: (datos) => (xhr.datos = datos),
                abort: () => xhr.dispatchEvent(new Event("abort")),
            });
            envios.push(xhr);
            return xhr;
        },
    });
});

async function elegir(...archivos) {
    await click(".o_documentos_carga button");
    await setInputFiles(archivos);
    await animationFrame();
}

async function terminar(xhr) {
    const { name } = xhr.datos.get("ufile");
    const [id] = MockServer.env["ir.attachment"].create([{ name, mimetype: "application/pdf" }]);
    xhr.response = JSON.stringify([{ id, filename: name }]);
    xhr.dispatchEvent(new Event("load"));
    await animationFrame();
    await animationFrame();
    return id;
}

const nombres = () => queryAllTexts(".o_documento:not(.o_documento_carga) .o_documento_nombre");

test("the limit is told before, and a larger or empty file is not even sent", async () => {
    await mountView({ type: "form", resModel: "asunto", arch: ARCH });
    expect(".o_documentos_limite").toHaveText("Any kind of file, up to 1 KB each.");
    await elegir(new File(["x".repeat(3000)], "grande.pdf"), new File([], "vacio.pdf"));
    expect(envios).toHaveLength(0);
    expect(queryAllTexts(".o_notification_content")).toEqual([
        "“grande.pdf” has 3 KB; the limit per file is 1 KB. Split it or reduce it.",
        "“vacio.pdf” is empty. Attach it again.",
    ]);
});

test("several files go up in order, with progress, before the record exists", async () => {
    onRpc("asunto", "web_save", ({ args }) => {
        expect.step(args[1].documento_ids);
    });
    await mountView({ type: "form", resModel: "asunto", arch: ARCH });
    await elegir(new File(["a"], "oficio.pdf"), new File(["b"], "anexo.pdf"));
    expect(envios).toHaveLength(1);
    expect(queryAllTexts(".o_documento_carga .o_documento_nombre")).toEqual([
        "oficio.pdf",
        "anexo.pdf",
    ]);
    envios[0].upload.dispatchEvent(new ProgressEvent("progress", { loaded: 40, total: 100 }));
    await animationFrame();
    expect(".o_documento_carga:first .progress").toHaveAttribute("aria-valuenow", "40");

    const oficio = await terminar(envios[0]);
    const anexo = await terminar(envios[1]);
    expect(nombres()).toEqual(["oficio.pdf", "anexo.pdf"]);
    expect(queryAllTexts(".o_documento_clase")).toEqual(["Main", "Annex"]);
    expect(".o_documento_paginas:first input").toHaveValue(3);
    expect(".o_documento_carga").toHaveCount(0);

    await clickSave();
    expect.verifySteps([
        [
            [4, oficio],
            [1, oficio, { clase: "principal", paginas: 3 }],
            [4, anexo],
            [1, anexo, { clase: "anexo", paginas: 3 }],
        ],
    ]);
});

test("an upload is stopped, one that fails is told, and the next goes on", async () => {
    await mountView({ type: "form", resModel: "asunto", arch: ARCH });
    await elegir(
        new File(["a"], "uno.pdf"),
        new File(["b"], "dos.pdf"),
        new File(["c"], "malo.pdf")
    );
    await click(".o_documento_carga:first button");
    await animationFrame();
    await animationFrame();
    envios[1].status = 500;
    envios[1].response = "";
    envios[1].dispatchEvent(new Event("load"));
    await animationFrame();
    await animationFrame();
    expect(".o_notification_content").toHaveText("“dos.pdf” could not be uploaded. Try again.");
    await terminar(envios[2]);
    expect(nombres()).toEqual(["malo.pdf"]);
    expect(".o_documento_aviso").toHaveText("It is damaged.");
});

test("past the draft, class, pages and removal are saved at once", async () => {
    onRpc("asunto", "web_save", ({ args }) => {
        expect.step(args[1].documento_ids);
    });
    await mountView({ type: "form", resModel: "asunto", resId: 1, arch: ARCH });
    await contains(".o_documento:contains(plano) .o_documento_clase").click();
    expect(nombres()).toEqual(["plano.png", "oficio.pdf"]);
    await click(".o_documento:contains(plano) .o_documento_paginas input");
    await edit("4", { confirm: "tab" });
    await animationFrame();
    await contains(".o_documento:contains(oficio) .o_documento_retirar").click();
    expect(nombres()).toEqual(["plano.png"]);
    expect.verifySteps([
        [
            [1, 71, { clase: "anexo" }],
            [1, 72, { clase: "principal" }],
        ],
        [[1, 72, { paginas: 4 }]],
        [[3, 71]],
    ]);
});

test("a registered document shows its hash and offers no change", async () => {
    await mountView({ type: "form", resModel: "asunto", resId: 2, arch: ARCH });
    expect(".o_documento:contains(fijo) .o_documento_retirar").toHaveCount(0);
    expect(".o_documento:contains(fijo) .o_documento_clase").toHaveCount(0);
    expect(".o_documento:contains(fijo) .o_documento_nombre").toHaveAttribute(
        "title",
        "fijo.pdf\nSHA-256 abc123"
    );
    expect(".o_documento:contains(pagina) .o_documento_retirar").toHaveCount(1);
});

test("PDF and images are shown; what could run is only downloaded", async () => {
    await mountView({ type: "form", resModel: "asunto", resId: 1, arch: ARCH });
    expect(".o_visor_documento iframe").toHaveAttribute(
        "data-src",
        "/web/static/lib/pdfjs/web/viewer.html?file=%2Fweb%2Fcontent%2F71#pagemode=none&zoom=page-width"
    );
    await contains(".o_documento:contains(plano) .o_documento_nombre").click();
    expect(".o_visor_documento img").toHaveAttribute("data-src", "/web/content/72");
});

test("neither HTML nor SVG is rendered inside the page", async () => {
    await mountView({ type: "form", resModel: "asunto", resId: 2, arch: ARCH });
    for (const nombre of ["pagina", "dibujo"]) {
        await contains(`.o_documento:contains(${nombre}) .o_documento_nombre`).click();
        expect(".o_visor_documento :is(iframe, img, object, embed)").toHaveCount(0);
        expect(".o_visor_documento a").toHaveAttribute(
            "href",
            /\/web\/content\/7[45]\?download=true/
        );
    }
});

test("a reader cannot add nor change", async () => {
    const arch = ARCH.replace("widget=", 'readonly="1" widget=');
    await mountView({ type: "form", resModel: "asunto", resId: 1, arch });
    expect(".o_documentos_carga, .o_documento_clase, .o_documento_retirar").toHaveCount(0);
    expect(nombres()).toEqual(["oficio.pdf", "plano.png"]);
});
