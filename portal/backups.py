"""A backup: one folder with the database, the files and a manifest of hashes; and its way back into an empty place.

What is compared after a restore is the count and a sum of hashes of every table, from the same snapshot as the copy.
It keeps no secret of the environment (`.env`) and nothing that may be lost: queue, cache, mails written to files.
"""

import hashlib
import json
import os
import shutil
import sqlite3
import subprocess
import tarfile
from collections.abc import Callable, Iterator
from contextlib import closing
from pathlib import Path
from typing import Any

from django.conf import settings
from django.core.files.storage import FileSystemStorage, default_storage
from django.db import connection, transaction

MANIFEST, TABLES, FILES = "manifest.txt", "tables.json", "files.tar"
SQLITE_COPY, POSTGRES_DUMP = "database.sqlite3", "database.dump"
Sums = dict[str, list[int]]
Run = Callable[..., Any]


class BackupRefused(Exception):
    """Why a backup cannot be made or restored, in a sentence."""


def is_sqlite() -> bool:
    """Which of the two databases this is."""
    return connection.vendor == "sqlite"


def make(target: Path) -> Sums:
    """Write a backup into a new folder: first the database, then the files. Returns what is in its tables."""
    if target.exists():
        raise BackupRefused(f"{target} is there already: name a new folder.")
    target.mkdir(parents=True, mode=0o700)
    sums = _copied_sqlite(target) if is_sqlite() else _dumped_postgres(target)
    (target / TABLES).write_text(json.dumps(sums, indent=1), encoding="ascii")
    _pack(target / FILES)
    names = [path.name for path in sorted(target.iterdir())]
    lines = [f"{_sha256(target / name)}  {name}\n" for name in names]
    (target / MANIFEST).write_text("".join(lines), encoding="ascii")
    return sums


def _copied_sqlite(target: Path) -> Sums:
    copy = target / SQLITE_COPY
    with closing(sqlite3.connect(settings.DATABASES["default"]["NAME"])) as source:
        source.execute("VACUUM INTO ?", [str(copy)])
    copy.chmod(0o600)
    with closing(sqlite3.connect(copy)) as database:
        return sums_of_sqlite(database)


def _dumped_postgres(target: Path, run: Run = subprocess.run) -> Sums:
    with transaction.atomic(), connection.cursor() as cursor:
        # One snapshot for the sums and the dump, whatever is written meanwhile; it may take longer than a page.
        cursor.execute("SET TRANSACTION ISOLATION LEVEL REPEATABLE READ")
        cursor.execute("SET LOCAL statement_timeout = 0")
        cursor.execute("SET LOCAL idle_in_transaction_session_timeout = 0")
        cursor.execute("SELECT pg_export_snapshot()")
        snapshot = cursor.fetchone()[0]
        sums = sums_of_postgres(cursor)
        dump = ["pg_dump", "--format=custom", "--no-owner", "--no-privileges", f"--snapshot={snapshot}"]
        _program([*dump, f"--file={target / POSTGRES_DUMP}"], run)
    (target / POSTGRES_DUMP).chmod(0o600)
    return sums


def _program(command: list[str], run: Run) -> None:
    if shutil.which(command[0]) is None:
        raise BackupRefused(f"{command[0]} is not installed: install PostgreSQL's client programs.")
    # SECURITY: the password goes by the environment; a list of programs shows arguments to everybody.
    place = connection.get_connection_params()
    names = {"host": "PGHOST", "port": "PGPORT", "user": "PGUSER", "password": "PGPASSWORD", "dbname": "PGDATABASE"}
    env = {**os.environ, **{name: str(place[key]) for key, name in names.items() if place.get(key)}}
    done = run(command, env=env, capture_output=True, text=True, check=False)
    if done.returncode:
        raise BackupRefused(f"{command[0]} failed: {done.stderr.strip()[-500:]}")


def _pack(target: Path) -> None:
    with tarfile.open(target, "w") as packed:
        root = _files_root()
        if root is not None and root.exists():
            packed.add(root, arcname="files", filter=lambda item: None if item.name.endswith("/.erased") else item)
        for name, secret in _secret_files().items():
            if secret.exists():
                packed.add(secret, arcname=name)
    target.chmod(0o600)


def _files_root() -> Path | None:
    storage = default_storage
    return Path(storage.location) if isinstance(storage, FileSystemStorage) else None


def _secret_files() -> dict[str, Path]:
    """The embedded installation keeps its secrets beside its data: of sessions and links, of bank numbers."""
    if not is_sqlite() or not hasattr(settings, "VAR"):
        return {}
    return {name: Path(settings.VAR) / name for name in ("secret_key", "field_keys")}


def check(source: Path) -> None:
    """Refuse a folder that is no backup, or one in which a bit has changed: a dump may restore with a flipped one."""
    manifest = source / MANIFEST
    if not manifest.exists():
        raise BackupRefused(f"{source} holds no {MANIFEST}: it is not a whole backup.")
    for line in manifest.read_text(encoding="ascii").splitlines():
        digest, _sep, name = line.partition("  ")
        path = source / Path(name).name
        if not path.exists():
            raise BackupRefused(f"{name} is missing from the backup: take another one.")
        if _sha256(path) != digest:
            raise BackupRefused(f"{name} is not as it was written: take another backup.")
    wanted = SQLITE_COPY if is_sqlite() else POSTGRES_DUMP
    if not (source / wanted).exists():
        raise BackupRefused(f"The backup has no {wanted}: it was made on the other kind of database.")


