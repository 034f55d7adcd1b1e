"""What every test stands on: guards lifted around a flush only, a clean language, the clock free again."""

from collections.abc import Iterator
from typing import Any

import pytest
from django.core.cache import cache
from django.test import TransactionTestCase
from django.utils import translation

from kernel import guards

_teardown = TransactionTestCase._fixture_teardown


def _teardown_without_guards(self: Any) -> None:
    # The suite's flush deletes facts; nothing else may.
    with guards.lifted():
        _teardown(self)


TransactionTestCase._fixture_teardown = _teardown_without_guards  # type: ignore[method-assign]


@pytest.fixture(autouse=True)
def _clean_ground() -> Iterator[None]:
    """Each test begins in Hebrew, with an empty cache."""
    cache.clear()
    with translation.override("he"):
        yield
