"""What anybody may call, found by looking at the classes: a new method is tried without anybody's help."""

import inspect
from functools import partial

from odoo.exceptions import AccessError

#: not of a record
SIN_REGISTRO = {"create", "write", "unlink", "init", "onchange"}


class Ajenos:
    """For test cases with ``como`` and ``assertRechaza``."""

    #: beginning of the names of the modules whose methods are looked for
    modulos = "odoo.addons.mensajeria."
    #: what their parameters are called with
    valores = {}
    #: further methods that are of no record
    sin_registro = frozenset()

    def metodos(self, modelo):
        """Names of what anybody may call on records of ``modelo``, and is ours."""
        return {
            metodo
            for clase in self.registry[modelo].mro()
            if clase.__module__.startswith(self.modulos)
            for metodo, valor in vars(clase).items()
            if not metodo.startswith("_") and callable(valor) and not getattr(valor, "_api_private", False)
        } - (SIN_REGISTRO | self.sin_registro)

    def con_metodos(self):
        """Names of the models that keep something and have such methods."""
        return {
            modelo
            for modelo, clase in self.registry.items()
            if not clase._abstract and not clase._transient and self.metodos(modelo)
        }

    def assertNadaPara(self, registros, users):
        """Each method of each of ``registros`` (``{model: record}``) refuses each of ``users``, and nothing changes."""
        antes = {modelo: registro.sudo().read() for modelo, registro in registros.items()}
        for modelo, registro in registros.items():
            for metodo in sorted(self.metodos(modelo)):
                parametros = inspect.signature(getattr(type(registro), metodo)).parameters
                argumentos = {nombre: self.valores[nombre] for nombre in parametros if nombre in self.valores}
                for user in users:
                    suyo = self.como(registro.sudo(False), user)
                    with self.subTest(modelo, metodo=metodo, user=user.login):
                        self.assertRechaza("", partial(getattr(suyo, metodo), **argumentos), error=AccessError)
            self.env.invalidate_all()
        self.assertEqual({modelo: registro.sudo().read() for modelo, registro in registros.items()}, antes)
