"""Forms of what funders promise."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from funding.forms.fields import (
    NONE,
    AmountField,
    DecisionForm,
    FundForm,
    RowField,
    Rows,
    buckets,
    day,
    document,
    long_text,
    short_text,
)
from funding.models import (
    HOME,
    OPEN_INSTALMENTS,
    Funder,
    OutsideKind,
    OutsideMoney,
    RestrictionKind,
    SourceSector,
    Visibility,
)
from funding.models.columns import CURRENCIES
from funding.schedules import Part
from initiative.models import Factor
from kernel.forms import NumberField

INSTALMENTS = Rows(
    "instalments",
    _("Instalment"),
    8,
    {"due_on": lambda: day(pgettext_lazy("money", "due on")), "amount": lambda: AmountField(label=_("amount"))},
)


class PledgeForm(FundForm):
    """A promise of a funder with its instalments; the subject is the funder, or the pledge that is changed."""

    repeated = (INSTALMENTS,)
    restriction = RowField(label=_("Restriction"))
    currency = forms.ChoiceField(label=_("Currency"), choices=CURRENCIES, initial=HOME)
    amount = AmountField(label=_("Amount"))
    rate = NumberField(label=_("Rate to shekels"), required=False, help_text=_("For foreign money only."))
    rate_source = short_text(_("Source of the rate"), max_length=120, required=False)
    rate_on = day(_("Day of the rate"), required=False)
    condition = long_text(_("Condition"), required=False)
    match_percent = forms.IntegerField(
        label=_("Matching, per cent"), required=False, min_value=0, max_value=1000,
        help_text=_("100 is a shekel for each shekel that others bring, up to the amount."),
    )  # fmt: skip
    match_until = day(_("The match lapses on"), required=False)
    visibility = forms.ChoiceField(label=_("What others may know"), choices=Visibility.choices)

    @property
    def funder(self) -> Funder:
        """Whose promise it is."""
        return self.subject if isinstance(self.subject, Funder) else self.subject.funder

    def begin(self) -> dict[str, Any]:
        """As the funder wishes to be known."""
        return {"visibility": self.funder.visibility}

    def prepare(self) -> None:
        """The fund's restrictions, and the funder's own."""
        rows = buckets(self.fund)
        self.offer("restriction", rows.exclude(kind=RestrictionKind.DONOR) | rows.filter(funder=self.funder))

    def clean_currency(self) -> str:
        """The amounts below it are in this currency."""
        self.count_in(self.cleaned_data["currency"])
        return str(self.cleaned_data["currency"])

    def clean(self) -> dict[str, Any]:
        """A foreign amount has its rate, where it is from and of which day."""
        cleaned = super().clean()
        currency = cleaned.get("currency", HOME)
        if currency == HOME:
            cleaned.update(rate=1, rate_source="", rate_on=None)
        else:
            for name in ("rate", "rate_source", "rate_on"):
                if not cleaned.get(name) and name not in self.errors:
                    self.add_error(name, _("Foreign money needs its rate, where it is from and of which day."))
        bucket = cleaned.get("restriction")
        if bucket is not None and bucket.currency not in {currency, HOME}:
            self.add_error("restriction", _("This restriction holds another currency."))
        cleaned["match_percent"] = cleaned.get("match_percent") or 0
        return cleaned

    def values(self) -> dict[str, Any]:
        """The columns and the instalments."""
        names = {rows.at(n, cell) for rows in self.repeated for n in range(1, rows.count + 1) for cell in rows.cells}
        values = {name: value for name, value in self.cleaned_data.items() if name not in names}
        seen = {"seen": values.pop("version")} if "version" in values else {}
        return {"values": values, "parts": self.parts(), **seen}

    def parts(self) -> list[Part]:
        """The instalments; one at once where none was typed."""
        rows = self.filled("instalments")
        return [Part(number, one["due_on"], one["amount"]) for number, one in enumerate(rows, 1)]


def _kept(pledge: Any, *columns: str) -> dict[str, Any]:
    out = {name: getattr(pledge, name) for name in columns}
    for number, one in enumerate(pledge.instalments.order_by("number"), 1):
        out |= {INSTALMENTS.at(number, "due_on"): one.due_on, INSTALMENTS.at(number, "amount"): one.amount}
    return out


class PledgeEditForm(PledgeForm):
    """A draft, changed."""

    version = forms.IntegerField(required=False, widget=forms.HiddenInput)

    def prepare(self) -> None:
        """Its amounts are shown in its own currency."""
        super().prepare()
        self.count_in(self.subject.currency)

    def begin(self) -> dict[str, Any]:
        """As it stands."""
        one = self.subject
        names = ("currency", "amount", "rate", "rate_source", "rate_on", "condition", "match_percent", "match_until")
        return {**_kept(one, *names, "visibility", "version"), "restriction": one.restriction.public_id}


class AmendForm(FundForm):
    """What is promised from now on, instead of what has not come yet."""

    repeated = (INSTALMENTS,)
    amount = AmountField(label=_("Amount from now on"))
    condition = long_text(_("Condition"), required=False)
    visibility = forms.ChoiceField(label=_("What others may know"), choices=Visibility.choices)

    def prepare(self) -> None:
        """In the currency that was promised."""
        self.count_in(self.subject.currency)

    def begin(self) -> dict[str, Any]:
        """What has not come yet."""
        rows = self.subject.instalments.filter(state__in=OPEN_INSTALMENTS).order_by("number")
        open_ = [one for one in rows if one.rest]
        rest: dict[str, Any] = {"amount": sum(one.rest for one in open_)}
        for number, one in enumerate(open_, 1):
            rest |= {INSTALMENTS.at(number, "due_on"): one.due_on}
            rest |= {INSTALMENTS.at(number, "amount"): one.rest}
        return {**rest, "condition": self.subject.condition, "visibility": self.subject.visibility}

    def values(self) -> dict[str, Any]:
        """The columns and the instalments."""
        values = {name: self.cleaned_data[name] for name in ("amount", "condition", "visibility")}
        rows = enumerate(self.filled("instalments"), 1)
        return {"values": values, "parts": [Part(number, one["due_on"], one["amount"]) for number, one in rows]}


class SignPledgeForm(FundForm):
    """The signed letter, where there is one."""

    file = document(_("Signed letter"), required=False)


class WeighForm(FundForm):
    """How probable it is that an instalment comes."""

    percent = forms.IntegerField(label=_("Probability, per cent"), min_value=0, max_value=100)

    def begin(self) -> dict[str, Any]:
        """As it stands."""
        return {"percent": self.subject.percent}


class WriteOffForm(DecisionForm):
    """By which decision an instalment is given up."""


class OutsideForm(FundForm):
    """Money or things beside the pool."""

    kind = forms.ChoiceField(label=_("Kind"), choices=OutsideKind.choices)
    sector = forms.ChoiceField(label=_("Whose money it is"), choices=SourceSector.choices)
    funder = RowField(label=_("Funder"), required=False, empty_label=NONE)
    factor = RowField(label=_("Factor of the road map"), required=False, empty_label=NONE)
    amount = AmountField(label=_("Amount"))
    on = day(_("On"))
    note = long_text(_("What it is"), rows=3, max_length=1000)
    source_url = forms.URLField(label=_("Source"), required=False, max_length=500, assume_scheme="https")
    replaces = RowField(label=_("Corrects an earlier line"), required=False, empty_label=NONE)

    def prepare(self) -> None:
        """Funders, factors and lines of this fund."""
        self.offer(
            "funder",
            Funder.objects.visible_to(self.actor).filter(fund=self.fund).select_related("participation__organisation"),
        )
        self.offer("factor", Factor.objects.visible_to(self.actor).filter(initiative=self.fund.initiative_id))
        self.offer("replaces", OutsideMoney.objects.visible_to(self.actor).filter(fund=self.fund, replaced_by=None))

    def values(self) -> dict[str, Any]:
        """The columns."""
        return {"values": dict(self.cleaned_data)}
