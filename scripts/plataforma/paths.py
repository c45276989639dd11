"""Where things are: the project, its state (``.local``) and the cache that clones share."""

import hashlib
import os
import tempfile
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
ADDONS = ROOT / "addons"
SCRIPTS = ROOT / "scripts"
STATE = ROOT / ".local"
NAME = "odoo-correspondencia"


def cache():
    """The user's cache folder for this project, or one in the state folder where the home is not writable."""
    base = os.environ.get("XDG_CACHE_HOME") or os.path.expanduser("~/.cache")
    folder = Path(base).absolute() / NAME
    try:
        folder.mkdir(parents=True, exist_ok=True)
        with tempfile.TemporaryFile(dir=folder):
            return folder
    except OSError:
        folder = STATE / "cache"
        folder.mkdir(parents=True, exist_ok=True)
        return folder


def state(*parts):
    """A folder inside the state folder, created when missing."""
    folder = STATE.joinpath(*parts)
    folder.mkdir(parents=True, exist_ok=True)
    return folder


def fresh_log(name):
    """An empty log file of that name."""
    log = state("logs") / f"{name}.log"
    log.unlink(missing_ok=True)
    return log


def digest(*contents):
    """A short fingerprint of texts, or of the content of files given as Path."""
    total = hashlib.sha256()
    for content in contents:
        total.update(content.read_bytes() if isinstance(content, Path) else content.encode())
        total.update(b"\0")
    return total.hexdigest()[:12]


def addon_names():
    """Names of the project's installable addons, whatever they are."""
    return sorted(manifest.parent.name for manifest in ADDONS.glob("*/__manifest__.py"))


def project_tag():
    """A name for what has to live outside the project's folder, unique for this clone."""
    return f"{NAME}-{os.getuid()}-{digest(str(ROOT))}"
