import { Component, useEffect, useRef, useState } from "@odoo/owl";
import { useDropzone } from "@web/core/dropzone/dropzone_hook";
import { FileModel } from "@web/core/file_viewer/file_model";
import { useFileViewer } from "@web/core/file_viewer/file_viewer_hook";
import { _t } from "@web/core/l10n/translation";
import { registry } from "@web/core/registry";
import { Mutex } from "@web/core/utils/concurrency";
import { useService } from "@web/core/utils/hooks";
import { standardFieldProps } from "@web/views/fields/standard_field_props";
import { iconoDe, limiteDeCarga, tamanoLegible, vistaDe } from "./archivos";
import { useCargas } from "./cargas";
import { VisorDocumento } from "./visor";

/**
 * The documents of a record: gathered by drop, file dialog or camera, told apart as main or annex,
 * and shown beside the form. Uploads also work before the record is saved.
 */
export class DocumentosField extends Component {
    static template = "correspondencia_entrada.DocumentosField";
    static components = { VisorDocumento };
    static props = {
        ...standardFieldProps,
        clasificar: { type: Boolean, optional: true },
        visor: { type: Boolean, optional: true },
    };
    static defaultProps = { clasificar: true, visor: true };

    setup() {
        this.orm = useService("orm");
        this.ui = useState(useService("ui"));
        this.fileViewer = useFileViewer();
        this.raiz = useRef("raiz");
        this.selector = useRef("selector");
        this.camara = useRef("camara");
        // a save replaces the records of the list: changes wait for each other and look theirs up anew
        this.mutex = new Mutex();
        this.state = useState({ activo: null, avisos: {}, columna: null });
        const { cargas, cargar, cancelar } = useCargas({
            resModel: this.props.record.resModel,
            alCargar: (id) => this.enlazar(id),
        });
        Object.assign(this, { cargas, cargar, cancelar, iconoDe, tamanoLegible });
        // a file may be dropped anywhere on the data of the form, not only on this list
        const zona = {
            get el() {
                return zona.raiz.el?.closest(".o_asunto_columnas") || zona.raiz.el;
            },
            raiz: this.raiz,
        };
        useDropzone(
            zona,
            (ev) => this.soltar(ev),
            "o_documentos_zona",
            () => !this.props.readonly
        );
        useEffect(
            () => {
                if (!this.archivos.some((a) => a.id === this.state.activo)) {
                    this.state.activo =
                        (this.archivos.find((a) => vistaDe(a)) || this.archivos[0])?.id || null;
                }
            },
            () => [this.archivos.map((a) => a.id).join()]
        );
    }

    get lista() {
        return this.props.record.data[this.props.name];
    }

    /** Main documents first, then in order of arrival. */
    get archivos() {
        const archivos = this.lista.records.map((record) => ({ ...record.data, id: record.resId }));
        const peso = (a) => (a.clase === "principal" ? 0 : 1);
        return archivos.sort((a, b) => (this.props.clasificar && peso(a) - peso(b)) || a.id - b.id);
    }

    get activo() {
        return this.archivos.find((a) => a.id === this.state.activo);
    }

    get textoLimite() {
        return _t("Any kind of file, up to %s each.", tamanoLegible(limiteDeCarga()));
    }

    editable(archivo) {
        return !this.props.readonly && !archivo.evidencia;
    }

    progreso(carga) {
        return Math.round((carga.upload?.progress || 0) * 100);
    }

    titulo(archivo) {
        return archivo.sha256 ? `${archivo.name}\nSHA-256 ${archivo.sha256}` : archivo.name;
    }

    // Gathering

    soltar(ev) {
        this.cargar(ev.dataTransfer.files);
    }

    alElegir(ev) {
        this.cargar([...ev.target.files]);
        ev.target.value = "";
    }

    async enlazar(id) {
        const [examen] = await this.orm.call("ir.attachment", "examinar_documentos", [[id]]);
        this.state.avisos[id] = examen.aviso;
        await this.cambiar(async () => {
            const hayPrincipal = this.archivos.some((a) => a.clase === "principal");
            await this.lista.linkTo(id);
            if (this.props.clasificar) {
                const clase = hayPrincipal ? "anexo" : "principal";
                await this.registroDe(id).update({ clase, paginas: examen.paginas });
            }
            this.state.activo = id;
        });
    }

    retirar({ id }) {
        return this.cambiar(() => this.lista.forget(this.registroDe(id)));
    }

    /** Main becomes annex and back; among the documents not yet registered there is one main. */
    alternarClase({ id }) {
        return this.cambiar(async () => {
            const principal = this.registroDe(id).data.clase !== "principal";
            const otros = this.archivos.filter(
                (a) => a.id !== id && a.clase === "principal" && this.editable(a)
            );
            for (const otro of principal ? otros : []) {
                await this.registroDe(otro.id).update({ clase: "anexo" });
            }
            await this.registroDe(id).update({ clase: principal ? "principal" : "anexo" });
        });
    }

    cambiarPaginas({ id }, ev) {
        const paginas = Math.max(0, Math.trunc(Number(ev.target.value)) || 0);
        return this.cambiar(() => this.registroDe(id).update({ paginas }));
    }

    registroDe(id) {
        return this.lista.records.find((r) => r.resId === id);
    }

    /** Run a change; past the draft nobody presses Save, so it stands at once. */
    cambiar(cambio) {
        return this.mutex.exec(async () => {
            await cambio();
            const { record } = this.props;
            if (record.resId && record.data.state !== "borrador") {
                await record.save();
            }
        });
    }

    // Looking

    ver(archivo) {
        this.state.activo = archivo.id;
        if (this.ui.isSmall || !this.props.visor) {
            this.expandir(archivo);
        }
    }

    /** Full screen, with the other documents one swipe away. */
    expandir(archivo) {
        const modelos = this.archivos
            .filter((a) => vistaDe(a))
            .map(({ id, name, mimetype }) =>
                Object.assign(new FileModel(), { id, name, mimetype, type: "binary" })
            );
        const modelo = modelos.find((m) => m.id === archivo.id);
        if (modelo) {
            this.fileViewer.open(modelo, modelos);
        } else {
            window.location.assign(`/web/content/${archivo.id}?download=true`);
        }
    }
}

export const documentosField = {
    component: DocumentosField,
    displayName: _t("Documents"),
    supportedTypes: ["many2many"],
    isEmpty: () => false,
    relatedFields: ({ options }) => [
        { name: "name", type: "char" },
        { name: "mimetype", type: "char" },
        { name: "file_size", type: "integer" },
        { name: "sha256", type: "char" },
        { name: "evidencia", type: "boolean" },
        ...(options.clasificar === false
            ? []
            : [
                  { name: "clase", type: "selection", selection: [], readonly: false },
                  { name: "paginas", type: "integer", readonly: false },
              ]),
    ],
    extractProps: ({ options }) => ({
        clasificar: options.clasificar !== false,
        visor: options.visor !== false,
    }),
};

registry.category("fields").add("documentos", documentosField);
