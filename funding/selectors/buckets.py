"""Buckets: under which name each is read, and its rule against a use (factors and goals with all above them)."""

from datetime import date
from typing import Any

from django.utils.translation import gettext_lazy as _

from funding import predicates
from funding.models import Restriction, RestrictionKind, RestrictionState
from funding.predicates import Rule, Use
from funding.querysets import STAFF
from kernel.actor import Actor
from kernel.errors import Refused
from kernel.text import sentence

_WHY = {
    predicates.NOT_SPENDABLE: _("This money has no purpose yet: assign the receipt first."),
    predicates.RELEASED: _("This restriction is closed."),
    predicates.CURRENCY: _("This restriction holds another currency."),
    predicates.TOO_EARLY: _("This money may be spent only from its first day on."),
    predicates.EXPIRED: _("This restriction has expired: its rest needs a decision or the donor's consent."),
    predicates.FACTOR: _("This money is for another factor of the road map."),
    predicates.GOAL: _("This money is for another goal."),
    predicates.DISTRICT: _("This money is for another district."),
    predicates.COST: _("This money is for another kind of cost."),
    predicates.RECIPIENT: _("This money is for another kind of recipient."),
}


def name(actor: Actor, bucket: Restriction, initiative: int) -> str:
    """The bucket's name as this actor may read it: a donor's bucket is named to the staff of the money and its donor.

    It may tell who gave, and the relation with a funder is read by these alone. The portal itself, which makes public
    pages, counts as nobody.
    """
    if bucket.kind != RestrictionKind.DONOR or actor.has(initiative, *STAFF):
        return bucket.own_name
    giver = bucket.funder
    is_own = giver is not None and actor.has(giver.participation_id, "partners.funder")
    return bucket.own_name if is_own else str(bucket)


def rule(bucket: Restriction) -> Rule:
    """The bucket's rule as a value."""
    return Rule(
        factor=bucket.factor_id,
        goal=bucket.goal_id,
        district=bucket.district,
        cost_type=bucket.cost_type,
        recipient_kind=bucket.recipient_kind,
        starts_on=bucket.starts_on,
        ends_on=bucket.ends_on,
        currency=bucket.currency,
        is_unassigned=bucket.kind == RestrictionKind.UNASSIGNED,
        is_closed=bucket.state != RestrictionState.OPEN,
    )


def lineage(one: Any) -> frozenset[int]:
    """The key of a factor or goal and of all above it."""
    keys = []
    while one is not None and one.pk not in keys:
        keys.append(one.pk)
        one = one.parent
    return frozenset(keys)


def use(
    on: date,
    *,
    factor: Any = None,
    goal: Any = None,
    district: str = "",
    cost_type: str = "",
    organisation: Any = None,
    like: Restriction,
) -> Use:
    """A use as a value; in the currency of the bucket it asks."""
    return Use(
        on=on,
        factors=lineage(factor),
        goals=lineage(goal),
        district=district,
        cost_type=cost_type,
        recipient_kind=getattr(organisation, "kind", "") or "",
        currency=like.currency,
    )


def any_use(bucket: Restriction, on: date) -> Use:
    """A use that only days and states can break: what it is for is asked when the grant is awarded."""
    return Use(
        on=on,
        factors=frozenset([bucket.factor_id] if bucket.factor_id else []),
        goals=frozenset([bucket.goal_id] if bucket.goal_id else []),
        district=bucket.district,
        cost_type=bucket.cost_type,
        recipient_kind=bucket.recipient_kind,
        currency=bucket.currency,
    )


def require_use(bucket: Restriction, wanted: Use) -> None:
    """Refuse with the first part of the rule that this use breaks, and name the bucket."""
    broken = predicates.broken(rule(bucket), wanted)
    if broken:
        said = sentence(_("“%(bucket)s”: %(why)s"), bucket=bucket.own_name, why=_WHY[broken[0]])
        raise Refused(said, broken[0])
