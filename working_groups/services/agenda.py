"""Acts on the agenda of a meeting: propose, accept, decline, change and put in order."""

from collections.abc import Mapping, Sequence
from typing import Any

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from accounts.models import Person
from audit import services as audit
from kernel import languages, writing
from kernel.actor import Actor
from kernel.errors import Conflict, Invalid
from kernel.permissions import require
from working_groups.models import AgendaItem, ItemKind, Meeting
from working_groups.policies import meetings as policies
from working_groups.policies.roles import runs


@transaction.atomic
def propose(
    *,
    actor: Actor,
    meeting: Meeting,
    title: str,
    kind: str = ItemKind.FOCUS,
    minutes: int = 15,
    lead: Person | None = None,
    title_language: str = "",
) -> AgendaItem:
    """Who sits there while the agenda is open; what comes from who runs the meeting is accepted at once."""
    require(policies.may_propose_item(actor, meeting))
    item = AgendaItem(  # type: ignore[misc]
        meeting=meeting,
        title=title,
        title_language=title_language or languages.current(),
        kind=kind,
        minutes=minutes,
        lead=lead,
        position=min(32000, meeting.items.count() + 1),
        proposed_by_id=actor.user_id,
        accepted=True if runs(actor, meeting.body) else None,
    )
    writing.check_columns(item)
    item.save(force_insert=True)
    _record(actor, item, "proposed")
    return item


@transaction.atomic
def accept(*, actor: Actor, item: AgendaItem) -> AgendaItem:
    """Who runs the meeting. The proposal is on the agenda."""
    return _answer(actor, item, True)


@transaction.atomic
def decline(*, actor: Actor, item: AgendaItem) -> AgendaItem:
    """Who runs the meeting. The proposal is not on the agenda of this meeting."""
    return _answer(actor, item, False)


def _answer(actor: Actor, item: AgendaItem, verdict: bool) -> AgendaItem:
    require(policies.may_edit_meeting(actor, item.meeting))
    won = AgendaItem.objects.filter(pk=item.pk, accepted=item.accepted).exclude(accepted=verdict)
    if item.accepted is None:
        won = AgendaItem.objects.filter(pk=item.pk, accepted__isnull=True)
    if won.update(accepted=verdict) != 1:
        raise Conflict(_("This proposal is answered already."), "moved_on")
    item.accepted = verdict
    _record(actor, item, "accepted" if verdict else "declined")
    return item


@transaction.atomic
def change(*, actor: Actor, item: AgendaItem, values: Mapping[str, Any]) -> AgendaItem:
    """Who runs the meeting. Title, kind, minutes, who leads. Refuses once the meeting is over."""
    require(policies.may_edit_meeting(actor, item.meeting))
    unknown = set(values) - {"title", "title_language", "kind", "minutes", "lead"}
    if unknown:
        raise TypeError(f"An item has no {sorted(unknown)}.")
    differences = audit.differences(item, values)
    for name, value in values.items():
        setattr(item, name, value)
    writing.check_columns(item)
    AgendaItem.objects.filter(pk=item.pk).update(**values)
    _record(actor, item, "changed", differences)
    return item


@transaction.atomic
def put_in_order(*, actor: Actor, meeting: Meeting, order: Sequence[str]) -> Meeting:
    """Who runs the meeting. The items in the order of their public ids. Refuses an id that is not on this agenda."""
    require(policies.may_edit_meeting(actor, meeting))
    items = {item.public_id: item for item in meeting.items.all()}
    if set(order) - set(items):
        raise Invalid(_("This item is not on the agenda of this meeting."))
    for place, public_id in enumerate(order, start=1):
        items[public_id].position = place
    AgendaItem.objects.bulk_update([items[public_id] for public_id in order], ["position"])
    audit.record(
        actor=actor,
        kind="working_groups.item.changed",
        subject=meeting,
        initiative=meeting.body.initiative,
        about={"body": meeting.body_id},
        changes={"order": [None, list(order)]},
    )
    return meeting


def _record(actor: Actor, item: AgendaItem, act: str, changes: Mapping[str, Any] | None = None) -> None:
    body = item.meeting.body
    audit.record(
        actor=actor,
        kind=f"working_groups.item.{act}",
        subject=item,
        initiative=body.initiative,
        about={"body": body.pk, "people": [item.proposed_by_id]},
        changes=changes,
    )
