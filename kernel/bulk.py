"""Thousands of rows in one statement, for imports: without a model object for each, which costs more than the insert.

    insert(StagedValue, ("upload_id", "line", …), rows, ignore_conflicts=True)

PostgreSQL takes them by COPY: no statement to read, no parameters. Every column that has no default in the database
must be named; what the tables refuse, they refuse here too. The caller has checked the values: numbers, texts, days,
moments, booleans and None, in each column of one kind. Equal values of a column are written out once.
"""

from collections.abc import Callable, Iterable, Iterator, Sequence
from datetime import date, datetime
from decimal import Decimal
from itertools import islice
from typing import Any

from django.db import IntegrityError, connection, models, transaction

CHUNK = 2000
_INCOMING = "bulk_incoming"
_ESCAPES = str.maketrans({"\\": "\\\\", "\t": "\\t", "\n": "\\n", "\r": "\\r"})


def insert(
    model: type[models.Model],
    columns: Sequence[str],
    rows: Iterable[Sequence[Any]],
    *,
    ignore_conflicts: bool = False,
) -> int:
    """Insert the rows, in chunks of one statement; returns how many were given."""
    table, names = model._meta.db_table, ", ".join(map(connection.ops.quote_name, columns))
    if connection.vendor != "postgresql":
        tail = " ON CONFLICT DO NOTHING" if ignore_conflicts else ""
        return _by_statement(table, names, len(columns), _chunks(rows), tail)
    if not ignore_conflicts:
        return _by_copy(table, names, _chunks(rows))
    kept = list(rows)
    try:
        with transaction.atomic():
            return _by_copy(table, names, _chunks(kept))
    except IntegrityError:
        return _around_conflicts(table, names, kept)


def _around_conflicts(table: str, names: str, rows: list[Sequence[Any]]) -> int:
    """COPY knows no conflicts: the rows come into a table of this transaction first, and go on from there."""
    # Put together of names of our own tables and columns.
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(f"CREATE TEMPORARY TABLE {_INCOMING} AS SELECT {names} FROM {table} WITH NO DATA")  # noqa: S608
        given = _by_copy(_INCOMING, names, _chunks(rows))
        cursor.execute(f"INSERT INTO {table} ({names}) SELECT {names} FROM {_INCOMING} ON CONFLICT DO NOTHING")  # noqa: S608
        cursor.execute(f"DROP TABLE {_INCOMING}")
    return given


def _chunks(rows: Iterable[Sequence[Any]]) -> Iterator[list[Sequence[Any]]]:
    left = iter(rows)
    while chunk := list(islice(left, CHUNK)):
        yield chunk


def _by_statement(table: str, names: str, wide: int, chunks: Iterable[list[Sequence[Any]]], tail: str) -> int:
    statement = f"INSERT INTO {table} ({names}) VALUES ({', '.join(['%s'] * wide)}){tail}"  # noqa: S608 (our own names)
    given = 0
    with connection.cursor() as cursor:
        for chunk in chunks:
            given += len(chunk)
            cursor.executemany(statement, list(_written(chunk, _plain)))
    return given


def _by_copy(table: str, names: str, chunks: Iterable[list[Sequence[Any]]]) -> int:
    with connection.cursor() as cursor:
        text = _Lines(chunks)
        cursor.copy_expert(f"COPY {table} ({names}) FROM STDIN", text)
    return text.given


class _Lines:
    """The rows as a file that COPY reads: the database takes in one chunk while the next is written out."""

    def __init__(self, chunks: Iterable[list[Sequence[Any]]]) -> None:
        self.given = 0
        self._chunks = iter(chunks)

    def read(self, _size: int = -1) -> str:
        """The next chunk, or nothing at the end. (The driver takes more than it asked for.)"""
        chunk = next(self._chunks, [])
        self.given += len(chunk)
        return "".join(["\t".join(row) + "\n" for row in _written(chunk, _copied)])


def _written(chunk: list[Sequence[Any]], write: Callable[[Any], Any]) -> Iterator[tuple[Any, ...]]:
    """The rows with each value as the database takes it; most columns hold few different ones."""
    columns = []
    for column in zip(*chunk, strict=True):
        known = {value: write(value) for value in set(column)}
        columns.append(map(known.__getitem__, column))
    return zip(*columns, strict=True)


def _copied(value: Any) -> str:
    """As COPY reads it; of the kinds that a row holds only texts have letters to escape."""
    if value is None:
        return "\\N"
    return value.translate(_ESCAPES) if isinstance(value, str) else str(value)


def _plain(value: Any) -> Any:
    """As SQLite keeps it."""
    if isinstance(value, Decimal):
        return str(value)
    if isinstance(value, datetime):
        return connection.ops.adapt_datetimefield_value(value)
    return connection.ops.adapt_datefield_value(value) if isinstance(value, date) else value
