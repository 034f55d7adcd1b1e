"""How far a fund's books are compared with the bank, and what is open: told before they are closed or reconciled."""

from dataclasses import dataclass
from datetime import date
from typing import Any

from django.db.models import Count, OuterRef, Subquery

from funding.models import (
    BankAccount,
    Fund,
    Payment,
    PaymentState,
    Reconciliation,
    Restriction,
    RestrictionKind,
)
from funding.selectors import matching


@dataclass(frozen=True)
class Compared:
    """An account: until which day it was reconciled (None: never) and with which balance of the statement, and how
    many lines of money out nothing explains."""

    account: Any
    until: date | None
    statement: int
    open_lines: int


def accounts(fund: Fund) -> list[Compared]:
    """Each account of the fund; three queries."""
    last = Reconciliation.objects.filter(account=OuterRef("pk")).order_by("-until")
    stated = {name: Subquery(last.values(name)[:1]) for name in ("until", "statement")}
    rows = BankAccount.objects.filter(fund=fund).annotate(**stated).order_by("pk")
    counted = matching.open_lines(fund).order_by().values("account").annotate(total=Count("pk"))
    open_ = {row["account"]: row["total"] for row in counted}
    return [Compared(row, row.until, row.statement or 0, open_.get(row.pk, 0)) for row in rows]


def compared_until(rows: list[Compared]) -> date | None:
    """The day until which every account was reconciled; None where one never was, or there is none."""
    days = [row.until for row in rows]
    return min(days) if days and None not in days else None  # type: ignore[type-var]


def loose(fund: Fund) -> list[tuple[int, str]]:
    """Money without a purpose: how much of which currency."""
    rows = Restriction.objects.filter(fund=fund, kind=RestrictionKind.UNASSIGNED, available__gt=0)
    return list(rows.order_by("currency").values_list("available", "currency"))


def under_way(fund: Fund) -> int:
    """Payments that were sent to the bank and are not booked yet."""
    return Payment.objects.filter(fund=fund, state=PaymentState.INSTRUCTED).count()
