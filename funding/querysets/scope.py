"""What the scopes of this floor share: who the staff of the money are, and the two circles of a fund."""

from typing import ClassVar

from django.db.models import Q

from kernel.actor import Actor
from kernel.querysets import ScopedQuerySet

STAFF = ("partners.director", "partners.coordinator", "partners.treasurer")
BOOKS = ("partners.director", "partners.treasurer")
COMMITTEE = (*STAFF, "working_groups.steering")


class FundScope(ScopedQuerySet):
    """What the scopes of this floor share: paths given once, and the two circles."""

    initiative: ClassVar[str] = "fund__initiative"
    fund: ClassVar[str] = "fund"

    def _circle(self, actor: Actor, *names: str) -> Q:
        mine = actor.keys(*names)
        return Q(**{f"{self.initiative}__in": mine}) if mine else Q(pk__in=[])

    def _funders(self, actor: Actor) -> Q:
        """Rows of the funds that one's own organisation funds."""
        mine = actor.keys("partners.funder")
        if not mine:
            return Q(pk__in=[])
        funders = self.model._meta.apps.get_model("funding", "Funder")
        funds = funders._base_manager.filter(participation__in=mine).exclude(state="ended").values("fund")
        return Q(**{f"{self.fund}__in": funds})
