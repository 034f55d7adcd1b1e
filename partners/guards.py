"""Mandates and interests are facts with a life: only their last day may change."""

from kernel.guards import Guard

GUARDS = (
    Guard(
        "partners_mandate",
        frozen=("participation_id", "person_id", "kind", "starts_on", "document_id", "by_id", "mandate_id", "at"),
    ),
    Guard(
        "partners_interest",
        frozen=("person_id", "organisation_id", "kind", "starts_on", "by_id", "mandate_id", "at"),
    ),
)
