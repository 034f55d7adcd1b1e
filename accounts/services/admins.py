"""Administrators' terms: given, ended; never the last one."""

from datetime import date

from django.db import transaction
from django.db.models import F
from django.utils.translation import gettext as _

from accounts import policies
from accounts.models import AdminTerm, Person
from audit import services as audit
from kernel import clock
from kernel.actor import Actor
from kernel.errors import Conflict, Invalid, Refused
from kernel.permissions import require


def grant(*, actor: Actor, person: Person, starts_on: date | None = None, ends_on: date | None = None) -> AdminTerm:
    """Give a term; a person with a term that runs keeps that one."""
    require(policies.may_grant_term(actor, person))
    first = starts_on or clock.today()
    if ends_on is not None and ends_on < first:
        raise Invalid(_("Some fields are not right."), fields={"ends_on": [_("The last day comes before the first.")]})
    running = AdminTerm.objects.running(first).filter(person=person).first()
    if running is not None:
        return running
    with transaction.atomic():
        term = AdminTerm.objects.create(
            person=person, starts_on=first, ends_on=ends_on, by_id=actor.user_id, at=clock.now()
        )
        audit.record(
            actor=actor,
            kind="accounts.admin_term.changed",
            subject=term,
            title="",
            changes={"starts_on": [None, first], "ends_on": [None, ends_on]},
            about={"people": [person.pk]},
        )
    return term


def end(*, actor: Actor, term: AdminTerm) -> None:
    """Take a term back: from this moment it gives nothing; today is its last day.

    Refused where nobody else would administer the portal, and a second time.
    """
    require(policies.may_end_term(actor, term))
    now, today = clock.now(), clock.today()
    with transaction.atomic():
        keep_one(term.person)
        if AdminTerm.objects.running().filter(pk=term.pk).update(ended_at=now, ends_on=today) != 1:
            raise Conflict(_("This term has ended already."), "ended")
        audit.record(
            actor=actor,
            kind="accounts.admin_term.changed",
            subject=term,
            title="",
            changes={"ends_on": [term.ends_on, today]},
            about={"people": [term.person_id]},
        )
    term.ends_on, term.ended_at = today, now


def keep_one(person: Person) -> None:
    """Inside an act that takes the administration from a person: refuses it for the last who can administer.

    Every running term is touched first. Of two who do this to each other the second waits here, and then sees what
    the first did.
    """
    AdminTerm.objects.running().update(ends_on=F("ends_on"))
    terms = AdminTerm.objects.in_office()
    if terms.filter(person=person).exists() and not terms.exclude(person=person).exists():
        raise Refused(_("This is the only administrator: name another one first."), "last_admin")
