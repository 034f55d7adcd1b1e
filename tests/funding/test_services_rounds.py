"""From a gap to a decision: assessed by two, recommended, decided without the recused, allocated by its decision."""

from datetime import timedelta

import pytest

from audit.models import Entry
from funding.models import Assessment, FundingRound, Proposal
from funding.selectors import recusal
from funding.services import allocations, rounds
from kernel import clock, permissions, writing
from kernel.errors import Conflict, Invalid, Refused
from tests.actors import actor_of
from tests.factories.funding import FundWorld, names
from tests.factories.partners import InterestFactory, MandateFactory, ParticipationFactory
from working_groups.services import decisions, responses

pytestmark = pytest.mark.django_db


@pytest.fixture
def world(cast):
    made = FundWorld(cast, {"ceiling": 80_00})
    made.receive(50_00)
    return made


@pytest.fixture
def round(world):
    return rounds.open_round(
        actor=world.coordinator,
        fund=world.fund,
        values={
            **names("סבב א"),
            "restriction": world.free,
            "ceiling": 100_00,
            "opens_on": clock.today(),
            "closes_on": clock.today() + timedelta(days=30),
        },
    )


@pytest.fixture
def proposal(world, round):
    return rounds.submit(
        actor=world.cast.actor("lead"), round=round, participation=world.cast.partner,
        values={"title": "תגבור", "amount": 60_00},
    )  # fmt: skip


def assess(world, proposal, *roles):
    for role in roles:
        points = dict.fromkeys(proposal.round.guideline.criteria.all(), 4)
        rounds.assess(actor=world.cast.actor(role), proposal=proposal, points=points)


def decided(world, proposal, recommended=60_00):
    round = proposal.round
    assess(world, proposal, "director", "coordinator")
    rounds.close_assessment(actor=world.director, round=round)
    rounds.recommend(actor=world.director, round=round, amounts={proposal: recommended})
    proposal.refresh_from_db()
    decision = rounds.put_to_body(actor=world.coordinator, proposal=proposal)
    decisions.table(actor=world.cast.actor("steering"), decision=decision)
    for response in decision.responses.filter(is_recused=False).select_related("seat__person"):
        from tests.actors import actor_of

        responses.respond(actor=actor_of(response.seat.person), response=response, answer="for")
    decisions.decide(actor=world.cast.actor("steering"), decision=decision)
    rounds.decide(actor=world.director, round=round)
    return decision


def test_the_decision_is_worded_in_each_language(world, proposal):
    decision = decided(world, proposal)
    assert decision.text_en.startswith("Allocate ") and "תגבור" in decision.text_en
    assert decision.text_he.startswith("להקצות ") and "Allocate" not in decision.text_he


def test_a_request_may_be_more_than_there_is_a_commitment_may_not(world, proposal):
    decision = decided(world, proposal)
    given = {"fund": world.fund, "restriction": world.free, "decision": decision, "proposal": proposal}
    with pytest.raises(Refused) as refusal:
        allocations.allocate(actor=world.director, amount=60_00, **given)
    assert refusal.value.code == "not_enough"
    allocation = allocations.allocate(actor=world.director, amount=50_00, **given)
    proposal.refresh_from_db()
    assert (allocation.decision, proposal.state) == (decision, "funded")
    rounds.announce(actor=world.coordinator, round=proposal.round)


def test_the_tied_member_is_recused_and_does_not_see_the_papers(world, proposal):
    # the cast's funder sits in the committee and has an interest in the partner
    funder = world.cast.actor("funder")
    assert not Proposal.objects.visible_to(funder).filter(pk=proposal.pk).exists()
    assert Proposal.objects.visible_to(world.cast.actor("steering")).filter(pk=proposal.pk).exists()
    assert Proposal.objects.visible_to(world.cast.actor("lead")).filter(pk=proposal.pk).exists()
    decision = decided(world, proposal)
    assert decision.responses.get(seat__person=world.cast.funder).is_recused


def test_whether_the_body_can_decide_is_known_before_it_meets(world, proposal):
    before = recusal.before_meeting(world.fund, [proposal])[0]
    assert before.outlook.can_decide
    assert before.people == (str(world.cast.funder),)
    for role in ("steering", "chair"):
        InterestFactory(person=world.cast.person(role), organisation=world.cast.partner.organisation)
    assert not recusal.before_meeting(world.fund, [proposal])[0].outlook.can_decide


