"""What stands beside the own values: the reports and tasks of one's organisation, and one's own mandates."""

from dataclasses import dataclass
from datetime import date
from typing import Any

from initiative.models import Initiative
from kernel import clock
from kernel.actor import Actor
from kernel.models import dates_cover
from measurement.selectors import my_requests
from measurement.selectors.my_requests import Owed
from partners.models import Mandate
from working_groups.selectors import tasks
from working_groups.selectors.tasks import TaskLine

SENT, TASKS = 3, 8


@dataclass(frozen=True)
class Held:
    """A mandate of the person."""

    label: Any
    organisation: str
    ends_on: date | None
    url: str


@dataclass(frozen=True)
class Ours:
    """Reports (owed first, then the last that were sent), open tasks of the organisation, mandates of the person."""

    reports: tuple[Owed, ...]
    tasks: tuple[TaskLine, ...]
    tasks_count: int
    mandates: tuple[Held, ...]


def ours(actor: Actor, initiative: Initiative) -> Ours:
    """The sections of one initiative."""
    on = clock.today()
    found = [tasks.line(row, on) for row in tasks.of_organisation(actor, initiative)]
    reports = [*my_requests.owed(actor, initiative), *my_requests.earlier(actor, initiative, SENT)]
    return Ours(tuple(reports), tuple(found[:TASKS]), len(found), _mandates(actor, initiative, on))


def _mandates(actor: Actor, initiative: Initiative, on: date) -> tuple[Held, ...]:
    rows = Mandate.objects.visible_to(actor).filter(
        dates_cover(on), person_id=actor.user_id, participation__initiative=initiative
    )
    return tuple(
        Held(row.get_kind_display(), str(row.participation), row.ends_on, row.get_absolute_url())
        for row in rows.select_related("participation__organisation", "participation__initiative").order_by("pk")
    )
