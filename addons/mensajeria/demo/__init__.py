from . import mensajeria_demo
