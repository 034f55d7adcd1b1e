"""Every address once on the second database: no query of a page or an endpoint is refused by it.

On the first one the matrix of rights asks them all.
"""

import pytest

from tests.matrix.addresses import all_addresses
from tests.matrix.objects import Filler
from tests.matrix.snapshot import demo_world
from tests.matrix.visitor import Visitor, quick
from tests.matrix.walk import is_walked, path_of
from tests.matrix.world import own, person

pytestmark = [pytest.mark.slow, pytest.mark.services, pytest.mark.django_db]


@pytest.mark.parametrize("reader", ["director", pytest.param("lead", marks=pytest.mark.exhaustive)])
def test_no_address_answers_with_an_error_to_who_runs_the_initiative_or_reports(reader, run_folder):
    errors = []
    with demo_world(run_folder), quick():
        filler, visitor = Filler(own()), Visitor(person(reader))
        for address in filter(is_walked, all_addresses()):
            path = path_of(address, filler.arguments(address) or {})
            for method in address.methods:
                if visitor.ask(method, path).status_code >= 500:
                    errors.append(f"{method} {path}")
    assert errors == []
