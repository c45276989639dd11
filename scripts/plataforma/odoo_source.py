"""Odoo 19: the user's own source tree, or Debian's package unpacked into the cache after a signature check."""

import base64
import hashlib
import json
import os
import re
import shutil
import subprocess
import tarfile
from pathlib import Path

from . import paths, process, system
from .console import Problem
from .locks import only_one

LOCK = paths.SCRIPTS / "odoo.lock"
PYTHON_TREE = "usr/lib/python3/dist-packages"
KEYRINGS = ("debian-archive-keyring.pgp", "debian-archive-keyring.gpg")
STRIPPED_FILE = "odoo/addons/mail/static/lib/selfie_segmentation/selfie_segmentation.js"


def ensure(step):
    """The folder that holds the Python package ``odoo``."""
    if own := os.environ.get("ODOO_PATH"):
        step.outcome = f"yours, {own}"
        return _own_tree(Path(own).expanduser().resolve())
    lock = Lock(LOCK)
    prefix = paths.cache() / f"odoo-{paths.digest(LOCK)}"
    if not prefix.exists():
        with only_one(paths.cache() / "odoo.lock", step, "another run is fetching Odoo"):
            if not prefix.exists():
                for left in paths.cache().glob("odoo-*.part"):
                    shutil.rmtree(left)
                system.ensure_disk(paths.cache(), 3)
                _fetch(step, lock, prefix)
    versions = json.loads((prefix / "versions.json").read_text())
    step.outcome = versions["odoo-19"]
    return prefix / PYTHON_TREE


def _own_tree(folder):
    release = folder / "odoo" / "release.py"
    match = release.is_file() and re.search(
        r"^version_info = \((\d+), *(\d+)", release.read_text(encoding="utf-8"), re.MULTILINE
    )
    if not match:
        raise Problem(
            f"ODOO_PATH={folder} holds no Odoo source tree (odoo/release.py is not there).",
            "Give the folder that holds odoo-bin.",
        )
    if match.group(1) != "19":
        raise Problem(
            f"ODOO_PATH={folder} is Odoo {match.group(1)}.{match.group(2)}, and the addons are for Odoo 19.",
            "Check out branch 19.0.",
        )
    return folder


class Lock:
    """scripts/odoo.lock."""

    def __init__(self, path):
        self.debs = {}
        for line in path.read_text(encoding="utf-8").splitlines():
            match line.split("#")[0].split() if not line.startswith("#") else []:
                case ["suite", suite]:
                    self.suite = suite
                case ["deb", name, version, sha256]:
                    self.debs[name] = (version, sha256)
                case ["npm", name, version, integrity]:
                    self.npm = (name, version, integrity)


def _fetch(step, lock, prefix):
    """Download, check and unpack into a folder beside, which takes its place only when complete."""
    downloads = paths.cache() / "downloads"
    downloads.mkdir(exist_ok=True)
    building = prefix.with_suffix(".part")
    versions = {}
    archive = Archive(step, lock.suite)
    for name, (version, sha256) in lock.debs.items():
        deb, versions[name] = archive.download(name, version, sha256, downloads)
        step.progress(f"unpacking {name}")
        result = process.run(["dpkg", "-x", deb, building], on_tick=step.progress)
        if not result.ok:
            deb.unlink()
            raise system.failure(
                result,
                f"The package {deb.name} could not be unpacked.",
                "Run the command again; it is downloaded anew.",
            )
    script, versions[lock.npm[0]] = _npm_file(step, lock.npm, downloads)
    target = building / PYTHON_TREE / STRIPPED_FILE
    target.parent.mkdir(parents=True, exist_ok=True)
    target.write_bytes(script)
    (building / "versions.json").write_text(json.dumps(versions, indent=1))
    building.rename(prefix)
    shutil.rmtree(downloads)


