"""The demo's pooled fund, played through its acts: promises, money in, a round, six grants, payments, a closed year."""

from datetime import date, timedelta
from decimal import Decimal
from typing import Any

from funding.models import Funder, Grant, Payment, Restriction, Step
from funding.schedules import Part, add_months
from funding.services import (
    allocations,
    bank,
    fund_reports,
    funders,
    funds,
    grant_changes,
    grantee_reports,
    grants,
    payees,
    payment_files,
    payments,
    pledges,
    receipts,
    restrictions,
    rounds,
)
from funding.services.bank import Line
from funding.services.grants import BudgetPlan, TranchePlan
from initiative.models import Factor, Initiative
from kernel import actor as actors
from portal.demo import meetings
from portal.demo import money_texts as texts
from portal.demo.founding import staff_of
from portal.demo.money_texts import Gets, Gives
from portal.demo.stage import Stage, moment, names
from working_groups.services import decisions, responses

WHOLE = 100


class Play:
    """What has been made of the fund so far."""

    def __init__(self, stage: Stage) -> None:
        self.stage = stage
        self.first = max(stage.today - timedelta(days=412), stage.began + timedelta(days=40))
        self.funders: dict[str, Funder] = {}
        self.grants: dict[str, Grant] = {}
        self.lines = 0

    def day(self, share: int) -> date:
        """A day of the story: 0 is its first, 100 is today."""
        return self.first + (self.stage.today - self.first) * share // 100

    def act(self, who: str) -> Any:
        """The actor of a demo person."""
        return self.stage.act_as(who)

    def decide(self, he: str, en: str, concerns: Any = None) -> Any:
        """The committee decides by its seats; whoever is tied is recused."""
        body = self.stage.bodies["steering"]
        chair = self.act(meetings.chair_of(self.stage, body))
        values = {**names(he, en, "text"), "concerns": concerns, "rule": "majority"}
        decision = decisions.propose(actor=self.act("director"), body=body, values=values)
        return self.settle(decision, chair)

    def settle(self, decision: Any, chair: Any) -> Any:
        """Table it, let the seats answer, decide."""
        decisions.table(actor=chair, decision=decision)
        for response in decision.responses.filter(is_recused=False).select_related("seat__person", "decision__body"):
            responses.respond(actor=actors.for_user(response.seat.person_id), response=response, answer="for")
        return decisions.decide(actor=chair, decision=decision)

    def line(self, amount: int, on: date, payer: str = "", account: Any = None) -> Any:
        """A line of the statement."""
        self.lines += 1
        line = Line(f"{on:%y%m%d}-{self.lines:04}", on, amount, payer)
        return bank.add_line(actor=self.act("treasurer"), account=account or self.account, line=line)


def play(stage: Stage) -> str:
    """The whole story of the fund; gives a line about it."""
    stage.forget()
    story = Play(stage)
    with moment(story.day(0), 10):
        _found(story)
    with moment(story.day(4), 11):
        for gives in texts.FUNDERS:
            if gives.code in stage.partners:
                _promise(story, gives)
    _money_in(story)
    _round(story)
    for place, gets in enumerate(texts.GRANTS):
        if gets.code in stage.partners:
            _grant(story, gets, 22 + place * 2)
    _pay(story)
    _end(story)
    _report(story)
    _beside(story)
    stage.forget()
    return f"fund: {story.fund.entries.count()} entries, {len(story.grants)} grants"


def _found(story: Play) -> None:
    director, treasurer, initiative = story.act("director"), story.act("treasurer"), story.stage.initiative
    values = {**names(*texts.FUND), "body": story.stage.bodies["steering"], "is_public": True}
    story.fund = funds.open_fund(actor=director, initiative=initiative, values=values)
    criteria = [{"weight": weight, **names(he, en)} for weight, he, en in texts.CRITERIA]
    rules = {**names(*texts.GUIDELINES, "text"), "decision_above": 150_000 * WHOLE, "ceiling": 300_000 * WHOLE}
    draft = funds.draft_guideline(actor=director, fund=story.fund, values=rules, criteria=criteria)
    adopted = story.decide("לאמץ את הקווים המנחים למימון משותף", "Adopt the joint funding guidelines")
    funds.adopt(actor=director, guideline=draft, decision=adopted)
    story.free = restrictions.add(actor=director, fund=story.fund, values=names("ללא ייעוד", "Free"))
    story.account = bank.open_account(
        actor=treasurer, fund=story.fund, values={"name": "חשבון הקרן", "last_digits": "4417"}
    )
    story.dollars = bank.open_account(
        actor=treasurer, fund=story.fund, values={"name": "חשבון דולרי", "currency": "USD", "last_digits": "8802"}
    )


