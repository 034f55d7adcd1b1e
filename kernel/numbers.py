"""Numbers that people type and files hold: one parser, `Decimal` or a sentence, never a guess.

Interface:
    parse(text, style=POINT) -> Reading           a typed text
    parse_cell(value, style=POINT) -> Reading     a cell of a workbook: number, text, date, error
    readings(text) -> {style name: Decimal}       every sense a text could have; more than one = ask the person
    fits(value) -> bool                           at most 11 digits before and 4 after the point (a Decimal(15,4))
    Style(mark=".", percent="points")             one choice for a whole column: decimal mark, meaning of %
    Reading(value, blank, code, refusal)          value: Decimal; blank: "" | NOT_REPORTED | NOT_APPLICABLE;
                                                  code and refusal (lazy sentence) when neither; .ok

It refuses what Python's `Decimal` would accept (1_000, 1e3, NaN, digits of any script) and formats nothing:
that is the work of the template tags.
"""

import datetime
import re
from dataclasses import dataclass
from decimal import Decimal
from functools import cache
from typing import Any, Literal

from django.conf import settings
from django.utils import translation
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext

from kernel.text import sentence, unique_key

NOT_REPORTED, NOT_APPLICABLE = "not_reported", "not_applicable"
WHOLE_DIGITS, DECIMALS = 11, 4

# ASCII, Arabic-Indic, Persian, full-width: the digits of the keyboards in use here, and no others.
_DIGITS = {start + digit: str(digit) for start in (0x30, 0x660, 0x6F0, 0xFF10) for digit in range(10)}
_INVISIBLE = dict.fromkeys(
    (0x200E, 0x200F, 0x61C, 0x2066, 0x2067, 0x2068, 0x2069, 0x200B, 0xFEFF, 0x202A, 0x202B, 0x202C)
)
# These two change the order in which digits are seen: 12 reads as 21.
_OVERRIDES = re.compile("[\u202d\u202e]")
_SPACES = dict.fromkeys((0xA0, 0x202F, 0x2009, 0x2007, 0x09), " ")
_MINUS = {0x2212: "-", 0xFE63: "-", 0xFF0D: "-"}
# The point, the thousands and the per cent of Arabic writing leave no doubt, whatever a column's mark is.
_ARABIC = {mark: {0x66B: mark, 0x66C: group, 0x66A: "%"} for mark, group in ((".", ","), (",", "."))}
_DASHES = frozenset("-–—")
_EVERYDAY = re.compile(r"-?[0-9]{1,11}\Z")
_ERROR_CELL = re.compile(r"#(REF!|DIV/0!|N/A|VALUE!|NAME\?|NUM!|NULL!|SPILL!|CALC!|GETTING_DATA)\Z", re.IGNORECASE)


@dataclass(frozen=True)
class Style:
    """How a column writes its numbers: decided once by a person, shown in the preview."""

    mark: Literal[".", ","] = "."
    percent: Literal["points", "fraction", "refused"] = "points"  # "12%" is 12, is 0.12, is refused


POINT, COMMA = Style("."), Style(",")


@dataclass(frozen=True)
class Reading:
    """What a text means: a number, one of the two blanks a person can give, or a refusal."""

    value: Decimal | None = None
    blank: str = ""
    code: str = ""
    refusal: Any = ""

    @property
    def ok(self) -> bool:
        return not self.code


def parse(text: str, style: Style = POINT) -> Reading:
    """Read a typed number; the refusal names the value and the mend."""
    bare = _bare(text, style.mark)
    if not bare or bare in _DASHES:
        return Reading(blank=NOT_REPORTED)
    if _EVERYDAY.match(bare):  # most cells of an import; the words of the catalogues need not be asked
        return Reading(value=_plain(Decimal(bare)))
    if not _ERROR_CELL.match(bare) and unique_key(bare) in _words("not applicable"):
        return Reading(blank=NOT_APPLICABLE)
    value, per_cent = _number(bare, style.mark)
    if value is None:
        return _refusal(text, bare, style)
    if per_cent and style.percent == "refused":
        return _refused("percent", _("%(value)s is a percentage, and this column holds plain numbers."), text)
    if per_cent and style.percent == "fraction":
        value /= 100
    return _within_limits(value, text)


def parse_cell(value: object, style: Style = POINT) -> Reading:
    """Read a cell as a workbook gives it. A stored number is taken as it is, with the noise of its last bits cut."""
    if value is None:
        return Reading(blank=NOT_REPORTED)
    if isinstance(value, (bool, datetime.date, datetime.time, datetime.timedelta)):
        return _refused("not_a_number", _("%(value)s is not a number: type the figure as a number."), str(value))
    if isinstance(value, int):
        return _within_limits(Decimal(value), str(value))
    if isinstance(value, (float, Decimal)):
        number = Decimal(repr(value)) if isinstance(value, float) else value
        if not number.is_finite():
            return _refused("not_a_number", _("%(value)s is not a number: type the figure as a number."), str(value))
        if abs(number) < 10**WHOLE_DIGITS:
            number = _plain(number.quantize(Decimal(1).scaleb(-DECIMALS)))
        return _within_limits(number, str(value))
    return parse(str(value), style)


