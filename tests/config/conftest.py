"""The commands of the image as plain processes, on ports and folders of their own; the module names the database."""

import fcntl
import os
import subprocess
from urllib.parse import urlsplit

import psutil
import pytest
from django.conf import settings
from django.db import connection

from tests import processes
from tests.processes import alive, family, worker


@pytest.fixture
def database(transactional_db):
    """The suite's own, which has its tables already; a module may name another."""
    return urlsplit(os.environ["DATABASE_URL"])._replace(path=f"/{connection.settings_dict['NAME']}").geturl()


@pytest.fixture
def production(tmp_path, database):
    """The environment of a production, on ports and folders of its own, and nothing else from ours."""
    return {
        "PATH": os.environ["PATH"],
        **processes.production(tmp_path, database, cache=8 + worker(), queue=12 + worker()),
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
def built(production, once, run_folder):
    """The static files, collected once a run."""
    place = run_folder / "collected"
    production["STATIC_ROOT"] = str(place)
    with (run_folder / "collected.lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        if not (place / "staticfiles.json").exists():
            once("build")


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
