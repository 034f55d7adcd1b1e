"""A funder's first screen: its money, what became of it, its results, who else is in as far as each allows."""

from datetime import timedelta

import pytest
from django.urls import reverse

from funding.services import fund_reports, funders, pledges
from initiative.models import Goal
from kernel import clock
from measurement.models import Level
from tests.actors import actor_of
from tests.factories.funding import FundWorld, plan
from tests.factories.measurement import DefinitionFactory, MeasureFactory
from tests.factories.partners import MandateFactory, ParticipationFactory

pytestmark = pytest.mark.django_db


def board(world, signed_in, role="funder", part=""):
    url = reverse("portal:board", args=[world.cast.initiative.slug])
    answer = signed_in(world.cast.person(role)).get(url, {"part": part}, headers={"HX-Request": "true"})
    assert answer.status_code == 200
    return answer.content.decode()


@pytest.fixture
def world(cast):
    made = FundWorld(cast)
    made.pledge(900_00, visibility="amount")
    made.receive(500_00)
    other = ParticipationFactory(initiative=cast.initiative, kind="funder")
    made.other = funders.add(
        actor=made.director, fund=made.fund, participation=other, values={"visibility": "anonymous"}
    )
    signs = MandateFactory(participation=other, kind="representative")
    values = {"restriction": made.free, "amount": 777_00, "visibility": "anonymous"}
    draft = pledges.draft(actor=made.director, funder=made.other, values=values, parts=plan(777_00, clock.today(), 1))
    pledges.sign(actor=actor_of(signs.person), pledge=draft)
    made.receive(777_00, funder=made.other)
    return made


def test_the_money_and_the_share_of_the_last_report_stand_there(world, signed_in):
    text = board(world, signed_in)
    assert all(figure in text for figure in ("₪900", "₪500")), "promised, and received without an instalment"
    today = clock.today()
    given = {"fund": world.fund, "starts_on": today - timedelta(days=9), "as_of": today, "funder": world.funder}
    report = fund_reports.make(actor=world.treasurer, **given)
    text = board(world, signed_in)
    assert report.get_absolute_url() in text and world.funder.get_absolute_url() in text
    assert "777" not in text and str(world.other) not in text, "it gives without a name"


def test_only_the_goals_whose_responsibility_is_shared_stand_there_once_one_is_chosen(world, signed_in):
    goals = [
        Goal.objects.create(initiative=world.cast.initiative, name_he=name, name_en=name)
        for name in ("First", "Second")
    ]
    names = []
    for goal in goals:
        measure = MeasureFactory(initiative=world.cast.initiative, goal=goal, level=Level.POPULATION)
        names.append(str(DefinitionFactory(measure=measure).measure))
    text = board(world, signed_in, part="more")
    assert "First" in text and "Second" in text
    funders.change(actor=world.director, funder=world.funder, values={}, goals=goals[:1])
    text = board(world, signed_in, part="more")
    assert "First" in text and "Second" not in text


def test_a_funder_without_a_relation_reads_the_goals_and_others_see_nothing_of_its_money(world, signed_in):
    assert "₪900" not in board(world, signed_in, "lead")
    world.funder.participation.organisation.refresh_from_db()
    assert "900" in board(world, signed_in)


@pytest.mark.parametrize("part", ["", "more"])
def test_the_screen_keeps_to_its_budget(world, signed_in, django_assert_max_num_queries, part):
    today = clock.today()
    given = {"fund": world.fund, "starts_on": today - timedelta(days=9), "as_of": today, "funder": world.funder}
    fund_reports.make(actor=world.treasurer, **given)
    MeasureFactory(initiative=world.cast.initiative)
    url, client = reverse("portal:board", args=[world.cast.initiative.slug]), signed_in(world.cast.person("funder"))
    with django_assert_max_num_queries(22):  # and two savepoints of the session
        assert client.get(url, {"part": part}, headers={"HX-Request": "true"}).status_code == 200
