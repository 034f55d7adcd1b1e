"""Files of other projects are exactly what VERSIONS.txt says they are."""

import hashlib
import re
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]
LINES = [
    [part.strip() for part in line.split("|")]
    for line in (ROOT / "static/vendor/VERSIONS.txt").read_text(encoding="utf-8").splitlines()
    if not line.startswith("#")
]


@pytest.mark.parametrize(("path", "package", "version", "licence", "digest"), LINES, ids=[line[0] for line in LINES])
def test_vendored_file_is_the_one_written_down(path, package, version, licence, digest):
    assert hashlib.sha256((ROOT / path).read_bytes()).hexdigest() == digest, f"{path}: run scripts/vendor.py"
    assert package and version and licence


def test_no_vendored_file_is_without_a_line():
    known = {line[0] for line in LINES} | {"static/vendor/VERSIONS.txt"}
    folders = [ROOT / "static/vendor", ROOT / "static/fonts", ROOT / "tests/vendor"]
    present = {str(f.relative_to(ROOT)) for folder in folders for f in folder.rglob("*") if f.is_file()}
    assert present <= known


def test_every_icon_named_in_a_template_is_in_the_sprite():
    sprite = set(re.findall(r'<symbol id="([^"]+)"', (ROOT / "static/icons/sprite.svg").read_text(encoding="utf-8")))
    used = set()
    for template in (ROOT / "templates").rglob("*.html"):
        text = template.read_text(encoding="utf-8")
        used |= {(name, template.name) for name in re.findall(r'\{% icon "([^"]+)"', text)}
        used |= {(name, template.name) for name in re.findall(r'\bicon="([a-z0-9-]+)"', text)}
    assert not {(name, where) for name, where in used if name not in sprite}
