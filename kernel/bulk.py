"""Thousands of rows in one statement, for imports: without a model object for each, which costs more than the insert.

    insert(StagedValue, ("upload_id", "line", …), rows, ignore_conflicts=True)

Every column that has no default in the database must be named; what the tables refuse, they refuse here too. The
caller has checked the values: numbers, texts, days, moments, booleans and None.
"""

from collections.abc import Iterable, Sequence
from datetime import date, datetime
from decimal import Decimal
from itertools import chain, islice
from typing import Any

from django.db import connection, models

CHUNK = 2000


def insert(
    model: type[models.Model],
    columns: Sequence[str],
    rows: Iterable[Sequence[Any]],
    *,
    ignore_conflicts: bool = False,
) -> int:
    """Insert the rows, in chunks of one statement; returns how many were given."""
    quote = connection.ops.quote_name
    head = f"INSERT INTO {quote(model._meta.db_table)} ({', '.join(map(quote, columns))}) VALUES "  # noqa: S608 (names of our own columns)
    tail = " ON CONFLICT DO NOTHING" if ignore_conflicts else ""
    marks = f"({', '.join(['%s'] * len(columns))})"
    given, left = 0, iter(rows)
    with connection.cursor() as cursor:
        while chunk := list(islice(left, CHUNK)):
            given += len(chunk)
            if connection.vendor == "postgresql":
                cursor.execute(head + ", ".join([marks] * len(chunk)) + tail, list(chain.from_iterable(chunk)))
            else:
                cursor.executemany(head + marks + tail, [[_plain(value) for value in row] for row in chunk])
    return given


def _plain(value: Any) -> Any:
    """As SQLite keeps it."""
    if isinstance(value, Decimal):
        return str(value)
    if isinstance(value, datetime):
        return connection.ops.adapt_datetimefield_value(value)
    return connection.ops.adapt_datefield_value(value) if isinstance(value, date) else value
