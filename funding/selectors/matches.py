"""Matching promises: what others brought, so how much of the promise is earned, still open, or lapsed with its day.

It counts money of other funders that came in the fund from the day the promise was signed: what nobody is known to
have given, and what was itself given to match, earns nothing.
"""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace
from datetime import date
from decimal import Decimal

from django.db.models import Sum

from funding import schedules
from funding.models import HOME, Instalment, InstalmentState, Pledge, PledgeState, Receipt, ReceiptState
from funding.schedules import Match, Matched, Owed

_GONE = (InstalmentState.WRITTEN_OFF, InstalmentState.REPLACED)


def of(pledge: Pledge, on: date) -> Matched | None:
    """How a matching promise stands on a day; None for any other pledge, and for a draft."""
    return of_many([pledge], on).get(pledge.pk)


def of_many(pledges: Iterable[Pledge], on: date) -> dict[int, Matched]:
    """The same for each of some pledges that is a signed matching promise; they come with their funder."""
    rows = [one for one in pledges if one.match_percent and one.state != PledgeState.DRAFTED]
    if not rows:
        return {}
    came = _brought({one.funder.fund_id for one in rows})
    return {one.pk: _stands(one, came[one.funder.fund_id], on) for one in rows}


def _brought(funds: Iterable[int]) -> Mapping[int, list[tuple[int, date, int]]]:
    """By fund: from whom, when and how many agorot; foreign money counts once it was changed."""
    out: defaultdict[int, list[tuple[int, date, int]]] = defaultdict(list)
    rows = Receipt.objects.filter(fund__in=funds, funder__isnull=False).exclude(state=ReceiptState.REVERSED)
    names = ("fund", "funder", "on", "amount", "home", "currency", "instalment__pledge__match_percent")
    for fund, funder, on, amount, home, currency, matching in rows.values_list(*names):
        value = amount if currency == HOME else home
        if value and not matching:
            out[fund].append((funder, on, value))
    return out


def _stands(pledge: Pledge, came: Sequence[tuple[int, date, int]], on: date) -> Matched:
    first, before = pledge, 0
    while first.replaces is not None:  # an amendment goes on from what its earlier promise earned and got
        first = first.replaces
        before += first.instalments.aggregate(total=Sum("received"))["total"] or 0
    rate = Decimal(1) if pledge.currency == HOME else pledge.rate
    brought = [
        (day, int(amount / rate))
        for funder, day, amount in came
        if funder != pledge.funder_id and first.signed_on is not None and day >= first.signed_on
    ]
    found = schedules.matched(Match(pledge.match_percent, pledge.amount + before, pledge.match_until), brought, on)
    earned = max(0, found.earned - before)
    rest = pledge.amount - earned
    return replace(found, earned=earned, lapsed=rest if found.lapsed else 0, unearned=0 if found.lapsed else rest)


def earned_parts(earned: int, rows: Iterable[Instalment]) -> dict[int, int]:
    """How much of each instalment is earned, by its key, the earliest due first; what was given up takes nothing."""
    standing = [Owed(row.pk, row.due_on, row.amount) for row in rows if row.state not in _GONE]
    return schedules.fill(earned, standing)[0]


def owed(rows: Sequence[Instalment], on: date) -> dict[int, int]:
    """What is owed of each of these instalments now, by its key: the rest, and of a matching promise no more than was
    earned. They come with their pledge and its funder."""
    stands = of_many({row.pledge_id: row.pledge for row in rows}.values(), on)
    parts: dict[int, int] = {}
    every = Instalment.objects.filter(pledge__in=stands).order_by("due_on", "pk") if stands else ()
    by_pledge: defaultdict[int, list[Instalment]] = defaultdict(list)
    for one in every:
        by_pledge[one.pledge_id].append(one)
    for key, some in by_pledge.items():
        parts |= earned_parts(stands[key].earned, some)
    return {
        row.pk: row.rest if row.pledge_id not in stands else max(0, min(row.rest, parts.get(row.pk, 0) - row.received))
        for row in rows
    }


def lapses(pledge: Pledge, rows: Iterable[Instalment], on: date) -> dict[int, int]:
    """What of each instalment of a matching promise has lapsed by this day, never what came already; nothing before
    its day is over, and nothing of what was given up otherwise."""
    stands, some = of(pledge, on), list(rows)
    if stands is None or pledge.match_until is None or on <= pledge.match_until:
        return {}
    parts = earned_parts(stands.earned, some)
    return {row.pk: row.amount - max(parts.get(row.pk, 0), row.received) for row in some if row.state not in _GONE}
