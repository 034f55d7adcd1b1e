"""Lines of the bank that went out, its accounts, reversals."""

from collections.abc import Mapping
from typing import Any

from django.db.models import QuerySet
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from funding.forms import bank as forms
from funding.forms.fields import ReasonForm
from funding.models import BankLine, JournalEntry
from funding.selectors import matching
from funding.services import bank, journal, payments
from funding.views.acts import FundAct, ThingAct, act, offered
from funding.views.bases import InFund, OfFund, crumbs, fund_url, tabs
from kernel import permissions
from kernel.formatting import day_words
from kernel.views import Page, ScopedList


class LineList(OfFund, ScopedList):
    """Lines of money out that nothing explains yet."""

    policy = "funding.receipt.list"
    model = BankLine
    template_name = "funding/bank_line_list.html"
    sorts = {"day": ("-on",)}

    def get_queryset(self) -> QuerySet[Any]:
        """Of this fund, open."""
        return matching.open_lines(self.get_subject()).filter(pk__in=super().get_queryset().values("pk"))

    def get_context(self, subject: Any) -> Mapping[str, Any]:
        """Title and tabs."""
        return {
            "title": _("Open lines of the bank"),
            "object": subject,
            "crumbs": crumbs(
                subject, (_("Money in"), fund_url("receipts", subject)), (_("Open lines of the bank"), "")
            ),
            "tabs": tabs(self.actor, subject, "receipts"),
        }


class LinePage(InFund, Page):
    """One line of the bank."""

    policy = "visible"
    model = BankLine
    of = "account__fund"
    select = ("account", "file", "payment", "returned_payment", "receipt__fund__initiative")
    template_name = "funding/bank_line.html"

    def get_context(self, subject: BankLine) -> Mapping[str, Any]:
        """What explains it, or what can be done about it."""
        fund, actor = subject.account.fund, self.actor
        acts = []
        if subject.amount < 0 and not bank.is_booked(subject):
            acts = [
                act(actor, "funding.bank.reconcile", fund, fund_url(name, fund, subject.public_id), label, icon=icon)
                for name, label, icon in (
                    ("bank-line-paid", _("It is a payment"), "coins"),
                    ("bank-line-charge", _("It is a fee"), "building-bank"),
                )
            ]
        return {
            "title": _("Line %(line)s") % {"line": subject.bank_id},
            "object": subject,
            "crumbs": crumbs(fund, (_("Open lines of the bank"), fund_url("bank-lines", fund)), (subject.bank_id, "")),
            "acts": offered(acts),
        }


class OfLine(ThingAct):
    """A form about a line of the bank: the policy is asked about the fund."""

    policy = "funding.bank.reconcile"
    model = BankLine
    of = "account__fund"
    select = ("account",)
    argument = "line"

    def get_facts(self, subject: BankLine) -> Any:
        """What the bank says of it."""
        return [
            (_("Amount"), forms.written(subject.amount, subject.account.currency)),
            (_("Payee"), subject.payer or "–"),
            (_("Details"), subject.text or "–"),
            (_("Day"), day_words(subject.on, "plain")),
        ]

    def ask(self, subject: Any) -> permissions.Answer:
        """Asked about the fund."""
        return permissions.ask(self.policy, self.actor, subject.account.fund)


class Charge(OfLine):
    """It is a fee."""

    form_class = forms.ChargeForm
    service = staticmethod(bank.charge)
    title = gettext_lazy("Bank fee")
    submit = gettext_lazy("Book the fee")
    success_message = gettext_lazy("The fee is booked.")


class Paid(OfLine):
    """It is a payment."""

    form_class = forms.PaidForm
    service = staticmethod(payments.reconcile)
    title = gettext_lazy("Payment behind a line")
    submit = gettext_lazy("Reconcile the payment")
    success_message = gettext_lazy("The payment is reconciled.")


class LineNew(FundAct):
    """One line of the statement, typed."""

    policy = "funding.bank.import"
    form_class = forms.LineForm
    service = staticmethod(bank.add_line)
    argument = ""
    back = "receipts"
    title = gettext_lazy("Line of the bank")
    submit = gettext_lazy("Add the line")
    success_message = gettext_lazy("The line is added.")


class AccountNew(FundAct):
    """The fund's account of a currency."""

    policy = "funding.account.open"
    form_class = forms.AccountForm
    service = staticmethod(bank.open_account)
    back = "rules"
    title = gettext_lazy("New bank account")
    submit = gettext_lazy("Add the account")
    success_message = gettext_lazy("The account is added.")


class Reverse(ThingAct):
    """A fee or a released restriction is undone by another person."""

    policy = "funding.entry.reverse"
    model = JournalEntry
    argument = "entry"
    form_class = ReasonForm
    service = staticmethod(journal.reverse)
    title = gettext_lazy("Reversal of an entry")
    submit = gettext_lazy("Reverse the entry")
    danger = True
    success_message = gettext_lazy("The reversal is posted and linked.")
