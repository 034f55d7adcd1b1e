"""Queries that run with every request: their SQL is made once in a process, and only run after that.

    held = Prepared(lambda person, day: Seat.objects.filter(person=person, starts_on__lte=day).values_list("body"))
    held.rows(7, clock.today())

The arguments are whole numbers and dates, used as they are (no arithmetic with them in the lambda), and the columns
numbers and texts: what would need a converter of the ORM does not belong here.
"""

from collections.abc import Callable
from datetime import date
from typing import Any

from django.db import DEFAULT_DB_ALIAS, connections

# Stand in for the arguments while the SQL is made; nothing in our queries is called so.
_NUMBERS = (-741_852_001, -741_852_002, -741_852_003)
_DAYS = (date(1741, 8, 1), date(1741, 8, 2), date(1741, 8, 3))


class Prepared:
    """One query. `build` gives its `values_list` for the arguments, of the kinds told (int or date)."""

    def __init__(self, build: Callable[..., Any], *kinds: type) -> None:
        self.build = build
        self.kinds = kinds
        self._made: dict[str, tuple[str, tuple[Any, ...]]] = {}

    def rows(self, *arguments: Any) -> list[tuple[Any, ...]]:
        """Run it; the rows as the database gives them."""
        connection = connections[DEFAULT_DB_ALIAS]
        sql, places = self._made.get(connection.vendor) or self._make(connection)
        given = [_adapted(connection, one) for one in arguments]
        with connection.cursor() as cursor:
            cursor.execute(sql, [given[place] if is_argument else place for is_argument, place in places])
            return list(cursor.fetchall())

    def _make(self, connection: Any) -> tuple[str, tuple[Any, ...]]:
        stand_ins = [_DAYS[place] if kind is date else _NUMBERS[place] for place, kind in enumerate(self.kinds)]
        sql, parameters = self.build(*stand_ins).query.get_compiler(connection=connection).as_sql()
        known = {str(_adapted(connection, one)): place for place, one in enumerate(stand_ins)}
        places = tuple((True, known[str(one)]) if str(one) in known else (False, one) for one in parameters)
        self._made[connection.vendor] = sql, places
        return sql, places


def _adapted(connection: Any, value: Any) -> Any:
    return connection.ops.adapt_datefield_value(value) if isinstance(value, date) else value
