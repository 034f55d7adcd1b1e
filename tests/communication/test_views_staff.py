"""Staff see who gets what next, one digest as far as both may see it, and the state of what has left."""

from datetime import UTC, datetime, timedelta

import pytest

from audit import services as audit
from communication import outbox
from communication.digests import build, plan
from communication.models import Digest
from communication.selectors import preferences
from communication.selectors.roles import actors_of
from kernel import clock
from kernel.actor import Actor
from tests.actors import ROLES, actor_of, make_cast
from tests.factories.accounts import PersonFactory
from tests.factories.partners import MandateFactory
from tests.factories.working_groups import MeetingFactory, SeatFactory, TaskFactory

pytestmark = pytest.mark.django_db
NOW = datetime(2027, 3, 9, 8, 0, tzinfo=UTC)


@pytest.fixture(autouse=True)
def tuesday_morning():
    with clock.at(NOW):
        yield


@pytest.fixture
def cast():
    with clock.at(NOW - timedelta(days=30)):
        return make_cast()


def get(client, cast, person, path):
    client.force_login(person)
    return client.get(f"/he/{cast.initiative.slug}/digests/{path}")


def news(cast, kind="working_groups.meeting.planned"):
    return audit.record(
        actor=Actor.system(),
        kind=kind,
        subject=MeetingFactory(body=cast.group),
        initiative=cast.initiative,
        about={"body": cast.group.pk},
    )


# The matrix of rights asks these pages daily too, by a few of the cast.
DAILY = {"director", "coordinator", "evaluator", "lead", "admin"}
EACH = [
    pytest.param(role, marks=() if role in DAILY else pytest.mark.exhaustive) for role in ROLES if role != "anonymous"
]


@pytest.mark.parametrize("role", EACH)
def test_only_directors_and_coordinators_find_these_pages(role, cast, client):
    person = getattr(cast, role)
    expected = 200 if role in ("director", "coordinator") else 404
    assert get(client, cast, person, "").status_code == expected
    assert get(client, cast, person, "deliveries/").status_code == expected
    assert get(client, cast, person, f"preview/{cast.member.public_id}/").status_code == expected


def test_the_bulk_reading_of_roles_proposes_the_same_as_the_actor_of_each_person(cast):
    roles = actors_of([getattr(cast, role).pk for role in ROLES if role != "anonymous"], clock.today())
    for role in ROLES:
        if role != "anonymous":
            person = getattr(cast, role)
            assert preferences.proposed(roles[person.pk]) == preferences.proposed(actor_of(person)), role


def test_the_list_tells_cadence_slot_and_waiting_news(cast, client):
    news(cast)
    outbox.dispatch()
    rows = {row.name: row for row in get(client, cast, cast.coordinator, "").context["rows"]}
    row = rows[str(cast.member)]
    assert (row.news, row.leaves_at.date().isoformat()) == (1, "2027-03-16")


def test_the_preview_shows_the_line_and_hides_what_belongs_elsewhere(cast, client):
    news(cast)
    other = make_other(cast)
    outbox.dispatch()
    answer = get(client, cast, cast.coordinator, f"preview/{cast.member.public_id}/")
    preview = answer.context["preview"]
    assert any(part["code"] == "news" for part in preview.shape["parts"])
    assert preview.hidden >= 1 and other.title not in answer.content.decode()


def make_other(cast):
    """A task of the member in another initiative."""
    seat = SeatFactory(person=cast.member)
    MandateFactory(participation=seat.participation, person=cast.member)
    return TaskFactory(
        body=seat.body,
        participation=seat.participation,
        person=cast.member,
        title="משימה של יוזמה אחרת",
        due_on=NOW.date(),
    )


def test_a_person_of_another_initiative_is_not_found(cast, client):
    stranger = MandateFactory().person
    assert get(client, cast, cast.director, f"preview/{stranger.public_id}/").status_code == 404


def test_a_preview_sends_and_writes_nothing(cast, client):
    news(cast)
    outbox.dispatch()
    get(client, cast, cast.director, f"preview/{cast.member.public_id}/")
    assert not Digest.objects.exists()


def test_deliveries_are_listed_with_their_state_and_filtered(cast, client):
    news(cast)
    outbox.dispatch()
    plan.plan()
    for key in build.due():
        build.build(key)
    rows = get(client, cast, cast.director, "deliveries/").context["rows"]
    assert str(cast.member) in {row.name for row in rows}
    empty = get(client, cast, cast.director, "deliveries/?state=skipped_empty").context["rows"]
    assert str(cast.member) not in {row.name for row in empty}


def test_the_list_costs_the_same_for_ten_times_the_people(cast, client, django_assert_max_num_queries):
    for _n in range(30):
        MandateFactory(participation=cast.partner, person=PersonFactory())
    client.force_login(cast.director)
    client.get(f"/he/{cast.initiative.slug}/digests/")
    with django_assert_max_num_queries(20):
        client.get(f"/he/{cast.initiative.slug}/digests/")
