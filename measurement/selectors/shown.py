"""The numbers as people read them: a share of 0.42 is 42 per cent everywhere, with one digit after the point.

Facts, totals, targets and the API hold a ratio as it is computed, between 0 and 1. Pages, charts, mails and the charts'
files take it through here; the unit in words is the definition's own.
"""

from dataclasses import replace
from decimal import Decimal
from functools import cache

from django.utils import translation
from django.utils.translation import gettext

from kernel import languages
from measurement.models import Definition
from measurement.selectors.points import Point, Series

_HUNDRED = Decimal(100)


def is_share(definition: Definition | None) -> bool:
    """Whether the figure is a part of a whole, read in per cent."""
    return definition is not None and definition.is_share


def in_points(definition: Definition | None) -> bool:
    """Whether a change of it is told in percentage points: it is read in per cent, by its kind or by its unit."""
    if definition is None:
        return False
    units = {str(unit).strip().casefold() for unit in languages.values(definition, "unit").values()}
    return definition.is_share or not units.isdisjoint(_per_cent())


@cache
def _per_cent() -> frozenset[str]:
    """How "per cent" is written, in every language of the portal."""
    words = {"%", "percent"}
    for code in languages.codes():
        with translation.override(code):
            words.add(gettext("per cent").casefold())
    return frozenset(words)


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
