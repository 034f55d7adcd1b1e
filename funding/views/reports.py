"""Reports of the fund: the list, and one as its funder reads it."""

import json
from collections.abc import Mapping
from typing import Any

from django.db.models import QuerySet
from django.utils.translation import gettext as _

from funding.models import FundReport
from funding.selectors import report_page
from funding.services import fund_reports
from funding.views.acts import Act, offered
from funding.views.bases import InFund, OfFund, crumbs, fund_url, tabs
from funding.views.report_acts import again_of, may_make
from kernel.views import Page, ScopedList


class ReportList(OfFund, ScopedList):
    """Reports of a fund; a funder's own among them for that funder and the staff."""

    model = FundReport
    template_name = "funding/report_list.html"
    sorts = {"number": ("-number",)}

    def get_queryset(self) -> QuerySet[Any]:
        """Of this fund."""
        rows = super().get_queryset().filter(fund=self.get_subject())
        return rows.select_related("fund__initiative", "funder__participation__organisation", "by")

    def get_context(self, subject: Any) -> Mapping[str, Any]:
        """Title and tabs."""
        return {
            "title": _("Reports"),
            "object": subject,
            "crumbs": crumbs(subject, (_("Reports"), "")),
            "tabs": tabs(self.actor, subject, "reports"),
            "acts": offered(
                [Act(fund_url("report-new", subject), _("New report"), may_make(self.actor, subject), kind="primary")]
            ),
        }


class ReportPage(InFund, Page):
    """One report: every figure opens down to its grant, decision and factor."""

    policy = "visible"
    model = FundReport
    select = ("funder__participation__organisation", "by", "replaces")
    template_name = "funding/report.html"

    def get_context(self, subject: FundReport) -> Mapping[str, Any]:
        """The kept content with the names of today, the hash, what changed since the report it replaces."""
        body = json.loads(subject.content)
        title = _("Fund report %(number)s") % {"number": subject.number}
        return {
            "title": title,
            "object": subject,
            "crumbs": crumbs(subject.fund, (_("Reports"), fund_url("reports", subject.fund)), (title, "")),
            "body": body,
            "lines": report_page.of(self.actor, subject.fund, body),
            "changes": fund_reports.changed_since(subject)[:50],
            "acts": offered([again_of(self.actor, subject)]),
        }
