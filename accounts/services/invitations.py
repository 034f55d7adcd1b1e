"""Invitations: one link, answered once, in 14 days. The mail leaves from the act, for no log holds the token."""

import secrets
from datetime import datetime, timedelta

from django.db import transaction
from django.urls import reverse
from django.utils import translation
from django.utils.translation import gettext as _

from accounts import policies
from accounts.models import Invitation, Person
from accounts.models.invitations import InvitationState
from accounts.selectors import invitations as selectors
from accounts.services import letters, people
from audit import services as audit
from kernel import clock, formatting
from kernel.actor import Actor
from kernel.errors import Conflict, Refused
from kernel.permissions import require

LASTS = timedelta(days=14)


def link(token: str, language: str) -> str:
    """The full address of an invitation, in the invited person's language."""
    with translation.override(language):
        return letters.absolute(reverse("accounts:invitation", args=[token]))


def invite(*, actor: Actor, person: Person) -> tuple[Invitation, str]:
    """Send a new invitation by mail; earlier ones of the same person are withdrawn. Returns it with its token.

    The role must have been given before, so that the mail can name it.
    """
    require(policies.may_invite(actor, person))
    _not_closed(person)
    with transaction.atomic():
        invitation, token = _issue(actor, person, clock.now() + LASTS)
        _send(invitation, person, token)
    return invitation, token


def repeat(*, actor: Actor, invitation: Invitation) -> Invitation:
    """Whoever gives roles. Sends a new invitation in place of this one; refuses for somebody who has joined."""
    require(policies.may_repeat_invitation(actor, invitation))
    return invite(actor=actor, person=invitation.person)[0]


def issue_link(*, actor: Actor, person: Person, lasts: timedelta) -> tuple[Invitation, str]:
    """An invitation without a mail, for whoever reads the link on a terminal. Only the system may ask for one."""
    if not actor.is_system:
        raise Refused(_("Only the portal's own commands print links."), "not_system")
    _not_closed(person)
    with transaction.atomic():
        return _issue(actor, person, clock.now() + lasts)


def _not_closed(person: Person) -> None:
    if not person.is_active or person.erased_at is not None:
        raise Refused(_("This account is closed: open it again first."), "closed")


def _issue(actor: Actor, person: Person, expires_at: datetime) -> tuple[Invitation, str]:
    token = secrets.token_urlsafe(32)
    now = clock.now()
    Invitation.objects.filter(person=person, state=InvitationState.SENT).update(
        state=InvitationState.WITHDRAWN, answered_at=now
    )
    invitation = Invitation.objects.create(
        person=person, token_hash=selectors.digest(token), expires_at=expires_at, by_id=actor.user_id, at=now
    )
    audit.record(
        actor=actor,
        kind="accounts.invitation.sent",
        subject=invitation,
        title="",
        about={"people": [person.pk]},
    )
    return invitation, token


def _send(invitation: Invitation, person: Person, token: str) -> None:
    with translation.override(person.language):
        context = {
            "person": person,
            "inviter": str(invitation.by) if invitation.by_id else "",
            "roles": selectors.roles(person.pk),
            "url": link(token, person.language),
            "expires_day": formatting.day_words(invitation.expires_at, "noyear"),
            "joined": person.joined_at is not None,
        }
    letters.build(
        "invitation",
        person.email,
        person.language,
        context,
        expires_at=invitation.expires_at,
        headers=letters.INVITATION,
    ).send()


def accept(*, actor: Actor, invitation: Invitation, password: str = "") -> Person:
    """Accept, once: who has not joined yet joins now, with a password or without (then by codes in mails)."""
    require(policies.may_answer_invitation(actor, invitation))
    person = invitation.person
    _not_closed(person)
    with transaction.atomic():
        _answer(actor, invitation, InvitationState.ACCEPTED)
        if person.joined_at is None:
            people.open_account(person, password)
    return person


def decline(*, actor: Actor, invitation: Invitation) -> None:
    """Say no, once. The role itself is taken back by whoever gave it."""
    require(policies.may_answer_invitation(actor, invitation))
    with transaction.atomic():
        _answer(actor, invitation, InvitationState.DECLINED)


def withdraw(*, actor: Actor, invitation: Invitation) -> None:
    """Take it back: its link is dead."""
    require(policies.may_withdraw_invitation(actor, invitation))
    with transaction.atomic():
        _answer(actor, invitation, InvitationState.WITHDRAWN)


def _answer(actor: Actor, invitation: Invitation, state: InvitationState) -> None:
    now = clock.now()
    open_still = Invitation.objects.filter(pk=invitation.pk, state=InvitationState.SENT)
    if state != InvitationState.WITHDRAWN:
        open_still = open_still.filter(expires_at__gt=now)
    if open_still.update(state=state, answered_at=now) != 1:
        raise Conflict(
            _("This invitation was used or has ended: ask the person who invited you for a new one."), "not_open"
        )
    invitation.state, invitation.answered_at = state, now
    audit.record(
        actor=actor,
        kind=f"accounts.invitation.{state}",
        subject=invitation,
        title="",
        about={"people": [key for key in (invitation.person_id, invitation.by_id) if key]},
    )
