"""How a value is written for people: figures, money, days, in the active language. Pure: no database, no request.

Everything that is read left to right (a figure, an amount, a date in figures, a Latin code) comes back isolated in
`<bdi>`, so that a Hebrew sentence cannot turn it round. The minus is U+2212; the shekel sign stands before the figure.
"""

from datetime import date, datetime
from decimal import ROUND_HALF_UP, Decimal, InvalidOperation
from functools import lru_cache
from typing import Any

from django.utils import timezone
from django.utils.dateformat import format as format_moment
from django.utils.formats import get_format
from django.utils.html import conditional_escape, format_html, format_html_join
from django.utils.numberformat import format as format_number
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import get_language, ngettext, pgettext
from django.utils.translation import gettext as _

from kernel.money import DIGITS
from kernel.text import FSI, PDI

MINUS = "\u2212"
NOTHING = "\u2013"
NARROW_SPACE = "\u202f"
SIGNS = {"ILS": "\u20aa", "USD": "$", "EUR": "\u20ac", "GBP": "\u00a3"}
MILLION = 1_000_000  # of whole units


def as_decimal(value: Any) -> Decimal | None:
    """The value as a Decimal, or None where it is no finite number. A float comes in by its shortest writing."""
    if value is None or value == "" or isinstance(value, bool):
        return None
    try:
        number = value if isinstance(value, Decimal) else Decimal(str(value))
    except InvalidOperation:
        return None
    return number if number.is_finite() else None


def figure(value: Any, decimals: int | None = None) -> str:
    """A number in the reader's writing, without markup: grouped, with U+2212 for minus.

    Without `decimals` the number keeps its own, trailing zeros dropped; with it, it is rounded half up.
    """
    number = as_decimal(value)
    return NOTHING if number is None else _figure(number, decimals, get_language())


@lru_cache(maxsize=8192)  # by value and language; equal numbers are written alike, whatever zeros they came with
def _figure(number: Decimal, decimals: int | None, _language: str | None) -> str:
    if decimals is None:
        number = number.quantize(Decimal(1)) if number == number.to_integral_value() else number.normalize()
    else:
        number = number.quantize(Decimal(1).scaleb(-decimals), rounding=ROUND_HALF_UP)
    text = format_number(
        f"{abs(number):f}",
        get_format("DECIMAL_SEPARATOR"),
        grouping=3,
        thousand_sep=get_format("THOUSAND_SEPARATOR"),
        force_grouping=True,
        use_l10n=True,
    )
    return f"{MINUS}{text}" if number < 0 else text


def isolate(text: Any) -> SafeString:
    """A left-to-right figure, isolated from its sentence."""
    return mark_safe(f'<bdi class="n" dir="ltr">{conditional_escape(text)}</bdi>')


def num(value: Any, decimals: int | str | None = None) -> SafeString | str:
    """A figure for a page; what is no number is a dash, never a zero. A template's missing `decimals` is empty text."""
    if as_decimal(value) is None:
        return NOTHING
    return isolate(figure(value, None if decimals in (None, "") else int(decimals)))


def signed(value: Any, decimals: int | None = None) -> SafeString | str:
    """A change: with a plus or a minus."""
    number = as_decimal(value)
    if number is None:
        return NOTHING
    return isolate(("+" if number > 0 else "") + figure(number, decimals))


def change_words(value: Any, decimals: int | None = None, *, in_points: bool = False) -> str:
    """A change without markup: with a plus or a minus; that of a percentage is one of percentage points."""
    number = as_decimal(value)
    if number is None:
        return NOTHING
    written = ("+" if number > 0 else "") + figure(number, decimals)
    if not in_points:
        return written
    is_one = written[1:] == "1"
    template = ngettext("%(change)s percentage point", "%(change)s percentage points", 1 if is_one else 9)
    return template % {"change": f"{FSI}{written}{PDI}"}


def points(value: Any, decimals: int | None = None) -> str:
    """A change of a percentage, for a page."""
    return change_words(value, decimals, in_points=True)


def pct(share: Any, decimals: int | None = None, *, plus: bool = False) -> SafeString | str:
    """A share (0.15) as a percentage (15%); without `decimals` one at most."""
    number = as_decimal(share)
    if number is None:
        return NOTHING
    hundred = number * 100
    if decimals is None:
        hundred = hundred.quantize(Decimal("0.1"), rounding=ROUND_HALF_UP)
    return isolate(f"{'+' if plus and hundred > 0 else ''}{figure(hundred, decimals)}%")


def signed_pct(share: Any, decimals: int | None = None) -> SafeString | str:
    """A change as a percentage: with a plus or a minus."""
    return pct(share, decimals, plus=True)


def amount(minor: Any, currency: str = "ILS", *, always_minor: bool = False) -> str:
    """Money from its minor units, without markup: the sign before the figure; agorot only where there are some."""
    if minor is None or minor == "":
        return NOTHING
    minor, digits = int(minor), DIGITS.get(currency, 2)
    value = Decimal(abs(minor)).scaleb(-digits)
    text = figure(value, digits if always_minor or value != value.to_integral_value() else 0)
    sign = SIGNS.get(currency, f"{currency}\u00a0")
    return f"{MINUS if minor < 0 else ''}{sign}{text}"


