"""What of the money is not for whom: a word planted in each secret is looked for behind every door, for each reader.

Doors: every page and endpoint of the fund that is read, its files, the search, the mails and digests. A word that
nobody could read would prove nothing: each is found by who may read it, through the same doors.
"""

import io
import re
import shutil
import subprocess
from datetime import UTC, datetime, timedelta

import openpyxl
import pytest
from django.core import mail as mails
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse

from communication import tasks
from communication.digests import build, plan
from funding import models
from funding.services import (
    fund_reports,
    funders,
    funds,
    grantee_reports,
    payees,
    pledges,
    receipts,
    restrictions,
    rounds,
)
from funding.services.bank import Line, add_line
from funding.services.grants import TranchePlan
from kernel import clock
from portal.dashboards import search
from tests.actors import actor_of, make_cast
from tests.factories.funding import FundWorld, names
from tests.factories.funding import plan as parts
from tests.factories.partners import MandateFactory, ParticipationFactory
from tests.matrix.addresses import all_addresses
from working_groups.services import materials

pytestmark = [pytest.mark.django_db, pytest.mark.slow]
PDF = b"%PDF-1.7\n%\xe2\xe3\xcf\xd3\n1 0 obj\n"
MONDAY = datetime(2027, 3, 8, 8, 0, tzinfo=UTC)  # of the next day every weekly slot is due
SUMMARY, NOTE, PAPER, RIVAL = "zsummary", "znote", "zpaper", "zrival"
NARRATIVE, INVOICE, PAYER, HOLDER, NUMBER = "znarrative", "zinvoice", "zpayer", "zholder", "7040506070809"
BUCKET, NAMED, HIDDEN = (
    "zbucket",
    "7,654,321",
    "1,234,567",
)  # a donor's restriction; amounts told by name alone, by none
EVERYBODYS = (PAYER, HOLDER)  # the treasurer's alone
GIVERS = (BUCKET, NAMED, HIDDEN)
PAPERS = (SUMMARY, NOTE, RIVAL)
NOT_FOR = {
    "anonymous": (*EVERYBODYS, *GIVERS, *PAPERS, PAPER, NARRATIVE, INVOICE),
    "stranger": (*EVERYBODYS, *GIVERS, *PAPERS, PAPER, NARRATIVE, INVOICE),
    "partner": (
        *EVERYBODYS,
        *GIVERS,
        SUMMARY,
        NOTE,
        PAPER,
        NARRATIVE,
        INVOICE,
    ),  # another one: the rival word is its own
    "ministry": (*EVERYBODYS, *GIVERS, *PAPERS, PAPER, NARRATIVE, INVOICE),
    "lead": (*EVERYBODYS, *GIVERS, NOTE, PAPER, RIVAL),  # the grantee
    "funder": (*EVERYBODYS, *GIVERS, SUMMARY, NOTE, PAPER),  # recused: an interest in the applicant
    "giver": (*EVERYBODYS, HIDDEN, PAPER),  # another funder, without a seat
    "evaluator": (*EVERYBODYS, *GIVERS, *PAPERS),
    "steering": (*EVERYBODYS, *GIVERS),
    "coordinator": EVERYBODYS,
    "director": (HOLDER,),
}
READS = {
    "director": (PAYER, *GIVERS, *PAPERS, NARRATIVE, INVOICE),
    "treasurer": (HOLDER, PAYER, BUCKET),
    "steering": (*PAPERS, NARRATIVE, INVOICE),
    "lead": (SUMMARY, NARRATIVE, INVOICE),
    "giver": (SUMMARY, BUCKET, NAMED),
}


