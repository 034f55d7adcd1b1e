"""Restrictions as predicates: what a bucket's money may be spent on, and which part of the rule a use breaks. Pure.

An empty part of a rule binds nothing. `factors` and `goals` of a use hold the one it serves and all above it, so that
money for a factor may serve the factors below it.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

FACTOR, GOAL, DISTRICT, COST, RECIPIENT = "factor", "goal", "district", "cost_type", "recipient_kind"
TOO_EARLY, EXPIRED, NOT_SPENDABLE, RELEASED, CURRENCY = "too_early", "expired", "unassigned", "released", "currency"


@dataclass(frozen=True)
class Rule:
    """What a bucket is for."""

    factor: int | None = None
    goal: int | None = None
    district: str = ""
    cost_type: str = ""
    recipient_kind: str = ""
    starts_on: date | None = None
    ends_on: date | None = None
    currency: str = "ILS"
    is_unassigned: bool = False
    is_closed: bool = False


@dataclass(frozen=True)
class Use:
    """What somebody wants to spend on."""

    on: date
    factors: frozenset[int] = frozenset()
    goals: frozenset[int] = frozenset()
    district: str = ""
    cost_type: str = ""
    recipient_kind: str = ""
    currency: str = "ILS"


def broken(rule: Rule, use: Use) -> tuple[str, ...]:
    """The parts of the rule that this use breaks, in a fixed order; none means that it may be spent so."""
    parts = (
        (NOT_SPENDABLE, rule.is_unassigned),
        (RELEASED, rule.is_closed),
        (CURRENCY, rule.currency != use.currency),
        (TOO_EARLY, rule.starts_on is not None and use.on < rule.starts_on),
        (EXPIRED, rule.ends_on is not None and use.on > rule.ends_on),
        (FACTOR, rule.factor is not None and rule.factor not in use.factors),
        (GOAL, rule.goal is not None and rule.goal not in use.goals),
        (DISTRICT, bool(rule.district) and rule.district != use.district),
        (COST, bool(rule.cost_type) and rule.cost_type != use.cost_type),
        (RECIPIENT, bool(rule.recipient_kind) and rule.recipient_kind != use.recipient_kind),
    )
    return tuple(name for name, is_broken in parts if is_broken)


def allows(rule: Rule, use: Use) -> bool:
    """Whether nothing is broken."""
    return not broken(rule, use)


def narrower(inner: Rule, outer: Rule) -> bool:
    """Whether all that `inner` allows, `outer` allows too: money may move to such a bucket without asking."""
    pairs = (
        (inner.factor, outer.factor),
        (inner.goal, outer.goal),
        (inner.district, outer.district),
        (inner.cost_type, outer.cost_type),
        (inner.recipient_kind, outer.recipient_kind),
    )
    if any(wide and wide != narrow for narrow, wide in pairs):
        return False
    if outer.starts_on and (inner.starts_on is None or inner.starts_on < outer.starts_on):
        return False
    if outer.ends_on and (inner.ends_on is None or inner.ends_on > outer.ends_on):
        return False
    return inner.currency == outer.currency


def warns(ends_on: date | None, today: date, days: Iterable[int] = (90, 30, 7)) -> int | None:
    """The nearest of the marks that was passed before money lapses; None far before, 0 once it has lapsed."""
    if ends_on is None:
        return None
    left = (ends_on - today).days
    if left < 0:
        return 0
    return min((mark for mark in days if left <= mark), default=None)
