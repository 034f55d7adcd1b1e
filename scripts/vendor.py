"""Fetches the few files of other projects that the pages carry, and writes down where each came from.

    python3 scripts/vendor.py            # npm is needed; only a developer runs this, never `make run`

Owns `static/vendor/`, `static/fonts/`, `static/icons/sprite.svg` and `tests/vendor/`: the versions stand in
`PACKAGES`, the icons in `scripts/icons.txt`. Each taken file gets a line in `static/vendor/VERSIONS.txt` (path,
package, version, licence, SHA-256), which a test compares with the files. Refuses to write anything when a file or an
icon that it was asked for is not in the package.
"""

from __future__ import annotations

import hashlib
import re
import subprocess
import sys
import tarfile
import tempfile
from dataclasses import dataclass
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
VERSIONS = ROOT / "static/vendor/VERSIONS.txt"
SPRITE = ROOT / "static/icons/sprite.svg"
ICON_NAMES = ROOT / "scripts/icons.txt"

HEAD = """\
# Files of other projects, taken whole from packages of the npm registry by scripts/vendor.py.
# path | package | version | licence | sha256
"""

# One weight of line for every icon; the packaged files carry 2.
STROKE = (
    'viewBox="0 0 24 24" fill="none" stroke="currentColor" stroke-width="1.75" '
    'stroke-linecap="round" stroke-linejoin="round"'
)


@dataclass(frozen=True)
class Package:
    """A package of the registry and the files we keep of it: (path inside, path in the project)."""

    name: str
    version: str
    licence: str
    files: tuple[tuple[str, str], ...] = ()


def _variable(family: str) -> tuple[tuple[str, str], ...]:
    """The Hebrew and the Latin subset of one variable font, and its licence."""
    subsets = tuple(
        (f"files/{family}-{subset}-wght-normal.woff2", f"static/fonts/{family}-{subset}.woff2")
        for subset in ("hebrew", "latin")
    )
    return (*subsets, ("LICENSE", f"static/fonts/{family}-OFL.txt"))


def _ttf(stem: str, weights: tuple[str, ...]) -> tuple[tuple[str, str], ...]:
    """Whole fonts for the PDF maker, which reads no woff2."""
    return tuple((f"{weight}/{stem}_{weight}.ttf", f"static/fonts/ttf/{stem}_{weight}.ttf") for weight in weights)


ICONS = Package("@tabler/icons", "3.51.0", "MIT", (("LICENSE", "static/icons/LICENSE-tabler.txt"),))
PACKAGES = (
    Package(
        "htmx.org",
        "2.0.11",
        "0BSD",
        (("dist/htmx.min.js", "static/vendor/htmx.min.js"), ("LICENSE", "static/vendor/LICENSE-htmx.txt")),
    ),
    Package("@fontsource-variable/heebo", "5.3.0", "OFL-1.1", _variable("heebo")),
    Package("@fontsource-variable/frank-ruhl-libre", "5.3.0", "OFL-1.1", _variable("frank-ruhl-libre")),
    Package("@expo-google-fonts/heebo", "0.4.2", "OFL-1.1", _ttf("Heebo", ("400Regular", "500Medium", "700Bold"))),
    Package(
        "@expo-google-fonts/frank-ruhl-libre",
        "0.4.1",
        "OFL-1.1",
        _ttf("FrankRuhlLibre", ("400Regular", "500Medium", "700Bold")),
    ),
    Package(
        "axe-core",
        "4.14.1",
        "MPL-2.0",
        (("axe.min.js", "tests/vendor/axe.min.js"), ("LICENSE", "tests/vendor/LICENSE-axe.txt")),
    ),
    ICONS,
)


class Missing(SystemExit):
    """Something was asked for that is not there; the message says what, nothing was written."""


def unpack(package: Package, folder: Path) -> Path:
    """Fetch and open one package; returns the folder of its content."""
    done = subprocess.run(
        ["npm", "pack", "--silent", f"{package.name}@{package.version}"],
        cwd=folder,
        check=False,
        capture_output=True,
        text=True,
    )
    if done.returncode:
        raise Missing(f"npm could not fetch {package.name} {package.version}:\n{done.stderr.strip()}")
    target = folder / re.sub(r"\W+", "-", package.name)
    with tarfile.open(folder / done.stdout.split()[-1]) as archive:
        archive.extractall(target, filter="data")
    return target / "package"


def symbol(name: str, source: str) -> str:
    """One `<symbol>` of the sprite from a file of the icon package."""
    shapes = re.findall(r"<(?:path|circle|rect|line|polyline|polygon|ellipse)\b[^>]*?/>", source, re.DOTALL)
    drawn = [re.sub(r"\s+", " ", shape) for shape in shapes if 'd="M0 0h24v24H0z"' not in shape]
    return f'<symbol id="{name}" {STROKE}>{"".join(drawn)}</symbol>'


def sprite(folder: Path) -> bytes:
    """The sprite of all icons named in the list."""
    names = [line.strip() for line in ICON_NAMES.read_text(encoding="utf-8").splitlines()]
    names = sorted({name for name in names if name and not name.startswith("#")})
    lost = [name for name in names if not (folder / f"icons/outline/{name}.svg").is_file()]
    if lost:
        raise Missing(f"not in {ICONS.name} {ICONS.version}: {', '.join(lost)}")
    drawn = [symbol(name, (folder / f"icons/outline/{name}.svg").read_text(encoding="utf-8")) for name in names]
    return "\n".join(['<svg xmlns="http://www.w3.org/2000/svg">', *drawn, "</svg>", ""]).encode()


def taken(package: Package, folder: Path) -> dict[str, bytes]:
    """The files kept of one package, by their path in the project."""
    lost = [inside for inside, _ in package.files if not (folder / inside).is_file()]
    if lost:
        raise Missing(f"not in {package.name} {package.version}: {', '.join(lost)}")
    found = {path: (folder / inside).read_bytes() for inside, path in package.files}
    if package is ICONS:
        found[str(SPRITE.relative_to(ROOT))] = sprite(folder)
    return found


def main() -> int:
    """Fetch all, then write all."""
    lines, content = [], {}
    with tempfile.TemporaryDirectory() as temporary:
        for package in PACKAGES:
            for path, data in taken(package, unpack(package, Path(temporary))).items():
                content[path] = data
                digest = hashlib.sha256(data).hexdigest()
                lines.append(f"{path} | {package.name} | {package.version} | {package.licence} | {digest}")
    for path, data in content.items():
        (ROOT / path).parent.mkdir(parents=True, exist_ok=True)
        (ROOT / path).write_bytes(data)
    VERSIONS.write_text(HEAD + "\n".join(sorted(lines)) + "\n", encoding="utf-8")
    print(f"{len(content)} files from {len(PACKAGES)} packages")
    return 0


if __name__ == "__main__":
    sys.exit(main())
