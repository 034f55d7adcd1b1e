"""One report as its reviewer sees it: each measure with the period before, what changed this round, checks, threads."""

from collections.abc import Iterable
from dataclasses import dataclass, field
from decimal import Decimal
from typing import Any

from kernel import languages
from kernel.actor import Actor
from measurement import rollup
from measurement.models import Question, ReportedValue, Submission
from measurement.selectors import reported, sheets, shown
from measurement.selectors.sheets import Line


@dataclass(frozen=True)
class ReviewCell:
    """One part of a measure."""

    label: str
    number: Decimal | None
    weight: Decimal | None
    blank: str
    last: Decimal | None
    before: Decimal | None
    is_changed: bool
    name: str
    note: str = ""
    note_language: str = ""


@dataclass
class ReviewRow:
    """One measure. `share` is the change against the period before, `points` that of a percentage;
    `earlier` the result of the round before."""

    code: str
    name: Any
    unit: Any
    decimals: int
    result: Decimal | None
    number: Decimal | None
    weight: Decimal | None
    blank: str
    quality: str
    last: Decimal | None
    earlier: Decimal | None
    share: Decimal | None
    points: Decimal | None
    is_changed: bool
    is_derived: bool
    is_mean: bool
    is_new_version: bool
    is_better: bool | None
    note: str
    note_language: str
    findings: list[dict[str, Any]]
    reasons: list[tuple[str, str, str]]
    parts: list[ReviewCell]
    threads: list[Question] = field(default_factory=list)
    accepted: bool = False

    @property
    def has_open_question(self) -> bool:
        """Whether somebody waits for an answer here."""
        return any(one.closed_at is None for one in self.threads)


@dataclass
class Review:
    """The whole page."""

    submission: Submission
    rows: list[ReviewRow]
    general: list[Question]
    rounds: list[Submission]
    changed: int
    flags: int
    open_questions: int
    small: int

    @property
    def first(self) -> list[ReviewRow]:
        """What needs the eye: changed this round, flagged or asked about."""
        return [row for row in self.rows if row.is_changed or row.findings or row.threads]

    @property
    def rest(self) -> list[ReviewRow]:
        """What was looked at in an earlier round."""
        return [row for row in self.rows if row not in self.first]


def review(actor: Actor, submission: Submission) -> Review:
    """The page of one round; the caller has scoped it. A fixed number of queries, whatever the report's size."""
    request = submission.request
    frame = sheets.frame(request.cycle)
    asked = {one.pk for one in sheets.definitions_of(request)}
    lines = [frame.line(one) for key, one in frame.definitions.items() if key in asked]
    sheets.add_last(request, lines)
    now = _by_code(reported.latest(request, up_to=submission.round).values())
    before = _by_code(reported.latest(request, up_to=submission.round - 1).values()) if submission.round > 1 else {}
    threads: dict[int | None, list[Question]] = {}
    questions = (
        Question.objects.filter(submission__request=request)
        .select_related("by", "combination")
        .prefetch_related("replies__by")
        .order_by("at", "pk")
    )
    for question in questions:
        threads.setdefault(question.definition_id, []).append(question)
    rules = getattr(request.cycle.measure_set.initiative, "reporting_rules", None)
    rows = [_row(line, submission, now, before, threads.get(line.definition.pk, [])) for line in lines]
    return Review(
        submission=submission,
        rows=rows,
        general=threads.get(None, []),
        rounds=list(request.submissions.select_related("by").order_by("round")),
        changed=sum(row.is_changed for row in rows),
        flags=sum(bool(row.findings) for row in rows),
        open_questions=sum(one.closed_at is None for found in threads.values() for one in found),
        small=_small(lines, now, rules.suppress_under if rules else 10),
    )


_Cells = dict[tuple[int, str], reported.Sent]


def _by_code(sent: Iterable[reported.Sent]) -> _Cells:
    return {(one.row.definition_id, one.row.combination.code): one for one in sent}


def _row(line: Line, submission: Submission, now: _Cells, before: _Cells, threads: list[Question]) -> ReviewRow:
    key = line.definition.pk
    kind = line.definition.aggregation
    total = now.get((key, ""))
    row: Any = total.row if total else ReportedValue()
    mine = [one for (definition, _code), one in now.items() if definition == key]
    result = _read(line, row)
    last = line.last.get("")
    last_result = None if last is None else _read(line, last)
    earlier = before.get((key, ""))
    direction = line.definition.measure.direction
    known = result is not None and last_result is not None and not line.is_new_version
    change = result - last_result if known else None  # type: ignore[operator]
    in_points = shown.in_points(line.definition)
    return ReviewRow(
        code=line.code,
        name=line.name,
        unit=languages.text(line.definition, "unit"),
        decimals=line.definition.places,
        result=result,
        number=row.number,
        weight=row.weight,
        blank=row.blank,
        quality=row.quality,
        last=last_result,
        earlier=_read(line, earlier.row) if earlier else None,
        share=None if in_points or change is None or not last_result else change / last_result,
        points=change if in_points else None,
        is_changed=any(one.round == submission.round for one in mine),
        is_derived=bool(total and total.row.is_derived),
        is_mean=kind == "mean",
        is_new_version=line.is_new_version,
        is_better=None if not change or direction == "none" else (change > 0) == (direction == "up"),
        note=row.note,
        note_language=row.note_language,
        findings=[finding for one in mine for finding in one.row.findings],
        reasons=[(_label(line, one), one.row.reason, one.row.reason_language) for one in mine if one.row.reason],
        parts=[_cell(line, cell, now, before, submission.round) for cell in line.cells[1:]],
        threads=threads,
    )


def _read(line: Line, value: Any) -> Decimal | None:
    """The figure of a value as people read it."""
    result = rollup.result_of(line.definition.aggregation, value.number, value.weight)
    return shown.figure(line.definition, result)


def _label(line: Line, sent: reported.Sent) -> str:
    return next((cell.label for cell in line.cells if cell.combination == sent.row.combination.code), "")


def _cell(line: Line, cell: Any, now: _Cells, before: _Cells, round_: int) -> ReviewCell:
    sent = now.get((cell.definition_id, cell.combination))
    earlier = before.get((cell.definition_id, cell.combination))
    last = line.last.get(cell.combination)
    return ReviewCell(
        label=cell.label,
        number=sent.row.number if sent else None,
        weight=sent.row.weight if sent else None,
        blank=sent.row.blank if sent else "",
        last=last.number if last else None,
        before=earlier.row.number if earlier else None,
        is_changed=bool(sent and sent.round == round_),
        name=cell.name,
        note=sent.row.note if sent else "",
        note_language=sent.row.note_language if sent else "",
    )


def _small(lines: list[Line], now: _Cells, under: int) -> int:
    people = {line.definition.pk for line in lines if line.definition.counts_people}
    numbers = [one.row.number for (key, _code), one in now.items() if key in people]
    return sum(1 for number in numbers if number is not None and 0 < number < under)
