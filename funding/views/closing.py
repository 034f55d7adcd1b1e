"""The end of a month: books and bank compared, the books closed."""

from collections.abc import Mapping
from datetime import date, timedelta
from typing import Any

from django.db.models import QuerySet
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from funding.forms.bank import ReconcileForm
from funding.forms.funds import CloseForm
from funding.models import Reconciliation
from funding.selectors import closing
from funding.services import bank, funds, journal
from funding.views.acts import FundAct, act, offered
from funding.views.bases import OfFund, crumbs, fund_url, tabs
from kernel import clock
from kernel.formatting import amount, day_words
from kernel.views import ScopedList


def compared(one: closing.Compared) -> str:
    """Until when an account was reconciled, and how many of its lines are open; a line of text each."""
    told = [_("Not reconciled yet")]
    if one.until is not None:
        stated = {"day": day_words(one.until, "plain"), "amount": amount(one.statement, one.account.currency)}
        told = [_("Reconciled until %(day)s with %(amount)s") % stated]
    if one.open_lines:
        told.append(ngettext("One open line", "%(count)s open lines", one.open_lines) % {"count": one.open_lines})
    return "\n".join(told)


class Reconciliations(OfFund, ScopedList):
    """The days on which books and bank were compared."""

    policy = "funding.receipt.list"
    model = Reconciliation
    template_name = "funding/reconciliation_list.html"
    sorts = {"until": ("-until",)}

    def get_queryset(self) -> QuerySet[Any]:
        """Of this fund."""
        return super().get_queryset().filter(account__fund=self.get_subject()).select_related("account", "by")

    def get_context(self, subject: Any) -> Mapping[str, Any]:
        """Title, tabs, the act."""
        new = act(
            self.actor, "funding.bank.reconcile", subject, fund_url("reconciliation-new", subject),
            _("Reconcile a month"), kind="primary",
        )  # fmt: skip
        return {
            "title": _("Bank reconciliation"),
            "object": subject,
            "crumbs": crumbs(subject, (_("Money in"), fund_url("receipts", subject)), (_("Bank reconciliation"), "")),
            "tabs": tabs(self.actor, subject, "receipts"),
            "acts": offered([new]),
        }


class ReconciliationNew(FundAct):
    """Books and statement on a day."""

    policy = "funding.bank.reconcile"
    form_class = ReconcileForm
    service = staticmethod(bank.reconcile)
    argument = ""
    back = "reconciliations"
    title = gettext_lazy("Reconcile a month")
    lead = gettext_lazy("Type the balance that the statement gives for the last day of the month.")
    submit = gettext_lazy("Reconcile the account")

    def get_success_message(self, result: Any) -> str:
        """Until which day."""
        return _("The account is reconciled until %(day)s.") % {"day": day_words(result.until, "plain")}

    def get_context(self, subject: Any, form: Any) -> Mapping[str, Any]:
        """What the books say of each account today, until when it was reconciled, how many of its lines are open.

        Once the form was sent, the books of the chosen account answer for the chosen day.
        """
        asked = getattr(form, "cleaned_data", {})
        facts = []
        for one in closing.accounts(subject):
            day = asked.get("until") if asked.get("account") == one.account else None
            facts.append((str(one.account), f"{self._books(subject, one.account.currency, day)}\n{compared(one)}"))
        return {**super().get_context(subject, form), "facts": facts}

    def _books(self, fund: Any, currency: str, day: date | None) -> str:
        held = amount(journal.bank(fund, currency, day), currency)
        if day is None:
            return _("Books today: %(amount)s") % {"amount": held}
        return _("Books on %(day)s: %(amount)s") % {"day": day_words(day, "plain"), "amount": held}


class CloseBooks(FundAct):
    """Nothing is posted before that day any more."""

    policy = "funding.period.close"
    form_class = CloseForm
    service = staticmethod(funds.close_period)
    back = "rules"
    title = gettext_lazy("Close the books")
    submit = gettext_lazy("Close the books")
    danger = True
    lead = gettext_lazy("A closed day is not opened again: what is found later is posted on a day that is open.")
    after = (gettext_lazy("Every report tells until which day the bank was reconciled: reconcile the month first."),)

    def get_facts(self, subject: Any) -> Any:
        """How far the books were closed and compared with the bank, and what is open in them."""
        closed = journal.closed_until(subject)
        facts = [(_("Books closed until"), day_words(closed, "plain") if closed else _("Not closed yet"))]
        facts += [(str(one.account), compared(one)) for one in closing.accounts(subject)]
        facts += [(_("Money without a purpose"), amount(left, currency)) for left, currency in closing.loose(subject)]
        if count := closing.under_way(subject):
            told = ngettext("One at the bank, not booked yet", "%(count)s at the bank, not booked yet", count)
            facts.append((_("Payments"), told % {"count": count}))
        return facts

    def get_warnings(self, subject: Any) -> list[str]:
        """Where the bank was compared less far than one may close: it is stated, and closing is not refused for it."""
        day, rows = clock.today() - timedelta(days=1), closing.accounts(subject)
        until = closing.compared_until(rows)
        if not rows or (until is not None and until >= day):
            return []
        said = _("One may close until %(day)s, but not every account was compared with the bank yet.")
        if until is not None:
            said = _("One may close until %(day)s, but books and bank were compared until %(until)s only.")
        return [said % {"day": day_words(day, "plain"), "until": until and day_words(until, "plain")}]

    def get_success_message(self, result: Any) -> str:
        """Until which day, and where the bank was compared until an earlier one only."""
        closed, until = result.closed_until, closing.compared_until(closing.accounts(result.fund))
        told = [_("The books are closed until %(day)s.") % {"day": day_words(closed, "plain")}]
        if until is None:
            told.append(_("The bank was not reconciled yet: every report says so."))
        elif until < closed:
            early = _("The bank was reconciled until %(day)s only: every report says so.")
            told.append(early % {"day": day_words(until, "plain")})
        return " ".join(told)

    def get_success_url(self, subject: Any, result: Any) -> str:
        """Back to the rules."""
        return self.get_back_url(subject)
