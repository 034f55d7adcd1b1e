"""Charts as shapes: time from left to right in both languages, a break never joined, a blank never a zero.

Takes the values of `kernel.charts`, gives `Drawing`s for the templates in `templates/charts/`. Refuses nothing: a chart
without values is a frame without a line.

    drawings(chart) -> (wide, narrow)      about 660 and 340 units; a container query shows the one that fits
    spark(chart) -> Drawing                250 units, without axes, its shape is read and not its height
    bar_rows(bars), stack_rows(stack)      bars carry their words in HTML

What is said about a chart (sentence, table, legend) is in `portal.chart_words`.
"""

from decimal import Decimal
from typing import Any

from kernel.charts import Bars, LineChart, Mark, Point, Stack
from kernel.formatting import NOTHING, figure
from portal import chart_labels
from portal.chart_labels import LETTER, Frame
from portal.chart_words import BLANKS, OPEN, is_broken, known, mark_word, place
from portal.drawing import Drawing, Scale, Shape, circle, every, letters, line, nice_ticks, path, polyline, px

PINNED = 5  # a last label of more letters ends with the drawing


def drawings(chart: LineChart) -> tuple[Drawing, Drawing]:
    """The wide and the narrow drawing."""
    return draw(chart, 660, 360, "v-wide"), draw(chart, 340, 300, "v-narrow")


def draw(chart: LineChart, width: int, height: int, css: str) -> Drawing:
    """One drawing of a line chart."""
    frame = _frame(chart, width, height)
    shapes = [*_axes(chart, frame), *_events(chart, frame), *_target(chart, frame), *_elsewhere(chart, frame)]
    shapes += [*_bands(chart, frame), *_lines(chart, frame.x, frame.y), *_breaks(chart, frame)]
    shapes += [*_dots(chart, frame.x, frame.y, 5), *_blanks(chart, frame), *_values(chart, frame)]
    return Drawing(width, height, css, tuple(shapes))


def _range(chart: LineChart) -> tuple[float, float]:
    numbers = [float(n) for p in chart.points for n in (p.value, p.low, p.high) if n is not None]
    numbers += [float(chart.target.value)] if chart.target else []
    numbers += [float(other.value) for other in chart.elsewhere]
    numbers = numbers or [0.0, 1.0]
    low, high = min(numbers), max(numbers)
    return (min(low, 0.0), max(high, 0.0)) if chart.from_zero else (low, high)


def _frame(chart: LineChart, width: int, height: int) -> Frame:
    ticks = tuple(nice_ticks(*_range(chart)))
    labels = [_tick(value) for value in ticks]
    left = max(40.0, max(len(label) for label in labels) * LETTER + 14)
    top, bottom, right = 36.0 if chart.events else 24.0, height - 30.0, width - (26.0 if width > 500 else 16.0)
    count = len(chart.points)
    x = Scale(0, max(1, count - 1), left + 10, right) if count > 1 else Scale(0, 1, left, right + (right - left))
    return Frame(width, height, top, bottom, left, right, x, Scale(ticks[0], ticks[-1], bottom, top), ticks)


def _tick(value: float) -> str:
    return figure(Decimal(str(value)))


def _axes(chart: LineChart, frame: Frame) -> list[Shape]:
    out: list[Shape] = []
    for value in frame.ticks:
        y = frame.y(value)
        out.append(line(frame.left, y, frame.right, y, "g-base" if value == frame.ticks[0] else "g-grid"))
        out.append(letters(frame.left - 8, y + 4, _tick(value), "g-axis", "right"))
    longest = max((len(point.label) for point in chart.points), default=1)
    widest, last = longest * LETTER + 12, len(chart.points) - 1
    step = every(len(chart.points), int((frame.right - frame.left) / widest) + 1)
    # The last label is pinned at its right edge, so it comes nearer to the one before it.
    while last and longest > PINNED and step < last and frame.width - frame.x(last - step) < 1.5 * widest:
        step += 1
    for number, point in enumerate(chart.points):
        if (last - number) % step == 0:
            edge = "right" if number == last and last and len(point.label) > PINNED else "middle"
            x = frame.width - 2 if edge == "right" else frame.x(number)
            out.append(letters(min(x, frame.width - 2), frame.bottom + 22, point.label, "g-axis", edge))
    return out


