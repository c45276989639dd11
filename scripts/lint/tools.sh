# Sourced by scripts/lint/run: the linters, installed once per version of the two lock files.
# Sets VENV and NODE_MODULES.

# once KEY COMMAND...: run COMMAND with an empty folder named after KEY as last argument, and print that folder.
# A folder counts only when COMMAND ended well; a second run at the same time waits for the first.
once() {
    local dir="${XDG_CACHE_HOME:-$HOME/.cache}/odoo-correspondencia/$1"
    shift
    mkdir -p "$(dirname "$dir")" || return
    (
        flock 9
        [ -e "$dir/.ready" ] && exit
        echo "installing the linters into $dir" >&2
        rm -rf "$dir" && mkdir "$dir" && "$@" "$dir" >&2 && touch "$dir/.ready"
    ) 9>"$dir.lock" && echo "$dir"
}

key() { cat "$@" | sha256sum | cut -c1-16; }

install_venv() {
    "$python" -m venv "$1" &&
        "$1/bin/python" -m pip install --quiet --disable-pip-version-check --require-hashes -r requirements-lint.lock
}

install_node_modules() {
    cp package.json package-lock.json "$1" && (cd "$1" && npm ci --no-audit --no-fund --loglevel=error)
}

install_tools() {
    local python="${PYTHON:-python3}" version
    version=$("$python" -c 'import sys; sys.exit(sys.version_info < (3, 10) or print("%d.%d" % sys.version_info[:2]))') || {
        echo "lint: $python is not Python 3.10 or newer; name another one with PYTHON=..." >&2
        return 1
    }
    command -v npm >/dev/null || {
        echo "lint: npm is missing; apt-get install nodejs npm" >&2
        return 1
    }
    VENV=$(once "lint-$(key requirements-lint.lock)-py$version" install_venv) || {
        echo "lint: the Python linters could not be installed; is python3-venv there and PyPI within reach?" >&2
        return 1
    }
    NODE_MODULES=$(once "lint-node-$(key package.json package-lock.json)" install_node_modules)/node_modules || {
        echo "lint: the JavaScript linters could not be installed; is the npm registry within reach?" >&2
        return 1
    }
}
