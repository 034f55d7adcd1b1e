"""Cycles: planned, opened (one request a partner, once), closed, opened again. Publishing is `services.publication`."""

from collections.abc import Iterable
from datetime import date
from typing import Any

from django.db import transaction
from django.db.models import F
from django.utils.translation import gettext_lazy as _

from audit import services as audit
from kernel import bulk, clock, periods, writing
from kernel.actor import Actor
from kernel.errors import Conflict, Invalid
from kernel.models import dates_cover
from kernel.permissions import require
from kernel.workflow import move
from measurement import workflow
from measurement.models import (
    Assignment,
    Cycle,
    CycleState,
    Definition,
    DefinitionState,
    MeasureSet,
    ReportingRequest,
    RequestedMeasure,
)
from measurement.policies import cycles as policies
from measurement.selectors import completeness
from measurement.services import dimensions, stale
from partners.models import Participation, ParticipationKind, ParticipationState


@transaction.atomic
def plan(*, actor: Actor, measure_set: MeasureSet, period: str, due_on: date) -> Cycle:
    """Director or coordinators. A cycle of a set for a period, not yet open.

    Refuses what is no period, a date that has passed, and a second cycle of the set for the period.
    """
    require(policies.may_plan_cycle(actor, measure_set.initiative))
    fields: dict[str, list[Any]] = {}
    if not periods.is_valid(period):
        fields["period"] = [_("This is not a period.")]
    if due_on < clock.today():
        fields["due_on"] = [_("This day has passed: choose a later one.")]
    if fields:
        raise Invalid(_("Some fields are not right."), fields=fields)
    cycle = writing.insert(
        Cycle(measure_set=measure_set, period=period, due_on=due_on),
        _("There is a cycle of this set for this period already."),
        "cycle_there",
    )
    _record(actor, "planned", cycle)
    return cycle  # type: ignore[no-any-return]


@transaction.atomic
def open_cycle(*, actor: Actor, cycle: Cycle) -> Cycle:
    """Director or coordinators. Makes one request for each active partner that owes the set; again changes nothing.

    Refuses an empty set, measures without a definition in force, and a closed cycle.
    """
    require(policies.may_open_cycle(actor, cycle))
    if cycle.state == CycleState.OPENED:
        return cycle
    definitions = _live_definitions(cycle.measure_set)
    try:
        move(cycle, "open", workflow.CYCLE, opened_at=clock.now())
    except Conflict:
        # A double click: whoever came first has made the requests.
        cycle.refresh_from_db()
        if cycle.state == CycleState.OPENED:
            return cycle
        raise
    initiative = cycle.measure_set.initiative
    dimensions.combinations(initiative.pk, {code for one in definitions for code in one.cells})
    requests = _make_requests(cycle, definitions, completeness.owing(cycle.measure_set))
    stale.mark(cycle.period, [one.pk for one in definitions])  # how many are expected
    _record(actor, "opened", cycle)
    audit.record_many(
        actor=actor,
        kind="measurement.request.opened",
        subjects=requests,
        initiative=initiative,
        about_of=lambda request: {
            "participation": request.participation_id,
            "organisation": request.participation.organisation_id,
        },
    )
    return cycle


@transaction.atomic
def request_from(*, actor: Actor, cycle: Cycle, participation: Participation) -> ReportingRequest:
    """Director or coordinators. Asks a partner that came after the opening.

    Refuses a cycle that is not open, a partner that is not active, and one that was asked already.
    """
    require(policies.may_open_cycle(actor, cycle))
    if cycle.state != CycleState.OPENED:
        raise Invalid(_("Open the cycle first."), "not_open")
    if participation.initiative_id != cycle.measure_set.initiative_id or not _is_asked(participation):
        raise Invalid(_("Choose an organisation that takes part in this initiative."), "not_a_partner")
    if ReportingRequest.objects.filter(cycle=cycle, participation=participation).exists():
        raise Conflict(_("This partner was asked already."), "asked")
    definitions = _live_definitions(cycle.measure_set)
    request = _make_requests(cycle, definitions, [participation])[0]
    stale.mark(cycle.period, [one.pk for one in definitions])
    audit.record(
        actor=actor,
        kind="measurement.request.opened",
        subject=request,
        initiative=cycle.measure_set.initiative,
        organisation=participation.organisation,
        about={"participation": participation.pk},
    )
    return request


@transaction.atomic
def close(*, actor: Actor, cycle: Cycle) -> Cycle:
    """Director or coordinators. Nothing more can be filled in; what was sent can still be reviewed."""
    require(policies.may_close_cycle(actor, cycle))
    move(cycle, "close", workflow.CYCLE, closed_at=clock.now())
    # Whoever is just sending is waited for; whoever comes after reads that the cycle is closed (drafts.hold).
    ReportingRequest.objects.filter(cycle=cycle).update(touched_at=F("touched_at"))
    _record(actor, "closed", cycle)
    return cycle


@transaction.atomic
def reopen(*, actor: Actor, cycle: Cycle, reason: str) -> Cycle:
    """The director, with a reason. Refuses a published cycle."""
    require(policies.may_reopen_cycle(actor, cycle))
    reason = writing.needed("reason", reason, _("Say why the cycle is opened again."))
    move(cycle, "reopen", workflow.CYCLE, closed_at=None)
    _record(actor, "reopened", cycle, {"reason": ["", reason]})
    return cycle


def _record(actor: Actor, act: str, cycle: Cycle, changes: Any = None) -> None:
    audit.record(
        actor=actor,
        kind=f"measurement.cycle.{act}",
        subject=cycle,
        changes=changes,
        initiative=cycle.measure_set.initiative,
    )


def _is_asked(participation: Participation) -> bool:
    return (
        participation.state == ParticipationState.ACTIVE
        and participation.kind == ParticipationKind.PARTNER
        and participation.organisation_id is not None
    )


def _live_definitions(measure_set: MeasureSet) -> list[Definition]:
    measures = list(measure_set.measures.filter(retired_on__isnull=True))
    live = list(Definition.objects.filter(measure__in=measures, state=DefinitionState.LIVE).select_related("measure"))
    if not measures:
        raise Invalid(_("The set holds no measure: add one first."), "set_empty")
    missing = sorted({one.code for one in measures} - {one.measure.code for one in live})
    if missing:
        raise Invalid(
            _("No definition is in force for %(codes)s: put one in force, or take the measure out of the set.")
            % {"codes": ", ".join(missing)},
            "definition_missing",
        )
    return live


def _make_requests(
    cycle: Cycle, definitions: list[Definition], participations: Iterable[Participation]
) -> list[ReportingRequest]:
    left_out: dict[int, set[int]] = {}
    pairs = Assignment.objects.filter(
        dates_cover(clock.today()), measure_set=cycle.measure_set_id, left_out__isnull=False
    ).values_list("participation_id", "left_out")
    for participation_id, measure_id in pairs:
        left_out.setdefault(participation_id, set()).add(measure_id)
    requests = ReportingRequest.objects.bulk_create(
        ReportingRequest(cycle=cycle, participation=one, due_on=cycle.due_on) for one in participations
    )
    bulk.create(
        RequestedMeasure(request_id=request.pk, definition_id=definition.pk)
        for request in requests
        for definition in definitions
        if definition.measure_id not in left_out.get(request.participation_id, set())
    )
    return requests
