"""The registry of kinds of entries: a lazy label, who may care, and whether it leaves at once.

`audience` names roles around the entry's `about` keys; communication resolves them:
  person                     the people in about["people"]
  organisation.data_officer  organisation.representative  organisation.all   mandate holders of about["participation"]
  initiative.director  initiative.coordinator  initiative.reviewers  initiative.all   around about["initiative"]
  body.chair  body.members  body.facilitator                                 around about["body"]
  accounts.admin                                                             the administrators
"""

from dataclasses import dataclass
from typing import Any


@dataclass(frozen=True)
class Kind:
    """One kind of entry."""

    name: str
    label: Any
    audience: tuple[str, ...] = ()
    at_once: bool = False
    # The sentence of the news line, with %(title)s and the names of `about`/`changes` it needs; the label if empty.
    line: Any = ""


_registry: dict[str, Kind] = {}


def register(*kinds: Kind) -> None:
    """Register kinds; a name belongs to one floor."""
    for kind in kinds:
        _registry[kind.name] = kind


def find(name: str) -> Kind:
    """The kind of that name; an unknown one is an error of the programmer."""
    return _registry[name]


_values: dict[str, dict[Any, Any]] = {}


def name_values(column: str, words: dict[Any, Any]) -> None:
    """Words for values that an entry tells and no column holds."""
    _values[column] = words


_money: dict[tuple[str, str], str] = {}


def name_money(app: str, *columns: str, currency: str = "") -> None:
    """Columns of an app whose values are whole minor units of money: of `currency`, or of the thing's own."""
    _money.update(((app, column), currency) for column in columns)


def money_of(app: str, column: str) -> str | None:
    """The currency that a value is always in, empty for the thing's own; None if it is no money."""
    return _money.get((app, column))


def values_of(column: str) -> dict[Any, Any]:
    """The words of such values."""
    return _values.get(column, {})
