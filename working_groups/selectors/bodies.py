"""Bodies as pages show them: cards of a list, the overview of one."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import timedelta
from typing import Any

from django.db.models import Count, Exists, F, OuterRef, Q, QuerySet, Subquery
from django.urls import reverse

from accounts.models import Person
from kernel import clock, languages
from kernel.actor import Actor
from kernel.languages import Text
from kernel.models import dates_cover
from working_groups.models import Body, Meeting, MeetingState, Seat, SeatKey, SeatRole, Task
from working_groups.models.tasks import LIVE
from working_groups.selectors import words
from working_groups.selectors.my_bodies import COMING
from working_groups.selectors.progress import MINUTES_DAYS


@dataclass(frozen=True)
class BodyCard:
    """One body of a list, with what tells whether it is well."""

    name: Text
    word: str
    url: str
    state: str
    state_label: str
    chair: str
    seats: int
    is_recruiting: bool
    open_tasks: int
    late_tasks: int
    late_minutes: int
    next_at: Any
    next_url: str
    topic: Text

    @property
    def needs_attention(self) -> bool:
        """Whether something is late, or nobody chairs."""
        return bool(self.late_tasks or self.late_minutes or not self.chair)


def with_figures(rows: QuerySet[Body]) -> QuerySet[Body]:
    """Bodies with the figures of their cards, each by a subquery."""
    today, now = clock.today(), clock.now()
    seats = Seat.objects.filter(dates_cover(today), body=OuterRef("pk"))
    tasks = Task.objects.filter(body=OuterRef("pk"), state__in=LIVE)
    coming = Meeting.objects.filter(body=OuterRef("pk"), state__in=COMING, ends_at__gte=now).order_by("starts_at")
    owed = Meeting.objects.filter(
        Q(minutes__isnull=True) | Q(minutes__sent_at__isnull=True),
        body=OuterRef("pk"),
        state=MeetingState.HELD,
        ends_at__lt=now - timedelta(days=MINUTES_DAYS),
    )
    filled = (
        Seat.objects.filter(dates_cover(today), body=OuterRef("body"), sector=OuterRef("sector"))
        .exclude(role=SeatRole.OBSERVER)
        .order_by()
        .values("body")
        .annotate(n=Count("pk"))
        .values("n")
    )
    short = SeatKey.objects.filter(body=OuterRef("pk"), least__gt=0).annotate(filled=Subquery(filled))
    short = short.filter(Q(filled__isnull=True) | Q(filled__lt=F("least")))
    return rows.annotate(
        seats_count=_count(seats),
        open_tasks=_count(tasks),
        late_tasks=_count(tasks.filter(due_on__lt=today)),
        late_minutes=_count(owed),
        next_at=Subquery(coming.values("starts_at")[:1]),
        next_id=Subquery(coming.values("public_id")[:1]),
        chair_id=Subquery(seats.filter(role=SeatRole.CHAIR).values("person")[:1]),
        is_recruiting=Exists(short),
    )


def _count(rows: QuerySet[Any]) -> Subquery:
    return Subquery(rows.order_by().values("body").annotate(n=Count("pk")).values("n"))


def cards(actor: Actor, rows: Iterable[Any]) -> list[BodyCard]:
    """Cards of rows made by `with_figures`."""
    bodies = list(rows)
    people = {person.pk: str(person) for person in Person.objects.filter(pk__in=[row.chair_id for row in bodies])}
    return [
        BodyCard(
            name=languages.text(row, "name"),
            word=words.body_word(row),
            url=row.get_absolute_url(),
            state=row.state,
            state_label=str(row.get_state_display()),
            chair=people.get(row.chair_id, ""),
            seats=row.seats_count or 0,
            is_recruiting=row.is_recruiting,
            open_tasks=row.open_tasks or 0,
            late_tasks=row.late_tasks or 0,
            late_minutes=row.late_minutes or 0,
            next_at=row.next_at,
            next_url=_meeting_url(row),
            topic=languages.text(row, "topic"),
        )
        for row in bodies
    ]


def _meeting_url(row: Any) -> str:
    if not row.next_id:
        return ""
    return reverse("working_groups:meeting", args=[row.initiative.slug, row.public_id, row.next_id])


def of_initiative(actor: Actor, initiative: Any) -> list[BodyCard]:
    """All bodies of an initiative that the actor may see and that are not closed, as cards."""
    rows = Body.objects.visible_to(actor).filter(initiative=initiative).exclude(state="closed")
    return cards(actor, with_figures(rows.select_related("initiative")).order_by("kind", "pk"))
