"""The log cannot be changed or deleted, by whichever road."""

from kernel.guards import Guard

GUARDS = (Guard("audit_entry"),)
