"""The project's own files, for the tests that read them. Not a test."""

import ast
import subprocess
from functools import cache
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent.parent
FLOORS = [
    "kernel",
    "audit",
    "accounts",
    "documents",
    "initiative",
    "partners",
    "working_groups",
    "measurement",
    "funding",
    "communication",
    "portal",
]


@cache
def tracked() -> tuple[Path, ...]:
    """The files of the project: known to git, or new and not ignored."""
    command = ["git", "ls-files", "--cached", "--others", "--exclude-standard"]
    done = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=True)
    paths = (ROOT / line for line in sorted(set(done.stdout.splitlines())))
    return tuple(path for path in paths if path.is_file())


def files(suffix: str, *folders: str) -> list[Path]:
    """Files with an ending below folders (all of the project without any)."""
    found = [path for path in tracked() if path.name.endswith(suffix)]
    if not folders:
        return found
    return [path for path in found if path.relative_to(ROOT).parts[0] in folders]


def code() -> list[Path]:
    """Python modules of the floors and the composition root, without migrations."""
    return [path for path in files(".py", "config", *FLOORS) if "migrations" not in path.parts]


@cache
def tree(path: Path) -> ast.Module:
    """The parsed module."""
    return ast.parse(path.read_text(encoding="utf-8"))


def name(path: Path) -> str:
    """The path inside the project."""
    return str(path.relative_to(ROOT))
