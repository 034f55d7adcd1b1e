"""Buckets of purpose: made, changed while empty, released only as their kind allows."""

from collections.abc import Mapping
from typing import Any

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from audit.services import differences
from funding import ledger
from funding.models import EntryKind, Fund, JournalEntry, Restriction, RestrictionKind, RestrictionState
from funding.policies import funds as policies
from funding.services import journal
from funding.services.recording import adopted, note
from kernel import clock, writing
from kernel.actor import Actor
from kernel.errors import Conflict, Invalid, Refused
from kernel.permissions import require

RULE = ("factor", "goal", "district", "cost_type", "recipient_kind", "starts_on", "ends_on", "funder")


@transaction.atomic
def add(*, actor: Actor, fund: Fund, values: Mapping[str, Any]) -> Restriction:
    """Director or treasurer. A bucket under one rule. Refuses a missing name, a donor's bucket without its donor."""
    require(policies.may_add_restriction(actor, fund))
    values = writing.cleaned(values, names=["name"])
    writing.need(values, "name")
    bucket = Restriction(fund=fund, **values)
    if bucket.kind == RestrictionKind.UNASSIGNED:
        raise Invalid(_("Each fund has its bucket of money that waits already."), "one_is_enough")
    if bucket.kind == RestrictionKind.DONOR and bucket.funder is None:
        sentence = _("Name the funder who restricted this money.")
        raise Invalid(sentence, fields={"funder": [sentence]})
    if bucket.kind == RestrictionKind.DESIGNATED:
        adopted(bucket.decision, fund, _donor(bucket))
    _belongs(bucket)
    writing.validate(bucket)
    bucket.save(force_insert=True)
    note(actor, "restriction.created", bucket, fund)
    return bucket


def _belongs(bucket: Restriction) -> None:
    writing.in_order(bucket.starts_on, bucket.ends_on, "ends_on")
    for name in ("factor", "goal"):
        one = getattr(bucket, name)
        if one is not None and one.initiative_id != bucket.fund.initiative_id:
            raise Invalid(_("Choose one of this initiative."), fields={name: [_("Choose one of this initiative.")]})
    if bucket.funder is not None and bucket.funder.fund_id != bucket.fund_id:
        raise Invalid(_("Choose a funder of this fund."), fields={"funder": [_("Choose a funder of this fund.")]})


@transaction.atomic
def change(
    *, actor: Actor, restriction: Restriction, values: Mapping[str, Any], seen: int | None = None
) -> Restriction:
    """Director or treasurer. The name at any time; the rule only until money came under it, for it binds that money."""
    require(policies.may_edit_restriction(actor, restriction))
    values = writing.cleaned(values, names=["name"])
    told = differences(restriction, values)
    if any(name in RULE for name in told) and restriction.postings.exists():
        raise Refused(_("Money came under this rule: release it, or make another restriction."), "in_use")
    for name, value in values.items():
        setattr(restriction, name, value)
    _belongs(restriction)
    writing.validate(restriction)
    writing.change(restriction, values, seen)
    note(actor, "restriction.changed", restriction, restriction.fund, told)
    return restriction


@transaction.atomic
def release(
    *,
    actor: Actor,
    restriction: Restriction,
    target: Restriction,
    amount: int,
    reason: str,
    decision: Any = None,
    document: Any = None,
) -> JournalEntry:
    """The director. Free money of a bucket goes to another, as its own entry.

    What the committee designated needs its decision; what a donor bound needs the donor's document, and nothing else
    will do. Refuses more than is free.
    """
    require(policies.may_release(actor, restriction))
    reason = writing.needed("reason", reason, _("Say why it is released."))
    _check_release(restriction, target, decision, document)
    entry = journal.begin(
        actor,
        restriction.fund,
        EntryKind.REDEDICATED,
        clock.today(),
        f"release:{restriction.public_id}:{restriction.version}",
        decision=decision,
        document=document,
        **writing.said("reason", reason, actor),
    )
    journal.finish(
        entry, ledger.rededicated(amount, restriction.pk, target.pk, restriction.currency, restriction.funder_id)
    )
    _close_if_empty(restriction)
    note(
        actor,
        "restriction.released",
        restriction,
        restriction.fund,
        {"amount": [None, amount], "target": [None, str(target)], "reason": ["", reason]},
    )
    return entry


def _check_release(restriction: Restriction, target: Restriction, decision: Any, document: Any) -> None:
    if (
        target.fund_id != restriction.fund_id
        or target.kind == RestrictionKind.UNASSIGNED
        or target.pk == restriction.pk
    ):
        raise Invalid(_("Choose another bucket of this fund."), fields={"target": [_("Choose another bucket.")]})
    if restriction.kind == RestrictionKind.DONOR and document is None:
        raise Refused(_("Only the donor lifts this restriction: attach the donor's consent."), "donor_consent")
    if restriction.kind == RestrictionKind.DESIGNATED:
        adopted(decision, restriction.fund, _donor(restriction))
    if target.currency != restriction.currency:
        raise Invalid(_("Choose a bucket of the same currency."), fields={"target": [_("Another currency.")]})


def _close_if_empty(restriction: Restriction) -> None:
    won = Restriction.objects.filter(pk=restriction.pk, version=restriction.version).update(
        version=restriction.version + 1
    )
    if won != 1:
        raise Conflict(_("Somebody changed this meanwhile: reload, then make your change again."), "stale")
    restriction.refresh_from_db()
    if restriction.available == 0:
        Restriction.objects.filter(pk=restriction.pk, available=0).update(state=RestrictionState.RELEASED)
        restriction.state = RestrictionState.RELEASED


def _donor(bucket: Restriction) -> int | None:
    return bucket.funder.participation.organisation_id if bucket.funder else None
