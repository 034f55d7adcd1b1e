"""A fund with everything it needs, made by its acts: guidelines in force, buckets, a bank account, a funder.

world = FundWorld(make_cast())
world.receive(100_000_00)                  money in the free bucket
grant = world.grant(60_000_00)             decided, allocated, awarded, signed, active, one tranche due today
payment = world.pay(grant)                 asked, approved twice, sent, paid
"""

from dataclasses import dataclass, field
from datetime import timedelta
from itertools import count
from typing import Any

from funding.models import BankAccount, Fund, Funder, Restriction, Step
from funding.schedules import plan
from funding.services import (
    allocations,
    bank,
    funders,
    funds,
    grants,
    payees,
    payment_files,
    payments,
    pledges,
    receipts,
    restrictions,
)
from funding.services.bank import Line
from funding.services.grants import BudgetPlan, TranchePlan
from kernel import clock
from partners.models import MandateKind
from tests.actors import Cast, actor_of
from tests.factories.accounts import PersonFactory
from tests.factories.partners import MandateFactory
from tests.factories.working_groups import DecidedFactory

_ids = count(1)


def names(text: str, field_name: str = "name") -> dict[str, str]:
    """Both columns of a translated text."""
    return {f"{field_name}_he": text, f"{field_name}_en": text}


