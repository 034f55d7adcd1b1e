"""What the journal says at an entry and a day: balances, turnover by event, trial balance, shares by funder.

Every read is bounded by the number of the last entry and by a day, so that the same question has the same answer for
ever: later entries have higher numbers, and numbers are given one after the other.
"""

from calendar import monthrange
from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.db.models import Case, F, Q, Sum, When

from funding import ledger, shares
from funding.ledger import Line, Position
from funding.models import Account, EntryKind, EntryState, Fund, JournalEntry, Posting, Turnover
from funding.shares import Came, Shares, Went


@dataclass(frozen=True)
class Bound:
    """Up to which entry and which day the journal is read; without an entry, up to the newest."""

    last_entry: int | None
    as_of: date


def bound(fund: Fund, as_of: date) -> Bound:
    """All that is sealed now, up to that day."""
    last = JournalEntry.objects.filter(fund=fund, state=EntryState.SEALED).order_by("-number").first()
    return Bound(last.number if last else 0, as_of)


def postings(fund: Fund, within: Bound) -> Any:
    """The sealed postings of a fund within a bound."""
    rows = Posting.objects.filter(entry__fund=fund, entry__state=EntryState.SEALED, entry__on__lte=within.as_of)
    return rows if within.last_entry is None else rows.filter(entry__number__lte=within.last_entry)


@dataclass
class Turn:
    """What one kind of event moved on one account of one bucket, before the period and in it. A reversal counts with
    what it undid. Grants are told on the bank account alone."""

    kind: str
    account: str
    currency: str
    restriction: int | None
    grant: int | None
    debit_before: int = 0
    credit_before: int = 0
    debit_within: int = 0
    credit_within: int = 0

    @property
    def before(self) -> int:
        """Debit less credit before the period."""
        return self.debit_before - self.credit_before

    @property
    def within(self) -> int:
        """Debit less credit in the period."""
        return self.debit_within - self.credit_within

    @property
    def is_nothing(self) -> bool:
        """Whether all that moved was taken off again."""
        return not (self.debit_before or self.credit_before or self.debit_within or self.credit_within)


def turnover(fund: Fund, within: Bound, starts_on: date = date.min) -> list[Turn]:
    """The journal by event, account and bucket: whole months from the totals that the seal keeps, the months that the
    bound cuts from their postings, and what was posted after the last entry taken off again."""
    cut = _cut_months(fund, within, starts_on)
    found: dict[tuple[Any, ...], Turn] = {}
    whole = Turnover.objects.filter(fund=fund, month__lte=_month(within.as_of)).exclude(month__in=cut)
    _add(found, whole, ("event", "bucket_key", "grant_key"), Q(month__lt=_month(starts_on)), ("debit", "credit"))
    early = Q(entry__on__lt=starts_on)
    for month in cut:
        _add_postings(found, postings(fund, within).filter(entry__on__range=_days(month)), early, 1)
    if within.last_entry is not None:
        later = postings(fund, Bound(None, within.as_of)).filter(entry__number__gt=within.last_entry)
        for month in cut:
            later = later.exclude(entry__on__range=_days(month))
        _add_postings(found, later, early, -1)
    return [turn for turn in found.values() if not turn.is_nothing]


def _month(day: date) -> str:
    return day.isoformat()[:7]


def _days(month: str) -> tuple[date, date]:
    year, number = int(month[:4]), int(month[5:])
    return date(year, number, 1), date(year, number, monthrange(year, number)[1])


def _cut_months(fund: Fund, within: Bound, starts_on: date) -> list[str]:
    """Months of which a part only is asked: the first, and the last if something is posted after the day."""
    cut = {_month(starts_on)} if starts_on.day > 1 else set()
    end = _days(_month(within.as_of))[1]
    after = JournalEntry.objects.filter(fund=fund, state=EntryState.SEALED, on__gt=within.as_of, on__lte=end)
    if within.as_of < end and after.exists():
        cut.add(_month(within.as_of))
    return sorted(cut)


def _add_postings(found: dict[tuple[Any, ...], Turn], rows: Any, early: Q, sign: int) -> None:
    kind = Case(When(entry__kind=EntryKind.REVERSED, then=F("entry__reverses__kind")), default=F("entry__kind"))
    asked = rows.annotate(event=kind, of_grant=Case(When(account=Account.BANK, then=F("grant"))))
    debit = Case(When(amount__gt=0, then=F("amount")), default=0)
    credit = Case(When(amount__lt=0, then=-F("amount")), default=0)
    _add(found, asked, ("event", "restriction", "of_grant"), early, (debit, credit), sign)


