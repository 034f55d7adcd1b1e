"""Who reads which rows of the fund, by the table of rights: what is not theirs is not found."""

from datetime import timedelta

import pytest
from django.urls import reverse

from funding import models
from funding.models import FundReport, Grant, Pledge, Receipt
from funding.services import fund_reports, funders, funds, rounds
from kernel import clock
from tests.actors import actor_of
from tests.factories.funding import FundWorld, names
from tests.factories.partners import MandateFactory, ParticipationFactory

pytestmark = pytest.mark.django_db
CIRCLE = (
    "director", "coordinator", "treasurer", "steering", "funder", "evaluator", "lead", "ministry", "member"
)  # fmt: skip


@pytest.fixture
def world(cast):
    made = FundWorld(cast)
    made.receive(100_00)
    made.made = made.grant(60_00)
    dates = {"starts_on": clock.today() - timedelta(days=9), "as_of": clock.today()}
    made.whole = fund_reports.make(actor=made.treasurer, fund=made.fund, **dates)
    made.own = fund_reports.make(actor=made.treasurer, fund=made.fund, funder=made.funder, **dates)
    return made


def sees(cast, name, model):
    return set(model.objects.visible_to(cast.actor(name)))


@pytest.mark.parametrize("model", [models.BankAccount, models.BankLine, Receipt])
def test_bank_lines_and_receipts_are_the_treasurers_and_the_directors(world, cast, model):
    assert sees(cast, "treasurer", model)
    assert sees(cast, "director", model)
    for name in ("coordinator", "evaluator", "steering", "chair", "lead", "signatory", "funder", "member"):
        assert not sees(cast, name, model), name


def test_the_list_of_receipts_is_not_found_by_a_coordinator(world, cast, signed_in):
    address = reverse("funding:receipts", args=[cast.initiative.slug, world.fund.public_id])
    assert signed_in(cast.director).get(address).status_code == 200
    assert signed_in(cast.coordinator).get(address).status_code == 404


def test_a_funders_own_report_is_its_own_the_treasurers_and_the_directors(world, cast):
    for name in ("treasurer", "director", "funder"):
        assert world.own in sees(cast, name, FundReport), name
    for name in ("coordinator", "evaluator", "steering", "chair", "lead", "member"):
        assert world.own not in sees(cast, name, FundReport), name


def test_the_report_of_the_whole_fund_is_read_by_the_evaluator_too(world, cast):
    for name in ("treasurer", "director", "coordinator", "evaluator", "steering", "funder"):
        assert world.whole in sees(cast, name, FundReport), name
    for name in ("lead", "data", "signatory", "member", "stranger"):
        assert world.whole not in sees(cast, name, FundReport), name


def test_grants_of_a_fund_that_is_not_public_are_no_open_data_for_who_reads_totals_only(world, cast, signed_in):
    address = reverse("funding:open-grants", args=[cast.initiative.slug, world.fund.public_id])
    assert signed_in(cast.evaluator).get(address).status_code == 200
    funds.change(actor=world.director, fund=world.fund, values={"is_public": False})
    assert signed_in(cast.evaluator).get(address).status_code == 404
    assert signed_in(cast.coordinator).get(address).status_code == 200


def test_a_funder_of_another_fund_of_the_initiative_reads_nothing_of_this_one(world, cast):
    known = {"actor": world.director, "initiative": cast.initiative}
    second = funds.open_fund(**known, values=names("קרן שנייה"))
    giver = ParticipationFactory(initiative=cast.initiative, kind="funder")
    person = MandateFactory(participation=giver).person
    funders.add(actor=world.director, fund=second, participation=giver)
    world.pledge(5_00, visibility="amount")
    found = {
        model.__name__: {getattr(row, "fund", row) for row in model.objects.visible_to(actor_of(person))}
        for model in (models.Fund, models.Restriction, Grant, FundReport, models.Allocation, models.Guideline)
    }
    assert found.pop("Fund") == {second}
    assert found.pop("Restriction") == {second}
    assert not any(found.values())
    assert not Pledge.objects.visible_to(actor_of(person)).exists()


def test_lists_that_are_others_are_not_found(world, cast, signed_in):
    """given no part in the money, when lists are asked for, then there is none; rounds are every partner's."""
    root = [cast.initiative.slug, world.fund.public_id]
    seen = {
        name: {
            who
            for who in CIRCLE
            if signed_in(cast.person(who)).get(reverse(f"funding:{name}", args=root)).status_code == 200
        }
        for name in ("funders", "payees", "rounds", "receipts", "payment-files")
    }
    assert seen == {
        "funders": {"director", "coordinator", "treasurer"},
        "payees": {"treasurer"},
        "rounds": {"director", "coordinator", "treasurer", "steering", "funder", "evaluator"},
        "receipts": {"director", "treasurer"},
        "payment-files": {"director", "treasurer"},
    }
    dates = {"opens_on": clock.today(), "closes_on": clock.today()}
    values = {**names("סבב"), "restriction": world.free, "ceiling": 50_00, **dates}
    rounds.open_round(actor=world.coordinator, fund=world.fund, values=values)
    assert signed_in(cast.lead).get(reverse("funding:rounds", args=root)).status_code == 200
    assert signed_in(cast.ministry).get(reverse("funding:rounds", args=root)).status_code == 404


def test_a_coordinator_opens_a_relation_without_the_funders_own_reports(world, cast, signed_in):
    address = reverse("funding:funder", args=[cast.initiative.slug, world.fund.public_id, world.funder.public_id])
    own = world.own.get_absolute_url()
    assert own in signed_in(cast.treasurer).get(address).content.decode()
    seen = signed_in(cast.coordinator).get(address)
    assert seen.status_code == 200
    assert own not in seen.content.decode()
