"""Production files: what can be checked without a container engine, and the scripts of the image for real."""

import os
import re
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[1]
SCRIPTS = ROOT / "scripts" / "produccion"
SECRETS = {"POSTGRES_PASSWORD": "one", "ODOO_DB_PASSWORD": "two", "ADMIN_PASSWORD": "three"}
TEMPLATE = os.environ.get("TEST_TEMPLATE_DB")


def call(*command, **options):
    return subprocess.run([str(part) for part in command], capture_output=True, text=True, check=False, **options)


def test_dockerfile_passes_its_linter():
    result = call(Path(sys.executable).with_name("hadolint"), "--failure-threshold=warning", ROOT / "Dockerfile")
    assert result.returncode == 0, result.stdout


def test_shell_scripts_pass_their_linter():
    scripts = [
        *SCRIPTS.iterdir(),
        *(ROOT / "scripts" / "bin").iterdir(),
        ROOT / ".ci" / "run",
        ROOT / "scripts" / "plataforma.sh",
    ]
    result = call("shellcheck", *scripts)
    assert result.returncode == 0, result.stdout


def test_compose_file_is_valid_and_resolves():
    command = ["docker-compose", "-f", ROOT / "docker-compose.yml", "--profile", "tools", "config"]
    result = call(*command, env={**os.environ, **SECRETS})
    assert result.returncode == 0, result.stderr
    for name in ("db", "install", "odoo", "update", "backup", "restore"):
        assert re.search(rf"^  {name}:$", result.stdout, re.MULTILINE), name


@pytest.mark.parametrize("secret", SECRETS)
def test_compose_file_asks_for_each_secret(secret):
    env = {**os.environ, **SECRETS}
    del env[secret]
    result = call("docker-compose", "-f", ROOT / "docker-compose.yml", "config", env=env, cwd="/")
    assert result.returncode != 0
    assert secret in result.stderr


def test_image_holds_what_the_dockerfile_copies():
    allowed = [
        line[1:] for line in (ROOT / ".dockerignore").read_text(encoding="utf-8").splitlines() if line.startswith("!")
    ]
    copies = re.findall(r"^COPY (.+) \S+$", (ROOT / "Dockerfile").read_text(encoding="utf-8"), re.MULTILINE)
    for source in " ".join(copies).split():
        assert (ROOT / source).exists(), source
        assert any(source == path or source.startswith(f"{path}/") for path in allowed), source


def test_odoo_conf_names_only_options_that_odoo_knows():
    check = (
        "import logging, sys; from odoo.tools import config; log = []; "
        "logging.getLogger('odoo.tools.config').addFilter(lambda record: log.append(record.getMessage())); "
        "config.parse_config(['-c', sys.argv[1], '--addons-path=', '--data-dir=/tmp'], setup_logging=False); "
        "config._flush_log_and_warn_entries(); print([line for line in log if 'unknown option' in line]); "
        "print(config['list_db'], config['proxy_mode'], config['unaccent'], config['workers'] > 1, config['dbfilter'])"
    )
    env = {key: value for key, value in os.environ.items() if not key.startswith(("PG", "ODOO"))}
    result = call(sys.executable, "-c", check, ROOT / "odoo.conf", env=env)
    assert result.returncode == 0, result.stderr
    assert result.stdout.splitlines()[-2:] == ["[]", "False True True True ^correspondencia$"]


def test_addons_requirements_are_part_of_all_requirements():
    pins = [
        set(re.findall(r"^[\w.-]+==\S+", (ROOT / name).read_text(encoding="utf-8"), re.MULTILINE))
        for name in ("requirements-addons.lock", "requirements.lock")
    ]
    assert pins[0] <= pins[1]


