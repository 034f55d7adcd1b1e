"""The numbers as people read them: a share of 0.42 is 42 per cent everywhere, with one digit after the point.

Facts, totals, targets and the API hold a ratio as it is computed, between 0 and 1. Pages, charts, mails and the charts'
files take it through here; the unit in words is the definition's own.
"""

from dataclasses import replace
from decimal import Decimal

from measurement.models import Definition
from measurement.selectors.points import Point, Series

_HUNDRED = Decimal(100)


def is_share(definition: Definition | None) -> bool:
    """Whether the figure is a part of a whole, read in per cent."""
    return definition is not None and definition.is_share


def figure(definition: Definition | None, value: Decimal | None) -> Decimal | None:
    """A figure as it is read."""
    return value * _HUNDRED if value is not None and is_share(definition) else value


def typed(definition: Definition | None, value: Decimal) -> Decimal:
    """A figure as it is kept, from the one that a person typed."""
    return value / _HUNDRED if is_share(definition) else value


def places(definition: Definition | None) -> int | None:
    """Digits after the point, as the definition says; of a share one."""
    return None if definition is None else definition.places


def series(found: Series) -> Series:
    """The whole series as it is read."""
    if not is_share(found.definition):
        return found
    return replace(
        found,
        points=_points(found.points),
        elsewhere=_points(found.elsewhere),
        targets=tuple((code, value * _HUNDRED) for code, value in found.targets),
        beside=tuple((scope, _points(points)) for scope, points in found.beside),
    )


def _points(points: tuple[Point, ...]) -> tuple[Point, ...]:
    return tuple(replace(one, result=None if one.result is None else one.result * _HUNDRED) for one in points)
