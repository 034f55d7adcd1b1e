"""The acts around a report: sent, prepared, taken back, more time, an excuse, opened again, answered."""

from collections.abc import Mapping
from typing import Any

from django.contrib import messages
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from initiative.scope import InitiativeMixin
from kernel.views import ActView, FormPage, find
from measurement.forms.requests import ExcuseForm, ReasonForm, TextForm, TimeForm
from measurement.models import Question, ReportingRequest
from measurement.policies import requests as policies
from measurement.selectors.reported import REQUEST
from measurement.services import requests as acts
from measurement.services import reviews, submissions
from measurement.views.bases import OfRequest, request_context
from measurement.views.cycles import cycles_crumb


def staff_context(slug: str, subject: ReportingRequest, title: str) -> dict[str, Any]:
    """Title and crumbs for those who ask for reports: they come from the cycle."""
    cycle = (str(subject.cycle), subject.cycle.get_absolute_url())
    partner = (str(subject.participation), subject.get_absolute_url())
    return request_context(slug, subject, title) | {"crumbs": [cycles_crumb(slug), cycle, partner, (title, "")]}


class Submit(OfRequest, ActView):
    """Sends the report; a second click goes where the first went."""

    policy = "measurement.request.submit"

    def act(self, subject: ReportingRequest, **data: Any) -> Any:
        """Send, and say which totals were added up."""
        sending = submissions.submit(actor=self.actor, request=subject)
        messages.success(self.request, _("The report was sent."))
        if sending.derived:
            count = len(sending.derived)
            messages.info(
                self.request,
                ngettext(
                    "The total of one measure was added up from its parts: %(codes)s.",
                    "The totals of %(count)s measures were added up from their parts: %(codes)s.",
                    count,
                )
                % {"count": count, "codes": ", ".join(sending.derived)},
            )
        return sending

    def get_refusal_url(self, subject: ReportingRequest) -> str:
        """What stands in the way is shown there."""
        return f"{subject.get_absolute_url()}check/"

    def get_success_url(self, subject: ReportingRequest, result: Any) -> str:
        """The thanks."""
        return f"{subject.get_absolute_url()}thanks/"


class Prepare(Submit):
    """The first of two steps inside the organisation."""

    policy = "measurement.request.prepare"
    success_message = gettext_lazy("The report is ready: the organisation's representative can send it now.")

    def act(self, subject: ReportingRequest, **data: Any) -> Any:
        """Prepare it."""
        return submissions.prepare(actor=self.actor, request=subject)

    def get_success_url(self, subject: ReportingRequest, result: Any) -> str:
        """Back to the checks."""
        return f"{subject.get_absolute_url()}check/"


class Recall(OfRequest, ActView):
    """Takes a report back."""

    policy = "measurement.request.recall"
    success_message = gettext_lazy("The report is back with you: send it again when it is ready.")

    def act(self, subject: ReportingRequest, **data: Any) -> Any:
        """Take it back."""
        return acts.recall(actor=self.actor, request=subject)


class AskTime(OfRequest, FormPage):
    """Asks for a later date."""

    policy = "measurement.request.ask_time"
    template_name = "measurement/request_act.html"
    form_class = TimeForm
    success_message = gettext_lazy("The backbone team was asked for more time.")

    def get_context(self, subject: ReportingRequest, form: Any) -> Mapping[str, Any]:
        """Title and words."""
        return request_context(self.initiative.slug, subject, _("Ask for more time")) | {
            "button": _("Send the request")
        }

    def act(self, subject: ReportingRequest, form: Any) -> Any:
        """Ask."""
        return acts.ask_time(actor=self.actor, request=subject, **form.cleaned_data)


class Extend(AskTime):
    """Moves the date."""

    policy = "measurement.request.extend"
    success_message = gettext_lazy("The date was moved.")

    def get_form_kwargs(self, subject: ReportingRequest) -> dict[str, Any]:
        """What was asked for."""
        return {"initial": {"due_on": subject.asked_due_on, "reason": subject.asked_reason}}

    def get_context(self, subject: ReportingRequest, form: Any) -> Mapping[str, Any]:
        """Title and words."""
        return staff_context(self.initiative.slug, subject, _("Move the due date")) | {"button": _("Move the date")}

    def act(self, subject: ReportingRequest, form: Any) -> Any:
        """Extend."""
        return acts.extend(actor=self.actor, request=subject, **form.cleaned_data)


class AskExcuse(OfRequest, FormPage):
    """Asks to owe nothing this time."""

    policy = "measurement.request.ask_excuse"
    template_name = "measurement/request_act.html"
    form_class = ExcuseForm
    success_message = gettext_lazy("The backbone team was asked to excuse this report.")

    def get_context(self, subject: ReportingRequest, form: Any) -> Mapping[str, Any]:
        """Title and words."""
        return request_context(self.initiative.slug, subject, _("Ask to be excused this time")) | {
            "button": _("Send the request")
        }

    def act(self, subject: ReportingRequest, form: Any) -> Any:
        """Ask."""
        return acts.ask_excuse(actor=self.actor, request=subject, **form.cleaned_data)


class ExcuseRequest(OfRequest, ActView):
    """Grants it."""

    policy = "measurement.request.excuse"
    success_message = gettext_lazy("The organisation owes nothing for this period.")

    def act(self, subject: ReportingRequest, **data: Any) -> Any:
        """Excuse."""
        return acts.excuse(actor=self.actor, request=subject)


class Reopen(OfRequest, FormPage):
    """Opens an accepted report again."""

    policy = "measurement.request.reopen"
    template_name = "measurement/request_act.html"
    form_class = ReasonForm
    success_message = gettext_lazy("The report is open again.")

    def get_context(self, subject: ReportingRequest, form: Any) -> Mapping[str, Any]:
        """Title and words."""
        return staff_context(self.initiative.slug, subject, _("Open the report again")) | {
            "button": _("Open the report")
        }

    def act(self, subject: ReportingRequest, form: Any) -> Any:
        """Reopen."""
        return reviews.reopen(actor=self.actor, request=subject, reason=form.cleaned_data["reason"])


class ReplyToQuestion(InitiativeMixin, ActView):
    """Answers a question, from the grid, the checks or the review page."""

    policy = "measurement.question.reply"
    form_class = TextForm
    success_message = gettext_lazy("The answer was sent.")

    def get_subject(self) -> Question:
        """The question, among those one may see."""
        rows = Question.objects.visible_to(self.actor).select_related(
            *(f"submission__request__{one}" for one in REQUEST)
        )
        return find(  # type: ignore[no-any-return]
            rows,
            submission__request__cycle__measure_set__initiative=self.initiative,
            public_id=self.kwargs["public_id"],
        )

    def act(self, subject: Question, **data: Any) -> Any:
        """Reply."""
        return reviews.reply(actor=self.actor, question=subject, text=data["text"])

    def get_success_url(self, subject: Question, result: Any) -> str:
        """Back where it was asked: the organisation to its grid, reviewers to the review."""
        request = subject.submission.request
        if policies.may_see_draft(self.actor, request):
            return f"{request.get_absolute_url()}#questions"
        return subject.get_absolute_url()

    def get_refusal_url(self, subject: Question) -> str:
        """The same."""
        return self.get_success_url(subject, None)
