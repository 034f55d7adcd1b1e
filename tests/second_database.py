"""A plugin for the second run of the suite: it keeps the tests that touch a database and those that need services.

    python -m pytest -p tests.second_database

What reads no row cannot answer differently on another database; running it again would only cost minutes. The same
holds for what is marked `one_database`: walks over hundreds of pages that show rights or texts, not queries. A shorter
walk asks every address once (tests/matrix/test_addresses.py).

With --acts-only, as `make test` has it from day to day, the doors stay out as well (pages, endpoints, mails, forms):
the acts, rules and reads below them run here, and that walk opens each door once. CI runs them all.
"""

import unittest
from collections.abc import Sequence
from pathlib import Path

import pytest

DOORS = ("test_views", "test_pages", "test_api", "test_dashboards", "test_digests", "test_mails", "test_empty")
DOOR_FOLDERS = ("tests/flows/", "tests/budgets/")
DATABASE_FIXTURES = {
    "db",
    "transactional_db",
    "django_db_reset_sequences",
    "django_db_serialized_rollback",
    "live_server",
}


def touches_a_database(item: pytest.Item) -> bool:
    """Whether the test asks for a database, by mark, by fixture or as a TestCase of Django, or needs the services."""
    if item.get_closest_marker("one_database"):
        return False
    if item.get_closest_marker("django_db") or item.get_closest_marker("services"):
        return True
    if DATABASE_FIXTURES & set(getattr(item, "fixturenames", ())):
        return True
    case = getattr(item, "cls", None)
    return isinstance(case, type) and issubclass(case, unittest.TestCase) and hasattr(case, "databases")


def is_a_door(item: pytest.Item) -> bool:
    """Whether the test looks from outside: at a page, an endpoint or a mail."""
    return _holds_doors(item.path)


def _holds_doors(path: Path) -> bool:
    return path.name.startswith(DOORS) or any(folder in path.as_posix() for folder in DOOR_FOLDERS)


def pytest_addoption(parser: pytest.Parser) -> None:
    """The choice of `make test`."""
    parser.addoption("--acts-only", action="store_true", help="leave what looks from outside to the first database")


def pytest_ignore_collect(collection_path: Path, config: pytest.Config) -> bool | None:
    """A module of doors that asks for no service need not be read."""
    if collection_path.suffix != ".py" or not config.getoption("--acts-only") or not _holds_doors(collection_path):
        return None
    return "mark.services" not in collection_path.read_text(encoding="utf-8") or None


@pytest.hookimpl(trylast=True)
def pytest_collection_modifyitems(config: pytest.Config, items: list[pytest.Item]) -> None:
    """Leave the others out, and let pytest tell how many they are."""
    acts_only = config.getoption("--acts-only")

    def stays(item: pytest.Item) -> bool:
        if item.get_closest_marker("services"):
            return True
        return touches_a_database(item) and not (acts_only and is_a_door(item))

    kept: Sequence[pytest.Item] = [item for item in items if stays(item)]
    left = [item for item in items if not stays(item)]
    if left:
        config.hook.pytest_deselected(items=left)
        items[:] = kept
