"""Acts on minutes: draft, change, approve, send, correct, confirm, lock."""

import hashlib
import json
from collections.abc import Mapping
from datetime import datetime
from typing import Any

from django.db import transaction
from django.db.models import F
from django.utils.translation import gettext_lazy as _

from audit import services as audit
from kernel import clock, languages, text_states, writing
from kernel.actor import Actor
from kernel.errors import Invalid
from kernel.models import dates_cover
from kernel.permissions import require
from kernel.text_states import TextState
from kernel.workflow import move
from partners.selectors import mandates
from working_groups import workflow
from working_groups.models import (
    AgendaItem,
    Attendance,
    Meeting,
    Minutes,
    MinutesVersion,
    Recipient,
    RecipientKind,
    Seat,
)
from working_groups.policies import minutes as policies


def _columns(texts: Mapping[str, str]) -> dict[str, str]:
    unknown = set(texts) - set(languages.codes())
    if unknown:
        raise TypeError(f"There is no language {sorted(unknown)}.")
    return {languages.column("text", code): text for code, text in texts.items()}


@transaction.atomic
def draft(*, actor: Actor, meeting: Meeting, texts: Mapping[str, str]) -> Minutes:
    """Who runs the meeting. The first draft, by language. Refuses a second, and a meeting that was not held."""
    require(policies.may_write_minutes(actor, meeting))
    if not texts.get(languages.default(), "").strip():
        raise Invalid(
            _("Write the minutes in the initiative's first language too."),
            fields={languages.column("text", languages.default()): [_("This text is needed.")]},
        )
    minutes = Minutes(meeting=meeting, written_by_id=actor.user_id, **_columns(texts))  # type: ignore[misc]
    for code in languages.codes():
        state = TextState.DRAFT if texts.get(code) else TextState.MISSING
        setattr(minutes, languages.column("text_state", code), state)
    writing.insert(minutes, _("Minutes of this meeting are being written already: reload to see them."))
    _record(actor, minutes, "drafted")
    return minutes


@transaction.atomic
def change(*, actor: Actor, minutes: Minutes, texts: Mapping[str, str], seen: int | None = None) -> Minutes:
    """Who runs the meeting. Another text; other languages go back to draft. Refuses after approval, and if stale."""
    require(policies.may_write_minutes(actor, minutes.meeting))
    if seen is not None:
        minutes.version = seen
    states = text_states.after_edit(minutes, "text", texts)
    new = {**_columns(texts), **states}
    changed = {name: [None, "…"] for name in _columns(texts) if getattr(minutes, name) != new[name]}
    if changed:
        writing.altered(minutes, {**new, "written_by_id": actor.user_id}, check=writing.check_columns)
    _record(actor, minutes, "changed", changed)
    return minutes


@transaction.atomic
def approve(*, actor: Actor, minutes: Minutes) -> MinutesVersion:
    """The chair who did not write them. Freezes a version. Refuses the writer, and while attendance is not complete."""
    require(policies.may_approve_minutes(actor, minutes))
    texts = languages.values(minutes, "text")
    number = minutes.versions_count + 1
    move(
        minutes,
        "approve",
        workflow.MINUTES,
        approved_at=clock.now(),
        versions_count=number,
        version=minutes.version + 1,
        **text_states.after_approval(minutes, "text"),
    )
    version = MinutesVersion.objects.create(
        minutes=minutes,
        number=number,
        sha256=hashlib.sha256(json.dumps(texts, sort_keys=True, ensure_ascii=False).encode()).hexdigest(),
        reason=minutes.correction_reason,
        reason_language=minutes.correction_language,
        **_columns(texts),
        **mandates.stamp(actor, initiative=minutes.meeting.body.initiative),
    )
    _record(actor, minutes, "approved", {"version": [number - 1 or None, number]})
    return version


