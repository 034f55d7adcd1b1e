"""Periods are codes, not rows: what a code means, how codes follow each other, how they are typed and shown.

    2018 · 2018-Q3 · 2018-07 · 2018S (school year 2018/19, September to August) · 2018S-H1 (its half)
    2018X-summer (exam sitting) · 2018W-2 (survey wave)

Interface:
    parse(code) -> Period            raises InvalidPeriod (a ValueError with .sentence)
    is_valid(code) -> bool
    first_day(code), last_day(code) -> date       kind(code) -> "year" | "quarter" | "month" | "school_year"
                                                  | "school_half" | "exams" | "wave"
    previous(code), next_of(code) -> code | None  of the same kind; an exam sitting's is the same sitting a year away
    sort_key(code)                   by time, then the longer first
    label(code, language=None) -> str             the active language by default
    containing(day, kind) -> code                 for the kinds of the calendar
    months(code) -> [codes], quarters(code)       the months or quarters inside it
    school_year(2018, language) -> str            "2018/19", in Hebrew the year in letters
    letters(2018) -> str                          the Hebrew year of the school year that begins in 2018

What people type becomes a code in `kernel.dates.parse_period`. A period knows no due date and no cycle: those belong
to measurement.
"""

import datetime
import re
from dataclasses import dataclass
from functools import cache, lru_cache
from typing import Any

from django.utils import translation
from django.utils.dates import MONTHS
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext
from pyluach.dates import HebrewDate

from kernel.text import sentence

FIRST_YEAR, LAST_YEAR = 1900, 2100
KINDS = ("year", "quarter", "month", "school_year", "school_half", "exams", "wave")
SITTINGS = ("winter", "summer")
_SHAPES = {
    "year": re.compile(r"(?P<year>\d{4})\Z"),
    "quarter": re.compile(r"(?P<year>\d{4})-Q(?P<part>[1-4])\Z"),
    "month": re.compile(r"(?P<year>\d{4})-(?P<part>0[1-9]|1[0-2])\Z"),
    "school_year": re.compile(r"(?P<year>\d{4})S\Z"),
    "school_half": re.compile(r"(?P<year>\d{4})S-H(?P<part>[12])\Z"),
    "exams": re.compile(r"(?P<year>\d{4})X-(?P<part>winter|summer)\Z"),
    "wave": re.compile(r"(?P<year>\d{4})W-(?P<part>[1-9])\Z"),
}
# kind: part -> (years after the code's year, first month, years after, last month)
_SPANS = {
    "school_year": {0: (0, 9, 1, 8)},
    "school_half": {1: (0, 9, 1, 1), 2: (1, 2, 1, 8)},
    "exams": {1: (0, 1, 0, 3), 2: (0, 5, 0, 8)},
}
_SCHOOL_TO_HEBREW_YEAR = 3761  # from Tishri on; 1 October may still be the year before (2024)
_HEBREW_CALENDAR = ("he",)


class InvalidPeriod(ValueError):
    """Not a period, or not of a kind that is asked for: `sentence` (lazy) names the value and the mend."""

    def __init__(self, template: Any, **values: Any) -> None:
        super().__init__("invalid_period")
        self.code = "invalid_period"
        self.sentence = sentence(template, **values)

    def __str__(self) -> str:
        return str(self.sentence)


@dataclass(frozen=True)
class Period:
    """One period, taken apart. `part` is 0 for whole years; sittings count 1 (winter) and 2 (summer)."""

    code: str
    kind: str
    year: int
    part: int
    first_day: datetime.date
    last_day: datetime.date


@lru_cache(maxsize=4096)  # a page names the same few periods some thousand times
def parse(code: str) -> Period:
    """Take a code apart; refuses what is not one of the seven shapes or lies outside 1900 to 2100."""
    for kind_, shape in _SHAPES.items():
        if found := shape.match(code):
            year = int(found["year"])
            if FIRST_YEAR <= year < LAST_YEAR and code.isascii():
                text = found.groupdict().get("part") or "0"
                part = SITTINGS.index(text) + 1 if text in SITTINGS else int(text)
                return Period(code, kind_, year, part, *_span(kind_, year, part))
    raise InvalidPeriod(_("%(value)s is not a period; write for example 2018, 2018-Q3, 2018-07 or 2018S."), value=code)


