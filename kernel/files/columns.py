"""Columns of a file that comes in: each finds its title, cleans a cell, and says in a sentence what it expects.

TextColumn, NumberColumn, DateColumn, PeriodColumn, ChoiceColumn. `importing` runs them over a sheet.
"""

import datetime
from abc import ABC, abstractmethod
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import Any

from django.conf import settings
from django.utils import translation
from django.utils.text import format_lazy
from django.utils.translation import gettext_lazy as _

from kernel import dates, numbers, periods, text
from kernel.text import sentence, unique_key


class Unclean(ValueError):
    """A cell that a column cannot take: `code`, and a lazy sentence that names the value and the mend."""

    def __init__(self, code: str, said: Any) -> None:
        super().__init__(code)
        self.code = code
        self.sentence = said

    def __str__(self) -> str:
        return str(self.sentence)


@dataclass(frozen=True, kw_only=True)
class Column(ABC):
    """What one column of a file holds. `clean` gets a cell that is not blank."""

    code: str
    title: Any
    required: bool = True
    others: Sequence[Any] = ()

    def describe(self) -> Any:
        return self._kind() if self.required else format_lazy("{} {}", self._kind(), _("May stay empty."))

    def _kind(self) -> Any:
        return _("Text.")

    @abstractmethod
    def clean(self, value: Any) -> Any:
        """The value of a cell, or `Unclean`."""

    def titles(self) -> Iterator[str]:
        """Every way the column may be headed, best first."""
        yield from (self.code, str(self.title))
        for language, _name in settings.LANGUAGES:
            with translation.override(language):
                yield str(self.title)
                yield from map(str, self.others)


@dataclass(frozen=True, kw_only=True)
class TextColumn(Column):
    """Words: cleaned at the same door as typed text."""

    longest: int = 300
    lines: bool = False

    def clean(self, value: Any) -> str:
        given = _written(value)
        if given[:1] == "'" and given[1:2] in "=+-@\t\r\uff1d\uff0b\uff0d\uff20":
            given = given[1:]  # put there by our own export, so that no spreadsheet takes the text for a formula
        try:
            return text.clean(given, lines=self.lines, longest=self.longest)
        except text.TextRefused as error:
            raise Unclean(error.code, error.sentence) from error


@dataclass(frozen=True, kw_only=True)
class NumberColumn(Column):
    """Figures, in the style that the person chose for this column."""

    style: numbers.Style = numbers.POINT

    def _kind(self) -> Any:
        return _("A number, for example 1,234.5.")

    def clean(self, value: Any) -> numbers.Reading:
        reading = numbers.parse_cell(value, self.style)
        if not reading.ok:
            raise Unclean(reading.code, reading.refusal)
        return reading


@dataclass(frozen=True, kw_only=True)
class DateColumn(Column):
    """A day."""

    def _kind(self) -> Any:
        return _("A date, for example 31/12/2026.")

    def clean(self, value: Any) -> datetime.date | None:
        reading = dates.parse_date(value)
        if not reading.ok:
            raise Unclean(reading.code, reading.refusal)
        return reading.value


@dataclass(frozen=True, kw_only=True)
class PeriodColumn(Column):
    """A period in any form people write; the code comes out."""

    kinds: tuple[str, ...] = ()

    def _kind(self) -> Any:
        return _("A period, for example 2018, 2018-Q3, 2018-07 or 2018S.")

    def clean(self, value: Any) -> str:
        try:
            return dates.parse_period(value, self.kinds)
        except periods.InvalidPeriod as error:
            day = dates.parse_date(value)
            if day.code in ("no_such_day", "no_such_month"):
                raise Unclean(day.code, day.refusal) from error
            raise Unclean(error.code, error.sentence) from error


@dataclass(frozen=True, kw_only=True)
class ChoiceColumn(Column):
    """One of a known list, by code or by name in any language; `choices`: {code: name or names}."""

    choices: Mapping[str, Any]

    def _kind(self) -> Any:
        names = [str(names if not isinstance(names, (list, tuple)) else names[0]) for names in self.choices.values()]
        return sentence(_("One of: %(names)s."), names=", ".join(names[:12]) + (" …" if len(names) > 12 else ""))

    def clean(self, value: Any) -> str:
        found = self.known.get(unique_key(_written(value)))
        if found is None:
            raise Unclean("unknown", sentence(_("%(value)s is not on the list: choose one that is."), value=str(value)))
        return found

    @cached_property
    def known(self) -> dict[str, str]:
        """Every name that is understood, in every language, with its code."""
        found: dict[str, str] = {}
        for language, _name in settings.LANGUAGES:
            with translation.override(language):
                for code, names in self.choices.items():
                    for name in (code, *(names if isinstance(names, (list, tuple)) else (names,))):
                        found.setdefault(unique_key(str(name)), code)
        return found


def _written(value: Any) -> str:
    """A cell as text: the number 2018.0 is the text 2018."""
    if isinstance(value, float) and value.is_integer():
        return str(int(value))
    return value.date().isoformat() if isinstance(value, datetime.datetime) else str(value)