class Secrets(FundWorld):
    """A fund with a word planted in everything that is not for everybody."""

    def plant(self):
        cast, today = self.cast, clock.today()
        self.partner = MandateFactory(participation=cast.chairing, kind="data_officer").person
        self.giver, self.named = self._giver("name", 7_654_321_00)
        self._giver("anonymous", 1_234_567_00)
        owned = {**names(BUCKET), "kind": "donor", "funder": self.named}
        self.bound = restrictions.add(actor=self.director, fund=self.fund, values=owned)
        self.receive(500_00)
        self.receive(90_00, self.bound, self.named)
        known = add_line(actor=self.treasurer, account=self.account, line=Line("r1", today, 11_00, PAYER))
        receipts.match(actor=self.treasurer, receipt=known.receipt, funder=self.named)
        self.payee(NUMBER)
        payees.propose(
            actor=actor_of(self.finance), participation=cast.partner, holder=HOLDER, bank_code="12-600", number=NUMBER
        )
        models.PayeeAccount.objects.filter(state="proposed").update(state="refused")
        self._round()
        self._grant()
        dates = {"fund": self.fund, "starts_on": today - timedelta(days=9), "as_of": today}
        self.report = fund_reports.make(actor=self.treasurer, **dates)
        fund_reports.make(actor=self.treasurer, funder=self.named, **dates)
        return self

    def _giver(self, visibility, amount):
        part = ParticipationFactory(initiative=self.cast.initiative, kind="funder")
        person = MandateFactory(participation=part, kind="representative").person
        funder = funders.add(actor=self.director, fund=self.fund, participation=part, values={"visibility": visibility})
        values = {"restriction": self.free, "amount": amount, "visibility": visibility}
        draft = pledges.draft(actor=self.director, funder=funder, values=values, parts=parts(amount, clock.today(), 1))
        pledges.sign(actor=actor_of(person), pledge=draft)
        return person, funder

    def _round(self):
        cast, today = self.cast, clock.today()
        dates = {"opens_on": today, "closes_on": today + timedelta(days=5)}
        values = {**names("סבב"), "restriction": self.free, "ceiling": 300_00, **dates}
        self.round = rounds.open_round(actor=self.coordinator, fund=self.fund, values=values)
        for role, part, said in (("lead", cast.partner, SUMMARY), ("chair", cast.chairing, RIVAL)):
            asked = {"title": "הצעה", "summary": said, "amount": 60_00}
            proposal = rounds.submit(actor=cast.actor(role), round=self.round, participation=part, values=asked)
            for who in ("director", "coordinator"):
                given = dict.fromkeys(self.round.guideline.criteria.all(), 3)
                said_of = dict.fromkeys(given, NOTE if role == "lead" else "")
                rounds.assess(actor=cast.actor(who), proposal=proposal, points=given, notes=said_of)
        rounds.close_assessment(actor=self.director, round=self.round)
        waiting = self.round.proposals.all()
        rounds.recommend(actor=self.director, round=self.round, amounts=dict.fromkeys(waiting, 5000))
        self.proposal = self.round.proposals.get(participation=cast.partner)
        self.tabled = rounds.put_to_body(actor=self.coordinator, proposal=self.proposal)
        file = SimpleUploadedFile("a.pdf", PDF, "application/pdf")
        materials.attach(actor=cast.actor("steering"), thing=self.tabled, file=file, title=PAPER)

    def _grant(self):
        due = clock.today()
        grant = self.grant(60_00, [TranchePlan(due, 40_00), TranchePlan(due, 20_00)], reports=[due])
        lead, report = self.cast.actor("lead"), grant.reports.get(number=1)
        grantee_reports.save(actor=lead, report=report, narrative=NARRATIVE)
        grantee_reports.submit(actor=lead, report=report)
        self.request(grant.tranches.get(number=1), invoice=INVOICE)

    def person(self, name):
        return getattr(self, name, None) if name in {"partner", "giver"} else self.cast.person(name)

    def thing(self, noun):
        """The object of a noun in an address."""
        rows = {
            "funds": self.fund, "rounds": self.round, "proposals": self.proposal, "reports": self.report,
            "funders": self.named, "restrictions": self.bound,
            "pledges": models.Pledge.objects.get(amount=7_654_321_00),
            "instalments": models.Instalment.objects.get(amount=7_654_321_00),
            "receipts": models.Receipt.objects.get(line__payer=PAYER),
            "bank-lines": models.BankLine.objects.get(payer=PAYER),
            "accounts": models.PayeeAccount.objects.get(holder=HOLDER),
            "payees": models.PayeeAccount.objects.get(holder=HOLDER),
            "guidelines": models.Guideline.objects.latest("pk"), "ledger": models.JournalEntry.objects.latest("pk"),
            "allocations": models.Allocation.objects.latest("pk"), "grants": models.Grant.objects.latest("pk"),
            "tranches": models.Tranche.objects.earliest("pk"), "payments": models.Payment.objects.latest("pk"),
            "grantee-reports": models.GranteeReport.objects.get(number=1),
        }  # fmt: skip
        return rows.get(noun)

    def addresses(self):
        """Every address of the fund that is read, the pages where its things are told besides."""
        slug = self.cast.initiative.slug
        for one in all_addresses():
            if "get" not in one.methods or "funding" not in one.view.__module__:
                continue
            path = one.route
            for noun, name in one.nouns():
                thing = slug if name == "initiative" else getattr(self.thing(noun), "public_id", "")
                path = re.sub(rf"<\w+:{name}>", thing, path)
            if "<" not in path and "//" not in path:
                yield f"/{path}" if one.is_api else f"/he/{path}"
        yield reverse("working_groups:decisions", args=[slug])
        yield self.tabled.get_absolute_url()
        yield reverse("funding:ledger", args=[slug, self.fund.public_id]) + "?format=csv"
        yield reverse("funding:ledger", args=[slug, self.fund.public_id]) + "?format=xlsx"


