"""Thousands of rows in one statement, for imports: without a model object for each, which costs more than the insert.

    insert(StagedValue, ("upload_id", "line", …), rows, ignore_conflicts=True)
    create(values)                  objects that were made and checked already; their keys are not read back
    create(totals, over=(…))        the same; a row that stands under these columns is written over
    add(entry)                      one object, which gets its key

PostgreSQL takes them by COPY: no statement to read, no parameters. Every column that has no default in the database
must be named; what the tables refuse, they refuse here too. The caller has checked the values: numbers, texts, days,
moments, booleans and None, in each column of one kind. Equal values of a column are written out once.
"""

import json
from collections.abc import Callable, Iterable, Iterator, Sequence
from datetime import date, datetime
from decimal import Decimal
from itertools import islice
from typing import Any, TypeVar

from django.db import IntegrityError, connection, models, transaction

CHUNK = 2000
Row = TypeVar("Row", bound=models.Model)
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
    return _insert(model, columns, rows, " ON CONFLICT DO NOTHING" if ignore_conflicts else "")


def _insert(model: type[models.Model], columns: Sequence[str], rows: Iterable[Sequence[Any]], tail: str) -> int:
    table, names = model._meta.db_table, _names(columns)
    if connection.vendor != "postgresql":
        return _by_statement(table, names, len(columns), _chunks(rows), tail)
    if not tail:
        return _by_copy(table, names, _chunks(rows))
    kept = list(rows)
    try:
        with transaction.atomic():
            return _by_copy(table, names, _chunks(kept))
    except IntegrityError:
        return _around_conflicts(table, names, kept, tail)


def _names(columns: Iterable[str]) -> str:
    return ", ".join(map(connection.ops.quote_name, columns))


def create(objects: Iterable[models.Model], *, over: Sequence[str] = ()) -> int:
    """Insert new objects of one model; returns how many. Whoever needs their keys uses `bulk_create`."""
    kept = list(objects)
    if not kept:
        return 0
    fields = _fields(kept[0])
    columns = [_of_field(field, [getattr(one, field.attname) for one in kept]) for field in fields]
    names = [field.column for field in fields]
    tail = ""
    if over:
        written = ", ".join(f"{one} = excluded.{one}" for one in map(connection.ops.quote_name, names))
        tail = f" ON CONFLICT ({_names(over)}) DO UPDATE SET {written}"
    return _insert(type(kept[0]), names, list(zip(*columns, strict=True)), tail)


def add(row: Row) -> Row:
    """Insert one new object and give it its key, without the ORM's work for each value: for what every act writes."""
    fields = _fields(row)
    table, names = type(row)._meta.db_table, _names(field.column for field in fields)
    values = [_plain(_of_field(field, [getattr(row, field.attname)])[0]) for field in fields]
    returning = f" RETURNING {row._meta.pk.column}" if connection.vendor == "postgresql" else ""
    with connection.cursor() as cursor:
        cursor.execute(_statement(table, names, len(fields), returning), values)
        row.pk = cursor.fetchone()[0] if returning else cursor.lastrowid
    row._state.adding, row._state.db = False, connection.alias
    return row


def _fields(row: models.Model) -> list[Any]:
    return [field for field in row._meta.concrete_fields if not field.primary_key]


def _of_field(field: Any, given: list[Any]) -> list[Any]:
    """What JSON and exact numbers become; all else is as it is."""
    if isinstance(field, models.JSONField):
        return [json.dumps(value, cls=field.encoder) for value in given]
    if isinstance(field, models.DecimalField):
        known = {value: field.get_db_prep_save(value, connection) for value in set(given)}
        return [known[value] for value in given]
    return given


def _around_conflicts(table: str, names: str, rows: list[Sequence[Any]], tail: str) -> int:
    """COPY knows no conflicts: the rows come into a table of this transaction first, and go on from there."""
    # Put together of names of our own tables and columns.
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(f"CREATE TEMPORARY TABLE {_INCOMING} AS SELECT {names} FROM {table} WITH NO DATA")  # noqa: S608
        given = _by_copy(_INCOMING, names, _chunks(rows))
        cursor.execute(f"INSERT INTO {table} ({names}) SELECT {names} FROM {_INCOMING}{tail}")  # noqa: S608
        cursor.execute(f"DROP TABLE {_INCOMING}")
    return given


def _chunks(rows: Iterable[Sequence[Any]]) -> Iterator[list[Sequence[Any]]]:
    left = iter(rows)
    while chunk := list(islice(left, CHUNK)):
        yield chunk


def _statement(table: str, names: str, wide: int, tail: str) -> str:
    return f"INSERT INTO {table} ({names}) VALUES ({', '.join(['%s'] * wide)}){tail}"  # noqa: S608 (our own names)


def _by_statement(table: str, names: str, wide: int, chunks: Iterable[list[Sequence[Any]]], tail: str) -> int:
    statement, given = _statement(table, names, wide, tail), 0
    with connection.cursor() as cursor:
        for chunk in chunks:
            given += len(chunk)
            cursor.executemany(statement, list(_written(chunk, _plain)))
    return given


def _by_copy(table: str, names: str, chunks: Iterable[list[Sequence[Any]]]) -> int:
    text = _Lines(chunks)
    # Django translates the driver's errors for statements alone.
    with connection.cursor() as cursor, connection.wrap_database_errors:
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
