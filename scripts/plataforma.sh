#!/bin/sh
# Find a Python between 3.10 and 3.13 (or the one in $PYTHON) and hand over to scripts/plataforma.
set -u
here=$(CDPATH='' cd -- "$(dirname -- "$0")" && pwd)
fits='import sys; sys.exit(not (3, 10) <= sys.version_info[:2] <= (3, 13))'

find_python() {
    for python in ${PYTHON:-/usr/bin/python3 python3 python3.13 python3.12 python3.11 python3.10}; do
        if "$python" -c "$fits" 2>/dev/null; then
            return 0
        fi
    done
    return 1
}

if ! find_python && ! command -v python3 >/dev/null && command -v apt-get >/dev/null && [ "$(id -u)" = 0 ]; then
    echo "Installing python3 ..."
    { apt-get install -y --no-install-recommends python3 || { apt-get update && apt-get install -y --no-install-recommends python3; }; } >/dev/null
fi
if ! find_python; then
    echo "  Odoo 19 needs Python 3.10 to 3.13; this machine has: $( (${PYTHON:-python3} --version || echo none) 2>&1 | tail -n 1)." >&2
    echo "  Install one (on Debian 12 or 13: apt-get install python3 python3-venv), or name it: make run PYTHON=/path/to/python3.12" >&2
    exit 1
fi
PYTHONPATH="$here" PYTHONDONTWRITEBYTECODE=1 exec "$python" -m plataforma "$@"
