"""The bill of materials of what is deployed: every package and vendored file with its version and hashes (CycloneDX).

    python3 scripts/bill.py        writes requirements/bill.cdx.json; `make lock` does it too

Owns that file; a test compares it with the locked list and with static/vendor/VERSIONS.txt. The same lists give the
same bytes: it holds no moment and no random number.
"""

from __future__ import annotations

import json
import re
import tomllib
import uuid
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
BILL = ROOT / "requirements" / "bill.cdx.json"
LOCKED = ROOT / "requirements" / "run.txt"
VENDORED = ROOT / "static" / "vendor" / "VERSIONS.txt"
SPACE = uuid.UUID("6ba7b811-9dad-11d1-80b4-00c04fd430c8")  # of addresses, by RFC 4122
REQUIREMENT = re.compile(
    r"^(?P<name>[\w.-]+)(?:\[[^]]*\])?==(?P<version>[^\s;\\]+)(?: *; *(?P<when>[^\\\n]+?))? *\\$", re.MULTILINE
)


def packages(text: str) -> list[dict]:
    """The packages of a locked list; each may be any of several files, so it has the hash of each."""
    found = list(REQUIREMENT.finditer(text))
    out = []
    for one, following in zip(found, [*found[1:], None], strict=True):
        block = text[one.end() : following.start() if following else len(text)]
        component = _component(f"pkg:pypi/{one['name'].lower()}@{one['version']}", one["name"], one["version"])
        component["hashes"] = [_hash(digest) for digest in re.findall(r"--hash=sha256:([0-9a-f]{64})", block)]
        if one["when"]:
            component["properties"] = [{"name": "shidra:installed-when", "value": one["when"].strip()}]
        out.append(component)
    return out


def vendored(text: str) -> list[dict]:
    """The packages of other projects whose files we carry, with those files."""
    out: dict[str, dict] = {}
    for line in text.splitlines():
        if line.startswith("#") or not line.strip():
            continue
        path, name, version, licence, digest = (part.strip() for part in line.split("|"))
        if path.startswith("tests/"):
            continue
        address = f"pkg:npm/{name.replace('@', '%40', 1)}@{version}"
        component = out.setdefault(address, _component(address, name, version))
        component["licenses"] = [{"license": {"id": licence}}]
        file = {"type": "file", "bom-ref": path, "name": path, "hashes": [_hash(digest)]}
        component.setdefault("components", []).append(file)
    return list(out.values())


def bill() -> str:
    """The whole, as it is written."""
    project = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]
    parts = [*packages(LOCKED.read_text(encoding="utf-8")), *vendored(VENDORED.read_text(encoding="utf-8"))]
    name = f"{project['name']}@{project['version']} {json.dumps(parts, sort_keys=True)}"
    out = {
        "bomFormat": "CycloneDX",
        "specVersion": "1.6",
        "serialNumber": f"urn:uuid:{uuid.uuid5(SPACE, name)}",
        "version": 1,
        "metadata": {
            "component": {
                "type": "application",
                "bom-ref": project["name"],
                "name": project["name"],
                "version": project["version"],
            }
        },
        "components": parts,
    }
    return json.dumps(out, indent=1, ensure_ascii=False) + "\n"


def _component(address: str, name: str, version: str) -> dict:
    return {"type": "library", "bom-ref": address, "name": name, "version": version, "purl": address}


def _hash(digest: str) -> dict:
    return {"alg": "SHA-256", "content": digest}


if __name__ == "__main__":
    BILL.write_text(bill(), encoding="utf-8")
    print(f"Written: {BILL.relative_to(ROOT)}")
