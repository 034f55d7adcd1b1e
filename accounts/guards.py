"""A term of administration is a fact: only its last day may change."""

from kernel.guards import Guard

GUARDS = (Guard("accounts_adminterm", frozen=("person_id", "starts_on", "by_id", "at")),)
