"""What the user sees: numbered steps with progress, and problems as one sentence plus what to do."""

import contextlib
import shutil
import sys
import time


class Problem(Exception):
    """Something the user can act upon: what is wrong, and what to do. Shown without a traceback."""

    def __init__(self, what, todo):
        super().__init__(what)
        self.what = what
        self.todo = todo


def say(text=""):
    print(text, flush=True)


def note(text):
    say(f"      {text}")


class Step:
    """One line of the run: rewritten in place on a terminal, repeated now and then in a log."""

    QUIET_SECONDS = 10  # in a log, at most one progress line in so many seconds

    def __init__(self, label, title):
        self.label = label
        self.title = title
        self.started = self.printed = time.monotonic()
        self.live = sys.stdout.isatty()
        self.text = ""
        if not self.live:
            say(f"{label} {title} ...")
        else:
            self._rewrite("")

    def progress(self, text=None):
        """Show how far the step is; without a text only the clock moves on."""
        self.text = self.text if text is None else text
        now = time.monotonic()
        seconds = int(now - self.started)
        if self.live:
            self._rewrite(f"{self.text} {seconds} s".strip())
        elif now - self.printed >= self.QUIET_SECONDS:
            self.printed = now
            say(f"      {self.text} ({seconds} s)".rstrip())

    def note(self, text):
        """Say something worth keeping below the step's line."""
        if self.live:
            sys.stdout.write("\r\033[K")
        note(text)

    def done(self, outcome):
        seconds = time.monotonic() - self.started
        outcome = outcome or "done"
        line = f"{outcome} ({seconds:.0f} s)" if seconds >= 1 else outcome
        if self.live:
            self._rewrite(line)
            say()
        elif seconds >= 1:
            note(line)

    def _rewrite(self, text):
        width = shutil.get_terminal_size().columns - 1
        line = f"{self.label} {self.title}: {text}" if text else f"{self.label} {self.title}"
        sys.stdout.write("\r\033[K" + line[:width])
        sys.stdout.flush()


class Steps:
    """Numbers the steps of one command."""

    def __init__(self, total):
        self.total = total
        self.current = 0

    @contextlib.contextmanager
    def __call__(self, title):
        self.current += 1
        step = Step(f"[{self.current}/{self.total}]", title)
        step.outcome = ""
        try:
            yield step
        except BaseException:
            if step.live:
                say()
            raise
        step.done(step.outcome)


class Silent:
    """A step that shows nothing, for commands that only hand the terminal over."""

    outcome = ""

    def progress(self, text=None):
        pass

    note = progress
