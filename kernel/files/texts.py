"""Text files of rows: which letters, which separator, where a quotation mark was left open.

    read(data) -> Sheet          raises FileRefused; called by `intake`

Letters: a byte order mark, else strict UTF-8, else Windows Hebrew with a note and samples to look at. Half-broken UTF-8
is refused by row, for it would otherwise be read as gibberish in Windows Hebrew.
"""

import codecs
import csv
import io
import re
from collections.abc import Iterable

from django.utils.translation import gettext_lazy as _

from kernel.files.sheets import BLANKS, NOTE, FileRefused, Finding, Row, Sheet, headed, refuse_size, refused
from kernel.text import sentence

LONGEST_LINE = 100_000
_SEPARATORS = ",;\t|"
_HEBREW_PAIR = re.compile(rb"\xd7[\x90-\xaa]")
_LINE_END = re.compile("\r\n|\r|\n")
_UNREADABLE = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ufffe\uffff]")


def read(data: bytes) -> Sheet:
    """The table of a text file; refuses with the row at fault."""
    text, notes = _decoded(data)
    _refuse_long_lines(text)
    records = _records(text, _separator(text))
    rows = [Row(place, tuple(values)) for place, values in enumerate(records, 1)]
    if _UNREADABLE.search(text) and (broken := list(_unreadable(rows))):
        raise FileRefused(broken)
    filled = [row for row in rows if not row.is_blank]
    refuse_size(len(filled))
    if notes:
        samples = [value for row in filled[1:] for value in row.values if not value.isascii()][:3]
        notes = [
            Finding(
                "windows_hebrew",
                sentence(
                    _("Read as Windows Hebrew; look whether these are right: %(samples)s"), samples=", ".join(samples)
                ),
                level=NOTE,
            )
        ]
    header, below, captions = headed(filled)
    return Sheet("csv", "", header, below, [*notes, *captions])


def _decoded(data: bytes) -> tuple[str, list[Finding]]:
    if data.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)):
        return _strictly(data, "utf-16"), []
    try:
        return data.decode("utf-8-sig"), []
    except UnicodeDecodeError as error:
        broken = data.decode("utf-8", "replace").count("\ufffd")
        if data.startswith(codecs.BOM_UTF8) or len(_HEBREW_PAIR.findall(data)) > broken:
            raise _broken_letters(data[: error.start].decode("utf-8-sig", "replace")) from error
    return _strictly(data, "cp1255"), [Finding("windows_hebrew", "", level=NOTE)]


def _strictly(data: bytes, encoding: str) -> str:
    try:
        return data.decode(encoding)
    except UnicodeDecodeError as error:
        raise _broken_letters(data[: error.start].decode(encoding, "replace")) from error


def _broken_letters(before: str) -> FileRefused:
    row = len(_LINE_END.findall(before)) + 1
    return refused("broken_letters", sentence(_("Row %(row)s: broken letters; save as UTF-8 CSV."), row=row), row)


def _refuse_long_lines(text: str) -> None:
    if max(map(len, text.split("\n"))) <= LONGEST_LINE:
        return  # however its lines end, none is longer than these
    start, row = 0, 1
    for found in _LINE_END.finditer(text + "\n"):
        if found.start() - start > LONGEST_LINE:
            raise refused("long_line", sentence(_("Row %(row)s is longer than we accept."), row=row), row)
        start, row = found.end(), row + 1


def _separator(text: str) -> str:
    """The sign that parts the header's cells most often, outside quotation marks."""
    start = len(text) - len(text.lstrip(BLANKS + "\r\n"))
    header = re.sub(r'"[^"]*"', "", _LINE_END.split(text[start : start + LONGEST_LINE], maxsplit=1)[0])
    return max(_SEPARATORS, key=lambda sign: (header.count(sign), -_SEPARATORS.index(sign)))


def _records(text: str, separator: str) -> list[list[str]]:
    """Rows; a quotation mark inside a name is a letter, one that opens a cell and never closes it is refused."""
    records: list[list[str]] = []
    try:
        for record in csv.reader(io.StringIO(text, newline=""), delimiter=separator, strict=True):
            records.append(record)
    except csv.Error as error:
        if "end of data" in str(error):
            row = len(records) + 1
            raise refused(
                "open_quote",
                sentence(_("Row %(row)s: a quotation mark is opened and not closed."), row=row),
                row,
            ) from error
        return list(csv.reader(io.StringIO(text, newline=""), delimiter=separator))
    return records


def _unreadable(rows: Iterable[Row]) -> Iterable[Finding]:
    for row in rows:
        for column, value in enumerate(row.values):
            if _UNREADABLE.search(value):
                yield Finding("unreadable", _("an unreadable character; type the cell anew."), row.number, column)
