"""What waits for a person on this floor: minutes, agendas, decisions, tasks, others' late tasks, empty chairs.

Each duty is computed from rows and the day; nothing here is stored.
"""

from collections.abc import Iterator
from datetime import date, datetime, timedelta
from typing import Any

from django.db.models import Count, Exists, Min, OuterRef, Q, QuerySet
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from kernel import clock
from kernel.actor import Actor
from kernel.duties import Duty, in_order, urgency
from kernel.models import dates_cover
from working_groups.models import (
    Body,
    Decision,
    DecisionState,
    Meeting,
    MeetingState,
    Minutes,
    MinutesState,
    Response,
    Seat,
    SeatRole,
)
from working_groups.models.seats import CHAIRS
from working_groups.models.tasks import LIVE
from working_groups.selectors import tasks, words
from working_groups.selectors.my_bodies import AT_WORK, COMING
from working_groups.selectors.progress import minutes_due

AGENDA_DAYS = 14
CALL_DAYS = 7


def for_person(actor: Actor, on: date | None = None, initiative: Any = None) -> list[Duty]:
    """All duties of the actor on that day, late first; of one initiative if it is named."""
    if actor.user_id is None:
        return []
    today = on or clock.today()
    return in_order(
        [
            *_of_bodies(actor, today, initiative),
            *_tasks(actor, today, initiative),
        ]
    )


def of_body(actor: Actor, body: Body, on: date | None = None) -> list[Duty]:
    """What the actor owes in one body: its minutes, agendas and decisions; tasks stand in their own list."""
    return [] if actor.user_id is None else in_order(_of_bodies(actor, on or clock.today(), body))


def _of_bodies(actor: Actor, today: date, place: Any) -> Iterator[Duty]:
    """What is owed in one body, in the bodies of one initiative, or in all."""
    yield from _meetings(actor, today, place)
    yield from _minutes_of_chair(actor, today, place)
    yield from _answers(actor, today, place)
    yield from _decisions_of_chair(actor, today, place)
    yield from _run_bodies(actor, today, place)


def _inside(rows: QuerySet[Any], path: str, place: Any) -> QuerySet[Any]:
    """Those of a body, of an initiative, or all; `path` leads to the body ("" where the rows are bodies)."""
    if isinstance(place, Body):
        return rows.filter(**{path or "pk": place.pk})
    return rows if place is None else rows.filter(**{f"{path}__initiative" if path else "initiative": place})


def _run_by(actor: Actor) -> Q:
    """Rows of bodies whose meetings are the actor's to prepare: facilitated, or chaired without a facilitator."""
    return Q(body__in=actor.keys("working_groups.facilitator")) | Q(
        body__in=actor.keys("working_groups.chair"), body__facilitator__isnull=True
    )


def _of_meeting(meeting: Meeting, kind: str, title: str, label: str, due_on: date, minutes: int, today: date) -> Duty:
    return Duty(
        kind=kind,
        title=title % {"meeting": words.meeting_title(meeting)},
        url=meeting.get_absolute_url(),
        due_on=due_on,
        initiative=str(meeting.body.initiative),
        act_label=label,
        minutes_needed=minutes,
        urgency=urgency(due_on, today),
    )


def _minutes_of_chair(actor: Actor, today: date, place: Any) -> Iterator[Duty]:
    """To approve, to send, to confirm: the chair's; to approve also the director's where the chair wrote them."""
    chaired = Q(meeting__body__in=actor.keys("working_groups.chair"))
    writer_chairs = Seat.objects.filter(
        dates_cover(today), body=OuterRef("meeting__body"), person=OuterRef("written_by"), role__in=CHAIRS
    )
    directed = Q(meeting__body__initiative__in=actor.keys("partners.director")) & Exists(writer_chairs)
    later = Meeting.objects.filter(
        body=OuterRef("meeting__body"), state=MeetingState.HELD, starts_at__gt=OuterRef("meeting__starts_at")
    )
    to_approve = (chaired | directed) & Q(state=MinutesState.DRAFT) & ~Q(written_by_id=actor.user_id)
    to_confirm = chaired & Q(Exists(later), state=MinutesState.SENT)
    rows = Minutes.objects.filter(to_approve | (chaired & Q(state=MinutesState.APPROVED)) | to_confirm)
    for row in _inside(rows, "meeting__body", place).select_related("meeting__body__initiative"):
        if row.state == MinutesState.DRAFT:
            title = _("Approve the minutes: %(meeting)s")
            yield _of_minutes(row, "minutes.approve", title, _("Approve minutes"), 5, today)
        elif row.state == MinutesState.APPROVED:
            title = _("Send the minutes: %(meeting)s")
            yield _of_minutes(row, "minutes.send", title, _("Send minutes"), 1, today)
        else:
            title = _("Confirm the minutes: %(meeting)s")
            yield Duty(
                kind="minutes.confirm",
                title=title % {"meeting": words.meeting_title(row.meeting)},
                url=row.get_absolute_url(),
                initiative=str(row.meeting.body.initiative),
                act_label=_("Confirm minutes"),
                minutes_needed=1,
            )


def _of_minutes(row: Minutes, kind: str, title: str, label: str, minutes: int, today: date) -> Duty:
    due_on = minutes_due(row.meeting)
    return Duty(
        kind=kind,
        title=title % {"meeting": words.meeting_title(row.meeting)},
        url=row.get_absolute_url(),
        due_on=due_on,
        initiative=str(row.meeting.body.initiative),
        act_label=label,
        minutes_needed=minutes,
        urgency=urgency(due_on, today),
    )