def readings(text: str) -> dict[str, Decimal]:
    """Every sense this text could have, by the setting that gives it; two different ones must be asked about."""
    found = {}
    for mark in (".", ","):
        value, per_cent = _number(_bare(text, mark), mark)
        if value is not None:
            found[mark] = _plain(value)
            if per_cent:
                found[mark + "%"] = _plain(value / 100)
    return found


def fits(value: Decimal) -> bool:
    """Whether a Decimal(15,4) column keeps this number whole."""
    if not value.is_finite():
        return False
    exponent = _plain(value).as_tuple().exponent
    return abs(value) < 10**WHOLE_DIGITS and isinstance(exponent, int) and -exponent <= DECIMALS


def _bare(text: str, mark: str) -> str:
    bare = text.translate(_INVISIBLE).translate(_SPACES).translate(_MINUS).translate(_DIGITS)
    return bare.translate(_ARABIC[mark]).strip()


def _plain(value: Decimal) -> Decimal:
    """Without trailing zeros and without an exponent: 2018.0 is 2018."""
    value = value.normalize()
    return value.quantize(Decimal(1)) if value.as_tuple().exponent > 0 else value  # type: ignore[operator]


def _number(bare: str, mark: str) -> tuple[Decimal | None, bool]:
    """(value, was it a percentage) of a text that is stripped of invisible signs, or (None, False)."""
    text, per_cent = _without_units(bare)
    sign = 1
    if text.startswith("(") and text.endswith(")"):
        sign, text = -1, text[1:-1].strip()
        if text[:1] in "+-" or text[-1:] == "-":
            return None, False
    elif text.startswith("-"):
        sign, text = -1, text[1:].strip()
    elif text.endswith("-"):
        sign, text = -1, text[:-1].strip()
    elif text.startswith("+"):
        text = text[1:].strip()
    text, inner = _without_units(text)
    group = "," if mark == "." else "."
    whole = rf"(?:[0-9]+|[1-9][0-9]{{0,2}}(?P<group>[ '’{group}])[0-9]{{3}}(?:(?P=group)[0-9]{{3}})*)"
    found = re.fullmatch(rf"(?P<whole>{whole})?(?:{re.escape(mark)}(?P<part>[0-9]+))?", text)
    if not found or not text or len(text) > 60:
        return None, False
    digits = re.sub(r"[^0-9]", "", found["whole"] or "0")
    return sign * Decimal(f"{digits}.{found['part'] or '0'}"), per_cent or inner


def _without_units(text: str) -> tuple[str, bool]:
    """Take a currency's word or sign, and one per cent sign, from either end."""
    per_cent = False
    for word in ("%", *_words("currency")):
        for end in (text.startswith(word), text.endswith(word)):
            if end and len(text) > len(word):
                text = (text[len(word) :] if text.startswith(word) else text[: -len(word)]).strip()
                per_cent = per_cent or word == "%"
                break
    return text, per_cent


@cache
def _words(kind: Literal["not applicable", "currency"]) -> frozenset[str]:
    """What people write in each language of the setting, from the catalogues: words parted by |."""
    words: set[str] = set()
    for language, _name in settings.LANGUAGES:
        with translation.override(language):
            if kind == "currency":
                words.update(pgettext("words after an amount, parted by |", "₪|NIS|ILS").split("|"))
            else:
                listed = pgettext("words for a blank, parted by |", "not applicable|n/a|not relevant")
                words.update(unique_key(word) for word in listed.split("|"))
    return frozenset(words | ({"₪"} if kind == "currency" else set()))


def _refusal(text: str, bare: str, style: Style) -> Reading:
    if _ERROR_CELL.match(bare):
        return _refused("error_cell", _("%(value)s is an error, not a number."), text)
    if _OVERRIDES.search(bare):
        why = _("The text holds an invisible sign that turns letters around: type it without it.")
        return _refused("bidi_override", why, text)
    if bare.startswith("="):
        return _refused("formula", _("%(value)s is a formula: paste its value."), text)
    other, per_cent = _number(bare, "," if style.mark == "." else ".")
    if other is not None:
        mend = _written(other, style.mark) + ("%" if per_cent else "")
        return _refused("decimal_mark", _("%(value)s is not a number here; write %(mend)s."), text, mend=mend)
    return _refused("not_a_number", _("%(value)s is not a number: write figures only, for example 1,234.5."), text)


def _written(value: Decimal, mark: str) -> str:
    text = f"{_plain(value):,f}"
    return text if mark == "." else text.translate({0x2C: ".", 0x2E: ","})


def _within_limits(value: Decimal, text: str) -> Reading:
    if abs(value) >= 10**WHOLE_DIGITS:
        return _refused(
            "too_large", _("%(value)s is too large: at most %(digits)s digits fit."), text, digits=WHOLE_DIGITS
        )
    if not fits(value):
        return _refused(
            "too_many_decimals",
            _("%(value)s has more than %(digits)s digits after the point: round it."),
            text,
            digits=DECIMALS,
        )
    return Reading(value=_plain(value))


def _refused(code: str, template: Any, text: str, **values: Any) -> Reading:
    return Reading(code=code, refusal=sentence(template, value=text.strip(), **values))
