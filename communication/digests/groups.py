"""The block on the groups' progress: weekly, twelve lines of its own, from the selectors of the floors."""

from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from communication.digests.content import Group, Line
from communication.models import Digest, DigestState
from communication.wording import isolated
from kernel import clock, periods
from kernel.actor import Actor
from kernel.formatting import day_words, figure, moment_words
from measurement.selectors import progress as movements
from working_groups.models import Outcome
from working_groups.selectors import my_bodies, progress, tasks

TUESDAY = 2
OFTEN = ("daily", "twice_weekly")
TOLD = (DigestState.QUEUED, DigestState.SENT, DigestState.SKIPPED_EMPTY, DigestState.FAILED)
SPAN = {"daily": 7, "twice_weekly": 7, "weekly": 7, "fortnightly": 14, "monthly": 31, "quarterly": 92}


@dataclass(frozen=True)
class Window:
    """From slot to slot: after `begins`, up to and with `ends`."""

    begins: datetime
    ends: datetime


def window(digest: Digest) -> Window | None:
    """The window of a digest's block; None where this slot has none (daily readers get it on Tuesdays).

    It begins where the last told one ended; daily readers whose Tuesday was a holiday get it with the next mail.
    """
    span = timedelta(days=SPAN[digest.cadence])
    last = (
        Digest.objects.filter(person=digest.person_id, state__in=TOLD, window_to__isnull=False)
        .exclude(pk=digest.pk)
        .order_by("-window_to")
        .values_list("window_to", flat=True)
        .first()
    )
    ends = digest.due_at
    if digest.cadence in OFTEN and digest.slot.isoweekday() != TUESDAY:
        back = (digest.slot.isoweekday() - TUESDAY) % 7
        tuesday = digest.due_at - timedelta(days=back)
        if last is None or last >= tuesday - timedelta(hours=12) or back > 5:
            return None
    begins = max(last, ends - 2 * span) if last is not None else ends - span
    return Window(begins, ends) if begins < ends else None


def gather(actor: Actor, window: Window) -> list[Group]:
    """The groups this person hears of, each with its lines: what is late first, what is to come last."""
    bodies = {body.pk: body for body in my_bodies.of_digest(actor)}
    if not bodies:
        return []
    lines: dict[int, list[Line]] = defaultdict(list)
    for body, line in _lines(actor, list(bodies), window):
        lines[body].append(line)
    mine = actor.keys("working_groups.member")
    return [
        Group(
            key=f"body {key}",
            name=str(body),
            url=body.get_absolute_url(),
            lines=tuple(lines[key]),
            sits=key in mine,
            initiative=str(body.initiative),
        )
        for key, body in bodies.items()
        if lines[key]
    ]


def _lines(actor: Actor, keys: list[int], window: Window) -> Iterator[tuple[int, Line]]:
    span = (window.begins, window.ends)
    today = clock.today()
    pressing = tasks.pressing(actor, keys, today)
    for late in pressing.late:
        yield _of_task("late", late)
    for minutes in progress.late_minutes(actor, keys):
        yield (
            minutes.body_id,
            _line("late", _minutes(minutes.title), minutes.url, when=_late(minutes.due_on, today), urgency="late"),
        )
    for decision in progress.decided(actor, keys, span):
        yield decision.body_id, _line("decided", isolated(decision.title), decision.url, when=_outcome(decision.state))
    for done in progress.done(actor, keys, span):
        text = _minutes(done.title) if done.kind == "minutes" else isolated(done.title)
        yield done.body_id, _line("done", text, done.url, detail=_owner(done.organisation, done.person))
    yield from _movement(actor, keys, window)
    asked_rows = [row for row in pressing.asked_of_others if not row.is_late]
    for row in asked_rows:
        yield _of_task("asked", row)
    asked = {row.url for row in asked_rows}
    for due in pressing.due:
        if due.url not in asked:
            yield _of_task("due", due)
    for coming in my_bodies.upcoming(actor, keys):
        moment = moment_words(coming.starts_at, "sentence")
        text = _("%(meeting)s, %(moment)s") % {"meeting": isolated(coming.title), "moment": moment}
        yield coming.body_id, _line("to_come", text, coming.url, detail=isolated(coming.place))


def _minutes(meeting: str) -> str:
    return _("Minutes of %(meeting)s") % {"meeting": isolated(meeting)}


def _line(part: str, text: str, url: str, **more: Any) -> Line:
    return Line(key=f"{part} {url}", section=part, text=text, url=url, **more)


def _of_task(part: str, task: tasks.TaskLine) -> tuple[int, Line]:
    today = clock.today()
    when = _late(task.due_on, today) if task.is_late else _("By %(day)s") % {"day": day_words(task.due_on, "noyear")}
    line = _line(
        part,
        isolated(task.title),
        task.url,
        when=when,
        urgency="late" if task.is_late else "",
        detail=_owner(task.organisation, task.person),
    )
    return task.body_id or 0, line


def _late(due_on: date | None, today: date) -> str:
    days = (today - due_on).days if due_on is not None else 0
    return ngettext("%(days)s day", "%(days)s days", days) % {"days": days} if days > 0 else ""


def _owner(organisation: str, person: str) -> str:
    parts = dict.fromkeys(part for part in (organisation, person) if part)
    return ", ".join(isolated(part) for part in parts)


def _outcome(state: str) -> str:
    return str(dict(Outcome.choices).get(state, ""))


def _movement(actor: Actor, keys: list[int], window: Window) -> Iterator[tuple[int, Line]]:
    """The movement of a group's measures: the figure, its step, who is in it. What is hidden has not moved."""
    for found in movements.by_body(actor, keys, (window.begins, window.ends)):
        if found.value is None:
            continue
        text = _("%(measure)s, %(period)s: %(number)s %(unit)s") % {
            "measure": isolated(found.measure),
            "period": isolated(periods.label(found.period)),
            "number": isolated(figure(found.value, found.places)),
            "unit": isolated(found.unit),
        }
        line = _line("movement", text, found.url, when=_step(found), detail=" · ".join(_beside(found)))
        yield found.body_id, replace(line, key=f"{line.key} {found.period}")


def _step(found: movements.Movement) -> str:
    """The change since the period before, if the two may be held against each other."""
    if found.change is None:
        return ""
    values = {"period": isolated(periods.label(found.before_period))}
    if found.change == 0:
        return _("the same as in %(period)s") % values
    sign = "+" if found.change > 0 else ""
    return _("%(change)s since %(period)s") % {
        **values,
        "change": isolated(sign + figure(found.change, found.places)),
    }


def _beside(found: movements.Movement) -> Iterator[str]:
    """How many partners are in a figure, whether it is final, what is aimed at."""
    if found.expected:
        yield _("%(some)s of %(all)s partners") % {"some": found.reported, "all": found.expected}
    if found.is_provisional:
        yield _("provisional")
    if found.target is not None:
        yield _("Target: %(number)s by %(period)s") % {
            "number": isolated(figure(found.target, found.places)),
            "period": isolated(periods.label(found.target_period)),
        }