def restore(source: Path) -> Sums:
    """Bring a backup back into an empty place and compare every table with the sums that were written with it."""
    check(source)
    if tables := _tables_with_rows():
        raise BackupRefused(f"The database is not empty ({tables[0]} has rows): restore into a new one.")
    if is_sqlite():
        _put_sqlite(source)
    else:
        _drop_empty_tables()
        options = ["--no-owner", "--no-privileges", "--exit-on-error", "--single-transaction"]
        database = str(connection.get_connection_params()["dbname"])
        _program(["pg_restore", *options, f"--dbname={database}", str(source / POSTGRES_DUMP)], subprocess.run)
    _unpack(source / FILES)
    wanted: Sums = json.loads((source / TABLES).read_text(encoding="ascii"))
    found = present_sums()
    if differing := sorted(name for name in {*wanted, *found} if wanted.get(name) != found.get(name)):
        raise BackupRefused(f"These tables differ from the backup: {', '.join(differing)}.")
    return found


def present_sums() -> Sums:
    """The sums of the database as it stands."""
    if is_sqlite():
        with closing(sqlite3.connect(settings.DATABASES["default"]["NAME"])) as database:
            return sums_of_sqlite(database)
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute("SET LOCAL statement_timeout = 0")
        return sums_of_postgres(cursor)


def _put_sqlite(source: Path) -> None:
    place = Path(settings.DATABASES["default"]["NAME"])
    connection.close()
    place.parent.mkdir(parents=True, exist_ok=True)
    for ending in ("-wal", "-shm"):
        place.with_name(place.name + ending).unlink(missing_ok=True)
    arriving = place.with_name(place.name + ".arriving")
    shutil.copyfile(source / SQLITE_COPY, arriving)
    arriving.chmod(0o600)
    arriving.replace(place)


def _unpack(archive: Path) -> None:
    root, secrets = _files_root(), _secret_files()
    with tarfile.open(archive) as packed:
        for item in packed:
            if item.name in secrets and item.isfile():
                _write(packed, item, secrets[item.name], 0o600)
            elif item.name.startswith("files/") and item.isfile() and root is not None:
                target = (root / item.name.removeprefix("files/")).resolve()
                if not target.is_relative_to(root.resolve()):
                    raise BackupRefused(f"{item.name} leads out of the folder of files: this is not our backup.")
                _write(packed, item, target, 0o600)


def _write(packed: tarfile.TarFile, item: tarfile.TarInfo, target: Path, mode: int) -> None:
    target.parent.mkdir(parents=True, exist_ok=True)
    source = packed.extractfile(item)
    if source is not None:
        with source, target.open("wb") as out:
            shutil.copyfileobj(source, out)
        target.chmod(mode)


def _tables_with_rows() -> list[str]:
    """Tables that hold something of people's: what a migration itself writes does not count."""
    own = {"django_migrations", "django_content_type", "auth_permission", "django_site"}
    with connection.cursor() as cursor:
        out = []
        for name in sorted(set(connection.introspection.table_names(cursor)) - own):
            cursor.execute(f"SELECT 1 FROM {connection.ops.quote_name(name)} LIMIT 1")  # noqa: S608
            if cursor.fetchone():
                out.append(name)
        return out


def _drop_empty_tables() -> None:
    """What `migrate` made in the new database stands in the way of the dump's own tables."""
    with connection.cursor() as cursor:
        cursor.execute("DROP SCHEMA public CASCADE")
        cursor.execute("CREATE SCHEMA public")
    connection.close()


def sums_of_sqlite(database: sqlite3.Connection) -> Sums:
    """Count and sum of hashes of every table; the order of rows does not matter."""
    rows = database.execute("SELECT name FROM sqlite_master WHERE type = 'table' AND name NOT LIKE 'sqlite_%'")
    out = {}
    for (name,) in rows.fetchall():
        count = total = 0
        for row in database.execute(f'SELECT * FROM "{name}"'):  # noqa: S608
            count += 1
            total += int(hashlib.md5(repr(row).encode(), usedforsecurity=False).hexdigest()[:15], 16)
        out[name] = [count, total]
    return out


def sums_of_postgres(cursor: Any) -> Sums:
    """The same on PostgreSQL, computed by the server."""
    cursor.execute("SET LOCAL timezone = 'UTC'")
    out = {}
    for name in connection.introspection.table_names(cursor):
        table = connection.ops.quote_name(name)
        cursor.execute(
            "SELECT count(*), coalesce(sum(('x' || left(md5(t::text), 15))::bit(60)::bigint::numeric), 0) "  # noqa: S608
            f"FROM {table} AS t"
        )
        count, total = cursor.fetchone()
        out[name] = [int(count), int(total)]
    return out


def _sha256(path: Path) -> str:
    found = hashlib.sha256()
    for chunk in _chunks(path):
        found.update(chunk)
    return found.hexdigest()


def _chunks(path: Path) -> Iterator[bytes]:
    with path.open("rb") as source:
        while chunk := source.read(1 << 20):
            yield chunk
