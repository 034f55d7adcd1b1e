"""What a line of the bank most likely is: the instalment it pays, the bucket it goes under. A person confirms."""

from collections import Counter
from collections.abc import Mapping
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
            state__in=OPEN_INSTALMENTS, received__lt=F("amount") - F("lapsed"),
        )
        .select_related("pledge__funder__participation__organisation", "pledge__restriction")
        .order_by("due_on", "pk")
    )  # fmt: skip


def _names(funder: Funder) -> set[str]:
    one = funder.participation.organisation
    names = (getattr(one, name, "") or "" for name in ("name_he", "name_en", "legal_name", "name"))
    return {word for name in names for word in _words(str(name))}


def _called(fund: Fund) -> dict[int, set[str]]:
    """The words that tell each funder from the others; a word of two names ("foundation") tells nobody."""
    rows = Funder.objects.filter(fund=fund).select_related("participation__organisation")
    names = {one.pk: _names(one) for one in rows}
    shared = Counter(word for words in names.values() for word in words)
    return {key: {word for word in words if shared[word] == 1} for key, words in names.items()}


def _named(owed: list[Instalment], line: BankLine, called: Mapping[int, set[str]]) -> list[Instalment]:
    """The instalments of the one funder whose own words the line says most of."""
    said = _words(f"{line.payer} {line.text}")
    hits = {one.pledge.funder_id: len(said & called.get(one.pledge.funder_id, set())) for one in owed}
    most = max(hits.values(), default=0)
    best = [key for key, count in hits.items() if count == most]
    return [one for one in owed if one.pledge.funder_id == best[0]] if most and len(best) == 1 else []


def _spans(rows: list[Instalment], amount: int) -> bool:
    """Whether a sum is no more than what the first one's pledge still owes from it on."""
    return amount <= sum(one.rest for one in rows if one.pledge_id == rows[0].pledge_id)


def propose(
    receipt: Receipt, rows: list[Instalment] | None = None, called: Mapping[int, set[str]] | None = None
) -> Proposal | None:
    """The open instalment whose funder and rest fit best; nothing where nothing fits. A sum may span several."""
    owed = _open(receipt.fund, receipt.currency) if rows is None else rows
    named = _named(owed, receipt.line, _called(receipt.fund) if called is None else called)
    exact = [one for one in named if one.rest == receipt.amount]
    if exact:
        return Proposal(exact[0].pledge.funder, exact[0], True)
    if named:
        return Proposal(named[0].pledge.funder, named[0] if _spans(named, receipt.amount) else None, False)
    same = [one for one in owed if one.rest == receipt.amount]
    return Proposal(same[0].pledge.funder, same[0], False) if len(same) == 1 else None


def proposals(fund: Fund, receipts: list[Receipt]) -> dict[int, Proposal]:
    """For each receipt that nobody matched what it probably is; one query a currency."""
    out: dict[int, Proposal] = {}
    owed: dict[str, list[Instalment]] = {}
    called: dict[int, set[str]] | None = None
    for one in receipts:
        if one.state == "recorded":
            if one.currency not in owed:
                owed[one.currency] = _open(fund, one.currency)
            if called is None:
                called = _called(fund)
            found = propose(one, owed[one.currency], called)
            if found is not None:
                out[one.pk] = found
    return out


def bucket_for(receipt: Receipt) -> Restriction | None:
    """The restriction of the pledge that this money pays."""
    return receipt.instalment.pledge.restriction if receipt.instalment else None


def open_lines(fund: Fund, currency: str | None = None) -> Any:
    """Lines of money out that no payment, returned or not, exchange, refund or fee explains, the latest first."""
    told = JournalEntry.objects.filter(fund=fund, source__startswith="line:", reversed_by=None)
    keys = [
        source.split(":")[1]
        for source in told.filter(kind__in=("charged", "refunded", "reversed")).values_list("source", flat=True)
    ]
    rows = BankLine.objects.filter(account__fund=fund, amount__lt=0, payment=None, sold_by=None)
    if currency is not None:
        rows = rows.filter(account__currency=currency)
    return rows.exclude(public_id__in=keys).select_related("account__fund__initiative").order_by("-on", "-pk")
