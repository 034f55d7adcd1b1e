"""The small demo world, made once in a run of the suite: its rows are kept in a file and put in again. Not a test.

Making it takes many seconds of acts; putting it in takes less than one. Each worker has a database of its own, so the
file is what they share. The rows go in inside a transaction that is rolled back.
"""

import fcntl
import pickle
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from django.apps import apps
from django.db import connection, transaction

from portal.demo import seed, stage

Rows = dict[str, tuple[list[str], list[tuple[Any, ...]]]]


@contextmanager
def demo_world(folder: Path) -> Iterator[None]:
    """The small demo world in this database, rolled back at the end; `folder` is the run's own."""
    place = folder / f"demo-world-{connection.vendor}.pickle"
    with transaction.atomic():
        with (folder / "demo-world.lock").open("w") as lock:
            fcntl.flock(lock, fcntl.LOCK_EX)
            if place.exists():
                _put(pickle.loads(place.read_bytes()))
            else:
                empty = [table for table in _tables() if not _read(table)[1]]
                for _line in seed.run(stage.SMALL):
                    pass
                place.write_bytes(pickle.dumps({table: _read(table) for table in empty}))
        yield
        transaction.set_rollback(True)


def _tables() -> list[str]:
    return [model._meta.db_table for model in apps.get_models(include_auto_created=True) if model._meta.managed]


def _read(table: str) -> tuple[list[str], list[tuple[Any, ...]]]:
    with connection.cursor() as cursor:
        cursor.execute(f"SELECT * FROM {connection.ops.quote_name(table)}")
        return [column[0] for column in cursor.description], cursor.fetchall()


def _put(rows: Rows) -> None:
    quote = connection.ops.quote_name
    with connection.cursor() as cursor:
        for table, (columns, values) in rows.items():
            if values:
                names, marks = ", ".join(map(quote, columns)), ", ".join(["%s"] * len(columns))
                cursor.executemany(f"INSERT INTO {quote(table)} ({names}) VALUES ({marks})", values)
