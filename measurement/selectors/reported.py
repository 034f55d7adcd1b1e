"""What was sent: the cells of a report after all its rounds, and what one round changed."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from django.db.models import F

from measurement.models import Question, ReportedValue, ReportingRequest, Submission


@dataclass(frozen=True)
class Sent:
    """The latest sending of a cell."""

    row: ReportedValue
    round: int

    @property
    def key(self) -> tuple[int, int]:
        """Definition and combination."""
        return self.row.definition_id, self.row.combination_id


def latest(request: ReportingRequest, *, up_to: int | None = None) -> dict[tuple[int, int], Sent]:
    """The cells as they stand after all rounds (or up to one), by definition and combination."""
    rows = ReportedValue.objects.filter(submission__request=request).select_related("submission", "combination")
    if up_to is not None:
        rows = rows.filter(submission__round__lte=up_to)
    out: dict[tuple[int, int], Sent] = {}
    for row in rows.order_by("submission__round"):
        out[(row.definition_id, row.combination_id)] = Sent(row, row.submission.round)
    return out


def latest_of(requests: Sequence[int]) -> dict[int, list[ReportedValue]]:
    """The cells of several reports as they stand after all their rounds, in one query."""
    rows = ReportedValue.objects.filter(submission__request__in=requests).order_by("submission__round")
    cells: dict[int, dict[tuple[int, int], ReportedValue]] = {}
    for row in rows.annotate(request_key=F("submission__request")):
        cells.setdefault(row.request_key, {})[(row.definition_id, row.combination_id)] = row
    return {key: list(found.values()) for key, found in cells.items()}


def last_submission(request: ReportingRequest) -> Submission | None:
    """The latest round."""
    found: Submission | None = request.submissions.order_by("-round").first()
    return found


def open_questions(request: ReportingRequest) -> list[Question]:
    """Questions of any round that nobody has closed, with their replies."""
    rows = Question.objects.filter(submission__request=request, closed_at__isnull=True)
    return list(rows.select_related("by", "definition__measure", "combination").prefetch_related("replies__by"))


def differs(before: ReportedValue | None, now: Any) -> bool:
    """Whether a cell is another than the one sent before."""
    if before is None:
        return now.number is not None or bool(now.blank)
    return any(getattr(before, name) != getattr(now, name) for name in ("number", "weight", "blank", "quality", "note"))
