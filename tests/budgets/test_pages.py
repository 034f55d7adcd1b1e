"""Every page and every reading endpoint: at most its budget of queries, and no more at ten times the rows.

The budgets stand in query_counts.json. To record after a change that makes them smaller, or after a new page:
SHIDRA_RECORD=1 pytest tests/budgets; then read the difference.
"""

import json
import os
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from django.contrib.contenttypes.models import ContentType
from django.core.cache import cache
from django.db import connection, transaction
from django.test import Client

from kernel import clock
from tests.budgets import tenfold
from tests.matrix import world as worlds
from tests.matrix.addresses import Address, all_addresses
from tests.matrix.objects import Filler
from tests.matrix.snapshot import demo_world
from tests.matrix.walk import is_walked, path_of

pytestmark = [pytest.mark.slow, pytest.mark.django_db]
PLACE = Path(__file__).parent / "query_counts.json"
RECORD = os.environ.get("SHIDRA_RECORD") == "1"
MOST = 20
# A preview builds a whole digest of another person, section by section; it is staff's, and seldom.
WHOLE_DIGEST = 63
# The first who may read a page reads it.
READERS = ("coordinator", "data", "lead", "director", "treasurer", "chair", "admin", "anonymous")
# Homes, boards and dashboards are another page for each role: the dearest counts.
ROLES = (*READERS, "steering", "evaluator", "signatory", "member", "ministry", "funder")
NOT_OURS = ("SAVEPOINT", "RELEASE", "ROLLBACK", "BEGIN", "COMMIT")


def most(key: str) -> int:
    """The roof over a budget."""
    return WHOLE_DIGEST if "digests/preview" in key else MOST


def client_of(name: str) -> Client:
    """A browser of somebody of the demo."""
    client = Client(raise_request_exception=False, headers={"accept-language": "he"})
    if name != "anonymous":
        client.force_login(worlds.person(name), backend="django.contrib.auth.backends.ModelBackend")
        session, now = client.session, int(clock.now().timestamp())
        # Else every page would write them from the second minute on, since each write is undone.
        session.update({"seen_at": now + 6000, "began_at": now})
        session.save()
    return client


def asked(client: Client, path: str) -> tuple[int, int]:
    """The status of a page, and its queries with nothing in the cache."""
    count = 0

    def counting(execute: Any, sql: str, *rest: Any) -> Any:
        nonlocal count
        count += not sql.startswith(NOT_OURS)
        return execute(sql, *rest)

    cache.clear()
    with transaction.atomic():
        with connection.execute_wrapper(counting):
            response = client.get(path)
            if response.streaming:
                b"".join(response.streaming_content)
        transaction.set_rollback(True)
    return response.status_code, count


def counts(addresses: dict[str, str], clients: dict[str, Client], readers: dict[str, str]) -> dict[str, int]:
    """{address: queries}; `readers` remembers who reads what."""
    out: dict[str, int] = {}
    for key, path in addresses.items():
        by_role = key.startswith("portal:")
        for name in ROLES if by_role else [readers[key]] if key in readers else READERS:
            status, count = asked(clients[name], path)
            if status == 200:
                readers[key], out[key] = name, max(count, out.get(key, 0))
            if status in {200, 405} and not by_role:
                break
    return out


def reading(filler: Filler) -> dict[str, str]:
    """The addresses that are read, filled with the objects of the world."""
    out = {}
    for address in all_addresses():
        if "get" not in address.methods or not is_walked(address):
            continue
        arguments = filler.arguments(address)
        if arguments is not None:
            out[_key(address)] = path_of(address, arguments)
        if address.name == "portal:board":
            out[f"{_key(address)}?part=more"] = f"{path_of(address, arguments)}?part=more"
    return out


def _key(address: Address) -> str:
    return f"{address.name} {address.route}"


def grows(key: str) -> bool:
    """Whether a page shows rows of an initiative: lists, details and dashboards; not its forms and histories."""
    return "<initiative" in key and key.rstrip("/").rpartition("/")[2] not in {"new", "edit", "history", "schema"}


@pytest.fixture(scope="module")
def world(run_folder: Path, django_db_setup: Any, django_db_blocker: Any) -> Iterator[tuple[Any, Any, Any]]:
    """The small demo: browsers of its people, its addresses, and who was found to read what."""
    with django_db_blocker.unblock(), demo_world(run_folder):
        clients = {name: client_of(name) for name in ROLES}
        addresses = reading(Filler(worlds.own()))
        ContentType.objects.get_for_models(*[kind.model_class() for kind in ContentType.objects.all()])
        for client in clients.values():
            client.get("/he/")
        yield addresses, clients, {}


@pytest.fixture(scope="module")
def some(world: tuple[Any, Any, Any]) -> dict[str, int]:
    """The queries of the homes and dashboards, and of every eighth of the other addresses."""
    addresses, clients, readers = world
    chosen = [key for key in sorted(addresses) if key.startswith("portal:")] + sorted(addresses)[::8]
    return counts({key: addresses[key] for key in chosen}, clients, readers)


@pytest.fixture(scope="module")
def small(world: tuple[Any, Any, Any]) -> dict[str, int]:
    """The queries of each address, as the world is."""
    return counts(*world)


@pytest.fixture(scope="module")
def large(world: tuple[Any, Any, Any], small: dict[str, int], django_db_blocker: Any) -> dict[str, int]:
    """The queries of each address that grows, at ten times the rows; from here on the world is large."""
    addresses, clients, readers = world
    with django_db_blocker.unblock():
        tenfold.multiply()
        return counts({key: addresses[key] for key in small if grows(key)}, clients, readers)


@pytest.mark.sample
def test_homes_dashboards_and_some_of_the_rest_keep_their_budgets(some: dict[str, int]) -> None:
    """given the small demo, when some of the pages are read, then each has a budget and keeps it."""
    budgets = json.loads(PLACE.read_text(encoding="utf-8"))
    assert len(some) > len(budgets) // 9
    assert {key: (count, budgets.get(key)) for key, count in some.items() if count > budgets.get(key, -1)} == {}


@pytest.mark.exhaustive
def test_every_page_stands_in_the_budgets_and_keeps_its_own(small: dict[str, int]) -> None:
    """given the small demo, when every page is read, then each has a budget, keeps it, and none is above the roof."""
    if RECORD:
        PLACE.write_text(json.dumps(small, indent=1, sort_keys=True) + "\n", encoding="utf-8")
    budgets = json.loads(PLACE.read_text(encoding="utf-8"))
    assert sorted(small.keys() ^ budgets.keys()) == [], "addresses without a budget, or budgets of none"
    assert {key: (count, budgets[key]) for key, count in small.items() if count > budgets[key]} == {}
    assert {key: budget for key, budget in budgets.items() if budget > most(key)} == {}


@pytest.mark.exhaustive
def test_no_page_asks_more_at_ten_times_the_rows(small: dict[str, int], large: dict[str, int]) -> None:
    """given ten times the rows of every table, when the pages are read again, then none asks a query more."""
    assert large
    assert {key: (small[key], large.get(key)) for key in filter(grows, small) if large.get(key) != small[key]} == {}
