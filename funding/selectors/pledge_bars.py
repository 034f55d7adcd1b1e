"""What became of a pledge, as bars: promised, received, given up, still to come; as a whole and by instalment.

What an amendment replaced is told by the amendment, not here a second time: of a replaced instalment counts what came.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from funding.models import Instalment, InstalmentState


@dataclass(frozen=True)
class Piece:
    """A part of a bar: where it starts and how long it is, of a hundred, and the class of its colour."""

    start: str
    length: str
    css: str


@dataclass(frozen=True)
class Bar:
    """One bar with its words: `amount` of the whole, and for an instalment what of it came."""

    label: Any
    amount: int
    pieces: tuple[Piece, ...]
    row: Instalment | None = None
    received: int = 0
    written_off: int = 0


@dataclass(frozen=True)
class PledgeBars:
    """The bars of a pledge: the sums, and one for each instalment where there are more than one."""

    sums: tuple[Bar, ...]
    parts: tuple[Bar, ...]
    has_given_up: bool = False


def of(rows: Iterable[Instalment]) -> PledgeBars | None:
    """The bars of these instalments; none without one."""
    rows = [row for row in rows if standing(row)]
    promised = sum(standing(row) for row in rows)
    if not promised:
        return None
    received, off = sum(row.received for row in rows), sum(_given_up(row) for row in rows)
    told = [
        (_("Promised"), promised, "g-bar--soft"),
        (_("Received"), received, "g-bar"),
        (pgettext_lazy("instalment", "Written off or lapsed"), off, "g-avail"),
        (_("Still to come"), promised - received - off, "g-bar--soft"),
    ]
    sums = [
        Bar(label, amount, _pieces([(amount, css)], promised))
        for place, (label, amount, css) in enumerate(told)
        if amount or place < 2
    ]
    longest = max(standing(row) for row in rows)
    parts = tuple(_part(row, longest) for row in rows) if len(rows) > 1 else ()
    return PledgeBars(tuple(sums), parts, bool(off))


def standing(row: Instalment) -> int:
    """What an instalment still promises or brought: of a replaced one what came, for the rest the amendment stands."""
    return row.received if row.state == InstalmentState.REPLACED else row.amount


def _part(row: Instalment, longest: int) -> Bar:
    off = _given_up(row)
    rest = standing(row) - row.received - off
    pieces = _pieces([(row.received, "g-bar"), (off, "g-avail"), (rest, "g-bar--soft")], longest)
    return Bar(row.number, standing(row), pieces, row, row.received, off)


def _given_up(row: Instalment) -> int:
    if row.state == InstalmentState.REPLACED:
        return 0
    return row.amount - row.received if row.state == InstalmentState.WRITTEN_OFF else row.lapsed


def _pieces(parts: Sequence[tuple[int, str]], whole: int) -> tuple[Piece, ...]:
    out, before = [], 0
    for amount, css in parts:
        if amount > 0:
            out.append(Piece(f"{100 * before / whole:.1f}", f"{100 * amount / whole:.1f}", css))
        before += amount
    return tuple(out)
