"""The backbone's cockpit: where the initiative stands, how the reports come in, what is stuck and with whom.

Only for staff of the backbone: it names partners and what they owe.
"""

from collections import defaultdict
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.db.models import Count, Q
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from initiative.models import Initiative
from initiative.selectors import stages
from kernel import charts, clock, languages
from kernel.actor import Actor
from measurement.models import Cycle, CycleState, ReportingRequest, RequestState
from portal.dashboards.words import period, put
from working_groups.models import Meeting, MeetingState
from working_groups.selectors import bodies, progress, tasks, words
from working_groups.selectors.bodies import BodyCard

LATEST_CYCLES, SHOWN = 5, 12
CARE = {"missing": 0, "back": 1, "review": 2, "draft": 3}
KINDS = {
    RequestState.ACCEPTED: "done",
    RequestState.SUBMITTED: "review",
    RequestState.RETURNED: "back",
    RequestState.EXCUSED: "na",
}


@dataclass(frozen=True)
class CycleLine:
    """A cycle that is not published, with its reports by state."""

    title: str
    url: str
    state: Any
    state_label: str
    due_on: date
    asked: int
    accepted: int
    in_review: int
    returned: int
    missing: int
    late: int


@dataclass(frozen=True)
class Stuck:
    """One thing that does not move, with whom it lies and for how long."""

    title: str
    language: str
    who: str
    url: str
    days: int
    icon: str


@dataclass(frozen=True)
class Health:
    """A group and how it is, with what that is computed from."""

    card: BodyCard
    state: str
    label: str
    why: str


@dataclass(frozen=True)
class Cockpit:
    """The whole screen."""

    on: date
    stages: tuple[Any, ...]
    cycles: tuple[CycleLine, ...]
    matrix: charts.Matrix | None
    partners: int
    stuck: tuple[Stuck, ...]
    stuck_count: int
    groups: tuple[Health, ...]


def cockpit(actor: Actor, initiative: Initiative) -> Cockpit:
    """The screen."""
    on = clock.today()
    requests = _latest(actor, initiative)
    stuck = sorted(
        [*_reports(requests, on), *_tasks(actor, initiative, on), *_minutes(actor, initiative, on)],
        key=lambda one: -one.days,
    )
    matrix, partners = _matrix(requests, on)
    return Cockpit(
        on=on,
        stages=tuple(stages.lines(actor, initiative)),
        cycles=_cycles(actor, initiative, on),
        matrix=matrix,
        partners=partners,
        stuck=tuple(stuck[:SHOWN]),
        stuck_count=len(stuck),
        groups=tuple(_health(card) for card in bodies.of_initiative(actor, initiative)),
    )


def _cycles(actor: Actor, initiative: Initiative, on: date) -> tuple[CycleLine, ...]:
    owed = Q(requests__state__in=(RequestState.REQUESTED, RequestState.IN_PROGRESS, RequestState.PREPARED))
    rows: Any = Cycle.objects.visible_to(actor).filter(
        measure_set__initiative=initiative, state__in=(CycleState.OPENED, CycleState.CLOSED)
    )
    rows = rows.select_related("measure_set__initiative").annotate(
        asked=Count("requests", filter=~Q(requests__state=RequestState.EXCUSED)),
        accepted=Count("requests", filter=Q(requests__state=RequestState.ACCEPTED)),
        in_review=Count("requests", filter=Q(requests__state=RequestState.SUBMITTED)),
        returned=Count("requests", filter=Q(requests__state=RequestState.RETURNED)),
        missing=Count("requests", filter=owed),
        late=Count("requests", filter=owed & Q(requests__due_on__lt=on)),
    )
    return tuple(
        CycleLine(
            title=f"{languages.text(row.measure_set, 'name')}, {period(row.period)}",
            url=row.get_absolute_url(),
            state=row.state,
            state_label=str(row.get_state_display()),
            due_on=row.due_on,
            asked=row.asked,
            accepted=row.accepted,
            in_review=row.in_review,
            returned=row.returned,
            missing=row.missing,
            late=row.late,
        )
        for row in rows.order_by("due_on", "pk")
    )


def _latest(actor: Actor, initiative: Initiative) -> list[Any]:
    """The requests of the last cycles, in the order of their dates."""
    newest = Cycle.objects.visible_to(actor).filter(measure_set__initiative=initiative)
    keys = list(
        newest.exclude(state=CycleState.PLANNED).order_by("-due_on", "-pk").values_list("pk", flat=True)[:LATEST_CYCLES]
    )
    rows = ReportingRequest.objects.visible_to(actor).filter(cycle__in=keys)
    rows = rows.select_related("cycle__measure_set__initiative", "participation__organisation")
    return list(rows.order_by("cycle__due_on", "cycle__pk", "pk"))


