"""Which cells of a definition stay hidden from whoever is neither backbone nor owner, period by period.

The suppression of one period looks at all that leaves of it: every combination in the whole, the sectors, districts and
bodies. It is kept in the cache under a fingerprint of its inputs; a fingerprint that differs computes it anew. Nothing
here is stored with the numbers: suppressed is made at output.
"""

import hashlib
from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass
from decimal import Decimal
from typing import NamedTuple

from django.core.cache import cache

from initiative.models import Initiative
from kernel import clock
from measurement import suppression
from measurement.models import Consent, Definition, Grain
from measurement.selectors import slices
from measurement.selectors.totals import Row, Totals
from measurement.suppression import Cell, Sum, Table

Reasons = dict[str, str]
Agreed = Mapping[int, str]  # {organisation: grain}
KEEP = 7 * 24 * 3600
PUBLIC, PARTNERS, STEERING = "public", "partners", "steering"
# Whoever agreed to a wider audience agreed to the narrower ones.
_AGREED = {PUBLIC: ("public",), PARTNERS: ("public", "partners"), STEERING: ("public", "partners", "steering")}


def cell_id(scope: str, combination: str) -> str:
    """The name of a cell in the table of its period."""
    return f"{scope}|{combination}"


def consented(measures: Iterable[int], audience: str) -> dict[int, Agreed]:
    """The organisations whose latest word on a measure lets this audience see their own values, and at which grain.

    Who told several audiences something different is taken at the finest of what holds for this one.
    """
    today = clock.today()
    latest: dict[tuple[int, int, str], Consent] = {}
    rows = Consent.objects.filter(measure__in=list(measures), audience__in=_AGREED[audience]).order_by("at", "pk")
    for row in rows:
        latest[row.measure_id, row.organisation_id, row.audience] = row
    out: defaultdict[int, dict[int, str]] = defaultdict(dict)
    for (measure, organisation, _audience), row in latest.items():
        if row.is_given and row.covers(today) and out[measure].get(organisation) != Grain.CELLS:
            out[measure][organisation] = row.grain
    return dict(out)


def opens(agreed: Agreed, organisation: int, combination: str) -> bool:
    """Whether an organisation lets others see this cell of its own: a consent to totals opens the total alone."""
    grain = agreed.get(organisation)
    return grain is not None and (not combination or grain == Grain.CELLS)


@dataclass(frozen=True)
class Asked:
    """One definition whose periods are to be shown: the hashes of the whole by period, and who agreed to what."""

    definition: Definition
    hashes: Mapping[str, Collection[str]]
    agreed: Agreed


def _fingerprint(one: Asked, period: str, rules: "Rules") -> str:
    """What the hidden set of a period depends on: every row of it (the whole's hashes), consents, threshold, shape."""
    initiative = one.definition.measure.initiative_id
    definition = one.definition
    text = repr(
        (
            sorted(one.hashes[period]),
            sorted(one.agreed.items()),
            rules.thresholds.get(initiative, 10),
            rules.dimensions.get(initiative, []),
            definition.aggregation,
            definition.counts_people,
        )
    )
    return hashlib.sha256(text.encode()).hexdigest()[:24]


def of(asked: Iterable[Asked], audience: str, totals: Totals) -> dict[int, dict[str, Reasons]]:
    """{definition: {period: {cell: reason}}}, from the cache where nothing changed; of a moment in the past never."""
    wanted = {one.definition.pk: one for one in asked}
    rules = _rules({one.definition.measure.initiative_id for one in wanted.values()})
    if totals.moment is not None:
        return _computed(wanted, {pk: list(one.hashes) for pk, one in wanted.items()}, totals, rules)
    keys = {pk: f"hidden:{audience}:{pk}" for pk in wanted}
    kept: dict[str, dict[str, tuple[str, Reasons]]] = cache.get_many(keys.values())
    marks = {pk: {period: _fingerprint(one, period, rules) for period in one.hashes} for pk, one in wanted.items()}
    out: dict[int, dict[str, Reasons]] = {}
    stale: dict[int, list[str]] = {}
    for pk in wanted:
        known = kept.get(keys[pk], {})
        out[pk] = {
            period: known[period][1] for period, mark in marks[pk].items() if known.get(period, ("",))[0] == mark
        }
        missing = [period for period in marks[pk] if period not in out[pk]]
        if missing:
            stale[pk] = missing
    if stale:
        fresh = _computed({pk: wanted[pk] for pk in stale}, stale, totals, rules)
        for pk, periods in fresh.items():
            out[pk] |= periods
        cache.set_many(
            {keys[pk]: {period: (marks[pk][period], reasons) for period, reasons in out[pk].items()} for pk in stale},
            KEEP,
        )
    return out


