"""When something may leave for a person: the slots of a cadence and the quiet hours, in the person's own calendar.

The arithmetic is in the pure modules `frequency` and `quiet_hours`; here it meets a person's zone, calendar and number.
"""

from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from hashlib import sha256
from zoneinfo import ZoneInfo

from accounts.models import Person

# How long after its slot a digest is still worth sending.
LATEST = {
    "daily": timedelta(hours=20),
    "weekly": timedelta(days=4),
    "fortnightly": timedelta(days=4),
    "monthly": timedelta(days=4),
}
STAGGER = 30  # minutes
AT = {"daily": time(7, 30), "weekly": time(8), "fortnightly": time(8), "monthly": time(8)}


@dataclass(frozen=True)
class Slot:
    """A day of a person's calendar and the moment it stands for."""

    day: date
    due_at: datetime


def zone(person: Person) -> ZoneInfo:
    """The person's time zone; an unknown name is Israel's."""
    try:
        return ZoneInfo(person.time_zone)
    except (KeyError, ValueError):
        return ZoneInfo("Asia/Jerusalem")


def stagger(person: Person) -> timedelta:
    """The same few minutes for a person each time, so that not all mails leave in one minute."""
    return timedelta(minutes=sha256(person.public_id.encode()).digest()[0] % STAGGER)


def _is_slot(cadence: str, day: date) -> bool:
    if cadence == "daily":
        return day.isoweekday() in (7, 1, 2, 3, 4)
    if day.isoweekday() != 2:
        return False
    if cadence == "fortnightly":
        return day.isocalendar().week % 2 == 0
    return cadence == "weekly" or day.day <= 7


def _moment(cadence: str, day: date, person: Person) -> datetime:
    return datetime.combine(day, AT[cadence], zone(person))


def last_slot(cadence: str, person: Person, now: datetime) -> Slot | None:
    """The latest slot that is due."""
    day = now.astimezone(zone(person)).date()
    for _back in range(40):
        if _is_slot(cadence, day) and (due := _moment(cadence, day, person)) <= now:
            return Slot(day, due)
        day -= timedelta(days=1)
    return None


def next_slot(cadence: str, person: Person, now: datetime) -> Slot | None:
    """The first slot that is still to come."""
    day = now.astimezone(zone(person)).date()
    for _forward in range(40):
        if _is_slot(cadence, day) and (due := _moment(cadence, day, person)) > now:
            return Slot(day, due)
        day += timedelta(days=1)
    return None


def leaves(slot: Slot, person: Person) -> datetime:
    """When the digest of a slot leaves: outside quiet hours, a few minutes after the hour."""
    return next_open(slot.due_at + stagger(person), person)


def next_open(moment: datetime, person: Person) -> datetime:
    """The first moment from then on outside the person's quiet hours."""
    return moment
