"""What administrators look at: accounts with their second factor and terms. It refuses nothing: policies do."""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from allauth.mfa.models import Authenticator
from django.utils.translation import gettext_lazy as _

from accounts.models import AdminTerm, Invitation, Person
from accounts.models.invitations import InvitationState
from kernel import clock


@dataclass(frozen=True)
class Account:
    """One account as administrators see it. `state`: open, invited, closed."""

    person: Person
    state: str
    has_factor: bool
    invitation: Invitation | None = None
    invitation_expired: bool = False


class AccountState:
    """How far an account has come."""

    OPEN, INVITED, CLOSED = "open", "invited", "closed"
    CHOICES = [(OPEN, _("Open")), (INVITED, _("Not joined yet")), (CLOSED, _("Closed"))]


def state(person: Person) -> str:
    """The state of one account."""
    if not person.is_active:
        return AccountState.CLOSED
    return AccountState.OPEN if person.joined_at is not None else AccountState.INVITED


FACTORS = (Authenticator.Type.TOTP, Authenticator.Type.WEBAUTHN)


def without_factor() -> int:
    """How many open accounts sign in without a second factor."""
    protected = Authenticator.objects.filter(type__in=FACTORS).values("user_id")
    return Person.objects.filter(is_active=True, joined_at__isnull=False).exclude(pk__in=protected).count()


def accounts(people: Iterable[Person]) -> list[Account]:
    """Accounts of a page of people, in two queries."""
    rows = list(people)
    keys = [person.pk for person in rows]
    factors = set(Authenticator.objects.filter(user__in=keys, type__in=FACTORS).values_list("user_id", flat=True))
    sent = Invitation.objects.filter(person__in=keys, state=InvitationState.SENT).order_by("pk")
    waiting = {row.person_id: row for row in sent}
    now = clock.now()
    return [
        Account(
            person=person,
            state=state(person),
            has_factor=person.pk in factors,
            invitation=waiting.get(person.pk),
            invitation_expired=person.pk in waiting and waiting[person.pk].expires_at <= now,
        )
        for person in rows
    ]


def account(person: Person) -> Account:
    """One account."""
    return accounts([person])[0]


def running_terms() -> list[Any]:
    """Today's administrators."""
    terms = AdminTerm.objects.running().select_related("person")
    return list(terms.order_by("starts_on", "pk"))
