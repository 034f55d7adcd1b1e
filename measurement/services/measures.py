"""Measures: created, edited, retired; their targets. How they are counted is in `services.definitions`."""

from collections.abc import Mapping
from decimal import Decimal
from typing import Any

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from audit import services as audit
from initiative.models import Initiative
from kernel import clock, periods, writing
from kernel.actor import Actor
from kernel.errors import Invalid
from kernel.permissions import require
from measurement.models import Definition, Level, Measure, Target
from measurement.policies import measures as policies
from measurement.selectors import shown
from measurement.selectors.slices import WHOLE, scope_of
from partners.models import Participation
from partners.selectors import mandates


@transaction.atomic
def create(*, actor: Actor, initiative: Initiative, columns: Mapping[str, Any]) -> Measure:
    """Director, coordinators or evaluator. A measure with its code, names, level, goal and steward.

    Refuses a code that is taken, and a goal or body of another initiative.
    """
    require(policies.may_create_measure(actor, initiative))
    measure = Measure(initiative=initiative, **columns)
    _belongs(measure)
    writing.check(measure)
    writing.insert(measure, _("This code is taken in the initiative: choose another one."), "code_taken")
    _record(actor, "measure.created", measure)
    return measure


@transaction.atomic
def edit(*, actor: Actor, measure: Measure, columns: Mapping[str, Any]) -> Measure:
    """The same people. Names, purpose, level, direction, goal, steward, baseline.

    Refuses a retired measure, and an edit of a version that is no longer the present one.
    """
    require(policies.may_edit_measure(actor, measure))
    changes = audit.differences(measure, columns)
    for name, value in columns.items():
        setattr(measure, name, value)
    _belongs(measure)
    if Measure.objects.filter(initiative=measure.initiative_id, code=measure.code).exclude(pk=measure.pk).exists():
        raise Invalid(
            _("This code is taken in the initiative: choose another one."),
            "code_taken",
            fields={"code": [_("This code is taken in the initiative: choose another one.")]},
        )
    writing.altered(measure, columns)
    _record(actor, "measure.changed", measure, changes)
    return measure


@transaction.atomic
def retire(*, actor: Actor, measure: Measure) -> Measure:
    """Director or coordinators. From today it is asked for no more; its values stay."""
    require(policies.may_retire_measure(actor, measure))
    writing.altered(measure, {"retired_on": clock.today()})
    _record(actor, "measure.retired", measure)
    return measure


@transaction.atomic
def set_target(
    *,
    actor: Actor,
    definition: Definition,
    period: str,
    number: Decimal,
    participation: Participation | None = None,
) -> Target:
    """What the definition should reach in a period; a later row replaces an earlier one.

    Of the whole: director or coordinators. Of one participation's organisation: its representative too.
    Refuses what is no period, a partner of another initiative, and a target of one partner for a figure of the
    population, which no partner reports.
    """
    measure = definition.measure
    if participation is None:
        require(policies.may_set_whole_target(actor, measure))
    else:
        require(policies.may_set_own_target(actor, measure, participation))
    scope_key = _scope(measure, participation)
    if not periods.is_valid(period):
        raise Invalid(_("This is not a period."), fields={"period": [_("This is not a period.")]})
    before = Target.objects.current().filter(definition=definition, period=period, scope_key=scope_key).first()
    if before is not None and before.number == number:
        return before  # type: ignore[no-any-return]
    target = Target(
        definition=definition,
        period=period,
        scope_key=scope_key,
        number=number,
        replaces=before,
        **mandates.stamp(actor, initiative=measure.initiative),
    )
    writing.insert(target, _("Somebody set this target meanwhile: reload to see it."), "target_set")
    changes = {period: [_told(definition, before.number) if before else "", _told(definition, number)]}
    if participation is None:
        _record(actor, "target.set", measure, changes)
    else:
        _record_own(actor, measure, participation, changes)
    return target


def _told(definition: Definition, number: Decimal) -> str:
    """A target as its history tells it: as a person typed it, a share in per cent."""
    return f"{shown.figure(definition, number):f}"


def _scope(measure: Measure, participation: Participation | None) -> str:
    if participation is None:
        return WHOLE
    if participation.initiative_id != measure.initiative_id or participation.organisation_id is None:
        raise Invalid(_("Choose one of this initiative."), fields={"partner": [_("Choose one of this initiative.")]})
    if measure.level == Level.POPULATION:
        sentence = _("No partner reports this measure: its target is set for the whole initiative.")
        raise Invalid(sentence, fields={"partner": [sentence]})
    return scope_of(participation.organisation_id)


def _record_own(actor: Actor, measure: Measure, participation: Participation, changes: Mapping[str, Any]) -> None:
    """In the history of the participation: what one partner aims at is not for the others to read."""
    audit.record(
        actor=actor,
        kind="measurement.target.own_set",
        subject=participation,
        changes={"measure": ["", str(measure)], **changes},
        initiative=measure.initiative,
        organisation=participation.organisation,
        about={"participation": participation.pk},
    )


def _record(actor: Actor, act: str, measure: Measure, changes: Mapping[str, Any] | None = None) -> None:
    """One entry; the group that takes care of the measure hears of it."""
    audit.record(
        actor=actor,
        kind=f"measurement.{act}",
        subject=measure,
        changes=changes,
        initiative=measure.initiative,
        about={"body": measure.steward_id} if measure.steward_id else None,
    )


def _belongs(measure: Measure) -> None:
    """A goal and a steward are of the same initiative; a baseline has its period and its number."""
    fields: dict[str, list[Any]] = {}
    for name in ("goal", "steward"):
        other = getattr(measure, name)
        if other is not None and other.initiative_id != measure.initiative_id:
            fields[name] = [_("Choose one of this initiative.")]
    if bool(measure.baseline_period) != (measure.baseline_number is not None):
        fields["baseline_period"] = [_("A baseline needs both its period and its number.")]
    elif measure.baseline_period and not periods.is_valid(measure.baseline_period):
        fields["baseline_period"] = [_("This is not a period.")]
    if fields:
        raise Invalid(_("Some fields are not right."), fields=fields)
