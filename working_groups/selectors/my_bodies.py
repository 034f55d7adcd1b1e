"""The bodies of a person: where one sits, facilitates or answers for; and their meetings to come."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any

from django.db.models import Q, QuerySet

from kernel import clock
from kernel.actor import Actor
from kernel.languages import Text
from working_groups.models import Body, BodyState, Meeting, MeetingState
from working_groups.selectors import words
from working_groups.selectors.told import Row

COMING = (MeetingState.PLANNED, MeetingState.AGENDA_OPEN, MeetingState.AGENDA_SENT)
AT_WORK = (BodyState.CHARTERED, BodyState.ACTIVE, BodyState.DORMANT)


@dataclass(frozen=True)
class Coming:
    """One meeting to come."""

    body_id: int
    title: str
    topic: Text
    url: str
    starts_at: datetime
    ends_at: datetime
    place: str
    place_language: str
    state: str
    state_label: str
    row: Row = ("", 0)


def seated(actor: Actor, initiative: Any = None) -> QuerySet[Body]:
    """The bodies where the actor sits."""
    rows = Body.objects.filter(pk__in=actor.keys("working_groups.member")).select_related("initiative")
    return (rows if initiative is None else rows.filter(initiative=initiative)).order_by("kind", "pk")


def answered_for(actor: Actor, initiative: Any = None) -> QuerySet[Body]:
    """The bodies the actor facilitates or chairs; for a director all of the initiative that are at work."""
    rule = Q(pk__in=actor.keys("working_groups.facilitator", "working_groups.chair"))
    rule |= Q(initiative_id__in=actor.keys("partners.director"))
    rows = Body.objects.filter(rule, state__in=AT_WORK).select_related("initiative")
    return (rows if initiative is None else rows.filter(initiative=initiative)).order_by("kind", "pk")


def of_digest(actor: Actor) -> QuerySet[Body]:
    """The bodies whose progress the actor's digest tells: where one sits, and those one answers for."""
    keys = actor.keys("working_groups.member", "working_groups.facilitator")
    rule = Q(pk__in=keys) | Q(initiative_id__in=actor.keys("partners.backbone", "working_groups.steering"))
    return (
        Body.objects.filter(rule, state__in=AT_WORK).select_related("initiative").order_by("initiative", "kind", "pk")
    )


def upcoming(actor: Actor, bodies: Iterable[Any] | None = None, on: date | None = None, days: int = 21) -> list[Coming]:
    """Meetings to come within so many days that the actor may see; of the bodies where one sits, if none are named."""
    now = clock.now() if on is None else datetime.combine(on, datetime.min.time(), clock.HOME)
    keys = (
        actor.keys("working_groups.member", "working_groups.facilitator")
        if bodies is None
        else [getattr(body, "pk", body) for body in bodies]
    )
    rows = (
        Meeting.objects.visible_to(actor)
        .filter(body__in=keys, state__in=COMING, ends_at__gte=now, starts_at__lt=now + timedelta(days=days))
        .select_related("body__initiative")
        .order_by("starts_at", "pk")
    )
    return [coming(row) for row in rows]


def coming(row: Meeting) -> Coming:
    """A meeting as a line."""
    return Coming(
        body_id=row.body_id,
        title=words.meeting_title(row),
        topic=words.topic(row),
        url=row.get_absolute_url(),
        starts_at=row.starts_at,
        ends_at=row.ends_at,
        place=row.place,
        place_language=row.place_language,
        state=row.state,
        state_label=str(row.get_state_display()),
        row=("meeting", row.pk),
    )
