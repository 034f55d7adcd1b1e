"""What waits for one person, over all initiatives or in one: duties first with their dates, then what is to come.

It invents nothing: every line is a row of some floor, seen with the actor's own rights.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date

from funding.selectors import duties as of_funding
from initiative.models import Initiative
from kernel import clock, languages
from kernel.actor import Actor
from kernel.duties import LATE, Duty, in_order
from measurement.selectors import duties as of_measurement
from partners.selectors import duties as of_partners
from partners.selectors import my_initiatives
from portal.dashboards import running
from working_groups.models import BodyKind
from working_groups.selectors import duties as of_groups
from working_groups.selectors import my_bodies, my_minutes
from working_groups.selectors.my_bodies import Coming
from working_groups.selectors.my_minutes import Got

COCKPIT, OWN, GOALS, RESULTS, GIVING = "cockpit", "own", "goals", "results", "giving"


@dataclass(frozen=True)
class Place:
    """An initiative of the person, with a way to its screen."""

    pk: int
    slug: str
    name: languages.Text
    kind: str


@dataclass(frozen=True)
class Led:
    """A group that the person chairs, with the initiative its measures stand in."""

    slug: str
    public_id: str
    name: languages.Text


@dataclass(frozen=True)
class Home:
    """The home: duties by date, meetings to come, minutes that came of late, the person's initiatives.

    Who has none sees what is offered to all.
    """

    on: date
    duties: tuple[Duty, ...]
    late: int
    meetings: tuple[Coming, ...]
    places: tuple[Place, ...]
    led: tuple[Led, ...] = ()
    minutes: tuple[Got, ...] = ()
    offered: tuple[Place, ...] = ()
    mine: tuple[Initiative, ...] = ()  # those that the person works in, for the menu


def home(actor: Actor, initiative: Initiative | None = None) -> Home:
    """The home of an actor, of one initiative or of all."""
    on = clock.today()
    duties = _duties(actor, on, initiative)
    mine = my_initiatives.of(actor, initiative)
    places = _places(mine)
    return Home(
        on=on,
        duties=tuple(in_order(duties)),
        late=sum(duty.urgency == LATE for duty in duties),
        meetings=tuple(my_bodies.upcoming(actor)),
        places=places,
        led=_led(actor, initiative),
        minutes=tuple(my_minutes.of_late(actor, initiative)),
        offered=() if places else _places(Initiative.objects.visible_to(actor).order_by("pk")),
        mine=tuple(mine),
    )


def _places(rows: Iterable[Initiative]) -> tuple[Place, ...]:
    return tuple(Place(row.pk, row.slug, languages.text(row, "name"), row.kind) for row in rows)


def _led(actor: Actor, initiative: Initiative | None) -> tuple[Led, ...]:
    """The groups one chairs: their measures stand on the home. The committee's are on the board of the goals."""
    keys = actor.keys("working_groups.chair")
    rows = my_bodies.answered_for(actor, initiative).filter(pk__in=keys).exclude(kind=BodyKind.STEERING)
    return tuple(Led(row.initiative.slug, row.public_id, languages.text(row, "name")) for row in rows) if keys else ()


def _duties(actor: Actor, on: date, initiative: Initiative | None) -> Sequence[Duty]:
    duties = [
        *of_measurement.for_person(actor, on, initiative),
        *of_groups.for_person(actor, on, initiative),
        *of_partners.for_person(actor, on),
        *of_funding.for_person(actor, on, initiative),
    ]
    if initiative is None:
        return [*duties, *running.for_person(actor)]
    place = f"/{initiative.slug}/"
    return [duty for duty in duties if place in duty.url]


def board_of(actor: Actor, initiative: Initiative | Place) -> str:
    """Which board stands under the duties of a role: one, the most telling."""
    if actor.has(initiative.pk, "partners.backbone"):
        return COCKPIT
    if not actor.has(initiative.pk, "partners.takes_part"):
        return RESULTS
    if actor.has(initiative.pk, "partners.funds"):
        return GIVING
    return OWN if actor.has(initiative.pk, "partners.speaks") else GOALS
