"""Tables of initiatives."""

from initiative.models.goals import Factor, Goal
from initiative.models.initiatives import Accent, GroupWord, Initiative, InitiativeKind, every_language
from initiative.models.stages import Stage, StageEntry

__all__ = [
    "Accent",
    "Factor",
    "Goal",
    "GroupWord",
    "Initiative",
    "InitiativeKind",
    "Stage",
    "StageEntry",
    "every_language",
]
