"""A body's life and its seats."""

from datetime import timedelta

import pytest

from audit.models import Entry
from kernel import clock
from kernel.errors import Conflict, Invalid, Refused
from tests.factories.accounts import PersonFactory
from tests.factories.partners import MandateFactory, ParticipationFactory
from tests.factories.working_groups import BodyFactory, ChairSeatFactory, DecidedFactory, SeatFactory, TaskFactory
from working_groups.models import Body, BodyKind, BodyState, Seat, SeatRole
from working_groups.services import bodies, seats

pytestmark = pytest.mark.django_db


def kinds():
    return list(Entry.objects.order_by("pk").values_list("kind", flat=True))


def test_a_coordinator_proposes_a_body_and_one_entry_is_written(cast):
    body = bodies.propose(
        actor=cast.actor("coordinator"),
        initiative=cast.initiative,
        values={"name_he": "קבוצת מורים", "name_en": "Teachers", "kind": BodyKind.GROUP, "size_limit": 20},
    )
    assert (body.state, str(body)) == (BodyState.PROPOSED, "קבוצת מורים")
    assert kinds() == ["working_groups.body.proposed"]


def test_a_partner_may_not_propose_a_body(cast):
    with pytest.raises(Refused):
        bodies.propose(actor=cast.actor("lead"), initiative=cast.initiative, values={"name_he": "קבוצה"})
    assert not Entry.objects.exists()


def test_a_second_steering_committee_is_refused(cast):
    with pytest.raises(Conflict) as refusal:
        bodies.propose(
            actor=cast.actor("director"),
            initiative=cast.initiative,
            values={"name_he": "ועדה שנייה", "kind": BodyKind.STEERING},
        )
    assert refusal.value.code == "second_steering"


def test_a_body_is_chartered_started_rested_woken_and_closed(cast):
    director = cast.actor("director")
    body = BodyFactory(initiative=cast.initiative, state=BodyState.PROPOSED)
    decision = DecidedFactory(body=cast.committee)
    bodies.charter(actor=director, body=body, decision=decision)
    with pytest.raises(Refused) as refusal:
        bodies.start(actor=director, body=body)
    assert refusal.value.code == "no_chair"
    ChairSeatFactory(body=body)
    bodies.start(actor=director, body=body)
    bodies.rest(actor=director, body=body)
    bodies.wake(actor=director, body=body)
    task = TaskFactory(body=body)
    with pytest.raises(Refused) as refusal:
        bodies.close(actor=director, body=body, product="דוח")
    assert refusal.value.code == "open_tasks"
    task.state, task.done_at = "done", clock.now()
    task.save()
    with pytest.raises(Invalid):
        bodies.close(actor=director, body=body, product="  ")
    bodies.close(actor=director, body=body, product="דוח מסכם")
    fresh = Body.objects.get(pk=body.pk)
    assert (fresh.state, fresh.product, fresh.charter) == (BodyState.CLOSED, "דוח מסכם", decision)
    assert [kind.rsplit(".", 1)[1] for kind in kinds()] == ["chartered", "started", "rested", "woken", "closed"]


def test_only_the_director_charters(cast):
    body = BodyFactory(initiative=cast.initiative, state=BodyState.PROPOSED)
    with pytest.raises(Refused):
        bodies.charter(actor=cast.actor("coordinator"), body=body)


def test_a_stale_change_is_refused(cast):
    stale = Body.objects.get(pk=cast.group.pk)
    bodies.change(actor=cast.actor("director"), body=cast.group, values={"quorum_percent": 60})
    with pytest.raises(Conflict) as refusal:
        bodies.change(actor=cast.actor("director"), body=stale, values={"quorum_percent": 70})
    assert refusal.value.code == "stale"


def test_a_last_day_before_the_first_names_its_field(cast):
    before = cast.group.starts_on - timedelta(days=1)
    with pytest.raises(Invalid) as refusal:
        bodies.change(actor=cast.actor("director"), body=cast.group, values={"ends_on": before})
    assert "ends_on" in refusal.value.fields


def test_a_facilitator_must_be_staff_of_the_backbone(cast):
    mandate = MandateFactory(participation=cast.partner)
    with pytest.raises(Invalid) as refusal:
        bodies.change(actor=cast.actor("director"), body=cast.group, values={"facilitator": mandate})
    assert "facilitator" in refusal.value.fields


def test_the_key_replaces_the_one_before(cast):
    director = cast.actor("director")
    bodies.set_keys(actor=director, body=cast.group, keys={"third": (2, 5, 0), "public": (1, 2, 50)})
    bodies.set_keys(actor=director, body=cast.group, keys={"third": (3, 5, 0)})
    assert list(cast.group.seat_keys.values_list("sector", "least", "most")) == [("third", 3, 5)]
    with pytest.raises(Invalid):
        bodies.set_keys(actor=director, body=cast.group, keys={"third": (6, 5, 0)})


