"""The one door by which numbers reach people: series of measures, breakdowns, partners' own.

Who gets what (decision 5, model.md "Who gets which number"): the backbone and the owner see values as they are; whoever
takes part sees totals of accepted values, marked provisional until the cycle is published; the public sees published
cycles only. Small numbers are hidden from all but backbone and owner, last of all, by `covered` and `hidden`.
Population measures come from public figures, never from partners' sums. Versions never add up: a new one is a break.

`as_of` reads what was known at a moment: facts, definitions in force, targets and publications of then.
"""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from datetime import datetime
from decimal import Decimal

from kernel import clock, periods
from kernel.actor import Actor
from measurement.models import Definition, Level, Measure
from measurement.selectors import covered, hidden, outside
from measurement.selectors.points import Point, Reader, Series, reader
from measurement.selectors.slices import WHOLE


def may_read(actor: Actor, measure: Measure, scope: str) -> bool:
    """Whether a scope may be shown at all: one partner's values need ownership, the backbone or a consent."""
    return bool(readable(actor, [measure], scope))


def readable(actor: Actor, measures: Sequence[Measure], scope: str) -> list[Measure]:
    """Those measures of one initiative of which a scope may be shown; one query at most."""
    if not measures:
        return []
    who = reader(actor, measures[0].initiative_id)
    if not scope.startswith("organisation:"):
        return list(measures) if who.takes_part or scope == WHOLE else []
    key = scope.partition(":")[2]
    if not key.isdecimal():
        return []
    organisation = int(key)
    if who.sees_all or organisation in who.organisations:
        return list(measures)
    agreed = hidden.consented([measure.pk for measure in measures], who.audience)
    return [measure for measure in measures if organisation in agreed.get(measure.pk, {})]


def many(
    actor: Actor,
    measures: Iterable[Measure],
    scope: str = WHOLE,
    combination: str = "",
    beside: str = "",
    as_of: datetime | None = None,
) -> dict[int, Series]:
    """The series of several measures of one initiative, in a fixed number of queries. {measure key: Series}

    `beside`: another scope or the beginning of several (`sector:`), whose points come along to whoever takes part.
    """
    if not (found := list(measures)):
        return {}
    who, definitions = reader(actor, found[0].initiative_id), _definitions(found, as_of)
    scopes = (scope, beside) if beside and who.takes_part else (scope,)
    rows = covered.of(definitions, as_of)
    reading = covered.read(found, who, definitions, scopes, rows)
    totals = covered.points(found, who, definitions, scopes, (combination,), rows, reading)
    keys = [row.pk for versions in definitions.values() for row in versions]
    (figures, elsewhere), targets = outside.figures(keys, combination, as_of), _targets(who, keys, scope, as_of)

    def made(measure: Measure) -> Series:
        versions = definitions.get(measure.pk, [])
        points = _in_time(figures if _is_outside(measure, scope) else totals.get(scope, {}), versions)
        return Series(
            measure=measure,
            definition=_current(versions, as_of),
            scope=scope,
            combination=combination,
            points=points,
            breaks=_breaks(points),
            targets=_aims(versions, targets),
            elsewhere=_of(versions, elsewhere),
            versions=tuple(versions),
            beside=_beside(totals, scope, versions),
            reading=reading,
        )

    return {measure.pk: made(measure) for measure in found}


def _targets(
    who: Reader, definitions: Sequence[int], scope: str, as_of: datetime | None
) -> dict[int, list[tuple[str, Decimal]]]:
    """Consent opens a partner's values, not what it aims at."""
    if scope.startswith("organisation:") and not who.sees_all and not covered.is_own(who, scope):
        return {}
    return outside.targets(definitions, scope, as_of)


def _is_outside(measure: Measure, scope: str) -> bool:
    """Figures about the whole population come from outside, not from partners."""
    return measure.level == Level.POPULATION and scope == WHOLE