def test_the_tied_and_the_applicant_do_not_assess(world, proposal):
    points = dict.fromkeys(proposal.round.guideline.criteria.all(), 4)
    for role, code in (("funder", "interest"), ("lead", "not_assessor")):
        with pytest.raises(Refused) as refusal:
            rounds.assess(actor=world.cast.actor(role), proposal=proposal, points=points)
        assert refusal.value.code == code
    assess(world, proposal, "director")
    assert not Assessment.objects.visible_to(world.cast.actor("lead")).exists()
    assert not Assessment.objects.visible_to(world.cast.actor("funder")).exists()


def test_whoever_is_tied_to_an_applicant_does_not_assess_its_rivals(world, proposal):
    """They compete for the same money."""
    rival = ParticipationFactory(initiative=world.cast.initiative)
    InterestFactory(person=world.cast.person("steering"), organisation=rival.organisation)
    assess(world, proposal, "steering")
    other = rounds.submit(
        actor=actor_of(MandateFactory(participation=rival).person), round=proposal.round, participation=rival,
        values={"title": "מתחרה", "amount": 10_00},
    )  # fmt: skip
    proposal = Proposal.objects.get(pk=proposal.pk)
    points = dict.fromkeys(proposal.round.guideline.criteria.all(), 4)
    with pytest.raises(Refused) as refusal:
        rounds.assess(actor=world.cast.actor("steering"), proposal=proposal, points=points)
    assert refusal.value.code == "rival"
    assert Proposal.objects.visible_to(world.cast.actor("steering")).filter(pk=proposal.pk).exists(), "it votes on it"
    Proposal.objects.filter(pk=other.pk).update(state="withdrawn")
    assess(world, Proposal.objects.get(pk=proposal.pk), "steering")


def test_who_may_assess_may_read_the_proposal(world, proposal):
    for role in ("director", "coordinator", "steering", "evaluator", "treasurer", "funder", "chair"):
        actor = world.cast.actor(role)
        reads = Proposal.objects.visible_to(actor).filter(pk=proposal.pk).exists()
        assert reads or not permissions.ask("funding.proposal.assess", actor, proposal), role
    refusal = permissions.ask("funding.proposal.assess", world.cast.actor("evaluator"), proposal)
    assert refusal.code == "not_assessor"


def test_one_assessor_is_not_enough(world, proposal):
    assess(world, proposal, "director")
    with pytest.raises(Refused) as refusal:
        rounds.close_assessment(actor=world.director, round=proposal.round)
    assert refusal.value.code == "assessed_by_few"
    assert "תגבור" in str(refusal.value)


def test_recommendations_stay_under_the_rounds_ceiling(world, round, proposal):
    assess(world, proposal, "director", "coordinator")
    rounds.close_assessment(actor=world.director, round=round)
    with pytest.raises(Invalid) as refusal:
        rounds.recommend(actor=world.director, round=round, amounts={proposal: 100_01})
    assert refusal.value.code == "over_ceiling"
    assert "₪100.01" in str(refusal.value) and "₪100" in str(refusal.value)


def test_a_proposal_keeps_the_guidelines_ceiling_and_is_one_a_round(world, round, proposal):
    lead = world.cast.actor("lead")
    given = {"round": round, "participation": world.cast.partner}
    with pytest.raises(Conflict):
        rounds.submit(actor=lead, values={"title": "עוד", "amount": 10_00}, **given)
    rounds.withdraw(actor=lead, proposal=proposal)
    with pytest.raises(Invalid) as refusal:
        rounds.submit(actor=lead, values={"title": "עוד", "amount": 80_01}, **given)
    assert refusal.value.code == "ceiling"


def test_nothing_is_allocated_without_an_adopted_decision_of_the_fund(world):
    from tests.factories.working_groups import DecidedFactory, DecisionFactory

    given = {"fund": world.fund, "restriction": world.free, "amount": 1_00}
    foreign = DecidedFactory(body=world.cast.group)
    open_one = DecisionFactory(body=world.cast.committee)
    for decision, code in ((None, "no_decision"), (open_one, "not_adopted"), (foreign, "foreign")):
        with pytest.raises(Refused) as refusal:
            allocations.allocate(actor=world.director, decision=decision, **given)
        assert refusal.value.code == code


def test_a_smaller_decision_does_not_carry_a_larger_allocation(world, proposal):
    decision = decided(world, proposal, 40_00)
    with pytest.raises(Refused) as refusal:
        allocations.allocate(
            actor=world.director, fund=world.fund, restriction=world.free, decision=decision, proposal=proposal,
            amount=40_01,
        )  # fmt: skip
    assert refusal.value.code == "over_decision" and "₪40" in str(refusal.value)


def test_a_row_that_breaks_a_rule_of_its_table_is_told_in_words(round):
    round.ceiling = -1
    with pytest.raises(Invalid) as refusal:
        writing.check(round)
    assert str(refusal.value) == str(writing.SOME_FIELDS)


