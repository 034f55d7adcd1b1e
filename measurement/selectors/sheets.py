"""A request as one sheet: what is asked, what is typed, what stood last time, what the checks say.

The grid, the checks before sending, the acts that save and send, the template of the workbook and the endpoint all read
this one thing. The number of queries does not depend on its size.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from decimal import Decimal
from typing import Any

from kernel import languages, periods
from measurement import rollup, validation
from measurement.models import Combination, Definition, DraftValue, ReportingRequest, RequestedMeasure, Value
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
    cells: list[Cell]
    last: dict[str, Value] = field(default_factory=dict)
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
    """A request with all its lines. `combinations` maps codes to rows; `drafts` are what is stored, by cell."""

    request: ReportingRequest
    lines: list[Line]
    combinations: dict[str, Combination]
    words: cell_words.Words
    drafts: dict[tuple[int, str], DraftValue] = field(default_factory=dict)

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


def definitions_of(request: ReportingRequest) -> list[Definition]:
    """The definitions a request asks for, by goal and code."""
    asked = RequestedMeasure.objects.filter(request=request).select_related("definition__measure__goal")
    found = [row.definition for row in asked]
    return sorted(found, key=_place)


def _place(definition: Definition) -> tuple[bool, int, int, str]:
    goal = definition.measure.goal
    return goal is None, goal.position if goal else 0, goal.pk if goal else 0, definition.measure.code


def sheet(request: ReportingRequest, *, only: Iterable[int] | None = None) -> Sheet:
    """The sheet of a request that the caller has scoped; of the definitions in `only`, if a save touches few cells."""
    definitions = definitions_of(request)
    if only is not None:
        wanted = set(only)
        definitions = [one for one in definitions if one.pk in wanted]
    initiative_id = request.cycle.measure_set.initiative_id
    known = cell_words.words(initiative_id)
    combinations = {one.code: one for one in Combination.objects.filter(initiative=initiative_id)}
    lines = [_line(one, known) for one in definitions]
    _add_last(request, lines, combinations)
    drafts = _add_drafts(request, lines, combinations)
    for line in lines:
        check(line, known)
    return Sheet(request, lines, combinations, known, drafts)


def check(line: Line, known: cell_words.Words) -> None:
    """Put the findings of the present cells on the line."""
    entries = [validation.Entry(one.combination, one.number, one.weight, one.blank) for one in line.cells]
    last = {
        code: result
        for code, value in line.last.items()
        if not line.is_new_version
        and (result := rollup.result_of(line.definition.aggregation, value.number, value.weight)) is not None
    }
    line.findings = validation.findings(cell_words.rules_of(line.definition, known), entries, last)


def _line(definition: Definition, known: cell_words.Words) -> Line:
    measure = definition.measure
    codes = sorted(definition.cells or [""], key=known.sort_key)
    return Line(
        definition=definition,
        code=measure.code,
        name=languages.text(measure, "name"),
        heading=str(measure.goal) if measure.goal else "",
        cells=[Cell(definition.pk, code, cell_name(measure.code, code), known.label(code)) for code in codes],
    )


def _add_last(request: ReportingRequest, lines: Sequence[Line], combinations: dict[str, Combination]) -> None:
    before = periods.previous(request.cycle.period)
    organisation = request.participation.organisation_id
    if before is None or organisation is None:
        return
    by_measure = {line.definition.measure_id: line for line in lines}
    codes = {one.pk: code for code, one in combinations.items()}
    found = (
        Value.objects.current()
        .filter(organisation=organisation, period=before, definition__measure__in=by_measure)
        .select_related("definition")
        .order_by("definition__version")
    )
    for value in found:
        line = by_measure[value.definition.measure_id]
        line.last[codes[value.combination_id]] = value
        line.is_new_version = value.definition_id != line.definition.pk


def _add_drafts(
    request: ReportingRequest, lines: Sequence[Line], combinations: dict[str, Combination]
) -> dict[tuple[int, str], DraftValue]:
    cells = {(cell.definition_id, cell.combination): cell for line in lines for cell in line.cells}
    codes = {one.pk: code for code, one in combinations.items()}
    found = {}
    for draft in DraftValue.objects.filter(request=request):
        key = (draft.definition_id, codes[draft.combination_id])
        if key in cells:
            found[key] = draft
            for name in (*COLUMNS, "revision"):
                setattr(cells[key], name, getattr(draft, name))
    return found


COLUMNS = ("number", "weight", "blank", "quality", "note", "note_language", "reason", "reason_language")
