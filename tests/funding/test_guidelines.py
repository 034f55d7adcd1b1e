"""What the joint guidelines say is what happens: who decides above an amount, payout, reports, conflicts, publicity."""

from datetime import timedelta

import pytest
from django.db import DatabaseError, connection, transaction

from funding.models import Guideline, Proposal
from funding.selectors import money_page
from funding.services import allocations, funds, grant_changes, grants, rounds
from funding.services.grants import TranchePlan
from kernel import clock, permissions
from kernel.errors import Invalid, Refused
from tests.factories.funding import FundWorld, budget, names
from tests.factories.partners import InterestFactory
from tests.factories.working_groups import BodyFactory, DecidedFactory

pytestmark = pytest.mark.django_db


def made(cast, **rules):
    world = FundWorld(cast, rules)
    world.receive(1_000_00)
    return world


def rounds_of(world):
    day = clock.today()
    values = {**names("סבב"), "restriction": world.free, "ceiling": 500_00, "opens_on": day, "closes_on": day}
    return rounds.open_round(actor=world.coordinator, fund=world.fund, values=values)


def proposal_of(world, amount=300_00):
    return rounds.submit(
        actor=world.cast.actor("lead"), round=rounds_of(world), participation=world.cast.partner,
        values={"title": "תגבור", "amount": amount},
    )  # fmt: skip


def test_above_its_amount_the_other_body_decides_and_below_it_the_funds_body(cast):
    upper = BodyFactory(initiative=cast.initiative)
    world = made(cast, upper_above=200_00, upper_body=upper)

    def allocate(amount, decision):
        return allocations.allocate(
            actor=world.director, fund=world.fund, restriction=world.free, decision=decision, amount=amount
        )

    own, other = world.decision(), DecidedFactory(body=upper, number=1, decided_on=clock.today())
    with pytest.raises(Refused) as refusal:
        allocate(201_00, own)
    assert str(upper) in str(refusal.value)
    with pytest.raises(Refused):
        allocate(200_00, other)
    allocate(200_00, own)
    large = allocate(201_00, other)
    assert world.award(large, 201_00).amount == 201_00


def test_a_large_recommendation_is_put_to_the_body_that_decides_about_it(cast):
    upper = BodyFactory(initiative=cast.initiative)
    world = made(cast, upper_above=200_00, upper_body=upper)
    proposal = proposal_of(world)
    Proposal.objects.filter(pk=proposal.pk).update(state="recommended", recommended=300_00)
    proposal.refresh_from_db()
    assert rounds.put_to_body(actor=world.director, proposal=proposal).body == upper


def test_an_amount_without_its_body_is_refused_at_the_form_and_by_the_act(cast):
    world = made(cast)
    with pytest.raises(Invalid) as refusal:
        funds.draft_guideline(actor=world.director, fund=world.fund, values={**names("גרסה", "text"), "upper_above": 5})
    assert "upper_body" in refusal.value.fields


def test_no_more_is_planned_before_a_report_than_the_payout_policy_says(cast):
    world = made(cast, advance_percent=50)
    grant, day = world.award(world.allocate(100_00), 100_00), clock.today()
    report = [day + timedelta(days=60)]
    for advance in (51_00, 100_00):
        plans = [TranchePlan(day, advance)]
        plans += [TranchePlan(day, 100_00 - advance, 1)] if advance < 100_00 else []
        with pytest.raises(Invalid) as refusal:
            grants.plan(actor=world.director, grant=grant, tranches=plans, reports=report)
        assert refusal.value.code == "advance"
    plans = [TranchePlan(day, 50_00), TranchePlan(day, 50_00, 1)]
    grants.plan(actor=world.director, grant=grant, tranches=plans, reports=report)
    assert grant.tranches.count() == 2


def test_the_last_report_is_no_later_than_the_reporting_rule_says(cast):
    world = made(cast, report_days=30)
    grant = world.award(world.allocate(100_00), 100_00)
    plans = [TranchePlan(clock.today(), 100_00)]
    with pytest.raises(Invalid) as refusal:
        grants.plan(actor=world.director, grant=grant, tranches=plans, reports=[grant.ends_on + timedelta(days=31)])
    assert refusal.value.code == "late_report"
    grants.plan(actor=world.director, grant=grant, tranches=plans, reports=[grant.ends_on + timedelta(days=30)])


@pytest.mark.parametrize(("rule", "sees"), [("hide", False), ("no_vote", True)])
def test_the_conflict_rule_says_whether_the_tied_may_read(cast, rule, sees):
    world = made(cast, conflict_rule=rule)
    proposal = proposal_of(world)
    InterestFactory(person=cast.coordinator, organisation=cast.partner.organisation)
    actor = cast.actor("coordinator")
    assert Proposal.objects.visible_to(actor).filter(pk=proposal.pk).exists() is sees
    assert not permissions.ask("funding.proposal.assess", actor, proposal), "they decide nothing either way"


