"""Who may read the journal: staff of the money and the committee; a funder what became of the pool, and its own."""

from typing import Self

from django.db.models import Q

from funding.querysets.scope import COMMITTEE, FundScope
from kernel.actor import Actor

# What leaves a bucket is told on the pages of grants and payments too, which every funder of the fund reads.
TOLD_TO_FUNDERS = ("allocated", "awarded", "executed", "released")


class LedgerQuerySet(FundScope):
    """The journal: it names what came from whom, so a funder reads its own share in a report instead."""

    def visible_to(self, actor: Actor) -> Self:
        """Staff of the money and the steering committee."""
        return self.all() if actor.is_system else self.filter(self._circle(actor, *COMMITTEE))

    def sealed(self) -> Self:
        """What counts."""
        return self.filter(state="sealed")


class PostingQuerySet(LedgerQuerySet):
    """Postings."""

    initiative = "entry__fund__initiative"
    fund = "entry__fund"

    def sealed(self) -> Self:
        """Those of sealed entries: the others count nowhere."""
        return self.filter(entry__state="sealed")


class EntryQuerySet(LedgerQuerySet):
    """Entries: a funder reads what became of the pool, and of what came its own alone."""

    def visible_to(self, actor: Actor) -> Self:
        """Whoever reads the journal; each funder what its report stands on, reversed or not."""
        if actor.is_system:
            return self.all()
        seen, mine = self._circle(actor, *COMMITTEE), actor.keys("partners.funder")
        if not mine:
            return self.filter(seen)
        postings = self.model._meta.get_field("postings").related_model._base_manager
        own = postings.filter(entry__kind="assigned", funder__participation__in=mine).values("entry")
        left = self._funders(actor) & (Q(kind__in=TOLD_TO_FUNDERS) | Q(reverses__kind__in=TOLD_TO_FUNDERS))
        came = Q(receipt__funder__participation__in=mine) | Q(pk__in=own) | Q(reverses__in=own)
        return self.filter(seen | left | came)
