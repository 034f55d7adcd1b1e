"""A round as its page shows it: how far it is, what of it is closed to the reader, which money would pay for it."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext_lazy as _

from funding.models import FundingRound, Proposal, ProposalState, Restriction, RoundState
from funding.querysets.scope import COMMITTEE
from kernel.actor import Actor

_STAGES = (
    (RoundState.OPENED, _("Proposals")),
    (RoundState.ASSESSED, _("Assessment")),
    (RoundState.RECOMMENDED, _("Recommendation")),
    (RoundState.DECIDED, _("Decision")),
    (RoundState.ANNOUNCED, _("Announcement")),
)


@dataclass(frozen=True)
class Stage:
    """One step of the way: `state` is done, now or next."""

    label: Any
    state: str


def stages(round: FundingRound) -> list[Stage]:
    """From the gap on the road map to the announcement; an announced round is all done, a cancelled one has none."""
    if round.state == RoundState.CANCELLED:
        return []
    order = [state for state, _label in _STAGES]
    here = order.index(RoundState(round.state))
    is_over = round.state == RoundState.ANNOUNCED
    found = [Stage(_("Gap"), "done")]
    for place, (_state, label) in enumerate(_STAGES):
        found.append(Stage(label, "done" if place < here or is_over else "now" if place == here else "next"))
    return found


@dataclass(frozen=True)
class RoundMoney:
    """What is asked and recommended, beside what the bucket has free."""

    asked: int
    recommended: int
    free: int | None = None

    @property
    def left(self) -> int | None:
        """What the bucket would have afterwards; less than nothing is more than there is."""
        return None if self.free is None else self.free - self.recommended


def money(actor: Actor, round: FundingRound, rows: Sequence[Proposal]) -> RoundMoney:
    """The sums of what the reader sees; what is free for whoever sees the bucket, before the decision; one query."""
    told = [one for one in rows if one.state != ProposalState.WITHDRAWN]
    before = round.state not in {RoundState.DECIDED, RoundState.ANNOUNCED}
    sees = before and Restriction.objects.visible_to(actor).filter(pk=round.restriction_id).exists()
    return RoundMoney(
        sum(one.amount for one in told),
        sum(one.recommended or 0 for one in told),
        round.restriction.available if sees else None,
    )


def to_decide(round: FundingRound, rows: Sequence[Proposal]) -> list[Proposal]:
    """Those that a body still decides about: none once the round is decided."""
    if round.state in {RoundState.DECIDED, RoundState.ANNOUNCED}:
        return []
    return [one for one in rows if one.state not in {ProposalState.WITHDRAWN, ProposalState.DECLINED}]


def reads_all(actor: Actor, round: FundingRound) -> bool:
    """Whether the reader sees every proposal but those it is tied to: where it sees none, there is none."""
    return any(actor.has(round.fund.initiative_id, name) for name in COMMITTEE)


def closed_to(actor: Actor, round: FundingRound, rows: Sequence[Proposal]) -> bool:
    """Whether the reader has a tie to an applicant whose papers it would read otherwise; one query."""
    ties = actor.keys("partners.interest", "partners.organisation")
    if not ties:
        return False
    tied = Proposal.objects.filter(round=round, participation__organisation__in=ties)
    return tied.exclude(pk__in=[one.pk for one in rows]).exists()
