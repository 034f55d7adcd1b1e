"""A prepared query gives what the ORM gives, for any arguments, though its SQL is made once."""

from datetime import date, timedelta
from typing import Any

import pytest

from kernel import actor as actors
from kernel.grants import Fact, Sources
from kernel.prepared import Prepared
from partners import grants
from partners.models import Mandate

pytestmark = pytest.mark.django_db


def test_a_prepared_query_gives_the_same_rows_as_the_orm_for_each_argument(cast: Any) -> None:
    """given the cast, when the SQL made for one person is run for the others, then each gets its own rows."""
    people = sorted(set(Mandate.objects.values_list("person", flat=True)))
    day = Mandate.objects.first().starts_on
    prepared = Sources([grants.grants])
    for person in people:
        for on in (day - timedelta(days=1), day, day + timedelta(days=4000)):
            fresh = [row for rows in grants._rows(person, on) for row in rows]
            assert sorted(map(str, prepared.facts(person, on))) == sorted(str(Fact(*row)) for row in fresh)
    assert any(prepared.facts(person, day) for person in people)


def test_the_sql_is_made_once(cast: Any) -> None:
    """given a prepared query, when it runs twice, then it was built once."""
    built = []

    def build(person: int, on: date) -> Any:
        built.append(person)
        return Mandate.objects.filter(person=person, starts_on__lte=on, kind__in=["director"]).values_list("pk")

    query = Prepared(build, int, date)
    query.rows(1, date(2026, 1, 1))
    query.rows(2, date(2026, 1, 2))
    assert len(built) == 1


def test_an_actor_holds_its_mandates_on_each_day(cast: Any) -> None:
    """given a director, when asked for before and after the first day, then the grant is there only after."""
    mandate = Mandate.objects.filter(kind="director").order_by("pk").first()
    before = actors.for_user(mandate.person_id, on=mandate.starts_on - timedelta(days=1))
    after = actors.for_user(mandate.person_id, on=mandate.starts_on)
    assert not before.keys("partners.director")
    assert after.keys("partners.director")
