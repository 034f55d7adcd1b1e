"""The fund's objects that stand in addresses: found in the demo, made by the acts where it holds none. Not a test.

Money is of three: the fund that all of an initiative share, what a funder gave (`giver`), what a partner got (`part`).
The portal itself acts where no person has to; where two hands are needed, the director, the coordinator, the treasurer.
"""

import datetime
from functools import cached_property, partial
from itertools import count
from typing import Any

from accounts.models import Person
from funding import models as money
from funding import sealing
from funding.schedules import plan
from funding.services import (
    allocations,
    bank,
    fund_reports,
    funders,
    funds,
    grants,
    payment_files,
    payments,
    pledges,
    restrictions,
    rounds,
)
from funding.services import grantee_reports as told
from funding.services import receipts as came
from funding.services.bank import Line
from funding.services.grants import BudgetPlan, TranchePlan
from kernel import actor as actors
from kernel import clock
from kernel.actor import Actor
from partners.models import Mandate
from tests.factories.partners import ParticipationFactory
from tests.factories.working_groups import DecidedFactory
from tests.matrix.world import Place

SYSTEM = Actor.system()
ENOUGH, SOME = 10_000_00, 100_00  # a receipt; a grant
ROUND_ACTS = ("close-assessment", "recommend", "decide", "announce")
_numbers = count(1)


def _names(text: str, column: str = "name") -> dict[str, str]:
    return {f"{column}_he": text, f"{column}_en": "Made for the walk"}


