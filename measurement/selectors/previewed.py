"""What the checks would say of a file before anybody says yes: its staged values laid over the sheet, in memory only.

The same sheet, the same checks and the same columns as when the file is taken in; nothing is written.
"""

from collections.abc import Callable
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from measurement import validation
from measurement.models import Upload, UploadState
from measurement.selectors import sheets
from measurement.selectors.sheets import Cell, Line, cell_name


@dataclass(frozen=True)
class Remark:
    """One sentence of the checks on one cell; `row` is its row in the file, 0 where the file has none for it."""

    row: int
    cell: Cell
    measure: Any
    finding: validation.Finding

    @property
    def number(self) -> Decimal | None:
        """What would stand in the cell."""
        return self.cell.number

    @property
    def weight(self) -> Decimal | None:
        """The number it is out of."""
        return self.cell.weight


@dataclass(frozen=True)
class Checks:
    """Errors stop the report from being sent; warnings ask for a reason. Each by the rows of the file."""

    errors: list[Remark]
    warnings: list[Remark]

    def __len__(self) -> int:
        return len(self.errors) + len(self.warnings)


def checks(upload: Upload) -> Checks | None:
    """What the checks would question in a file that waits for its yes; nothing where there is no sheet to lay it over.

    All staged values count, however many a page shows, and with them what the draft holds already. The number of
    queries does not depend on the file.
    """
    if upload.request is None or upload.state != UploadState.STAGED:
        return None
    known = sheets.sheet(upload.request).by_name()
    rows: dict[str, int] = {}
    touched: dict[int, Line] = {}
    staged = upload.staged.order_by("line", "column")
    columns = ("definition__measure__code", "combination__code", "line", "number", "weight", "blank", "note")
    for code, place, row, number, weight, blank, note in staged.values_list(*columns):
        name = cell_name(code, place)
        if name not in known:
            continue  # asked for no more: taking the file in tells it by name
        line, cell = known[name]
        if (cell.number, cell.weight, cell.blank) != (number, weight, blank):
            cell.reason = ""  # it was given for another number
        cell.number, cell.weight, cell.blank = number, weight, blank
        cell.note = note or cell.note
        rows[name] = row
        touched[line.definition.pk] = line
    for line in touched.values():
        sheets.check(line)
    lines = list(touched.values())
    return Checks(_remarks(lines, rows, Line.errors), _remarks(lines, rows, Line.open_warnings))


def _remarks(
    lines: list[Line], rows: dict[str, int], which: Callable[[Line], list[validation.Finding]]
) -> list[Remark]:
    """By the rows of the file; what has none comes last."""
    found = []
    for line in lines:
        for one in which(line):
            cell = line.cell(one.combination) or line.total
            found.append(Remark(rows.get(cell.name, 0), cell, line.name, one))
    return sorted(found, key=lambda one: (not one.row, one.row))
