"""Two addresses for those who watch the portal: `/healthz` says that the process lives, `/readyz` that it can serve.

`/readyz` asks each thing the portal stands on, answers 503 with the names of those that fail, and details to staff
only. Refuses to wait: a dependency that does not answer within a second counts as failing.
"""

import logging
import time
from collections.abc import Callable
from datetime import timedelta
from pathlib import Path
from typing import Any

from celery import current_app
from django.contrib.auth.decorators import login_not_required
from django.db import DatabaseError, connection
from django.db.migrations.executor import MigrationExecutor
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.utils.decorators import method_decorator
from django.views.generic import View

from audit.models import Heartbeat
from kernel import clock

log = logging.getLogger(__name__)
# The worker signs every 30 seconds; four missed signs are no accident.
OLDEST_SIGN = timedelta(seconds=120)
PATIENCE = 1


class Unready(Exception):
    """What a dependency lacks, as a sentence for staff."""


@method_decorator(login_not_required, name="dispatch")
class Healthz(View):
    """The process answers. No database, no session: a slow database must not get the process restarted."""

    policy = "public"

    def get(self, request: HttpRequest) -> HttpResponse:
        """Say ok."""
        return _unstored(HttpResponse("ok\n", content_type="text/plain"))


@method_decorator(login_not_required, name="dispatch")
class Readyz(View):
    """Database, migrations, broker and worker, each asked now."""

    policy = "public"

    def get(self, request: HttpRequest) -> HttpResponse:
        """Ask each; 200 when all is well, 503 when anything is not."""
        answers = {name: _asked(name, question) for name, question in QUESTIONS.items()}
        ready = all(answer["ok"] for answer in answers.values())
        body: dict[str, Any] = {"ready": ready}
        if not ready:
            body["failing"] = [name for name, answer in answers.items() if not answer["ok"]]
        if _is_staff(request, answers["database"]["ok"]):
            body["checks"] = answers
        response = _unstored(JsonResponse(body, status=200 if ready else 503))
        # A watcher that asks every second must not fill the log with errors.
        response._has_been_logged = True  # type: ignore[attr-defined]
        return response


def database() -> str:
    """One row from the database."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT 1")
        cursor.fetchone()
    return str(connection.vendor)


def migrations() -> str:
    """No table is older than the code."""
    executor = MigrationExecutor(connection)
    waiting = executor.migration_plan(executor.loader.graph.leaf_nodes())
    if waiting:
        raise Unready(f"{len(waiting)} migrations are not applied, the first is {waiting[0][0]}.")
    return "all applied"


def broker() -> str:
    """The queue takes messages: Redis answers, or the folder can be written."""
    options = current_app.conf.broker_transport_options or {}
    if folder := options.get("data_folder_out"):
        if not Path(folder).is_dir():
            raise Unready("The folder of the queue is missing.")
        return "folder"
    with current_app.connection_for_write(transport_options={**options, "socket_timeout": PATIENCE}) as queue:
        queue.ensure_connection(max_retries=1, interval_start=0, timeout=PATIENCE)
    return str(queue.transport_cls)


def worker() -> str:
    """The last sign of life, which proves beat, broker and worker at once."""
    last = Heartbeat.objects.order_by("-at").values_list("at", flat=True).first()
    if last is None:
        raise Unready("No worker has given a sign of life yet.")
    age = clock.now() - last
    if age > OLDEST_SIGN:
        raise Unready(f"The last sign of life of a worker is {age.total_seconds():.0f} seconds old.")
    return f"{max(0, age.total_seconds()):.0f} seconds ago"


QUESTIONS: dict[str, Callable[[], str]] = {
    "database": database,
    "migrations": migrations,
    "broker": broker,
    "worker": worker,
}


def _asked(name: str, question: Callable[[], str]) -> dict[str, Any]:
    started = time.monotonic()
    try:
        answer, ok = question(), True
    except Unready as lack:
        answer, ok = str(lack), False
    except Exception as error:  # whatever a driver raises, the answer is "not ready", never a 500
        log.warning("readyz: %s failed: %s", name, type(error).__name__)
        answer, ok = f"{type(error).__name__}: {error}", False
    return {"ok": ok, "detail": answer, "ms": round((time.monotonic() - started) * 1000)}


def _is_staff(request: HttpRequest, database_answers: bool) -> bool:
    """Whether the asker administers the portal. Without a database nobody can be known."""
    try:
        return database_answers and bool(request.actor.keys("accounts.admin"))  # type: ignore[attr-defined]
    except DatabaseError:
        return False


def _unstored(response: HttpResponse) -> HttpResponse:
    response["Cache-Control"] = "no-store"
    return response
