"""The life of a participation: invited, accepted or declined, active, paused, ended."""

from datetime import date
from typing import Any

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from accounts.models import Person
from audit import services as audit
from initiative.models import Initiative
from kernel import clock, writing
from kernel.actor import Actor
from kernel.errors import Invalid, Refused
from kernel.permissions import Answer, require
from kernel.workflow import move
from partners import policies
from partners.models import Organisation, Participation, ParticipationKind, ParticipationState
from partners.selectors import mandates as mandate_selectors
from partners.validation import may_join_sphere
from partners.workflow import PARTICIPATION

TAKES_PART_ALREADY = _("It takes part in this initiative in this way already.")


def title_of(participation: Participation) -> str:
    """What the log calls it: the organisation's name; never a person's."""
    if participation.organisation_id is not None:
        return str(participation.organisation)
    return str(participation.initiative)


def invite(
    *,
    actor: Actor,
    initiative: Initiative,
    organisation: Organisation | None = None,
    person: Person | None = None,
    kind: str = ParticipationKind.PARTNER,
    starts_on: date | None = None,
    ends_on: date | None = None,
) -> Participation:
    """Invite an organisation or a person. Director and coordinators; a backbone organisation the director alone.

    Refuses who takes part in this way already, and in a sphere whoever may be a guest only.
    """
    if kind == ParticipationKind.BACKBONE:
        require(policies.may_invite_backbone(actor, initiative))
    else:
        require(policies.may_invite(actor, initiative))
    row = _prepared(initiative, organisation, person, kind, starts_on, ends_on)
    with transaction.atomic():
        writing.inserted(row, TAKES_PART_ALREADY, "takes_part_already")
        _record(actor, row, "invited")
    return row


def found_backbone(*, actor: Actor, initiative: Initiative, organisation: Organisation) -> Participation:
    """The backbone of an initiative that was just opened: active at once. Whoever may open initiatives."""
    from initiative.policies import may_open

    require(may_open(actor))
    if initiative.participations.exists():
        raise Refused(_("This initiative has partners already: its director adds a backbone organisation."), "founded")
    row = _prepared(initiative, organisation, None, ParticipationKind.BACKBONE, None, None)
    row.state = ParticipationState.ACTIVE
    with transaction.atomic():
        writing.inserted(row, TAKES_PART_ALREADY, "takes_part_already")
        _record(actor, row, "activated")
    return row


def _prepared(
    initiative: Initiative,
    organisation: Organisation | None,
    person: Person | None,
    kind: str,
    starts_on: date | None,
    ends_on: date | None,
) -> Participation:
    if (organisation is None) == (person is None):
        raise Invalid(_("Choose an organisation or a person, one of the two."), "organisation_or_person")
    if person is not None and kind == ParticipationKind.BACKBONE:
        raise Invalid(_("The backbone is an organisation, not a person."), "backbone_person")
    if organisation is not None and initiative.is_sphere and not may_join_sphere(organisation.sector, kind):
        raise Invalid(
            writing.SOME_FIELDS,
            "sphere_guests",
            fields={"kind": [_("An impact sphere is of the third sector: this organisation may be its guest.")]},
        )
    row = Participation(
        initiative=initiative,
        organisation=organisation,
        person=person,
        kind=kind,
        starts_on=starts_on or clock.today(),
        ends_on=ends_on,
    )
    if row.ends_on and row.ends_on < row.starts_on:
        raise Invalid(writing.SOME_FIELDS, fields={"ends_on": [_("The last day comes before the first: change one.")]})
    writing.validate(row)
    return row


def accept(*, actor: Actor, participation: Participation, privacy_notice: bool) -> Participation:
    """Accept for the organisation, or for oneself, once the privacy notice was read."""
    require(policies.may_answer(actor, participation))
    if not privacy_notice:
        raise Invalid(
            writing.SOME_FIELDS,
            "notice_unread",
            fields={"privacy_notice": [_("Read the privacy notice and confirm that you did.")]},
        )
    return _moved(actor, participation, "accept", "accepted", policies.may_answer(actor, participation))


def decline(*, actor: Actor, participation: Participation, reason: str = "") -> Participation:
    """Decline for the organisation, or for oneself; the reason is free."""
    answer = policies.may_answer(actor, participation)
    return _moved(actor, participation, "decline", "declined", answer, reason=reason)


def activate(*, actor: Actor, participation: Participation) -> Participation:
    """Let it take part. Director and coordinators; refuses until a representative, or the person, has joined."""
    require(policies.may_activate(actor, participation))
    person = participation.person
    joined = person.joined_at is not None if person else mandate_selectors.is_represented(participation)
    if not joined:
        raise Refused(_("Nobody who speaks for it has joined yet: a representative signs in first."), "unrepresented")
    return _moved(actor, participation, "activate", "activated")


def pause(*, actor: Actor, participation: Participation, reason: str) -> Participation:
    """Pause: its people read and do not write. Director and coordinators, with a reason."""
    require(policies.may_pause(actor, participation))
    return _moved(actor, participation, "pause", "paused", reason=_needed(reason))


def resume(*, actor: Actor, participation: Participation) -> Participation:
    """Take part again. Director and coordinators."""
    return _moved(actor, participation, "resume", "resumed", policies.may_pause(actor, participation))


def end(*, actor: Actor, participation: Participation, reason: str) -> Participation:
    """End for good: its mandates are worth nothing from now on. The director or the partner itself, with a reason."""
    require(policies.may_end(actor, participation))
    last = max(clock.today(), participation.starts_on)
    return _moved(actor, participation, "end", "ended", reason=_needed(reason), ends_on=last)


def _needed(reason: str) -> str:
    if not reason.strip():
        raise Invalid(writing.SOME_FIELDS, "no_reason", fields={"reason": [_("Say in a sentence why.")]})
    return reason


def _moved(
    actor: Actor,
    participation: Participation,
    act: str,
    participle: str,
    answer: Answer | None = None,
    *,
    reason: str = "",
    **columns: Any,
) -> Participation:
    if answer is not None:
        require(answer)
    text = writing.cleaned({"reason": reason}, lines=("reason",))["reason"]
    columns |= {"reason": text, "reason_language": actor.language, "version": participation.version + 1}
    with transaction.atomic():
        before = move(participation, act, PARTICIPATION, **columns)
        changes: dict[str, Any] = {"state": [before, participation.state]}
        if text:
            changes["reason"] = ["", text]
        _record(actor, participation, participle, changes)
    return participation


def _record(actor: Actor, participation: Participation, participle: str, changes: dict[str, Any] | None = None) -> None:
    about: dict[str, Any] = {"participation": participation.pk}
    if participation.person_id is not None:
        about["people"] = [participation.person_id]
    audit.record(
        actor=actor,
        kind=f"partners.participation.{participle}",
        subject=participation,
        initiative=participation.initiative,
        organisation=participation.organisation,
        title=lambda: title_of(participation),
        changes=changes,
        about=about,
    )
