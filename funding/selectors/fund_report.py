"""The content of a fund report: values that the same bound gives again for ever, in no language.

Money is read up to an entry and a day, other facts up to a moment. Figures of measures are frozen when the report is
made: they are quotes, and making the report again takes them from it.
"""

import json
from collections import defaultdict
from collections.abc import Sequence
from datetime import date, datetime
from typing import Any

from funding import canonical, ledger, shares
from funding.disclosure import Told
from funding.models import (
    HOME,
    EntryKind,
    Exchange,
    Fund,
    Funder,
    FundReport,
    Grant,
    OutsideMoney,
    Reconciliation,
    Restriction,
)
from funding.selectors import givers, positions
from funding.selectors.positions import Bound, Turn

METHOD = f"fund-report-1/{shares.METHOD}"


def content(
    fund: Fund, within: Bound, starts_on: date, moment: datetime, funder: Funder | None, measures: list[dict[str, Any]]
) -> dict[str, Any]:
    """Everything a report says."""
    turns = positions.turnover(fund, within, starts_on)
    state = positions.shares_by_bucket(fund, within)
    grants = _grants(fund, within, turns)
    promises = givers.pledges(fund, within.as_of, moment)
    told, own = givers.told(fund, state, promises), funder.pk if funder is not None else None
    body: dict[str, Any] = {
        "method": METHOD,
        "fund": fund.public_id,
        "stream": fund.stream,
        "starts_on": starts_on,
        "as_of": within.as_of,
        "last_entry": within.last_entry,
        "reconciled": _reconciled(fund, within.as_of, moment),
        "cash": _cash(turns),
        "buckets": _buckets(fund, turns, givers.together(state, promises)),
        "grants": grants,
        "pledges": [givers.masked(one, one.funder_id == own, told.held) for one in promises],
        "outside": _outside(fund, within.as_of, moment),
        "leverage": {"cash": _sources(told), "beside": _beside(fund, within.as_of, moment)},
        "exchange": _exchange(fund, within),
        "measures": measures,
    }
    if funder is not None:
        body["funder"] = funder.participation.public_id
        body["share"] = _share(positions.committed(turns), state, funder, grants)
    return body


def _cash(turns: Sequence[Turn]) -> dict[str, int]:
    """The flow of shekels: opening + received − paid − fees − refunded + exchanged = closing."""
    bank = [turn for turn in turns if turn.account == "bank" and turn.currency == HOME]
    by_kind: defaultdict[str, int] = defaultdict(int)
    for turn in bank:
        by_kind[turn.kind] += turn.within
    found = positions.balances(list(turns))
    stands = ledger.position(found)
    return {
        "opening": sum(turn.before for turn in bank),
        "received": by_kind[EntryKind.RECORDED],
        "refunded": -by_kind[EntryKind.REFUNDED],
        "exchanged": by_kind[EntryKind.EXCHANGED],
        "paid": -by_kind[EntryKind.EXECUTED],
        "fees": -by_kind[EntryKind.CHARGED],
        "closing": stands.bank,
        "committed": stands.committed,
        "free": stands.free,
        "unassigned": stands.unassigned,
    }


def _buckets(fund: Fund, turns: list[Turn], together: list[tuple[int, ...]]) -> list[dict[str, Any]]:
    """Money by restriction; those that would tell what one giver hides stand in one line, without a name."""
    by_bucket: defaultdict[int | None, list[Turn]] = defaultdict(list)
    for turn in turns:
        by_bucket[turn.restriction].append(turn)
    joined = {key for keys in together for key in keys}
    rows = {row.pk: row for row in Restriction.objects.filter(fund=fund).order_by("pk")}
    out = [
        {"restriction": row.public_id, "kind": row.kind, **_bucket(by_bucket[key], row.currency)}
        for key, row in rows.items()
        if key not in joined and by_bucket[key]
    ]
    for keys in together:
        mine = [turn for key in keys for turn in by_bucket[key]]
        out.append({"restriction": None, "kind": "together", "count": len(keys), **_bucket(mine, HOME)})
    return out


def _bucket(mine: list[Turn], currency: str) -> dict[str, Any]:
    found = positions.balances(mine, currency)
    restricted = [turn for turn in mine if turn.account == "restricted"]
    return {
        "currency": currency,
        "received": -sum(turn.within for turn in restricted if turn.kind == EntryKind.ASSIGNED),
        "paid": sum(turn.within for turn in restricted if turn.kind == EntryKind.EXECUTED),
        "committed": found.get("reserve", 0),
        "available": -(found.get("restricted", 0) + found.get("reserve", 0) + found.get("unassigned", 0)),
    }


