"""The shapes of what stands around a page: menu, switcher, account. Values only; others decide who gets what.

The bases of the templates read them by these names: `navigation` (list of Group), `initiatives` (list of Choice),
`account` (Account), `public_menu` and `footer_links` (lists of Item).
"""

from dataclasses import dataclass
from typing import Any


@dataclass(frozen=True)
class Item:
    """A line of a menu. `count` only where work waits, coloured by `kind` (bad, watch, info)."""

    url: str
    label: Any
    icon: str = "chevron-right"
    count: int = 0
    kind: str = "watch"
    current: bool = False
    language: str = ""


@dataclass(frozen=True)
class Group:
    """A part of the side menu; at most three of them, ten lines in all."""

    title: Any
    items: tuple[Item, ...]


@dataclass(frozen=True)
class Choice:
    """An initiative in the switcher."""

    url: str
    name: str
    language: str = ""
    icon: str = "school"
    current: bool = False


@dataclass(frozen=True)
class Account:
    """Who looks at the page: name, mark (a letter), role in words, organisation, the lines of the account menu."""

    name: str
    role: Any = ""
    organisation: str = ""
    mark: str = ""
    links: tuple[Item, ...] = ()
    organisation_language: str = ""
