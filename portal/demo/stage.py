"""The stage on which the demo plays: its days, its people, and the way one of them acts at a moment."""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import date, datetime, time, timedelta
from typing import Any

from accounts.models import Person
from initiative.models import Initiative
from kernel import actor as actors
from kernel import clock
from kernel.actor import Actor
from partners.models import Organisation, Participation
from portal.demo import people as texts
from working_groups.models import Body


@dataclass(frozen=True)
class Size:
    """How much of the world is made: the suite takes a small one."""

    partners: int = 40
    periods: int = 12
    years: int = 3
    meetings: int = 6
    others: bool = True
    digests: int = 20


FULL = Size()
SMALL = Size(partners=7, periods=3, years=1, meetings=2, others=True, digests=3)


@dataclass
class Stage:
    """What has been made so far."""

    size: Size
    today: date
    people: dict[str, Person] = field(default_factory=dict)
    organisations: dict[str, Organisation] = field(default_factory=dict)
    partners: dict[str, Participation] = field(default_factory=dict)
    bodies: dict[str, Body] = field(default_factory=dict)
    initiative: Initiative = None  # type: ignore[assignment]
    backbone: Participation = None  # type: ignore[assignment]
    _actors: dict[str, Actor] = field(default_factory=dict)

    @property
    def began(self) -> date:
        """The day the initiative was opened."""
        return self.today - timedelta(days=92 * self.size.periods + 120)

    @property
    def tuesday(self) -> date:
        """The day last week's digests went out: what they tell must have been by then."""
        return self.today - timedelta(days=(self.today.weekday() - 1) % 7 or 7)

    def act_as(self, who: str) -> Actor:
        """The actor of a demo person, with what it holds on the day of the clock."""
        if who not in self._actors:
            person = self.people[who]
            self._actors[who] = actors.for_user(person.pk, language=person.language)
        return self._actors[who]

    def forget(self, *who: str) -> None:
        """Read these actors again (all, where none are named): mandates or seats were given."""
        if not who:
            self._actors.clear()
        for one in who:
            self._actors.pop(one, None)


@contextmanager
def moment(day: date, hour: int = 10, minute: int = 0) -> Iterator[None]:
    """Act at an hour of a day in Israel."""
    with clock.at(datetime.combine(day, time(hour, minute), tzinfo=clock.HOME)):
        yield


def address(who: str) -> str:
    """The mail address of a demo person."""
    return f"{who}@{texts.DOMAIN}"


def names(he: str, en: str, field_name: str = "name") -> dict[str, Any]:
    """Both columns of a translated text."""
    return {f"{field_name}_he": he, f"{field_name}_en": en}


def workday(day: date, step: int = 1) -> date:
    """The day itself, or the nearest working day of Israel (Sunday to Thursday) in that direction."""
    while day.weekday() in {4, 5}:
        day += timedelta(days=step)
    return day