def _add(
    found: dict[tuple[Any, ...], Turn], rows: Any, by: tuple[str, ...], early: Q, sides: tuple[Any, Any], sign: int = 1
) -> None:
    """Add rows, summed by the database, to what was found so far."""
    event, restriction, grant = by
    debit, credit = sides
    asked = rows.values_list(event, "account", "currency", restriction, grant).annotate(
        debit_before=Sum(debit, filter=early),
        credit_before=Sum(credit, filter=early),
        debit_within=Sum(debit, filter=~early),
        credit_within=Sum(credit, filter=~early),
    )
    for kind, account, code, bucket, of_grant, *sums in asked.order_by():
        key = (kind, account, code, bucket or None, of_grant or None)
        turn = found.setdefault(key, Turn(*key))
        turn.debit_before += sign * int(sums[0] or 0)
        turn.credit_before += sign * int(sums[1] or 0)
        turn.debit_within += sign * int(sums[2] or 0)
        turn.credit_within += sign * int(sums[3] or 0)


def balances(turns: list[Turn], currency: str = "ILS", restriction: int | None = None) -> dict[str, int]:
    """Balances by account at the end of the bound, of all buckets or of one."""
    out: defaultdict[str, int] = defaultdict(int)
    for turn in turns:
        if turn.currency == currency and (restriction is None or turn.restriction == restriction):
            out[turn.account] += turn.before + turn.within
    return dict(out)


def position(fund: Fund, within: Bound, currency: str = "ILS") -> Position:
    """Where the fund stands."""
    return ledger.position(balances(turnover(fund, within), currency))


def of_many(funds: list[Fund], as_of: date, currency: str = "ILS") -> list[Position]:
    """Where each of some funds stands: the totals of all time, less what is dated later."""
    keys = [fund.pk for fund in funds]
    found: defaultdict[int, defaultdict[str, int]] = defaultdict(lambda: defaultdict(int))
    totals = Turnover.objects.filter(fund__in=keys, currency=currency).values_list("fund", "account")
    for fund, account, total in totals.annotate(total=Sum(F("debit") - F("credit"))).order_by():
        found[fund][account] += int(total)
    sealed = JournalEntry.objects.filter(fund__in=keys, state=EntryState.SEALED, on__gt=as_of)
    later = Posting.objects.filter(entry__in=sealed, currency=currency).values_list("entry__fund", "account")
    for fund, account, total in later.annotate(total=Sum("amount")).order_by():
        found[fund][account] -= int(total)
    return [ledger.position(found[fund.pk]) for fund in funds]


def trial_balance(fund: Fund, within: Bound) -> list[Line]:
    """Debits and credits by account and currency."""
    sides: defaultdict[tuple[str, str], list[int]] = defaultdict(lambda: [0, 0])
    for turn in turnover(fund, within):
        both = sides[turn.account, turn.currency]
        both[0] += turn.debit_within
        both[1] += turn.credit_within
    rows = [Line(account, code, debit, credit) for (account, code), (debit, credit) in sides.items()]
    return sorted(rows, key=lambda line: (ledger.ACCOUNTS.index(line.account), line.currency))


def committed(turns: list[Turn]) -> dict[int, int]:
    """What each bucket has promised and not paid."""
    out: defaultdict[int, int] = defaultdict(int)
    for turn in turns:
        if turn.account == Account.RESERVE and turn.restriction is not None:
            out[turn.restriction] += turn.before + turn.within
    return dict(out)


def paid_by_grant(turns: list[Turn], in_period: bool = False) -> dict[int, int]:
    """What left the bank for each grant, less what came back; of all time, or in the period alone."""
    out: defaultdict[int, int] = defaultdict(int)
    for turn in turns:
        if turn.account == Account.BANK and turn.grant is not None:
            out[turn.grant] -= turn.within + (0 if in_period else turn.before)
    return dict(out)


def paid_of_many(funds: Sequence[Fund], as_of: date) -> dict[int, int]:
    """What left the bank for each grant of some funds up to a day, less what came back."""
    out: defaultdict[int, int] = defaultdict(int)
    totals = Turnover.objects.filter(fund__in=funds, account=Account.BANK, grant_key__gt=0).values_list("grant_key")
    for grant, total in totals.annotate(total=Sum(F("debit") - F("credit"))).order_by():
        out[grant] -= int(total)
    sealed = Posting.objects.filter(entry__fund__in=funds, entry__state=EntryState.SEALED, entry__on__gt=as_of)
    later = sealed.filter(account=Account.BANK, grant__isnull=False).values_list("grant")
    for grant, total in later.annotate(total=Sum("amount")).order_by():
        out[grant] += int(total)
    return dict(out)


def shares_by_bucket(fund: Fund, within: Bound) -> dict[int, Shares]:
    """Each bucket by funder, after the fund's fixed method. What was undone within the bound is left out, both ways."""
    return _shared(postings(fund, within))


def shares_of_many(funds: Sequence[Fund], as_of: date) -> dict[int, Shares]:
    """The same for some funds at once, up to a day: a bucket is of one fund."""
    sealed = Posting.objects.filter(entry__fund__in=funds, entry__state=EntryState.SEALED, entry__on__lte=as_of)
    return _shared(sealed)


def _shared(within: Any) -> dict[int, Shares]:
    rows = list(
        within.filter(account=Account.RESTRICTED)
        .order_by("entry__fund", "entry__on", "entry__number", "pk")
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
