"""Shapes and scales of a drawing: plain numbers, no Django request, no database.

A shape carries a class and its coordinates as texts, so that no language writes a comma into them.
"""

from dataclasses import dataclass
from decimal import Decimal
from math import ceil, floor, log10
from unicodedata import bidirectional


@dataclass(frozen=True)
class Shape:
    """One element: `kind` is line, text, circle, path or polyline; `at` its coordinates by attribute."""

    kind: str
    css: str
    at: dict[str, str]
    text: str = ""
    anchor: str = ""
    direction: str = "ltr"


@dataclass(frozen=True)
class Drawing:
    """A finished drawing of one size."""

    width: int
    height: int
    css: str
    shapes: tuple[Shape, ...]


@dataclass(frozen=True)
class Scale:
    """From a value to a coordinate."""

    low: float
    high: float
    start: float
    end: float

    def __call__(self, value: float | Decimal) -> float:
        """The coordinate of a value."""
        if self.high == self.low:
            return (self.start + self.end) / 2
        return self.start + (float(value) - self.low) / (self.high - self.low) * (self.end - self.start)


def px(number: float) -> str:
    """A coordinate as text, one decimal at most."""
    text = f"{number:.1f}"
    return text.removesuffix(".0") if text != "-0.0" else "0"


def line(x1: float, y1: float, x2: float, y2: float, css: str) -> Shape:
    """A straight line."""
    return Shape("line", css, {"x1": px(x1), "y1": px(y1), "x2": px(x2), "y2": px(y2)})


def circle(x: float, y: float, r: float, css: str) -> Shape:
    """A dot."""
    return Shape("circle", css, {"cx": px(x), "cy": px(y), "r": px(r)})


def path(d: str, css: str) -> Shape:
    """A free path."""
    return Shape("path", css, {"d": d})


def polyline(points: list[tuple[float, float]], css: str) -> Shape:
    """A line through points."""
    return Shape("polyline", css, {"points": " ".join(f"{px(x)},{px(y)}" for x, y in points)})


def letters(x: float, y: float, text: str, css: str, edge: str = "middle") -> Shape:
    """A label pinned at its left or right edge or its middle, whatever its own direction is.

    `text-anchor` speaks of start and end, which change sides with the direction of the letters.
    """
    direction = direction_of(text)
    anchor = {"middle": "middle", "left": "start", "right": "end"}[edge]
    if direction == "rtl" and anchor != "middle":
        anchor = "end" if anchor == "start" else "start"
    return Shape("text", css, {"x": px(x), "y": px(y)}, text, anchor, direction)


def direction_of(text: str) -> str:
    """The direction of the first letter that has one; figures are left to right."""
    for letter in text:
        kind = bidirectional(letter)
        if kind in {"R", "AL"}:
            return "rtl"
        if kind == "L":
            return "ltr"
    return "ltr"


def nice_ticks(low: float, high: float, count: int = 4) -> list[float]:
    """Round values that cover the range: steps of 1, 2, 2.5 or 5 times a power of ten."""
    if high <= low:
        high = low + 1
    rough = (high - low) / count
    power = 10 ** floor(log10(rough))
    step = next(factor * power for factor in (1, 2, 2.5, 5, 10) if factor * power >= rough * 0.999)
    first, last = floor(low / step + 1e-9), ceil(high / step - 1e-9)
    return [round(number * step, 10) for number in range(first, last + 1)]


def every(count: int, room: int) -> int:
    """How many labels to step over, so that at most `room` of `count` stand beside each other."""
    return max(1, ceil(count / max(1, room)))
