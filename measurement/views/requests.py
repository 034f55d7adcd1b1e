"""What a partner owes: the list, the story, the checks before sending, the thanks."""

from collections.abc import Mapping
from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from initiative.scope import InitiativeMixin
from kernel.errors import DomainError
from kernel.permissions import Denied
from kernel.views import FormPage, Page
from measurement.forms.cells import CellsForm
from measurement.forms.requests import StoryForm
from measurement.models import ReportingRequest
from measurement.policies import requests as policies
from measurement.selectors import give_back, my_requests, reported
from measurement.services import drafts, submissions
from measurement.views.bases import OfRequest, request_context
from measurement.views.steps import steps

_NUMBER_MOVED = gettext_lazy(
    "A value was changed while you wrote: compare your reason with the value that stands there now, and save it again."
)


class MyRequests(InitiativeMixin, Page):
    """What waits for one's organisation here, and what it sent before."""

    policy = "visible"
    template_name = "measurement/request_list.html"

    def get_context(self, subject: Any) -> Mapping[str, Any]:
        """Owed first."""
        return {
            "title": _("Our reports"),
            "owed": my_requests.owed(self.actor, self.initiative),
            "earlier": my_requests.earlier(self.actor, self.initiative),
        }


class Story(OfRequest, FormPage):
    """What the numbers do not tell."""

    policy = "measurement.request.fill"
    template_name = "measurement/request_story.html"
    form_class = StoryForm

    def get_form_kwargs(self, subject: ReportingRequest) -> dict[str, Any]:
        """What was written before."""
        seen = drafts.story_mark(subject)
        return {"initial": {"narrative": subject.narrative, "minutes": subject.minutes, "seen": seen}}

    def show(self, form: Any, subject: ReportingRequest, status: int = 200) -> HttpResponse:
        """The page; after a conflict with the story that stands, which counts as seen from now on."""
        if status == 409:
            form.data = form.data.copy()
            form.data["seen"] = drafts.story_mark(subject)
        return super().show(form, subject, status)

    def get_context(self, subject: ReportingRequest, form: Any) -> Mapping[str, Any]:
        """Title and steps."""
        stands = subject if form.non_field_errors() else None
        context = {"steps": steps(subject, "story"), "stands": stands}
        return request_context(self.initiative.slug, subject, _("Story")) | context

    def act(self, subject: ReportingRequest, form: Any) -> Any:
        """Save it."""
        return drafts.save_story(actor=self.actor, request=subject, **form.cleaned_data)

    def get_success_url(self, subject: ReportingRequest, result: Any) -> str:
        """On to the checks."""
        return f"{subject.get_absolute_url()}check/"


class Check(OfRequest, Page):
    """Everything that stands in the way of sending, with room for reasons and replies; then the button."""

    policy = "measurement.request.see_draft"
    template_name = "measurement/request_check.html"

    def get_context(self, subject: ReportingRequest) -> Mapping[str, Any]:
        """The findings by kind and the verdict on the button."""
        ready, fills = submissions.readiness(subject), policies.may_fill(self.actor, subject)
        rules = getattr(self.initiative, "reporting_rules", None)
        act = "submit"
        verdict = policies.may_submit(self.actor, subject)
        if not verdict and verdict.code in {"two_step", "not_prepared"} and rules is not None and rules.two_step:
            act, verdict = "prepare", policies.may_prepare(self.actor, subject)
        if verdict and not ready.is_ready:
            verdict = _in_the_way(ready)
        return request_context(self.initiative.slug, subject, _("Check and send")) | {
            "steps": steps(subject, "check", fills),
            "errors": [_row(line, one) for line, one in ready.sheet.errors()],
            "warnings": [_row(line, one) for line in ready.sheet.lines for one in line.findings if not one.is_error],
            "unanswered": ready.unanswered,
            "filled": ready.sheet.filled,
            "asked": len(ready.sheet.lines),
            "derived": [line.name for line in ready.sheet.lines if submissions.derive_total(line, ready.sheet)],
            "act": act,
            "verdict": verdict,
            "may_fill": fills,
        }

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        """Save the reasons. One for a number that is no longer there is shown again beside the new one."""
        subject = self.get_subject()
        self.check(subject)
        form = CellsForm(request.POST.dict())
        form.full_clean()
        try:
            moved = drafts.save_cells(actor=self.actor, request=subject, changes=form.changes).conflicts
        except DomainError as refusal:
            messages.error(request, str(refusal.sentence))
            return HttpResponseRedirect(f"{subject.get_absolute_url()}check/")
        for sentence in [*form.refused.values(), *([_NUMBER_MOVED] if moved else [])]:
            messages.error(request, str(sentence))
        if not moved and not form.refused:
            return HttpResponseRedirect(f"{subject.get_absolute_url()}check/")
        page = self.get_context(subject)
        for row in page["warnings"]:
            row["reason"] = form.typed.get(row["name"], row["reason"])
        return self.render_to_response({"view": self, **page}, status=409 if moved else 422)


class Thanks(OfRequest, Page):
    """Right after sending: what came of it for the organisation itself."""

    policy = "visible"
    template_name = "measurement/request_thanks.html"

    def get_context(self, subject: ReportingRequest) -> Mapping[str, Any]:
        """Own numbers against the period before and own targets."""
        last = reported.last_submission(subject)
        return request_context(self.initiative.slug, subject, _("Thank you")) | {
            "submission": last,
            "rows": give_back.rows(subject) if last else [],
        }


def _row(line: Any, finding: Any) -> dict[str, Any]:
    cell = line.cell(finding.combination) or line.total
    said = cell.reason or (cell.note if cell.blank else "")
    return {
        "code": line.code,
        "measure": line.name,
        "cell": cell.label,
        "name": f"reason:{cell.name}",
        "cell_name": cell.name,
        "key": f"reason-{cell.name}-{finding.code}".replace("|", "-").replace("=", "-").replace(";", "-"),
        "text": finding.sentence,
        "reason": said,
        "shown": said,
        "revision": cell.revision,
        "anchor": f"m-{line.code}",
    }


def _in_the_way(ready: submissions.Readiness) -> Denied:
    if ready.sheet.errors():
        return Denied("errors", _("Some values have to be corrected before the report can be sent."))
    if ready.sheet.warnings():
        return Denied("reasons_missing", _("Some values need a reason before the report can be sent."))
    return Denied("questions_unanswered", _("Each question needs a reply before the report can be sent."))
