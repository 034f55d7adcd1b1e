"""Owns the one style sheet that browsers fetch: css/shidra.css with each `@import` replaced by its file.

Seventy small files are good to write and slow to fetch. Refuses an import whose file is not there.
"""

import re
from pathlib import Path

from django.core.management.base import CommandError

SHEET = "css/shidra.css"
IMPORT = re.compile(r"""^@import\s+(?:url\()?["']([^"']+)["']\)?\s*(?:layer\(([\w.-]+)\))?\s*;[ \t]*$""", re.MULTILINE)
ADDRESS = re.compile(r"""url\(\s*(["']?)(?!data:|https?:|/|#)([^"')]+)\1\s*\)""")


def joined(folder: Path) -> str:
    """The sheet of a folder of static files, whole."""
    return _with_imports(folder / SHEET, (folder / SHEET).parent)


def write(source: Path, target: Path) -> bool:
    """Write the joined sheet below `target`; False when it stood there already."""
    path, text = target / SHEET, joined(source)
    if path.exists() and path.read_text(encoding="utf-8") == text:
        return False
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(text, encoding="utf-8")
    return True


def _with_imports(path: Path, home: Path) -> str:
    try:
        text = path.read_text(encoding="utf-8")
    except OSError as error:
        raise CommandError(f"The style sheet {path} cannot be read: {error.strerror}.") from error

    def replaced(found: re.Match[str]) -> str:
        inner = _with_imports(path.parent / found[1], home)
        return f"@layer {found[2]} {{\n{inner}\n}}" if found[2] else inner

    return IMPORT.sub(replaced, _from_home(text, path.parent, home))


def _from_home(text: str, folder: Path, home: Path) -> str:
    """Addresses of fonts and pictures, told from where the joined sheet stands."""
    if folder == home:
        return text

    def moved(found: re.Match[str]) -> str:
        return f'url("{_relative((folder / found[2]).resolve(), home.resolve())}")'

    # The addresses of imports stay: they are read from this file's own folder.
    return "".join(
        line if line.lstrip().startswith("@import") else ADDRESS.sub(moved, line)
        for line in text.splitlines(keepends=True)
    )


def _relative(path: Path, start: Path) -> str:
    up = 0
    while not path.is_relative_to(start):
        start, up = start.parent, up + 1
    return "../" * up + path.relative_to(start).as_posix()
