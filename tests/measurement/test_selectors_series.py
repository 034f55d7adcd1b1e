"""Totals are missing-aware, provisional until published, and small numbers stay in the house."""

from datetime import timedelta
from decimal import Decimal

import pytest

from kernel import clock
from kernel.actor import Actor
from measurement.models import Cycle, CycleState, Publication, Rollup, StaleSlice, Value
from measurement.selectors import series
from measurement.services import rollups, stale
from tests.actors import make_cast
from tests.factories.measurement import (
    CombinationFactory,
    CycleFactory,
    DefinitionFactory,
    MeasureFactory,
    MeasureSetFactory,
    PublicFigureFactory,
    RequestedMeasureFactory,
    RequestFactory,
)
from tests.factories.partners import ParticipationFactory

pytestmark = pytest.mark.django_db
PERIOD = "2018S"


class World:
    """A measure, an open cycle and as many partners as asked for."""

    def __init__(self, numbers, aggregation="sum", counts_people=True):
        self.cast = make_cast(is_public=True)
        self.initiative = self.cast.initiative
        self.measure = MeasureFactory(initiative=self.initiative)
        self.definition = DefinitionFactory(measure=self.measure, aggregation=aggregation, counts_people=counts_people)
        self.whole = CombinationFactory(initiative=self.initiative)
        measure_set = MeasureSetFactory(initiative=self.initiative)
        measure_set.measures.add(self.measure)
        self.cycle = CycleFactory(measure_set=measure_set, period=PERIOD, state=CycleState.OPENED)
        self.partners = [self.cast.partner, *(ParticipationFactory(initiative=self.initiative) for _ in numbers[1:])]
        for partner, number in zip(self.partners, numbers, strict=True):
            request = RequestFactory(cycle=self.cycle, participation=partner)
            RequestedMeasureFactory(request=request, definition=self.definition)
            if number is not None:
                self.accept(partner, number)

    def accept(self, partner, number, weight=None, replaces=None):
        row = Value.objects.create(
            organisation=partner.organisation,
            definition=self.definition,
            period=PERIOD,
            combination=self.whole,
            number=Decimal(number),
            weight=weight,
            replaces=replaces,
        )
        stale.mark(PERIOD, [self.definition.pk])
        return row

    def publish(self):
        Cycle.objects.filter(pk=self.cycle.pk).update(state=CycleState.PUBLISHED)
        Publication.objects.create(cycle=self.cycle, as_of=clock.now())

    def point(self, role, scope="initiative"):
        rollups.refresh()
        return series.one(self.cast.actor(role), self.measure, scope).at(PERIOD)


def test_a_total_says_how_many_of_the_expected_are_in_it():
    world = World([100, 50, 30, None])
    point = world.point("director")
    assert (point.result, point.reported, point.expected) == (Decimal(180), 3, 4)


def test_accepting_one_more_value_is_in_every_total_it_touches():
    world = World([100, 50, 30, None])
    world.point("director")
    world.accept(world.partners[3], 20)
    point = world.point("director")
    assert (point.result, point.reported) == (Decimal(200), 4)
    assert not StaleSlice.objects.exists()
    sector = world.partners[3].organisation.sector
    assert Rollup.objects.get(scope_key=f"sector:{sector}", period=PERIOD).result >= 20


def test_a_correction_replaces_and_never_adds():
    world = World([100, 50, 30])
    first = Value.objects.get(organisation=world.partners[0].organisation)
    world.accept(world.partners[0], 90, replaces=first)
    assert world.point("director").result == Decimal(170)


def test_refreshing_twice_writes_nothing_the_second_time():
    world = World([100, 50, 30])
    world.point("director")
    assert rollups.compute(PERIOD, [world.definition.pk]) == 0
    assert rollups.audit() == []


