"""What the fund must answer with one sentence that names the place and the mend, in the reader's language, with nothing
lost. Each row in Hebrew and in English, through the page where there is one.
"""

import re
from datetime import timedelta
from html import unescape

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse
from django.utils import translation
from django.utils.translation import gettext

from funding.models import Allocation, BankLine, Grant, JournalEntry, Payment, PeriodClose, Receipt
from funding.services import funders, funds, payees
from funding.services.grants import TranchePlan
from kernel import clock, formatting
from kernel.actor import Actor
from tests.actors import make_cast
from tests.conftest import made_fresh
from tests.factories.funding import FundWorld, names
from tests.factories.partners import InterestFactory, MandateFactory, ParticipationFactory

pytestmark = pytest.mark.django_db
HEBREW = re.compile("[\u05d0-\u05ea]")
MARKS = re.compile("[\u2066-\u2069\u200e\u200f]")
HEAD = "reference,date,amount,payer,details\n"


class Reader:
    """The pages of one fund, read and filled in one language."""

    def __init__(self, language):
        self.language = language
        self.world = FundWorld(make_cast())
        self.world.receive(100_00)

    def ask(self, role, name, thing=None, data=None, fund=None):
        """A page, or with data what it answers to a form; a button's answer is the page it leads to."""
        world = self.world
        person = world.cast.person(role)
        client = Client(headers={"accept-language": self.language})
        client.force_login(person, backend="django.contrib.auth.backends.ModelBackend")
        made_fresh(client, person)
        args = [world.cast.initiative.slug, fund or world.fund.public_id]
        url = reverse(f"funding:{name}", args=[*args, *([thing.public_id] if thing is not None else [])])
        answer = client.get(url) if data is None else client.post(url, data)
        return client.get(answer.url) if answer.status_code == 302 else answer

    def told(self, answer, template, *named, kept=()):
        """The answer says this sentence in the reader's language, names these, and holds what was typed."""
        html = answer.content.decode()
        text = MARKS.sub("", unescape(re.sub(r"\s+", " ", re.sub(r"<[^>]+>", " ", html))))
        parts = [part for part in re.split(r"%\(\w+\)s", gettext(template)) if part.strip(" .,")]
        assert bool(HEBREW.search("".join(parts))) is (self.language == "he"), f"not translated: {template}"
        for part in (*map(str.strip, parts), *named):
            assert MARKS.sub("", re.sub(r"\s+", " ", part)) in text, f"{part!r} is not told: {text[:1500]}"
        for typed in kept:
            assert f'value="{typed}"' in html or f">{typed}" in html, f"{typed!r} is lost"


@pytest.fixture(params=["he", "en"])
def reader(request):
    with translation.override(request.param):
        yield Reader(request.param)


def grant(world, **plan):
    """An active grant of one tranche, due today unless told."""
    given = {"due_on": clock.today(), "amount": 60_00, **plan}
    return world.grant(60_00, [TranchePlan(**given)], reports=[clock.today() + timedelta(days=60)])


def test_more_than_is_free_the_wrong_bucket_and_an_expired_one(reader):
    world, today = reader.world, clock.today()
    decision = world.decision().public_id
    free = "%(free)s are free in “%(bucket)s”, and %(wanted)s were asked for: take less, or another restriction."
    data = {"restriction": world.free.public_id, "decision": decision, "amount": "100.01"}
    answer = reader.ask("director", "allocation-new", data=data)
    reader.told(answer, free, "₪100", "כסף חופשי", "₪100.01", kept=["100.01"])

    north = world.bucket("צפון", district="north", ends_on=today + timedelta(days=1))
    world.receive(40_00, north)
    allocation = world.allocate(30_00, north)
    award = {
        "participation": world.cast.partner.public_id, "title": "תגבור", "amount": "20", "district": "south",
        "starts_on": today.isoformat(), "ends_on": today.isoformat(),
    }  # fmt: skip
    answer = reader.ask("director", "grant-new", allocation, award)
    reader.told(answer, "This money is for another district.", "צפון", kept=["20", "תגבור"])
    with clock.at(clock.now() + timedelta(days=2)):
        data |= {"restriction": north.public_id, "amount": "5"}
        answer = reader.ask("director", "allocation-new", data=data)
    reader.told(answer, "This restriction has expired: its rest needs a decision or the donor's consent.", kept=["5"])
    assert (Allocation.objects.count(), Grant.objects.count()) == (1, 0)


MINE = (
    "You approved this payment already: the second approval is another person's. Nothing more is asked of you; the "
    "payment's page says whom it waits for."
)
GIVEN = (
    "Nobody is asked for this approval now. Reload the payment's page: it says what was approved and what comes next."
)


