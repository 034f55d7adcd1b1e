"""The fund through the API: the whole way of a shekel by the same forms and acts, scopes of its own, one's own rows."""

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile

from accounts.services import tokens
from funding.models import Grant, JournalEntry, Payment, Pledge, Receipt, Restriction
from kernel import clock
from tests.actors import actor_of
from tests.factories.funding import FundWorld

pytestmark = pytest.mark.django_db
JSON = {"content_type": "application/json"}


@pytest.fixture
def world(cast):
    return FundWorld(cast)


@pytest.fixture
def api(world, signed_in):
    """api("treasurer", "post", "receipts/", {…}): the answer; a code other than the one wanted fails."""
    root = f"/api/v1/initiatives/{world.cast.initiative.slug}/funds/{world.fund.public_id}/"

    def ask(who, method, address, body=None, code=200, **more):
        person = world.finance if who == "finance" else world.cast.person(who)
        client = signed_in(person)
        kind = {} if method == "get" or more.pop("multipart", False) else JSON
        answer = getattr(client, method)(root + address, body or {}, **kind, **more)
        assert answer.status_code == code, answer.content.decode()
        return answer.json() if answer["Content-Type"].startswith("application/json") else answer

    return ask


def test_a_shekel_goes_all_its_way(world, api):
    bucket, funder = world.free.public_id, world.funder.public_id
    day = clock.today().isoformat()
    order = {"restriction": bucket, "amount": "1000", "instalments": [{"due_on": day, "amount": "1000"}]}
    pledge = api("director", "post", f"funders/{funder}/pledge/", order, 201)
    assert pledge["amount"] == 1000_00 and pledge["instalments"][0]["amount"] == 1000_00
    assert api("funder", "post", f"pledges/{pledge['id']}/sign/")["state"] == "signed"

    line = {"account": world.account.public_id, "bank_id": "1", "on": day, "direction": "in", "amount": "1000"}
    api("treasurer", "post", "bank-lines/", line, 201)
    receipt = api("treasurer", "get", "receipts/")["results"][0]["id"]
    match = {"funder": funder, "instalment": pledge["instalments"][0]["id"]}
    assert api("treasurer", "post", f"receipts/{receipt}/match/", match)["state"] == "matched"
    parts = {"parts": [{"restriction": bucket, "amount": "1000"}]}
    assert api("treasurer", "post", f"receipts/{receipt}/assign/", parts)["waiting"] == 0
    assert api("treasurer", "post", f"receipts/{receipt}/issue/")["paper_number"] == 1

    given = {"restriction": bucket, "decision": world.decision().public_id, "amount": "600"}
    allocation = api("director", "post", "allocations/", given, 201)["id"]
    award = {"participation": world.cast.partner.public_id, "title": "מענק", "amount": "600"}
    grant = api("director", "post", f"allocations/{allocation}/award/", award, 201)["id"]
    plan = {
        "tranches": [{"due_on": day, "amount": "600"}],
        "budget": [
            {"name": "a", "cost_type": "staff", "amount": "500"},
            {"name": "b", "cost_type": "learning", "amount": "100"},
        ],
    }
    assert len(api("director", "post", f"grants/{grant}/plan/", plan)["tranches"]) == 1
    api("director", "post", f"grants/{grant}/send/")
    api("signatory", "post", f"grants/{grant}/sign/")
    tranche = api("director", "post", f"grants/{grant}/activate/")["tranches"][0]["id"]

    account = {"holder": "שותף", "bank_code": "12-600", "number": "99000123"}
    payee = api("finance", "post", f"grants/{grant}/account/", account, 201)
    assert payee["last_digits"] == "0123" and "number" not in payee
    api("treasurer", "post", f"payees/{payee['id']}/confirm/")
    asked = {"amount": "600", "invoice": "7", "file": SimpleUploadedFile("a.pdf", b"%PDF-1.4\n%%EOF")}
    payment = api("lead", "post", f"tranches/{tranche}/request/", asked, 201, multipart=True)["id"]
    api("coordinator", "post", f"payments/{payment}/approve-programme/")
    api("treasurer", "post", f"payments/{payment}/approve-finance/")
    chosen = {"account": world.account.public_id, "chosen": [payment]}
    api("treasurer", "post", "payment-files/", chosen, 201)
    assert api("treasurer", "post", f"payments/{payment}/execute/", code=403)["code"] == "approver_pays"
    assert api("director", "post", f"payments/{payment}/execute/")["state"] == "executed"
    stands = api("funder", "get", "position/")
    assert (stands["bank"], stands["free"]) == (400_00, 400_00)
    assert Payment.objects.get().document is not None


