"""A portal of real processes for the test that kills them: an SMTP server that parses, worker and beat, a clock."""

import asyncio
import contextlib
import os
import signal
import sqlite3
import subprocess
import sys
import threading
from datetime import datetime
from email import message_from_bytes, policy
from pathlib import Path
from zoneinfo import ZoneInfo

import psycopg2
from django.conf import settings
from django.utils import timezone

from tests import processes
from tests.processes import family

# A Tuesday after eight, when the weekly digests of Israel have just become due.
TUESDAY = datetime(2027, 3, 9, 10, 0, tzinfo=ZoneInfo("Asia/Jerusalem"))
SEED = """
import django; django.setup()
import sys
from datetime import timedelta
from accounts.models import Person
from audit import services as audit
from communication.models import Delivery, Preference
from kernel import clock
from kernel.actor import Actor
now = clock.now()
for n in range(int(sys.argv[1])):
    person = Person.objects.create(email=f"p{n}@demo.example", name_he=f"אדם {n}", calendar="none",
                                   joined_at=now - timedelta(days=60), language="he" if n % 2 else "en")
    Preference.objects.create(person=person, kind="digest", choice="weekly")
    entry = audit.record(actor=Actor.system(), kind="accounts.person.changed", subject=person)
    Delivery.objects.create(person=person, entry=entry, channel="digest")
"""


class Postbox:
    """An SMTP server that parses what it takes; it can keep one mail without an answer until its sender has died."""

    def __init__(self) -> None:
        self.taken: list = []
        self.keep_next, self.kept_id = False, ""
        self.kept = threading.Event()

    async def handle_DATA(self, _server, _session, envelope) -> str:
        self.taken.append(message_from_bytes(envelope.content, policy=policy.default))
        if self.keep_next:
            self.keep_next, self.kept_id = False, self.taken[-1]["Message-ID"]
            self.kept.set()
            await asyncio.sleep(60)
        # A server that needs a moment for each: so that a run lasts long enough to be interrupted.
        await asyncio.sleep(0.05)
        return "250 taken"


class Portal:
    """Worker and beat of one installation, with a clock that stands in a file."""

    def __init__(self, var: Path, smtp_port: int, database: str = "") -> None:
        self.clock, self.database = var / "clock", database
        var.mkdir()
        self.set_clock((TUESDAY - timezone.now()).total_seconds())
        clean = {key: value for key, value in os.environ.items() if key not in {"DATABASE_URL", "CELERY_BROKER_URL"}}
        self.env = {
            **clean,
            **(
                processes.production(var, database, cache=2 + processes.worker(), queue=6 + processes.worker() % 2)
                if database
                else {}
            ),
            "PYTHON": sys.executable,
            "PYTHONPATH": str(settings.BASE_DIR),
            "DJANGO_SETTINGS_MODULE": "tests.communication.killed_settings",
            "TEST_PRODUCTION": "1" if database else "0",
            "TEST_SMTP_PORT": str(smtp_port),
            "TEST_CLOCK": str(self.clock),
            "SHIDRA_VAR": str(var),
            "WORKER_PROCESSES": "2",
        }
        self.file = var / "shidra.sqlite3"
        if not database:
            for folder in ("ready", "done", "control"):
                (var / "queue" / folder).mkdir(parents=True)
            self.python("manage.py", "migrate", "--run-syncdb", "--verbosity", "0")
        self.running: dict[str, subprocess.Popen] = {}

    def python(self, *words: str) -> None:
        """Run Python in the project's folder, with the portal's settings."""
        subprocess.run([sys.executable, *words], cwd=settings.BASE_DIR, env=self.env, check=True)

    def set_clock(self, seconds: float) -> None:
        """Let the portal's clock go ahead of ours by so many seconds."""
        new = self.clock.with_suffix(".new")
        new.write_text(str(seconds), encoding="ascii")
        new.replace(self.clock)

    def let_pass(self, minutes: int) -> None:
        """Time goes by: what a dead worker held counts as left behind."""
        self.set_clock(float(self.clock.read_text(encoding="ascii")) + minutes * 60)

    def start(self, word: str, name: str = "", **more: str) -> None:
        """Start the part that the image calls by this word; another one of it under a name of its own."""
        command = [settings.BASE_DIR / "docker/entrypoint", word]
        program = subprocess.Popen(command, cwd=settings.BASE_DIR, env=self.env | more, start_new_session=True)
        self.running[name or word] = program

    def kill(self, word: str) -> None:
        """Kill -9 the part with all its children at once, as a power cut would."""
        head = self.running.pop(word)
        everyone = family(head.pid)
        os.killpg(head.pid, signal.SIGKILL)
        head.wait()
        for one in everyone[1:]:
            with contextlib.suppress(Exception):
                one.wait(5)

    def end(self) -> None:
        """End all that still runs."""
        for word in list(self.running):
            with contextlib.suppress(ProcessLookupError):
                self.kill(word)

    def rows(self, sql: str) -> list[tuple]:
        """What the database says, read beside the portal."""
        if self.database:
            with contextlib.closing(psycopg2.connect(self.database)) as connection, connection.cursor() as cursor:
                cursor.execute(sql)
                return cursor.fetchall()
        with contextlib.closing(sqlite3.connect(self.file, timeout=20)) as connection:
            return connection.execute(sql).fetchall()

    def count(self, table: str, *states: str) -> int:
        """How many rows of communication are in these states."""
        named = ", ".join(f"'{state}'" for state in states)
        return self.rows(f"SELECT count(*) FROM communication_{table} WHERE state IN ({named})")[0][0]
