"""What was known on a date: from the facts of then, and nothing that would tell a single partner's value."""

from datetime import UTC, datetime, timedelta
from decimal import Decimal

import pytest
from django.urls import reverse

from kernel import clock
from kernel.errors import Invalid
from measurement.models import Cycle, CycleState, Publication, PublicFigure, Value
from measurement.selectors import known, series
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
    TargetFactory,
    ValueFactory,
)
from tests.factories.partners import ParticipationFactory

pytestmark = pytest.mark.django_db
START = datetime(2026, 1, 10, 9, tzinfo=UTC)


def day(number):
    return START + timedelta(days=number)


class World:
    """Three partners report on days 1, 2 and 3; published on day 5; one value corrected on day 8. Today is day 20."""

    def __init__(self, publish=5):
        with clock.at(START):
            self.cast = make_cast(is_public=True)
            self.measure = MeasureFactory(initiative=self.cast.initiative)
            self.definition = DefinitionFactory(measure=self.measure, counts_people=False, live_on=clock.today())
            self.whole = CombinationFactory(initiative=self.cast.initiative)
            measure_set = MeasureSetFactory(initiative=self.cast.initiative)
            measure_set.measures.add(self.measure)
            self.cycle = CycleFactory(measure_set=measure_set, state=CycleState.OPENED)
            self.partners = [
                self.cast.partner,
                *(ParticipationFactory(initiative=self.cast.initiative) for _ in range(2)),
            ]
            for partner in self.partners:
                request = RequestFactory(cycle=self.cycle, participation=partner)
                RequestedMeasureFactory(request=request, definition=self.definition)
        self.values = [self.accept(number + 1, partner, 100) for number, partner in enumerate(self.partners)]
        if publish:
            Cycle.objects.filter(pk=self.cycle.pk).update(state=CycleState.PUBLISHED)
            with clock.at(day(publish)):
                Publication.objects.create(cycle=self.cycle, as_of=clock.now())
        self.accept(8, self.partners[1], 150, replaces=self.values[1])
        rollups.refresh()

    def accept(self, on, partner, number, replaces=None):
        with clock.at(day(on)):
            row = Value.objects.create(
                organisation=partner.organisation,
                definition=self.definition,
                period="2018S",
                combination=self.whole,
                number=Decimal(number),
                replaces=replaces,
                at=clock.now(),
            )
            stale.mark("2018S", [self.definition.pk])
        return row

    def told(self, role, on, **more):
        with clock.at(day(20)):
            found = series.one(self.cast.actor(role), self.measure, as_of=day(on), **more)
        return [(point.result, point.reported) for point in found.points]


def test_the_backbone_reads_every_day_as_it_was():
    world = World()
    assert world.told("director", 1.5) == [(100, 1)]
    assert world.told("director", 4) == [(300, 3)]
    assert world.told("director", 9) == [(350, 3)]


def test_who_takes_part_reads_only_what_was_published_by_then():
    world = World()
    assert world.told("member", 4) == [] and world.told("anonymous", 4) == []
    assert world.told("member", 6) == [(300, 3)] and world.told("anonymous", 6) == [(300, 3)]
    assert world.told("member", 9) == [(350, 3)]


def test_what_is_not_published_has_no_past_for_others_than_backbone_and_owner():
    world = World(publish=0)
    assert world.told("member", 9) == []
    own = f"organisation:{world.partners[0].organisation_id}"
    assert world.told("lead", 9, scope=own) == [(100, 1)]


def test_small_numbers_are_hidden_in_the_past_too():
    world = World()
    with clock.at(day(20)):
        found = series.one(world.cast.actor("member"), world.measure, "sector:third", as_of=day(9))
        now = series.one(world.cast.actor("member"), world.measure, "sector:third")
    assert [point.reason for point in found.points] == [point.reason for point in now.points]


def test_a_definition_that_came_later_is_not_known_yet():
    world = World()
    assert world.told("director", -3) == []


def test_figures_and_targets_are_those_of_then():
    world = World()
    with clock.at(day(2)):
        first = PublicFigureFactory(definition=world.definition, period="2018", combination=world.whole, at=day(2))
        TargetFactory(definition=world.definition, at=day(2))
    with clock.at(day(6)):
        PublicFigure.objects.create(
            definition=world.definition,
            period="2018",
            combination=world.whole,
            number=Decimal(17000),
            source="Ministry",
            is_headline=False,
            replaces=first,
            at=day(6),
        )
    early = series.one(world.cast.actor("director"), world.measure, as_of=day(3))
    late = series.one(world.cast.actor("director"), world.measure, as_of=day(7))
    assert (early.elsewhere, [point.result for point in late.elsewhere]) == ((), [17000])
    assert early.targets == (("2019S", Decimal(120)),)
    assert series.one(world.cast.actor("director"), world.measure, as_of=day(1)).targets == ()


def test_a_day_means_its_end_and_what_is_to_come_is_now():
    with clock.at(day(20)):
        assert known.moment("") is None and known.moment("2030-01-01") is None
        assert known.moment("2026-01-11").astimezone(clock.HOME).hour == 23
        assert known.moment("2026-01-11T12:00+02:00") == datetime(2026, 1, 11, 10, tzinfo=UTC)
        for wrong in ("yesterday", "2026-13-01", "2026-01-11T12:00", "9999-12-31T", "٢٠٢٦-٠١-١١x"):
            with pytest.raises(Invalid):
                known.moment(wrong)


def test_pages_and_endpoints_take_the_date(client):
    world = World()
    client.force_login(world.cast.director, backend="django.contrib.auth.backends.ModelBackend")
    slug, key = world.cast.initiative.slug, world.measure.public_id
    pages = (
        world.measure.get_absolute_url(),
        reverse("portal:measure-chart", args=[slug, key]),
        reverse("portal:steering", args=[slug]),
    )
    asked = day(4).date().isoformat()
    for url in pages:
        body = client.get(f"{url}?as_of={asked}").content.decode()
        assert "300" in body and "350" not in body, url
        assert client.get(f"{url}?as_of=yesterday").status_code == 400
    answer = client.get(f"/api/v1/initiatives/{slug}/series/?as_of={asked}")
    assert [point["value"] for one in answer.json() for point in one["points"]] == ["300.0000"]
    assert client.get(f"/api/v1/initiatives/{slug}/series/?as_of=x").status_code == 400
    assert client.get(f"/api/v1/initiatives/{slug}/dashboards/steering/?as_of={asked}").status_code == 200
    assert client.get(f"/api/v1/initiatives/{slug}/figures/?as_of={asked}").json()["results"] == []


def test_a_past_read_takes_the_same_queries_for_many_periods(django_assert_max_num_queries):
    world = World()
    for period in ("2012S", "2013S", "2014S"):
        ValueFactory(organisation=world.partners[0].organisation, definition=world.definition, period=period, at=day(2))
    director = world.cast.actor("director")
    with django_assert_max_num_queries(14):
        found = series.one(director, world.measure, as_of=day(9))
    assert len(found.points) == 4
