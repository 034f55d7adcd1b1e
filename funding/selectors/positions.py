"""What the journal says at an entry and a day: balances, turnover by event, trial balance, shares by funder.

Every read is bounded by the number of the last entry and by a day, so that the same question has the same answer for
ever: later entries have higher numbers, and numbers are given one after the other.
"""

from collections import defaultdict
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.db.models import Case, F, Q, Sum, When

from funding import ledger, shares
from funding.ledger import Line, Position
from funding.models import Account, EntryKind, EntryState, Fund, JournalEntry, Posting
from funding.shares import Came, Shares, Went


@dataclass(frozen=True)
class Bound:
    """Up to which entry and which day the journal is read."""

    last_entry: int
    as_of: date


def bound(fund: Fund, as_of: date) -> Bound:
    """All that is sealed now, up to that day."""
    last = JournalEntry.objects.filter(fund=fund, state=EntryState.SEALED).order_by("-number").first()
    return Bound(last.number if last else 0, as_of)


def postings(fund: Fund, within: Bound) -> Any:
    """The sealed postings of a fund within a bound."""
    return Posting.objects.filter(
        entry__fund=fund,
        entry__state=EntryState.SEALED,
        entry__number__lte=within.last_entry,
        entry__on__lte=within.as_of,
    )


@dataclass(frozen=True)
class Turn:
    """What one kind of event moved on one account of one bucket, before the period and in it. A reversal counts with
    what it undid."""

    kind: str
    account: str
    currency: str
    restriction: int | None
    before: int
    within: int


def turnover(fund: Fund, within: Bound, starts_on: date) -> list[Turn]:
    """The journal by event, account and bucket: one query."""
    kind = Case(When(entry__kind=EntryKind.REVERSED, then=F("entry__reverses__kind")), default=F("entry__kind"))
    found = (
        postings(fund, within)
        .annotate(event=kind)
        .values("event", "account", "currency", "restriction")
        .annotate(
            before=Sum("amount", filter=Q(entry__on__lt=starts_on)),
            within=Sum("amount", filter=Q(entry__on__gte=starts_on)),
        )
        .order_by("event", "account", "currency", "restriction")
    )
    return [
        Turn(
            row["event"], row["account"], row["currency"], row["restriction"], int(row["before"] or 0),
            int(row["within"] or 0),
        )
        for row in found
    ]  # fmt: skip


def balances(turns: list[Turn], currency: str = "ILS", restriction: int | None = None) -> dict[str, int]:
    """Balances by account at the end of the bound, of all buckets or of one."""
    out: defaultdict[str, int] = defaultdict(int)
    for turn in turns:
        if turn.currency == currency and (restriction is None or turn.restriction == restriction):
            out[turn.account] += turn.before + turn.within
    return dict(out)


def position(fund: Fund, within: Bound, currency: str = "ILS") -> Position:
    """Where the fund stands."""
    found = postings(fund, within).filter(currency=currency).values_list("account").annotate(total=Sum("amount"))
    return ledger.position({account: int(total) for account, total in found.order_by()})


def of_many(funds: list[Fund], as_of: date, currency: str = "ILS") -> list[Position]:
    """Where each of some funds stands, by one query."""
    rows = Posting.objects.filter(
        entry__fund__in=[fund.pk for fund in funds],
        entry__state=EntryState.SEALED,
        entry__on__lte=as_of,
        currency=currency,
    )
    found: defaultdict[int, dict[str, int]] = defaultdict(dict)
    totals = rows.values_list("entry__fund", "account").annotate(total=Sum("amount")).order_by()
    for fund, account, total in totals:
        found[fund][account] = int(total)
    return [ledger.position(found[fund.pk]) for fund in funds]


def trial_balance(fund: Fund, within: Bound) -> list[Line]:
    """Debits and credits by account and currency."""
    found = (
        postings(fund, within)
        .values_list("account", "currency")
        .annotate(debit=Sum("amount", filter=Q(amount__gt=0)), credit=Sum("amount", filter=Q(amount__lt=0)))
        .order_by()
    )
    rows = [Line(account, code, int(debit or 0), -int(credit or 0)) for account, code, debit, credit in found]
    return sorted(rows, key=lambda line: (ledger.ACCOUNTS.index(line.account), line.currency))


def committed(fund: Fund, within: Bound) -> dict[int, int]:
    """What each bucket has promised and not paid."""
    found = postings(fund, within).filter(account=Account.RESERVE).values_list("restriction")
    return {key: int(total) for key, total in found.annotate(total=Sum("amount")).order_by()}


def paid_by_grant(fund: Fund, within: Bound, starts_on: date | None = None) -> dict[int, int]:
    """What left the bank for each grant, less what came back."""
    found = postings(fund, within).filter(account=Account.BANK, grant__isnull=False)
    if starts_on is not None:
        found = found.filter(entry__on__gte=starts_on)
    return {key: -int(total) for key, total in found.values_list("grant").annotate(total=Sum("amount")).order_by()}


def shares_by_bucket(fund: Fund, within: Bound) -> dict[int, Shares]:
    """Each bucket by funder, after the fund's fixed method. What was undone within the bound is left out, both ways."""
    rows = list(
        postings(fund, within)
        .filter(account=Account.RESTRICTED)
        .order_by("entry__on", "entry__number", "pk")
        .values_list("restriction", "amount", "funder", "grant", "entry", "entry__reverses", "entry__kind")
    )
    undone = {row[5] for row in rows if row[5] is not None}
    states: defaultdict[int, Shares] = defaultdict(Shares)
    source: int | None = None
    for restriction, amount, funder, grant, entry, reverses, kind in rows:
        if reverses is not None or entry in undone:
            continue
        if kind == EntryKind.REDEDICATED:  # two legs: out of one bucket, into the other
            if amount > 0:
                source = restriction
            elif source is not None:
                shares.move(states[source], states[restriction], -amount)
        elif amount < 0:
            shares.step(states[restriction], Came(funder or shares.POOL, -amount))
        else:
            shares.step(states[restriction], Went(f"grant:{grant}" if grant else kind, amount))
    return dict(states)
