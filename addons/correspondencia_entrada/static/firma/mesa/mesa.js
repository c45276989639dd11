/** The signing desk: starts the page and lets its parts know of each other. */
import { buscar, mostrar } from "./dom.js";
import { crearEstado } from "./estado.js";
import { crearFirma } from "./firma.js";
import { crearLector } from "./lector.js";
import { crearLista } from "./lista.js";
import { crearPasos } from "./pasos.js";
import { configurarPdf } from "./pdf.js";
import { crearRechazo } from "./rechazo.js";
import { cargarTextos } from "./textos.js";

function abrirMesa(estado, datos) {
    const pasos = crearPasos(buscar("#mesa"), estado);
    const firma = crearFirma(buscar("#firma"), estado, datos);
    const { ocupado } = firma;
    const rechazo = crearRechazo(buscar("#rechazo"), { alTerminar: rechazado });
    const lector = crearLector(buscar("#lector"), estado, {
        ocupado,
        alRechazar: () => rechazo.abrir(estado.actual),
    });
    const lista = crearLista(buscar("#lista"), estado, { ocupado, alAbrir: leer });

    function leer(documento) {
        pasos.ir("leer");
        lector.abrir(documento);
    }

    /** Go on with the next one; stay where there is none. */
    function rechazado(documento) {
        estado.cambiar(documento, { estado: "rechazado", elegido: false, error: null });
        const siguiente = estado.siguienteAbierto();
        if (siguiente) {
            lector.abrir(siguiente);
        }
    }

    firma.alOcuparse(() => {
        lista.pintar();
        lector.pintar();
    });
    lector.abrir(estado.documentos[0]);
}

const datos = JSON.parse(buscar("#datos").textContent);
const estado = crearEstado(datos.documentos);
const seguro = isSecureContext && Boolean(crypto.subtle);
const hayDocumentos = estado.documentos.length > 0;

cargarTextos(datos.textos, datos.idioma);
configurarPdf(datos.pdf);
mostrar(
    [buscar("#espera"), false],
    [buscar("#inseguro"), !seguro],
    [buscar("#vacio"), seguro && !hayDocumentos],
    [buscar("#mesa"), seguro && hayDocumentos]
);
if (seguro && hayDocumentos) {
    abrirMesa(estado, datos);
}
