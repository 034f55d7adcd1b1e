"""Initiatives that nobody directs: for administrators, who name a director."""

from typing import Any

from django.db.models import Exists, OuterRef, QuerySet

from initiative.models import Initiative
from kernel import clock
from kernel.actor import Actor
from kernel.models import dates_cover
from partners import workflow
from partners.models import Mandate, MandateKind, ParticipationKind


def without_director(actor: Actor) -> QuerySet[Any]:
    """The initiatives without a director's mandate valid today; nothing for whoever is no administrator."""
    if not (actor.is_system or actor.keys("accounts.admin")):
        return Initiative.objects.none()
    directors = Mandate.objects.filter(
        dates_cover(clock.today()),
        participation__initiative=OuterRef("pk"),
        participation__kind=ParticipationKind.BACKBONE,
        participation__state__in=workflow.ACTING,
        kind=MandateKind.DIRECTOR,
    )
    return Initiative.objects.filter(~Exists(directors)).order_by("pk")
