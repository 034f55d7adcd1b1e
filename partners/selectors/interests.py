"""Declared interests that matter in an initiative."""

from typing import Any

from django.db.models import BooleanField, Case, Q, QuerySet, When

from initiative.models import Initiative
from kernel.actor import Actor
from partners.models import Interest, Organisation
from partners.policies import people_of_staff


def of_initiative(actor: Actor, initiative: Initiative) -> QuerySet[Any]:
    """One's own, and those one may see in organisations of this initiative; open ones first."""
    inside = Organisation.objects.in_initiative(initiative)
    rows: QuerySet[Any] = Interest.objects.visible_to(actor)
    rows = rows.filter(Q(organisation__in=inside.values("pk")) | Q(person_id=actor.user_id))
    part, held = people_of_staff(actor)
    own = Q(person__in=part.filter(person__isnull=False).values("person")) | Q(person__in=held.values("person"))
    rows = rows.annotate(is_of_own_people=Case(When(own, then=True), default=False, output_field=BooleanField()))
    return rows.select_related("person", "organisation", "by").order_by("ends_on", "-starts_on", "pk")
