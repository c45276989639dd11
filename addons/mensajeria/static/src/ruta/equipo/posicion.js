import { browser } from "@web/core/browser/browser";

/** Where the phone is, with its accuracy in meters; `{geo_negada: true}` when it does not tell. Never waits long. */
export function posicion(espera = 10000) {
    return new Promise((resolver) => {
        const negada = () => resolver({ geo_negada: true });
        if (!browser.navigator.geolocation) {
            return negada();
        }
        browser.setTimeout(negada, espera + 1000);
        browser.navigator.geolocation.getCurrentPosition(
            ({ coords: { latitude, longitude, accuracy } }) =>
                resolver({
                    latitud: latitude,
                    longitud: longitude,
                    precision: accuracy,
                    geo_negada: false,
                }),
            negada,
            { enableHighAccuracy: true, timeout: espera, maximumAge: 60000 }
        );
    });
}

/** Address that opens the phone's own map at a stop. */
export function enlaceDeMapa(
    { latitud, longitud, direccion },
    sistema = browser.navigator.userAgent
) {
    const punto = latitud || longitud ? `${latitud},${longitud}` : "";
    const busca = encodeURIComponent(punto || direccion);
    if (/android/i.test(sistema)) {
        return `geo:${punto || "0,0"}?q=${busca}`;
    }
    if (/iphone|ipad|macintosh/i.test(sistema)) {
        return `https://maps.apple.com/?q=${busca}`;
    }
    return `https://www.openstreetmap.org/search?query=${busca}`;
}
