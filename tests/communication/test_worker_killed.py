"""A worker is killed with -9 in the middle of a digest run: one digest, one Message-ID for each person, none missing.

A second hand-over happens only where the row is flagged `maybe_sent`, under the same Message-ID. On the files of the
embedded mode always, on Redis where there is one.
"""

import os
import random
import subprocess
import sys
import time
from collections import Counter
from email import message_from_bytes, policy

import pytest
from aiosmtpd.controller import Controller
from django.conf import settings

from tests.flows.test_work_survives_the_worker import Portal
from tests.processes import free_port, wait_for

pytestmark = pytest.mark.slow
PEOPLE = 16
# At any hour it is noon somewhere: there quiet hours do not hold the mails back.
SEED = """
import django; django.setup()
import sys
from datetime import timedelta
from zoneinfo import ZoneInfo
from accounts.models import Person
from audit import services as audit
from communication.models import Delivery, Digest, Preference
from kernel import clock
from kernel.actor import Actor
now = clock.now()
zone = min((f"Etc/GMT{n:+d}" for n in range(-12, 13)), key=lambda z: abs(now.astimezone(ZoneInfo(z)).hour - 13))
for n in range(int(sys.argv[1])):
    person = Person.objects.create(email=f"p{n}@demo.example", name_he=f"אדם {n}", joined_at=now, calendar="none",
                                   time_zone=zone, language="he" if n % 2 else "en")
    Preference.objects.create(person=person, kind="digest", choice="weekly")
    entry = audit.record(actor=Actor.system(), kind="accounts.person.changed", subject=person)
    Delivery.objects.create(person=person, entry=entry, channel="digest")
    Digest.objects.create(person=person, slot=now.date(), cadence="weekly", due_at=now, not_before=now,
                          expires_at=now + timedelta(days=1))
"""
# What ten minutes do: what a dead worker held counts as left behind.
TEN_MINUTES_LATER = """
import django; django.setup()
from datetime import timedelta
from django.db.models import F
from communication.models import Digest, Mail
for model in (Digest, Mail):
    model.objects.filter(claimed_at__isnull=False).update(claimed_at=F("claimed_at") - timedelta(minutes=11))
"""


class Server:
    """Takes every mail, slowly enough to be interrupted."""

    def __init__(self):
        self.taken = []

    async def handle_DATA(self, server, session, envelope):
        message = message_from_bytes(envelope.content, policy=policy.default)
        self.taken.append((message["To"], message["Message-ID"]))
        time.sleep(0.03)
        return "250 taken"


class Killed(Portal):
    """The embedded portal with an SMTP server of the test's own."""

    def __init__(self, var, broker, port):
        self.var = var
        clean = {key: value for key, value in os.environ.items() if key not in {"DATABASE_URL", "CELERY_BROKER_URL"}}
        self.env = {
            **clean,
            "DJANGO_SETTINGS_MODULE": "tests.communication.smtp_settings",
            "SHIDRA_VAR": str(var),
            "TEST_SMTP_PORT": str(port),
            "TEST_BROKER": broker,
            "PYTHONPATH": str(settings.BASE_DIR),
        }
        self.worker = None
        for folder in ("ready", "done", "control"):
            (var / "queue" / folder).mkdir(parents=True)
        self.python("manage.py", "migrate", "--verbosity", "0")

    def start_worker(self):
        """Start two children; no sign of life is waited for, because the queue may be full of work."""
        flags = ["-c", "2", "--without-gossip", "--without-mingle", "--loglevel", "ERROR"]
        self.worker = subprocess.Popen(
            [sys.executable, "-m", "celery", "--quiet", "-A", "config", "worker", *flags],
            cwd=settings.BASE_DIR,
            env=self.env,
            start_new_session=True,
        )

    def ring(self, task):
        """Ring as beat does."""
        command = ["-m", "celery", "--quiet", "-A", "config", "call", f"communication.tasks.{task}"]
        subprocess.run(
            [sys.executable, *command], cwd=settings.BASE_DIR, env=self.env, check=True, stdout=subprocess.DEVNULL
        )

    def states(self, table):
        """How many rows are in each state."""
        return {
            state: self.value(f"SELECT count(*) FROM communication_{table} WHERE state = ?", state)
            for state in ("planned", "building", "queued", "handing_over", "sent", "failed", "expired", "skipped_empty")
        }


@pytest.fixture(params=["files", pytest.param("redis", marks=pytest.mark.services)])
def portal(request, tmp_path):
    broker = os.environ["CELERY_BROKER_URL"].rpartition("/")[0] + "/6" if request.param == "redis" else ""
    handler = Server()
    controller = Controller(handler, hostname="127.0.0.1", port=free_port())
    controller.start()
    made = Killed(tmp_path / "var", broker, controller.port)
    made.server = handler
    yield made
    made.kill_worker()
    controller.stop()


def test_a_digest_run_whose_worker_is_killed_loses_nothing_and_doubles_nothing_unmarked(portal):
    portal.python("-c", SEED, str(PEOPLE))
    for _kill in range(2):
        before = len(portal.server.taken)
        portal.ring("plan_digests")
        portal.ring("send_mails")
        portal.start_worker()
        wait_for(
            lambda before=before: len(portal.server.taken) > before + 2 or portal.states("digest")["sent"] == PEOPLE,
            120,
            "some mails were taken",
        )
        time.sleep(random.uniform(0, 0.1))
        portal.kill_worker()
        portal.python("-c", TEN_MINUTES_LATER)

    portal.start_worker()

    def finished():
        portal.python("-c", TEN_MINUTES_LATER)
        portal.ring("plan_digests")
        portal.ring("send_mails")
        time.sleep(2)
        return portal.states("digest")["sent"] == PEOPLE

    wait_for(finished, 180, "every digest was sent")

    assert portal.states("mail")["sent"] == PEOPLE
    assert portal.value("SELECT count(DISTINCT person_id) FROM communication_digest") == PEOPLE
    assert portal.value("SELECT count(*) FROM communication_digest") == PEOPLE
    assert portal.value("SELECT count(*) FROM communication_mail") == PEOPLE
    times = Counter(portal.server.taken)
    assert len({recipient for recipient, _id in times}) == len(times) == PEOPLE
    twice = [message_id for (_to, message_id), count in times.items() if count > 1]
    for message_id in twice:
        assert portal.value("SELECT maybe_sent FROM communication_mail WHERE message_id = ?", message_id) == 1
