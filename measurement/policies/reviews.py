"""Reviews and corrections: another person than the author looks, asks, returns and accepts."""

from typing import Any

from django.utils.translation import gettext_lazy as _

from kernel.actor import Actor
from kernel.permissions import Allowed, Answer, Denied, first, policy
from measurement import workflow
from measurement.models import CorrectionState, CycleState
from measurement.policies.rights import director, fills, holds, initiative_of, reviewer, staff


@policy("measurement.submission.review")
def may_review(actor: Actor, submission: Any) -> Answer:
    """Director, coordinators and evaluator see the review page with its acts."""
    return reviewer(actor, initiative_of(submission.request))


@policy("measurement.review.queue")
def may_see_queue(actor: Actor, initiative: Any) -> Answer:
    """The same see the queue; for others there is none."""
    answer = reviewer(actor, initiative.pk)
    return answer if answer else Denied("not_reviewer", answer.sentence, hidden=True)


@policy("measurement.review.accept_many")
def may_accept_many(actor: Actor, initiative: Any) -> Answer:
    """Director and coordinators choose several in the queue; each report is asked about again."""
    seen = may_see_queue(actor, initiative)
    return seen if not seen else staff(actor, initiative.pk)


def no_such_measure() -> Any:
    """The sentence about a measure that a report does not hold."""
    return _("The report does not hold this measure.")


def no_question() -> Denied:
    """Why a report without a question cannot be returned."""
    return Denied("no_question", _("Ask at least one question first: it says what should be looked at."))


@policy("measurement.question.ask")
def may_ask(actor: Actor, submission: Any) -> Answer:
    """The same, while the report waits for review or was returned."""
    return may_return(actor, submission)


@policy("measurement.submission.return")
def may_return(actor: Actor, submission: Any) -> Answer:
    """The same, while it waits for review; it needs at least one open question, which the act checks."""
    return first(
        reviewer(actor, initiative_of(submission.request)),
        _is_last(submission),
        _may("return", submission),
        _not_published(submission.request),
    )


@policy("measurement.question.reply")
def may_reply(actor: Actor, question: Any) -> Answer:
    """Those who report for the organisation, and the reviewers, while the question is open."""
    request = question.submission.request
    if question.closed_at is not None:
        return Denied("closed", _("The question is closed."))
    if holds(actor, initiative_of(request), "partners.director", "partners.coordinator", "partners.evaluator"):
        return Allowed()
    return fills(actor, request.participation_id)


@policy("measurement.question.close")
def may_close_question(actor: Actor, question: Any) -> Answer:
    """The reviewers."""
    if question.closed_at is not None:
        return Denied("closed", _("The question is closed."))
    return reviewer(actor, initiative_of(question.submission.request))


@policy("measurement.submission.accept")
def may_accept(actor: Actor, submission: Any) -> Answer:
    """Director and coordinators: not the author, without a mandate or an interest there, no question open."""
    request = submission.request
    answer = first(
        staff(actor, initiative_of(request)),
        _is_last(submission),
        _may("accept", submission),
        _not_published(request),
        _other_person(actor, submission),
        _no_tie(actor, request.participation.organisation_id),
    )
    if not answer:
        return answer
    if _open_questions(submission):
        return Denied("open_questions", _("A question is still open: close it, or return the report."))
    return answer


@policy("measurement.request.reopen")
def may_reopen(actor: Actor, request: Any) -> Answer:
    """The director, while the cycle is not published."""
    answer = director(actor, initiative_of(request))
    if not answer:
        return answer
    if not workflow.REQUEST.may("reopen", request.state):
        return Denied("wrong_state", _("Only an accepted report can be opened again."))
    return _not_published(request)


@policy("measurement.correction.request")
def may_request_correction(actor: Actor, value: Any) -> Answer:
    """The organisation's representative and data officers, of a value that no later one replaces.

    The value brings `participation_id`, the organisation's part in the initiative (selectors.values).
    """
    return fills(actor, value.participation_id)


@policy("measurement.correction.answer")
def may_answer_correction(actor: Actor, correction: Any) -> Answer:
    """Director and coordinators: another person than who asked, without a tie to the organisation."""
    value = correction.value
    answer = first(
        staff(actor, value.definition.measure.initiative_id),
        _no_tie(actor, value.organisation_id),
    )
    if not answer:
        return answer
    if correction.state != CorrectionState.REQUESTED:
        return Denied("answered", _("The correction was answered already."))
    if actor.user_id is not None and correction.by_id == actor.user_id:
        return Denied("own_correction", _("Another person has to accept what you asked for."))
    return answer


@policy("measurement.consent.give")
def may_give_consent(actor: Actor, organisation: Any) -> Answer:
    """The organisation's representative."""
    if actor.is_system or actor.has(organisation.pk, "partners.organisation_lead"):
        return Allowed()
    return Denied("not_lead", _("Only the organisation's representative decides who sees its values."))


def _may(act: str, submission: Any) -> Answer:
    if workflow.REQUEST.may(act, submission.request.state):
        return Allowed()
    return Denied("wrong_state", _("The report does not wait for review now."))


def _not_published(request: Any) -> Answer:
    """What was published is locked: a fact of its period comes by correction only."""
    if request.cycle.state == CycleState.PUBLISHED:
        return Denied("published", _("The results are published: what was wrong is mended by a correction."))
    return Allowed()


def _is_last(submission: Any) -> Answer:
    last = getattr(submission, "is_last", None)
    if last is None:
        last = not submission.request.submissions.filter(round__gt=submission.round).exists()
    return Allowed() if last else Denied("older_round", _("The organisation has sent a later round: review that one."))


def _other_person(actor: Actor, submission: Any) -> Answer:
    if actor.user_id is not None and actor.user_id in {submission.by_id, submission.prepared_by_id}:
        return Denied("own_submission", _("You submitted this report, so another person has to accept it."))
    return Allowed()


def _no_tie(actor: Actor, organisation_id: int | None) -> Answer:
    if actor.has(organisation_id, "partners.organisation"):
        return Denied("own_organisation", _("You act for this organisation, so another person has to decide."))
    if actor.has(organisation_id, "partners.interest"):
        return Denied("interest", _("You declared an interest in this organisation, so another person has to decide."))
    return Allowed()


def _open_questions(submission: Any) -> bool:
    known = getattr(submission, "open_questions", None)
    if known is not None:
        return bool(known)
    rows = type(submission).questions.rel.related_model.objects
    return bool(rows.filter(submission__request=submission.request_id, closed_at__isnull=True).exists())
