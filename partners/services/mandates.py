"""Giving mandates and ending them. Nobody gives one to themselves; only the last day ever changes."""

from datetime import date
from typing import Any

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from accounts.models import Person
from audit import services as audit
from documents.models import Document
from initiative.models import Initiative
from kernel import clock, writing
from kernel.actor import Actor
from kernel.errors import Conflict, Invalid, Refused
from kernel.permissions import require
from partners import policies
from partners.models import Mandate, MandateKind, Participation, ParticipationKind
from partners.selectors import mandates as selectors


def grant(
    *,
    actor: Actor,
    participation: Participation,
    person: Person,
    kind: str,
    starts_on: date | None = None,
    ends_on: date | None = None,
    document: Document | None = None,
) -> Mandate:
    """Give a mandate. The backbone's: the director; a partner's: its representative, director, coordinators.

    Refuses oneself, a closed account, a staff function outside the backbone, and what the person holds already.
    """
    require(policies.may_grant_mandate(actor, participation))
    return _granted(actor, participation, person, kind, starts_on, ends_on, document)


def name_director(*, actor: Actor, initiative: Initiative, person: Person) -> Mandate:
    """Name a director where none is left. An administrator, never oneself."""
    require(policies.may_name_director(actor, initiative))
    backbone = Participation.objects.filter(initiative=initiative, kind=ParticipationKind.BACKBONE).open().first()
    if backbone is None:
        raise Refused(_("The initiative has no backbone organisation."), "no_backbone")
    return _granted(actor, backbone, person, MandateKind.DIRECTOR, None, None, None)


def end(*, actor: Actor, mandate: Mandate, ends_on: date | None = None) -> Mandate:
    """Set a mandate's last day, which still counts: today unless told. Whoever may give one there, and its holder.

    Refuses a day before yesterday, before its first day, or after a last day that is already set.
    """
    require(policies.may_end_mandate(actor, mandate))
    day = ends_on or clock.today()
    _check_last_day(mandate, day)
    before = mandate.ends_on
    with transaction.atomic():
        won = Mandate.objects.filter(pk=mandate.pk, ends_on=before).update(ends_on=day)
        if won != 1:
            raise Conflict(_("Somebody else was here first: reload to see the present state."), "moved_on")
        mandate.ends_on = day
        _record(actor, mandate, "ended", {"ends_on": [before, day]})
    return mandate


def _check_last_day(mandate: Mandate, day: date) -> None:
    sentence: Any = ""
    if mandate.ends_on is not None and mandate.ends_on < clock.today():
        raise Refused(_("This mandate has ended already."), "ended")
    if day < mandate.starts_on:
        sentence = _("The mandate begins later than this day: choose its first day or a later one.")
    elif (clock.today() - day).days > 1:
        sentence = _("A mandate ends yesterday at the earliest: what was done under it stays valid.")
    elif mandate.ends_on is not None and day > mandate.ends_on:
        sentence = _("A mandate is not made longer: give a new one from the next day on.")
    if sentence:
        raise Invalid(writing.SOME_FIELDS, "bad_last_day", fields={"ends_on": [sentence]})


def _granted(
    actor: Actor,
    participation: Participation,
    person: Person,
    kind: str,
    starts_on: date | None,
    ends_on: date | None,
    document: Document | None,
) -> Mandate:
    if actor.user_id is not None and person.pk == actor.user_id:
        raise Refused(_("Nobody gives a mandate to themselves: somebody else does it."), "oneself")
    if not person.is_active or person.erased_at is not None:
        raise Refused(_("This account is closed: it can hold no mandate."), "closed")
    require(policies.may_hold(participation, kind))
    first = starts_on or clock.today()
    if ends_on is not None and ends_on < first:
        raise Invalid(writing.SOME_FIELDS, fields={"ends_on": [_("The last day comes before the first: change one.")]})
    mandate = Mandate(
        participation=participation,
        person=person,
        kind=kind,
        starts_on=first,
        ends_on=ends_on,
        document=document,
        by_id=actor.user_id,
        mandate_id=selectors.acting(actor, participation=participation),
        at=clock.now(),
    )
    writing.validate(mandate)
    with transaction.atomic():
        writing.inserted(mandate, _("This person holds this mandate already."), "held_already")
        _record(actor, mandate, "granted", {"kind": ["", kind], "starts_on": [None, first], "ends_on": [None, ends_on]})
    return mandate


def _record(actor: Actor, mandate: Mandate, participle: str, changes: dict[str, Any]) -> None:
    participation = mandate.participation
    audit.record(
        actor=actor,
        kind=f"partners.mandate.{participle}",
        subject=mandate,
        initiative=participation.initiative,
        organisation=participation.organisation,
        title=participation.organisation,
        changes=changes,
        about={"participation": participation.pk, "people": [mandate.person_id]},
    )
