"""Entering a stage, and changing what a stage is called."""

from datetime import date
from typing import Any

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from audit import services as audit
from initiative import policies
from initiative.models import Stage, StageEntry
from initiative.selectors import stages as selectors
from kernel import clock, languages, writing
from kernel.actor import Actor
from kernel.errors import Invalid, Refused
from kernel.permissions import require


def enter(*, actor: Actor, stage: Stage, on: date, reason: str, reason_language: str | None = None) -> StageEntry:
    """The initiative enters a stage on a day, for a reason. The director.

    Refuses the stage it is in, a day to come, and a day before the last entry; of two at once one wins.
    """
    require(policies.may_enter_stage(actor, stage))
    initiative = stage.initiative
    values = writing.cleaned({"reason": reason}, lines=("reason",))
    if not values["reason"]:
        raise Invalid(writing.SOME_FIELDS, fields={"reason": [_("Say in a sentence why.")]})
    if on > clock.today():
        raise Invalid(writing.SOME_FIELDS, fields={"on": [_("This day is still to come: enter the stage when it is.")]})
    last = selectors.latest_entry(initiative)
    if last is not None and last.stage_id == stage.pk:
        raise Refused(_("The initiative is in this stage already."), "same_stage")
    if last is not None and on < last.on:
        raise Invalid(
            writing.SOME_FIELDS, fields={"on": [_("The last stage was entered later: choose that day or a later one.")]}
        )
    entry = StageEntry(
        stage=stage,
        on=on,
        reason=values["reason"],
        reason_language=reason_language or actor.language,
        by_id=actor.user_id,
        at=clock.now(),
    )
    writing.validate(entry)
    with transaction.atomic():
        writing.change(initiative, {})  # of two who enter at once one wins
        entry.save(force_insert=True)
        audit.record(
            actor=actor,
            kind="initiative.stage.entered",
            subject=entry,
            initiative=initiative,
            title=stage,
            changes={"stage": [str(last.stage) if last else "", str(stage)], "on": [None, on]},
        )
    return entry


def change(*, actor: Actor, stage: Stage, **values: Any) -> Stage:
    """Change a stage's names and planned dates. Director and coordinators; its code and place stay."""
    require(policies.may_change_stage(actor, stage))
    unknown = set(values) - {"starts_on", "ends_on", *languages.columns("name")}
    if unknown:
        raise TypeError(f"A stage has no {sorted(unknown)}.")
    values = writing.cleaned(values, names=("name",))
    writing.need({**{name: getattr(stage, name) for name in languages.columns("name")}, **values}, "name")
    starts, ends = values.get("starts_on", stage.starts_on), values.get("ends_on", stage.ends_on)
    if starts and ends and ends < starts:
        raise Invalid(writing.SOME_FIELDS, fields={"ends_on": [_("The last day comes before the first: change one.")]})
    changes = audit.differences(stage, values)
    if not changes:
        return stage
    for name, value in values.items():
        setattr(stage, name, value)
    writing.validate(stage)
    with transaction.atomic():
        Stage.objects.filter(pk=stage.pk).update(**values)
        audit.record(
            actor=actor, kind="initiative.stage.changed", subject=stage, initiative=stage.initiative, changes=changes
        )
    return stage