def words(answer, folder):
    """What a person reads of an answer: of a page, a file of text, a workbook, a document."""
    data = b"".join(answer) if answer.streaming else answer.content
    kind = answer.get("Content-Type", "")
    if "spreadsheet" in kind:
        rows = (row for page in openpyxl.load_workbook(io.BytesIO(data)) for row in page.iter_rows(values_only=True))
        return "\n".join(str(cell) for row in rows for cell in row if cell is not None)
    if "pdf" in kind:
        reader = shutil.which("pdftotext")
        (folder / "a.pdf").write_bytes(data)
        done = subprocess.run([reader, str(folder / "a.pdf"), "-"], capture_output=True, check=True) if reader else None
        return done.stdout.decode() if done else ""
    return data.decode("utf-8", "replace")


@pytest.fixture
def secrets():
    with clock.at(MONDAY - timedelta(days=1)):
        made = Secrets(make_cast())
        funds.change(actor=made.director, fund=made.fund, values={"is_public": True})
        return made.plant()


def spoken(word):
    """A word as it may be written: an amount in whole shekels with commas, and in agorot as the API tells it."""
    return (word, word.replace(",", "") + "00") if word[0].isdigit() else (word,)


OUTSIDE = ("anonymous", "stranger", "partner", "ministry")  # of the fund they read nothing, or its public page
DAILY = ("funder",)  # a recused one, who is also one of those that give
READERS = [
    pytest.param(name, marks=() if name in DAILY else pytest.mark.exhaustive) for name in (*NOT_FOR, "treasurer")
]


@pytest.mark.parametrize("name", READERS)
def test_behind_no_door_of_the_fund_anybody_reads_what_is_not_theirs(secrets, signed_in, tmp_path, name):
    with clock.at(MONDAY):
        client, found = signed_in(secrets.person(name)), {}
        for path in secrets.addresses():
            answer = client.get(path)
            assert answer.status_code < 500, path
            if answer.status_code == 200:
                found[path] = words(answer, tmp_path)
    assert len(found) > (-1 if name in OUTSIDE else 5), "the walk read next to nothing"
    for word in (*NOT_FOR.get(name, ()), NUMBER):
        where = [path for path, text in found.items() if any(one in text for one in spoken(word))]
        assert not where, f"{name} reads {word} at {where}"
    for word in READS.get(name, ()):
        assert any(one in text for text in found.values() for one in spoken(word)), f"{name} reads {word} nowhere"


