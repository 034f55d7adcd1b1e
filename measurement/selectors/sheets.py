"""A request as one sheet: what is asked, what is typed, what stood last time, what the checks say.

The grid, the checks before sending, the acts that save and send, the template of the workbook and the endpoint all read
this one thing. The number of queries does not depend on its size.
"""

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from decimal import Decimal
from functools import cached_property
from typing import Any, cast

from django.db.models import F
from django.utils.functional import SimpleLazyObject

from kernel import languages, periods
from measurement import rollup, validation
from measurement.models import Combination, Cycle, Definition, DraftValue, ReportingRequest, RequestedMeasure, Value
from measurement.selectors import cells as cell_words

SEPARATOR = "|"


def cell_name(measure_code: str, combination: str) -> str:
    """The name of a cell in forms, files and the API: `M-01|sex=f`."""
    return f"{measure_code}{SEPARATOR}{combination}"


@dataclass
class Cell:
    """One cell: what the draft holds and what it is called."""

    definition_id: int
    combination: str
    name: str
    label: str
    number: Decimal | None = None
    weight: Decimal | None = None
    blank: str = ""
    quality: str = "final"
    note: str = ""
    note_language: str = ""
    reason: str = ""
    reason_language: str = ""
    revision: int = 0

    @property
    def is_filled(self) -> bool:
        """Whether it holds a number or a blank."""
        return self.number is not None or bool(self.blank)


@dataclass
class Line:
    """One measure of the sheet, with its cells in the order of the form; `last`: the period before, by combination."""

    definition: Definition
    code: str
    name: Any
    heading: str
    rules: validation.Rules
    cells: list[Cell]
    last: dict[str, Any] = field(default_factory=dict)
    findings: list[validation.Finding] = field(default_factory=list)
    is_new_version: bool = False

    @property
    def total(self) -> Cell:
        """The cell of the total."""
        return self.cells[0]

    @property
    def is_filled(self) -> bool:
        """Whether the total is there, or can be derived, or is not applicable."""
        return self.total.is_filled or (
            any(cell.is_filled for cell in self.cells) and all(one.code != "missing" for one in self.findings)
        )

    def cell(self, combination: str) -> Cell | None:
        """The cell of a combination."""
        return next((one for one in self.cells if one.combination == combination), None)

    def open_warnings(self) -> list[validation.Finding]:
        """Warnings that nobody has explained yet."""
        return [one for one in self.findings if not one.is_error and not self._explained(one)]

    def errors(self) -> list[validation.Finding]:
        """What stops the report."""
        return [one for one in self.findings if one.is_error]

    def _explained(self, finding: validation.Finding) -> bool:
        cell = self.cell(finding.combination)
        return cell is not None and bool(cell.reason or (cell.blank and cell.note))


@dataclass
class Sheet:
    """A request with all its lines; `drafts` are the rows that are stored, by definition and combination."""

    request: ReportingRequest
    lines: list[Line]
    frame: "Frame"
    drafts: dict[tuple[int, str], DraftValue] = field(default_factory=dict)

    @property
    def words(self) -> cell_words.Words:
        """The words of its cells."""
        return self.frame.words

    @property
    def combinations(self) -> Mapping[str, Combination]:
        """The rows of its combinations, by code."""
        return self.frame.combinations

    @property
    def columns(self) -> list[tuple[str, str]]:
        """The columns of the grid: every combination that some line asks for, with its words."""
        codes = {cell.combination for line in self.lines for cell in line.cells}
        return [(code, self.words.label(code)) for code in sorted(codes, key=self.words.sort_key)]

    @property
    def filled(self) -> int:
        """How many measures are filled in."""
        return sum(line.is_filled for line in self.lines)

    def by_name(self) -> dict[str, tuple[Line, Cell]]:
        """Lines and cells by the cell's name."""
        return {cell.name: (line, cell) for line in self.lines for cell in line.cells}

    def warnings(self) -> list[tuple[Line, validation.Finding]]:
        """All warnings without a reason."""
        return [(line, one) for line in self.lines for one in line.open_warnings()]

    def errors(self) -> list[tuple[Line, validation.Finding]]:
        """All errors."""
        return [(line, one) for line in self.lines for one in line.errors()]


@dataclass(frozen=True)
class Frame:
    """What all requests of a cycle share: the definitions, their cells and rules, the words.

    Whoever works through many requests of one cycle (an import, the demo) reads it once and hands it on.
    """

    definitions: dict[int, Definition]
    rules: dict[int, validation.Rules]
    shapes: dict[int, list[tuple[str, str, str]]]
    combinations: Mapping[str, Combination]
    words: cell_words.Words
    cycle: Cycle | None = None

    @cached_property
    def owed(self) -> dict[int, set[int]]:
        """What each request of the cycle asks for."""
        out: dict[int, set[int]] = {}
        rows = RequestedMeasure.objects.filter(request__cycle=self.cycle).order_by()
        for request, definition in rows.values_list("request", "definition"):
            out.setdefault(request, set()).add(definition)
        return out

    @cached_property
    def before(self) -> dict[int, list[Any]]:
        """The accepted values of the period before, by organisation."""
        out: dict[int, list[Any]] = {}
        for value in _accepted_before(self.cycle, {one.measure_id for one in self.definitions.values()}):
            out.setdefault(value.organisation_id, []).append(value)
        return out

    def line(self, definition: Definition) -> Line:
        """An empty line of the sheet."""
        measure = definition.measure
        return Line(
            definition=definition,
            code=measure.code,
            name=languages.text(measure, "name"),
            heading=str(measure.goal) if measure.goal else "",
            rules=self.rules[definition.pk],
            cells=[Cell(definition.pk, code, name, label) for code, name, label in self.shapes[definition.pk]],
        )


