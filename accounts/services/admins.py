"""Administrators' terms: given, ended; never the last one."""

from datetime import date, timedelta

from django.db import transaction
from django.db.models import Exists, F
from django.utils.translation import gettext as _

from accounts import policies
from accounts.models import AdminTerm, Person
from audit import services as audit
from kernel import clock
from kernel.actor import Actor
from kernel.errors import Conflict, Invalid, Refused
from kernel.models import dates_cover
from kernel.permissions import require


def grant(*, actor: Actor, person: Person, starts_on: date | None = None, ends_on: date | None = None) -> AdminTerm:
    """Give a term; a person with a term that runs keeps that one."""
    require(policies.may_grant_term(actor, person))
    first = starts_on or clock.today()
    if ends_on is not None and ends_on < first:
        raise Invalid(_("Some fields are not right."), fields={"ends_on": [_("The last day comes before the first.")]})
    running = AdminTerm.objects.filter(dates_cover(first), person=person).first()
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
    """End a term: it covers yesterday at most, or its first day where that is today.

    Refused where nobody else would administer the portal.
    """
    require(policies.may_end_term(actor, term))
    yesterday = clock.today() - timedelta(days=1)
    last = max(term.starts_on, yesterday)
    others = AdminTerm.objects.filter(
        dates_cover(clock.today()), person__is_active=True, person__joined_at__isnull=False
    ).exclude(person_id=term.person_id)
    with transaction.atomic():
        # Every running term is touched first: of two who end each other's term, the second waits and then sees.
        AdminTerm.objects.filter(dates_cover(clock.today())).update(ends_on=F("ends_on"))
        running = AdminTerm.objects.filter(dates_cover(clock.today()), pk=term.pk)
        won = running.filter(Exists(others.values("pk"))).update(ends_on=last)
        if won != 1:
            if running.exists():
                raise Refused(_("This is the only administrator: name another one first."), "last_admin")
            raise Conflict(_("This term has ended already."), "ended")
        audit.record(
            actor=actor,
            kind="accounts.admin_term.changed",
            subject=term,
            title="",
            changes={"ends_on": [term.ends_on, last]},
            about={"people": [term.person_id]},
        )
        term.ends_on = last