def _grants(fund: Fund, within: Bound, turns: list[Turn]) -> list[dict[str, Any]]:
    paid, recent = positions.paid_by_grant(turns), positions.paid_by_grant(turns, in_period=True)
    awarded = Grant.objects.filter(
        fund=fund, entry__number__lte=within.last_entry, entry__on__lte=within.as_of
    ).select_related("participation__organisation", "allocation__decision", "allocation__restriction", "factor")
    return [
        {
            "grant": one.public_id,
            "number": one.number,
            "title": one.title,
            "grantee": one.participation.public_id,
            "amount": one.amount,
            "paid": paid.get(one.pk, 0),
            "paid_in_period": recent.get(one.pk, 0),
            "decision": one.allocation.decision.public_id,
            "decided_on": one.allocation.decision.decided_on,
            "restriction": one.allocation.restriction.public_id,
            "factor": one.factor.public_id if one.factor else None,
            "key": one.pk,
        }
        for one in awarded.order_by("number")
    ]


def _current_outside(fund: Fund, as_of: date, moment: datetime) -> Any:
    rows = OutsideMoney.objects.filter(fund=fund, on__lte=as_of, at__lte=moment)
    corrected = OutsideMoney.objects.filter(fund=fund, at__lte=moment, replaces__isnull=False).values("replaces")
    return rows.exclude(pk__in=corrected)


def _outside(fund: Fund, as_of: date, moment: datetime) -> list[dict[str, Any]]:
    """Beside the pool, never in its cash: by kind, sector and currency."""
    totals: defaultdict[tuple[str, str, str], int] = defaultdict(int)
    for row in _current_outside(fund, as_of, moment):
        totals[row.kind, row.sector, row.currency] += row.amount
    return [
        {"kind": kind, "sector": sector, "currency": code, "amount": amount}
        for (kind, sector, code), amount in sorted(totals.items())
    ]


def _sources(told: Told) -> list[dict[str, Any]]:
    """Shekels by the sector they came from; sectors that would tell what one giver hides are told together."""
    return [{"sectors": list(one.groups), "amount": one.amount} for one in told.totals]


def _beside(fund: Fund, as_of: date, moment: datetime) -> dict[str, int]:
    """Aligned and public money beside the cash. In kind has no place in a ratio of cash."""
    out: defaultdict[str, int] = defaultdict(int)
    for row in _current_outside(fund, as_of, moment).exclude(kind="in_kind").filter(currency=HOME):
        out[row.sector] += row.amount
    return dict(out)


def _exchange(fund: Fund, within: Bound) -> list[dict[str, Any]]:
    """What exchanges gained or lost against the rate of the promise."""
    rows = Exchange.objects.filter(
        receipt__fund=fund, entry__number__lte=within.last_entry, entry__on__lte=within.as_of
    ).select_related("receipt", "bought_line")
    return [
        {
            "receipt": row.receipt.public_id,
            "sold": row.receipt.amount,
            "currency": row.receipt.currency,
            "bought": row.bought_line.amount,
            "difference": row.bought_line.amount - row.booked,
        }
        for row in rows.order_by("pk")
    ]


def _share(
    promised: dict[int, int], state: dict[int, shares.Shares], funder: Funder, grants: list[dict[str, Any]]
) -> dict[str, Any]:
    """A funder's own part: what came, what of it was spent on which grant, is promised, is free."""
    came = spent = committed = left = 0
    on_grant: defaultdict[str, int] = defaultdict(int)
    for bucket, shared in state.items():
        came += shared.came.get(funder.pk, 0)
        spent += shared.spent_of(funder.pk)
        left += shared.left.get(funder.pk, 0)
        committed += shares.of_balance(shared, promised.get(bucket, 0)).get(funder.pk, 0)
        for ref, amount in shared.spent.get(funder.pk, {}).items():
            on_grant[ref] += amount
    by_grant = [
        {"grant": one["grant"], "amount": on_grant[f"grant:{one['key']}"]}
        for one in grants
        if on_grant.get(f"grant:{one['key']}")
    ]
    return {
        "came": came,
        "paid": spent,
        "committed": committed,
        "free": left - committed,
        "grants": by_grant,
        "other": spent - sum(one["amount"] for one in by_grant),
    }


def _reconciled(fund: Fund, as_of: date, moment: datetime) -> list[dict[str, Any]]:
    out = {}
    rows = Reconciliation.objects.filter(account__fund=fund, until__lte=as_of, at__lte=moment).select_related("account")
    for row in rows.order_by("until"):
        out[row.account.currency] = {
            "currency": row.account.currency,
            "until": row.until,
            "statement": row.statement,
            "book": row.book,
        }
    return [out[code] for code in sorted(out)]


def again(report: FundReport) -> dict[str, Any]:
    """The report made again from the facts of then; the quoted figures are taken from it."""
    kept = json.loads(report.content)
    within = Bound(report.last_entry, report.as_of)
    return content(report.fund, within, report.starts_on, report.at, report.funder, kept["measures"])


def hash_again(report: FundReport) -> str:
    """Its hash: the same for ever, while nobody bends the facts."""
    return canonical.hash_of(again(report))
