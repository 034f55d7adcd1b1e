"""Measures, targets, definitions and sets: who may change what is measured."""

from typing import Any

from django.utils.translation import gettext_lazy as _

from kernel.actor import Actor
from kernel.permissions import Allowed, Answer, Denied, first, policy
from measurement import workflow
from measurement.models import DefinitionState
from measurement.policies.rights import LEADS, director, fills, led, reviewer, staff
from partners.models import Participation


@policy("measurement.measure.create")
def may_create_measure(actor: Actor, initiative: Any) -> Answer:
    """Director, coordinators, evaluator."""
    return reviewer(actor, initiative.pk)


@policy("measurement.measure.edit")
def may_edit_measure(actor: Actor, measure: Any) -> Answer:
    """The same, while it is not retired."""
    return first(reviewer(actor, measure.initiative_id), _not_retired(measure))


@policy("measurement.measure.retire")
def may_retire_measure(actor: Actor, measure: Any) -> Answer:
    """Director and coordinators."""
    return first(staff(actor, measure.initiative_id), _not_retired(measure))


@policy("measurement.target.set")
def may_set_target(actor: Actor, measure: Any) -> Answer:
    """Director and coordinators for all; an organisation's representative for it. `set_target` asks for whom."""
    runs = staff(actor, measure.initiative_id)
    leads = runs or _own_leads(actor, measure)
    return first(runs if runs or not leads else Allowed(), _not_retired(measure))


def may_set_whole_target(actor: Actor, measure: Any) -> Answer:
    """Director and coordinators: what the initiative as a whole aims at."""
    return first(staff(actor, measure.initiative_id), _not_retired(measure))


def may_set_own_target(actor: Actor, measure: Any, participation: Any) -> Answer:
    """The same, and the representative of the organisation whose target it is; both know what it can reach."""
    runs = staff(actor, measure.initiative_id)
    return first(runs or fills(actor, participation.pk, LEADS), _not_retired(measure))


def _own_leads(actor: Actor, measure: Any) -> bool:
    """Whether the actor represents an organisation that takes part in the measure's initiative."""
    keys = led(actor)
    return bool(keys) and Participation.objects.of(measure.initiative_id).filter(pk__in=keys).exists()


def _not_retired(measure: Any) -> Answer:
    if measure.retired_on is None:
        return Allowed()
    return Denied("retired", _("The measure is retired: its values stay, and nothing new is added."))


@policy("measurement.definition.draft")
def may_draft_definition(actor: Actor, measure: Any) -> Answer:
    """Director, coordinators, evaluator."""
    return may_edit_measure(actor, measure)


@policy("measurement.definition.edit")
def may_edit_definition(actor: Actor, definition: Any) -> Answer:
    """The same, before it is agreed."""
    answer = may_edit_measure(actor, definition.measure)
    if answer and definition.state not in {DefinitionState.DRAFTED, DefinitionState.PILOTED}:
        return Denied("frozen", _("This version is agreed and can no longer be edited: draft the next one."))
    return answer


@policy("measurement.definition.pilot")
def may_pilot(actor: Actor, definition: Any) -> Answer:
    """The same, from a draft."""
    return first(reviewer(actor, definition.measure.initiative_id), _definition_may("pilot", definition))


@policy("measurement.definition.agree")
def may_agree(actor: Actor, definition: Any) -> Answer:
    """The same, once every language is approved."""
    return first(
        reviewer(actor, definition.measure.initiative_id), _definition_may("agree", definition), _approved(definition)
    )


@policy("measurement.definition.enact")
def may_enact(actor: Actor, definition: Any) -> Answer:
    """The director, once it is agreed and every language approved."""
    return first(
        director(actor, definition.measure.initiative_id), _definition_may("enact", definition), _approved(definition)
    )


def _definition_may(act: str, definition: Any) -> Answer:
    if workflow.DEFINITION.may(act, definition.state):
        return Allowed()
    return Denied(
        "wrong_state",
        _("This version is at a stage where that cannot be done: the order is draft, pilot, agreement, in force."),
    )


def _approved(definition: Any) -> Answer:
    if definition.is_approved:
        return Allowed()
    return Denied("language_missing", _("The definition has to be approved in every language first."))


@policy("measurement.set.manage")
def may_manage_sets(actor: Actor, initiative: Any) -> Answer:
    """Director and coordinators: sets, assignments, dimensions, rules."""
    return staff(actor, getattr(initiative, "initiative_id", None) or initiative.pk)


@policy("measurement.dimension.change")
def may_change_dimension(actor: Actor, dimension: Any) -> Answer:
    """Add categories: director, coordinators, evaluator."""
    return reviewer(actor, dimension.initiative_id)


@policy("measurement.assignment.end")
def may_end_assignment(actor: Actor, assignment: Any) -> Answer:
    """The same."""
    return staff(actor, assignment.measure_set.initiative_id)