def _promise(story: Play, gives: Gives) -> None:
    part = story.stage.partners[gives.code]
    lead = staff_of(gives.code)
    funder = funders.add(
        actor=story.act("director"), fund=story.fund, participation=part,
        values={"role": gives.role, "visibility": gives.visibility, "involvement": 3},
    )  # fmt: skip
    funders.advance(actor=story.act("director"), funder=funder, act="talk", text="שיחה ראשונה")
    story.funders[gives.code] = funder
    bucket: Restriction = story.free
    if gives.code == "ayalon":
        own = {**names("פריפריה, של קרן איילון", "Periphery, of Ayalon"), "kind": "donor", "funder": funder}
        ends_on = add_months(story.stage.today, 2)
        bucket = restrictions.add(actor=story.act("director"), fund=story.fund, values={**own, "ends_on": ends_on})
        story.bound = bucket
    values: dict[str, Any] = {"restriction": bucket, "amount": gives.amount * WHOLE, "visibility": gives.visibility}
    if gives.currency != "ILS":
        rate = {"rate": Decimal("3.7"), "rate_source": "בנק ישראל", "rate_on": story.day(3)}
        values.update(currency=gives.currency, **rate)
    if gives.match:
        values.update(match_percent=gives.match, match_until=add_months(story.stage.today, 1))
    first = story.day(8)
    share = gives.amount * WHOLE // gives.parts
    parts = [Part(number + 1, add_months(first, 12 * number), share) for number in range(gives.parts)]
    pledge = pledges.draft(actor=story.act("treasurer"), funder=funder, values=values, parts=parts)
    pledges.sign(actor=story.act(lead), pledge=pledge)


def _first_instalment(story: Play, code: str) -> Any:
    return story.funders[code].pledges.get().instalments.order_by("number").first()


def _receive(story: Play, code: str, share: int, bucket: Restriction) -> Any:
    """The first instalment of a funder comes, is matched and gets its purpose."""
    due, day = _first_instalment(story, code), story.day(share)
    with moment(day, 9):
        treasurer = story.act("treasurer")
        receipt = story.line(due.amount, day, str(story.funders[code])).receipt
        receipts.match(actor=treasurer, receipt=receipt, funder=story.funders[code], instalment=due)
        receipts.assign(actor=treasurer, receipt=receipt, parts={bucket: due.amount})
        return receipts.issue(actor=treasurer, receipt=receipt)


def _money_in(story: Play) -> None:
    """In time, late, in dollars; one line that nobody knows; a fee."""
    _receive(story, "keshet", 9, story.free)
    if "ayalon" in story.funders:
        _receive(story, "ayalon", 10, story.bound)
    if "nofim" in story.funders:
        _receive(story, "nofim", 20, story.free)
    if "tamar" in story.funders:
        due, day = _first_instalment(story, "tamar"), story.day(12)
        with moment(day, 9):
            treasurer = story.act("treasurer")
            receipt = story.line(due.amount, day, "TAMAR", story.dollars).receipt
            receipts.match(actor=treasurer, receipt=receipt, funder=story.funders["tamar"], instalment=due)
            sold = story.line(-due.amount, day, "", story.dollars)
            bought = story.line(due.amount * 364 // 100, day)
            receipts.exchange(actor=treasurer, receipt=receipt, sold_line=sold, bought_line=bought)
            receipts.assign(actor=treasurer, receipt=receipt, parts={story.free: receipt.waiting})
    with moment(story.day(14), 9):
        bank.charge(actor=story.act("treasurer"), line=story.line(-38_50, story.day(14)), restriction=story.free)
    with moment(story.day(97), 9):
        story.line(1_800_00, story.day(97), "העברה ללא פרטים")


def _round(story: Play) -> None:
    """A round for a gap of the road map: the funder's interest in one applicant takes it out of the room."""
    stage = story.stage
    factor = Factor.objects.filter(initiative=stage.initiative).order_by("position").first()
    with moment(story.day(15), 10):
        values = {**names(*texts.ROUND), "factor": factor, "restriction": story.free, "ceiling": 500_000 * WHOLE}
        dates = {"opens_on": story.day(15), "closes_on": story.day(18)}
        story.round = rounds.open_round(actor=story.act("coordinator"), fund=story.fund, values={**values, **dates})
    for gets in texts.GRANTS[:2]:
        with moment(story.day(16), 10):
            asked = {"title": gets.he, "amount": gets.amount * WHOLE}
            proposal = rounds.submit(
                actor=story.act(staff_of(gets.code)), round=story.round, participation=stage.partners[gets.code],
                values=asked,
            )  # fmt: skip
        with moment(story.day(18), 12):
            for who in ("director", "coordinator"):
                points = dict.fromkeys(story.round.guideline.criteria.all(), 4)
                rounds.assess(actor=story.act(who), proposal=proposal, points=points)
    with moment(story.day(19), 10):
        director = story.act("director")
        rounds.close_assessment(actor=director, round=story.round)
        amounts = {one: one.amount for one in story.round.proposals.all()}
        rounds.recommend(actor=director, round=story.round, amounts=amounts)
    with moment(story.day(20), 18):
        chair = story.act(meetings.chair_of(stage, stage.bodies["steering"]))
        story.proposals = {}
        for proposal in story.round.proposals.select_related("participation__organisation", "round__fund"):
            decision = rounds.put_to_body(actor=story.act("coordinator"), proposal=proposal)
            story.settle(decision, chair)
            story.proposals[proposal.participation_id] = (proposal, decision)
        rounds.decide(actor=story.act("director"), round=story.round)


def _grant(story: Play, gets: Gets, share: int) -> None:
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
            actor=lead, participation=part, holder=str(part), bank_code="12-600", number=f"IL6201{part.pk:010}"
        )
        payees.confirm(actor=story.act("treasurer"), account=account)


