"""Grants: those one may see, one with its tranches, budget and reports, the grantee's signature; rounds and reports."""

from collections.abc import Callable, Mapping
from typing import Any

from django.db.models import QuerySet
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from audit import selectors as audit
from funding.filters import GrantFilter
from funding.models import FundingRound, Grant, GranteeReport, Proposal, ReportQuestion
from funding.policies import grants as policies
from funding.selectors import approving, assessing, buckets, grant_page, quoting, recusal, round_page
from funding.services import grant_changes, grantee_reports, grants
from funding.views import grant_acts, proposals, report_acts
from funding.views import rounds as round_acts
from funding.views.bases import InFund, OfFund, crumbs, fund_url, tabs
from kernel.actor import Actor
from kernel.views import ActView, Page, ScopedList

_SELECT = ("participation__organisation", "allocation__decision__body__initiative", "allocation__restriction", "factor")


class GrantList(OfFund, ScopedList):
    """Grants of a fund."""

    model = Grant
    template_name = "funding/grant_list.html"
    filterset_class = GrantFilter
    sorts = {"number": ("-number",)}

    def get_queryset(self) -> QuerySet[Any]:
        """Of this fund."""
        return super().get_queryset().filter(fund=self.get_subject()).select_related("fund__initiative", *_SELECT)

    def get_context(self, subject: Any) -> Mapping[str, Any]:
        """Title and tabs."""
        return {
            "title": _("Grants"),
            "object": subject,
            "crumbs": crumbs(subject, (_("Grants"), "")),
            "tabs": tabs(self.actor, subject, "grants"),
        }


class GrantPage(InFund, Page):
    """One grant: from its decision to its last payment, one part of it at a time (`?part=`; payments come first)."""

    policy = "visible"
    model = Grant
    select = (*_SELECT, "signed_by", "entry", "agreement", "allocation__guideline")
    template_name = "funding/grant.html"

    def get_part(self) -> str:
        """The part that was asked for; what is no part is the first."""
        asked = self.request.GET.get("part", "")
        return asked if asked in PARTS else "payments"

    def get_context(self, subject: Grant) -> Mapping[str, Any]:
        """What all parts share, and the part."""
        total, unpaid, part = grants.total(subject), grant_changes.unpaid(subject), self.get_part()
        return {
            "title": subject.title,
            "object": subject,
            "crumbs": crumbs(subject.fund, (_("Grants"), fund_url("grants", subject.fund)), (subject.title, "")),
            "tabs": self._tabs(subject, part),
            "part": part,
            "total": total,
            "unpaid": unpaid,
            "paid": grant_changes.paid(subject),
            "may_sign": policies.may_sign(self.actor, subject),
            "acts": grant_acts.acts_of(self.actor, subject),
            **PARTS[part](self.actor, subject),
        }

    def _tabs(self, subject: Grant, part: str) -> list[dict[str, Any]]:
        """Links, so that each part has an address."""
        here = subject.get_absolute_url()
        found = (
            ("payments", _("Payments"), here, 0),
            ("agreement", _("Agreement and budget"), f"{here}?part=agreement", 0),
            ("reports", _("Reports"), f"{here}?part=reports", subject.reports.count()),
            ("history", _("History"), f"{here}history/", 0),
        )
        return [
            {"url": url, "label": label, "count": count, "current": name == part} for name, label, url, count in found
        ]


class GrantHistory(GrantPage):
    """What happened to the grant, as its last part."""

    def get_part(self) -> str:
        """Its address is its own."""
        return "history"


def _payments(actor: Actor, grant: Grant) -> dict[str, Any]:
    """Tranches with their conditions and payments, and the payment that waits for somebody."""
    tranches = list(
        grant.tranches.order_by("number").prefetch_related("conditions__report__grant", "payments__fund__initiative")
    )
    for row in tranches:
        row.grant = grant
        row.acts = grant_acts.tranche_acts(actor, row)
    has_acts = any(row.acts for row in tranches)
    return {"tranches": tranches, "has_acts": has_acts, "under_way": approving.under_way(actor, grant)}


def _agreement(actor: Actor, grant: Grant) -> dict[str, Any]:
    """The amendments, and the budget against what the last accepted report says was spent."""
    budget = list(grant.budget.order_by("position"))
    spent = grant_page.spent(grant)
    for row in budget:
        row.spent = spent.get(row.pk, 0)
        row.left = row.amount - row.spent
    return {
        "changes": list(grant.changes.select_related("decision__body__initiative").order_by("number")),
        "budget": budget,
        "spent": spent,
        "sums": {name: sum(getattr(row, name) for row in budget) for name in ("amount", "spent", "left")},
    }


