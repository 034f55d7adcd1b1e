"""Recusal that propagates: who is tied to an organisation, and whether a body can still decide without them. Pure.

One answer for all doors: papers, vote, quorum, review, approval of the payment.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date

from working_groups.representation import Elector, Quorum, quorum


@dataclass(frozen=True)
class Tie:
    """A person's declared interest in an organisation, or a mandate there, from a day to a day."""

    person: int
    organisation: int
    starts_on: date
    ends_on: date | None = None

    def covers(self, on: date) -> bool:
        """Whether it holds on that day, both ends counted."""
        return self.starts_on <= on and (self.ends_on is None or self.ends_on >= on)


def tied(ties: Iterable[Tie], organisations: Iterable[int], on: date) -> frozenset[int]:
    """The people who are tied to any of these organisations on that day."""
    concerned = frozenset(organisations)
    return frozenset(tie.person for tie in ties if tie.organisation in concerned and tie.covers(on))


@dataclass(frozen=True)
class Chair:
    """A seat as it stands before a meeting. `organisation` is whom it sits for."""

    seat: int
    person: int
    sector: str
    organisation: int | None = None


@dataclass(frozen=True)
class Outlook:
    """Whether a body will be able to decide, said before it meets."""

    quorum: Quorum
    recused: frozenset[int]

    @property
    def can_decide(self) -> bool:
        """Somebody is left who may decide, and no sector with a quorum of its own is recused as a whole."""
        return self.quorum.eligible > 0 and not self.quorum.empty_sectors


def outlook(
    chairs: Iterable[Chair],
    people: frozenset[int],
    organisations: frozenset[int],
    percent: int,
    by_sector: Mapping[str, int] | None = None,
) -> Outlook:
    """The quorum as it would be if everybody who may come comes: the recused are neither eligible nor present."""
    rows = list(chairs)
    recused = frozenset(row.seat for row in rows if row.person in people or row.organisation in organisations)
    electors = [Elector(row.sector, is_recused=row.seat in recused, is_present=row.seat not in recused) for row in rows]
    return Outlook(quorum(electors, percent, by_sector), recused)
