"""Totals as a reader may see them: what is not the reader's left out, what would tell too much hidden, last of all.

Now, whoever takes part sees provisional totals. As of a moment, all but the backbone and the owner see only what was
published by then: totals between two acceptances would tell a single partner's value.
"""

from collections import defaultdict
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date, datetime

from django.db.models import Max

from kernel import clock
from measurement.models import Cycle, CycleState, Definition, Measure, Value
from measurement.selectors import hidden
from measurement.selectors.points import Point, Reader
from measurement.selectors.slices import WHOLE
from measurement.selectors.totals import Row, Totals

Versions = dict[int, list[Definition]]
Points = dict[str, dict[int, list[Point]]]


@dataclass(frozen=True)
class Cover:
    """What of some measures a reader may not see, by definition and period."""

    who: Reader
    reasons: dict[tuple[int, str], hidden.Reasons]
    agreed: Mapping[int, hidden.Agreed] = field(default_factory=dict)  # by definition

    def leaves(self, row: Row) -> bool:
        """Whether the row may leave at all: one partner's cell only with its consent to that grain."""
        if self.who.sees_all or not row.scope.startswith("organisation:") or is_own(self.who, row.scope):
            return True
        organisation = int(row.scope.partition(":")[2])
        return hidden.opens(self.agreed.get(row.definition_id, {}), organisation, row.combination)

    def over(self, point: Point, row: Row) -> Point:
        """The last step: a figure that is hidden leaves as None with its reason."""
        if self.who.sees_all or is_own(self.who, row.scope):
            return point
        reasons = self.reasons.get((row.definition_id, row.period), {})
        reason = reasons.get(hidden.cell_id(row.scope, row.combination), "")
        return replace(point, result=None, number=None, weight=None, reason=reason) if reason else point


@dataclass(frozen=True)
class Reading:
    """What all totals of some measures are read with: their versions, and what is published, revised and hidden."""

    definitions: Versions
    published: dict[tuple[int, str], datetime]
    revised: dict[tuple[int, str], datetime]
    cover: Cover


def read(
    measures: Sequence[Measure], who: Reader, definitions: Versions, scopes: Collection[str], totals: Totals
) -> Reading:
    """The reading of these totals; nothing is hidden where all scopes are the reader's own."""
    bare = who.sees_all or all(is_own(who, scope) for scope in scopes)
    return Reading(
        definitions=definitions,
        published=_published(measures, totals.moment),
        revised=_revised([row.pk for row in totals.definitions], totals.moment),
        cover=Cover(who, {}) if bare else make_cover(measures, who, definitions, totals),
    )


def is_own(who: Reader, scope: str) -> bool:
    """Whether a scope is an organisation that the reader belongs to."""
    return scope.startswith("organisation:") and int(scope.partition(":")[2]) in who.organisations


def points(
    measures: Sequence[Measure],
    who: Reader,
    definitions: Versions,
    scopes: Collection[str],
    combinations: Collection[str] | None = None,
    totals: Totals | None = None,
    known: Reading | None = None,
) -> Points:
    """{scope: {definition: points}} of these scopes (a beginning such as `sector:` stands for several).

    `known` is what the same measures were read with for this reader, if it is at hand.
    """
    found = totals or of(definitions)
    reading = known or read(measures, who, definitions, scopes, found)
    published, revised, cover = reading.published, reading.revised, reading.cover
    version_of = {row.pk: (row.measure_id, row.version) for row in found.definitions}
    out: defaultdict[str, defaultdict[int, list[Point]]] = defaultdict(lambda: defaultdict(list))
    for row in found.rows(scopes, combinations):
        measure, version = version_of[row.definition_id]
        when = published.get((measure, row.period))
        if when is None and not _sees_unpublished(who, row.scope, found.moment):
            continue
        if not cover.leaves(row):
            continue
        changed = revised.get((row.definition_id, row.period))
        revised_on = clock.day_of(changed) if when and changed and changed > when else None
        point = _point(row, version, when is None, revised_on)
        out[row.scope][row.definition_id].append(cover.over(point, row))
    return {key: dict(by_definition) for key, by_definition in out.items()}


def of(definitions: Versions, moment: datetime | None = None, period: str = "") -> Totals:
    """The totals of all these versions."""
    return Totals([row for found in definitions.values() for row in found], moment, period)


def _sees_unpublished(who: Reader, scope: str, moment: datetime | None) -> bool:
    if moment is None:
        return who.takes_part
    return who.sees_all or is_own(who, scope)


def make_cover(measures: Sequence[Measure], who: Reader, definitions: Versions, totals: Totals) -> Cover:
    """What is hidden of these totals from this reader."""
    agreed = hidden.consented([measure.pk for measure in measures], who.audience)
    hashes: defaultdict[int, defaultdict[str, list[str]]] = defaultdict(lambda: defaultdict(list))
    for row in totals.rows((WHOLE,)):
        hashes[row.definition_id][row.period].append(row.input_hash)
    asked = []
    for measure, versions in definitions.items():
        who_agreed = agreed.get(measure, {})
        for version in versions:
            asked.append(hidden.Asked(version, hashes[version.pk], who_agreed))
    found = hidden.of(asked, who.audience, totals)
    return Cover(
        who,
        {(definition, when): reasons for definition, spans in found.items() for when, reasons in spans.items()},
        {one.definition.pk: one.agreed for one in asked},
    )


def warm(keys: Collection[int]) -> None:
    """Have what is hidden of these definitions in the cache for each audience, so that no reader waits for it."""
    by_initiative: defaultdict[int, Versions] = defaultdict(dict)
    for row in Definition.objects.filter(pk__in=keys).select_related("measure").order_by("version"):
        by_initiative[row.measure.initiative_id].setdefault(row.measure_id, []).append(row)
    for definitions in by_initiative.values():
        measures = [found[0].measure for found in definitions.values()]
        for audience in (hidden.PARTNERS, hidden.STEERING, hidden.PUBLIC):
            stranger = Reader(False, audience != hidden.PUBLIC, audience, frozenset())
            make_cover(measures, stranger, definitions, of(definitions))


def _point(row: Row, version: int, provisional: bool, revised_on: date | None) -> Point:
    return Point(
        period=row.period,
        version=version,
        result=row.result,
        number=row.number,
        weight=row.weight,
        reported=row.reported,
        expected=row.expected,
        quality=row.quality or "final",
        is_provisional=provisional,
        revised_on=revised_on,
        combination=row.combination,
    )


def _published(measures: Sequence[Measure], moment: datetime | None) -> dict[tuple[int, str], datetime]:
    """{(measure, period): when its cycle was published}."""
    rows = Cycle.objects.filter(state=CycleState.PUBLISHED, measure_set__measures__in=measures)
    if moment is not None:
        rows = rows.filter(publication__as_of__lte=moment)
    found = rows.values_list("measure_set__measures", "period", "publication__as_of")
    return {(measure, period): when for measure, period, when in found if when is not None}


def _revised(definitions: Collection[int], moment: datetime | None) -> dict[tuple[int, str], datetime]:
    """{(definition, period): when a value of it was last corrected}."""
    rows = Value.objects.filter(definition__in=definitions, replaces__isnull=False).order_by()
    if moment is not None:
        rows = rows.filter(at__lte=moment)
    found = rows.values_list("definition", "period").annotate(when=Max("at"))
    return {(definition, period): when for definition, period, when in found}
