"""Forms of a fund, its guidelines, its restrictions and the closing of its books."""

from functools import partial
from typing import Any

from django import forms
from django.utils.text import format_lazy
from django.utils.translation import gettext_lazy as _

from funding.forms.fields import (
    NONE,
    AmountField,
    DecisionField,
    DecisionForm,
    FundBilingual,
    FundForm,
    RowField,
    Rows,
    buckets,
    columns_of,
    day,
    document,
    long_text,
)
from funding.models import HOME, ConflictRule, CostType, Fund, Funder, RestrictionKind, Stream
from funding.models.columns import CURRENCIES
from initiative.models import Factor, Goal, Initiative
from kernel import languages
from kernel.forms import CleanChar
from partners.models.organisations import District, OrganisationKind
from working_groups.models import Body

ANY = [("", NONE)]


class NewFundForm(FundBilingual):
    """A fund of an initiative; the subject is the initiative, or the fund that is changed."""

    translated = {"name": {"label": _("Name"), "max_length": 120}}
    stream = forms.ChoiceField(label=_("Stream"), choices=Stream.choices)
    body = RowField(label=_("Deciding body"), required=False, empty_label=NONE)
    is_public = forms.BooleanField(label=_("Shown to the public"), required=False)

    def prepare(self) -> None:
        """Bodies of the initiative."""
        one = self.subject if isinstance(self.subject, Initiative) else self.subject.initiative
        self.offer("body", Body.objects.visible_to(self.actor).filter(initiative=one))

    def values(self) -> dict[str, Any]:
        """The columns."""
        names = ("stream", "body", "is_public")
        return {"values": {**columns_of(self.cleaned_data, "name"), **{n: self.cleaned_data[n] for n in names}}}


class FundEditForm(NewFundForm):
    """A fund, changed."""

    version = forms.IntegerField(required=False, widget=forms.HiddenInput)

    def begin(self) -> dict[str, Any]:
        """As it stands."""
        one: Fund = self.subject
        kept = {name: getattr(one, name) for name in (*languages.columns("name"), "stream", "is_public", "version")}
        return {**kept, "body": one.body.public_id if one.body else ""}

    def values(self) -> dict[str, Any]:
        """The columns and the version that was read."""
        return {**super().values(), "seen": self.cleaned_data["version"]}


CRITERIA = Rows(
    "criteria",
    _("Criterion"),
    8,
    {
        **{
            languages.column("name", code): partial(
                CleanChar, label=format_lazy("{} ({})", _("name"), languages.named(code)), max_length=200
            )
            for code in languages.codes()
        },
        "weight": lambda: forms.IntegerField(label=_("weight"), min_value=1, max_value=100),
        "points": lambda: forms.IntegerField(label=_("most points"), min_value=1, max_value=100),
    },
    optional=tuple(languages.column("name", code) for code in languages.codes() if code != languages.default()),
)


class GuidelineForm(FundBilingual):
    """A version of the joint guidelines: text, criteria with weights, ceilings, thresholds, the rule of conflicts."""

    repeated = (CRITERIA,)
    translated = {"text": {"label": _("Guidelines"), "widget": forms.Textarea, "max_length": 20000}}
    ceiling = AmountField(label=_("Ceiling of a grant"), least=0, required=False, help_text=_("Empty: none."))
    two_approvers_above = AmountField(label=_("Two approvers above"), least=0, required=False)
    decision_above = AmountField(label=_("A decision for each payment above"), least=0, required=False)
    learning_percent = forms.IntegerField(label=_("Kept for learning, per cent"), min_value=0, max_value=100, initial=5)
    hold_days = forms.IntegerField(label=_("A new bank account waits, days"), min_value=0, max_value=60, initial=3)
    upper_above = AmountField(
        label=_("Another body decides above"), least=0, required=False, help_text=_("Empty: the fund's body always.")
    )
    upper_body = RowField(label=_("Body that decides above this amount"), required=False, empty_label=NONE)
    advance_percent = forms.IntegerField(
        label=_("Paid before a report is accepted, at most, per cent of a grant"),
        min_value=0,
        max_value=100,
        initial=100,
        required=False,
    )
    report_days = forms.IntegerField(
        label=_("Last report after the end of a grant, days"), min_value=0, max_value=365, initial=45, required=False
    )
    conflict_rule = forms.ChoiceField(label=_("Members in conflict"), choices=ConflictRule.choices)
    publishes_grants = forms.ChoiceField(
        label=_("Publicity"),
        choices=[("True", _("Grants are published")), ("False", _("Grants are not published"))],
        required=False,
        initial=True,
    )

    AMOUNTS = ("ceiling", "two_approvers_above", "decision_above", "upper_above")
    NAMES = (
        *AMOUNTS, "upper_body", "learning_percent", "hold_days", "advance_percent", "report_days", "conflict_rule",
        "publishes_grants",
    )  # fmt: skip

    def prepare(self) -> None:
        """Bodies of the initiative."""
        self.offer("upper_body", Body.objects.visible_to(self.actor).filter(initiative=self.fund.initiative_id))

    def clean(self) -> dict[str, Any]:
        """An amount and the body that decides above it come together."""
        cleaned = super().clean()
        if bool(cleaned.get("upper_above")) != bool(cleaned.get("upper_body")):
            name = "upper_body" if cleaned.get("upper_above") else "upper_above"
            if name not in self.errors:
                self.add_error(name, _("Name both the amount and the body that decides above it, or neither."))
        return cleaned

    def begin(self) -> dict[str, Any]:
        """As the draft stands; a new version begins with the one in force."""
        one = self.subject
        if isinstance(one, Fund):
            one = one.guidelines.order_by("-number").first()  # type: ignore[attr-defined]
        if one is None:
            return {}
        out = {name: getattr(one, name) for name in (*languages.columns("text"), *self.NAMES)}
        out["upper_body"] = one.upper_body.public_id if one.upper_body else ""
        for number, row in enumerate(one.criteria.order_by("position"), 1):
            out |= {CRITERIA.at(number, cell): getattr(row, cell) for cell in CRITERIA.cells}
        return out

    def values(self) -> dict[str, Any]:
        """The columns and the criteria."""
        given = {name: self.cleaned_data[name] for name in self.NAMES}
        given |= {name: given[name] or 0 for name in self.AMOUNTS}
        given["publishes_grants"] = given["publishes_grants"] != "False"
        left = [name for name in ("advance_percent", "report_days") if given[name] is None]
        given |= {name: self.fields[name].initial for name in left}
        criteria = [{cell: value or "" for cell, value in row.items()} for row in self.filled("criteria")]
        return {"values": {**columns_of(self.cleaned_data, "text"), **given}, "criteria": criteria}


