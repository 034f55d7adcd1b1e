"""The commands of the image as plain processes, on ports and folders of their own; the module names the database."""

import os
import subprocess
import sys

import psutil
import pytest
from django.conf import settings

from tests.processes import alive, family, free_port


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
def once(production):
    """Runs a part that ends by itself."""

    def part(word: str) -> None:
        command = [settings.BASE_DIR / "docker/entrypoint", word]
        done = subprocess.run(
            command, env=production, cwd=settings.BASE_DIR, capture_output=True, text=True, check=False
        )
        assert done.returncode == 0, done.stdout + done.stderr

    return part


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
