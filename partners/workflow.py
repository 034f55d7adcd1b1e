"""The life of a participation, as a table."""

from kernel.workflow import Transition, Workflow

INVITED, ONBOARDING, ACTIVE = "invited", "onboarding", "active"
PAUSED, ENDED, DECLINED = "paused", "ended", "declined"

# In these states whoever holds a mandate there holds something; a mandate of an ended participation is worth nothing.
OPEN = (INVITED, ONBOARDING, ACTIVE, PAUSED)
ACTING = (ONBOARDING, ACTIVE)
TAKING_PART = (ONBOARDING, ACTIVE, PAUSED)

PARTICIPATION = Workflow(
    "participation",
    Transition((INVITED,), "accept", ONBOARDING, "its representative or the person", "the privacy notice was shown"),
    Transition((INVITED,), "decline", DECLINED, "its representative or the person"),
    Transition((ONBOARDING,), "activate", ACTIVE, "coordinator, director", "a representative has joined"),
    Transition((ACTIVE,), "pause", PAUSED, "coordinator, director", "reason"),
    Transition((PAUSED,), "resume", ACTIVE, "coordinator, director"),
    Transition((INVITED, ONBOARDING, ACTIVE, PAUSED), "end", ENDED, "director or itself", "reason"),
)
