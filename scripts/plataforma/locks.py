"""One process at a time for what must not be done twice at once."""

import contextlib
import fcntl
import time


@contextlib.contextmanager
def only_one(path, step, waiting):
    """Wait for whoever holds the lock, saying so."""
    path.parent.mkdir(parents=True, exist_ok=True)
    with open(path, "a", encoding="utf-8") as handle:
        while not _try(handle):
            step.progress(waiting)
            time.sleep(0.5)
        yield


def _try(handle):
    try:
        fcntl.flock(handle, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except BlockingIOError:
        return False
    return True


@contextlib.contextmanager
def exclusive(path):
    """Yield True when the lock was free, False when somebody else holds it."""
    path.parent.mkdir(parents=True, exist_ok=True)
    with open(path, "a", encoding="utf-8") as handle:
        yield _try(handle)