def _span(kind_: str, year: int, part: int) -> tuple[datetime.date, datetime.date]:
    if kind_ == "quarter":
        spans = (0, 3 * part - 2, 0, 3 * part)
    elif kind_ == "month":
        spans = (0, part, 0, part)
    else:
        spans = _SPANS.get(kind_, {}).get(part, (0, 1, 0, 12))
    after, first, after_last, last = spans
    end = datetime.date(year + after_last + last // 12, last % 12 + 1, 1) - datetime.timedelta(days=1)
    return datetime.date(year + after, first, 1), end


def is_valid(code: str) -> bool:
    """Whether this is the code of a period."""
    try:
        parse(code)
    except InvalidPeriod:
        return False
    return True


def kind(code: str) -> str:
    """Which of the seven kinds a code is of."""
    return parse(code).kind


def first_day(code: str) -> datetime.date:
    """The day a period begins on."""
    return parse(code).first_day


def last_day(code: str) -> datetime.date:
    """The day a period ends on."""
    return parse(code).last_day


def sort_key(code: str) -> tuple[datetime.date, int, int]:
    """Order in time; where two begin together the longer stands first, as a heading above its parts."""
    period = parse(code)
    return period.first_day, -period.last_day.toordinal(), period.part


def previous(code: str) -> str | None:
    """The one before, of the same kind; None before the first wave of a year, whose number nobody knows."""
    return _moved(parse(code), -1)


def next_of(code: str) -> str | None:
    """The one after, of the same kind; None after the ninth wave of a year."""
    return _moved(parse(code), 1)


def _moved(period: Period, by: int) -> str | None:
    count = {"quarter": 4, "month": 12, "school_half": 2}.get(period.kind)
    year, part = period.year, period.part
    if count:
        years, part = divmod(part - 1 + by, count)
        year, part = year + years, part + 1
    elif period.kind == "wave":
        part += by
    else:
        year += by
    moved = code_of(period.kind, year, part)
    return moved if is_valid(moved) else None


def code_of(kind_: str, year: int, part: int = 0) -> str:
    """The code of a kind's part of a year; not checked."""
    tails = {"year": "", "quarter": f"-Q{part}", "month": f"-{part:02}", "school_year": "S"}
    tails |= {"school_half": f"S-H{part}", "wave": f"W-{part}", "exams": f"X-{SITTINGS[(part - 1) % 2]}"}
    return f"{year:04}{tails[kind_]}"


def containing(day: datetime.date, kind_: str) -> str:
    """The period of this kind that the day lies in; only kinds that fill the whole calendar have one."""
    school = day.year if day.month >= 9 else day.year - 1
    parts = {
        "year": (day.year, 0),
        "quarter": (day.year, (day.month + 2) // 3),
        "month": (day.year, day.month),
        "school_year": (school, 0),
        "school_half": (school, 2 if 2 <= day.month <= 8 else 1),
    }
    if kind_ not in parts:
        raise InvalidPeriod(_("A day does not say which %(kind)s it belongs to."), kind=kind_)
    return code_of(kind_, *parts[kind_])


def months(code: str) -> list[str]:
    """The months inside, in order."""
    period = parse(code)
    months_from = period.first_day.year * 12 + period.first_day.month - 1
    months_to = period.last_day.year * 12 + period.last_day.month
    return [f"{month // 12:04}-{month % 12 + 1:02}" for month in range(months_from, months_to)]


def quarters(code: str) -> list[str]:
    """The quarters that lie wholly inside, in order."""
    inside = months(code)
    whole = [containing(first_day(month), "quarter") for month in inside]
    return [quarter for quarter in dict.fromkeys(whole) if whole.count(quarter) == 3]


def label(code: str, language: str | None = None) -> str:
    """The period as people call it, in the language given or the active one."""
    return _label(code, language or translation.get_language())


@lru_cache(maxsize=4096)  # a dashboard writes the same few hundreds of times
def _label(code: str, language: str | None) -> str:
    period = parse(code)
    with translation.override(language):
        values: dict[str, Any] = {"year": f"{period.year}", "number": period.part}
        if period.kind in ("school_year", "school_half"):
            values["year"] = school_year(period.year, language)
        if period.kind == "month":
            values["month"] = str(MONTHS[period.part])
        return _pattern(period.kind, period.part) % values


def _pattern(kind_: str, part: int) -> str:
    if kind_ == "quarter":
        return pgettext("period", "Q%(number)s %(year)s")
    if kind_ == "month":
        return pgettext("period", "%(month)s %(year)s")
    if kind_ == "school_half":
        return pgettext("period", "%(year)s, first half") if part == 1 else pgettext("period", "%(year)s, second half")
    if kind_ == "exams":
        return pgettext("period", "Winter exams %(year)s") if part == 1 else pgettext("period", "Summer exams %(year)s")
    if kind_ == "wave":
        return pgettext("period", "Wave %(number)s, %(year)s")
    return "%(year)s"


def school_year(year: int, language: str | None = None) -> str:
    """2018/19, and in Hebrew the year in letters."""
    if (language or translation.get_language() or "").split("-")[0] in _HEBREW_CALENDAR:
        return letters(year)
    return f"{year}/{(year + 1) % 100:02}"


@cache
def letters(year: int) -> str:
    """The Hebrew year of a school year, in letters."""
    return str(HebrewDate(year + _SCHOOL_TO_HEBREW_YEAR, 1, 1).hebrew_year())
