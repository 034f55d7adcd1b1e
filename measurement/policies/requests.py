"""What a partner owes: who may fill it in, send it, take it back, ask for time or an excuse, and who grants that."""

from typing import Any

from django.utils.translation import gettext_lazy as _

from kernel.actor import Actor
from kernel.permissions import Allowed, Answer, Denied, first, policy
from measurement import workflow
from measurement.models import FILLABLE, RequestState
from measurement.policies.rights import FILLERS, LEADS, NOT_FILLER, cycle_is_open, fills, initiative_of, staff


@policy("measurement.request.see_draft")
def may_see_draft(actor: Actor, request: Any) -> Answer:
    """Those who report for the organisation; nobody else looks over their shoulder."""
    if actor.is_system or actor.has(request.participation_id, *FILLERS):
        return Allowed()
    return Denied("not_filler", NOT_FILLER, hidden=not actor.has(request.participation_id, "partners.own"))


@policy("measurement.request.fill")
def may_fill(actor: Actor, request: Any) -> Answer:
    """The same, while the cycle is open and the report is not sent."""
    answer = first(fills(actor, request.participation_id), cycle_is_open(request))
    if answer and request.state not in FILLABLE:
        return Denied("sent", _("The report was sent, so its values stay as they are: take it back to go on."))
    return answer


def _has_begun(request: Any) -> Answer:
    if request.state == RequestState.REQUESTED:
        return Denied("nothing_filled", _("Nothing is filled in yet."))
    return Allowed()


@policy("measurement.request.prepare")
def may_prepare(actor: Actor, request: Any) -> Answer:
    """Where a report takes two steps inside the organisation: whoever fills it in."""
    return first(may_fill(actor, request), _has_begun(request))


@policy("measurement.request.submit")
def may_submit(actor: Actor, request: Any) -> Answer:
    """Whoever fills it in; in two steps the representative, after it was prepared by another person."""
    answer = first(fills(actor, request.participation_id), cycle_is_open(request), _has_begun(request))
    if not answer:
        return answer
    if not workflow.REQUEST.may("submit", request.state):
        return Denied("sent", _("The report was sent already."))
    rules = getattr(request.cycle.measure_set.initiative, "reporting_rules", None)
    if rules is not None and rules.two_step and not actor.is_system:
        if not actor.has(request.participation_id, *LEADS):
            return Denied("two_step", _("In this initiative the organisation's representative sends the report."))
        if request.state != RequestState.PREPARED:
            return Denied("not_prepared", _("The report has to be prepared first, then sent by another person."))
        if request.prepared_by_id == actor.user_id:
            return Denied("own_preparation", _("Another person has to send what you prepared."))
    return answer


@policy("measurement.request.recall")
def may_recall(actor: Actor, request: Any) -> Answer:
    """Who sent it, while nobody has opened it."""
    answer = first(fills(actor, request.participation_id), cycle_is_open(request))
    if not answer:
        return answer
    if request.state == RequestState.PREPARED:
        return answer
    if request.state != RequestState.SUBMITTED:
        return Denied("wrong_state", _("Only a report that was sent and not yet answered can be taken back."))
    last = request.submissions.order_by("-round").first()
    if last is None or last.by_id != actor.user_id:
        return Denied("not_sender", _("Only who sent the report can take it back."))
    if last.seen_at is not None:
        return Denied("opened", _("A reviewer has opened the report already: write to the reviewer instead."))
    return answer


@policy("measurement.request.ask_time")
def may_ask_time(actor: Actor, request: Any) -> Answer:
    """Whoever fills it in, while it is owed."""
    return first(fills(actor, request.participation_id), cycle_is_open(request), _is_owed(request))


@policy("measurement.request.ask_excuse")
def may_ask_excuse(actor: Actor, request: Any) -> Answer:
    """The representative or alternate, before it is sent."""
    return first(fills(actor, request.participation_id, LEADS), cycle_is_open(request), _request_may("excuse", request))


@policy("measurement.request.extend")
def may_extend(actor: Actor, request: Any) -> Answer:
    """Director and coordinators, also after the date."""
    return first(staff(actor, initiative_of(request)), cycle_is_open(request), _is_owed(request))


@policy("measurement.request.excuse")
def may_excuse(actor: Actor, request: Any) -> Answer:
    """Director and coordinators, before it is sent."""
    return first(staff(actor, initiative_of(request)), _request_may("excuse", request))


def _is_owed(request: Any) -> Answer:
    if request.is_owed:
        return Allowed()
    return Denied("sent", _("The report is no longer owed."))


def _request_may(act: str, request: Any) -> Answer:
    if workflow.REQUEST.may(act, request.state):
        return Allowed()
    return Denied("wrong_state", _("The report is at a stage where that cannot be done."))
