"""What a funder's money came to, at a glance: promised, received, still to come; its share as its last report says.

Received is what its receipts brought, for an instalment or beside one, less what went back to it: as the journal says.
"""

import json
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.db.models import F, Min, Q, Sum

from funding.models import (
    HOME,
    OPEN_INSTALMENTS,
    Account,
    EntryKind,
    Funder,
    FundReport,
    Instalment,
    InstalmentState,
    JournalEntry,
    PledgeState,
    Posting,
    Receipt,
    ReceiptState,
)
from kernel import clock
from kernel.actor import Actor

_GONE = (InstalmentState.WRITTEN_OFF, InstalmentState.REPLACED)


@dataclass(frozen=True)
class OwnMoney:
    """One currency of a funder's money. Of what was written off or replaced counts what came, no more.

    `met` is the part of what came that instalments were waiting for.
    """

    currency: str
    promised: int
    received: int
    met: int
    next_on: date | None

    @property
    def to_come(self) -> int:
        """What was promised and did not come yet."""
        return self.promised - self.met

    @property
    def beside(self) -> int:
        """What came without an instalment that waited for it."""
        return self.received - self.met

    @property
    def is_late(self) -> bool:
        """Whether the next instalment should have come already."""
        return self.next_on is not None and self.next_on < clock.today()


def of(funder: Funder) -> list[OwnMoney]:
    """By currency; three queries."""
    rows = (
        Instalment.objects.filter(pledge__funder=funder)
        .exclude(pledge__state=PledgeState.DRAFTED)
        .values("pledge__currency")
        .annotate(
            stands=Sum(F("amount") - F("lapsed"), filter=~Q(state__in=_GONE), default=0),
            gone=Sum("received", filter=Q(state__in=_GONE), default=0),
            met=Sum("received"),
            next_on=Min("due_on", filter=Q(state__in=OPEN_INSTALMENTS)),
        )
    )
    promises = {row["pledge__currency"]: row for row in rows.order_by("pledge__currency")}
    came = _received(funder)
    out = []
    for currency in sorted({*promises, *(one for one, amount in came.items() if amount)}):
        row = promises.get(currency, {"stands": 0, "gone": 0, "met": 0, "next_on": None})
        out.append(OwnMoney(currency, row["stands"] + row["gone"], came[currency], row["met"], row["next_on"]))
    return out


def _received(funder: Funder) -> Counter[str]:
    """What its receipts brought, less what of them went back: taken out of what waits, and assigned by no entry."""
    receipts = Receipt.objects.filter(funder=funder).exclude(state=ReceiptState.REVERSED).order_by()
    brought: Counter[str] = Counter()
    went_back: Counter[str] = Counter()
    sums = receipts.values_list("currency").annotate(
        all=Sum("amount"),
        taken=Sum("assigned", filter=Q(home=None), default=0),
        taken_at_home=Sum("assigned", filter=Q(home__isnull=False), default=0),
    )
    for currency, amount, taken, taken_at_home in sums:
        brought[currency] += amount
        went_back[currency] += taken
        went_back[HOME] += taken_at_home
    assigned = Posting.objects.filter(
        funder=funder, account=Account.RESTRICTED, entry__kind=EntryKind.ASSIGNED, entry__reversed_by=None
    )
    for currency, amount in assigned.order_by().values_list("currency").annotate(Sum("amount")):
        went_back[currency] += amount  # a credit, below nothing
    brought.subtract(went_back)
    return brought


def share(reports: Sequence[FundReport]) -> tuple[FundReport, dict[str, Any]] | None:
    """The share that the latest of its reports kept, with that report: never another figure than the report's."""
    if not reports:
        return None
    body = json.loads(reports[0].content)
    return (reports[0], body["share"]) if "share" in body else None


def entries(actor: Actor, funder: Funder) -> list[JournalEntry]:
    """The entries of its receipts, the newest first: from a figure down to the journal."""
    rows = JournalEntry.objects.visible_to(actor).filter(receipt__funder=funder)
    return list(rows.select_related("receipt", "fund__initiative").order_by("-number"))