def _of(versions: Sequence[Definition], elsewhere: Mapping[int, Sequence[Point]]) -> tuple[Point, ...]:
    return tuple(point for version in versions for point in elsewhere.get(version.pk, ()))


def one(
    actor: Actor, measure: Measure, scope: str = WHOLE, combination: str = "", as_of: datetime | None = None
) -> Series:
    """The series of one measure."""
    return many(actor, [measure], scope, combination, as_of=as_of)[measure.pk]


def breakdown(
    actor: Actor,
    measure: Measure,
    period: str,
    scope: str = WHOLE,
    as_of: datetime | None = None,
    known: Series | None = None,
) -> list[Point]:
    """The cells of a measure in a period, each as this reader may see it, the total first.

    `known`: the series of the same measure, scope and moment that this reader was given, if it is at hand.
    """
    who = reader(actor, measure.initiative_id)
    reading = known.reading if known is not None else None
    definitions = reading.definitions if reading is not None else _definitions([measure], as_of)
    if measure.level == Level.POPULATION and scope == WHOLE:
        points = outside.of_period([row.pk for row in definitions.get(measure.pk, [])], period, as_of)
    else:
        totals = covered.of(definitions, as_of, period)
        found = covered.points([measure], who, definitions, (scope,), totals=totals, known=reading).get(scope, {})
        points = [point for of_version in found.values() for point in of_version]
    return sorted(points, key=lambda point: (point.version, point.combination.count("="), point.combination))


def _definitions(measures: Sequence[Measure], as_of: datetime | None = None) -> dict[int, list[Definition]]:
    """The versions that ever counted, or had by then, by measure, oldest first."""
    out: defaultdict[int, list[Definition]] = defaultdict(list)
    rows = Definition.objects.filter(measure__in=measures, live_on__isnull=False).order_by("version")
    if as_of is not None:
        rows = rows.filter(live_on__lte=clock.day_of(as_of))
    by_key = {measure.pk: measure for measure in measures}
    for row in rows:
        row.measure = by_key[row.measure_id]
        out[row.measure_id].append(row)
    return out


def _current(versions: Sequence[Definition], as_of: datetime | None) -> Definition | None:
    latest = versions[-1] if versions else None
    if as_of is not None:
        return latest
    return next((row for row in reversed(versions) if row.state == "live"), latest)


def _in_time(points: dict[int, list[Point]], versions: Sequence[Definition]) -> tuple[Point, ...]:
    """The points of all versions in their order; of two versions with the same period the later one counts."""
    found = [point for version in versions for point in points.get(version.pk, [])]
    found.sort(key=lambda point: (periods.sort_key(point.period), point.version))
    return tuple({point.period: point for point in found}.values())


def _aims(
    versions: Sequence[Definition], targets: dict[int, list[tuple[str, Decimal]]]
) -> tuple[tuple[str, Decimal], ...]:
    """What is aimed at, by period; a later version's target takes the place of an earlier one's."""
    aimed = {period: number for version in versions for period, number in targets.get(version.pk, [])}
    return tuple(sorted(aimed.items(), key=lambda pair: periods.sort_key(pair[0])))


def _beside(
    totals: covered.Points, scope: str, versions: Sequence[Definition]
) -> tuple[tuple[str, tuple[Point, ...]], ...]:
    """The points of the other scopes, in the order of their names."""
    others = ((other, _in_time(totals[other], versions)) for other in sorted(totals.keys() - {scope}))
    return tuple((other, points) for other, points in others if points)


def _breaks(points: Sequence[Point]) -> tuple[str, ...]:
    """The periods at which another definition version or another public series begins."""
    return tuple(
        later.period
        for earlier, later in zip(points, points[1:], strict=False)
        if (earlier.version, earlier.series) != (later.version, later.series)
    )


__all__ = ["Point", "Reader", "Series", "breakdown", "many", "may_read", "one", "readable", "reader"]
