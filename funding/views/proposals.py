"""Proposals: one with its points, assessed, put to the body, allocated to; and the allocations a decision makes."""

from collections.abc import Mapping
from dataclasses import replace
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from funding.forms import rounds as forms
from funding.models import Allocation, Proposal, ProposalState
from funding.selectors import assessing, buckets
from funding.services import allocations, rounds
from funding.views.acts import FundAct, Press, ThingAct, act, offered, press
from funding.views.bases import HistoryPage, InFund, crumbs, fund_url
from kernel import permissions
from kernel.formatting import amount as written
from kernel.views import Page

_PROPOSAL = (
    "participation__organisation",
    "round__fund__body",
    "round__guideline",
    "round__restriction",
    "decision__body",
)


class ProposalPage(InFund, Page):
    """One proposal: what is asked, how it was assessed, what was decided."""

    policy = "visible"
    model = Proposal
    of = "round__fund"
    select = _PROPOSAL
    template_name = "funding/proposal.html"

    def get_context(self, subject: Proposal) -> Mapping[str, Any]:
        """The papers, the points as far as one may read them, the acts."""
        fund = subject.round.fund
        return {
            "title": subject.title,
            "object": subject,
            "crumbs": crumbs(fund, (str(subject.round), subject.round.get_absolute_url()), (subject.title, "")),
            "scores": assessing.scores(self.actor, subject),
            "allocation": Allocation.objects.visible_to(self.actor).filter(proposal=subject).first(),
            "acts": proposal_acts(self.actor, subject),
        }


def proposal_acts(actor: Any, one: Proposal, small: bool = False) -> list[Any]:
    """What can be done about a proposal."""
    fund, round = one.round.fund, one.round

    def url(name: str) -> str:
        return fund_url(name, fund, one.public_id)

    out = []
    if one.state == ProposalState.SUBMITTED:
        out.append(
            act(actor, "funding.proposal.assess", one, url("proposal-assess"), _("Assess the proposal"), kind="primary")
        )
        out.append(
            press(
                actor, "funding.proposal.withdraw", one, url("proposal-withdraw"), _("Withdraw the proposal"),
                kind="danger", confirm=_("Withdraw this proposal?"),
                confirm_text=_("It is not assessed any more."),
            )
        )  # fmt: skip
    if one.state == ProposalState.RECOMMENDED and one.decision_id is None:
        out.append(
            press(actor, "funding.round.move", round, url("proposal-put"), _("Put it to the body"), kind="primary")
        )
    if one.state == ProposalState.RECOMMENDED and one.decision is not None and one.decision.outcome == "adopted":
        out.append(
            act(
                actor,
                "funding.allocation.make",
                fund,
                url("proposal-allocate"),
                _("Allocate the money"),
                kind="primary",
            )
        )
    found = offered(out)
    if not small:
        return found
    # In a row of a table: quiet, and named by what it is about.
    return [replace(act, small=True, kind="" if act.kind == "primary" else act.kind, about=one.title) for act in found]


class OfProposal(ThingAct):
    """A form about a proposal."""

    model = Proposal
    of = "round__fund"
    select = _PROPOSAL
    argument = "proposal"


class Assess(OfProposal):
    """One's own points."""

    policy = "funding.proposal.assess"
    form_class = forms.AssessForm
    service = staticmethod(rounds.assess)
    title = gettext_lazy("Assessment of a proposal")
    submit = gettext_lazy("Save the points")
    success_message = gettext_lazy("Your points are saved.")

    def get_facts(self, subject: Proposal) -> Any:
        """What is asked."""
        return [(_("Proposal"), subject.title), (_("Applicant"), subject.participation)]


class AllocateProposal(OfProposal):
    """Set money aside for what was decided."""

    policy = "funding.allocation.make"
    form_class = forms.AllocateProposalForm
    service = staticmethod(allocations.allocate)
    title = gettext_lazy("Allocation by the decision")
    submit = gettext_lazy("Allocate the money")
    success_message = gettext_lazy("The money is set aside. A grant can be awarded out of it.")

    def ask(self, subject: Any) -> permissions.Answer:
        """Asked about the fund."""
        return permissions.ask(self.policy, self.actor, subject.round.fund)

    def get_facts(self, subject: Proposal) -> Any:
        """What is free in each restriction that may be spent."""
        free = gettext_lazy("%(amount)s free")
        rows = forms.buckets(subject.round.fund)
        return [(one.own_name, free % {"amount": written(one.available, one.currency)}) for one in rows]

    def get_success_url(self, subject: Any, result: Any) -> str:
        """To the allocation."""
        return str(result.get_absolute_url())


class ProposalPress(Press):
    """A button about a proposal."""

    model = Proposal
    of = "round__fund"
    select = _PROPOSAL
    argument = "proposal"


class Withdraw(ProposalPress):
    """The applicant takes it back."""

    policy = "funding.proposal.withdraw"
    service = staticmethod(rounds.withdraw)
    success_message = gettext_lazy("The proposal is withdrawn.")


class PutToBody(ProposalPress):
    """A decision about it is proposed in the body."""

    policy = "funding.round.move"
    service = staticmethod(rounds.put_to_body)
    success_message = gettext_lazy("A decision is proposed in the body. Its chair puts it to the vote.")

    def ask(self, subject: Any) -> permissions.Answer:
        """Asked about the round."""
        return permissions.ask(self.policy, self.actor, subject.round)


class AllocationNew(FundAct):
    """By a decision, without a round."""

    policy = "funding.allocation.make"
    form_class = forms.AllocateForm
    service = staticmethod(allocations.allocate)
    back = "rounds"
    title = gettext_lazy("Allocation by a decision")
    submit = gettext_lazy("Allocate the money")
    success_message = gettext_lazy("The money is set aside. A grant can be awarded out of it.")


class AllocationPage(InFund, Page):
    """Money set aside by a decision, and the grants out of it."""

    policy = "visible"
    model = Allocation
    select = (
        "restriction__funder",
        "decision__body__initiative",
        "guideline",
        "round",
        "proposal__participation__organisation",
    )
    template_name = "funding/allocation.html"

    def get_context(self, subject: Allocation) -> Mapping[str, Any]:
        """Its decision, its rest, its grants."""
        fund, actor, key = subject.fund, self.actor, subject.public_id
        acts = []
        if subject.state == "active" and subject.remaining:
            award = fund_url("grant-new", fund, key)
            acts.append(act(actor, "funding.grant.award", subject, award, _("Award a grant"), kind="primary"))
        close = fund_url("allocation-close", fund, key)
        acts.append(
            press(
                actor, "funding.allocation.close", subject, close, _("Release the rest"),
                confirm=_("Release what no grant has taken?"), confirm_text=_("It is free again for another decision."),
            )
        )  # fmt: skip
        return {
            "title": _("Allocation by decision %(number)s") % {"number": subject.decision.number},
            "object": subject,
            "bucket": buckets.name(actor, subject.restriction, self.initiative.pk),
            "crumbs": crumbs(fund, (_("Allocation rounds"), fund_url("rounds", fund)), (_("Allocation"), "")),
            "grants": list(subject.grants.select_related("participation__organisation", "fund__initiative")),
            "acts": offered(acts),
        }


class AllocationClose(Press):
    """The rest is free again."""

    policy = "funding.allocation.close"
    model = Allocation
    select = ("restriction",)
    service = staticmethod(allocations.close)
    argument = "allocation"
    success_message = gettext_lazy("The rest is free again.")


class ProposalHistory(HistoryPage):
    """What happened to a proposal."""

    model = Proposal
    of = "round__fund"
