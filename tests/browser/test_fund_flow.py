"""The fund in a real browser, in both languages: from a pledge to a report whose figure opens down to its decision.

Each act is its own person's: the funder, the treasurer, the committee with a recused member, director, coordinator, the
grantee's representative and signatory.
"""

import pytest
from playwright.sync_api import expect

from funding.models import Grant, Payment, Pledge, Proposal, Receipt
from partners.models import Organisation
from tests.actors import make_cast
from tests.browser.fund_steps import Hand, cookies_of, iso, paper, statement
from tests.factories.funding import FundWorld
from tests.factories.initiative import FactorFactory
from working_groups.models import Body

pytestmark = [pytest.mark.slow, pytest.mark.django_db(transaction=True)]
WORDS = {
    "he": {"recused": "מנועים", "member": "דמות funder", "adopted": "התקבלה"},
    "en": {"recused": "Recused", "member": "Persona funder", "adopted": "Adopted"},
}


@pytest.fixture
def world(transactional_db, settings, live_server):
    """A fund with guidelines in force and a free bucket; no money yet, no round, no grant."""
    settings.PORTAL_ORIGIN = live_server.url
    cast = make_cast()
    Organisation.objects.filter(pk=cast.funding.organisation_id).update(name_he="קרן קשת", name_en="Keshet Fund")
    made = FundWorld(cast)
    Body.objects.filter(pk=cast.committee.pk).update(decisions_count=5000)  # the factory's decisions count nothing
    made.factor = FactorFactory(initiative=cast.initiative, name_he="מורים למתמטיקה", name_en="Mathematics teachers")
    return made


@pytest.fixture
def hand(world, visit, live_server):
    """`hand("treasurer")` is that person's tab."""
    tabs = {}

    def of(role, language):
        if role not in tabs:
            cookies = cookies_of(world.cast.person(role), live_server.url)
            tab = visit(f"/{language}/", cookies=cookies, viewport={"width": 1280, "height": 1000})
            tabs[role] = Hand(tab, language, world.fund)
        return tabs[role]

    return of


def a_funder_signs(hand, world):
    """The treasurer drafts what was promised, and the funder signs it."""
    hand("treasurer").fill(
        f"funders/{world.funder.public_id}/pledge/",
        restriction=world.free.public_id,
        amount="100,000",
        visibility="amount",
        instalments_1_due_on=iso(),
        instalments_1_amount="100,000",
    )
    pledge = Pledge.objects.get()
    hand("funder").read(f"pledges/{pledge.public_id}/", "100,000")
    hand("funder").tab.locator(f"main a[href$='/pledges/{pledge.public_id}/sign/']").click()
    hand("funder").tab.wait_for_load_state()
    hand("funder").send()
    pledge.refresh_from_db()
    assert (pledge.state, pledge.signed_by) == ("signed", world.cast.funder)


def the_bank_file_is_taken_in(hand, world):
    """What came is proposed, confirmed, given its purpose, and a receipt is issued. The same file changes nothing."""
    treasurer, file = hand("treasurer"), statement(("r-1", "100000.00", "Keshet Fund"), ("r-2", "-38.50", "fee"))
    for _time in range(2):
        treasurer.fill("receipts/upload/", file=file)
    receipt = Receipt.objects.get()
    treasurer.read("receipts/", "r-1")
    treasurer.tab.locator(f"main a[href$='/receipts/{receipt.public_id}/']").first.click()
    treasurer.tab.wait_for_load_state()
    treasurer.press("confirm").fill(f"receipts/{receipt.public_id}/assign/").press("issue")
    receipt.refresh_from_db()
    assert (receipt.state, receipt.funder, receipt.assigned) == ("receipt_issued", world.funder, 100_000_00)
    fee = world.account.lines.get(bank_id="r-2")
    treasurer.fill(f"bank-lines/{fee.public_id}/fee/", restriction=world.free.public_id)


def a_round_is_assessed(hand, world):
    """Opened, proposed to, assessed by two, recommended, put to the body; the page says who leaves the room."""
    coordinator = hand("coordinator")
    coordinator.fill(
        "rounds/new/",
        name_he="סבב א",
        name_en="Round A",
        factor=world.factor.public_id,
        restriction=world.free.public_id,
        ceiling="90,000",
        opens_on=iso(),
        closes_on=iso(7),
    )
    round = world.fund.rounds.get()
    hand("lead").fill(f"rounds/{round.public_id}/propose/", title="Afternoon groups", amount="60000")
    proposal = Proposal.objects.get()
    points = {f"points_{one.public_id}": "4" for one in round.guideline.criteria.all()}
    for who in ("director", "coordinator"):
        hand(who).fill(f"proposals/{proposal.public_id}/assess/", **points)
    coordinator.press("close-assessment", f"rounds/{round.public_id}/")
    coordinator.fill(f"rounds/{round.public_id}/recommend/", **{f"amount_{proposal.public_id}": "50,000"})
    coordinator.press("put", f"rounds/{round.public_id}/")
    return round, proposal


