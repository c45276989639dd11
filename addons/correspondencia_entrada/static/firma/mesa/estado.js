/** The documents of the page and what has happened to each. */

/** States in which nothing more can be done to a document here. */
const CERRADOS = new Set(["firmado", "sello_pendiente", "rechazado"]);

/**
 * @param {object[]} filas of the server: `{id, folio, asunto, remitente, paginas, sha256, asunto_url}`
 * @returns {object} with `documentos`, and an event "cambio" whenever one of them changes
 */
export function crearEstado(filas) {
    const eventos = new EventTarget();
    const documentos = filas.map((fila) => ({
        ...fila,
        estado: "pendiente",
        elegido: true,
        leido: false,
        error: null,
        resultado: null,
    }));
    let actual = null;

    const avisar = () => eventos.dispatchEvent(new Event("cambio"));
    const estaAbierto = ({ estado }) => !CERRADOS.has(estado);

    return {
        documentos,
        estaAbierto,
        alCambiar: (hacer) => eventos.addEventListener("cambio", hacer),
        get actual() {
            return actual;
        },
        get elegidos() {
            return documentos.filter((documento) => documento.elegido && estaAbierto(documento));
        },
        get abiertos() {
            return documentos.filter(estaAbierto);
        },
        ir(documento) {
            actual = documento;
            avisar();
        },
        cambiar(documento, cambios) {
            Object.assign(documento, cambios);
            avisar();
        },
        elegirTodos(si) {
            documentos.filter(estaAbierto).forEach((documento) => (documento.elegido = si));
            avisar();
        },
        /** The next open document after the present one, going round. */
        siguienteAbierto() {
            const desde = documentos.indexOf(actual) + 1;
            return [...documentos.slice(desde), ...documentos.slice(0, desde)].find(
                (documento) => documento !== actual && estaAbierto(documento)
            );
        },
        /** The document `paso` places away in the list, if there is one. */
        vecino(paso) {
            return documentos[documentos.indexOf(actual) + paso];
        },
    };
}
