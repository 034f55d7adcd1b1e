"""What was sent: the cells of a report after all its rounds, and what one round changed."""

from dataclasses import dataclass
from typing import Any

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
    rows = ReportedValue.objects.filter(submission__request=request).select_related("submission")
    if up_to is not None:
        rows = rows.filter(submission__round__lte=up_to)
    out: dict[tuple[int, int], Sent] = {}
    for row in rows.order_by("submission__round"):
        out[(row.definition_id, row.combination_id)] = Sent(row, row.submission.round)
    return out


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
