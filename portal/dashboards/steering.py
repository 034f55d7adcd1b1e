"""The committee's screen: is the needle moving? Each goal's measures, what waits for a decision, the counts.

`steering(actor, initiative, goal="", until="")` returns one frozen value for page, sheet, file and API. Whoever takes
part sees provisional totals; what must be hidden is hidden by the door of the numbers.
"""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime
from typing import Any

from django.db.models import Count, Q
from django.urls import reverse

from initiative.models import Goal, Initiative
from kernel import clock, languages, periods
from kernel.actor import Actor
from measurement.models import Measure
from measurement.selectors import series
from measurement.selectors.points import Series
from portal.dashboards import cards
from portal.dashboards.cards import Card
from portal.dashboards.words import period
from working_groups.models import Decision, DecisionState
from working_groups.selectors import words

STATES = ("on_track", "needs_attention", "off_track", "unknown")


@dataclass(frozen=True)
class GoalBlock:
    """A goal and its measures."""

    public_id: str
    name: languages.Text | None
    cards: tuple[Card, ...]

    @property
    def publishers(self) -> tuple[str, ...]:
        """Who published what is not summed from reports, each once."""
        return tuple(dict.fromkeys(card.publisher for card in self.cards if card.publisher))


@dataclass(frozen=True)
class Waiting:
    """A tabled decision: how many have answered, and until when."""

    number: int
    title: languages.Text
    url: str
    due_on: date | None
    answered: int
    asked: int
    is_mine: bool


@dataclass(frozen=True)
class Choice:
    """A choice of a filter."""

    value: str
    label: str
    language: str = ""


@dataclass(frozen=True)
class Steering:
    """The whole screen."""

    on: date
    goals: tuple[GoalBlock, ...]
    waiting: tuple[Waiting, ...]
    counts: dict[str, int]
    goal: str
    until: str
    goal_choices: tuple[Choice, ...]
    period_choices: tuple[Choice, ...]
    as_of: datetime | None = None

    @property
    def cards(self) -> tuple[Card, ...]:
        """All measures shown."""
        return tuple(card for goal in self.goals for card in goal.cards)

    @property
    def provisional(self) -> int:
        """How many of the figures are not final yet."""
        return sum(card.quality == "provisional" for card in self.cards)


def steering(
    actor: Actor, initiative: Initiative, goal: str = "", until: str = "", as_of: datetime | None = None
) -> Steering:
    """The screen, of one goal, up to one period, or as known at a moment if they are named."""
    every = list(Goal.objects.visible_to(actor).filter(initiative=initiative).order_by("position", "pk"))
    chosen = next((one for one in every if one.public_id == goal), None)
    rows = Measure.objects.visible_to(actor).filter(initiative=initiative, retired_on__isnull=True)
    if chosen is not None:
        rows = rows.filter(goal=chosen)
    rows = rows.select_related("initiative").order_by("level", "code")
    found = series.many(actor, rows, beside=cards.SECTORS, as_of=as_of)
    known = sorted({point.period for one in found.values() for point in one.points}, key=periods.sort_key)
    until = until if until in known else ""
    shown = [upto(one, until) for one in found.values()] if until else list(found.values())
    shown.sort(key=lambda one: (one.measure.level != "population", one.measure.pk))
    made = [cards.card(one, measure_url(initiative, one.measure)) for one in shown]
    return Steering(
        on=clock.day_of(as_of) if as_of else clock.today(),
        as_of=as_of,
        goals=_by_goal(made, every),
        waiting=waiting(actor, initiative),
        counts={state: sum(card.state == state for card in made) for state in STATES},
        goal=chosen.public_id if chosen else "",
        until=until,
        goal_choices=tuple(
            Choice(one.public_id, (name := languages.text(one, "name")).value, name.language) for one in every
        ),
        period_choices=tuple(Choice(code, period(code)) for code in reversed(known)),
    )


def measure_url(initiative: Initiative, measure: Measure) -> str:
    """The page of a measure."""
    return reverse("measurement:measure", args=[initiative.slug, measure.public_id])


def upto(one: Series, until: str) -> Series:
    """The series as it looked with nothing after a period; targets stay, for they were set ahead."""
    edge = periods.last_day(until)
    points = tuple(point for point in one.points if periods.last_day(point.period) <= edge)
    codes = {point.period for point in points}
    return replace(one, points=points, breaks=tuple(code for code in one.breaks if code in codes))


def _by_goal(made: Sequence[Card], goals: Sequence[Goal]) -> tuple[GoalBlock, ...]:
    blocks = []
    for goal in goals:
        mine = tuple(card for card in made if card.goal_id == goal.pk)
        if mine:
            blocks.append(GoalBlock(goal.public_id, languages.text(goal, "name"), mine))
    rest = tuple(card for card in made if card.goal_id is None)
    return (*blocks, GoalBlock("", None, rest)) if rest else tuple(blocks)


def waiting(actor: Actor, initiative: Initiative) -> tuple[Waiting, ...]:
    """Decisions that are tabled, the nearest date first."""
    rows: Any = Decision.objects.visible_to(actor).filter(body__initiative=initiative, state=DecisionState.TABLED)
    mine = Q(responses__seat__person_id=actor.user_id or 0, responses__answer="", responses__is_recused=False)
    rows = rows.select_related("body__initiative").annotate(
        asked=Count("responses", filter=Q(responses__is_recused=False)),
        answered=Count("responses", filter=~Q(responses__answer="") & Q(responses__is_recused=False)),
        mine=Count("responses", filter=mine),
    )
    return tuple(
        Waiting(
            row.number,
            words.decision_title(row),
            row.get_absolute_url(),
            row.due_on,
            row.answered,
            row.asked,
            bool(row.mine),
        )
        for row in rows.order_by("due_on", "pk")
    )
