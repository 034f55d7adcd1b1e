"""Rows on their way out: streamed CSV and XLSX, typed columns, nothing a spreadsheet would take for a formula.

Interface:
    Field(code, title, kind="text", width=0, choices=())      kind: text | number | whole | share | money | date
    csv_chunks(fields, rows) -> Iterator[bytes]                UTF-8 with a mark, so that Excel reads Hebrew
    write_xlsx(target, fields, rows, sheet, right_to_left=True, note="")     target: a path or a binary file
    write_book(target, [Page(name, fields, rows)], right_to_left=True)       several sheets in one file
    guarded(text) -> str                                       a text that starts like a formula gets an apostrophe
    row: {code: value} or a sequence in the order of the fields; None stays empty

Numbers stay numbers (money is given in minor units and leaves in whole ones, a share 0.12 shows as 12%). A field with
`choices` offers them as a list, kept on a hidden sheet, for a list inside the cell may hold 255 letters only. It
decides nothing about who may see what: rows arrive as they may leave.
"""

import csv
import io
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import IO, Any, Literal

import xlsxwriter
from django.utils.translation import gettext as _

Kind = Literal["text", "number", "whole", "share", "money", "date"]
Given = Mapping[str, Any] | Sequence[Any]
_FORMULA_STARTS = tuple("=+-@\t\r\uff1d\uff0b\uff0d\uff20")
_ROWS_IN_A_CHUNK = 500
_LONGEST_CELL = 32_767
_LAST_ROW = 1_048_575
_FORMATS = {"number": "#,##0.####", "whole": "#,##0", "share": "0.0%", "money": "#,##0.00", "date": "yyyy-mm-dd"}
_WIDTHS = {"text": 30, "number": 14, "whole": 12, "share": 10, "money": 16, "date": 12}


@dataclass(frozen=True)
class Field:
    """One column of a file that leaves."""

    code: str
    title: Any
    kind: Kind = "text"
    width: int = 0
    choices: Sequence[Any] = ()


@dataclass(frozen=True)
class Page:
    """One sheet of a book."""

    name: str
    fields: Sequence[Field]
    rows: Iterable[Given]
    note: str = ""


def guarded(text: str) -> str:
    """A text that a spreadsheet would run is made a text again; our own import takes the apostrophe off."""
    return f"'{text}" if text.startswith(_FORMULA_STARTS) else text


def csv_chunks(fields: Sequence[Field], rows: Iterable[Given]) -> Iterator[bytes]:
    """The file piece by piece, so that a million rows need the memory of five hundred."""
    out = io.StringIO()
    writer = csv.writer(out, lineterminator="\r\n")
    writer.writerow([guarded(str(field.title)) for field in fields])
    yield "\ufeff".encode()
    for place, row in enumerate(rows, 1):
        writer.writerow([_csv_cell(field, value) for field, value in _cells(fields, row)])
        if place % _ROWS_IN_A_CHUNK == 0:
            yield _taken(out)
    yield _taken(out)


def _taken(out: io.StringIO) -> bytes:
    text = out.getvalue()
    out.seek(0)
    out.truncate()
    return text.encode("utf-8", "replace")


def _cells(fields: Sequence[Field], row: Given) -> Iterator[tuple[Field, Any]]:
    if isinstance(row, Mapping):
        return ((field, row.get(field.code)) for field in fields)
    return zip(fields, row, strict=True)


def _csv_cell(field: Field, value: Any) -> str:
    if value is None or value == "":
        return ""
    if field.kind == "text":
        return guarded(str(value))
    if field.kind == "date":
        return str(value.isoformat())
    written = f"{_number(field, value):f}"
    # A column keeps four places; a file for people says 86.28, and money keeps its agorot.
    return written.rstrip("0").rstrip(".") if field.kind != "money" and "." in written else written


def _number(field: Field, value: Any) -> Decimal:
    """Exact, without an exponent; a float has no business among reported figures."""
    if isinstance(value, float):
        raise TypeError(f"{field.code}: numbers leave as Decimal or int")
    number = Decimal(value)
    return number.scaleb(-2) if field.kind == "money" else number


def write_xlsx(
    target: str | IO[bytes],
    fields: Sequence[Field],
    rows: Iterable[Given],
    *,
    sheet: str,
    right_to_left: bool = True,
    note: str = "",
) -> None:
    """One sheet with a header that stays in view; rows are written as they come and then forgotten."""
    write_book(target, [Page(sheet, fields, rows, note)], right_to_left=right_to_left)


def write_book(target: str | IO[bytes], pages: Sequence[Page], *, right_to_left: bool = True) -> None:
    """Sheets one after the other, each with its header."""
    options = {
        "constant_memory": True,
        "strings_to_formulas": False,
        "strings_to_urls": False,
        "strings_to_numbers": False,
    }
    with xlsxwriter.Workbook(target, options) as book:
        formats = {kind: book.add_format({"num_format": shown}) for kind, shown in _FORMATS.items()}
        formats["text"] = book.add_format({"num_format": "@"})
        head = book.add_format({"bold": True, "bottom": 1, "text_wrap": True, "valign": "top"})
        for page in pages:
            _write_page(book, page, formats, head, right_to_left)


def _write_page(book: Any, given: Page, formats: Mapping[str, Any], head: Any, right_to_left: bool) -> None:
    page = book.add_worksheet(_sheet_name(given.name))
    if right_to_left:
        page.right_to_left()
    for place, field in enumerate(given.fields):
        page.set_column(place, place, field.width or _WIDTHS[field.kind], formats[field.kind])
        page.write_string(0, place, str(field.title), head)
    if given.note:
        page.write_comment(0, 0, given.note)
    page.freeze_panes(1, 0)
    _offer_choices(book, page, given.fields)
    for number, row in enumerate(given.rows, 1):
        for place, (field, value) in enumerate(_cells(given.fields, row)):
            _write(page, number, place, field, value, formats)


def _write(page: Any, number: int, place: int, field: Field, value: Any, formats: Mapping[str, Any]) -> None:
    if value is None or value == "":
        return
    if field.kind == "text":
        text = str(value)
        page.write_string(number, place, text[: _LONGEST_CELL - 1] + "…" if len(text) > _LONGEST_CELL else text)
    elif field.kind == "date":
        page.write_datetime(number, place, value, formats["date"])
    else:
        page.write_number(number, place, float(_number(field, value)), formats[field.kind])


def _offer_choices(book: Any, page: Any, fields: Sequence[Field]) -> None:
    """Lists to choose from, on a sheet of their own that does not show."""
    offered = [(place, field) for place, field in enumerate(fields) if field.choices]
    if not offered:
        return
    lists = book.add_worksheet("lists")
    lists.hide()
    longest = max(len(field.choices) for _place, field in offered)
    for row in range(longest):
        for column, (_place, field) in enumerate(offered):
            if row < len(field.choices):
                lists.write_string(row, column, str(field.choices[row]))
    for column, (place, field) in enumerate(offered):
        letter = xlsxwriter.utility.xl_col_to_name(column, True)
        page.data_validation(
            1,
            place,
            _LAST_ROW,
            place,
            {
                "validate": "list",
                "source": f"=lists!{letter}$1:{letter}${len(field.choices)}",
                "error_title": _("Not on the list"),
                "error_message": _("Choose one of the list."),
            },
        )


def _sheet_name(name: str) -> str:
    """A name a spreadsheet accepts: 31 letters, none of []:*?/\\, no apostrophe at its ends."""
    return "".join(" " if letter in "[]:*?/\\" else letter for letter in name).strip(" '")[:31] or "1"
