"""PostgreSQL: a private cluster behind a socket that only its owner can open, or the user's own server."""

import contextlib
import os
import pwd
import re
import shutil
import subprocess
from pathlib import Path

from . import paths, process, system
from .console import Problem

SUPERUSER = "postgres"
ROLE = "odoo"  # not a superuser: what Odoo may do is what production allows it
LONGEST_SOCKET = 90

COMMON = {
    "listen_addresses": "''",
    "unix_socket_permissions": "0700",
    "max_connections": "120",
    "shared_buffers": "'256MB'",
    "timezone": "'UTC'",
    "log_timezone": "'UTC'",
}
FAST_AND_UNSAFE = {"fsync": "off", "synchronous_commit": "off", "full_page_writes": "off", "max_wal_size": "'4GB'"}


class Server:
    """What every PostgreSQL offers to the rest of the platform."""

    host = port = user = admin = None
    password = ""

    def env(self, user=None):
        """The environment that makes libpq, Odoo and the tests find this server."""
        extra = {"PGHOST": self.host, "PGPORT": self.port, "PGUSER": user or self.user, "PGDATABASE": "postgres"}
        if self.password:
            extra["PGPASSWORD"] = self.password
        return extra

    def sql(self, query, database="postgres", admin=False):
        """Run SQL and return the rows as lists of texts."""
        env = process.clean_env(**self.env(self.admin if admin else self.user), PGCONNECT_TIMEOUT=10)
        result = subprocess.run(
            ["psql", "-X", "-A", "-t", "-q", "-F", "\t", "-v", "ON_ERROR_STOP=1", "-d", database, "-c", query],
            env=env,
            capture_output=True,
            text=True,
            check=False,
        )
        if result.returncode:
            raise Problem(
                f"PostgreSQL refused: {result.stderr.strip()[:300]}",
                f"The server is {self.host}, port {self.port}, user {env['PGUSER']}.",
            )
        return [line.split("\t") for line in result.stdout.splitlines() if line]

    def exists(self, database):
        return bool(self.sql(f"SELECT 1 FROM pg_database WHERE datname = {literal(database)}"))

    def create(self, database):
        """An empty database for Odoo, with its extensions."""
        raise NotImplementedError

    def _create_extensions(self, database):
        self.sql("CREATE EXTENSION IF NOT EXISTS pg_trgm", database, admin=True)
        self.sql("CREATE EXTENSION IF NOT EXISTS unaccent", database, admin=True)
        self.sql("ALTER FUNCTION unaccent(text) IMMUTABLE", database, admin=True)  # to serve Odoo's indexes

    def drop(self, database):
        self.sql(f"DROP DATABASE IF EXISTS {identifier(database)} WITH (FORCE)", admin=True)

    def copy(self, source, target):
        self.sql(
            f"CREATE DATABASE {identifier(target)} TEMPLATE {identifier(source)} OWNER {identifier(self.user)}",
            admin=True,
        )

    def rename(self, source, target):
        self.sql(f"ALTER DATABASE {identifier(source)} RENAME TO {identifier(target)}", admin=True)

    def start(self, step):
        raise NotImplementedError

    def running(self):
        return True

    def stop(self):
        """Stop what start() started."""


class OwnServer(Server):
    """The PostgreSQL that the user names with PGHOST, PGPORT, PGUSER and PGPASSWORD."""

    def __init__(self):
        self.host = os.environ["PGHOST"]
        self.port = os.environ.get("PGPORT", "5432")
        self.user = self.admin = os.environ.get("PGUSER") or pwd.getpwuid(os.getuid()).pw_name
        self.password = os.environ.get("PGPASSWORD", "")

    def start(self, step):
        if self.user == "postgres":
            raise Problem(
                "Odoo refuses to work as the PostgreSQL user postgres.",
                "Create a user of its own (CREATEDB is enough) and set PGUSER.",
            )
        version = int(self.sql("SHOW server_version_num")[0][0])
        if version < 130000:
            raise Problem(
                f"The PostgreSQL at {self.host} is version {version // 10000}; Odoo 19 needs 13 or later.",
                "Use a newer server, or leave PGHOST empty.",
            )
        step.outcome = f"yours at {self.host}:{self.port}"
        return self

    def create(self, database):
        owner = identifier(self.user)
        self.sql(f"CREATE DATABASE {identifier(database)} OWNER {owner} LC_COLLATE 'C' TEMPLATE template0")
        with contextlib.suppress(Problem):  # without superuser rights Odoo works too, with slower accent-blind search
            self._create_extensions(database)


