"""A meeting as its page shows it: slots with their hours, proposals, versions of its minutes and their differences."""

import difflib
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from django.utils.translation import get_language_info

from kernel import languages
from kernel.actor import Actor
from working_groups.models import AgendaItem, Meeting, Minutes, MinutesVersion, Recipient


@dataclass(frozen=True)
class Slot:
    """One item with the hour it begins."""

    item: AgendaItem
    public_id: str
    at: datetime
    title: str
    language: str
    kind: str
    minutes: int
    lead: str


@dataclass(frozen=True)
class Agenda:
    """The accepted items by hour, what waits, what was declined."""

    slots: list[Slot]
    proposals: list[AgendaItem]
    declined: list[AgendaItem]
    minutes: int
    runs_over: bool


def agenda(meeting: Meeting) -> Agenda:
    """The agenda: each accepted item begins when the one before ends."""
    items = list(meeting.items.select_related("lead", "proposed_by").order_by("position", "pk"))
    at, slots = meeting.starts_at, []
    for item in items:
        if item.accepted:
            slots.append(
                Slot(
                    item,
                    item.public_id,
                    at,
                    item.title,
                    item.title_language,
                    str(item.get_kind_display()),
                    item.minutes,
                    str(item.lead or ""),
                )
            )
            at += timedelta(minutes=item.minutes)
    return Agenda(
        slots=slots,
        proposals=[item for item in items if item.accepted is None],
        declined=[item for item in items if item.accepted is False],
        minutes=sum(slot.minutes for slot in slots),
        runs_over=at > meeting.ends_at,
    )


@dataclass(frozen=True)
class TextOfMinutes:
    """The text of minutes in one language, and how far it is."""

    language: str
    name: str
    direction: str
    text: str
    state: str
    state_label: str


def texts(minutes: Minutes) -> list[TextOfMinutes]:
    """One for each language of the portal."""
    out = []
    for code in languages.codes():
        column = languages.column("text_state", code)
        state = minutes._meta.get_field(column)
        value = getattr(minutes, column)
        label = dict(state.flatchoices).get(value, value)  # type: ignore[union-attr]
        text = getattr(minutes, languages.column("text", code)) or ""
        name = get_language_info(code)["name_local"]
        out.append(TextOfMinutes(code, name, languages.direction(code), text, value, str(label)))
    return out


def versions(actor: Actor, minutes: Minutes) -> list[MinutesVersion]:
    """The approved versions the actor may see, the latest first."""
    rows = MinutesVersion.objects.visible_to(actor).filter(minutes=minutes)
    return list(rows.select_related("by", "mandate").order_by("-number"))


def recipients(actor: Actor, minutes: Minutes) -> list[Recipient]:
    """To whom the latest version went, as the actor may see it."""
    rows = Recipient.objects.visible_to(actor).filter(version__minutes=minutes, version__number=minutes.versions_count)
    return sorted(rows.select_related("person"), key=lambda row: (row.kind, str(row.person)))


@dataclass(frozen=True)
class DiffLine:
    """One line of a comparison: `same`, `added` or `removed`."""

    kind: str
    text: str


def differences(old: Any, new: Any, language: str) -> list[DiffLine]:
    """The lines of two texts compared, in one language."""
    column = languages.column("text", language)
    before = (getattr(old, column, "") or "").splitlines() if old is not None else []
    after = (getattr(new, column, "") or "").splitlines()
    return list(_compared(before, after))


def _compared(before: list[str], after: list[str]) -> Iterator[DiffLine]:
    matcher = difflib.SequenceMatcher(None, before, after, autojunk=False)
    for tag, first, last, begin, end in matcher.get_opcodes():
        if tag == "equal":
            yield from (DiffLine("same", line) for line in after[begin:end])
        else:
            yield from (DiffLine("removed", line) for line in before[first:last])
            yield from (DiffLine("added", line) for line in after[begin:end])
