"""The row is the job, the message only a bell: a real worker is killed, messages are lost, and the mails still leave.

On the files of the embedded mode always, on Redis where there is one.
"""

import contextlib
import os
import shutil
import signal
import sqlite3
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest
from django.conf import settings

from tests.processes import prepared, wait_for

# From day to day tests/communication/test_worker_killed.py kills one.
pytestmark = [pytest.mark.slow, pytest.mark.exhaustive]

SEND = """
import django; django.setup()
from django.core.mail import EmailMessage
import sys
EmailMessage(sys.argv[1], "text", "a@example.org", ["b@example.org"], headers={"X-Shidra-Kind": "test"}).send()
"""


class Portal:
    """An embedded portal in a folder of its own, with a worker that may be started and killed."""

    def __init__(self, var: Path, broker: str) -> None:
        self.var = var
        clean = {key: value for key, value in os.environ.items() if key not in {"DATABASE_URL", "CELERY_BROKER_URL"}}
        self.env = {**clean, "DJANGO_SETTINGS_MODULE": "config.settings.embedded", "SHIDRA_VAR": str(var)}
        if broker:
            self.env["CELERY_BROKER_URL"] = broker
        self.worker: subprocess.Popen[bytes] | None = None

    def python(self, *words: str) -> None:
        """Run Python in the project's folder, with the portal's settings."""
        subprocess.run([sys.executable, *words], cwd=settings.BASE_DIR, env=self.env, check=True)

    def start_worker(self) -> None:
        """Start the worker and wait for its sign of life."""
        before = self.value("SELECT max(at) FROM audit_heartbeat")
        flags = ["-c", "1", "--without-gossip", "--without-mingle", "--loglevel", "WARNING"]
        self.worker = subprocess.Popen(
            [sys.executable, "-m", "celery", "--quiet", "-A", "config", "worker", *flags],
            cwd=settings.BASE_DIR,
            env=self.env,
            start_new_session=True,
        )
        wait_for(lambda: self.value("SELECT max(at) FROM audit_heartbeat") != before, 40, "the worker gave a sign")

    def kill_worker(self) -> None:
        """Kill the worker and its children, as a power cut would."""
        if self.worker is not None:
            with contextlib.suppress(ProcessLookupError):
                os.killpg(self.worker.pid, signal.SIGKILL)
            self.worker.wait()
            self.worker = None

    def send(self, subject: str) -> None:
        """One mail: a row, then the bell."""
        self.python("-c", SEND, subject)

    def state(self, subject: str) -> str:
        """How far a mail has come."""
        return str(self.value("SELECT state FROM communication_mail WHERE subject = ?", subject))

    def lose_all_messages(self) -> None:
        """What a broker does that forgets."""
        self.python("-m", "celery", "--quiet", "-A", "config", "purge", "--force")
        shutil.rmtree(self.var / "queue/ready", ignore_errors=True)
        (self.var / "queue/ready").mkdir()

    def sweep(self) -> None:
        """Ring as beat does each minute."""
        self.python("-m", "celery", "--quiet", "-A", "config", "call", "communication.tasks.send_mails")

    def value(self, sql: str, *parameters: str) -> object:
        """One value from the database."""
        with contextlib.closing(sqlite3.connect(self.var / "shidra.sqlite3", timeout=20)) as database:
            row = database.execute(sql, parameters).fetchone()
            return row[0] if row else None


@pytest.fixture(params=["files", pytest.param("redis", marks=pytest.mark.services)])
def portal(request: pytest.FixtureRequest, tmp_path: Path, run_folder: Path) -> Iterator[Portal]:
    broker = ""
    if request.param == "redis":
        broker = os.environ["CELERY_BROKER_URL"].rpartition("/")[0] + "/7"
    prepared(run_folder, tmp_path / "var")
    made = Portal(tmp_path / "var", broker)
    yield made
    made.kill_worker()


def test_mails_leave_though_the_worker_is_killed_and_messages_are_lost(portal):
    portal.start_worker()
    portal.send("while the worker lives")
    wait_for(lambda: portal.state("while the worker lives") == "sent", 60, "the mail left")

    portal.kill_worker()
    portal.send("while no worker lives")
    assert portal.state("while no worker lives") == "queued"
    portal.start_worker()
    wait_for(lambda: portal.state("while no worker lives") == "sent", 60, "the message had waited")

    portal.kill_worker()
    portal.send("whose message is lost")
    portal.lose_all_messages()
    portal.start_worker()
    assert portal.state("whose message is lost") == "queued"
    portal.sweep()
    wait_for(lambda: portal.state("whose message is lost") == "sent", 60, "the sweep found the row")
