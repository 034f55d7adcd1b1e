"""Pledges: drafted, signed under a mandate, amended by a later one, written off by decision only. They post nothing."""

from collections.abc import Mapping, Sequence
from datetime import date
from typing import Any

from django.db import transaction
from django.db.models import Q, Sum
from django.utils.translation import gettext_lazy as _

from audit.services import differences
from funding import canonical, schedules, workflow
from funding.models import (
    OPEN_INSTALMENTS,
    Funder,
    Instalment,
    InstalmentState,
    Pledge,
    PledgeState,
    RestrictionKind,
)
from funding.policies import pledges as policies
from funding.schedules import Part
from funding.services import funders
from funding.services.recording import adopted, note
from kernel import clock, writing
from kernel.actor import Actor
from kernel.errors import Conflict, Invalid, Refused
from kernel.formatting import amount as money
from kernel.permissions import require
from kernel.text import sentence
from kernel.workflow import move
from partners.selectors import mandates

_RATE = ("currency", "rate", "rate_source", "rate_on")


@transaction.atomic
def draft(
    *, actor: Actor, funder: Funder, values: Mapping[str, Any], parts: Sequence[Part], replaces: Pledge | None = None
) -> Pledge:
    """Director, treasurer, the funder. A promise with its instalments. Refuses parts that do not add up."""
    require(policies.may_draft_pledge(actor, funder))
    values = writing.cleaned(values, lines=["condition"])
    pledge = Pledge(
        funder=funder,
        replaces=replaces,
        came_before=_came(replaces),
        condition_language=actor.language,
        **{"visibility": funder.visibility, **values},
        **mandates.stamp(actor, initiative=funder.fund.initiative),
    )
    _fits(pledge)
    writing.check(pledge)
    writing.inserted(pledge, _("This pledge has an amendment already: change its draft, or sign it."))
    _set_parts(pledge, parts)
    note(actor, "pledge.drafted", pledge, funder.fund, participation=funder.participation)
    return pledge


def _fits(pledge: Pledge) -> None:
    bucket = pledge.restriction
    if bucket.fund_id != pledge.funder.fund_id or bucket.kind == RestrictionKind.UNASSIGNED:
        raise Invalid(_("Choose a restriction of this fund."), fields={"restriction": [_("Choose one of this fund.")]})
    if bucket.kind == RestrictionKind.DONOR and bucket.funder_id != pledge.funder_id:
        sentence = _("This restriction is another funder's.")
        raise Invalid(sentence, fields={"restriction": [sentence]})
    if pledge.match_percent and pledge.match_until is None:
        sentence = _("Give the day on which the match lapses.")
        raise Invalid(sentence, fields={"match_until": [sentence]})
    is_new = pledge.replaces is None and pledge.state == PledgeState.DRAFTED
    if is_new and pledge.match_percent and pledge.match_until is not None and pledge.match_until < clock.today():
        sentence = _("The day on which the match lapses is over: choose a later one.")
        raise Invalid(sentence, fields={"match_until": [sentence]})


def _set_parts(pledge: Pledge, parts: Sequence[Part]) -> None:
    total = sum(part.amount for part in parts)
    if total != pledge.amount or any(part.amount <= 0 for part in parts):
        told = {"sum": money(total, pledge.currency), "whole": money(pledge.amount, pledge.currency)}
        sentence = _("The instalments are %(sum)s together and the pledge is %(whole)s: mend one of them.") % told
        raise Invalid(sentence, "does_not_add_up", fields={"instalments": [sentence]})
    pledge.instalments.all().delete()
    Instalment.objects.bulk_create(
        [
            Instalment(pledge=pledge, number=number, due_on=part.due_on, amount=part.amount)
            for number, part in enumerate(sorted(parts, key=lambda part: (part.due_on, part.number)), 1)
        ]
    )


@transaction.atomic
def change(
    *,
    actor: Actor,
    pledge: Pledge,
    values: Mapping[str, Any],
    parts: Sequence[Part] | None = None,
    seen: int | None = None,
) -> Pledge:
    """Who may draft, until it is signed."""
    require(policies.may_edit_pledge(actor, pledge))
    values = writing.cleaned(values, lines=["condition"])
    told = differences(pledge, values)
    for name, value in values.items():
        setattr(pledge, name, value)
    _fits(pledge)
    writing.check(pledge)
    pledge.came_before = _came(pledge.replaces)  # whoever changes it reads what came up to now
    writing.change(pledge, {**values, "came_before": pledge.came_before}, seen)
    if parts is not None:
        _set_parts(pledge, parts)
    note(actor, "pledge.changed", pledge, pledge.funder.fund, told, participation=pledge.funder.participation)
    return pledge


def content(pledge: Pledge) -> dict[str, Any]:
    """What is signed, as values: its hash stands on the pledge."""
    return {
        "pledge": pledge.public_id,
        "funder": pledge.funder.participation.public_id,
        "restriction": pledge.restriction.public_id,
        "amount": pledge.amount,
        "currency": pledge.currency,
        "rate": pledge.rate,
        "condition": pledge.condition,
        "match": [pledge.match_percent, pledge.match_until],
        "replaces": pledge.replaces.public_id if pledge.replaces else None,
        "instalments": list(pledge.instalments.order_by("number").values_list("number", "due_on", "amount")),
    }


