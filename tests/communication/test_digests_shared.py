"""Digests of one run share what the groups did: read once, and each reader is told no more than alone."""

from datetime import UTC, datetime, timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import translation

from communication import tasks
from communication.digests import build, groups, plan
from communication.models import Digest, DigestState
from kernel import clock
from tests.actors import make_cast
from tests.factories.measurement import PublicFigureFactory
from tests.factories.working_groups import BodyFactory, DecidedFactory, HeldMeetingFactory, SeatFactory, TaskFactory

pytestmark = pytest.mark.django_db
TUESDAY = datetime(2027, 3, 9, 8, 0, tzinfo=UTC)
WEEK = groups.Window(TUESDAY - timedelta(days=7), TUESDAY)
ROLES = ("coordinator", "director", "member", "chair", "lead", "steering", "funder", "stranger")


@pytest.fixture(autouse=True)
def tuesday_morning():
    with clock.at(TUESDAY):
        yield


@pytest.fixture
def cast():
    with clock.at(TUESDAY - timedelta(days=30)):
        cast = make_cast()
    busy(cast, cast.group)
    return cast


def busy(cast, body):
    """A week of a body: decided for its own and for all partners, a task late, a meeting held."""
    for visibility in ("body", "partners"):
        DecidedFactory(body=body, visibility=visibility, decided_at=TUESDAY - timedelta(days=2))
    TaskFactory(
        initiative=cast.initiative,
        body=body,
        participation=cast.chairing,
        person=cast.chair,
        due_on=TUESDAY.date() - timedelta(days=4),
    )
    held = TUESDAY - timedelta(days=5)
    HeldMeetingFactory(body=body, starts_at=held, ends_at=held + timedelta(hours=2))


def queries(actor, shared):
    with CaptureQueriesContext(connection) as found:
        groups.gather(actor, WEEK, shared)
    return len(found)


@pytest.mark.parametrize("language", ["he", "en"])
def test_each_reader_is_told_what_it_is_told_alone(cast, language):
    busy(cast, cast.committee)
    shared = groups.Shared()
    with translation.override(language):
        for role in (*ROLES, *reversed(ROLES)):
            actor = cast.actor(role)
            assert groups.gather(actor, WEEK, shared) == groups.gather(actor, WEEK)


def test_what_one_may_see_is_not_told_to_the_next(cast):
    shared = groups.Shared()

    def told(role):
        return [line.section for group in groups.gather(cast.actor(role), WEEK, shared) for line in group.lines]

    assert told("director").count("decided") == 2
    assert told("steering").count("decided") == 1


def test_the_next_reader_asks_a_fixed_number_whatever_the_groups(cast):
    for number in range(6):
        body = BodyFactory(initiative=cast.initiative, name_he=f"קבוצה {number}")
        SeatFactory(body=body, participation=cast.partner, person=cast.member)
        busy(cast, body)
        PublicFigureFactory(definition__measure__steward=body, definition__measure__initiative=cast.initiative)
    shared = groups.Shared()
    groups.gather(cast.actor("director"), WEEK, shared)
    # The bodies, what of it all may be seen, the measures.
    assert [queries(cast.actor(role), shared) for role in ("director", "coordinator")] == [3, 3]
    assert queries(cast.actor("member"), shared) <= 3 + 9


def test_after_an_act_it_is_read_again(cast):
    shared = groups.Shared()
    groups.gather(cast.actor("director"), WEEK, shared)
    shared.renew(1)
    assert shared.lines == {}
    groups.gather(cast.actor("director"), WEEK, shared)
    shared.renew(1)
    assert shared.lines != {}


def test_one_digest_that_fails_does_not_keep_the_others(cast, monkeypatch):
    plan.plan()
    keys = list(build.due())
    assert len(keys) > 2
    whole = build.gather

    def broken(digest, *rest):
        if digest.pk == keys[0]:
            raise ValueError("a broken content")
        return whole(digest, *rest)

    monkeypatch.setattr(build, "gather", broken)
    with pytest.raises(ExceptionGroup, match="not built"):
        tasks.build_digests(keys)
    states = dict(Digest.objects.values_list("pk", "state"))
    assert states.pop(keys[0]) == DigestState.BUILDING
    assert not {DigestState.PLANNED, DigestState.BUILDING} & set(states.values())
