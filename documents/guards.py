"""A version is a fact: what was put in stays as it was."""

from kernel.guards import Guard

GUARDS = (Guard("documents_version"),)
