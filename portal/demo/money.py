"""The demo's pooled fund, played through its acts: promises, money in, a round, six grants, payments, a closed year."""

from datetime import date
from decimal import Decimal
from typing import Any

from funding.models import Restriction
from funding.schedules import Part, add_months
from funding.services import (
    bank,
    checks,
    fund_reports,
    funders,
    funds,
    marks,
    pledges,
    receipts,
    restrictions,
    rounds,
)
from initiative.models import Factor, Goal, Initiative
from kernel import actor as actors
from kernel.actor import Actor
from portal.demo import meetings, money_grants, money_now
from portal.demo import money_texts as texts
from portal.demo.founding import staff_of
from portal.demo.money_story import WHOLE, Play
from portal.demo.money_texts import Gives
from portal.demo.stage import Stage, moment, names


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
            money_grants.grant(story, gets, 22 + place * 2)
    money_grants.pay(story)
    money_grants.end(story)
    _beside(story)
    _report(story)
    stage.forget()
    money_now.wait(story)
    with moment(stage.tuesday, 2):
        marks.mark_due(actor=Actor.system())
    checks.run()
    stage.forget()
    return f"fund: {story.fund.entries.count()} entries, {len(story.grants)} grants"


def _found(story: Play) -> None:
    director, treasurer, initiative = story.act("director"), story.act("treasurer"), story.stage.initiative
    values = {**names(*texts.FUND), "body": story.stage.bodies["steering"], "is_public": True}
    story.fund = funds.open_fund(actor=director, initiative=initiative, values=values)
    criteria = [{"weight": weight, **names(he, en)} for weight, he, en in texts.CRITERIA]
    rules = {**names(*texts.GUIDELINES, "text"), "decision_above": 150_000 * WHOLE, "ceiling": 300_000 * WHOLE, "advance_percent": 60}
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
    goals = list(Goal.objects.filter(initiative=story.stage.initiative).order_by("position")[: gives.shares])
    if goals:
        funders.change(actor=story.act(lead), funder=funder, values={}, goals=goals)
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


def _receive(story: Play, code: str, share: int, bucket: Restriction, amount: int = 0) -> Any:
    """The first instalment of a funder comes (`amount`: a part of it), is matched and gets its purpose."""
    due, day = _first_instalment(story, code), story.day(share)
    came = amount or due.amount
    with moment(day, 9):
        treasurer = story.act("treasurer")
        receipt = story.line(came, day, str(story.funders[code])).receipt
        receipts.match(actor=treasurer, receipt=receipt, funder=story.funders[code], instalment=due)
        receipts.assign(actor=treasurer, receipt=receipt, parts={bucket: came})
        return receipts.issue(actor=treasurer, receipt=receipt)


def _money_in(story: Play) -> None:
    """In time, late, in part, in dollars; one line that nobody knows; a fee."""
    _receive(story, "keshet", 9, story.free)
    if "ayalon" in story.funders:
        _receive(story, "ayalon", 10, story.bound)
    if "nofim" in story.funders:
        _receive(story, "nofim", 20, story.free)
    if "migdal" in story.funders:
        _receive(story, "migdal", 30, story.free, 150_000 * WHOLE)
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


def _report(story: Play) -> None:
    """The year is reconciled, closed and told to each funder."""
    until = story.day(72)
    with moment(story.day(74), 10):
        treasurer = story.act("treasurer")
        for account in (story.account, story.dollars):
            bank.reconcile(
                actor=treasurer, account=account, until=until, statement=bank.statement_balance(account, until),
                text="העמלות וההחזרים נבדקו מול דף הבנק.",
            )  # fmt: skip
        funds.close_period(actor=treasurer, fund=story.fund, until=until)
        given = {"fund": story.fund, "starts_on": story.first, "as_of": until}
        fund_reports.make(actor=treasurer, **given)
        for funder in story.funders.values():
            fund_reports.make(actor=treasurer, funder=funder, **given)


def _beside(story: Play) -> None:
    """What stands beside the pool; and the volunteering venture's public match as it was published."""
    with moment(story.day(68), 10):
        treasurer = story.act("treasurer")
        rows = (("in_kind", "business", 85_000, "אולמות וציוד"), ("aligned", "philanthropic", 240_000, "מענק ישיר לפי מפת הדרכים"))
        for kind, sector, amount, text in rows:
            values = {"kind": kind, "sector": sector, "amount": amount * WHOLE, "on": story.day(68), "note": text}
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
