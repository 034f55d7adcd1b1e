"""The bell: wakes a worker after the commit. The row is the job; a lost ring costs a minute, never the request.

    ring("communication.tasks.send_mails")        by dotted name, so that a service need not import the door above it
    ring(send_mails, mail.pk)                     or the task itself

A broker that is down is noted and counted, and the sweep of the schedule finds the row. Nothing else is swallowed here:
in the suite tasks run in place, and what they raise is seen.
"""

import logging
from collections import Counter
from functools import partial
from typing import Any

from django.conf import settings
from django.db import transaction
from django.utils.module_loading import import_string

log = logging.getLogger("kernel.bell")
# How often a task could not be rung in this process; the operations page and the metrics read it.
missed: Counter[str] = Counter()


def ring(task: Any, *args: Any) -> None:
    """Ring for a task once the transaction around us has committed; at once if there is none. Twice rings once."""
    if _is_rung(task, args):
        return
    # Celery's own delay_on_commit lets a dead broker turn a committed request into a 500.
    transaction.on_commit(partial(_ring, task, args), robust=not in_place())


def _is_rung(task: Any, args: tuple[Any, ...]) -> bool:
    """Whether this transaction rings for the same already, and no savepoint can take that back alone."""
    connection = transaction.get_connection()
    here = set(connection.savepoint_ids)
    return any(
        isinstance(call, partial) and call.func is _ring and call.args == (task, args) and set(points) <= here
        for points, call, *_robust in connection.run_on_commit
    )


def in_place() -> bool:
    """Whether tasks run where they are rung (the suite)."""
    return bool(getattr(settings, "CELERY_TASK_ALWAYS_EAGER", False))


def _ring(task: Any, args: tuple[Any, ...]) -> None:
    task = import_string(task) if isinstance(task, str) else task
    if in_place():
        task.apply_async(args=args)
        return
    try:
        task.apply_async(args=args, ignore_result=True)
    except Exception as error:  # whatever a broker's client raises: kombu, redis, OSError
        missed[task.name] += 1
        log.warning("The bell for %s was not heard: %s", task.name, error.__class__.__name__)
