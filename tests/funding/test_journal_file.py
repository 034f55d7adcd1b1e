"""The journal as a file: loaded again it gives the same trial balance; its codes stand in words beside."""

import csv
import io
from collections import defaultdict
from datetime import date
from decimal import Decimal

import openpyxl
import pytest
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import override, pgettext

from funding.models import JournalEntry, Posting
from funding.selectors import positions
from funding.services import receipts
from kernel import clock
from tests.factories.funding import FundWorld
from tests.funding.test_services_bank import foreign

pytestmark = pytest.mark.django_db


@pytest.fixture
def world(cast):
    """Money in, dollars that were exchanged, a purpose that was taken back."""
    made = FundWorld(cast)
    made.receive(500_00)
    account, _dollars, dollar_receipt = foreign(made, "3.7")
    sold, came = made.line(-1000_00, account=account), made.line(3_690_50)
    receipts.exchange(actor=made.treasurer, receipt=dollar_receipt, sold_line=sold, bought_line=came)
    receipts.unassign(actor=made.treasurer, receipt=made.receive(33_33), reason="שיוך שגוי")
    return made


def file(world, signed_in, kind, language):
    client = signed_in(world.cast.treasurer)
    with override(language):
        url = reverse("funding:ledger", args=[world.cast.initiative.slug, world.fund.public_id])
    return b"".join(client.get(url, {"format": kind}))


@pytest.mark.parametrize("language", ["he", "en"])
def test_the_file_loaded_again_gives_the_same_trial_balance_by_account_and_currency(world, signed_in, language):
    rows = list(csv.DictReader(io.StringIO(file(world, signed_in, "csv", language).decode("utf-8-sig"))))
    assert len(rows) == Posting.objects.filter(entry__fund=world.fund).count()
    with override(language):
        account, currency = pgettext("journal", "Account (code)"), _("Currency")
        debit, credit, reverses = _("Debit"), _("Credit"), pgettext("journal", "Reverses entry")
    loaded = defaultdict(lambda: [Decimal(0), Decimal(0)])
    for row in rows:
        loaded[row[account], row[currency]][0] += Decimal(row[debit] or 0)
        loaded[row[account], row[currency]][1] += Decimal(row[credit] or 0)
    told = positions.trial_balance(world.fund, positions.bound(world.fund, clock.today()))
    assert {key: tuple(both) for key, both in loaded.items()} == {
        (line.account, line.currency): (Decimal(line.debit) / 100, Decimal(line.credit) / 100) for line in told
    }
    assert ("bank", "USD") in loaded and ("exchange", "ILS") in loaded
    undone = set(JournalEntry.objects.exclude(reverses=None).values_list("reverses__number", flat=True))
    assert {int(row[reverses]) for row in rows if row[reverses]} == undone != set()


def test_every_column_is_titled_in_the_readers_language_and_says_in_words_what_its_codes_are(world, signed_in):
    rows = list(csv.reader(io.StringIO(file(world, signed_in, "csv", "he").decode("utf-8-sig"))))
    assert not any(title.isascii() for title in rows[0]), rows[0]
    text = str(rows[1:])
    with override("he"):
        assert _("Funds by restriction") in text
    assert "restricted" in text and world.free.own_name in text


def test_the_workbook_runs_from_the_right_in_hebrew_with_days_and_numbers(world, signed_in):
    sheet = openpyxl.load_workbook(io.BytesIO(file(world, signed_in, "xlsx", "he"))).active
    first = [cell.value for cell in sheet[2]]
    assert sheet.sheet_view.rightToLeft
    assert first[0] == 1 and first[1].date() == clock.today() and isinstance(first[1].date(), date)
    assert first[9] == 500 and first[10] is None
    assert not openpyxl.load_workbook(io.BytesIO(file(world, signed_in, "xlsx", "en"))).active.sheet_view.rightToLeft