def money(minor: Any, currency: str = "ILS", *, always_minor: bool = False) -> SafeString | str:
    """Money for a page."""
    text = amount(minor, currency, always_minor=always_minor)
    return text if text == NOTHING else isolate(text)


def money_short(minor: Any, currency: str = "ILS") -> SafeString | str:
    """Money in a headline: from a million on in millions, with two decimals at most."""
    if minor is None or minor == "":
        return NOTHING
    digits = DIGITS.get(currency or "ILS", 2)
    whole = Decimal(abs(int(minor))).scaleb(-digits)
    if whole < MILLION:
        return money(round(int(minor), -digits), currency or "ILS")
    millions = (whole / MILLION).quantize(Decimal("0.01"), rounding=ROUND_HALF_UP)
    sign = SIGNS.get(currency or "ILS", f"{currency}\u00a0")
    text = isolate(f"{MINUS if int(minor) < 0 else ''}{sign}{figure(millions)}")
    return mark_safe(conditional_escape(_("%(amount)s million")) % {"amount": text})


def _local(value: date | datetime) -> date | datetime:
    return timezone.localtime(value) if isinstance(value, datetime) and timezone.is_aware(value) else value


def day_words(value: date | datetime | None, style: str = "") -> str:
    """A day as a native writes it, without markup. Styles: full (default), noyear, plain, month, short."""
    if value is None:
        return NOTHING
    value = _local(value)
    formats = {
        "": pgettext("date format: weekday, day, month, year", "l j F Y"),
        "full": pgettext("date format: weekday, day, month, year", "l j F Y"),
        "noyear": pgettext("date format: weekday, day, month", "l j F"),
        "plain": pgettext("date format: day, month, year", "j F Y"),
        "month": pgettext("date format: day, month", "j F"),
        "short": "j.n.Y",
    }
    return format_moment(value, formats[style])


def moment_words(value: datetime | None, style: str = "") -> str:
    """A moment in Israel's time, without markup. Styles: list (default), sentence, full, short, time."""
    if value is None:
        return NOTHING
    value = _local(value)  # type: ignore[assignment]
    hour = format_moment(value, "H:i")
    if style == "time":
        return hour
    if style == "sentence":
        return _("%(day)s at %(hour)s") % {"day": day_words(value, "noyear"), "hour": hour}
    days = {"": "plain", "list": "plain", "full": "full", "noyear": "noyear", "month": "month", "short": "short"}
    return _("%(day)s, %(hour)s") % {"day": day_words(value, days[style]), "hour": hour}


def _timed(value: date | datetime, text: str, *, figures: bool) -> SafeString:
    content = isolate(text) if figures else text
    return format_html('<time datetime="{}">{}</time>', _local(value).isoformat(), content)


def day(value: date | datetime | None, style: str = "") -> SafeString | str:
    """A day for a page."""
    if value is None:
        return NOTHING
    return _timed(_local(value), day_words(value, style), figures=style == "short")


def moment(value: datetime | None, style: str = "") -> SafeString | str:
    """A moment for a page."""
    if value is None:
        return NOTHING
    return _timed(value, moment_words(value, style), figures=style in {"short", "time"})


def ago(value: date | datetime | None, today: date) -> str:
    """How many days lie between a day and today: today, yesterday, 4 days ago, in 3 days."""
    if value is None:
        return NOTHING
    local = _local(value)
    days = (today - (local.date() if isinstance(local, datetime) else local)).days
    if days == 0:
        return _("today")
    if days == 1:
        return _("yesterday")
    if days == -1:
        return _("tomorrow")
    if days > 0:
        return ngettext("%(days)s day ago", "%(days)s days ago", days) % {"days": days}
    return ngettext("in %(days)s day", "in %(days)s days", -days) % {"days": -days}


def fingerprint(value: Any) -> SafeString | str:
    """The beginning of a hash as a person compares it: two groups of four."""
    text = str(value or "")
    return isolate(f"{text[:4]}\u00b7{text[4:8]}") if text else NOTHING


def bdi(value: Any) -> SafeString | str:
    """Any inserted text, isolated: names, codes, addresses, telephone numbers."""
    if value is None or value == "":
        return ""
    return mark_safe(f"<bdi>{conditional_escape(value)}</bdi>")


def dirauto(text: Any, language: str | None = None) -> SafeString | str:
    """What a person typed, with the language it was typed in and the direction of its first letter."""
    if text is None or text == "":
        return ""
    if language:
        return format_html('<span lang="{}" dir="auto">{}</span>', language, conditional_escape(text))
    return format_html('<span dir="auto">{}</span>', text)


def paragraphs(text: Any, language: str | None = None) -> SafeString:
    """Several lines that a person typed: a paragraph for each, every one with its own direction."""
    lines = [line.strip() for line in str(text or "").replace("\r\n", "\n").split("\n") if line.strip()]
    if language:
        return format_html_join("", '<p lang="{}" dir="auto">{}</p>', ((language, line) for line in lines))
    return format_html_join("", '<p dir="auto">{}</p>', ((line,) for line in lines))
