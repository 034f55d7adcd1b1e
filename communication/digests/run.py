"""One round of everything, in place: what the worker does in its own time. For the command and the demo."""

from dataclasses import dataclass
from datetime import timedelta

from audit.models import Entry
from communication import notices, outbox
from communication.digests import build, groups, plan
from communication.models import DigestState, Dispatch
from communication.services import mails
from kernel import clock


@dataclass(frozen=True)
class Round:
    """How many digests were built, and how many had nothing to tell."""

    built: int
    empty: int


def prepare(at_most: int | None = None) -> list[int]:
    """Hand out the log, plan and expire; returns the keys of the digests that are due."""
    while outbox.dispatch() >= outbox.BATCH:
        pass
    plan.plan(at_most=at_most)
    plan.expire()
    build.settle()
    build.take_back()
    return list(build.due(limit=100_000))


def run(at_most: int | None = None) -> Round:
    """Prepare, build, write the notices, hand over all that may leave.

    With `at_most` only the first so many people are looked at: nothing is planned for the others, so that no digest
    of theirs waits until it is too late. The worker plans what is still worth sending.
    """
    keys = prepare(at_most)
    shared = groups.Shared()
    ends = [build.build(key, shared) for key in keys]
    while at_most is None and notices.write_due() >= notices.BATCH:
        pass
    while sum(mails.send_due().values()) >= mails.BATCH:
        pass
    build.settle()
    return Round(ends.count(DigestState.QUEUED), ends.count(DigestState.SKIPPED_EMPTY))


def forget(days: int) -> int:
    """Let entries older than that be told to nobody: the log of a demo or of a system taken over."""
    old = Entry.objects.filter(at__lt=clock.now() - timedelta(days=days), dispatch__isnull=True)
    rows = [Dispatch(entry_id=key) for key in old.values_list("pk", flat=True)]
    Dispatch.objects.bulk_create(rows, ignore_conflicts=True, batch_size=1000)
    return len(rows)
