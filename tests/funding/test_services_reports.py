"""The fund's report: the same hash whenever it is made again, one's own share, nothing beside the pool in its cash."""

import json
from datetime import timedelta

import pytest

from funding.models import FundReport
from funding.selectors import givers
from funding.services import fund_reports, funders, pledges
from kernel import clock
from kernel.errors import Invalid, Refused
from tests.factories.funding import FundWorld
from tests.factories.partners import MandateFactory, ParticipationFactory

pytestmark = pytest.mark.django_db


@pytest.fixture
def world(cast):
    made = FundWorld(cast)
    made.second = funders.add(
        actor=made.director,
        fund=made.fund,
        participation=ParticipationFactory(initiative=cast.initiative, kind="funder"),
    )
    made.receive(60_00)
    made.receive(30_00, funder=made.second)
    made.pay(made.grant(45_00), 30_00)
    return made


def report(world, **more):
    today = clock.today()
    given = {"starts_on": today - timedelta(days=30), "as_of": today, **more}
    return fund_reports.make(actor=world.treasurer, fund=world.fund, **given)


def body(row):
    return json.loads(row.content)


def test_the_flow_adds_up(world):
    cash = body(report(world))["cash"]
    assert cash["opening"] + cash["received"] - cash["paid"] - cash["fees"] == cash["closing"] == 60_00
    assert cash["closing"] == cash["committed"] + cash["free"] + cash["unassigned"]
    assert (cash["committed"], cash["free"]) == (15_00, 45_00)


def test_the_same_report_after_two_hundred_more_entries_has_the_same_hash(world):
    row, own = report(world), report(world, funder=world.funder)
    for _number in range(20):
        world.receive(1_00)
    allocation = world.allocate(20_00)
    for _number in range(20):
        world.award(allocation, 1_00)
    with clock.at(clock.now() + timedelta(days=1)):
        for _number in range(75):
            world.receive(2_00)
    assert world.fund.entries.count() > 200
    assert fund_reports.again(row) == row.hash
    assert fund_reports.again(own) == own.hash
    assert fund_reports.drift(row) == []


def test_a_reissue_lists_what_changed(world):
    first = report(world)
    world.receive(5_00)
    second = report(world, replaces=first)
    changed = {path: (before, after) for path, before, after in fund_reports.changed_since(second)}
    assert changed["cash.received"] == (90_00, 95_00)


def test_a_funder_reads_its_own_share_by_the_fixed_method(world):
    mine, others = body(report(world, funder=world.funder)), body(report(world, funder=world.second))
    assert (mine["share"]["came"], others["share"]["came"]) == (60_00, 30_00)
    assert (mine["share"]["paid"], others["share"]["paid"]) == (20_00, 10_00)
    for one in (mine["share"], others["share"]):
        assert one["came"] == one["paid"] + one["committed"] + one["free"]


def test_what_stands_beside_the_pool_never_enters_its_cash(world):
    before = body(report(world))["cash"]
    for kind, sector in (("in_kind", "business"), ("aligned", "philanthropic"), ("public_match", "public")):
        values = {"kind": kind, "sector": sector, "amount": 500_00, "on": clock.today(), "note": "לצד הקרן"}
        funders.record_outside(actor=world.director, fund=world.fund, values=values)
    after = body(report(world))
    assert after["cash"] == before
    assert after["leverage"]["beside"] == {"philanthropic": 500_00, "public": 500_00}


@pytest.mark.parametrize(
    ("visibility", "shows"),
    [
        ("amount", {"visibility", "funder", "amount", "currency"}),
        ("band", {"visibility", "funder", "up_to", "currency"}),
        ("name", {"visibility", "funder"}),
        ("anonymous", {"visibility"}),
    ],
)
def test_a_pledge_shows_what_its_funder_allows(world, visibility, shows):
    pledge = world.pledge(700_00, visibility=visibility)
    assert set(givers.masked(pledge)) == shows
    assert "amount" in givers.masked(pledge, is_own=True)


def test_who_reads_which_report(world):
    own, whole = report(world, funder=world.funder), report(world)
    stranger = MandateFactory(participation=world.second.participation).person
    from tests.actors import actor_of

    for actor, sees in (
        (world.treasurer, {own.pk, whole.pk}),
        (world.cast.actor("funder"), {own.pk, whole.pk}),
        (actor_of(stranger), {whole.pk}),
        (world.cast.actor("lead"), set()),
        (world.cast.actor("anonymous"), set()),
    ):
        assert set(FundReport.objects.visible_to(actor).values_list("pk", flat=True)) == sees


def test_only_the_treasurer_makes_the_funds_report_and_a_funder_its_own(world):
    with pytest.raises(Refused):
        fund_reports.make(actor=world.director, fund=world.fund, starts_on=clock.today(), as_of=clock.today())
    given = {"fund": world.fund, "starts_on": clock.today(), "as_of": clock.today()}
    assert fund_reports.make(actor=world.cast.actor("funder"), funder=world.funder, **given).funder == world.funder
    with pytest.raises(Refused):
        fund_reports.make(actor=world.cast.actor("funder"), funder=world.second, **given)


def test_a_signed_pledge_keeps_the_hash_of_what_was_signed(world):
    pledge = world.pledge(700_00, 3)
    from funding import canonical

    assert canonical.hash_of(pledges.content(pledge)) == pledge.content_hash


@pytest.mark.parametrize(("first", "last", "field"), [(0, -30, "starts_on"), (-30, 1, "as_of")])
def test_a_period_backwards_or_to_come_names_its_field(world, first, last, field):
    days = {"starts_on": clock.today() + timedelta(days=first), "as_of": clock.today() + timedelta(days=last)}
    with pytest.raises(Invalid) as refusal:
        fund_reports.make(actor=world.treasurer, fund=world.fund, **days)
    assert list(refusal.value.fields) == [field]


def test_every_figure_at_the_head_leads_to_a_part_of_the_page_and_the_share_to_its_funder(world, page):
    row = report(world, funder=world.funder)
    for role in ("treasurer", "funder", "steering"):
        answer = page(role, "report", row)
        if answer.status_code != 200:
            continue
        told = answer.content.decode()
        ways = [way for _label, _amount, way in answer.context["heads"]]
        assert len(ways) == 4 and all(f'href="{way}"' in told and f'id="{way[1:]}"' in told for way in ways)
        is_open = page(role, "funder", world.funder).status_code == 200
        assert (f'href="{world.funder.get_absolute_url()}"' in told) is is_open, role
