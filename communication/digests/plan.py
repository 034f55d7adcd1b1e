"""Which digests are due: one row for a person and a slot, inserted before anything is read. Safe to run at any time.

It looks for missing rows, not for an hour: after an outage the last slot is made up for, and only that one.
"""

from datetime import datetime

from accounts.models import Person
from communication import outbox, schedule
from communication.audience import reachable
from communication.models import Digest, DigestState
from communication.selectors import preferences
from communication.selectors.roles import actors_of
from kernel import clock
from kernel.actor import Actor


def plan(now: datetime | None = None, at_most: int | None = None) -> int:
    """Insert what is missing, with `at_most` for so many people; returns how many slots were looked at."""
    now = now or clock.now()
    people = list(reachable().order_by("pk")[:at_most])
    keys = [person.pk for person in people]
    choices, roles = outbox.chosen(keys), actors_of(keys, clock.today())
    recent = set(Digest.objects.filter(slot__gte=(now - schedule.LONGEST).date()).values_list("person_id", "slot"))
    rows = []
    for person in people:
        row = _row(person, roles[person.pk], choices.get(person.pk, {}), now)
        if row is not None and (person.pk, row.slot) not in recent:
            rows.append(row)
    Digest.objects.bulk_create(rows, ignore_conflicts=True, batch_size=500)
    return len(rows)


def _row(person: Person, roles: Actor, choices: dict[str, str], now: datetime) -> Digest | None:
    cadence = preferences.cadence(roles, choices)
    slot = schedule.last_slot(cadence, person, now) if cadence else None
    if cadence is None or slot is None:
        return None
    if person.joined_at is not None and slot.due_at < person.joined_at:
        return None
    ends = schedule.ends(slot, person)
    if ends < now:
        return None
    return Digest(
        person=person,
        slot=slot.day,
        cadence=cadence,
        due_at=slot.due_at,
        not_before=schedule.leaves(slot, person),
        expires_at=ends,
        created_at=now,
    )


def expire(now: datetime | None = None) -> int:
    """End what came too late: its news stay unseen for the next one, so nobody gets three dailies at once."""
    late = Digest.objects.filter(state=DigestState.PLANNED, expires_at__lt=now or clock.now())
    return late.update(state=DigestState.EXPIRED)
