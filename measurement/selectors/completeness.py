"""Who has reported what in a cycle: partners by measures, and under each measure how many of the expected are in.

A state says how far a cell is, never its number. What is being typed stays the organisation's own: the matrix says only
that a report is in progress. Rows are those the actor may see; the feet count everybody.
"""

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import Any

from django.db.models import Count, Q, QuerySet

from kernel import clock, languages
from kernel.actor import Actor
from kernel.models import dates_cover
from measurement.models import (
    OWED,
    Assignment,
    Cycle,
    Definition,
    Measure,
    MeasureSet,
    Question,
    ReportedValue,
    ReportingRequest,
    RequestedMeasure,
    RequestState,
    Value,
)
from partners.models import Participation, ParticipationKind, ParticipationState

DONE, REVIEW, BACK, DRAFT, MISSING, NOT_APPLICABLE, NOT_DUE = (
    "done",
    "review",
    "back",
    "draft",
    "missing",
    "na",
    "none",
)
_CARE = {"back": 0, "missing": 1, "review": 2, "draft": 3, "done": 4, "na": 5, "none": 6}


def owing(measure_set: MeasureSet) -> QuerySet[Participation]:
    """The active partners that owe a set today: whom opening a cycle of it asks."""
    active = Participation.objects.filter(
        initiative=measure_set.initiative_id,
        state=ParticipationState.ACTIVE,
        kind=ParticipationKind.PARTNER,
        organisation__isnull=False,
    )
    if not measure_set.is_for_all:
        assigned = Assignment.objects.filter(dates_cover(clock.today()), measure_set=measure_set)
        active = active.filter(pk__in=assigned.values("participation"))
    return active.select_related("organisation", "initiative").order_by("pk")


def measures(measure_set: MeasureSet) -> QuerySet[Measure]:
    """What a set asks for today."""
    return measure_set.measures.filter(retired_on__isnull=True)


@dataclass(frozen=True)
class Column:
    """A measure of the cycle; `reported` of `expected` partners have an accepted value."""

    definition_id: int
    code: str
    name: Any
    reported: int
    expected: int


@dataclass(frozen=True)
class Row:
    """A partner's report."""

    request: ReportingRequest
    organisation: Any
    sector: str
    cells: list[str]
    reported: int
    expected: int
    is_late: bool

    @property
    def care(self) -> tuple[bool, int, str]:
        """Those who need care first."""
        worst = min((_CARE[one] for one in self.cells), default=6)
        return not self.is_late, worst, str(self.organisation)


@dataclass
class Matrix:
    """The whole table, with the counts of reports by state."""

    columns: list[Column]
    rows: list[Row]
    states: Counter[str] = field(default_factory=Counter)
    late: int = 0
    expected: int = 0

    @property
    def accepted(self) -> int:
        """Reports that are accepted."""
        return self.states[RequestState.ACCEPTED] + self.states[RequestState.EXCUSED]

    @property
    def received(self) -> int:
        """Reports that were sent, whatever became of them."""
        return self.accepted + self.states[RequestState.SUBMITTED] + self.states[RequestState.RETURNED]


def matrix(actor: Actor, cycle: Cycle) -> Matrix:
    """The matrix of a cycle that the caller has scoped; seven queries."""
    every = list(
        ReportingRequest.objects.filter(cycle=cycle).select_related("participation__organisation").order_by("pk")
    )
    seen = set(ReportingRequest.objects.visible_to(actor).filter(cycle=cycle).values_list("pk", flat=True))
    for request in every:
        request.cycle = cycle
    asked, definitions = _asked(cycle)
    facts = _facts(cycle, definitions)
    sent, questioned = _talk(cycle)
    out = Matrix([], [])
    inside: Counter[int] = Counter()
    due: Counter[int] = Counter()
    for request in every:
        organisation = request.participation.organisation
        mine = asked.get(request.pk, set())
        cells = []
        for one in definitions:
            fact = facts.get((organisation.pk, one.pk))
            cells.append(_state(request, one.pk, one.pk in mine, fact, sent, questioned))
            if one.pk in mine and fact != NOT_APPLICABLE:
                due[one.pk] += 1
                inside[one.pk] += fact == DONE
        out.states[request.state] += 1
        out.late += request.is_late
        if request.pk in seen:
            out.rows.append(_row(request, organisation, cells))
    out.expected = len(every)
    out.rows.sort(key=lambda row: row.care)
    out.columns = [
        Column(one.pk, one.measure.code, languages.text(one.measure, "name"), inside[one.pk], due[one.pk])
        for one in definitions
    ]
    return out