def test_an_open_round_is_changed_and_everybody_hears_of_it(world, round):
    later = clock.today() + timedelta(days=60)
    values = {**names("סבב ב"), "factor": None, "ceiling": 90_00, "closes_on": later}
    rounds.change(actor=world.coordinator, round=round, values=values, seen=round.version)
    round.refresh_from_db()
    assert (round.name_he, round.ceiling, round.closes_on) == ("סבב ב", 90_00, later)
    entry = Entry.objects.filter(kind="funding.round.changed").get()
    assert {"ceiling", "closes_on"} <= set(entry.changes)


def test_a_last_day_that_is_over_a_stale_version_and_an_assessed_round_are_refused(world, round):
    values = {"closes_on": clock.today() - timedelta(days=1)}
    FundingRound.objects.filter(pk=round.pk).update(opens_on=clock.today() - timedelta(days=9))
    round.refresh_from_db()
    with pytest.raises(Invalid) as refusal:
        rounds.change(actor=world.coordinator, round=round, values=values)
    assert "closes_on" in refusal.value.fields
    round.refresh_from_db()
    with pytest.raises(Conflict):
        rounds.change(actor=world.coordinator, round=round, values={"ceiling": 1_00}, seen=round.version + 7)
    rounds.close_assessment(actor=world.director, round=round)
    with pytest.raises(Refused) as refusal:
        rounds.change(actor=world.coordinator, round=round, values={"ceiling": 1_00})
    assert refusal.value.code == "assessed"


def test_the_page_of_an_open_round_leads_to_its_form(world, round, page):
    body = page("coordinator", "round-edit", round).content.decode()
    assert 'name="restriction"' not in body and 'value="100"' in body
    data = {**names("סבב ג"), "ceiling": "95", "closes_on": round.closes_on.isoformat(), "version": round.version}
    assert page("coordinator", "round-edit", round, data).status_code == 302
    round.refresh_from_db()
    assert (round.ceiling, round.restriction) == (95_00, world.free)
    assert "/edit/" in page("coordinator", "round", round).content.decode()
    assert "/edit/" not in page("lead", "round", round).content.decode()


def test_the_pages_of_a_round_and_a_proposal_lead_to_their_history(world, round, proposal, page):
    rounds.change(actor=world.coordinator, round=round, values={"ceiling": 90_00})
    for name, thing in (("round", round), ("proposal", proposal)):
        assert f"{thing.get_absolute_url()}history/" in page("coordinator", name, thing).content.decode()
    told = page("coordinator", "round-history", round).content.decode()
    assert "סבב הקצאה עודכן" in told and "₪90" in told


def test_a_round_that_nobody_answered_is_cancelled_with_a_reason(world, round, page):
    assert "/cancel/" in page("coordinator", "round", round).content.decode()
    with pytest.raises(Invalid) as refusal:
        rounds.cancel(actor=world.coordinator, round=round, reason=" ")
    assert "reason" in refusal.value.fields
    assert page("coordinator", "round-cancel", round, {"reason": "נפתח בטעות"}).status_code == 302
    round.refresh_from_db()
    assert round.state == "cancelled"
    assert Entry.objects.get(kind="funding.round.cancelled").changes["reason"] == ["", "נפתח בטעות"]
    told = page("coordinator", "round", round).content.decode()
    assert "הסבב בוטל" in told and "stepper" not in told and "/edit/" not in told
    assert page("lead", "round", round).status_code == 200
    with pytest.raises(Refused) as refusal:
        values = {"title": "תגבור", "amount": 60_00}
        rounds.submit(actor=world.cast.actor("lead"), round=round, participation=world.cast.partner, values=values)
    assert refusal.value.code == "closed"


def test_a_round_with_a_proposal_is_not_cancelled_until_it_is_withdrawn(world, round, proposal, page):
    assert "/cancel/" not in page("coordinator", "round", round).content.decode()
    with pytest.raises(Refused) as refusal:
        rounds.cancel(actor=world.coordinator, round=round, reason="נפתח בטעות")
    assert refusal.value.code == "answer_owed"
    rounds.withdraw(actor=world.cast.actor("lead"), proposal=proposal)
    rounds.cancel(actor=world.coordinator, round=type(round).objects.get(pk=round.pk), reason="נפתח בטעות")


def test_only_the_staff_cancels_a_round(world, round):
    for who in ("lead", "steering"):
        with pytest.raises(Refused):
            rounds.cancel(actor=world.cast.actor(who), round=round, reason="נפתח בטעות")
