"""Bringing people and organisations in: the person, the mandate and the invitation in one act."""

from collections.abc import Mapping
from datetime import date
from typing import Any

from django.core.files.base import File
from django.db import transaction

from accounts.models import Person
from accounts.services import invitations as account_invitations
from accounts.services import people
from documents.services import documents
from initiative.models import Initiative
from kernel.actor import Actor
from kernel.permissions import require
from partners import policies
from partners.models import Mandate, MandateKind, Organisation, Participation, ParticipationKind
from partners.services import mandates, organisations, participations


def bring(
    *,
    actor: Actor,
    participation: Participation,
    email: str,
    name: Mapping[str, str],
    kind: str,
    language: str | None = None,
    function: str = "",
    starts_on: date | None = None,
    ends_on: date | None = None,
    document: File | None = None,
) -> Mandate:
    """Give somebody a mandate by mail address, with the letter that says so. Whoever may give a mandate there.

    Who is not known is entered; who has not joined gets an invitation. Refuses what `mandates.grant` refuses.
    """
    require(policies.may_grant_mandate(actor, participation))
    with transaction.atomic():
        person = people.ensure(actor=actor, email=email, name=name, language=language, function=function)
        letter = documents.add(actor=actor, file=document) if document else None
        mandate = mandates.grant(
            actor=actor,
            participation=participation,
            person=person,
            kind=kind,
            starts_on=starts_on,
            ends_on=ends_on,
            document=letter,
        )
        if letter is not None:
            documents.attach(document=letter, owner=mandate)
        _invite(actor, person)
    return mandate


def bring_individual(
    *,
    actor: Actor,
    initiative: Initiative,
    email: str,
    name: Mapping[str, str],
    kind: str = ParticipationKind.PARTNER,
    language: str | None = None,
    function: str = "",
) -> Participation:
    """Invite somebody who takes part without an organisation. Director and coordinators."""
    require(policies.may_invite(actor, initiative))
    with transaction.atomic():
        person = people.ensure(actor=actor, email=email, name=name, language=language, function=function)
        participation = participations.invite(actor=actor, initiative=initiative, person=person, kind=kind)
        _invite(actor, person)
    return participation


def admit(
    *,
    actor: Actor,
    initiative: Initiative,
    organisation: Organisation | Mapping[str, Any],
    kind: str = ParticipationKind.PARTNER,
    starts_on: date | None = None,
    representative: Mapping[str, Any] | None = None,
) -> Participation:
    """Invite an organisation: one that is there, or a new one by its profile; with its first representative if named.

    Director and coordinators. `representative` holds email, name (per language), language and function.
    """
    require(policies.may_invite(actor, initiative))
    with transaction.atomic():
        if not isinstance(organisation, Organisation):
            organisation = organisations.create(actor=actor, initiative=initiative, **organisation)
        participation = participations.invite(
            actor=actor, initiative=initiative, organisation=organisation, kind=kind, starts_on=starts_on
        )
        if representative is not None:
            bring(actor=actor, participation=participation, kind=MandateKind.REPRESENTATIVE, **dict(representative))
    return participation


def remind(*, actor: Actor, mandate: Mandate) -> None:
    """Send a new invitation to somebody who has not joined. Whoever may give a mandate there."""
    require(policies.may_grant_mandate(actor, mandate.participation))
    _invite(actor, mandate.person)


def _invite(actor: Actor, person: Person) -> None:
    if person.joined_at is None:
        account_invitations.invite(actor=actor, person=person)