def test_approving_ones_own_twice_after_a_changed_account_and_when_tied_since(reader):
    world = reader.world
    payment = world.request(grant(world).tranches.get())
    MandateFactory(participation=world.cast.backbone, person=world.cast.person("lead"), kind="coordinator")
    MandateFactory(participation=world.cast.backbone, kind="treasurer")  # else nobody were left to pay
    own = reader.ask("lead", "payment-approve-programme", payment, {})
    reader.told(own, "You asked for this payment, so another person has to approve it.")
    reader.ask("director", "payment-approve-programme", payment, {})
    MandateFactory(participation=world.cast.backbone, person=world.cast.person("director"), kind="treasurer")
    twice = reader.ask("director", "payment-approve-finance", payment, {})
    reader.told(twice, MINE)
    reader.told(reader.ask("director", "payment-approve-programme", payment, {}), MINE)
    MandateFactory(participation=world.cast.backbone, person=world.cast.person("chair"), kind="coordinator")
    late = reader.ask("chair", "payment-approve-programme", payment, {})
    reader.told(late, GIVEN)
    assert Payment.objects.get().approvals.count() == 1
    account = payees.current(world.cast.partner.pk)
    world.payee("55-555-555555")
    changed = reader.ask("treasurer", "payment-approve-finance", payment, {})
    reader.told(
        changed, "The bank account was changed: who asked for the payment takes the new one into the request first."
    )
    assert payees.current(world.cast.partner.pk) != account

    reader.ask("lead", "payment-renew", payment, {})
    world.approve(Payment.objects.select_related("fund", "tranche__grant").get())
    InterestFactory(person=world.cast.coordinator, organisation=world.cast.partner.organisation)
    chosen = {"account": world.account.public_id, "chosen": [payment.public_id]}
    tied = reader.ask("treasurer", "payment-instruct", data=chosen)
    reader.told(tied, "Somebody who approved it has an interest in the grantee now: another person approves it again.")
    assert Payment.objects.get().state == "finance_approved"


def test_a_payment_without_agreement_before_its_day_and_without_its_report(reader):
    world, today = reader.world, clock.today()
    world.payee()

    def asked(tranche):
        paper = SimpleUploadedFile("invoice.pdf", b"%PDF-1.4\n%%EOF\n", "application/pdf")
        return reader.ask("lead", "payment-new", tranche, {"amount": "1", "invoice": "7-1", "file": paper})

    later = grant(world, due_on=today + timedelta(days=9)).tranches.get()
    answer = asked(later)
    day = formatting.day_words(today + timedelta(days=9), "plain")
    reader.told(answer, "This tranche is due on %(day)s, not before.", day, kept=["7-1"])
    Grant.objects.update(state="closing")
    world.receive(100_00)
    waits = grant(world, after_report=1).tranches.get()
    answer = asked(waits)
    reader.told(answer, "A condition of this tranche is not met: accept the report, or meet it.", kept=["7-1"])
    Grant.objects.update(state="signed")
    answer = asked(waits)
    reader.told(answer, "The agreement is not signed and active: nothing is paid.", kept=["7-1"])
    assert not Payment.objects.exists()


def test_a_day_in_a_closed_year(reader):
    world, day = reader.world, clock.today() - timedelta(days=400)
    funds.close_period(actor=world.treasurer, fund=world.fund, until=day)
    data = {
        "account": world.account.public_id, "bank_id": "A9", "on": day.isoformat(), "direction": "in", "amount": "5",
    }  # fmt: skip
    answer = reader.ask("treasurer", "bank-line-new", data=data)
    closed = "The books are closed until %(day)s: choose a later day, and write the bank's own day in the details."
    reader.told(answer, closed, formatting.day_words(day, "plain"), kept=["A9", "5"])
    assert PeriodClose.objects.count() == 1 and not BankLine.objects.filter(bank_id="A9").exists()


CHANGED = "The reference in row %(rows)s was seen before with another amount: compare it with the bank's page."
ZERO = "Row %(rows)s holds an amount of zero: take it out of the file, or mend its amount."
SUM = "The lines add up to %(found)s and the file says %(total)s: a line is missing or was changed."
FILES = (
    ("A1,01/03/2026,5,,\nA2,02/03/2026,7,,\n", "13", SUM, ["₪12", "₪13"]),
    ("A1,01/03/2026,5,,\nB0,01/03/2026,0,,\n", "", ZERO, ["3"]),
    ("known,01/03/2026,6,,\n", "", CHANGED, ["2"]),
    ("A1,01/03/2026,,,\n", "", "Row %(row)s holds no amount.", ["2"]),
    ("A1,01/03/2026,0.001,,\n", "", "Row %(row)s: %(why)s", ["2", "0.001"]),
)  # fmt: skip


