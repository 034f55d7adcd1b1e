"""A group's measures come on: what moved, against the period before and the target, in the reader's rights."""

from datetime import timedelta
from decimal import Decimal

import pytest
from django.urls import reverse
from django.utils import translation

from communication.digests import groups
from kernel import clock
from measurement.models import Value
from measurement.selectors import progress
from measurement.services import rollups, stale
from tests.actors import make_cast
from tests.factories.initiative import GoalFactory
from tests.factories.measurement import (
    CombinationFactory,
    CycleFactory,
    DefinitionFactory,
    MeasureFactory,
    MeasureSetFactory,
    RequestedMeasureFactory,
    RequestFactory,
    TargetFactory,
)
from tests.factories.partners import ParticipationFactory

pytestmark = pytest.mark.django_db


class World:
    """A measure in the care of the group, three partners, two school years."""

    def __init__(self, aggregation="sum"):
        self.cast = make_cast()
        self.measure = MeasureFactory(
            initiative=self.cast.initiative, steward=self.cast.group, name_he="בוגרים", name_en="Graduates"
        )
        self.definition = DefinitionFactory(measure=self.measure, aggregation=aggregation)
        self.whole = CombinationFactory(initiative=self.cast.initiative)
        measure_set = MeasureSetFactory(initiative=self.cast.initiative)
        measure_set.measures.add(self.measure)
        partners = [self.cast.partner, *(ParticipationFactory(initiative=self.cast.initiative) for _ in range(2))]
        self.partners = partners
        for period in ("2017S", "2018S"):
            cycle = CycleFactory(measure_set=measure_set, period=period, state="opened")
            for partner in partners:
                request = RequestFactory(cycle=cycle, participation=partner)
                RequestedMeasureFactory(request=request, definition=self.definition)

    def accept(self, period, numbers, weight=None):
        for partner, number in zip(self.partners, numbers, strict=False):
            Value.objects.create(
                organisation=partner.organisation,
                definition=self.definition,
                period=period,
                combination=self.whole,
                number=Decimal(number),
                weight=weight,
                at=clock.now(),
            )
        stale.mark(period, [self.definition.pk])
        rollups.refresh()

    def lines(self, role="member", window=None):
        return progress.by_body(self.cast.actor(role), [self.cast.group], window)


def week():
    return clock.now() - timedelta(days=7), clock.now() + timedelta(seconds=1)


def test_the_line_holds_the_last_figure_its_step_and_its_target():
    world = World()
    world.accept("2017S", (100, 100, 100))
    world.accept("2018S", (120, 100, 100))
    TargetFactory(definition=world.definition, number=Decimal(400))
    line = world.lines()[0]
    assert (line.body_id, line.period, line.value) == (world.cast.group.pk, "2018S", 320)
    assert (line.before_period, line.change, line.is_better) == ("2017S", 20, True)
    assert (line.target_period, line.target) == ("2019S", 400)
    assert (line.reported, line.expected, line.is_provisional) == (3, 3, True)


def test_a_sum_of_fewer_partners_is_held_against_nothing():
    world = World()
    world.accept("2017S", (100, 100, 100))
    world.accept("2018S", (100, 100))
    assert world.lines("director")[0].change is None


def test_a_share_is_told_in_per_cent():
    world = World(aggregation="ratio")
    world.accept("2018S", (40, 40, 40), weight=Decimal(100))
    TargetFactory(definition=world.definition, number=Decimal("0.5"))
    line = world.lines()[0]
    assert (line.value, line.target, line.places, line.is_share, line.in_points) == (40, 50, 1, True, True)


def test_only_what_came_in_the_window_has_moved():
    world = World()
    with clock.at(clock.now() - timedelta(days=30)):
        world.accept("2017S", (100, 100, 100))
    assert world.lines(window=week()) == []
    world.accept("2018S", (120, 100, 100))
    assert [line.period for line in world.lines(window=week())] == ["2018S"]


def test_a_correction_of_an_earlier_period_tells_of_that_period():
    world = World()
    with clock.at(clock.now() - timedelta(days=30)):
        world.accept("2017S", (100, 100, 100))
        world.accept("2018S", (120, 100, 100))
    first = Value.objects.filter(period="2017S").first()
    Value.objects.create(
        organisation=first.organisation,
        definition=first.definition,
        period="2017S",
        combination=first.combination,
        number=Decimal(150),
        replaces=first,
    )
    stale.mark("2017S", [world.definition.pk])
    rollups.refresh()
    assert [(line.period, line.value) for line in world.lines(window=week())] == [("2017S", 350)]


def test_whoever_takes_no_part_is_told_nothing():
    world = World()
    world.accept("2018S", (120, 100, 100))
    assert world.lines("ministry") == [] and world.lines("stranger") == []


@pytest.mark.parametrize(("language", "name"), [("he", "בוגרים"), ("en", "Graduates")])
def test_the_digest_tells_the_movement(language, name):
    world = World()
    with clock.at(clock.now() - timedelta(days=30)):
        world.accept("2017S", (100, 100, 100))
    world.accept("2018S", (120, 100, 100))
    begins, ends = week()
    with translation.override(language):
        told = groups.gather(world.cast.actor("member"), groups.Window(begins, ends))
    line = next(line for group in told for line in group.lines if line.section == "movement")
    assert name in line.text and "320" in line.text and "+20" in line.when
    assert "3" in line.detail and world.measure.public_id in line.url


def test_the_panel_of_the_group_opens_for_those_who_take_part_only(client):
    world = World()
    world.accept("2018S", (120, 100, 100))
    url = reverse("measurement:body-panel", args=[world.cast.initiative.slug, world.cast.group.public_id])
    for role, status in (("member", 200), ("chair", 200), ("stranger", 404)):
        client.force_login(getattr(world.cast, role), backend="django.contrib.auth.backends.ModelBackend")
        answer = client.get(url)
        assert answer.status_code == status
        assert ("320" in answer.content.decode()) is (status == 200)


def test_the_panels_are_whole_pages_by_their_address_and_parts_where_a_page_asks(client):
    world = World()
    slug, goal = world.cast.initiative.slug, GoalFactory(initiative=world.cast.initiative)
    client.force_login(world.cast.member, backend="django.contrib.auth.backends.ModelBackend")
    for panel, home, thing in (
        ("measurement:body-panel", "working_groups:body", world.cast.group),
        ("measurement:goal-panel", "initiative:goal", goal),
    ):
        url = reverse(panel, args=[slug, thing.public_id])
        page, part = client.get(url), client.get(url, headers={"hx-request": "true"})
        assert "<h1>" in page.content.decode() and reverse(home, args=[slug, thing.public_id]) in page.content.decode()
        assert "<html" not in part.content.decode() and "HX-Request" in part["Vary"]


def test_the_chair_finds_the_group_and_its_measures_at_home(client):
    world = World()
    panel = reverse("measurement:body-panel", args=[world.cast.initiative.slug, world.cast.group.public_id])
    for role, there in (("chair", True), ("member", False)):
        client.force_login(getattr(world.cast, role), backend="django.contrib.auth.backends.ModelBackend")
        page = client.get(reverse("portal:role-home", args=[world.cast.initiative.slug])).content.decode()
        assert (panel in page) is there
