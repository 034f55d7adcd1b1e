"""The commands of the production image as plain processes, with a real PostgreSQL and Redis, until /readyz says yes."""

import os
import subprocess
from urllib.parse import urlsplit

import psycopg2
import pytest
from django.conf import settings

from tests.processes import ask, free_port, wait_for

# From day to day tests/portal/test_command_up.py starts a portal.
pytestmark = [pytest.mark.services, pytest.mark.slow, pytest.mark.exhaustive]


@pytest.fixture
def database():
    """A database of its own on the server of the suite; gives its address."""
    address = os.environ["DATABASE_URL"]
    name = f"production_{os.getpid()}"
    server = psycopg2.connect(address)
    server.autocommit = True
    with server.cursor() as cursor:
        cursor.execute(f"CREATE DATABASE {name}")
    yield urlsplit(address)._replace(path=f"/{name}").geturl()
    with server.cursor() as cursor:
        cursor.execute(f"DROP DATABASE {name} WITH (FORCE)")
    server.close()


def test_the_image_s_own_commands_bring_a_portal_that_is_ready(production, once, start, tmp_path):
    once("migrate")
    once("build")
    assert (tmp_path / "static/staticfiles.json").exists()
    start("web")
    ready = f"http://{production['BIND']}/readyz"
    wait_for(lambda: ask(ready, "portal.example.org")[0] == 503, 30, "the web server answers")
    assert ask(ready, "portal.example.org")[1]["failing"] == ["worker"]
    start("worker")
    start("beat")
    wait_for(lambda: ask(ready, "portal.example.org")[0] == 200, 60, "worker and beat gave a sign of life")
    check = [settings.BASE_DIR / "docker/healthcheck", "readyz"]
    assert subprocess.run(check, env=production, capture_output=True, check=False).returncode == 0
    assert ask(ready, "stranger.example.org")[0] == 400


def test_a_portal_whose_redis_is_gone_says_so_and_lives(production, once, start):
    once("migrate")
    production["CELERY_BROKER_URL"] = f"redis://127.0.0.1:{free_port()}/0"
    start("web")
    base = f"http://{production['BIND']}"
    wait_for(lambda: ask(f"{base}/healthz", "portal.example.org")[0] == 200, 30, "the web server answers")
    status, body = ask(f"{base}/readyz", "portal.example.org")
    assert (status, body["failing"]) == (503, ["broker", "worker"])
