"""Private PostgreSQL and Redis for tests and benchmarks: started in a new folder, on free addresses, and ended.

Owns what it starts; never touches a server that the machine runs for others. Without durability: what is in them is
thrown away.

    python3 scripts/services.py COMMAND …     run a command with DATABASE_URL, REDIS_URL and CELERY_BROKER_URL set
"""

from __future__ import annotations

import contextlib
import os
import re
import shutil
import signal
import socket
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from pathlib import Path


def postgres_folder() -> Path | None:
    """The folder of PostgreSQL's programs, the newest version first; Debian keeps them off the path."""
    kept = Path("/usr/lib/postgresql").glob("*/bin/initdb")
    found = sorted(kept, key=lambda path: [int(part) for part in re.findall(r"\d+", str(path))])
    if found:
        return found[-1].parent
    on_path = shutil.which("initdb")
    return Path(on_path).resolve().parent if on_path else None


def missing() -> list[str]:
    """What a private PostgreSQL and Redis lack on this machine."""
    lacking = [] if postgres_folder() else ["PostgreSQL (initdb)"]
    if not shutil.which("redis-server"):
        lacking.append("Redis (redis-server)")
    return lacking


def free_port() -> int:
    """A port of this machine that nobody listens on just now."""
    with socket.socket() as listener:
        listener.bind(("127.0.0.1", 0))
        return listener.getsockname()[1]


@contextlib.contextmanager
def postgres(folder: Path) -> Iterator[str]:
    """A PostgreSQL server in `folder`; gives its DATABASE_URL."""
    programs, data, port = postgres_folder(), folder / "data", free_port()
    if programs is None:
        raise SystemExit("PostgreSQL is not installed (Debian, Ubuntu: apt install postgresql).")
    become: list[str] = []
    if os.getuid() == 0:  # initdb refuses root
        become = ["runuser", "-u", "postgres", "--"]
        shutil.chown(folder, "postgres")
    encoding = ["-E", "UTF8", "--locale=C.UTF-8", "--no-sync"]
    _quiet([*become, programs / "initdb", "-D", data, "-U", "shidra", "-A", "trust", *encoding])
    options = (
        f"-p {port} -c listen_addresses=127.0.0.1 -c unix_socket_directories={folder} -c max_connections=260 "
        "-c fsync=off -c synchronous_commit=off -c full_page_writes=off -c shared_buffers=128MB"
    )
    control = [*become, programs / "pg_ctl", "-D", data, "-w"]
    _quiet([*control, "-l", folder / "log", "-o", options, "start"])
    try:
        yield f"postgres://shidra@127.0.0.1:{port}/postgres"
    finally:
        subprocess.run(_texts([*control, "-m", "immediate", "stop"]), capture_output=True, cwd=folder, check=False)


@contextlib.contextmanager
def redis(folder: Path) -> Iterator[int]:
    """A Redis server on a port of its own; gives the port."""
    port = free_port()
    flags = ["--port", port, "--bind", "127.0.0.1", "--dir", folder, "--appendonly", "no", "--save", ""]
    # A session of its own: Ctrl-C must reach us first, so that the tests end before their server does.
    server = subprocess.Popen(
        _texts(["redis-server", *flags]), stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL, start_new_session=True
    )
    try:
        for _attempt in range(100):
            with contextlib.suppress(OSError), socket.create_connection(("127.0.0.1", port), timeout=1):
                break
            if server.poll() is not None:
                raise SystemExit("redis-server ended as soon as it was started.")
            time.sleep(0.05)
        yield port
    finally:
        server.terminate()
        with contextlib.suppress(subprocess.TimeoutExpired):
            server.wait(10)
        server.kill()


@contextlib.contextmanager
def both() -> Iterator[dict[str, str]]:
    """PostgreSQL and Redis together; gives the environment that names them. Ends both, come what may."""
    with tempfile.TemporaryDirectory(prefix="shidra-services-", ignore_cleanup_errors=True) as name:
        folder = Path(name)
        folder.chmod(0o755)  # PostgreSQL's own user must be able to walk in
        for part in ("postgres", "redis"):
            (folder / part).mkdir()
        with postgres(folder / "postgres") as database, redis(folder / "redis") as port:
            yield {
                "DATABASE_URL": database,
                "REDIS_URL": f"redis://127.0.0.1:{port}/0",
                "CELERY_BROKER_URL": f"redis://127.0.0.1:{port}/1",
            }


def end_on_signals() -> None:
    """Let SIGTERM and SIGHUP unwind like Ctrl-C, so that what was started is ended."""

    def unwind(number: int, _frame: object) -> None:
        raise SystemExit(128 + number)

    for number in (signal.SIGTERM, signal.SIGHUP):
        signal.signal(number, unwind)


def _texts(command: list) -> list[str]:
    return [str(part) for part in command]


def _quiet(command: list) -> None:
    # Output to a file, not a pipe: a server that is started keeps the pipe open and the reader would wait for ever.
    with tempfile.TemporaryFile("w+") as output:
        done = subprocess.run(_texts(command), stdout=output, stderr=subprocess.STDOUT, cwd="/", check=False)
        if done.returncode:
            output.seek(0)
            raise SystemExit(f"{command[-1] if command else ''}: the service did not start.\n{output.read()}")


def main() -> int:
    """Run the command of the arguments beside the two services; give its exit code."""
    if not sys.argv[1:] or sys.argv[1] in {"-h", "--help"}:
        raise SystemExit(__doc__)
    if missing():
        raise SystemExit(f"Not installed: {', '.join(missing())}.")
    end_on_signals()
    with both() as addresses:
        return subprocess.run(sys.argv[1:], env={**os.environ, **addresses}, check=False).returncode


if __name__ == "__main__":
    try:
        sys.exit(main())
    except KeyboardInterrupt:
        sys.exit(130)
