"""An entry into a stage is a fact."""

from kernel.guards import Guard

GUARDS = (Guard("initiative_stageentry"),)
