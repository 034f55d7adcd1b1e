"""The totals of some definitions: the roll-ups for now, a computation from the facts for a moment in the past.

One reader for both, so that what is hidden is decided from the very rows that are shown. It knows no rights.
"""

from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal
from functools import cached_property
from typing import Any

from django.db.models import Q

from measurement.models import Combination, Definition, Rollup
from measurement.selectors import slices

_COLUMNS = (
    "definition",
    "period",
    "combination__code",
    "scope_key",
    "number",
    "weight",
    "result",
    "reported",
    "expected",
    "quality",
    "input_hash",
)


@dataclass(frozen=True, slots=True)
class Row:
    """One total of a definition: its period, cell and scope, and who is in it."""

    definition_id: int
    period: str
    combination: str
    scope: str
    number: Decimal | None
    weight: Decimal | None
    result: Decimal | None
    reported: int
    expected: int
    quality: str
    input_hash: str


@dataclass(frozen=True)
class Totals:
    """The totals of these definitions, now or as they were known at a `moment`; of one period if it is named."""

    definitions: Sequence[Definition]
    moment: datetime | None = None
    period: str = ""

    def rows(
        self,
        scopes: Collection[str] = (),
        combinations: Collection[str] | None = None,
        periods: Collection[str] | None = None,
    ) -> Iterator[Row]:
        """Rows of these scopes (a name, or a beginning such as `sector:`), cells and periods; of all where none is
        named. One query now; a fixed number, once, for a moment."""
        if self.moment is None:
            yield from (Row(*row) for row in self._stored(scopes, combinations, periods))
            return
        for row in self._known:
            if combinations is not None and row.combination not in combinations:
                continue
            if periods is not None and row.period not in periods:
                continue
            if not scopes or any(row.scope == one or _begins(row.scope, one) for one in scopes):
                yield row

    def _stored(
        self, scopes: Collection[str], combinations: Collection[str] | None, periods: Collection[str] | None
    ) -> Iterator[tuple[Any, ...]]:
        rows = Rollup.objects.filter(definition__in=[one.pk for one in self.definitions])
        if scopes:
            wanted = Q()
            for one in scopes:
                wanted |= Q(scope_key__startswith=one) if one.endswith(":") else Q(scope_key=one)
            rows = rows.filter(wanted)
        if combinations is not None:
            rows = rows.filter(combination__code__in=combinations)
        if periods is not None:
            rows = rows.filter(period__in=periods)
        elif self.period:
            rows = rows.filter(period=self.period)
        return iter(rows.values_list(*_COLUMNS))

    @cached_property
    def _known(self) -> list[Row]:
        """Everything as it was known at the moment."""
        keys = [one.pk for one in self.definitions]
        found = slices.computed_by_period(keys, self.moment, self.period)
        cells = {combination for totals in found.values() for _definition, combination, _scope in totals}
        codes = dict(Combination.objects.filter(pk__in=cells).values_list("pk", "code"))
        return [
            Row(
                definition,
                period,
                codes[combination],
                scope,
                total.number,
                total.weight,
                total.result,
                total.reported,
                total.expected,
                total.quality,
                total.input_hash,
            )
            for period, totals in found.items()
            for (definition, combination, scope), total in totals.items()
        ]


def _begins(scope: str, beginning: str) -> bool:
    return beginning.endswith(":") and scope.startswith(beginning)
