"""What a line of the bank most likely is: the instalment it pays, the bucket it goes under. A person confirms."""

from dataclasses import dataclass
from typing import Any

from django.db.models import F

from funding.models import (
    OPEN_INSTALMENTS,
    BankLine,
    Fund,
    Funder,
    Instalment,
    JournalEntry,
    Receipt,
    Restriction,
)
from kernel.text import unique_key


@dataclass(frozen=True)
class Proposal:
    """From whom the money probably is, and for what; `is_exact` when name and amount both say so."""

    funder: Funder
    instalment: Instalment | None
    is_exact: bool


def _words(value: str) -> set[str]:
    return {word for word in unique_key(value).split() if len(word) > 2}


def _open(fund: Fund, currency: str) -> list[Instalment]:
    return list(
        Instalment.objects.filter(
            pledge__funder__fund=fund, pledge__currency=currency, pledge__state="signed",
            state__in=OPEN_INSTALMENTS, received__lt=F("amount"),
        )
        .select_related("pledge__funder__participation__organisation", "pledge__restriction")
        .order_by("due_on", "pk")
    )  # fmt: skip


def _is_named(funder: Funder, line: BankLine) -> bool:
    said = _words(f"{line.payer} {line.text}")
    one = funder.participation.organisation
    names = (getattr(one, name, "") or "" for name in ("name_he", "name_en", "legal_name", "name"))
    return any(said & _words(str(name)) for name in names)


def propose(receipt: Receipt, rows: list[Instalment] | None = None) -> Proposal | None:
    """The open instalment whose funder and rest fit best; nothing where nothing fits."""
    owed = _open(receipt.fund, receipt.currency) if rows is None else rows
    named = [one for one in owed if _is_named(one.pledge.funder, receipt.line)]
    exact = [one for one in named if one.amount - one.received == receipt.amount]
    if exact:
        return Proposal(exact[0].pledge.funder, exact[0], True)
    if named:
        first = named[0]
        fits = first.amount - first.received >= receipt.amount
        return Proposal(first.pledge.funder, first if fits else None, False)
    same = [one for one in owed if one.amount - one.received == receipt.amount]
    return Proposal(same[0].pledge.funder, same[0], False) if len(same) == 1 else None


def proposals(fund: Fund, receipts: list[Receipt]) -> dict[int, Proposal]:
    """For each receipt that nobody matched what it probably is; one query a currency."""
    out: dict[int, Proposal] = {}
    owed: dict[str, list[Instalment]] = {}
    for one in receipts:
        if one.state == "recorded":
            if one.currency not in owed:
                owed[one.currency] = _open(fund, one.currency)
            found = propose(one, owed[one.currency])
            if found is not None:
                out[one.pk] = found
    return out


def bucket_for(receipt: Receipt) -> Restriction | None:
    """The restriction of the pledge that this money pays."""
    return receipt.instalment.pledge.restriction if receipt.instalment else None


def open_lines(fund: Fund, currency: str | None = None) -> Any:
    """Lines of money out that no payment, exchange, refund or fee explains, the latest first."""
    told = JournalEntry.objects.filter(fund=fund, source__startswith="line:", reversed_by=None)
    keys = [
        source.removeprefix("line:")
        for source in told.filter(kind__in=("charged", "refunded")).values_list("source", flat=True)
    ]
    rows = BankLine.objects.filter(account__fund=fund, amount__lt=0, payment=None, sold_by=None)
    if currency is not None:
        rows = rows.filter(account__currency=currency)
    return rows.exclude(public_id__in=keys).select_related("account__fund__initiative").order_by("-on", "-pk")
