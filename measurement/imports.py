"""Files on their way in: the columns of a report's workbook and of public figures, and what their lines become.

All errors of all lines come at once, each with its cell. Nothing is written here: the lines become staged values, and
after the person confirmed they go through the same acts as the page.
"""

from collections.abc import Collection, Sequence
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal
from typing import Any

from django.utils.translation import gettext_lazy as _

from kernel import importing, intake, numbers
from kernel.files.sheets import Finding
from kernel.importing import CleanRow, DateColumn, NumberColumn, PeriodColumn, Preview, TextColumn
from kernel.numbers import NOT_APPLICABLE
from kernel.text import sentence
from measurement import validation
from measurement.models import Category, Definition, DefinitionState, Upload
from measurement.selectors import sheets
from measurement.selectors.sheets import Sheet

# As the form of a report reads them: a share comes as its two numbers, so a per cent sign is a slip.
PLAIN = numbers.Style(percent="refused")
REPORT_COLUMNS = (
    TextColumn(code="report", title=_("Report"), required=False, longest=20),
    TextColumn(code="cell", title=_("Cell"), longest=240),
    NumberColumn(code="number", title=_("Number"), required=False, style=PLAIN),
    NumberColumn(code="weight", title=_("Denominator"), required=False, style=PLAIN),
    TextColumn(code="note", title=_("Note"), required=False, longest=1000),
)
FIGURE_COLUMNS = (
    TextColumn(code="measure", title=_("Measure"), longest=20),
    PeriodColumn(code="period", title=_("Period")),
    NumberColumn(code="number", title=_("Number")),
    NumberColumn(code="weight", title=_("Denominator"), required=False),
    TextColumn(code="combination", title=_("Combination"), required=False, longest=200),
    TextColumn(code="series", title=_("Series"), required=False, longest=40),
    TextColumn(code="source", title=_("Source"), required=False, longest=300),
    TextColumn(code="url", title=_("Address of the source"), required=False, longest=500),
    DateColumn(code="retrieved_on", title=_("Retrieved on"), required=False),
)


@dataclass
class Line:
    """One line that can be staged."""

    number: int
    definition: Definition
    combination: str
    value: Decimal | None = None
    weight: Decimal | None = None
    blank: str = ""
    note: str = ""
    period: str = ""
    series: str = ""
    source: str = ""
    url: str = ""
    retrieved_on: date | None = None


@dataclass
class Reading:
    """A file, understood: lines to stage, or findings; `more` counts those beyond the list."""

    lines: list[Line] = field(default_factory=list)
    findings: list[Finding] = field(default_factory=list)
    notes: Sequence[Finding] = ()
    more: int = 0
    rows: Sequence[CleanRow] = ()

    @property
    def ok(self) -> bool:
        """Whether it may be staged."""
        return not self.findings and bool(self.lines)


def _preview(data: bytes, name: str, columns: Sequence[Any], key: Sequence[str]) -> Preview | Reading:
    try:
        sheet = intake.read(data, name)
    except intake.FileRefused as refusal:
        return Reading(findings=refusal.findings)
    return importing.read(sheet, columns, key=key)


def report(data: bytes, name: str, page: Sheet) -> Reading:
    """The lines of a report's file. Refuses another report's template, cells that are not asked for, empty files."""
    preview = _preview(data, name, REPORT_COLUMNS, ("cell",))
    if isinstance(preview, Reading):
        return preview
    findings, lines, odd = list(preview.findings), [], []
    known = page.by_name()
    strange = next(
        (row for row in preview.rows if row.values.get("report") not in {None, "", page.request.public_id}), None
    )
    if strange is not None:
        text = _("This template belongs to another report: take the template from this report's page.")
        return Reading(findings=[Finding("another_report", text, strange.number, preview.columns.get("report"))])
    for row in preview.rows:
        name_of_cell = row.values.get("cell") or ""
        if name_of_cell not in known:
            words = _("This report does not ask for the cell %(cell)s: leave the codes as they are.")
            text = sentence(words, cell=name_of_cell)
            findings.append(Finding("unknown_cell", text, row.number, preview.columns.get("cell")))
            continue
        number, blank = row.values.get("number"), row.blanks.get("number", "")
        if number is None and blank != NOT_APPLICABLE:
            continue  # an empty cell is not reported, and never a zero
        line, cell = known[name_of_cell]
        lines.append(
            Line(
                row.number,
                line.definition,
                cell.combination,
                number,
                row.values.get("weight") if number is not None else None,
                "not_applicable" if number is None else "",
                row.values.get("note") or "",
            )
        )
        odd += _odd(line.rules, lines[-1], preview.columns.get("number"))
    return Reading(lines, _with(findings, odd, bool(lines)), preview.notes, preview.more, preview.rows)


