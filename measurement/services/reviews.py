"""Reviewing: another person asks, returns, accepts. Acceptance makes facts; nobody here changes a partner's number."""

from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from django.db import transaction
from django.db.models import Max
from django.utils.translation import gettext_lazy as _

from audit import services as audit
from kernel import bulk, clock, writing
from kernel.actor import Actor
from kernel.errors import Conflict, Invalid
from kernel.permissions import require
from kernel.workflow import move
from measurement import workflow
from measurement.models import Question, Reply, ReportedValue, ReportingRequest, Submission, Value
from measurement.policies import reviews as policies
from measurement.selectors import reported, sheets
from measurement.services import stale
from measurement.services.recording import record
from partners.selectors import mandates

_FIGURE = ("number", "weight", "blank", "quality")


def mark_seen(*, actor: Actor, submission: Submission) -> None:
    """A reviewer opened it: from now on it can no longer be taken back. No act of its own, so no entry."""
    if policies.may_review(actor, submission) and submission.seen_at is None:
        now = clock.now()
        Submission.objects.filter(pk=submission.pk, seen_at__isnull=True).update(seen_at=now)
        submission.seen_at = now


@transaction.atomic
def ask(
    *,
    actor: Actor,
    submission: Submission,
    text: str,
    definition: Any = None,
    combination: Any = None,
) -> Question:
    """Director, coordinator or evaluator. A question on the report, on a measure of it or on one cell.

    Refuses an empty question and a cell that the report does not hold.
    """
    require(policies.may_ask(actor, submission))
    text = writing.needed("text", text, _("Write the question."))
    if definition is not None and definition.pk not in {one.pk for one in sheets.definitions_of(submission.request)}:
        raise Invalid(_("The report does not hold this measure."), "unknown_measure")
    question = Question.objects.create(
        submission=submission,
        definition=definition,
        combination=combination,
        **writing.said("text", text, actor),
        **mandates.stamp(actor, initiative=submission.request.cycle.measure_set.initiative),
    )
    record(actor, "question.asked", submission.request, {"text": ["", text]}, subject=question)
    return question


@transaction.atomic
def reply(*, actor: Actor, question: Question, text: str) -> Reply:
    """The organisation's people and the reviewers. Refuses a closed question and an empty reply."""
    require(policies.may_reply(actor, question))
    text = writing.needed("text", text, _("Write the answer."))
    answer = Reply.objects.create(  # type: ignore[misc]
        question=question, by_id=actor.user_id, at=clock.now(), **writing.said("text", text, actor)
    )
    record(actor, "question.answered", question.submission.request, {"text": ["", text]}, subject=question)
    return answer


@transaction.atomic
def close(*, actor: Actor, question: Question) -> Question:
    """The reviewers: the answer is enough."""
    require(policies.may_close_question(actor, question))
    now = clock.now()
    won = Question.objects.filter(pk=question.pk, closed_at__isnull=True).update(
        closed_at=now, closed_by_id=actor.user_id
    )
    if won != 1:
        raise Conflict(_("The question is closed."), "closed")
    question.closed_at = now
    record(actor, "question.closed", question.submission.request, subject=question)
    return question


@transaction.atomic
def return_with_questions(*, actor: Actor, submission: Submission, accept_clean: bool = False) -> Submission:
    """Director, coordinator or evaluator. Back to the organisation with at least one open question.

    `accept_clean`: measures without a question and without a finding become facts at once (who may accept, may this).
    Refuses without a question.
    """
    require(policies.may_return(actor, submission))
    request = submission.request
    questions = reported.open_questions(request)
    if not questions:
        raise Invalid(_("Ask at least one question first: it says what should be looked at."), "no_question")
    if accept_clean:
        submission.open_questions = 0  # type: ignore[attr-defined]
        require(policies.may_accept(actor, submission))
    move(request, "return", workflow.REQUEST, prepared_by_id=None)
    accepted = _accept_clean(actor, request, questions) if accept_clean else 0
    record(
        actor,
        "submission.returned",
        request,
        {"questions": ["", len(questions)], "accepted": ["", accepted]},
        subject=submission,
    )
    return submission


@transaction.atomic
def accept(*, actor: Actor, submission: Submission) -> Submission:
    """Director or coordinator: not the author, no mandate or interest there, no question open.

    Each cell becomes a fact; a cell that was accepted before and differs now, a later fact that replaces it.
    """
    require(policies.may_accept(actor, submission))
    request = submission.request
    move(request, "accept", workflow.REQUEST)
    made = _make_facts(actor, request, reported.latest_of([request.pk]).get(request.pk, []))
    record(actor, "submission.accepted", request, {"values": ["", made]}, subject=submission)
    return submission


