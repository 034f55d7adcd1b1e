"""The cash of the months to come as a picture: by probability, if nothing comes, if all of it comes; its lowest point.

Shekels alone. It promises nothing: a pledge is no money until it is received.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from django.utils.translation import gettext as _

from funding import schedules
from funding.schedules import Expected, Month
from kernel.charts import Event, LineChart, Mark, Point
from kernel.formatting import amount, day_words

MONTHS = 12


@dataclass(frozen=True)
class Ahead:
    """The months with their picture, the lowest of them (None where the balance of today is lower still), and the
    first month that would end below zero if nothing of what is promised came."""

    balance: int
    months: tuple[Month, ...]
    lowest: Month | None
    short: Month | None
    chart: LineChart

    @property
    def moving(self) -> tuple[Month, ...]:
        """The months that a table tells: those that move something, the lowest and the last."""
        kept = (self.lowest, self.last)
        return tuple(one for one in self.months if one.promised or one.goes or one in kept)

    @property
    def last(self) -> Month:
        """Where it ends."""
        return self.months[-1]

    @property
    def is_short(self) -> bool:
        """Whether even what is probable does not cover what is due."""
        return self.lowest is not None and self.lowest.left < 0


def of(balance: int, expected: Iterable[Expected], today: date, lapses: Sequence[tuple[date, str]] = ()) -> Ahead:
    """The forecast from today's balance; `lapses` are days on which free money lapses, with its amount."""
    months = tuple(schedules.forecast(balance, expected, today, MONTHS))
    low = schedules.lowest(months)
    if low is not None and low.left >= balance:
        low = None
    short = next((one for one in months if one.least < 0), None)
    return Ahead(balance, months, low, short, _chart(balance, months, low, today, lapses))


def label(month: date) -> str:
    """A month on the axis."""
    return f"{month:%m/%Y}"


def _chart(
    balance: int, months: Sequence[Month], low: Month | None, today: date, lapses: Sequence[tuple[date, str]]
) -> LineChart:
    points = [Point(day_words(today, "short"), _whole(balance))]
    points += [
        Point(label(one.first), _whole(one.left), Mark.FORECAST, _whole(one.least), _whole(one.most)) for one in months
    ]
    events = []
    if low is not None:
        words = _("The lowest point: %(amount)s at the end of the month")
        events.append(Event(label(low.first), words % {"amount": amount(low.left)}))
    shown = {one.first for one in months}
    events += [
        Event(label(day), _("%(amount)s lapse") % {"amount": told})
        for day, told in lapses
        if day >= today and day.replace(day=1) in shown
    ]
    return LineChart(
        title=_("Forecast of cash, in shekels"),
        points=tuple(points),
        events=tuple(events),
        decimals=0,
        legend=(
            ("final", _("Today, by the journal")),
            ("forecast", _("At the end of the month, by the probability of each instalment")),
            ("band", _("From nothing that was promised to all of it")),
        ),
        summary=_summary(months, low),
    )


def _summary(months: Sequence[Month], low: Month | None) -> str:
    """What the picture says from today on, in words."""
    last = months[-1]
    said = _("Expected at the end of %(month)s: %(amount)s.") % {
        "month": label(last.first),
        "amount": amount(last.left),
    }
    if low is not None:
        words = _("The lowest point is %(amount)s, at the end of %(month)s.")
        said += " " + words % {"amount": amount(low.left), "month": label(low.first)}
    return said


def _whole(minor: int) -> Decimal:
    return Decimal(round(Decimal(minor) / 100))
