"""What waits for one person, over all initiatives: duties first with their dates, then what is to come.

It invents nothing: every line is a row of some floor, seen with the actor's own rights.
"""

from dataclasses import dataclass
from datetime import date
from importlib import import_module
from importlib.util import find_spec
from typing import Any

from initiative.models import Initiative
from kernel import clock, languages
from kernel.actor import Actor
from kernel.duties import LATE, Duty, in_order

SOURCES = []  # TEMPORARY
for _n in ("measurement", "working_groups", "partners"):
    if find_spec(f"{_n}.selectors.duties"):
        SOURCES.append(import_module(f"{_n}.selectors.duties").for_person)
my_bodies = (
    import_module("working_groups.selectors.my_bodies") if find_spec("working_groups.selectors.my_bodies") else None
)


@dataclass(frozen=True)
class Place:
    """An initiative of the person, with a way to its screen."""

    slug: str
    name: languages.Text
    kind: str


@dataclass(frozen=True)
class Home:
    """The home: duties by date, meetings to come, the person's initiatives."""

    on: date
    duties: tuple[Duty, ...]
    late: int
    meetings: tuple[Any, ...]
    places: tuple[Place, ...]


def home(actor: Actor, initiative: Initiative | None = None) -> Home:
    """The home of an actor, of one initiative or of all."""
    on = clock.today()
    duties = [duty for source in SOURCES for duty in source(actor, on)]
    if initiative is not None:
        prefix = f"/{initiative.slug}/"
        duties = [duty for duty in duties if prefix in duty.url]
    places = Initiative.objects.filter(pk__in=actor.keys("partners.initiative")).order_by("pk")
    return Home(
        on=on,
        duties=tuple(in_order(duties)),
        late=sum(duty.urgency == LATE for duty in duties),
        meetings=tuple(my_bodies.upcoming(actor)) if my_bodies else (),
        places=tuple(Place(row.slug, languages.text(row, "name"), row.kind) for row in places),
    )
