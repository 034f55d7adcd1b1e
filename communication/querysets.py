"""Who may see what left the house: oneself; the backbone the state of its own people's; administrators the failed."""

from typing import Any, Self

from django.db.models import Q

from kernel.actor import Actor
from kernel.querysets import ScopedQuerySet
from partners.models import Mandate, Participation
from working_groups.models import Seat


def people_of(initiatives: Any, field: str = "person") -> Q:
    """Rows whose person has a mandate, a seat or a part of their own in these initiatives."""
    keys = list(initiatives)
    inside = {"participation__initiative_id__in": keys}
    mandates = Mandate._base_manager.filter(**inside)
    seats = Seat._base_manager.filter(**inside)
    alone = Participation._base_manager.filter(initiative_id__in=keys, person__isnull=False)
    rule = Q()
    for rows in (mandates, seats, alone):
        rule |= Q(**{f"{field}__in": rows.order_by().values("person_id")})
    return rule


class SystemOnly(ScopedQuerySet):
    """Rows of the machinery."""

    def visible_to(self, actor: Actor) -> Self:
        """All for the system, nothing for anybody else."""
        return self.all() if actor.is_system else self.none()


class StateForStaff(ScopedQuerySet):
    """Rows of one person whose state the backbone may know."""

    def visible_to(self, actor: Actor) -> Self:
        """One's own; directors and coordinators those of their initiatives' people: pages show them the state."""
        if actor.is_system:
            return self.all()
        if not actor.user_id:
            return self.none()
        rule = Q(person_id=actor.user_id)
        if initiatives := actor.keys("partners.director", "partners.coordinator"):
            rule |= people_of(initiatives)
        return self.filter(rule)

    def of(self, person_id: int | None) -> Self:
        """The rows of one person."""
        return self.filter(person_id=person_id) if person_id else self.none()


class DigestQuerySet(StateForStaff):
    """Digests."""


class MailQuerySet(StateForStaff):
    """Mails."""

    def visible_to(self, actor: Actor) -> Self:
        """As digests; administrators also see what failed, to send it again."""
        seen = super().visible_to(actor)
        if actor.keys("accounts.admin"):
            return seen | self.filter(state="failed")
        return seen
