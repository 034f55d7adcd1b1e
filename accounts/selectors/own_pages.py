"""The tabs above one's own pages, whichever floor a page belongs to."""

from dataclasses import dataclass

from django.urls import NoReverseMatch, reverse
from django.utils.translation import gettext as _


@dataclass(frozen=True)
class Tab:
    """One of the tabs."""

    url: str
    label: str
    current: bool
    count: int = 0
    kind: str = ""


def tabs(here: str) -> list[Tab]:
    """The tabs of one's own pages; those of floors that are not there are left out."""
    wanted = [
        ("accounts:profile", _("Details")),
        ("accounts:settings", _("Language and times")),
        ("communication:mails", _("Mails")),
        ("accounts:security", _("Security")),
        ("accounts:tokens", _("API tokens")),
    ]
    out = []
    for name, label in wanted:
        try:
            out.append(Tab(reverse(name), label, name == here))
        except NoReverseMatch:
            continue
    return out