@transaction.atomic
def accept_many(*, actor: Actor, submissions: Sequence[Submission]) -> list[Submission]:
    """Director or coordinator. Several reports of one cycle at once, each under the same conditions as alone.

    Those that may not be accepted (own, an interest, an open question, a later round) are left out, not refused; the
    answer holds those that were accepted. Whoever moved on meanwhile makes the whole a conflict.
    """
    taken = _acceptable(actor, submissions)
    if not taken:
        return []
    if len({one.request.cycle_id for one in taken}) != 1:
        raise Invalid(_("Choose reports of one cycle."), "several_cycles")
    cycle = taken[0].request.cycle
    initiative = cycle.measure_set.initiative
    cells = reported.latest_of([one.request_id for one in taken])
    stands = standing(
        cycle.period,
        [one.request.participation.organisation_id for one in taken],
        {row.definition_id for given in cells.values() for row in given},
    )
    stamp = mandates.stamp(actor, initiative=initiative)
    facts: list[Value] = []
    for one in taken:
        move(one.request, "accept", workflow.REQUEST)
        organisation = one.request.participation.organisation_id
        facts += _facts(cycle.period, organisation, cells.get(one.request_id, ()), stands, stamp)
    bulk.create(facts)
    stale.mark(cycle.period, {fact.definition_id for fact in facts})
    audit.record_many(
        actor=actor,
        kind="measurement.submission.accepted",
        subjects=taken,
        initiative=initiative,
        about_of=lambda one: {
            "participation": one.request.participation_id,
            "organisation": one.request.participation.organisation_id,
        },
        organisation_of=lambda one: one.request.participation.organisation,
    )
    return taken


def _acceptable(actor: Actor, submissions: Sequence[Submission]) -> list[Submission]:
    """Those that this person may accept now; two queries for all of them."""
    requests = [one.request_id for one in submissions]
    open_for = set(
        Question.objects.filter(submission__request__in=requests, closed_at__isnull=True).values_list(
            "submission__request", flat=True
        )
    )
    rounds = Submission.objects.filter(request__in=requests).order_by().values_list("request")
    newest = dict(rounds.annotate(newest=Max("round")))
    for one in submissions:
        one.open_questions = one.request_id in open_for  # type: ignore[attr-defined]
        one.is_last = newest[one.request_id] == one.round  # type: ignore[attr-defined]
    return [one for one in submissions if policies.may_accept(actor, one)]


@transaction.atomic
def reopen(*, actor: Actor, request: ReportingRequest, reason: str) -> ReportingRequest:
    """The director, with a reason, while the cycle is not published. The reason stands as a question."""
    require(policies.may_reopen(actor, request))
    reason = writing.needed("reason", reason, _("Say why the report is opened again."))
    move(request, "reopen", workflow.REQUEST, prepared_by_id=None)
    last = reported.last_submission(request)
    if last is not None:
        Question.objects.create(
            submission=last,
            **writing.said("text", reason, actor),
            **mandates.stamp(actor, initiative=request.cycle.measure_set.initiative),
        )
    record(actor, "request.reopened", request, {"reason": ["", reason]})
    return request


def _accept_clean(actor: Actor, request: ReportingRequest, questions: Iterable[Question]) -> int:
    asked = {question.definition_id for question in questions}
    if None in asked:
        return 0
    cells = reported.latest_of([request.pk]).get(request.pk, [])
    flagged = {row.definition_id for row in cells if row.findings}
    return _make_facts(actor, request, [row for row in cells if row.definition_id not in asked | flagged])


def _make_facts(actor: Actor, request: ReportingRequest, cells: Iterable[ReportedValue]) -> int:
    stamp = mandates.stamp(actor, initiative=request.cycle.measure_set.initiative)
    period, organisation = request.cycle.period, request.participation.organisation_id
    given = list(cells)
    stands = standing(period, [organisation], {row.definition_id for row in given})
    values = _facts(period, organisation, given, stands, stamp)
    bulk.create(values)
    stale.mark(period, {value.definition_id for value in values})
    return len(values)


def standing(
    period: str, organisations: Iterable[int | None], definitions: Iterable[int]
) -> dict[tuple[int | None, int, int], Any]:
    """The facts that stand (key and figures), by organisation, definition and combination."""
    found = Value.objects.current().filter(
        organisation__in=list(organisations), period=period, definition__in=set(definitions)
    )
    columns = ("organisation_id", "definition_id", "combination_id", "pk", *_FIGURE)
    return {one[:3]: one for one in found.values_list(*columns, named=True)}


def _facts(
    period: str,
    organisation: int | None,
    cells: Iterable[ReportedValue],
    stands: Mapping[tuple[Any, int, int], Any],
    stamp: Mapping[str, Any],
) -> list[Value]:
    """The facts that these cells make. A cell that was emptied after it had been accepted is refused."""
    facts = []
    for row in cells:
        before = stands.get((organisation, row.definition_id, row.combination_id))
        if row.number is None and not row.blank:
            if before is not None:
                raise Invalid(
                    _("A value that was accepted before is empty now: ask whether it is not applicable."), "emptied"
                )
            continue
        if before is not None and _same(before, row):
            continue
        facts.append(
            Value(  # type: ignore[misc]
                organisation_id=organisation,
                definition_id=row.definition_id,
                period=period,
                combination_id=row.combination_id,
                number=row.number,
                weight=row.weight,
                blank=row.blank,
                quality=row.quality,
                reported_id=row.pk,
                replaces_id=before.pk if before is not None else None,
                **stamp,
            )
        )
    return facts


def _same(value: Any, row: ReportedValue) -> bool:
    return all(getattr(value, name) == getattr(row, name) for name in _FIGURE)
