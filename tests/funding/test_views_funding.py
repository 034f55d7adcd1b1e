"""The fund's pages: each opens in both languages for who may, is not found for who may not; the acts act."""

from datetime import timedelta

import pytest
from django.urls import reverse
from django.utils import translation

from funding.models import JournalEntry
from funding.services import fund_reports, grantee_reports, rounds
from kernel import clock
from tests.factories.funding import FundWorld, names

pytestmark = pytest.mark.django_db


@pytest.fixture
def world(cast):
    made = FundWorld(cast)
    made.receive(100_00)
    made.line(7_00)
    made.promise = made.pledge(50_00, 2, visibility="band")
    made.made = made.grant(60_00, reports=[clock.today() + timedelta(days=60)])
    made.paid = made.pay(made.made, 20_00)
    made.asked = made.request(made.made.tranches.get(), 10_00)
    today = clock.today()
    made.report = fund_reports.make(
        actor=made.treasurer, fund=made.fund, funder=made.funder, starts_on=today - timedelta(days=9), as_of=today
    )
    dates = {"opens_on": today, "closes_on": today + timedelta(days=9)}
    values = {**names("סבב"), "restriction": made.free, "ceiling": 50_00, **dates}
    made.round = rounds.open_round(actor=made.coordinator, fund=made.fund, values=values)
    rounds.submit(
        actor=cast.actor("lead"), round=made.round, participation=cast.partner, values={"title": "ה", "amount": 1_00}
    )
    written = made.made.reports.get(number=1)
    grantee_reports.save(actor=cast.actor("lead"), report=written, narrative="נעשה")
    grantee_reports.submit(actor=cast.actor("lead"), report=written)
    made.written = written
    return made


def pages(world):
    slug, fund = world.cast.initiative.slug, world.fund.public_id
    lists = {name: reverse(f"funding:{name}", args=[slug, fund]) for name in ("fund", "pledges", "grants", "payments")}
    lists |= {name: reverse(f"funding:{name}", args=[slug, fund]) for name in ("reports", "ledger", "receipts")}
    entry = JournalEntry.objects.latest("pk")
    return {
        "funds": reverse("funding:funds", args=[slug]),
        **lists,
        "trial": reverse("funding:trial-balance", args=[slug, fund]),
        "entry": reverse("funding:entry", args=[slug, fund, entry.public_id]),
        "pledge": world.promise.get_absolute_url(),
        "grant": world.made.get_absolute_url(),
        "payment": world.paid.get_absolute_url(),
        "report": world.report.get_absolute_url(),
        "round": world.round.get_absolute_url(),
        "written": world.written.get_absolute_url(),
        "history": reverse("funding:payment-history", args=[slug, fund, world.paid.public_id]),
    }


@pytest.mark.parametrize("language", ["he", pytest.param("en", marks=pytest.mark.exhaustive)])
def test_every_page_opens_for_the_treasurer(world, signed_in, language):
    client = signed_in(world.cast.treasurer)
    with translation.override(language):
        addresses = pages(world)
    for name, url in addresses.items():
        response = client.get(url)
        assert response.status_code == 200, name
        assert "{{" not in response.content.decode(), name


MONEY = "funds fund pledges grants payments reports ledger trial entry grant payment round written history"
WHO = {
    "steering": MONEY,
    "funder": f"{MONEY} pledge report",
    "evaluator": "funds fund pledges grants payments reports round written",
    "lead": "funds grant payment round written history",
    "member": "funds round",
    "stranger": "",
    "anonymous": "",
}


# The matrix of rights asks these pages daily too, by a few of the cast.
EACH = [pytest.param(role, marks=() if role in {"evaluator", "lead"} else pytest.mark.exhaustive) for role in WHO]


@pytest.mark.parametrize("role", EACH)
def test_who_opens_what(world, signed_in, role):
    client = signed_in(world.cast.person(role))
    opened = {name for name, url in pages(world).items() if client.get(url).status_code == 200}
    assert opened == set(WHO[role].split())


def test_a_name_only_pledge_hides_its_amount_from_the_others(world, signed_in):
    url = pages(world)["pledges"]
    assert world.promise.public_id not in signed_in(world.cast.steering).get(url).content.decode()
    assert world.promise.public_id in signed_in(world.cast.treasurer).get(url).content.decode()


def test_the_hands_act_from_the_payments_page(world, signed_in):
    slug, fund = world.cast.initiative.slug, world.fund.public_id

    def press(role, act):
        url = reverse(f"funding:payment-{act}", args=[slug, fund, world.asked.public_id])
        signed_in(world.cast.person(role)).post(url)
        world.asked.refresh_from_db()
        return world.asked.state

    assert press("treasurer", "approve-programme") == "requested"
    assert press("coordinator", "approve-programme") == "programme_approved"
    assert press("coordinator", "approve-finance") == "programme_approved"
    assert press("treasurer", "approve-finance") == "finance_approved"
    world.instruct(world.asked)
    assert press("treasurer", "execute") == "instructed"
    assert press("director", "execute") == "executed"
    assert press("director", "execute") == "executed"
    assert JournalEntry.objects.filter(kind="executed").count() == 2


def test_the_fund_page_costs_the_same_with_more_rows(world, signed_in, django_assert_max_num_queries):
    client = signed_in(world.cast.treasurer)
    url = pages(world)["fund"]
    client.get(url)
    with django_assert_max_num_queries(21):
        client.get(url)


def test_a_funder_signs_its_pledge_on_the_page(world, signed_in):
    from funding.schedules import Part
    from funding.services import pledges

    draft = pledges.draft(
        actor=world.director,
        funder=world.funder,
        values={"restriction": world.free, "amount": 5_00},
        parts=[Part(1, clock.today(), 5_00)],
    )
    url = reverse("funding:pledge-sign", args=[world.cast.initiative.slug, world.fund.public_id, draft.public_id])
    signed_in(world.cast.director).post(url)
    draft.refresh_from_db()
    assert draft.state == "drafted"
    signed_in(world.cast.funder).post(url)
    draft.refresh_from_db()
    assert draft.state == "signed"
