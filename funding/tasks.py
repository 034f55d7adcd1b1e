"""Background work of the fund: each task is a bell that looks at rows."""

import logging

from celery import shared_task

from funding.services import checks, marks
from kernel.actor import Actor

log = logging.getLogger("funding.tasks")


@shared_task
def audit_ledger() -> int:
    """Ask every money rule, every night; a break is an error in the log."""
    row, found = checks.run()
    for one in found:
        log.error("%s is broken by %s rows: %s (%s)", one.rule, one.count, one.what, ", ".join(one.rows))
    return row.breaks_count


@shared_task
def mark_due() -> int:
    """Mark what is due or over today; twice marks once."""
    return marks.mark_due(actor=Actor.system())