class TestBackup:
    """backup and restore on copies of the template database, as in the image but on the tests' own server."""

    DATABASE = "respaldo"

    @pytest.fixture
    def env(self, tmp_path):
        data = Path(os.environ["TEST_ODOO_CONF"]).parent / "data"
        files = data / "filestore"
        (tmp_path / "backups").mkdir()
        shutil.copytree(files / TEMPLATE, tmp_path / "filestore" / self.DATABASE)
        call("createdb", "-T", TEMPLATE, self.DATABASE)
        yield {
            **os.environ,
            "DB_NAME": self.DATABASE,
            "DATA_DIR": str(tmp_path),
            "BACKUPS": str(tmp_path / "backups"),
            "KEEP": "2",
        }
        for name in self.databases():
            call("dropdb", name)

    def databases(self):
        rows = call("psql", "-d", "postgres", "-Atc", "SELECT datname FROM pg_database").stdout.split()
        return [name for name in rows if name.startswith(self.DATABASE)]

    def backup(self, env):
        result = call(SCRIPTS / "backup", env=env)
        assert result.returncode == 0, result.stderr
        return result.stdout.strip()

    def sql(self, query, database=DATABASE):
        result = call("psql", "-d", database, "-v", "ON_ERROR_STOP=1", "-Atc", query)
        assert result.returncode == 0, result.stderr
        return result.stdout.strip()

    def test_round_trip_brings_rows_and_files_back_and_keeps_what_was_there(self, env, tmp_path):
        users = self.sql("SELECT count(*), max(id) FROM res_users")
        stored = (
            tmp_path
            / "filestore"
            / self.DATABASE
            / self.sql("SELECT min(store_fname) FROM ir_attachment WHERE store_fname <> ''")
        )
        content = stored.read_bytes()
        name = self.backup(env)

        self.sql("DELETE FROM ir_attachment; UPDATE res_users SET login = 'x' || id")
        stored.write_bytes(b"lost")
        result = call(SCRIPTS / "restore", name, env=env)

        assert result.returncode == 0, result.stderr
        assert not result.stderr
        assert self.sql("SELECT count(*), max(id) FROM res_users") == users
        assert self.sql("SELECT count(*) FROM ir_attachment") != "0"
        assert self.sql("SELECT provolatile FROM pg_proc WHERE proname = 'unaccent' AND pronargs = 1") == "i"
        assert stored.read_bytes() == content
        (before,) = set(self.databases()) - {self.DATABASE}
        assert self.sql("SELECT count(*) FROM ir_attachment", before) == "0"
        assert (tmp_path / "filestore" / before).is_dir()

    def test_damaged_backup_changes_nothing(self, env, tmp_path):
        name = self.backup(env)
        with open(tmp_path / "backups" / name / "database.dump", "ab") as dump:
            dump.write(b"x")
        result = call(SCRIPTS / "restore", name, env=env)
        assert result.returncode == 1
        assert "damaged; nothing was changed" in result.stderr
        assert self.databases() == [self.DATABASE]

    def test_restore_refuses_while_odoo_is_connected(self, env):
        name = self.backup(env)
        with subprocess.Popen(
            ["psql", "-d", self.DATABASE], stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True
        ) as client:
            client.stdin.write("SELECT 1;\n")
            client.stdin.flush()
            client.stdout.readline()
            result = call(SCRIPTS / "restore", name, env=env)
        assert result.returncode == 1
        assert "stop Odoo first" in result.stderr
        assert self.databases() == [self.DATABASE]

    def test_only_the_newest_backups_are_kept(self, env, tmp_path):
        for stamp in ("20200101T000000Z", "20210101T000000Z", "20220101T000000Z"):
            (tmp_path / "backups" / f"{self.DATABASE}-{stamp}").mkdir()
        (tmp_path / "backups" / "another-20200101T000000Z").mkdir()
        name = self.backup(env)
        left = {path.name for path in (tmp_path / "backups").iterdir()}
        assert left == {name, f"{self.DATABASE}-20220101T000000Z", "another-20200101T000000Z"}

    def test_restore_lists_what_there_is(self, env):
        name = self.backup(env)
        result = call(SCRIPTS / "restore", env=env)
        assert result.returncode == 2
        assert name in result.stdout
