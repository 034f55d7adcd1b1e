"""The picture of a fund's money: from whom, through the fund, to what. Pure: amounts in, shapes out.

Widths are amounts. It runs in the direction of reading: `right_to_left` mirrors the places, never the letters.
"""

from collections.abc import Sequence
from dataclasses import dataclass, field

WIDTH, BAR, GAP, LEAST, TALL = 960.0, 16.0, 16.0, 2.0, 300.0
LEFT, MIDDLE, RIGHT = 190.0, 410.0, 620.0
# The colour of money by the sector it came from, in the order in which sectors are told.
TONES = {"public": "public", "business": "business", "philanthropic": "third"}


@dataclass(frozen=True)
class Part:
    """One source or use: what it is called, its amount and how that is written, and its colour's name."""

    label: str
    amount: int
    shown: str
    tone: str = ""


@dataclass(frozen=True)
class Band:
    """A band between two bars."""

    d: str
    tone: str


@dataclass(frozen=True)
class Bar:
    """A bar with its words; `anchor` is the side of the letters in the picture itself."""

    x: float
    y: float
    height: float
    tone: str
    label: str = ""
    shown: str = ""
    label_x: float = 0
    anchor: str = "start"
    lift: float = 0

    @property
    def label_y(self) -> float:
        """Where its words stand."""
        return round(self.y + self.height / 2 - 3 if self.shown else self.y - 8 - self.lift, 1)

    @property
    def shown_y(self) -> float:
        """Where its amount stands."""
        return round(self.y + self.height / 2 + 14, 1)


@dataclass(frozen=True)
class Picture:
    """The whole picture; `summary` says it in words."""

    width: float = WIDTH
    height: float = 0
    bands: tuple[Band, ...] = ()
    bars: tuple[Bar, ...] = ()
    sources: tuple[Part, ...] = field(default=())
    uses: tuple[Part, ...] = field(default=())

    @property
    def summary(self) -> str:
        """Every part with its amount."""
        return "; ".join(f"{part.label} {part.shown}" for part in (*self.sources, *self.uses))

    @property
    def source_bars(self) -> list[tuple[Part, str]]:
        """Each source with the length of its bar in the narrow picture, of a hundred."""
        return self._bars(self.sources)

    @property
    def use_bars(self) -> list[tuple[Part, str]]:
        """Each use, likewise."""
        return self._bars(self.uses)

    def _bars(self, parts: Sequence[Part]) -> list[tuple[Part, str]]:
        longest = max((part.amount for part in (*self.sources, *self.uses)), default=1)
        return [(part, f"{100 * part.amount / longest:.1f}") for part in parts]


def picture(sources: Sequence[Part], uses: Sequence[Part], title: str, *, right_to_left: bool) -> Picture | None:
    """The picture; None where both sides are not the same money, or there is none."""
    sources = [part for part in sources if part.amount > 0]
    uses = [part for part in uses if part.amount > 0]
    whole = sum(part.amount for part in sources)
    if not whole or whole != sum(part.amount for part in uses):
        return None
    scale = TALL / whole
    tall = TALL + GAP * max(len(sources) - 1, len(uses) - 1, 1) + 40
    top = (tall - TALL) / 2 + 10
    bands, bars, highest = [], [], top
    for parts, x, is_source in ((sources, LEFT, True), (uses, RIGHT, False)):
        y = (tall - TALL - GAP * (len(parts) - 1)) / 2 + 10
        inner, highest = top, min(highest, y)
        for part in parts:
            high = part.amount * scale
            start, end = (x + BAR, MIDDLE) if is_source else (MIDDLE + BAR, x)
            outer_first = (y, inner) if is_source else (inner, y)
            bands.append(Band(_band(start, end, *outer_first, high, right_to_left), part.tone))
            words = x - 10 if is_source else x + BAR + 10
            at_end = is_source != right_to_left
            bars.append(
                Bar(
                    _mirror(x, right_to_left, BAR), round(y, 1), round(max(high, LEAST), 1), part.tone, part.label,
                    part.shown, _mirror(words, right_to_left), "end" if at_end else "start",
                )
            )  # fmt: skip
            y += high + GAP
            inner += high
    fund = Bar(
        _mirror(MIDDLE, right_to_left, BAR), round(top, 1), TALL, "fund", title, "",
        _mirror(MIDDLE + BAR / 2, right_to_left), "middle", top - highest,
    )  # fmt: skip
    return Picture(WIDTH, round(tall + 10, 1), tuple(bands), (*bars, fund), tuple(sources), tuple(uses))


def _mirror(x: float, right_to_left: bool, wide: float = 0) -> float:
    return round(WIDTH - x - wide, 1) if right_to_left else round(x, 1)


def _band(start: float, end: float, first: float, second: float, high: float, right_to_left: bool) -> str:
    middle = (start + end) / 2
    a, m, b = (_mirror(x, right_to_left) for x in (start, middle, end))
    f, s, h = round(first, 1), round(second, 1), round(high, 1)
    return (
        f"M{a},{f} C{m},{f} {m},{s} {b},{s} L{b},{round(s + h, 1)} "
        f"C{m},{round(s + h, 1)} {m},{round(f + h, 1)} {a},{round(f + h, 1)} Z"
    )
