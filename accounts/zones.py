"""The time zones a person may choose, by region and city in the reader's language.

City names come from the Unicode CLDR and stand in `locale_libraries` under the context "time zone"; where a catalogue
has none, the city is read out of the zone's own name. One city under several names is offered once.
"""

from functools import cache
from typing import Any
from zoneinfo import available_timezones

from django.utils import translation
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext

HOME = "Asia/Jerusalem"
REGIONS = {
    "Africa": _("Africa"),
    "America": _("America"),
    "Antarctica": _("Antarctica"),
    "Arctic": _("Arctic"),
    "Asia": _("Asia"),
    "Atlantic": _("Atlantic Ocean"),
    "Australia": _("Australia"),
    "Europe": _("Europe"),
    "Indian": _("Indian Ocean"),
    "Pacific": _("Pacific Ocean"),
}


@cache
def _names() -> tuple[str, ...]:
    """The zones of the world, older names of a city last; looking them up reads a folder of files."""
    names = [name for name in available_timezones() if name.partition("/")[0] in REGIONS]
    with translation.override("en"):
        return tuple(sorted(names, key=lambda name: (city(name) != _own(name), name)))


def _own(name: str) -> str:
    return name.rpartition("/")[2].replace("_", " ")


def city(name: str) -> str:
    """The city of a zone in the reader's language."""
    known = pgettext("time zone", name)
    return _own(name) if known == name else known


def choices(chosen: str = "") -> list[tuple[Any, Any]]:
    """Ours first, then regions and their cities by the reader's alphabet; `chosen` is always among them."""
    regions: dict[str, dict[str, str]] = {}
    for name in _names():
        cities, label = regions.setdefault(name.partition("/")[0], {}), city(name)
        if name == chosen or label not in cities:
            cities[label] = name
    regions["Asia"].pop(city(HOME))
    groups: list[tuple[Any, Any]] = sorted(
        (str(REGIONS[region]), [(name, label) for label, name in sorted(cities.items())])
        for region, cities in regions.items()
    )
    first: list[tuple[Any, Any]] = [(HOME, _("Israel (Jerusalem)"))]
    known = {name for cities in regions.values() for name in cities.values()} | {HOME}
    if chosen and chosen not in known:  # another name of our own zone, or one that is no city
        first.append((chosen, city(chosen)))
    return [*first, *groups]
