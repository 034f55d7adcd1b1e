"""Where a measure is heading: a straight line through its past, an honest interval, and a status against the target.

Interface:
    trend(points, at) -> Forecast | TooFew     points: [(period code, Decimal)], at: the period asked about
    status(direction, target, forecast=None, now=None) -> ON_TRACK | NEEDS_ATTENTION | OFF_TRACK | ""
    progress(baseline, now, target) -> Decimal | None       share of the way done; None where there is no way
    is_better(direction, one, other) -> bool
    Forecast(value, low, high, slope, points, typical_error)   slope: change a year; typical_error: measured on
                                                               the past, each point foretold from those before it
    TooFew(points, needed, sentence)

Least squares with Student's interval (80 %). It refuses to speak below six points, because an interval from fewer says
little; it never joins the two sides of a break: the caller gives the points of one definition only.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal, localcontext
from typing import Any

from django.utils.translation import gettext_lazy as _

from kernel import periods
from kernel.text import sentence

ON_TRACK, NEEDS_ATTENTION, OFF_TRACK = "on_track", "needs_attention", "off_track"
UP, DOWN = "up", "down"
NEEDED = 6
_YEAR = Decimal("365.25")
# Two-sided 80 % points of Student's t for 1, 2, 3 … degrees of freedom; beyond the table the normal one.
_STUDENT = [
    Decimal(point).scaleb(-3)
    for point in (
        *(3078, 1886, 1638, 1533, 1476, 1440, 1415, 1397, 1383, 1372, 1363, 1356, 1350, 1345, 1341),
        *(1337, 1333, 1330, 1328, 1325, 1323, 1321, 1319, 1318, 1316, 1315, 1314, 1313, 1311, 1310),
    )
]
_NORMAL = Decimal("1.282")


@dataclass(frozen=True)
class Forecast:
    """What comes if nothing changes, at one period."""

    value: Decimal
    low: Decimal
    high: Decimal
    slope: Decimal
    points: int
    typical_error: Decimal


@dataclass(frozen=True)
class TooFew:
    """No forecast, and why."""

    points: int
    needed: int
    sentence: Any

    def __bool__(self) -> bool:
        return False


def trend(points: Sequence[tuple[str, Decimal]], at: str) -> Forecast | TooFew:
    """The line through these points, read at a period; its interval widens with the distance."""
    dated = sorted((_years(code), value) for code, value in points)
    if len({year for year, _value in dated}) < NEEDED:
        return TooFew(
            len(dated),
            NEEDED,
            sentence(
                _("A forecast needs %(needed)s periods, and there are %(points)s."), needed=NEEDED, points=len(dated)
            ),
        )
    with localcontext() as context:
        context.prec = 40
        line = _fitted(dated)
        value, spread = line.at(_years(at))
        return Forecast(
            value=_rounded(value),
            low=_rounded(value - spread),
            high=_rounded(value + spread),
            slope=_rounded(line.slope),
            points=len(dated),
            typical_error=_rounded(_typical_error(dated)),
        )


@dataclass(frozen=True)
class _Line:
    middle: Decimal
    mean: Decimal
    slope: Decimal
    width: Decimal
    variance: Decimal
    count: int

    def at(self, year: Decimal) -> tuple[Decimal, Decimal]:
        away = year - self.middle
        value = self.mean + self.slope * away
        freedom = self.count - 2
        student = _STUDENT[freedom - 1] if 0 < freedom <= len(_STUDENT) else _NORMAL
        return value, student * (self.variance * (1 + Decimal(1) / self.count + away * away / self.width)).sqrt()


def _fitted(points: Sequence[tuple[Decimal, Decimal]]) -> _Line:
    count = len(points)
    middle = sum((year for year, _value in points), Decimal()) / count
    mean = sum((value for _year, value in points), Decimal()) / count
    width = sum(((year - middle) ** 2 for year, _value in points), Decimal())
    slope = sum(((year - middle) * (value - mean) for year, value in points), Decimal()) / width
    errors = sum(((value - mean - slope * (year - middle)) ** 2 for year, value in points), Decimal())
    return _Line(middle, mean, slope, width, errors / max(count - 2, 1), count)


def _typical_error(points: Sequence[tuple[Decimal, Decimal]]) -> Decimal:
    """The mean distance between what the past would have foretold and what came."""
    misses = []
    for known in range(3, len(points)):
        before = points[:known]
        if len({year for year, _value in before}) > 1:
            misses.append(abs(_fitted(before).at(points[known][0])[0] - points[known][1]))
    return sum(misses, Decimal()) / len(misses) if misses else Decimal()


def _years(code: str) -> Decimal:
    """The middle of a period on the line of time, in years."""
    period = periods.parse(code)
    return Decimal(period.first_day.toordinal() + period.last_day.toordinal()) / 2 / _YEAR


def _rounded(value: Decimal) -> Decimal:
    return value.quantize(Decimal("0.0001"))


def is_better(direction: str, one: Decimal, other: Decimal) -> bool:
    """Whether `one` is at least as good as `other`."""
    if direction not in (UP, DOWN):
        raise ValueError(f"unknown direction {direction!r}")
    return one >= other if direction == UP else one <= other


def status(
    direction: str, target: Decimal | None, forecast: Forecast | TooFew | None = None, now: Decimal | None = None
) -> str:
    """On track if the line reaches the target, needs attention if only its interval does; "" where nobody can say.

    Without a forecast only a target that is already met speaks: a figure still on its way is not judged by a guess.
    """
    if target is None:
        return ""
    if isinstance(forecast, Forecast):
        best = forecast.high if direction == UP else forecast.low
        if is_better(direction, forecast.value, target):
            return ON_TRACK
        return NEEDS_ATTENTION if is_better(direction, best, target) else OFF_TRACK
    return ON_TRACK if now is not None and is_better(direction, now, target) else ""


def progress(baseline: Decimal | None, now: Decimal | None, target: Decimal | None) -> Decimal | None:
    """The share of the way from baseline to target: 0.5 is half, below 0 is backwards, above 1 is beyond.

    It serves falling measures and a target of zero alike, because only distances enter it.
    """
    if baseline is None or now is None or target is None or baseline == target:
        return None
    return _rounded((now - baseline) / (target - baseline))
