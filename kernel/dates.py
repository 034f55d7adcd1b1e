"""Dates and periods as people type them and as workbooks hold them: one reading, or a sentence.

Interface:
    parse_date(value) -> Reading        day first; Reading(value: date | None, code, refusal), .ok; blank is value None
    parse_period(value, kinds=()) -> code        every form people type; raises periods.InvalidPeriod

A number is never a date here: the serial number of a spreadsheet counts only where the cell itself is a date.
"""

import datetime
import re
from dataclasses import dataclass
from functools import cache
from typing import Any

from django.conf import settings
from django.utils import translation
from django.utils.dates import MONTHS, MONTHS_3, MONTHS_ALT
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext

from kernel import periods
from kernel.text import sentence, unique_key

_INVISIBLE = dict.fromkeys((0x200E, 0x200F, 0x61C, 0x2066, 0x2067, 0x2068, 0x2069, 0x200B, 0xFEFF))
_DAY_FIRST = re.compile(r"(?P<day>\d{1,2})([./-])(?P<month>\d{1,2})\2(?P<year>\d{4}|\d{2})\Z", re.ASCII)
_YEAR_FIRST = re.compile(r"(?P<year>\d{4})-(?P<month>\d{1,2})-(?P<day>\d{1,2})\Z", re.ASCII)
_CENTURY_TURNS = 70  # 1/3/26 is 2026, 1/3/71 is 1971


@dataclass(frozen=True)
class Reading:
    """A date, nothing (an empty cell), or a refusal with its sentence."""

    value: datetime.date | None = None
    code: str = ""
    refusal: Any = ""

    @property
    def ok(self) -> bool:
        return not self.code


def parse_date(typed: object) -> Reading:
    """Read a date: the day stands first, or the year in the form 2026-03-01; 1900 to 2100."""
    if typed is None or (isinstance(typed, str) and not folded(typed)):
        return Reading()
    if isinstance(typed, datetime.datetime):
        if typed.time() != datetime.time():
            return _refused("not_a_date", _("%(value)s holds an hour: give the day alone."), str(typed))
        typed = typed.date()
    if isinstance(typed, datetime.date):
        return _within(typed, typed.isoformat())
    text = folded(str(typed))
    found = _DAY_FIRST.match(text) or _YEAR_FIRST.match(text)
    if not found:
        return _refused("not_a_date", _("%(value)s is not a date: write for example 31/12/2026."), text)
    day, month, year = (int(found[name]) for name in ("day", "month", "year"))
    if len(found["year"]) == 2:
        year += 2000 if year < _CENTURY_TURNS else 1900
    if not 1 <= month <= 12:
        return _refused(
            "no_such_month", _("%(value)s: there is no month %(month)s, the day stands first."), text, month
        )
    try:
        return _within(datetime.date(year, month, day), text)
    except ValueError:
        return _no_such_day(text, day, month, year)


def _no_such_day(text: str, day: int, month: int, year: int) -> Reading:
    return Reading(
        code="no_such_day",
        refusal=sentence(_("there is no %(day)s %(month)s %(year)s."), day=day, month=MONTHS[month], year=f"{year:04}"),
    )


def _within(day: datetime.date, text: str) -> Reading:
    if periods.FIRST_YEAR <= day.year < periods.LAST_YEAR:
        return Reading(value=day)
    return _refused("far_date", _("%(value)s is too far off: years from 1900 to 2099 are read."), text)


def _refused(code: str, template: Any, text: str, month: int = 0) -> Reading:
    return Reading(code=code, refusal=sentence(template, value=text, month=month))


def parse_period(typed: object, kinds: tuple[str, ...] = ()) -> str:
    """A code from any form people use; a date stands for its month only when it is the month's first day.

    Spreadsheets turn "03/2026" into 1 March 2026, so that date is a month again (or the quarter, the year that it
    opens, if only such are asked for). `kinds` limits what is accepted.
    """
    code = _typed_code(typed, kinds or periods.KINDS)
    if code is None:
        raise periods.InvalidPeriod(
            _("%(value)s is not a period; write for example 2018, 2018-Q3, 2018-07 or 2018S."), value=str(typed)
        )
    if kinds and periods.kind(code) not in kinds:
        raise periods.InvalidPeriod(
            _("%(value)s is another kind of period; write it like %(example)s."),
            value=str(typed),
            example=periods.code_of(kinds[0], periods.parse(code).year, 1),
        )
    return code


