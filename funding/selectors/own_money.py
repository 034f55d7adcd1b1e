"""What a funder's money came to, at a glance: promised, received, still to come; its share as its last report says."""

import json
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.db.models import Min, Q, Sum

from funding.models import OPEN_INSTALMENTS, Funder, FundReport, Instalment, InstalmentState, PledgeState

_GONE = (InstalmentState.WRITTEN_OFF, InstalmentState.REPLACED)


@dataclass(frozen=True)
class OwnMoney:
    """One currency of a funder's promises. Of what was written off or replaced counts what came, no more."""

    currency: str
    promised: int
    received: int
    next_on: date | None

    @property
    def to_come(self) -> int:
        """What was promised and did not come yet."""
        return self.promised - self.received


def of(funder: Funder) -> list[OwnMoney]:
    """By currency; one query."""
    rows = (
        Instalment.objects.filter(pledge__funder=funder)
        .exclude(pledge__state=PledgeState.DRAFTED)
        .values("pledge__currency")
        .annotate(
            stands=Sum("amount", filter=~Q(state__in=_GONE), default=0),
            gone=Sum("received", filter=Q(state__in=_GONE), default=0),
            came=Sum("received"),
            next_on=Min("due_on", filter=Q(state__in=OPEN_INSTALMENTS)),
        )
        .order_by("pledge__currency")
    )
    return [OwnMoney(row["pledge__currency"], row["stands"] + row["gone"], row["came"], row["next_on"]) for row in rows]


def share(reports: Sequence[FundReport]) -> tuple[FundReport, dict[str, Any]] | None:
    """The share that the latest of its reports kept, with that report: never another figure than the report's."""
    if not reports:
        return None
    body = json.loads(reports[0].content)
    return (reports[0], body["share"]) if "share" in body else None
