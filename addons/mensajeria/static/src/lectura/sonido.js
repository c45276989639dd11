import { browser } from "@web/core/browser/browser";

/** Tone of each kind of answer: [Hz, seconds] one after the other. Made by the browser, without files. */
const TONOS = {
    bien: [[1320, 0.09]],
    aviso: [
        [660, 0.12],
        [660, 0.12],
    ],
    mal: [[196, 0.45]],
    alerta: [
        [880, 0.15],
        [440, 0.15],
        [880, 0.15],
        [440, 0.25],
    ],
};
const VIBRACION = { bien: 40, aviso: [60, 60, 60], mal: 300, alerta: [200, 80, 200, 80, 200] };

let contexto;

/** Let hear and feel what came of a code. Browsers without sound stay silent. */
export function sonar(tipo) {
    browser.navigator.vibrate?.(VIBRACION[tipo]);
    const Contexto = window.AudioContext;
    if (!Contexto) {
        return;
    }
    contexto ||= new Contexto();
    let inicio = contexto.currentTime;
    for (const [frecuencia, duracion] of TONOS[tipo]) {
        const tono = contexto.createOscillator();
        const volumen = contexto.createGain();
        tono.frequency.value = frecuencia;
        volumen.gain.value = 0.15;
        tono.connect(volumen).connect(contexto.destination);
        tono.start(inicio);
        tono.stop(inicio + duracion);
        inicio += duracion + 0.03;
    }
}
