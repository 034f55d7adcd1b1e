"""A figure, a series and a reader: the values that `series` gives to pages, mails, files and the API."""

from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal
from functools import cached_property
from typing import Any

from kernel import periods
from kernel.actor import Actor
from measurement.models import Definition, Measure
from measurement.querysets import READERS
from measurement.selectors import hidden


@dataclass(frozen=True)
class Point:
    """One figure as this reader may see it. `reason` tells why it is hidden; then the numbers are None.

    `reported` of `expected` partners are in it (0 of 0 for public figures). `series` names the public series.
    """

    period: str
    version: int
    result: Decimal | None
    number: Decimal | None = None
    weight: Decimal | None = None
    reported: int = 0
    expected: int = 0
    quality: str = "final"
    is_provisional: bool = False
    revised_on: date | None = None
    reason: str = ""
    series: str = ""
    source: str = ""
    url: str = ""
    combination: str = ""

    @property
    def is_missing(self) -> bool:
        """Whether nobody reported, which is not zero."""
        return self.result is None and not self.reason


@dataclass(frozen=True)
class Series:
    """A measure over time for one scope and cell; `beside` holds the same for other scopes, if they were asked for."""

    measure: Measure
    definition: Definition | None
    scope: str
    combination: str
    points: tuple[Point, ...] = ()
    breaks: tuple[str, ...] = ()
    targets: tuple[tuple[str, Decimal], ...] = ()
    elsewhere: tuple[Point, ...] = ()
    versions: tuple[Definition, ...] = field(default=())
    beside: tuple[tuple[str, tuple[Point, ...]], ...] = ()
    # What it was read with; `series.breakdown` goes on from it.
    reading: Any = field(default=None, repr=False, compare=False)

    @cached_property
    def last(self) -> Point | None:
        """The latest point that holds a figure or hides one."""
        return next((point for point in reversed(self.points) if not point.is_missing), None)

    @cached_property
    def before(self) -> Point | None:
        """The point before the last, if no break lies between."""
        shown = [point for point in self.points if not point.is_missing]
        if len(shown) < 2 or shown[-1].period in self.breaks:
            return None
        return shown[-2]

    @cached_property
    def target(self) -> tuple[str, Decimal] | None:
        """The target that counts now: the first at or after the last figure, else the latest there is."""
        if not self.targets:
            return None
        if self.last is None:
            return self.targets[0]
        edge = periods.sort_key(self.last.period)
        return next((pair for pair in self.targets if periods.sort_key(pair[0]) >= edge), self.targets[-1])

    def at(self, period: str) -> Point | None:
        """The point of a period."""
        return next((point for point in self.points if point.period == period), None)


@dataclass(frozen=True)
class Reader:
    """What the actor may see in one initiative."""

    sees_all: bool
    takes_part: bool
    audience: str
    organisations: frozenset[int]


def reader(actor: Actor, initiative_id: int) -> Reader:
    """The reader that an actor is in an initiative."""
    sees_all = actor.is_system or actor.has(initiative_id, *READERS)
    takes_part = sees_all or actor.has(initiative_id, "partners.takes_part")
    audience = hidden.PUBLIC
    if takes_part:
        steering = actor.has(initiative_id, "working_groups.steering", "partners.funds")
        audience = hidden.STEERING if steering else hidden.PARTNERS
    return Reader(sees_all, takes_part, audience, actor.keys("partners.organisation"))