def _with(findings: list[Finding], odd: list[Finding], is_filled: bool) -> list[Finding]:
    """A refused file comes again anyhow: what the checks would stop is told now. By itself that waits for the yes."""
    if findings:
        return sorted([*findings, *odd], key=lambda one: one.row or 0)
    empty = Finding("nothing", _("There is no number in the file: fill in the column of numbers."))
    return [] if is_filled else [empty]


def _odd(rules: validation.Rules, line: Line, column: int | None) -> list[Finding]:
    """What the checks would stop in the cell of one line."""
    entry = validation.Entry(line.combination, number=line.value, weight=line.weight, blank=line.blank)
    return [Finding(one.code, one.sentence, line.number, column) for one in validation.errors_of(rules, entry)]


def figures(data: bytes, name: str, live: dict[str, Definition], categories: Collection[str]) -> Reading:
    """The lines of a file of public figures. Refuses measures without a definition in force, and unknown categories.

    `categories` are the initiative's, as `sex=f`.
    """
    preview = _preview(data, name, FIGURE_COLUMNS, ("measure", "period", "combination", "series"))
    if isinstance(preview, Reading):
        return preview
    findings, lines = list(preview.findings), []
    cells: dict[str, str] = {}
    for row in preview.rows:
        code = row.values.get("measure") or ""
        if code not in live:
            text = sentence(_("No measure with a definition in force has the code %(code)s."), code=code)
            findings.append(Finding("unknown_measure", text, row.number, preview.columns.get("measure")))
            continue
        combination = row.values.get("combination") or ""
        if combination not in cells:
            if strange := validation.unknown_part(combination, categories):
                text = sentence(_("This initiative has no category %(code)s: write it as sex=f."), code=strange)
                findings.append(Finding("unknown_category", text, row.number, preview.columns.get("combination")))
                continue
            cells[combination] = validation.combination_of(validation.parts_of(combination))
        if row.values.get("number") is not None:
            lines.append(_figure(row.number, live[code], cells[combination], row.values))
    if not findings and not lines:
        findings.append(Finding("nothing", _("There is no number in the file: fill in the column of numbers.")))
    return Reading(lines, findings, preview.notes, preview.more, preview.rows)


def _figure(number: int, definition: Definition, combination: str, values: dict[str, Any]) -> Line:
    return Line(
        number,
        definition,
        combination,
        values["number"],
        values.get("weight"),
        period=values.get("period") or "",
        series=values.get("series") or "",
        source=values.get("source") or "",
        url=values.get("url") or "",
        retrieved_on=values.get("retrieved_on"),
    )


def of(upload: Upload) -> Reading:
    """What is in the file of an upload."""
    version = upload.document.versions.order_by("-number").first() if upload.document is not None else None
    if version is None:
        return Reading(findings=[Finding("no_file", _("The file is not here any more: send it again."))])
    with version.file.open("rb") as file:
        data = file.read()
    if upload.request is not None:
        return report(data, upload.file_name, sheets.sheet(upload.request))
    rows = Definition.objects.filter(measure__initiative=upload.initiative_id, state=DefinitionState.LIVE)
    known = Category.objects.filter(dimension__initiative=upload.initiative_id)
    return figures(
        data,
        upload.file_name,
        {row.measure.code: row for row in rows.select_related("measure")},
        {f"{dimension}={code}" for dimension, code in known.values_list("dimension__code", "code")},
    )