def _typed_code(typed: object, kinds: tuple[str, ...]) -> str | None:
    if isinstance(typed, datetime.datetime):
        typed = typed.date() if typed.time() == datetime.time() else str(typed)
    if isinstance(typed, datetime.date):
        return _opened_by(typed, kinds)
    if isinstance(typed, float) and typed.is_integer():
        typed = int(typed)
    text = folded(str(typed))
    for code in (text.upper(), text.upper().replace("X-SUMMER", "X-summer").replace("X-WINTER", "X-winter")):
        if periods.is_valid(code):
            return code
    for read in (_quarter, _school, _month):
        if typed_code := read(text):
            return typed_code if periods.is_valid(typed_code) else None
    found = re.fullmatch(r"(\d{4})-(\d{2})-(\d{2})", text)
    try:
        return _opened_by(datetime.date(*map(int, found.groups())), kinds) if found else None
    except ValueError:
        return None


def folded(text: str) -> str:
    """Spaces of all kinds as one, invisible marks gone."""
    return " ".join(text.translate(_INVISIBLE).replace("\u2013", "-").split())


def _opened_by(day: datetime.date, kinds: tuple[str, ...]) -> str | None:
    for kind_ in ("month", "quarter", "school_half", "school_year", "year"):
        if (
            kind_ in kinds
            and periods.FIRST_YEAR <= day.year < periods.LAST_YEAR
            and periods.first_day(periods.containing(day, kind_)) == day
        ):
            return periods.containing(day, kind_)
    return None


def _quarter(text: str) -> str | None:
    words = "|".join(sorted(re.escape(word) for word in _quarter_words()))
    forms = (
        rf"(?:{words})\s*(?P<part>[1-4])\s*[ /-]\s*(?P<year>\d{{4}})",
        rf"(?P<year>\d{{4}})\s*[ /-]?\s*(?:{words})\s*(?P<part>[1-4])",
    )
    for form in forms:
        if found := re.fullmatch(form, text, re.IGNORECASE):
            return f"{found['year']}-Q{found['part']}"
    return None


def _school(text: str) -> str | None:
    if found := re.fullmatch(r"(\d{4})\s*[/-]\s*(\d{2}|\d{4})", text):
        year, after = int(found[1]), found[2]
        return f"{year}S" if after in (f"{year + 1}", f"{(year + 1) % 100:02}") else None
    return _years_in_letters().get(unique_key(text))


def _month(text: str) -> str | None:
    if found := re.fullmatch(r"(0?[1-9]|1[0-2])[./-](\d{4})", text):
        return f"{found[2]}-{int(found[1]):02}"
    if found := re.fullmatch(r"(\D+?)\s*(\d{4})", text):
        number = _month_words().get(unique_key(found[1]))
        return f"{found[2]}-{number:02}" if number else None
    return None


@cache
def _quarter_words() -> frozenset[str]:
    words = {"Q"}
    for language, _name in settings.LANGUAGES:
        with translation.override(language):
            words.update(pgettext("words before a quarter's number, parted by |", "Q|quarter").split("|"))
    return frozenset(words)


@cache
def _month_words() -> dict[str, int]:
    found: dict[str, int] = {}
    for language, _name in settings.LANGUAGES:
        with translation.override(language):
            for names in (MONTHS, MONTHS_3, MONTHS_ALT):
                found.update({unique_key(str(name)): number for number, name in names.items()})
    return found


@cache
def _years_in_letters() -> dict[str, str]:
    return {unique_key(periods.letters(year)): f"{year}S" for year in range(periods.FIRST_YEAR, periods.LAST_YEAR)}