def test_a_seat_is_given_with_the_sector_of_its_organisation(cast):
    seat = seats.give(actor=cast.actor("coordinator"), body=cast.group, participation=cast.partner, person=cast.lead)
    assert (seat.sector, seat.role) == (cast.partner.organisation.sector, SeatRole.MEMBER)
    assert Entry.objects.get().about["people"] == [cast.lead.pk]


def test_one_organisation_has_one_open_seat(cast):
    actor = cast.actor("director")
    seats.give(actor=actor, body=cast.group, participation=cast.partner, person=cast.lead)
    with pytest.raises(Conflict) as refusal:
        seats.give(actor=actor, body=cast.group, participation=cast.partner, person=cast.data)
    assert refusal.value.code == "taken"


def test_a_second_chair_is_refused(cast):
    with pytest.raises(Conflict):
        seats.give(
            actor=cast.actor("director"),
            body=cast.group,
            participation=cast.partner,
            person=cast.lead,
            role=SeatRole.CHAIR,
        )


def test_a_person_without_a_mandate_there_gets_no_seat(cast):
    with pytest.raises(Invalid) as refusal:
        seats.give(actor=cast.actor("director"), body=cast.group, participation=cast.partner, person=cast.stranger)
    assert "person" in refusal.value.fields


def test_a_full_body_gives_no_seat_but_takes_an_observer(cast):
    body = BodyFactory(initiative=cast.initiative, size_limit=1)
    SeatFactory(body=body)
    actor = cast.actor("director")
    with pytest.raises(Invalid) as refusal:
        seats.give(actor=actor, body=body, participation=cast.partner, person=cast.lead)
    assert refusal.value.code == "full"
    assert seats.give(actor=actor, body=body, participation=cast.partner, person=cast.lead, role=SeatRole.OBSERVER).pk


def test_a_seat_of_another_initiative_is_refused(cast):
    foreign = ParticipationFactory()
    person = MandateFactory(participation=foreign).person
    with pytest.raises(Invalid):
        seats.give(actor=cast.actor("director"), body=cast.group, participation=foreign, person=person)


def test_a_seat_ends_once_and_not_before_it_began(cast):
    actor = cast.actor("director")
    seat = Seat.objects.get(body=cast.group, person=cast.member)
    with pytest.raises(Invalid):
        seats.end(actor=actor, seat=seat, ends_on=seat.starts_on - timedelta(days=1))
    seats.end(actor=actor, seat=seat)
    stale = Seat.objects.get(pk=seat.pk)
    stale.ends_on = None
    with pytest.raises(Conflict):
        seats.end(actor=actor, seat=stale)


def test_a_substitute_is_of_the_same_organisation_and_another_person(cast):
    seat = SeatFactory(body=cast.group, participation=cast.partner, person=cast.lead)
    lead = cast.actor("lead")
    seats.name_substitute(actor=lead, seat=seat, person=cast.data)
    assert Seat.objects.get(pk=seat.pk).substitute == cast.data
    with pytest.raises(Invalid):
        seats.name_substitute(actor=lead, seat=seat, person=cast.lead)
    with pytest.raises(Invalid):
        seats.name_substitute(actor=lead, seat=seat, person=PersonFactory())
    with pytest.raises(Refused):
        seats.name_substitute(actor=cast.actor("member"), seat=seat, person=None)


def test_a_seat_with_a_later_last_day_takes_its_place_and_may_end_sooner(cast):
    body = BodyFactory(initiative=cast.initiative, size_limit=1)
    later = clock.today() + timedelta(days=30)
    seat = SeatFactory(body=body, ends_on=later)
    director = cast.actor("director")
    with pytest.raises(Invalid) as refusal:
        seats.give(actor=director, body=body, participation=cast.partner, person=cast.lead)
    assert refusal.value.code == "full"
    assert seats.give(
        actor=director, body=body, participation=cast.partner, person=cast.lead, starts_on=later + timedelta(days=1)
    ).pk
    seats.end(actor=director, seat=seat)
    assert Seat.objects.get(pk=seat.pk).ends_on == clock.today()
    with pytest.raises(Conflict):
        seats.end(actor=director, seat=seat)
    assert Entry.objects.filter(kind="working_groups.seat.ended").get().changes["ends_on"][0] == later.isoformat()


def test_a_chair_whose_last_day_is_known_still_chairs(cast):
    body = BodyFactory(initiative=cast.initiative, state=BodyState.CHARTERED)
    ChairSeatFactory(body=body, ends_on=clock.today() + timedelta(days=30))
    bodies.start(actor=cast.actor("director"), body=body)
    assert Body.objects.get(pk=body.pk).state == BodyState.ACTIVE