def the_committee_decides(hand, world, round, proposal, words):
    """Before the meeting the page says that it can; the recused member reads no papers and is not asked."""
    hand("coordinator").read(f"rounds/{round.public_id}/", words["recused"], words["member"])
    assert hand("funder").status(f"proposals/{proposal.public_id}/") == 404
    proposal.refresh_from_db()
    address = f"{hand('steering').initiative}decisions/{proposal.decision.public_id}/"
    hand("steering").fill(f"{address}table/")
    for who in ("steering", "chair"):
        hand(who).fill(address, answer="for")
    hand("funder").tab.goto(address)
    assert hand("funder").tab.locator("main [name=answer]").count() == 0
    hand("steering").press("decide", address)
    proposal.decision.refresh_from_db()
    assert (proposal.decision.state, proposal.decision.outcome) == ("decided", "adopted")
    assert proposal.decision.responses.get(is_recused=True).seat.person == world.cast.funder
    director = hand("director")
    director.press("decide", f"rounds/{round.public_id}/")
    director.fill(f"proposals/{proposal.public_id}/allocate/")
    director.fill(f"allocations/{proposal.allocation.public_id}/award/")
    return Grant.objects.get()


def the_grant_is_signed_and_reported(hand, grant):
    """Planned with a learning line, sent, signed, active; the report is written, asked about, answered, accepted."""
    director, here = hand("director"), f"grants/{grant.public_id}/"
    director.fill(f"{here}plan/", tranches_1_after_report="1", budget_1_name="Instruction", budget_2_name="Learning")
    director.fill(f"{here}send/", file=paper("agreement.pdf"))
    hand("signatory").press("sign", here)
    director.press("activate", here)
    report = grant.reports.get(number=1)
    address = f"grantee-reports/{report.public_id}/"
    lead = hand("lead")
    lead.fill(f"{address}write/", narrative="Seven groups opened.", **spent(grant))
    hand("coordinator").read(address, "Seven groups opened.").fill(f"{address}return/", text="In which schools?")
    question = report.versions.get().questions.get()
    lead.fill(f"{address}write/", **{f"answer_{question.public_id}": "In five schools."})
    hand("coordinator").read(address).press("accept")
    report.refresh_from_db()
    assert (report.state, report.version) == ("accepted", 2)


def spent(grant):
    """Half of each line."""
    return {f"spent_{line.public_id}": str(line.amount // 200) for line in grant.budget.all()}


def the_money_leaves(hand, world, grant):
    """Asked for with its document, approved by two, sent as a file, booked by a third, reconciled with the bank."""
    lead, treasurer, here = hand("lead"), hand("treasurer"), f"grants/{grant.public_id}/"
    lead.fill(f"{here}account/", holder="Shaked", bank_code="12-600", number="IL59 0126 0000 0001 2345 678")
    treasurer.read("payments/accounts/", "5678").press("confirm")
    expect(treasurer.tab.locator("main")).not_to_contain_text("0126")
    tranche = grant.tranches.get()
    lead.fill(f"tranches/{tranche.public_id}/request/", invoice="71", file=paper("invoice.pdf"))
    payment = Payment.objects.get()
    address = f"payments/{payment.public_id}/"
    hand("coordinator").press("approve-programme", address)
    treasurer.press("approve-finance", address)
    treasurer.fill("payments/files/new/", chosen=payment.public_id)
    hand("director").press("execute", address)
    treasurer.fill("receipts/upload/", file=statement(("p-1", "-50000.00", "Shaked")))
    treasurer.fill(f"{address}reconcile/", line=world.account.lines.get(bank_id="p-1").public_id)
    payment.refresh_from_db()
    assert payment.state == "reconciled"
    assert {row.by for row in payment.approvals.all()} == {world.cast.coordinator, world.cast.treasurer}
    treasurer.fill("reconciliations/new/", until=iso(), statement="49,961.50")


def the_funder_reads_the_report(hand, world, grant, words):
    """Its own report of the year: what was paid opens to the grant, the grant to its decision and its factor."""
    treasurer, funder = hand("treasurer"), hand("funder")
    treasurer.fill("reports/new/", starts_on=iso(-30), as_of=iso(), funder=world.funder.public_id)
    report = world.fund.reports.get()
    funder.read(f"reports/{report.public_id}/", "100,000", "50,000", report.hash)
    funder.tab.locator(f"main a[href$='/grants/{grant.public_id}/']").first.click()
    funder.tab.wait_for_load_state()
    expect(funder.tab.locator("main")).to_contain_text(getattr(world.factor, f"name_{funder.language}"))
    decision = grant.allocation.decision
    funder.tab.locator(f"main a[href$='/decisions/{decision.public_id}/']").first.click()
    funder.tab.wait_for_load_state()
    expect(funder.tab.locator("main")).to_contain_text(words["adopted"])
    expect(funder.tab.locator("main")).to_contain_text("50,000")


# From day to day this loop is walked in English and the reporting in Hebrew; CI walks both in both.
@pytest.mark.parametrize("language", [pytest.param("he", marks=pytest.mark.exhaustive), "en"])
def test_from_a_pledge_to_a_report_that_opens_down_to_the_decision(world, hand, language):
    def of(role):
        return hand(role, language)

    words = WORDS[language]
    a_funder_signs(of, world)
    the_bank_file_is_taken_in(of, world)
    round, proposal = a_round_is_assessed(of, world)
    grant = the_committee_decides(of, world, round, proposal, words)
    the_grant_is_signed_and_reported(of, grant)
    the_money_leaves(of, world, grant)
    the_funder_reads_the_report(of, world, grant, words)