class MoneyFinders:
    """Finders of the fund's nouns; `Filler` gives the place and the act."""

    place: Place
    act: str
    route: str

    def _newest(self, rows: Any) -> Any:
        return rows.order_by("pk").last()

    def _step(self, steps: dict[str, str], otherwise: str) -> str:
        """The state in which the act of the address may be done."""
        return steps.get(self.act, otherwise)

    # the fund, its rules and buckets

    @cached_property
    def fund(self) -> Any:
        """The initiative's fund, with guidelines in force."""
        found = money.Fund.objects.filter(initiative=self.place.initiative).order_by("pk").first()
        fund = found or funds.open_fund(actor=SYSTEM, initiative=self.place.initiative, values=_names("קרן"))
        if not fund.guidelines.filter(state="adopted").exists():
            draft = funds.draft_guideline(actor=SYSTEM, fund=fund, values=_names("קווים מנחים", "text"))
            funds.adopt(actor=SYSTEM, guideline=draft, decision=self._decided())
        return fund

    def find_funds(self) -> Any:
        return self.fund

    def _decided(self) -> Any:
        body = getattr(self.__dict__.get("fund"), "body", None) or self.place.body
        return DecidedFactory(body=body, number=900 + next(_numbers))

    def find_guidelines(self) -> Any:
        """One in force; what is done before it is, meets a draft."""
        if self.act not in {"edit", "adopt"}:
            return self.fund.guidelines.get(state="adopted")
        values = _names("קווים מנחים", "text")
        draft = self._newest(self.fund.guidelines.filter(state="drafted"))
        return draft or funds.draft_guideline(actor=SYSTEM, fund=self.fund, values=values)

    def find_restrictions(self) -> Any:
        """The free bucket; a designated one is released."""
        return self._bucket("designated" if self.act == "release" else "free")

    def _bucket(self, kind: str = "free") -> Any:
        known = {"kind": kind, "currency": "ILS", "state": "open"}
        more = {"decision": self._decided()} if kind == "designated" else {}
        found = self._newest(self.fund.restrictions.filter(factor__isnull=True, district="", **known))
        return found or restrictions.add(actor=SYSTEM, fund=self.fund, values={"kind": kind, **_names("דלי"), **more})

    # promises and money in

    @cached_property
    def funder(self) -> Any:
        """The relation of the giver with the fund."""
        found = money.Funder.objects.filter(fund=self.fund, participation=self.place.giver).first()
        return found or funders.add(actor=SYSTEM, fund=self.fund, participation=self.place.giver)

    def find_funders(self) -> Any:
        return self.funder

    def find_pledges(self) -> Any:
        """A signed pledge; a draft where it is changed or signed."""
        state = self._step({"sign": "drafted", "edit": "drafted", "end": "signed"}, "signed")
        return self._newest(self.funder.pledges.filter(state=state)) or self._pledge(state)

    def _pledge(self, state: str) -> Any:
        parts = plan(ENOUGH, clock.today(), 2)
        values = {"restriction": self._bucket(), "amount": ENOUGH, "visibility": "anonymous"}
        row = pledges.draft(actor=SYSTEM, funder=self.funder, values=values, parts=parts)
        return row if state == "drafted" else pledges.sign(actor=self._signer(self.place.giver), pledge=row)

    def _signer(self, part: Any) -> Any:
        mandate = Mandate.objects.filter(participation=part).order_by("pk").first()
        return actors.for_user(mandate.person_id)

    def find_instalments(self) -> Any:
        return self.find_pledges().instalments.order_by("number").last()

    def find_bank_accounts(self) -> Any:
        """The fund's account of shekels."""
        found = self.fund.bank_accounts.filter(currency="ILS").first()
        return found or bank.open_account(actor=SYSTEM, fund=self.fund, values={"name": "בנק"})

    def find_bank_lines(self) -> Any:
        """A line by which money went out, of which nothing is known."""
        return self._line(-SOME)

    def _line(self, amount: int) -> Any:
        line = Line(f"walk-{next(_numbers)}", clock.today(), amount, "")
        return bank.add_line(actor=SYSTEM, account=self.find_bank_accounts(), line=line)

    def find_receipts(self) -> Any:
        """Money that waits; for the next steps, matched or assigned."""
        return self._receipt(self._step({"assign": "matched", "issue": "assigned", "unassign": "assigned"}, "recorded"))

    def _receipt(self, state: str) -> Any:
        receipt = self._line(ENOUGH).receipt
        if state != "recorded":
            came.match(actor=SYSTEM, receipt=receipt, funder=self.funder)
        if state == "assigned":
            came.assign(actor=SYSTEM, receipt=receipt, parts={self._bucket(): ENOUGH})
        return receipt

    def find_ledger(self) -> Any:
        """The newest entry; a fee where one is reversed."""
        if self.act == "reverse":
            self._receipt("assigned")
            return bank.charge(actor=SYSTEM, line=self._line(-SOME), restriction=self._bucket())
        self._receipt("recorded")
        return self._newest(self.fund.entries)

    find_entries = find_ledger

    # from a round to a grant

    def find_rounds(self) -> Any:
        """An open round; one without proposals as far as the act asks."""
        if self.act not in ROUND_ACTS:
            found = self._newest(self.fund.rounds.filter(state="opened", closes_on__gte=clock.today()))
            return found or self._round()
        row = self._round()
        steps = (rounds.close_assessment, partial(rounds.recommend, amounts={}), rounds.decide)
        for step in steps[: ROUND_ACTS.index(self.act)]:
            step(actor=SYSTEM, round=row)
        return row

    def _round(self) -> Any:
        today = clock.today()
        dates = {"opens_on": today, "closes_on": today + datetime.timedelta(days=30)}
        values = {**_names("סבב"), "restriction": self._bucket(), "ceiling": ENOUGH, **dates}
        return rounds.open_round(actor=SYSTEM, fund=self.fund, values=values)

    def find_proposals(self) -> Any:
        """The partner's proposal in the open round; a recommended one where it is put to the body or paid for."""
        is_later = self.act in {"put", "allocate"} and self.place.initiative.slug == "5x2"
        round_ = self._round() if is_later else self.find_rounds()
        part, values = self.place.part, {"title": "הצעה", "amount": SOME}
        found = round_.proposals.filter(participation=part).first()
        row = found or rounds.submit(actor=SYSTEM, round=round_, participation=part, values=values)
        if is_later:
            for who in ("director", "coordinator"):
                points = dict.fromkeys(round_.guideline.criteria.all(), 1)
                rounds.assess(actor=self._hand(who), proposal=row, points=points)
            rounds.close_assessment(actor=SYSTEM, round=round_)
            rounds.recommend(actor=SYSTEM, round=round_, amounts={row: SOME})
        if is_later and self.act == "allocate":
            money.Proposal.objects.filter(pk=row.pk).update(decision=self._decided())
        return row

    def _hand(self, name: str) -> Any:
        return actors.for_user(Person.objects.get(email=f"{name}@demo.example").pk)

    def find_allocations(self) -> Any:
        """An allocation with something left of it."""
        found = self._newest(self.fund.allocations.filter(state="active", remaining__gte=SOME))
        return found or self._allocation()

    def _allocation(self) -> Any:
        self._receipt("assigned")
        known = {"restriction": self._bucket(), "decision": self._decided(), "amount": SOME}
        return allocations.allocate(actor=SYSTEM, fund=self.fund, **known)

    def find_grants(self) -> Any:
        """The partner's grant in the state that the act begins from."""
        states = {"plan": "approved", "send": "approved", "sign": "agreement_sent", "activate": "signed"}
        return self._grant(self._step(states, "active"))

    def _grant(self, state: str) -> Any:
        found = self._newest(self.fund.grants.filter(participation=self.place.part, state=state))
        return found or self._new_grant(state)

    def _new_grant(self, state: str) -> Any:
        today = clock.today()
        values = {"title": "מענק", "starts_on": today, "ends_on": today + datetime.timedelta(days=300)}
        known = {"allocation": self._allocation(), "participation": self.place.part, "amount": SOME}
        grant = grants.award(actor=SYSTEM, values=values, **known)
        if state == "approved":
            return grant
        now = SOME // 2 - 1  # as much as the guidelines pay before a report
        tranches = [TranchePlan(today, now), TranchePlan(today, 1, 0, "תנאי"), TranchePlan(today, SOME - SOME // 2, 1)]
        budget = [BudgetPlan("שכר", SOME - 10_00), BudgetPlan("למידה", 10_00, "learning")]
        grants.plan(actor=SYSTEM, grant=grant, tranches=tranches, budget=budget, reports=[today])
        grants.send(actor=SYSTEM, grant=grant)
        if state == "agreement_sent":
            return grant
        grants.sign(actor=self._signer(self.place.part), grant=grant)
        if state == "signed":
            return grant
        return grants.activate(actor=SYSTEM, grant=grant)

    def find_tranches(self) -> Any:
        """A tranche that is due and of which something is left."""
        rows = money.Tranche.objects.filter(grant__fund=self.fund, grant__participation=self.place.part)
        found = rows.filter(grant__state="active", remaining__gt=0, conditions__isnull=True, due_on__lte=clock.today())
        return self._newest(found) or self._new_grant("active").tranches.get(number=1)

    def find_conditions(self) -> Any:
        """A condition that waits for a person."""
        rows = money.Condition.objects.filter(tranche__grant__participation=self.place.part, kind="other")
        found = self._newest(rows.filter(met_on__isnull=True, tranche__grant__fund=self.fund))
        return found or self._new_grant("active").tranches.get(number=2).conditions.get()

    # money out

    def find_payees(self) -> Any:
        """The partner's account; where one is confirmed, one that waits, of a partner whose payments may wait too."""
        state = self._step({"confirm": "proposed", "refuse": "proposed"}, "confirmed")
        known = {"participation": self.place.part if state == "confirmed" else self._newcomer, "state": state}
        return money.PayeeAccount.objects.filter(**known).first() or self._payee(known)

    find_accounts = find_payees

    @cached_property
    def _newcomer(self) -> Any:
        return ParticipationFactory(initiative=self.place.initiative)

    def find_files(self) -> Any:
        """A file that went to the bank."""
        known = {"account": self.find_bank_accounts()}
        row = {"number": 1, "count": 1, "total": 1, "hash": "0" * 64, "by": None, "at": clock.now()}
        found = self._newest(money.PaymentFile.objects.filter(**known))
        return found or money.PaymentFile.objects.create(**row, **known)

    find_payment_files = find_files

    def _payee(self, known: dict[str, Any]) -> Any:
        ago = clock.now() - datetime.timedelta(days=30)
        who = Person.objects.get(email="director@demo.example")
        sure = {"confirmed_by": who, "confirmed_at": ago} if known["state"] == "confirmed" else {}
        row = {"holder": "שותף", "bank_code": "12-600", "last_digits": "1234"}
        account = money.PayeeAccount(by=None, at=ago, **row, **sure, **known)
        account.sealed_number = sealing.seal("123451234", account.public_id)
        account.save()
        return account

    def find_payments(self) -> Any:
        """The partner's payment in the state that the act begins from."""
        steps = {"approve-finance": "programme_approved", "instruct": "finance_approved", "execute": "instructed"}
        after = {"reconcile": "executed", "return": "executed", "give-back": "executed"}
        state = self._step({**steps, **after}, "requested")
        rows = money.Payment.objects.filter(tranche__grant__participation=self.place.part, fund=self.fund)
        return self._newest(rows.filter(state=state)) or self._payment(state)

    def _payment(self, state: str) -> Any:
        """Another place has no treasurer: there it stays asked for."""
        self.find_payees()
        tranche, invoice = self.find_tranches(), f"walk-{next(_numbers)}"
        row = payments.request(actor=SYSTEM, tranche=tranche, amount=1, invoice=invoice)
        order = ("requested", "programme_approved", "finance_approved", "instructed", "executed")
        if self.place.initiative.slug == "5x2":
            for step in order[1 : order.index(state) + 1]:
                self._push(row, step)
        return row

    def _push(self, row: Any, state: str) -> None:
        hand = {"programme_approved": "coordinator", "executed": "director"}.get(state, "treasurer")
        actor = self._hand(hand)
        row.__dict__.pop("approver_ids", None)
        if state == "instructed":
            payment_files.instruct(actor=actor, account=self.find_bank_accounts(), chosen=[row])
        elif state == "executed":
            payments.execute(actor=actor, payment=row)
        else:
            payments.approve(actor=actor, payment=row, step=state.partition("_")[0])

    # what is told

    def find_outside(self) -> Any:
        """A line of money beside the pool."""
        values = {"kind": "in_kind", "sector": "own", "amount": SOME, "on": clock.today(), "note": "אולם"}
        found = self._newest(self.fund.outside)
        return found or funders.record_outside(actor=SYSTEM, fund=self.fund, values=values)

    def find_grantee_reports(self) -> Any:
        """The partner's report: one to write, or one that waits for its reviewer."""
        state = self._step({"accept": "submitted", "return": "submitted"}, "open")
        rows = money.GranteeReport.objects.filter(grant__participation=self.place.part, grant__fund=self.fund)
        found = self._newest(rows.filter(state=state))
        return found or self._told(self._new_grant("active").reports.order_by("number").first(), state)

    def _told(self, report: Any, state: str) -> Any:
        told.save(actor=SYSTEM, report=report, narrative="נעשה")
        if state == "submitted":
            told.submit(actor=SYSTEM, report=report)
        return report

    def find_reports(self) -> Any:
        """The giver's own report of the fund."""
        found = self._newest(self.fund.reports.filter(funder=self.funder))
        dates = {"starts_on": clock.today() - datetime.timedelta(days=9), "as_of": clock.today()}
        return found or fund_reports.make(actor=SYSTEM, fund=self.fund, funder=self.funder, **dates)
