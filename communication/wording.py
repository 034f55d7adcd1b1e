"""How a line of a mail is worded: isolated values in plain text, `<bdi>` in HTML, the sentence of an audit entry.

A frozen line keeps the isolates of Unicode (FSI … PDI); `as_html` turns them into `<bdi>`, because some mail programs
draw the signs themselves.
"""

import re
from collections import defaultdict
from datetime import date
from typing import Any

from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from audit import kinds
from audit.models import Entry
from kernel.formatting import amount, day_words
from kernel.text import FSI, PDI

_NAMES = re.compile(r"%\((\w+)\)s")
_DAY = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}")
_ISOLATES = re.compile(f"{FSI}([^{FSI}{PDI}]*){PDI}")
_MARKS = str.maketrans("", "", "\u2066\u2067\u2068\u2069\u202a\u202b\u202c\u202d\u202e")


def isolated(value: Any) -> str:
    """A value that somebody typed, kept from turning the line around it."""
    text = " ".join(str(value).translate(_MARKS).split())
    return f"{FSI}{text}{PDI}" if text else ""


def as_html(line: str) -> SafeString:
    """A worded line as HTML."""
    pieces = enumerate(_ISOLATES.split(line))
    parts = (format_html("<bdi>{}</bdi>", piece) if place % 2 else piece for place, piece in pieces)
    return format_html_join("", "{}", ((part,) for part in parts))


def plain(line: str) -> str:
    """A worded line without isolates: titles of pages, names of files."""
    return line.translate(_MARKS)


class _Values(defaultdict[str, str]):
    def __missing__(self, key: str) -> str:
        return ""


def of_entry(entry: Entry) -> str:
    """The sentence of an entry in the active language."""
    kind = kinds.find(entry.kind)
    app = entry.kind.partition(".")[0]
    values = _Values(title=isolated(entry.title), organisation=isolated(entry.organisation))
    for name, pair in entry.changes.items():
        values[name] = isolated(_told(app, name, pair[-1] if isinstance(pair, list) and pair else pair))
    if not kind.line or not set(_NAMES.findall(str(kind.line))) <= {*values}:  # an older entry tells less
        return f"{kind.label}: {isolated(entry.title)}" if entry.subject_title else str(kind.label)
    return str(kind.line) % values


def _told(app: str, name: str, value: Any) -> Any:
    """A value as the log keeps it: a day in words, money as it is written; a line that names it tells shekels."""
    if isinstance(value, str) and _DAY.fullmatch(value):
        return day_words(date.fromisoformat(value), "plain")
    currency = kinds.money_of(app, name)
    return value if currency is None or not isinstance(value, int) else amount(value, currency or "ILS")


def several(line: str, count: int) -> str:
    """A line that stands for several entries about one thing."""
    if count < 2:
        return line
    more = ngettext("%(line)s, and %(count)s more change", "%(line)s, and %(count)s more changes", count - 1)
    return more % {"line": line, "count": count - 1}


def joined(parts: list[str]) -> str:
    """Names in a row, as the language parts them."""
    return _(", ").join(part for part in parts if part)
