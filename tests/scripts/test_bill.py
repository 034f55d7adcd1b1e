"""The bill of materials holds every package that is deployed, and every file of others, with version and hashes."""

import importlib
import json
import re
import uuid

from tests.architecture.source import ROOT

BILL = ROOT / "requirements/bill.cdx.json"
LOCKED = (ROOT / "requirements/run.txt").read_text(encoding="utf-8")


def written():
    return json.loads(BILL.read_text(encoding="utf-8"))


def test_the_bill_is_that_of_the_lists_as_they_stand():
    assert importlib.import_module("bill").bill() == BILL.read_text(encoding="utf-8"), "run python3 scripts/bill.py"


def test_every_locked_package_and_each_of_its_hashes_is_there():
    known = {f"{one['name']}=={one['version']}": one for one in written()["components"]}
    locked = [re.sub(r"\[.*?\]", "", one) for one in re.findall(r"^([a-zA-Z][^\s;\\]*)", LOCKED, re.MULTILINE)]
    assert len(locked) > 50 and set(locked) <= set(known)
    hashes = [one["content"] for name in locked for one in known[name]["hashes"]]
    assert sorted(hashes) == sorted(re.findall(r"sha256:([0-9a-f]{64})", LOCKED))


def test_every_file_of_others_that_pages_carry_is_there():
    lines = (ROOT / "static/vendor/VERSIONS.txt").read_text(encoding="utf-8").splitlines()
    paths = {line.partition("|")[0].strip() for line in lines if not line.startswith(("#", "tests/"))}
    assert paths == {file["name"] for one in written()["components"] for file in one.get("components", ())}


def test_it_is_a_bill_as_cyclonedx_has_it():
    bill = written()
    assert (bill["bomFormat"], bill["specVersion"], bill["version"]) == ("CycloneDX", "1.6", 1)
    assert uuid.UUID(bill["serialNumber"].removeprefix("urn:uuid:"))
    named = [one["bom-ref"] for one in bill["components"]]
    assert len(named) == len(set(named))
    assert all(re.fullmatch(r"pkg:(pypi|npm)/[\w.%/-]+@[\w.+-]+", one["purl"]) for one in bill["components"])


def test_a_package_that_is_missing_in_the_bill_is_seen():
    bill = importlib.import_module("bill")
    more = LOCKED + "newcomer==1.0 ; sys_platform == 'win32' \\\n    --hash=sha256:" + "a" * 64 + "\n"
    assert len(bill.packages(more)) == len(bill.packages(LOCKED)) + 1
    assert bill.packages(more)[-1]["properties"][0]["value"] == "sys_platform == 'win32'"
