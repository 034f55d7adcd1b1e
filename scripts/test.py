"""`make test`: sets up what it needs and runs the whole suite. Owns the order of the parts and what is told of them.

    python3 scripts/test.py                   the daily suite: all that can run here, and plainly what was left out
    python3 scripts/test.py --all             the whole: with the walks over everything that a day's work only samples
    CI=true python3 scripts/test.py           the whole, and nothing may be left out: what is missing is a failure
    python3 scripts/test.py tests/kernel -x   only pytest with these words, on SQLite

Three parts: all but browser and services on SQLite; what touches the database again on a private PostgreSQL with
Redis, and what needs these services; a real browser. A browser waits more than it works, so day by day it runs beside
PostgreSQL, and what it said follows at the end; the whole runs one after the other. Two marks part the day from the
whole: `exhaustive` walks everything or takes long and is left to CI, `sample` is the part of a walk that runs daily in
its place.
"""

from __future__ import annotations

import contextlib
import io
import os
import re
import shutil
import subprocess
import sys
import tempfile
import threading
import time
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import BinaryIO

import environment
import services

BROWSERS = ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable")
OURS = ("DATABASE_URL", "REDIS_URL", "CELERY_BROKER_URL", "PORT", "SECRET_KEY", "FIELD_KEYS", "DJANGO_SETTINGS_MODULE")
CLOSING = re.compile(r"^=*\s*(.*\b(?:passed|failed|errors?|deselected|no tests ran)\b.* in [\d.]+s.*?)\s*=*$")
FALLEN = re.compile(r"^(?:FAILED|ERROR) tests/.+")
NO_TESTS = 5  # pytest's exit code when it found none
A_DAYS_MINUTES, CI_S_MINUTES = 10, 90  # what a run may take on two cores that do nothing else


@dataclass
class Part:
    """One run of pytest, and how it ended."""

    name: str
    words: list[str]
    addresses: dict[str, str] = field(default_factory=dict)
    code: int = 0
    seconds: float = 0
    closing: str = "ended without a closing line"
    fallen: list[str] = field(default_factory=list)
    process: subprocess.Popen[bytes] | None = None
    beside: bool = False


def main() -> int:
    """Run the suite; 0 only when every part that ran passed and, in CI, every part ran."""
    environment.require_python()
    services.end_on_signals()
    python = str(environment.ensure("test"))
    environment.keep_bytecode()
    _compile(python)
    words = sys.argv[1:]
    if words and words != ["--all"]:
        return subprocess.run([python, "-m", "pytest", *words], env=_clean({}), check=False).returncode
    whole = bool(words) or _in_ci()
    started = time.monotonic()
    with tempfile.TemporaryDirectory(prefix="shidra-tests-", ignore_cleanup_errors=True) as folder:
        parts, left_out = _run_all(python, whole, {"SHIDRA_TEST_FOLDER": folder, "SHIDRA_TEST_WHOLE": str(int(whole))})
        walks = 0 if whole else _left_to_ci(Path(folder))
        if walks:
            left_out.append(
                f"{walks} tests: walks over everything, long ones, other roles and languages: make test-all"
            )
    if not whole and len(parts) > 1:
        left_out.append("on PostgreSQL what looks from outside (pages, endpoints, mails): on SQLite it ran whole")
    return _tell(parts, left_out, time.monotonic() - started, whole)


def _run_all(python: str, whole: bool, common: dict[str, str]) -> tuple[list[Part], list[str]]:
    """The parts that ran here, and what could not."""
    kind = "not sample" if whole else "not exhaustive"
    many = ["-n", str(max(2, min(4, os.cpu_count() or 2))), "--dist", "worksteal"]
    # What needs a browser stands in a folder of its own, which others need not even read.
    others = ["--ignore", "tests/browser", "-p", "no:playwright", *many]
    parts, left_out = [], []
    # Tables straight from the models: the migrations themselves run on PostgreSQL below, and on SQLite under `up`.
    first = ["-m", f"not browser and not services and {kind}", "--no-migrations", *others]
    parts.append(_run(python, Part("SQLite", first, common)))
    looking: Part | None = None
    if any(shutil.which(name) for name in BROWSERS):
        # Two at most: a browser is several programs already.
        third = ["tests/browser", "-m", f"browser and {kind}", "--no-migrations", "-n", "2", "--dist", "worksteal"]
        looking = Part("browser", third, common)
    else:
        left_out.append("browser: chromium is not installed here")
    lacking = services.missing()
    if lacking:
        left_out.append(f"PostgreSQL and Redis: not installed here: {', '.join(lacking)}")
    else:
        second = ["-m", f"not browser and {kind}", "-p", "tests.second_database", *others]
        second += [] if whole else ["--acts-only"]
        beside = _beside(python, looking) if looking and not whole else contextlib.nullcontext()
        with beside, services.both() as addresses:
            parts.append(_run(python, Part("PostgreSQL and Redis", second, common | addresses)))
    if looking and (whole or lacking):
        _run(python, looking)
    return [*parts, *([looking] if looking else [])], left_out


