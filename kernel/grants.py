"""Where an actor's grants come from: each floor tells its facts in one shape, and one query asks all floors.

    SOURCE = Source("accounts", rows, fold)

`rows(person, day)` gives querysets made by `facts`; `fold(person, found)` turns the floor's own facts into names and
keys. A source can be asked alone (`SOURCE(person, day)`), which the tests of a floor do.
"""

from collections.abc import Callable, Iterable, Mapping, Sequence
from datetime import date
from typing import Any, NamedTuple

from django.db.models import CharField, F, IntegerField, QuerySet, Value
from django.db.models.functions import Cast

from kernel.prepared import Prepared


class Fact(NamedTuple):
    """One thing a person holds: what, three keys as the floor needs them, and two words."""

    source: str
    what: str
    first: int | None
    second: int | None
    third: int | None
    kind: str
    state: str


def word(value: str) -> Any:
    """The same word in every row."""
    return Cast(Value(value), CharField())


def facts(
    source: str,
    rows: QuerySet[Any],
    what: Any,
    first: str = "",
    second: str = "",
    third: str = "",
    kind: Any = "",
    state: Any = "",
) -> QuerySet[Any]:
    """The facts of these rows: keys and words are names of columns; a `word` may stand for a column of words."""
    # A query set of its own: that of models with translated texts gives the columns in no order.
    plain: QuerySet[Any] = QuerySet(rows.model, rows.query.chain())
    return plain.order_by().values_list(
        word(source), _word(what), _key(first), _key(second), _key(third), _word(kind), _word(state)
    )


def _key(column: str) -> Any:
    return F(column) if column else Cast(Value(None), IntegerField())


def _word(column: Any) -> Any:
    if not isinstance(column, str):
        return column
    return Cast(column, CharField()) if column else word("")


class Source:
    """The grants of one floor."""

    def __init__(
        self,
        name: str,
        rows: Callable[[int, date], Sequence[QuerySet[Any]]],
        fold: Callable[[int, Iterable[Fact]], Mapping[str, set[int]]],
    ) -> None:
        self.name = name
        self.rows = rows
        self.fold = fold

    def __call__(self, user_id: int, on: date) -> Mapping[str, set[int]]:
        """What a person holds on this floor on a day."""
        return self.fold(user_id, Sources([self]).facts(user_id, on))


class Sources:
    """All floors together: one query."""

    def __init__(self, sources: Sequence[Source]) -> None:
        self.sources = sources
        self._query = Prepared(self._union, int, date)

    def facts(self, user_id: int, on: date) -> list[Fact]:
        """Every fact of a person on a day."""
        return [Fact(*row) for row in self._query.rows(user_id, on)]

    def grants(self, user_id: int, on: date) -> list[Mapping[str, set[int]]]:
        """What each floor makes of its own facts."""
        found: dict[str, list[Fact]] = {source.name: [] for source in self.sources}
        for fact in self.facts(user_id, on):
            found[fact.source].append(fact)
        return [source.fold(user_id, found[source.name]) for source in self.sources]

    def _union(self, user_id: int, on: date) -> QuerySet[Any]:
        first, *others = [rows for source in self.sources for rows in source.rows(user_id, on)]
        return first.union(*others, all=True) if others else first
