"""What a period's facts add up to, by cell and scope: one computation for roll-ups, their audit and `as of` reads.

Scopes: `initiative`, `sector:<code>`, `district:<code>`, `body:<key>`, `organisation:<key>`. A body's partners are
those seated on the period's last day. Expected are the partners whose request froze that version, less the excused.
"""

import hashlib
from collections import defaultdict
from collections.abc import Collection, Iterator
from dataclasses import dataclass, replace
from datetime import datetime

from django.db.models import Case, F, IntegerField, Q, When

from kernel import periods
from measurement import rollup
from measurement.models import Combination, Definition, ReportingRequest, RequestedMeasure, RequestState, Value
from measurement.rollup import Part, Total
from partners.models import Organisation

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
    return computed_by_period(definitions, moment, period).get(period, {})


def computed_by_period(
    definitions: Collection[int], moment: datetime | None = None, period: str = ""
) -> dict[str, dict[Key, Total]]:
    """The same for every period that has facts or requests, or for the one named, in a fixed number of queries."""
    found = _facts(period, definitions, moment)
    places = Places({one for facts in found.values() for one in _inside(facts)}, definitions)
    out: dict[str, dict[Key, Total]] = {}
    for when, facts in found.items():
        scopes = places.at(when, _inside(facts))
        out[when] = {
            key: total
            for definition in definitions
            for key, total in _sealed(dict(_totals(facts, definition, scopes))).items()
        }
    return out


def _sealed(totals: dict[Key, Total]) -> dict[Key, Total]:
    """The same; the hash of each cell of the whole stands for every row of its period, in whatever scope.

    What stays hidden depends on all of them, also on who stands in which sector: it is kept under the whole's hashes.
    """
    seal = hashlib.sha256()
    for (_definition, combination, scope), total in sorted(totals.items()):
        seal.update(f"{combination}|{scope}|{total.input_hash}\n".encode())
    mark = seal.hexdigest()
    return {key: replace(total, input_hash=mark) if key[2] == WHOLE else total for key, total in totals.items()}


def _inside(facts: _Facts) -> set[int]:
    """The organisations that owe or gave something."""
    owing = {one for expected in facts.expected.values() for one in expected}
    given = {part.organisation for cells in facts.parts.values() for parts in cells.values() for part in parts}
    return {int(one) for one in owing | given if isinstance(one, int)}


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


def _facts(period: str, definitions: Collection[int], moment: datetime | None) -> dict[str, _Facts]:
    kinds = dict(Definition.objects.filter(pk__in=definitions).values_list("pk", "aggregation"))
    whole = _whole_cells(definitions)
    found: defaultdict[str, _Facts] = defaultdict(lambda: _Facts(kinds, whole, {}, {}))
    rows = Value.objects.filter(definition__in=definitions)
    rows = rows.current() if moment is None else rows.as_of(moment)
    owed = RequestedMeasure.objects.filter(definition__in=definitions).exclude(request__state=RequestState.EXCUSED)
    if period:
        rows, owed = rows.filter(period=period), owed.filter(request__cycle__period=period)
    if moment is not None:
        owed = owed.filter(request__created_at__lte=moment)
    columns = ("period", "definition", "combination", "pk", "organisation", "number", "weight", "blank", "quality")
    for when, definition, combination, pk, organisation, number, weight, blank, quality in rows.values_list(*columns):
        cells = found[when].parts.setdefault(definition, {})
        part = Part(organisation, number, weight, blank, quality, when, pk)
        cells.setdefault(combination, []).append(part)
    organisations = ("request__cycle__period", "definition", "request__participation__organisation")
    for when, definition, organisation in owed.values_list(*organisations):
        if organisation is not None:
            found[when].expected.setdefault(definition, set()).add(organisation)
    return dict(found)


def _whole_cells(definitions: Collection[int]) -> dict[int, set[int]]:
    """The cell of the whole ("") of each definition, so that a missing total is a row that says 0 of 31."""
    whole = dict(
        Combination.objects.filter(code="", initiative__measures__definitions__in=definitions).values_list(
            "initiative__measures__definitions", "pk"
        )
    )
    return {definition: {whole[definition]} for definition in definitions if definition in whole}


class Places:
    """Where some organisations stand: sector, district, and the bodies they sat in, day by day; one query."""

    def __init__(self, organisations: set[int], definitions: Collection[int]) -> None:
        initiatives = Definition.objects.filter(pk__in=definitions).values("measure__initiative")
        here = Q(participations__seats__body__initiative__in=initiatives)
        body = Case(When(here, then=F("participations__seats__body")), output_field=IntegerField())
        dates = ("participations__seats__starts_on", "participations__seats__ends_on")
        rows = Organisation.objects.filter(pk__in=organisations).annotate(body=body).order_by()
        self.organisations, self.seats = set(), set()
        for row in rows.values("pk", "sector", "district", "body", *dates):
            self.organisations.add((row["pk"], row["sector"], row["district"]))
            if row["body"] is not None:
                self.seats.add((row["body"], row["pk"], *(row[name] for name in dates)))

    def at(self, period: str, organisations: set[int]) -> dict[str, set[int]]:
        """The scopes on a period's last day."""
        scopes: defaultdict[str, set[int]] = defaultdict(set)
        scopes[WHOLE] = set(organisations)
        for pk, sector, district in self.organisations:
            if pk in organisations:
                scopes[f"sector:{sector}"].add(pk)
                scopes[scope_of(pk)].add(pk)
                if district:
                    scopes[f"district:{district}"].add(pk)
        last = periods.last_day(period)
        for body, organisation, starts_on, ends_on in self.seats:
            if organisation in organisations and starts_on <= last and (ends_on is None or ends_on >= last):
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
