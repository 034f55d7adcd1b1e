"""The commands of the production image as plain processes, with a real PostgreSQL and Redis, until /readyz says yes."""

import os
import subprocess
import sys
from urllib.parse import urlsplit

import psutil
import psycopg2
import pytest
from django.conf import settings

from tests.processes import alive, ask, family, free_port, wait_for

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


@pytest.fixture
def production(tmp_path, database):
    """The environment of a production, on ports and folders of its own."""
    (tmp_path / "files").mkdir()
    return {
        "PATH": os.environ["PATH"],
        "PYTHON": sys.executable,
        "DJANGO_SETTINGS_MODULE": "config.settings.production",
        "SECRET_KEY": "x0123456789-abcdefghijklmnopqrstuvwxyz-ABCDEFGHIJKLMNOP",
        "FIELD_KEYS": "2027:QUJDREVGR0hJSktMTU5PUFFSU1RVVldYWVowMTIzNDU=",
        "ALLOWED_HOSTS": "portal.example.org",
        "PORTAL_ORIGIN": "https://portal.example.org",
        "DATABASE_URL": database,
        # Numbers of their own: the suite beside it uses others.
        "REDIS_URL": os.environ["REDIS_URL"].rpartition("/")[0] + "/8",
        "CELERY_BROKER_URL": os.environ["CELERY_BROKER_URL"].rpartition("/")[0] + "/9",
        "FILES_ROOT": str(tmp_path / "files"),
        "STATIC_ROOT": str(tmp_path / "static"),
        "BEAT_FILE": str(tmp_path / "beat"),
        "MAIL_FROM": "updates@example.org",
        "BIND": f"127.0.0.1:{free_port()}",
        "WEB_PROCESSES": "1",
        "WORKER_PROCESSES": "1",
    }


@pytest.fixture
def start(production):
    """Starts a part of the portal by its word; ends them all."""
    started: list[psutil.Popen] = []

    def part(word: str) -> psutil.Popen:
        process = psutil.Popen([settings.BASE_DIR / "docker/entrypoint", word], env=production, cwd=settings.BASE_DIR)
        started.append(process)
        return process

    yield part
    everyone = [one for process in started if process.is_running() for one in family(process.pid)]
    for process in started:
        if process.is_running():
            process.terminate()
    psutil.wait_procs(everyone, timeout=20)
    for process in everyone:
        if process.is_running():
            process.kill()
    assert alive(everyone) == []


def once(word: str, environment: dict[str, str]) -> None:
    """Run a part that ends by itself."""
    command = [settings.BASE_DIR / "docker/entrypoint", word]
    done = subprocess.run(command, env=environment, cwd=settings.BASE_DIR, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stdout + done.stderr


def test_the_image_s_own_commands_bring_a_portal_that_is_ready(production, start, tmp_path):
    once("migrate", production)
    once("build", production)
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


def test_a_portal_whose_redis_is_gone_says_so_and_lives(production, start):
    once("migrate", production)
    production["CELERY_BROKER_URL"] = f"redis://127.0.0.1:{free_port()}/0"
    start("web")
    base = f"http://{production['BIND']}"
    wait_for(lambda: ask(f"{base}/healthz", "portal.example.org")[0] == 200, 30, "the web server answers")
    status, body = ask(f"{base}/readyz", "portal.example.org")
    assert (status, body["failing"]) == (503, ["broker", "worker"])
