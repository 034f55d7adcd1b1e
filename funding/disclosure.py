"""What may be told of givers so that nobody's hidden amount can be subtracted out of a total. Pure: values in and out.

A giver is open when its name and amount may be known. A total that holds one or two hidden givers tells their amounts
to whoever takes the open ones off, or to one of the two: it is told only when it holds none of them, or three at least.
What is not enough is joined: the smallest open giver becomes hidden too, the smallest group goes into the next. Ties go
by key, so that every edition chooses alike.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace

LEAST = 3


@dataclass(frozen=True)
class Giver:
    """Whoever gave: its key, the group it is told in, what it gave there, and whether that may be known."""

    key: int
    group: str
    amount: int
    is_open: bool


@dataclass(frozen=True)
class Total:
    """One total that may be told: of which groups, how much; `amount` is None where even all together are too few."""

    groups: tuple[str, ...]
    amount: int | None


def _is_safe(givers: Iterable[Giver]) -> bool:
    hidden = len({one.key for one in givers if not one.is_open})
    return hidden == 0 or hidden >= LEAST


def told(givers: Sequence[Giver]) -> frozenset[int]:
    """The keys of those whose own amount may be told beside the total of all: the smallest are held back first."""
    rest = sorted((one for one in givers if one.is_open), key=lambda one: (one.amount, one.key))
    hidden = sum(1 for one in givers if not one.is_open)
    if hidden:
        rest = rest[max(0, LEAST - hidden) :]
    return frozenset(one.key for one in rest)


def totals(givers: Sequence[Giver]) -> tuple[Total, ...]:
    """The totals by group, groups joined until each may be told."""
    by_group: dict[tuple[str, ...], list[Giver]] = {}
    for one in givers:
        by_group.setdefault((one.group,), []).append(one)
    while len(by_group) > 1:
        unsafe = [groups for groups, some in by_group.items() if not _is_safe(some)]
        if not unsafe:
            break
        first = min(unsafe, key=lambda groups: (_whole(by_group[groups]), groups))
        others = [groups for groups in by_group if groups != first]
        # Another that is not safe either is joined first: a safe one is given up only where nothing else is left.
        second = min(others, key=lambda groups: (_is_safe(by_group[groups]), _whole(by_group[groups]), groups))
        joined = by_group.pop(first) + by_group.pop(second)
        by_group[tuple(sorted((*first, *second)))] = joined
    found = [Total(groups, _whole(some) if _is_safe(some) else None) for groups, some in by_group.items()]
    return tuple(sorted(found, key=lambda one: one.groups))


@dataclass(frozen=True)
class Told:
    """What of givers goes out: whose own amount, and whose is held back though it might be known; the totals by group;
    the whole (None where it may not be told)."""

    givers: frozenset[int]
    held: frozenset[int]
    totals: tuple[Total, ...]
    whole: int | None


def disclosed(givers: Sequence[Giver]) -> Told:
    """All of it together: who was held back counts as hidden in every total."""
    keys = told(givers)
    held = [replace(one, is_open=one.key in keys) for one in givers]
    back = frozenset(one.key for one in givers if one.is_open and one.key not in keys)
    return Told(keys, back, totals(held), _whole(held) if _is_safe(held) else None)


def _whole(givers: Iterable[Giver]) -> int:
    return sum(one.amount for one in givers)
