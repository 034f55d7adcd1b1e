"""A table of figures that is about to leave, who is going to read it, and what that reader gets: plain values.

`suppression` decides what is hidden and re-exports these names; here is only their shape, and `sums_of`, which finds
the sums among one measure's combinations.
"""

from collections.abc import Callable, Collection, Hashable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from decimal import Decimal

from measurement.rollup import SUM

SMALL, PROTECTING, FEW_PARTNERS = "small", "protecting", "few_partners"
Pair = tuple[Decimal | None, Decimal | None]


@dataclass(frozen=True)
class Cell:
    """One figure of a table that is about to leave."""

    id: str
    number: Decimal | None
    weight: Decimal | None = None
    result: Decimal | None = None
    owners: frozenset[Hashable] | None = None
    agreed: frozenset[Hashable] = frozenset()  # those of the owners who agreed to this very cell


@dataclass(frozen=True)
class Sum:
    """The reader knows that these parts make that total."""

    total: str
    parts: Sequence[str]
    whole: bool = True


@dataclass(frozen=True)
class Table:
    """All that leaves together, and all that it can be laid beside."""

    cells: Sequence[Cell]
    sums: Sequence[Sum] = ()
    counts_people: bool = True
    aggregation: str = SUM
    threshold: int = 10
    share: bool = True
    own: Mapping[Hashable, Mapping[str, Pair]] = field(default_factory=dict)
    hidden_before: Collection[str] = ()


@dataclass(frozen=True)
class Audience:
    """Who reads, and which organisations agreed that this reader may see values of theirs alone."""

    sees_all: bool = False
    organisation: Hashable = None
    consented: frozenset[Hashable] = frozenset()

    @classmethod
    def backbone(cls) -> "Audience":
        return cls(sees_all=True)

    @classmethod
    def public(cls, consented: Iterable[Hashable] = ()) -> "Audience":
        return cls(consented=frozenset(consented))

    @classmethod
    def partner(cls, organisation: Hashable, consented: Iterable[Hashable] = ()) -> "Audience":
        return cls(organisation=organisation, consented=frozenset(consented))


@dataclass(frozen=True)
class Shown:
    """A figure as it may leave."""

    number: Decimal | None
    weight: Decimal | None
    result: Decimal | None
    reason: str = ""

    @property
    def hidden(self) -> bool:
        return bool(self.reason)


def sums_of(dimensions: Iterable[tuple[str, Sequence[str], bool]], combinations: Collection[str],
            name: Callable[[str], str] = str) -> list[Sum]:  # fmt: skip
    """The sums among one measure's combinations; `dimensions`: (code, categories, complete)."""
    there = set(combinations)
    found = []
    for combination in sorted(there):
        pieces = [piece for piece in combination.split(";") if piece]
        taken = {piece.split("=", 1)[0] for piece in pieces}
        for code, categories, complete in dimensions:
            parts = [";".join(sorted([*pieces, f"{code}={one}"])) for one in categories] if code not in taken else []
            here = [part for part in parts if part in there]
            if here:
                whole = complete and len(here) == len(parts)
                found.append(Sum(name(combination), tuple(name(part) for part in here), whole))
    return found
