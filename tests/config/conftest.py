"""The commands of the image as plain processes, on ports and folders of their own; the module names the database."""

import os
import subprocess

import psutil
import pytest
from django.conf import settings

from tests import processes
from tests.processes import alive, family


@pytest.fixture
def production(tmp_path, database):
    """The environment of a production, on ports and folders of its own, and nothing else from ours."""
    return {"PATH": os.environ["PATH"], **processes.production(tmp_path, database, cache=8, queue=9)}


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