@transaction.atomic
def sign(*, actor: Actor, pledge: Pledge, document: Any = None, on: date | None = None) -> Pledge:
    """The funder's representative or signatory. Freezes what was promised; the one it replaces ends with its rest."""
    require(policies.may_sign_pledge(actor, pledge))
    funder = pledge.funder
    pledge.refresh_from_db(fields=["rate"])
    day = on or clock.today()
    stamp = mandates.stamp(actor, participation=funder.participation)
    move(
        pledge,
        "sign",
        workflow.PLEDGE,
        signed_on=day,
        signed_by_id=actor.user_id,
        signed_mandate_id=stamp["mandate_id"],
        content_hash=canonical.hash_of(content(pledge)),
        document=document,
    )
    if pledge.replaces is not None:
        _replace(pledge, pledge.replaces)
    for step in ("pledge",) if pledge.replaces is not None else ("pledge", "renew"):
        funders.follow(actor, funder, step, day)
    note(
        actor,
        "pledge.signed",
        pledge,
        funder.fund,
        {"amount": [None, pledge.amount], "currency": [None, pledge.currency], "hash": [None, pledge.content_hash]},
        participation=funder.participation,
    )
    return pledge


def _replace(pledge: Pledge, earlier: Pledge) -> None:
    """End the earlier pledge with its rest. Refuses when money came for it since the amendment was written: what came
    would be promised once more. The sum is asked after the instalments are closed, so that none comes in between."""
    move(earlier, "amend", workflow.PLEDGE)
    Instalment.objects.filter(pledge=earlier, state__in=OPEN_INSTALMENTS).update(state=InstalmentState.REPLACED)
    came = _came(earlier)
    if came != pledge.came_before:
        told = {"now": money(came, earlier.currency), "then": money(pledge.came_before, earlier.currency)}
        template = _(
            "Since this amendment was written the earlier pledge went from %(then)s received to %(now)s: change the "
            "amendment to what is still to come, then sign it."
        )
        raise Refused(sentence(template, **told), "came_meanwhile")


def _came(pledge: Pledge | None) -> int:
    """What came of a pledge so far."""
    return 0 if pledge is None else int(pledge.instalments.aggregate(total=Sum("received"))["total"] or 0)


@transaction.atomic
def amend(*, actor: Actor, pledge: Pledge, values: Mapping[str, Any], parts: Sequence[Part]) -> Pledge:
    """Who may draft. A later pledge for what has not come yet; once it is signed, the earlier one ends."""
    require(policies.may_amend_pledge(actor, pledge))
    kept = {
        name: getattr(pledge, name) for name in ("restriction", "visibility", "match_percent", "match_until", *_RATE)
    }
    return draft(actor=actor, funder=pledge.funder, values={**kept, **values}, parts=parts, replaces=pledge)


@transaction.atomic
def write_off(*, actor: Actor, instalment: Instalment, decision: Any) -> Instalment:
    """The treasurer, by an adopted decision. What did not come is no longer expected."""
    require(policies.may_write_off(actor, instalment))
    funder = instalment.pledge.funder
    fund = funder.fund
    adopted(decision, fund, funder.participation.organisation_id)
    won = Instalment.objects.filter(pk=instalment.pk, state=instalment.state).update(
        state=InstalmentState.WRITTEN_OFF, decision=decision
    )
    if won != 1:
        raise Invalid(_("Something came for this instalment meanwhile: reload."), "moved_on")
    instalment.refresh_from_db()
    rest = instalment.rest
    note(
        actor,
        "instalment.written_off",
        instalment,
        fund,
        {"amount": [rest, 0], "decision": [None, str(decision)]},
        participation=instalment.pledge.funder.participation,
    )
    return instalment


@transaction.atomic
def weigh(*, actor: Actor, instalment: Instalment, percent: int) -> Instalment:
    """How probable its coming is, for the forecast of cash only: nothing is promised, received or given up by it."""
    require(policies.may_weigh(actor, instalment))
    before = instalment.percent
    if not 0 <= percent <= 100:
        sentence = _("A probability is a whole number from 0 to 100: mend it.")
        raise Invalid(sentence, "not_a_percent", fields={"percent": [sentence]})
    if Instalment.objects.filter(pk=instalment.pk, state=instalment.state).update(percent=percent) != 1:
        raise Invalid(_("Something came for this instalment meanwhile: reload."), "moved_on")
    instalment.percent = percent
    fund = instalment.pledge.funder.fund
    note(actor, "instalment.weighed", instalment, fund, {"percent": [before, percent]})
    return instalment


def owed_from(first: Instalment) -> list[Instalment]:
    """This instalment and the open ones after it of the same pledge, as they stand now, in their order."""
    rows = Instalment.objects.filter(pledge=first.pledge_id, number__gte=first.number)
    return list(rows.filter(Q(pk=first.pk) | Q(state__in=OPEN_INSTALMENTS)).order_by("number"))


def take(instalment: Instalment, amount: int, today: date) -> None:
    """Count money towards an instalment, or take it away again (negative); refuses more than it is.

    What was given up or replaced takes no more, and stays what it is when a mistaken match is taken back.
    """
    fresh = Instalment.objects.get(pk=instalment.pk)
    after = fresh.received + amount
    if after > fresh.amount - fresh.lapsed or after < 0:
        raise Invalid(
            _("This is more than the rest of the instalment: match it to the funder alone, or to a later instalment."),
            "more_than_due",
        )
    gone = fresh.state in (InstalmentState.WRITTEN_OFF, InstalmentState.REPLACED)
    if gone and amount > 0:
        raise Invalid(_("This instalment is closed: choose another."), "closed")
    state = fresh.state if gone else schedules.state(fresh.due_on, fresh.amount - fresh.lapsed, after, today)
    seen = Instalment.objects.filter(pk=fresh.pk, received=fresh.received, lapsed=fresh.lapsed, state=fresh.state)
    won = seen.update(received=after, state=state)
    if won != 1:
        raise Conflict(_("Something came for this instalment meanwhile: reload."), "moved_on")
    instalment.received, instalment.state = after, state


def is_open(pledge: Pledge) -> bool:
    """Whether money is still expected under it."""
    return pledge.state == PledgeState.SIGNED
