"""Under which mandate somebody acts."""

from datetime import date
from typing import Any

from initiative.models import Initiative
from kernel import clock
from kernel.actor import Actor
from kernel.prepared import Prepared
from partners import workflow
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


# Every act asks this.
_HELD = Prepared(
    lambda person, initiative, day: (
        Mandate.objects.filter(person_id=person, participation__initiative_id=initiative)  # type: ignore[misc]
        .valid(day)
        .order_by()
        .values_list("pk", "participation_id", "kind", "participation__kind")
    ),
    int,
    int,
    date,
)


def acting(
    actor: Actor, *, initiative: Initiative | None = None, participation: Participation | None = None
) -> int | None:
    """The key of the mandate to stamp: the actor's in that participation, else in the backbone, else any in the
    initiative.

    None for the system, for individuals and for whoever holds no mandate there today.
    """
    scope = participation.initiative_id if participation is not None else getattr(initiative, "pk", None)
    if not actor.user_id or scope is None:
        return None
    here = participation.pk if participation is not None else None

    # A person holds a handful of mandates: ordering them here is cheaper than telling the database how.
    def place(mandate: tuple[int, int, str, str]) -> tuple[int, int, int]:
        key, where, kind, side = mandate
        elsewhere = 1 if side == ParticipationKind.BACKBONE else 2
        rank = _ORDER.index(kind) if kind in _ORDER else len(_ORDER)  # type: ignore[arg-type]
        return 0 if where == here else elsewhere, rank, key

    held = min(_HELD.rows(actor.user_id, scope, clock.today()), key=place, default=None)
    return held[0] if held is not None else None


def stamp(
    actor: Actor, *, initiative: Initiative | None = None, participation: Participation | None = None
) -> dict[str, Any]:
    """What a row that was written by somebody keeps: who, under which mandate, when."""
    mandate = acting(actor, initiative=initiative, participation=participation)
    return {"by_id": actor.user_id, "mandate_id": mandate, "at": clock.now()}


def holders(participation: Participation, *kinds: str) -> list[int]:
    """The keys of the people who hold one of these mandates there today; all kinds when none is named."""
    rows = Mandate.objects.filter(participation=participation).valid(clock.today())
    if kinds:
        rows = rows.filter(kind__in=kinds)
    return sorted(set(rows.values_list("person_id", flat=True)))


def serving(initiative_id: int, *kinds: str) -> list[Mandate]:
    """The mandates of these kinds that somebody holds in an initiative's backbone today, with their people."""
    rows = Mandate.objects.filter(
        kind__in=kinds,
        participation__initiative=initiative_id,
        participation__kind=ParticipationKind.BACKBONE,
        participation__state__in=workflow.ACTING,
    )
    return list(rows.valid(clock.today()).select_related("person").order_by("pk"))


def is_represented(participation: Participation) -> bool:
    """Whether somebody who has joined holds its representative's mandate today."""
    rows = Mandate.objects.filter(
        participation=participation, kind=MandateKind.REPRESENTATIVE, person__joined_at__isnull=False
    )
    return bool(rows.valid(clock.today()).exists())
