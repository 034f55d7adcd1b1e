"""The steps of a report, for the stepper above its pages."""

from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext as _

from measurement.models import ReportingRequest


@dataclass(frozen=True)
class Step:
    """One step: done, now or next."""

    label: Any
    state: str
    url: str = ""


def steps(request: ReportingRequest, now: str, fills: Any = True) -> list[Step]:
    """Fill in, story, check and send. Who only reads (`fills` is no) is not led to where the story is written."""
    base = request.get_absolute_url()
    order = (
        ("fill", _("Fill in"), base),
        ("story", _("Story"), f"{base}story/" if fills else ""),
        ("check", _("Check and send"), f"{base}check/"),
    )
    place = [key for key, _label, _url in order].index(now)
    out = []
    for index, (_key, label, url) in enumerate(order):
        state = "done" if index < place else "now" if index == place else "next"
        out.append(Step(label, state, "" if state == "now" else url))
    return out