def _ask(story: Play, code: str, number: int, share: int) -> Payment:
    """The grantee asks for a tranche and two approve it."""
    grant = story.grants[code]
    with moment(story.day(share), 10):
        tranche = grant.tranches.select_related("grant__fund__initiative").get(number=number)
        payment = payments.request(
            actor=story.act(staff_of(code)), tranche=tranche, amount=tranche.remaining, invoice=f"{grant.number}-{number}"
        )
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


def _pay(story: Play) -> None:
    """First tranches, one of them back from the bank and out again; a report, and the tranche it opens."""
    codes = [code for code in ("shaked", "emek-hazait", "ofek-darom", "galim") if code in story.grants]
    for place, code in enumerate(codes[:3]):
        _paid(story, code, 1, 36 + place)
    if "galim" in story.grants:
        payment = _ask(story, "galim", 1, 41)
        with moment(story.day(42), 12):
            payments.execute(actor=story.act("director"), payment=payment)
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
            grantee_reports.submit(actor=lead, report=report, actuals=lines)
        with moment(story.day(54), 10):
            grantee_reports.accept(actor=story.act("coordinator"), report=report)
    if "emek-hazait" in story.grants:
        _paid(story, "emek-hazait", 2, 58)


def _end(story: Play) -> None:
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


def _report(story: Play) -> None:
    """The year is reconciled, closed and told to each funder."""
    until = story.day(72)
    with moment(story.day(74), 10):
        treasurer = story.act("treasurer")
        for account in (story.account, story.dollars):
            bank.reconcile(
                actor=treasurer, account=account, until=until, statement=bank.statement_balance(account, until),
                text="העמלות והחזרים נבדקו מול דף הבנק.",
            )  # fmt: skip
        funds.close_period(actor=treasurer, fund=story.fund, until=until)
        given = {"fund": story.fund, "starts_on": story.first, "as_of": until}
        fund_reports.make(actor=treasurer, **given)
        for funder in story.funders.values():
            fund_reports.make(actor=treasurer, funder=funder, **given)


def _beside(story: Play) -> None:
    """What stands beside the pool; and the volunteering venture's public match as it was published."""
    with moment(story.day(80), 10):
        treasurer = story.act("treasurer")
        rows = (("in_kind", "business", 85_000, "אולמות וציוד"), ("aligned", "philanthropic", 240_000, "מענק ישיר לפי מפת הדרכים"))
        for kind, sector, amount, text in rows:
            values = {"kind": kind, "sector": sector, "amount": amount * WHOLE, "on": story.day(80), "note": text}
            funders.record_outside(actor=treasurer, fund=story.fund, values=values)
        venture = Initiative.objects.filter(slug="volunteering").first()
        if venture is None:
            return
        director = actors.for_user(story.stage.people["director"].pk)
        fund = funds.open_fund(actor=director, initiative=venture, values=names("מימון המיזם", "Funding of the venture"))
        for kind, sector in (("public_match", "public"), ("aligned", "philanthropic")):
            values = {"kind": kind, "sector": sector, "amount": 5_000_000 * WHOLE, "on": date(2012, 1, 1)}
            told = {"note": texts.VENTURE[0], "source_url": texts.VENTURE[1]}
            funders.record_outside(actor=director, fund=fund, values={**values, **told})
