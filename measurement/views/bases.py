"""What pages of this floor share: the request of an address with all it needs, crumbs, histories."""

from collections.abc import Mapping
from functools import cached_property
from typing import Any, ClassVar

from django.db.models import QuerySet
from django.urls import reverse
from django.utils.translation import gettext as _

from audit import selectors as audit
from initiative.models import Initiative
from initiative.scope import InitiativeMixin, within_reach
from kernel.views import ActorMixin, ScopedDetail, find
from measurement.models import Correction, Measure, ReportingRequest, Submission
from measurement.selectors import my_requests
from measurement.selectors.reported import REQUEST


class OfRequest(InitiativeMixin, ActorMixin):
    """Finds the request of the address among those one may see, and the initiative with it: a grid saves often."""

    @cached_property
    def found(self) -> ReportingRequest:
        """The request, or 404; one query."""
        initiatives = Initiative.objects.visible_to(self.actor).filter(slug=self.kwargs["initiative"])
        rows = ReportingRequest.objects.visible_to(self.actor).select_related(*REQUEST)
        return find(  # type: ignore[no-any-return]
            rows, cycle__measure_set__initiative__in=initiatives, public_id=self.kwargs["public_id"]
        )

    @cached_property
    def initiative(self) -> Initiative:
        """The initiative of the address."""
        return within_reach(self.actor, self.found.cycle.measure_set.initiative, self.reach)

    def get_subject(self) -> ReportingRequest:
        """The request, or 404."""
        return self.found

    def get_refusal_url(self, subject: ReportingRequest) -> str:
        """A refused act is told on the request's page."""
        return subject.get_absolute_url()

    def get_success_url(self, subject: ReportingRequest, result: Any) -> str:
        """Back to the request."""
        return subject.get_absolute_url()


class OfSubmission(InitiativeMixin, ActorMixin):
    """Finds the submission of the address among those one may see."""

    def get_subject(self) -> Submission:
        """The submission, or 404."""
        rows = Submission.objects.visible_to(self.actor).select_related("by", *(f"request__{path}" for path in REQUEST))
        return find(  # type: ignore[no-any-return]
            rows,
            request__cycle__measure_set__initiative=self.initiative,
            public_id=self.kwargs["public_id"],
        )

    def get_refusal_url(self, subject: Submission) -> str:
        """A refused act is told on the review page."""
        return subject.get_absolute_url()

    def get_success_url(self, subject: Submission, result: Any) -> str:
        """Back to the review."""
        return subject.get_absolute_url()


class HistoryPage(InitiativeMixin, ScopedDetail):
    """What happened to a thing, seen by whoever sees the thing. `of` is the path to the initiative."""

    template_name = "audit/history.html"
    model: ClassVar[Any] = None
    of: ClassVar[str] = "initiative"
    select: ClassVar[tuple[str, ...]] = ()

    def get_queryset(self) -> QuerySet[Any]:
        """Of this initiative, visible to the actor."""
        return super().get_queryset().filter(**{self.of: self.initiative}).select_related(self.of, *self.select)

    def get_context(self, subject: Any) -> Mapping[str, Any]:
        """The log about it."""
        return {
            "title": _("History"),
            "object": subject,
            "crumbs": [(str(subject), subject.get_absolute_url()), (_("History"), "")],
            "lines": audit.histories(self.actor, self.subjects(subject), 100),
        }

    def subjects(self, subject: Any) -> list[Any]:
        """Whose entries are told: the thing's own; a subclass adds what hangs on it."""
        return [subject]


class MeasureHistory(HistoryPage):
    """What happened to a measure, its definitions, and to the corrections that one may see."""

    model = Measure

    def subjects(self, subject: Any) -> list[Any]:
        """The measure with these."""
        corrections = Correction.objects.visible_to(self.actor).filter(value__definition__measure=subject)
        return [subject, *subject.definitions.all(), *corrections]


def my_reports_crumb(slug: str) -> tuple[str, str]:
    """The crumb of all one's reports."""
    return _("Our reports"), reverse("measurement:requests", args=[slug])


def reviews_crumb(slug: str) -> tuple[str, str]:
    """The crumb of the queue."""
    return _("Reports to review"), reverse("measurement:reviews", args=[slug])


def request_context(slug: str, subject: ReportingRequest, title: str) -> dict[str, Any]:
    """Title and crumbs of a page under a request."""
    name = my_requests.title_of(subject)
    return {
        "title": title,
        "object": subject,
        "request_title": name,
        "crumbs": [my_reports_crumb(slug), (name, subject.get_absolute_url()), (title, "")],
    }
