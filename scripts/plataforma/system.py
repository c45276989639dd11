"""The machine: its Debian packages, its disk, its network ports."""

import os
import platform
import re
import shutil
import socket
import subprocess
import sys

from . import paths, process
from .console import Problem

LIST = paths.SCRIPTS / "system-packages.txt"
OFFLINE = re.compile(
    r"could not resolve|temporary failure|failed to fetch|connection (refused|reset|timed out|failed)|could not connect"
    r"|unable to connect|network is unreachable|timed out|no route to host|ENOTFOUND|EAI_AGAIN|ECONN|ETIMEDOUT"
    r"|NewConnectionError|Max retries|ProxyError|SSLError|tunnel",
    re.IGNORECASE,
)
NO_SPACE = re.compile(r"no space left|ENOSPC|not enough (free )?space|disk quota exceeded", re.IGNORECASE)


def on_debian():
    """The release's codename when the machine is a Debian that the set-up was made for."""
    try:
        with open("/etc/os-release", encoding="utf-8") as release:
            fields = dict(line.rstrip().split("=", 1) for line in release if "=" in line)
    except OSError:
        return None
    fields = {key: value.strip('"') for key, value in fields.items()}
    version = fields.get("VERSION_ID", "99").split(".")[0]
    if fields.get("ID") != "debian" or not version.isdigit() or int(version) < 12:
        return None
    return fields.get("VERSION_CODENAME") or "sid"


def packages(*needs):
    """(package, command) for what is needed now."""
    for line in LIST.read_text(encoding="utf-8").splitlines():
        name, need, command, machine = [*line.split("#")[0].split(), None, None, None, None][:4]
        if need in needs and machine in (None, platform.machine()):
            yield name, command if command != "-" else None


def _installed(names):
    result = subprocess.run(
        ["dpkg-query", "-W", "-f", "${db:Status-Status} ${Package}\n", *names],
        capture_output=True,
        text=True,
        check=False,
    )
    return {line.split()[1] for line in result.stdout.splitlines() if line.startswith("installed ")}


def missing_packages(*needs):
    wanted = list(packages(*needs))
    installed = _installed([name for name, _command in wanted])
    return [name for name, command in wanted if name not in installed and not (command and shutil.which(command))]


def ensure_packages(step, *needs):
    """Install the Debian packages that are missing, or say exactly which command does."""
    if not on_debian():
        return _check_other_system(needs)
    missing = missing_packages(*needs)
    if not missing:
        step.outcome = "all there"
        return None
    root = os.getuid() == 0
    by_hand = f"apt-get install -y --no-install-recommends {' '.join(missing)}"
    if not root and not _may_sudo():
        raise Problem(
            "System packages are missing, and you are neither root nor may use sudo.",
            f"Ask an administrator to run:  {by_hand}\nthen run the command again.",
        )
    step.note("installing: " + " ".join(missing))
    prefix = [] if root else ["sudo", "-n"]
    install = [*prefix, "env", "DEBIAN_FRONTEND=noninteractive", *by_hand.split()]
    result = _apt(step, install)
    if not result.ok:  # lists missing or out of date
        _apt(step, [*prefix, "apt-get", "update"])
        result = _apt(step, install)
    if not result.ok:
        raise failure(result, f"apt could not install {', '.join(missing)}.", f"Run it by hand to see why:  {by_hand}")
    step.outcome = f"{len(missing)} installed"
    return None


def _apt(step, command):
    return process.run(
        command,
        log=paths.state("logs") / "apt.log",
        env=os.environ.copy(),
        on_line=lambda line: step.progress(line[:60]) if line.startswith(("Get:", "Unpacking", "Setting up")) else None,
        on_tick=step.progress,
        detached=command[0] != "sudo",
    )


def failure(result, what, todo):
    """Turn what a failed apt, pip, npm or PostgreSQL printed into the sentence that fits."""
    if NO_SPACE.search(result.text):
        return disk_problem(paths.cache())
    if OFFLINE.search(result.text):
        return Problem(
            f"{what} The registry of these packages cannot be reached.",
            "Check the network (or the proxy that apt, pip and npm use) and run the command again; it goes on where it stopped.",
        )
    last = next((line for line in reversed(result.tail) if line.strip()), "")
    return Problem(what, f"{todo}\n(its last words: {last.strip()[:200]})")


def _may_sudo():
    if not shutil.which("sudo"):
        return False
    if subprocess.run(["sudo", "-n", "true"], capture_output=True, check=False).returncode == 0:
        return True
    return sys.stdin.isatty() and subprocess.run(["sudo", "-v"], check=False).returncode == 0


def _check_other_system(needs):
    if not os.environ.get("ODOO_PATH"):
        raise Problem(
            "Odoo is fetched as a Debian package, and this machine is not Debian 12 or later.",
            "Either use Docker (docker compose up, see README.md), or point ODOO_PATH=... at a source tree of Odoo 19.",
        )
    commands = {command for _name, command in packages(*needs) if command} - {"npm", "node"}
    missing = sorted(command for command in commands if not shutil.which(command))
    if missing:
        raise Problem(
            f"These programs are missing: {', '.join(missing)}.",
            f"Install them with your system's package manager ({LIST.relative_to(paths.ROOT)} lists Debian's names).",
        )


def ensure_disk(folder, gigabytes):
    """Refuse to begin what would not fit."""
    while not folder.exists():
        folder = folder.parent
    free = shutil.disk_usage(folder).free / 1e9
    if free < gigabytes:
        raise Problem(
            f"Only {free:.1f} GB are free in {folder}; this step needs {gigabytes} GB.",
            "Free some space, or set XDG_CACHE_HOME to a folder on a larger disk, and run the command again.",
        )


def disk_problem(folder):
    return Problem(
        f"The disk that holds {folder} is full.",
        "Free some space (about 4 GB are needed in all) and run the command again; it goes on where it stopped.",
    )


def ensure_port(port):
    """Refuse a port that somebody else listens on."""
    with socket.socket() as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind(("127.0.0.1", port))
        except PermissionError:
            raise Problem(
                f"Port {port} is reserved for the administrator.", "Choose one above 1023: make run ODOO_PORT=8070"
            ) from None
        except (OSError, OverflowError):
            raise Problem(
                f"Port {port} on 127.0.0.1 is taken by another program.",
                f"Stop that program, or choose another port: make run ODOO_PORT={port + 1}",
            ) from None


def free_port():
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return probe.getsockname()[1]
