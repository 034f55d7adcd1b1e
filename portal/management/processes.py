"""Owns programs that live and die together: started as one, ended as one.

Restarts nothing: a portal of which a part has fallen must fail loudly, so that a person or a supervisor sees it.
"""

import contextlib
import ctypes
import os
import signal
import subprocess
import time
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from types import FrameType

STEP = 0.2  # seconds between two looks
PR_SET_PDEATHSIG = 1
ENDS = (signal.SIGINT, signal.SIGTERM, signal.SIGHUP)


def _begin_child() -> None:
    """In the child, before its program: a group of its own, and SIGTERM should its parent die (Linux only)."""
    os.setsid()
    with contextlib.suppress(OSError, AttributeError):
        ctypes.CDLL(None).prctl(PR_SET_PDEATHSIG, signal.SIGTERM)


@dataclass
class Together:
    """A group of programs. `run` comes back when one has ended or a signal came, after all of them are gone."""

    grace: float = 10
    children: dict[str, subprocess.Popen[bytes]] = field(default_factory=dict)
    signals: list[int] = field(default_factory=list)

    def start(self, name: str, command: Sequence[str]) -> None:
        """Start one program."""
        self.children[name] = subprocess.Popen(command, preexec_fn=_begin_child, stdin=subprocess.DEVNULL)

    def run(self, programs: Mapping[str, Sequence[str]], each_step: Callable[[], None]) -> str | None:
        """Start all, wait, end all. The name of the program that ended by itself, or None when a signal came."""
        before = {number: signal.signal(number, self._note) for number in ENDS}
        try:
            for name, command in programs.items():
                self.start(name, command)
            while not self.signals:
                if fallen := self._fallen():
                    return fallen
                each_step()
                time.sleep(STEP)
            return None
        finally:
            self._end()
            for number, handler in before.items():
                signal.signal(number, handler)

    def _note(self, number: int, _frame: FrameType | None) -> None:
        self.signals.append(number)

    def _fallen(self) -> str | None:
        return next((name for name, child in self.children.items() if child.poll() is not None), None)

    def _end(self) -> None:
        """Ask all to end; after the grace, or at a second signal, end them and what they started by force."""
        asked = len(self.signals)
        for child in self.children.values():
            if child.poll() is None:
                child.terminate()
        last = time.monotonic() + self.grace
        while time.monotonic() < last and len(self.signals) == asked:
            if all(child.poll() is not None for child in self.children.values()):
                break
            time.sleep(STEP / 4)
        # Also those that ended: the children of a worker that was killed outlive it. Nothing is lost by this: the row
        # is the job, and the sweep finds it.
        for child in self.children.values():
            with contextlib.suppress(ProcessLookupError, PermissionError):
                os.killpg(child.pid, signal.SIGKILL)
            child.wait()
