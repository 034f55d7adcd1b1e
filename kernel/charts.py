"""What a chart is made of: values only, so that every floor can hand one to a page. Drawn by `portal.charts`.

    LineChart   values over time, with target, breaks, events and figures published elsewhere
    Sparkline   the same, small
    Bars        one value per group, largest first or in the order given
    Stack       parts of a whole

A number is a Decimal or None. None is never a zero: `mark` says which blank it is. Labels are texts in the reader's
language; periods come as labels, in the order of time.
"""

from dataclasses import dataclass
from decimal import Decimal
from enum import StrEnum
from typing import Any


class Mark(StrEnum):
    """How sure a value is, or which blank stands instead of it."""

    FINAL = "final"
    PROVISIONAL = "provisional"
    ESTIMATED = "estimated"
    FORECAST = "forecast"
    NOT_REPORTED = "not_reported"
    NOT_APPLICABLE = "not_applicable"
    SUPPRESSED = "suppressed"
    HIDDEN = "hidden"


@dataclass(frozen=True)
class Point:
    """One period: its label, its value, the mark; `low` and `high` where it was published as a range."""

    label: str
    value: Decimal | None = None
    mark: Mark = Mark.FINAL
    low: Decimal | None = None
    high: Decimal | None = None
    note: Any = ""


@dataclass(frozen=True)
class Target:
    """The value aimed at, from one period to another (labels; the last period when empty)."""

    value: Decimal
    label: Any
    start: str = ""
    end: str = ""


@dataclass(frozen=True)
class Break:
    """The definition or the source changed before this period: its two sides are never joined."""

    before: str
    label: Any = ""


@dataclass(frozen=True)
class Event:
    """Something that happened: a numbered line at a period; `share` moves it within the period (0 to 1)."""

    at: str
    label: Any
    share: Decimal = Decimal(0)


@dataclass(frozen=True)
class Elsewhere:
    """A figure of the same thing that others published: shown beside the line, never joined to it."""

    label: str
    value: Decimal
    source: str


@dataclass(frozen=True)
class LineChart:
    """Values over time. `title` begins its sentence and `summary` ends it; `better` is the direction of good in words;
    `legend` gives marks a word of their own."""

    title: str
    points: tuple[Point, ...]
    target: Target | None = None
    breaks: tuple[Break, ...] = ()
    events: tuple[Event, ...] = ()
    elsewhere: tuple[Elsewhere, ...] = ()
    unit: str = ""
    decimals: int | None = None
    better: Any = ""
    coverage: tuple[int, int] | None = None
    source: Any = ""
    from_zero: bool = True
    is_demo: bool = False
    legend: tuple[tuple[str, str], ...] = ()
    summary: str = ""


@dataclass(frozen=True)
class Bar:
    """A group and its value; `change` against the period before; `url` of the group; `kind` colours it by sector."""

    label: str
    value: Decimal | None
    mark: Mark = Mark.FINAL
    change: Decimal | None = None
    url: str = ""
    kind: str = ""
    language: str = ""


@dataclass(frozen=True)
class Bars:
    """One value per group. Bars grow from where reading starts, from zero."""

    title: str
    bars: tuple[Bar, ...]
    decimals: int | None = None
    target: Decimal | None = None
    note: Any = ""


@dataclass(frozen=True)
class Part:
    """A part of a whole; `kind`: public, business, third, avail, p1 … p6, goal or nothing."""

    label: str
    value: Decimal
    kind: str = ""


@dataclass(frozen=True)
class Stack:
    """Parts of a whole in one bar, with a legend in words."""

    title: str
    parts: tuple[Part, ...]


@dataclass(frozen=True)
class HeatCell:
    """One crossing of a heat table. `kind`: done, late, review, back, draft, missing, na, hidden; `word` says it."""

    kind: str
    word: Any
    url: str = ""
    text: str = ""


@dataclass(frozen=True)
class HeatRow:
    """A row: whose it is, its cells in the order of the columns, a note at its end."""

    label: str
    cells: tuple[HeatCell, ...]
    url: str = ""
    language: str = ""
    note: Any = ""


@dataclass(frozen=True)
class Matrix:
    """States by row and column, with coverage in the foot ((118, 139) is "118 of 139")."""

    title: str
    corner: str
    columns: tuple[tuple[str, str], ...]  # code, label
    rows: tuple[HeatRow, ...]
    foot_label: str = ""
    foot: tuple[tuple[int, int], ...] = ()
    note_head: str = ""