def _events(chart: LineChart, frame: Frame) -> list[Shape]:
    out: list[Shape] = []
    for number, event in enumerate(chart.events, 1):
        at = place(chart, event.at)
        if at is None:
            continue
        x = min(frame.x(at + float(event.share)), frame.right)
        out.append(line(x, frame.bottom, x, 26, "g-event"))
        out += [circle(x, 14, 10, "g-flag"), letters(x, 18, str(number), "g-flag-t")]
    return out


def _target(chart: LineChart, frame: Frame) -> list[Shape]:
    if chart.target is None:
        return []
    x1, x2, y = chart_labels.target_line(chart, frame)
    edge, x, base = chart_labels.target_spot(chart, frame)
    return [line(x1, y, x2, y, "g-target"), letters(x, base, str(chart.target.label), "g-goal", edge)]


def _elsewhere(chart: LineChart, frame: Frame) -> list[Shape]:
    out: list[Shape] = []
    for other in chart.elsewhere:
        at = place(chart, other.label)
        if at is not None:
            x, y = frame.x(at), frame.y(other.value)
            d = f"M{px(x)},{px(y - 5)} L{px(x + 5)},{px(y)} L{px(x)},{px(y + 5)} L{px(x - 5)},{px(y)} Z"
            out.append(path(d, "g-press"))
    return out


def _bands(chart: LineChart, frame: Frame) -> list[Shape]:
    out: list[Shape] = []
    run: list[tuple[float, Point]] = []
    for number, point in [*enumerate(chart.points), (-1, Point(""))]:
        if point.low is not None and point.high is not None:
            run.append((frame.x(number), point))
        elif run:
            if len(run) == 1:
                run = [(run[0][0] - 4, run[0][1]), (run[0][0] + 4, run[0][1])]
            upper = [f"{px(x)},{px(frame.y(p.high or 0))}" for x, p in run]
            lower = [f"{px(x)},{px(frame.y(p.low or 0))}" for x, p in reversed(run)]
            out.append(path(f"M{' L'.join([*upper, *lower])} Z", "g-band"))
            run = []
    return out


def _lines(chart: LineChart, x: Scale, y: Scale, thin: str = "") -> list[Shape]:
    """Solid between neighbours, dashed over missing values, dotted into a forecast, nothing over a break."""
    out: list[Shape] = []
    solid: list[tuple[float, float]] = []

    def close() -> None:
        if len(solid) > 1:
            out.append(polyline(list(solid), f"g-line{thin}"))
        solid.clear()

    filled = known(chart)
    for (i, first), (j, second) in zip(filled, filled[1:], strict=False):
        a, b = (x(i), y(first.value or 0)), (x(j), y(second.value or 0))
        if is_broken(chart, i, j):
            close()
        elif j - i > 1 or second.mark == Mark.FORECAST:
            close()
            out.append(polyline([a, b], f"g-line{thin} g-line--{'gap' if j - i > 1 else 'fc'}"))
        else:
            if not solid:
                solid.append(a)
            solid.append(b)
    close()
    return out


def _breaks(chart: LineChart, frame: Frame) -> list[Shape]:
    out: list[Shape] = []
    for cut in chart.breaks:
        at = place(chart, cut.before)
        if not at:
            continue
        x = frame.x(at - 0.5)
        sides = [p.value for p in (chart.points[at - 1], chart.points[at]) if p.value is not None]
        y = frame.y(sum(sides, Decimal(0)) / len(sides)) if sides else (frame.top + frame.bottom) / 2
        out.append(line(x, frame.bottom, x, y + 12, "g-event"))
        out.append(path(f"M{px(x - 7)} {px(y + 9)}l6 -18M{px(x + 1)} {px(y + 9)}l6 -18", "g-break"))
    return out


