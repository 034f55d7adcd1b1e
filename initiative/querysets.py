"""Who may see initiatives and what belongs to them. What a person holds comes from the actor, never from above."""

from typing import Self

from django.db.models import Q

from kernel.actor import Actor
from kernel.querysets import ScopedQuerySet

# Any part in an initiative: a guest's and an invited one's too.
ANY_PART = "partners.initiative"


class InitiativeQuerySet(ScopedQuerySet):
    """Initiatives."""

    def visible_to(self, actor: Actor) -> Self:
        """Public ones for everybody; the others for whoever has a part in them, and for administrators."""
        if actor.is_system or actor.keys("accounts.admin"):
            return self.all()
        return self.filter(Q(is_public=True) | Q(pk__in=actor.keys(ANY_PART)))

    def joined(self, actor: Actor) -> Self:
        """Those in which the actor has any part."""
        return self.filter(pk__in=actor.keys(ANY_PART))


class InsideQuerySet(ScopedQuerySet):
    """What belongs to an initiative by a column of that name: for whoever takes part, guests not."""

    def visible_to(self, actor: Actor) -> Self:
        """Rows of the initiatives one takes part in."""
        if actor.is_system:
            return self.all()
        return self.filter(initiative__in=actor.keys("partners.takes_part"))


class StageEntryQuerySet(ScopedQuerySet):
    """Entries into stages."""

    def visible_to(self, actor: Actor) -> Self:
        """Those of the initiatives one takes part in."""
        if actor.is_system:
            return self.all()
        return self.filter(stage__initiative__in=actor.keys("partners.takes_part"))
