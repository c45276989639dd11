import { Component, onWillStart, useState } from "@odoo/owl";
import { FileModel } from "@web/core/file_viewer/file_model";
import { useFileViewer } from "@web/core/file_viewer/file_viewer_hook";
import { deserializeDateTime } from "@web/core/l10n/dates";
import { registry } from "@web/core/registry";
import { useService } from "@web/core/utils/hooks";
import { standardWidgetProps } from "@web/views/widgets/standard_widget_props";
import { iconoDe, vistaDe } from "@correspondencia_entrada/documentos/archivos";

const { DateTime } = luxon;

const ICONOS = {
    entrada: "fa-inbox",
    turno: "fa-share-alt",
    respuesta: "fa-reply",
    firma: "fa-pencil",
    oficio: "fa-file-text-o",
    revision: "fa-check-square-o",
    despacho: "fa-paper-plane-o",
    envio: "fa-truck",
    acuse: "fa-handshake-o",
    final: "fa-flag-checkered",
};

/** The story of a matter, day by day: what came in, who had it, what was answered and who received it. */
export class Expediente extends Component {
    static template = "correspondencia_salida.Expediente";
    static props = { ...standardWidgetProps };

    setup() {
        this.orm = useService("orm");
        this.action = useService("action");
        this.fileViewer = useFileViewer();
        this.state = useState({ dias: [] });
        this.iconoDe = iconoDe;
        onWillStart(async () => {
            const { resModel, resId } = this.props.record;
            this.state.dias = porDia(await this.orm.call(resModel, "expediente", [[resId]]));
        });
    }

    icono(renglon) {
        return ICONOS[renglon.fase];
    }

    abrir({ modelo, id }) {
        return this.action.doAction({
            type: "ir.actions.act_window",
            res_model: modelo,
            res_id: id,
            views: [[false, "form"]],
        });
    }

    /** Full screen, with the other documents of the file one swipe away. */
    ver(documento) {
        const todos = this.state.dias
            .flatMap((dia) => dia.renglones)
            .flatMap((renglon) => renglon.documentos)
            .filter((d) => vistaDe(d))
            .map(({ id, name, mimetype }) =>
                Object.assign(new FileModel(), { id, name, mimetype, type: "binary" })
            );
        const elegido = todos.find((d) => d.id === documento.id);
        if (elegido) {
            this.fileViewer.open(elegido, todos);
        } else {
            window.location.assign(`/web/content/${documento.id}?download=true`);
        }
    }
}

/** Lines grouped by the day of whoever reads them. */
export function porDia(renglones) {
    const dias = [];
    for (const [indice, renglon] of renglones.entries()) {
        const momento = deserializeDateTime(renglon.cuando);
        const clave = momento.toISODate();
        if (dias.at(-1)?.clave !== clave) {
            dias.push({ clave, titulo: momento.toLocaleString(DateTime.DATE_HUGE), renglones: [] });
        }
        dias.at(-1).renglones.push({
            ...renglon,
            clave: indice,
            iso: momento.toISO(),
            hora: momento.toLocaleString(DateTime.TIME_SIMPLE),
        });
    }
    return dias;
}

registry.category("view_widgets").add("expediente", { component: Expediente });
