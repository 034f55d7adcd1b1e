"""`make bench`: the benchmarks beside a private PostgreSQL where one is installed, else on SQLite, and says which.

SIZE=S|M|L python3 scripts/bench.py [words for python -m bench]
"""

from __future__ import annotations

import os
import subprocess
import sys

import environment
import services


def main() -> int:
    """Make the environment, start what is needed, run `python -m bench`."""
    environment.require_python()
    services.end_on_signals()
    python = str(environment.ensure("test"))
    command = [python, "-m", "bench", *sys.argv[1:]]
    settings = {**os.environ, "DJANGO_SETTINGS_MODULE": "config.settings.bench"}
    if services.missing():
        environment.say(f"On SQLite, because this machine lacks {', '.join(services.missing())}")
        settings.pop("DATABASE_URL", None)
        return subprocess.run(command, cwd=environment.ROOT, env=settings, check=False).returncode
    with services.both() as addresses:
        return subprocess.run(command, cwd=environment.ROOT, env={**settings, **addresses}, check=False).returncode


if __name__ == "__main__":
    try:
        sys.exit(main())
    except KeyboardInterrupt:
        sys.exit(130)
