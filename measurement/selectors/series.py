"""The one door by which numbers reach people: series of measures, breakdowns, partners side by side.

Who gets what (decision 5, model.md "Who gets which number"): the backbone and the owner see values as they are; whoever
takes part sees totals of accepted values, marked provisional until the cycle is published; the public sees published
cycles only. For all but backbone and owner small numbers are hidden, last of all, by `hidden` and `suppression`.
Population measures come from public figures, never from partners' sums. Versions never add up: a new one is a break.
"""

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import replace
from datetime import date, datetime
from decimal import Decimal

from django.db.models import Max, Q

from kernel import clock, periods
from kernel.actor import Actor
from measurement import rollup
from measurement.models import Cycle, CycleState, Definition, Level, Measure, PublicFigure, Rollup, Target, Value
from measurement.selectors import hidden, slices
from measurement.selectors.points import Point, Reader, Series, reader
from measurement.selectors.slices import WHOLE, scope_of


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
    return [measure for measure in measures if organisation in agreed.get(measure.pk, frozenset())]


def many(
    actor: Actor, measures: Iterable[Measure], scope: str = WHOLE, combination: str = "", beside: str = ""
) -> dict[int, Series]:
    """The series of several measures of one initiative, in a fixed number of queries. {measure key: Series}

    `beside` is another scope, or the beginning of several (`sector:`), whose points come along to whoever takes part.
    """
    found = list(measures)
    if not found:
        return {}
    who = reader(actor, found[0].initiative_id)
    definitions = _definitions(found)
    rolled = _rolled(found, who, definitions, scope, (combination,), beside=beside if who.takes_part else "")
    points = rolled.get(scope, {})
    figures, elsewhere = _figures(definitions, combination)
    targets = _targets(definitions, scope)
    out = {}
    for measure in found:
        versions = definitions.get(measure.pk, [])
        own = figures if measure.level == Level.POPULATION and scope == WHOLE else points
        of_measure = sorted(
            (point for version in versions for point in own.get(version.pk, [])),
            key=lambda point: (periods.sort_key(point.period), point.version),
        )
        of_measure = _one_a_period(of_measure)
        aimed = {period: number for version in versions for period, number in targets.get(version.pk, [])}
        out[measure.pk] = Series(
            measure=measure,
            definition=_current(versions),
            scope=scope,
            combination=combination,
            points=tuple(of_measure),
            breaks=_breaks(of_measure),
            targets=tuple(sorted(aimed.items(), key=lambda pair: periods.sort_key(pair[0]))),
            elsewhere=tuple(point for version in versions for point in elsewhere.get(version.pk, [])),
            versions=tuple(versions),
            beside=_beside(rolled, scope, versions),
        )
    return out


def _beside(
    rolled: dict[str, dict[int, list[Point]]], scope: str, versions: Sequence[Definition]
) -> tuple[tuple[str, tuple[Point, ...]], ...]:
    """The points of the other scopes, in the order of their names."""
    out = []
    for other in sorted(rolled.keys() - {scope}):
        points = [point for version in versions for point in rolled[other].get(version.pk, [])]
        if points:
            points.sort(key=lambda point: (periods.sort_key(point.period), point.version))
            out.append((other, tuple(_one_a_period(points))))
    return tuple(out)


def one(actor: Actor, measure: Measure, scope: str = WHOLE, combination: str = "") -> Series:
    """The series of one measure."""
    return many(actor, [measure], scope, combination)[measure.pk]


def breakdown(actor: Actor, measure: Measure, period: str, scope: str = WHOLE) -> list[Point]:
    """The cells of a measure in a period, each as this reader may see it, the total first."""
    who = reader(actor, measure.initiative_id)
    definitions = _definitions([measure])
    if measure.level == Level.POPULATION and scope == WHOLE:
        rows = PublicFigure.objects.filter(definition__in=definitions[measure.pk], period=period, is_headline=True)
        points = [_figure(row) for row in rows.current().select_related("definition", "combination")]
    else:
        rolled = _rolled([measure], who, definitions, scope, None, period).get(scope, {})
        points = [point for found in rolled.values() for point in found]
    return sorted(points, key=lambda point: (point.version, point.combination.count("="), point.combination))


