"""The demo world, made once in a run of the suite: its rows are kept in a file and put in again. Not a test.

Making it takes many seconds of acts; putting it in takes about one. Each worker has a database of its own, so the file
is what they share, and later parts of the same run find it there. Whoever asks gets the rows from the file, the first
one too: so the world is the same for all.
"""

import fcntl
import pickle
import shutil
import zlib
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from django.apps import apps
from django.conf import settings
from django.contrib.contenttypes.models import ContentType
from django.core.cache import cache
from django.core.management.color import no_style
from django.db import connection, transaction

from kernel import guards
from portal.demo import seed, stage


@dataclass
class World:
    """Rows of each table that was empty, and what the numbers of content types stood for."""

    rows: dict[str, tuple[list[str], list[tuple[Any, ...]]]]
    kinds: dict[int, tuple[str, str]]


@contextmanager
def demo_world(folder: Path, change: Callable[[World], None] | None = None) -> Iterator[None]:
    """The small demo world in this database, gone at the end; `folder` is the run's own, `change` alters its rows.

    Laying it lifts the guards, which changes the schema. Whenever something is rolled back in a transaction that did
    so, SQLite reads its whole schema again, ten times as long as a page asks. So there it is committed, and taken out.
    """
    if connection.in_atomic_block or connection.vendor != "sqlite":
        with transaction.atomic():
            lay(folder, change=change)
            yield
            transaction.set_rollback(True)
        return
    world = lay(folder, change=change)
    try:
        with transaction.atomic():
            yield
            transaction.set_rollback(True)
    finally:
        _take_out(world)


def lay(folder: Path, size: stage.Size = stage.SMALL, change: Callable[[World], None] | None = None) -> World:
    """Put a demo world into this database, which is empty; make it first if nobody in this run has."""
    place = folder / f"demo-world-{connection.vendor}-{zlib.crc32(repr(size).encode()):08x}.pickle"
    files = place.with_suffix(".files")
    with place.with_suffix(".lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        if not place.exists():
            world = _made(size)
            if _files().exists():
                shutil.copytree(_files(), files, dirs_exist_ok=True)
            place.write_bytes(pickle.dumps(world))
    if files.exists():
        shutil.copytree(files, _files(), dirs_exist_ok=True)
    world: World = pickle.loads(place.read_bytes())
    if change is not None:
        change(world)
    with transaction.atomic():
        _put(world)
    cache.clear()
    return world


def _made(size: stage.Size) -> World:
    with transaction.atomic():
        empty = [table for table in _tables() if not _read(table)[1]]
        for _line in seed.run(size):
            pass
        kinds = {kind.pk: kind.natural_key() for kind in ContentType.objects.all()}
        world = World({table: _read(table) for table in empty}, kinds)
        transaction.set_rollback(True)
    ContentType.objects.clear_cache()
    return world


def _files() -> Path:
    return Path(settings.STORAGES["default"]["OPTIONS"]["location"])


def _models() -> list[Any]:
    return [model for model in apps.get_models(include_auto_created=True) if model._meta.managed]


def _tables() -> list[str]:
    return [model._meta.db_table for model in _models()]


def _read(table: str) -> tuple[list[str], list[tuple[Any, ...]]]:
    with connection.cursor() as cursor:
        cursor.execute(f"SELECT * FROM {connection.ops.quote_name(table)}")
        return [column[0] for column in cursor.description], cursor.fetchall()


def _put(world: World) -> None:
    """The rows as they are: guards hold what acts write, and these were written by acts."""
    quote = connection.ops.quote_name
    kinds = {number: ContentType.objects.get_by_natural_key(*names).pk for number, names in world.kinds.items()}
    with guards.lifted(), connection.cursor() as cursor:
        for model in _models():
            columns, rows = world.rows.get(model._meta.db_table, ([], []))
            for field in model._meta.local_concrete_fields:
                if field.related_model is ContentType and rows:
                    at = columns.index(field.column)
                    rows = [(*row[:at], kinds.get(row[at], row[at]), *row[at + 1 :]) for row in rows]
            if rows:
                names, marks = ", ".join(map(quote, columns)), ", ".join(["%s"] * len(columns))
                cursor.executemany(f"INSERT INTO {quote(model._meta.db_table)} ({names}) VALUES ({marks})", rows)
        connection.check_constraints()
        for statement in connection.ops.sequence_reset_sql(no_style(), _models()):
            cursor.execute(statement)


def _take_out(world: World) -> None:
    with transaction.atomic(), guards.lifted(), connection.cursor() as cursor:
        for table in world.rows:
            cursor.execute(f"DELETE FROM {connection.ops.quote_name(table)}")
    cache.clear()