class AdoptForm(DecisionForm):
    """By which decision, and from when."""

    adopted_on = day(_("Adopted on"), required=False)


class RestrictionForm(FundBilingual):
    """A bucket under one rule; every part of the rule may be empty."""

    translated = {"name": {"label": _("Name"), "max_length": 160}}
    kind = forms.ChoiceField(
        label=_("Kind"), choices=[one for one in RestrictionKind.choices if one[0] != RestrictionKind.UNASSIGNED]
    )
    currency = forms.ChoiceField(label=_("Currency"), choices=CURRENCIES, initial=HOME)
    funder = RowField(label=_("Funder"), required=False, empty_label=NONE)
    factor = RowField(label=_("Factor of the road map"), required=False, empty_label=NONE)
    goal = RowField(label=_("Goal"), required=False, empty_label=NONE)
    district = forms.ChoiceField(label=_("District"), choices=[*ANY, *District.choices[1:]], required=False)
    cost_type = forms.ChoiceField(label=_("Kind of cost"), choices=[*ANY, *CostType.choices], required=False)
    recipient_kind = forms.ChoiceField(
        label=_("Kind of recipient"), choices=[*ANY, *OrganisationKind.choices], required=False
    )
    starts_on = day(_("From"), required=False)
    ends_on = day(_("Until"), required=False)
    decision = DecisionField(required=False, empty_label=NONE, help_text=_("What the committee designates needs it."))

    NAMES = (
        "kind", "currency", "funder", "factor", "goal", "district", "cost_type", "recipient_kind", "starts_on",
        "ends_on", "decision",
    )  # fmt: skip

    def prepare(self) -> None:
        """Funders, factors, goals and decisions of this fund."""
        initiative = self.fund.initiative_id
        self.offer(
            "funder",
            Funder.objects.visible_to(self.actor).filter(fund=self.fund).select_related("participation__organisation"),
        )
        self.offer("factor", Factor.objects.visible_to(self.actor).filter(initiative=initiative))
        self.offer("goal", Goal.objects.visible_to(self.actor).filter(initiative=initiative))
        self.fields["decision"].offer(self.actor, self.subject)  # type: ignore[attr-defined]

    def values(self) -> dict[str, Any]:
        """The columns."""
        return {"values": {**columns_of(self.cleaned_data, "name"), **{n: self.cleaned_data[n] for n in self.NAMES}}}


class RestrictionEditForm(RestrictionForm):
    """A bucket, changed."""

    version = forms.IntegerField(required=False, widget=forms.HiddenInput)

    def begin(self) -> dict[str, Any]:
        """As it stands."""
        one = self.subject
        kept = {name: getattr(one, name) for name in (*languages.columns("name"), "version")}
        return kept | {n: getattr(getattr(one, n), "public_id", getattr(one, n)) for n in self.NAMES}

    def values(self) -> dict[str, Any]:
        """The columns and the version that was read."""
        return {**super().values(), "seen": self.cleaned_data["version"]}


class ReleaseForm(FundForm):
    """How much of a restriction goes where, and by whose word."""

    target = RowField(label=_("Restriction it goes under"))
    amount = AmountField(label=_("Amount"))
    decision = DecisionField(required=False, empty_label=NONE)
    file = document(_("Consent of the donor"), required=False)
    reason = long_text(_("Reason"), rows=3, max_length=1000)

    def begin(self) -> dict[str, Any]:
        """All that is free."""
        return {"amount": self.subject.available or None}

    def prepare(self) -> None:
        """The other open restrictions of the same currency; decisions."""
        self.offer("target", buckets(self.fund).filter(currency=self.subject.currency).exclude(pk=self.subject.pk))
        self.fields["decision"].offer(self.actor, self.subject)  # type: ignore[attr-defined]
        self.count_in(self.subject.currency)


class CloseForm(FundForm):
    """Until which day the books are closed."""

    until = day(_("Closed until"), help_text=_("Nothing is posted on that day or before it any more."))
