"""The acts about reports: a grantee writes and sends, a reviewer asks; the fund's report is made and re-issued."""

from collections.abc import Mapping
from typing import Any

from django.db import transaction
from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from funding.forms import reports as forms
from funding.forms.fields import DecisionForm
from funding.models import FundReport, GranteeReport, GranteeReportState
from funding.policies import funds as policies
from funding.services import fund_reports, grantee_reports
from funding.views.acts import Act, FundAct, ThingAct, act, offered
from funding.views.bases import fund_url
from kernel import permissions
from kernel.permissions import Allowed, Denied

_GRANT = ("grant__participation__organisation", "grant__fund__body")


class OfReport(ThingAct):
    """A form about a grantee's report."""

    model = GranteeReport
    of = "grant__fund"
    select = _GRANT
    argument = "report"


class Write(OfReport):
    """What was done: kept as a draft, or sent."""

    policy = "funding.grantee_report.write"
    form_class = forms.NarrativeForm
    title = gettext_lazy("Report of the grantee")
    lead = gettext_lazy("Written once, in one language. Figures are quoted from what is published.")
    submit = gettext_lazy("Send the report")
    after = (gettext_lazy("The draft keeps all that was typed; the reviewer reads it once it is sent."),)

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        """Whoever looks for a figure gets the page again with all that was typed, and nothing is saved."""
        if "narrow" not in request.POST:
            return super().post(request, *args, **kwargs)
        subject = self.get_subject()
        self.check(subject)
        typed = {**request.POST.dict(), "quotes": request.POST.getlist("quotes")}
        return self.show(self.form_class(**self.get_form_kwargs(subject), initial=typed), subject)

    def get_context(self, subject: Any, form: Any) -> Mapping[str, Any]:
        """With a second button that keeps the draft."""
        return {**super().get_context(subject, form), "second": ("draft", _("Save the draft"))}

    def get_success_message(self, result: Any) -> Any:
        """By the button that was pressed."""
        return _("The draft is saved.") if "draft" in self.request.POST else _("The report is sent for review.")

    def act(self, subject: Any, form: Any) -> Any:
        """Save, answer, and send unless only the draft is kept."""
        actor = self.actor
        grantee_reports.save(actor=actor, report=subject, **form.values())
        with transaction.atomic():
            for question, text in form.answers():
                grantee_reports.answer(actor=actor, question=question, text=text)
            if "draft" not in self.request.POST:
                grantee_reports.submit(actor=actor, report=subject, quotes=form.quoted(), actuals=form.actuals())
        return subject


class Ask(OfReport):
    """Back, with a question."""

    policy = "funding.grantee_report.review"
    form_class = forms.QuestionForm
    service = staticmethod(grantee_reports.return_with_question)
    title = gettext_lazy("Return the report with a question")
    submit = gettext_lazy("Return the report")
    success_message = gettext_lazy("The report is returned with your question.")


class Extend(OfReport):
    """More time, with a reason."""

    policy = "funding.grantee_report.extend"
    form_class = forms.ExtendForm
    service = staticmethod(grantee_reports.extend)
    title = gettext_lazy("More time for a report")
    submit = gettext_lazy("Set the day")
    success_message = gettext_lazy("The report has more time.")


class Waive(OfReport):
    """Given up, by decision."""

    policy = "funding.grantee_report.waive"
    form_class = DecisionForm
    service = staticmethod(grantee_reports.waive)
    title = gettext_lazy("Waive a report")
    submit = gettext_lazy("Waive the report")
    danger = True
    success_message = gettext_lazy("The report is waived; what waited for it is open.")


def acts_of(actor: Any, report: GranteeReport) -> list[Any]:
    """What can be done about a grantee's report."""
    out = []

    def offer(name: str, policy: str, label: Any, **more: Any) -> None:
        url = fund_url(name, report.grant.fund, report.public_id)
        out.append(act(actor, f"funding.grantee_report.{policy}", report, url, label, **more))

    offer("grantee-report-write", "write", _("Write the report"), kind="primary", icon="pencil")
    if report.state == GranteeReportState.SUBMITTED:
        offer("grantee-report-return", "review", _("Return with a question"))
    offer("grantee-report-extend", "extend", _("More time"))
    offer("grantee-report-waive", "waive", _("Waive"))
    return offered(out)


class FundReportNew(FundAct):
    """Make a report of a period."""

    policy = "funding.report.make"
    form_class = forms.FundReportForm
    service = staticmethod(fund_reports.make)
    back = "reports"
    title = gettext_lazy("New fund report")
    submit = gettext_lazy("Make the report")
    success_message = gettext_lazy("The report is made and kept with its hash.")
    after = (gettext_lazy("It is kept as it is. A later report may replace it and lists what it says otherwise."),)

    def ask(self, subject: Any) -> permissions.Answer:
        """The treasurer, and a funder for its own."""
        return may_make(self.actor, subject)


def may_make(actor: Any, fund: Any) -> permissions.Answer:
    """The treasurer any; a funder its own."""
    own = fund.funders.filter(participation__in=actor.keys("partners.funder")).exists()
    return Allowed() if own else policies.may_report(actor, fund)


class Reissue(ThingAct):
    """Make it again; what it says otherwise is listed."""

    policy = "funding.report.make"
    model = FundReport
    select = ("funder__participation__organisation",)
    argument = "replaces"
    form_class = forms.ReissueForm
    service = staticmethod(fund_reports.make)
    title = gettext_lazy("Re-issue of a report")
    submit = gettext_lazy("Re-issue the report")
    success_message = gettext_lazy("The report is re-issued; the one before stays.")

    def ask(self, subject: FundReport) -> permissions.Answer:
        """The treasurer, and a funder for its own; once."""
        return may_reissue(self.actor, subject)

    def get_success_url(self, subject: Any, result: Any) -> str:
        """To the later one."""
        return str(result.get_absolute_url())


def may_reissue(actor: Any, report: FundReport) -> permissions.Answer:
    """Who made it possible the first time; once."""
    own = report.funder is not None
    answer = policies.may_report_own(actor, report.funder) if own else policies.may_report(actor, report.fund)
    if answer and FundReport.objects.filter(replaces=report).exists():
        return Denied("replaced", gettext_lazy("This report was re-issued already: re-issue the later one."))
    return answer


def again_of(actor: Any, report: FundReport) -> Act:
    """The act that re-issues a report."""
    url = fund_url("report-again", report.fund, report.public_id)
    return Act(url, _("Re-issue the report"), may_reissue(actor, report))
