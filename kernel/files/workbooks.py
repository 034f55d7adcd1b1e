"""Workbooks (.xlsx): opened with suspicion, read by python-calamine, looked at a second time for what it does not tell.

    read(data) -> Sheet          raises FileRefused; called by `intake`

Limits: 2,000 members, 200 MB and a hundredfold unpacked, no DTD, no password. The second look finds merged cells,
hidden rows, errors and formulas without a saved result, which all come out of the reader as plain or empty cells. A
cell that shows 12% holds 0.12; it leaves as the text "12%", so that the column's setting decides as for typed text.
"""

import io
import re
import zipfile
from collections.abc import Iterator
from dataclasses import dataclass, field
from decimal import Decimal
from typing import Any
from xml.parsers import expat

import python_calamine
from django.utils.translation import gettext_lazy as _

from kernel.files.sheets import (
    NOTE,
    ErrorCell,
    FileRefused,
    Finding,
    FormulaCell,
    Row,
    Sheet,
    address,
    headed,
    is_blank,
    merges,
    refuse_size,
    refused,
)
from kernel.text import sentence

MOST_MEMBERS, MOST_BYTES, MOST_RATIO = 2_000, 200_000_000, 100
_SMALL = 10_000_000  # below this a high ratio is only a repetitive table
MOST_CELLS = 6_000_000  # of the rectangle that holds them all: the reader keeps it whole in memory
_BLOCK = 1 << 20
_HEAD = 4096
_MAIN = "xl/workbook.xml"
_DAMAGED = _("The workbook is damaged. Open it, save it again and send the new one.")
_ADDRESS = re.compile(r"([A-Z]{1,3})([0-9]{1,7})")
_PER_CENT = (9, 10)  # number formats that every workbook has without naming them


def read(data: bytes) -> Sheet:
    """The first visible sheet; refuses what is no workbook, is too large inside or damaged, with one sentence."""
    try:
        archive = zipfile.ZipFile(io.BytesIO(data))
    except (zipfile.BadZipFile, OSError, ValueError, NotImplementedError) as error:
        raise refused("damaged", _DAMAGED) from error
    with archive:
        _refuse_dangerous(archive)
        _refuse_foreign(archive)
        try:
            name, part, others = _first_visible(archive)
            look = _look(archive, part)
        except (KeyError, ValueError, expat.ExpatError, zipfile.BadZipFile, EOFError, OSError) as error:
            if isinstance(error, FileRefused):
                raise
            raise refused("damaged", _DAMAGED) from error
    if look.columns * look.rows > MOST_CELLS:
        raise refused(
            "far_cells",
            sentence(
                _("The sheet reaches down to %(address)s: delete the empty rows and columns beyond the table."),
                address=address(look.columns - 1, look.rows),
            ),
        )
    rows = list(_rows(_values(data, name), look))
    refuse_size(len(rows))
    header, below, captions = headed(rows)
    if found := merges(look.merged, header.number):
        raise FileRefused(found)
    return Sheet("xlsx", name, header, below, [*captions, *_notes(rows, look, name, others)])


