"""`manage.py up`: the whole portal in one command. Web server, worker and beat, each a process, all ending together."""

import contextlib
import ipaddress
import os
import socket
import sys
from argparse import ArgumentParser
from collections.abc import Callable
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError

from portal.management import preparation
from portal.management.processes import Together


def _is_own(host: str) -> bool:
    """Whether only this machine reaches the address."""
    try:
        return host == "localhost" or ipaddress.ip_address(host).is_loopback
    except ValueError:
        return False


class Command(BaseCommand):
    """Prepares, starts, waits; Ctrl-C or SIGTERM ends all of it with 0, a program that falls ends all of it with 1."""

    help = "Prepare and run the portal in embedded mode: web, worker and beat, which end together."
    requires_system_checks: list[str] = []

    def add_arguments(self, parser: ArgumentParser) -> None:
        """The address, the patience, and words for the demo."""
        parser.add_argument("--host", default="127.0.0.1", help="the address to listen on (127.0.0.1)")
        parser.add_argument("--port", type=int, default=getattr(settings, "PORT", 8000), help="the port (PORT, 8000)")
        parser.add_argument("--grace", type=float, default=10, help="seconds that programs get to end (10)")
        parser.add_argument("--fresh", action="store_true", help="put the demo world back as on the first day")
        parser.add_argument("--open-demo", action="store_true", help="let other machines in although it is the demo")
        parser.add_argument("--prepare-only", action="store_true", help="prepare, start nothing")

    def handle(self, *args: Any, **options: Any) -> None:
        """Prepare and run."""
        host, port = options["host"], options["port"]
        if settings.DEMO and not options["open_demo"] and not _is_own(host):
            raise CommandError(
                f"{host} lets other machines in, and the demo signs anybody in by one click. Leave --host out, set"
                " SHIDRA_DEMO=0, or add --open-demo if that is what you want."
            )
        with preparation.alone():
            if not options["prepare_only"]:
                self._require_free(host, port)
            if options["fresh"]:
                preparation.begin_afresh()
            try:
                preparation.prepare(self._say)
            except KeyboardInterrupt:
                self._say("Ended before the portal was ready. The next start goes on from here")
                sys.exit(130)
            if options["prepare_only"]:
                return
            # The programs read the same settings as this one.
            os.environ |= {"DJANGO_SETTINGS_MODULE": settings.SETTINGS_MODULE, "PORT": str(port)}
            fallen = Together(options["grace"]).run(self._programs(host, port), self._announcement(host, port))
        if fallen:
            raise CommandError(f"The {fallen} ended by itself, so the rest was ended too. The lines above say why.")
        self._say("Ended. The data is kept under var/")

    def _say(self, text: str) -> None:
        self.stdout.write(f"==> {text}")
        self.stdout.flush()

    def _require_free(self, host: str, port: int) -> None:
        with socket.socket() as listener:
            listener.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
            try:
                listener.bind((host, port))
            except OSError as error:
                other = f"Choose another: PORT={port + 80} make run"
                raise CommandError(f"Port {port} of {host} cannot be used ({error.strerror}). {other}") from error

    def _programs(self, host: str, port: int) -> dict[str, list[str]]:
        python = [sys.executable, "-W", "ignore::UserWarning:celery.platforms"]
        celery = [*python, "-m", "celery", "--quiet", "-A", "config"]
        # keep-alive above a proxy's idle time, else answers are lost on idle connections.
        web = ["-k", "gthread", "-w", "2", "--threads", "4", "--keep-alive", "75", "--graceful-timeout", "20"]
        quiet = ["--log-level", "warning", "--no-control-socket", "--bind", f"{host}:{port}"]
        return {
            "web server": [*python, "-m", "gunicorn", "config.wsgi", *web, *quiet],
            "worker": [*celery, "worker", "-c", "2", "--without-gossip", "--without-mingle", "--loglevel", "WARNING"],
            # Its own process and no pid file: a stale one would stop the next start.
            "beat": [*celery, "beat", "--pidfile=", "--loglevel", "WARNING"],
        }

    def _announcement(self, host: str, port: int) -> Callable[[], None]:
        """A look at each step until the web server answers; then, once, the sentence with the address."""
        told: list[bool] = []

        def look() -> None:
            if told:
                return
            with contextlib.suppress(OSError), socket.create_connection((host, port), timeout=1):
                told.append(True)
                self._say(f"The portal answers on http://{host}:{port}/  (Ctrl-C ends it)")

        return look
