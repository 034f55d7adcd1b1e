"""The sets of stages that a new initiative copies. Pure: codes and names, no table."""

from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext_lazy as _


@dataclass(frozen=True)
class StageSeed:
    """One stage of a set."""

    code: str
    name: Any


# The five phases of the field's own literature (Kauffman Foundation's toolkit; FSG).
FIVE_PHASES = (
    StageSeed("readiness", _("Assessing readiness")),
    StageSeed("initiate", _("Initiating action")),
    StageSeed("organise", _("Organising for impact")),
    StageSeed("implement", _("Beginning implementation")),
    StageSeed("sustain", _("Sustaining action and impact")),
)
SPHERE = (
    StageSeed("gather", _("Gathering of organisations")),
    StageSeed("vision", _("Shaping a shared vision")),
    StageSeed("sign", _("Signing the founding document")),
    StageSeed("together", _("Shared undertakings")),
    StageSeed("renew", _("Learning and renewal")),
)
SETS = {"initiative": FIVE_PHASES, "sphere": SPHERE}