def _dots(chart: LineChart, x: Scale, y: Scale, radius: float) -> list[Shape]:
    out: list[Shape] = []
    for number, point in known(chart):
        css = "g-dot"
        if point.mark == Mark.FORECAST:
            css = "g-dot g-dot--fc"
        elif point.mark in OPEN:
            css = "g-dot g-dot--open"
        out.append(circle(x(number), y(point.value or 0), radius, css))
    return out


def _blanks(chart: LineChart, frame: Frame) -> list[Shape]:
    return [
        letters(frame.x(number), frame.bottom - 7, BLANKS[point.mark], "g-muted")
        for number, point in enumerate(chart.points)
        if point.value is None and point.mark in BLANKS
    ]


def _values(chart: LineChart, frame: Frame) -> list[Shape]:
    """The first and the last value that is no forecast, in figures."""
    return [letters(x, y, text, css, edge) for x, y, text, css, edge in chart_labels.values(chart, frame)]


def spark(chart: LineChart) -> Drawing:
    """A small drawing for a card: shape, target, first and last period."""
    target = chart.target.value if chart.target else None
    numbers = [float(p.value) for p in chart.points if p.value is not None]
    numbers += [float(target)] if target is not None else []
    low, high = (min(numbers), max(numbers)) if numbers else (0.0, 1.0)
    right = 196.0 if target is not None else 244.0
    room = (high - low) * 0.15 or 1.0
    x, y = Scale(0, max(1, len(chart.points) - 1), 6, right), Scale(low - room, high, 82, 18)
    shapes = [line(6, 82, right, 82, "g-base")]
    if target is not None:
        shapes += [line(6, y(target), right, y(target), "g-target")]
        shapes += [letters(right + 10, y(target) + 4, figure(target, chart.decimals), "g-goal", "left")]
    shapes += [*_lines(chart, x, y, " g-line--thin")]
    for cut in chart.breaks:
        if at := place(chart, cut.before):
            middle = x(at - 0.5)
            shapes += [line(middle, 82, middle, 14, "g-event")]
            shapes += [path(f"M{px(middle - 5)} 88l5 -12M{px(middle + 1)} 88l5 -12", "g-break")]
    shapes += _dots(chart, x, y, 3.75)
    if chart.points:
        shapes.append(letters(6, 99, chart.points[0].label, "g-muted", "left"))
    if len(chart.points) > 1:
        shapes.append(letters(right, 99, chart.points[-1].label, "g-muted", "right"))
    return Drawing(250, 104, "", tuple(shapes))


def bar_rows(bars: Bars) -> list[dict[str, Any]]:
    """Each bar with its length out of 100 and its words."""
    top = max([float(bar.value) for bar in bars.bars if bar.value is not None] + [float(bars.target or 0), 0]) or 1
    return [
        {
            "bar": bar,
            "length": px(max(0.0, float(bar.value)) / top * 100) if bar.value is not None else "0",
            "written": figure(bar.value, bars.decimals) if bar.value is not None else BLANKS.get(bar.mark, NOTHING),
            "word": mark_word(bar.mark),
            "change": bar.change,
            "css": f"g-{bar.kind}" if bar.kind else "g-bar",
            "target": px(float(bars.target) / top * 100) if bars.target else "",
        }
        for bar in bars.bars
    ]


def stack_rows(stack: Stack) -> list[dict[str, Any]]:
    """Each part with its place and length out of 100, and its share."""
    total = sum((part.value for part in stack.parts), Decimal(0))
    out, before = [], 0.0
    for part in stack.parts:
        length = float(part.value / total * 100) if total else 0.0
        share = part.value / total if total else None
        css = f"g-{part.kind}" if part.kind else "g-bar"
        out.append({"part": part, "start": px(before), "length": px(length), "share": share, "css": css})
        before += length
    return out
