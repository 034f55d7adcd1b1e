"""A funder's first screens: its money, its seats by the bodies' word, who else is in as far as each allows."""

from datetime import timedelta

import pytest
from django.urls import reverse

from audit.models import Entry
from funding.models import FunderState
from funding.schedules import plan
from funding.selectors import duties, fellows
from funding.services import funders, marks, pledges
from kernel import clock
from kernel.actor import Actor
from kernel.errors import Invalid
from tests.actors import actor_of
from tests.factories.partners import MandateFactory, ParticipationFactory
from tests.factories.working_groups import BodyFactory, SeatFactory

pytestmark = pytest.mark.django_db


def other(world, visibility, amount=30_000_00):
    """Another funder's signed pledge that others may know of so far."""
    party = ParticipationFactory(initiative=world.cast.initiative, kind="funder", state="active")
    person = MandateFactory(participation=party).person
    funder = funders.add(actor=world.director, fund=world.fund, participation=party)
    draft = pledges.draft(
        actor=world.director,
        funder=funder,
        values={"restriction": world.free, "amount": amount, "visibility": visibility},
        parts=plan(amount, clock.today(), 1),
    )
    pledges.sign(actor=actor_of(person), pledge=draft)
    return funder


@pytest.mark.parametrize(
    ("visibility", "is_named", "amount", "up_to"),
    [
        ("amount", True, 30_000_00, None),
        ("band", True, None, 50_000_00),
        ("name", True, None, None),
        ("anonymous", False, None, None),
    ],
)
def test_others_are_told_as_far_as_each_allows(world, page, visibility, is_named, amount, up_to):
    giver = other(world, visibility)
    [told] = fellows.of(world.cast.actor("funder"), world.funder)
    assert (bool(told.name), told.amount, told.up_to) == (is_named, amount, up_to)
    html = page("funder", "funder", world.funder).content.decode()
    assert (str(giver) in html) is is_named
    assert ("30,000" in html) is (amount is not None)


def test_a_seat_is_what_the_bodies_gave_and_the_role_gives_none(world, page):
    funders.change(actor=world.director, funder=world.funder, values={"role": "leading"})
    body = BodyFactory(initiative=world.cast.initiative, name_he="צוות מוביל")
    assert "צוות מוביל" not in page("funder", "funder", world.funder).content.decode()
    seat = SeatFactory(body=body, participation=world.funder.participation, person=world.cast.funder)
    html = page("funder", "funder", world.funder).content.decode()
    assert "צוות מוביל" in html and seat.get_role_display() in html


def test_the_first_screen_shows_the_funder_its_own_money_and_nobody_elses(world, signed_in):
    world.pledge(40_000_00)
    board = reverse("portal:board", args=[world.cast.initiative.slug])
    mine = signed_in(world.cast.funder).get(board).content.decode()
    assert world.funder.get_absolute_url() in mine and "40,000" in mine
    assert world.funder.get_absolute_url() not in signed_in(world.cast.lead).get(board).content.decode()


def test_a_pledge_to_sign_waits_for_the_funder(world):
    pledges.draft(
        actor=world.director, funder=world.funder, values={"restriction": world.free, "amount": 5_00},
        parts=plan(5_00, clock.today(), 1),
    )  # fmt: skip
    kinds = [one.kind for one in duties.for_person(world.cast.actor("funder"), clock.today())]
    assert "funding.pledge" in kinds


def test_a_further_pledge_of_an_active_funder_renews_the_relation_and_the_log_says_when(world):
    world.pledge(5_00)
    world.receive(5_00)
    world.funder.refresh_from_db()
    assert world.funder.state == FunderState.ACTIVE
    world.pledge(7_00)
    world.pledge(9_00)
    world.funder.refresh_from_db()
    assert world.funder.state == FunderState.RENEWED
    assert list(world.funder.steps.order_by("pk").values_list("state", flat=True))[-2:] == ["renewed", "renewed"]
    funders.advance(actor=world.director, funder=world.funder, act="end", text="סיום")
    funders.advance(actor=world.director, funder=world.funder, act="resume")
    assert world.funder.state == FunderState.IN_TALKS


def test_the_log_takes_no_day_to_come(world):
    with pytest.raises(Invalid) as refusal:
        funders.advance(actor=world.director, funder=world.funder, act="talk", on=clock.today() + timedelta(days=1))
    assert "on" in refusal.value.fields
    assert world.funder.steps.count() == 1


def test_money_whose_restriction_ended_goes_on_waiting_for_a_purpose(world):
    world.receive(10_00, world.bucket("מיועד", kind="donor", funder=world.funder, ends_on=clock.today()))
    with clock.at(clock.now() + timedelta(days=2)):
        marks.mark_due(actor=Actor.system())
        kinds = [one.kind for one in duties.for_person(world.treasurer, clock.today())]
        assert "funding.lapse" in kinds
        assert Entry.objects.filter(kind="funding.restriction.expired").count() == 1
