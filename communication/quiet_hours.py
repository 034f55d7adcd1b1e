"""Hours in which no optional mail leaves: nights, Shabbat, holidays and days of mourning, by the reader's calendar.

Interface (all moments carry a time zone; answers are in UTC):
    quiet_at(moment, profile, zone) -> Window | None         Window(start, end, reason)
    next_open(moment, profile, zone, key="") -> datetime     the moment itself if it is open; else the end of the quiet,
                                                             10 to 40 minutes on, the same for a key each time
    is_rest_day(day, profile) -> bool, next_working_day(day, profile) -> date     for deadlines: later, never earlier
    windows(first, last, profile, zone) -> [Window]          days of the reader's zone; nights are not among them
    profile: "jewish", "muslim", "christian", "druze", "civil", "none"; reason: NIGHT, REST, SOLEMN

Rules (Q1 to Q6): a rest day is quiet from 14:00 on its eve, or three hours before sunset if that is earlier, until an
hour after its end; Yom Kippur from noon. The days of mourning are quiet from 18:00 on the evening before until
nightfall. Every night is quiet from 21:00 to 07:00. Mail of security and of payments asks nobody here. Muslim dates are
reckoned by the arithmetical calendar and a day is added on either side, for the moon is seen and not reckoned.
"""

import datetime
from dataclasses import dataclass
from functools import lru_cache
from hashlib import sha256
from zoneinfo import ZoneInfo

from astral import Observer
from astral.sun import sunset
from pyluach.dates import GregorianDate, HebrewDate

NIGHT, REST, SOLEMN = "night", "rest", "solemn"
NIGHT_FROM, NIGHT_TO = datetime.time(21), datetime.time(7)
_EVE, _EVE_BEFORE_SUNSET = datetime.time(14), datetime.timedelta(hours=3)
_FAST_EVE, _SOLEMN_EVE = datetime.time(12), datetime.time(18)
_AFTER_SUNSET = datetime.timedelta(minutes=45)  # three stars
_AFTER_END = datetime.timedelta(hours=1)
_DAY = datetime.timedelta(days=1)
_LONGEST = 12  # days; no quiet window is longer

# (month, day) of the Hebrew calendar: Nisan is 1, Tishrei 7. What the diaspora keeps a second day of comes after.
_REST = {(7, 1), (7, 2), (7, 10), (7, 15), (7, 22), (1, 15), (1, 21), (3, 6)}
_SECOND = {(7, 16), (7, 23), (1, 16), (1, 22), (3, 7)}
_YOM_KIPPUR = (7, 10)
_HALF_REST = {(7, day) for day in range(16, 22)} | {(1, day) for day in range(16, 21)}  # Chol HaMoed
_ISRAEL = ("Asia/Jerusalem", "Asia/Tel_Aviv", "Israel")
_PLACES = {
    "Europe/London": (51.51, -0.13), "Europe/Paris": (48.86, 2.35), "Europe/Berlin": (52.52, 13.4),
    "Europe/Zurich": (47.37, 8.54), "Europe/Moscow": (55.76, 37.62), "America/New_York": (40.71, -74.01),
    "America/Chicago": (41.88, -87.63), "America/Los_Angeles": (34.05, -118.24), "America/Toronto": (43.65, -79.38),
    "Australia/Sydney": (-33.87, 151.21), "Africa/Johannesburg": (-26.2, 28.05),
}  # fmt: skip
_JERUSALEM = (31.778, 35.235)
_FIXED = {"christian": {(12, 25), (1, 1), (1, 6), (1, 7)}, "druze": {(4, 25), (4, 26), (4, 27), (4, 28)}}


@dataclass(frozen=True)
class Window:
    """A stretch in which nothing optional leaves."""

    start: datetime.datetime
    end: datetime.datetime
    reason: str


