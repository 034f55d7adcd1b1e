"""Minutes that somebody got of late."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from kernel import clock
from kernel.actor import Actor
from working_groups.models import Recipient
from working_groups.selectors import words

DAYS, MOST = 14, 5


@dataclass(frozen=True)
class Got:
    """Minutes that were sent to the person: whose meeting, since when, where they are read."""

    title: str
    url: str
    at: datetime


def of_late(actor: Actor, initiative: Any = None) -> Sequence[Got]:
    """The minutes sent to the actor in the last two weeks, the newest first, each meeting once."""
    rows = Recipient.objects.filter(person_id=actor.user_id or 0, at__gte=clock.now() - timedelta(days=DAYS))
    if initiative is not None:
        rows = rows.filter(version__minutes__meeting__body__initiative=initiative)
    found: dict[int, Got] = {}
    for row in rows.select_related("version__minutes__meeting__body__initiative").order_by("-at", "-pk")[: 2 * MOST]:
        minutes = row.version.minutes
        found.setdefault(minutes.pk, Got(words.meeting_title(minutes.meeting), minutes.get_absolute_url(), row.at))
    return tuple(found.values())[:MOST]