def test_the_audit_names_a_total_that_was_bent():
    world = World([100, 50, 30])
    world.point("director")
    Rollup.objects.filter(scope_key="initiative").update(result=Decimal(999))
    differences = rollups.audit()
    assert [one.scope_key for one in differences] == ["initiative"]
    assert rollups.rebuild() == 0 or rollups.audit()  # the hash is equal: only the figures were bent


def test_the_public_sees_nothing_before_publication_and_the_total_after_it():
    world = World([100, 50, 30])
    assert world.point("anonymous") is None
    world.publish()
    point = world.point("anonymous")
    assert (point.result, point.is_provisional) == (Decimal(180), False)


def test_a_partner_sees_totals_marked_provisional_until_published():
    world = World([100, 50, 30])
    assert world.point("steering").is_provisional
    world.publish()
    assert not world.point("steering").is_provisional


def test_a_total_of_two_partners_is_hidden_from_others_and_shown_to_the_backbone():
    world = World([100, 50])
    assert world.point("coordinator").result == Decimal(150)
    hidden = world.point("steering")
    assert (hidden.result, hidden.reason) == (None, "few_partners")


def test_small_numbers_of_people_are_hidden():
    small = World([2, 3, 2]).point("steering")
    assert (small.result, small.reason) == (None, "small")


def test_a_total_of_zero_shows():
    zero = World([0, 0, 0]).point("steering")
    assert (zero.result, zero.reason) == (Decimal(0), "")


def test_numbers_that_count_no_people_are_never_small():
    assert World([2, 3, 2], counts_people=False).point("steering").result == Decimal(7)


def test_the_owner_sees_its_own_value_and_another_partner_does_not():
    world = World([4, 50, 30])
    mine = f"organisation:{world.partners[0].organisation_id}"
    assert world.point("lead", mine).result == Decimal(4)
    assert not series.may_read(world.cast.actor("steering"), world.measure, mine)
    assert series.may_read(world.cast.actor("director"), world.measure, mine)


@pytest.mark.parametrize("hour", [10, 22])
def test_a_value_corrected_after_publication_says_revised_on_that_day_in_israel(hour):
    world = World([100, 50, 30])
    with clock.at(clock.now() - timedelta(days=3)):
        world.publish()
    first = Value.objects.get(organisation=world.partners[0].organisation)
    with clock.at((clock.now() + timedelta(days=1)).replace(hour=hour, minute=30)):  # UTC: 22:30 is past midnight
        world.accept(world.partners[0], 90, replaces=first)
        point = world.point("anonymous")
        assert (point.result, point.revised_on) == (Decimal(170), clock.today())


def test_a_population_measure_shows_public_figures_with_their_break_and_what_stands_elsewhere():
    cast = make_cast(is_public=True)
    measure = MeasureFactory(initiative=cast.initiative, level="population")
    definition = DefinitionFactory(measure=measure)
    whole = CombinationFactory(initiative=cast.initiative)
    for period, number, name in (("2013", 8872, "A"), ("2016", 12510, "A"), ("2018", 16897, "B")):
        PublicFigureFactory(definition=definition, combination=whole, period=period, number=number, series=name)
    PublicFigureFactory(
        definition=definition, combination=whole, period="2018", number=18000, series="press", is_headline=False
    )
    found = series.one(Actor.public(), measure)
    assert [(point.period, point.result) for point in found.points] == [
        ("2013", Decimal(8872)),
        ("2016", Decimal(12510)),
        ("2018", Decimal(16897)),
    ]
    assert found.breaks == ("2018",)
    assert [point.result for point in found.elsewhere] == [Decimal(18000)]


def test_many_measures_cost_as_many_queries_as_one(django_assert_max_num_queries):
    world = World([100, 50, 30])
    rollups.refresh()
    actor = world.cast.actor("steering")
    measures = [world.measure, *(DefinitionFactory(measure__initiative=world.initiative).measure for _ in range(9))]
    series.many(actor, measures)
    with django_assert_max_num_queries(9):
        series.many(actor, measures)
