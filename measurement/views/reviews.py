"""The reviewers' side: the queue, one report side by side with its history, and the acts on it."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from django.contrib import messages
from django.db.models import QuerySet
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from initiative.scope import InitiativeMixin
from kernel.errors import Invalid
from kernel.views import ActView, Page, ScopedList, find
from measurement.forms.requests import ChosenForm, QuestionForm, ReturnForm
from measurement.models import Question, ReportingRequest, Submission
from measurement.policies import reviews as policies
from measurement.selectors import my_requests, reported, review_queue
from measurement.selectors import review as selectors
from measurement.selectors.reported import REQUEST
from measurement.services import reviews
from measurement.views.bases import OfSubmission, reviews_crumb


@dataclass(frozen=True)
class Tab:
    """A part of the queue."""

    url: str
    label: Any
    count: int
    current: bool
    kind: str = ""


class ReviewQueue(InitiativeMixin, ScopedList):
    """Reports by what is to be done with them."""

    policy = "measurement.review.queue"
    model = ReportingRequest
    template_name = "measurement/review_list.html"
    page_size = 50

    @property
    def tab(self) -> str:
        """The part in force."""
        wanted = self.request.GET.get("state", "")
        return wanted if wanted in review_queue.TABS else review_queue.TO_REVIEW

    def get_queryset(self) -> QuerySet[Any]:
        """The part's reports."""
        return review_queue.queue(self.actor, self.initiative, self.tab)

    def ordered(self, rows: QuerySet[Any]) -> QuerySet[Any]:
        """The queue has its own order."""
        return rows

    def shape(self, rows: Any) -> list[Any]:
        """Rows with their last submission."""
        return review_queue.shaped(rows)

    def get_context(self, subject: Any) -> Mapping[str, Any]:
        """Tabs and words."""
        counts = review_queue.counts(self.actor, self.initiative)
        labels = {
            review_queue.TO_REVIEW: _("To review"),
            review_queue.WAITING: _("Waiting for an answer"),
            review_queue.ACCEPTED: _("Accepted reports"),
            review_queue.MISSING: _("Reports not submitted"),
        }
        return {
            "title": _("Reports to review"),
            "may_accept": policies.may_accept_many(self.actor, self.initiative),
            "tab": self.tab,
            "tabs": [
                Tab(f"?state={tab}", labels[tab], counts[tab], tab == self.tab, "info" if tab == "review" else "")
                for tab in review_queue.TABS
            ],
            "counts": counts,
        }


class ReviewPage(OfSubmission, Page):
    """One report: what changed first, the rest below, threads, the acts with their reasons."""

    policy = "visible"
    template_name = "measurement/review_detail.html"

    def get_context(self, subject: Submission) -> Mapping[str, Any]:
        """The review, and what may be done."""
        reviews.mark_seen(actor=self.actor, submission=subject)
        page = selectors.review(self.actor, subject)
        subject.open_questions = page.open_questions  # type: ignore[attr-defined]
        subject.is_last = page.rounds[-1].pk == subject.pk  # type: ignore[attr-defined]
        may_return = policies.may_return(self.actor, subject)
        return {
            "title": str(subject.request.participation),
            "crumbs": [reviews_crumb(self.initiative.slug), (str(subject.request.participation), "")],
            "object": subject,
            "request_title": my_requests.title_of(subject.request),
            "review": page,
            "is_reviewer": bool(policies.may_review(self.actor, subject)),
            "may_ask": policies.may_ask(self.actor, subject),
            "may_return": may_return if not may_return or page.open_questions else policies.no_question(),
            "may_accept": policies.may_accept(self.actor, subject),
            "may_reopen": policies.may_reopen(self.actor, subject.request),
        }


class AskQuestion(OfSubmission, ActView):
    """A question on the report, a measure or a cell."""

    policy = "measurement.question.ask"
    form_class = QuestionForm
    success_message = gettext_lazy("The question was added. Return the report to send it.")

    def act(self, subject: Submission, **data: Any) -> Any:
        """Find what it is about, and ask."""
        found = reported.cell_of(subject, data["cell"])
        if found is None:
            raise Invalid(policies.no_such_measure(), "unknown_measure")
        definition, cell = found
        return reviews.ask(
            actor=self.actor, submission=subject, text=data["text"], definition=definition, combination=cell
        )


class CloseQuestion(InitiativeMixin, ActView):
    """The answer is enough."""

    policy = "measurement.question.close"
    success_message = gettext_lazy("The question is closed.")

    def get_subject(self) -> Question:
        """The question, among those one may see."""
        paths = (f"submission__request__{path}" for path in REQUEST)
        return find(  # type: ignore[no-any-return]
            Question.objects.visible_to(self.actor).select_related(*paths),
            submission__request__cycle__measure_set__initiative=self.initiative,
            public_id=self.kwargs["public_id"],
        )

    def act(self, subject: Question, **data: Any) -> Any:
        """Close it."""
        return reviews.close(actor=self.actor, question=subject)

    def get_success_url(self, subject: Question, result: Any) -> str:
        """Back to the review of the last round."""
        last = subject.submission.request.submissions.order_by("-round").first()
        return last.get_absolute_url() if last else subject.get_absolute_url()


class ReturnReport(OfSubmission, ActView):
    """Back to the organisation."""

    policy = "measurement.submission.return"
    form_class = ReturnForm
    success_message = gettext_lazy("The report was returned with its questions.")

    def act(self, subject: Submission, **data: Any) -> Any:
        """Return it."""
        return reviews.return_with_questions(actor=self.actor, submission=subject, **data)


class AcceptReport(OfSubmission, ActView):
    """Makes facts."""

    policy = "measurement.submission.accept"
    success_message = gettext_lazy("The report was accepted.")

    def act(self, subject: Submission, **data: Any) -> Any:
        """Accept it."""
        return reviews.accept(actor=self.actor, submission=subject)

    def get_success_url(self, subject: Submission, result: Any) -> str:
        """On with the queue."""
        return reverse("measurement:reviews", args=[self.initiative.slug])


class AcceptMany(InitiativeMixin, ActView):
    """Several at once, from the queue."""

    policy = "measurement.review.accept_many"
    form_class = ChosenForm

    def get_subject(self) -> Any:
        """The initiative."""
        return self.initiative

    def act(self, subject: Any, **data: Any) -> Any:
        """Accept those that may be accepted, and say how many."""
        rows = Submission.objects.visible_to(self.actor).select_related(*(f"request__{path}" for path in REQUEST))
        chosen = rows.filter(public_id__in=data["chosen"], request__cycle__measure_set__initiative=self.initiative)
        by_cycle: dict[int, list[Submission]] = {}
        for one in chosen:
            by_cycle.setdefault(one.request.cycle_id, []).append(one)
        taken = [one for some in by_cycle.values() for one in reviews.accept_many(actor=self.actor, submissions=some)]
        left = len(set(data["chosen"])) - len(taken)
        said = ngettext("One report was accepted.", "%(count)s reports were accepted.", len(taken))
        messages.success(self.request, said % {"count": len(taken)})
        if left > 0:
            said = ngettext(
                "One report was left out: another person has to accept it, or something is still asked.",
                "%(count)s reports were left out: another person has to accept them, or something is still asked.",
                left,
            )
            messages.warning(self.request, said % {"count": left})
        return taken

    def get_refusal_url(self, subject: Any) -> str:
        """The queue."""
        return reverse("measurement:reviews", args=[self.initiative.slug])

    def get_success_url(self, subject: Any, result: Any) -> str:
        """The queue."""
        return reverse("measurement:reviews", args=[self.initiative.slug])
