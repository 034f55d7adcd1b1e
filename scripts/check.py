"""`make check`: style, types, floors, migrations and catalogues, in about a minute.

Owns the list of checks; runs all of them, two at a time, and tells everything that is wrong at once.

    python3 scripts/check.py            all checks
    python3 scripts/check.py --quick    without types and settings: what a commit hook has time for
"""

from __future__ import annotations

import os
import subprocess
import sys
import time
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass

import environment

# A production that lacks nothing, so that `check --deploy` judges the settings and not the example.
PRODUCTION = {
    "DJANGO_SETTINGS_MODULE": "config.settings.production",
    "SECRET_KEY": "check-0123456789-abcdefghijklmnopqrstuvwxyz-ABCDEFGHIJKLMNOP",
    "FIELD_KEYS": "2027:QUJDREVGR0hJSktMTU5PUFFSU1RVVldYWVowMTIzNDU=",
    "ALLOWED_HOSTS": "portal.example.org",
    "PORTAL_ORIGIN": "https://portal.example.org",
    "DATABASE_URL": "postgres://shidra:secret@localhost/shidra",
    "REDIS_URL": "redis://localhost/0",
    "CELERY_BROKER_URL": "redis://localhost/1",
    "FILES_ROOT": "var/files",
    "MAIL_FROM": "updates@example.org",
}
TEST = {"DJANGO_SETTINGS_MODULE": "config.settings.test"}


@dataclass
class Check:
    """One question to the code, and what to do when the answer is no."""

    name: str
    command: list[str]
    mend: str
    settings: dict[str, str]
    quick: bool = True


def checks() -> list[Check]:
    """The list. Slow ones first, so that two at a time end together."""
    python, tools = str(environment.PYTHON), environment.VENV / "bin"
    manage = [python, "manage.py"]
    deploy = [*manage, "check", "--deploy", "--fail-level", "WARNING"]
    return [
        Check("types", [python, "-m", "mypy"], "mypy: the type named is wrong, or needs a hint", TEST, quick=False),
        Check("style", [python, "-m", "ruff", "check", "--quiet", "."], "make fmt mends most of it", TEST),
        Check("format", [python, "-m", "ruff", "format", "--check", "--quiet", "."], "make fmt", TEST),
        Check("floors and rooms", [str(tools / "lint-imports")], "docs/staircase.md says where to go instead", TEST),
        Check("templates", [python, "-m", "djlint", "templates", "--lint", "--quiet"], "mend the line", TEST),
        Check("settings for production", deploy, "config/settings/production.py", PRODUCTION, quick=False),
        Check("migrations", [*manage, "makemigrations", "--check", "--dry-run"], "manage.py makemigrations", TEST),
        Check("catalogues", [*manage, "check_messages"], "make messages, then fill in what it names", TEST),
    ]


def main() -> int:
    """Run the checks and print the output of those that fail; 0 when none does."""
    environment.require_python()
    environment.ensure("dev")
    environment.keep_bytecode()
    wanted = [check for check in checks() if check.quick or "--quick" not in sys.argv[1:]]
    # Where the joined style sheet will stand; settings that name a missing folder are warned about.
    (environment.ROOT / "var" / "css").mkdir(parents=True, exist_ok=True)
    failed = []
    with ThreadPoolExecutor(max_workers=2) as pool:
        for check, (code, output, seconds) in zip(wanted, pool.map(_ask, wanted), strict=True):
            print(f"{'ok    ' if code == 0 else 'FAILED'}  {check.name} ({seconds:.0f} s)", flush=True)
            if code:
                failed.append(check.name)
                print(f"{output.rstrip()}\n        mend: {check.mend}\n", flush=True)
    print(f"{len(failed)} of {len(wanted)} checks failed: {', '.join(failed)}." if failed else "All checks passed.")
    return 1 if failed else 0


def _ask(check: Check) -> tuple[int, str, float]:
    started = time.monotonic()
    settings = {**os.environ, **check.settings}
    done = subprocess.run(
        check.command,
        cwd=environment.ROOT,
        env=settings,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
        check=False,
    )
    return done.returncode, done.stdout, time.monotonic() - started


if __name__ == "__main__":
    try:
        sys.exit(main())
    except KeyboardInterrupt:
        sys.exit(130)
