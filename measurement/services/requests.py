"""What a partner owes, beside its values: more time, an excuse, taking a report back, the reminders of it."""

from datetime import date, timedelta
from decimal import Decimal

from django.db import IntegrityError, transaction
from django.utils.translation import gettext_lazy as _

from kernel import clock, writing
from kernel.actor import Actor
from kernel.errors import Conflict, Invalid
from kernel.permissions import require
from kernel.workflow import move
from measurement import workflow
from measurement.models import (
    OWED,
    Aggregation,
    Blank,
    CycleState,
    Excuse,
    Reminder,
    ReportingRequest,
    Value,
)
from measurement.policies import requests as policies
from measurement.selectors import sheets
from measurement.services import dimensions, stale
from measurement.services.recording import record
from measurement.services.reviews import standing
from partners.selectors import mandates

STEPS = (-7, -1, 1, 7)


@transaction.atomic
def ask_time(*, actor: Actor, request: ReportingRequest, due_on: date, reason: str) -> ReportingRequest:
    """The representative or a data officer. Asks for a later date, with a reason; the backbone answers.

    Refuses a date that is not later, and a missing reason.
    """
    require(policies.may_ask_time(actor, request))
    reason = writing.needed("reason", reason, _("Say what holds it up."))
    _later(request, due_on)
    new = {"asked_due_on": due_on, **writing.said("asked_reason", reason, actor)}
    _write(request, new)
    record(actor, "request.asked", request, {"due_on": [str(request.due_on), str(due_on)], "reason": ["", reason]})
    return request


@transaction.atomic
def extend(*, actor: Actor, request: ReportingRequest, due_on: date, reason: str) -> ReportingRequest:
    """Director or coordinators. Moves the due date, also after it has passed; the reason is kept.

    Refuses a date that is not later, and a missing reason.
    """
    require(policies.may_extend(actor, request))
    reason = writing.needed("reason", reason, _("Say why the date is moved."))
    _later(request, due_on)
    before = request.due_on
    _write(request, {"due_on": due_on, "asked_due_on": None, "asked_reason": ""})
    record(actor, "request.extended", request, {"due_on": [str(before), str(due_on)], "reason": ["", reason]})
    return request


@transaction.atomic
def ask_excuse(*, actor: Actor, request: ReportingRequest, excuse: str, reason: str) -> ReportingRequest:
    """The representative. Asks to owe nothing this time: not applicable, or no activity in the period."""
    require(policies.may_ask_excuse(actor, request))
    reason = writing.needed("reason", reason, _("Say why."))
    if excuse not in {Excuse.NOT_APPLICABLE, Excuse.NO_ACTIVITY}:
        raise Invalid(_("Choose one of the two."), fields={"excuse": [_("Choose one of the two.")]})
    _write(request, {"excuse": excuse, **writing.said("excuse_reason", reason, actor)})
    record(actor, "request.asked", request, {"excuse": ["", excuse], "reason": ["", reason]})
    return request


@transaction.atomic
def excuse(*, actor: Actor, request: ReportingRequest) -> ReportingRequest:
    """Director or coordinators. Grants what was asked: zeros for sums without activity, not applicable for the rest.

    A value that was accepted already stays as it is.

    Refuses where nothing was asked.
    """
    require(policies.may_excuse(actor, request))
    if not request.excuse:
        raise Invalid(_("The organisation has not asked for it."), "not_asked")
    move(request, "excuse", workflow.REQUEST)
    definitions = sheets.definitions_of(request)
    initiative = request.cycle.measure_set.initiative
    known = dimensions.combinations(initiative.pk, {code for one in definitions for code in one.cells})
    stamp = mandates.stamp(actor, initiative=initiative)
    zero = request.excuse == Excuse.NO_ACTIVITY
    organisation = request.participation.organisation_id
    stands = standing(request.cycle.period, [organisation], [one.pk for one in definitions])
    Value.objects.bulk_create(
        Value(  # type: ignore[misc]
            organisation_id=organisation,
            definition=one,
            period=request.cycle.period,
            combination=known[code],
            number=Decimal(0) if zero and one.aggregation == Aggregation.SUM else None,
            blank="" if zero and one.aggregation == Aggregation.SUM else Blank.NOT_APPLICABLE,
            **stamp,
        )
        for one in definitions
        for code in one.cells
        if (organisation, one.pk, known[code].pk) not in stands
    )
    stale.mark(request.cycle.period, [one.pk for one in definitions])
    record(actor, "request.excused", request, {"excuse": ["", request.excuse]})
    return request


@transaction.atomic
def recall(*, actor: Actor, request: ReportingRequest) -> ReportingRequest:
    """Who sent it, while nobody has opened it. The report is theirs again."""
    require(policies.may_recall(actor, request))
    move(request, "recall", workflow.REQUEST, prepared_by_id=None)
    record(actor, "request.recalled", request)
    return request


def remind(*, actor: Actor, on: date | None = None) -> int:
    """The portal's own act, every working morning. One reminder a step and request; twice sends once.

    A step that fell on a day without a run is made up for within three days. It refuses nobody: who owes nothing is
    simply not there.
    """
    day = on or clock.today()
    sent = 0
    for request, step in _to_remind(day):
        with transaction.atomic():
            if not _first(request, step):
                continue
            record(actor, "request.reminded", request, {"step": ["", str(step)], "due_on": ["", str(request.due_on)]})
            sent += 1
    return sent


def _to_remind(day: date) -> list[tuple[ReportingRequest, int]]:
    owed = (
        ReportingRequest.objects.filter(
            state__in=OWED,
            cycle__state=CycleState.OPENED,
            participation__state="active",
            due_on__gte=day - timedelta(days=10),
            due_on__lte=day + timedelta(days=7),
        )
        .select_related("cycle__measure_set__initiative", "participation__organisation", "participation__person")
        .prefetch_related("reminders")
    )
    out = []
    for request in owed:
        passed = [step for step in STEPS if 0 <= (day - request.due_on).days - step <= 2]
        done = {one.step for one in request.reminders.all()}
        if passed and passed[-1] not in done:
            out.append((request, passed[-1]))
    return out


def _first(request: ReportingRequest, step: int) -> bool:
    try:
        with transaction.atomic():
            Reminder.objects.create(request=request, step=step, at=clock.now())
    except IntegrityError:
        return False
    return True


def _write(request: ReportingRequest, new: dict[str, object]) -> None:
    won = ReportingRequest.objects.filter(pk=request.pk, state=request.state).update(**new)
    if won != 1:
        raise Conflict(_("Somebody else was here first: reload to see the present state."), "moved_on")
    for name, value in new.items():
        setattr(request, name, value)


def _later(request: ReportingRequest, due_on: date) -> None:
    if due_on <= request.due_on or due_on < clock.today():
        sentence = _("Choose a day after %(day)s.") % {"day": max(request.due_on, clock.today()).isoformat()}
        raise Invalid(sentence, "not_later", fields={"due_on": [sentence]})