@transaction.atomic
def send(*, actor: Actor, minutes: Minutes) -> list[Recipient]:
    """The chair. Freezes who gets it: seats then and now, absent or not, substitutes, guests, earlier ones."""
    require(policies.may_send_minutes(actor, minutes))
    move(minutes, "send", workflow.MINUTES, sent_at=clock.now(), version=minutes.version + 1)
    version = minutes.versions.get(number=minutes.versions_count)
    people = recipients(minutes)
    sent = Recipient.objects.bulk_create(
        [Recipient(version=version, person_id=person, kind=kind, at=clock.now()) for person, kind in people.items()]
    )
    _record(actor, minutes, "sent", {"recipients": [None, len(people)]}, people=sorted(people))
    return sent


def recipients(minutes: Minutes) -> dict[int, str]:
    """Who is owed the minutes, by person: the strongest reason first."""
    out: dict[int, str] = {}
    sitting = Seat.objects.filter(
        dates_cover(clock.today()),
        body=minutes.meeting.body_id,
        participation__state__in=("onboarding", "active", "paused"),
    )
    attended = list(minutes.meeting.attendance.select_related("seat"))
    then = [row.seat for row in attended if row.seat is not None]
    for seat in sitting:
        out[seat.person_id] = RecipientKind.SEAT
    for seat in then:
        out.setdefault(seat.person_id, RecipientKind.FORMER)
    for person in [*(seat.substitute_id for seat in sitting), *(row.substitute_id for row in attended)]:
        if person is not None:
            out.setdefault(person, RecipientKind.SUBSTITUTE)
    for row in attended:
        if row.guest_id is not None:
            out.setdefault(row.guest_id, RecipientKind.GUEST)
    earlier = Recipient.objects.filter(version__minutes=minutes).values_list("person_id", "kind")
    for person, kind in earlier:
        out.setdefault(person, kind)
    return out


@transaction.atomic
def correct(*, actor: Actor, minutes: Minutes, reason: str, reason_language: str = "") -> Minutes:
    """The chair. Opens approved or sent minutes again; the next version goes to the same people. Refuses no reason."""
    require(policies.may_correct_minutes(actor, minutes))
    if not reason.strip():
        sentence = _("Say what is to be corrected: it stands beside the next version.")
        raise Invalid(sentence, fields={"reason": [sentence]})
    drafts = {
        languages.column("text_state", code): TextState.DRAFT if text else TextState.MISSING
        for code, text in languages.values(minutes, "text").items()
    }
    move(
        minutes,
        "correct",
        workflow.MINUTES,
        correction_reason=reason,
        correction_language=reason_language or languages.current(),
        version=minutes.version + 1,
        **drafts,
    )
    _record(actor, minutes, "corrected", {"reason": [None, reason]})
    return minutes


@transaction.atomic
def confirm(*, actor: Actor, minutes: Minutes) -> Minutes:
    """The chair, once a later meeting was held."""
    require(policies.may_confirm_minutes(actor, minutes))
    move(minutes, "confirm", workflow.MINUTES, confirmed_at=clock.now(), version=minutes.version + 1)
    _record(actor, minutes, "confirmed")
    return minutes


@transaction.atomic
def lock(*, actor: Actor, minutes: Minutes) -> Minutes:
    """The chair, or the system after its days. Minutes, attendance, agenda no longer change."""
    require(policies.may_lock_minutes(actor, minutes))
    moment: datetime = clock.now()
    move(minutes, "lock", workflow.MINUTES, locked_at=moment, version=minutes.version + 1)
    Attendance.objects.filter(meeting=minutes.meeting_id, locked_at__isnull=True).update(locked_at=moment)
    AgendaItem.objects.filter(meeting=minutes.meeting_id, locked_at__isnull=True).update(locked_at=moment)
    Meeting.objects.filter(pk=minutes.meeting_id).update(version=F("version") + 1)
    _record(actor, minutes, "locked")
    return minutes


def _record(
    actor: Actor,
    minutes: Minutes,
    act: str,
    changes: Mapping[str, Any] | None = None,
    people: list[int] | None = None,
) -> None:
    body = minutes.meeting.body
    audit.record(
        actor=actor,
        kind=f"working_groups.minutes.{act}",
        subject=minutes,
        initiative=body.initiative,
        about={"body": body.pk, **({"people": people} if people else {})},
        changes=changes,
    )