class Cluster(Server):
    """A cluster of our own in a folder of our own. PostgreSQL refuses root: then it runs as the user ``postgres``."""

    port = "5432"
    user = ROLE
    admin = SUPERUSER

    def __init__(self, folder, durable=True):
        self.folder = Path(folder)
        self.data = self.folder / "data"
        self.log = self.folder / "postgres.log"
        self.owner = _unprivileged_user() if os.getuid() == 0 else None
        socket = self.folder / "socket"
        self.host = str(
            socket if len(str(socket)) <= LONGEST_SOCKET else Path("/tmp") / f"pg-{paths.digest(str(self.folder))}"
        )
        self.durable = durable

    def start(self, step):
        """Create the cluster when it is not there, and start it when it does not run."""
        if not (self.data / "PG_VERSION").exists():
            step.progress("creating the cluster")
            self._create()
        self._own(Path(self.host))
        if not self.running():
            self._start()
        if not self.sql(f"SELECT 1 FROM pg_roles WHERE rolname = {literal(ROLE)}", admin=True):
            self._create_extensions("template1")  # every database gets them from there
            self.sql(f"CREATE ROLE {ROLE} LOGIN CREATEDB", admin=True)
        step.outcome = f"version {(self.data / 'PG_VERSION').read_text().strip()}, {self.folder}"
        return self

    def create(self, database):
        self.copy("template1", database)

    def running(self):
        return (self.data / "postmaster.pid").exists() and self._pg("pg_ctl", "status", "-D", self.data).ok

    def stop(self):
        if self.data.exists() and self.running():
            self._pg("pg_ctl", "stop", "-D", self.data, "-m", "fast", "-w", "-t", "60")

    def _create(self):
        building = self.folder / "data.part"
        self._own(self.folder)
        shutil.rmtree(building, ignore_errors=True)
        result = self._pg(
            "initdb",
            "-D",
            building,
            "-U",
            SUPERUSER,
            "-A",
            "trust",
            "-E",
            "UTF8",
            "--locale=C.UTF-8",
            "--lc-collate=C",
            "--no-instructions",
        )
        if not result.ok:
            raise system.failure(
                result,
                f"PostgreSQL could not create its cluster in {self.folder}.",
                "Check that the folder can be written.",
            )
        settings = {**COMMON, **({} if self.durable else FAST_AND_UNSAFE)}
        with open(building / "postgresql.conf", "a", encoding="utf-8") as conf:
            conf.writelines(f"{key} = {value}\n" for key, value in settings.items())
        building.rename(self.data)

    def _start(self):
        result = self._pg(
            "pg_ctl",
            "start",
            "-D",
            self.data,
            "-l",
            self.log,
            "-w",
            "-t",
            "120",
            "-o",
            f"-c unix_socket_directories='{self.host}'",
        )
        if not result.ok:
            log = self.log.read_text(errors="replace") if self.log.exists() else ""
            if system.NO_SPACE.search(log[-3000:]):
                raise system.disk_problem(self.folder)
            raise Problem(
                "PostgreSQL did not start.", f"Its log says why: {self.log}\n" + "\n".join(log.splitlines()[-5:])
            )

    def _own(self, folder):
        """A folder that only the cluster's user can open."""
        folder.mkdir(parents=True, exist_ok=True)
        if self.owner and folder.stat().st_uid != pwd.getpwnam(self.owner).pw_uid:
            shutil.chown(folder, self.owner, pwd.getpwnam(self.owner).pw_gid)
        if folder.stat().st_uid not in (os.getuid(), 0) and not self.owner:
            raise Problem(f"The folder {folder} belongs to another user.", "Remove it, or run as that user.")
        folder.chmod(0o700)

    def _pg(self, program, *arguments):
        env = process.clean_env(HOME="/", LC_ALL="C.UTF-8")
        return process.run([_bindir(self.data) / program, *arguments], env=env, cwd="/", user=self.owner)


def for_user():
    """The server of ``make run``: the user's when PGHOST says so, else our own cluster."""
    if os.environ.get("PGHOST"):
        return OwnServer()
    return Cluster(_cluster_folder())


def _cluster_folder():
    """The state folder, or a place the cluster's user can reach when root's folders are closed to it."""
    link = paths.state() / "postgres"
    if link.exists():
        return link.resolve()
    if os.getuid() == 0 and not _reachable(_unprivileged_user(), paths.STATE):
        folder = Path("/var/lib") / paths.project_tag()
        folder.mkdir(mode=0o755, exist_ok=True)
        link.symlink_to(folder)
        return folder
    return link


def _reachable(user, folder):
    account = pwd.getpwnam(user)
    return (
        subprocess.run(
            ["test", "-x", folder], user=account.pw_uid, group=account.pw_gid, extra_groups=[], cwd="/", check=False
        ).returncode
        == 0
    )


def _unprivileged_user():
    for name in ("postgres", "nobody"):
        try:
            return pwd.getpwnam(name).pw_name
        except KeyError:
            continue
    raise Problem(
        "PostgreSQL must not run as root, and this machine has no user postgres.",
        "Run the command as an ordinary user.",
    )


def _bindir(data):
    """The programs of the cluster's own major version, or the newest for a new cluster."""
    found = {}
    for initdb in [
        *Path("/usr/lib/postgresql").glob("*/bin/initdb"),
        *([Path(path).resolve()] if (path := shutil.which("initdb")) else []),
    ]:
        answer = subprocess.run([initdb, "--version"], capture_output=True, text=True, check=False).stdout
        if match := re.search(r"(\d+)(?:\.|devel|beta|rc|\s|$)", answer):
            found.setdefault(int(match.group(1)), initdb.parent)
    if (data / "PG_VERSION").exists():
        version = int((data / "PG_VERSION").read_text())
        if version not in found:
            raise Problem(
                f"The database was made by PostgreSQL {version}, which is not installed (found: {sorted(found) or 'none'}).",
                f"Install postgresql-{version}, or move your data with pg_upgrade (docs/operation.md).",
            )
        return found[version]
    if not found or max(found) < 13:
        raise Problem("PostgreSQL 13 or later is not installed.", "Run: apt-get install postgresql")
    return found[max(found)]


def literal(text):
    return "'" + text.replace("'", "''") + "'"


def identifier(text):
    return '"' + text.replace('"', '""') + '"'
