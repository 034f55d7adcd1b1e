"""Under which mandate somebody acts."""

from typing import Any

from django.db.models import F

from initiative.models import Initiative
from kernel import clock
from kernel.actor import Actor
from partners.models import Mandate, MandateKind, Participation, ParticipationKind

# Of several mandates the act is stamped with the first of this order.
_ORDER = (
    MandateKind.DIRECTOR,
    MandateKind.COORDINATOR,
    MandateKind.EVALUATOR,
    MandateKind.TREASURER,
    MandateKind.REPRESENTATIVE,
    MandateKind.ALTERNATE,
    MandateKind.DATA_OFFICER,
    MandateKind.SIGNATORY,
    MandateKind.FINANCE_CONTACT,
)


def acting(
    actor: Actor, *, initiative: Initiative | None = None, participation: Participation | None = None
) -> Mandate | None:
    """The mandate to stamp: the actor's in that participation, else in the backbone, else any in the initiative.

    None for the system, for individuals and for whoever holds no mandate there today.
    """
    if not actor.user_id:
        return None
    scope = participation.initiative_id if participation is not None else getattr(initiative, "pk", None)
    rows = Mandate.objects.filter(person_id=actor.user_id, participation__initiative_id=scope)  # type: ignore[misc]
    rows = rows.valid(clock.today()).annotate(side=F("participation__kind"))
    here = participation.pk if participation is not None else None

    # A person holds a handful of mandates: ordering them here is cheaper than telling the database how.
    def place(mandate: Mandate) -> tuple[int, int, int]:
        elsewhere = 1 if mandate.side == ParticipationKind.BACKBONE else 2  # type: ignore[attr-defined]
        rank = _ORDER.index(mandate.kind) if mandate.kind in _ORDER else len(_ORDER)  # type: ignore[arg-type]
        return 0 if mandate.participation_id == here else elsewhere, rank, mandate.pk

    return min(rows, key=place, default=None)


def stamp(
    actor: Actor, *, initiative: Initiative | None = None, participation: Participation | None = None
) -> dict[str, Any]:
    """What a row that was written by somebody keeps: who, under which mandate, when."""
    mandate = acting(actor, initiative=initiative, participation=participation)
    return {"by_id": actor.user_id, "mandate": mandate, "at": clock.now()}


def holders(participation: Participation, *kinds: str) -> list[int]:
    """The keys of the people who hold one of these mandates there today; all kinds when none is named."""
    rows = Mandate.objects.filter(participation=participation).valid(clock.today())
    if kinds:
        rows = rows.filter(kind__in=kinds)
    return sorted(set(rows.values_list("person_id", flat=True)))


def is_represented(participation: Participation) -> bool:
    """Whether somebody who has joined holds its representative's mandate today."""
    rows = Mandate.objects.filter(
        participation=participation, kind=MandateKind.REPRESENTATIVE, person__joined_at__isnull=False
    )
    return bool(rows.valid(clock.today()).exists())
