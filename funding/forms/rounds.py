"""Forms of rounds: opened, proposed to, assessed, recommended, allocated."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from funding.forms.fields import (
    NONE,
    AmountField,
    DecisionField,
    FundBilingual,
    FundForm,
    RowField,
    buckets,
    columns_of,
    day,
    long_text,
    short_text,
)
from funding.models import CostType, FundingRound, Proposal, ProposalState
from initiative.models import Factor
from kernel import languages
from kernel.actor import Actor
from kernel.formatting import amount as written
from kernel.text import sentence
from partners.models import Participation
from partners.models.organisations import District

LEADS = ("partners.representative", "partners.alternate")
ANY = [("", NONE)]


class RoundForm(FundBilingual):
    """A round for a gap of the road map."""

    translated = {"name": {"label": _("Name"), "max_length": 160}}
    factor = RowField(label=_("Factor of the road map"), required=False, empty_label=NONE)
    restriction = RowField(label=_("Restriction"))
    ceiling = AmountField(label=_("Ceiling"))
    opens_on = day(_("Opens on"))
    closes_on = day(_("Closes on"))

    def prepare(self) -> None:
        """Factors of the initiative, restrictions that may be spent."""
        self.offer("factor", Factor.objects.visible_to(self.actor).filter(initiative=self.fund.initiative_id))
        self.offer("restriction", buckets(self.fund))

    def values(self) -> dict[str, Any]:
        """The columns."""
        names = ("factor", "restriction", "ceiling", "opens_on", "closes_on")
        return {"values": {**columns_of(self.cleaned_data, "name"), **{n: self.cleaned_data[n] for n in names}}}


class RoundEditForm(RoundForm):
    """A round that is open: what it is called, for which gap, up to how much, until when."""

    NAMES = ("factor", "ceiling", "closes_on")
    version = forms.IntegerField(required=False, widget=forms.HiddenInput)

    def begin(self) -> dict[str, Any]:
        """As it stands."""
        one = self.subject
        kept = {name: getattr(one, name) for name in (*languages.columns("name"), "version", "ceiling", "closes_on")}
        return kept | {"factor": one.factor and one.factor.public_id}

    def prepare(self) -> None:
        """Factors of the initiative; the money and the first day stay."""
        super().prepare()
        del self.fields["restriction"], self.fields["opens_on"]

    def values(self) -> dict[str, Any]:
        """The columns and the version that was read."""
        given = self.cleaned_data
        columns = {**columns_of(given, "name"), **{name: given[name] for name in self.NAMES}}
        return {"values": columns, "seen": given["version"]}


def own_participations(actor: Actor, initiative_id: int) -> Any:
    """The partners for whom this person may propose."""
    rows = Participation.objects.filter(initiative=initiative_id, pk__in=actor.keys(*LEADS))
    return rows.select_related("organisation").order_by("pk")


def free_participations(actor: Actor, round: FundingRound) -> Any:
    """Those of them that have no proposal in this round."""
    there = Proposal.objects.filter(round=round).exclude(state=ProposalState.WITHDRAWN)
    return own_participations(actor, round.fund.initiative_id).exclude(pk__in=there.values("participation"))


class ProposalForm(FundForm):
    """What a partner asks for."""

    participation = RowField(label=_("Organisation"), empty_label=None)
    title = short_text(_("Title"))
    summary = long_text(_("Summary"), rows=6, max_length=5000, required=False)
    amount = AmountField(label=_("Amount"))
    district = forms.ChoiceField(label=_("District"), choices=[*ANY, *District.choices[1:]], required=False)
    cost_type = forms.ChoiceField(label=_("Kind of cost"), choices=[*ANY, *CostType.choices], required=False)

    def prepare(self) -> None:
        """The partners one acts for that have no proposal here."""
        self.offer("participation", free_participations(self.actor, self.subject))

    def values(self) -> dict[str, Any]:
        """The partner, and the columns."""
        values = dict(self.cleaned_data)
        return {"participation": values.pop("participation"), "values": values}


class AssessForm(FundForm):
    """One's own points by each criterion of the guidelines, with the reason."""

    def prepare(self) -> None:
        """A field for the points and one for the reason of each criterion."""
        for one in self._criteria():
            most = sentence(_("0 to %(most)s; weight %(weight)s."), most=one.points, weight=one.weight)
            self.fields[f"points_{one.public_id}"] = forms.IntegerField(
                label=str(one), min_value=0, max_value=one.points, help_text=most
            )
            self.fields[f"note_{one.public_id}"] = long_text(_("Reason"), rows=2, required=False)

    def begin(self) -> dict[str, Any]:
        """What one gave before."""
        out: dict[str, Any] = {}
        for row in self.subject.assessments.filter(by_id=self.actor.user_id).select_related("criterion"):
            key = row.criterion.public_id
            out |= {f"points_{key}": row.points, f"note_{key}": row.note}
        return out

    def _criteria(self) -> list[Any]:
        if not hasattr(self, "_found"):
            self._found = list(self.subject.round.guideline.criteria.order_by("position"))
        return self._found

    def values(self) -> dict[str, Any]:
        """Points and reasons by criterion."""
        given = self.cleaned_data
        return {
            "points": {one: given[f"points_{one.public_id}"] for one in self._criteria()},
            "notes": {one: given[f"note_{one.public_id}"] for one in self._criteria()},
        }


class RecommendForm(FundForm):
    """An amount for each proposal; zero declines it."""

    def prepare(self) -> None:
        """A field for each proposal that waits."""
        for one in self._waiting():
            field = AmountField(label=f"{one.title} ({one.participation})", least=0)
            asked = written(one.amount, self.subject.restriction.currency)
            field.help_text = sentence(_("Asked for %(amount)s. Zero declines it."), amount=asked)
            self.fields[f"amount_{one.public_id}"] = field

    def begin(self) -> dict[str, Any]:
        """What was asked for."""
        return {f"amount_{one.public_id}": one.amount for one in self._waiting()}

    def _waiting(self) -> list[Proposal]:
        if not hasattr(self, "_found"):
            rows = Proposal.objects.visible_to(self.actor).filter(round=self.subject, state=ProposalState.SUBMITTED)
            self._found = list(rows.select_related("participation__organisation", "round__fund").order_by("pk"))
        return self._found

    def values(self) -> dict[str, Any]:
        """An amount for each."""
        return {"amounts": {one: self.cleaned_data[f"amount_{one.public_id}"] for one in self._waiting()}}


class AllocateProposalForm(FundForm):
    """How much of a bucket is set aside for a proposal that was decided."""

    restriction = RowField(label=_("Restriction"))
    amount = AmountField(label=_("Amount"))

    def begin(self) -> dict[str, Any]:
        """What was decided, out of the round's restriction."""
        return {"restriction": self.subject.round.restriction.public_id, "amount": self.subject.recommended}

    def prepare(self) -> None:
        """Restrictions that may be spent."""
        self.offer("restriction", buckets(self.fund))

    def values(self) -> dict[str, Any]:
        """What the act takes; the decision is the proposal's."""
        return {**self.cleaned_data, "decision": self.subject.decision, "fund": self.fund}


class AllocateForm(FundForm):
    """Money of a bucket set aside by a decision without a round."""

    restriction = RowField(label=_("Restriction"))
    decision = DecisionField()
    amount = AmountField(label=_("Amount"))

    def prepare(self) -> None:
        """Restrictions that may be spent, decisions of the body."""
        self.offer("restriction", buckets(self.fund))
        self.fields["decision"].offer(self.actor, self.subject)  # type: ignore[attr-defined]