class Archive:
    """Debian's archive through apt with a state of its own: nothing on the machine's own apt changes."""

    def __init__(self, step, suite):
        self.step = step
        self.suite = suite
        self.folder = paths.cache() / "apt"
        for name in ("lists/partial", "cache/archives/partial"):
            (self.folder / name).mkdir(parents=True, exist_ok=True)
        (self.folder / "status").touch()
        self.options = [
            "-o",
            f"Dir::Etc::SourceList={self.folder / 'sources.list'}",
            "-o",
            "Dir::Etc::SourceParts=-",
            "-o",
            "Dir::Etc::Preferences=-",
            "-o",
            "Dir::Etc::PreferencesParts=-",
            "-o",
            f"Dir::State::Lists={self.folder / 'lists'}",
            "-o",
            f"Dir::State::status={self.folder / 'status'}",
            "-o",
            f"Dir::Cache={self.folder / 'cache'}",
            "-o",
            "APT::Update::Error-Mode=any",
            "-o",
            "Acquire::Languages=none",
            "-o",
            "Acquire::Retries=2",
        ]
        if os.getuid() == 0:  # apt's own sandbox user cannot read the cache of root
            self.options += ["-o", "APT::Sandbox::User=root"]
        self.log = paths.state("logs") / "apt.log"
        self._update()

    def _update(self):
        keyring = next(
            (f"/usr/share/keyrings/{name}" for name in KEYRINGS if os.path.exists(f"/usr/share/keyrings/{name}")), None
        )
        if not keyring:
            raise Problem(
                "Debian's archive keyring is not installed, so no download could be trusted.",
                "Run: apt-get install debian-archive-keyring",
            )
        result = None
        for site in _sites():
            (self.folder / "sources.list").write_text(f"deb [signed-by={keyring}] {site} {self.suite} main\n")
            self.step.progress("reading Debian's package list")
            result = self._apt("apt-get", "update")
            if result.ok:
                return
        if result is None:
            raise Problem(
                "apt knows no Debian archive on this machine.",
                "Add one to /etc/apt/sources.list.d, or set ODOO_PATH=... to a source tree of Odoo 19.",
            )
        raise system.failure(
            result, "Debian's package list could not be read.", f"See {self.log}, and run the command again."
        )

    def _apt(self, program, *arguments, cwd=None):
        return process.run(
            [program, *self.options, *arguments],
            log=self.log,
            env={**os.environ, "LC_ALL": "C.UTF-8"},
            cwd=cwd,
            on_tick=self.step.progress,
        )

    def download(self, name, version, sha256, folder):
        """The .deb of the pinned version, or of the newest when that one is gone from the archive."""
        offers = self._offers(name)
        if version not in offers:
            if not offers:
                raise Problem(
                    f"Debian's archive no longer has the package {name}.",
                    "Use a newer release of this project, Docker (see README.md), or ODOO_PATH=... with a source tree of Odoo 19.",
                )
            newest = _newest(offers)
            self.step.note(f"{name} {version} is gone from Debian's archive; taking {newest}, the newest")
            version, sha256 = newest, offers[newest]["SHA256"]
        deb = folder / f"{name}_{version.replace(':', '%3a')}.deb"
        if not deb.exists():
            self._download_into(deb, name, version, int(offers[version]["Size"]))
        if hashlib.sha256(deb.read_bytes()).hexdigest() != sha256:
            deb.unlink()
            raise Problem(
                f"The download of {name} {version} is not the file that was pinned (wrong SHA-256).",
                "Run the command again; if it happens twice, report it.",
            )
        return deb, version

    def _download_into(self, deb, name, version, size):
        partial = deb.with_suffix(".download")
        shutil.rmtree(partial, ignore_errors=True)
        partial.mkdir()

        def progress():
            got = sum(file.stat().st_size for file in partial.iterdir())
            self.step.progress(f"downloading {name} {got / 1e6:.0f} of {size / 1e6:.0f} MB")

        progress()
        result = process.run(
            ["apt-get", *self.options, "download", f"{name}={version}"],
            log=self.log,
            env={**os.environ, "LC_ALL": "C.UTF-8"},
            cwd=partial,
            on_tick=progress,
        )
        files = list(partial.glob("*.deb"))
        if not result.ok or not files:
            raise system.failure(
                result, f"{name} {version} could not be downloaded.", f"See {self.log}, and run the command again."
            )
        files[0].rename(deb)
        shutil.rmtree(partial)

    def _offers(self, name):
        result = subprocess.run(["apt-cache", *self.options, "show", name], capture_output=True, text=True, check=False)
        offers = {}
        for paragraph in result.stdout.split("\n\n"):
            fields = dict(re.findall(r"^(Version|SHA256|Size|Filename): (.+)$", paragraph, re.MULTILINE))
            if "Filename" in fields:
                offers[fields["Version"]] = fields
        return offers


def _newest(versions):
    best = None
    for version in versions:
        if (
            best is None
            or subprocess.run(["dpkg", "--compare-versions", version, "gt", best], check=False).returncode == 0
        ):
            best = version
    return best


def _sites():
    """The archives this machine already uses for its own Debian, the likeliest first."""
    codename = system.on_debian()
    result = subprocess.run(
        ["apt-get", "indextargets", "--format", "$(REPO_URI)|$(RELEASE)|$(COMPONENT)"],
        capture_output=True,
        text=True,
        check=False,
    )
    rows = [line.split("|") for line in result.stdout.splitlines() if line.count("|") == 2]
    mains = [
        (release != codename, site)
        for site, release, component in rows
        if component == "main"
        and release in (codename, "stable", "testing", "unstable", "sid")
        and "security" not in site
        and not site.startswith("cdrom:")
    ]
    return list(dict.fromkeys(site for _rank, site in sorted(mains, key=lambda pair: pair[0])))


def _npm_file(step, pinned, folder):
    """The content of the one file that Debian strips from Odoo."""
    name, version, integrity = pinned
    step.progress("fetching the file that Debian strips from Odoo")
    result = _npm_pack(step, f"{name}@{version}", folder)
    if not result.ok and re.search(r"E404|ETARGET|notarget", result.text):
        step.note(f"{name} {version} is gone from npm; taking the newest")
        version, integrity = "newest", None
        result = _npm_pack(step, name, folder)
    archive = next(iter(folder.glob("*selfie_segmentation-*.tgz")), None)
    if not result.ok or not archive:
        raise system.failure(result, f"npm could not fetch {name}.", "Run the command again.")
    digest = "sha512-" + base64.b64encode(hashlib.sha512(archive.read_bytes()).digest()).decode()
    if integrity and digest != integrity:
        archive.unlink()
        raise Problem(
            f"The download of {name} is not the file that was pinned (wrong SHA-512).",
            "Run the command again; if it happens twice, report it.",
        )
    with tarfile.open(archive) as package:
        content = package.extractfile("package/selfie_segmentation.js").read()
    return content, version


def _npm_pack(step, spec, folder):
    for old in folder.glob("*selfie_segmentation-*.tgz"):
        old.unlink()
    return process.run(
        ["npm", "pack", spec, "--loglevel=error", "--pack-destination", folder],
        log=paths.state("logs") / "npm.log",
        env={**os.environ, "npm_config_cache": str(paths.cache() / "npm")},
        cwd=folder,
        on_tick=step.progress,
    )
