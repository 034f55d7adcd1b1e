"""Naming an administrator by mail address, for page and API: entered if unknown, given the term, invited if new."""

from datetime import date

from django.db import transaction

from accounts import policies
from accounts.models import AdminTerm
from accounts.services import admins, invitations, people
from kernel import languages
from kernel.actor import Actor
from kernel.permissions import require


def administrator(*, actor: Actor, email: str, name: str = "", ends_on: date | None = None) -> AdminTerm:
    """Administrators. `name`, in the language of whoever types, is wanted for somebody who has no account yet."""
    require(policies.may_grant_term(actor))
    spoken = languages.current()
    with transaction.atomic():
        person = people.ensure(actor=actor, email=email, name={spoken: name}, language=spoken)
        term = admins.grant(actor=actor, person=person, ends_on=ends_on)
        if person.joined_at is None:
            invitations.invite(actor=actor, person=person)
    return term
