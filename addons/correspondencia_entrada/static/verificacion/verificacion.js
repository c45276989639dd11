/**
 * The form of the verification page without reloading. It works without this too: the answer of the server is the same
 * page, of which only the result is taken.
 */

const formulario = document.querySelector("#cotejo");

if (formulario) {
    const entrada = formulario.querySelector("input[type=file]");
    const zona = formulario.querySelector(".zona");
    const boton = formulario.querySelector("button");
    const progreso = formulario.querySelector(".progreso");
    const barra = progreso.querySelector("progress");
    const vivo = document.querySelector("#vivo");
    const limite = Number(formulario.dataset.limite);

    const paso = (nombre) => {
        for (const texto of progreso.querySelectorAll("[data-paso]")) {
            texto.hidden = texto.dataset.paso !== nombre;
        }
    };

    const ocupar = (ocupado) => {
        progreso.hidden = !ocupado;
        boton.hidden = ocupado;
        entrada.disabled = ocupado;
        formulario.setAttribute("aria-busy", ocupado);
    };

    const mostrar = (nodo) => {
        vivo.replaceChildren(document.importNode(nodo, true));
        vivo.firstElementChild.scrollIntoView({ block: "nearest" });
        vivo.firstElementChild.focus({ preventScroll: true });
    };

    /** A text that the page brings, for what the server cannot say. */
    const decir = (id) => mostrar(document.querySelector(`#${id}`).content.firstElementChild);

    const elegir = () => {
        const [archivo] = entrada.files;
        vivo.replaceChildren();
        formulario.querySelector(".invitacion").hidden = Boolean(archivo);
        const elegido = formulario.querySelector(".elegido");
        elegido.hidden = !archivo;
        elegido.textContent = archivo ? archivo.name : "";
    };

    const enviar = () => {
        const [archivo] = entrada.files;
        if (!archivo) {
            return;
        }
        if (archivo.size > limite) {
            decir("muy-grande");
            return;
        }
        const datos = new FormData(formulario); // before the input is disabled, which takes it out
        const peticion = new XMLHttpRequest();
        peticion.responseType = "document"; // parsed without running anything
        peticion.upload.onprogress = ({ lengthComputable, loaded, total }) => {
            if (lengthComputable) {
                barra.value = loaded / total;
            }
        };
        peticion.upload.onload = () => {
            barra.removeAttribute("value");
            paso("examinar");
        };
        peticion.onload = () => {
            const resultado = peticion.response?.querySelector("#resultado");
            if (resultado) {
                mostrar(resultado);
            } else {
                decir(peticion.status === 413 ? "muy-grande" : "sin-red");
            }
        };
        peticion.onerror = () => decir("sin-red");
        peticion.onloadend = () => ocupar(false);
        barra.value = 0;
        vivo.replaceChildren();
        paso("enviar");
        ocupar(true);
        peticion.open("POST", formulario.action);
        peticion.setRequestHeader("Accept", "text/html");
        peticion.send(datos);
    };

    formulario.classList.add("con-guion");
    formulario.addEventListener("submit", (ev) => {
        ev.preventDefault();
        enviar();
    });
    entrada.addEventListener("change", elegir);

    // A file dropped beside the zone would replace the page.
    for (const tipo of ["dragover", "drop"]) {
        document.addEventListener(tipo, (ev) => ev.preventDefault());
    }
    zona.addEventListener("dragover", () => zona.classList.add("encima"));
    zona.addEventListener("dragleave", () => zona.classList.remove("encima"));
    zona.addEventListener("drop", (ev) => {
        zona.classList.remove("encima");
        if (!entrada.disabled && ev.dataTransfer.files.length) {
            entrada.files = ev.dataTransfer.files;
            elegir();
            enviar();
        }
    });
    elegir(); // the browser may remember a choice
}
