"""Tasks as lists and digests show them: due, late, asked of others."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from django.db.models import Q, QuerySet

from kernel import clock
from kernel.actor import Actor
from kernel.models import dates_cover
from working_groups.models import Seat, Task
from working_groups.models.tasks import LIVE
from working_groups.selectors.told import Row
from working_groups.selectors.words import owner

WITH = ("initiative", "body__initiative", "participation__organisation", "participation__person", "person", "by")


@dataclass(frozen=True)
class TaskLine:
    """One task: what, whose, by when."""

    public_id: str
    title: str
    language: str
    url: str
    state: str
    state_label: str
    due_on: date
    first_due_on: date
    is_late: bool
    person: str
    organisation: str
    body: str
    body_id: int | None
    row: Row = ("", 0)

    @property
    def was_moved(self) -> bool:
        """Whether the day is another than the one first agreed."""
        return self.due_on != self.first_due_on


def line(task: Task, on: date | None = None) -> TaskLine:
    """A task as a line."""
    today = on or clock.today()
    return TaskLine(
        public_id=task.public_id,
        title=task.title,
        language=task.title_language,
        url=task.get_absolute_url(),
        state=task.state,
        state_label=str(task.get_state_display()),
        due_on=task.due_on,
        first_due_on=task.first_due_on,
        is_late=task.is_live and task.due_on < today,
        person=str(task.person),
        organisation=owner(task.participation),
        body=str(task.body) if task.body is not None else "",
        body_id=task.body_id,
        row=("task", task.pk),
    )


def live(actor: Actor, bodies: Iterable[Any] | None = None) -> QuerySet[Task]:
    """Open tasks the actor may see, of these bodies (all, where none are named)."""
    rows = Task.objects.visible_to(actor).filter(state__in=LIVE).select_related(*WITH)
    if bodies is not None:
        rows = rows.filter(body__in=[getattr(body, "pk", body) for body in bodies])
    return rows.order_by("due_on", "pk")


@dataclass(frozen=True)
class Pressing:
    """Open tasks of some bodies: late (the oldest first), due soon, and owed by somebody who has no seat there."""

    late: list[TaskLine]
    due: list[TaskLine]
    asked_of_others: list[TaskLine]


def pressing(actor: Actor, bodies: Iterable[Any], on: date | None = None, days: int = 14) -> Pressing:
    """What presses in these bodies, as far as the actor may see; `due` within so many days. Two queries."""
    today = on or clock.today()
    rows = list(live(actor, bodies))
    seats = set(
        Seat.objects.filter(dates_cover(today), body__in={task.body_id for task in rows}).values_list(
            "body_id", "participation_id"
        )
    )
    lines = [line(task, today) for task in rows]
    outside = [(task.body_id, task.participation_id) not in seats for task in rows]
    return Pressing(
        late=[one for one in lines if one.due_on < today],
        due=[one for one in lines if today <= one.due_on <= today + timedelta(days=days)],
        asked_of_others=[one for one, is_outside in zip(lines, outside, strict=True) if is_outside],
    )


def of_person(actor: Actor, on: date | None = None, initiative: Any = None) -> QuerySet[Task]:
    """The actor's own open tasks."""
    rows = live(actor).filter(person_id=actor.user_id or 0)
    return rows if initiative is None else rows.filter(initiative=initiative)


def of_organisation(actor: Actor, initiative: Any) -> QuerySet[Task]:
    """Open tasks of the actor's own participations."""
    own = Q(participation_id__in=actor.keys("partners.own"))
    return live(actor).filter(own, initiative=initiative)
