"""Sending a report: one act for the page, the file and the endpoint; prepared first where two steps are the rule."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from decimal import Decimal
from typing import Any

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from kernel import bulk
from kernel.actor import Actor
from kernel.errors import Conflict, Invalid
from kernel.permissions import require
from kernel.workflow import move
from measurement import rollup, workflow
from measurement.models import Question, ReportedValue, ReportingRequest, Submission
from measurement.policies import requests as policies
from measurement.selectors import reported, sheets
from measurement.selectors.sheets import Cell, Line, Sheet
from measurement.services import drafts
from measurement.services.drafts import Change
from measurement.services.recording import record
from partners.selectors import mandates


@dataclass
class Sending:
    """What a submission did: the row, how many cells went with it, and which totals were derived from their parts."""

    submission: Submission
    changed: int = 0
    derived: list[str] = field(default_factory=list)


@dataclass(frozen=True)
class Readiness:
    """What still stands in the way of sending, and what does not."""

    sheet: Sheet
    unanswered: list[Question]

    @property
    def is_ready(self) -> bool:
        """Whether it can be sent as it is."""
        return not (self.sheet.errors() or self.sheet.warnings() or self.unanswered)


def readiness(request: ReportingRequest, sheet: Sheet | None = None, rounds: int | None = None) -> Readiness:
    """The checks before sending, for the page that shows them and the act that insists on them.

    `rounds`: how often it was sent, where that is known; what was never sent has no questions.
    """
    return Readiness(sheet or sheets.sheet(request), [] if rounds == 0 else unanswered(request))


def unanswered(request: ReportingRequest) -> list[Question]:
    """Open questions to which nobody but the one who asked has replied."""
    return [
        question
        for question in reported.open_questions(request)
        if not any(reply.by_id != question.by_id for reply in question.replies.all())
    ]


@transaction.atomic
def prepare(*, actor: Actor, request: ReportingRequest) -> ReportingRequest:
    """Whoever fills it in, where two steps are the rule. The representative is told and sends it.

    Refuses while a check stands in the way.
    """
    require(policies.may_prepare(actor, request))
    drafts.hold(request)  # what is read from here on is what goes; nobody writes in between
    _insist(readiness(request))
    move(request, "prepare", workflow.REQUEST, prepared_by_id=actor.user_id)
    record(actor, "request.prepared", request)
    return request


@transaction.atomic
def submit(*, actor: Actor, request: ReportingRequest) -> Sending:
    """The data officer, representative or alternate; in two steps the representative, after another prepared it.

    Makes a round with the cells that changed since the last one, and the total of a complete dimension if only its
    parts came. Refuses errors, warnings without a reason and questions without a reply, all of them at once.
    """
    require(policies.may_submit(actor, request))
    drafts.hold(request)
    rounds = request.submissions.count()
    return _send(actor, request, readiness(request, rounds=rounds), rounds)


@transaction.atomic
def report(
    *, actor: Actor, request: ReportingRequest, changes: Sequence[Change], shared: sheets.Frame | None = None
) -> Sending:
    """The same people. Saves cells and sends the report in one go, for whoever has all numbers at hand.

    Refuses as saving and as sending do; then nothing is saved.
    """
    saved = drafts.save_cells(actor=actor, request=request, changes=changes, shared=shared)
    if saved.conflicts:
        name, sentence = next(iter(saved.conflicts.items()))
        raise Conflict(sentence, "stale", current=name)
    require(policies.may_submit(actor, request))
    drafts.hold(request)
    rounds = request.submissions.count()
    return _send(actor, request, readiness(request, saved.sheet, rounds), rounds)


def _send(actor: Actor, request: ReportingRequest, ready: Readiness, rounds: int) -> Sending:
    _insist(ready)
    move(request, "submit", workflow.REQUEST)
    sent_before = reported.latest(request) if rounds else {}
    submission = Submission.objects.create(
        request=request,
        round=rounds + 1,
        narrative=request.narrative,
        narrative_language=request.narrative_language,
        minutes=request.minutes,
        prepared_by_id=request.prepared_by_id,
        **mandates.stamp(actor, participation=request.participation),
    )
    sending = Sending(submission)
    before = {key: sent.row for key, sent in sent_before.items()}
    values = []
    for line in ready.sheet.lines:
        values += _values(submission, line, ready.sheet, before, sending)
    bulk.create(values)
    sending.changed = len(values)
    record(
        actor,
        "submission.submitted",
        request,
        {"round": ["", submission.round], "cells": ["", len(values)], "derived": ["", sending.derived]},
        subject=submission,
    )
    return sending


def _values(
    submission: Submission, line: Line, sheet: Sheet, before: dict[tuple[int, int], ReportedValue], sending: Sending
) -> list[ReportedValue]:
    out = []
    derived = derive_total(line, sheet)
    for cell in line.cells:
        is_derived = derived is not None and cell is line.total
        now = derived if is_derived and derived is not None else cell
        if is_derived:
            sending.derived.append(line.code)
        combination = sheet.combinations[cell.combination]
        if not reported.differs(before.get((cell.definition_id, combination.pk)), now):
            continue
        out.append(
            ReportedValue(
                submission_id=submission.pk,
                definition_id=cell.definition_id,
                combination_id=combination.pk,
                is_derived=is_derived,
                findings=[
                    {"code": one.code, "level": one.level, "sentence": str(one.sentence)}
                    for one in line.findings
                    if one.combination == cell.combination
                ],
                **{name: getattr(now, name) for name in sheets.COLUMNS if getattr(now, name) not in (None, "")},
            )
        )
    return out


def derive_total(line: Line, sheet: Sheet) -> Cell | None:
    """The total of a complete dimension whose parts are all there, if the total itself was not typed."""
    total = line.total
    if total.is_filled:
        return None
    for dimension in sheet.words.dimensions(line.definition.cells):
        parts = [line.cell(f"{dimension.code}={one}") for one in dimension.categories]
        if not dimension.complete or not all(part is not None and part.is_filled for part in parts):
            continue
        number, weight = _whole([part for part in parts if part is not None], line.definition.aggregation)
        if number is not None:
            return Cell(
                total.definition_id,
                total.combination,
                total.name,
                total.label,
                number=number,
                weight=weight,
                quality=rollup.worst(part.quality for part in parts if part is not None),
                note=total.note,
                note_language=total.note_language,
                reason=total.reason,
                reason_language=total.reason_language,
            )
    return None


def _whole(parts: Sequence[Cell], aggregation: str) -> tuple[Decimal | None, Decimal | None]:
    given = [rollup.Part(cell.combination, cell.number, cell.weight, cell.blank, cell.quality) for cell in parts]
    return rollup.whole_from_parts(given, aggregation)


def _insist(ready: Readiness) -> None:
    """Refuse with every finding at once, each under its cell's name."""
    fields: dict[str, list[Any]] = {}
    for line, finding in (*ready.sheet.errors(), *ready.sheet.warnings()):
        fields.setdefault(sheets.cell_name(line.code, finding.combination), []).append(finding.sentence)
    if ready.sheet.errors():
        raise Invalid(_("Some values have to be corrected before the report can be sent."), "errors", fields)
    if ready.sheet.warnings():
        raise Invalid(_("Some values need a reason before the report can be sent."), "reasons_missing", fields)
    if ready.unanswered:
        raise Invalid(_("Each question needs a reply before the report can be sent."), "questions_unanswered", fields)