def test_the_journal_is_read_filtered_and_taken_out(world, api):
    world.receive(50_00)
    listed = api("treasurer", "get", "ledger/")
    assert listed["count"] == JournalEntry.objects.count()
    assert api("treasurer", "get", "ledger/?kind=assigned")["count"] == 1
    entry = api("steering", "get", f"ledger/{listed['results'][0]['id']}/")
    assert sum(one["amount"] for one in entry["postings"]) == 0
    file = api("treasurer", "get", "ledger/export/?as=csv")
    assert b"debit" in b"".join(file.streaming_content)
    api("treasurer", "get", "ledger/export/?as=pdf", code=400)
    api("lead", "get", "ledger/", code=404)
    api("evaluator", "get", "ledger/", code=404)


@pytest.mark.parametrize("noun", ["receipts/", "bank-lines/", "bank-accounts/"])
def test_money_in_is_not_found_by_others(world, api, noun):
    world.receive(50_00)
    assert api("director", "get", noun)["count"]
    for who in ("coordinator", "evaluator", "steering", "funder", "lead", "member"):
        api(who, "get", noun, code=404)


def test_a_grantee_reads_its_own_grants_alone_and_no_bucket(world, api):
    world.receive(100_00)
    own = world.grant(60_00)
    found = api("lead", "get", "grants/")["results"]
    assert [row["id"] for row in found] == [own.public_id]
    api("lead", "get", "restrictions/", code=404)
    api("lead", "get", "pledges/", code=404)
    api("member", "get", "grants/", code=404)


def test_the_donor_of_a_bucket_is_named_to_whom_its_relation_is_open(world, api):
    bound = world.bucket("של תורם", kind="donor", funder=world.funder)
    where = f"restrictions/{bound.public_id}/"
    assert api("director", "get", where)["funder"] == world.funder.public_id
    assert api("funder", "get", where)["funder"] == world.funder.public_id
    assert api("steering", "get", where)["funder"] is None


def test_a_change_sees_the_version_it_was_read_with(world, api):
    where = f"restrictions/{world.free.public_id}/"
    tag = f'"{world.free.public_id}-{world.free.version}"'
    api("director", "patch", where, {"name_he": "אחר"}, headers={"If-Match": tag})
    told = api("director", "patch", where, {"name_he": "שוב"}, code=409, headers={"If-Match": tag})
    assert told["code"] == "stale"
    row = Restriction.objects.get(pk=world.free.pk)
    assert (row.name_he, row.name_en) == ("אחר", "כסף חופשי")


def test_the_same_key_draws_money_once(world, api):
    world.receive(100_00)
    given = {"restriction": world.free.public_id, "decision": world.decision().public_id, "amount": "60"}
    first = api("director", "post", "allocations/", given, 201, headers={"Idempotency-Key": "k"})
    assert api("director", "post", "allocations/", given, 201, headers={"Idempotency-Key": "k"}) == first
    assert world.available() == 40_00


def test_a_refusal_says_the_sentence_of_the_page(world, api):
    world.receive(100_00)
    given = {"restriction": world.free.public_id, "decision": world.decision().public_id, "amount": "160"}
    told = api("director", "post", "allocations/", given, 403)
    assert told["code"] == "not_enough" and "100" in told["detail"] and "160" in told["detail"]
    faults = api("director", "post", "allocations/", {"amount": "x", "more": 1}, 400)["fields"]
    assert {"restriction", "decision", "amount", "more"} <= set(faults)
    parts = {"parts": [{"restriction": "zz"}] * 9}
    receipt = world.line(5_00).receipt
    assert "parts" in api("treasurer", "post", f"receipts/{receipt.public_id}/assign/", parts, 400)["fields"]


@pytest.mark.parametrize(
    ("scopes", "reads", "writes"),
    [
        (["read", "write"], 403, "permission_denied"),
        (["funding:read"], 200, "permission_denied"),
        (["funding:write"], 403, "wrong_state"),
    ],
)
def test_a_token_opens_the_fund_by_scopes_of_its_own(world, client, scopes, reads, writes):
    pledge = world.pledge(10_00)
    actor = actor_of(world.cast.funder)
    _row, secret = tokens.make(actor=actor, name="books", scopes=scopes, expires_on=clock.today())
    root = f"/api/v1/initiatives/{world.cast.initiative.slug}/funds/{world.fund.public_id}/pledges/"
    head = {"Authorization": f"Bearer {secret}"}
    assert client.get(root, headers=head).status_code == reads
    there = f"{root}{pledge.public_id}/sign/"
    answer = client.post(there, {}, **JSON, headers=head)
    assert answer.status_code == 403
    assert answer.json()["code"] == writes
    assert Pledge.objects.count() == 1 and not Grant.objects.exists() and not Receipt.objects.exists()
