/** The pictures of docs/manual: who looks at which screen. Each module of visits/ names its pictures. */

import { Browser } from "./browser.mjs";
import * as acuses from "./visits/acuses.mjs";
import * as entrada from "./visits/entrada.mjs";
import * as firma from "./visits/firma.mjs";
import * as guias from "./visits/guias.mjs";
import * as mensajeria from "./visits/mensajeria.mjs";
import * as salida from "./visits/salida.mjs";

const VISITS = [
    ["ventanilla", "desktop", entrada.ventanilla],
    ["digitalizador", "desktop", entrada.digitalizador],
    ["juridico", "desktop", entrada.destinatario],
    ["revisor", "desktop", entrada.revisor],
    ["administrador", "desktop", entrada.administrador],
    ["administrador", "desktop", firma.administradorFirma],
    ["juridico", "phone", entrada.telefono],
    ["juridico", "phone", firma.firmanteTelefono],
    ["juridico", "desktop", firma.firmante],
    ["solicitante", "desktop", mensajeria.solicitante],
    ["solicitante", "phone", mensajeria.solicitanteTelefono],
    ["local", "desktop", mensajeria.operadora],
    ["mensajera", "phone", mensajeria.mensajera],
    ["mensajera", "phone", mensajeria.mensajeraSinRed],
    ["local", "desktop", acuses.acuses],
    ["local", "phone", acuses.acusesTelefono],
    ["local", "desktop", acuses.lotes],
    ["sepomex", "desktop", acuses.reclamaciones],
    ["sepomex", "desktop", guias.guias],
    ["foranea", "desktop", guias.transportistas],
    ["administrador", "desktop", guias.informes],
    ["administrador", "desktop", guias.catalogos],
    ["redactora", "desktop", salida.redactora],
    ["redactora", "desktop", salida.series],
    ["humanos", "desktop", salida.lecturas],
    ["atencion", "phone", salida.lectoraTelefono],
    ["redactor", "desktop", salida.redactor],
    ["contencioso", "desktop", salida.revisora],
    ["contencioso", "phone", salida.revisoraTelefono],
    ["ventanilla", "desktop", salida.despacho],
    ["ventanilla", "desktop", salida.expediente],
    ["admin", "phone", salida.destinatariaPortal],
    ["administrador", "desktop", salida.administradorSalida],
];

const [folder, only] = process.argv.slice(2);
const browser = await Browser.launch(folder);
try {
    for (const [login, form, visit] of VISITS) {
        if (!only || only.split(",").includes(visit.name)) {
            const screen = await browser[form](login);
            await visit(screen);
            await screen.close();
        }
    }
} finally {
    await browser.close();
}
