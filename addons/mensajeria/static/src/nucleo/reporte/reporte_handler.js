import { download } from "@web/core/network/download";
import { registry } from "@web/core/registry";
import { user } from "@web/core/user";
import { getReportUrl } from "@web/webclient/actions/reports/utils";

/**
 * Downloads a report that WeasyPrint renders. Odoo's own way asks first whether wkhtmltopdf is installed, and shows
 * HTML when it is not.
 */
export async function descargarReporte(action, options, env) {
    if (action.report_type !== "qweb-pdf" || action.motor_pdf !== "weasyprint") {
        return false;
    }
    env.services.ui.block();
    try {
        await download({
            url: "/report/download",
            data: {
                data: JSON.stringify([
                    getReportUrl(action, "pdf", user.context),
                    action.report_type,
                ]),
                context: JSON.stringify({ ...user.context, ...action.context }),
            },
        });
    } finally {
        env.services.ui.unblock();
    }
    if (action.close_on_report_download) {
        await env.services.action.doAction(
            { type: "ir.actions.act_window_close" },
            { onClose: options.onClose }
        );
    }
    return true;
}

registry.category("ir.actions.report handlers").add("mensajeria_weasyprint", descargarReporte);
