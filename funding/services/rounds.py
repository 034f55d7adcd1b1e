"""Rounds: opened for a gap, proposals sent, assessed by two, recommended, put to the body, decided, announced."""

from collections.abc import Mapping
from typing import Any

from django.db import transaction
from django.db.models import Count
from django.utils import translation
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from audit.services import differences
from funding import workflow
from funding.models import (
    Assessment,
    Criterion,
    Fund,
    FundingRound,
    Proposal,
    ProposalState,
    RestrictionKind,
    RestrictionState,
)
from funding.policies import rounds as policies
from funding.selectors.assessing import ASSESSORS
from funding.services import funds
from funding.services.recording import body_of, note
from kernel import clock, languages, writing
from kernel.actor import Actor
from kernel.errors import Invalid, Refused
from kernel.formatting import amount
from kernel.permissions import require
from kernel.text import sentence
from kernel.workflow import move
from partners.models import Participation
from partners.selectors import mandates
from working_groups.models import Decision, DecisionRule
from working_groups.services import decisions

ONE_EACH = _("Your organisation has a proposal in this round: to send another, withdraw it first.")


@transaction.atomic
def open_round(*, actor: Actor, fund: Fund, values: Mapping[str, Any]) -> FundingRound:
    """Director or coordinator. A round under the guidelines in force. Refuses a bucket that may not be spent."""
    require(policies.may_open_round(actor, fund))
    values = writing.cleaned(values, names=["name"])
    writing.need(values, "name")
    round = FundingRound(fund=fund, guideline=funds.in_force(fund), **values)
    writing.in_order(round.opens_on, round.closes_on, "closes_on")
    bucket = round.restriction
    spendable = bucket.kind != RestrictionKind.UNASSIGNED and bucket.state == RestrictionState.OPEN
    if bucket.fund_id != fund.pk or not spendable:
        said = _("Choose an open restriction of this fund.")
        raise Invalid(said, fields={"restriction": [said]})
    writing.check(round)
    round.save(force_insert=True)
    note(actor, "round.opened", round, fund, {"ceiling": [None, round.ceiling]})
    return round


@transaction.atomic
def change(*, actor: Actor, round: FundingRound, values: Mapping[str, Any], seen: int | None = None) -> FundingRound:
    """Director or coordinator, until the assessment is closed. Name, factor, ceiling and last day, never the bucket.

    Refuses a last day that is over, so that nobody is shut out in hindsight.
    """
    require(policies.may_edit_round(actor, round))
    values = writing.cleaned(values, names=["name"])
    told = differences(round, values)
    for name, value in values.items():
        setattr(round, name, value)
    writing.in_order(round.opens_on, round.closes_on, "closes_on")
    if "closes_on" in told and round.closes_on < clock.today():
        said = _("This day is over: choose today or a later one.")
        raise Invalid(said, fields={"closes_on": [said]})
    writing.validate(round)
    writing.change(round, values, seen)
    note(actor, "round.changed", round, round.fund, told)
    return round


@transaction.atomic
def cancel(*, actor: Actor, round: FundingRound, reason: str) -> FundingRound:
    """Director or coordinator. An open round that nobody has answered takes place no more. Refuses without a reason."""
    require(policies.may_cancel_round(actor, round))
    reason = writing.needed("reason", reason, _("Say why it is cancelled."))
    move(round, "cancel", workflow.ROUND)
    note(actor, "round.cancelled", round, round.fund, {"reason": ["", reason]})
    return round


@transaction.atomic
def submit(*, actor: Actor, round: FundingRound, participation: Participation, values: Mapping[str, Any]) -> Proposal:
    """The representative of a partner, while the round is open. It may ask for more than there is. One each."""
    require(policies.may_submit(actor, (round, participation)))
    if participation.initiative_id != round.fund.initiative_id:
        raise Invalid(_("Choose an organisation that takes part in this initiative."), "foreign")
    proposal = Proposal(
        round=round,
        participation=participation,
        title_language=actor.language,
        summary_language=actor.language,
        **writing.cleaned(values, names=["title"], lines=["summary"]),
        **mandates.stamp(actor, participation=participation),
    )
    writing.check(proposal)
    ceiling = round.guideline.ceiling
    if ceiling and proposal.amount > ceiling:
        said = sentence(_("The guidelines allow at most %(most)s for one grant."), most=amount(ceiling))
        raise Invalid(said, "ceiling", fields={"amount": [said]})
    writing.inserted(proposal, ONE_EACH)
    note(
        actor,
        "proposal.submitted",
        proposal,
        round.fund,
        {"amount": [None, proposal.amount]},
        participation=participation,
    )
    return proposal


@transaction.atomic
def withdraw(*, actor: Actor, proposal: Proposal) -> Proposal:
    """The representative, until it is recommended."""
    require(policies.may_withdraw(actor, proposal))
    move(proposal, "withdraw", workflow.PROPOSAL)
    note(actor, "proposal.withdrawn", proposal, proposal.round.fund, participation=proposal.participation)
    return proposal


