"""Bank numbers at rest: each opens for its own row under any named key; after resealing the first alone is enough."""

from io import StringIO

import pytest
from django.core.management import CommandError, call_command

from funding import sealing
from funding.models import PayeeAccount
from funding.services import payees, payment_files
from kernel.errors import Refused
from tests.factories.funding import FundWorld

pytestmark = pytest.mark.django_db

NUMBER = "12345678901"
OLD, NEW = bytes(range(32)), bytes(range(100, 132))


@pytest.fixture
def account(cast, settings):
    """An account whose number the old key sealed."""
    settings.FIELD_KEYS = {"2026": OLD}
    world = FundWorld(cast)
    made = world.payee(NUMBER)
    made.world = world
    return made


def opened(account):
    account.refresh_from_db()
    return sealing.unseal(account.sealed_number, account.public_id)


def test_a_number_names_its_key_and_opens_for_its_own_row_only(account):
    assert account.sealed_number.startswith("2026:") and NUMBER not in account.sealed_number
    assert opened(account) == NUMBER
    with pytest.raises(sealing.Closed):
        sealing.unseal(account.sealed_number, "another row")


def test_the_first_key_seals_and_each_of_them_opens(account, settings):
    settings.FIELD_KEYS = {"2027": NEW, "2026": OLD}
    assert opened(account) == NUMBER
    assert sealing.seal(NUMBER, "row").startswith("2027:")
    settings.FIELD_KEYS = {"2026": NEW}  # another key under the same name
    with pytest.raises(sealing.Closed):
        opened(account)


def test_after_resealing_the_new_key_alone_opens_every_number(account, settings):
    settings.FIELD_KEYS = {"2027": NEW, "2026": OLD}
    out = StringIO()
    call_command("reseal_bank_numbers", stdout=out)
    call_command("reseal_bank_numbers", stdout=out)
    assert out.getvalue().splitlines() == ["1 sealed with the first key.", "0 sealed with the first key."]
    settings.FIELD_KEYS = {"2027": NEW}
    assert opened(account) == NUMBER


def test_a_number_that_no_key_opens_is_told_left_as_it_is_and_refused_with_a_sentence(account, settings):
    before = account.sealed_number
    settings.FIELD_KEYS = {"2027": NEW}
    with pytest.raises(CommandError, match="1 cannot be opened by any of FIELD_KEYS"):
        call_command("reseal_bank_numbers", stdout=StringIO())
    assert PayeeAccount.objects.get(pk=account.pk).sealed_number == before
    with pytest.raises(Refused, match="FIELD_KEYS"):
        payees.look(actor=account.world.treasurer, account=account)


def test_a_payment_file_without_the_key_is_refused_and_sends_nothing(account, settings):
    world = account.world
    world.receive(60_00)
    payment = world.request(world.grant(60_00).tranches.get())
    world.approve(payment)
    settings.FIELD_KEYS = {"2027": NEW}
    with pytest.raises(Refused) as refusal:
        payment_files.instruct(actor=world.treasurer, account=world.account, chosen=[payment])
    assert refusal.value.code == "no_key"
    payment.refresh_from_db()
    assert (payment.state, payment.file) == ("finance_approved", None)


def test_a_number_that_changes_meanwhile_is_not_written_over(account, settings, monkeypatch):
    settings.FIELD_KEYS = {"2027": NEW, "2026": OLD}
    unseal = sealing.unseal

    def while_somebody_writes(sealed, context):
        PayeeAccount.objects.filter(pk=account.pk).update(sealed_number=sealing.seal("99999", context))
        return unseal(sealed, context)

    monkeypatch.setattr(sealing, "unseal", while_somebody_writes)
    assert payees.reseal() == (0, 0)
    monkeypatch.undo()
    assert opened(account) == "99999"