def _refuse_dangerous(archive: zipfile.ZipFile) -> None:
    members = archive.infolist()
    whole = sum(member.file_size for member in members)
    packed = sum(member.compress_size for member in members) or 1
    if len(members) > MOST_MEMBERS or whole > MOST_BYTES or (whole > _SMALL and whole / packed > MOST_RATIO):
        raise refused(
            "too_large_inside",
            sentence(_("The workbook is larger inside than we accept (%(most)s MB)."), most=MOST_BYTES // 1_000_000),
        )
    for member in members:
        if member.flag_bits & 1:
            raise refused("password", _("The workbook has a password: save it without one."))
        try:
            with archive.open(member) as stream:
                head = stream.read(_HEAD)
                while stream.read(_BLOCK):  # a size that lies ends in a checksum that does not fit
                    pass
        except Exception as error:  # every compression method has errors of its own
            raise refused("damaged", _DAMAGED) from error
        if b"<!DOCTYPE" in (bare := head.replace(b"\0", b"").upper()) or b"<!ENTITY" in bare:
            raise refused("damaged", _DAMAGED)


def _refuse_foreign(archive: zipfile.ZipFile) -> None:
    names = set(archive.namelist())
    if _MAIN in names:
        return
    if "word/document.xml" in names:
        raise refused("word", _("This is a Word document, not a workbook: choose an XLSX or CSV file."))
    if "xl/workbook.bin" in names or "mimetype" in names:
        raise refused("other_workbook", _("This is another kind of workbook: save it as .xlsx."))
    raise refused("zip", _("This is a ZIP, not a workbook: unpack it and choose the XLSX or CSV file."))


def _first_visible(archive: zipfile.ZipFile) -> tuple[str, str, int]:
    """Name and member of the first sheet that shows, and how many others show."""
    sheets: list[tuple[str, str]] = []
    targets: dict[str, str] = {}

    def sheet(tag: str, given: dict[str, str]) -> None:
        if tag == "sheet" and given.get("state", "visible") == "visible":
            sheets.append((given["name"], next(value for key, value in given.items() if key.endswith(":id"))))

    def target(tag: str, given: dict[str, str]) -> None:
        if tag == "Relationship":
            targets[given["Id"]] = given["Target"]

    _walk(archive, _MAIN, sheet)
    _walk(archive, "xl/_rels/workbook.xml.rels", target)
    if not sheets:
        raise refused("no_sheet", _("The workbook has no sheet that shows: unhide the one with the table."))
    name, key = sheets[0]
    place = targets[key]
    return name, place.lstrip("/") if place.startswith("/") else f"xl/{place}", len(sheets) - 1


def _no_doctype(*_given: Any) -> None:
    raise ValueError("a workbook needs no document type")


def _walk(archive: zipfile.ZipFile, part: str, start: Any, end: Any = None, text: Any = None) -> None:
    """Call `start(tag, attributes)` and `end(tag)` for each element of a member; prefixes of names are dropped."""
    parser = expat.ParserCreate()
    parser.StartDoctypeDeclHandler = _no_doctype
    parser.StartElementHandler = lambda tag, given: start(tag.rpartition(":")[2], given)
    if end:
        parser.EndElementHandler = lambda tag: end(tag.rpartition(":")[2])
    if text:
        parser.CharacterDataHandler = text
    with archive.open(part) as stream:
        parser.ParseFile(stream)


@dataclass
class _Look:
    """What the second look found: cells count from 0, rows from 1."""

    formats: set[int] = field(default_factory=set)
    rows: int = 0
    columns: int = 0
    hidden: list[int] = field(default_factory=list)
    merged: list[str] = field(default_factory=list)
    formulas: set[tuple[int, int]] = field(default_factory=set)
    errors: dict[tuple[int, int], str] = field(default_factory=dict)
    shares: set[tuple[int, int]] = field(default_factory=set)
    cell: tuple[int, int] = (0, -1)
    row: int = 0
    inside = has_formula = has_value = False

    def start(self, tag: str, given: dict[str, str]) -> None:
        if tag == "row":
            self.row = int(given.get("r", self.row + 1))
            self.cell = (self.row, -1)
            if given.get("hidden") in ("1", "true"):
                self.hidden.append(self.row)
        elif tag == "c":
            self._cell(given)
        elif tag == "f":
            self.has_formula = True
        elif tag in ("v", "is"):
            self.inside = True
        elif tag == "mergeCell":
            self.merged.append(given["ref"])

    def _cell(self, given: dict[str, str]) -> None:
        found = _ADDRESS.fullmatch(given.get("r", ""))
        if found:
            column = 0
            for letter in found[1]:
                column = column * 26 + ord(letter) - 64
            self.cell = (int(found[2]), column - 1)
        else:
            self.cell = (self.row, self.cell[1] + 1)
        self.inside = self.has_formula = False
        self.has_value = given.get("t") == "str"  # a formula may well give no letters
        if given.get("t") == "e":
            self.errors[self.cell] = ""
        if given.get("t", "n") == "n" and int(given.get("s", 0)) in self.formats:
            self.shares.add(self.cell)

    def text(self, text: str) -> None:
        if self.inside:
            self.has_value = True
            if self.cell in self.errors:
                self.errors[self.cell] += text.strip()

    def end(self, tag: str) -> None:
        self.inside = self.inside and tag not in ("v", "is")
        if tag == "c" and (self.has_formula or self.has_value):
            self.rows, self.columns = max(self.rows, self.cell[0]), max(self.columns, self.cell[1] + 1)
            if not self.has_value:
                self.formulas.add(self.cell)


def _look(archive: zipfile.ZipFile, part: str) -> _Look:
    look = _Look(formats=_share_formats(archive))
    _walk(archive, part, look.start, look.end, look.text)
    return look


def _share_formats(archive: zipfile.ZipFile) -> set[int]:
    """The numbers of the cell styles that show a share as a percentage."""
    codes, formats, inside, place = set(_PER_CENT), set(), False, 0

    def start(tag: str, given: dict[str, str]) -> None:
        nonlocal inside, place
        if tag == "numFmt" and "%" in given.get("formatCode", ""):
            codes.add(int(given["numFmtId"]))
        elif tag == "cellXfs":
            inside = True
        elif tag == "xf" and inside:
            if int(given.get("numFmtId", 0)) in codes:
                formats.add(place)
            place += 1

    def end(tag: str) -> None:
        nonlocal inside
        if tag == "cellXfs":
            inside = False

    if "xl/styles.xml" in archive.namelist():
        _walk(archive, "xl/styles.xml", start, end)
    return formats


def _values(data: bytes, name: str) -> tuple[int, Iterator[list[Any]]]:
    """The first column, and the rows from the sheet's top; whatever the reader raises, the workbook is damaged."""
    try:
        sheet = python_calamine.CalamineWorkbook.from_filelike(io.BytesIO(data)).get_sheet_by_name(name)
        return (sheet.start or (0, 0))[1], sheet.iter_rows()
    except python_calamine.PasswordError as error:
        raise refused("password", _("The workbook has a password: save it without one.")) from error
    except BaseException as error:  # a panic of the reader is no Exception
        if isinstance(error, (KeyboardInterrupt, SystemExit, MemoryError)):
            raise
        raise refused("damaged", _DAMAGED) from error


def _rows(values: tuple[int, Iterator[list[Any]]], look: _Look) -> Iterator[Row]:
    """Rows that hold something, with the marks of the second look put where the reader saw nothing."""
    first_column, rows = values
    marked = {place: FormulaCell("=") for place in look.formulas} | {
        place: ErrorCell(said or "#") for place, said in look.errors.items()
    }
    by_row: dict[int, list[tuple[int, Any]]] = {}
    for (row, column), mark in marked.items():
        by_row.setdefault(row, []).append((column, mark))
    for number, given in enumerate(rows, 1):
        if number not in by_row and not any(value not in ("", None) for value in given):
            continue
        cells: list[Any] = [None] * first_column + [None if is_blank(value) else value for value in given]
        for column, mark in by_row.pop(number, ()):
            cells += [None] * (column + 1 - len(cells))
            cells[column] = mark
        for column, value in enumerate(cells):
            if isinstance(value, (int, float)) and (number, column) in look.shares:
                cells[column] = f"{(Decimal(repr(value)) * 100).normalize():f}%"
        row_ = Row(number, tuple(cells))
        if not row_.is_blank:
            yield row_
    for number in sorted(by_row):  # marks below the last value
        cells = [None] * (max(column for column, _mark in by_row[number]) + 1)
        for column, mark in by_row[number]:
            cells[column] = mark
        yield Row(number, tuple(cells))


def _notes(rows: list[Row], look: _Look, name: str, others: int) -> Iterator[Finding]:
    numbers = {row.number for row in rows}
    for hidden in look.hidden:
        if hidden in numbers:
            yield Finding(
                "hidden_row", sentence(_("Row %(row)s is hidden, and was read."), row=hidden), hidden, level=NOTE
            )
    if others:
        yield Finding("other_sheets", sentence(_("Only the sheet %(name)s was read."), name=name), level=NOTE)
