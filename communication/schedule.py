"""When something may leave for a person: the slots of a cadence and the quiet hours, in the person's own calendar.

The arithmetic is in the pure modules `frequency` and `quiet_hours`; here it meets a person's zone, calendar and number.
"""

from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

from accounts.models import Person
from communication import frequency, quiet_hours
from communication.frequency import Slot

HOME = "Asia/Jerusalem"
# No slot of any cadence lies further back.
LONGEST = timedelta(days=100)


def zone(person: Person) -> ZoneInfo:
    """The person's time zone; an unknown name is Israel's."""
    try:
        return ZoneInfo(person.time_zone)
    except (KeyError, ValueError, OSError):
        return ZoneInfo(HOME)


def last_slot(cadence: str, person: Person, now: datetime) -> Slot | None:
    """The latest slot that is due."""
    return frequency.last_due(cadence, now, zone(person))


def next_slot(cadence: str, person: Person, now: datetime) -> Slot | None:
    """The first slot that is still to come."""
    return frequency.next_due(cadence, now, zone(person))


def leaves(slot: Slot, person: Person) -> datetime:
    """When the digest of a slot leaves: outside quiet hours, a few minutes after the hour."""
    return next_open(frequency.leaves_at(slot, person.public_id), person)


def ends(slot: Slot, person: Person) -> datetime:
    """Until when it is worth sending: quiet hours move the end as they move the beginning."""
    return leaves(slot, person) + (slot.expires_at - slot.due_at)


def next_open(moment: datetime, person: Person) -> datetime:
    """The first moment from then on outside the person's quiet hours."""
    return quiet_hours.next_open(moment, person.calendar, zone(person), person.public_id)
