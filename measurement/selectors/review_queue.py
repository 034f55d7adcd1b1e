"""What waits for the reviewers of an initiative: reports to look at, returned, accepted, not received."""

from dataclasses import dataclass
from typing import Any

from django.db.models import Count, Exists, F, IntegerField, OuterRef, Q, QuerySet, Subquery
from django.db.models.functions import Coalesce

from kernel import clock, languages
from kernel.actor import Actor
from measurement.models import (
    OWED,
    CycleState,
    Question,
    Reply,
    ReportedValue,
    ReportingRequest,
    RequestedMeasure,
    RequestState,
    Submission,
)

TO_REVIEW, WAITING, ACCEPTED, MISSING = "review", "waiting", "accepted", "missing"
TABS = (TO_REVIEW, WAITING, ACCEPTED, MISSING)


@dataclass(frozen=True)
class Queued:
    """A report in the queue. `flags` counts cells with findings; `may_accept` is asked by the page."""

    request: ReportingRequest
    submission: Submission | None
    organisation: Any
    sector: str
    flags: int
    changed: int
    asked: int
    open_questions: int
    answered: int
    days: int

    @property
    def is_clean(self) -> bool:
        """Nothing stands out and nothing is asked."""
        return not self.flags and not self.open_questions


def rule(tab: str) -> Q:
    """Which requests a tab holds."""
    open_or_closed = Q(cycle__state__in=[CycleState.OPENED, CycleState.CLOSED])
    if tab == TO_REVIEW:
        return open_or_closed & Q(state=RequestState.SUBMITTED)
    if tab == WAITING:
        return open_or_closed & Q(state=RequestState.RETURNED)
    if tab == ACCEPTED:
        return Q(state=RequestState.ACCEPTED)
    return open_or_closed & Q(state__in=OWED, due_on__lt=clock.today()) & ~Q(state=RequestState.RETURNED)


def counts(actor: Actor, initiative: Any) -> dict[str, int]:
    """How many are in each tab; one query."""
    rows = ReportingRequest.objects.visible_to(actor).filter(cycle__measure_set__initiative=initiative)
    return rows.aggregate(**{tab: Count("pk", filter=rule(tab)) for tab in TABS})  # type: ignore[no-any-return]


def queue(actor: Actor, initiative: Any, tab: str = TO_REVIEW) -> QuerySet[Any]:
    """The requests of a tab with all that a row shows, the oldest sending first."""
    rows = ReportingRequest.objects.visible_to(actor).filter(rule(tab), cycle__measure_set__initiative=initiative)
    last = Submission.objects.filter(request=OuterRef("pk")).order_by("-round")
    cells = ReportedValue.objects.filter(submission=OuterRef("last_pk")).order_by()
    asked = Question.objects.filter(submission__request=OuterRef("pk"), closed_at__isnull=True).order_by()
    replied = Reply.objects.filter(question=OuterRef("pk")).exclude(by=F("question__by"))
    measures = RequestedMeasure.objects.filter(request=OuterRef("pk")).order_by()
    return (
        rows.select_related("cycle__measure_set__initiative", "participation__organisation")
        .annotate(last_pk=Subquery(last.values("pk")[:1]), sent_at=Subquery(last.values("at")[:1]))
        .annotate(
            flag_count=_count(cells.exclude(findings=[]).values("submission")),
            changed_count=_count(cells.values("submission"), "definition"),
            asked_count=_count(measures.values("request")),
            open_count=_count(asked.values("submission__request")),
            answered_count=_count(asked.filter(Exists(replied)).values("submission__request")),
        )
        .order_by(F("sent_at").asc(nulls_last=True), "due_on", "pk")
    )


def _count(rows: QuerySet[Any], of: str = "pk") -> Coalesce:
    counted = rows.annotate(n=Count(of, distinct=of != "pk")).values("n")
    return Coalesce(Subquery(counted, output_field=IntegerField()), 0)


def shaped(rows: Any) -> list[Queued]:
    """The rows of a page, with their last submissions in one query."""
    found = list(rows)
    submissions = Submission.objects.in_bulk([row.last_pk for row in found if row.last_pk])
    today = clock.today()
    out = []
    for row in found:
        submission = submissions.get(row.last_pk)
        if submission is not None:
            submission.request = row
            submission.is_last = True  # type: ignore[attr-defined]
            submission.open_questions = row.open_count  # type: ignore[attr-defined]
        out.append(
            Queued(
                request=row,
                submission=submission,
                organisation=languages.text(row.participation.organisation, "name"),
                sector=row.participation.organisation.sector,
                flags=row.flag_count,
                changed=row.changed_count,
                asked=row.asked_count,
                open_questions=row.open_count,
                answered=row.answered_count,
                days=(today - (clock.day_of(row.sent_at) if row.sent_at else row.due_on)).days,
            )
        )
    return out
