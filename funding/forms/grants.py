"""Forms of grants: awarded, planned, sent, amended, ended; conditions met by a document."""

from datetime import date, timedelta
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from funding.forms.fields import (
    NONE,
    AmountField,
    DecisionField,
    FundForm,
    RowField,
    Rows,
    day,
    document,
    long_text,
    short_text,
)
from funding.models import CostType, ReportKind, TrancheState
from funding.schedules import add_months
from funding.services import grants
from funding.services.grants import BudgetPlan, TranchePlan
from initiative.models import Factor, Goal
from kernel import clock
from partners.models import Participation
from partners.models.organisations import District

ANY = [("", NONE)]

TRANCHES = Rows(
    "tranches",
    _("Tranche"),
    6,
    {
        "due_on": lambda: day(pgettext_lazy("money", "due on")),
        "amount": lambda: AmountField(label=_("amount")),
        "after_report": lambda: forms.IntegerField(label=_("after report number"), min_value=0, max_value=12),
        "condition": lambda: short_text(_("other condition"), max_length=300),
    },
    optional=("after_report", "condition"),
    shown=2,
)
BUDGET = Rows(
    "budget",
    _("Budget line"),
    8,
    {
        "name": lambda: short_text(_("name")),
        "cost_type": lambda: forms.ChoiceField(label=_("kind of cost"), choices=[*ANY, *CostType.choices]),
        "amount": lambda: AmountField(label=_("amount")),
    },
)
REPORTS = Rows("reports", _("Report"), 6, {"due_on": lambda: day(_("due on"))}, shown=2)


class AwardForm(FundForm):
    """Part of an allocation becomes a grant of a partner."""

    participation = RowField(label=_("Grantee"))
    title = short_text(_("Title"))
    amount = AmountField(label=_("Amount"))
    starts_on = day(_("From"))
    ends_on = day(_("Until"))
    factor = RowField(label=_("Factor of the road map"), required=False, empty_label=NONE)
    goal = RowField(label=_("Goal"), required=False, empty_label=NONE)
    district = forms.ChoiceField(label=_("District"), choices=[*ANY, *District.choices[1:]], required=False)
    cost_type = forms.ChoiceField(label=_("Kind of cost"), choices=[*ANY, *CostType.choices], required=False)

    def begin(self) -> dict[str, Any]:
        """What the proposal said, and a year from today."""
        one, today = self.subject, clock.today()
        out = {"amount": one.remaining, "starts_on": today, "ends_on": add_months(today, 12)}
        if one.proposal is not None:
            asked = one.proposal
            out |= {"participation": asked.participation.public_id, "title": asked.title, "district": asked.district}
            out |= {"cost_type": asked.cost_type}
        if one.round is not None and one.round.factor is not None:
            out["factor"] = one.round.factor.public_id
        return out

    def prepare(self) -> None:
        """Partners, factors and goals of the initiative."""
        initiative = self.fund.initiative_id
        rows = Participation.objects.visible_to(self.actor).filter(initiative=initiative)
        rows = rows.select_related("organisation", "person")
        self.offer("participation", rows, by_name=True)
        self.offer("factor", Factor.objects.visible_to(self.actor).filter(initiative=initiative))
        self.offer("goal", Goal.objects.visible_to(self.actor).filter(initiative=initiative))

    def values(self) -> dict[str, Any]:
        """The partner, the amount, the columns."""
        values = dict(self.cleaned_data)
        return {"participation": values.pop("participation"), "amount": values.pop("amount"), "values": values}