def quiet_at(moment: datetime.datetime, profile: str, zone: ZoneInfo) -> Window | None:
    """The window this moment lies in; a rest day before a night, for it ends later."""
    now = _utc(moment)
    local = now.astimezone(zone)
    near = windows(local.date() - _DAY * _LONGEST, local.date() + _DAY * 2, profile, zone)
    found = [window for window in near if window.start <= now < window.end]
    if local.time() >= NIGHT_FROM or local.time() < NIGHT_TO:
        evening = local.date() if local.time() >= NIGHT_FROM else local.date() - _DAY
        found.append(Window(_at(evening, NIGHT_FROM, zone), _at(evening + _DAY, NIGHT_TO, zone), NIGHT))
    return max(found, key=lambda window: window.end, default=None)


def next_open(moment: datetime.datetime, profile: str, zone: ZoneInfo, key: str = "") -> datetime.datetime:
    """When a mail that is due now may leave: shifted, never dropped."""
    now = _utc(moment)
    shifted = False
    while window := quiet_at(now, profile, zone):
        now, shifted = window.end, True
    if not shifted:
        return now
    later = now + datetime.timedelta(minutes=10 + sha256(key.encode()).digest()[0] % 31)
    return now if quiet_at(later, profile, zone) else later


def is_rest_day(day: datetime.date, profile: str, israel: bool = True, chol_hamoed: bool = False) -> bool:
    """Whether nobody of this calendar should be asked for anything on that day."""
    return _reason(day, profile, israel, chol_hamoed) != ""


def next_working_day(day: datetime.date, profile: str, israel: bool = True) -> datetime.date:
    """The day itself, or the first one after it that is no rest day."""
    while is_rest_day(day, profile, israel):
        day += _DAY
    return day


def windows(
    first: datetime.date, last: datetime.date, profile: str, zone: ZoneInfo, chol_hamoed: bool = False
) -> list[Window]:
    """The quiet stretches whose days lie between the two, in order; days that follow each other make one."""
    israel = zone.key in _ISRAEL
    found: list[Window] = []
    day = first
    while day <= last:
        if reason := _reason(day, profile, israel, chol_hamoed):
            start, end = _span(day, reason, profile, zone)
            if found and start <= found[-1].end:
                found[-1] = Window(found[-1].start, max(end, found[-1].end), _stronger(found[-1].reason, reason))
            else:
                found.append(Window(start, end, reason))
        day += _DAY
    return found


def _stronger(one: str, other: str) -> str:
    return SOLEMN if SOLEMN in (one, other) else REST


def _utc(moment: datetime.datetime) -> datetime.datetime:
    if moment.tzinfo is None:
        raise ValueError("a moment carries a time zone")
    return moment.astimezone(datetime.UTC)


def _at(day: datetime.date, hour: datetime.time, zone: ZoneInfo) -> datetime.datetime:
    return datetime.datetime.combine(day, hour, zone).astimezone(datetime.UTC)


@lru_cache(maxsize=20_000)
def _reason(day: datetime.date, profile: str, israel: bool, chol_hamoed: bool) -> str:
    if profile in ("jewish", "civil"):
        return _jewish(day, profile, israel, chol_hamoed)
    if profile in ("muslim", "druze") and _is_muslim_feast(day, profile):
        return REST
    if profile == "christian" and (day.isoweekday() == 7 or any(day == one for one in _easters(day.year))):
        return REST
    return REST if (day.month, day.day) in _FIXED.get(profile, ()) else ""


def _jewish(day: datetime.date, profile: str, israel: bool, chol_hamoed: bool) -> str:
    hebrew = GregorianDate.from_pydate(day).to_heb()
    name = (hebrew.month, hebrew.day)
    rests = name in _REST or (not israel and name in _SECOND) or (chol_hamoed and name in _HALF_REST)
    if day.isoweekday() == 6 or rests:
        return REST
    solemn, festive = _days_of_the_state(hebrew.year)
    if israel and day == festive:
        return REST
    return SOLEMN if profile == "jewish" and (day in solemn if israel else day == solemn[-1]) else ""


