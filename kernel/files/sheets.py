"""What a file of rows is, however it came: rows with their numbers, cells with their addresses, findings with both.

    Sheet(kind, name, header, rows, notes)   Row(number, values)   Finding(code, sentence, row, column, level)
    FileRefused(findings)                    raised instead of a sheet
    headed(rows) -> header, rows below, notes
    address(column, row) -> "D2"             column counts from 0, row from 1, as a spreadsheet shows them
    FormulaCell, ErrorCell                   texts that stand where a cell holds no value: no column takes them

Reading files is `intake`, understanding columns `importing`.
"""

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from typing import Any

from django.utils.translation import gettext_lazy as _

from kernel.text import sentence

MOST_ROWS = 250_000
EMPTY = _("The file is empty: choose the one that holds the table.")

ERROR, NOTE = "error", "note"
_GAP = 200  # blank rows after which a table has ended
LISTED = 200  # findings shown; the rest is a count
BLANKS = " \u00a0\t\u200e\u200f\ufeff"  # spaces and invisible marks


class FormulaCell(str):
    """A formula whose result was never saved."""

    __slots__ = ()


class ErrorCell(str):
    """#REF! and its like, as the workbook marks them."""

    __slots__ = ()


@dataclass(frozen=True)
class Finding:
    """One remark on a file: where, what, and what to do. `str()` gives the sentence with its place."""

    code: str
    sentence: Any
    row: int | None = None
    column: int | None = None
    level: str = ERROR

    @property
    def place(self) -> str:
        """The address of the cell; "" for a whole row, column or file, whose sentence names it."""
        return "" if self.row is None or self.column is None else address(self.column, self.row)

    @property
    def is_error(self) -> bool:
        return self.level == ERROR

    def __str__(self) -> str:
        if not self.place:
            return str(self.sentence)
        return str(sentence(_("%(place)s: %(sentence)s"), place=self.place, sentence=_Said(str(self.sentence))))


class _Said(str):
    """A sentence inside a sentence is not cut and not isolated."""

    __slots__ = ()


@dataclass(frozen=True)
class Row:
    """One row as it stands in the file; numbers count from 1 and include the header."""

    number: int
    values: tuple[Any, ...]

    def __getitem__(self, column: int) -> Any:
        return self.values[column] if column < len(self.values) else None

    @property
    def is_blank(self) -> bool:
        return all(map(is_blank, self.values))

    @property
    def filled(self) -> int:
        """How many cells hold something."""
        return sum(not is_blank(value) for value in self.values)


@dataclass(frozen=True)
class Sheet:
    """A table with a header: what `intake.read` returns."""

    kind: str
    name: str
    header: Row
    rows: Sequence[Row]
    notes: Sequence[Finding] = field(default_factory=tuple)

    def column(self, place: int) -> list[Any]:
        """What stands in a column, from row to row."""
        return [row.values[place] if place < len(row.values) else None for row in self.rows]


class FileRefused(ValueError):
    """The file holds no table that can be read; `findings` says everything that stands in the way."""

    def __init__(self, findings: Sequence[Finding]) -> None:
        super().__init__(findings[0].code)
        self.findings = list(findings)
        self.code = findings[0].code
        self.sentence = findings[0].sentence

    def __str__(self) -> str:
        return "\n".join(str(finding) for finding in self.findings)


def headed(rows: Sequence[Row]) -> tuple[Row, Sequence[Row], list[Finding]]:
    """Header, rows below it, and notes on what stood above it or far below the table.

    Captions fill one cell, a header several; after two hundred blank rows the table has ended.
    """
    place = next((place for place, row in enumerate(rows) if row.filled > 1), 0)
    notes = []
    if place:
        said = sentence(_("The header is row %(row)s; the lines above it were left out."), row=rows[place].number)
        notes.append(Finding("captions", said, rows[place].number, level=NOTE))
    end = next((at for at in range(place + 1, len(rows)) if rows[at].number - rows[at - 1].number > _GAP), len(rows))
    if end < len(rows):
        said = sentence(_("Row %(row)s lies far below the table and was left out."), row=rows[end].number)
        notes.append(Finding("far_below", said, rows[end].number, level=NOTE))
    return rows[place], rows[place + 1 : end], notes


def refused(code: str, said: Any, row: int | None = None, column: int | None = None) -> FileRefused:
    """The refusal for one reason."""
    return FileRefused([Finding(code, said, row, column)])


def refuse_size(rows: int) -> None:
    """Refuses a table of no rows, and one of more than are read."""
    if not rows:
        raise refused("empty", EMPTY)
    if rows > MOST_ROWS:
        said = _("The file has more than %(most)s rows: split it into several files.")
        raise refused("too_many_rows", sentence(said, most=MOST_ROWS))


def merges(areas: Iterable[str], header: int) -> list[Finding]:
    """What merged cells lack: titles of their own, or values below the titles; above the header they do no harm."""
    found = []
    for area in areas:
        rows = [int(row) for row in re.findall(r"[0-9]+", area)]
        said = _("Cells %(cells)s are merged: each column needs its own title.")
        if min(rows) > header:
            said = _("Cells %(cells)s are merged: unmerge them, and write a value in each.")
        if max(rows) >= header:
            found.append(Finding("merged", sentence(said, cells=area)))
    return found


def is_blank(value: Any) -> bool:
    """Whether a cell holds nothing: no value, or only spaces and invisible marks."""
    return value is None or (isinstance(value, str) and not value.strip(BLANKS))


def letters(column: int) -> str:
    """The name of a column: 0 is A, 26 is AA."""
    name = ""
    column += 1
    while column:
        column, place = divmod(column - 1, 26)
        name = chr(65 + place) + name
    return name


def address(column: int, row: int) -> str:
    """The name of a cell: column 3 of row 2 is D2."""
    return f"{letters(column)}{row}"
