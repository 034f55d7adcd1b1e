"""Versions of a definition: drafted, edited, approved by language, piloted, agreed, put in force. Then frozen."""

from collections.abc import Mapping, Sequence
from typing import Any

from django.db import transaction
from django.db.models import Max
from django.utils.translation import gettext_lazy as _

from audit import services as audit
from kernel import clock, languages, writing
from kernel.actor import Actor
from kernel.errors import Conflict, Invalid
from kernel.permissions import require
from kernel.text_states import TextState
from kernel.workflow import move
from measurement import workflow
from measurement.models import Category, Definition, DefinitionState, Measure
from measurement.policies import measures as policies
from measurement.services import dimensions
from measurement.validation import combination_of, parts_of
from partners.selectors import mandates


@transaction.atomic
def draft(*, actor: Actor, measure: Measure, columns: Mapping[str, Any], cells: Sequence[str] = ("",)) -> Definition:
    """Director, coordinators or evaluator. The next version of a measure's definition, still a draft.

    Refuses cells of unknown dimensions, and a second draft beside an open one.
    """
    require(policies.may_draft_definition(actor, measure))
    if measure.definitions.filter(state__in=_OPEN).exists():
        raise Conflict(_("A version is being prepared already: go on with that one."), "draft_open")
    last = measure.definitions.aggregate(last=Max("version"))["last"] or 0
    definition = Definition(
        measure=measure,
        version=last + 1,
        cells=_known(measure, cells),
        **columns,
        **mandates.stamp(actor, initiative=measure.initiative),
    )
    for code in languages.codes():
        text = getattr(definition, languages.column("text", code))
        setattr(definition, languages.column("text_state", code), TextState.DRAFT if text else TextState.MISSING)
    _consistent(definition)
    writing.check(definition)
    writing.insert(definition, _("Somebody drafted this version meanwhile: reload to see it."), "draft_open")
    _record(actor, "drafted", definition)
    return definition


@transaction.atomic
def edit(*, actor: Actor, definition: Definition, columns: Mapping[str, Any], cells: Sequence[str]) -> Definition:
    """The same people, before it is agreed. An edited text puts all languages back to draft.

    Refuses a version that is agreed or in force.
    """
    require(policies.may_edit_definition(actor, definition))
    new = {**columns, "cells": _known(definition.measure, cells)}
    changes = audit.differences(definition, new)
    new |= _states_after(definition, columns)
    for name, value in new.items():
        setattr(definition, name, value)
    _consistent(definition)
    writing.check(definition)
    won = Definition.objects.filter(pk=definition.pk, state__in=_EDITABLE).update(**new)
    if won != 1:
        raise Conflict(_("This version was agreed meanwhile: reload to see it."), "frozen")
    _record(actor, "changed", definition, changes)
    return definition


@transaction.atomic
def approve(*, actor: Actor, definition: Definition, language: str) -> Definition:
    """The same people. The texts of one language are as they should be.

    Refuses a language in which the formula or the unit is missing.
    """
    require(policies.may_edit_definition(actor, definition))
    if language not in languages.codes():
        raise Invalid(_("There is no such language here."))
    missing = [name for name in ("text", "unit") if not getattr(definition, languages.column(name, language))]
    if missing:
        raise Invalid(
            _("The formula and the unit have to be written in this language first."),
            "language_missing",
            fields={languages.column(name, language): [_("Write this first.")] for name in missing},
        )
    column = languages.column("text_state", language)
    won = Definition.objects.filter(pk=definition.pk, state__in=_EDITABLE).update(**{column: TextState.APPROVED})
    if won != 1:
        raise Conflict(_("This version was agreed meanwhile: reload to see it."), "frozen")
    setattr(definition, column, TextState.APPROVED)
    _record(actor, "approved", definition, {"language": ["", language]})
    return definition


@transaction.atomic
def pilot(*, actor: Actor, definition: Definition) -> Definition:
    """The same people. Some partners try it for a period; nothing counts yet."""
    require(policies.may_pilot(actor, definition))
    move(definition, "pilot", workflow.DEFINITION)
    _record(actor, "piloted", definition)
    return definition


@transaction.atomic
def agree(*, actor: Actor, definition: Definition) -> Definition:
    """The same people. The words are settled. Refuses while a language is not approved."""
    require(policies.may_agree(actor, definition))
    move(definition, "agree", workflow.DEFINITION)
    _record(actor, "agreed", definition)
    return definition


@transaction.atomic
def enact(*, actor: Actor, definition: Definition) -> Definition:
    """The director. It is in force and frozen; the one in force before is superseded: a break in the series.

    Refuses while a language is not approved.
    """
    require(policies.may_enact(actor, definition))
    before = Definition.objects.filter(measure=definition.measure_id, state=DefinitionState.LIVE).first()
    if before is not None:
        move(before, "supersede", workflow.DEFINITION)
    dimensions.combinations(definition.measure.initiative_id, definition.cells)
    move(definition, "enact", workflow.DEFINITION, live_on=clock.today())
    _record(actor, "enacted", definition)
    return definition


_EDITABLE = (DefinitionState.DRAFTED, DefinitionState.PILOTED)
_OPEN = (*_EDITABLE, DefinitionState.AGREED)


def _record(actor: Actor, act: str, definition: Definition, changes: Mapping[str, Any] | None = None) -> None:
    audit.record(
        actor=actor,
        kind=f"measurement.definition.{act}",
        subject=definition,
        changes=changes,
        initiative=definition.measure.initiative,
        about={"body": definition.measure.steward_id} if definition.measure.steward_id else None,
    )


def _states_after(definition: Definition, columns: Mapping[str, Any]) -> dict[str, str]:
    texts = {languages.column(name, code) for name in Definition.TEXTS for code in languages.codes()}
    changed = any((getattr(definition, name) or "") != (columns[name] or "") for name in texts & set(columns))
    out: dict[str, str] = {}
    for code in languages.codes():
        text = columns.get(languages.column("text", code), getattr(definition, languages.column("text", code)))
        state = languages.column("text_state", code)
        if not text:
            out[state] = TextState.MISSING
        elif changed:
            out[state] = TextState.DRAFT
    return out


def _known(measure: Measure, cells: Sequence[str]) -> list[str]:
    """The cells in one spelling, each known to the initiative's dimensions; the total comes first."""
    known = {
        (dimension, code)
        for dimension, code in Category.objects.filter(dimension__initiative=measure.initiative_id).values_list(
            "dimension__code", "code"
        )
    }
    out = [""]
    for cell in cells:
        try:
            parts = parts_of(cell)
        except ValueError:
            parts = {"": ""}
        if not set(parts.items()) <= known:
            raise Invalid(_("One of the columns belongs to no dimension of this initiative."), "unknown_cell")
        code = combination_of(parts)
        if code not in out:
            out.append(code)
    return out


def _consistent(definition: Definition) -> None:
    if definition.needs_weight:
        name = languages.column("weight_name", languages.default())
        if not getattr(definition, name):
            sentence = _("A ratio or a mean needs its denominator in words.")
            raise Invalid(sentence, "denominator_missing", fields={name: [sentence]})
