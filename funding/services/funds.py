"""Funds, their guidelines, the closing of books."""

from collections.abc import Mapping, Sequence
from datetime import date
from typing import Any

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from audit.services import differences
from funding import workflow
from funding.models import (
    HOME,
    Criterion,
    Fund,
    Guideline,
    GuidelineState,
    PeriodClose,
    Restriction,
    RestrictionKind,
)
from funding.policies import funds as policies
from funding.services.recording import adopted, note
from initiative.models import Initiative
from kernel import clock, languages, text_states, writing
from kernel.actor import Actor
from kernel.errors import Invalid
from kernel.permissions import require
from kernel.workflow import move
from partners.selectors import mandates

_FUND = ("name_he", "name_en", "stream", "body", "is_public")


@transaction.atomic
def open_fund(*, actor: Actor, initiative: Initiative, values: Mapping[str, Any]) -> Fund:
    """Director or treasurer. A fund with its bucket for money that waits for its purpose. Refuses a missing name."""
    require(policies.may_open(actor, initiative))
    values = writing.cleaned(values, names=["name"])
    writing.need(values, "name")
    fund = Fund(initiative=initiative, **values)
    _own_body(fund)
    writing.validate(fund)
    fund.save(force_insert=True)
    waiting_bucket(fund, HOME)
    note(actor, "fund.created", fund, fund, title=fund)
    return fund


def waiting_bucket(fund: Fund, currency: str) -> Restriction:
    """The fund's bucket for money of that currency that has no purpose yet."""
    names = {languages.column("name", code): f"— {currency}" for code in languages.codes()}
    bucket, _made = Restriction.objects.get_or_create(
        fund=fund, kind=RestrictionKind.UNASSIGNED, currency=currency, defaults=names
    )
    return bucket


def _own_body(fund: Fund) -> None:
    if fund.body is not None and fund.body.initiative_id != fund.initiative_id:
        raise Invalid(_("Choose a body of this initiative."), fields={"body": [_("Choose a body of this initiative.")]})


@transaction.atomic
def change(*, actor: Actor, fund: Fund, values: Mapping[str, Any], seen: int | None = None) -> Fund:
    """Director or treasurer. Name, body, whether the public sees it. Refuses a stale version."""
    require(policies.may_edit(actor, fund))
    values = writing.cleaned(values, names=["name"])
    told = differences(fund, values)
    for name, value in values.items():
        setattr(fund, name, value)
    _own_body(fund)
    writing.validate(fund)
    writing.change(fund, values, seen)
    note(actor, "fund.changed", fund, fund, told, title=fund)
    return fund


@transaction.atomic
def draft_guideline(
    *, actor: Actor, fund: Fund, values: Mapping[str, Any], criteria: Sequence[Mapping[str, Any]] = ()
) -> Guideline:
    """Director or treasurer. The next version of the guidelines with its criteria. Refuses an empty text."""
    require(policies.may_draft(actor, fund))
    values = writing.cleaned(values, lines=["text"])
    writing.need(values, "text")
    last = fund.guidelines.order_by("-number").values_list("number", flat=True).first() or 0
    guideline = Guideline(fund=fund, number=last + 1, **values, **mandates.stamp(actor, initiative=fund.initiative))
    for code, text in languages.values(guideline, "text").items():
        state = text_states.TextState.DRAFT if text else text_states.TextState.MISSING
        setattr(guideline, languages.column("text_state", code), state)
    _names_body(guideline)
    writing.validate(guideline)
    writing.inserted(guideline, _("Somebody drafted the next version just now."))
    _replace_criteria(guideline, criteria)
    note(actor, "guideline.drafted", guideline, fund)
    return guideline


@transaction.atomic
def change_guideline(
    *,
    actor: Actor,
    guideline: Guideline,
    values: Mapping[str, Any],
    criteria: Sequence[Mapping[str, Any]] | None = None,
    seen: int | None = None,
) -> Guideline:
    """Director or treasurer, until it is adopted. An edit in one language makes the others drafts again."""
    require(policies.may_edit_guideline(actor, guideline))
    values = dict(writing.cleaned(values, lines=["text"]))
    texts = {code: values[f"text_{code}"] for code in languages.codes() if f"text_{code}" in values}
    values.update(text_states.after_edit(guideline, "text", texts))
    told = differences(guideline, values)
    for name, value in values.items():
        setattr(guideline, name, value)
    _names_body(guideline)
    writing.change(guideline, values, seen)
    if criteria is not None:
        _replace_criteria(guideline, criteria)
    note(actor, "guideline.changed", guideline, guideline.fund, told)
    return guideline


def _names_body(guideline: Guideline) -> None:
    body = guideline.upper_body
    if body is not None and body.initiative_id != guideline.fund.initiative_id:
        said = _("Choose a body of this initiative.")
        raise Invalid(said, fields={"upper_body": [said]})
    if bool(guideline.upper_above) != (body is not None):
        said = _("Name both the amount and the body that decides above it, or neither.")
        raise Invalid(said, fields={"upper_body": [said]})


def _replace_criteria(guideline: Guideline, criteria: Sequence[Mapping[str, Any]]) -> None:
    guideline.criteria.all().delete()
    for position, one in enumerate(criteria):
        row = Criterion(guideline=guideline, position=position, **writing.cleaned(one, names=["name"]))
        writing.need(one, "name")
        writing.validate(row)
        row.save(force_insert=True)


@transaction.atomic
def adopt(*, actor: Actor, guideline: Guideline, decision: Any, adopted_on: date | None = None) -> Guideline:
    """The director, by an adopted decision. The version before is replaced. Refuses a language without a text."""
    require(policies.may_adopt(actor, guideline))
    adopted(decision, guideline.fund)
    missing = [code for code, text in languages.values(guideline, "text").items() if not text]
    if missing:
        raise Invalid(_("Write the guidelines in every language first."), "untranslated")
    before = Guideline.objects.filter(fund=guideline.fund_id, state=GuidelineState.ADOPTED).first()
    if before is not None:
        move(before, "supersede", workflow.GUIDELINE)
    day = adopted_on or decision.decided_on or clock.today()
    move(
        guideline,
        "adopt",
        workflow.GUIDELINE,
        decision=decision,
        adopted_on=day,
        **text_states.after_approval(guideline, "text"),
    )
    note(actor, "guideline.adopted", guideline, guideline.fund, {"decision": [None, str(decision)]})
    return guideline


def in_force(fund: Fund) -> Guideline:
    """The guidelines that rounds, allocations and payments run under now."""
    found = Guideline.objects.filter(fund=fund, state=GuidelineState.ADOPTED).first()
    if found is None:
        raise Invalid(_("The fund has no guidelines in force: adopt them first."), "no_guidelines")
    return found


@transaction.atomic
def close_period(*, actor: Actor, fund: Fund, until: date) -> PeriodClose:
    """The treasurer. Nothing is posted on that day or before it any more. Refuses a day that is not over."""
    require(policies.may_close(actor, fund))
    if until >= clock.today():
        raise Invalid(_("Close a day that is over."), fields={"until": [_("Close a day that is over.")]})
    row = PeriodClose(fund=fund, closed_until=until, **mandates.stamp(actor, initiative=fund.initiative))
    writing.inserted(row, _("The books are closed until this day or a later one already."), "closed_already")
    note(actor, "period.closed", row, fund, {"closed_until": [None, until]}, title=fund)
    return row
