"""Pledges: those one may see, one with its instalments, its signature."""

from collections.abc import Mapping
from typing import Any

from django.db.models import QuerySet, Sum
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from funding.filters import PledgeFilter
from funding.models import Pledge, Receipt
from funding.policies import pledges as policies
from funding.services import pledges
from funding.views.bases import InFund, OfFund, crumbs, fund_url, tabs
from kernel.views import ActView, Page, ScopedList

_SELECT = ("funder__participation__organisation", "funder__fund__initiative", "restriction")


class PledgeList(OfFund, ScopedList):
    """Pledges of a fund, each as far as its funder allows."""

    model = Pledge
    template_name = "funding/pledge_list.html"
    filterset_class = PledgeFilter
    sorts = {"signed": ("-signed_on", "-pk")}

    def get_queryset(self) -> QuerySet[Any]:
        """Of this fund, with what came."""
        rows = super().get_queryset().filter(funder__fund=self.get_subject()).select_related(*_SELECT)
        return rows.annotate(came=Sum("instalments__received"))

    def get_context(self, subject: Any) -> Mapping[str, Any]:
        """Title and tabs."""
        return {
            "title": _("Pledges"),
            "object": subject,
            "crumbs": crumbs(subject, (_("Pledges"), "")),
            "tabs": tabs(self.actor, subject, "pledges"),
        }


class PledgePage(InFund, Page):
    """One pledge: what was promised, when it comes, what came."""

    policy = "visible"
    model = Pledge
    of = "funder__fund"
    select = (*_SELECT, "signed_by", "replaces")
    template_name = "funding/pledge.html"

    def get_context(self, subject: Pledge) -> Mapping[str, Any]:
        """Instalments and the signature."""
        fund = subject.funder.fund
        return {
            "title": str(subject.funder),
            "object": subject,
            "crumbs": crumbs(fund, (_("Pledges"), fund_url("pledges", fund)), (str(subject.funder), "")),
            "instalments": list(subject.instalments.order_by("number")),
            "may_sign": policies.may_sign_pledge(self.actor, subject),
        }


class ReceiptList(OfFund, ScopedList):
    """What came to the bank and where it stands: waiting, matched, assigned, receipted."""

    policy = "funding.receipt.list"
    model = Receipt
    template_name = "funding/receipt_list.html"
    sorts = {"day": ("-on",)}

    def get_queryset(self) -> QuerySet[Any]:
        """Of this fund."""
        rows = super().get_queryset().filter(fund=self.get_subject())
        return rows.select_related("line", "funder__participation__organisation", "instalment", "fund__initiative")

    def get_context(self, subject: Any) -> Mapping[str, Any]:
        """Title and tabs."""
        return {
            "title": _("Receipts"),
            "object": subject,
            "crumbs": crumbs(subject, (_("Receipts"), "")),
            "tabs": tabs(self.actor, subject, "receipts"),
        }


class SignPledge(InFund, ActView):
    """The funder signs."""

    policy = "funding.pledge.sign"
    model = Pledge
    of = "funder__fund"
    select = _SELECT
    success_message = gettext_lazy("The pledge is signed.")

    def act(self, subject: Any, **data: Any) -> Any:
        """Sign."""
        return pledges.sign(actor=self.actor, pledge=subject)
