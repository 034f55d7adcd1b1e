"""A plugin for the second run of the suite: it keeps the tests that touch a database and those that need services.

    python -m pytest -p tests.second_database

What reads no row cannot answer differently on another database; running it again would only cost minutes. The same
holds for what is marked `one_database`: walks over hundreds of pages that show rights or texts, not queries. A shorter
walk asks every address once on each database (tests/matrix/test_addresses.py).
"""

import unittest
from collections.abc import Sequence

import pytest

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


@pytest.hookimpl(trylast=True)
def pytest_collection_modifyitems(config: pytest.Config, items: list[pytest.Item]) -> None:
    """Leave the others out, and let pytest tell how many they are."""
    kept: Sequence[pytest.Item] = [item for item in items if touches_a_database(item)]
    left = [item for item in items if not touches_a_database(item)]
    if left:
        config.hook.pytest_deselected(items=left)
        items[:] = kept
