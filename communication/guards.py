"""A delivery is a fact: later it may only learn its digest, its mail and when it was seen."""

from kernel.guards import Guard

GUARDS = (
    Guard(
        "communication_delivery",
        frozen=("id", "public_id", "person_id", "entry_id", "channel", "reason", "at"),
    ),
)
