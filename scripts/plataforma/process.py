"""Run other programs: their output goes to a log, their end is ours to decide, Ctrl-C reaches only us."""

import contextlib
import os
import selectors
import signal
import subprocess
from collections import deque

from .console import Problem

TAIL = 25


class Result:
    def __init__(self, code, tail):
        self.code = code
        self.tail = tail

    @property
    def ok(self):
        return self.code == 0

    @property
    def text(self):
        return "\n".join(self.tail)


def clean_env(**extra):
    """The user's environment without what would steer Odoo, PostgreSQL or Python behind our back."""
    env = {
        key: value
        for key, value in os.environ.items()
        if not key.startswith(("PG", "ODOO_", "PYTEST_", "COV_", "COVERAGE_"))
        and key not in ("PYTHONDONTWRITEBYTECODE", "PYTHONPATH", "PYTHONHOME", "VIRTUAL_ENV", "DATABASE_URL")
    }
    env.update({key: str(value) for key, value in extra.items()})
    return env


def terminate(process, first=signal.SIGTERM, patience=15):
    """End a process and its group: politely, then not."""
    if process.poll() is not None:
        return
    for sig, seconds in ((first, patience), (signal.SIGTERM, 5), (signal.SIGKILL, 5)):
        with contextlib.suppress(ProcessLookupError, PermissionError):
            os.killpg(process.pid, sig)
        with contextlib.suppress(subprocess.TimeoutExpired):
            process.wait(seconds)
            return


def run(command, *, log=None, env=None, cwd=None, on_line=None, on_tick=None, stdin=None, user=None, detached=True):
    """Run a command to its end and return its Result; every output line goes to ``log`` and ``on_line``.

    Not ``detached``, it stays on this terminal and gets Ctrl-C itself, as sudo needs.
    """
    identity = {"user": user, "group": _group(user), "extra_groups": []} if user else {}
    try:
        process = subprocess.Popen(
            [str(part) for part in command],
            stdin=subprocess.PIPE if stdin is not None else subprocess.DEVNULL,
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            env=env or clean_env(),
            cwd=cwd,
            start_new_session=detached,
            **identity,
        )
    except FileNotFoundError:
        raise Problem(
            f"The program {command[0]} is not on this machine.", "Install it and run the command again."
        ) from None
    tail = deque(maxlen=TAIL)
    try:
        if stdin is not None:
            process.stdin.write(stdin.encode())
            process.stdin.close()
        with open(log or os.devnull, "ab") as logfile, selectors.DefaultSelector() as selector:
            selector.register(process.stdout, selectors.EVENT_READ)
            pending = b""
            while True:
                if not selector.select(timeout=1):
                    if on_tick:
                        on_tick()
                    continue
                chunk = os.read(process.stdout.fileno(), 65536)
                if not chunk:
                    break
                logfile.write(chunk)
                logfile.flush()
                *lines, pending = (pending + chunk).split(b"\n")
                for line in lines:
                    text = line.decode("utf-8", "replace").rstrip()
                    tail.append(text)
                    if on_line:
                        on_line(text)
            if pending:
                tail.append(pending.decode("utf-8", "replace").rstrip())
        return Result(process.wait(), list(tail))
    except BaseException:
        if detached:
            terminate(process)
        else:
            process.wait()
        raise
    finally:
        process.stdout.close()


def _group(user):
    import pwd

    return pwd.getpwnam(user).pw_gid