def test_a_figure_of_a_funders_report_opens_down_to_its_entry(secrets, signed_in):
    with clock.at(MONDAY):
        paid = secrets.pay(secrets.grant(30_00))
        dates = {"starts_on": paid.executed_on, "as_of": paid.executed_on}
        own = fund_reports.make(actor=secrets.treasurer, fund=secrets.fund, funder=secrets.named, **dates)
        client = signed_in(secrets.giver)
        way = (own, paid.tranche.grant, paid, paid.entry)
        pages = [client.get(one.get_absolute_url()) for one in way]
        assert [page.status_code for page in pages] == [200] * 4
        for above, below in ((0, 1), (2, 3)):
            assert way[below].get_absolute_url() in pages[above].content.decode()
        decision = paid.tranche.grant.allocation.decision.get_absolute_url()
        leads = any(decision in page.content.decode() for page in pages)
        assert leads is (client.get(decision).status_code == 200), "a way that leads nowhere is not offered"


def test_a_funder_opens_what_left_the_pool_and_of_what_came_its_own_alone(secrets, signed_in):
    slug, fund = secrets.cast.initiative.slug, secrets.fund
    root, opened = f"/api/v1/initiatives/{slug}/funds/{fund.public_id}/ledger/", []
    with clock.at(MONDAY):
        secrets.pay(secrets.grant(30_00))
        client = signed_in(secrets.giver)
        for entry in fund.entries.all():
            page, answer = client.get(entry.get_absolute_url()), client.get(f"{root}{entry.public_id}/")
            assert page.status_code == answer.status_code, entry
            told = page.content.decode() + answer.content.decode()
            assert not any(one in told for word in NOT_FOR["giver"] for one in spoken(word))
            opened += [entry] if page.status_code == 200 else []
        whole = [
            client.get(path).status_code for path in (reverse("funding:ledger", args=[slug, fund.public_id]), root)
        ]
    assert whole == [404, 404], "the journal as a whole is the committee's"
    assert {entry.kind for entry in opened} == {"allocated", "awarded", "executed", "recorded", "assigned"}
    came = [entry for entry in opened if entry.kind in {"recorded", "assigned"}]
    assert len(came) == 3, "two sums that came, and the purpose of one"
    assert {entry.receipt.funder for entry in came if entry.kind == "recorded"} == {secrets.named}
    legs = models.Posting.objects.filter(entry__in=came, funder__isnull=False)
    assert set(legs.values_list("funder", flat=True)) == {secrets.named.pk}


def test_the_search_finds_none_of_it(secrets):
    for name, hidden in NOT_FOR.items():
        actor = actor_of(secrets.person(name))
        for word in hidden:
            assert search.search(actor, secrets.cast.initiative, word).count == 0, (name, word)


def test_no_mail_and_no_digest_tells_it(secrets):
    with clock.at(MONDAY + timedelta(days=1)):
        tasks.dispatch_entries()
        plan.plan()
        build.settle()
        for key in build.due():
            build.build(key)
        tasks.send_mails()
    assert len(mails.outbox) > 5
    of = {secrets.person(name).email: name for name in NOT_FOR if secrets.person(name) is not None}
    for letter in mails.outbox:
        text = letter.message().as_string() + letter.body + "".join(str(one[0]) for one in letter.alternatives)
        for word in (*NOT_FOR.get(of.get(letter.to[0], ""), ()), NUMBER):
            assert not any(one in text for one in spoken(word)), (letter.to, word, letter.subject)
