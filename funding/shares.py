"""Whose money was it? The fund's fixed method: a funder's own share is the same whoever computes it and when.

Method `remaining-1`: each outflow of a bucket is borne by its funders in proportion to what each still has there at
that moment, in whole minor units by largest remainder, ties to the lowest key. What a bucket did not hold then is borne
by the money that comes next. Pure: events in the order of the journal in, shares out.
"""

from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field

METHOD = "remaining-1"
POOL = 0  # money that no funder stands behind: what an exchange gained, a gift without a name


@dataclass(frozen=True)
class Came:
    """Money with a purpose came into the bucket."""

    funder: int
    amount: int


@dataclass(frozen=True)
class Went:
    """Money left the bucket for `ref` (a grant, a fee, another bucket)."""

    ref: str
    amount: int


@dataclass
class Shares:
    """How a bucket stands for each funder: what came, what is left, what was spent on each `ref`."""

    came: defaultdict[int, int] = field(default_factory=lambda: defaultdict(int))
    left: defaultdict[int, int] = field(default_factory=lambda: defaultdict(int))
    spent: defaultdict[int, Counter[str]] = field(default_factory=lambda: defaultdict(Counter))
    owed: list[tuple[str, int]] = field(default_factory=list)

    def spent_of(self, funder: int) -> int:
        """All that was spent of one funder's money."""
        return sum(self.spent[funder].values()) if funder in self.spent else 0


def run(events: Iterable[Came | Went]) -> Shares:
    """The shares after these events. What came = what was spent + what is left, for each funder."""
    state = Shares()
    for event in events:
        step(state, event)
    return state


def move(source: Shares, target: Shares, amount: int) -> None:
    """Money goes from one bucket to another and stays whose it was."""
    there = {funder: left for funder, left in source.left.items() if left > 0}
    covered = min(amount, sum(there.values()))
    for funder, part in (shared(covered, there) if covered else {}).items():
        source.came[funder] -= part
        source.left[funder] -= part
        _come(target, Came(funder, part))
    if amount > covered:
        source.owed.append(("moved", amount - covered))
        _come(target, Came(POOL, amount - covered))


def step(state: Shares, event: Came | Went) -> None:
    """One event."""
    if event.amount < 0:
        raise ValueError("an event is a positive amount; what was undone is left out, with what undid it")
    if isinstance(event, Came):
        _come(state, event)
    elif event.amount:
        _go(state, event.ref, event.amount)


def _come(state: Shares, event: Came) -> None:
    state.came[event.funder] += event.amount
    state.left[event.funder] += event.amount
    owed, state.owed = state.owed, []
    for ref, amount in owed:
        _go(state, ref, amount)


def _go(state: Shares, ref: str, amount: int) -> None:
    there = {funder: left for funder, left in state.left.items() if left > 0}
    covered = min(amount, sum(there.values()))
    if covered:
        for funder, part in shared(covered, there).items():
            state.left[funder] -= part
            state.spent[funder][ref] += part
    if amount > covered:
        state.owed.append((ref, amount - covered))


def of_balance(state: Shares, amount: int) -> dict[int, int]:
    """An amount that is promised and not paid yet, by what each funder has left."""
    there = {funder: left for funder, left in state.left.items() if left > 0}
    covered = min(amount, sum(there.values()))
    if not covered:
        return {}
    return shared(covered, there)


def shared(amount: int, weights: Mapping[int, int]) -> dict[int, int]:
    """As `kernel.money.split`, in whole numbers alone: a journal has tens of thousands of outflows."""
    whole = sum(weights.values())
    parts = {key: amount * weight // whole for key, weight in weights.items()}
    left = amount - sum(parts.values())
    if left:
        for key in sorted(weights, key=lambda key: (-(amount * weights[key] % whole), key))[:left]:
            parts[key] += 1
    return parts
