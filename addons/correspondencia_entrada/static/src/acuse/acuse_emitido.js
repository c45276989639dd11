import { browser } from "@web/core/browser/browser";
import { _t } from "@web/core/l10n/translation";
import { registry } from "@web/core/registry";

/** Time to take the next letter from the queue, in milliseconds. */
const PLAZO = 20000;

/**
 * Tells the folio just issued and offers its acknowledgement: one click, or Alt+I from wherever the cursor is, opens
 * the PDF in a tab of its own, ready to print. The counter goes on meanwhile.
 */
export function acuseEmitido(env, { params }) {
    const imprimir = () => {
        browser.open(params.url, "_blank");
        cerrar();
    };
    const soltarAtajo = env.services.hotkey.add("alt+i", imprimir, {
        bypassEditableProtection: true,
        global: true,
    });
    const cerrar = env.services.notification.add(_t("Registered"), {
        title: params.folio,
        type: "success",
        autocloseDelay: PLAZO,
        onClose: soltarAtajo,
        buttons: [{ name: _t("Print acknowledgement (Alt+I)"), onClick: imprimir }],
    });
    return params.next;
}

registry.category("actions").add("correspondencia_entrada.acuse_emitido", acuseEmitido);
