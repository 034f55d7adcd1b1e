"""What waits for a person, as one line of a home or a digest. Floors make them, the portal and the mails show them.

A duty is computed from rows and dates each time; it is never stored and knows no act but its label.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from typing import Any

LATE, DUE, OPEN = "late", "due", "open"
_RANK = {LATE: 0, DUE: 1, OPEN: 2}


@dataclass(frozen=True)
class Duty:
    """One thing to do: what, where, by when, for which organisation, and how long it takes.

    `kind` is a dotted word for icons and counting (`minutes.approve`); `urgency` is late, due (within the window of who
    asks) or open (no day presses). `organisation` and `initiative` are texts to show. `also` names further pages whose
    news this duty tells. `ahead`: how many days before its day a mail begins to tell of it.
    """

    kind: str
    title: Any
    url: str
    due_on: date | None = None
    organisation: str = ""
    initiative: str = ""
    act_label: Any = ""
    minutes_needed: int | None = None
    urgency: str = OPEN
    language: str = ""
    also: tuple[str, ...] = ()
    ahead: int = 14


def urgency(due_on: date | None, on: date, days: int = 14) -> str:
    """Late once the day has passed, due in the days before it, open otherwise."""
    if due_on is None:
        return OPEN
    if due_on < on:
        return LATE
    return DUE if (due_on - on).days <= days else OPEN


def in_order(duties: Iterable[Duty]) -> list[Duty]:
    """Late first, then by day; what has no day comes last."""
    return sorted(duties, key=lambda duty: (_RANK.get(duty.urgency, 2), duty.due_on or date.max, str(duty.title)))
