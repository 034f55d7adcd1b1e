"""A random history of a fund, played through its acts: each step may be refused, none may break the books."""

import random
from datetime import timedelta

from funding.models import Grant, GrantState, Pledge, Receipt, Restriction, Tranche
from funding.schedules import plan
from funding.selectors import audit_books, audit_chain, positions
from funding.services import (
    allocations,
    bank,
    funds,
    grant_changes,
    grants,
    payments,
    pledges,
    receipts,
    restrictions,
)
from funding.services.grants import TranchePlan
from funding.shares import Shares
from kernel import clock
from kernel.errors import DomainError
from tests.factories.funding import FundWorld, budget

STEPS = (
    "pledge", "receive", "receive", "receive", "foreign", "assign", "allocate", "allocate", "grant", "grant", "pay",
    "pay", "give_back", "unassign", "release", "close", "fee", "end", "close_allocation",
)  # fmt: skip


class History:
    """One history of one fund; `play` gives how many steps went through."""

    def __init__(self, world: FundWorld, seed: int) -> None:
        self.world, self.random = world, random.Random(seed)
        self.decision = world.decision()
        designated = world.bucket("ייעוד הוועדה", kind="designated", decision=self.decision)
        self.buckets = [world.free, world.bucket("צפון", district="north"), designated]

    def play(self, steps: int) -> int:
        """Play and check the books after every step."""
        done = 0
        start = clock.now()
        for number in range(steps):
            name = self.random.choice(STEPS)
            with clock.at(start + timedelta(days=number, minutes=number)):
                try:
                    getattr(self, name)()
                    done += 1
                except DomainError:
                    pass
                assert self.broken() == {}, f"after {name}, step {number}"
        return done

    def broken(self):
        """The rules that do not hold now."""
        rules = {
            "M1": audit_books.m1,
            "M3": audit_books.m3,
            "M4": audit_books.m4,
            "M6": audit_books.m6,
            "M7": audit_books.m7,
            "M15": audit_chain.m15,
            "shares": self.shares_differ,
        }
        return {name: rows for name, ask in rules.items() if (rows := ask())}

    def shares_differ(self):
        """What is left of all funders' money in a bucket is the bucket's cash."""
        within = positions.bound(self.world.fund, clock.today())
        cash = positions.postings(self.world.fund, within).filter(account="restricted")
        told = {}
        for key, amount in cash.values_list("restriction", "amount"):
            told[key] = told.get(key, 0) - amount
        found = positions.shares_by_bucket(self.world.fund, within)
        return [key for key in told if told[key] != self.left(found.get(key, Shares()))]

    def left(self, shares):
        """What all funders together have left, less what was spent before it came."""
        return sum(shares.left.values()) - sum(amount for _ref, amount in shares.owed)

    def amount(self, most=50_000_00):
        return self.random.randint(1, most)

    def one(self, rows):
        found = list(rows)
        return self.random.choice(found) if found else None

    def pledge(self):
        amount, parts = self.amount(), self.random.randint(1, 5)
        row = pledges.draft(
            actor=self.world.director,
            funder=self.world.funder,
            values={"restriction": self.world.free, "amount": amount},
            parts=plan(amount, clock.today(), parts, self.random.randint(1, 12)),
        )
        pledges.sign(actor=self.world.cast.actor("funder"), pledge=row)

    def receive(self):
        receipt = self.world.line(self.amount()).receipt
        due = self.one(
            row
            for pledge in Pledge.objects.filter(funder=self.world.funder)
            for row in pledge.instalments.all()
            if row.amount - row.received >= receipt.amount
        )
        receipts.match(actor=self.world.treasurer, receipt=receipt, funder=self.world.funder, instalment=due)
        self.share_out(receipt)

    def share_out(self, receipt):
        rest, parts = receipt.waiting, {}
        for bucket in self.random.sample(self.buckets, self.random.randint(1, len(self.buckets))):
            part = self.random.randint(0, rest)
            if part:
                parts[bucket] = part
                rest -= part
        receipts.assign(actor=self.world.treasurer, receipt=receipt, parts=parts)

    def assign(self):
        receipt = self.one(row for row in Receipt.objects.exclude(state="reversed") if row.waiting > 0)
        if receipt is not None:
            self.share_out(receipt)

    def foreign(self):
        world = self.world
        account = world.fund.bank_accounts.filter(currency="USD").first() or bank.open_account(
            actor=world.treasurer, fund=world.fund, values={"name": "דולר", "currency": "USD"}
        )
        amount = self.amount(9_000_00)
        receipt = world.line(amount, account=account).receipt
        receipts.match(actor=world.treasurer, receipt=receipt, funder=world.funder)
        sold = world.line(-amount, account=account)
        bought = world.line(amount * self.random.randint(330, 390) // 100)
        receipts.exchange(actor=world.treasurer, receipt=receipt, sold_line=sold, bought_line=bought)
        self.share_out(receipt)

    def allocate(self):
        allocations.allocate(
            actor=self.world.director,
            fund=self.world.fund,
            restriction=self.one(self.buckets),
            decision=self.decision,
            amount=self.amount(30_000_00),
        )

    def grant(self):
        allocation = self.one(self.world.fund.allocations.filter(state="active", remaining__gt=0))
        if allocation is None:
            return
        amount = self.random.randint(1, allocation.remaining + 10_00)
        grant = self.world.award(allocation, amount, district=self.random.choice(["", "north"]))
        first = self.random.randint(1, amount)
        parts = [part for part in (first, amount - first) if part]
        plans = [TranchePlan(clock.today(), part) for part in parts]
        grants.plan(actor=self.world.director, grant=grant, tranches=plans, budget=budget(amount))
        grants.send(actor=self.world.director, grant=grant)
        grants.sign(actor=self.world.cast.actor("signatory"), grant=grant)
        grants.activate(actor=self.world.director, grant=grant)

    def pay(self):
        tranche = self.one(Tranche.objects.filter(grant__state=GrantState.ACTIVE, remaining__gt=0))
        if tranche is None:
            return
        payment = self.world.request(tranche, self.random.randint(1, tranche.remaining + 5_00))
        self.world.approve(payment)
        self.world.instruct(payment)
        payments.execute(actor=self.world.director, payment=payment)

    def give_back(self):
        payment = self.one(self.world.fund.payments.filter(state="executed"))
        if payment is not None:
            payments.give_back(actor=self.world.treasurer, payment=payment, reason="חזר")
            if self.random.random() < 0.5:
                payments.cancel(actor=self.world.director, payment=payment, reason="בוטל")

    def unassign(self):
        receipt = self.one(Receipt.objects.filter(fund=self.world.fund, state="assigned"))
        if receipt is not None:
            receipts.unassign(actor=self.world.treasurer, receipt=receipt, reason="ייעוד שגוי")

    def release(self):
        bucket = Restriction.objects.get(pk=self.buckets[2].pk)
        restrictions.release(
            actor=self.world.director,
            restriction=bucket,
            target=self.world.free,
            amount=self.amount(5_000_00),
            reason="שחרור",
            decision=self.decision,
        )

    def close(self):
        funds.close_period(actor=self.world.treasurer, fund=self.world.fund, until=clock.today() - timedelta(days=1))

    def fee(self):
        bank.charge(actor=self.world.treasurer, line=self.world.line(-self.amount(50_00)), restriction=self.world.free)

    def end(self):
        grant = self.one(Grant.objects.filter(fund=self.world.fund, state=GrantState.ACTIVE))
        if grant is not None:
            grant_changes.terminate(actor=self.world.director, grant=grant, decision=self.decision, reason="הופסק")

    def close_allocation(self):
        allocation = self.one(self.world.fund.allocations.filter(state="active"))
        if allocation is not None:
            allocations.close(actor=self.world.director, allocation=allocation)