def _in_ci() -> bool:
    return os.environ.get("CI", "").lower() in {"1", "true", "yes"}


def _left_to_ci(folder: Path) -> int:
    """How many tests the parts wrote down that they leave to CI."""
    return len({name for path in folder.glob("left-*.txt") for name in path.read_text(encoding="utf-8").splitlines()})


def _compile(python: str) -> None:
    """Pages are tested in both languages, so the catalogues must be compiled first."""
    command = [python, "manage.py", "compile_catalogues"]
    if subprocess.run(command, cwd=environment.ROOT, env=_clean({}), check=False).returncode:
        environment.stop("The catalogues could not be compiled; the lines above say why.")


@contextlib.contextmanager
def _beside(python: str, part: Part) -> Iterator[None]:
    """Run a part while something else runs, and show its output when both have ended. It ends if that is broken off."""
    said, part.beside = io.BytesIO(), True
    runner = threading.Thread(target=_run, args=(python, part, said), daemon=True)
    runner.start()
    try:
        yield
        runner.join()
    finally:
        if part.process is not None and part.process.poll() is None:
            part.process.terminate()
            runner.join(timeout=10)  # a browser left behind may hold its output open
        environment.say(f"Tests: {part.name}, which ran beside")
        sys.stdout.buffer.write(said.getvalue())
        sys.stdout.buffer.flush()


def _run(python: str, part: Part, out: BinaryIO | None = None) -> Part:
    """Run pytest, showing its output as it comes or keeping it in `out`, and remember its closing line."""
    if out is None:
        environment.say(f"Tests: {part.name}")
        out = sys.stdout.buffer
    started = time.monotonic()
    coloured = ["--color=yes"] if sys.stdout.isatty() else []
    process = part.process = subprocess.Popen(
        [python, "-m", "pytest", "-q", *coloured, *part.words],
        cwd=environment.ROOT,
        env=_clean(part.addresses),
        stdout=subprocess.PIPE,
    )
    assert process.stdout is not None
    tail = b""
    try:
        while chunk := os.read(process.stdout.fileno(), 65536):
            out.write(chunk)
            out.flush()
            tail = (tail + chunk)[-65536:]
    finally:
        if process.poll() is None and sys.exc_info()[0]:
            process.terminate()
        part.code, part.seconds = process.wait(), time.monotonic() - started
        process.stdout.close()
    for line in re.sub(r"\x1b\[[\d;]*m", "", tail.decode(errors="replace")).splitlines():
        if found := CLOSING.match(line.strip()):
            part.closing = found[1]
        elif FALLEN.match(line):
            part.fallen.append(line)
    return part


def _tell(parts: list[Part], left_out: list[str], seconds: float, whole: bool = False) -> int:
    """The last lines: the time, what was left out, what fell, and pytest's closing line of each part."""
    in_ci = _in_ci()
    each = ", ".join(f"{part.name} {part.seconds / 60:.1f}{' beside it' * part.beside}" for part in parts)
    print(f"\nThe suite took {seconds / 60:.1f} minutes: {each}.")
    most = CI_S_MINUTES if whole else A_DAYS_MINUTES
    if seconds > most * 60:
        print(
            f"TOO LONG  it may take {most} minutes on two cores that do nothing else; --durations=30 names the longest"
        )
    for reason in left_out:
        print(f"LEFT OUT  {reason}")
    if left_out and in_ci:
        print("With CI=true nothing may be left out: this run counts as failed.")
    bad = bool(left_out) and in_ci
    for part in parts:
        for line in part.fallen:
            print(f"{part.name}: {line}")
    for part in parts:
        good = part.code == 0 or (part.code == NO_TESTS and not in_ci)
        bad = bad or not good
        print(f"{'passed' if good else 'FAILED'}  {part.name}: {part.closing}")
    return 1 if bad else 0


def _clean(addresses: dict[str, str]) -> dict[str, str]:
    """The environment without what an operator may have exported for a portal of his own."""
    kept = {name: value for name, value in os.environ.items() if name not in OURS and not name.startswith("SHIDRA_")}
    return {**kept, "DJANGO_SETTINGS_MODULE": "config.settings.test", "PYTHONUNBUFFERED": "1", **addresses}


if __name__ == "__main__":
    try:
        sys.exit(main())
    except KeyboardInterrupt:
        sys.exit(130)
