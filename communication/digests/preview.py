"""A digest as it would leave now, for staff: what both its person and the reader may see; the rest is a count."""

from dataclasses import dataclass, replace
from datetime import timedelta
from typing import Any

from django.utils import translation

from accounts.models import Person
from audit.models import Entry
from communication import outbox, schedule
from communication.digests import build, groups, render
from communication.digests.content import Content
from communication.models import Delivery, Digest
from communication.selectors import preferences
from kernel import actor as actors
from kernel import clock, languages
from kernel.actor import Actor


@dataclass(frozen=True)
class Preview:
    """The shaped content, when it would leave, and how many lines are not shown to this reader."""

    shape: dict[str, Any]
    language: str
    direction: str
    leaves_at: Any
    hidden: int
    is_empty: bool


def preview(actor: Actor, person: Person, initiative: Any) -> Preview:
    """The next digest of a person, as far as this initiative's staff may read it."""
    language = str(person.language)
    with translation.override(language):
        owner = actors.for_user(person.pk, language=language)
        cadence = preferences.cadence(owner, preferences.choices_of(person.pk))
        slot = schedule.next_slot(cadence, person, clock.now()) if cadence else None
        digest = _unsaved(person, cadence or "weekly", slot)
        content = build.gather(digest, owner, groups.window(digest))
        seen = common(content, actor, initiative)
        return Preview(
            shape=render.shape(digest, seen),
            language=language,
            direction=languages.direction(language),
            leaves_at=schedule.leaves(slot, person) if slot else None,
            hidden=len(content.keys()) - len(seen.keys()),
            is_empty=not content.is_worth_sending,
        )


def _unsaved(person: Person, cadence: str, slot: Any) -> Digest:
    due = slot.due_at if slot else clock.now()
    day = slot.day if slot else clock.today()
    return Digest(
        person=person, slot=day, cadence=cadence, due_at=due, not_before=due, expires_at=due + timedelta(days=1)
    )


def common(content: Content, actor: Actor, initiative: Any) -> Content:
    """What of it the staff of this initiative may see: its own lines, and news about what the actor sees too."""
    name = str(languages.text(initiative, "name"))
    told = [key for line in content.lines for key in line.deliveries]
    entries = {row.pk: row.entry for row in Delivery.objects.filter(pk__in=told).select_related("entry__content_type")}
    visible = outbox.visible(actor, entries.values())
    lines = tuple(line for line in content.lines if _is_shown(line, name, initiative.slug, entries, visible))
    theirs = tuple(group for group in content.groups if group.initiative == name)
    return replace(content, lines=lines, groups=theirs)


def _is_shown(line: Any, name: str, slug: str, entries: dict[int, Entry], visible: set[int]) -> bool:
    if not line.deliveries:
        return bool(line.initiative == name)
    told = [entries[key] for key in line.deliveries if key in entries]
    return bool(told) and all(entry.initiative_key == slug and entry.pk in visible for entry in told)
