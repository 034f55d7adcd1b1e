"""The one door for files of rows (CSV, XLSX): bytes in, a sheet out, or every reason why not.

Interface:
    read(data: bytes, name: str) -> Sheet        raises FileRefused(findings); see `kernel.files.sheets` for both
    kind_refused(data, name) -> sentence | None  what is no table at all is told before it is kept
    MOST_BYTES                                   20 MB, asked before anything is opened
    fingerprint(data) -> str                     SHA-256: the same file twice is known by it

It reads in memory and stores nothing, trusts neither name nor type that was sent along, opens nothing that a file
points at, and refuses lists of people: identity numbers have no place here, only counts do.
"""

import hashlib
from collections import Counter
from collections.abc import Iterator
from functools import cache
from typing import Any

from django.conf import settings
from django.utils import translation
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext

from kernel.files import texts, workbooks
from kernel.files.sheets import EMPTY, Finding, Sheet, address, is_blank, letters, refused
from kernel.files.sheets import FileRefused as FileRefused
from kernel.text import sentence, unique_key

MOST_BYTES = 20_000_000
_TEXT_NAMES, _BOOK_NAMES = ("csv", "tsv", "txt"), ("xlsx",)
_SIGNATURES: tuple[tuple[bytes, str, Any], ...] = (
    (b"%PDF", "pdf", _("This is a PDF, not a workbook: choose an XLSX or CSV file.")),
    (
        bytes.fromhex("d0cf11e0a1b11ae1"),
        "old_excel",
        _("Old Excel (.xls) or a password: save as .xlsx without a password."),
    ),
    (b"\x89PNG", "picture", _("This is a picture, not a workbook: choose an XLSX or CSV file.")),
    (b"\xff\xd8\xff", "picture", _("This is a picture, not a workbook: choose an XLSX or CSV file.")),
    (b"GIF8", "picture", _("This is a picture, not a workbook: choose an XLSX or CSV file.")),
    (b"{\\rtf", "word", _("This is a Word document, not a workbook: choose an XLSX or CSV file.")),
    (b"Rar!", "zip", _("This is a ZIP, not a workbook: unpack it and choose the XLSX or CSV file.")),
    (b"7z\xbc\xaf", "zip", _("This is a ZIP, not a workbook: unpack it and choose the XLSX or CSV file.")),
    (b"\x1f\x8b", "zip", _("This is a ZIP, not a workbook: unpack it and choose the XLSX or CSV file.")),
)
_ENOUGH = 3  # numbers that fit the check digit before a column counts as identity numbers
_MOST_OF = 0.8


def read(data: bytes, name: str) -> Sheet:
    """The table in this file. What it refuses is said in one go: a row for every fault."""
    if not data:
        raise refused("empty", EMPTY)
    if len(data) > MOST_BYTES:
        raise refused(
            "too_large",
            sentence(
                _("The file is larger than we accept (%(most)s MB): split it into several files."),
                most=MOST_BYTES // 1_000_000,
            ),
        )
    sheet = workbooks.read(data) if _is_workbook(data, name) else texts.read(data)
    if found := [*_header(sheet), *_people(sheet)]:
        raise FileRefused(found)
    if not sheet.rows:
        raise refused(
            "header_only", _("There is a header and no row below it: fill in the rows, or choose another file.")
        )
    return sheet


def kind_refused(data: bytes, name: str) -> Any:
    """Why these bytes under this name are no table at all, in a sentence; nothing where they may be one."""
    if not data:
        return EMPTY
    try:
        _is_workbook(data, name)
    except FileRefused as refusal:
        return refusal.findings[0].sentence
    return None


def fingerprint(data: bytes) -> str:
    """The SHA-256 by which the same file is known again."""
    return hashlib.sha256(data).hexdigest()


def _is_workbook(data: bytes, name: str) -> bool:
    """By its first bytes; name and content must agree."""
    ending = name.rpartition(".")[2].lower()
    for signature, code, said in _SIGNATURES:
        if data.startswith(signature):
            raise refused(code, said)
    if data.startswith(b"PK"):
        if ending in _TEXT_NAMES and b"xl/workbook" in data:
            raise refused("name", _("This is a workbook, not text: give it the ending .xlsx."))
        return True
    start = data[:512].lstrip(b"\xef\xbb\xbf \r\n\t").lower()
    if start.startswith((b"<!doctype", b"<html", b"<?xml", b"<table")):
        raise refused("web_page", _("This is a web page, not a workbook: save as .xlsx or CSV."))
    if ending in _BOOK_NAMES and b"\0" in data[:512] and not data.startswith((b"\xff\xfe", b"\xfe\xff")):
        raise refused("name", _("The file is not what its name says: save it again in its own program."))
    if ending in _BOOK_NAMES:
        raise refused("text", _("This is text, not a workbook: send it as CSV."))
    if ending not in _TEXT_NAMES:
        raise refused("name", _("Only .xlsx and .csv files are read."))
    return False


def _header(sheet: Sheet) -> Iterator[Finding]:
    seen: dict[str, int] = {}
    row = sheet.header.number
    for column, title in enumerate(sheet.header.values):
        if is_blank(title):
            if not all(map(is_blank, sheet.column(column))):
                said = sentence(_("Column %(column)s has values and no title."), column=letters(column))
                yield Finding("no_title", said, row)
            continue
        key = unique_key(str(title))
        if key in seen:
            said = sentence(
                _("The column %(title)s is there twice (%(first)s, %(second)s)."),
                title=str(title),
                first=address(seen[key], row),
                second=address(column, row),
            )
            yield Finding("double_column", said, row)
        seen.setdefault(key, column)


def _people(sheet: Sheet) -> Iterator[Finding]:
    """Columns of identity numbers, by their title or by nine figures whose check digit fits."""
    for column, title in enumerate(sheet.header.values):
        numbers: Counter[str] = Counter()
        for value, times in Counter(sheet.column(column)).items():
            if not is_blank(value):
                numbers[_figures(value)] += times
        long = any(len(number) >= 5 for number in numbers)
        fitting = {number for number in numbers if len(number) in (8, 9) and _fits_check_digit(number)}
        named = long and any(unique_key(word) == unique_key(str(title or "")) for word in _identity_words())
        most = sum(numbers[one] for one in fitting) >= _MOST_OF * numbers.total()
        if named or (len(fitting) >= _ENOUGH and most):
            said = sentence(
                _("This looks like a list of people (column %(column)s: identity numbers). We take counts only."),
                column=letters(column),
            )
            yield Finding("people", said)


def _figures(value: Any) -> str:
    text = str(int(value)) if isinstance(value, float) and value.is_integer() else str(value).strip()
    return text if text.isascii() and text.isdigit() else ""


def _fits_check_digit(number: str) -> bool:
    digits = [int(digit) * (1 + place % 2) for place, digit in enumerate(number.zfill(9))]
    return int(number) > 0 and sum(digit // 10 + digit % 10 for digit in digits) % 10 == 0


@cache
def _identity_words() -> frozenset[str]:
    words: set[str] = set()
    for language, _name in settings.LANGUAGES:
        with translation.override(language):
            words.update(pgettext("titles of identity numbers, parted by |", "ID number|identity number").split("|"))
    return frozenset(words)