def budget(amount: int) -> list[BudgetPlan]:
    """A budget that adds up, five per cent of it for learning."""
    learning = -(-amount * 5 // 100)
    staff = [BudgetPlan("שכר", amount - learning, "staff")] if amount > learning else []
    return [*staff, BudgetPlan("למידה", learning, "learning")]


@dataclass
class FundWorld:
    """One fund of a cast's initiative."""

    cast: Cast
    values: dict[str, Any] = field(default_factory=dict)
    fund: Fund = None  # type: ignore[assignment]
    free: Restriction = None  # type: ignore[assignment]
    account: BankAccount = None  # type: ignore[assignment]
    funder: Funder = None  # type: ignore[assignment]

    def __post_init__(self) -> None:
        self.finance = PersonFactory(email="finance@demo.example", name_he="כספים")
        MandateFactory(participation=self.cast.partner, person=self.finance, kind=MandateKind.FINANCE_CONTACT)
        self.fund = funds.open_fund(
            actor=self.director,
            initiative=self.cast.initiative,
            values={**names("קרן"), "body": self.cast.committee, "is_public": True},
        )
        guideline = funds.draft_guideline(
            actor=self.director,
            fund=self.fund,
            values={**names("קווים מנחים", "text"), "hold_days": 0, **self.values},
            criteria=[{**names("התאמה"), "weight": 2}, {**names("יכולת"), "weight": 1}],
        )
        self.guideline = funds.adopt(actor=self.director, guideline=guideline, decision=self.decision())
        self.free = self.bucket("כסף חופשי")
        self.account = bank.open_account(actor=self.treasurer, fund=self.fund, values={"name": "בנק"})
        self.funder = funders.add(actor=self.director, fund=self.fund, participation=self.cast.funding)

    @property
    def director(self) -> Any:
        """The director's actor."""
        return self.cast.actor("director")

    @property
    def coordinator(self) -> Any:
        """The coordinator's actor."""
        return self.cast.actor("coordinator")

    @property
    def treasurer(self) -> Any:
        """The treasurer's actor."""
        return self.cast.actor("treasurer")

    def decision(self, organisation: Any = None) -> Any:
        """An adopted decision of the committee."""
        number = 1000 + next(_ids)  # far from those the body gives out itself
        return DecidedFactory(body=self.cast.committee, number=number, concerns=organisation, decided_on=clock.today())

    def bucket(self, name: str, **values: Any) -> Restriction:
        """A bucket under a rule."""
        return restrictions.add(actor=self.director, fund=self.fund, values={**names(name), **values})

    def line(self, amount: int, on: Any = None, account: Any = None, payer: str = "") -> Any:
        """A line of the statement; money that came is a receipt at once."""
        given = Line(f"ref-{next(_ids)}", on or clock.today(), amount, payer)
        return bank.add_line(actor=self.treasurer, account=account or self.account, line=given)

    def receive(self, amount: int, bucket: Restriction | None = None, funder: Funder | None = None) -> Any:
        """Money in, matched to the funder and assigned."""
        receipt = self.line(amount).receipt
        receipts.match(actor=self.treasurer, receipt=receipt, funder=funder or self.funder)
        receipts.assign(actor=self.treasurer, receipt=receipt, parts={bucket or self.free: amount})
        return receipt

    def pledge(self, amount: int, parts: int = 1, **values: Any) -> Any:
        """A signed pledge of the funder, its first instalment today."""
        pledge = pledges.draft(
            actor=self.director,
            funder=self.funder,
            values={"restriction": self.free, "amount": amount, **values},
            parts=plan(amount, clock.today(), parts),
        )
        return pledges.sign(actor=self.cast.actor("funder"), pledge=pledge)

    def allocate(self, amount: int, bucket: Restriction | None = None) -> Any:
        """An allocation by a decision."""
        return allocations.allocate(
            actor=self.director,
            fund=self.fund,
            restriction=bucket or self.free,
            decision=self.decision(),
            amount=amount,
        )

    def award(self, allocation: Any, amount: int, **values: Any) -> Any:
        """A grant to the partner."""
        today = clock.today()
        return grants.award(
            actor=self.director,
            allocation=allocation,
            participation=self.cast.partner,
            amount=amount,
            values={"title": "מענק", "starts_on": today, "ends_on": today + timedelta(days=300), **values},
        )

    def grant(self, amount: int, tranches: Any = None, **more: Any) -> Any:
        """A signed, active grant; one tranche due today unless told."""
        grant = self.award(self.allocate(amount), amount)
        plans = tranches or [TranchePlan(clock.today(), amount)]
        grants.plan(actor=self.director, grant=grant, tranches=plans, **{"budget": budget(amount), **more})
        grants.send(actor=self.director, grant=grant)
        grants.sign(actor=self.cast.actor("signatory"), grant=grant)
        return grants.activate(actor=self.director, grant=grant)

    def payee(self, number: str = "12-345-678901") -> Any:
        """A confirmed account of the partner."""
        account = payees.propose(
            actor=actor_of(self.finance),
            participation=self.cast.partner,
            holder="שותף",
            bank_code="12-345",
            number=number,
        )
        return payees.confirm(actor=self.treasurer, account=account)

    def request(self, tranche: Any, amount: int | None = None, invoice: str = "") -> Any:
        """A payment asked for by the partner's representative."""
        if payees.current(self.cast.partner.pk) is None:
            self.payee()
        return payments.request(
            actor=self.cast.actor("lead"),
            tranche=tranche,
            amount=amount or tranche.remaining,
            invoice=invoice or f"inv-{next(_ids)}",
        )

    def approve(self, payment: Any) -> Any:
        """Both approvals."""
        payments.approve(actor=self.coordinator, payment=payment, step=Step.PROGRAMME)
        return payments.approve(actor=self.treasurer, payment=payment, step=Step.FINANCE)

    def instruct(self, payment: Any) -> Any:
        """Sent to the bank."""
        payment_files.instruct(actor=self.treasurer, account=self.account, chosen=[payment])
        return payment

    def pay(self, grant: Any, amount: int | None = None) -> Any:
        """A payment from the request to the bank: four different hands."""
        payment = self.request(grant.tranches.order_by("number").first(), amount)
        self.approve(payment)
        self.instruct(payment)
        return payments.execute(actor=self.director, payment=payment)

    def available(self, bucket: Restriction | None = None) -> int:
        """What the bucket holds now."""
        return int(Restriction.objects.values_list("available", flat=True).get(pk=(bucket or self.free).pk))
