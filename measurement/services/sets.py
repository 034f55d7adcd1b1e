"""Sets of measures and who owes them; the rules of reporting of an initiative."""

from collections.abc import Mapping, Sequence
from datetime import timedelta
from typing import Any

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from audit import services as audit
from initiative.models import Initiative
from kernel import clock, writing
from kernel.actor import Actor
from kernel.errors import Conflict, Invalid
from kernel.permissions import require
from measurement.models import Assignment, Level, Measure, MeasureSet, ReportingRules
from measurement.policies import measures as policies
from partners.models import Participation


@transaction.atomic
def create(
    *, actor: Actor, initiative: Initiative, columns: Mapping[str, Any], measures: Sequence[Measure]
) -> MeasureSet:
    """Director or coordinators. A named set of measures.

    Refuses measures of another initiative and measures of the population, which partners do not report.
    """
    require(policies.may_manage_sets(actor, initiative))
    measure_set = MeasureSet(initiative=initiative, **columns)
    writing.check(measure_set)
    _fit(measure_set, measures)
    measure_set.save(force_insert=True)
    measure_set.measures.set(measures)
    audit.record(actor=actor, kind="measurement.set.created", subject=measure_set, initiative=initiative)
    return measure_set


@transaction.atomic
def edit(
    *, actor: Actor, measure_set: MeasureSet, columns: Mapping[str, Any], measures: Sequence[Measure]
) -> MeasureSet:
    """The same people. Cycles that are open keep what they asked for."""
    require(policies.may_manage_sets(actor, measure_set))
    _fit(measure_set, measures)
    changes = audit.differences(measure_set, columns)
    before = sorted(measure_set.measures.values_list("code", flat=True))
    writing.altered(measure_set, columns)
    measure_set.measures.set(measures)
    after = sorted(one.code for one in measures)
    if before != after:
        changes["measures"] = [before, after]
    audit.record(
        actor=actor,
        kind="measurement.set.changed",
        subject=measure_set,
        changes=changes,
        initiative=measure_set.initiative,
    )
    return measure_set


@transaction.atomic
def assign(
    *, actor: Actor, measure_set: MeasureSet, participation: Participation, left_out: Sequence[Measure] = ()
) -> Assignment:
    """The same people. A partner owes the set from today on, less the measures left out.

    Assigning again only changes what is left out. Refuses a partner of another initiative.
    """
    require(policies.may_manage_sets(actor, measure_set))
    if participation.initiative_id != measure_set.initiative_id or participation.organisation_id is None:
        raise Invalid(_("Choose an organisation that takes part in this initiative."), "not_a_partner")
    assignment = Assignment.objects.filter(
        measure_set=measure_set, participation=participation, ends_on__isnull=True
    ).first()
    if assignment is None:
        assignment = writing.insert(
            Assignment(measure_set=measure_set, participation=participation, starts_on=clock.today()),
            _("The set is assigned to this partner already."),
        )
    assignment.left_out.set(left_out)
    audit.record(
        actor=actor,
        kind="measurement.set.assigned",
        subject=measure_set,
        changes={"left_out": ["", sorted(one.code for one in left_out)]} if left_out else {},
        initiative=measure_set.initiative,
        organisation=participation.organisation,
        about={"participation": participation.pk},
    )
    return assignment  # type: ignore[no-any-return]


@transaction.atomic
def unassign(*, actor: Actor, assignment: Assignment) -> Assignment:
    """The same people. From today on the partner no longer owes it."""
    measure_set = assignment.measure_set
    require(policies.may_manage_sets(actor, measure_set))
    last = clock.today() - timedelta(days=1)
    running = Assignment.objects.filter(pk=assignment.pk, ends_on__isnull=True)
    # What began today never counted: the row goes, and the log keeps both acts.
    began_today = running.filter(starts_on__gt=last)
    ended = running.filter(starts_on__lte=last).update(ends_on=last) or began_today.delete()[0]
    if not ended:
        raise Conflict(_("This partner no longer owes the set."), "ended")
    assignment.ends_on = last
    audit.record(
        actor=actor,
        kind="measurement.set.unassigned",
        subject=measure_set,
        initiative=measure_set.initiative,
        organisation=assignment.participation.organisation,
        about={"participation": assignment.participation_id},
    )
    return assignment


@transaction.atomic
def change_rules(*, actor: Actor, initiative: Initiative, columns: Mapping[str, Any]) -> ReportingRules:
    """Director or coordinators. Threshold of small numbers, steps inside a partner, days of grace.

    Refuses a threshold under ten: counts of people below it are hidden everywhere.
    """
    require(policies.may_manage_sets(actor, initiative))
    rules, _made = ReportingRules.objects.get_or_create(initiative=initiative)
    changes = audit.differences(rules, columns)
    if columns.get("suppress_under", rules.suppress_under) < 10:
        sentence = _("The threshold is at least 10.")
        raise Invalid(sentence, "threshold_too_low", fields={"suppress_under": [sentence]})
    for name, value in columns.items():
        setattr(rules, name, value)
    writing.check(rules)
    ReportingRules.objects.filter(pk=rules.pk).update(**columns)
    audit.record(actor=actor, kind="measurement.rules.changed", subject=rules, changes=changes, initiative=initiative)
    return rules


def _fit(measure_set: MeasureSet, measures: Sequence[Measure]) -> None:
    sentence: Any = ""
    if any(one.initiative_id != measure_set.initiative_id for one in measures):
        sentence = _("Choose measures of this initiative.")
    elif any(one.level == Level.POPULATION for one in measures):
        sentence = _("Measures of the population come from public sources: partners are not asked for them.")
    if sentence:
        raise Invalid(sentence, "measures", fields={"measures": [sentence]})
