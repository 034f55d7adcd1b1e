"""Pure arithmetic of a body: seats against the key, the quorum without the recused, the count of answers.

Governance rule: of the seats filled, the recused are taken off; abstentions count for presence, not for the majority.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from math import ceil


@dataclass(frozen=True)
class Elector:
    """One seat of the electorate as frozen at tabling."""

    sector: str
    is_recused: bool = False
    is_present: bool = False
    answer: str = ""


@dataclass(frozen=True)
class Quorum:
    """How many may answer, how many must take part, how many did; and the sectors that fall short."""

    eligible: int
    needed: int
    present: int
    short_sectors: tuple[str, ...] = ()
    empty_sectors: tuple[str, ...] = ()

    @property
    def is_reached(self) -> bool:
        """Enough took part, of the whole and of each sector that has a quorum of its own."""
        return self.eligible > 0 and self.present >= self.needed and not self.short_sectors and not self.empty_sectors


def share(percent: int, count: int) -> int:
    """The smallest whole number that is that share."""
    return ceil(percent * count / 100)


def quorum(electors: Iterable[Elector], percent: int, by_sector: Mapping[str, int] | None = None) -> Quorum:
    """The quorum of the electorate. A sector whose seats are all recused cannot be asked: the body cannot decide."""
    rows = list(electors)
    eligible = [row for row in rows if not row.is_recused]
    present = [row for row in eligible if row.is_present or row.answer]
    short, empty = [], []
    for sector, wanted in (by_sector or {}).items():
        seats = [row for row in rows if row.sector == sector]
        able = [row for row in seats if not row.is_recused]
        if not wanted or not seats:
            continue
        if not able:
            empty.append(sector)
        elif sum(1 for row in present if row.sector == sector) < share(wanted, len(able)):
            short.append(sector)
    needed = max(1, share(percent, len(eligible)))
    return Quorum(len(eligible), needed, len(present), tuple(short), tuple(empty))


@dataclass(frozen=True)
class Count:
    """The answers of the eligible."""

    votes_for: int = 0
    against: int = 0
    abstained: int = 0
    awaited: int = 0
    recused: int = 0


def count(electors: Iterable[Elector]) -> Count:
    """How the electorate answered."""
    rows = list(electors)
    able = [row for row in rows if not row.is_recused]
    return Count(
        votes_for=sum(1 for row in able if row.answer == "for"),
        against=sum(1 for row in able if row.answer == "against"),
        abstained=sum(1 for row in able if row.answer == "abstain"),
        awaited=sum(1 for row in able if not row.answer),
        recused=len(rows) - len(able),
    )


def is_adopted(result: Count, rule: str) -> bool:
    """Whether the answers are enough under the rule; a tie is not."""
    votes = result.votes_for + result.against
    if rule == "consensus":
        return result.against == 0
    if rule == "two_thirds":
        return votes > 0 and result.votes_for * 3 >= votes * 2
    return votes > 0 and result.votes_for * 2 > votes


@dataclass(frozen=True)
class SectorSeats:
    """One line of "filled / key / came"."""

    sector: str
    filled: int
    least: int
    most: int
    came: int = 0
    invited: int = 0

    @property
    def is_short(self) -> bool:
        """Fewer seats than the key asks for."""
        return self.filled < self.least

    @property
    def is_over(self) -> bool:
        """More seats than the key allows."""
        return bool(self.most) and self.filled > self.most


@dataclass(frozen=True)
class Representation:
    """Seats against the key, by sector."""

    lines: tuple[SectorSeats, ...] = field(default_factory=tuple)

    @property
    def filled(self) -> int:
        """Seats that are filled."""
        return sum(line.filled for line in self.lines)

    @property
    def missing(self) -> int:
        """Seats still owed by the key."""
        return sum(max(0, line.least - line.filled) for line in self.lines)


def representation(
    seats: Mapping[str, int],
    key: Mapping[str, tuple[int, int]],
    attendance: Mapping[str, tuple[int, int]] | None = None,
) -> Representation:
    """Seats by sector against the key; `attendance` maps a sector to (came, asked) over the meetings counted."""
    lines = []
    for sector in [*key, *(name for name in seats if name not in key)]:
        least, most = key.get(sector, (0, 0))
        came, invited = (attendance or {}).get(sector, (0, 0))
        lines.append(SectorSeats(sector, seats.get(sector, 0), least, most, came, invited))
    return Representation(tuple(lines))
