"""The block on the groups' progress: weekly, twelve lines of its own, from the selectors of the floors."""

from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from datetime import date, datetime, timedelta
from typing import Any

from django.utils.translation import get_language, ngettext
from django.utils.translation import gettext as _

from communication.digests.content import Group, Line
from communication.models import Digest, DigestState
from communication.wording import isolated
from kernel import clock, periods
from kernel.actor import Actor
from kernel.formatting import change_words, day_words, figure, moment_words
from measurement.selectors import progress as movements
from working_groups.models import Outcome
from working_groups.selectors import my_bodies, progress, tasks, told

PARTS = ("late", "decided", "done", "movement", "asked", "due", "to_come")
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


@dataclass
class Shared:
    """What the digests of one run have in common: the lines of each group, read once for all who hear of it.

    The lines are read with the eyes of the portal; each reader is asked which of them it may see. What was read before
    the last act of all is forgotten.
    """

    last: int | None = None
    lines: dict[tuple[Any, ...], list[tuple[told.Row, Line]]] = field(default_factory=dict)
    moved: movements.Known = field(default_factory=movements.Known)

    def renew(self, last: int | None) -> None:
        """Forget what was read before this act."""
        if last != self.last:
            self.last, self.moved = last, movements.Known()
            self.lines.clear()

    def of(self, bodies: list[int], window: Window) -> dict[int, list[tuple[told.Row, Line]]]:
        """The lines of these bodies in the language of now, each with the row that it tells."""
        eyes = (window, clock.today(), get_language())
        unknown = [key for key in bodies if (eyes, key) not in self.lines]
        if unknown:
            self.lines.update({(eyes, key): [] for key in unknown})
            for body, row, line in _lines(unknown, window):
                self.lines[eyes, body].append((row, line))
        return {key: self.lines[eyes, key] for key in bodies}


def gather(actor: Actor, window: Window, shared: Shared | None = None) -> list[Group]:
    """The groups this person hears of, each with its lines: what is late first, what is to come last."""
    bodies = {body.pk: body for body in my_bodies.of_digest(actor)}
    if not bodies:
        return []
    shared = shared or Shared()
    found = shared.of(list(bodies), window)
    visible = told.visible(actor, (row for of_body in found.values() for row, _line in of_body))
    lines = {key: [line for row, line in of_body if row in visible] for key, of_body in found.items()}
    for body, line in _movement(actor, list(bodies), window, shared.moved):
        lines[body].append(line)
    mine = actor.keys("working_groups.member")
    return [
        Group(
            key=f"body {key}",
            name=str(body),
            url=body.get_absolute_url(),
            lines=tuple(sorted(lines[key], key=lambda line: PARTS.index(line.section))),
            sits=key in mine,
            initiative=str(body.initiative),
        )
        for key, body in bodies.items()
        if lines[key]
    ]


def _lines(keys: list[int], window: Window) -> Iterator[tuple[int, told.Row, Line]]:
    """All that could be told of these bodies: by body, with the row that a line is read from."""
    actor = Actor.system()
    span = (window.begins, window.ends)
    today = clock.today()
    pressing = tasks.pressing(actor, keys, today)
    for late in pressing.late:
        yield _of_task("late", late)
    for minutes in progress.late_minutes(actor, keys):
        yield (
            minutes.body_id,
            minutes.row,
            _line("late", _minutes(minutes.title), minutes.url, when=_late(minutes.due_on, today), urgency="late"),
        )
    for decision in progress.decided(actor, keys, span):
        line = _line("decided", isolated(decision.title), decision.url, when=_outcome(decision.state))
        yield decision.body_id, decision.row, line
    for done in progress.done(actor, keys, span):
        text = _minutes(done.title) if done.kind == "minutes" else isolated(done.title)
        yield done.body_id, done.row, _line("done", text, done.url, detail=_owner(done.organisation, done.person))
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
        yield coming.body_id, coming.row, _line("to_come", text, coming.url, detail=isolated(coming.place))


def _minutes(meeting: str) -> str:
    return _("Minutes of %(meeting)s") % {"meeting": isolated(meeting)}


def _line(part: str, text: str, url: str, **more: Any) -> Line:
    return Line(key=f"{part} {url}", section=part, text=text, url=url, **more)


def _of_task(part: str, task: tasks.TaskLine) -> tuple[int, told.Row, Line]:
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
    return task.body_id or 0, task.row, line


def _late(due_on: date | None, today: date) -> str:
    days = (today - due_on).days if due_on is not None else 0
    return ngettext("%(days)s day", "%(days)s days", days) % {"days": days} if days > 0 else ""


def _owner(organisation: str, person: str) -> str:
    parts = dict.fromkeys(part for part in (organisation, person) if part)
    return ", ".join(isolated(part) for part in parts)


def _outcome(state: str) -> str:
    return str(dict(Outcome.choices).get(state, ""))


def _movement(actor: Actor, keys: list[int], window: Window, known: movements.Known) -> Iterator[tuple[int, Line]]:
    """The movement of a group's measures: the figure, its step, who is in it. What is hidden has not moved."""
    for found in movements.by_body(actor, keys, (window.begins, window.ends), known):
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
    change = isolated(change_words(found.change, found.places, in_points=found.in_points))
    return _("%(change)s since %(period)s") % {**values, "change": change}


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
