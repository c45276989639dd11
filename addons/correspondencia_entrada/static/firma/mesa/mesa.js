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

const datos = JSON.parse(buscar("#datos").textContent);
cargarTextos(datos.textos, datos.idioma);
configurarPdf(datos.pdf);

const estado = crearEstado(datos.documentos);
const pasos = crearPasos(buscar("#mesa"), estado);
const rechazo = crearRechazo(buscar("#rechazo"), { alTerminar: rechazado });
const firma = crearFirma(buscar("#firma"), estado, datos);
const lector = crearLector(buscar("#lector"), estado, {
    ocupado: firma.ocupado,
    alRechazar: () => rechazo.abrir(estado.actual),
});
const lista = crearLista(buscar("#lista"), estado, { ocupado: firma.ocupado, alAbrir: leer });

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

mostrar([buscar("#vacio"), !estado.documentos.length], [buscar("#mesa"), estado.documentos.length]);
if (estado.documentos.length) {
    lector.abrir(estado.documentos[0]);
}
document.documentElement.dataset.lista = "si";
