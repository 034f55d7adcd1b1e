"""Forms of money in: accounts, lines, matches, purposes, fees, the month in which books and bank agree."""

from typing import Any

from django import forms
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from funding.forms.fields import (
    NONE,
    AmountField,
    FundForm,
    ReasonForm,
    RowField,
    Rows,
    buckets,
    day,
    long_text,
    short_text,
)
from funding.models import HOME, OPEN_INSTALMENTS, BankAccount, BankLine, Funder, Instalment, Payment, PaymentState
from funding.models.columns import CURRENCIES
from funding.selectors import matching
from funding.services.bank import Line
from kernel.formatting import amount as written
from kernel.formatting import day_words

LEAST = -(10**15)  # what left a bank may be more than what came


class AccountForm(FundForm):
    """The fund's account of one currency."""

    name = short_text(_("Name"), max_length=80)
    currency = forms.ChoiceField(label=_("Currency"), choices=CURRENCIES, initial=HOME)
    last_digits = forms.RegexField(
        label=_("Last four digits"), regex=r"\A[0-9]{4}\Z", required=False,
        error_messages={"invalid": _("Type the last four digits only.")},
    )  # fmt: skip

    def values(self) -> dict[str, Any]:
        """The columns."""
        return {"values": dict(self.cleaned_data)}


class OfAccountForm(FundForm):
    """What concerns one account of the fund: its amounts are in the currency of that account."""

    account = RowField(label=_("Account"), empty_label=None)

    def prepare(self) -> None:
        """Accounts of this fund."""
        self.offer("account", BankAccount.objects.filter(fund=self.fund).order_by("pk"))

    def clean_account(self) -> Any:
        """The account, once the amounts below it are read in its currency."""
        account = self.cleaned_data["account"]
        self.count_in(account.currency)
        return account


class BankFileForm(OfAccountForm):
    """The file of the bank, and the total it should come to."""

    file = forms.FileField(label=_("File of the bank"), help_text=_("CSV or XLSX, at most 20 MB."))
    total = AmountField(
        label=_("Total that the bank states"), required=False, least=LEAST,
        help_text=_("Money in less money out of all its lines; a file that adds up to another sum is refused."),
    )  # fmt: skip


class LineForm(OfAccountForm):
    """One line of the statement, typed."""

    bank_id = short_text(_("Reference of the bank"), max_length=60)
    on = day(_("Value date"))
    direction = forms.ChoiceField(label=_("Direction"), choices=[("in", _("Money in")), ("out", _("Money out"))])
    amount = AmountField(label=_("Amount"))
    payer = short_text(_("Payer or payee"), required=False)
    text = short_text(_("Details"), max_length=300, required=False)

    def values(self) -> dict[str, Any]:
        """The account and the line."""
        given = self.cleaned_data
        signed = given["amount"] if given["direction"] == "in" else -given["amount"]
        line = Line(given["bank_id"], given["on"], signed, given["payer"], given["text"])
        return {"account": given["account"], "line": line}


class _InstalmentField(RowField):
    def label_from_instance(self, obj: Any) -> str:
        """Whose, which, of how much, when."""
        rest = written(obj.rest, obj.pledge.currency)
        return f"{obj.pledge.funder}, {obj.number}: {rest}, {day_words(obj.due_on, 'plain')}"


class MatchForm(FundForm):
    """From whom the money is, and for which instalment; it begins with what is proposed."""

    funder = RowField(label=_("Funder"))
    instalment = _InstalmentField(label=_("Instalment"), required=False, empty_label=NONE)

    def begin(self) -> dict[str, Any]:
        """As matched, or as proposed."""
        one = self.subject
        if one.funder is not None:
            return {"funder": one.funder.public_id, "instalment": one.instalment.public_id if one.instalment else ""}
        found = matching.propose(one)
        if found is None:
            return {}
        due = found.instalment.public_id if found.instalment else ""
        return {"funder": found.funder.public_id, "instalment": due}

    def prepare(self) -> None:
        """Funders of the fund, instalments that are still open."""
        self.offer("funder", Funder.objects.visible_to(self.actor).filter(fund=self.fund).select_related(_PARTY))
        still = Q(state__in=OPEN_INSTALMENTS) | Q(pk=self.subject.instalment_id)
        rows = Instalment.objects.visible_to(self.actor).filter(
            still, pledge__funder__fund=self.fund, pledge__state="signed", pledge__currency=self.subject.currency
        )
        self.offer("instalment", rows.select_related(f"pledge__funder__{_PARTY}").order_by("due_on"))


