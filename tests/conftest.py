"""What every test stands on: guards lifted around a flush only, a clean language, the cast and a signed-in client."""

import gc
import os
import time
import zlib
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any

import pytest
from allauth.account.internal.userkit import user_id_to_str
from django.core.cache import cache
from django.test import Client, TransactionTestCase
from django.utils import translation
from hypothesis import HealthCheck, settings

from kernel import guards

# CI and `make test-all` look at more examples and longer histories than a day's work does.
WHOLE = os.environ.get("SHIDRA_TEST_WHOLE") == "1"
# How fast examples are made tells of the machine, never of the code.
settings.register_profile(
    "shidra",
    max_examples=100 if WHOLE else 30,
    deadline=None,
    suppress_health_check=[HealthCheck.too_slow],
    print_blob=True,
)
settings.load_profile("shidra")

_teardown = TransactionTestCase._fixture_teardown


def _teardown_without_guards(self: Any) -> None:
    # The suite's flush deletes facts; nothing else may.
    with guards.lifted():
        _teardown(self)


TransactionTestCase._fixture_teardown = _teardown_without_guards  # type: ignore[method-assign]


@pytest.hookimpl(trylast=True)
def pytest_collection_modifyitems(config: pytest.Config, items: list[pytest.Item]) -> None:
    """The long modules first, half of them at the head of each worker's share, so that small tests fill the end.

    A worker keeps a long module whole while only the small tests behind it are given away, so that what the module
    builds is built once. Who records what the walks find needs no samples of them.
    """
    if os.environ.get("SHIDRA_RECORD") == "1" and (samples := [i for i in items if i.get_closest_marker("sample")]):
        config.hook.pytest_deselected(items=samples)
        items[:] = [item for item in items if item not in samples]
    modules: dict[str, list[pytest.Item]] = {}
    for item in items:
        modules.setdefault(item.nodeid.partition("::")[0], []).append(item)
    long = [name for name in modules if any(item.get_closest_marker("slow") for item in modules[name])]
    long.sort()
    small = [item for name in modules if name not in long for item in modules[name]]
    halves = [[item for name in long[start::2] for item in modules[name]] for start in (0, 1)]
    middle = len(items) // 2 - len(halves[0])
    items[:] = [*halves[0], *small[:middle], *halves[1], *small[middle:]]


@pytest.hookimpl(trylast=True)
def pytest_collection_finish(session: pytest.Session) -> None:
    """What collecting made lives to the end: the collector of garbage need not look through it again and again."""
    gc.collect()
    gc.freeze()
    gc.set_threshold(50_000, 20, 20)


def pytest_deselected(items: Sequence[pytest.Item]) -> None:
    """Let `make test` know which tests this run leaves to CI."""
    folder = os.environ.get("SHIDRA_TEST_FOLDER")
    names = "\n".join(sorted(item.nodeid for item in items if item.get_closest_marker("exhaustive")))
    if folder and names:
        (Path(folder) / f"left-{zlib.crc32(names.encode()):08x}.txt").write_text(names, encoding="utf-8")


@pytest.fixture(scope="session")
def run_folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder that every worker of this run sees, and under `make test` every part of it."""
    if folder := os.environ.get("SHIDRA_TEST_FOLDER"):
        return Path(folder)
    base = tmp_path_factory.getbasetemp()
    return base.parent if os.environ.get("PYTEST_XDIST_WORKER") else base


@pytest.fixture(autouse=True)
def _clean_ground() -> Iterator[None]:
    """Each test begins in Hebrew, with an empty cache."""
    cache.clear()
    with translation.override("he"):
        yield


@pytest.fixture
def cast(db: Any) -> Any:
    """The whole cast of `tests.actors` in one initiative."""
    from tests.actors import make_cast

    return make_cast()


def made_fresh(client: Client, person: Any, age: int = 0) -> None:
    """Let a session look as if its person had signed in with a password that many seconds ago."""
    session = client.session
    session["account_authentication_methods"] = [{"method": "password", "at": time.time() - age}]
    session["account_authentication_methods_user"] = user_id_to_str(person)
    session.save()


@pytest.fixture
def signed_in() -> Any:
    """`signed_in(person)`: a client signed in as that person; of None, a visitor's."""

    def client_of(person: Any) -> Client:
        client = Client()
        if person is not None:
            client.force_login(person, backend="django.contrib.auth.backends.ModelBackend")
            made_fresh(client, person)
        return client

    return client_of
