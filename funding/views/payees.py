"""Bank accounts of grantees: the list with who looked, confirmed or refused by a second person, one look."""

from collections.abc import Mapping
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from accounts.fresh import FreshSignIn
from funding.forms.fields import ReasonForm
from funding.models import PayeeAccount
from funding.selectors import looks
from funding.services import payees
from funding.views.acts import FormAct, Press, act, offered, press
from funding.views.bases import OfFund, crumbs, fund_url, tabs
from kernel.views import Page, ScopedList, find


class Payees(OfFund, ScopedList):
    """Bank accounts of grantees, masked; confirmed by a second person, looked at under log."""

    policy = "funding.payee.list"
    model = PayeeAccount
    template_name = "funding/payee_list.html"
    sorts = {"given": ("-at",)}

    def get_subject(self) -> Any:
        """The fund, also for a finance contact who sees no more of it."""
        return find(self.initiative.funds.select_related("initiative"), public_id=self.kwargs["fund"])

    def get_queryset(self) -> Any:
        """Of partners of this initiative."""
        rows = super().get_queryset().filter(participation__initiative=self.initiative)
        return rows.select_related("participation__organisation", "by", "confirmed_by")

    def shape(self, rows: Any) -> list[Any]:
        """Each with its acts, and who looked at its number."""
        fund, found = self.get_subject(), list(rows)
        seen = looks.of(found)
        return [(row, self._acts(fund, row), seen[row.pk]) for row in found]

    def _acts(self, fund: Any, row: PayeeAccount) -> list[Any]:
        sure = {
            "confirm": _("Confirm this account?"),
            "confirm_text": _("You checked it by another way. Approvals given for the account before are void."),
        }
        about, out = f"{row.participation} {row}", []
        for name, policy, label, more in (
            ("payee-confirm", "funding.payee.confirm", _("Confirm the account"), sure),
            ("payee-look", "funding.payee.look", _("Show the number"), {}),
        ):
            url = fund_url(name, fund, row.public_id)
            out.append(press(self.actor, policy, row, url, label, small=True, about=about, **more))
        url, label = fund_url("payee-refuse", fund, row.public_id), _("Refuse the account")
        out.insert(1, act(self.actor, "funding.payee.confirm", row, url, label, small=True, about=about))
        return offered(out)

    def get_context(self, subject: Any) -> Mapping[str, Any]:
        """Title and tabs."""
        return {
            "title": _("Accounts of grantees"),
            "object": subject,
            "crumbs": crumbs(subject, (_("Payments"), fund_url("payments", subject)), (_("Accounts of grantees"), "")),
            "tabs": tabs(self.actor, subject, "payments"),
        }


class OfPayee(OfFund):
    """Finds the account of the address."""

    request: HttpRequest

    def get_subject(self) -> Any:
        """The account, or 404."""
        self.fund()
        rows = PayeeAccount.objects.visible_to(self.actor).filter(participation__initiative=self.initiative)
        rows = rows.select_related("participation__organisation", "participation__initiative", "by")
        return find(rows, public_id=self.kwargs["public_id"])

    def get_back_url(self, subject: Any) -> str:
        """The list it stands in."""
        return fund_url("payees", self.fund())

    def fund(self) -> Any:
        """The fund of the address, also for a finance contact who sees no more of it."""
        return find(self.initiative.funds.select_related("initiative"), public_id=self.kwargs["fund"])


class ConfirmPayee(OfPayee, Press):
    """By a second person."""

    policy = "funding.payee.confirm"
    service = staticmethod(payees.confirm)
    argument = "account"
    success_message = gettext_lazy("The account is confirmed. Payments to it may go out after the days of waiting.")

    def get_subject(self) -> Any:
        return OfPayee.get_subject(self)


class RefusePayee(OfPayee, FormAct):
    """By a second person, with a reason: the account before stays."""

    policy = "funding.payee.confirm"
    form_class = ReasonForm
    service = staticmethod(payees.refuse)
    argument = "account"
    danger = True
    title = gettext_lazy("Refuse an account")
    submit = gettext_lazy("Refuse the account")
    success_message = gettext_lazy("The account is refused; the one before it stays.")
    after = (gettext_lazy("Whoever gave the account is told, with your reason."),)

    def get_fund(self, subject: Any) -> Any:
        """The fund of the address: an account is a partner's, not a fund's."""
        return self.fund()

    def get_back_url(self, subject: Any) -> str:
        return OfPayee.get_back_url(self, subject)

    def get_way(self, subject: Any) -> list[tuple[str, str]]:
        """An account has no page of its own: its list."""
        return [(_("Accounts of grantees"), self.get_back_url(subject))]

    def get_facts(self, subject: PayeeAccount) -> Any:
        """Whose it is."""
        return [(_("Grantee"), subject.participation), (_("Account"), subject)]


class LookPayee(FreshSignIn, OfPayee, Page):
    """The whole number, after a fresh sign-in; each look is in the log."""

    policy = "funding.payee.look"
    template_name = "funding/payee.html"
    http_method_names = ["post", "options"]

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        """Show it once."""
        subject = self.get_subject()
        self.check(subject)
        number = payees.look(actor=self.actor, account=subject)
        title = _("Bank account of %(name)s") % {"name": subject.participation}
        back = self.get_back_url(subject)
        crumb = [(_("Accounts of grantees"), back), (title, "")]
        context = {"view": self, "title": title, "object": subject, "number": number, "crumbs": crumb, "back": back}
        response = self.render_to_response(context)
        response["Cache-Control"] = "no-store"
        return response
