"""Opening an initiative: itself, its backbone organisation and its director, in one act."""

from collections.abc import Mapping
from typing import Any

from django.db import transaction

from accounts.services import invitations as account_invitations
from accounts.services import people
from initiative.models import Initiative
from initiative.policies import may_open
from initiative.services import initiatives
from kernel.actor import Actor
from kernel.permissions import require
from partners.models import Mandate, Organisation
from partners.services import mandates, organisations, participations


def open_initiative(
    *,
    actor: Actor,
    backbone: Organisation | Mapping[str, Any],
    director: Mapping[str, Any],
    **values: Any,
) -> Initiative:
    """Open an initiative with its backbone and director. An administrator, or a director of another one.

    `director` holds email, name (per language), language and function; never oneself. Refuses what the acts within do.
    """
    require(may_open(actor))
    with transaction.atomic():
        initiative = initiatives.create(actor=actor, **values)
        if not isinstance(backbone, Organisation):
            backbone = organisations.create(actor=actor, **backbone)
        participations.found_backbone(actor=actor, initiative=initiative, organisation=backbone)
        name_director(actor=actor, initiative=initiative, **dict(director))
    return initiative


def name_director(
    *, actor: Actor, initiative: Initiative, email: str, name: Mapping[str, str], **person: Any
) -> Mandate:
    """Name a director by mail address where none is left. An administrator, or who has just opened the initiative."""
    with transaction.atomic():
        somebody = people.ensure(actor=actor, email=email, name=name, **person)
        mandate = mandates.name_director(actor=actor, initiative=initiative, person=somebody)
        if somebody.joined_at is None:
            account_invitations.invite(actor=actor, person=somebody)
    return mandate
