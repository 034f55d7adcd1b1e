"""The pages that tell what an initiative is about, as tabs: goals, factors, stages."""

from dataclasses import dataclass

from django.urls import reverse
from django.utils.translation import gettext as _

from initiative.models import Initiative


@dataclass(frozen=True)
class Tab:
    """One of the pages."""

    url: str
    label: str
    current: bool
    count: int | None = None
    kind: str = ""


def course(initiative: Initiative, here: str) -> list[Tab]:
    """Goals, factors and stages."""
    parts = (("goals", _("Goals")), ("factors", _("Factors of the road map")), ("stages", _("Stages")))
    return [Tab(reverse(f"initiative:{name}", args=[initiative.slug]), label, name == here) for name, label in parts]
