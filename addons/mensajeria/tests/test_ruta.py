"""The order of stops, without database."""

import random
import time
from datetime import date, datetime

from odoo.tests import BaseCase, tagged

from odoo.addons.mensajeria.tools.intentos import Regla
from odoo.addons.mensajeria.tools.ruta import Parada, distancia, longitud_total, ordenar


def puntos(n, semilla=7):
    azar = random.Random(semilla)
    return [
        Parada(i, latitud=19.43 + azar.uniform(-0.1, 0.1), longitud=-99.13 + azar.uniform(-0.1, 0.1)) for i in range(n)
    ]


@tagged("post_install", "-at_install")
class TestRuta(BaseCase):
    def largo(self, paradas, orden):
        por_clave = {p.clave: (p.latitud, p.longitud) for p in paradas}
        return longitud_total([por_clave[clave] for clave in orden])

    def test_distance(self):
        zocalo, monterrey = (19.4326, -99.1332), (25.6866, -100.3161)
        self.assertAlmostEqual(distancia(zocalo, monterrey), 705, delta=5)
        self.assertEqual(distancia(zocalo, zocalo), 0)

    def test_shorter_than_as_captured_and_than_the_nearest_neighbour(self):
        for semilla in range(5):
            paradas = puntos(30, semilla)
            orden = ordenar(paradas)
            self.assertEqual(sorted(orden), list(range(30)), "each stop once")
            self.assertLess(self.largo(paradas, orden), 0.5 * self.largo(paradas, range(30)))

    def test_two_opt_uncrosses(self):
        cuadro = [
            Parada(n, latitud=la, longitud=lo) for n, (la, lo) in enumerate([(0.0, 0.1), (1, 1), (0.0, 1), (1, 0.1)])
        ]
        orden = ordenar(cuadro)
        self.assertAlmostEqual(self.largo(cuadro, orden), self.largo(cuadro, [0, 2, 1, 3]), delta=30)

    def test_from_the_office(self):
        paradas = [Parada(n, latitud=19.0 + n / 10, longitud=-99.0) for n in range(6)]
        self.assertEqual(ordenar(paradas, inicio=(20.0, -99.0)), [5, 4, 3, 2, 1, 0])
        self.assertEqual(ordenar(paradas, inicio=(18.9, -99.0)), [0, 1, 2, 3, 4, 5])

    def test_zones_stay_together(self):
        paradas = [p._replace(zona="AB"[p.clave % 2]) for p in puntos(12)]
        orden = ordenar(paradas)
        self.assertEqual([n % 2 for n in orden], [0] * 6 + [1] * 6)

    def test_without_coordinates(self):
        """By postal code, neighborhood, street and number; what has no code comes last."""
        filas = [
            ("a", "06700", "Roma Norte", "Durango", "100"),
            ("b", "06000", "Centro", "Tacuba", "20 bis"),
            ("c", "6000", "Centro", "Tacuba", "3"),
            ("d", "", "Ajusco", "Aztecas", "1"),
            ("e", "06700", "Col. Roma Norte", "Álvaro Obregón", "9"),
        ]
        paradas = [Parada(k, "", cp, colonia, calle, numero) for k, cp, colonia, calle, numero in filas]
        self.assertEqual(ordenar(paradas), ["c", "b", "e", "a", "d"])
        una = [*paradas, Parada("f", "", "06000", "Centro", "Moneda", "1", 19.4, -99.1)]
        self.assertEqual(ordenar(una)[0], "f", "one with coordinates does not upset the rest")

    def test_limits(self):
        self.assertEqual(ordenar([]), [])
        self.assertEqual(ordenar(puntos(1)), [0])
        iguales = [Parada(n, latitud=19.4, longitud=-99.1) for n in range(5)]
        self.assertEqual(sorted(ordenar(iguales)), [0, 1, 2, 3, 4])
        inicio = time.process_time()
        ordenar(puntos(100))
        self.assertLess(time.process_time() - inicio, 3)


@tagged("post_install", "-at_install")
class TestIntentos(BaseCase):
    def habil(self, dia):
        return dia.weekday() < 5 and dia != date(2026, 3, 16)

    def test_next_attempt(self):
        for intento, esperado in (
            ("2026-03-02 09:00", "2026-03-02 16:00"),
            ("2026-03-02 13:10", "2026-03-02 16:30"),
            ("2026-03-02 14:55", "2026-03-02 18:00"),
            ("2026-03-02 15:00", "2026-03-03 10:00"),
            ("2026-03-06 17:00", "2026-03-09 10:00"),
            ("2026-03-13 17:00", "2026-03-17 10:00"),
            ("2026-03-14 10:00", "2026-03-17 16:00"),
        ):
            with self.subTest(intento):
                momento = datetime.fromisoformat(intento)
                proximo = Regla().siguiente(momento, self.habil)
                self.assertEqual(proximo, datetime.fromisoformat(esperado))
                self.assertFalse(set(Regla().reparos(momento, proximo, 1)) - {"muy_tarde"})

    def test_remarks(self):
        manana, tarde = datetime(2026, 3, 2, 10), datetime(2026, 3, 2, 16)
        self.assertEqual(Regla().reparos(manana, tarde, 0), [])
        self.assertEqual(Regla().reparos(manana, datetime(2026, 3, 2, 12), 0), ["misma_franja", "muy_pronto"])
        self.assertEqual(Regla().reparos(datetime(2026, 3, 2, 14), datetime(2026, 3, 2, 16), 0), ["muy_pronto"])
        self.assertEqual(Regla().reparos(manana, datetime(2026, 3, 9, 16), 5), ["muy_tarde"])

    def test_another_rule(self):
        """The same attempts, by a provider that halves its day at noon and comes back sooner."""
        regla = Regla(corte=12.5, horas=1.5, dias=1)
        for intento, esperado in (
            ("2026-03-02 09:00", "2026-03-02 13:30"),
            ("2026-03-02 12:20", "2026-03-02 14:00"),
            ("2026-03-02 12:30", "2026-03-03 10:00"),
            ("2026-03-14 10:00", "2026-03-17 13:30"),
        ):
            with self.subTest(intento):
                proximo = regla.siguiente(datetime.fromisoformat(intento), self.habil)
                self.assertEqual(proximo, datetime.fromisoformat(esperado))
        manana = datetime(2026, 3, 2, 10)
        self.assertEqual(regla.reparos(manana, datetime(2026, 3, 2, 13), 0), [])
        self.assertEqual(
            regla.reparos(manana, datetime(2026, 3, 2, 11), 2), ["misma_franja", "muy_pronto", "muy_tarde"]
        )
