"""Under which mandate somebody acts."""

from django.db.models import Case, IntegerField, Q, When

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
    rows = Mandate.objects.filter(person_id=actor.user_id, participation__initiative_id=scope)
    rows = rows.valid(clock.today())
    here = Q(participation=participation) if participation is not None else Q(pk__in=[])
    nearness = Case(
        When(here, then=0),
        When(participation__kind=ParticipationKind.BACKBONE, then=1),
        default=2,
        output_field=IntegerField(),
    )
    rank = Case(
        *(When(kind=kind, then=place) for place, kind in enumerate(_ORDER)),
        default=len(_ORDER),
        output_field=IntegerField(),
    )
    mandate: Mandate | None = rows.order_by(nearness, rank, "pk").first()
    return mandate


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
