"""Grants: those one may see, one with its tranches, budget and reports, the grantee's signature; rounds and reports."""

from collections.abc import Mapping
from typing import Any

from django.db.models import QuerySet
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from funding.filters import GrantFilter
from funding.models import FundingRound, Grant, GranteeReport, Proposal
from funding.policies import grants as policies
from funding.selectors import approving, assessing, quoting, recusal, round_page
from funding.services import grant_changes, grantee_reports, grants
from funding.views import grant_acts, proposals, report_acts
from funding.views import rounds as round_acts
from funding.views.bases import InFund, OfFund, crumbs, fund_url, tabs
from kernel.views import ActView, Page, ScopedList

_TRANCHES = ("conditions__report__grant", "payments__fund__initiative")
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
    """One grant: from its decision to its last payment."""

    policy = "visible"
    model = Grant
    select = (*_SELECT, "signed_by", "entry")
    template_name = "funding/grant.html"

    def get_context(self, subject: Grant) -> Mapping[str, Any]:
        """Tranches with conditions and payments, budget, reports."""
        total, unpaid = grants.total(subject), grant_changes.unpaid(subject)
        tranches = list(
            subject.tranches.order_by("number").prefetch_related(
                "conditions__report__grant", "payments__fund__initiative"
            )
        )
        for row in tranches:
            row.grant = subject
            row.acts = grant_acts.tranche_acts(self.actor, row)
        return {
            "title": subject.title,
            "object": subject,
            "crumbs": crumbs(subject.fund, (_("Grants"), fund_url("grants", subject.fund)), (subject.title, "")),
            "total": total,
            "unpaid": unpaid,
            "tranches": tranches,
            "paid": total - unpaid,
            "under_way": approving.under_way(self.actor, subject),
            "budget": list(subject.budget.order_by("position")),
            "reports": list(subject.reports.select_related("grant__fund__initiative").order_by("number")),
            "may_sign": policies.may_sign(self.actor, subject),
            "acts": grant_acts.acts_of(self.actor, subject),
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
        version = subject.versions.order_by("-number").first()
        return {
            "title": subject.get_kind_display(),
            "object": subject,
            "crumbs": crumbs(fund, (subject.grant.title, subject.grant.get_absolute_url()), (_("Report"), "")),
            "version": version,
            "actuals": list(version.actuals.select_related("line").order_by("line__position")) if version else [],
            "questions": list(version.questions.select_related("by")) if version else [],
            "may_review": policies.may_review(self.actor, subject),
            "quotes": quoting.of_version(version) if version else [],
            "acts": report_acts.acts_of(self.actor, subject),
        }


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
    select = ("factor", "restriction", "fund__body", "guideline")
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
            row.acts = proposals.proposal_acts(self.actor, row)  # type: ignore[attr-defined]
        outlooks = recusal.before_meeting(subject.fund, rows)
        return {
            "title": str(subject),
            "object": subject,
            "crumbs": crumbs(subject.fund, (str(subject), "")),
            "acts": round_acts.acts_of(self.actor, subject),
            "stages": round_page.stages(subject),
            "sums": round_page.money(self.actor, subject, rows),
            "is_closed_to_me": round_page.closed_to(self.actor, subject, rows),
            "criteria": list(subject.guideline.criteria.order_by("position")),
            "proposals": rows,
            "has_acts": any(row.acts for row in rows),  # type: ignore[attr-defined]
            "recusals": outlooks,
            "narrowest": min(outlooks, key=lambda one: one.outlook.quorum.eligible, default=None),
        }
