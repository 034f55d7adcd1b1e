"""Rounds: the list, opened, proposed to, assessed, recommended, put to the body, decided; what was allocated by it."""

from collections.abc import Mapping
from typing import Any

from django.db.models import QuerySet
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from funding.forms import rounds as forms
from funding.forms.fields import ReasonForm
from funding.models import Allocation, FundingRound, RoundState
from funding.selectors import reach
from funding.services import rounds
from funding.views.acts import Act, FundAct, Press, ThingAct, act, offered, press
from funding.views.bases import OfFund, crumbs, fund_url, tabs
from kernel import permissions
from kernel.formatting import amount as written
from kernel.permissions import Denied
from kernel.views import ScopedList, find

_ROUND = ("factor", "restriction", "fund__body", "guideline")


class RoundList(OfFund, ScopedList):
    """Rounds of a fund."""

    model = FundingRound
    template_name = "funding/round_list.html"
    sorts = {"closes": ("-closes_on",)}

    def get_subject(self) -> Any:
        """The fund, also for a partner who sees no more of it than its rounds."""
        rows = reach.funds(self.actor, self.initiative, FundingRound)
        return find(rows, public_id=self.kwargs["fund"])

    def get_queryset(self) -> QuerySet[Any]:
        """Of this fund."""
        rows = super().get_queryset().filter(fund__initiative=self.initiative, fund__public_id=self.kwargs["fund"])
        return rows.select_related("fund__initiative", "factor", "restriction")

    def get_context(self, subject: Any) -> Mapping[str, Any]:
        """Title, tabs, the acts."""
        actor = self.actor
        new = act(
            actor, "funding.round.open", subject, fund_url("round-new", subject), _("Open a round"), kind="primary",
            icon="plus",
        )  # fmt: skip
        give = act(
            actor,
            "funding.allocation.make",
            subject,
            fund_url("allocation-new", subject),
            _("Allocate without a round"),
        )
        return {
            "title": _("Allocation rounds"),
            "object": subject,
            "crumbs": crumbs(subject, (_("Allocation rounds"), "")),
            "tabs": tabs(actor, subject, "rounds"),
            "acts": offered([new, give]),
            "allocations": list(
                Allocation.objects.visible_to(actor)
                .filter(fund=subject)
                .select_related("restriction", "decision__body", "fund__initiative")
                .order_by("-pk")[:50]
            ),
        }


class RoundNew(FundAct):
    """Open one."""

    policy = "funding.round.open"
    form_class = forms.RoundForm
    service = staticmethod(rounds.open_round)
    back = "rounds"
    title = gettext_lazy("New round")
    submit = gettext_lazy("Open the round")
    success_message = gettext_lazy("The round is open for proposals.")


class OfRound(ThingAct):
    """A form about a round."""

    model = FundingRound
    select = _ROUND
    argument = "round"


class RoundEdit(OfRound):
    """While it is open."""

    policy = "funding.round.edit"
    form_class = forms.RoundEditForm
    service = staticmethod(rounds.change)
    title = gettext_lazy("Edit the round")
    submit = gettext_lazy("Save the round")
    success_message = gettext_lazy("The round is saved.")
    after = (gettext_lazy("All partners hear of the change in their news."),)


class RoundCancel(OfRound):
    """While nobody has answered it."""

    policy = "funding.round.cancel"
    form_class = ReasonForm
    service = staticmethod(rounds.cancel)
    title = gettext_lazy("Cancel the round")
    submit = gettext_lazy("Cancel the round")
    danger = True
    success_message = gettext_lazy("The round is cancelled.")
    after = (gettext_lazy("All partners hear of it in their news, with the reason."),)


