"""A large world beside the demo: as many partners, measures, periods and values as a size says, written in bulk.

Consistent like the acts' own rows (a fact for each request that was accepted, a correction that names what it
replaces, roll-ups computed by the portal's own code), the same each time. It leaves no audit entries: nobody acted.
"""

import random
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from datetime import timedelta
from decimal import Decimal
from typing import Any

from django.core.management.color import no_style
from django.db import connection, transaction
from django.db.models import Max

from accounts.models import Person
from initiative.models import Initiative
from kernel import bulk, clock, periods
from measurement.models import (
    Category,
    Combination,
    Cycle,
    Definition,
    Dimension,
    Measure,
    MeasureSet,
    Publication,
    ReportingRequest,
    RequestedMeasure,
    Value,
)
from measurement.services import rollups
from partners.models import Mandate, Organisation, Participation

BATCH = 2000
MISSING, CORRECTED = 0.10, 0.05
DIMENSION = "band"


@dataclass(frozen=True)
class Scale:
    """How much: partners × measures × periods × cells."""

    partners: int
    measures: int
    periods: int
    cells: int
    frequency: str = "quarter"
    takes: str = "a minute"

    @property
    def values(self) -> int:
        """How many values it would hold if nobody were missing."""
        return self.partners * self.measures * self.periods * self.cells


SCALES = {
    "S": Scale(40, 25, 12, 1, takes="half a minute"),
    "peer": Scale(170, 25, 12, 4, takes="three minutes"),
    "M": Scale(180, 40, 60, 12, "month", "about an hour, most of it the roll-ups"),
    "L": Scale(1000, 100, 60, 12, "month", "most of a day and 20 GB of PostgreSQL"),
}


@dataclass
class _World:
    initiative: Initiative
    scale: Scale
    chance: random.Random = field(default_factory=lambda: random.Random("shidra large"))
    partners: list[Participation] = field(default_factory=list)
    definitions: list[Definition] = field(default_factory=list)
    cells: list[Combination] = field(default_factory=list)


def run(initiative: Initiative, scale: Scale) -> Iterator[str]:
    """Write it all; yields a line for each part that is done."""
    world = _World(initiative, scale)
    with transaction.atomic():
        _partners(world)
        yield f"{len(world.partners)} partners"
        measure_set = _measures(world)
        yield f"{len(world.definitions)} measures of {len(world.cells)} cells"
    codes = _periods(scale)
    for number, code in enumerate(codes, 1):
        with transaction.atomic():
            cycle = _cycle(world, measure_set, code)
            reported = _requests(world, cycle)
            written = _values(world, cycle, reported)
            rollups.compute(code, [one.pk for one in world.definitions])
        yield f"{code} ({number} of {len(codes)}): {written} values"
    _reset_sequence()


def _partners(world: _World) -> None:
    """The active partners of the initiative, and new organisations with a representative each up to the number."""
    rows = Participation.objects.filter(initiative=world.initiative, kind="partner", state="active")
    world.partners = list(rows.filter(organisation__isnull=False).order_by("pk")[: world.scale.partners])
    numbers = range(len(world.partners), world.scale.partners)
    made = _organisations(numbers)
    began = clock.today() - timedelta(days=3000)
    new = Participation.objects.bulk_create(
        [
            Participation(
                initiative=world.initiative, organisation=row, kind="partner", state="active", starts_on=began
            )
            for row in made
        ],
        batch_size=BATCH,
    )
    people = Person.objects.bulk_create(
        [
            Person(
                email=f"large-{row.pk}@demo.example",
                name_he=f"נציגות {row.name_he}",
                name_en=f"Representative of {row.name_en}",
                joined_at=clock.now(),
            )
            for row in made
        ],
        batch_size=BATCH,
    )
    mandates = [
        Mandate(participation=part, person=person, kind="representative", starts_on=began)
        for part, person in zip(new, people, strict=True)
    ]
    Mandate.objects.bulk_create(mandates, batch_size=BATCH)
    world.partners += new


def _organisations(numbers: Iterable[int]) -> list[Organisation]:
    sectors, districts = ("public", "third", "business"), ("north", "south", "centre", "haifa")
    kinds = {"public": "authority", "third": "ngo", "business": "company"}
    rows = [
        Organisation(
            sector=sectors[number % 3],
            kind=kinds[sectors[number % 3]],
            district=districts[number % 4],
            is_demo=True,
            name_he=f"ארגון {number + 1}",
            name_en=f"Organisation {number + 1}",
        )
        for number in numbers
    ]
    return Organisation.objects.bulk_create(rows, batch_size=BATCH)