def definitions_of(request: ReportingRequest) -> list[Definition]:
    """The definitions a request asks for, by goal and code."""
    asked = RequestedMeasure.objects.filter(request=request).values("definition")
    return sorted(Definition.objects.filter(pk__in=asked).select_related("measure__goal"), key=_place)


def frame(cycle: Cycle) -> Frame:
    """The frame of a cycle, whatever number of requests it has: four queries."""
    asked = RequestedMeasure.objects.filter(request__cycle=cycle).order_by().values("definition")
    return _frame(
        cycle.measure_set.initiative_id,
        sorted(Definition.objects.filter(pk__in=asked).select_related("measure__goal"), key=_place),
        cycle,
    )


def _frame(initiative_id: int, definitions: Sequence[Definition], cycle: Cycle | None = None) -> Frame:
    known = cell_words.words(initiative_id)
    return Frame(
        definitions={one.pk: one for one in definitions},
        rules={one.pk: cell_words.rules_of(one, known) for one in definitions},
        shapes={
            one.pk: [
                (code, cell_name(one.measure.code, code), known.label(code))
                for code in sorted(one.cells or [""], key=known.sort_key)
            ]
            for one in definitions
        },
        # Asked for by the first cell that is new: most saves change cells that are there.
        combinations=cast(
            "Mapping[str, Combination]",
            SimpleLazyObject(lambda: {one.code: one for one in Combination.objects.filter(initiative=initiative_id)}),
        ),
        words=known,
        cycle=cycle,
    )


def _place(definition: Definition) -> tuple[bool, int, int, str]:
    goal = definition.measure.goal
    return goal is None, goal.position if goal else 0, goal.pk if goal else 0, definition.measure.code


def sheet(request: ReportingRequest, shared: Frame | None = None) -> Sheet:
    """The sheet of a request that the caller has scoped; `shared` is the frame of its cycle, if it is at hand."""
    if shared is None:
        shared = _frame(request.cycle.measure_set.initiative_id, definitions_of(request))
        lines = [shared.line(one) for one in shared.definitions.values()]
        add_last(request, lines)
    else:
        owed = shared.owed.get(request.pk, set())
        lines = [shared.line(one) for key, one in shared.definitions.items() if key in owed]
        _put_last(lines, shared.before.get(request.participation.organisation_id or 0, ()))
    drafts = _add_drafts(request, lines)
    for line in lines:
        check(line)
    return Sheet(request, lines, shared, drafts)


def check(line: Line) -> None:
    """Put the findings of the present cells on the line."""
    entries = [validation.Entry(one.combination, one.number, one.weight, one.blank) for one in line.cells]
    last = {
        code: result
        for code, value in line.last.items()
        if not line.is_new_version
        and (result := rollup.result_of(line.definition.aggregation, value.number, value.weight)) is not None
    }
    line.findings = validation.findings(line.rules, entries, last)


def add_last(request: ReportingRequest, lines: Sequence[Line]) -> None:
    """Put the organisation's accepted values of the period before on the lines."""
    organisation = request.participation.organisation_id
    if organisation is not None:
        measures = {line.definition.measure_id for line in lines}
        _put_last(lines, _accepted_before(request.cycle, measures, organisation=organisation))


def _accepted_before(cycle: Cycle | None, measures: Collection[int], **of: int) -> Iterable[Any]:
    """The figures that stand for the period before, the latest version of a definition last."""
    before = periods.previous(cycle.period) if cycle is not None else None
    if before is None:
        return ()
    rows = Value.objects.current().filter(period=before, definition__measure__in=measures, **of)
    rows = rows.annotate(measure_id=F("definition__measure"), cell=F("combination__code"))
    columns = ("organisation_id", "definition_id", "measure_id", "cell", "number", "weight", "blank", "quality")
    return cast("Iterable[Any]", rows.order_by("definition__version").values_list(*columns, named=True))


def _put_last(lines: Sequence[Line], values: Iterable[Any]) -> None:
    by_measure = {line.definition.measure_id: line for line in lines}
    for value in values:
        if line := by_measure.get(value.measure_id):
            line.last[value.cell] = value
            line.is_new_version = value.definition_id != line.definition.pk


def _add_drafts(request: ReportingRequest, lines: Sequence[Line]) -> dict[tuple[int, str], DraftValue]:
    cells = {(cell.definition_id, cell.combination): cell for line in lines for cell in line.cells}
    found = {}
    for draft in DraftValue.objects.filter(request=request).annotate(cell=F("combination__code")):
        key = (draft.definition_id, draft.cell)
        if key in cells:
            found[key] = draft
            for name in (*COLUMNS, "revision"):
                setattr(cells[key], name, getattr(draft, name))
    return found


COLUMNS = ("number", "weight", "blank", "quality", "note", "note_language", "reason", "reason_language")
