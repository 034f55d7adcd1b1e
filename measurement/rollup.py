"""Totals of partners' values: pure arithmetic, `Decimal` only, and it always says who is missing.

Interface:
    Part(organisation, number, weight=None, blank="", quality="final", period="", source="")
        one accepted value of one organisation; `source` is the value's own id and enters the hash
    combine(parts, aggregation, expected, over_time=False) -> Total
        aggregation SUM, RATIO, MEAN or LATEST; `expected` are the organisations that owe a value; over several
        periods (`over_time`) it holds pairs (organisation, period), and the badge counts those
    Total(number, weight, result, reported, expected, quality, input_hash, organisations) and .complete, .badge
    result_of(aggregation, number, weight) -> Decimal | None      the figure people see, at four decimals
    worst(qualities) -> str
    whole_from_parts(parts, aggregation) -> (number, weight)      the total of one report's complete dimension

`number` is the count, numerator or mean; `weight` the denominator or n. Sum: Σ number; ratio: Σ number / Σ weight;
mean: Σ number·weight / Σ weight; latest: each organisation's last in time, then summed. The order of the parts never
matters. A blank is never a zero: who answered "not applicable" is no longer expected, who answered nothing is missing.
It refuses to know people's rights: hiding small numbers is `suppression`.
"""

import hashlib
from collections.abc import Collection, Hashable, Iterable, Sequence
from dataclasses import dataclass, field
from decimal import ROUND_HALF_EVEN, Decimal, localcontext

from kernel import periods
from kernel.numbers import NOT_APPLICABLE

SUM, RATIO, MEAN, LATEST = "sum", "ratio", "mean", "latest"
AGGREGATIONS = (SUM, RATIO, MEAN, LATEST)
QUALITIES = ("final", "provisional", "estimated")  # from best to worst
_STEP = Decimal("0.0001")
_DIGITS = 80  # products of two numbers of 15 digits, added up by the million, stay exact


@dataclass(frozen=True)
class Part:
    """One value as it was accepted."""

    organisation: Hashable
    number: Decimal | None
    weight: Decimal | None = None
    blank: str = ""
    quality: str = "final"
    period: str = ""
    source: Hashable = ""


@dataclass(frozen=True)
class Total:
    """What came together. `result` is None where nothing was reported or the denominator is zero."""

    number: Decimal | None
    weight: Decimal | None
    result: Decimal | None
    reported: int
    expected: int
    quality: str
    input_hash: str
    organisations: frozenset[Hashable] = field(default_factory=frozenset)

    @property
    def complete(self) -> bool:
        return self.reported >= self.expected

    @property
    def badge(self) -> tuple[int, int]:
        """The pair behind "27 of 31 partners"."""
        return self.reported, self.expected


def combine(parts: Iterable[Part], aggregation: str, expected: Collection[Hashable], over_time: bool = False) -> Total:
    """The total of these parts, whatever their order."""
    if aggregation not in AGGREGATIONS:
        raise ValueError(f"unknown aggregation {aggregation!r}")
    given = list(parts)
    counted = [part for part in given if _counts(part, aggregation)]
    if aggregation == LATEST:
        counted = _last_of_each(counted)
    excused = {_owed(part, over_time) for part in given if part.blank == NOT_APPLICABLE}
    reported = {_owed(part, over_time) for part in given if _counts(part, aggregation)}
    number, weight = _added(counted, aggregation)
    return Total(
        number=number,
        weight=weight,
        result=result_of(aggregation, number, weight),
        reported=len(reported),
        expected=len((set(expected) - excused) | reported),
        quality=worst(part.quality for part in counted),
        input_hash=_hash(given, aggregation, expected),
        organisations=frozenset(part.organisation for part in counted),
    )


def result_of(aggregation: str, number: Decimal | None, weight: Decimal | None) -> Decimal | None:
    """The figure people see. A denominator of zero has no result, and that is not zero."""
    if number is None:
        return None
    with localcontext() as context:
        context.prec = _DIGITS
        if aggregation == RATIO:
            if not weight:
                return None
            number = number / weight
        elif aggregation == MEAN and not weight:
            return None
        return number.quantize(_STEP, ROUND_HALF_EVEN)


def worst(qualities: Iterable[str]) -> str:
    """A total is as good as the weakest value in it; of nothing, the best there is to say is final."""
    return max(qualities, key=QUALITIES.index, default=QUALITIES[0])


def whole_from_parts(parts: Sequence[Part], aggregation: str) -> tuple[Decimal | None, Decimal | None]:
    """What a complete dimension adds up to; (None, None) as soon as one category is blank."""
    if not parts or not all(_counts(part, aggregation) for part in parts):
        return None, None
    return _added(parts, aggregation)


def _owed(part: Part, over_time: bool) -> Hashable:
    return (part.organisation, part.period) if over_time else part.organisation


def _counts(part: Part, aggregation: str) -> bool:
    """A ratio or mean without its weight cannot enter a total; it stays missing, never zero."""
    return not part.blank and part.number is not None and (aggregation not in (RATIO, MEAN) or part.weight is not None)


def _last_of_each(parts: Iterable[Part]) -> list[Part]:
    """Of each organisation the values of its last period; several values of one period all stay."""
    found = list(parts)
    last: dict[Hashable, tuple[object, ...]] = {}
    for part in found:
        last[part.organisation] = max(last.get(part.organisation, ()), _when(part))
    return [part for part in found if _when(part) == last[part.organisation]]


def _when(part: Part) -> tuple[object, ...]:
    if not part.period:
        return ()
    period = periods.parse(part.period)
    return period.last_day, period.first_day, period.part


def _added(parts: Sequence[Part], aggregation: str) -> tuple[Decimal | None, Decimal | None]:
    if not parts:
        return None, None
    with localcontext() as context:
        context.prec = _DIGITS
        weights = [part.weight for part in parts if part.weight is not None]
        weight = sum(weights, Decimal()) if weights else None
        if aggregation != MEAN:
            return sum((_number(part) for part in parts), Decimal()), weight
        product = sum((_number(part) * (part.weight or 0) for part in parts), Decimal())
        return (product / weight).quantize(_STEP, ROUND_HALF_EVEN) if weight else None, weight


def _number(part: Part) -> Decimal:
    assert part.number is not None  # `_counts` let it in
    return part.number


def _hash(parts: Iterable[Part], aggregation: str, expected: Iterable[Hashable]) -> str:
    """The same inputs give the same hash in any order; any change of one gives another."""
    lines = sorted(
        "|".join(
            (
                f"{part.organisation}",
                part.period,
                _written(part.number),
                _written(part.weight),
                part.blank,
                part.quality,
                f"{part.source}",
            )
        )
        for part in parts
    )
    owed = ",".join(sorted(str(one) for one in expected))
    return hashlib.sha256("\n".join([aggregation, owed, *lines]).encode()).hexdigest()


def _written(value: Decimal | None) -> str:
    return "" if value is None else f"{value.normalize():f}"