_PARTY = "participation__organisation"


class AssignForm(FundForm):
    """The purpose of money that came: one restriction or more."""

    repeated = (
        Rows(
            "parts",
            _("Part"),
            4,
            {
                "restriction": lambda: RowField(label=_("restriction"), empty_label=NONE),
                "amount": lambda: AmountField(label=_("amount")),
            },
            shown=2,
        ),
    )

    def begin(self) -> dict[str, Any]:
        """All of it under the pledge's own restriction."""
        bound = matching.bucket_for(self.subject)
        return {"parts_1_restriction": bound.public_id if bound else "", "parts_1_amount": self.subject.waiting}

    def prepare(self) -> None:
        """Open restrictions of this fund in this currency."""
        currency = self.subject.currency if self.subject.home is None else HOME
        rows = buckets(self.fund).filter(currency=currency)
        for number in range(1, self.repeated[0].count + 1):
            self.offer(f"parts_{number}_restriction", rows)
        self.count_in(currency)

    def values(self) -> dict[str, Any]:
        """How much goes under which restriction."""
        parts: dict[Any, int] = {}
        for one in self.filled("parts"):
            parts[one["restriction"]] = parts.get(one["restriction"], 0) + one["amount"]
        return {"parts": parts}


class _LineField(RowField):
    def label_from_instance(self, obj: Any) -> str:
        """Its reference, day, amount and payer."""
        told = written(obj.amount, obj.account.currency)
        return f"{obj.bank_id}, {day_words(obj.on, 'plain')}, {told} {obj.payer}".strip()


def line_field(label: Any, **options: Any) -> RowField:
    """A choice among lines of the bank."""
    return _LineField(label=label, **options)


class RefundForm(ReasonForm):
    """By which line money went back to its sender."""

    line = line_field(_("Line of the bank"))

    def prepare(self) -> None:
        """Lines of money out of that currency that nothing explains yet."""
        self.offer("line", matching.open_lines(self.fund, self.subject.currency))


class ExchangeForm(FundForm):
    """The two lines of an exchange."""

    sold_line = line_field(_("Line of the foreign account"))
    bought_line = line_field(_("Line of the shekel account"))

    def prepare(self) -> None:
        """Money out of the foreign account, money into the shekel account."""
        self.offer("sold_line", matching.open_lines(self.fund, self.subject.currency))
        rows = BankLine.objects.filter(account__fund=self.fund, account__currency=HOME, amount__gt=0, bought_by=None)
        self.offer("bought_line", rows.filter(receipt__state="recorded").select_related("account").order_by("-on"))


class ChargeForm(FundForm):
    """Which restriction bears a fee."""

    restriction = RowField(label=_("Restriction that bears it"))

    def prepare(self) -> None:
        """Open restrictions of the line's currency."""
        self.offer("restriction", buckets(self.fund).filter(currency=self.subject.account.currency))


class PaidForm(FundForm):
    """Which payment a line of money out is."""

    payment = RowField(label=_("Payment"))

    def prepare(self) -> None:
        """Executed payments of exactly this amount."""
        rows = Payment.objects.filter(fund=self.fund, state=PaymentState.EXECUTED, amount=-self.subject.amount)
        self.offer("payment", rows.order_by("executed_on"))
        if not rows.exists():
            self.fields["payment"].help_text = _("No payment of exactly this amount was booked: book it first.")


class ReconcileForm(OfAccountForm):
    """The balance of the statement on a day."""

    until = day(_("Until"))
    statement = AmountField(label=_("Balance of the statement"), least=0)
    note = long_text(
        _("Explanation"), rows=3, max_length=1000, required=False, help_text=_("Needed where books and bank differ.")
    )

    def values(self) -> dict[str, Any]:
        """What the act takes."""
        given = self.cleaned_data
        kept = {name: given[name] for name in ("account", "until", "statement")}
        return {**kept, "text": given["note"]}