def by_partner(actor: Actor, measure: Measure, period: str, combination: str = "") -> list[tuple[int, Point]]:
    """(organisation, figure) of a period: all for the backbone; for others their own and those that agreed."""
    who = reader(actor, measure.initiative_id)
    rows = Rollup.objects.filter(
        definition__measure=measure, period=period, combination__code=combination, scope_key__startswith="organisation:"
    ).select_related("definition", "combination")
    if not who.sees_all:
        agreed = hidden.consented([measure.pk], who.audience).get(measure.pk, frozenset())
        mine = {scope_of(key) for key in (who.organisations | agreed)}
        rows = rows.filter(scope_key__in=mine)
        cover = _hidden([measure], who, {measure.pk: _definitions([measure])[measure.pk]}, period)
    out = []
    for row in rows:
        point = _point(row, False, None)
        organisation = int(row.scope_key.partition(":")[2])
        if not who.sees_all and organisation not in who.organisations:
            point = _covered(point, cover.get((row.definition_id, period), {}), row.scope_key)
        out.append((organisation, point))
    return sorted(out)


def _definitions(measures: Sequence[Measure]) -> dict[int, list[Definition]]:
    """The versions that ever counted, by measure, oldest first."""
    out: defaultdict[int, list[Definition]] = defaultdict(list)
    rows = Definition.objects.filter(measure__in=measures, live_on__isnull=False).order_by("version")
    by_key = {measure.pk: measure for measure in measures}
    for row in rows:
        row.measure = by_key[row.measure_id]
        out[row.measure_id].append(row)
    return out


def _current(versions: Sequence[Definition]) -> Definition | None:
    return next((row for row in reversed(versions) if row.state == "live"), versions[-1] if versions else None)


def _rolled(
    measures: Sequence[Measure],
    who: Reader,
    definitions: dict[int, list[Definition]],
    scope: str,
    combinations: tuple[str, ...] | None,
    period: str = "",
    beside: str = "",
) -> dict[str, dict[int, list[Point]]]:
    """Points from the roll-ups of a scope and of those beside it, by definition, hidden where they must be."""
    keys = [row.pk for rows in definitions.values() for row in rows]
    wanted = Q(scope_key=scope)
    if beside:
        wanted |= Q(scope_key__startswith=beside) if beside.endswith(":") else Q(scope_key=beside)
    rows = Rollup.objects.filter(wanted, definition__in=keys).select_related("definition", "combination")
    if combinations is not None:
        rows = rows.filter(combination__code__in=combinations)
    if period:
        rows = rows.filter(period=period)
    published = _published(measures)
    if not who.takes_part:
        rows = rows.filter(_any_pair(published)) if published else rows.none()
    revised = _revised(keys)
    bare = who.sees_all or (_is_own(who, scope) and not beside)
    cover = {} if bare else _hidden(measures, who, definitions, period)
    measure_of = {row.pk: row.measure_id for found in definitions.values() for row in found}
    out: defaultdict[str, defaultdict[int, list[Point]]] = defaultdict(lambda: defaultdict(list))
    for row in rows:
        when = published.get((measure_of[row.definition_id], row.period))
        changed = revised.get((row.definition_id, row.period))
        point = _point(row, when is None, changed.date() if when and changed and changed > when else None)
        if not who.sees_all and not _is_own(who, row.scope_key):
            point = _covered(point, cover.get((row.definition_id, row.period), {}), row.scope_key)
        out[row.scope_key][row.definition_id].append(point)
    return {key: dict(found) for key, found in out.items()}


def _is_own(who: Reader, scope: str) -> bool:
    """Whether a scope is an organisation that the reader belongs to."""
    return scope.startswith("organisation:") and int(scope.partition(":")[2]) in who.organisations


def _any_pair(published: dict[tuple[int, str], datetime]) -> Q:
    by_period: defaultdict[str, list[int]] = defaultdict(list)
    for measure, period in published:
        by_period[period].append(measure)
    rule = Q()
    for period, measures in by_period.items():
        rule |= Q(period=period, definition__measure__in=measures)
    return rule


def _point(row: Rollup, provisional: bool, revised_on: date | None) -> Point:
    return Point(
        period=row.period,
        version=row.definition.version,
        result=row.result,
        number=row.number,
        weight=row.weight,
        reported=row.reported,
        expected=row.expected,
        quality=row.quality or "final",
        is_provisional=provisional,
        revised_on=revised_on,
        combination=row.combination.code,
    )


