"""`make run`: from a bare clone to a portal that answers. Owns nothing but the order; `manage.py up` does the work.

    python3 scripts/run.py          the portal with its demo world on http://127.0.0.1:8000/
    PORT=8080 python3 scripts/run.py

What it stores is under var/. Ctrl-C ends all it started; started again, it keeps the data.
"""

from __future__ import annotations

import os
import sys

import environment


def main() -> None:
    """Make the environment when it is missing, then become `manage.py up`."""
    environment.require_python()
    python = str(environment.ensure("run"))
    environment.keep_bytecode()
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "config.settings.embedded")
    os.environ.setdefault("SHIDRA_DEMO", "1")
    os.environ.setdefault("PORT", "8000")
    os.chdir(environment.ROOT)
    # exec, not a child: Ctrl-C and a supervisor's signal reach the portal itself.
    os.execv(python, [python, "manage.py", "up", *sys.argv[1:]])


if __name__ == "__main__":
    try:
        main()
    except KeyboardInterrupt:
        sys.exit(130)
