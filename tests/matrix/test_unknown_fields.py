"""Programs write what an endpoint takes and nothing else: another name in a body is refused.

Names of columns that an act alone moves (states, owners, approvals) are sent to every endpoint that
takes a body, beside one that it may take. Queries are held by tests/architecture/test_api_parameters.py.
"""

import pytest

from tests.matrix.objects import Filler
from tests.matrix.snapshot import demo_world
from tests.matrix.test_long_texts import WRITERS, bodies
from tests.matrix.visitor import quick
from tests.matrix.walk import outcome, path_of
from tests.matrix.world import own, visitors

pytestmark = [pytest.mark.slow, pytest.mark.django_db, pytest.mark.one_database]
MOVED = ("no_such_name", "id", "pk", "public_id", "by", "by_id", "owner", "approved_by", "joined_at", "is_active")


def read(cast):
    """The endpoints that pass a name over, and how many were asked."""
    filler, wrong, seen = Filler(own()), [], 0
    for address, method, fields in bodies():
        path = path_of(address, filler.arguments(address))
        may = (who for who in cast.values() if outcome(who.ask(method, path)) in {"fill in", "ok", "go"})
        if (visitor := next(may, None)) is None:
            continue
        seen += 1
        alien = [name for name in MOVED if name not in fields]
        answer = visitor.ask(method, path, {**fields, **dict.fromkeys(alien, 1)})
        if answer.status_code != 400:
            wrong.append(f"{method} {path}: {answer.status_code}")
    return wrong, seen


@pytest.mark.exhaustive
def test_no_endpoint_passes_over_a_name_that_it_does_not_know(run_folder):
    with demo_world(run_folder), quick():
        wrong, seen = read({name: who for name, who in visitors().items() if name in WRITERS})
    assert "\n".join(wrong) == ""
    assert seen > 80
