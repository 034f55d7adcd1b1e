"""Arithmetic of promises over time: instalments, which of them a sum of money meets, matching, forecast. Pure."""

import calendar
from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date

from kernel.money import Money, split

SCHEDULED, DUE, PART, RECEIVED, OVERDUE = "scheduled", "due", "part_received", "received", "overdue"


def add_months(day: date, months: int) -> date:
    """The same day so many months on; the last day of a shorter month."""
    place = day.year * 12 + day.month - 1 + months
    year, month = divmod(place, 12)
    return date(year, month + 1, min(day.day, calendar.monthrange(year, month + 1)[1]))


@dataclass(frozen=True)
class Part:
    """One instalment or tranche to be."""

    number: int
    due_on: date
    amount: int


def plan(amount: int, first: date, count: int, months: int = 12) -> list[Part]:
    """An amount in equal parts by largest remainder, the first on its day, the others each so many months on."""
    numbers = range(1, count + 1)
    parts = split(Money(amount), dict.fromkeys(numbers, 1))
    return [Part(number, add_months(first, months * (number - 1)), parts[number].minor) for number in numbers]


@dataclass(frozen=True)
class Owed:
    """An instalment as it stands."""

    key: int
    due_on: date
    amount: int
    received: int = 0

    @property
    def rest(self) -> int:
        """What is still to come."""
        return self.amount - self.received


def fill(amount: int, owed: Iterable[Owed]) -> tuple[dict[int, int], int]:
    """Which instalments a sum meets, the earliest due first; and what is left over."""
    left = amount
    out: dict[int, int] = {}
    for one in sorted(owed, key=lambda row: (row.due_on, row.key)):
        part = min(left, one.rest)
        if part > 0:
            out[one.key] = part
            left -= part
    return out, left


def state(due_on: date, amount: int, received: int, today: date, grace_days: int = 0) -> str:
    """Where an instalment stands on a day."""
    if received >= amount:
        return RECEIVED
    if (today - due_on).days > grace_days:
        return OVERDUE
    if received:
        return PART
    return DUE if due_on <= today else SCHEDULED


@dataclass(frozen=True)
class Guess:
    """A proposal that a bank line meets an instalment; a person confirms it."""

    key: int
    score: int
    reasons: tuple[str, ...]


def guess(amount: int, on: date, payer: str, candidates: Sequence[tuple[Owed, Sequence[str]]]) -> list[Guess]:
    """Instalments that a line could be, best first: the same sum, the payer's name, a near date. Never a decision."""
    out = []
    words = set(payer.split())
    for owed, names in candidates:
        reasons = []
        if owed.rest == amount:
            reasons.append("amount")
        if any(name and (name in payer or payer in name or len(words & set(name.split())) >= 2) for name in names):
            reasons.append("payer")
        if abs((on - owed.due_on).days) <= 31:
            reasons.append("date")
        score = sum({"amount": 4, "payer": 3, "date": 1}[reason] for reason in reasons)
        if score >= 3:
            out.append(Guess(owed.key, score, tuple(reasons)))
    return sorted(out, key=lambda one: (-one.score, one.key))


@dataclass(frozen=True)
class Match:
    """A matching promise: so many per cent of what others brought, up to a ceiling, until a day."""

    percent: int
    ceiling: int
    lapses_on: date | None = None


@dataclass(frozen=True)
class Matched:
    """How a matching promise stands."""

    earned: int
    unearned: int
    lapsed: int

    @property
    def total(self) -> int:
        """The promise as a whole."""
        return self.earned + self.unearned + self.lapsed


def matched(promise: Match, brought: Iterable[tuple[date, int]], on: date) -> Matched:
    """What others brought by the day (and before it lapses) earns the match; the rest is still open, or has lapsed."""
    last = on if promise.lapses_on is None else min(on, promise.lapses_on)
    base = sum(amount for day, amount in brought if day <= last)
    earned = min(promise.ceiling, max(0, base) * promise.percent // 100)
    rest = promise.ceiling - earned
    is_over = promise.lapses_on is not None and on > promise.lapses_on
    return Matched(earned, 0 if is_over else rest, rest if is_over else 0)


@dataclass(frozen=True)
class Expected:
    """Money that may come or will go: positive in, negative out, with its probability in per cent."""

    on: date
    amount: int
    percent: int = 100


@dataclass(frozen=True)
class Month:
    """One month of a forecast: what may come in full and by its probability, what goes, the balance at its end; and
    that balance if nothing comes (`least`) or all of it (`most`) up to then."""

    first: date
    promised: int
    comes: int
    goes: int
    left: int
    least: int
    most: int


def forecast(balance: int, expected: Iterable[Expected], first: date, months: int) -> list[Month]:
    """Month by month; what comes is weighted by its probability, rounded down, and so is what goes.

    What was expected before the first month counts in the first: it is late, not lost.
    """
    start = first.replace(day=1)
    sums: defaultdict[date, list[int]] = defaultdict(lambda: [0, 0, 0])
    for one in expected:
        mine = sums[max(one.on.replace(day=1), start)]
        weighted = abs(one.amount) * one.percent // 100
        if one.amount > 0:
            mine[0] += one.amount
            mine[1] += weighted
        else:
            mine[2] += weighted
    out = []
    left = least = most = balance
    for place in range(months):
        month = add_months(start, place)
        promised, comes, goes = sums[month]
        left, least, most = left + comes - goes, least - goes, most + promised - goes
        out.append(Month(month, promised, comes, goes, left, least, most))
    return out


def lowest(months: Sequence[Month]) -> Month | None:
    """The month that ends with the least, the earliest of equal ones."""
    return min(months, key=lambda one: (one.left, one.first), default=None)