@transaction.atomic
def assess(
    *, actor: Actor, proposal: Proposal, points: Mapping[Criterion, int], notes: Mapping[Criterion, str] | None = None
) -> list[Assessment]:
    """Whoever may assess, without a tie to the applicant. One's own points by each criterion; again replaces them."""
    require(policies.may_assess(actor, proposal))
    criteria = list(proposal.round.guideline.criteria.all())
    if {one.pk for one in points} != {one.pk for one in criteria}:
        raise Invalid(_("Give points by each criterion."), "incomplete")
    for criterion, given in points.items():
        if not 0 <= given <= criterion.points:
            said = sentence(_("Give 0 to %(most)s points."), most=criterion.points)
            raise Invalid(said, fields={f"points_{criterion.public_id}": [said]})
    Assessment.objects.filter(proposal=proposal, by_id=actor.user_id).delete()
    stamp = mandates.stamp(actor, initiative=proposal.round.fund.initiative)
    made = Assessment.objects.bulk_create(
        [
            Assessment(
                proposal=proposal,
                criterion=criterion,
                points=given,
                **writing.said("note", (notes or {}).get(criterion, ""), actor),
                **stamp,
            )
            for criterion, given in points.items()
        ]
    )
    note(actor, "proposal.assessed", proposal, proposal.round.fund)
    return made


@transaction.atomic
def close_assessment(*, actor: Actor, round: FundingRound) -> FundingRound:
    """Director or coordinator. Refuses while a proposal was assessed by fewer than two people."""
    require(policies.may_move_round(actor, round))
    waiting = round.proposals.filter(state=ProposalState.SUBMITTED).annotate(
        people=Count("assessments__by", distinct=True)
    )
    short = [proposal.title for proposal in waiting if proposal.people < ASSESSORS]
    if short:
        template = _("“%(title)s” was assessed by fewer than two people: ask one more.")
        raise Refused(sentence(template, title=short[0]), "assessed_by_few")
    move(round, "assess", workflow.ROUND)
    note(actor, "round.assessed", round, round.fund)
    return round


@transaction.atomic
def recommend(*, actor: Actor, round: FundingRound, amounts: Mapping[Proposal, int]) -> FundingRound:
    """Director or coordinator. An amount for each proposal; zero declines it. Refuses more than the round's ceiling.

    A recommendation is no commitment: it may be more than is free now, and the page says so.
    """
    require(policies.may_move_round(actor, round))
    for proposal in amounts:
        require(policies.may_recommend(actor, proposal))
    waiting = set(round.proposals.filter(state=ProposalState.SUBMITTED).values_list("pk", flat=True))
    if {proposal.pk for proposal in amounts} != waiting or any(one < 0 for one in amounts.values()):
        raise Invalid(_("Recommend an amount for each proposal; zero declines it."), "incomplete")
    if sum(amounts.values()) > round.ceiling:
        template = _("The recommendations add up to %(sum)s and the round's ceiling is %(most)s: recommend less.")
        words = {"sum": sum(amounts.values()), "most": round.ceiling}
        said = {name: amount(one, round.restriction.currency) for name, one in words.items()}
        raise Invalid(sentence(template, **said), "over_ceiling")
    move(round, "recommend", workflow.ROUND)
    for proposal, given in amounts.items():
        move(proposal, "recommend" if given else "decline", workflow.PROPOSAL, recommended=given)
    note(actor, "round.recommended", round, round.fund, {"total": [None, sum(amounts.values())]})
    return round


@transaction.atomic
def put_to_body(*, actor: Actor, proposal: Proposal, item: Any = None) -> Decision:
    """Who runs the body. A decision about the applicant is proposed there, so that whoever is tied is recused."""
    fund = proposal.round.fund
    require(policies.may_move_round(actor, proposal.round))
    body = body_of(fund, proposal.round.guideline, proposal.recommended or 0)
    if proposal.state != ProposalState.RECOMMENDED or proposal.decision_id or body is None:
        raise Refused(_("Only a recommended proposal is put to the body, once."), "wrong_state")
    decision = decisions.propose(
        actor=actor,
        body=body,
        values={
            **_texts(proposal),
            "item": item,
            "rule": DecisionRule.MAJORITY,
            "concerns": proposal.participation.organisation,
        },
    )
    Proposal.objects.filter(pk=proposal.pk, decision__isnull=True).update(decision=decision)
    proposal.decision = decision
    return decision


def _texts(proposal: Proposal) -> dict[str, str]:
    out = {}
    for code in languages.codes():
        with translation.override(code):
            words = {
                "amount": amount(proposal.recommended),
                "organisation": languages.text(proposal.participation.organisation, "name", code).value,
                "title": proposal.title,
            }
            text = gettext("Allocate %(amount)s to %(organisation)s for “%(title)s”.") % words
            out[languages.column("text", code)] = text
    return out


@transaction.atomic
def decide(*, actor: Actor, round: FundingRound) -> FundingRound:
    """The director, once the body has decided about each recommended proposal; what it rejected is declined."""
    require(policies.may_decide_round(actor, round))
    proposals = list(round.proposals.filter(state=ProposalState.RECOMMENDED).select_related("decision"))
    if any(one.decision is None or not one.decision.is_decided for one in proposals):
        raise Refused(_("The body has not decided about each proposal yet."), "undecided")
    for proposal in proposals:
        if proposal.decision is not None and proposal.decision.outcome != "adopted":
            move(proposal, "decline", workflow.PROPOSAL)
    move(round, "decide", workflow.ROUND)
    note(actor, "round.decided", round, round.fund)
    return round


@transaction.atomic
def announce(*, actor: Actor, round: FundingRound) -> FundingRound:
    """Director or coordinator: the results may be told. Refuses while a decided proposal has no allocation."""
    require(policies.may_move_round(actor, round))
    if round.proposals.filter(state=ProposalState.RECOMMENDED).exists():
        raise Refused(_("Allocate what was decided first."), "unallocated")
    move(round, "announce", workflow.ROUND)
    note(actor, "round.announced", round, round.fund, {"on": [None, clock.today()]})
    return round
