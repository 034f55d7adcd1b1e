"""`make test`: sets up what it needs and runs the whole suite. Owns the order of the parts and what is told of them.

    python3 scripts/test.py                   the daily suite: all that can run here, and plainly what was left out
    python3 scripts/test.py --all             the whole: with the walks over everything that a day's work only samples
    CI=true python3 scripts/test.py           the whole, and nothing may be left out: what is missing is a failure
    python3 scripts/test.py tests/kernel -x   only pytest with these words, on SQLite

Three parts: all but browser and services on SQLite; what touches the database again on a private PostgreSQL with
Redis, and what needs these services; then a real browser. Two marks part the day from the whole: `exhaustive` walks
everything or takes long and is left to CI, `sample` is the part of a walk that runs daily in its place.
"""

from __future__ import annotations

import os
import re
import shutil
import subprocess
import sys
import tempfile
import time
from dataclasses import dataclass, field
from pathlib import Path

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
            left_out.append(f"{walks} long tests; of walks over everything a sample ran. All of them: make test-all")
    if not whole and len(parts) > 1:
        left_out.append("on PostgreSQL what looks from outside (pages, endpoints, mails): on SQLite it ran whole")
    return _tell(parts, left_out, time.monotonic() - started, whole)


def _run_all(python: str, whole: bool, common: dict[str, str]) -> tuple[list[Part], list[str]]:
    """The parts that ran here, and what could not."""
    kind = "not sample" if whole else "not exhaustive"
    many = ["-n", str(max(2, min(4, os.cpu_count() or 2))), "--dist", "worksteal"]
    parts, left_out = [], []
    # Tables straight from the models: the migrations themselves run on PostgreSQL below, and on SQLite under `up`.
    first = ["-m", f"not browser and not services and {kind}", "--no-migrations", *many]
    parts.append(_run(python, Part("SQLite", first, common)))
    lacking = services.missing()
    if lacking:
        left_out.append(f"PostgreSQL and Redis: not installed here: {', '.join(lacking)}")
    else:
        with services.both() as addresses:
            second = ["-m", f"not browser and {kind}", "-p", "tests.second_database", *many]
            second += [] if whole else ["--acts-only"]
            parts.append(_run(python, Part("PostgreSQL and Redis", second, common | addresses)))
    if any(shutil.which(name) for name in BROWSERS):
        # Two at most: a browser is several programs already. What needs one stands in a folder of its own.
        third = ["tests/browser", "-m", f"browser and {kind}", "--no-migrations", "-n", "2", "--dist", "worksteal"]
        parts.append(_run(python, Part("browser", third, common)))
    else:
        left_out.append("browser: chromium is not installed here")
    return parts, left_out


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


def _run(python: str, part: Part) -> Part:
    """Run pytest, showing its output as it comes and keeping its closing line."""
    environment.say(f"Tests: {part.name}")
    started = time.monotonic()
    coloured = ["--color=yes"] if sys.stdout.isatty() else []
    process = subprocess.Popen(
        [python, "-m", "pytest", "-q", *coloured, *part.words],
        cwd=environment.ROOT,
        env=_clean(part.addresses),
        stdout=subprocess.PIPE,
    )
    assert process.stdout is not None
    tail = b""
    try:
        while chunk := os.read(process.stdout.fileno(), 65536):
            sys.stdout.buffer.write(chunk)
            sys.stdout.buffer.flush()
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
    each = ", ".join(f"{part.name} {part.seconds / 60:.1f}" for part in parts)
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
