"""What one's own organisation owes and has sent."""

from dataclasses import dataclass
from typing import Any

from django.db.models import Count, Exists, F, IntegerField, OuterRef, Q, QuerySet, Subquery, Sum
from django.db.models.functions import Coalesce
from django.urls import reverse

from kernel import languages, periods
from kernel.actor import Actor
from measurement.models import (
    OWED,
    CycleState,
    DraftValue,
    Question,
    Reply,
    ReportingRequest,
    RequestedMeasure,
    RequestState,
    Submission,
)
from measurement.querysets import FILLERS


@dataclass(frozen=True)
class Owed:
    """A report that has to be sent, or was."""

    request: ReportingRequest
    title: str
    organisation: Any
    filled: int
    asked: int
    minutes_left: int
    questions: int
    url: str
    answer_url: str
    review_url: str = ""
    is_published: bool = False
    sent_at: Any = None
    rounds: int = 0

    @property
    def is_returned(self) -> bool:
        """Whether it came back with questions."""
        return self.request.state == RequestState.RETURNED


def owed(actor: Actor, initiative: Any = None) -> list[Owed]:
    """What has to be sent now, the nearest date first; one query."""
    rows = _mine(actor, initiative).filter(state__in=OWED, cycle__state=CycleState.OPENED)
    return [_owed(row) for row in rows.order_by("due_on", "pk")]


def earlier(actor: Actor, initiative: Any = None, limit: int = 24) -> list[Owed]:
    """What was sent, the newest first; one query."""
    rows = _mine(actor, initiative).exclude(state__in=OWED, cycle__state=CycleState.OPENED)
    return [_owed(row) for row in rows.order_by("-cycle__due_on", "-pk")[:limit]]


def unanswered() -> QuerySet[Any]:
    """Questions that still wait for an answer: open, and nobody but who asked has written."""
    replied = Reply.objects.filter(question=OuterRef("pk")).exclude(by=F("question__by"))
    return Question.objects.filter(~Exists(replied), closed_at__isnull=True)


def with_counts(rows: QuerySet[Any]) -> QuerySet[Any]:
    """Requests with how much is asked, filled, asked back, and the minutes that the rest takes."""
    filled = DraftValue.objects.filter(request=OuterRef("request"), definition=OuterRef("definition")).filter(
        Q(number__isnull=False) | ~Q(blank="")
    )
    measures = RequestedMeasure.objects.filter(request=OuterRef("pk")).order_by()
    unfilled = measures.filter(~Exists(filled)).values("request")
    questions = unanswered().filter(submission__request=OuterRef("pk")).order_by()
    sent = Submission.objects.filter(request=OuterRef("pk")).order_by("-round")
    return rows.annotate(
        asked_count=_count(measures.values("request")),
        unfilled_count=_count(unfilled),
        minutes_left=Coalesce(
            Subquery(unfilled.annotate(sum=Sum("definition__minutes")).values("sum"), output_field=IntegerField()), 0
        ),
        question_count=_count(questions.values("submission__request")),
        sent_at=Subquery(sent.values("at")[:1]),
        last_round=Subquery(sent.values("round")[:1]),
        last_sent=Subquery(sent.values("public_id")[:1]),
        spent=Subquery(sent.values("minutes")[:1]),
    )


def _count(rows: QuerySet[Any]) -> Coalesce:
    return Coalesce(Subquery(rows.annotate(n=Count("pk")).values("n"), output_field=IntegerField()), 0)


def _mine(actor: Actor, initiative: Any) -> QuerySet[Any]:
    rows = ReportingRequest.objects.filter(participation__in=actor.keys(*FILLERS, "partners.signatory"))
    if initiative is not None:
        rows = rows.filter(cycle__measure_set__initiative=initiative)
    return with_counts(
        rows.select_related("cycle__measure_set__initiative", "participation__organisation").exclude(
            cycle__state=CycleState.PLANNED
        )
    )


def title_of(request: ReportingRequest) -> str:
    """The period, and the set it is of."""
    return f"{languages.text(request.cycle.measure_set, 'name')}, {periods.label(request.cycle.period)}"


def _owed(row: Any) -> Owed:
    slug = row.cycle.measure_set.initiative.slug
    url = reverse("measurement:request", args=[slug, row.public_id])
    return Owed(
        request=row,
        title=title_of(row),
        organisation=languages.text(row.participation.organisation, "name"),
        filled=row.asked_count - row.unfilled_count,
        asked=row.asked_count,
        minutes_left=row.minutes_left,
        questions=row.question_count,
        url=url,
        answer_url=f"{url}#questions",
        review_url=reverse("measurement:review", args=[slug, row.last_sent]) if row.last_sent else "",
        is_published=row.cycle.state == CycleState.PUBLISHED,
        sent_at=row.sent_at,
        rounds=row.last_round or 0,
    )