@lru_cache(maxsize=400)
def _days_of_the_state(year: int) -> tuple[tuple[datetime.date, ...], datetime.date]:
    """Holocaust Remembrance Day, Memorial Day and the fast of Av of a Hebrew year, and Independence Day, as kept."""
    shoah = HebrewDate(year, 1, 27).to_pydate()
    shoah += _DAY * {5: -1, 7: 1}.get(shoah.isoweekday(), 0)
    independence = HebrewDate(year, 2, 5).to_pydate()
    # Never on Friday or Shabbat, and never so that Memorial Day begins as Shabbat ends.
    independence += _DAY * {5: -1, 6: -2, 1: 1}.get(independence.isoweekday(), 0)
    av = HebrewDate(year, 5, 9).to_pydate()
    av += _DAY * (av.isoweekday() == 6)
    return (shoah, independence - _DAY, av), independence


def _span(day: datetime.date, reason: str, profile: str, zone: ZoneInfo) -> tuple[datetime.datetime, datetime.datetime]:
    """From the eve to after the end of one day."""
    if profile != "jewish":
        return _at(day, datetime.time(), zone), _at(day + _DAY, datetime.time(), zone)
    eve = day - _DAY
    end = _sunset(day, zone) + _AFTER_SUNSET
    if reason == SOLEMN:
        return _at(eve, _SOLEMN_EVE, zone), end
    hebrew = GregorianDate.from_pydate(day).to_heb()
    fast = (hebrew.month, hebrew.day) == _YOM_KIPPUR
    start = min(_at(eve, _FAST_EVE if fast else _EVE, zone), _sunset(eve, zone) - _EVE_BEFORE_SUNSET)
    return start, end + _AFTER_END


@lru_cache(maxsize=4_000)
def _sunset(day: datetime.date, zone: ZoneInfo) -> datetime.datetime:
    """At the zone's main city. Of a zone we have no city for, a late one: too long a quiet harms nobody."""
    place = _JERUSALEM if zone.key in _ISRAEL else _PLACES.get(zone.key)
    if place:
        try:
            return sunset(Observer(*place), day, tzinfo=zone).astimezone(datetime.UTC)
        except ValueError:  # the sun does not set there on that day
            pass
    return _at(day, datetime.time(20, 30), zone)


def _is_muslim_feast(day: datetime.date, profile: str) -> bool:
    """1 to 3 Shawwal and 10 to 13 Dhu al-Hijja, with a day on either side; the Druze keep the second only."""
    for near in (day - _DAY, day, day + _DAY):
        month, number = _hijri(near)
        if (month == 12 and 10 <= number <= 13) or (month == 10 and number <= 3 and profile == "muslim"):
            return True
    return False


def _hijri(day: datetime.date) -> tuple[int, int]:
    """Month and day in the arithmetical calendar: eleven leap years in thirty."""
    since = day.toordinal() - 227_015  # 1 Muharram of the first year is day 0
    year = (30 * since + 10_646) // 10_631
    day_of_year = since - (354 * (year - 1) + (3 + 11 * year) // 30)
    month = min(12, day_of_year * 2 // 59 + 1)
    return month, day_of_year - (59 * (month - 1) + 1) // 2 + 1


@lru_cache(maxsize=200)
def _easters(year: int) -> tuple[datetime.date, ...]:
    """Good Friday to Easter Monday of both churches; a person of either is left in peace on both."""
    return tuple(sunday + _DAY * after for sunday in (_western(year), _eastern(year)) for after in (-2, -1, 0, 1))


def _western(year: int) -> datetime.date:
    """The Gregorian reckoning: the Sunday after the ecclesiastical full moon."""
    century = year // 100
    moon = (19 * (year % 19) + century - century // 4 - (8 * century + 13) // 25 + 15) % 30
    moon -= (moon // 28) * (1 - (29 // (moon + 1)) * ((21 - year % 19) // 11))
    weekday = (year + year // 4 + moon + 2 - century + century // 4) % 7
    day = moon - weekday
    month = 3 + (day + 40) // 44
    return datetime.date(year, month, day + 28 - 31 * (month // 4))


def _eastern(year: int) -> datetime.date:
    """The Julian reckoning, thirteen days later in these centuries."""
    moon = (19 * (year % 19) + 15) % 30
    weekday = (2 * (year % 4) + 4 * (year % 7) - moon + 34) % 7
    month, day = divmod(moon + weekday + 114, 31)
    return datetime.date(year, month, day + 1) + _DAY * 13
