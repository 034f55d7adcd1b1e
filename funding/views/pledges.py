"""Pledges: those one may see, one with its instalments, its signature."""

from collections.abc import Mapping
from typing import Any

from django.db.models import Q, QuerySet, Sum
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from documents import selectors as documents
from funding.filters import PledgeFilter
from funding.models import FundReport, Instalment, Pledge, Receipt
from funding.policies import pledges as policies
from funding.selectors import matches, matching, pledge_bars
from funding.views import acts, promises
from funding.views.bases import InFund, OfFund, crumbs, fund_url, tabs
from kernel import clock
from kernel.permissions import Allowed
from kernel.views import Page, ScopedList
from working_groups.models import Decision

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
        own = Instalment.objects.visible_to(self.actor).values("pk")
        return rows.annotate(came=Sum("instalments__received", filter=Q(instalments__in=own)))

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
        fund, rows = subject.funder.fund, self._instalments(subject)
        told = FundReport.objects.visible_to(self.actor).filter(funder=subject.funder).order_by("-number")
        report = told.select_related("fund__initiative").first() if subject.signed_on else None
        return {
            "title": str(subject.funder),
            "object": subject,
            "crumbs": crumbs(fund, (_("Pledges"), fund_url("pledges", fund)), (str(subject.funder), "")),
            "instalments": rows,
            "has_acts": any(offers for _row, offers in rows),
            "total": sum(pledge_bars.standing(row) for row, _offers in rows),
            "came": sum(row.received for row, _offers in rows),
            "match": matches.of(subject, clock.today()),
            "bars": pledge_bars.of(row for row, _offers in rows),
            "tells_percent": policies.may_list_funders(self.actor, fund),
            "papers": documents.papers(self.actor, [subject]),
            "later": self._later(subject),
            "report": report,
            "relation_url": subject.funder.get_absolute_url() if report else "",
            "may_sign": policies.may_sign_pledge(self.actor, subject),
            "acts": promises.acts_of(self.actor, subject),
        }

    def _later(self, subject: Pledge) -> Pledge | None:
        """The amendment that took its place, or is drafted to."""
        if subject.state == "drafted":
            return None
        rows = Pledge.objects.visible_to(self.actor).filter(replaces=subject)
        return rows.select_related("funder__fund__initiative").first()  # type: ignore[no-any-return]

    def _instalments(self, subject: Pledge) -> list[Any]:
        """Each with what can be done about it, and with the decision that gave it up, for whoever may open that."""
        rows = list(Instalment.objects.visible_to(self.actor).filter(pledge=subject).order_by("number"))
        keys = {row.decision_id for row in rows if row.decision_id}
        found = Decision.objects.visible_to(self.actor).filter(pk__in=keys).select_related("body__initiative")
        decisions = {one.pk: one for one in found} if keys else {}
        for row in rows:
            row.pledge, row.given_up_by = subject, decisions.get(row.decision_id)  # type: ignore[attr-defined]
        return _acts_of(self.actor, rows)


def _acts_of(actor: Any, rows: list[Instalment]) -> list[tuple[Instalment, Any]]:
    """Each instalment with what can be done about it: its probability, and giving it up."""
    out = []
    for row in rows:
        about = str(row.number)
        found = []
        for name, label in (("weigh", _("Probability")), ("write-off", _("Write off"))):
            url = fund_url(f"instalment-{name}", row.pledge.funder.fund, row.public_id)
            policy = f"funding.instalment.{name.replace('-', '_')}"
            found.append(acts.act(actor, policy, row, url, label, small=True, about=about))
        out.append((row, acts.offered(found) if row.pledge.state == "signed" else []))
    return out


class ReceiptList(OfFund, ScopedList):
    """What came to the bank and where it stands: waiting, matched, assigned, receipted."""

    policy = "funding.receipt.list"
    model = Receipt
    template_name = "funding/receipt_list.html"
    sorts = {"day": ("-on",)}

    def get_queryset(self) -> QuerySet[Any]:
        """Of this fund."""
        rows = super().get_queryset().filter(fund=self.get_subject())
        return rows.select_related(
            "line", "fund__initiative", "funder__participation__organisation", "instalment", "fund__initiative"
        )

    def get_context(self, subject: Any) -> Mapping[str, Any]:
        """Title and tabs."""
        return {
            "title": _("Money in"),
            "object": subject,
            "crumbs": crumbs(subject, (_("Money in"), "")),
            "tabs": tabs(self.actor, subject, "receipts"),
            "acts": acts.offered(self._acts(subject)),
        }

    def shape(self, rows: Any) -> list[Any]:
        """Each with what it most likely is."""
        found = list(rows)
        proposed = matching.proposals(self.get_subject(), found)
        for row in found:
            row.proposal = proposed.get(row.pk)
        return found

    def _acts(self, subject: Any) -> list[Any]:
        offers = (
            ("bank-file", "funding.bank.import", gettext_lazy("Take in a file of the bank"), "upload"),
            ("bank-line-new", "funding.bank.import", gettext_lazy("Type a line"), "plus"),
        )
        out = [
            acts.act(self.actor, policy, subject, fund_url(name, subject), label, icon=icon)
            for name, policy, label, icon in offers
        ]
        out.append(acts.Act(fund_url("bank-lines", subject), _("Open lines of the bank"), Allowed()))
        out.append(acts.Act(fund_url("reconciliations", subject), _("Bank reconciliation"), Allowed()))
        return out
