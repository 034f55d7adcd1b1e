"""The only place that reads the clock. Tests and the demo set it; everything else asks it."""

from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from datetime import date, datetime
from zoneinfo import ZoneInfo

from django.utils import timezone

HOME = ZoneInfo("Asia/Jerusalem")
_moment: ContextVar[datetime | None] = ContextVar("moment", default=None)


def now() -> datetime:
    """The present moment, aware, in UTC; or the one that `at` set."""
    return _moment.get() or timezone.now()


def today() -> date:
    """The present day in Israel."""
    return day_of(now())


def day_of(moment: datetime) -> date:
    """The day in Israel on which a moment falls: near midnight it is not that of UTC, in which moments are kept."""
    return moment.astimezone(HOME).date()


@contextmanager
def at(moment: datetime) -> Iterator[None]:
    """Set the clock for a block: the demo's history and tests act at their own moments."""
    if moment.tzinfo is None:
        raise ValueError("The moment needs a time zone.")
    token = _moment.set(moment)
    try:
        yield
    finally:
        _moment.reset(token)