def _measures(world: _World) -> MeasureSet:
    """One set; the first cell is the total, the others the bands of a dimension of its own."""
    here = {"initiative": world.initiative}
    bands = [f"b{number}" for number in range(1, world.scale.cells)]
    if bands:
        dimension = Dimension.objects.create(
            **here, code=DIMENSION, name_he="מדרגה", name_en="Band", is_complete=True, position=90
        )
        Category.objects.bulk_create(
            Category(dimension=dimension, code=band, name_he=f"מדרגה {place}", name_en=f"Band {place}", position=place)
            for place, band in enumerate(bands, 1)
        )
    codes = ["", *(f"{DIMENSION}={band}" for band in bands)]
    Combination.objects.bulk_create([Combination(**here, code=code) for code in codes], ignore_conflicts=True)
    known = {row.code: row for row in Combination.objects.filter(**here, code__in=codes)}
    world.cells = [known[code] for code in codes]
    measures = Measure.objects.bulk_create(
        Measure(**here, code=f"L-{number:03}", name_he=f"מדד רחב {number}", name_en=f"Wide measure {number}")
        for number in range(1, world.scale.measures + 1)
    )
    world.definitions = Definition.objects.bulk_create(_definition(world, measure, codes) for measure in measures)
    measure_set = MeasureSet.objects.create(**here, name_he="סט רחב", name_en="Wide set", is_for_all=False)
    measure_set.measures.set(measures)
    return measure_set


def _definition(world: _World, measure: Measure, codes: list[str]) -> Definition:
    return Definition(
        measure=measure,
        version=1,
        state="live",
        live_on=clock.today() - timedelta(days=2900),
        frequency=world.scale.frequency,
        counts_people=False,
        cells=codes,
        text_he="כמה נספרו בתקופה",
        text_en="How many were counted in the period",
        unit_he="משתתפים",
        unit_en="participants",
        text_state_he="approved",
        text_state_en="approved",
    )


def _periods(scale: Scale) -> list[str]:
    """The last periods that are over, oldest first."""
    code = periods.previous(periods.containing(clock.today(), scale.frequency))
    out: list[str] = []
    while code and len(out) < scale.periods:
        out.append(code)
        code = periods.previous(code)
    return out[::-1]


def _cycle(world: _World, measure_set: MeasureSet, code: str) -> Cycle:
    cycle = Cycle.objects.create(
        measure_set=measure_set,
        period=code,
        due_on=periods.last_day(code) + timedelta(days=20),
        state="published",
        opened_at=clock.now(),
        closed_at=clock.now(),
    )
    Publication.objects.create(cycle=cycle, as_of=clock.now())
    return cycle


def _requests(world: _World, cycle: Cycle) -> list[Participation]:
    """A request of every partner; those who reported."""
    rows, reported = [], []
    for part in world.partners:
        is_missing = world.chance.random() < MISSING
        state = "requested" if is_missing else "accepted"
        rows.append(ReportingRequest(cycle=cycle, participation=part, due_on=cycle.due_on, state=state))
        if not is_missing:
            reported.append(part)
    rows = ReportingRequest.objects.bulk_create(rows, batch_size=BATCH)
    columns = ("request_id", "definition_id")
    bulk.insert(RequestedMeasure, columns, ((row.pk, one.pk) for row in rows for one in world.definitions))
    return reported


def _values(world: _World, cycle: Cycle, reported: list[Participation]) -> int:
    """A fact for every cell of those who reported, and the later one for those that were corrected."""
    first = (Value.objects.aggregate(last=Max("pk"))["last"] or 0) + 1
    at, chance, key = clock.now(), world.chance, first
    later: list[tuple[int, int, int, int, Decimal]] = []
    columns = ("id", "organisation_id", "definition_id", "period", "combination_id", "number", "blank", "quality", "at")

    def facts() -> Iterator[tuple[Any, ...]]:
        nonlocal key
        for part in reported:
            for one in world.definitions:
                numbers = [chance.randint(5, 400) for _cell in world.cells[1:]]
                total = sum(numbers) or chance.randint(10, 900)
                for cell, number in zip(world.cells, [total, *numbers], strict=True):
                    yield key, part.organisation_id, one.pk, cycle.period, cell.pk, Decimal(number), "", "final", at
                    if chance.random() < CORRECTED:
                        later.append((key, part.organisation_id, one.pk, cell.pk, Decimal(number + 1)))  # type: ignore[arg-type]
                    key += 1

    bulk.insert(Value, columns, facts())
    follow = (
        (key + n, org, one, cycle.period, cell, number, "", "final", at, replaced)
        for n, (replaced, org, one, cell, number) in enumerate(later)
    )
    bulk.insert(Value, (*columns, "replaces_id"), follow)
    return key - first + len(later)


def _reset_sequence() -> None:
    with connection.cursor() as cursor:
        for sql in connection.ops.sequence_reset_sql(no_style(), [Value]):
            cursor.execute(sql)
        cursor.execute("ANALYZE")