def test_a_file_of_the_bank_that_does_not_fit(reader):
    world = reader.world
    add = {
        "account": world.account.public_id, "bank_id": "known", "on": "2026-03-01", "direction": "in", "amount": "5",
    }  # fmt: skip
    reader.ask("treasurer", "bank-line-new", data=add)
    there = BankLine.objects.count()

    def send(text, total="", encoding="utf-8"):
        file = SimpleUploadedFile("bank.csv", text if isinstance(text, bytes) else text.encode(encoding))
        data = {"account": world.account.public_id, "file": file, "total": total}
        return reader.ask("treasurer", "bank-file", data=data)

    for rows, total, template, named in FILES:
        answer = send(HEAD + rows, total)
        assert answer.status_code == 422, rows
        reader.told(answer, template, *named, kept=[total] if total else [])
    two = "reference,date,amount,currency\nA1,01/03/2026,5,ILS\nA2,01/03/2026,5,USD\n"
    mixed = "Row %(row)s is in %(given)s and the account is in %(currency)s: send one file for each."
    reader.told(send(two), mixed, "3", "USD", "ILS")
    assert BankLine.objects.count() == there
    assert send(HEAD + "A1,01/03/2026,5,קרן,\nA2,01/03/2026,-5,קרן,\n", encoding="cp1255").status_code == 200
    assert BankLine.objects.count() == there + 2, "another encoding is read, and money out is below nothing"


def test_an_amount_that_is_none_is_named_and_kept(reader):
    world, decision = reader.world, reader.world.decision().public_id
    for typed in ("0.001", "1e9", "100,00", "-5", "0", "abc"):
        data = {"restriction": world.free.public_id, "decision": decision, "amount": typed}
        answer = reader.ask("director", "allocation-new", data=data)
        assert answer.status_code == 422, typed
        html = answer.content.decode()
        assert f'value="{typed}"' in html, typed
        error = re.search(r'class="[^"]*error[^"]*"[^>]*>(.*?)</', html, re.DOTALL)
        assert error, typed
    assert not Allocation.objects.exists()
    for typed, minor in (("١٠٠", 100_00),):
        data["amount"] = typed
        reader.ask("director", "allocation-new", data=data)
        assert Allocation.objects.latest("pk").amount == minor


def test_somebody_elses_fund_grant_and_file_by_its_address_are_not_found(reader):
    world = reader.world
    own = grant(world)
    other = ParticipationFactory(kind="funder")
    system = Actor.system()
    theirs = funds.open_fund(actor=system, initiative=other.initiative, values=names("אחרת"))
    missing = reader.ask("director", "fund", fund="2" * 12)
    foreign = reader.ask("director", "fund", fund=theirs.public_id)
    assert (missing.status_code, foreign.status_code) == (404, 404)
    for role, name, thing in (
        ("director", "grant", funders.add(actor=system, fund=theirs, participation=other)),
        ("stranger", "grant", own),
        ("member", "receipt", Receipt.objects.first()),
        ("lead", "bank-file", None),
    ):
        assert reader.ask(role, name, thing).status_code in {403, 404}, name


def test_a_double_click_on_pay_and_two_treasurers_at_once(reader):
    world = reader.world
    payment = world.request(grant(world).tranches.get())
    world.approve(payment)
    world.instruct(payment)
    reader.ask("director", "payment-execute", payment, {})
    again = reader.ask("director", "payment-execute", payment, {})
    reader.told(again, "This cannot be done in its present state. Reload the page: it shows what can be done now.")
    assert JournalEntry.objects.filter(kind="executed").count() == 1

    receipt = world.line(50_00).receipt
    part = {"parts_1_restriction": world.free.public_id, "parts_1_amount": "50"}
    reader.ask("treasurer", "receipt-match", receipt, {"funder": world.funder.public_id})
    reader.ask("treasurer", "receipt-assign", receipt, part)
    late = reader.ask("treasurer", "receipt-assign", receipt, {**part, "parts_1_amount": "40"})
    assert late.status_code in {403, 409, 422}
    receipt.refresh_from_db()
    booked = JournalEntry.objects.filter(source__startswith=f"assign:{receipt.public_id}").count()
    assert (receipt.assigned, booked) == (50_00, 1)


def test_a_last_day_before_the_first_of_a_grant_a_round_and_a_restriction(reader):
    world, first, last = reader.world, clock.today().isoformat(), "2001-01-01"
    backwards = "The last day comes before the first: change one."
    days = {"starts_on": first, "ends_on": last}
    award = {"participation": world.cast.partner.public_id, "title": "תגבור", "amount": "20", **days}
    answer = reader.ask("director", "grant-new", world.allocate(30_00), award)
    reader.told(answer, backwards, kept=["תגבור", "20"])
    call = {"restriction": world.free.public_id, "ceiling": "10", "opens_on": first, "closes_on": last}
    answer = reader.ask("director", "round-new", data={**names("סבב"), **call})
    reader.told(answer, backwards, kept=["סבב", "10"])
    bucket = {"kind": "designated", "currency": "ILS", "decision": world.decision().public_id, **days}
    answer = reader.ask("director", "restriction-new", data={**names("צפון"), **bucket})
    reader.told(answer, backwards, kept=["צפון"])
    assert not Grant.objects.exists() and not world.fund.rounds.exists()
