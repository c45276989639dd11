"""Pytest plugin of ``make test``.

A skipped test fails the run, so that no browser test goes missing unseen. Every worker has files of its own: with
pytest-odoo's shared ones, Odoo's cleaning in one worker deletes what a test of another has just stored.
"""

import shutil
from contextlib import contextmanager

import pytest
import pytest_odoo

from odoo.tools import config as odoo_config

SKIPPED = pytest.StashKey[list]()


@contextmanager
def _own_filestore(original, database):
    if original != database:
        shutil.copytree(odoo_config.filestore(original), odoo_config.filestore(database), dirs_exist_ok=True)
    yield


pytest_odoo._shared_filestore = _own_filestore


def pytest_configure(config):
    config.stash[SKIPPED] = []
    config.pluginmanager.register(_NoSkips(config), "no-skips")


class _NoSkips:
    def __init__(self, config):
        self.config = config

    @pytest.hookimpl
    def pytest_runtest_logreport(self, report):
        if report.skipped and not hasattr(report, "wasxfail"):
            reason = report.longrepr[2] if isinstance(report.longrepr, tuple) else str(report.longrepr)
            self.config.stash[SKIPPED].append((report.nodeid, reason))

    @pytest.hookimpl(trylast=True)
    def pytest_sessionfinish(self, session, exitstatus):
        if self.config.stash[SKIPPED] and exitstatus == pytest.ExitCode.OK and not hasattr(self.config, "workerinput"):
            session.exitstatus = pytest.ExitCode.TESTS_FAILED

    @pytest.hookimpl
    def pytest_terminal_summary(self, terminalreporter):
        skipped = self.config.stash[SKIPPED]
        if skipped:
            terminalreporter.section("skipped tests fail the run", red=True)
            for nodeid, reason in skipped:
                terminalreporter.line(f"{nodeid}: {reason}")
