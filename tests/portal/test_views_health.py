"""/healthz tells that the process lives, /readyz that all it stands on answers; details are for staff."""

from datetime import timedelta

import pytest
from django.db import OperationalError

from audit.models import Heartbeat
from kernel import clock
from kernel.actor import Actor
from portal.views import health

pytestmark = pytest.mark.django_db


@pytest.fixture
def heartbeat():
    return Heartbeat.objects.create(name="worker", at=clock.now())


def test_healthz_asks_no_database(client, django_assert_num_queries):
    with django_assert_num_queries(0):
        answer = client.get("/healthz")
    assert answer.status_code == 200
    assert answer["Cache-Control"] == "no-store"


def test_readyz_is_ready_when_all_answers(client, heartbeat):
    answer = client.get("/readyz")
    assert answer.status_code == 200
    assert answer.json() == {"ready": True}


def test_readyz_is_not_ready_before_the_first_sign_of_a_worker(client):
    answer = client.get("/readyz")
    assert answer.status_code == 503
    assert answer.json() == {"ready": False, "failing": ["worker"]}


def test_readyz_is_not_ready_when_the_last_sign_is_old(client, heartbeat):
    with clock.at(clock.now() + timedelta(seconds=121)):
        answer = client.get("/readyz")
    assert answer.json()["failing"] == ["worker"]


def test_readyz_names_migrations_that_wait(client, heartbeat, monkeypatch):
    monkeypatch.setattr(health.MigrationExecutor, "migration_plan", lambda self, targets: [("audit.0002", False)])
    answer = client.get("/readyz")
    assert (answer.status_code, answer.json()["failing"]) == (503, ["migrations"])


def test_readyz_answers_without_a_database_and_tells_no_address(client, heartbeat, monkeypatch):
    def fallen() -> str:
        raise OperationalError("connection to 10.0.0.7 refused")

    monkeypatch.setitem(health.QUESTIONS, "database", fallen)
    answer = client.get("/readyz")
    assert answer.status_code == 503
    assert "10.0.0.7" not in answer.content.decode()


def test_readyz_tells_details_to_the_administration_only(rf, heartbeat):
    request = rf.get("/readyz")
    request.actor = Actor(user_id=1, grants={"accounts.admin": frozenset({0})})
    checks = health.Readyz.as_view()(request).content.decode()
    request.actor = Actor(user_id=2)
    plain = health.Readyz.as_view()(request).content.decode()
    assert '"migrations"' in checks
    assert '"migrations"' not in plain
