"""Files of other projects are exactly what VERSIONS.txt says they are."""

import hashlib
import re
from pathlib import Path

import pytest

from portal.templatetags.portal import STATES
from tests.architecture import source

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


ICONS = [
    re.compile(r'\{% icon "([^"]+)"'),
    re.compile(r'\bicon"?\s*[:=]\s*"([a-z0-9-]+)"'),
    re.compile(r'\.add\("[^"]+", _\("[^"]+"\), "([a-z0-9-]+)"'),
]


def test_every_icon_that_is_named_is_in_the_sprite():
    sprite = set(re.findall(r'<symbol id="([^"]+)"', (ROOT / "static/icons/sprite.svg").read_text(encoding="utf-8")))
    used = {(icon, "portal/templatetags/portal.py") for _kind, icon in STATES.values()}
    for path in [*source.files(".html", "templates"), *source.code()]:
        text = path.read_text(encoding="utf-8")
        used |= {(name, source.name(path)) for pattern in ICONS for name in pattern.findall(text)}
    lost = {(name, where) for name, where in used if name not in sprite}
    assert lost == set(), "add the names to scripts/icons.txt and run scripts/vendor.py"
