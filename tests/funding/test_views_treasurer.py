"""Pages of the treasurer's day: a file, a balance on a day, a filtered journal, a month, the API's faults."""

from datetime import timedelta

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile

from funding.models import Step
from funding.selectors import duties, journal_page
from funding.services import bank, payments, rounds
from kernel import clock
from tests.factories.funding import FundWorld, names

pytestmark = pytest.mark.django_db


@pytest.fixture
def world(cast):
    made = FundWorld(cast)
    made.receive(1_000_00)
    return made


@pytest.fixture
def desk(world, signed_in):
    client = signed_in(world.cast.person("treasurer"))
    root = f"/en/{world.cast.initiative.slug}/funds/{world.fund.public_id}/"
    return lambda address, data=None: (
        client.get(root + address) if data is None else client.post(root + address, data, follow=True)
    )


def text(answer):
    return answer.content.decode()


def test_a_file_says_what_it_brought_and_what_to_do_next(world, desk):
    data = f"reference,date,amount\nx-1,{clock.today():%d/%m/%Y},5\nx-2,{clock.today():%d/%m/%Y},-2\n".encode()

    def send():
        return text(
            desk("receipts/upload/", {"account": world.account.public_id, "file": SimpleUploadedFile("b.csv", data)})
        )

    first = send()
    assert "2 new lines are taken in." in first and "One of them went out" in first
    assert "This file was taken in before: nothing changed." in send()


def test_the_trial_balance_asks_for_its_day(world, desk):
    before = clock.today() - timedelta(days=3)
    found = text(desk("trial-balance/"))
    assert 'name="on"' in found and "1,000" in found
    assert "1,000" not in text(desk(f"trial-balance/?on={before.isoformat()}"))
    refused = text(desk("trial-balance/?on=2026-02-31"))
    assert "field__error" in refused


def test_a_filtered_journal_lists_the_latest_and_says_so(world, desk, monkeypatch):
    monkeypatch.setattr(journal_page.CappedPages, "most", 1)
    world.line(2_00)
    found = text(desk("ledger/?kind=recorded"))
    assert "Only the latest" in found
    assert "Only the latest" not in text(desk("ledger/?sort=number"))


def test_a_fee_is_booked_in_sight_of_its_line_and_a_month_in_sight_of_the_books(world, desk):
    line = world.line(-7_50, payer="The bank")
    assert "7.50" in text(desk(f"bank-lines/{line.public_id}/fee/"))
    month = text(desk("reconciliations/new/"))
    assert "Books today" in month and "One open line" in month
    bank.charge(actor=world.treasurer, line=line, restriction=world.free)
    assert "One open line" not in text(desk("reconciliations/new/"))


def test_an_object_sent_as_a_name_is_a_fault_of_that_field(world, signed_in):
    client = signed_in(world.cast.person("coordinator"))
    address = f"/api/v1/initiatives/{world.cast.initiative.slug}/funds/{world.fund.public_id}/rounds/"
    order = {"name_he": {"a": 1}, "restriction": world.free.public_id, "ceiling": "10",
             "opens_on": clock.today().isoformat(), "closes_on": clock.today().isoformat()}  # fmt: skip
    answer = client.post(address, order, content_type="application/json")
    assert answer.status_code == 400, answer.content.decode()
    assert list(answer.json()["fields"]) == ["name_he"]


def kinds(world, role, on):
    return [one.kind for one in duties.for_person(world.cast.actor(role), on, world.cast.initiative)]


def test_each_step_of_a_round_is_asked_of_whoever_takes_it(world):
    today = clock.today()
    values = {**names("סבב"), "restriction": world.free, "ceiling": 900_00, "opens_on": today, "closes_on": today}
    round = rounds.open_round(actor=world.coordinator, fund=world.fund, values=values)
    proposal = rounds.submit(
        actor=world.cast.actor("lead"), round=round, participation=world.cast.partner,
        values={"title": "חוג", "amount": 500_00},
    )  # fmt: skip
    assert all("funding.assess" in kinds(world, who, today) for who in ("director", "coordinator", "steering"))
    points = dict.fromkeys(round.guideline.criteria.all(), 1)
    for who in (world.director, world.coordinator):
        rounds.assess(actor=who, proposal=proposal, points=points)
    assert kinds(world, "coordinator", today) == []
    assert kinds(world, "coordinator", today + timedelta(days=1)) == ["funding.round"]


def test_an_approved_payment_offers_the_file_for_the_bank(world, desk, signed_in):
    payment = world.request(world.grant(60_00).tranches.get())
    address, button = f"payments/{payment.public_id}/", "Make the file for the bank"
    assert button not in text(desk(address))
    payments.approve(actor=world.coordinator, payment=payment, step=Step.PROGRAMME)
    payments.approve(actor=world.treasurer, payment=payment, step=Step.FINANCE)
    assert button in text(desk(address))
    lead = signed_in(world.cast.person("lead"))
    assert button not in text(lead.get(payment.get_absolute_url()))
