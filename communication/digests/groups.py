"""The block on the groups' progress: weekly, twelve lines of its own, from the selectors of the floors."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta

from communication.digests.content import Group
from communication.models import Digest, DigestState
from kernel.actor import Actor

TUESDAY = 2
OFTEN = ("daily", "twice_weekly")
TOLD = (DigestState.QUEUED, DigestState.SENT, DigestState.SKIPPED_EMPTY, DigestState.FAILED)
SPAN = {"daily": 7, "twice_weekly": 7, "weekly": 7, "fortnightly": 14, "monthly": 31, "quarterly": 92}


@dataclass(frozen=True)
class Window:
    """From slot to slot: after `begins`, up to and with `ends`."""

    begins: datetime
    ends: datetime


def window(digest: Digest) -> Window | None:
    """The window of a digest's block; None where this slot has none (daily readers get it on Tuesdays).

    It begins where the last told one ended; daily readers whose Tuesday was a holiday get it with the next mail.
    """
    span = timedelta(days=SPAN[digest.cadence])
    last = (
        Digest.objects.filter(person=digest.person_id, state__in=TOLD, window_to__isnull=False)
        .exclude(pk=digest.pk)
        .order_by("-window_to")
        .values_list("window_to", flat=True)
        .first()
    )
    ends = digest.due_at
    if digest.cadence in OFTEN and digest.slot.isoweekday() != TUESDAY:
        back = (digest.slot.isoweekday() - TUESDAY) % 7
        tuesday = digest.due_at - timedelta(days=back)
        if last is None or last >= tuesday - timedelta(hours=12) or back > 5:
            return None
    begins = max(last, ends - 2 * span) if last is not None else ends - span
    return Window(begins, ends) if begins < ends else None


def gather(actor: Actor, window: Window) -> Iterable[Group]:
    """The groups this person may see, each with its lines."""
    return ()
