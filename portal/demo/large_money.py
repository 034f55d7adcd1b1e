"""A fund with a journal as long as a number says, beside the demo's: for benchmarks.

The fund, its money in and its grants go through the acts; receipts are assigned and payments booked in bulk through the
journal's own door, so every entry is numbered, sealed and counted as any other. No payment stands behind the bulk.
"""

import random
from collections.abc import Iterator
from datetime import date, timedelta
from typing import Any

from accounts.models import Person
from funding import ledger
from funding.models import EntryKind, Fund, Funder, Grant, Receipt, Restriction
from funding.services import allocations, bank, funders, funds, grants, journal, restrictions
from funding.services.bank import Line
from initiative.models import Initiative
from kernel import actor as actors
from kernel import clock
from partners.models import Participation
from portal.demo.stage import names
from working_groups.models import Decision

BATCH = 2500
YEARS = 3
IN, OUT, FEE = 1_000_000, 700_000, 1_250
GRANTS = 20


def run(initiative: Initiative, postings: int) -> Iterator[str]:
    """Write it all; yields a line for each part that is done."""
    chance = random.Random("shidra money")
    director, treasurer = _who("director"), _who("treasurer")
    fund, buckets, account, givers = _found(initiative, director, treasurer)
    today = clock.today()
    first = today - timedelta(days=365 * YEARS)
    count = postings // 8
    days = [first + timedelta(days=365 * YEARS * place // count) for place in range(count)]
    for start in range(0, count, BATCH):
        lines = [
            Line(f"large-{start + place}", day, IN, "", row=start + place)
            for place, day in enumerate(days[start : start + BATCH])
        ]
        bank.take_in(actor=treasurer, account=account, name="large.csv", hash=f"{start:064d}", lines=lines)
    yield f"{count} receipts"
    _assign(treasurer, fund, buckets, givers, chance)
    yield "assigned"
    gifts = _grants(initiative, director, fund, buckets, OUT * (count + GRANTS))
    paid = [(min(day + timedelta(days=45), today), f"large-paid:{fund.pk}-{n}") for n, day in enumerate(days)]
    events: list[Any] = []
    for place, (day, source) in enumerate(paid):
        one = gifts[place % len(gifts)]
        bucket = one.allocation.restriction_id
        events.append((day, source, ledger.executed(OUT, bucket, one.allocation_id, one.pk)))
    for start in range(0, len(events), BATCH):
        journal.post_many(treasurer, fund, EntryKind.EXECUTED, events[start : start + BATCH])
    yield f"{len(events)} payments"


def _who(person: str) -> actors.Actor:
    return actors.for_user(Person.objects.get(email=f"{person}@demo.example").pk, language="he")


def _found(initiative: Initiative, director: Any, treasurer: Any) -> tuple[Fund, list[Restriction], Any, list[Funder]]:
    model = Fund.objects.filter(initiative=initiative).earliest("pk")
    given = {**names("קרן גדולה", "Large fund"), "body": model.body}
    fund = funds.open_fund(actor=director, initiative=initiative, values=given)
    criteria = [{**names("התאמה", "Fit"), "weight": 1}]
    rules = names("קווים מנחים", "Guidelines", "text")
    draft = funds.draft_guideline(actor=director, fund=fund, values=rules, criteria=criteria)
    funds.adopt(actor=director, guideline=draft, decision=_decision(model))
    buckets = [
        restrictions.add(actor=director, fund=fund, values=names(f"מטרה {number}", f"Purpose {number}"))
        for number in range(1, 6)
    ]
    account = bank.open_account(actor=treasurer, fund=fund, values={"name": "חשבון"})
    parties = Participation.objects.filter(initiative=initiative, kind="funder").order_by("pk")[:5]
    givers = [funders.add(actor=director, fund=fund, participation=one) for one in parties]
    return fund, buckets, account, givers


def _decision(model: Fund) -> Decision:
    return Decision.objects.get(pk__in=model.guidelines.filter(state="adopted").values("decision"))


def _assign(treasurer: Any, fund: Fund, buckets: list[Restriction], givers: list[Funder], chance: Any) -> None:
    """Each receipt to one funder and one bucket."""
    unassigned = funds.waiting_bucket(fund, "ILS").pk
    rows = list(Receipt.objects.filter(fund=fund).order_by("pk").values_list("pk", "public_id", "on"))
    by_funder: dict[int, list[int]] = {}
    events = []
    for key, name, on in rows:
        giver, bucket = chance.choice(givers), chance.choice(buckets)
        by_funder.setdefault(giver.pk, []).append(key)
        events.append((on, f"large-assigned:{name}", ledger.assigned({bucket.pk: IN}, unassigned, "ILS", giver.pk)))
    for start in range(0, len(events), BATCH):
        journal.post_many(treasurer, fund, EntryKind.ASSIGNED, events[start : start + BATCH])
    for giver_key, keys in by_funder.items():
        for start in range(0, len(keys), 500):
            Receipt.objects.filter(pk__in=keys[start : start + 500]).update(
                funder=giver_key, assigned=IN, state="assigned"
            )


def _grants(
    initiative: Initiative, director: Any, fund: Fund, buckets: list[Restriction], whole: int
) -> list[Grant]:
    """Enough of them, spread over the buckets, to take all that is paid."""
    partner = Participation.objects.filter(initiative=initiative, kind="partner", state="active").earliest("pk")
    today: date = clock.today()
    decision = _decision(Fund.objects.filter(initiative=initiative).earliest("pk"))
    out = []
    for place in range(GRANTS):
        given = {"fund": fund, "restriction": buckets[place % len(buckets)], "decision": decision}
        allocation = allocations.allocate(actor=director, amount=whole // GRANTS, **given)
        values = {"title": f"מענק {place + 1}", "starts_on": today, "ends_on": today + timedelta(days=300)}
        out.append(
            grants.award(
                actor=director, allocation=allocation, participation=partner, amount=whole // GRANTS, values=values
            )
        )
    return out
