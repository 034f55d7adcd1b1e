"""The entry grid as plain rows: what the template loops over, with nothing left to compute or to ask."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from django.utils.translation import gettext as _

from kernel import formatting, languages
from measurement import rollup
from measurement.models import Aggregation, Question, Value
from measurement.selectors import shown
from measurement.selectors.sheets import Cell, Line, Sheet

_LATER = {"missing", "part_missing"}  # an empty cell is no mistake while one is typing


@dataclass(frozen=True)
class GridCell:
    """One input, or an empty place where the measure asks for nothing."""

    name: str = ""
    key: str = ""
    label: str = ""
    column: str = ""
    text: str = ""
    revision: int = 0
    kind: str = ""
    note: str = ""
    described_by: str = ""


@dataclass(frozen=True)
class Remark:
    """What the checks say under a row: a warning takes a reason."""

    kind: str
    text: Any
    cell_name: str
    cell_label: str
    reason: str
    key: str
    takes_reason: bool


@dataclass(frozen=True)
class Thread:
    """A question under its row, with its replies."""

    question: Question
    replies: list[Any]


@dataclass
class GridRow:
    """A row of inputs; a measure with a denominator has two."""

    code: str
    name: Any
    key: str
    last: str
    cells: list[GridCell]
    is_weight: bool = False
    is_part: bool = False
    weight_name: Any = ""
    unit: Any = ""
    help: Any = ""
    note: str = ""
    note_name: str = ""
    note_refusal: str = ""
    quality: str = ""
    quality_name: str = ""
    remarks: list[Remark] = field(default_factory=list)
    threads: list[Thread] = field(default_factory=list)
    is_asked: bool = False


@dataclass
class GridGroup:
    """The measures of one goal."""

    heading: str
    rows: list[GridRow]


def groups(
    sheet: Sheet, questions: list[Question], typed: Mapping[str, str], refused: Mapping[str, Any]
) -> list[GridGroup]:
    """The whole grid. `typed` and `refused`: what came for cells that were not saved, shown again with the reasons."""
    columns = [code for code, _label in sheet.columns]
    threads: dict[int | None, list[Thread]] = {}
    for question in questions:
        threads.setdefault(question.definition_id, []).append(Thread(question, list(question.replies.all())))
    out: list[GridGroup] = []
    for line in sheet.lines:
        if not out or out[-1].heading != line.heading:
            out.append(GridGroup(line.heading, []))
        out[-1].rows += _rows(line, columns, threads.get(line.definition.pk, []), typed, refused)
    return out


def words_of(cell: Cell) -> str:
    """A cell as it is typed: the number, the word for not applicable, or nothing."""
    if cell.number is not None:
        return formatting.figure(cell.number)
    return _("not applicable") if cell.blank else ""


def last_words(line: Line, value: Value | None) -> str:
    """The figure of the period before."""
    if value is None:
        return ""
    if value.number is None:
        return _("not applicable")
    result = rollup.result_of(line.definition.aggregation, value.number, value.weight)
    if result is None:
        return formatting.figure(None)
    read = formatting.figure(shown.figure(line.definition, result), line.definition.places)
    return f"{read}%" if line.definition.is_share else read


def _rows(
    line: Line,
    columns: list[str],
    threads: list[Thread],
    typed: Mapping[str, str],
    refused: Mapping[str, Any],
) -> list[GridRow]:
    by_code = {cell.combination: cell for cell in line.cells}
    remarks = [_remark(line, one) for one in line.findings if one.code not in _LATER]
    kinds = {
        finding.combination: "bad" if finding.is_error else "watch"
        for finding in reversed(line.findings)
        if finding.code not in _LATER
    }
    row = GridRow(
        code=line.code,
        name=line.name,
        key=f"m-{line.code}",
        last=last_words(line, line.last.get("")),
        cells=[],
        unit=languages.text(line.definition, "unit"),
        help=languages.text(line.definition, "text"),
        note=typed.get(f"note:{line.total.name}", line.total.note),
        note_name=f"note:{line.total.name}",
        note_refusal=str(refused.get(f"note:{line.total.name}", "")),
        quality=line.total.quality,
        quality_name=f"quality:{line.total.name}",
        remarks=remarks,
        threads=threads,
        is_asked=bool(threads),
        is_part=line.definition.aggregation == Aggregation.RATIO,
    )
    row.cells = [_input(by_code.get(code), "", kinds.get(code, ""), row, typed, refused) for code in columns]
    return [row, _weights(line, row, columns, by_code, typed, refused)] if line.definition.needs_weight else [row]


def _weights(
    line: Line,
    row: GridRow,
    columns: list[str],
    by_code: Mapping[str, Cell],
    typed: Mapping[str, str],
    refused: Mapping[str, Any],
) -> GridRow:
    """The row of denominators under the row of numbers; what is said about the measure stands below both."""
    last = line.last.get("")
    weights = GridRow(
        code=line.code,
        name=languages.text(line.definition, "weight_name"),
        key=f"w-{line.code}",
        last=formatting.figure(last.weight) if last is not None and last.weight is not None else "",
        cells=[_input(by_code.get(code), "weight:", "", row, typed, refused) for code in columns],
        is_weight=True,
        remarks=row.remarks,
        threads=row.threads,
    )
    row.remarks, row.threads = [], []
    return weights


def _input(
    cell: Cell | None, part: str, kind: str, row: GridRow, typed: Mapping[str, str], refused: Mapping[str, Any]
) -> GridCell:
    if cell is None:
        return GridCell()
    name = f"{part}{cell.name}"
    stored = words_of(cell) if not part else formatting.figure(cell.weight) if cell.weight is not None else ""
    return GridCell(
        name=name,
        key=f"c-{name}".replace("|", "-").replace("=", "-").replace(";", "-").replace(":", "-"),
        label=f"{row.name}, {cell.label}",
        column=cell.label,
        text=typed.get(name, stored),
        revision=cell.revision,
        kind="bad" if name in refused else kind,
        note=str(refused.get(name, "")),
        described_by=f"n-{row.code}" if kind else "",
    )


def _remark(line: Line, finding: Any) -> Remark:
    cell = line.cell(finding.combination) or line.total
    return Remark(
        kind="bad" if finding.is_error else "watch",
        text=finding.sentence,
        cell_name=cell.name,
        cell_label=cell.label,
        reason=cell.reason,
        key=f"r-{cell.name}-{finding.code}".replace("|", "-").replace("=", "-").replace(";", "-"),
        takes_reason=not finding.is_error,
    )
