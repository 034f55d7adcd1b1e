"""Reports of the fund: the list, and one as its funder reads it."""

import json
from collections.abc import Mapping
from typing import Any

from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext as _

from funding import exports
from funding.models import FundReport
from funding.selectors import reach, report_changes, report_measures, report_page, report_sheet, report_words
from funding.views.acts import Act, offered
from funding.views.bases import InFund, OfFund, crumbs, fund_url, tabs
from funding.views.report_acts import again_of, may_make
from kernel import downloads, languages
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
    select = ("funder__participation__organisation", "by", "replaces__fund__initiative")
    template_name = "funding/report.html"

    def get_context(self, subject: FundReport) -> Mapping[str, Any]:
        """The kept content with the names of today, the hash, what changed since the report it replaces."""
        body = json.loads(subject.content)
        if subject.funder is not None:
            subject.funder.fund = subject.fund  # its page is led to
        lines = report_page.of(self.actor, subject.fund, body)
        measures = report_measures.lines(subject.fund, subject.funder_id, body["measures"])
        title = _("Fund report %(number)s") % {"number": subject.number}
        return {
            "title": title,
            "object": subject,
            "crumbs": crumbs(subject.fund, (_("Reports"), fund_url("reports", subject.fund)), (title, "")),
            "body": body,
            "lines": lines,
            "heads": report_page.heads(body),
            "sums": report_page.sums(lines),
            "flow": report_sheet.picture(body, lines, str(subject.fund)),
            "leverage": report_sheet.leverage(body),
            "bank": report_words.bank(body),
            "told": report_words.leverage(body),
            "own_share": report_words.own_share(body),
            "opens_funder": reach.opens(self.actor, subject.funder),
            "pdf_url": fund_url("report-pdf", subject.fund, subject.public_id),
            "xlsx_url": fund_url("report-xlsx", subject.fund, subject.public_id),
            "measures": measures,
            "changes": report_changes.told(subject, lines, {one.code: one.name for one in measures}),
            "acts": offered([again_of(self.actor, subject)]),
        }


class ReportFile(InFund, Page):
    """The report as a file in the reader's language, for whoever may see the report: `kind` is pdf or xlsx."""

    policy = "visible"
    model = FundReport
    select = ("funder__participation__organisation", "by", "replaces__fund__initiative")
    kind: str = "pdf"

    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        """The file, named after the report and its language."""
        subject = self.get_subject()
        self.check(subject)
        body = json.loads(subject.content)
        lines = report_page.of(self.actor, subject.fund, body)
        measures = report_measures.lines(subject.fund, subject.funder_id, body["measures"])
        changes = report_changes.told(subject, lines, {one.code: one.name for one in measures})
        sheet = report_sheet.of(subject, body, lines, measures, changes)
        made = exports.as_pdf(subject, sheet) if self.kind == "pdf" else exports.as_xlsx(subject, sheet)
        answer = HttpResponse(made, content_type=_KINDS[self.kind])
        name = f"fund-report-{subject.number}-{languages.current()}.{self.kind}"
        answer["Content-Disposition"] = f'attachment; filename="{name}"'
        return answer


_KINDS = {"pdf": "application/pdf", "xlsx": downloads.XLSX}
