"""Declaring interests in organisations, and ending them."""

from datetime import date
from typing import Any

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from accounts.models import Person
from audit import services as audit
from initiative.models import Initiative
from kernel import clock, writing
from kernel.actor import Actor
from kernel.errors import Conflict, Invalid, Refused
from kernel.permissions import require
from partners import policies
from partners.models import Interest, Organisation
from partners.selectors import mandates


def declare(
    *,
    actor: Actor,
    person: Person,
    organisation: Organisation,
    kind: str,
    initiative: Initiative | None = None,
    starts_on: date | None = None,
    ends_on: date | None = None,
) -> Interest:
    """Declare an interest: one's own; director and coordinators for people of their initiative."""
    require(policies.may_declare(actor, person))
    interest = Interest(
        person=person,
        organisation=organisation,
        kind=kind,
        starts_on=starts_on or clock.today(),
        ends_on=ends_on,
        by_id=actor.user_id,
        mandate_id=mandates.acting(actor, initiative=initiative) if initiative is not None else None,
        at=clock.now(),
    )
    if ends_on is not None and ends_on < interest.starts_on:
        raise Invalid(writing.SOME_FIELDS, fields={"ends_on": [_("The last day comes before the first: change one.")]})
    writing.validate(interest)
    with transaction.atomic():
        writing.inserted(interest, _("This interest is declared already."), "declared_already")
        _record(actor, interest, "declared", initiative, {"kind": ["", kind]})
    return interest


def end(
    *, actor: Actor, interest: Interest, ends_on: date | None = None, initiative: Initiative | None = None
) -> Interest:
    """Set its last day, which still counts: today unless told. Its person, director and coordinators."""
    require(policies.may_end_interest(actor, interest))
    day = ends_on or clock.today()
    if interest.ends_on is not None and interest.ends_on <= clock.today():
        raise Refused(_("This interest has ended already."), "ended")
    if day < max(interest.starts_on, clock.today()):
        raise Invalid(writing.SOME_FIELDS, fields={"ends_on": [_("An interest ends today or later.")]})
    before = interest.ends_on
    with transaction.atomic():
        if Interest.objects.filter(pk=interest.pk, ends_on=before).update(ends_on=day) != 1:
            raise Conflict(_("Somebody else was here first: reload to see the present state."), "moved_on")
        interest.ends_on = day
        _record(actor, interest, "ended", initiative, {"ends_on": [before, day]})
    return interest


def _record(
    actor: Actor, interest: Interest, participle: str, initiative: Initiative | None, changes: dict[str, Any]
) -> None:
    audit.record(
        actor=actor,
        kind=f"partners.interest.{participle}",
        subject=interest,
        initiative=initiative,
        organisation=interest.organisation,
        title=interest.organisation,
        changes=changes,
        about={"people": [interest.person_id]},
    )
