"""The demo's six grants: awarded, signed, paid, reported, ended, one transfer sent back by the bank."""

from datetime import date, timedelta
from typing import Any

from funding.models import Payment, Step
from funding.schedules import add_months
from funding.selectors import quoting
from funding.services import (
    allocations,
    grant_changes,
    grantee_reports,
    grants,
    payees,
    payment_files,
    payments,
)
from funding.services.grants import BudgetPlan, TranchePlan
from kernel import periods
from portal.demo import money_papers
from portal.demo import money_texts as texts
from portal.demo.founding import staff_of
from portal.demo.money_story import WHOLE, Play
from portal.demo.money_texts import Gets
from portal.demo.stage import moment


def grant(story: Play, gets: Gets, share: int) -> None:
    """A grant by a decision of the committee, as far as its state says."""
    stage, director = story.stage, story.act("director")
    part, amount, day = stage.partners[gets.code], gets.amount * WHOLE, story.day(share)
    with moment(day, 11):
        proposal, decision = story.proposals.get(part.pk, (None, None))
        if decision is None:
            decision = story.decide(f"להקצות למענק: {gets.he}", f"Allocate to a grant: {gets.en}", part.organisation)
        allocation = allocations.allocate(
            actor=director, fund=story.fund, restriction=story.free, decision=decision, amount=amount, proposal=proposal
        )
        ends_on = add_months(day, 5 if gets.state == "closed" else 18)
        values = {"title": gets.he, "starts_on": day, "ends_on": ends_on, "factor": story.round.factor}
        grant = grants.award(
            actor=director, allocation=allocation, participation=part, amount=amount, values=values
        )
        story.grants[gets.code] = grant
        if gets.state == "approved":
            return
        half = amount // 2
        plans = [TranchePlan(day + timedelta(days=5), half), TranchePlan(add_months(day, 3), amount - half, 1)]
        learning = amount * 5 // 100
        budget = [BudgetPlan("שכר והדרכה", amount - learning), BudgetPlan("למידה", learning, "learning")]
        days = [add_months(day, 2)] if gets.state == "closed" else [add_months(day, 2), add_months(day, 17)]
        grants.plan(actor=director, grant=grant, tranches=plans, budget=budget, reports=days)
        grants.send(actor=director, grant=grant)
        if gets.state == "agreement_sent":
            return
        lead = story.act(staff_of(gets.code))
        grants.sign(actor=lead, grant=grant)
        grants.activate(actor=director, grant=grant)
        account = payees.propose(
            actor=lead, participation=part, holder=str(part), bank_code="12-600", number=f"99{part.pk:07}"
        )
        payees.confirm(actor=story.act("treasurer"), account=account)


def _ask(story: Play, code: str, number: int, share: int) -> Payment:
    """The grantee asks for a tranche and two approve it."""
    grant = story.grants[code]
    with moment(story.day(share), 10):
        tranche = grant.tranches.select_related("grant__fund__initiative").get(number=number)
        payment = money_papers.ask(story.act(staff_of(code)), grant, tranche)
        payments.approve(actor=story.act("coordinator"), payment=payment, step=Step.PROGRAMME)
        payments.approve(actor=story.act("treasurer"), payment=payment, step=Step.FINANCE)
        payment_files.instruct(actor=story.act("treasurer"), account=story.account, chosen=[payment])
        return payment


def _paid(story: Play, code: str, number: int, share: int) -> Payment:
    payment = _ask(story, code, number, share)
    with moment(story.day(share), 15):
        payments.execute(actor=story.act("director"), payment=payment)
        line = story.line(-payment.amount, story.day(share), str(payment.tranche.grant.participation))
        return payments.reconcile(actor=story.act("treasurer"), payment=payment, line=line)


def pay(story: Play) -> None:
    """First tranches, one of them back from the bank and out again; a report, and the tranche it opens."""
    codes = [code for code in ("shaked", "emek-hazait", "ofek-darom", "galim") if code in story.grants]
    for place, code in enumerate(codes[:3]):
        _paid(story, code, 1, 36 + place)
    if "galim" in story.grants:
        payment = _ask(story, "galim", 1, 41)
        with moment(story.day(42), 12):
            payments.execute(actor=story.act("director"), payment=payment)
            line = story.line(-payment.amount, story.day(42), str(payment.tranche.grant.participation))
            payments.reconcile(actor=story.act("treasurer"), payment=payment, line=line)
        with moment(story.day(44), 12):
            back = story.line(payment.amount, story.day(44), "החזר העברה")
            payments.give_back(actor=story.act("treasurer"), payment=payment, reason="חשבון שגוי", line=back)
            payments.cancel(actor=story.act("director"), payment=payment, reason="המענק הופסק")
    for code in codes[:2]:
        report = story.grants[code].reports.order_by("number").first()
        with moment(story.day(52), 10):
            lead = story.act(staff_of(code))
            grantee_reports.save(actor=lead, report=report, narrative=texts.NARRATIVE)
            lines = {line: line.amount // 2 for line in story.grants[code].budget.all()}
            quotes = _published(story, lead, story.day(52))
            grantee_reports.submit(actor=lead, report=report, actuals=lines, quotes=quotes)
        with moment(story.day(54), 10):
            grantee_reports.accept(actor=story.act("coordinator"), report=report)
    if "emek-hazait" in story.grants:
        _paid(story, "emek-hazait", 2, 58)


def _published(story: Play, lead: Any, day: date) -> list[tuple[Any, str]]:
    """Two figures that were published for a time that is over: the report quotes them and types none."""
    found = [one for one in quoting.published(lead, story.stage.initiative) if periods.last_day(one.period) < day]
    first = {one.measure.pk: one for one in reversed(found)}
    return [(one.measure, one.period) for one in list(first.values())[:2]]


def end(story: Play) -> None:
    """One is closed in good order, one suspended, one ended by decision."""
    director = story.act("director")
    if "emek-hazait" in story.grants:
        with moment(story.day(62), 10):
            grant_changes.wind_up(actor=director, grant=story.grants["emek-hazait"])
            grant_changes.close(actor=director, grant=story.grants["emek-hazait"])
    if "ofek-darom" in story.grants:
        with moment(story.day(64), 10):
            grants.suspend(actor=director, grant=story.grants["ofek-darom"], reason="הפעילות עוצבה מחדש")
    if "galim" in story.grants:
        with moment(story.day(66), 10):
            part = story.stage.partners["galim"].organisation
            decision = story.decide("להפסיק את המענק למעבדות הניידות", "End the grant for mobile laboratories", part)
            grant_changes.terminate(
                actor=director, grant=story.grants["galim"], decision=decision, reason="אין חשבון בנק תקין"
            )
