"""What may stand behind the question mark: on every page and endpoint nonsense gets an answer, and never a fault.

Each address is asked for pages that are none, orders by what nobody may sort by, the same name twice, and values that
no filter knows. A page answers, an endpoint answers or says 400 with a sentence for each name. From day to day
tests/flows/test_bad_bodies.py asks one list.
"""

import re

import pytest
from django.core.cache import cache

from tests.matrix.addresses import all_addresses
from tests.matrix.objects import Filler
from tests.matrix.snapshot import demo_world
from tests.matrix.visitor import quick
from tests.matrix.walk import is_walked, path_of
from tests.matrix.world import own, visitors

NONSENSE = (
    "page_size=1000000000&sort=password&page=abc",
    "page_size=0&page_size=-1&sort=-by__password&page=1e3&page=%00",
    "page_size=9" + "9" * 5000,
    "page=" + "9" * 30 + "&page=-1",
    "ordering=password&format=xml&%00=%00&q=%00",
)
# What pages read by themselves, besides the names of their filters.
READ = ("q", "state", "period", "as_of", "scope", "version", "language", "part", "on", "view", "measure", "body")
VALUES = ("%00", "9" * 30, "²%F0%9F" + "x" * 5000)
READERS = ("director", "lead", "treasurer", "funder", "admin", "anonymous")


def names_of(address, visitor, path):
    """The parameters that an address takes: of an endpoint as it says, of a page its filters' and all others'."""
    if address.is_api:
        told = str(visitor.ask("get", f"{path}?no_such_name=1").data)
        return re.findall(r"\w+", told.partition(": ")[2]) if "no_such_name" in told else []
    view = getattr(address.view, "view_class", None)
    return [*getattr(getattr(view, "filterset_class", None), "base_filters", ()), *READ]


def faults(answer, is_api):
    """What is wrong with an answer to nonsense."""
    if answer.status_code == 200 or (answer.status_code in {302, 404} and not is_api):
        return []
    if answer.status_code == 400 and not is_api and b'class="oops"' in answer.content:
        return []
    if is_api and answer.status_code in {400, 404}:
        said = [answer.data["detail"], *(one for all_ in answer.data.get("fields", {}).values() for one in all_)]
        return [f"no sentence: {one}" for one in said if not str(one).rstrip("\u2069").endswith((".", "?"))]
    return [f"status {answer.status_code}"]


def reader_of(path, cast):
    """The first of the cast who may read it."""
    return next((visitor for visitor in cast.values() if visitor.ask("get", path).status_code == 200), None)


def walked(cast):
    """(address, path, visitor) of each address with GET, as the first of a few who may read it."""
    filler = Filler(own())
    for address in filter(is_walked, all_addresses()):
        if "get" in address.methods:
            path = path_of(address, filler.arguments(address))
            if (visitor := reader_of(path, cast)) is not None:
                yield address, path, visitor


@pytest.mark.slow
@pytest.mark.exhaustive
@pytest.mark.django_db
def test_no_address_answers_nonsense_with_a_fault_or_without_a_sentence(run_folder):
    wrong, seen = [], 0
    with demo_world(run_folder):
        cast = {name: who for name, who in visitors().items() if name in READERS}
        with quick(renders=True):
            for address, path, visitor in walked(cast):
                names = names_of(address, visitor, path)
                seen += 1
                for query in [*NONSENSE, *("&".join(f"{one}={value}" for one in names) for value in VALUES)]:
                    cache.clear()  # so many files an hour are nobody's
                    found = faults(visitor.ask("get", f"{path}?{query}"), address.is_api)
                    wrong += [f"{path}?{query[:90]}: {one}" for one in found]
    assert sorted(wrong) == []
    assert seen > 200


def test_a_fault_and_an_answer_without_a_sentence_are_seen(rf):
    from django.http import HttpResponse
    from rest_framework.response import Response

    assert faults(HttpResponse(status=500), is_api=False) == ["status 500"]
    assert faults(Response({"detail": "bad", "fields": {"page": ["Not."]}}, status=400), is_api=True) == [
        "no sentence: bad"
    ]
