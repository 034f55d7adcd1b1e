"""No hole: each model says who may see it, each address names its policy, private rooms stay private."""

import tomllib

from django.core.checks import run_checks

from tests.architecture import source

PRIVATE = ("forms", "filters", "imports", "exports", "views", "api", "tasks")
DOORED = [app for app in source.FLOORS if app not in {"kernel", "portal", "funding"}]


def test_models_are_scoped_and_addresses_have_policies():
    assert [str(error) for error in run_checks() if error.id and error.id.startswith("kernel.")] == []


def test_every_private_room_is_named_by_a_contract():
    settings = tomllib.loads((source.ROOT / "pyproject.toml").read_text(encoding="utf-8"))
    protected = {
        module
        for contract in settings["tool"]["importlinter"]["contracts"]
        if contract["type"] == "protected"
        for module in contract["protected_modules"]
    }
    rooms = {
        f"{app}.{room}"
        for app in DOORED
        for room in PRIVATE
        if (source.ROOT / app / room).is_dir() or (source.ROOT / app / f"{room}.py").is_file()
    }
    assert rooms - protected == set()