def _computed(
    asked: Mapping[int, Asked], stale: Mapping[int, list[str]], totals: Totals, rules: "Rules"
) -> dict[int, dict[str, Reasons]]:
    rows: defaultdict[tuple[int, str], list[Row]] = defaultdict(list)
    for row in totals.rows(periods={period for found in stale.values() for period in found}):
        if row.period in stale.get(row.definition_id, ()):
            rows[row.definition_id, row.period].append(row)
    out: dict[int, dict[str, Reasons]] = {pk: {period: {} for period in periods} for pk, periods in stale.items()}
    inside: defaultdict[str, set[int]] = defaultdict(set)
    for (_pk, period), cells in rows.items():
        inside[period] |= {_organisation(row.scope) for row in cells} - {0}
    places = slices.Places(set().union(*inside.values()), list(asked))
    members = {period: places.at(period, organisations) for period, organisations in inside.items()}
    for (pk, period), cells in rows.items():
        one = asked[pk]
        initiative = one.definition.measure.initiative_id
        table = _table(
            one, cells, members[period], rules.dimensions.get(initiative, []), rules.thresholds.get(initiative, 10)
        )
        out[pk][period] = suppression.hidden_cells(table)
    return out


def _organisation(scope: str) -> int:
    return int(scope.partition(":")[2]) if scope.startswith("organisation:") else 0


class Rules(NamedTuple):
    """{initiative: threshold} and {initiative: [(dimension, its categories, whether they make the whole)]}."""

    thresholds: dict[int, int]
    dimensions: dict[int, list[tuple[str, list[str], bool]]]


def _rules(initiatives: Iterable[int]) -> Rules:
    """The rules of some initiatives; one query."""
    thresholds: dict[int, int] = {}
    found: defaultdict[tuple[int, str, bool], list[str]] = defaultdict(list)
    parts = ("dimensions__code", "dimensions__is_complete", "dimensions__categories__code")
    rows = Initiative.objects.filter(pk__in=initiatives).order_by("dimensions__categories__pk")
    for row in rows.values("pk", "reporting_rules__suppress_under", *parts):
        if row["reporting_rules__suppress_under"] is not None:
            thresholds[row["pk"]] = row["reporting_rules__suppress_under"]
        code, complete, category = (row[name] for name in parts)
        if category is not None:
            found[row["pk"], code, complete].append(category)
    out: defaultdict[int, list[tuple[str, list[str], bool]]] = defaultdict(list)
    for (initiative, code, complete), categories in found.items():
        out[initiative].append((code, categories, complete))
    return Rules(thresholds, dict(out))


def _table(
    one: Asked,
    rows: Iterable[Row],
    members: Mapping[str, set[int]],
    dimensions: list[tuple[str, list[str], bool]],
    threshold: int,
) -> Table:
    """All that leaves of one definition in one period, with what each partner put into it."""
    parts: defaultdict[str, dict[int, tuple[Decimal | None, Decimal | None]]] = defaultdict(dict)
    leaving = []
    for row in rows:
        organisation = _organisation(row.scope)
        if organisation and row.number is not None:
            parts[row.combination][organisation] = (row.number, row.weight)
        if not organisation or opens(one.agreed, organisation, row.combination):
            leaving.append(row)
    cells, own = [], defaultdict(dict)  # type: ignore[var-annotated]
    for row in leaving:
        inside = {key for key in members.get(row.scope, set()) if key in parts[row.combination]}
        name = cell_id(row.scope, row.combination)
        agreed = frozenset(key for key in inside if opens(one.agreed, key, row.combination))
        cells.append(Cell(name, row.number, row.weight, row.result, frozenset(inside), agreed))
        for key in inside:
            own[key][name] = parts[row.combination][key]
    definition = one.definition
    return Table(
        cells=cells,
        sums=_sums(leaving, members, dimensions),
        counts_people=definition.counts_people,
        aggregation="sum" if definition.aggregation == "latest" else definition.aggregation,
        threshold=threshold,
        own=own,
    )


def _sums(
    leaving: list[Row],
    members: Mapping[str, set[int]],
    dimensions: list[tuple[str, list[str], bool]],
) -> list[Sum]:
    """Rows and columns of each scope, and the hierarchy: sectors and districts make the whole, a body is part of it."""
    combinations: defaultdict[str, set[str]] = defaultdict(set)
    for row in leaving:
        combinations[row.scope].add(row.combination)
    sums: list[Sum] = []
    for scope, codes in sorted(combinations.items()):
        sums += suppression.sums_of(dimensions, codes, lambda code, scope=scope: cell_id(scope, code))  # type: ignore[misc]
    for combination in sorted(combinations[slices.WHOLE]):
        total = cell_id(slices.WHOLE, combination)
        for level in ("sector:", "district:"):
            inside = [
                scope
                for scope in sorted(combinations)
                if scope.startswith(level) and combination in combinations[scope]
            ]
            if inside:
                covered = set().union(*(members.get(scope, set()) for scope in inside))
                whole = covered >= members.get(slices.WHOLE, set())
                sums.append(Sum(total, tuple(cell_id(scope, combination) for scope in inside), whole))
        for scope in sorted(combinations):
            if scope.startswith(("body:", "organisation:")) and combination in combinations[scope]:
                sums.append(Sum(total, (cell_id(scope, combination),), whole=False))
    return sums