def _covered(point: Point, reasons: hidden.Reasons, scope: str) -> Point:
    """The last step: a figure that is hidden leaves as None with its reason."""
    reason = reasons.get(hidden.cell_id(scope, point.combination), "")
    return replace(point, result=None, number=None, weight=None, reason=reason) if reason else point


def _hidden(
    measures: Sequence[Measure], who: Reader, definitions: dict[int, list[Definition]], period: str
) -> dict[tuple[int, str], hidden.Reasons]:
    agreed = hidden.consented([measure.pk for measure in measures], who.audience)
    rows = Rollup.objects.filter(
        definition__in=[row.pk for found in definitions.values() for row in found], scope_key=WHOLE
    )
    if period:
        rows = rows.filter(period=period)
    hashes: defaultdict[int, defaultdict[str, list[str]]] = defaultdict(lambda: defaultdict(list))
    for definition, when, mark in rows.values_list("definition", "period", "input_hash"):
        hashes[definition][when].append(mark)
    asked = []
    for measure, versions in definitions.items():
        who_agreed = agreed.get(measure, frozenset())
        for version in versions:
            marks = {when: hidden.fingerprint(found, who_agreed) for when, found in hashes[version.pk].items()}
            asked.append(hidden.Asked(version, marks, who_agreed))
    found = hidden.of(asked, who.audience)
    return {(definition, when): reasons for definition, spans in found.items() for when, reasons in spans.items()}


def _published(measures: Sequence[Measure]) -> dict[tuple[int, str], datetime]:
    """{(measure, period): when its cycle was published}."""
    rows = Cycle.objects.filter(state=CycleState.PUBLISHED, measure_set__measures__in=measures)
    found = rows.values_list("measure_set__measures", "period", "publication__as_of")
    return {(measure, period): when for measure, period, when in found if when is not None}


def _revised(definitions: Sequence[int]) -> dict[tuple[int, str], datetime]:
    """{(definition, period): when a value of it was last corrected}."""
    rows = Value.objects.filter(definition__in=definitions, replaces__isnull=False).order_by()
    found = rows.values_list("definition", "period").annotate(when=Max("at"))
    return {(definition, period): when for definition, period, when in found}


def _figures(
    definitions: dict[int, list[Definition]], combination: str
) -> tuple[dict[int, list[Point]], dict[int, list[Point]]]:
    keys = [row.pk for rows in definitions.values() for row in rows]
    rows = PublicFigure.objects.filter(definition__in=keys, combination__code=combination).current()
    headline: defaultdict[int, list[Point]] = defaultdict(list)
    elsewhere: defaultdict[int, list[Point]] = defaultdict(list)
    for row in rows.select_related("definition", "combination").order_by("period", "pk"):
        (headline if row.is_headline else elsewhere)[row.definition_id].append(_figure(row))
    return headline, elsewhere


def _figure(row: PublicFigure) -> Point:
    return Point(
        period=row.period,
        version=row.definition.version,
        result=rollup.result_of(row.definition.aggregation, row.number, row.weight),
        number=row.number,
        weight=row.weight,
        quality=row.quality,
        series=row.series,
        source=row.source,
        url=row.url,
        combination=row.combination.code,
        revised_on=row.at.astimezone(clock.HOME).date() if row.replaces_id else None,
    )


def _targets(definitions: dict[int, list[Definition]], scope: str) -> dict[int, list[tuple[str, Decimal]]]:
    keys = [row.pk for rows in definitions.values() for row in rows]
    out: defaultdict[int, list[tuple[str, Decimal]]] = defaultdict(list)
    rows = Target.objects.filter(definition__in=keys, scope_key=scope).current()
    for definition, period, number in rows.values_list("definition", "period", "number"):
        out[definition].append((period, number))
    return out


def _one_a_period(points: list[Point]) -> list[Point]:
    """Of two versions with the same period the later one counts."""
    return list({point.period: point for point in points}.values())


def _breaks(points: Sequence[Point]) -> tuple[str, ...]:
    """The periods at which another definition version or another public series begins."""
    return tuple(
        later.period
        for earlier, later in zip(points, points[1:], strict=False)
        if (earlier.version, earlier.series) != (later.version, later.series)
    )


__all__ = ["Point", "Series", "breakdown", "by_partner", "many", "may_read", "one", "readable", "reader", "slices"]