class PlanForm(FundForm):
    """Tranches with what they wait for, the budget with its learning line, the days of reports."""

    repeated = (TRANCHES, BUDGET, REPORTS)

    def begin(self) -> dict[str, Any]:
        """As it was planned."""
        out: dict[str, Any] = {}
        for number, one in enumerate(
            self.subject.tranches.order_by("number").prefetch_related("conditions__report"), 1
        ):
            out |= {TRANCHES.at(number, "due_on"): one.due_on, TRANCHES.at(number, "amount"): one.amount}
            for condition in one.conditions.all():
                cell, value = (
                    ("after_report", condition.report.number) if condition.report else ("condition", condition.text)
                )
                out[TRANCHES.at(number, cell)] = value
        for number, line in enumerate(self.subject.budget.order_by("position"), 1):
            out |= {BUDGET.at(number, cell): getattr(line, cell) for cell in BUDGET.cells}
        reports = self.subject.reports.exclude(kind="follow_up").order_by("number")
        for number, report in enumerate(reports, 1):
            out[REPORTS.at(number, "due_on")] = report.due_on
        return out or self._suggested()

    def _suggested(self) -> dict[str, Any]:
        """What the guidelines let through as it stands: learning as much as they keep, a last report by their day."""
        grant = self.subject
        rules, whole = grant.allocation.guideline, grants.total(grant)
        learning = -(-whole * rules.learning_percent // 100)
        tranches, reports = self._shared_out(whole, rules.advance_percent)
        reports.append(grant.ends_on + timedelta(days=min(30, rules.report_days)))
        out: dict[str, Any] = {
            BUDGET.at(1, "cost_type"): grant.cost_type or CostType.PROGRAMME,
            BUDGET.at(1, "amount"): whole - learning,
            BUDGET.at(2, "cost_type"): CostType.LEARNING,
            BUDGET.at(2, "amount"): learning,
        }
        for number, one in enumerate(tranches, 1):
            out |= {TRANCHES.at(number, cell): value for cell, value in one.items()}
        return out | {REPORTS.at(number, "due_on"): due_on for number, due_on in enumerate(reports, 1)}

    def _shared_out(self, whole: int, percent: int) -> tuple[list[dict[str, Any]], list[date]]:
        """All of it now; or as much as may be paid before a report, and the rest after one half-way from today on."""
        grant = self.subject
        first = {"due_on": grant.starts_on, "amount": whole * percent // 100}
        if first["amount"] >= whole:
            return [{**first, "amount": whole}], []
        begun = min(max(grant.starts_on, clock.today()), grant.ends_on)  # no report is owed before it was planned
        half_way = begun + (grant.ends_on - begun) / 2
        paid_on = min(half_way + timedelta(days=30), grant.ends_on)
        rest = {"due_on": paid_on, "amount": whole - first["amount"], "after_report": 1}
        return [one for one in (first, rest) if one["amount"]], [half_way]

    def values(self) -> dict[str, Any]:
        """The plan."""
        tranches = [
            TranchePlan(one["due_on"], one["amount"], one["after_report"] or 0, one["condition"] or "")
            for one in self.filled("tranches")
        ]
        budget = [BudgetPlan(one["name"], one["amount"], one["cost_type"]) for one in self.filled("budget")]
        return {"tranches": tranches, "budget": budget, "reports": [one["due_on"] for one in self.filled("reports")]}


class AgreementForm(FundForm):
    """The agreement that is sent."""

    file = document(_("Agreement"), required=False)


class AmendGrantForm(FundForm):
    """More by a new tranche, or less by one that falls away; by a decision."""

    direction = forms.ChoiceField(
        label=_("What changes"),
        choices=[("more", _("More money: a new tranche")), ("less", _("Less money: a tranche falls away"))],
    )
    amount = AmountField(label=_("Amount"))
    tranche_due_on = day(_("New tranche, due on"), required=False)
    after_report = RowField(label=_("New tranche, after report"), required=False, empty_label=NONE)
    cancel = RowField(label=_("Tranche that falls away"), required=False, empty_label=NONE)
    decision = DecisionField()
    reason = long_text(_("Reason"), rows=3)

    def prepare(self) -> None:
        """Tranches that nobody touched, decisions of the body."""
        rows = self.subject.tranches.filter(state__in=[TrancheState.PLANNED, TrancheState.DUE])
        self.offer("cancel", rows.order_by("number"))
        self.offer("after_report", self.subject.reports.exclude(kind=ReportKind.FOLLOW_UP).order_by("number"))
        self.fields["decision"].offer(self.actor, self.subject)  # type: ignore[attr-defined]

    def values(self) -> dict[str, Any]:
        """The signed amount and the rest."""
        values = dict(self.cleaned_data)
        if values.pop("direction") == "less":
            values["amount"] = -values["amount"]
        return values


class TerminateForm(FundForm):
    """By which decision, and why, a grant ends before its time."""

    decision = DecisionField()
    reason = long_text(_("Reason"), rows=3)

    def prepare(self) -> None:
        """Decisions of the body."""
        self.fields["decision"].offer(self.actor, self.subject)  # type: ignore[attr-defined]


class MeetForm(FundForm):
    """The document by which a condition is met."""

    file = document(_("Document"), required=False)
