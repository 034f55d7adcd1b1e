"""Helpers for tests that start real programs: free ports, waiting with an end, who is still alive."""

import fcntl
import json
import os
import shutil
import socket
import subprocess
import sys
import time
import urllib.error
import urllib.request
from collections.abc import Callable
from pathlib import Path
from typing import Any

import psutil
from django.conf import settings


def free_port() -> int:
    """A port that nobody listens on just now."""
    with socket.socket() as listener:
        listener.bind(("127.0.0.1", 0))
        return int(listener.getsockname()[1])


def prepared(folder: Path, var: Path) -> None:
    """Make `var` an embedded portal's folder as `up --prepare-only` leaves it: prepared once a run, in `folder`."""
    kept = folder / "prepared"
    with (folder / "prepared.lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        if not kept.exists():
            clean = {key: value for key, value in os.environ.items() if not key.startswith(("SHIDRA_", "DJANGO_"))}
            own = {"DJANGO_SETTINGS_MODULE": "config.settings.embedded", "SHIDRA_VAR": str(folder / "preparing")}
            command = [sys.executable, "manage.py", "up", "--prepare-only"]
            subprocess.run(command, cwd=settings.BASE_DIR, env={**clean, **own}, check=True, stdout=subprocess.DEVNULL)
            (folder / "preparing").rename(kept)
    shutil.copytree(kept, var, dirs_exist_ok=True)


def worker() -> int:
    """The number of this process of the suite: what they start at the same time shares no cache and no queue."""
    return int(os.environ.get("PYTEST_XDIST_WORKER", "gw0").removeprefix("gw")) % 4


def production(folder: Path, database: str, cache: int, queue: int) -> dict[str, str]:
    """The environment of a production on this database, its files in `folder`, on ports of its own.

    `cache` and `queue` are numbers in Redis: those that run beside each other, and the suite beside them, use others.
    """
    (folder / "uploads").mkdir()
    return {
        "PYTHON": sys.executable,
        "DJANGO_SETTINGS_MODULE": "config.settings.production",
        "SECRET_KEY": "x0123456789-abcdefghijklmnopqrstuvwxyz-ABCDEFGHIJKLMNOP",
        "FIELD_KEYS": "2027:QUJDREVGR0hJSktMTU5PUFFSU1RVVldYWVowMTIzNDU=",
        "ALLOWED_HOSTS": "portal.example.org",
        "PORTAL_ORIGIN": "https://portal.example.org",
        "DATABASE_URL": database,
        "REDIS_URL": f"{os.environ['REDIS_URL'].rpartition('/')[0]}/{cache}",
        "CELERY_BROKER_URL": f"{os.environ['CELERY_BROKER_URL'].rpartition('/')[0]}/{queue}",
        "FILES_ROOT": str(folder / "uploads"),
        "STATIC_ROOT": str(folder / "static"),
        "BEAT_FILE": str(folder / "beat"),
        "MAIL_FROM": "updates@example.org",
        "BIND": f"127.0.0.1:{free_port()}",
        "WEB_PROCESSES": "1",
        "WORKER_PROCESSES": "1",
    }


def wait_for(question: Callable[[], Any], seconds: float, what: str) -> Any:
    """Ask until the answer is true; fail with a sentence when the time is over."""
    last = time.monotonic() + seconds
    while time.monotonic() < last:
        if answer := question():
            return answer
        time.sleep(0.1)
    raise AssertionError(f"Not within {seconds:.0f} seconds: {what}.")


def ask(url: str, host: str = "localhost") -> tuple[int, Any]:
    """Status and JSON (or text) of an address; 0 when nobody answers."""
    request = urllib.request.Request(url, headers={"Host": host})
    try:
        with urllib.request.urlopen(request, timeout=5) as answer:
            return answer.status, _read(answer.read())
    except urllib.error.HTTPError as error:
        return error.code, _read(error.read())
    except OSError:
        return 0, ""


def family(pid: int) -> list[psutil.Process]:
    """A program with all it started, however deep."""
    head = psutil.Process(pid)
    return [head, *head.children(recursive=True)]


def alive(processes: list[psutil.Process]) -> list[str]:
    """Those that still run, as one would see them in a list of programs."""
    out = []
    for process in processes:
        try:
            if process.is_running() and process.status() != psutil.STATUS_ZOMBIE:
                out.append(f"{process.pid} {' '.join(process.cmdline())[:80]}")
        except psutil.NoSuchProcess:
            continue
    return out


def _read(body: bytes) -> Any:
    try:
        return json.loads(body)
    except ValueError:
        return body.decode(errors="replace")