def test_grants_under_guidelines_that_keep_them_are_not_published(cast):
    world = made(cast, publishes_grants=False)
    world.grant(100_00)
    assert not money_page.published(world.fund).exists()


def test_what_was_adopted_never_changes_its_text_or_its_rules(cast):
    world = made(cast)
    for column in ("text_he", "report_days", "learning_percent", "advance_percent", "publishes_grants"):
        value = "'x'" if column == "text_he" else "NOT publishes_grants" if column == "publishes_grants" else "7"
        with pytest.raises(DatabaseError), transaction.atomic(), connection.cursor() as cursor:
            cursor.execute(f"UPDATE funding_guideline SET {column} = {value} WHERE id = %s", [world.guideline.pk])


def test_the_rules_are_set_and_read_in_the_browser(cast, signed_in):
    world = made(cast)
    upper = BodyFactory(initiative=cast.initiative)
    client, place = signed_in(cast.director), world.fund.get_absolute_url()
    data = {
        **names("קווים", "text"), "learning_percent": "6", "hold_days": "1", "conflict_rule": "no_vote",
        "upper_above": "200", "advance_percent": "40", "report_days": "20", "publishes_grants": "False",
    }  # fmt: skip
    answer = client.post(f"{place}guidelines/new/", data)
    assert answer.status_code == 422 and "upper_body" in answer.content.decode()
    assert client.post(f"{place}guidelines/new/", {**data, "upper_body": upper.public_id}).status_code == 302
    draft = Guideline.objects.get(state="drafted")
    told = (draft.upper_above, draft.upper_body, draft.advance_percent, draft.report_days, draft.publishes_grants)
    assert told == (200_00, upper, 40, 20, False)
    html = client.get(draft.get_absolute_url()).content.decode()
    assert str(upper) in html and "40%" in html


def running(world, tranches, amount=100_00, **given):
    """A running grant with a report at its end; its allocation holds a hundred more."""
    grant, day = world.award(world.allocate(amount + 100_00), amount), clock.today()
    grants.plan(
        actor=world.director, grant=grant, tranches=tranches, budget=budget(amount), reports=[day + timedelta(days=60)]
    )
    grants.send(actor=world.director, grant=grant)
    grants.sign(actor=world.cast.actor("signatory"), grant=grant)
    return grants.activate(actor=world.director, grant=grant)


def amend(world, grant, amount, **given):
    asked = {"reason": "שינוי היקף", "decision": world.decision(), **given}
    return grant_changes.amend(actor=world.director, grant=grant, amount=amount, **asked)


def test_an_amendment_is_held_to_the_payout_policy_as_the_first_plan_is(cast):
    world, day = made(cast, advance_percent=50), clock.today()
    grant = running(world, [TranchePlan(day, 50_00), TranchePlan(day, 50_00, 1)])
    with pytest.raises(Invalid) as refusal:
        amend(world, grant, 10_00)
    assert refusal.value.code == "advance" and grant.tranches.count() == 2
    amend(world, grant, 10_00, after_report=grant.reports.get(number=1))
    assert grant.tranches.get(number=3).conditions.get().report.number == 1
    with pytest.raises(Invalid) as refusal:
        amend(world, grant, -50_00, cancel=grant.tranches.get(number=2))
    assert refusal.value.code == "advance", "fifty of sixty would be paid before a report"


def test_an_amendment_passes_no_ceiling_and_no_day_of_the_grant(cast):
    world, day = made(cast, ceiling=120_00), clock.today()
    grant = running(world, [TranchePlan(day, 100_00)])
    for amount, due_on, code in (
        (21_00, day, "over_ceiling"),
        (20_00, grant.ends_on + timedelta(days=1), "outside_grant"),
    ):
        with pytest.raises(Invalid) as refusal:
            amend(world, grant, amount, tranche_due_on=due_on)
        assert refusal.value.code == code
    assert amend(world, grant, 20_00, tranche_due_on=day).amount == 20_00


def test_an_amendment_spends_no_bucket_whose_time_is_over(cast):
    world, day = made(cast), clock.today()
    bucket = world.bucket("עד מחר", ends_on=day + timedelta(days=1))
    world.receive(300_00, bucket)
    allocation = world.allocate(200_00, bucket)
    grant = world.award(allocation, 100_00)
    grants.plan(actor=world.director, grant=grant, tranches=[TranchePlan(day, 100_00)], budget=budget(100_00))
    grants.send(actor=world.director, grant=grant)
    grants.sign(actor=cast.actor("signatory"), grant=grant)
    with clock.at(clock.now() + timedelta(days=3)), pytest.raises(Refused) as refusal:
        amend(world, grant, 10_00)
    assert refusal.value.code == "expired" or "עד מחר" in str(refusal.value)


def test_a_first_grant_passes_no_ceiling_either(cast):
    world = made(cast, ceiling=50_00)
    with pytest.raises(Invalid) as refusal:
        world.award(world.allocate(60_00), 51_00)
    assert refusal.value.code == "over_ceiling"
