"""How the groups come on: what was decided and done in a window, and which minutes are late."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any

from django.db.models import Q

from kernel import clock
from kernel.actor import Actor
from working_groups.models import Decision, Meeting, MeetingState, Minutes, Task
from working_groups.selectors import words
from working_groups.selectors.tasks import WITH
from working_groups.selectors.told import Row
from working_groups.selectors.words import owner

Window = tuple[datetime, datetime]
MINUTES_DAYS = 3


@dataclass(frozen=True)
class ProgressLine:
    """One thing that happened or is owed, read from `row`: `kind` is decision, task, meeting or minutes."""

    kind: str
    body_id: int
    title: str
    language: str
    url: str
    at: datetime | None = None
    due_on: date | None = None
    person: str = ""
    organisation: str = ""
    state: str = ""
    row: Row = ("", 0)


def _keys(bodies: Iterable[Any]) -> list[int]:
    return [getattr(body, "pk", body) for body in bodies]


def decided(actor: Actor, bodies: Iterable[Any], window: Window) -> list[ProgressLine]:
    """Decisions of the window: after its start, up to its end."""
    rows = (
        Decision.objects.visible_to(actor)
        .filter(body__in=_keys(bodies), decided_at__gt=window[0], decided_at__lte=window[1])
        .select_related("body__initiative")
        .order_by("decided_at", "pk")
    )
    out = []
    for row in rows:
        text = words.decision_title(row)
        out.append(
            ProgressLine(
                "decision",
                row.body_id,
                text.value,
                text.language,
                row.get_absolute_url(),
                row.decided_at,
                state=row.outcome,
                row=("decision", row.pk),
            )
        )
    return out


def done(actor: Actor, bodies: Iterable[Any], window: Window) -> list[ProgressLine]:
    """Tasks done, meetings held and minutes sent in the window, in the order of time."""
    keys = _keys(bodies)
    out = [*_tasks_done(actor, keys, window), *_meetings_held(actor, keys, window), *_minutes_sent(actor, keys, window)]
    return sorted(out, key=lambda line: (line.at, line.url))


def _tasks_done(actor: Actor, keys: list[int], window: Window) -> list[ProgressLine]:
    rows = Task.objects.visible_to(actor).filter(body__in=keys, done_at__gt=window[0], done_at__lte=window[1])
    return [
        ProgressLine(
            "task",
            row.body_id or 0,
            row.title,
            row.title_language,
            row.get_absolute_url(),
            row.done_at,
            person=str(row.person),
            organisation=owner(row.participation),
            row=("task", row.pk),
        )
        for row in rows.select_related(*WITH)
    ]


def _meetings_held(actor: Actor, keys: list[int], window: Window) -> list[ProgressLine]:
    rows = Meeting.objects.visible_to(actor).filter(
        body__in=keys, state=MeetingState.HELD, ends_at__gt=window[0], ends_at__lte=window[1]
    )
    return [
        ProgressLine(
            "meeting",
            row.body_id,
            words.meeting_word(row),
            "",
            row.get_absolute_url(),
            row.ends_at,
            row=("meeting", row.pk),
        )
        for row in rows.select_related("body__initiative")
    ]


def _minutes_sent(actor: Actor, keys: list[int], window: Window) -> list[ProgressLine]:
    rows = Minutes.objects.visible_to(actor).filter(
        meeting__body__in=keys, sent_at__gt=window[0], sent_at__lte=window[1]
    )
    return [
        ProgressLine(
            "minutes",
            row.meeting.body_id,
            words.meeting_word(row.meeting),
            "",
            row.get_absolute_url(),
            row.sent_at,
            row=("minutes", row.pk),
        )
        for row in rows.select_related("meeting__body__initiative")
    ]


def late_minutes(actor: Actor, bodies: Iterable[Any], on: date | None = None) -> list[ProgressLine]:
    """Meetings held more than three days ago whose minutes were never sent, the oldest first."""
    today = on or clock.today()
    edge = clock.now() if on is None else datetime.combine(on, datetime.min.time(), clock.HOME)
    rows = (
        Meeting.objects.visible_to(actor)
        .filter(body__in=_keys(bodies), state=MeetingState.HELD, ends_at__lt=edge - timedelta(days=MINUTES_DAYS))
        .filter(Q(minutes__isnull=True) | Q(minutes__sent_at__isnull=True))
        .select_related("body__initiative")
        .order_by("ends_at", "pk")
    )
    return [
        ProgressLine(
            "minutes",
            row.body_id,
            words.meeting_word(row),
            "",
            row.get_absolute_url(),
            row.ends_at,
            due_on=min(today, minutes_due(row)),
            row=("meeting", row.pk),
        )
        for row in rows
    ]


def minutes_due(meeting: Meeting) -> date:
    """The day by which its minutes should be sent."""
    return (meeting.ends_at + timedelta(days=MINUTES_DAYS)).astimezone(clock.HOME).date()
