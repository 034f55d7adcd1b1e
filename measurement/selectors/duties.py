"""What of measurement waits for a person: reports, questions, reviews, cycles to publish, definitions."""

from collections.abc import Iterator
from datetime import date
from typing import Any

from django.db.models import Count, Q
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from kernel import languages, periods
from kernel.actor import Actor
from kernel.duties import Duty, in_order, urgency
from measurement.models import (
    OWED,
    Correction,
    CorrectionState,
    Cycle,
    CycleState,
    Definition,
    DefinitionState,
    ReportingRequest,
    RequestState,
)
from measurement.policies.rights import FILLERS, REVIEWERS, STAFF
from measurement.selectors import my_requests

RECEIVED = (RequestState.SUBMITTED, RequestState.RETURNED, RequestState.ACCEPTED)


def for_person(actor: Actor, on: date, initiative: Any = None) -> list[Duty]:
    """All duties of a person in one initiative or in all; a fixed number of queries."""
    return in_order([*_reports(actor, on, initiative), *_of_staff(actor, on, initiative)])


def _reports(actor: Actor, on: date, initiative: Any) -> list[Duty]:
    out = []
    for row in my_requests.owed(actor, initiative):
        request = row.request
        part = request.participation_id
        if not (actor.has(part, *FILLERS) and actor.has(part, "partners.writes")):
            continue  # a signatory reads, a paused partner waits
        if row.questions:
            title = ngettext(
                "One question about the report %(title)s",
                "%(count)s questions about the report %(title)s",
                row.questions,
            ) % {"count": row.questions, "title": row.title}
            act, kind = _("Answer the questions"), "report.answer"
        elif request.state == RequestState.PREPARED:
            title = _("Report to approve and send: %(title)s") % {"title": row.title}
            act, kind = _("Send the report"), "report.send"
        else:
            title = _("Report: %(title)s") % {"title": row.title}
            act, kind = (_("Continue the report") if row.filled else _("Fill in the report")), "report.fill"
        out.append(
            Duty(
                kind=f"measurement.{kind}",
                title=title,
                url=row.answer_url if row.questions else row.url,
                due_on=request.due_on,
                organisation=str(row.organisation),
                initiative=_name(request.cycle.measure_set.initiative),
                act_label=act,
                minutes_needed=row.minutes_left or None,
                urgency=urgency(request.due_on, on),
                also=(row.review_url,) if row.review_url else (),
            )
        )
    return out


def _of_staff(actor: Actor, on: date, initiative: Any) -> list[Duty]:
    reviews, directs, staff = actor.keys(*REVIEWERS), actor.keys("partners.director"), actor.keys(*STAFF)
    if initiative is not None:
        reviews, directs, staff = reviews & {initiative.pk}, directs & {initiative.pk}, staff & {initiative.pk}
    if not reviews:
        return []
    return [
        *_cycles(reviews, staff, directs, on),
        *_asked_for(staff, on),
        *_corrections(staff),
        *_definitions(reviews, directs),
    ]


def _cycles(reviews: frozenset[int], staff: frozenset[int], directs: frozenset[int], on: date) -> list[Duty]:
    rows = (
        Cycle.objects.filter(measure_set__initiative__in=reviews, state__in=[CycleState.OPENED, CycleState.CLOSED])
        .select_related("measure_set__initiative")
        .annotate(
            waiting=Count("requests", filter=Q(requests__state=RequestState.SUBMITTED)),
            returned=Count("requests", filter=Q(requests__state=RequestState.RETURNED)),
            late=Count("requests", filter=Q(requests__state__in=OWED, requests__due_on__lt=on)),
            asked=Count("requests", filter=~Q(requests__state=RequestState.EXCUSED)),
            received=Count("requests", filter=Q(requests__state__in=RECEIVED)),
        )
    )
    return [duty for cycle in rows for duty in _of_cycle(cycle, staff, directs, on)]


