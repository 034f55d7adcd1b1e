"""Reading the log."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db import models

from audit import kinds
from audit.models import Entry, Heartbeat
from kernel.actor import Actor


@dataclass(frozen=True)
class HistoryLine:
    """One line of a thing's history."""

    kind: str
    label: Any
    by: Any
    organisation: str
    changes: dict[str, Any]
    at: datetime


def history(actor: Actor, subject: models.Model, limit: int = 50) -> list[HistoryLine]:
    """The latest entries about an object that the caller has already scoped by `visible_to`."""
    rows = Entry.objects.about(subject).select_related("by").order_by("-at", "-pk")[:limit]
    return [
        HistoryLine(row.kind, kinds.find(row.kind).label, row.by, row.organisation_name, row.changes, row.at)
        for row in rows
    ]


def last_beat(name: str = "worker") -> datetime | None:
    """When the worker last gave a sign of life."""
    return Heartbeat.objects.filter(name=name).values_list("at", flat=True).first()
