"""A grantee's account: a change holds payments until a second person settles it; the owner sees each look."""

import pytest
from django.urls import reverse
from django.utils.translation import gettext as _

from audit.models import Entry
from communication import tasks
from communication.models import Delivery
from funding.models import PayeeAccount
from funding.services import payees
from kernel.errors import Invalid, Refused
from tests.actors import actor_of
from tests.factories.funding import FundWorld

pytestmark = pytest.mark.django_db
WAITS = "A new bank account waits for the treasurer's confirmation: payments wait until it is confirmed or refused."


@pytest.fixture
def world(cast):
    made = FundWorld(cast)
    made.receive(100_00)
    return made


def proposed(world, number="55-555-555555", bank_code="12-345"):
    given = {"participation": world.cast.partner, "holder": "שותף", "bank_code": bank_code, "number": number}
    return payees.propose(actor=actor_of(world.finance), **given)


def address(world, name, *things):
    return reverse(f"funding:{name}", args=[world.cast.initiative.slug, world.fund.public_id, *things])


@pytest.mark.parametrize("number", ["IL62-bad", "12a45", "123", "١٢٣٤٥"])
def test_what_is_neither_a_number_nor_an_iban_is_refused_at_its_field(world, number):
    with pytest.raises(Invalid) as refusal:
        proposed(world, number)
    assert "number" in refusal.value.fields


def test_an_iban_with_a_wrong_digit_is_refused_and_the_right_one_kept_bare(world):
    with pytest.raises(Invalid) as refusal:
        proposed(world, "IL60 0126 0000 0001 2345 678")
    assert "number" in refusal.value.fields
    kept = proposed(world, "il59-0126 0000 0001 2345 678")
    assert payees.number(kept) == "IL590126000000012345678"
    assert payees.number(proposed(world, "DE89 3704 0044 0532 0130 00")) == "DE89370400440532013000"


@pytest.mark.parametrize("typed", ["12,600", "12-abc", "abc", "١٢-٦٠٠", "12-600\n13"])
def test_a_bank_that_would_break_the_file_for_the_bank_is_refused_at_its_field(world, typed):
    with pytest.raises(Invalid) as refusal:
        proposed(world, bank_code=typed)
    assert "bank_code" in refusal.value.fields


@pytest.mark.parametrize(("typed", "kept"), [(" 12 / 600 ", "12-600"), ("poalilit", "POALILIT")])
def test_bank_and_branch_are_kept_in_one_form(world, typed, kept):
    assert proposed(world, bank_code=typed).bank_code == kept


def test_a_change_holds_payments_until_it_is_confirmed_or_refused(world, signed_in):
    payment = world.request(world.grant(60_00).tranches.get())
    world.approve(payment)
    account = proposed(world)
    with pytest.raises(Refused) as refusal:
        world.instruct(payment)
    assert refusal.value.code == "account_waits" and str(refusal.value) == _(WAITS)
    # and through the page the sentence is read, and nothing left
    chosen = {"account": world.account.public_id, "chosen": [payment.public_id]}
    told = signed_in(world.cast.treasurer).post(address(world, "payment-instruct"), chosen)
    assert told.status_code == 422 and _(WAITS) in told.content.decode().replace("&#x27;", "'")
    payees.refuse(actor=world.treasurer, account=account, reason="לא אושר בטלפון")
    world.instruct(payment)
    payment.refresh_from_db()
    assert payment.state == "instructed"


def test_nothing_is_approved_while_an_account_waits(world):
    payment = world.request(world.grant(60_00).tranches.get())
    proposed(world)
    with pytest.raises(Refused) as refusal:
        world.approve(payment)
    assert refusal.value.code == "account_waits" and not payment.approvals.exists()


def test_an_account_given_again_takes_the_place_of_the_one_that_waited(world):
    first, second = proposed(world, "111111"), proposed(world, "222222")
    first.refresh_from_db()
    assert (first.state, second.state) == ("replaced", "proposed")
    with pytest.raises(Refused):
        payees.confirm(actor=world.treasurer, account=first)
    assert payees.confirm(actor=world.treasurer, account=second).state == "confirmed"


def test_the_treasurer_refuses_with_a_reason_and_who_gave_it_does_not(world, signed_in):
    world.payee("99-999-999999")
    account = proposed(world)
    url = address(world, "payee-refuse", account.public_id)
    assert signed_in(world.finance).post(url, {"reason": "x"}).status_code == 403
    assert signed_in(world.cast.director).get(url).status_code == 404
    client = signed_in(world.cast.treasurer)
    assert client.post(url, {"reason": ""}).status_code == 422
    assert client.post(url, {"reason": "לא אושר בטלפון"}).status_code == 302
    account.refresh_from_db()
    assert account.state == "refused" and payees.current(world.cast.partner.pk).last_digits == "9999"
    entry = Entry.objects.get(kind="funding.payee.refused")
    assert entry.changes["reason"] == ["", "לא אושר בטלפון"]
    again = signed_in(world.cast.treasurer).post(url, {"reason": "שוב"})
    assert again.status_code in {403, 409, 422} and Entry.objects.filter(kind="funding.payee.refused").count() == 1


def test_a_look_is_shown_to_the_owner_on_its_page_through_the_api_and_as_news(world, signed_in):
    world.grant(60_00)
    account, page = world.payee(), address(world, "payees")
    nobody = signed_in(world.finance).get(page).content.decode()
    assert str(world.cast.treasurer) not in nobody.partition("<table")[2] and _("Nobody looked yet") in nobody
    for _time in range(4):
        payees.look(actor=world.treasurer, account=account)
    shown = signed_in(world.finance).get(page).content.decode()
    assert shown.partition("<table")[2].count(str(world.cast.treasurer)) == 3 and _("and once before") in shown
    root = f"/api/v1/initiatives/{world.cast.initiative.slug}/funds/{world.fund.public_id}/payees/"
    assert len(signed_in(world.finance).get(root).json()["results"][0]["looks"]) == 3
    tasks.dispatch_entries()
    told = Delivery.objects.filter(entry__kind="funding.payee.shown").values_list("person", flat=True)
    assert set(told) == {world.finance.pk}
    grant = world.fund.grants.get()
    assert page in signed_in(world.finance).get(grant.get_absolute_url()).content.decode()
    assert PayeeAccount.objects.visible_to(actor_of(world.finance)).count() == 1
