"""A donor's bucket is called by its rule for readers who may not know the donor: its name may tell who gave."""

import json

import pytest

from funding import exports
from funding.models import Visibility
from funding.selectors import buckets, fund_page, journal_page, money_page, report_page, report_sheet
from funding.services import fund_reports, funders
from kernel import clock
from kernel.actor import Actor
from tests.actors import actor_of
from tests.factories.funding import FundWorld
from tests.factories.partners import MandateFactory, ParticipationFactory

pytestmark = pytest.mark.django_db

NAME = "פריפריה, של קרן סמויה"


@pytest.fixture
def world(cast):
    """A fund whose second funder gives to its own bucket and wants not to be known."""
    made = FundWorld(cast)
    part = ParticipationFactory(initiative=cast.initiative, kind="funder")
    made.giver = actor_of(MandateFactory(participation=part, kind="representative").person)
    made.other = funders.add(actor=made.director, fund=made.fund, participation=part)
    made.bound = made.bucket(NAME, kind="donor", funder=made.other, district="north")
    made.receive(70_00)
    made.receive(30_00, made.bound, funder=made.other)
    made.pledge(10_00, visibility=Visibility.ANONYMOUS)
    made.grant_of_it = made.award(made.allocate(20_00, made.bound), 20_00, district="north")
    return made


def readers(world):
    """Who knows the donor, and who reads the money without knowing."""
    cast = world.cast
    knows = (world.director, world.coordinator, world.treasurer, world.giver)
    return knows, (cast.actor("steering"), cast.actor("funder"), cast.actor("evaluator"), Actor.system())


def test_the_staff_and_the_donor_read_the_name_others_the_rule(world):
    knows, strangers = readers(world)
    assert {buckets.name(actor, world.bound, world.fund.initiative_id) for actor in knows} == {NAME}
    told = {buckets.name(actor, world.bound, world.fund.initiative_id) for actor in strangers}
    assert told == {str(world.bound)}
    (rule,) = told
    assert NAME not in rule and rule.startswith("ייעוד של הגוף המממן, מחוז הצפון")
    assert {buckets.name(actor, world.free, world.fund.initiative_id) for actor in (*knows, *strangers)} == {
        "כסף חופשי"
    }


def test_pages_of_the_money_call_it_by_its_rule(world, page):
    for role, sees in (("steering", False), ("funder", False), ("treasurer", True)):
        for name, thing in (
            ("fund", None),
            ("rules", None),
            ("ledger", None),
            ("rounds", None),
            ("allocation", world.grant_of_it.allocation),
            ("grant", world.grant_of_it),
        ):
            answer = page(role, name, thing)
            if answer.status_code == 200 and not sees:
                assert NAME not in answer.content.decode(), f"{name} for {role}"
    for name in ("fund", "rules", "ledger"):
        assert NAME in page("treasurer", name).content.decode(), name


def test_a_report_its_document_and_the_public_page_call_it_by_its_rule(world):
    today = clock.today()
    report = fund_reports.make(actor=world.treasurer, fund=world.fund, starts_on=today, as_of=today)
    body = json.loads(report.content)
    for actor in readers(world)[1]:
        lines = report_page.of(actor, world.fund, body)
        assert NAME not in [name for name, _row in lines.buckets]
        assert NAME not in str(report_sheet.of(report, body, lines, []))
    assert NAME.encode() not in exports.as_pdf(report, report_sheet.of(report, body, lines, []))
    assert NAME not in str([one.picture for one in money_page.of(world.cast.initiative)])


def test_the_journal_and_the_fund_at_a_glance_do_too(world):
    steering = world.cast.actor("steering")
    rows = journal_page.entries(steering, world.fund)
    assert NAME not in str(
        [leg.bucket for row in journal_page.lines(steering, world.fund.initiative_id, rows) for leg in row.legs]
    )
    assert NAME not in [line.name for line in fund_page.of(steering, world.fund).buckets]
    assert NAME in [line.name for line in fund_page.of(world.treasurer, world.fund).buckets]


@pytest.mark.parametrize(("role", "sees"), [("steering", False), ("funder", False), ("treasurer", True)])
def test_the_api_tells_the_name_where_it_tells_the_donor(world, signed_in, role, sees):
    base = f"/api/v1/initiatives/{world.cast.initiative.slug}/funds/{world.fund.public_id}"
    answer = signed_in(world.cast.person(role)).get(f"{base}/restrictions/{world.bound.public_id}/")
    assert answer.status_code == 200
    assert (answer.json()["name"]["he"] == NAME, answer.json()["funder"] is not None) == (sees, sees)
