"""What the page of a payment says of the account before anybody presses a button, and the act would refuse for."""

import pytest

from audit.models import Entry
from communication import subjects, wording
from funding.models import Step
from funding.selectors import approving, payee_state
from funding.services import payees, payments
from kernel.errors import Refused
from tests.actors import actor_of
from tests.factories.funding import FundWorld

pytestmark = pytest.mark.django_db


@pytest.fixture
def world(cast):
    made = FundWorld(cast)
    made.receive(1_000_00)
    return made


@pytest.fixture
def payment(world):
    return world.request(world.grant(60_00).tranches.get())


def refusal(world, payment):
    with pytest.raises(Refused) as refused:
        payments.approve(actor=world.coordinator, payment=payment, step=Step.PROGRAMME)
    return str(refused.value)


def another(world):
    return payees.propose(
        actor=actor_of(world.finance),
        participation=world.cast.partner,
        holder="שותף",
        bank_code="12-345",
        number="987654",
    )


def test_the_first_payment_to_an_account_is_told_and_the_second_is_not(world, payment, page):
    assert payee_state.remark(payment).kind == "info"
    assert str(payee_state.remark(payment).text) in page("treasurer", "payment", payment).content.decode()
    world.approve(payment)
    world.instruct(payment)
    payments.execute(actor=world.director, payment=payment)
    assert payee_state.remark(payment) is None
    assert payee_state.remark(world.request(world.grant(20_00).tranches.get())) is None


def test_an_account_that_waits_or_was_changed_is_told_in_the_words_of_the_refusal(world, payment, page):
    account = another(world)
    assert str(payee_state.remark(payment).text) == refusal(world, payment)
    assert "/payments/accounts/" in page("treasurer", "payment", payment).content.decode()
    payees.confirm(actor=world.treasurer, account=account)
    assert str(payee_state.remark(payment).text) == refusal(world, payment)
    body = page("treasurer", "payment", payment).content.decode()
    assert str(payee_state.remark(payment).text) in body and "987654" not in body
    payments.renew(actor=world.cast.actor("lead"), payment=payment)
    payment.refresh_from_db()
    assert payee_state.remark(payment).kind == "info"


def test_a_new_account_is_told_for_as_long_as_payments_to_it_wait(cast):
    world = FundWorld(cast, {"hold_days": 3})
    world.receive(1_000_00)
    payment = world.request(world.grant(60_00).tranches.get())
    assert payee_state.remark(payment).kind == "watch"


def test_a_returned_payment_tells_why_and_by_which_entry(world, payment, page):
    world.approve(payment)
    world.instruct(payment)
    payments.execute(actor=world.director, payment=payment)
    assert approving.reversal(payment) is None
    payments.give_back(actor=world.treasurer, payment=payment, reason="החשבון נסגר")
    entry = approving.reversal(payment)
    body = page("treasurer", "payment", payment).content.decode()
    assert "החשבון נסגר" in body and entry.get_absolute_url() in body
    assert entry.get_absolute_url() not in page("lead", "payment", payment).content.decode()


def test_mails_of_a_payment_tell_how_much_and_why(world, payment):
    world.approve(payment)
    world.instruct(payment)
    payments.execute(actor=world.director, payment=payment)
    payments.give_back(actor=world.treasurer, payment=payment, reason="החשבון נסגר")
    told = {row.kind: wording.plain(wording.of_entry(row)) for row in Entry.objects.filter(kind__contains=".payment.")}
    assert "₪60" in told["funding.payment.executed"]
    assert "₪60" in told["funding.payment.returned"] and "החשבון נסגר" in told["funding.payment.returned"]
    assert {subjects.subject_of(kind).code for kind in told} == {"money"}


def test_the_form_of_the_second_approval_tells_a_waiting_account_before_anybody_presses(world, payment, page):
    payments.approve(actor=world.coordinator, payment=payment, step=Step.PROGRAMME)
    another(world)
    payment.refresh_from_db()
    body = page("treasurer", "payment-approve-finance", payment).content.decode()
    assert str(payee_state.remark(payment).text) in body.replace("&#x27;", "'")
