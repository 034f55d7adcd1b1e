"""Owns what must be true before the portal starts in embedded mode: folders, texts, tables, files, the demo world.

Refuses to touch a database that is not the embedded one when asked to begin afresh.
"""

import contextlib
import fcntl
import shutil
from collections.abc import Callable, Iterator
from pathlib import Path

from django.conf import settings
from django.contrib.auth import get_user_model
from django.core.management import call_command
from django.core.management.base import CommandError
from django.db import connection

from portal.management import catalogues

Say = Callable[[str], None]


def var() -> Path:
    """The folder of all that the embedded mode stores; other modes have none."""
    folder = getattr(settings, "VAR", None)
    if folder is None:
        raise CommandError("`up` is the embedded mode: start it with DJANGO_SETTINGS_MODULE=config.settings.embedded.")
    return Path(folder)


@contextlib.contextmanager
def alone() -> Iterator[None]:
    """One portal per folder: two beats and two resets in one folder would not know of each other."""
    var().mkdir(parents=True, exist_ok=True)
    with (var() / "up.lock").open("w") as door:
        try:
            fcntl.flock(door, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except OSError as error:
            raise CommandError(f"A portal is running from {var()} already. End that one first (Ctrl-C).") from error
        yield


def begin_afresh() -> None:
    """Throw away the embedded database and what belongs to it. Facts cannot be deleted row by row, so the file goes."""
    if not settings.DEMO or connection.vendor != "sqlite":
        raise CommandError("Only the demo world of the embedded mode can be put back: this is another portal's data.")
    connection.close()
    name = Path(settings.DATABASES["default"]["NAME"])
    for path in (name, *(name.with_name(name.name + end) for end in ("-wal", "-shm"))):
        path.unlink(missing_ok=True)
    for folder in ("files", "mail", "queue", "cache"):
        shutil.rmtree(var() / folder, ignore_errors=True)
    _unfinished().unlink(missing_ok=True)


def prepare(say: Say) -> None:
    """Make all ready, in order; done again it changes nothing."""
    if _unfinished().exists():
        say("The demo world was not finished the last time; beginning afresh")
        begin_afresh()
    _make_folders()
    # Before any text is shown: Django reads a catalogue once.
    catalogues.compile_all()
    say("Preparing the database")
    call_command("migrate", interactive=False, verbosity=0)
    call_command("join_styles")
    call_command("collectstatic", interactive=False, verbosity=0)
    if settings.DEMO and not get_user_model()._default_manager.exists():
        _seed(say)
    connection.close()


def _seed(say: Say) -> None:
    say("Writing the demo world (a year of two initiatives and a sphere)")
    _unfinished().touch()
    call_command("seed_demo", verbosity=0)
    _unfinished().unlink()


def _make_folders() -> None:
    wanted = [var() / "files", var() / "mail", var() / "cache"]
    transport = getattr(settings, "CELERY_BROKER_TRANSPORT_OPTIONS", {})
    wanted += [
        Path(transport[key]) for key in ("data_folder_in", "processed_folder", "control_folder") if key in transport
    ]
    for folder in wanted:
        folder.mkdir(parents=True, exist_ok=True)
    # People's data: nobody else on this machine reads it.
    var().chmod(0o700)


def _unfinished() -> Path:
    return var() / "seeding"
