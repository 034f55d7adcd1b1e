"""Who gave, and what of it may be told: pledges as far as each allows, sources by sector, restrictions told together.

A giver's amount may be known when every promise that it signed says so; who signed none keeps it to itself. What could
be subtracted is held back by `funding.disclosure`.
"""

from collections import defaultdict
from collections.abc import Collection, Mapping, Sequence
from datetime import date, datetime
from typing import Any

from funding import disclosure
from funding.disclosure import Giver, Told
from funding.models import HOME, Fund, Funder, Pledge, Restriction, Visibility
from funding.shares import POOL, Shares

BANDS = (10_000_00, 50_000_00, 100_000_00, 500_000_00, 1_000_000_00, 5_000_000_00)
SECTORS = {"public": "public", "local": "public", "business": "business"}


def pledges(fund: Fund, as_of: date, moment: datetime) -> list[Pledge]:
    """The promises that stood then: signed, and not replaced by a later one."""
    return pledges_of_many([fund], as_of, moment)


def pledges_of_many(funds: Sequence[Fund], as_of: date, moment: datetime) -> list[Pledge]:
    """The same of some funds; each tells its fund by its funder."""
    signed = (
        Pledge.objects.filter(funder__fund__in=funds, signed_on__lte=as_of, at__lte=moment)
        .exclude(state="drafted")
        .select_related("funder__participation")
        .order_by("pk")
    )
    later = set(signed.filter(replaces__isnull=False).values_list("replaces", flat=True))
    return [one for one in signed if one.pk not in later]


def masked(pledge: Pledge, is_own: bool = False, held: Collection[int] = ()) -> dict[str, Any]:
    """A pledge as others may know of it: amount, range, name alone, or only that there is one. An amount that would
    give another's away (`held`: whose is held back) is a range."""
    out: dict[str, Any] = {"visibility": pledge.visibility}
    if is_own or pledge.visibility != Visibility.ANONYMOUS:
        out["funder"] = pledge.funder.participation.public_id
    is_told = pledge.visibility == Visibility.AMOUNT and pledge.funder_id not in held
    if is_own or is_told:
        out["amount"], out["currency"] = pledge.amount, pledge.currency
    elif pledge.visibility in {Visibility.AMOUNT, Visibility.BAND}:
        out["up_to"] = next((top for top in BANDS if pledge.amount <= top), None)
        out["currency"] = pledge.currency
    return out


def open_funders(promises: Sequence[Pledge]) -> set[int]:
    """Those whose amounts may be known, of themselves."""
    hidden = {one.funder_id for one in promises if one.visibility != Visibility.AMOUNT}
    return {one.funder_id for one in promises} - hidden


def told(fund: Fund, state: Mapping[int, Shares], promises: Sequence[Pledge]) -> Told:
    """What may be told of the shekels that came: whose, by sector, the whole. Money without a giver hides nobody."""
    return told_of_many([fund], state, promises)[fund.pk]


def told_of_many(funds: Sequence[Fund], state: Mapping[int, Shares], promises: Sequence[Pledge]) -> dict[int, Told]:
    """The same for each of some funds, by its key; two queries, however many they are."""
    home: defaultdict[int, set[int]] = defaultdict(set)
    for fund, bucket in Restriction.objects.filter(fund__in=funds, currency=HOME).values_list("fund", "pk"):
        home[fund].add(bucket)
    sector_of = {
        one.pk: SECTORS.get(getattr(one.participation.organisation, "sector", ""), "philanthropic")
        for one in Funder.objects.filter(fund__in=funds).select_related("participation__organisation")
    }
    is_open = {POOL, *open_funders(promises)}
    return {one.pk: _told(state, home[one.pk], sector_of, is_open) for one in funds}


def _told(
    state: Mapping[int, Shares], home: Collection[int], sector_of: Mapping[int, str], is_open: Collection[int]
) -> Told:
    came: defaultdict[int, int] = defaultdict(int)
    for bucket, shared in state.items():
        if bucket in home:
            for funder, amount in shared.came.items():
                came[funder] += amount
    return disclosure.disclosed(
        [
            Giver(funder, sector_of.get(funder, "philanthropic"), amount, funder in is_open)
            for funder, amount in sorted(came.items())
            if amount
        ]
    )


def together(state: Mapping[int, Shares], promises: Sequence[Pledge]) -> list[tuple[int, ...]]:
    """The restrictions that are told in one line, because one line of its own would tell what a giver hides."""
    is_open = {POOL, *open_funders(promises)}
    found = disclosure.totals(
        [
            Giver(funder, f"{bucket:020}", amount, funder in is_open)
            for bucket, shared in state.items()
            for funder, amount in shared.came.items()
            if amount
        ]
    )
    return [tuple(int(one) for one in total.groups) for total in found if len(total.groups) > 1]
