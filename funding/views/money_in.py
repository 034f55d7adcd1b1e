"""Money in: what came, its match and purpose, lines of the bank that went out, the month in which books agree."""

from collections.abc import Mapping
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from funding.forms import bank as forms
from funding.forms.fields import ReasonForm
from funding.models import JournalEntry, Receipt, ReceiptState
from funding.selectors import matching
from funding.services import receipts
from funding.views.acts import Press, ThingAct, act, offered, press
from funding.views.bases import InFund, crumbs, fund_url
from kernel.views import Page

_RECEIPT = (
    "line__account", "funder__participation__organisation", "instalment__pledge__restriction",
    "instalment__pledge__funder__participation__organisation", "entry",
)  # fmt: skip


class ReceiptPage(InFund, Page):
    """One sum that came: from whom, for what, under which restriction."""

    policy = "visible"
    model = Receipt
    select = _RECEIPT
    template_name = "funding/receipt.html"

    def get_context(self, subject: Receipt) -> Mapping[str, Any]:
        """What is proposed, what was posted, what can be done."""
        fund = subject.fund
        found = matching.propose(subject) if subject.state == ReceiptState.RECORDED else None
        rows = JournalEntry.objects.visible_to(self.actor).filter(fund=fund)
        posted = rows.filter(pk=subject.entry_id) | rows.filter(source__startswith=f"assign:{subject.public_id}:")
        return {
            "title": _("Receipt %(line)s") % {"line": subject.line},
            "object": subject,
            "crumbs": crumbs(fund, (_("Money in"), fund_url("receipts", fund)), (str(subject.line), "")),
            "parts": list(subject.parts.select_related("instalment__pledge").order_by("pk")),
            "proposal": found,
            "entries": list(posted.select_related("fund__initiative").order_by("number")),
            "acts": self.acts(subject, bool(found and found.instalment)),
        }

    def acts(self, subject: Receipt, exact: bool) -> list[Any]:
        """What can be done about it; `exact`: an instalment is proposed, so that one press confirms it."""
        actor, fund = self.actor, subject.fund

        def offer(make: Any, name: str, policy: str, label: Any, **more: Any) -> Any:
            return make(
                actor, f"funding.receipt.{policy}", subject, fund_url(name, fund, subject.public_id), label, **more
            )

        wanted = "primary" if subject.state in {"recorded", "matched"} else ""
        return offered(
            [
                *(
                    [offer(press, "receipt-confirm", "match", _("Confirm the match"), kind="primary", icon="check")]
                    if exact
                    else []
                ),
                offer(act, "receipt-match", "match", _("Match the money"), kind="" if exact else wanted, icon="link"),
                offer(act, "receipt-assign", "assign", _("Give it a purpose"), icon="tag"),
                offer(press, "receipt-issue", "issue", _("Issue the receipt"), kind="primary", icon="file-text"),
                offer(act, "receipt-exchange", "exchange", _("Exchange")),
                offer(act, "receipt-unassign", "unassign", _("Take the purpose back")),
                *(
                    [offer(act, "receipt-refund", "assign", _("It went back"))]
                    if subject.waiting and not subject.assigned and subject.state != ReceiptState.REVERSED
                    else []
                ),
            ]
        )


class OfReceipt(ThingAct):
    """A form about a receipt."""

    model = Receipt
    select = _RECEIPT
    argument = "receipt"

    def get_facts(self, subject: Receipt) -> Any:
        """What the bank says of it."""
        line = subject.line
        amount = forms.written(subject.amount, subject.currency)
        return [
            (_("Amount"), amount),
            (_("Payer"), line.payer or "–"),
            (_("Details"), line.text or "–"),
            (_("Day"), line.on),
        ]


class Match(OfReceipt):
    """From whom it is."""

    policy = "funding.receipt.match"
    form_class = forms.MatchForm
    service = staticmethod(receipts.match)
    title = gettext_lazy("Match the money")
    submit = gettext_lazy("Confirm the match")
    success_message = gettext_lazy("The money is matched. Give it its purpose now.")
    after = (
        gettext_lazy("A match made before is taken back first."),
        gettext_lazy("What is more than the rest of the instalment goes on to the next ones of the same pledge."),
    )


class ConfirmMatch(Press):
    """What is proposed is right."""

    policy = "funding.receipt.match"
    model = Receipt
    select = _RECEIPT
    success_message = gettext_lazy("The money is matched. Give it its purpose now.")

    def act(self, subject: Any, **data: Any) -> Any:
        """Match as proposed."""
        found = matching.propose(subject)
        if found is None:
            return None
        return receipts.match(actor=self.actor, receipt=subject, funder=found.funder, instalment=found.instalment)


class Assign(OfReceipt):
    """Under which restriction it goes."""

    policy = "funding.receipt.assign"
    form_class = forms.AssignForm
    service = staticmethod(receipts.assign)
    title = gettext_lazy("Purpose of the money")
    submit = gettext_lazy("Assign the money")
    success_message = gettext_lazy("The money has its purpose and can be allocated.")


class Unassign(OfReceipt):
    """Take the purpose back."""

    policy = "funding.receipt.unassign"
    form_class = ReasonForm
    service = staticmethod(receipts.unassign)
    title = gettext_lazy("Take the purpose back")
    submit = gettext_lazy("Reverse the assignment")
    danger = True
    success_message = gettext_lazy("The assignment is reversed. The money waits for its purpose again.")
    after = (
        gettext_lazy("Linked reversals are posted; what was posted stays."),
        gettext_lazy("A receipt that was issued is void: ask for it back, and issue another for the right match."),
    )


class Exchange(OfReceipt):
    """Foreign money was changed."""

    policy = "funding.receipt.exchange"
    form_class = forms.ExchangeForm
    service = staticmethod(receipts.exchange)
    title = gettext_lazy("Exchange of foreign money")
    submit = gettext_lazy("Record the exchange")
    success_message = gettext_lazy("The exchange is recorded; its difference stands in the journal.")


class Refund(OfReceipt):
    """It went back to its sender."""

    policy = "funding.receipt.assign"
    form_class = forms.RefundForm
    service = staticmethod(receipts.refund)
    title = gettext_lazy("Money that went back")
    submit = gettext_lazy("Record the refund")
    danger = True
    success_message = gettext_lazy("The refund is recorded.")


class Issue(Press):
    """The paper for it."""

    policy = "funding.receipt.issue"
    model = Receipt
    select = _RECEIPT
    service = staticmethod(receipts.issue)
    argument = "receipt"
    success_message = gettext_lazy("The receipt is issued.")