def _meetings(actor: Actor, today: date, place: Any) -> Iterator[Duty]:
    """Minutes to write, agendas to open and to send, and meetings whose hour has passed and that nobody noted."""
    start = datetime.combine(today, datetime.min.time(), clock.HOME)
    unwritten = Q(state=MeetingState.HELD, minutes__isnull=True)
    coming = Q(state__in=COMING, starts_at__lt=start + timedelta(days=AGENDA_DAYS))
    rows = Meeting.objects.filter(_run_by(actor), unwritten | coming)
    for row in _inside(rows, "body", place).select_related("body__initiative"):
        day = clock.day_of(row.starts_at)
        if row.state == MeetingState.HELD:
            title = _("Write the minutes: %(meeting)s")
            yield _of_meeting(row, "minutes.write", title, _("Write minutes"), minutes_due(row), 20, today)
        elif row.ends_at <= clock.now():
            title = _("Note that it was held, and who came: %(meeting)s")
            yield _of_meeting(row, "meeting.hold", title, _("Record attendance"), day, 5, today)
        elif row.state == MeetingState.PLANNED:
            due = day - timedelta(days=CALL_DAYS)
            title = _("Open the agenda for proposals: %(meeting)s")
            yield _of_meeting(row, "agenda.open", title, _("Open agenda"), due, 5, today)
        elif row.state == MeetingState.AGENDA_OPEN and (day - today).days <= CALL_DAYS:
            due = day - timedelta(days=3)
            title = _("Send the agenda: %(meeting)s")
            yield _of_meeting(row, "agenda.call", title, _("Send agenda"), due, 10, today)


def _answers(actor: Actor, today: date, place: Any) -> Iterator[Duty]:
    rows: Any = Response.objects.filter(  # type: ignore[misc]
        seat__person_id=actor.user_id,
        decision__body__in=actor.keys("working_groups.votes"),
        decision__state=DecisionState.TABLED,
        answer="",
        is_recused=False,
    )
    rows = _inside(rows, "decision__body", place)
    for row in rows.select_related("decision__body__initiative", "seat__participation__organisation", "seat__person"):
        text = words.decision_title(row.decision)
        yield Duty(
            kind="decision.respond",
            title=text.value,
            language=text.language,
            url=row.decision.get_absolute_url(),
            due_on=row.decision.due_on,
            organisation=str(row.seat.participation),
            initiative=str(row.decision.body.initiative),
            act_label=_("Give position"),
            minutes_needed=3,
            urgency=urgency(row.decision.due_on, today),
        )


def _decisions_of_chair(actor: Actor, today: date, place: Any) -> Iterator[Duty]:
    """Tabled decisions that everybody answered, or whose day has passed."""
    awaited = Response.objects.filter(decision=OuterRef("pk"), answer="", is_recused=False)
    rows = Decision.objects.filter(body__in=actor.keys("working_groups.chair"), state=DecisionState.TABLED)
    rows = rows.filter(Q(due_on__lt=today) | ~Exists(awaited))
    for row in _inside(rows, "body", place).select_related("body__initiative"):
        text = words.decision_title(row)
        yield Duty(
            kind="decision.decide",
            title=text.value,
            language=text.language,
            url=row.get_absolute_url(),
            due_on=row.due_on,
            initiative=str(row.body.initiative),
            act_label=_("Close the answers"),
            minutes_needed=2,
            urgency=urgency(row.due_on, today),
        )


def _tasks(actor: Actor, today: date, initiative: Any) -> Iterator[Duty]:
    for row in tasks.of_person(actor, today, initiative):
        yield Duty(
            kind="task.do",
            title=row.title,
            language=row.title_language,
            url=row.get_absolute_url(),
            due_on=row.due_on,
            organisation=words.owner(row.participation),
            initiative=str(row.initiative),
            act_label=_("Open task"),
            urgency=urgency(row.due_on, today),
        )


def _run_bodies(actor: Actor, today: date, place: Any) -> Iterator[Duty]:
    """Of bodies that one runs the late tasks of others, one line a body; for the staff those that nobody chairs."""
    runs = actor.keys("working_groups.facilitator", "working_groups.chair")
    staff = actor.keys("partners.director", "partners.coordinator")
    if not runs and not staff:
        return
    chair = Seat.objects.filter(dates_cover(today), body=OuterRef("pk"), role=SeatRole.CHAIR)
    others = Q(tasks__state__in=LIVE, tasks__due_on__lt=today) & ~Q(tasks__person_id=actor.user_id)
    rows = Body.objects.filter(Q(pk__in=runs) | Q(initiative_id__in=staff), state__in=AT_WORK).annotate(
        is_chaired=Exists(chair),
        late=Count("tasks", filter=others & Q(pk__in=runs)),
        since=Min("tasks__due_on", filter=others),
    )
    unled = Q(is_chaired=False, initiative_id__in=staff)
    for row in _inside(rows, "", place).filter(Q(late__gt=0) | unled).select_related("initiative").order_by("pk"):
        if row.late:
            yield _late_tasks(row, today)
        if not row.is_chaired and row.initiative_id in staff:
            yield Duty(
                kind="body.chair",
                title=_("Nobody chairs: %(body)s") % {"body": row},
                url=row.get_absolute_url(),
                initiative=str(row.initiative),
                act_label=_("Give the chair's seat"),
                minutes_needed=3,
            )


def _late_tasks(body: Any, today: date) -> Duty:
    title = ngettext("One late task: %(body)s", "%(count)s late tasks: %(body)s", body.late)
    return Duty(
        kind="body.late_tasks",
        title=title % {"count": body.late, "body": body},
        url=reverse("working_groups:body-tasks", args=[body.initiative.slug, body.public_id]),
        due_on=body.since,
        initiative=str(body.initiative),
        act_label=_("See the late tasks"),
        minutes_needed=5,
        urgency=urgency(body.since, today),
    )
