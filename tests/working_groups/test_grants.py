"""A seat gives what it gives while it runs, and as its participation allows."""

from datetime import timedelta

import pytest

from kernel import clock
from partners.models import ParticipationState
from tests.factories.accounts import PersonFactory
from tests.factories.working_groups import BodyFactory, ChairSeatFactory, SeatFactory, SteeringFactory
from working_groups.grants import grants

pytestmark = pytest.mark.django_db


def held(person, on=None):
    return grants(person.pk, on or clock.today())


def test_the_chair_of_the_committee_holds_the_body_and_the_initiative():
    body = SteeringFactory()
    seat = ChairSeatFactory(body=body)
    assert held(seat.person) == {
        "working_groups.member": {body.pk},
        "working_groups.votes": {body.pk},
        "working_groups.chair": {body.pk},
        "working_groups.chairs": {body.initiative_id},
        "working_groups.steering": {body.initiative_id},
        "working_groups.steering_chair": {body.initiative_id},
    }


def test_an_observer_sits_without_a_vote():
    seat = SeatFactory(role="observer")
    assert held(seat.person) == {"working_groups.member": {seat.body_id}}


def test_a_seat_that_ended_yesterday_gives_nothing():
    today = clock.today()
    seat = SeatFactory(ends_on=today - timedelta(days=1))
    assert held(seat.person) == {}
    assert held(seat.person, today - timedelta(days=1))


@pytest.mark.parametrize(
    ("state", "names"),
    [
        (ParticipationState.INVITED, set()),
        (ParticipationState.PAUSED, {"working_groups.member"}),
        (ParticipationState.ENDED, set()),
    ],
)
def test_a_seat_counts_by_its_participation(state, names):
    seat = ChairSeatFactory(participation__state=state)
    assert set(held(seat.person)) == names


def test_a_substitute_reads_and_does_not_vote():
    substitute = PersonFactory()
    seat = ChairSeatFactory(substitute=substitute)
    assert held(substitute) == {"working_groups.member": {seat.body_id}}


def test_grants_cost_one_query(django_assert_num_queries):
    seat = SeatFactory()
    for _again in range(5):
        SeatFactory(person=seat.person, body=BodyFactory())
    with django_assert_num_queries(1):
        assert len(held(seat.person)["working_groups.member"]) == 6


def test_the_cast_sits_where_its_words_say(cast):
    assert cast.actor("steering").has(cast.initiative.pk, "working_groups.steering_chair")
    assert cast.actor("chair").has(cast.group.pk, "working_groups.chair")
    assert cast.actor("funder").has(cast.committee.pk, "working_groups.votes")
    assert cast.actor("coordinator").has(cast.group.pk, "working_groups.facilitator")
    assert not cast.actor("stranger").grants