class Propose(OfRound):
    """A partner asks."""

    policy = "funding.proposal.submit"
    form_class = forms.ProposalForm
    service = staticmethod(rounds.submit)
    title = gettext_lazy("New proposal")
    submit = gettext_lazy("Send the proposal")
    success_message = gettext_lazy("The proposal is sent.")
    after = (
        gettext_lazy("Two people or more assess it by the criteria of the guidelines."),
        gettext_lazy("Whoever is tied to your organisation does not read it and takes no part."),
    )

    def ask(self, subject: FundingRound) -> permissions.Answer:
        """Asked about the partner one acts for."""
        return may_propose(self.actor, subject)

    def get_facts(self, subject: FundingRound) -> Any:
        """What the round can give, until when, and by what it is judged."""
        criteria = subject.guideline.criteria.order_by("position")
        return [
            (_("Ceiling"), written(subject.ceiling, subject.restriction.currency)),
            (_("Closes on"), subject.closes_on),
            (_("Criteria"), ", ".join(str(one) for one in criteria)),
        ]

    def get_success_url(self, subject: Any, result: Any) -> str:
        """To the proposal."""
        return str(result.get_absolute_url())


def may_propose(actor: Any, round: FundingRound) -> permissions.Answer:
    """Whether this person may propose for any partner; the first refusal otherwise."""
    parts = list(forms.own_participations(actor, round.fund.initiative_id))
    if parts and not (parts := list(forms.free_participations(actor, round))):
        return Denied("one_each", rounds.ONE_EACH)
    answers = [permissions.ask("funding.proposal.submit", actor, (round, part)) for part in parts]
    denied: permissions.Answer = Denied(
        "not_lead", gettext_lazy("This act belongs to the organisation's representative.")
    )
    return next((one for one in answers if one), answers[0] if answers else denied)


class Recommend(OfRound):
    """An amount for each."""

    policy = "funding.round.move"
    form_class = forms.RecommendForm
    service = staticmethod(rounds.recommend)
    title = gettext_lazy("Recommendation to the body")
    submit = gettext_lazy("Recommend the amounts")
    success_message = gettext_lazy("The recommendation stands. Put each proposal to the body.")
    after = (gettext_lazy("A recommendation is no commitment: it may be more than is free now."),)

    def get_facts(self, subject: FundingRound) -> Any:
        """What the amounts may add up to, and what is free now."""
        bucket = subject.restriction
        return [
            (_("Ceiling"), written(subject.ceiling, bucket.currency)),
            (_("Free to allocate"), written(bucket.available, bucket.currency)),
        ]


class RoundPress(Press):
    """A button about a round."""

    model = FundingRound
    select = _ROUND
    argument = "round"
    policy = "funding.round.move"


class CloseAssessment(RoundPress):
    """Everything is assessed."""

    service = staticmethod(rounds.close_assessment)
    success_message = gettext_lazy("The assessment is closed.")


class Decide(RoundPress):
    """The body has decided."""

    policy = "funding.round.decide"
    service = staticmethod(rounds.decide)
    success_message = gettext_lazy("The round is decided.")


class Announce(RoundPress):
    """The results may be told."""

    service = staticmethod(rounds.announce)
    success_message = gettext_lazy("The results are announced.")


def acts_of(actor: Any, round: FundingRound) -> list[Any]:
    """What can be done about a round, in its present state."""
    fund, out = round.fund, []

    def url(name: str) -> str:
        return fund_url(name, fund, round.public_id)

    if round.state == RoundState.OPENED:
        out.append(Act(url("proposal-new"), _("New proposal"), may_propose(actor, round), icon="plus", kind="primary"))
        out.append(press(actor, "funding.round.move", round, url("round-assessed"), _("Close the assessment")))
        out.append(act(actor, "funding.round.edit", round, url("round-edit"), _("Change the round")))
        out.append(act(actor, "funding.round.cancel", round, url("round-cancel"), _("Cancel the round")))
    if round.state == RoundState.ASSESSED:
        out.append(
            act(actor, "funding.round.move", round, url("round-recommend"), _("Recommend the amounts"), kind="primary")
        )
    if round.state == RoundState.RECOMMENDED:
        out.append(
            press(
                actor,
                "funding.round.decide",
                round,
                url("round-decide"),
                _("Close the round as decided"),
                kind="primary",
            )
        )
    if round.state == RoundState.DECIDED:
        out.append(
            press(actor, "funding.round.move", round, url("round-announce"), _("Announce the results"), kind="primary")
        )
    return offered(out)