def _kind(request: ReportingRequest, on: date) -> str:
    known = KINDS.get(RequestState(request.state))
    if known:
        return known
    return "missing" if request.due_on < on or request.cycle.state != CycleState.OPENED else "draft"


def _matrix(requests: list[Any], on: date) -> tuple[charts.Matrix | None, int]:
    """Partners by cycles, those who need care first, and how many partners there are."""
    if not requests:
        return None, 0
    columns = {row.cycle_id: row.cycle for row in requests}
    by_partner: defaultdict[int, dict[int, Any]] = defaultdict(dict)
    for row in requests:
        by_partner[row.participation_id][row.cycle_id] = row
    kinds = {
        key: [_kind(found[cycle], on) if cycle in found else "na" for cycle in columns]
        for key, found in by_partner.items()
    }
    order = sorted(kinds, key=lambda key: (sorted(CARE.get(kind, 9) for kind in kinds[key]), key))
    foot = tuple(
        (sum(kinds[key][place] == "done" for key in kinds), sum(cycle in found for found in by_partner.values()))
        for place, cycle in enumerate(columns)
    )
    rows = tuple(_row(by_partner[key], columns, on) for key in order[:SHOWN])
    heads = tuple(("", period(cycle.period)) for cycle in columns.values())
    return charts.Matrix(_("Reports by partner and cycle"), _("Partner"), heads, rows, _("Accepted"), foot), len(kinds)


def _row(found: dict[int, Any], columns: dict[int, Any], on: date) -> charts.HeatRow:
    one = next(iter(found.values()))
    name = languages.text(one.participation.organisation or one.participation.person, "name")
    cells = []
    for cycle in columns:
        request = found.get(cycle)
        if request is None:
            cells.append(charts.HeatCell("na", _("not due")))
            continue
        kind = _kind(request, on)
        word = _("Not received") if kind == "missing" else str(request.get_state_display())
        cells.append(charts.HeatCell(kind, word, request.get_absolute_url()))
    return charts.HeatRow(name.value, tuple(cells), language=name.language)


def _reports(requests: list[Any], on: date) -> list[Stuck]:
    """Reports that lie with a partner after their day, and those that wait for review for more than a week."""
    out = []
    for row in requests:
        kind, days = _kind(row, on), (on - row.due_on).days
        if kind not in {"missing", "back"} or days <= 0 or row.cycle.state == CycleState.PUBLISHED:
            continue
        title = put(
            _("Report of %(period)s: %(state)s"), period=period(row.cycle.period), state=row.get_state_display()
        )
        who = languages.text(row.participation.organisation or row.participation.person, "name").value
        out.append(Stuck(title, "", who, row.get_absolute_url(), days, "clipboard-list"))
    return out


def _tasks(actor: Actor, initiative: Initiative, on: date) -> list[Stuck]:
    rows = tasks.live(actor).filter(initiative=initiative, due_on__lt=on)[:200]
    lines = [tasks.line(row, on) for row in rows]
    return [
        Stuck(
            line.title,
            line.language,
            f"{line.organisation}, {line.person}",
            line.url,
            (on - line.due_on).days,
            "list-check",
        )
        for line in lines
    ]


def _minutes(actor: Actor, initiative: Initiative, on: date) -> list[Stuck]:
    rows: Any = Meeting.objects.visible_to(actor).filter(
        body__initiative=initiative, state=MeetingState.HELD, ends_at__lt=clock.now()
    )
    rows = rows.filter(Q(minutes__isnull=True) | Q(minutes__sent_at__isnull=True)).select_related("body__initiative")
    out = []
    for row in rows.order_by("ends_at")[:200]:
        days = (on - progress.minutes_due(row)).days
        if days > 0:
            title = put(_("Minutes not sent: %(meeting)s"), meeting=words.meeting_word(row))
            out.append(Stuck(title, "", str(row.body), row.get_absolute_url(), days, "file-text"))
    return out


def _health(card: BodyCard) -> Health:
    """How a group is, and why: late things first, then what it lacks."""
    why = []
    if not card.chair:
        why.append(_("nobody chairs"))
    if card.late_tasks:
        why.append(ngettext("one late task", "%(count)s late tasks", card.late_tasks) % {"count": card.late_tasks})
    if card.late_minutes:
        why.append(
            ngettext("minutes of one meeting not sent", "minutes of %(count)s meetings not sent", card.late_minutes)
            % {"count": card.late_minutes}
        )
    if card.is_recruiting:
        why.append(_("a sector is below its key"))
    if not card.next_at:
        why.append(_("no meeting is planned"))
    if card.needs_attention:
        return Health(card, "needs_attention", _("Needs attention"), _(", ").join(why))
    return Health(card, "on_track", _("On track"), _(", ").join(why) or _("tasks on time, minutes sent"))
