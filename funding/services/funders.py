"""Relations with funders: added, described, moved along with a dated log; shared results; money beside the pool."""

from collections.abc import Iterable, Mapping
from datetime import date
from typing import Any

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from audit.services import differences
from funding import fit, workflow
from funding.models import Fund, Funder, FunderGoal, FunderState, FunderStep, OutsideMoney
from funding.policies import pledges as policies
from funding.services.recording import note
from kernel import clock, writing
from kernel.actor import Actor
from kernel.errors import Invalid
from kernel.permissions import require
from kernel.workflow import move
from partners.models import Participation
from partners.selectors import mandates

_TO_COME = _("This day is still to come: choose today or an earlier one.")


@transaction.atomic
def add(*, actor: Actor, fund: Fund, participation: Participation, values: Mapping[str, Any] | None = None) -> Funder:
    """Director or treasurer. A relation begins as a prospect. Refuses a second one, and another initiative's."""
    require(policies.may_add_funder(actor, fund))
    if participation.initiative_id != fund.initiative_id:
        raise Invalid(_("Choose an organisation that takes part in this initiative."), "foreign")
    funder = Funder(fund=fund, participation=participation, **(values or {}))
    writing.validate(funder)
    writing.inserted(funder, _("This organisation is a funder of the fund already."))
    _step(actor, funder, clock.today(), "")
    note(actor, "funder.added", funder, fund, participation=participation)
    return funder


def _step(actor: Actor, funder: Funder, on: date, text: str) -> None:
    FunderStep.objects.create(
        funder=funder,
        state=funder.state,
        on=on,
        **writing.said("note", text, actor),
        **mandates.stamp(actor, initiative=funder.fund.initiative),
    )


@transaction.atomic
def change(
    *,
    actor: Actor,
    funder: Funder,
    values: Mapping[str, Any],
    goals: Iterable[Any] | None = None,
    seen: int | None = None,
) -> Funder:
    """Director, treasurer, the funder itself. Role, involvement, what others may know, results it shares."""
    require(policies.may_edit_funder(actor, funder))
    told = differences(funder, values)
    for name, value in values.items():
        setattr(funder, name, value)
    writing.validate(funder)
    writing.change(funder, values, seen)
    if goals is not None:
        wanted = {goal.pk for goal in goals if goal.initiative_id == funder.fund.initiative_id}
        FunderGoal.objects.filter(funder=funder).exclude(goal__in=wanted).delete()
        there = set(funder.goals.values_list("goal_id", flat=True))
        FunderGoal.objects.bulk_create([FunderGoal(funder=funder, goal_id=key) for key in sorted(wanted - there)])
        told["goals"] = [len(there), len(wanted)]
    note(actor, "funder.changed", funder, funder.fund, told, participation=funder.participation)
    return funder


@transaction.atomic
def answer_fit(*, actor: Actor, funder: Funder, answers: Mapping[str, int]) -> fit.Fit:
    """Director, treasurer, the funder itself. The fit test sets how involved it is, until it says else."""
    require(policies.may_edit_funder(actor, funder))
    found = fit.suggest(answers)
    values = {"involvement": int(found.involvement)}
    told = differences(funder, values)
    funder.involvement = values["involvement"]
    writing.change(funder, values)
    parts = {name: [None, int(step)] for name, step in found.parts.items()}
    note(actor, "funder.fitted", funder, funder.fund, {**told, **parts}, participation=funder.participation)
    return found


@transaction.atomic
def advance(*, actor: Actor, funder: Funder, act: str, text: str = "", on: date | None = None) -> Funder:
    """Director or treasurer. Talk, pledge, activate, renew, end, resume; each with its line in the dated log."""
    require(policies.may_move_funder(actor, funder))
    if act == "end":
        text = writing.needed("note", text, _("Say why the relation ends."))
    if on is not None and on > clock.today():
        raise Invalid(_TO_COME, fields={"on": [_TO_COME]})
    before = move(funder, act, workflow.FUNDER)
    _step(actor, funder, on or clock.today(), text)
    note(
        actor,
        "funder.moved",
        funder,
        funder.fund,
        {"state": [before, funder.state], "note": ["", text]},
        participation=funder.participation,
    )
    return funder


def follow(actor: Actor, funder: Funder, act: str, on: date) -> None:
    """Move the relation along with another act that is recorded by itself; where it stands already, nothing."""
    if workflow.FUNDER.may(act, funder.state) and funder.state != FunderState.ENDED:
        move(funder, act, workflow.FUNDER)
        _step(actor, funder, on, "")


@transaction.atomic
def record_outside(*, actor: Actor, fund: Fund, values: Mapping[str, Any]) -> OutsideMoney:
    """Director or treasurer. Aligned money, a public match, a gift in kind: told beside the pool, never in its cash."""
    require(policies.may_record_outside(actor, fund))
    row = OutsideMoney(
        fund=fund,
        note_language=actor.language,
        **writing.cleaned(values, lines=["note"]),
        **mandates.stamp(actor, initiative=fund.initiative),
    )
    if row.funder is not None and row.funder.fund_id != fund.pk:
        raise Invalid(_("Choose a funder of this fund."), fields={"funder": [_("Choose a funder of this fund.")]})
    writing.check(row)
    writing.inserted(row, _("This row was corrected already."))
    note(actor, "outside.recorded", row, fund, {"amount": [None, row.amount], "kind": [None, row.kind]})
    return row