def _asked(cycle: Cycle) -> tuple[dict[int, set[int]], list[Definition]]:
    """Which definitions each request asks for, and the definitions in the order of goals and codes."""
    asked: dict[int, set[int]] = {}
    pairs = RequestedMeasure.objects.filter(request__cycle=cycle).values_list("request", "definition")
    for request_id, definition_id in pairs:
        asked.setdefault(request_id, set()).add(definition_id)
    definitions = Definition.objects.filter(pk__in=set().union(*asked.values()) if asked else ())
    return asked, list(definitions.select_related("measure__goal").order_by("measure__goal__position", "measure__code"))


def _talk(cycle: Cycle) -> tuple[set[tuple[int, int]], set[tuple[int, int | None]]]:
    """What was sent and what is asked about, by request and definition."""
    sent = ReportedValue.objects.filter(submission__request__cycle=cycle)
    questioned = Question.objects.filter(submission__request__cycle=cycle, closed_at__isnull=True)
    pair = ("submission__request", "definition")
    return set(sent.order_by().values_list(*pair).distinct()), set(questioned.order_by().values_list(*pair))


def _facts(cycle: Cycle, definitions: Iterable[Definition]) -> dict[tuple[int, int], str]:
    """By organisation and definition: done, or not applicable."""
    rows = (
        Value.objects.current()
        .filter(period=cycle.period, definition__in=[one.pk for one in definitions])
        .order_by()
        .values_list("organisation", "definition")
        .annotate(numbers=Count("pk", filter=Q(number__isnull=False)))
    )
    return {(organisation, key): DONE if numbers else NOT_APPLICABLE for organisation, key, numbers in rows}


def _state(
    request: ReportingRequest,
    definition: int,
    is_asked: bool,
    fact: str | None,
    sent: set[tuple[int, int]],
    questioned: set[tuple[int, int | None]],
) -> str:
    if not is_asked:
        return NOT_DUE
    if fact is not None and request.state in {RequestState.ACCEPTED, RequestState.EXCUSED}:
        return fact
    if (request.pk, definition) in questioned or ((request.pk, None) in questioned and fact is None):
        return BACK
    if fact is not None:
        return fact
    if request.state == RequestState.SUBMITTED and (request.pk, definition) in sent:
        return REVIEW
    if request.state in {RequestState.IN_PROGRESS, RequestState.PREPARED, RequestState.RETURNED}:
        return DRAFT
    return MISSING


def _row(request: ReportingRequest, organisation: Any, cells: list[str]) -> Row:
    expected = sum(one not in {NOT_DUE, NOT_APPLICABLE} for one in cells)
    return Row(
        request=request,
        organisation=languages.text(organisation, "name"),
        sector=organisation.sector,
        cells=cells,
        reported=cells.count(DONE),
        expected=expected,
        is_late=request.is_late,
    )


@dataclass(frozen=True)
class CycleLine:
    """A cycle in the list, with how many reports are in."""

    cycle: Cycle
    accepted: int
    received: int
    expected: int
    waiting: int
    late: int


def with_counts(rows: Any) -> Any:
    """Cycles with their counts of reports."""
    from kernel import clock

    owed = Q(requests__state__in=OWED)
    return rows.annotate(
        expected=Count("requests"),
        accepted=Count("requests", filter=Q(requests__state__in=[RequestState.ACCEPTED, RequestState.EXCUSED])),
        waiting=Count("requests", filter=Q(requests__state=RequestState.SUBMITTED)),
        returned=Count("requests", filter=Q(requests__state=RequestState.RETURNED)),
        late=Count("requests", filter=owed & Q(requests__due_on__lt=clock.today())),
    )


def line(row: Any) -> CycleLine:
    """A row of the list."""
    return CycleLine(
        cycle=row,
        accepted=row.accepted,
        received=row.accepted + row.waiting + row.returned,
        expected=row.expected,
        waiting=row.waiting,
        late=row.late,
    )
