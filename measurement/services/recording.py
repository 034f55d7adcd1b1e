"""The entry that an act on a report leaves: its initiative, its organisation, its participation."""

from collections.abc import Mapping
from typing import Any

from audit import services as audit
from kernel.actor import Actor
from measurement.models import ReportingRequest


def record(
    actor: Actor,
    act: str,
    request: ReportingRequest,
    changes: Mapping[str, Any] | None = None,
    *,
    subject: Any = None,
) -> None:
    """One entry about a request, or about what hangs on it (`subject`)."""
    audit.record(
        actor=actor,
        kind=f"measurement.{act}",
        subject=subject or request,
        changes=changes,
        initiative=request.cycle.measure_set.initiative,
        organisation=request.participation.organisation,
        about={"participation": request.participation_id},
        title=request,
    )