def _of_cycle(cycle: Any, staff: frozenset[int], directs: frozenset[int], on: date) -> Iterator[Duty]:
    initiative = cycle.measure_set.initiative
    home = _name(initiative)
    name = f"{languages.text(cycle.measure_set, 'name')}, {periods.label(cycle.period)}"
    if cycle.waiting:
        title = ngettext("One report to review: %(cycle)s", "%(count)s reports to review: %(cycle)s", cycle.waiting)
        yield Duty(
            kind="measurement.review",
            title=title % {"count": cycle.waiting, "cycle": name},
            url=reverse("measurement:reviews", args=[initiative.slug]),
            act_label=_("Review the reports"),
            initiative=home,
        )
    if cycle.late and cycle.state == CycleState.OPENED and initiative.pk in staff:
        title = ngettext(
            "One late report, %(received)s of %(asked)s are in: %(cycle)s",
            "%(count)s late reports, %(received)s of %(asked)s are in: %(cycle)s",
            cycle.late,
        )
        yield Duty(
            kind="measurement.late",
            title=title % {"count": cycle.late, "received": cycle.received, "asked": cycle.asked, "cycle": name},
            url=cycle.get_absolute_url(),
            due_on=cycle.due_on,
            act_label=_("See who is late"),
            urgency=urgency(cycle.due_on, on),
            initiative=home,
        )
    if cycle.state == CycleState.CLOSED and not cycle.waiting and initiative.pk in directs:
        yield Duty(
            kind="measurement.publish",
            title=_("Cycle to publish: %(cycle)s") % {"cycle": name},
            url=cycle.get_absolute_url(),
            act_label=_("Publish the results"),
            initiative=home,
        )


def _asked_for(staff: frozenset[int], on: date) -> list[Duty]:
    rows = ReportingRequest.objects.filter(
        Q(asked_due_on__isnull=False) | (~Q(excuse="") & ~Q(state=RequestState.EXCUSED)),
        state__in=OWED,
        cycle__state=CycleState.OPENED,
        cycle__measure_set__initiative__in=staff,
    ).select_related("cycle__measure_set__initiative", "participation__organisation")
    return [
        Duty(
            kind="measurement.asked",
            title=_("More time was asked for") if row.asked_due_on else _("An exemption was asked for"),
            url=row.get_absolute_url(),
            due_on=row.due_on,
            organisation=str(languages.text(row.participation.organisation, "name")),
            initiative=_name(row.cycle.measure_set.initiative),
            act_label=_("Answer the request"),
            urgency=urgency(row.due_on, on),
        )
        for row in rows
    ]


def _corrections(staff: frozenset[int]) -> list[Duty]:
    rows = Correction.objects.filter(
        state=CorrectionState.REQUESTED, value__definition__measure__initiative__in=staff
    ).select_related("value__definition__measure__initiative", "value__organisation")
    return [
        Duty(
            kind="measurement.correction",
            title=_("Correction requested: %(measure)s") % {"measure": row.value.definition.measure},
            url=row.value.definition.measure.get_absolute_url(),
            organisation=str(languages.text(row.value.organisation, "name")),
            initiative=_name(row.value.definition.measure.initiative),
            act_label=_("Answer the request"),
        )
        for row in rows
    ]


def _definitions(reviews: frozenset[int], directs: frozenset[int]) -> list[Duty]:
    rows = Definition.objects.filter(
        Q(state__in=[DefinitionState.DRAFTED, DefinitionState.PILOTED], measure__initiative__in=reviews)
        | Q(state=DefinitionState.AGREED, measure__initiative__in=directs)
    ).select_related("measure__initiative")
    return [
        Duty(
            kind="measurement.definition",
            title=_("Definition in preparation: %(measure)s") % {"measure": row.measure},
            url=row.get_absolute_url(),
            initiative=_name(row.measure.initiative),
            act_label=_("Put it in force") if row.state == DefinitionState.AGREED else _("Go on with the definition"),
        )
        for row in rows
    ]


def _name(initiative: Any) -> str:
    return str(languages.text(initiative, "name"))
