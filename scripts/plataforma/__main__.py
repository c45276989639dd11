"""Entry point: ``python3 -m plataforma COMMAND`` (the Makefile's only recipe)."""

import sys

from .cli import main

sys.exit(main(sys.argv[1:]))
