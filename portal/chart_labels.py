"""Where the letters of a chart stand: beside their dot or their line, and not on top of another.

Each label has a few spots; the one that covers the fewest places already taken is chosen.
"""

from dataclasses import dataclass

from kernel.charts import LineChart, Mark
from kernel.formatting import figure
from portal.chart_words import known, place
from portal.drawing import Scale

LETTER = 7.4  # the width of a figure of 13 units
BIG, SMALL = (24, 13.0), (15, 8.5)  # height and width of a figure of the last and of the first value
Spot = tuple[str, float, float]  # edge, x, baseline


@dataclass(frozen=True)
class Frame:
    """Where the plot stands in a drawing, and its scales."""

    width: int
    height: int
    top: float
    bottom: float
    left: float
    right: float
    x: Scale
    y: Scale
    ticks: tuple[float, ...]


def line_places(chart: LineChart, frame: Frame) -> list[tuple[float, float]]:
    """Places that the line and its dots take, so that no letter stands on them."""
    spots = [(frame.x(number), frame.y(point.value or 0)) for number, point in known(chart)]
    out = [(x, y + dy) for x, y in spots for dy in (-5, 0, 5)]
    for (x1, y1), (x2, y2) in zip(spots, spots[1:], strict=False):
        out += [(x1 + (x2 - x1) * step / 12, y1 + (y2 - y1) * step / 12) for step in range(1, 12)]
    for other in chart.elsewhere:
        at = place(chart, other.label)
        out += [(frame.x(at), frame.y(other.value) + dy) for dy in (-5, 5)] if at is not None else []
    return out


def crowded(taken: list[tuple[float, float]], spot: Spot, width: float, size: float) -> int:
    """How many taken places a label would cover."""
    edge, x, base = spot
    left = {"left": x, "right": x - width, "middle": x - width / 2}[edge]
    return sum(left - 4 <= at <= left + width + 4 and base - size - 2 <= y <= base + 4 for at, y in taken)


def target_line(chart: LineChart, frame: Frame) -> tuple[float, float, float]:
    """From where to where the line of the target goes, and its height."""
    target = chart.target
    assert target is not None
    last = len(chart.points) - 1
    start, end = place(chart, target.start), place(chart, target.end)
    x1 = frame.x(start) if start else frame.left
    x2 = frame.x(last if end is None else end) if last > 0 else frame.right
    return x1, x2, frame.y(target.value)


def target_spot(chart: LineChart, frame: Frame) -> Spot:
    """Where the words of the target stand: above or under its line, at one of its ends."""
    assert chart.target is not None
    x1, x2, y = target_line(chart, frame)
    width = len(str(chart.target.label)) * LETTER
    taken = [*line_places(chart, frame), *value_places(chart, frame)]
    ends = (("left", x1 + 4), ("right", x2), ("right", frame.right))
    spots = [(edge, x, y + dy) for dy in (-8, 18) for edge, x in ends]
    spots = [spot for spot in spots if spot[0] == "right" or spot[1] + width < frame.width] or spots
    return min(spots, key=lambda spot: crowded(taken, spot, width, 13))


def values(chart: LineChart, frame: Frame) -> list[tuple[float, float, str, str, str]]:
    """Place, text, class, edge of the first and last value that is no forecast; the last is big if there is room."""
    sure = [(number, point) for number, point in known(chart) if point.mark != Mark.FORECAST]
    taken = line_places(chart, frame)
    if chart.target is not None:
        x1, x2, y = target_line(chart, frame)
        taken += [(x1 + (x2 - x1) * step / 60, y) for step in range(61)]
    out = []
    for number, point in sure[:1] + sure[-1:] if sure[1:] else sure:
        is_big = number == sure[-1][0] and frame.width > 500
        size, letter = BIG if is_big else SMALL
        text = figure(point.value, chart.decimals)
        edge, x, base = _beside(frame, taken, (frame.x(number), frame.y(point.value or 0)), len(text) * letter, size)
        out.append((x, base, text, "g-big" if is_big else "g-strong", edge))
    return out


def _beside(frame: Frame, taken: list[tuple[float, float]], at: tuple[float, float], width: float, size: float) -> Spot:
    """The calmest spot near a dot; one farther off, under it rather than above, only where that clears a line."""
    x, y = at
    price = {y + size + 8: 0, y - 12: 0, y + size + 30: 3, y - 34: 4}
    spots = [(edge, left, base) for base in price for edge, left in sides_of(frame, x, width)]
    spots = [spot for spot in spots if frame.top - 14 < spot[2] < frame.bottom - 4] or spots
    return min(spots, key=lambda spot: crowded(taken, spot, width, size) + price[spot[2]])


def sides_of(frame: Frame, x: float, width: float) -> list[tuple[str, float]]:
    """The sides of a dot on which a label of that width stays inside the drawing."""
    sides = [("middle", x)] if frame.left < x - width / 2 and x + width / 2 < frame.width else []
    sides += [("left", x + 4)] if x + 4 + width < frame.width else []
    sides += [("right", x)] if x - width > frame.left else []
    return sides or [("left", frame.left)]


def value_places(chart: LineChart, frame: Frame) -> list[tuple[float, float]]:
    """Places that the figures of the first and the last value take."""
    out = []
    for x, y, text, css, edge in values(chart, frame):
        size, letter = BIG if css == "g-big" else SMALL
        width = len(text) * letter
        left = {"left": x, "right": x - width, "middle": x - width / 2}[edge]
        out += [(left + width * step / 6, y - size * row / 2) for step in range(7) for row in range(3)]
    return out
