"""A list on its way out as a file: the columns of `ScopedList`, answered as CSV (streamed) or XLSX.

    columns = (Column("title", _("Task"), attrgetter("title")), Column("day", _("Day"), attrgetter("due_on"), "date"))

The rows come as the list scoped and filtered them; nothing here decides who may see what.
"""

import io
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from typing import Any

from django.conf import settings
from django.core.cache import cache
from django.http import HttpResponse, StreamingHttpResponse
from django.http.response import HttpResponseBase
from django.utils.text import format_lazy
from django.utils.translation import gettext_lazy as _
from rest_framework.throttling import BaseThrottle

from kernel import clock, exporting, languages
from kernel.errors import TooMany

_HOUR = 3600
XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"


@dataclass(frozen=True)
class Column:
    """One column: its code and title, and how to get its value from a row. Kinds are those of `exporting.Field`."""

    code: str
    title: Any
    value: Callable[[Any], Any]
    kind: exporting.Kind = "text"
    width: int = 0


def names(of: Callable[[Any], Any] = lambda row: row) -> tuple[Column, ...]:
    """The name of a row, or of what it stands for, in a column for each language."""

    def column(code: str) -> Column:
        name = languages.column("name", code)
        title = format_lazy("{label} ({language})", label=_("Name"), language=languages.named(code))
        return Column(name, title, lambda row: getattr(of(row), name) or "")

    return tuple(column(code) for code in languages.codes())


def take_turn(request: Any) -> None:
    """Count one export of whoever asks; above the limit of the hour it is refused, and the answer says until when.

    A visitor is known by the address, as in the API. The count stands in the cache that all web processes share.
    """
    user = request.user
    who = user.pk if user.is_authenticated else BaseThrottle().get_ident(request)
    now = int(clock.now().timestamp())
    left = _HOUR - now % _HOUR
    key = f"exports:{who}:{now // _HOUR}"
    cache.add(key, 0, _HOUR)
    try:
        count = cache.incr(key)
    except ValueError:  # the cache was emptied between the two
        return
    if count > settings.EXPORTS_AN_HOUR:
        sentence = _("That were %(most)s files within the hour, which is the limit: try again in %(minutes)s minutes.")
        raise TooMany(sentence % {"most": settings.EXPORTS_AN_HOUR, "minutes": -(-left // 60)}, seconds=left)


def respond(
    request: Any, rows: Iterable[Any], columns: Sequence[Column], file_format: str, name: str
) -> HttpResponseBase:
    """The file, named after the list and the day. Refuses more files than the limit of the hour."""
    take_turn(request)
    fields = [exporting.Field(column.code, column.title, column.kind, column.width) for column in columns]
    cells = _cells(rows, columns)
    if file_format == "csv":
        answer: HttpResponseBase = StreamingHttpResponse(
            exporting.csv_chunks(fields, cells), content_type="text/csv; charset=utf-8"
        )
    else:
        target = io.BytesIO()
        exporting.write_xlsx(target, fields, cells, sheet=name, right_to_left=languages.direction() == "rtl")
        answer = HttpResponse(target.getvalue(), content_type=XLSX)
    day = clock.today().isoformat()
    answer["Content-Disposition"] = f'attachment; filename="{name}-{day}.{file_format}"'
    return answer


def _cells(rows: Iterable[Any], columns: Sequence[Column]) -> Iterator[list[Any]]:
    stream = rows.iterator(chunk_size=500) if hasattr(rows, "iterator") else rows
    for row in stream:
        yield [_plain(column.value(row)) for column in columns]


def _plain(value: Any) -> Any:
    return str(value) if hasattr(value, "_proxy____cast") or hasattr(value, "public_id") else value
