"""`manage.py up` with the real web server, worker and beat, in a folder of its own that was prepared before."""

import os
import signal
import socket
import subprocess
import sys
from contextlib import nullcontext

import psutil
import pytest
from django.conf import settings
from django.core.management import CommandError, call_command

from tests.processes import alive, ask, family, free_port, prepared, wait_for

pytestmark = pytest.mark.slow


@pytest.fixture
def up(tmp_path, run_folder):
    """Starts the portal, waits until it is ready; gives the process, its family and its address."""
    prepared(run_folder, tmp_path / "var")
    running: list[psutil.Process] = []
    started: list[subprocess.Popen[str]] = []

    def start(*, wait: bool = True) -> tuple[subprocess.Popen[str], list[psutil.Process], str]:
        port = free_port()
        clean = {key: value for key, value in os.environ.items() if not key.startswith(("SHIDRA_", "DJANGO_"))}
        own = {
            "DJANGO_SETTINGS_MODULE": "config.settings.embedded",
            "SHIDRA_VAR": str(tmp_path / "var"),
            "PORT": str(port),
        }
        process = subprocess.Popen(
            [sys.executable, "manage.py", "up"],
            cwd=settings.BASE_DIR,
            env={**clean, **own},
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            text=True,
        )
        started.append(process)
        running.append(psutil.Process(process.pid))
        url = f"http://localhost:{port}"
        if wait:
            wait_for(lambda: ask(f"{url}/readyz")[0] == 200 or process.poll() is not None, 240, "the portal is ready")
            assert process.poll() is None, process.stdout.read()
            running.extend(family(process.pid)[1:])
        return process, family(process.pid), url

    yield start
    for one in running:
        if one.is_running():
            one.kill()
    for process in started:
        process.stdout.close()
        process.wait()


def listens(process):
    """The addresses at which a program lets others in, on all of its doors."""
    doors = process.net_connections(kind="inet")
    return [door.laddr for door in doors if door.status == psutil.CONN_LISTEN or door.type == socket.SOCK_DGRAM]


def test_it_becomes_ready_and_sigterm_ends_every_process(up):
    process, everyone, url = up()
    names = " ".join(" ".join(one.cmdline()) for one in everyone)
    assert "gunicorn" in names and "worker" in names and "beat" in names
    assert ask(f"{url}/healthz") == (200, "ok\n")
    assert {address.ip for one in everyone for address in listens(one)} == {"127.0.0.1"}
    process.send_signal(signal.SIGTERM)
    assert process.wait(30) == 0
    wait_for(lambda: not alive(everyone), 10, f"nobody is left: {alive(everyone)}")


@pytest.mark.exhaustive
def test_a_killed_worker_ends_the_rest_and_a_second_start_keeps_the_data(up, tmp_path):
    process, everyone, _url = up()
    before = [(tmp_path / "var" / name).read_text() for name in ("secret_key", "field_keys")]
    worker = next(one for one in everyone if one.ppid() == process.pid and "worker" in one.cmdline())
    worker.kill()
    output, _none = process.communicate(timeout=30)
    assert process.returncode == 1
    assert "The worker ended by itself" in output
    wait_for(lambda: not alive(everyone), 10, "nobody is left")
    again, others, _url = up()
    assert [(tmp_path / "var" / name).read_text() for name in ("secret_key", "field_keys")] == before
    os.kill(again.pid, signal.SIGKILL)
    again.wait()
    wait_for(lambda: not alive(others), 20, "nobody is left after a hard kill either")


def test_a_second_portal_in_the_same_folder_is_refused_with_a_sentence(tmp_path, up):
    import fcntl

    with (tmp_path / "var/up.lock").open("w") as door:
        fcntl.flock(door, fcntl.LOCK_EX)
        process, _family, _url = up(wait=False)
        output, _none = process.communicate(timeout=30)
    assert process.returncode == 1
    assert "is running from" in output


@pytest.mark.parametrize("host", ["0.0.0.0", "::", "192.0.2.7", "portal.example.org"])
def test_the_demo_lets_no_other_machine_in_unless_told(settings, host):
    settings.DEMO = True
    with pytest.raises(CommandError, match="signs anybody in by one click"):
        call_command("up", host=host)


@pytest.mark.parametrize(
    ("demo", "order"),
    [(True, {}), (True, {"host": "::1"}), (True, {"host": "0.0.0.0", "open_demo": True}), (False, {"host": "0.0.0.0"})],
)
def test_other_addresses_are_taken_as_they_are_asked_for(settings, monkeypatch, demo, order):
    settings.DEMO = demo
    monkeypatch.setattr("portal.management.preparation.alone", nullcontext)
    monkeypatch.setattr("portal.management.preparation.prepare", lambda say: None)
    call_command("up", prepare_only=True, **order)
