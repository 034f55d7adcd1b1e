"""What a period's facts add up to, by cell and scope: one computation for roll-ups, their audit and `as of` reads.

Scopes: `initiative`, `sector:<code>`, `district:<code>`, `body:<key>`, `organisation:<key>`. A body's partners are
those seated on the period's last day. Expected are the partners whose request froze that version, less the excused.
"""

from collections import defaultdict
from collections.abc import Collection, Iterator
from dataclasses import dataclass
from datetime import datetime

from kernel import periods
from kernel.models import dates_cover
from measurement import rollup
from measurement.models import Combination, Definition, ReportingRequest, RequestedMeasure, RequestState, Value
from measurement.rollup import Part, Total
from partners.models import Organisation
from working_groups.models import Seat

WHOLE = "initiative"
Key = tuple[int, int, str]  # definition, combination, scope


@dataclass(frozen=True)
class _Facts:
    """What one period holds, by definition."""

    aggregation: dict[int, str]
    cells: dict[int, set[int]]
    parts: dict[int, dict[int, list[Part]]]
    expected: dict[int, set[int]]


def scope_of(organisation_id: int) -> str:
    """The scope of one organisation."""
    return f"organisation:{organisation_id}"


def computed(period: str, definitions: Collection[int], moment: datetime | None = None) -> dict[Key, Total]:
    """All totals of these definitions in a period, now or as the facts stood at a moment."""
    facts = _facts(period, definitions, moment)
    organisations = {one for expected in facts.expected.values() for one in expected} | {
        part.organisation for cells in facts.parts.values() for parts in cells.values() for part in parts
    }
    scopes = scopes_of({int(one) for one in organisations if isinstance(one, int)}, period, definitions)
    out: dict[Key, Total] = {}
    for definition in definitions:
        for key, total in _totals(facts, definition, scopes):
            out[key] = total
    return out


def _totals(facts: _Facts, definition: int, scopes: dict[str, set[int]]) -> Iterator[tuple[Key, Total]]:
    expected = facts.expected.get(definition, set())
    cells = facts.parts.get(definition, {})
    for combination in facts.cells.get(definition, set()) | set(cells):
        parts = cells.get(combination, [])
        by_organisation: defaultdict[int, list[Part]] = defaultdict(list)
        for part in parts:
            by_organisation[part.organisation].append(part)  # type: ignore[index]
        for scope, members in scopes.items():
            owing = expected & members
            inside = [part for one in members & by_organisation.keys() for part in by_organisation[one]]
            if owing or inside:
                yield (
                    (definition, combination, scope),
                    rollup.combine(inside, facts.aggregation[definition], owing),
                )


def _facts(period: str, definitions: Collection[int], moment: datetime | None) -> _Facts:
    rows = Value.objects.filter(period=period, definition__in=definitions)
    rows = rows.current() if moment is None else rows.as_of(moment)
    parts: defaultdict[int, defaultdict[int, list[Part]]] = defaultdict(lambda: defaultdict(list))
    columns = ("pk", "organisation", "definition", "combination", "number", "weight", "blank", "quality")
    for pk, organisation, definition, combination, number, weight, blank, quality in rows.values_list(*columns):
        parts[definition][combination].append(Part(organisation, number, weight, blank, quality, period, pk))
    expected: defaultdict[int, set[int]] = defaultdict(set)
    owed = RequestedMeasure.objects.filter(definition__in=definitions, request__cycle__period=period)
    owed = owed.exclude(request__state=RequestState.EXCUSED)
    if moment is not None:
        owed = owed.filter(request__created_at__lte=moment)
    for definition, organisation in owed.values_list("definition", "request__participation__organisation"):
        if organisation is not None:
            expected[definition].add(organisation)
    kinds = dict(Definition.objects.filter(pk__in=definitions).values_list("pk", "aggregation"))
    whole = _whole_cells(definitions)
    return _Facts(kinds, whole, {key: dict(value) for key, value in parts.items()}, dict(expected))


def _whole_cells(definitions: Collection[int]) -> dict[int, set[int]]:
    """The cell of the whole ("") of each definition, so that a missing total is a row that says 0 of 31."""
    whole = dict(
        Combination.objects.filter(code="", initiative__measures__definitions__in=definitions).values_list(
            "initiative__measures__definitions", "pk"
        )
    )
    return {definition: {whole[definition]} for definition in definitions if definition in whole}


def scopes_of(organisations: set[int], period: str, definitions: Collection[int]) -> dict[str, set[int]]:
    """Which of these organisations each scope holds, the bodies as they sat on the period's last day."""
    scopes: defaultdict[str, set[int]] = defaultdict(set)
    scopes[WHOLE] = set(organisations)
    rows = Organisation.objects.filter(pk__in=organisations)
    for pk, sector, district in rows.values_list("pk", "sector", "district"):
        scopes[f"sector:{sector}"].add(pk)
        if district:
            scopes[f"district:{district}"].add(pk)
        scopes[scope_of(pk)].add(pk)
    last = periods.last_day(period)
    seats = Seat.objects.filter(
        dates_cover(last),
        body__initiative__measures__definitions__in=definitions,
        participation__organisation__in=organisations,
    )
    for body, organisation in seats.values_list("body", "participation__organisation").distinct():
        scopes[f"body:{body}"].add(organisation)
    return dict(scopes)


def pairs_with_facts(initiative_id: int | None = None) -> list[tuple[str, list[int]]]:
    """Every period with the definitions that have facts or requests in it."""
    found: defaultdict[str, set[int]] = defaultdict(set)
    values = Value.objects.order_by()
    requests = ReportingRequest.objects.order_by()
    if initiative_id is not None:
        values = values.filter(definition__measure__initiative=initiative_id)
        requests = requests.filter(cycle__measure_set__initiative=initiative_id)
    for period, definition in values.values_list("period", "definition").distinct():
        found[period].add(definition)
    for period, definition in requests.values_list("cycle__period", "measures__definition").distinct():
        if definition is not None:
            found[period].add(definition)
    return [(period, sorted(found[period])) for period in sorted(found)]