def _reports(actor: Actor, grant: Grant) -> dict[str, Any]:
    """The reports in their order."""
    return {"reports": list(grant.reports.select_related("grant__fund__initiative").order_by("number"))}


def _history(actor: Actor, grant: Grant) -> dict[str, Any]:
    """The log about it."""
    return {"lines": audit.history(actor, grant, 100)}


PARTS: Mapping[str, Callable[[Actor, Grant], dict[str, Any]]] = {
    "payments": _payments,
    "agreement": _agreement,
    "reports": _reports,
    "history": _history,
}


class SignGrant(InFund, ActView):
    """The grantee signs the agreement."""

    policy = "funding.grant.sign"
    model = Grant
    select = _SELECT
    service = staticmethod(grants.sign)
    argument = "grant"
    success_message = gettext_lazy("The agreement is signed.")


class ReportPage(InFund, Page):
    """A grantee's report: its versions, budget against actual, questions."""

    policy = "visible"
    model = GranteeReport
    of = "grant__fund"
    select = ("grant__participation__organisation",)
    template_name = "funding/grantee_report.html"

    def get_context(self, subject: GranteeReport) -> Mapping[str, Any]:
        """The last version and the review."""
        fund = subject.grant.fund
        versions = list(subject.versions.order_by("-number"))
        version = versions[0] if versions else None
        actuals = list(version.actuals.select_related("line").order_by("line__position")) if version else []
        return {
            "title": subject.get_kind_display(),
            "object": subject,
            "crumbs": crumbs(fund, (subject.grant.title, subject.grant.get_absolute_url()), (_("Report"), "")),
            "version": version,
            "earlier": versions[1:],
            "missing": quoting.missing_languages(version) if version else [],
            "actuals": actuals,
            "sums": {
                "budget": sum(row.line.amount for row in actuals),
                "spent": sum(row.amount for row in actuals),
                "left": sum(row.left for row in actuals),
            },
            "questions": list(_asked(subject)),
            "may_review": policies.may_review(self.actor, subject),
            "quotes": quoting.of_version(version) if version else [],
            "acts": report_acts.acts_of(self.actor, subject),
        }


def _asked(report: GranteeReport) -> Any:
    """The questions about every version, the latest first: whoever reviews an answer has asked about the one before."""
    return ReportQuestion.objects.filter(version__report=report).select_related("version", "by").order_by("-pk")


class AcceptReport(InFund, ActView):
    """A reviewer accepts; what waited for it is open."""

    policy = "funding.grantee_report.review"
    model = GranteeReport
    of = "grant__fund"
    select = ("grant__participation__organisation",)
    service = staticmethod(grantee_reports.accept)
    argument = "report"
    success_message = gettext_lazy("The report is accepted.")


class RoundPage(InFund, Page):
    """One round: its proposals as far as one may see them, and whether the body can decide."""

    policy = "visible"
    model = FundingRound
    select = ("factor", "restriction__funder", "fund__body", "guideline")
    template_name = "funding/round.html"

    def get_context(self, subject: FundingRound) -> Mapping[str, Any]:
        """Proposals, and who will leave the room for each."""
        rows = list(
            Proposal.objects.visible_to(self.actor)
            .filter(round=subject)
            .select_related("participation__organisation", "decision__body__initiative")
            .order_by("pk")
        )
        found = assessing.means(self.actor, rows)
        for row in rows:
            row.round, row.scores = subject, found.get(row.pk)  # type: ignore[attr-defined]
            row.acts = proposals.proposal_acts(self.actor, row, small=True)  # type: ignore[attr-defined]
        outlooks = recusal.before_meeting(subject.fund, round_page.to_decide(subject, rows))
        return {
            "title": str(subject),
            "object": subject,
            "crumbs": crumbs(subject.fund, (str(subject), "")),
            "acts": round_acts.acts_of(self.actor, subject),
            "stages": round_page.stages(subject),
            "bucket": buckets.name(self.actor, subject.restriction, self.initiative.pk),
            "sums": round_page.money(self.actor, subject, rows),
            "is_closed_to_me": round_page.closed_to(self.actor, subject, rows),
            "is_assessor": round_page.reads_all(self.actor, subject),
            "criteria": list(subject.guideline.criteria.order_by("position")),
            "proposals": rows,
            "has_acts": any(row.acts for row in rows),  # type: ignore[attr-defined]
            "recusals": outlooks,
            "narrowest": min(outlooks, key=lambda one: one.outlook.quorum.eligible, default=None),
        }
