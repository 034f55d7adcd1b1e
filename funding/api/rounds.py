"""From a round to an allocation."""

from typing import Any

from drf_spectacular.utils import extend_schema
from rest_framework import serializers, status
from rest_framework.request import Request
from rest_framework.response import Response

from funding.api.acts import act, make, order_of
from funding.api.bases import OfFund
from funding.api.rows_out import (
    AllocationSerializer,
    AssessmentSerializer,
    GrantSerializer,
    ProposalSerializer,
    RoundSerializer,
)
from funding.forms import grants as grant_forms
from funding.forms import rounds as forms
from funding.forms.fields import ReasonForm
from funding.models import Allocation, Assessment, FundingRound, Proposal
from funding.policies import rounds as policies
from funding.services import allocations, grants, rounds
from kernel.api_bodies import body, gate
from partners.models import Participation

POINTS = body(
    "FundingAssessOrder",
    more={
        "points_<criterion>": serializers.IntegerField(required=False, help_text="Points by a criterion, by its id."),
        "note_<criterion>": serializers.CharField(required=False, help_text="The reason for them."),
    },
)
AMOUNTS = body(
    "FundingRecommendOrder",
    more={"amount_<proposal>": serializers.CharField(required=False, help_text="An amount for each; 0 declines it.")},
)


class Rounds(OfFund):
    """Rounds of proposals; whoever takes part knows of them."""

    model = FundingRound
    serializer_class = RoundSerializer
    select = ("factor", "restriction", "guideline", "fund__body")
    sorts = ("-closes_on", "-pk")

    create = make("funding.round.open", rounds.open_round, forms.RoundForm, gives=RoundSerializer, text="Open a round.")

    partial_update = act(
        "funding.round.edit", rounds.change, forms.RoundEditForm, argument="round",
        text="Change its name, factor, ceiling or last day, while it is open.",
    )  # fmt: skip

    cancel = act(
        "funding.round.cancel", rounds.cancel, ReasonForm, argument="round",
        text="It takes place no more: while it is open and no proposal stands in it.",
    )  # fmt: skip

    @extend_schema(request=order_of(forms.ProposalForm), responses={201: ProposalSerializer})
    def propose(self, request: Request, **kwargs: Any) -> Response:
        """Send a partner's proposal."""
        row = self.get_object()
        gate(may_propose(self.actor, row))

        def run() -> Response:
            result = rounds.submit(actor=self.actor, round=row, **self.typed(forms.ProposalForm, row))
            told = ProposalSerializer(result, context=self.get_serializer_context())
            return Response(told.data, status=status.HTTP_201_CREATED)

        return self.once(run)

    close_assessment = act(
        "funding.round.move", rounds.close_assessment, argument="round", text="Everything is assessed."
    )
    recommend = act(
        "funding.round.move", rounds.recommend, forms.RecommendForm, argument="round", order=AMOUNTS,
        text="Recommend an amount for each proposal.",
    )  # fmt: skip
    decide = act("funding.round.decide", rounds.decide, argument="round", text="The body has decided about each.")
    announce = act("funding.round.move", rounds.announce, argument="round", text="The results may be told.")


def may_propose(actor: Any, round: FundingRound) -> Any:
    """Whether this person may propose for any partner; the refusal about the first otherwise."""
    parts = list(forms.own_participations(actor, round.fund.initiative_id)) or [Participation()]
    answers = [policies.may_submit(actor, (round, part)) for part in parts]
    return next((one for one in answers if one), answers[0])


class Proposals(OfFund):
    """Proposals: one's own; the readers of money all but those of organisations they are tied to."""

    model = Proposal
    serializer_class = ProposalSerializer
    of = "round__fund"
    select = ("round__guideline", "round__restriction", "round__fund__body", "participation__organisation", "decision")
    sorts = ("-pk",)

    assess = act(
        "funding.proposal.assess", rounds.assess, forms.AssessForm, argument="proposal", order=POINTS,
        text="Give one's own points by each criterion; again replaces them.",
    )  # fmt: skip
    withdraw = act("funding.proposal.withdraw", rounds.withdraw, argument="proposal", text="Take it back.")
    put_to_body = act(
        "funding.round.move", rounds.put_to_body, argument="proposal", asked=lambda row: row.round,
        text="Put it to the body: a decision about the applicant is proposed there.",
    )  # fmt: skip
    allocate = act(
        "funding.allocation.make", allocations.allocate, forms.AllocateProposalForm, argument="proposal",
        asked=lambda row: row.round.fund, gives=AllocationSerializer, text="Set money aside for what was decided.",
    )  # fmt: skip


class Assessments(OfFund):
    """What each assessor gave; not for who is tied to the applicant, nor for the applicant."""

    model = Assessment
    serializer_class = AssessmentSerializer
    of = "proposal__round__fund"
    select = ("proposal", "criterion", "by")
    sorts = ("proposal", "criterion", "pk")


class Allocations(OfFund):
    """Money of a bucket set aside by a decision."""

    model = Allocation
    serializer_class = AllocationSerializer
    select = (
        "restriction", "decision__body", "guideline", "round__factor", "proposal__participation__organisation", "entry",
        "fund__body",
    )  # fmt: skip
    sorts = ("-pk",)

    create = make(
        "funding.allocation.make", allocations.allocate, forms.AllocateForm, gives=AllocationSerializer,
        text="Set money aside by a decision, without a round.",
    )  # fmt: skip
    close = act(
        "funding.allocation.close", allocations.close, argument="allocation", text="Release what no grant has taken."
    )
    award = act(
        "funding.grant.award", grants.award, grant_forms.AwardForm, argument="allocation", gives=GrantSerializer,
        text="Award a grant out of it.",
    )  # fmt: skip
