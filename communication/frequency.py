"""Slots: the days and hours of the reader's calendar at which a digest is due. Pure arithmetic; quiet hours come after.

Interface (all moments carry a time zone; answers are in UTC):
    last_due(cadence, now, zone) -> Slot | None        the latest slot at or before now
    next_due(cadence, now, zone) -> Slot | None        the first slot after now
    before(slot, zone) -> Slot                         the one before it: a window runs from slot to slot
    leaves_at(slot, key) -> datetime                   up to half an hour after it, the same for a key each time
    is_expired(slot, now) -> bool                      too late to send; what is in it waits for the next
    most_frequent(cadences) -> cadence                 of a person's several roles
    Slot(cadence, day, due_at, expires_at), .key       day in the reader's zone; key is unique per person

Cadences: OFF, DAILY (07:30, Sunday to Thursday), TWICE_WEEKLY (Sunday, Wednesday), WEEKLY (Tuesday), FORTNIGHTLY,
MONTHLY, QUARTERLY (their first Tuesday), all but daily at 08:00. A slot is a date of the calendar, never "24 hours
since": a run that comes late, early or twice finds the same slot, and a change of the clock moves none.
"""

import datetime
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from hashlib import sha256
from zoneinfo import ZoneInfo

OFF, DAILY, TWICE_WEEKLY, WEEKLY = "off", "daily", "twice_weekly", "weekly"
FORTNIGHTLY, MONTHLY, QUARTERLY = "fortnightly", "monthly", "quarterly"
CADENCES = (DAILY, TWICE_WEEKLY, WEEKLY, FORTNIGHTLY, MONTHLY, QUARTERLY, OFF)  # from the most frequent
STAGGER = 30  # minutes
_HOURS = {DAILY: datetime.time(7, 30)}
_HOUR = datetime.time(8)
_EXPIRES = {DAILY: datetime.timedelta(hours=20), TWICE_WEEKLY: datetime.timedelta(days=2)}
_EXPIRES_OTHERWISE = datetime.timedelta(days=4)
_DAY = datetime.timedelta(days=1)
_FARTHEST = 100  # days; a quarter and some
_SUNDAY, _TUESDAY, _WEDNESDAY = 7, 2, 3


@dataclass(frozen=True)
class Slot:
    """One day of a reader's calendar on which a digest is due."""

    cadence: str
    day: datetime.date
    due_at: datetime.datetime
    expires_at: datetime.datetime

    @property
    def key(self) -> str:
        return f"{self.cadence}:{self.day.isoformat()}"


def last_due(cadence: str, now: datetime.datetime, zone: ZoneInfo) -> Slot | None:
    """The latest slot that is due; looked for anew each time, so that an outage is caught up with."""
    return _found(cadence, _local_day(now, zone), -1, lambda slot: slot.due_at <= now, zone)


def next_due(cadence: str, now: datetime.datetime, zone: ZoneInfo) -> Slot | None:
    """The first slot that is still to come."""
    return _found(cadence, _local_day(now, zone), 1, lambda slot: slot.due_at > now, zone)


def before(slot: Slot, zone: ZoneInfo) -> Slot:
    """The slot before this one, of the same cadence."""
    found = _found(slot.cadence, slot.day - _DAY, -1, lambda _slot: True, zone)
    assert found is not None  # every cadence but "off" has one within a quarter
    return found


def leaves_at(slot: Slot, key: str) -> datetime.datetime:
    """Not all mails in one minute, and each person's always at the same one."""
    return slot.due_at + datetime.timedelta(minutes=sha256(key.encode()).digest()[0] % STAGGER)


def is_expired(slot: Slot, now: datetime.datetime) -> bool:
    """Whether it is too late to send what the slot was for."""
    return now > slot.expires_at


def most_frequent(cadences: Iterable[str]) -> str:
    """Of several roles the one that asks for mail most often; of none, off."""
    return min(cadences, key=CADENCES.index, default=OFF)


def _local_day(now: datetime.datetime, zone: ZoneInfo) -> datetime.date:
    if now.tzinfo is None:
        raise ValueError("a moment carries a time zone")
    return now.astimezone(zone).date()


def _found(cadence: str, day: datetime.date, step: int, fits: Callable[[Slot], bool], zone: ZoneInfo) -> Slot | None:
    if cadence == OFF:
        return None
    for _day in range(_FARTHEST):
        if _is_slot(cadence, day):
            due = datetime.datetime.combine(day, _HOURS.get(cadence, _HOUR), zone).astimezone(datetime.UTC)
            slot = Slot(cadence, day, due, due + _EXPIRES.get(cadence, _EXPIRES_OTHERWISE))
            if fits(slot):
                return slot
        day += step * _DAY
    return None


def _is_slot(cadence: str, day: datetime.date) -> bool:
    weekday = day.isoweekday()
    if cadence == DAILY:
        return weekday not in (5, 6)
    if cadence == TWICE_WEEKLY:
        return weekday in (_SUNDAY, _WEDNESDAY)
    if weekday != _TUESDAY:
        return False
    first = day.day <= 7
    return {
        WEEKLY: True,
        FORTNIGHTLY: day.toordinal() // 7 % 2 == 0,  # weeks counted through, so that no new year breaks the beat
        MONTHLY: first,
        QUARTERLY: first and day.month in (1, 4, 7, 10),
    }[cadence]
