"""What was sent: the cells of a report after all its rounds, and what one round changed."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from django.db.models import F

from measurement.models import Combination, Definition, Question, ReportedValue, ReportingRequest, Submission

# What a request is read with, so that its policies ask for nothing more.
REQUEST = ("cycle__measure_set__initiative__reporting_rules", "participation__organisation")


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


def cell_of(submission: Submission, name: str) -> tuple[Definition | None, Combination | None] | None:
    """What `M-01|sex=f`, `M-01` or "" names in a report; None if the report does not hold it."""
    code, bar, combination = name.partition("|")
    if not code:
        return None, None
    asked = submission.request.measures.values("definition")
    definition = Definition.objects.filter(measure__code=code, pk__in=asked).first()
    if definition is None:
        return None
    initiative = submission.request.cycle.measure_set.initiative_id
    found = Combination.objects.filter(initiative=initiative, code=combination).first() if bar else None
    return definition, found
