/** The part of the form where the files of an e.firma and its password are given. */
import { juzgarCertificado } from "../nucleo/certificado.js";
import { borrar } from "../nucleo/bytes.js";
import { abrirEfirma, abrirPkcs12 } from "../nucleo/credencial.js";
import { FirmaError } from "../nucleo/errores.js";
import { leerArchivo, reconocer } from "./archivos.js";
import { buscar, mostrar } from "./dom.js";
import { dia, explicar, t } from "./textos.js";

/** Which field an error is about. */
const CAMPO_DE = {
    BAD_PASSWORD: "contrasena",
    CER_FORMAT: "cer",
    EXPIRED: "cer",
    FILE_UNKNOWN: "cer",
    KEY_CERT_MISMATCH: "key",
    KEY_FORMAT: "key",
    NOT_FIEL: "cer",
    NOT_YET_VALID: "cer",
    P12_FORMAT: "cer",
    RFC_MISMATCH: "cer",
    CURP_MISMATCH: "cer",
    CER_MISSING: "cer",
    KEY_MISSING: "key",
    PASSWORD_MISSING: "contrasena",
};

/** An RFC with its middle covered: the page may be on a shared screen. */
const enmascarar = (rfc) =>
    `${rfc.slice(0, 4)}${"•".repeat(Math.max(rfc.length - 7, 0))}${rfc.slice(-3)}`;

/**
 * @param {HTMLFormElement} formulario
 * @param {{rfc: string, alCambiar: () => void}} opciones `rfc` of the person, empty for anybody
 */
export function crearEfirma(formulario, { rfc, alCambiar }) {
    const en = (nombre) => buscar(`[data-${nombre}]`, formulario);
    const entradas = {
        cer: en("entrada-cer"),
        key: en("entrada-key"),
        contrasena: en("contrasena"),
    };
    const ver = en("ver-contrasena");
    let elegidos = {};

    function senalar(campo, mensaje) {
        const donde = buscar(`#error-${campo}`, formulario);
        donde.textContent = mensaje;
        donde.hidden = !mensaje;
        entradas[campo].setAttribute("aria-invalid", String(Boolean(mensaje)));
    }

    const limpiarErrores = () => Object.keys(entradas).forEach((campo) => senalar(campo, ""));

    /** Show an error beside its field. False when it is about none of them. */
    function mostrarError(error) {
        const campo = CAMPO_DE[error.codigo];
        if (!campo || (campo === "key" && elegidos.p12)) {
            return false;
        }
        senalar(campo, explicar(error));
        entradas[campo].focus();
        return true;
    }

    function pintarIdentidad() {
        const certificado = elegidos.cer?.certificado;
        mostrar([en("identidad"), certificado]);
        if (!certificado) {
            return;
        }
        en("nombre").textContent = certificado.nombre;
        en("rfc").textContent = [...new Set([certificado.rfc, certificado.rfcFirmante])]
            .map(enmascarar)
            .join(" / ");
        en("numero").textContent = certificado.noCertificado;
        en("vigencia").textContent = t("vigente_hasta", { fecha: dia(certificado.hasta) });
    }

    function pintar() {
        const { cer, key, p12 } = elegidos;
        en("nombre-cer").textContent = (p12 || cer)?.archivo.name || t("ningun_archivo");
        en("nombre-key").textContent = key?.archivo.name || t("ningun_archivo");
        en("ranura-cer").classList.toggle("con-archivo", Boolean(p12 || cer));
        en("ranura-key").classList.toggle("con-archivo", Boolean(key));
        en("etiqueta-cer").textContent = p12 ? t("archivo_p12") : t("certificado_cer");
        mostrar([en("ranura-key"), !p12], [en("pista-p12"), !p12 && !cer && !key]);
        pintarIdentidad();
        alCambiar();
    }

    /** Put each file where it belongs, whichever button it came from. */
    async function recibir(archivos) {
        limpiarErrores();
        for (const archivo of archivos) {
            try {
                const reconocido = await reconocer(archivo);
                const { cer, key } = elegidos;
                const pareja = { cer, key, [reconocido.tipo]: reconocido };
                elegidos = reconocido.tipo === "p12" ? { p12: reconocido } : pareja;
                if (reconocido.certificado) {
                    juzgarCertificado(reconocido.certificado, { rfc });
                }
            } catch (error) {
                mostrarError(error);
            }
        }
        pintar();
        if (elegidos.p12 || (elegidos.cer && elegidos.key)) {
            entradas.contrasena.focus();
        }
    }

    function exigirCompleto() {
        const { cer, key, p12 } = elegidos;
        if (!p12 && !cer) {
            throw new FirmaError("CER_MISSING");
        }
        if (!p12 && !key) {
            throw new FirmaError("KEY_MISSING");
        }
        if (!entradas.contrasena.value) {
            throw new FirmaError("PASSWORD_MISSING");
        }
    }

    /** The password, taken out of the form. */
    function tomarContrasena() {
        const contrasena = entradas.contrasena.value;
        entradas.contrasena.value = "";
        return contrasena;
    }

    /**
     * Open the key with what the form holds. The password leaves the form in any case.
     *
     * @returns {Promise<{certificado: object, llave: CryptoKey}>}
     */
    async function abrir() {
        exigirCompleto();
        const { cer, key, p12 } = elegidos;
        const contrasena = tomarContrasena();
        if (p12) {
            return abrirPkcs12({ p12: await leerArchivo(p12.archivo), contrasena }, { rfc });
        }
        const archivos = {
            cer: cer.certificado.der,
            key: await leerArchivo(key.archivo),
            contrasena,
        };
        return abrirEfirma(archivos, { rfc });
    }

    /**
     * Give the files and the password to `enviar`, for the server to open; they are overwritten afterwards.
     *
     * @template T
     * @param {(archivos: object) => Promise<T>} enviar
     * @returns {Promise<T>}
     */
    async function entregar(enviar) {
        exigirCompleto();
        const { cer, key, p12 } = elegidos;
        const secreto = await leerArchivo((p12 || key).archivo);
        const archivos = p12 ? { p12: secreto } : { cer: cer.certificado.der, key: secreto };
        try {
            return await enviar({ ...archivos, contrasena: tomarContrasena() });
        } finally {
            borrar(secreto);
        }
    }

    /** Forget the files and the password. */
    function olvidar() {
        elegidos = {};
        formulario.reset();
        ocultar();
        limpiarErrores();
        pintar();
    }

    function ocultar(si = true) {
        entradas.contrasena.type = si ? "password" : "text";
        ver.setAttribute("aria-pressed", String(!si));
        ver.setAttribute("aria-label", si ? t("ver_contrasena") : t("ocultar_contrasena"));
    }

    for (const entrada of [entradas.cer, entradas.key]) {
        entrada.addEventListener("change", async () => {
            await recibir([...entrada.files]);
            entrada.value = "";
        });
    }
    entradas.contrasena.addEventListener("input", () => senalar("contrasena", ""));
    ver.addEventListener("click", () => ocultar(entradas.contrasena.type === "text"));
    addEventListener("pagehide", olvidar);
    pintar();
    ocultar();
    return { abrir, entregar, olvidar, ocultar, recibir, mostrarError, limpiarErrores };
}
